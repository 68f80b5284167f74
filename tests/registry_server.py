"""A registry for tests: Crossref, DataCite and doi.org on one port of this machine, with answers in their true shapes.

Faults come from a script: one for each of the next requests. Nothing is recorded from elsewhere; the works are made up,
save those of `cases/works.json`, which are Crossref's records (CC0) of the works that the search is judged by.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from citetool.registries.cache import Cache
from citetool.registries.lookup import Registries
from citetool.registries.pace import Interrupted
from citetool.registries.transport import Endpoints, Transport

TARIFFS: dict[str, Any] = {
    "DOI": "10.5555/tariffs",
    "type": "journal-article",
    "title": ["Tariffs and growth"],
    "author": [{"given": "Anna", "family": "Lindqvist", "sequence": "first"}],
    "container-title": ["Economy Today"],
    "issued": {"date-parts": [[2018, 3]]},
    "published-print": {"date-parts": [[2018, 3]]},
    "created": {"date-parts": [[2016, 1, 1]]},
    "volume": "2",
    "issue": "1",
    "page": "3-9",
    "publisher": "Harbour Press",
}
RETRACTED: dict[str, Any] = {
    "DOI": "10.5555/retracted",
    "type": "journal-article",
    "title": ["RETRACTED: Growth without trade"],
    "author": [{"given": "Hanne", "family": "Holm", "sequence": "first"}],
    "container-title": ["Economy Today"],
    "issued": {"date-parts": [[2015]]},
    "volume": "1",
    "issue": "1",
    "page": "1-12",
    "updated-by": [
        {
            "DOI": "10.5555/notice",
            "type": "retraction",
            "label": "Retraction",
            "source": "publisher",
            "updated": {"date-parts": [[2019, 5, 4]], "timestamp": 1556928000000},
        }
    ],
}
DATASET: dict[str, Any] = {
    "doi": "10.5555/dataset",
    "titles": [{"title": "Prices of grain"}],
    "creators": [{"name": "Abara, Ngozi", "givenName": "Ngozi", "familyName": "Abara", "nameType": "Personal"}],
    "publisher": "Grain Archive",
    "publicationYear": 2020,
    "types": {"resourceTypeGeneral": "Dataset", "citeproc": "dataset"},
    "dates": [{"date": "2020", "dateType": "Issued"}],
    "relatedIdentifiers": [],
}
REPORT: dict[str, Any] = {
    "DOI": "10.5555/report",
    "type": "report",
    "title": "Grain markets of the north",
    "author": [{"family": "Brandt", "given": "Lena"}],
    "issued": {"date-parts": [[2021]]},
}
FIRST = [TARIFFS, RETRACTED]


@dataclass
class Holdings:
    """What the registries have: works by bare DOI in lower case, and what they are to do wrong."""

    crossref: dict[str, dict[str, Any]] = field(default_factory=dict)
    datacite: dict[str, dict[str, Any]] = field(default_factory=dict)
    others: dict[str, tuple[str, dict[str, Any] | None]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    lists_lack: set[str] = field(default_factory=set)
    faults: deque[str] = field(default_factory=deque)
    headers: dict[str, str] = field(default_factory=dict)

    def agency(self, doi: str) -> str | None:
        """Who registered a DOI."""
        if doi in self.crossref or doi in self.aliases:
            return "Crossref"
        if doi in self.datacite:
            return "DataCite"
        return self.others[doi][0] if doi in self.others else None


class Registry(ThreadingHTTPServer):
    """The server; `asked` has the paths of all requests, `agents` their User-Agents."""

    daemon_threads = True

    def __init__(self, holdings: Holdings) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.holdings = holdings
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.released = threading.Event()

    @property
    def endpoints(self) -> Endpoints:
        """Where the three registries are."""
        base = f"http://127.0.0.1:{self.server_port}"
        return Endpoints(f"{base}/doi", f"{base}/crossref", f"{base}/datacite")

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process ask here."""
        ends = self.endpoints
        return {
            "CITETOOL_DOI_URL": ends.doi,
            "CITETOOL_CROSSREF_URL": ends.crossref,
            "CITETOOL_DATACITE_URL": ends.datacite,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Registry

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer, or do what the script of faults says."""
        with self.server.lock:
            self.server.asked.append(self.path)
            self.server.agents.append(self.headers.get("User-Agent", ""))
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
            faults = self.server.holdings.faults
            fault = faults.popleft() if faults else ""
        try:
            self._answer(fault)
        finally:
            with self.server.lock:
                self.server.at_once -= 1

    def _answer(self, fault: str) -> None:
        if fault == "drop":
            self.close_connection = True
            return
        if fault.startswith("HTTP "):
            code, _, wait = fault.removeprefix("HTTP ").partition(" ")
            self._send(int(code), b"<html><body>no</body></html>", {"Retry-After": wait} if wait else {})
            return
        if fault.startswith("to "):
            self._send(302, b"", {"Location": fault.removeprefix("to ")})
            return
        if fault == "hang":
            self.server.released.wait(30)
            self.close_connection = True
            return
        status, body = self._found()
        if fault == "html":
            body = b"<!DOCTYPE html><title>Just a moment</title>"
        elif fault == "garbage":
            body = b'{"message": "\xff\xfe"'
        elif fault == "drip":
            with suppress(OSError):
                self._drip(body)
            return
        elif fault == "other":
            body = body.replace(b"10.5555/", b"10.5555/other-")
        self._send(status, body, {}, cut=fault == "cut")

    def _drip(self, body: bytes) -> None:
        """Send a byte at a time, until nobody waits for them."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for at in range(len(body)):
            if self.server.released.wait(0.05):
                return
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()

    def _send(self, status: int, body: bytes, headers: dict[str, str], *, cut: bool = False) -> None:
        self.send_response(status)
        # The type that a registry claims isn't always true.
        self.send_header("Content-Type", "text/plain; charset=ISO-8859-1")
        for name, value in {**self.server.holdings.headers, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def _found(self) -> tuple[int, bytes]:
        url = urlsplit(self.path)
        service, _, path = url.path.lstrip("/").partition("/")
        query = dict(parse_qsl(url.query))
        found = {"crossref": self._crossref, "datacite": self._datacite, "doi": self._doi}[service](
            unquote(path), query
        )
        if found is None:
            return 404, b"Resource not found."
        return 200, json.dumps(found, ensure_ascii=False).encode("utf-8", "backslashreplace")

    def _crossref(self, path: str, query: dict[str, str]) -> object:
        held = self.server.holdings
        if path != "works":
            doi = path.removeprefix("works/").lower()
            return _message(held.crossref.get(held.aliases.get(doi, doi)))
        if "filter" in query:
            dois = [each.removeprefix("doi:").lower() for each in query["filter"].split(",")]
            items = [held.crossref[each] for each in dois if each in held.crossref and each not in held.lists_lack]
        else:
            items = ranked(held.crossref.values(), query["query.bibliographic"])
        items = items[: int(query.get("rows", "20"))]
        if "select" in query:
            chosen = query["select"].split(",")
            items = [{name: value for name, value in each.items() if name in chosen} for each in items]
        return {"status": "ok", "message-type": "work-list", "message": {"total-results": len(items), "items": items}}

    def _datacite(self, path: str, query: dict[str, str]) -> object:
        held = self.server.holdings.datacite
        if path == "dois":
            dois = [each for each in query["ids"].split(",") if each not in self.server.holdings.lists_lack]
            return {"data": [{"id": each, "type": "dois", "attributes": held[each]} for each in dois if each in held]}
        doi = path.removeprefix("dois/").lower()
        return {"data": {"id": doi, "type": "dois", "attributes": held[doi]}} if doi in held else None

    def _doi(self, path: str, query: dict[str, str]) -> object:
        held = self.server.holdings
        if path.startswith("doiRA/"):
            return [
                {"DOI": each, "RA": agency}
                if (agency := held.agency(each.lower()))
                else {"DOI": each, "status": "DOI does not exist"}
                for each in path.removeprefix("doiRA/").split(",")
            ]
        if path.startswith("api/handles/"):
            handle = path.removeprefix("api/handles/")
            if handle.lower() in held.aliases:
                value = {"index": 1, "type": "HS_ALIAS", "data": {"format": "string", "value": held.aliases[handle]}}
                return {"responseCode": 1, "handle": handle, "values": [value]}
            return {"responseCode": 1 if held.agency(handle.lower()) else 100, "handle": handle, "values": []}
        return held.others[path.lower()][1] if path.lower() in held.others else None


def _message(work: dict[str, Any] | None) -> object:
    return None if work is None else {"status": "ok", "message-type": "work", "message": work}


def ranked(works: Any, text: str) -> list[dict[str, Any]]:
    """Works by how many of a text's words they share, the rarer the more: what a search engine does."""
    held = [(work, words(" ".join(_texts(work)))) for work in works]
    counts = Counter(word for _, own in held for word in own)
    asked = words(text)
    scores = [(sum(1 / counts[word] for word in own & asked), work) for work, own in held]
    return [work for score, work in sorted(scores, key=lambda each: -each[0]) if score > 0]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield str(value)


@lru_cache(maxsize=1024)
def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(re.findall(r"\w{2,}", text.lower()))


@contextmanager
def running(holdings: Holdings) -> Iterator[Registry]:
    """A registry that answers until the block ends."""
    registry = Registry(holdings)
    thread = threading.Thread(target=registry.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        registry.released.set()
        registry.shutdown()
        registry.server_close()


def usual() -> Holdings:
    """Works of every registry, all of them made up."""
    return Holdings(
        crossref={each["DOI"]: dict(each) for each in FIRST},
        datacite={"10.5555/dataset": dict(DATASET)},
        others={"10.5555/report": ("JaLC", dict(REPORT))},
        aliases={"10.5555/old": "10.5555/tariffs", "10/abcde": "10.5555/tariffs"},
    )


def asking(registry: Registry) -> Registries:
    """The way to a registry for one run, without a cache, in time that passes at once."""
    clock = SteppingClock()
    return Registries(Transport(registry.endpoints, None, clock.now() + 1e6, clock), Cache(None, print))


class SteppingClock:
    """A clock that goes on only by being slept on."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._stopped = False
        self._lock = threading.Lock()

    def now(self) -> float:
        """The time."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        with self._lock:
            if self._stopped:
                raise Interrupted
            self._now += max(0.0, seconds)

    def stop(self) -> None:
        """Refuse all further sleep."""
        with self._lock:
            self._stopped = True
