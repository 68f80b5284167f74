"""Retractions, withdrawals, removals, expressions of concern and corrections, as records tell of them.

Sources: https://www.crossref.org/documentation/crossmark/ (types of updates), Crossref's announcement of Retraction
Watch data in its API (`source`), NISO RP-45-2024 (CREC); DataCite Metadata Schema 4.6, appendix 1 (dateType,
relationType).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from citetool.registries.shapes import date_parts, lowered, mappings, string
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
_DATACITE_RELATIONS = {"IsRetractedBy": NoticeType.RETRACTION, "IsWithdrawnBy": NoticeType.WITHDRAWAL}
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
    of_it = [*_updates(message.get("update-to")), *_relations(message.get("relation"), _RELATIONS_ON)]
    doi = lowered(message.get("DOI"))
    others = [each for each in of_it if each.doi != doi]
    if not others:
        # An update of itself was made in place: there is no notice besides the work.
        on_it += of_it
    on_it = [each._replace(doi=None) if each.doi == doi else each for each in on_it]
    if mark is not None and not any(_gravity(each.type) <= _gravity(_MARKS[mark]) for each in on_it):
        on_it.append(Notice(_MARKS[mark], source="title"))
    return _ordered(on_it), _ordered(others)


def datacite_notices(attributes: Mapping[str, Any]) -> tuple[Notice, ...]:
    """The notices on a work that DataCite has: a date of withdrawal, or a relation to what withdraws it."""
    found = [
        Notice(NoticeType.WITHDRAWAL, date=string(each.get("date")), source="DataCite")
        for each in mappings(attributes.get("dates"))
        if each.get("dateType") == "Withdrawn"
    ]
    for each in mappings(attributes.get("relatedIdentifiers")):
        kind = _DATACITE_RELATIONS.get(str(each.get("relationType")))
        if kind is not None:
            doi = lowered(each.get("relatedIdentifier")) if each.get("relatedIdentifierType") == "DOI" else None
            found.append(Notice(kind, doi=doi, source="DataCite"))
    return _ordered(found)


def retraction(notices: tuple[Notice, ...]) -> Notice | None:
    """The gravest notice that says not to rely on a work; corrections don't."""
    return next((each for each in notices if each.type != NoticeType.CORRECTION), None)


def contradiction(notices: tuple[Notice, ...]) -> str | None:
    """How those who speak of a retraction disagree, in words; `None` if they don't.

    Retraction, withdrawal and removal are one thing under the words of several publishers.
    """
    said: dict[str, NoticeType] = {}
    for each in notices:
        if each.source and each.type != NoticeType.CORRECTION:
            before = said.get(each.source, each.type)
            said[each.source] = min(before, each.type, key=_ORDER.index)
    if len({_gravity(each) for each in said.values()}) > 1:
        return "; ".join(f"{_SOURCES.get(source, source)} says {kind}" for source, kind in sorted(said.items()))
    if list(said) == ["title"]:
        return "its title says so, but no notice is registered"
    return None


_SOURCES = {"retraction-watch": "Retraction Watch", "publisher": "the publisher", "title": "its title"}
_ORDER = list(NoticeType)
_WORK_IS_VOID = (NoticeType.RETRACTION, NoticeType.REMOVAL, NoticeType.WITHDRAWAL)


def _gravity(kind: NoticeType) -> int:
    return 0 if kind in _WORK_IS_VOID else _ORDER.index(kind)


def _ordered(notices: list[Notice]) -> tuple[Notice, ...]:
    """The gravest first, then by date; each once."""
    return tuple(
        sorted(dict.fromkeys(notices), key=lambda each: (_ORDER.index(each.type), each.date or "", each.doi or ""))
    )


def _updates(value: object) -> Iterator[Notice]:
    for each in mappings(value):
        kind = _TYPES.get(str(each.get("type", "")).lower().replace("-", "_").replace(" ", "_"))
        if kind is not None:
            source = string(each.get("source")) or "publisher"
            yield Notice(kind, doi=lowered(each.get("DOI")), date=_date(each.get("updated")), source=source)


def _relations(value: object, names: Mapping[str, NoticeType]) -> Iterator[Notice]:
    relation = value if isinstance(value, Mapping) else {}
    for name, kind in names.items():
        for each in mappings(relation.get(name)):
            if doi := lowered(each.get("id")):
                yield Notice(kind, doi=doi, source="publisher")


def _date(value: object) -> str | None:
    """An ISO 8601 date of `date-parts`, as far as its parts are numbers."""
    known = list(takewhile(lambda part: type(part) is int and 0 < part < 10000, date_parts(value)[:3]))
    return "-".join(f"{part:0{2 if at else 4}}" for at, part in enumerate(known)) or None
