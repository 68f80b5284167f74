"""Looking DOIs up: which registry is asked what, what is kept, and what is said where there was no answer."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citetool.registries.cache import Cache, cache_path, clear, contents
from citetool.registries.lookup import Freshness, Progress, Registries
from citetool.registries.transport import ATTEMPTS, Transport
from citetool.resolution import Outcome
from registry_server import Registry, SteppingClock, running, usual

DAY = 86_400
EVERY = ["10.5555/tariffs", "10.5555/dataset", "10.5555/report", "10.5555/none"]


class Desk:
    """A registry, a cache, and a day that can be set."""

    def __init__(self, registry: Registry, path: Path) -> None:
        self.registry = registry
        self.path = path
        self.today = 1_000_000.0
        self.warnings: list[str] = []

    def registries(
        self, freshness: Freshness = Freshness.USUAL, tell: Callable[[Progress], None] = lambda progress: None
    ) -> Registries:
        """The registries for one run."""
        clock = SteppingClock()
        way = Transport(self.registry.endpoints, None, clock.now() + 100_000, clock)
        return Registries(way, Cache(self.path, self.warnings.append, lambda: self.today), freshness, tell)

    def outcomes(self, dois: list[str], freshness: Freshness = Freshness.USUAL) -> list[str]:
        """What comes of looking DOIs up."""
        found = self.registries(freshness).look_up(dois)
        assert list(found) == dois
        return [each.outcome.value for each in found.values()]

    def break_down(self) -> None:
        """From now on all requests fail."""
        self.registry.holdings.faults.extend(["HTTP 500"] * 1000)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running(usual()) as registry:
        yield Desk(registry, tmp_path / "cache" / "registries.sqlite")


def test_every_registry_answers_for_its_own(desk: Desk) -> None:
    found = desk.registries().look_up(EVERY)
    assert [each.outcome.value for each in found.values()] == ["found", "found", "found", "not-found"]
    assert [each.agency for each in found.values()] == ["Crossref", "DataCite", "JaLC", None]
    titles = [each.record.item.title for each in found.values() if each.record]
    assert titles == ["Tariffs and growth", "Prices of grain", "Grain markets of the north"]


def test_many_dois_take_few_requests_and_none_the_second_time(desk: Desk) -> None:
    tariffs = desk.registry.holdings.crossref["10.5555/tariffs"]
    dois = [f"10.5555/work.{number}" for number in range(200)]
    desk.registry.holdings.crossref.update({each: {**tariffs, "DOI": each} for each in dois[:150]})
    assert desk.outcomes(dois) == ["found"] * 150 + ["not-found"] * 50
    assert len(desk.registry.asked) <= 12
    asked = len(desk.registry.asked)
    assert desk.outcomes(dois) == ["found"] * 150 + ["not-found"] * 50
    assert len(desk.registry.asked) == asked


@pytest.mark.parametrize("doi", ["10.5555/tariffs", "10.5555/dataset"])
def test_what_a_list_leaves_out_is_asked_by_itself(desk: Desk, doi: str) -> None:
    desk.registry.holdings.lists_lack.add(doi)
    assert desk.outcomes([doi]) == ["found"]


def test_only_doi_org_says_that_a_doi_does_not_exist(desk: Desk) -> None:
    desk.registry.holdings.others["10.5555/new"] = ("Crossref", None)
    found = desk.registries().look_up(["10.5555/new"])["10.5555/new"]
    assert found.outcome is Outcome.FOUND
    assert found.record is None
    assert found.detail == "registered, but its agency gives no record"


@pytest.mark.parametrize("doi", ["10/abcde", "10.5555/old"])
def test_another_name_of_a_doi_leads_to_its_record(desk: Desk, doi: str) -> None:
    found = desk.registries().look_up([doi])[doi]
    assert found.record is not None
    assert found.record.item.title == "Tariffs and growth"


def test_a_record_that_is_another_doi_s_is_not_taken(desk: Desk) -> None:
    desk.registry.holdings.crossref["10.5555/wrong"] = desk.registry.holdings.crossref["10.5555/tariffs"]
    found = desk.registries().look_up(["10.5555/wrong"])["10.5555/wrong"]
    assert found.outcome is Outcome.UNAVAILABLE
    assert found.detail == "Crossref answers with the record of another DOI, 10.5555/tariffs"


def test_a_doi_with_a_comma_stands_by_itself(desk: Desk) -> None:
    doi = "10.5555/one,two"
    desk.registry.holdings.crossref[doi] = {**desk.registry.holdings.crossref["10.5555/tariffs"], "DOI": doi}
    assert desk.outcomes([doi, "10.5555/three,four", "10.5555/dataset"]) == ["found", "not-found", "found"]


def test_a_registry_that_fails_makes_unavailable_and_is_asked_next_time(desk: Desk) -> None:
    desk.break_down()
    assert desk.outcomes(EVERY) == ["unavailable"] * 4
    desk.registry.holdings.faults.clear()
    assert desk.outcomes(EVERY) == ["found", "found", "found", "not-found"]


def test_records_of_one_registry_are_told_when_the_other_fails(desk: Desk) -> None:
    # doi.org, then the lists of both agencies: whichever comes first fails for good.
    desk.outcomes(["10.5555/dataset"])
    desk.registry.holdings.faults.extend(["", *["HTTP 500"] * ATTEMPTS])
    assert desk.outcomes(["10.5555/tariffs", "10.5555/dataset"]) == ["unavailable", "found"]


AGES = [
    ("10.5555/tariffs", 6, "found", False, None),
    ("10.5555/tariffs", 8, "found", True, "not asked anew: Crossref: HTTP 500"),
    ("10.5555/tariffs", 31, "found", True, "not asked anew: doi.org: HTTP 500"),
    ("10.5555/none", 0.5, "not-found", False, None),
    ("10.5555/none", 2, "unavailable", False, "doi.org: HTTP 500"),
]


@pytest.mark.parametrize(("doi", "days", "outcome", "stale", "detail"), AGES)
def test_old_answers_serve_when_there_is_no_new_one(
    desk: Desk, doi: str, days: float, outcome: str, stale: bool, detail: str | None
) -> None:
    desk.outcomes([doi])
    desk.today += days * DAY
    desk.break_down()
    found = desk.registries().look_up([doi])[doi]
    assert (found.outcome.value, found.stale) == (outcome, stale)
    assert (found.detail or "").startswith(detail or "")
    assert (found.detail is None) == (detail is None)
    assert (found.as_of is not None) == (outcome != "unavailable")


@pytest.mark.parametrize(
    ("doi", "days", "outcome", "stale", "detail"),
    [
        ("10.5555/tariffs", 8, "found", False, "retractions since then aren't known"),
        ("10.5555/tariffs", 31, "found", True, "retractions since then aren't known"),
        ("10.5555/none", 2, "not-found", True, None),
    ],
)
def test_offline_old_answers_say_how_old_they_are(
    desk: Desk, doi: str, days: float, outcome: str, stale: bool, detail: str | None
) -> None:
    desk.outcomes([doi])
    desk.today += days * DAY
    found = desk.registries(Freshness.OFFLINE).look_up([doi])[doi]
    assert (found.outcome.value, found.stale, found.detail) == (outcome, stale, detail)
    assert found.as_of == "1970-01-12T13:46:40Z"


def test_what_can_t_be_refreshed_says_so(desk: Desk) -> None:
    desk.outcomes(["10.5555/tariffs"])
    desk.break_down()
    found = desk.registries(Freshness.REFRESH).look_up(["10.5555/tariffs"])["10.5555/tariffs"]
    assert (found.outcome, found.stale, found.detail) == (Outcome.FOUND, True, "not asked anew: doi.org: HTTP 500")


@pytest.mark.parametrize("days", [0.5, 2])
def test_that_an_agency_gives_no_record_is_kept_for_a_day(desk: Desk, days: float) -> None:
    desk.registry.holdings.others["10.5555/bare"] = ("JaLC", None)
    desk.outcomes(["10.5555/bare"])
    desk.today += days * DAY
    asked = len(desk.registry.asked)
    desk.outcomes(["10.5555/bare"])
    assert (len(desk.registry.asked) > asked) == (days > 1)


@pytest.mark.parametrize(("days", "requests"), [(6, 0), (8, 1), (31, 2)])
def test_answers_are_asked_anew_when_they_are_old(desk: Desk, days: float, requests: int) -> None:
    desk.outcomes(["10.5555/tariffs"])
    desk.today += days * DAY
    asked = len(desk.registry.asked)
    assert desk.outcomes(["10.5555/tariffs"]) == ["found"]
    assert len(desk.registry.asked) - asked == requests


def test_offline_takes_what_is_kept_and_asks_nobody(desk: Desk) -> None:
    assert desk.outcomes(EVERY, Freshness.OFFLINE) == ["not-checked"] * 4
    online = desk.registries().look_up(EVERY)
    asked = len(desk.registry.asked)
    offline = desk.registries(Freshness.OFFLINE).look_up(EVERY)
    assert [each.record for each in offline.values()] == [each.record for each in online.values()]
    assert [each.outcome for each in offline.values()] == [each.outcome for each in online.values()]
    assert len(desk.registry.asked) == asked


def test_refresh_asks_for_what_is_kept(desk: Desk) -> None:
    desk.outcomes(EVERY)
    asked = len(desk.registry.asked)
    desk.outcomes(EVERY, Freshness.REFRESH)
    assert len(desk.registry.asked) > asked


def test_a_run_that_is_stopped_keeps_what_it_has_and_says_what_it_has_not(desk: Desk) -> None:
    def stop(progress: Progress) -> None:
        if progress.what == "looked up":
            raise KeyboardInterrupt

    desk.registry.holdings.lists_lack.add("10.5555/tariffs")
    found = desk.registries(tell=stop).look_up(EVERY)
    outcomes = {doi: each.outcome.value for doi, each in found.items()}
    assert outcomes["10.5555/none"] == "not-found"
    assert outcomes["10.5555/tariffs"] == "not-checked"
    assert found["10.5555/tariffs"].detail == "the run was stopped before it was asked for"
    assert desk.outcomes(["10.5555/none"], Freshness.OFFLINE) == ["not-found"]


def test_after_a_stop_nothing_is_searched(desk: Desk) -> None:
    stopped = desk.registries()
    stopped.stop()
    found = stopped.search(["Lindqvist, Tariffs and growth"])
    assert [each.records for each in found.values()] == [None]
    assert desk.registry.asked == []


def test_searches_are_kept(desk: Desk) -> None:
    text = "Lindqvist, A. (2018) Tariffs and growth"
    found = desk.registries().search([text])[text]
    assert found.records is not None
    assert found.records[0].doi == "10.5555/tariffs"
    asked = len(desk.registry.asked)
    again = desk.registries().search([text])[text]
    assert again.records == found.records
    assert again.as_of is not None
    assert len(desk.registry.asked) == asked


def test_a_search_without_an_answer_is_no_search_without_a_result(desk: Desk) -> None:
    desk.break_down()
    found = desk.registries().search(["Lindqvist"])["Lindqvist"]
    assert found.records is None
    assert found.detail == "Crossref: HTTP 500"


# The cache.


def test_nothing_that_is_kept_names_the_user(desk: Desk) -> None:
    clock = SteppingClock()
    way = Transport(desk.registry.endpoints, "editor@example.org", clock.now() + 1000, clock)
    asked = Registries(way, Cache(desk.path, desk.warnings.append))
    asked.look_up(EVERY)
    asked.search(["Lindqvist"])
    asked.cache.close()
    assert b"editor" not in b"".join(each.read_bytes() for each in desk.path.parent.iterdir())


@pytest.mark.parametrize("rubbish", [b"no database", b"SQLite format 3\0" + b"\xff" * 500])
def test_a_broken_cache_is_told_once_and_done_without(desk: Desk, rubbish: bytes) -> None:
    desk.path.parent.mkdir()
    desk.path.write_bytes(rubbish)
    assert desk.outcomes(EVERY) == ["found", "found", "found", "not-found"]
    assert len(desk.warnings) == 1
    assert str(desk.path) in desk.warnings[0]
    assert desk.path.read_bytes() == rubbish


def test_a_cache_in_a_folder_that_can_t_be_made_is_done_without(desk: Desk) -> None:
    desk.path.parent.write_text("a file", encoding="utf-8")
    assert desk.outcomes(["10.5555/tariffs"]) == ["found"]
    assert len(desk.warnings) == 1


@pytest.mark.parametrize("row", ["{}", "5", "null", '"x"', '{"agency": 1}', '{"agency": "Crossref"}'])
def test_rows_of_another_shape_are_asked_for_anew(desk: Desk, row: str) -> None:
    desk.outcomes(["10.5555/tariffs"])
    with sqlite3.connect(desk.path) as held:
        held.execute("UPDATE answer SET value = ? WHERE source = 'record'", (row,))
    assert desk.outcomes(["10.5555/tariffs"]) == ["found"]


def test_a_title_with_half_a_character_is_kept(desk: Desk) -> None:
    desk.registry.holdings.crossref["10.5555/tariffs"]["title"] = ["Tariffs \ud83d"]
    desk.outcomes(["10.5555/tariffs"])
    assert desk.outcomes(["10.5555/tariffs"], Freshness.OFFLINE) == ["found"]
    assert desk.warnings == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_can_only_be_read_is_read(desk: Desk) -> None:
    desk.outcomes(["10.5555/tariffs"])
    desk.path.chmod(0o400)
    desk.path.parent.chmod(0o500)
    try:
        assert desk.outcomes(["10.5555/tariffs", "10.5555/dataset"]) == ["found", "found"]
    finally:
        desk.path.parent.chmod(0o700)
    assert len(desk.warnings) == 1


def test_answers_of_another_schema_are_not_read(desk: Desk) -> None:
    desk.outcomes(["10.5555/tariffs"])
    with sqlite3.connect(desk.path) as held:
        held.execute('UPDATE answer SET value = \'{"of": "another time"}\'')
        held.execute("PRAGMA user_version = 99")
    assert desk.outcomes(["10.5555/tariffs"]) == ["found"]
    assert desk.warnings == []


def test_contents_and_clearing(desk: Desk) -> None:
    assert contents(desk.path) is None
    assert clear(desk.path) is False
    desk.outcomes(EVERY)
    held = contents(desk.path)
    assert held is not None
    assert dict(held.answers) == {"agency": 4, "record": 3}
    assert clear(desk.path) is True
    assert not list(desk.path.parent.iterdir())


def test_the_cache_is_where_the_environment_says(tmp_path: Path) -> None:
    assert cache_path({"CITETOOL_CACHE_DIR": str(tmp_path)}) == tmp_path / "registries.sqlite"
    assert cache_path({}).parent.name == "citetool"


WRITER = """
    import os, signal, sys
    from pathlib import Path
    from citetool.registries.cache import Cache
    cache = Cache(Path(sys.argv[1]), sys.exit)
    for number in range(int(sys.argv[3])):
        cache.put("record", {f"{sys.argv[2]}.{number}": {"number": number}})
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
"""


def writer(path: Path, name: str, number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(WRITER), str(path), name, str(number)])


def test_two_processes_write_to_one_cache(tmp_path: Path) -> None:
    path = tmp_path / "registries.sqlite"
    writers = [writer(path, name, 100) for name in ("one", "two")]
    assert [each.wait(30) for each in writers] == [0, 0]
    cache = Cache(path, pytest.fail)
    found = cache.get("record", [f"{name}.{number}" for name in ("one", "two") for number in range(100)])
    assert {key: kept.value for key, kept in found.items()} == {
        f"{name}.{number}": {"number": number} for name in ("one", "two") for number in range(100)
    }
    with sqlite3.connect(path) as held:
        assert held.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_was_stored_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "registries.sqlite"
    assert writer(path, "killed", 50).wait(30) == -signal.SIGKILL
    cache = Cache(path, pytest.fail)
    assert len(cache.get("record", [f"killed.{number}" for number in range(50)])) == 50


def test_two_runs_at_once_both_come_out_right(tmp_path: Path) -> None:
    holdings = usual()
    tariffs = holdings.crossref["10.5555/tariffs"]
    dois = [f"10.5555/work.{number}" for number in range(60)]
    holdings.crossref.update({each: {**tariffs, "DOI": each} for each in dois[:40]})
    with running(holdings) as registry:
        environment = {**os.environ, **registry.environment, "CITETOOL_CACHE_DIR": str(tmp_path)}
        command = [str(Path(sys.executable).parent / "citetool"), "resolve", *dois]
        runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        outputs = [run.communicate(timeout=60)[0] for run in runs]
    for output in outputs:
        statuses = [line.split("\t")[1] for line in output.splitlines()[1:]]
        assert statuses == ["found"] * 40 + ["not-found"] * 20
