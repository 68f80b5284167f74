"""DataCite: records by DOI.

Sources: https://support.datacite.org/reference (GET /dois, GET /dois/{id}) and the DataCite Metadata Schema 4.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from citetool.csl import from_csl
from citetool.registries.doi_org import batches
from citetool.registries.notices import datacite_notices
from citetool.registries.shapes import lowered, mappings, string
from citetool.registries.titles import plain
from citetool.registries.transport import Damaged, Kind, OtherWork, Request, Service, Transport, encoded, json_of
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
            each for each in mappings(related) if string(each.get("relationType")) in _RELATIONS
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
            raise OtherWork("the record of another DOI")
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
    doi = lowered(attributes.get("doi")) or ""
    titles = [
        (text, string(each.get("titleType")))
        for each in mappings(attributes.get("titles"))
        if (text := plain(string(each.get("title")) or ""))
    ]
    main = next((text for text, kind in sorted(titles, key=lambda each: each[1] is not None)), None)
    forms = [text for text, kind in titles if kind != "Subtitle"]
    forms += [f"{main}: {text}" for text, kind in titles if kind == "Subtitle" and text != main]
    container, types = _object(attributes.get("container")), _object(attributes.get("types"))
    publisher = attributes.get("publisher")
    pages = [str(page) for each in ("firstPage", "lastPage") if isinstance(page := container.get(each), str | int)]
    journal = plain(string(container.get("title")) or "") or None
    year = next(_years([attributes.get("publicationYear")]), None)
    csl = {
        "type": string(types.get("citeproc")) or "document",
        "title": main,
        "author": [_name(each) for each in mappings(attributes.get("creators"))],
        "editor": [
            _name(each) for each in mappings(attributes.get("contributors")) if each.get("contributorType") == "Editor"
        ],
        "issued": year,
        "container-title": journal,
        "volume": container.get("volume"),
        "issue": container.get("issue"),
        "page": "-".join(filter(None, pages)),
        # Since schema 4.5 a publisher is an object.
        "publisher": publisher.get("name") if isinstance(publisher, Mapping) else publisher,
        "DOI": doi,
    }
    return Record(
        doi,
        AGENCY,
        from_csl(csl),
        titles=tuple(dict.fromkeys(forms)),
        containers=(journal,) if journal else (),
        years=tuple(dict.fromkeys([*_years([year]), *_years(_dates(attributes))])),
        notices=datacite_notices(attributes),
        related=tuple(_related(attributes)),
        kind=string(types.get("resourceTypeGeneral")) or "",
    )


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _related(attributes: Attributes) -> Iterator[tuple[str, str]]:
    for each in mappings(attributes.get("relatedIdentifiers")):
        relation, doi = string(each.get("relationType")), lowered(each.get("relatedIdentifier"))
        if relation and doi and each.get("relatedIdentifierType") == "DOI":
            yield relation, doi


def _dates(attributes: Attributes) -> Iterator[object]:
    """Dates of coming out; when a thing was collected, or updated, isn't its year."""
    for each in mappings(attributes.get("dates")):
        if each.get("dateType") in ("Issued", "Available"):
            yield each.get("date")


def _years(dates: Iterable[object]) -> Iterator[int]:
    for each in dates:
        digits = str(each)[:4] if isinstance(each, str | int) else ""
        if digits.isdecimal() and 1000 < int(digits) < 3000:
            yield int(digits)


def _name(creator: Mapping[str, Any]) -> dict[str, object]:
    """A creator: with names apart, as `Family, Given`, or an organisation."""
    family, given, name = (plain(string(creator.get(each)) or "") for each in ("familyName", "givenName", "name"))
    if not family and creator.get("nameType") != "Organizational" and name.count(",") == 1:
        before, after = (part.strip() for part in name.split(","))
        family, given = (before, after) if before and after else ("", "")
    return {"family": family, "given": given} if family else {"literal": name}
