"""Entries beside what is registered for their DOI: what is told as different, and what isn't."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citetool.model import Date, Item, Name
from citetool.references import list_references
from citetool.registries.comparing import compare, pages_differ, years_in
from citetool.registries.containers import same_container
from citetool.registries.crossref import record_of
from citetool.registries.people import same_name, spelt_alike
from citetool.resolution import Difference, Record

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "comparing.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]


def registered(case: dict[str, Any]) -> Record:
    return record_of(json.loads(DATA["record"][case["record"]]) | json.loads(case.get("changed", "{}")))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["what"]) for case in CASES])
def test_an_entry_beside_its_record(case: dict[str, Any]) -> None:
    item = list_references(case["entry"])[0].item
    found = compare(item, case["entry"], registered(case))
    assert [each.field for each in found.differences] == case["differ"], item
    assert found.another_work == case.get("another", False)


def test_a_difference_has_both_values() -> None:
    entry = "Schmit, J. (2009). A quay and its levies. Port Policy Review, 14(2), 77–91."
    found = compare(list_references(entry)[0].item, entry, registered({"record": "lone"}))
    assert found.differences == (Difference("author", "Schmit", "Schmidt"), Difference("volume", "14", "4"))


def test_every_year_that_is_registered_is_named() -> None:
    entry = (
        "Lindqvist, A., et al. (1995). Tariffs and growth in small open economies. Journal of Coastal Economics, 12."
    )
    found = compare(list_references(entry)[0].item, entry, registered({"record": "tariffs"}))
    assert found.differences == (Difference("issued", "1995", "2017 or 2018"),)


ALIKE = {
    ("Müller", "Mueller"), ("Müller", "Muller"), ("Mueller", "Muller"), ("Åkesson", "Aakesson"),
    ("Sørensen", "Sorensen"),
    ("Weiß", "Weiss"), ("Łukasz", "Lukasz"), ("O’Neill", "ONeill"), ("Saint-Pierre", "Saint Pierre"),
    ("Nguyễn", "Nguyen"), ("Garza Ruiz", "Ruiz"), ("Petrovsky", "Petrovskij"), ("Petrovskii", "Petrovskiy"),
    ("Alekseev", "Alexeyev"), ("Zhukov", "Žukov"), ("Đorđević", "Djordjevic"), ("Yakovlev", "Jakowlew"),
    ("De La Cruz", "de la Cruz"),
}  # fmt: skip
MISSPELT = {
    ("Schmidt", "Schmit"), ("Schmidt", "Schimdt"), ("Keller", "Keler"), ("Lindqvist", "Lindquist"),
    ("Saint-Pierre", "Saint-Piere"), ("Petrovsky", "Petrorsky"), ("Meyer", "Meier"), ("Sørensen", "Sorenson"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), sorted(ALIKE))
def test_ways_to_write_one_name(one: str, other: str) -> None:
    assert spelt_alike(Name(family=one), Name(family=other))
    assert spelt_alike(Name(family=other), Name(family=one))


@pytest.mark.parametrize(("one", "other"), sorted(MISSPELT))
def test_misprints_of_a_name(one: str, other: str) -> None:
    assert same_name(Name(family=one), Name(family=other))
    assert not spelt_alike(Name(family=one), Name(family=other))


def test_given_and_family_name_swapped() -> None:
    assert spelt_alike(Name(family="Anna", given="Lindqvist"), Name(family="Lindqvist", given="Anna"))


def test_a_series_by_its_initials_after_a_meeting() -> None:
    assert same_container("ISVC 2012. LNCS", ("Lecture Notes in Computer Science",))


def test_the_year_of_a_visit_is_none_of_the_work() -> None:
    assert years_in(Item(accessed=Date(2020)), "Schmidt, J. (2009). Quays. Accessed 3 May 2020.") == {2009}


def test_a_number_that_was_read_for_another_field() -> None:
    record = Record("10.5555/a", "Crossref", Item(volume="1962", page="145-146"))
    assert compare(Item(volume="145"), "Port Weekly 1962, 145.", record).differences == ()
    assert compare(Item(volume="145"), "Port Weekly 145.", record).differences == (Difference("volume", "145", "1962"),)


def test_a_word_of_the_title_that_was_read_for_a_name() -> None:
    authors = (Name(family="Lindqvist"), Name(family="Schmidt"))
    record = Record("10.5555/a", "Crossref", Item(author=authors), titles=("On KRAS and tides",))
    item = Item(author=(Name(family="Lindqvist"), Name(family="Kras")), et_al=True)
    assert compare(item, "Lindqvist, et al. On KRAS and tides.", record).differences == ()


PAGES = {
    ("345–67", "345-367"): False,
    ("345–68", "345-367"): True,
    ("E4832–E4841", "4832-4841"): False,
    ("350", "345-367"): False,
    ("367", "345-367"): False,
    ("344", "345-367"): True,
    ("345–367", "345"): False,
    ("340–367", "345"): True,
    ("346–367", "345-367"): True,
    ("345–367", "1-23"): False,
    ("5–23", "1-23"): True,
    ("1–10", "117701"): False,
    ("17701", "117701"): False,
    ("17710", "117701"): True,
    ("5", "15"): True,
    ("e01567", "e1567"): False,
    ("xii–xv", "12-15"): False,
    ("619a–620", "619-620"): False,
}


@pytest.mark.parametrize(("printed", "registered", "differ"), [(*pair, differ) for pair, differ in PAGES.items()])
def test_pages(printed: str, registered: str, differ: bool) -> None:
    assert pages_differ(printed, registered) is differ


TEXTS = (
    st.none() | st.text(max_size=30) | st.sampled_from(["12", "IV", "e12–e15", "10.5555/a", "Schmidt", "\\'{e}", "0"])
)
NAMES = st.lists(
    st.builds(Name, family=TEXTS, given=TEXTS, particle=TEXTS, suffix=TEXTS, literal=TEXTS, acronym=TEXTS), max_size=3
).map(tuple)
ITEMS = st.builds(
    Item, author=NAMES, editor=NAMES, title=TEXTS, container_title=TEXTS, volume=TEXTS, issue=TEXTS, page=TEXTS
)


@given(ITEMS, ITEMS, st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3), st.sampled_from([(), (2018,)]))
def test_any_two_can_be_compared(mine: Item, theirs: Item, printed: str, texts: list[str], years: tuple[int]) -> None:
    record = Record("10.5555/a", "Crossref", theirs, titles=tuple(texts), containers=tuple(texts), years=years)
    found = compare(mine, printed, record)
    assert all(isinstance(text, str) for each in found.differences for text in each)
