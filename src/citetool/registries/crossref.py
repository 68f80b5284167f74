"""Crossref: records by DOI, and the works that a printed entry may be.

Sources: https://www.crossref.org/documentation/retrieve-metadata/rest-api/ and
https://github.com/CrossRef/rest-api-doc (api_format.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citetool.csl import from_csl
from citetool.registries.doi_org import batches
from citetool.registries.notices import crossref_notices
from citetool.registries.shapes import date_parts, lowered, mappings, string
from citetool.registries.titles import plain, retraction_mark
from citetool.registries.transport import Damaged, Kind, Request, Service, Transport, Unavailable, encoded, json_of
from citetool.resolution import Record

AGENCY = "Crossref"

AT_ONCE = 50
"""DOIs in a request."""

LONGEST_FILTER = 3500
"""Characters of a filter, encoded."""

ROWS = 20
"""Works that a search gives: the right one, where there is one, is among the first of them."""

FIELDS = (
    "DOI", "type", "title", "subtitle", "short-title", "original-title", "author", "editor", "translator",
    "container-title", "short-container-title", "issued", "published", "published-print", "published-online", "posted",
    "volume", "issue", "page", "article-number", "publisher", "publisher-location", "ISBN", "ISSN", "URL", "relation",
    "update-to", "updated-by", "event",
)  # fmt: skip
"""What is asked for and kept of a record (`select`)."""

TYPES = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "entry",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "proceedings-article": "paper-conference",
    "proceedings": "book",
    "posted-content": "article",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "dissertation": "thesis",
    "dataset": "dataset",
    "database": "dataset",
    "peer-review": "review",
    "standard": "standard",
    "journal": "periodical",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
}
"""Crossref's types (https://api.crossref.org/types) -> CSL's."""

Message = Mapping[str, Any]


def kept(message: Message) -> dict[str, Any]:
    """What is kept of a record."""
    return {name: message[name] for name in FIELDS if message.get(name)}


def find_records(transport: Transport, dois: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The records of those DOIs, of the ones asked for, that Crossref gives; it leaves out those that it hasn't.

    Raises:
        Unavailable: no answer came.
    """
    asked = frozenset(dois)
    query = (("filter", ",".join(f"doi:{doi}" for doi in dois)), ("rows", str(len(dois))))
    return {doi: item for item in _listed(transport, query) if (doi := str(item.get("DOI", "")).lower()) in asked}


def find_record(transport: Transport, doi: str) -> dict[str, Any] | None:
    """The record of one DOI; `None` if Crossref has none. It may be of another DOI, if the one asked for is an alias.

    Raises:
        Unavailable: no answer came.
    """

    def read(status: int, body: bytes) -> dict[str, Any] | None:
        if status == 404:
            return None
        message = _message(status, body)
        if not isinstance(message.get("DOI"), str):
            raise Damaged("a record without a DOI")
        return kept(message)

    return transport.fetch(Request(Service.CROSSREF, f"/works/{encoded(doi)}"), read)


def search(transport: Transport, text: str, rows: int = ROWS) -> list[dict[str, Any]]:
    """The works that are most like a printed entry, the likeliest first.

    Raises:
        Unavailable: no answer came.
    """
    found = _listed(transport, (("query.bibliographic", text), ("rows", str(rows))))
    return [each for each in found if isinstance(each.get("DOI"), str)]


def can_be_filtered(doi: str) -> bool:
    """Whether a DOI can stand in a filter, whose values commas divide."""
    return "," not in doi


def filter_batches(dois: Sequence[str]) -> list[list[str]]:
    """DOIs in as few filters as may be."""
    return batches(dois, AT_ONCE, LONGEST_FILTER, each=len("doi%3A%2C"))


def _listed(transport: Transport, query: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """The works of a list, trimmed to what is kept."""

    def read(status: int, body: bytes) -> list[dict[str, Any]] | None:
        if status == 400:
            return None
        items = _message(status, body).get("items")
        if not isinstance(items, list):
            raise Damaged("an answer that is no list")
        return [kept(each) for each in items if isinstance(each, Mapping)]

    chosen = (*query, ("select", ",".join(FIELDS)))
    found = transport.fetch(Request(Service.CROSSREF, "/works", chosen, Kind.LIST), read)
    if found is None:
        # A field that it no longer lets choose must not cost the answer.
        found = transport.fetch(Request(Service.CROSSREF, "/works", query, Kind.LIST), read)
    if found is None:
        raise Unavailable("Crossref can't make out the question (HTTP 400)")
    return found


def _message(status: int, body: bytes) -> Message:
    answer = json_of(body)
    message = answer.get("message") if isinstance(answer, Mapping) else None
    if status != 200 or not isinstance(message, Mapping):
        raise Damaged(f"an answer that is no record (HTTP {status})")
    return message


def record_of(message: Message) -> Record:
    """A record from Crossref's JSON, as kept; what is missing or of another shape than documented is left out."""
    doi = lowered(message.get("DOI")) or ""
    kind = string(message.get("type")) or ""
    title, subtitles = next(_texts(message, "title"), None), tuple(_texts(message, "subtitle"))
    mark, title = retraction_mark(title) if title else (None, None)
    containers = tuple(_texts(message, "container-title"))
    years = dict.fromkeys(year for each in _DATES if (year := _year(message.get(each))))
    notices, notice_on = crossref_notices(message, mark)
    csl = {
        "type": TYPES.get(kind, "document"),
        "title": title,
        # A chapter's book comes last, after the series that it stands in.
        "container-title": containers[-1] if containers else None,
        "collection-title": containers[0] if len(containers) > 1 else None,
        "author": [_name(each) for each in mappings(message.get("author"))],
        "editor": [_name(each) for each in mappings(message.get("editor"))],
        "translator": [_name(each) for each in mappings(message.get("translator"))],
        "issued": message.get("issued"),
        "volume": message.get("volume"),
        "issue": message.get("issue"),
        "page": message.get("page") or message.get("article-number"),
        "publisher": plain(string(message.get("publisher")) or ""),
        "publisher-place": message.get("publisher-location"),
        "DOI": doi,
        "ISBN": next(_texts(message, "ISBN"), None),
        "genre": "Preprint" if kind == "posted-content" else None,
    }
    return Record(
        doi,
        AGENCY,
        from_csl(csl),
        titles=tuple(_forms(message, title, subtitles)),
        containers=tuple(dict.fromkeys((*containers, *_texts(message, "short-container-title"), *_event(message)))),
        years=tuple(years),
        notices=notices,
        notice_on=notice_on,
        related=tuple(_related(message)),
        kind=kind,
    )


_DATES = ("issued", "published-print", "published-online", "published", "posted")
"""The dates that an entry's year may be of; `created` and `deposited` are the registry's own."""


def _forms(message: Message, title: str | None, subtitles: tuple[str, ...]) -> Iterator[str]:
    if title:
        yield title
        known = str(title).lower()
        yield from (f"{title}: {each}" for each in subtitles if each.lower() not in known)
    for variable in ("title", "short-title", "original-title"):
        yield from (each for each in _texts(message, variable) if each != title)
    if title and subtitles:
        yield from (each for each in subtitles if len(each) > 20)


def _texts(message: Message, variable: str) -> Iterator[str]:
    """A variable's values: a list, or in records of other makers one text."""
    value = message.get(variable)
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and (text := plain(each)):
            yield text


def _event(message: Message) -> Iterator[str]:
    event = message.get("event")
    if isinstance(event, Mapping) and (name := string(event.get("name"))):
        yield plain(name)


def _related(message: Message) -> Iterator[tuple[str, str]]:
    relation = message.get("relation")
    for name, targets in relation.items() if isinstance(relation, Mapping) else ():
        for each in mappings(targets):
            if (target := lowered(each.get("id"))) and lowered(each.get("id-type")) == "doi":
                yield name, target


def _name(name: Mapping[str, object]) -> dict[str, object]:
    """A contributor: a person, or (`name`) a group."""
    family, given = string(name.get("family")), string(name.get("given"))
    if family is None:
        return {"literal": plain(string(name.get("name")) or given or "")}
    return {"family": plain(family), "given": plain(given) if given else None, "suffix": string(name.get("suffix"))}


def _year(date: object) -> int | None:
    year = next(iter(date_parts(date)), None)
    return year if isinstance(year, int) and 1000 < year < 3000 else None
