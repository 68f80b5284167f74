"""DataCite: records by DOI.

Sources: https://support.datacite.org/reference (GET /dois, GET /dois/{id}) and the DataCite Metadata Schema 4.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citetool.csl import from_csl
from citetool.registries.doi_org import batches
from citetool.registries.notices import datacite_notices
from citetool.registries.titles import plain
from citetool.registries.transport import Damaged, Kind, Request, Service, Transport, encoded, json_of
from citetool.resolution import Record

AGENCY = "DataCite"

AT_ONCE = 50
"""DOIs in a request."""

_INCLUDED = ("include", "media,client")
"""What a request for one DOI gives beside the record: with it, mirrors and recordings know the request."""

FIELDS = (
    "doi", "creators", "contributors", "titles", "publisher", "container", "publicationYear", "dates", "types",
    "relatedIdentifiers", "version",
)  # fmt: skip
"""What is kept of a record."""

_RELATIONS = frozenset(
    [
        "IsRetractedBy", "IsWithdrawnBy", "IsVersionOf", "HasVersion", "IsNewVersionOf", "IsPreviousVersionOf",
        "IsIdenticalTo", "IsVariantFormOf", "IsPublishedIn", "IsSupplementTo",
    ]
)  # fmt: skip

Attributes = Mapping[str, Any]


def kept(attributes: Attributes) -> dict[str, Any]:
    """What is kept of a record; a collection may name thousands of works, which aren't."""
    found = {name: attributes[name] for name in FIELDS if attributes.get(name)}
    related = found.get("relatedIdentifiers")
    if isinstance(related, list):
        found["relatedIdentifiers"] = [
            each for each in related if isinstance(each, Mapping) and each.get("relationType") in _RELATIONS
        ]
    return found


def find_records(transport: Transport, dois: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The records of those DOIs, of the ones asked for, that DataCite's list gives.

    Raises:
        Unavailable: no answer came.
    """
    asked = frozenset(dois)

    def read(status: int, body: bytes) -> dict[str, dict[str, Any]]:
        if status in (400, 404):
            return {}
        data = _data(status, body)
        if not isinstance(data, list):
            raise Damaged("an answer that is no list")
        found = [each["attributes"] for each in data if isinstance(each, Mapping) and "attributes" in each]
        return {doi: kept(each) for each in found if (doi := str(each.get("doi", "")).lower()) in asked}

    query = (("ids", ",".join(dois)), ("page[size]", str(len(dois))))
    return transport.fetch(Request(Service.DATACITE, "/dois", query, Kind.LIST), read)


def find_record(transport: Transport, doi: str) -> dict[str, Any] | None:
    """The record of one DOI; `None` if DataCite has none.

    Raises:
        Unavailable: no answer came.
    """

    def read(status: int, body: bytes) -> dict[str, Any] | None:
        if status == 404:
            return None
        data = _data(status, body)
        attributes = data.get("attributes") if isinstance(data, Mapping) else None
        if not isinstance(attributes, Mapping) or str(attributes.get("doi", "")).lower() != doi:
            raise Damaged("the record of another DOI")
        return kept(attributes)

    return transport.fetch(Request(Service.DATACITE, f"/dois/{encoded(doi)}", (_INCLUDED,)), read)


def id_batches(dois: Sequence[str]) -> list[list[str]]:
    """DOIs in as few lists as may be."""
    return batches(dois, AT_ONCE, 2000, each=len("%2C"))


def _data(status: int, body: bytes) -> object:
    answer = json_of(body)
    if status != 200 or not isinstance(answer, Mapping) or "data" not in answer:
        raise Damaged(f"an answer that is no record (HTTP {status})")
    return answer["data"]


def record_of(attributes: Attributes) -> Record:
    """A record from DataCite's attributes, as kept; what is missing or of another shape is left out."""
    doi = str(attributes["doi"]).lower()
    titles = [each for each in _dicts(attributes.get("titles")) if isinstance(each.get("title"), str)]
    first = sorted(titles, key=lambda each: bool(each.get("titleType")))[:1]
    main = plain(first[0]["title"]) if first else None
    subtitles = [plain(each["title"]) for each in titles if each.get("titleType") == "Subtitle"]
    others = [plain(each["title"]) for each in titles if each.get("titleType") != "Subtitle"]
    container = attributes.get("container")
    container = container if isinstance(container, Mapping) else {}
    types = attributes.get("types")
    types = types if isinstance(types, Mapping) else {}
    publisher = attributes.get("publisher")
    pages = [str(container[each]) for each in ("firstPage", "lastPage") if container.get(each)]
    years = dict.fromkeys([*_years([attributes.get("publicationYear")]), *_years(_dates(attributes))])
    csl = {
        "type": str(types.get("citeproc") or "document"),
        "title": main,
        "author": [_name(each) for each in _dicts(attributes.get("creators"))],
        "editor": [
            _name(each) for each in _dicts(attributes.get("contributors")) if each.get("contributorType") == "Editor"
        ],
        "issued": str(attributes.get("publicationYear") or "") or None,
        "container-title": _string(container.get("title")),
        "volume": container.get("volume"),
        "issue": container.get("issue"),
        "page": "-".join(pages) or None,
        "publisher": publisher.get("name") if isinstance(publisher, Mapping) else publisher,
        "DOI": doi,
    }
    return Record(
        doi,
        AGENCY,
        from_csl(csl),
        titles=tuple(dict.fromkeys([*others, *(f"{main}: {each}" for each in subtitles if main)])),
        containers=tuple(_containers(container)),
        years=tuple(years),
        notices=datacite_notices(attributes),
        related=tuple(_related(attributes)),
        kind=str(types.get("resourceTypeGeneral") or ""),
    )


def _containers(container: Mapping[str, object]) -> Iterator[str]:
    if title := _string(container.get("title")):
        yield plain(title)


def _related(attributes: Attributes) -> Iterator[tuple[str, str]]:
    for each in _dicts(attributes.get("relatedIdentifiers")):
        if each.get("relatedIdentifierType") == "DOI":
            yield str(each.get("relationType")), str(each.get("relatedIdentifier", "")).lower()


def _dates(attributes: Attributes) -> Iterator[object]:
    """Dates of coming out; when a thing was collected, or updated, isn't its year."""
    for each in _dicts(attributes.get("dates")):
        if each.get("dateType") in ("Issued", "Available"):
            yield each.get("date")


def _years(dates: Sequence[object] | Iterator[object]) -> Iterator[int]:
    for each in dates:
        digits = str(each or "")[:4]
        if digits.isdigit() and 1000 < int(digits) < 3000:
            yield int(digits)


def _name(creator: Mapping[str, Any]) -> dict[str, object]:
    """A creator: with names apart, as `Family, Given`, or an organisation."""
    family, given, name = (_string(creator.get(each)) for each in ("familyName", "givenName", "name"))
    if family:
        return {"family": family, "given": given}
    if name and creator.get("nameType") != "Organizational" and name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        if family and given:
            return {"family": family, "given": given}
    return {"literal": name or ""}


def _dicts(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
