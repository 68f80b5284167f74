"""Whether the web addresses of a draft still lead somewhere, asked so that a draft can't misuse whoever asks.

Anyone may write a draft, and it is checked on machines that see networks its writer doesn't. So the address that a name
stands for is looked up, judged and connected to in one step, at every redirect anew; a name can't change its meaning
between the judgement and the connection. That, and a limit of time and size for all that a server sends, need the
socket itself, which requests keeps to itself: it only brings URLs into their ASCII form here, and its certificates.

Proxies of the environment, `.netrc`, cookies and the user name in a URL are not used: behind a proxy nobody sees which
address is connected to, and the rest is nobody's business. Where only a proxy leads outside, addresses come out as
unavailable, never as dead.
"""

from __future__ import annotations

import io
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from requests import Request
from requests.exceptions import RequestException
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from citetool.registries.public_hosts import is_local_name, is_number, is_public, literal
from citetool.registries.side_by_side import side_by_side
from citetool.resolution import Address, Reach

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host for a port; raises `socket.gaierror` as `socket.getaddrinfo` does."""

Connect = Callable[[str, int, float], socket.socket]
"""Connects to an IP address and a port within so many seconds; raises `OSError`."""

Clock = Callable[[], float]
"""Gives the time in seconds, from any start."""

STOPPED = "was not asked: the run was stopped"
"""What is said of addresses that were left when the user stopped the run."""

_GRACE = 1.0
"""Seconds after the time of a run in which answers that were under way are still taken."""

_REDIRECTS = 5
_REQUESTS_WORTH = 3
"""An address may take the time of so many requests, over all its redirects and tries."""
_AT_ONCE = 2
"""So many connections to one host at a time are what a reader's browser might have too."""
_LONGEST_URL = 8000
"""RFC 9110, 4.1: what everyone should be able to read."""
_HEADERS = 64 * 1024
_SNAPSHOT = 16 * 1024

# The ports of web servers; any other port could be made to talk to a service that is no web server at all.
_PORTS = {"http": 80, "https": 443}
_WEB_PORTS = frozenset({80, 443, 8080, 8443})

# RFC 3986, 3.1, without the dot it allows: `example.org:8080` is a host and a port.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+-]*):")

_REDIRECT = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})


class _Refused(Exception):
    """Nobody should be asked here; the message is what can be said of the address."""


class _NoSuchName(Exception):
    """The names' system knows no such host."""


class _Fault(Exception):
    """Something failed on the way, twice; the message is what can be said of the address."""


class _RunOver(Exception):
    """The time for the whole run is over."""


class _Target(NamedTuple):
    """What is asked: a URL in ASCII without user name and fragment; the path has the query with it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


class _Answer(NamedTuple):
    """What a server said."""

    status: int
    location: str | None
    body: bytes

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 400

    @property
    def faulty(self) -> bool:
        return 500 <= self.status < 600 and self.status != HTTPStatus.SERVICE_UNAVAILABLE


def check_addresses(
    urls: Iterable[str],
    *,
    timeout: float,
    user_agent: str,
    allow_private: bool = False,
    wayback_url: str | None = "https://archive.org",
    workers: int = 8,
    deadline: float | None = None,
    resolve: Resolve | None = None,
    connect: Connect | None = None,
    trust: ssl.SSLContext | None = None,
    clock: Clock = time.monotonic,
) -> tuple[Address, ...]:
    """What became of web addresses, in the order given; those that differ in their fragment alone are asked once.

    Args:
        urls: as printed; one without a scheme is tried with `https` and then with `http`.
        timeout: the seconds a request may take, from looking the name up to the last byte; an address may take three
            times as long, and a dead one once more for its copy. Waiting while others ask the same host doesn't count.
        user_agent: how to introduce oneself (RFC 9110, 10.1.5).
        allow_private: whether to ask hosts of private and local networks, and at ports that are not the web's.
        wayback_url: where to ask for copies of the dead; `None` to leave it.
        workers: how many to ask at once; of one host, two at most.
        deadline: the seconds the whole may take; what isn't known by then is not checked.
        resolve: looks names up; the system by default.
        connect: makes connections; plain TCP by default.
        trust: which certificates are good; the system's and those of requests by default.
        clock: tells the time.
    """
    began = clock()
    given = tuple(urls)
    asking = _Asking(
        timeout,
        user_agent,
        allow_private,
        wayback_url,
        None if deadline is None else began + deadline,
        resolve or _looked_up,
        connect or _connected,
        trust or _usual_trust(),
        clock,
    )
    distinct = _host_by_host({url.strip().partition("#")[0]: None for url in given})
    found: dict[str, Address] = {}
    jobs = {url: partial(asking.address, url) for url in distinct}
    try:
        for url, address in side_by_side(jobs, workers, asking.left):
            if isinstance(address, Exception):
                raise address
            found[url] = address
        why = "was not reached in the time there was"
    except KeyboardInterrupt:
        # What is known by now counts.
        why = STOPPED
    rest = {url: Address(url, Reach.NOT_CHECKED, why) for url in distinct if url not in found}
    found |= rest
    return tuple(found[url.strip().partition("#")[0]]._replace(url=url) for url in given)


def _host_by_host(urls: Iterable[str]) -> tuple[str, ...]:
    """The first of each host, then the second of each, …: so that few wait for their turn at one host."""
    seen: dict[str, int] = {}
    turns: list[tuple[int, str]] = []
    for url in urls:
        host = re.split(r"[/?]", url.partition("//")[2] or url)[0].lower()
        seen[host] = seen.get(host, 0) + 1
        turns.append((seen[host], url))
    return tuple(url for _, url in sorted(turns, key=lambda turn: turn[0]))


def _candidates(url: str) -> tuple[str, ...]:
    """The URLs that a printed address may mean, in the order to try; none if it isn't one of the web."""
    scheme = _SCHEME.match(url)
    if scheme is not None:
        web = scheme[1].lower() in _PORTS and url.startswith("//", scheme.end())
        return (url,) if web else ()
    bare = url.removeprefix("//")
    host = re.split(r"[/?]", bare)[0]
    # With an at sign it is somebody's mail address.
    return (f"https://{bare}", f"http://{bare}") if "." in host and "@" not in host else ()


def _target(url: str) -> _Target:
    """A URL as it is asked for. Names in other scripts get the form of IDNA 2008, in which requests has them."""
    try:
        parts = urlsplit(Request("GET", url).prepare().url or "")
        host = (parts.hostname or "").removesuffix(".")
        port = parts.port
    except (RequestException, ValueError):
        raise _Refused("is not a valid web address") from None
    if parts.scheme not in _PORTS or not host:
        raise _Refused("is not an address of the web")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if len(path) > _LONGEST_URL:
        raise _Refused("is too long for a web address")
    return _Target(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, path)


def _refuse_local(target: _Target) -> None:
    """Refuse a host or port that needs no looking up to be known as no web server's."""
    if target.port not in _WEB_PORTS:
        raise _Refused(f"is at port {target.port}, which is not one of the web's")
    if literal(target.host) is not None:
        return
    if is_number(target.host):
        raise _Refused("has a number for its host")
    if is_local_name(target.host):
        raise _Refused("is at a host of a local network")


def _looked_up(host: str, port: int) -> tuple[str, ...]:
    # As bytes, or Python would put its own, older IDNA upon the name.
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


def _usual_trust() -> ssl.SSLContext:
    trust = ssl.create_default_context()
    trust.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return trust


def _looked_up_within(seconds: float, resolve: Resolve, host: str, port: int) -> Sequence[str]:
    """What a resolver says, unless it takes too long: the system's can't be told how long it may take."""
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolve(host, port))
        except Exception as fault:
            answer.set_exception(fault)

    threading.Thread(target=ask, daemon=True).start()
    return answer.result(seconds)


class _Incoming(io.RawIOBase):
    """What a socket receives, up to a time and a size.

    A socket's own timeout starts anew with every byte; a server that sends one at a time would be listened to for ever.
    """

    def __init__(self, sock: socket.socket, left: Callable[[], float], size: int) -> None:
        self._socket = sock
        self._left = left
        self._size = size

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # io passes only these
        """As many bytes as have come; raises `TimeoutError` after the time, `HTTPException` beyond the size."""
        if self._size <= 0:
            raise HTTPException
        self._socket.settimeout(self._left())
        count = self._socket.recv_into(memoryview(buffer)[: self._size])
        self._left()
        self._size -= count
        return count


class _Allowance:
    """The seconds that an address may still take."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class _Turns:
    """Who may ask a host now: two at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, threading.Semaphore] = {}

    def of(self, host: str) -> threading.Semaphore:
        with self._lock:
            return self._of.setdefault(host, threading.Semaphore(_AT_ONCE))


@dataclass(frozen=True, slots=True)
class _Asking:
    """One run: what it was told, until when it may go on, and the turns at each host."""

    timeout: float
    user_agent: str
    allow_private: bool
    wayback_url: str | None
    until: float | None
    resolve: Resolve
    connect: Connect
    trust: ssl.SSLContext
    clock: Clock
    turns: _Turns = field(default_factory=_Turns)

    def left(self) -> float:
        """Seconds for which an answer is worth waiting for."""
        return threading.TIMEOUT_MAX if self.until is None else self.until - self.clock() + _GRACE

    def address(self, url: str) -> Address:
        """What became of an address, and where a copy of it is if it is dead."""
        candidates = _candidates(url)
        if not candidates:
            return Address(url, Reach.NOT_CHECKED, "is not an address of the web")
        allowance = _Allowance(_REQUESTS_WORTH * self.timeout)
        found: list[Address] = []
        for candidate in candidates:
            found.append(self._followed(candidate, allowance))
            if found[-1].reach is Reach.REACHED:
                break
        # Of an address without a scheme, what a server says counts for more than that the other scheme fails.
        best = min(found, key=lambda each: _WEIGHT.index(each.reach))
        if best.reach is Reach.DEAD:
            best = best._replace(archived=self._archived(best.url))
        return best._replace(url=url)

    def _followed(self, url: str, allowance: _Allowance) -> Address:
        """What became of a URL at the end of its redirects."""
        way = ""
        moved: str | None = None
        for_good = True
        try:
            target = _target(url)
            seen = {target}
            while True:
                answer = self._asked(target, allowance)
                if answer.status not in _REDIRECT or not answer.location:
                    reach, detail = _verdict(answer.status)
                    reached = reach is Reach.REACHED
                    return Address(url, reach, detail and way + detail, moved=moved if reached else None)
                try:
                    target = _target(urljoin(target.url, answer.location))
                except (_Refused, ValueError):
                    return Address(url, Reach.NOT_CHECKED, "redirects to what is not a web address")
                way = f"redirects to {target.url}, which "
                for_good = for_good and answer.status in _FOR_GOOD
                moved = target.url if for_good else moved
                if target in seen:
                    return Address(url, Reach.UNAVAILABLE, "redirects in a circle")
                if len(seen) > _REDIRECTS:
                    return Address(url, Reach.UNAVAILABLE, f"redirects more than {_REDIRECTS} times")
                seen.add(target)
        except _Refused as refused:
            return Address(url, Reach.NOT_CHECKED, f"{way}{refused}")
        except _RunOver:
            return Address(url, Reach.NOT_CHECKED, "was still to be asked when the time for all was over")
        except _Fault as fault:
            return Address(url, Reach.UNAVAILABLE, f"{way}{fault}")
        except _NoSuchName:
            if self._knows_no_name():
                return Address(url, Reach.UNAVAILABLE, f"{way}can't be looked up: no names are known here")
            return Address(url, Reach.DEAD, f"{way}is at a host that does not exist")

    def _knows_no_name(self) -> bool:
        """Whether the name of the Wayback Machine is unknown too; then it says nothing that another is.

        A machine without a network, or in one with names of its own alone, may be told that no name exists.
        """
        if self.wayback_url is None:
            return False
        try:
            target = _target(self.wayback_url)
            if literal(target.host) is None:
                seconds = min(self.timeout, self._patience())
                _looked_up_within(seconds, self.resolve, target.host, target.port)
        except (_Refused, _RunOver, OSError):
            return True
        return False

    def _asked(self, target: _Target, allowance: _Allowance) -> _Answer:
        """The answer to a HEAD, or to a GET where that doesn't do; after a fault, there is one more try.

        Many servers answer HEAD with an error, or not at all, where GET is fine (RFC 9110, 9.3.2 leaves it no reason).
        """
        method = "HEAD"
        faults = 0
        while True:
            try:
                answer = self._in_turn(method, target, allowance)
            except (OSError, HTTPException) as fault:
                faults += 1
                if faults == 2:
                    raise _Fault(_in_words(fault)) from fault
            else:
                faults += answer.faulty
                if answer.fine or faults == 2 or (method == "GET" and not answer.faulty):
                    return answer
            method = "GET"

    def _in_turn(self, method: str, target: _Target, allowance: _Allowance, body: int = 0) -> _Answer:
        """The answer to one request, once it is its turn at the host."""
        if not self.allow_private:
            _refuse_local(target)
        turn = self.turns.of(target.host)
        if not turn.acquire(timeout=self._patience()):
            raise _RunOver
        began = self.clock()
        try:
            until = began + min(self.timeout, allowance.seconds)
            return self._exchanged(method, target, until if self.until is None else min(until, self.until), body)
        except (OSError, HTTPException):
            self._patience()
            raise
        finally:
            allowance.seconds -= self.clock() - began
            turn.release()

    def _patience(self) -> float:
        """How long the run may still wait; raises `_RunOver` if it is over."""
        if self.until is None:
            return threading.TIMEOUT_MAX
        left = self.until - self.clock()
        if left <= 0:
            raise _RunOver
        return left

    def _exchanged(self, method: str, target: _Target, until: float, body: int) -> _Answer:
        """The answer to one request, with so many bytes of its body; the connection serves for nothing else."""

        def left() -> float:
            seconds = until - self.clock()
            if seconds <= 0:
                raise TimeoutError
            return seconds

        with self._opened(target, left) as sock:
            connection = HTTPConnection(target.host, target.port)
            connection.auto_open = 0  # or it would connect anew, and to whatever the name means by then
            connection.sock = sock
            sock.settimeout(left())
            headers = {"Host": target.authority, "User-Agent": self.user_agent, "Accept": "*/*", "Connection": "close"}
            connection.request(method, target.path, headers=headers)
            response = HTTPResponse(sock, method=method)
            response.fp.close()
            response.fp = io.BufferedReader(_Incoming(sock, left, _HEADERS + body))
            response.begin()
            return _Answer(response.status, _location(response), response.read(body) if body else b"")

    def _opened(self, target: _Target, left: Callable[[], float]) -> socket.socket:
        """A connection to one of the addresses of a host, all of which are judged first; encrypted for `https`."""
        addresses = self._addresses(target, left)
        for tried, address in enumerate(addresses, 1):
            try:
                # An address that never answers must leave time for those after it.
                sock = self.connect(str(address), target.port, left() / (len(addresses) - tried + 1))
                break
            except OSError:
                if tried == len(addresses):
                    raise
        if target.scheme == "http":
            return sock
        try:
            sock.settimeout(left())
            return self.trust.wrap_socket(sock, server_hostname=target.host)
        except (OSError, ValueError) as fault:
            sock.close()
            # Python's codec for names, which TLS has to go through, calls a name it can't take a ValueError.
            raise fault if isinstance(fault, OSError) else HTTPException from fault

    def _addresses(self, target: _Target, left: Callable[[], float]) -> tuple[IPv4Address | IPv6Address, ...]:
        """The addresses of a host; raises `_Refused` if one of them is not for the draft to reach."""
        given = literal(target.host)
        try:
            found = (
                _looked_up_within(left(), self.resolve, target.host, target.port) if given is None else (target.host,)
            )
        except socket.gaierror as fault:
            if fault.errno == socket.EAI_NONAME:
                raise _NoSuchName from fault
            raise
        addresses = tuple(ip_address(each) for each in found)
        if not addresses:
            raise socket.gaierror
        # Which address it is isn't told: the draft's writer may read this and not know the network.
        if not self.allow_private and not all(map(is_public, addresses)):
            raise _Refused("is at an address of a private or local network")
        return addresses

    def _archived(self, url: str) -> str | None:
        """Where the Wayback Machine keeps a copy; `None` too if it can't say.

        Its answers are described at https://archive.org/help/wayback_api.php.
        """
        if self.wayback_url is None:
            return None
        try:
            asked = quote(_target(url).url, safe="")
            question = f"{self.wayback_url.rstrip('/')}/wayback/available?url={asked}"
            answer = self._in_turn("GET", _target(question), _Allowance(self.timeout), _SNAPSHOT)
        except (_Refused, _RunOver, _NoSuchName, OSError, HTTPException):
            return None
        return _snapshot(answer.body) if answer.status == HTTPStatus.OK else None


_WEIGHT = (Reach.REACHED, Reach.BLOCKED, Reach.NOT_CHECKED, Reach.DEAD, Reach.UNAVAILABLE)


def _location(response: HTTPResponse) -> str | None:
    """Where a redirect leads. Headers are read as Latin-1, but a URL with letters beyond ASCII is UTF-8."""
    location = response.getheader("Location")
    if location is None:
        return None
    try:
        return location.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return location.strip()


def _verdict(status: int) -> tuple[Reach, str | None]:
    """What a status says of a page for readers, and how to say it.

    Only 404 and 410 say that there is no such page (RFC 9110, 15.5.5 and 15.5.11). The others of 400 and above refuse
    this request, and 503 and 999 are what sites answer to whom they take for a robot; a browser may fare better.
    """
    try:
        detail = f"answers {status} {HTTPStatus(status).phrase}"
    except ValueError:
        detail = f"answers {status}"
    if 200 <= status < 300 or status in (HTTPStatus.MULTIPLE_CHOICES, HTTPStatus.NOT_MODIFIED):
        return Reach.REACHED, None
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Reach.DEAD, detail
    if status < 400:
        return Reach.UNAVAILABLE, f"{detail} and leads nowhere"
    if status == HTTPStatus.REQUEST_TIMEOUT or (status < 600 and status >= 500 and status != 503):
        return Reach.UNAVAILABLE, detail
    return Reach.BLOCKED, detail


def _in_words(fault: OSError | HTTPException) -> str:
    """What can be said of an address after a fault; nothing of it is the server's own words."""
    match fault:
        case ssl.SSLCertVerificationError():
            return f"has a certificate that can't be trusted ({fault.verify_message})"
        case ssl.SSLError():
            return "can't agree on an encrypted connection"
        case TimeoutError():
            return "does not answer in time"
        case ConnectionRefusedError():
            return "refuses connections"
        case socket.gaierror():
            return "is at a host whose name can't be looked up now"
        case ConnectionError():
            return "breaks the connection off"
        case HTTPException():
            return "does not answer as a web server does"
    return "can't be reached"


def _snapshot(body: bytes) -> str | None:
    """The URL of the closest copy in an answer of the Wayback Machine, if it is there and was a page."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for name in ("archived_snapshots", "closest"):
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, dict) or value.get("available") is not True:
        return None
    url, status = value.get("url"), value.get("status")
    if not isinstance(status, str) or not status.startswith("2"):
        return None
    # It is shown to the user: no control characters, and nothing but a web address.
    return url if isinstance(url, str) and re.fullmatch(r"https?://[!-~]+", url) else None
