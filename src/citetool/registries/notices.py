"""Retractions, withdrawals, removals, expressions of concern and corrections, as records tell of them.

Sources: https://www.crossref.org/documentation/crossmark/ (types of updates), Crossref's announcement of Retraction
Watch data in its API (`source`), NISO RP-45-2024 (CREC); DataCite Metadata Schema 4.6, appendix 1 (dateType,
relationType).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from citetool.resolution import Notice, NoticeType

_TYPES = {
    "retraction": NoticeType.RETRACTION,
    "partial_retraction": NoticeType.RETRACTION,
    "withdrawal": NoticeType.WITHDRAWAL,
    "removal": NoticeType.REMOVAL,
    "expression_of_concern": NoticeType.CONCERN,
    "concern": NoticeType.CONCERN,
    "correction": NoticeType.CORRECTION,
    "corrigendum": NoticeType.CORRECTION,
    "erratum": NoticeType.CORRECTION,
}
"""Crossref's types of updates that concern what a work says; `new_version`, `addendum` and the like don't."""

_RELATIONS = {
    "is-retracted-by": NoticeType.RETRACTION,
    "has-retraction": NoticeType.RETRACTION,
    "is-withdrawn-by": NoticeType.WITHDRAWAL,
    "is-corrected-by": NoticeType.CORRECTION,
    "has-correction": NoticeType.CORRECTION,
}
_RELATIONS_ON = {
    "retracts": NoticeType.RETRACTION,
    "is-retraction-of": NoticeType.RETRACTION,
    "is-correction-of": NoticeType.CORRECTION,
}
_MARKS = {
    "retracted": NoticeType.RETRACTION,
    "withdrawn": NoticeType.WITHDRAWAL,
    "removed": NoticeType.REMOVAL,
    "expression of concern": NoticeType.CONCERN,
}


def crossref_notices(message: Mapping[str, Any], mark: str | None) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """The notices on a work, the gravest first; and, of a work that is a notice, what it is on.

    `mark` is the word before its title (`retracted`), which some publishers register and nothing else.
    """
    on_it = [*_updates(message.get("updated-by")), *_relations(message.get("relation"), _RELATIONS)]
    if mark is not None and not any(each.type != NoticeType.CORRECTION for each in on_it):
        on_it.append(Notice(_MARKS[mark], source="title"))
    of_it = [*_updates(message.get("update-to")), *_relations(message.get("relation"), _RELATIONS_ON)]
    doi = str(message.get("DOI", "")).lower()
    return _ordered(on_it, doi), _ordered(of_it, doi)


def datacite_notices(attributes: Mapping[str, Any]) -> tuple[Notice, ...]:
    """The notices on a work that DataCite has: a date of withdrawal, or a relation to what withdraws it."""
    found = [
        Notice(NoticeType.WITHDRAWAL, date=str(each.get("date") or "") or None, source="DataCite")
        for each in attributes.get("dates") or ()
        if isinstance(each, Mapping) and each.get("dateType") == "Withdrawn"
    ]
    for each in attributes.get("relatedIdentifiers") or ():
        if isinstance(each, Mapping) and each.get("relationType") in ("IsRetractedBy", "IsWithdrawnBy"):
            kind = NoticeType.RETRACTION if each["relationType"] == "IsRetractedBy" else NoticeType.WITHDRAWAL
            found.append(Notice(kind, doi=str(each.get("relatedIdentifier", "")).lower() or None, source="DataCite"))
    return _ordered(found, str(attributes.get("doi", "")).lower())


def retraction(notices: tuple[Notice, ...]) -> Notice | None:
    """The gravest notice that says not to rely on a work; corrections don't."""
    return next((each for each in notices if each.type != NoticeType.CORRECTION), None)


def contradiction(notices: tuple[Notice, ...]) -> str | None:
    """How those who speak of a retraction disagree, in words; `None` if they don't."""
    said: dict[str, set[NoticeType]] = {}
    for each in notices:
        if each.source and each.type in (NoticeType.RETRACTION, NoticeType.WITHDRAWAL, NoticeType.CONCERN):
            said.setdefault(each.source, set()).add(each.type)
    grave = {source: min(types, key=list(NoticeType).index) for source, types in said.items()}
    if len(set(grave.values())) > 1:
        return "; ".join(f"{_SOURCES.get(source, source)} says {kind}" for source, kind in sorted(grave.items()))
    if len(said) == 1 and "title" in said:
        return "its title says so, but no notice is registered"
    return None


_SOURCES = {"retraction-watch": "Retraction Watch", "publisher": "the publisher", "title": "its title"}


def _ordered(notices: list[Notice], doi: str) -> tuple[Notice, ...]:
    """The gravest first, then by date; a new version of a record that names itself is no notice."""
    order = list(NoticeType)
    # A notice may be registered as an update of itself.
    found = dict.fromkeys(each for each in notices if each.doi != doi)
    return tuple(sorted(found, key=lambda each: (order.index(each.type), each.date or "", each.doi or "")))


def _updates(value: object) -> Iterator[Notice]:
    for each in value if isinstance(value, list) else ():
        if not isinstance(each, Mapping):
            continue
        kind = _TYPES.get(str(each.get("type", "")).lower().replace("-", "_").replace(" ", "_"))
        if kind is not None:
            doi = each.get("DOI")
            yield Notice(
                kind,
                doi=doi.lower() if isinstance(doi, str) else None,
                date=_date(each.get("updated")),
                source=str(each.get("source") or "publisher"),
            )


def _relations(value: object, names: Mapping[str, NoticeType]) -> Iterator[Notice]:
    relation = value if isinstance(value, Mapping) else {}
    for name, kind in names.items():
        for each in relation.get(name) or ():
            if isinstance(each, Mapping) and isinstance(each.get("id"), str):
                yield Notice(kind, doi=each["id"].lower(), source="publisher")


def _date(value: object) -> str | None:
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    flat = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else None
    if not flat or not all(isinstance(each, int) for each in flat):
        return None
    return "-".join(f"{part:0{4 if at == 0 else 2}}" for at, part in enumerate(flat[:3]))
