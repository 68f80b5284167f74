"""doi.org: which agency registered a DOI, whether it exists at all, and records of the smaller agencies.

Sources: https://www.doi.org/doi-handbook/ (5, “Resolution”), https://www.doi.org/the-identifier/resources/factsheets/,
https://citation.crosscite.org/docs.html (content negotiation), https://shortdoi.org.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from citetool.csl import from_csl
from citetool.registries.shapes import string
from citetool.registries.titles import plain
from citetool.registries.transport import Damaged, Kind, OtherWork, Request, Service, Transport, encoded, json_of
from citetool.resolution import Record

LONGEST_PATH = 2000
"""Characters of a request's path: what servers and proxies on the way take for certain."""

AT_ONCE = 80
"""DOIs in a request."""

PAGES = 3
"""So many pages of HTML one after the other, in place of a record, are no accident."""

_ABSENT = frozenset(["doi does not exist", "invalid doi", "unknown prefix"])


def batches(dois: Sequence[str], at_once: int = AT_ONCE, longest: int = LONGEST_PATH, each: int = 1) -> list[list[str]]:
    """DOIs in as few requests as their length allows, in order; `each` characters go with every one."""
    made: list[list[str]] = []
    room = 0
    for doi in dois:
        need = len(encoded(doi)) + each
        if not made or len(made[-1]) == at_once or room < need:
            made.append([])
            room = longest
        made[-1].append(doi)
        room -= need
    return made


def find_agencies(transport: Transport, dois: Sequence[str]) -> dict[str, str | None]:
    """The agency of each DOI; `None` where doi.org says that it doesn't exist. What it doesn't answer is left out.

    Raises:
        Unavailable: no answer came.
    """
    asked = frozenset(dois)

    def read(status: int, body: bytes) -> dict[str, str | None]:
        if status in (400, 404, 414):
            # One that it can't read among them: they are asked for one by one.
            return {}
        answers = json_of(body)
        if status != 200 or not isinstance(answers, list):
            raise Damaged("an answer that names no agencies")
        found: dict[str, str | None] = {}
        for each in answers:
            if not isinstance(each, Mapping) or not isinstance(doi := each.get("DOI"), str) or doi.lower() not in asked:
                continue
            if isinstance(agency := each.get("RA"), str):
                found[doi.lower()] = agency
            elif str(each.get("status", "")).lower() in _ABSENT:
                found[doi.lower()] = None
        if not found:
            raise Damaged("an answer about other DOIs")
        return found

    return transport.fetch(
        Request(
            Service.DOI, "/doiRA/" + ",".join(map(encoded, dois)), kind=Kind.LIST if len(dois) > 1 else Kind.SINGLE
        ),
        read,
    )


class Handle(NamedTuple):
    """What the handle system has on a DOI: whether it exists, and what it is another name of."""

    exists: bool
    alias_of: str | None = None


def find_handle(transport: Transport, doi: str) -> Handle:
    """The handle of a DOI, or of a short DOI (`10/abcde`), whose alias is the DOI itself (type `HS_ALIAS`).

    Raises:
        Unavailable: no answer came.
    """

    def read(status: int, body: bytes) -> Handle:
        answer = json_of(body)
        if not isinstance(answer, Mapping) or not isinstance(answer.get("responseCode"), int):
            raise Damaged("an answer that is no handle")
        if str(answer.get("handle", doi)).lower() != doi:
            raise OtherWork("the handle of another DOI")
        # Handle protocol: 1 is success, 200 "no values of this type", 100 "not found".
        if answer["responseCode"] == 100:
            return Handle(exists=False)
        if answer["responseCode"] not in (1, 200):
            raise Damaged(f"an answer of the code {answer['responseCode']}")
        values = answer.get("values")
        for each in values if isinstance(values, list) else ():
            if isinstance(each, Mapping) and each.get("type") == "HS_ALIAS" and isinstance(each.get("data"), Mapping):
                return Handle(exists=True, alias_of=str(each["data"].get("value", "")).lower() or None)
        return Handle(exists=True)

    return transport.fetch(Request(Service.DOI, f"/api/handles/{encoded(doi)}"), read)


def find_csl(transport: Transport, doi: str) -> Mapping[str, object] | None:
    """The CSL-JSON that a DOI's own agency gives; `None` if it gives none.

    Raises:
        Unavailable: no answer came.
    """
    pages: list[bool] = []

    def read(status: int, body: bytes) -> Mapping[str, object] | None:
        if status in (401, 403, 404, 406, 410):
            return None
        try:
            answer = json_of(body)
        except Damaged:
            # An agency that answers with the work's page each time has no records to give.
            pages.append(body.lstrip()[:1] == b"<")
            if pages[-PAGES:] != [True] * PAGES:
                raise
            return None
        if status != 200 or not isinstance(answer, Mapping):
            raise Damaged("an answer that is no record")
        if str(answer.get("DOI", doi)).lower() != doi:
            raise OtherWork("the record of another DOI")
        return answer

    return transport.fetch(
        Request(Service.DOI, f"/{encoded(doi)}", accept="application/vnd.citationstyles.csl+json"), read
    )


def record_of(doi: str, agency: str, csl: Mapping[str, object]) -> Record:
    """A record from CSL-JSON, of which some agencies give titles as lists."""
    listed = {
        name: next(filter(None, map(string, value)), None)
        for name in _TITLES
        if isinstance(value := csl.get(name), list)
    }
    item = from_csl({**csl, **listed, "DOI": doi})
    title, container = (plain(each or "") or None for each in (item.title, item.container_title))
    year = item.issued.year if item.issued else None
    return Record(
        doi,
        agency,
        item._replace(title=title, container_title=container),
        titles=(title,) if title else (),
        containers=(container,) if container else (),
        years=(year,) if year and 1000 < year < 3000 else (),
        kind=item.type,
    )


_TITLES = ("title", "container-title")
