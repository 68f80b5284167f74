"""An entry's fields as CSL-JSON.

Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables and
https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

from __future__ import annotations

from typing import Any

from citetool.model import Date, Item, Name

_STRINGS = {
    "title": "title",
    "container-title": "container_title",
    "collection-title": "collection_title",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "page": "page",
    "genre": "genre",
    "medium": "medium",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "note": "note",
}
"""CSL variable -> field of `Item`."""


def to_csl(item: Item) -> dict[str, Any]:
    """The item as a CSL-JSON object, without what is absent; the caller adds `id`.

    A year's letter is the variable `year-suffix`; a date without a year is `{"literal": "n.d."}`, or what is
    printed in its stead (`forthcoming`).
    """
    fields: dict[str, Any] = {"type": item.type}
    for role, names in (("author", item.author), ("editor", item.editor), ("translator", item.translator)):
        if names:
            fields[role] = [_name(each) for each in names]
    if item.issued is not None:
        fields["issued"] = _date(item.issued)
        if item.issued.suffix is not None:
            fields["year-suffix"] = item.issued.suffix
    if item.accessed is not None:
        fields["accessed"] = _date(item.accessed)
    for variable, field in _STRINGS.items():
        value = getattr(item, field)
        if value is not None:
            fields[variable] = value
    return fields


def _name(name: Name) -> dict[str, str]:
    if name.literal is not None:
        return {"literal": f"{name.literal} ({name.acronym})" if name.acronym else name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value is not None}


def _date(date: Date) -> dict[str, Any]:
    if date.year is None:
        return {"literal": date.text or "n.d."}
    first = [date.year]
    if date.month is not None:
        first.append(date.month)
        if date.day is not None:
            first.append(date.day)
    issued: dict[str, Any] = {"date-parts": [first]}
    if date.end_year is not None:
        issued["date-parts"].append([date.end_year])
    if date.circa:
        issued["circa"] = True
    return issued
