"""Finding missing DOIs: what may be taken, beside 126 works of Crossref's; and what comes of whole lists."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citetool.references import list_references
from citetool.registries.comparing import compare
from citetool.registries.crossref import ROWS, record_of
from citetool.registries.matching import judge, match
from citetool.registries.resolving import Search, resolve_dois, resolve_references
from citetool.resolution import Outcome, Record
from registry_server import Registry, asking, ranked, running, usual

CASES = Path(__file__).parent / "cases"
ENTRIES: list[dict[str, str]] = tomllib.loads((CASES / "matching.toml").read_text(encoding="utf-8"))["entry"]
WORKS: list[dict[str, Any]] = json.loads((CASES / "works.json").read_text(encoding="utf-8"))
RIGHT = [each for each in ENTRIES if each["doi"]]
TRAPS = [each for each in ENTRIES if not each["doi"]]
RECALL = 0.8


RECORDS = {each["DOI"].lower(): record_of(each) for each in WORKS}


def accepted(text: str) -> str | None:
    """The DOI that is taken for an entry, if any, of the works that a search finds."""
    found = [RECORDS[each["DOI"].lower()] for each in ranked(WORKS, text)[:ROWS]]
    assert found
    record = match(list_references(text)[0].item, text, found).record
    return record.doi if record else None


@pytest.mark.parametrize("entry", TRAPS, ids=lambda entry: f"{entry['kind']}: {entry['text'][:40]}")
def test_no_other_work_is_taken(entry: dict[str, str]) -> None:
    assert accepted(entry["text"]) is None


@pytest.mark.parametrize("entry", RIGHT, ids=lambda entry: f"{entry['kind']}: {entry['text'][:40]}")
def test_of_a_work_that_is_there_no_other_is_taken(entry: dict[str, str]) -> None:
    assert accepted(entry["text"]) in (entry["doi"], None)


def test_most_works_that_are_there_are_found() -> None:
    found = sum(accepted(each["text"]) == each["doi"] for each in RIGHT)
    assert found >= RECALL * len(RIGHT)


def test_there_are_enough_entries_to_judge_by() -> None:
    assert len(RIGHT) >= 60
    assert len(TRAPS) >= 60


ENTRY = "Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9."


def records(*changes: dict[str, object]) -> list[Record]:
    tariffs = usual().crossref["10.5555/tariffs"]
    return [record_of({**tariffs, "DOI": f"10.5555/{at}", **each}) for at, each in enumerate(changes)]


def test_of_two_that_fit_equally_none_is_taken_and_both_are_named() -> None:
    found = match(list_references(ENTRY)[0].item, ENTRY, records({}, {}))
    assert found.record is None
    assert [each.doi for each in found.suggestions] == ["10.5555/0", "10.5555/1"]


def test_the_better_of_two_is_taken() -> None:
    found = match(list_references(ENTRY)[0].item, ENTRY, records({"volume": None, "page": None}, {}))
    assert found.record is not None
    assert found.record.doi == "10.5555/1"


HUGE = {
    "pages": ({"page": "1" * 5000 + "-" + "2" * 5000}, True, []),
    "volume and issue": ({"volume": "9" * 5000, "issue": "9" * 5000}, True, []),
    "title": ({"title": ["a: b " * 20_000]}, False, ["title"]),
    "authors": ({"author": [{"family": f"Family{number}"} for number in range(5000)]}, False, ["author"]),
}


@pytest.mark.parametrize(("change", "taken", "differ"), HUGE.values(), ids=HUGE.keys())
def test_a_record_of_any_size_is_judged(change: dict[str, object], taken: bool, differ: list[str]) -> None:
    item = list_references(ENTRY)[0].item
    (record,) = records(change)
    assert (match(item, ENTRY, [record]).record is not None) == taken
    assert [each.field for each in compare(item, ENTRY, record).differences] == differ


def test_volumes_that_can_t_be_compared_don_t_speak_for_a_record() -> None:
    item = list_references(ENTRY)[0].item
    numbered, named, none = (
        judge(item, ENTRY, record).points for record in records({}, {"volume": "Spring"}, {"volume": None})
    )
    assert numbered > named == none


AGAINST = [
    {"author": []},
    {"author": [{"family": "Okafor", "given": "Anna"}]},
    {"author": [{"family": "Lindqvist", "given": "Bo"}]},
    {"issued": {"date-parts": [[2012]]}, "published-print": None},
    {"volume": "9"},
    {"page": "103-119"},
    {"title": ["Review of: Tariffs and growth"]},
    {"type": "journal"},
    {"type": "peer-review"},
    {"title": ["Tariffs and growth, part II"]},
    {"update-to": [{"DOI": "10.5555/x", "type": "retraction", "source": "publisher"}]},
]


@pytest.mark.parametrize("change", AGAINST, ids=str)
def test_what_contradicts_keeps_a_work_from_being_taken(change: dict[str, object]) -> None:
    assert match(list_references(ENTRY)[0].item, ENTRY, records(change)).record is None
    assert match(list_references(ENTRY)[0].item, ENTRY, records({})).record is not None


# Lists and DOIs as a whole.


@pytest.fixture
def registry() -> Iterator[Registry]:
    with running(usual()) as found:
        yield found


LIST = """\
Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9.
Holm, H. (2015) ‘Growth without trade’, Economy Today, 1(1), pp. 1–12. https://doi.org/10.5555/retracted
Berg, B. (2017) ‘Quotas’, Economy Today, 1(2), pp. 13–19. https://doi.org/10.5555/none
Dahl, D. (2014) ‘Duties of the north’, Daily Courier, 3 May 2014.
"""


def test_every_entry_has_what_came_of_it(registry: Registry) -> None:
    found = resolve_references(list_references(LIST), asking(registry))
    assert [(each.reference, each.doi, each.outcome.value, each.origin.value) for each in found] == [
        (0, "10.5555/tariffs", "found", "searched"),
        (1, "10.5555/retracted", "found", "printed"),
        (2, "10.5555/none", "not-found", "printed"),
        (3, None, "not-checked", "searched"),
    ]
    assert found[3].detail == "no DOI; a newspaper article has none as a rule"


def test_all_kinds_are_searched_only_when_asked(registry: Registry) -> None:
    found = resolve_references(list_references(LIST), asking(registry), Search.ALL)
    assert found[3].outcome is Outcome.NOT_FOUND


def test_nothing_is_searched_when_not_asked(registry: Registry) -> None:
    found = resolve_references(list_references(LIST), asking(registry), Search.NONE)
    assert found[0].outcome is Outcome.NOT_CHECKED
    assert not any("query.bibliographic" in each for each in registry.asked)


def test_a_doi_of_another_work_brings_the_right_one(registry: Registry) -> None:
    text = ENTRY + " https://doi.org/10.5555/retracted"
    (found,) = resolve_references(list_references(text), asking(registry))
    assert found.another_work
    assert [each.doi for each in found.suggestions] == ["10.5555/tariffs"]


def test_a_stop_that_belongs_to_the_doi_is_tried(registry: Registry) -> None:
    tariffs = registry.holdings.crossref["10.5555/tariffs"]
    registry.holdings.crossref["10.5555/tariffs.2017."] = {**tariffs, "DOI": "10.5555/tariffs.2017."}
    (found,) = resolve_references(list_references(f"{ENTRY} https://doi.org/10.5555/tariffs.2017."), asking(registry))
    assert (found.doi, found.outcome) == ("10.5555/tariffs.2017.", Outcome.FOUND)


def test_dois_are_answered_in_order_and_each_as_it_was_asked(registry: Registry) -> None:
    asked = ["doi:10.5555/NONE", "https://doi.org/10.5555/TARIFFS.", "10.1/x", "10.5555/tariffs"]
    found = resolve_dois(asked, asking(registry))
    assert [(each.doi, each.outcome.value) for each in found] == [
        ("10.5555/none", "not-found"),
        ("10.5555/tariffs", "found"),
        (None, "not-checked"),
        ("10.5555/tariffs", "found"),
    ]


def test_an_unanswered_search_is_unavailable_and_not_without_a_result(registry: Registry) -> None:
    registry.holdings.faults.extend(["HTTP 500"] * 1000)
    (found,) = resolve_references(list_references(ENTRY), asking(registry))
    assert found.outcome is Outcome.UNAVAILABLE


def test_a_bibliography_s_entries_are_looked_up_too(registry: Registry) -> None:
    reference = replace(list_references(ENTRY)[0], span=None)
    (found,) = resolve_references([reference], asking(registry))
    assert found.doi == "10.5555/tariffs"
