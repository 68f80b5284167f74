"""Web addresses: what becomes of them, and where nobody is asked.

The sites are served on this machine alone. Names are looked up in a table, and a connection to any address and port
leads to the one server, which is how `public.example` can be at a public address.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from citetool.registries.addresses import check_addresses
from citetool.resolution import Address, Reach

PUBLIC = "93.184.215.14"
PAGE = "http://public.example/page"
CERTIFICATE = Path(__file__).parent / "certificates" / "public.example.pem"
"""Of no use but here: signed by itself for `public.example`, until 2120."""
NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no certificate; to load those of the system takes longer than most tests."""


class Reply(NamedTuple):
    """What a server answers; a status of 0 is to break the connection off."""

    status: int = 200
    location: str | None = None
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Request(NamedTuple):
    """What a server was asked."""

    method: str
    host: str
    path: str
    headers: dict[str, str]


class Web:
    """A table of names and a server; `script` has its replies by path, one after the other, the last for all after."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, ...]] = {
            "public.example": (PUBLIC,),
            "other.example": ("198.41.0.4",),
            "archive.example": ("192.0.32.7",),
            "inside.example": ("10.0.0.1",),
        }
        self.script: dict[str, tuple[Reply, ...]] = {}
        self.requests: list[Request] = []
        self.looked_up: list[str] = []
        self.connections: list[tuple[str, int]] = []
        self.now = 0.0
        self.before_reply: Callable[[], None] = lambda: None
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.requests.append(
                    Request(
                        self.command, self.headers["Host"], self.path, {k.lower(): v for k, v in self.headers.items()}
                    )
                )
                web.before_reply()
                reply = web._next_reply(self.path)
                if not reply.status:
                    return
                self.send_response(reply.status)
                if reply.location is not None:
                    self.send_header("Location", reply.location.encode().decode("latin-1"))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(reply.body)

            do_HEAD = do_GET  # noqa: N815  # the names are http.server's

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up is no news
        self.port: int = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def _next_reply(self, path: str) -> Reply:
        replies = self.script.get(path, (Reply(),))
        self.script[path] = replies[1:] or replies
        return replies[0]

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a name in the table."""
        self.looked_up.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return self.names[host]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """A connection to the server, in place of the address asked for."""
        self.connections.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def check(
        self,
        *urls: str,
        timeout: float = 5.0,
        wayback_url: str | None = None,
        workers: int = 8,
        deadline: float | None = None,
        resolve: Callable[[str, int], tuple[str, ...]] | None = None,
        connect: Callable[[str, int, float], socket.socket] | None = None,
        trust: ssl.SSLContext | None = NO_TRUST,
        allow_private: bool = False,
    ) -> tuple[Address, ...]:
        """What `check_addresses` says in this web."""
        return check_addresses(
            urls,
            timeout=timeout,
            user_agent="citetool-test",
            allow_private=allow_private,
            wayback_url=wayback_url,
            workers=workers,
            deadline=deadline,
            resolve=resolve or self.resolve,
            connect=connect or self.connect,
            trust=trust,
            clock=lambda: self.now,
        )

    def reach(self, url: str = PAGE) -> Reach:
        """What becomes of one address."""
        return self.check(url)[0].reach

    def asked(self) -> list[tuple[str, str]]:
        """The methods and paths of the requests."""
        return [(request.method, request.path) for request in self.requests]


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.server.shutdown()
    made.server.server_close()


# What a page answers.


@pytest.mark.parametrize(
    ("status", "reach"),
    [
        (200, Reach.REACHED),
        (204, Reach.REACHED),
        (300, Reach.REACHED),
        (400, Reach.BLOCKED),
        (401, Reach.BLOCKED),
        (403, Reach.BLOCKED),
        (404, Reach.DEAD),
        (405, Reach.BLOCKED),
        (407, Reach.BLOCKED),
        (408, Reach.UNAVAILABLE),
        (410, Reach.DEAD),
        (429, Reach.BLOCKED),
        (451, Reach.BLOCKED),
        (500, Reach.UNAVAILABLE),
        (502, Reach.UNAVAILABLE),
        (503, Reach.BLOCKED),
        (520, Reach.UNAVAILABLE),
        (999, Reach.BLOCKED),
        (301, Reach.UNAVAILABLE),  # without saying where to
        (0, Reach.UNAVAILABLE),
    ],
)
def test_a_status_says_whether_a_page_is_reached(web: Web, status: int, reach: Reach) -> None:
    web.script["/page"] = (Reply(status),)
    assert web.reach() == reach


@pytest.mark.parametrize(
    ("statuses", "methods", "reach"),
    [
        ((200,), ["HEAD"], Reach.REACHED),
        ((405, 200), ["HEAD", "GET"], Reach.REACHED),
        ((404, 200), ["HEAD", "GET"], Reach.REACHED),
        ((403, 404), ["HEAD", "GET"], Reach.DEAD),
        ((503, 503), ["HEAD", "GET"], Reach.BLOCKED),
        ((500, 200), ["HEAD", "GET"], Reach.REACHED),
        ((500, 500), ["HEAD", "GET"], Reach.UNAVAILABLE),
        ((405, 500, 200), ["HEAD", "GET", "GET"], Reach.REACHED),
        ((405, 500, 404), ["HEAD", "GET", "GET"], Reach.DEAD),
        ((405, 500, 500), ["HEAD", "GET", "GET"], Reach.UNAVAILABLE),
        ((0, 200), ["HEAD", "GET"], Reach.REACHED),
        ((0, 0), ["HEAD", "GET"], Reach.UNAVAILABLE),
        ((405, 0, 200), ["HEAD", "GET", "GET"], Reach.REACHED),
    ],
)
def test_get_follows_head_and_one_more_try_follows_a_fault(
    web: Web, statuses: tuple[int, ...], methods: list[str], reach: Reach
) -> None:
    web.script["/page"] = tuple(map(Reply, statuses))
    found = web.reach()
    assert ([method for method, _ in web.asked()], found) == (methods, reach)


@pytest.mark.parametrize(
    ("status", "detail"),
    [(404, "answers 404 Not Found"), (999, "answers 999"), (302, "answers 302 Found and leads nowhere"), (200, None)],
)
def test_the_status_is_told(web: Web, status: int, detail: str | None) -> None:
    web.script["/page"] = (Reply(status),)
    assert web.check(PAGE)[0].detail == detail


# What is asked.


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("http://public.example", "public.example", "/"),
        ("http://public.example/a?b=c&d", "public.example", "/a?b=c&d"),
        ("http://public.example/a#part", "public.example", "/a"),
        ("HTTP://PUBLIC.example/A", "public.example", "/A"),
        (" http://public.example/a ", "public.example", "/a"),
        ("http://public.example./a", "public.example", "/a"),
        ("http://public.example:8080/a", "public.example:8080", "/a"),
        ("http://public.example/straße?q=ü", "public.example", "/stra%C3%9Fe?q=%C3%BC"),
        ("http://public.example/a%20b", "public.example", "/a%20b"),
        ("http://public.example/a b", "public.example", "/a%20b"),
        ("http://bücher.example/", "xn--bcher-kva.example", "/"),
        ("http://faß.example/", "xn--fa-hia.example", "/"),
        ("http://8.8.8.8/", "8.8.8.8", "/"),
        ("http://[2606:4700::1111]/", "[2606:4700::1111]", "/"),
    ],
)
def test_a_url_is_asked_for_in_ascii_and_without_its_fragment(web: Web, url: str, host: str, path: str) -> None:
    web.names |= {"xn--bcher-kva.example": (PUBLIC,), "xn--fa-hia.example": (PUBLIC,)}
    assert web.reach(url) == Reach.REACHED
    assert (web.requests[0].host, web.requests[0].path) == (host, path)


@pytest.mark.parametrize(
    ("url", "ports"),
    [
        ("www.public.example/x", [443, 443, 80]),
        ("//www.public.example/x", [443, 443, 80]),
        ("www.public.example:8080/x", [8080, 8080, 8080]),
    ],
)
def test_a_url_without_scheme_is_tried_with_https_and_then_with_http(web: Web, url: str, ports: list[int]) -> None:
    web.names["www.public.example"] = (PUBLIC,)
    assert web.check(url) == (Address(url, Reach.REACHED),)
    assert [port for _, port in web.connections] == ports


def test_what_a_server_says_counts_for_more_than_that_https_fails(web: Web) -> None:
    web.script["/x"] = (Reply(404),)
    assert web.reach("public.example/x") == Reach.DEAD


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://public.example/x",
        "mailto:ada@public.example",
        "ada@public.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "doi:10.1000/182",
        "word",
        "http:public.example",
        "http://",
        "http:///x",
        "http://[::1",
        "http://public.example:99999/",
        "http://public.example:word/",
        "http://" + "ü" * 70 + ".example/",
        "http://public.example/" + "x" * 8001,
    ],
)
def test_what_is_no_web_address_is_not_checked(web: Web, url: str) -> None:
    (found,) = web.check(url)
    assert (found.reach, found.detail is None, web.looked_up) == (Reach.NOT_CHECKED, False, [])


def test_addresses_come_in_the_order_given(web: Web) -> None:
    urls = [f"http://{host}.example/{n}" for host in ("public", "other") for n in range(4)]
    web.script = {"/2": (Reply(404),)}
    found = web.check(*urls)
    assert [each.url for each in found] == urls
    assert [each.url for each in found if each.reach is Reach.DEAD] == [urls[2], urls[6]]


def test_addresses_that_differ_in_their_fragment_alone_are_asked_once(web: Web) -> None:
    found = web.check(PAGE, f"{PAGE}#a", PAGE)
    assert found == tuple(Address(url, Reach.REACHED) for url in (PAGE, f"{PAGE}#a", PAGE))
    assert len(web.requests) == 1


def test_no_addresses_need_no_asking(web: Web) -> None:
    assert web.check() == ()


def test_the_user_agent_is_told(web: Web) -> None:
    web.check(PAGE)
    assert web.requests[0].headers["user-agent"] == "citetool-test"


def test_user_names_and_passwords_are_kept_back(web: Web) -> None:
    web.script["/page"] = (Reply(301, "http://ada:secret@public.example/next"),)
    (found,) = web.check("http://ada:secret@public.example/page")
    assert found.moved == "http://public.example/next"
    assert not any("authorization" in request.headers for request in web.requests)


def test_cookies_are_not_kept(web: Web) -> None:
    web.script["/page"] = (Reply(302, "/next", headers=(("Set-Cookie", "a=b"),)),)
    web.check(PAGE)
    assert [request.path for request in web.requests if "cookie" not in request.headers] == ["/page", "/next"]


def test_proxies_of_the_environment_are_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    web.check(PAGE)
    assert web.connections == [(PUBLIC, 80)]


# Redirects.


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/next", "/next"),
        ("next?a=b#c", "/next?a=b"),
        ("http://other.example/next", "/next"),
        ("//other.example/next", "/next"),
        ("/straße", "/stra%C3%9Fe"),
        ("/Ångström", "/%C3%85ngstr%C3%B6m"),
    ],
)
def test_a_redirect_is_followed(web: Web, location: str, path: str) -> None:
    web.script["/page"] = (Reply(302, location),)
    assert web.reach() == Reach.REACHED
    assert web.requests[-1].path == path


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), "/1"),
        ((308,), "/1"),
        ((302,), None),
        ((303,), None),
        ((307,), None),
        ((301, 308), "/2"),
        ((301, 302), "/1"),
        ((302, 301), None),
    ],
)
def test_what_has_moved_for_good_is_told_as_far_as_it_is_for_good(
    web: Web, statuses: tuple[int, ...], moved: str | None
) -> None:
    for n, status in enumerate(statuses):
        web.script[f"/{n}"] = (Reply(status, f"/{n + 1}"),)
    (found,) = web.check("http://public.example/0")
    assert (found.reach, found.moved) == (Reach.REACHED, moved and f"http://public.example{moved}")


def test_what_has_moved_to_nowhere_is_dead(web: Web) -> None:
    web.script = {"/page": (Reply(301, "/next"),), "/next": (Reply(404),)}
    detail = "redirects to http://public.example/next, which answers 404 Not Found"
    assert web.check(PAGE) == (Address(PAGE, Reach.DEAD, detail),)


@pytest.mark.parametrize(("count", "reach"), [(5, Reach.REACHED), (6, Reach.UNAVAILABLE)])
def test_five_redirects_are_followed(web: Web, count: int, reach: Reach) -> None:
    for n in range(count):
        web.script[f"/{n}"] = (Reply(302, f"/{n + 1}"),)
    assert web.reach("http://public.example/0") == reach
    assert len(web.requests) == 6


@pytest.mark.parametrize("location", ["/page", "/page#again", "/other"])
def test_a_circle_is_left(web: Web, location: str) -> None:
    web.script = {"/page": (Reply(302, location),), "/other": (Reply(302, "/page"),)}
    (found,) = web.check(PAGE)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "redirects in a circle")
    assert len(web.requests) <= 2


# Where nobody is asked.

LOCAL_HOSTS = [
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "printer.local",
    "metadata.google.internal",
    "intranet",
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "2130706433",
    "2130706433.",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.0.0.01",
    "134744072",
    "１２７.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "ada@127.0.0.1",
]


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_local_hosts_are_not_asked(web: Web, host: str) -> None:
    assert web.reach(f"http://{host}/") == Reach.NOT_CHECKED
    assert (web.looked_up, web.connections) == ([], [])


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_a_redirect_to_a_local_host_is_not_followed(web: Web, host: str) -> None:
    web.script["/page"] = (Reply(301, f"http://{host}/"),)
    (found,) = web.check(PAGE)
    assert (found.reach, found.moved, len(web.connections)) == (Reach.NOT_CHECKED, None, 1)


LOCAL_ADDRESSES = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("address", LOCAL_ADDRESSES)
def test_names_of_addresses_that_are_not_public_are_not_asked(web: Web, address: str) -> None:
    web.names["public.example"] = (address,)
    (found,) = web.check(PAGE)
    assert (found.reach, web.connections) == (Reach.NOT_CHECKED, [])
    assert found.detail == "is at an address of a private or local network"


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_names_of_public_addresses_are_asked_at_that_address(web: Web, address: str) -> None:
    web.names["public.example"] = (address,)
    assert web.reach() == Reach.REACHED
    assert [socket.getaddrinfo(address, 80)[0][4] for address, _ in web.connections] == [
        socket.getaddrinfo(address, 80)[0][4]
    ]


@pytest.mark.parametrize("others", [(PUBLIC, "10.0.0.1"), ("10.0.0.1", PUBLIC)])
def test_a_name_with_one_address_that_is_not_public_is_not_asked(web: Web, others: tuple[str, ...]) -> None:
    web.names["public.example"] = others
    assert web.reach() == Reach.NOT_CHECKED
    assert web.connections == []


@pytest.mark.parametrize(
    "location",
    [
        "http://inside.example/",
        "//inside.example/",
        "https://inside.example/",
        "http://public.example:22/",
        "ftp://public.example/",
        "file:///etc/passwd",
        "http://[::1",
        "mailto:ada@public.example",
    ],
)
def test_a_redirect_is_judged_anew(web: Web, location: str) -> None:
    web.script["/page"] = (Reply(302, location),)
    assert web.reach() == Reach.NOT_CHECKED
    assert web.connections == [(PUBLIC, 80)]


def test_a_name_that_changes_its_address_is_judged_anew(web: Web) -> None:
    answers = iter([(PUBLIC,), ("127.0.0.1",)])
    web.script["/page"] = (Reply(405),)
    (found,) = web.check(PAGE, resolve=lambda host, port: next(answers))
    assert (found.reach, web.connections) == (Reach.NOT_CHECKED, [(PUBLIC, 80)])


def test_each_connection_goes_to_the_address_that_was_judged(web: Web) -> None:
    answers = iter([(PUBLIC,), ("198.41.0.4",), ("127.0.0.1",)])
    web.script["/page"] = (Reply(405), Reply(200))
    web.check(PAGE, resolve=lambda host, port: next(answers))
    assert web.connections == [(PUBLIC, 80), ("198.41.0.4", 80)]


@pytest.mark.parametrize("port", [1, 22, 25, 81, 3306, 6379, 9200])
def test_ports_that_are_not_the_web_s_are_not_asked(web: Web, port: int) -> None:
    assert web.reach(f"http://public.example:{port}/") == Reach.NOT_CHECKED
    assert web.looked_up == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1"])
def test_private_hosts_and_their_ports_are_asked_where_that_is_allowed(web: Web, host: str) -> None:
    url = f"http://{host}:{web.port}/page"
    (found,) = check_addresses([url], timeout=5.0, user_agent="citetool-test", allow_private=True, wayback_url=None)
    assert (found.reach, web.requests[0].host) == (Reach.REACHED, f"{host}:{web.port}")


def test_this_machine_is_not_asked_with_the_system_s_names_and_connections(web: Web) -> None:
    urls = [f"http://{host}:{web.port}/" for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]")]
    found = check_addresses(urls, timeout=5.0, user_agent="citetool-test")
    assert ({each.reach for each in found}, web.requests) == ({Reach.NOT_CHECKED}, [])


# Faults.


def test_a_host_that_does_not_exist_is_dead(web: Web) -> None:
    url = "http://gone.example/"
    assert web.check(url) == (Address(url, Reach.DEAD, "is at a host that does not exist"),)


def test_where_no_names_are_known_none_is_dead(web: Web) -> None:
    web.names.clear()
    (found,) = web.check(PAGE, wayback_url="http://archive.example")
    assert found.reach == Reach.UNAVAILABLE


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (ConnectionRefusedError(), "refuses connections"),
        (TimeoutError(), "does not answer in time"),
        (OSError(101, "Network is unreachable"), "can't be reached"),
    ],
)
def test_a_fault_of_the_connection_is_no_dead_link(web: Web, fault: OSError, detail: str) -> None:
    tries: list[str] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        tries.append(address)
        raise fault

    assert web.check(PAGE, connect=connect) == (Address(PAGE, Reach.UNAVAILABLE, detail),)
    assert len(tries) == 2


def test_a_fault_of_the_names_is_no_dead_link(web: Web) -> None:
    def resolve(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    (found,) = web.check(PAGE, resolve=resolve)
    assert found.reach == Reach.UNAVAILABLE


def test_a_second_address_is_tried_where_the_first_fails(web: Web) -> None:
    web.names["public.example"] = ("2606:4700::1111", PUBLIC)

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        if ":" in address:
            raise OSError(101, "Network is unreachable")
        return web.connect(address, port, seconds)

    assert web.check(PAGE, connect=connect)[0].reach == Reach.REACHED


def test_the_addresses_of_a_host_share_the_time(web: Web) -> None:
    web.names["public.example"] = ("2606:4700::1111", PUBLIC)
    given: list[float] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        given.append(seconds)
        raise TimeoutError

    web.check(PAGE, connect=connect, timeout=4.0)
    assert given[:2] == [2.0, 4.0]


# Encrypted connections.


@pytest.fixture
def secure(web: Web) -> Callable[[str, int, float], socket.socket]:
    """Makes connections, those to port 443 to a server that has the certificate of `public.example`."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(CERTIFICATE)
    web.server.socket = server.wrap_socket(web.server.socket, server_side=True, do_handshake_on_connect=False)
    return web.connect


def test_a_page_with_a_trusted_certificate_is_reached(
    web: Web, secure: Callable[[str, int, float], socket.socket]
) -> None:
    trust = ssl.create_default_context(cafile=CERTIFICATE)
    (found,) = web.check("https://public.example/page", connect=secure, trust=trust)
    assert (found.reach, web.requests[0].host, web.connections) == (Reach.REACHED, "public.example", [(PUBLIC, 443)])


@pytest.mark.parametrize(("url", "trusted"), [("https://public.example/", False), ("https://other.example/", True)])
def test_a_certificate_that_can_t_be_trusted_is_no_dead_link(
    web: Web, secure: Callable[[str, int, float], socket.socket], url: str, trusted: bool
) -> None:
    trust = ssl.create_default_context(cafile=CERTIFICATE) if trusted else None
    (found,) = web.check(url, connect=secure, trust=trust)
    assert (found.reach, web.requests) == (Reach.UNAVAILABLE, [])
    assert (found.detail or "").startswith("has a certificate that can't be trusted")


def test_a_server_without_encryption_is_no_dead_link(web: Web) -> None:
    (found,) = web.check("https://public.example/")
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "can't agree on an encrypted connection")


# Time and size.


@pytest.fixture
def serve(web: Web) -> Iterator[Callable[[Callable[[socket.socket], None]], None]]:
    """Put something that need not speak HTTP in the server's place."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(8) as pool:

        def serve(behave: Callable[[socket.socket], None]) -> None:
            def one(connection: socket.socket) -> None:
                # The other side hangs up, as it should.
                with connection, suppress(OSError):
                    behave(connection)

            def accept() -> None:
                while True:
                    try:
                        connection, _ = listener.accept()
                    except OSError:
                        return
                    pool.submit(one, connection)

            web.port = listener.getsockname()[1]
            threading.Thread(target=accept, daemon=True).start()

        yield serve
        listener.shutdown(socket.SHUT_RDWR)


Serve = Callable[[Callable[[socket.socket], None]], None]


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 100 Continue\r\n\r\n"],
    ids=["status", "header", "interim"],
)
def test_a_server_that_sends_a_byte_a_second_is_left(web: Web, serve: Serve, start: bytes) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            web.now += 1.0
            connection.sendall(b"H")

    serve(drip)
    (found,) = web.check(PAGE, timeout=5.0)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer in time")


def stay_silent(connection: socket.socket) -> None:
    while connection.recv(1 << 16):
        pass


def test_a_server_that_stays_silent_is_left(web: Web, serve: Serve) -> None:
    serve(stay_silent)
    (found,) = web.check(PAGE, timeout=0.1)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer in time")


def test_a_server_that_is_silent_at_the_start_of_encryption_is_left(web: Web, serve: Serve) -> None:
    serve(stay_silent)
    (found,) = web.check("https://public.example/", timeout=0.1)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer in time")


def test_a_server_that_falls_silent_has_only_the_time_that_is_left(web: Web, serve: Serve) -> None:
    def fall_silent(connection: socket.socket) -> None:
        connection.recv(1 << 16)
        web.now += 29.9
        connection.sendall(b"HTTP")
        stay_silent(connection)

    serve(fall_silent)
    (found,) = web.check(PAGE, timeout=30.0)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer in time")


def test_a_connection_that_took_long_leaves_less_time_for_encryption(web: Web, serve: Serve) -> None:
    def connect(address: str, port: int, seconds: float) -> socket.socket:
        web.now += 29.9
        return web.connect(address, port, seconds)

    serve(stay_silent)
    (found,) = web.check("https://public.example/", timeout=30.0, connect=connect)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer in time")


def test_a_resolver_that_stays_silent_is_left(web: Web) -> None:
    over = threading.Event()

    def resolve(host: str, port: int) -> tuple[str, ...]:
        over.wait()
        return (PUBLIC,)

    (found,) = web.check(PAGE, timeout=0.1, resolve=resolve)
    over.set()
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer in time")


@pytest.mark.parametrize(
    "flood",
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\nX: " + b"x" * 1000 + b"\r\n\r\n", b"\0" * 1000],
    ids=["interim", "headers", "garbage"],
)
def test_a_server_that_never_ends_is_left(web: Web, serve: Serve, flood: bytes) -> None:
    sent: list[int] = []

    def pour(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 14)
        while True:
            connection.sendall(flood)
            sent.append(len(flood))

    serve(pour)
    (found,) = web.check(PAGE)
    assert (found.reach, found.detail) == (Reach.UNAVAILABLE, "does not answer as a web server does")


def test_no_page_is_read(web: Web, serve: Serve) -> None:
    sent: list[int] = []

    def pour(connection: socket.socket) -> None:
        head = connection.recv(1 << 16).startswith(b"HEAD")
        connection.sendall(b"HTTP/1.1 405 No\r\n\r\n" if head else b"HTTP/1.1 200 OK\r\n\r\n")
        while not head:
            connection.sendall(b"x" * 65536)
            sent.append(65536)

    serve(pour)
    assert web.reach() == Reach.REACHED
    assert sum(sent) < 1 << 26


def test_a_server_that_does_not_speak_http_is_no_dead_link(web: Web, serve: Serve) -> None:
    serve(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n"))
    assert web.reach() == Reach.UNAVAILABLE


def test_an_address_takes_the_time_of_three_requests(web: Web) -> None:
    for n in range(5):
        web.script[f"/{n}"] = (Reply(302, f"/{n + 1}"),)

    def wait() -> None:
        web.now += 4.0

    web.before_reply = wait
    (found,) = web.check("http://public.example/0", timeout=5.0)
    assert found.reach == Reach.UNAVAILABLE
    assert web.now <= 20.0


def test_what_is_not_known_when_the_run_is_over_is_not_checked(web: Web) -> None:
    def wait() -> None:
        web.now += 3.0

    web.before_reply = wait
    urls = [f"http://public.example/{n}" for n in range(3)]
    found = web.check(*urls, timeout=10.0, workers=1, deadline=5.0)
    assert [each.reach for each in found] == [Reach.REACHED, Reach.NOT_CHECKED, Reach.NOT_CHECKED]
    assert web.asked() == [("HEAD", "/0"), ("HEAD", "/1")]


def test_a_second_try_that_the_end_of_the_run_cuts_off_is_no_fault(web: Web) -> None:
    web.script["/page"] = (Reply(0),)

    def wait() -> None:
        web.now += 3.0

    web.before_reply = wait
    assert web.check(PAGE, timeout=10.0, deadline=5.0)[0].reach == Reach.NOT_CHECKED


def test_a_run_without_time_asks_nobody(web: Web) -> None:
    assert web.check(PAGE, deadline=0.0)[0].reach == Reach.NOT_CHECKED
    assert (web.looked_up, web.connections) == ([], [])


@pytest.mark.parametrize(("count", "meet"), [(2, True), (3, False)])
def test_a_host_is_asked_twice_at_once_and_no_more(web: Web, count: int, meet: bool) -> None:
    meeting = threading.Barrier(count)
    met: list[bool] = []

    def reply() -> None:
        try:
            meeting.wait(5.0 if meet else 0.2)
        except threading.BrokenBarrierError:
            met.append(False)
        else:
            met.append(True)

    web.before_reply = reply
    web.check(*(f"http://public.example/{n}" for n in range(6)))
    assert met == [meet] * 6


def test_hosts_take_turns(web: Web) -> None:
    urls = [f"http://public.example/{n}" for n in range(3)] + ["http://other.example/", "other.example/x"]
    web.check(*urls, workers=1)
    assert [request.path for request in web.requests] == ["/0", "/", "/1", "/x", "/2"]


# Copies in the archive.

COPY = "http://web.archive.org/web/20130919044612/http://public.example/page"


def snapshot(url: object = COPY, available: object = True, status: object = "200") -> bytes:
    closest = {"available": available, "url": url, "timestamp": "20130919044612", "status": status}
    return json.dumps({"url": "public.example/page", "archived_snapshots": {"closest": closest}}).encode()


def archive(web: Web, *replies: Reply, url: str = PAGE) -> str | None:
    web.script |= {"/page": (Reply(404),), f"/wayback/available?url={quote(url, safe='')}": replies}
    return web.check(url, wayback_url="http://archive.example/")[0].archived


@pytest.mark.parametrize(
    ("body", "archived"),
    [
        (snapshot(), COPY),
        (snapshot(url="https://web.archive.org/web/2013/x"), "https://web.archive.org/web/2013/x"),
        (snapshot(available=False), None),
        (snapshot(status="404"), None),
        (snapshot(status=200), None),
        (snapshot(url=None), None),
        (snapshot(url="javascript:alert(1)"), None),
        (snapshot(url="http://web.archive.org/\x1b[31m"), None),
        (b'{"url": "public.example", "archived_snapshots": {}}', None),
        (b'{"archived_snapshots": []}', None),
        (b'{"archived_snapshots": {"closest": 1}}', None),
        (b"[]", None),
        (b"", None),
        (b"<html>", None),
        (b"\xff\xfe", None),
        (b"[" * 10_000, None),
        (b" " * 100_000 + snapshot(), None),
    ],
)
def test_a_dead_address_has_the_copy_that_the_archive_tells(web: Web, body: bytes, archived: str | None) -> None:
    assert archive(web, Reply(body=body)) == archived


@pytest.mark.parametrize("status", [0, 302, 404, 429, 500, 503])
def test_a_fault_of_the_archive_leaves_no_copy(web: Web, status: int) -> None:
    assert archive(web, Reply(status, location="http://other.example/", body=snapshot())) is None


@pytest.mark.parametrize("url", [f"{PAGE}#part", "http://ada:secret@public.example/page"])
def test_the_archive_is_asked_for_the_address_without_fragment_and_user_name(web: Web, url: str) -> None:
    web.script["/page"] = (Reply(404),)
    web.check(url, wayback_url="http://archive.example")
    assert web.requests[-1].path == f"/wayback/available?url={quote(PAGE, safe='')}"


@pytest.mark.parametrize("wayback_url", ["http://inside.example", "http://localhost", "ftp://archive.example", ""])
def test_an_archive_within_a_network_is_not_asked(web: Web, wayback_url: str) -> None:
    web.script["/page"] = (Reply(404),)
    (found,) = web.check(PAGE, wayback_url=wayback_url)
    assert (found.reach, found.archived, web.connections) == (Reach.DEAD, None, [(PUBLIC, 80)] * 2)


@pytest.mark.parametrize("status", [200, 403, 500])
def test_the_archive_is_asked_for_the_dead_alone(web: Web, status: int) -> None:
    web.script["/page"] = (Reply(status),)
    web.check(PAGE, wayback_url="http://archive.example")
    assert "archive.example" not in web.looked_up


def test_the_archive_is_asked_for_what_is_at_a_host_that_does_not_exist(web: Web) -> None:
    assert archive(web, Reply(body=snapshot()), url="http://gone.example/page") == COPY
