"""Keys of entries: unique, in ASCII, and the same when entries are added."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.model import Date, Item, Name, Reference
from citetool.references.keys import KEYS, unique_keys


def keyed(scheme: str, *items: Item) -> list[str]:
    references = [Reference(place, None, "Printed text", f"own{place}", item) for place, item in enumerate(items)]
    return [each.key for each in KEYS[scheme](references)]


def work(family: str, year: int | None, title: str | None, suffix: str | None = None) -> Item:
    return Item(author=(Name(family),), issued=Date(year, suffix=suffix) if year else None, title=title)


SCHEMES = {
    "author-year": (work("Abara", 2018, "On Piers", "a"), "abara2018a"),
    "author-title-year": (work("Abara", 2018, "On Piers"), "abara2018piers"),
    "keep": (work("Abara", 2018, "On Piers"), "own0"),
}


@pytest.mark.parametrize(("scheme", "expected"), SCHEMES.items())
def test_schemes(scheme: str, expected: tuple[Item, str]) -> None:
    item, key = expected
    assert keyed(scheme, item) == [key]


LEADS = {
    "accents": (work("Łoś-Ünal", 2018, "T"), "losunal2018"),
    "a particle": (Item(author=(Name("Dael", particle="van"),), issued=Date(2018)), "vandael2018"),
    "an institution": (Item(author=(Name(literal="European Harbour Service"),)), "europeanharbourservice"),
    "an acronym": (Item(author=(Name(literal="European Harbour Service", acronym="EHS"),)), "ehs"),
    "no author": (Item(title="The Pier and the Sea"), "thepier"),
    "another script": (work("毛", 2018, "T"), "entry2018"),
    "nothing": (Item(), "printedtext"),
}


@pytest.mark.parametrize(("item", "key"), LEADS.values(), ids=LEADS.keys())
def test_what_a_key_begins_with(item: Item, key: str) -> None:
    assert keyed("author-year", item) == [key]


def test_works_of_one_author_and_year_are_told_apart_by_their_titles() -> None:
    items = [work("Abara", 2018, title) for title in ("On Piers", "On Tides", "On Tides")]
    assert keyed("author-year", *items) == ["abara2018piers", "abara2018tides", "abara2018tides-2"]


WORKS = st.builds(
    work,
    st.sampled_from(["Abara", "Holm", "Ünal"]),
    st.sampled_from([2016, 2018]),
    st.sampled_from(["Piers", "Tides"]),
    st.sampled_from([None, "a"]),
)


@settings(max_examples=200, deadline=None)
@given(items=st.lists(WORKS, max_size=8), added=st.sampled_from(["Brandt", "Corelli"]))
@pytest.mark.parametrize("scheme", ["author-year", "author-title-year"])
def test_keys_are_unique_and_another_authors_work_changes_none(scheme: str, items: list[Item], added: str) -> None:
    before = keyed(scheme, *items)
    assert len(set(before)) == len(before)
    assert all(key.isascii() for key in before)
    assert keyed(scheme, work(added, 2018, "Piers"), *items)[1:] == before


UNIQUE = {
    "none alike": (["a", "b"], ["a", "b"]),
    "three alike": (["a", "a", "a"], ["a", "a-2", "a-3"]),
    "a number that is there": (["a", "a-2", "a"], ["a", "a-2", "a-3"]),
    "a number that was given": (["a", "a", "a-2"], ["a", "a-2", "a-2-2"]),
    "cases": (["a", "A"], ["a", "A-2"]),
    "many": (["a"] * 20_000, ["a", *(f"a-{number}" for number in range(2, 20_001))]),
}


@pytest.mark.parametrize(("wanted", "keys"), UNIQUE.values(), ids=UNIQUE.keys())
def test_keys_that_are_there_get_a_number(wanted: list[str], keys: list[str]) -> None:
    assert unique_keys(wanted, str.lower) == keys


def test_a_title_in_the_key_keeps_it_whatever_is_added() -> None:
    item = work("Abara", 2018, "On Piers")
    assert keyed("author-title-year", item) == keyed("author-title-year", item, work("Abara", 2018, "On Tides"))[:1]
