"""Lists that are pasted by themselves: one entry a line, or one a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.references import list_references
from citetool.references.bare_lists import cut_bare_list

LONG = "Abara, N. (2016) ‘The harbour question and the piers of the north’, Port Studies, 68(4),"

LISTS = {
    "one a line": ("Abara 2016. Piers.\nno author, no year\nHolm, M. 2010. Ships.\n", [
        "Abara 2016. Piers.", "no author, no year", "Holm, M. 2010. Ships."]),
    "one line": ("Abara 2016. Piers.", ["Abara 2016. Piers."]),
    "unfinished lines": ("Abara 2016, Piers and\nand so on, 2017\n", ["Abara 2016, Piers and", "and so on, 2017"]),
    "a hanging indent": ("Abara 2016. Piers\n   and tides.\nHolm 2010. Ships.\n", [
        "Abara 2016. Piers and tides.", "Holm 2010. Ships."]),
    "all indented alike": ("  Abara 2016. Piers.\n  Holm 2010. Ships.\n", ["Abara 2016. Piers.", "Holm 2010. Ships."]),
    "paragraphs": (f"{LONG}\npp. 3–9.\n\nHolm 2010. Ships.\n", [f"{LONG} pp. 3–9.", "Holm 2010. Ships."]),
    "a wrapped address": (f"{LONG}\nhttps://a.example\n\nHolm 2010.\n", [f"{LONG} https://a.example", "Holm 2010."]),
    "groups of lines": ("Abara 2016. Piers.\nAbel 2017. Tides.\n\nHolm 2010. Ships.\n", [
        "Abara 2016. Piers.", "Abel 2017. Tides.", "Holm 2010. Ships."]),
    "a heading": ("References\n\nAbara 2016. Piers.\nHolm 2010. Ships.\n", ["Abara 2016. Piers.", "Holm 2010. Ships."]),
    "a heading right above": ("# References:\nAbara 2016. Piers.\n", ["Abara 2016. Piers."]),
    "nothing but a heading": ("References\n", []),
    "nothing": (" \n\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "entries"), LISTS.values(), ids=LISTS.keys())
def test_where_an_entry_ends(text: str, entries: list[str]) -> None:
    assert [each.text for each in list_references(text)] == entries


NUMBERED = {
    "bullets": ("- Abara, N. 2016. Piers.\n- Holm, M. 2010. Ships.\n", ["Abara", "Holm"], [None, None]),
    "numbers": ("1. Abara, N. 2016. Piers.\n2. Holm, M. 2010. Ships.\n", ["Abara", "Holm"], [1, 2]),
    "numbers in brackets": ("[7] Abara, N. 2016. Piers.\n[8] Holm, M. 2010. Ships.\n", ["Abara", "Holm"], [7, 8]),
}


@pytest.mark.parametrize(("text", "families", "numbers"), NUMBERED.values(), ids=NUMBERED.keys())
def test_bullets_and_numbers_are_no_part_of_an_entry(text: str, families: list[str], numbers: list[int | None]) -> None:
    references = list_references(text)
    assert [each.item.author[0].family for each in references] == families
    assert [each.number for each in references] == numbers


def test_a_dash_stands_for_the_authors_before() -> None:
    first, second = list_references("Abara, N. (2016) ‘Piers’, Port Studies.\n——— (2017) ‘Tides’, Port Studies.\n")
    assert first.item.author == second.item.author != ()


def test_entries_have_keys_and_places_of_their_own() -> None:
    text = "Abara, N. 2016. Piers.\nHolm, M. 2010. Ships.\n"
    references = list_references(text)
    assert [each.key for each in references] == ["abara2016", "holm2010"]
    assert [text[each.span.start : each.span.end] for each in references if each.span] == text.splitlines()


ENTRY = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60).map(
    lambda text: f"x{' '.join(text.split())}"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ENTRY, min_size=1, max_size=12))
def test_each_line_is_one_entry_however_odd(entries: list[str]) -> None:
    text = "\n".join(entries) + "\n"
    assert [text[entry.span.start : entry.span.end] for entry in cut_bare_list(text)] == entries
