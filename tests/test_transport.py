"""Requests to the registries: asked again until the answer is whole, never faster than allowed, given up in time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest

from citetool import __version__
from citetool.registries import crossref, datacite, doi_org
from citetool.registries.cache import Cache
from citetool.registries.lookup import Registries
from citetool.registries.pace import Interrupted, Pace, TooLate, WallClock
from citetool.registries.transport import (
    ATTEMPTS,
    GIVE_UP_AFTER,
    Endpoints,
    Kind,
    Service,
    Transport,
    Unavailable,
    encoded,
    paces,
)
from citetool.resolution import Outcome
from registry_server import Registry, SteppingClock, running, usual

FAULTS = ["HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504", "HTTP 429", "HTTP 408", "html", "garbage", "cut", "drop"]
DOI = "10.5555/tariffs"


@pytest.fixture
def registry() -> Iterator[Registry]:
    with running(usual()) as found:
        yield found


def transport(endpoints: Endpoints, mailto: str | None = None, timeout: float = 10_000) -> Transport:
    clock = SteppingClock()
    return Transport(endpoints, mailto, clock.now() + timeout, clock)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_asked_again(registry: Registry, fault: str) -> None:
    registry.holdings.faults.extend([fault, fault])
    found = crossref.find_record(transport(registry.endpoints), DOI)
    assert found is not None
    assert found["DOI"] == DOI
    assert len(registry.asked) == 3


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_is_no_answer(registry: Registry, fault: str) -> None:
    registry.holdings.faults.extend([fault] * ATTEMPTS)
    with pytest.raises(Unavailable, match="Crossref"):
        crossref.find_record(transport(registry.endpoints), DOI)


@pytest.mark.parametrize("fault", [*FAULTS, "other"])
def test_faults_never_make_a_doi_absent(registry: Registry, fault: str) -> None:
    registry.holdings.faults.append(fault)
    found = doi_org.find_agencies(transport(registry.endpoints), [DOI, "10.5555/none"])
    assert found == {DOI: "Crossref", "10.5555/none": None}


def test_the_record_of_another_doi_is_not_taken(registry: Registry) -> None:
    registry.holdings.faults.append("other")
    found = datacite.find_record(transport(registry.endpoints), "10.5555/dataset")
    assert found is not None
    assert found["doi"] == "10.5555/dataset"


def test_the_time_that_a_registry_asks_for_is_kept(registry: Registry) -> None:
    registry.holdings.faults.append("HTTP 429 7")
    way = transport(registry.endpoints)
    began = way.clock.now()
    crossref.find_record(way, DOI)
    assert 7 <= way.clock.now() - began < 20


def test_a_block_ends_all_requests_to_that_registry(registry: Registry) -> None:
    registry.holdings.faults.append("HTTP 403")
    way = transport(registry.endpoints)
    for _ in range(3):
        with pytest.raises(Unavailable, match="refuses requests"):
            crossref.find_record(way, DOI)
    assert len(registry.asked) == 1
    assert datacite.find_record(way, "10.5555/dataset") is not None


def test_a_registry_that_comes_to_nothing_again_and_again_is_given_up(registry: Registry) -> None:
    registry.holdings.faults.extend(["HTTP 500"] * 100)
    way = transport(registry.endpoints)
    for _ in range(5):
        with pytest.raises(Unavailable):
            crossref.find_record(way, DOI)
    assert len(registry.asked) == GIVE_UP_AFTER * ATTEMPTS


def test_where_nobody_is_there_little_is_asked() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    way = transport(Endpoints(nowhere, nowhere, nowhere))
    for _ in range(3):
        with pytest.raises(Unavailable, match="no connection"):
            crossref.find_record(way, DOI)
    assert way.sent <= ATTEMPTS
    assert way.clock.now() < 1000 + 30


def test_after_the_time_of_the_run_nothing_is_asked(registry: Registry) -> None:
    way = transport(registry.endpoints, timeout=5)
    way.clock.sleep(6)
    with pytest.raises(Unavailable, match="--timeout"):
        crossref.find_record(way, DOI)
    assert registry.asked == []


def test_a_field_that_may_not_be_chosen_costs_no_answer(registry: Registry) -> None:
    registry.holdings.faults.append("HTTP 400")
    assert list(crossref.find_records(transport(registry.endpoints), [DOI])) == [DOI]
    assert "select" not in registry.asked[-1]


@pytest.mark.parametrize("mailto", [None, "editor@example.org"])
def test_who_asks_says_so_and_gives_an_address_only_if_told(registry: Registry, mailto: str | None) -> None:
    way = transport(registry.endpoints, mailto)
    crossref.find_records(way, [DOI])
    doi_org.find_agencies(way, [DOI])
    assert all(agent.startswith(f"citetool/{__version__} (https://") for agent in registry.agents)
    assert ("mailto=editor%40example.org" in registry.asked[0]) == (mailto is not None)
    assert "mailto" not in registry.asked[1]
    assert ("mailto:editor@example.org" in registry.agents[0]) == (mailto is not None)
    # doi.org leads on to servers of anybody.
    assert "mailto:" not in registry.agents[1]


@pytest.mark.parametrize(
    "there",
    ["http://127.0.0.1:{port}/doi/10.5555/report", "http://10.0.0.1/", "file:///etc/passwd", "http://localhost/"],
)
def test_a_redirect_leads_to_the_registry_itself_or_to_the_internet(registry: Registry, there: str) -> None:
    own = "{port}" in there
    with running(usual()) as another:
        port = registry.server_port if own else another.server_port
        registry.holdings.faults.extend([f"to {there.format(port=port)}"] * (1 if own else ATTEMPTS))
        way = transport(registry.endpoints)
        if own:
            assert doi_org.find_csl(way, "10.5555/report") is not None
        else:
            with pytest.raises(Unavailable, match="leads nowhere"):
                doi_org.find_csl(way, "10.5555/report")
        assert another.asked == []


def test_redirects_without_end_are_not_followed(registry: Registry) -> None:
    registry.holdings.faults.extend([f"to {registry.endpoints.doi}/10.5555/report"] * 1000)
    with pytest.raises(Unavailable, match="leads nowhere"):
        doi_org.find_csl(transport(registry.endpoints), "10.5555/report")


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_the_time_of_a_run_holds_whatever_a_server_does(registry: Registry, fault: str) -> None:
    registry.holdings.faults.append(fault)
    clock = WallClock()
    began = clock.now()
    asked = Registries(Transport(registry.endpoints, None, began + 0.2, clock), Cache(None, pytest.fail))
    found = asked.look_up([DOI])[DOI]
    assert found.outcome is Outcome.UNAVAILABLE
    assert "the time for this run is over (--timeout)" in (found.detail or "")
    assert clock.now() - began < 2


def test_limits_that_leave_no_time_are_no_reason_to_wait() -> None:
    clock = SteppingClock()
    pace = Pace(clock, 4, 1)
    pace.announce(1 / 86400, None)
    with pytest.raises(TooLate), pace.slot(clock.now() + 60):
        pass
    assert clock.now() == 1000


ENCODED = [
    ("10.1002/(sici)1096-8644(1996)23+<91::3.0", "10.1002/(sici)1096-8644(1996)23%2B%3C91::3.0"),
    ("10.1000/a#b?c%d", "10.1000/a%23b%3Fc%25d"),
    ("10.1000/é", "10.1000/%C3%A9"),
]  # fmt: skip


@pytest.mark.parametrize(("doi", "path"), ENCODED)
def test_dois_are_sent_exactly(doi: str, path: str) -> None:
    assert encoded(doi) == path


def test_requests_are_evenly_spaced() -> None:
    clock = SteppingClock()
    pace = Pace(clock, 4, 1)
    times = []
    for _ in range(5):
        with pace.slot():
            times.append(clock.now())
    assert [later - one for one, later in pairwise(times)] == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(("announced", "spacing"), [(2.0, 1 / 1.8), (100.0, 0.25), (None, 0.25)])
def test_limits_that_are_announced_slow_down_and_never_speed_up(announced: float | None, spacing: float) -> None:
    clock = SteppingClock()
    pace = Pace(clock, 4, 1)
    pace.announce(announced, None)
    with pace.slot():
        pass
    began = clock.now()
    with pace.slot():
        assert clock.now() - began == pytest.approx(spacing)


def test_an_answer_announces_its_limits(registry: Registry) -> None:
    registry.holdings.headers = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "2s", "x-concurrency-limit": "1"}
    way = transport(registry.endpoints)
    crossref.find_record(way, DOI)
    began = way.clock.now()
    crossref.find_record(way, DOI)
    crossref.find_record(way, DOI)
    assert way.clock.now() - began >= 2 / 0.9 * 1.9


def test_no_more_are_asked_at_once_than_may_be() -> None:
    pace = Pace(WallClock(), 10_000, 2)
    inside = most = 0
    lock, full = threading.Lock(), threading.Barrier(2, timeout=5)

    def ask(together: bool) -> None:
        nonlocal inside, most
        with pace.slot():
            with lock:
                inside += 1
                most = max(most, inside)
            if together:
                full.wait()
            with lock:
                inside -= 1

    threads = [threading.Thread(target=ask, args=(at < 2,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_who_waits_is_woken_when_the_run_is_stopped() -> None:
    clock = WallClock()
    clock.stop()
    with pytest.raises(Interrupted):
        clock.sleep(1000)


@pytest.mark.parametrize(("polite", "lists", "singles"), [(False, 1, 5), (True, 3, 10)])
def test_the_limits_of_crossref_are_kept_with_a_margin(polite: bool, lists: float, singles: float) -> None:
    clock = SteppingClock()
    held = paces(clock, polite=polite)
    for kind, limit in ((Kind.LIST, lists), (Kind.SINGLE, singles)):
        began = clock.now()
        for _ in range(11):
            with held[Service.CROSSREF, kind].slot():
                pass
        assert 10 / limit < clock.now() - began < 10 / limit * 1.2
