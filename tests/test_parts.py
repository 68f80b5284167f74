"""The small readers, case by case: names, entries, locators, dates, identifiers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from citetool.csl import to_csl
from citetool.dates import find_dates
from citetool.identifiers import find_dois, find_urls, url_spellings
from citetool.locators import locator_after
from citetool.model import Name, Span
from citetool.names import acronyms, dashes, institution, keys, near, read_name_list, repeated_author, same_initials
from citetool.references.heads import read_head

DATA: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "parts.toml").read_text(encoding="utf-8")
)


def texts(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["text"][:60]) for case in DATA[kind]]


@pytest.mark.parametrize("case", texts("names"))
def test_names_of_an_entrys_head(case: dict[str, Any]) -> None:
    read = read_name_list(case["text"], order="inverted")
    assert [", ".join(part for part in (str(name), name.given) if part) for name in read.names] == case["names"]
    if case["names"]:
        assert case["text"][read.end :] == case["rest"]
    assert read.et_al == case.get("et_al", False)
    assert read.editors == case.get("editors", False)


REPEATED = {
    "———. 2019. Piers": 5,
    "———, ———, and Cole": 10,
    "— 2019": 2,
    ". 2019. Piers": 2,
    ", ed. 2019": 2,
    "& Cole, Piers": 0,
    ".NET Foundation (2019)": None,
    "Abara, N.": None,
}


def test_a_dash_in_several_strokes_is_one() -> None:
    assert [dashes(each) for each in ("— — — 2010", "———, ———, and Cole", "Abara")] == [1, 2, 0]


@pytest.mark.parametrize(("entry", "end"), REPEATED.items())
def test_the_dash_for_the_author_before(entry: str, end: int | None) -> None:
    assert repeated_author(entry) == end


@pytest.mark.parametrize("case", texts("entry"))
def test_fields_of_an_entry_and_their_places(case: dict[str, Any]) -> None:
    text = "before " + case["text"]
    item = read_head(text, Span(7, len(text)))
    assert to_csl(item) == case["csl"]
    for variable, span in item.spans:
        printed = text[span.start : span.end]
        if isinstance(value := case["csl"].get(variable), str):
            assert printed.lower() == value.lower()


@pytest.mark.parametrize("case", texts("locator"))
def test_locators(case: dict[str, Any]) -> None:
    text = "Abara 2016" + case["text"]
    found = locator_after(text, len("Abara 2016"), len(text))
    assert ([found.label, found.first, found.last, found.text] if found else []) == case["is"]
    if found:
        assert text[found.span.start : found.span.end] == found.text


@pytest.mark.parametrize("case", texts("date"))
def test_dates(case: dict[str, Any]) -> None:
    found = [date for _, date in find_dates(case["text"], 0, len(case["text"]))]
    shown = [[d.year or 0, d.month or 0, d.day or 0, d.suffix or "", d.end_year or 0] for d in found]
    assert shown == case["dates"]


@pytest.mark.parametrize("case", texts("identifier"))
def test_identifiers(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [url for _, url in find_urls(text, 0, len(text))] == case["urls"]
    assert [doi for _, doi in find_dois(text, 0, len(text))] == case["dois"]


def test_an_address_may_go_on_where_its_line_ends() -> None:
    text = "See https://example.org/a-\nb/\nc now."
    ((span, url),) = find_urls(text, 0, len(text))
    assert url == "https://example.org/a-b/"
    assert url_spellings(text, span) == ("https://example.org/a-b/", "https://example.org/a-b/c")


NEAR = {
    ("keller", "keler"): True,
    ("schmidt", "schmit"): True,
    ("lindqvist", "linqvist"): True,
    ("marchetti", "marchetii"): True,
    ("martin", "martinova"): False,
    ("brown", "bruno"): False,
    ("kim", "kin"): False,
    ("abara", "zelinsky"): False,
}


@pytest.mark.parametrize(("pair", "is_near"), NEAR.items(), ids=["/".join(pair) for pair in NEAR])
def test_names_a_misprint_apart(pair: tuple[str, str], is_near: bool) -> None:
    assert near(*pair) is is_near
    assert near(*reversed(pair)) is is_near


def test_an_institution_is_known_by_its_name_and_its_acronyms() -> None:
    assert institution("European Harbour Service (EHS)") == Name(literal="European Harbour Service", acronym="EHS")
    assert institution("BFG – Brazil Flora Group") == Name(literal="Brazil Flora Group", acronym="BFG")
    assert acronyms(institution("Organisation for Piers and Docks")) == {"opd"}
    assert "ehs" in keys(institution("European Harbour Service (EHS)"))


def test_a_person_is_known_with_and_without_particle() -> None:
    assert keys(Name(family="Schoon", particle="van")) == {"schoon", "vanschoon"}


def test_a_middle_name_written_out_may_be_of_the_family_name() -> None:
    assert keys(Name(family="Tarn", given="C. Neal")) == {"tarn", "nealtarn"}


INITIALS = {("J. A.", "James"): True, ("JA", "J. A."): True, ("B.", "A."): False, ("A.", None): True}


@pytest.mark.parametrize(("pair", "same"), INITIALS.items(), ids=str)
def test_initials_that_can_be_one_persons(pair: tuple[str | None, str | None], same: bool) -> None:
    assert same_initials(Name(family="X", given=pair[0]), Name(family="X", given=pair[1])) is same
