"""An entry's fields as CSL-JSON, and back.

Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables and
https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from citetool.dates import find_dates
from citetool.model import Date, Item, Name

TYPES = frozenset(
    [
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
        "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
        "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
        "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent",
        "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report",
        "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
    ]
)  # fmt: skip
"""The types that CSL 1.0.2 knows."""

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


def from_csl(fields: Mapping[str, object]) -> Item:
    """The item that a CSL-JSON object describes; the reverse of `to_csl`, generous in what it reads.

    Numbers may stand for strings and the reverse; a date may be parts, raw or literal text, or a bare string or number;
    a type that CSL doesn't know is kept as it is. A variable that an `Item` has no field for is left out, as is a
    value of the wrong kind. The names end in `others` or `et al.`, or `custom` says `"et-al": true`, where more follow.
    """
    author, more_authors = _names(fields.get("author"))
    editor, more_editors = _names(fields.get("editor"))
    custom = fields.get("custom")
    issued = _read_date(fields.get("issued"))
    suffix = _text(fields.get("year-suffix"))
    if issued is not None and suffix is not None:
        issued = issued._replace(suffix=suffix)
    return Item(
        type=_text(fields.get("type")) or "document",
        author=author,
        editor=editor,
        translator=_names(fields.get("translator"))[0],
        et_al=more_authors or more_editors or (isinstance(custom, Mapping) and custom.get("et-al") is True),
        issued=issued,
        accessed=_read_date(fields.get("accessed")),
        title=_title(fields.get("title")),
        container_title=_title(fields.get("container-title")),
        collection_title=_title(fields.get("collection-title")),
        edition=_text(fields.get("edition")),
        publisher=_text(fields.get("publisher")),
        publisher_place=_text(fields.get("publisher-place")),
        volume=_text(fields.get("volume")),
        issue=_text(fields.get("issue")),
        number=_text(fields.get("number")),
        page=_text(fields.get("page")),
        genre=_text(fields.get("genre")),
        medium=_text(fields.get("medium")),
        doi=_text(fields.get("DOI")),
        url=_text(fields.get("URL")),
        isbn=_text(fields.get("ISBN")),
        note=_text(fields.get("note")),
    )


def printed_text(fields: Mapping[str, object]) -> str | None:
    """The entry as printed, which an export of a draft's list keeps as `"custom": {"text": …}`; `None` without it."""
    custom = fields.get("custom")
    return _text(custom.get("text")) if isinstance(custom, Mapping) else None


_ACRONYM = re.compile(r"(?P<name>.*\S) \((?P<acronym>[A-Z][A-Za-z/&.-]{1,14})\)")


def institution_of(literal: str) -> Name:
    """The institution that a literal name is, an acronym in brackets at its end apart, as `to_csl` joins them."""
    match = _ACRONYM.fullmatch(literal)
    return Name(literal=match["name"], acronym=match["acronym"]) if match else Name(literal=literal)


_OTHERS = frozenset(["others", "et al", "et al."])


def _text(value: object) -> str | None:
    """A string or number as text on one line; `None` for anything else, and for nothing."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)(?:\s[^<>]*)?>", re.IGNORECASE)


def without_markup(title: str) -> str | None:
    """A title without the tags that reference managers put in (`<i>`, `<span style="…">`); `None` if that is all."""
    return _text(_MARKUP.sub("", title))


def _title(value: object) -> str | None:
    return without_markup(value) if isinstance(value, str) else _text(value)


def _names(value: object) -> tuple[tuple[Name, ...], bool]:
    """The names of a list, and whether it says that more follow."""
    found = [name for each in value if (name := _read_name(each)) is not None] if isinstance(value, list) else []
    if found and found[-1].literal is not None and found[-1].literal.lower() in _OTHERS:
        return tuple(found[:-1]), True
    return tuple(found), False


def _read_name(value: object) -> Name | None:
    if not isinstance(value, Mapping):
        literal = _text(value)
        return institution_of(literal) if literal else None
    literal = _text(value.get("literal"))
    if literal is not None:
        return institution_of(literal)
    particles = [_text(value.get("dropping-particle")), _text(value.get("non-dropping-particle"))]
    family = _text(value.get("family"))
    given = _text(value.get("given"))
    if family is None:
        return Name(family=given) if given else None
    return Name(
        family=family,
        given=given,
        particle=" ".join(each for each in particles if each) or None,
        suffix=_text(value.get("suffix")),
    )


def _read_date(value: object) -> Date | None:
    if not isinstance(value, Mapping):
        text = _text(value)
        return date_of(text) if text else None
    parts = value.get("date-parts")
    found = _date_of_parts(parts) if isinstance(parts, list) else None
    if found is None:
        text = _text(value.get("raw")) or _text(value.get("literal"))
        found = date_of(text) if text else None
    circa = value.get("circa")
    return found._replace(circa=True) if found and circa and str(circa).lower() not in ("false", "0") else found


def _date_of_parts(parts: list[object]) -> Date | None:
    """The date of `[[2018, 11, 3]]`, or of a range's two ends; `None` if there is no year in it."""
    flat = not any(isinstance(each, list) for each in parts)
    ends = [parts] if flat else [each for each in parts if isinstance(each, list)]
    numbers = [[_number(part) for part in end] for end in ends]
    if not numbers or not numbers[0] or numbers[0][0] is None:
        return None
    year, month, day = (*numbers[0], None, None)[:3]
    month = month if month is not None and 1 <= month <= 12 else None
    day = day if month is not None and day is not None and 1 <= day <= 31 else None
    end_year = numbers[1][0] if len(numbers) > 1 and numbers[1] else None
    return Date(year, month, day, end_year=end_year if end_year != year else None, text=str(year))


def _number(part: object) -> int | None:
    if isinstance(part, int) and not isinstance(part, bool):
        return part
    if isinstance(part, str) and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", part):
        return int(part)
    return None


_ISO = re.compile(
    r"(?P<year>-?[0-9]{3,4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<circa>[~?%])?(?:T[0-9:.Z+-]*)?"
    r"(?:/(?:(?P<end>-?[0-9]{3,4})(?:-[0-9]{2}){0,2}[~?%]?)?)?"
)


def date_of(text: str) -> Date:
    """The date that a text is: ISO 8601 or EDTF (`2018-11-03`, `2010~`, `2010/2012`), else as a list prints it.

    Without a year in it, it is a date without a year, which says so in its own words (`forthcoming`).
    """
    if iso := _ISO.fullmatch(text):
        year, month, day = int(iso["year"]), int(iso["month"] or 0), int(iso["day"] or 0)
        end = int(iso["end"]) if iso["end"] else None
        known = 1 <= month <= 12
        return Date(
            year,
            month if known else None,
            day if known and 1 <= day <= 31 else None,
            end_year=end if end != year else None,
            circa=iso["circa"] is not None,
            text=text,
        )
    found = next((date for _, date in find_dates(text, 0, len(text))), None)
    return found._replace(text=text) if found is not None else Date(None, text=text)
