"""Requests to the registries, asked again until the answer is whole, within a budget of time.

All of this has been seen in the wild: answers that never come, connections dropped, 429 and 5xx, bodies cut short, HTML
or garbage where JSON was due, a content type that isn't true. RFC 9110 says what the statuses mean, RFC 6585 what 429
does.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar
from urllib.parse import quote, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.util.retry import Retry

from citetool import __version__
from citetool.registries.pace import Clock, Pace, TooLate
from citetool.registries.public_hosts import is_public_host

PROJECT_URL = "https://pypi.org/project/citetool/"

ATTEMPTS = 9
"""Of one request. Where a third of all answers are damaged, one request in ten thousand fails so often."""

UNREACHABLE_ATTEMPTS = 4
"""Of all requests to a registry, one after the other, to which no connection comes about, over at least"""

UNREACHABLE_FOR = 3.0
"""seconds: nobody is there, and asking on would only take time."""

BUDGET = 90.0
"""Seconds for one request with all that is asked again."""

ANSWER_TIME = 20.0
"""Seconds of silence after which an answer isn't waited for."""

LARGEST = 32 * 1024 * 1024
"""Bytes; a list of 50 full records of Crossref has some 3 MB."""

GIVE_UP_AFTER = 3
"""Requests to one registry that came to nothing, one after the other: it is down, and isn't asked again in the run."""


class Unavailable(Exception):
    """No answer came that could be used; the message says why."""


class Damaged(Exception):
    """An answer that isn't what was asked for, so that it has to be asked again; the message says what it is."""


class OtherWork(Damaged):
    """An answer about another DOI than the one asked for: it says nothing of the registry as a whole."""


class Service(StrEnum):
    """Whom a request goes to."""

    DOI = "doi.org"
    CROSSREF = "Crossref"
    DATACITE = "DataCite"


class Kind(StrEnum):
    """Requests for one thing and for lists have limits of their own at Crossref."""

    SINGLE = "single"
    LIST = "list"


class Request(NamedTuple):
    """One thing to ask.

    Attributes:
        service: whom.
        path: percent-encoded, from the service's base URL on, with the slash.
        query: names and values, not encoded.
        kind: what its limits are.
        accept: the media type to answer in.
    """

    service: Service
    path: str
    query: tuple[tuple[str, str], ...] = ()
    kind: Kind = Kind.SINGLE
    accept: str = "application/json"


T = TypeVar("T")
Reader = Callable[[int, bytes], T]
"""Makes of status and body what was asked for, or raises `Damaged`."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the registries are: their base URLs."""

    doi: str
    crossref: str
    datacite: str

    def of(self, service: Service) -> str:
        """The base URL of a service."""
        urls = {Service.DOI: self.doi, Service.CROSSREF: self.crossref, Service.DATACITE: self.datacite}
        return urls[service].rstrip("/")


def encoded(doi: str) -> str:
    """A DOI as part of a path: all but unreserved characters escaped, `+` and `#` among them (RFC 3986, 2.3)."""
    return quote(doi, safe="/:;()@!$*',")


@dataclass(slots=True)
class _State:
    """What is known of a service in this run."""

    failed: int = 0
    unreachable: int = 0
    unreachable_since: float = 0.0
    closed: str | None = None


@dataclass(slots=True)
class Transport:
    """The way to the registries, for one run; safe to share between threads.

    Attributes:
        endpoints: where they are.
        mailto: the address that the registries may write to, for their polite pools; none unless the user gives one.
        deadline: the moment, by the clock, after which nothing is asked.
        clock: the time.
    """

    endpoints: Endpoints
    mailto: str | None
    deadline: float
    clock: Clock
    sent: int = 0
    _paces: Mapping[tuple[Service, Kind], Pace] = field(init=False)
    _states: dict[Service, _State] = field(init=False)
    _local: threading.local = field(init=False, default_factory=threading.local)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _random: random.Random = field(init=False, default_factory=random.Random)

    def __post_init__(self) -> None:
        self._paces = paces(self.clock, polite=self.mailto is not None)
        self._states = {service: _State() for service in Service}

    def fetch(self, request: Request, read: Reader[T]) -> T:
        """What `read` makes of the answer to a request, asked again as often as need be.

        Raises:
            Unavailable: no answer that could be used, in the time there is.
            Interrupted: the run was stopped.
        """
        state = self._states[request.service]
        until = self.deadline
        fault: _Again | None = None
        for attempt in range(1, ATTEMPTS + 1):
            if self.clock.now() >= until:
                break
            self._see_it_is_open(state)
            try:
                with self._paces[request.service, request.kind].slot(until):
                    # It may have been given up by others meanwhile.
                    self._see_it_is_open(state)
                    if attempt == 1:
                        # What others took of the time doesn't count.
                        until = min(until, self.clock.now() + BUDGET)
                    answer = self._send(request, until)
                result = self._read(request, answer, read)
            except TooLate:
                break
            except _Again as problem:
                fault = problem
                self._note(request.service, problem)
                self._wait(request, attempt, problem, until)
                continue
            state.failed = state.unreachable = 0
            return result
        before = f"; {request.service} had said: {fault}" if fault else ""
        if fault is None or self.clock.now() >= self.deadline:
            raise Unavailable(f"the time for this run is over (--timeout){before}")
        if not fault.elsewhere:
            self._note_failure(request.service, str(fault))
        raise Unavailable(f"{request.service}: {fault}")

    def _see_it_is_open(self, state: _State) -> None:
        if state.closed is not None:
            raise Unavailable(state.closed)

    def _note(self, service: Service, fault: _Again) -> None:
        """Give a service up to which no connection comes about."""
        state, now = self._states[service], self.clock.now()
        with self._lock:
            if not fault.unreachable:
                state.unreachable = 0
                return
            state.unreachable_since = state.unreachable_since if state.unreachable else now
            state.unreachable += 1
            if state.unreachable >= UNREACHABLE_ATTEMPTS and now - state.unreachable_since >= UNREACHABLE_FOR:
                state.closed = f"{service} can't be reached: {fault}"

    def _note_failure(self, service: Service, why: str) -> None:
        """Give a service up that has come to nothing several times."""
        state = self._states[service]
        with self._lock:
            state.failed += 1
            if state.failed >= GIVE_UP_AFTER:
                state.closed = f"{service} can't be reached: {why}"

    def _read(self, request: Request, answer: _Answer, read: Reader[T]) -> T:
        if answer.status in (401, 403) and not answer.elsewhere:
            closed = f"{request.service} refuses requests from here (HTTP {answer.status})"
            self._states[request.service].closed = closed
            raise Unavailable(closed)
        if answer.status in (408, 425, 429) or answer.status >= 500:
            raise _Again(f"HTTP {answer.status}", after=answer.retry_after, elsewhere=answer.elsewhere)
        try:
            return read(answer.status, answer.body)
        except Damaged as problem:
            own = answer.elsewhere or isinstance(problem, OtherWork)
            raise _Again(str(problem), elsewhere=own) from problem

    def _wait(self, request: Request, attempt: int, fault: _Again, until: float) -> None:
        """Before it is asked again: as long as the registry says, else twice as long each time, by chance less."""
        pause = self._random.uniform(0.5, 1.0) * min(1.0 if fault.unreachable else 8.0, 0.25 * 2**attempt)
        if fault.after is not None:
            # All requests of the kind wait, not only this one.
            pause = fault.after
            self._paces[request.service, request.kind].pause(pause)
        self.clock.sleep(max(0.0, min(pause, until - self.clock.now())))

    def _send(self, request: Request, until: float) -> _Answer:
        """One request and its whole answer.

        Raises:
            _Again: there was none, or not the whole.
        """
        query = [*request.query, *([("mailto", self.mailto)] if self.mailto and request.service != Service.DOI else [])]
        with self._lock:
            self.sent += 1
        base = self.endpoints.of(request.service)
        url, params, hops = base + request.path, query, 0
        try:
            while True:
                with self._session().get(
                    url,
                    params=params,
                    headers={"Accept": request.accept, "User-Agent": self._agent(request.service)},
                    timeout=max(0.1, min(ANSWER_TIME, until - self.clock.now())),
                    stream=True,
                    allow_redirects=False,
                ) as response:
                    self._announced(request, response.headers)
                    if not response.is_redirect:
                        elsewhere = urlsplit(url).netloc != urlsplit(base).netloc
                        body = self._body(response, until)
                        return _Answer(response.status_code, body, _retry_after(response.headers), elsewhere)
                    url, params, hops = urljoin(url, response.headers["Location"]), [], hops + 1
                if hops > _REDIRECTS or not _may_be_followed(url, base):
                    raise _Again("its address leads nowhere", elsewhere=True)
        except (requests.RequestException, HTTPError, OSError, UnicodeError, ValueError) as problem:
            raise _Again(_worded(problem), unreachable=_is_unreachable(problem)) from problem

    def _body(self, response: requests.Response, until: float) -> bytes:
        """The whole body, as it comes: a server may send it byte by byte."""
        body = bytearray()
        while chunk := response.raw.read1(65536, decode_content=True):
            body += chunk
            if len(body) > LARGEST:
                raise _Again("an answer larger than any of theirs")
            if self.clock.now() > until:
                raise _Again("an answer that doesn't end")
        return bytes(body)

    def _agent(self, service: Service) -> str:
        """Who asks; with the user's address for those alone that have polite pools, not for whom doi.org leads to."""
        contact = f"; mailto:{self.mailto}" if self.mailto and service != Service.DOI else ""
        return f"citetool/{__version__} ({PROJECT_URL}{contact})"

    def _announced(self, request: Request, headers: Mapping[str, str]) -> None:
        limit, interval = _number(headers.get("x-rate-limit-limit")), _number(headers.get("x-rate-limit-interval"))
        at_once = _number(headers.get("x-concurrency-limit"))
        if limit or at_once:
            rate = limit / (interval or 1) if limit else None
            self._paces[request.service, request.kind].announce(rate, int(at_once) if at_once else None)

    def _session(self) -> requests.Session:
        """This thread's session: connections are kept, cookies and faults aren't shared."""
        session = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            # Proxies of the environment are used, passwords of `.netrc` are not.
            session.auth = _no_password
            adapter = requests.adapters.HTTPAdapter(max_retries=Retry(0, read=False))
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            self._local.session = session
        found: requests.Session = session
        return found


_REDIRECTS = 5


def _may_be_followed(url: str, base: str) -> bool:
    """Whether a redirect leads to the registry itself or to a host of the internet, not to some network within it.

    Anyone may register a DOI and say where doi.org leads with it.
    """
    parts = urlsplit(url)
    if parts.netloc == urlsplit(base).netloc:
        return True
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_public_host(parts.hostname or "")


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class _Answer(NamedTuple):
    status: int
    body: bytes
    retry_after: float | None
    elsewhere: bool
    """Whether doi.org sent the request on to the agency's own server, whose faults are not its own."""


class _Again(Exception):
    """This request has to be asked again, `after` so many seconds if the registry says so."""

    def __init__(
        self, why: str, *, after: float | None = None, unreachable: bool = False, elsewhere: bool = False
    ) -> None:
        super().__init__(why)
        self.after = after
        self.unreachable = unreachable
        self.elsewhere = elsewhere


def paces(clock: Clock, *, polite: bool) -> dict[tuple[Service, Kind], Pace]:
    """What the registries allow, to those who leave an address (`polite`) and to those who don't.

    Crossref, since December 2025: 5 single requests a second and 1 for lists, one at once; polite 10 and 3, three at
    once. DataCite: 500 in five minutes, 1,000 with an address. doi.org publishes no limit.
    """
    datacite = Pace(clock, (1000 if polite else 500) / 300, 3)
    doi = Pace(clock, 3, 2)
    return {
        (Service.CROSSREF, Kind.SINGLE): Pace(clock, 9 if polite else 4.5, 3 if polite else 1),
        (Service.CROSSREF, Kind.LIST): Pace(clock, 2.9 if polite else 0.95, 3 if polite else 1),
        (Service.DATACITE, Kind.SINGLE): datacite,
        (Service.DATACITE, Kind.LIST): datacite,
        (Service.DOI, Kind.SINGLE): doi,
        (Service.DOI, Kind.LIST): doi,
    }


def json_of(body: bytes) -> object:
    """The JSON that a body is, whatever its content type claims.

    Raises:
        Damaged: it is none, or isn't UTF-8.
    """
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        what = "HTML" if body.lstrip()[:1] == b"<" else "something that is no JSON"
        raise Damaged(f"{what} came in place of an answer") from problem


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, of RFC 9110, 10.2.3: a number, or a date."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if (seconds := _number(value)) is not None:
        return min(seconds, BUDGET)
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), BUDGET)


def _number(value: str | None) -> float | None:
    """The number that a header's value begins with (`1s`), if it does and is positive."""
    digits = (value or "").strip().rstrip("s")
    try:
        number = float(digits)
    except ValueError:
        return None
    return number if 0 < number < 1e9 else None


def _is_unreachable(problem: Exception) -> bool:
    if isinstance(problem, requests.ConnectTimeout):
        return True
    cause = problem.args[0] if isinstance(problem, requests.ConnectionError) and problem.args else None
    return isinstance(getattr(cause, "reason", cause), NewConnectionError)


def _worded(problem: Exception) -> str:
    """A fault of the connection, for the user: no addresses, no names of classes."""
    if isinstance(problem, requests.exceptions.SSLError):
        return "its certificate can't be verified"
    if isinstance(problem, requests.exceptions.ProxyError):
        return "the proxy doesn't answer"
    if _is_unreachable(problem):
        return "no connection"
    if isinstance(problem, requests.Timeout):
        return "no answer in time"
    if isinstance(
        problem, requests.TooManyRedirects | requests.exceptions.InvalidURL | requests.exceptions.MissingSchema
    ):
        return "its address leads nowhere"
    return "the connection broke off"
