"""DOIs in the forms they are printed in, and the check digits of ISBNs and ISSNs."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.identifiers import doi_breaks, doi_spellings, find_dois, normalise_doi
from citetool.model import Span

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "dois.toml").read_text(encoding="utf-8")
)["doi"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["what"]) for case in CASES])
def test_what_a_printed_doi_may_mean(case: dict[str, Any]) -> None:
    assert list(doi_spellings(case["printed"])) == case["is"]
    assert normalise_doi(case["printed"]) == (case["is"][0] if case["is"] else None)


RUNNING = {
    "Version 10.5/2 of May 10/2018, see 10/aabbe.": [],
    "in 10.1000/ and 03.10.2016/2017": [],
    "10.1000/abc. 2018 was better than 10.1000/def- 5": ["10.1000/abc", "10.1000/def-"],
    "https://x.example.org/doi/10.1000/abc.pdf?x=1, https://doi.org/10.1000/def.pdf": [
        "10.1000/abc",
        "10.1000/def.pdf",
    ],
}


@pytest.mark.parametrize(("text", "dois"), RUNNING.items(), ids=RUNNING.keys())
def test_dois_in_running_text(text: str, dois: list[str]) -> None:
    assert [doi for _, doi in find_dois(text, 0, len(text))] == dois


def test_the_places_at_which_a_doi_is_broken() -> None:
    assert doi_breaks("doi:10. 1016/j.cell. 2019.01.001 and 3") == (Span(7, 8), Span(20, 21))
    assert doi_breaks("doi:10.1000/abc.12. 2019") == ()


REGISTRANTS = st.from_regex(r"[0-9]{4,9}(?:\.[0-9]{1,3})?", fullmatch=True)
PARTS = st.one_of(
    st.text("abcXYZ019.-_:;/+~åЖ", min_size=1, max_size=12),
    st.sampled_from(["(99)", "(SICI)", "[0330:N]", "365:1<113::AID-CNE9>3.0.CO;2-6", "(a.b)"]),
)
DOIS = st.builds(
    lambda registrant, parts, end: f"10.{registrant}/{''.join(parts)}{end}",
    REGISTRANTS,
    st.lists(PARTS, max_size=4),
    st.from_regex(r"[a-z0-9]{0,3}[0-9]", fullmatch=True),
)
"""Those that end in a digit, and so in no publisher's page."""

LEADS = st.sampled_from(
    [
        "", "doi:", "DOI: ", "doi ", "https://doi.org/", "http://dx.doi.org/", "www.doi.org/", "doi:https://doi.org/",
        "https://doi.org/doi:", "https://doi.org/https://doi.org/", "https://doi-org.proxy.example.edu/", "(", "“",
        "https://www.example.org/doi/abs/", "<https://doi.org/", "see ", "\ufeff", "{", r"\doi{",
    ]
)  # fmt: skip
TAILS = st.sampled_from(["", ".", ",", ";", "”", ">", "}", ").", " ", "\u00a0", "\u200b", "/full", "/pdf.", '"', "…"])
WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "percent-encoded": lambda doi: doi.replace("/", "%2F").replace("<", "%3C").replace(">", "%3E"),
    "percent-encoded twice": lambda doi: doi.replace("/", "%252F").replace("<", "%253C").replace(">", "%253E"),
    "as in HTML": lambda doi: doi.replace("<", "&lt;").replace(">", "&gt;"),
    "as in LaTeX": lambda doi: doi.replace("_", r"\_").replace("<", r"\textless{}").replace(">", r"\textgreater{}"),
    "with soft hyphens": lambda doi: "\u00ad".join(doi),
    "with other hyphens": lambda doi: doi.replace("-", "–"),
    "in full width": lambda doi: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in doi),
}


@settings(max_examples=500, deadline=None)
@given(DOIS, st.sampled_from(list(WAYS)), LEADS, TAILS)
def test_a_doi_in_any_dress_is_the_doi(doi: str, way: str, lead: str, tail: str) -> None:
    assert normalise_doi(lead + WAYS[way](doi) + tail) == doi.lower()


SCRAPS = st.sampled_from(
    [
        "10.", "10.1000", "10.1000/", "10/", "doi:", "https://doi.org/", "x.org/", "?a=", "&b=", "#citeas", "/full",
        ".pdf", "%2F", "%25", "%", "&lt;", "&amp;", "&", r"\_", "\\", "\\textless", "{", "}", "$<$", "$", "(", ")", "[",
        "]", "<1:", "<", ">", " ", "\n", "-", ".", "abc", "12", "2019", "v1", "\u00ad", "–", "ﬁ", "％", "İ", "K", "’",
    ]
)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(SCRAPS, max_size=14).map("".join)))
def test_a_normal_doi_stays_as_it_is(printed: str) -> None:
    spellings = doi_spellings(printed)
    doi = normalise_doi(printed)
    assert spellings[:1] == ((doi,) if doi else ())
    assert len(spellings) == len(set(spellings)) <= 4
    if doi is not None:
        assert normalise_doi(doi) == doi
    for span in doi_breaks(printed):
        assert printed[span.start : span.end].isspace()


HOSTILE = [
    "10.1/" + "(" * 100_000, "10.1000/" + "(" * 100_000, "(" * 100_000, "10." * 33_000, "10.1000." * 12_000,
    "%25" * 33_000, "10.1000/%" + "25" * 50_000, "&" + "amp;" * 25_000, "10.1000/a" + "/full" * 20_000,
    "10.1000/(a" * 10_000, "10.1000/[(" * 10_000, "10.1000/" + "<1:" * 33_000, "x/10.1000/a" + "?a" * 50_000,
    "\\text" * 20_000, "10.1000/a-\n1" * 8_000, "10.1000/a" + " " * 100_000 + "1", "10 " * 33_000, "doi " * 25_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    doi_spellings(text)
    list(find_dois(text, 0, len(text)))
    assert time.process_time() - start < 1
