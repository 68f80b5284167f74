"""Small drafts, and which entry each of their citations means."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path
from typing import TypedDict

import pytest

from citetool.lint import understand
from citetool.model import Manuscript, Status
from citetool.readers.markdown.reading import read_markdown
from citetool.readers.text import read_text


class Case(TypedDict):
    """A draft, the list behind it, and its citations in order."""

    name: str
    list: str
    draft: str
    expect: list[str]


DATA = tomllib.loads((Path(__file__).parent / "cases" / "linking.toml").read_text(encoding="utf-8"))
CASES: list[Case] = DATA["case"]
LISTS: dict[str, str] = DATA["lists"]

ARROWS = {Status.LINKED: "->", Status.NEAR: "~>", Status.AMBIGUOUS: "?>", Status.MISSING: "-x"}


def understood(text: str) -> Manuscript:
    return understand(read_text("draft.txt", text))


def shown(manuscript: Manuscript) -> list[str]:
    lines = []
    for citation, link in zip(manuscript.citations, manuscript.links, strict=True):
        keys = [manuscript.references[index].key for index in link.references]
        lines.append(" ".join([citation.text, ARROWS[link.status], *keys]))
    return lines


STYLES = tomllib.loads((Path(__file__).parent / "cases" / "styles.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", STYLES, ids=[case["name"] for case in STYLES])
def test_styles(case: Case) -> None:
    assert shown(understood(case["draft"])) == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_citations_and_their_entries(case: Case) -> None:
    assert shown(understood(case["draft"] + "\n" + LISTS[case["list"]])) == case["expect"]


DRAFTS = [(case["draft"] + "\n" + LISTS[case["list"]], case) for case in CASES]
DRAFTS += [(case["draft"], case) for case in STYLES]


@pytest.mark.parametrize("at_hyphens", [False, True], ids=["whole words", "at hyphens"])
@pytest.mark.parametrize(("draft", "case"), DRAFTS, ids=[case["name"] for _, case in DRAFTS])
def test_lines_that_are_wrapped_change_no_link(draft: str, case: Case, at_hyphens: bool) -> None:
    lines = [textwrap.fill(line, 60, break_on_hyphens=at_hyphens, break_long_words=False) for line in draft.split("\n")]
    found = shown(understood("\n".join(lines)))
    assert [on_one_line(line) for line in found] == [on_one_line(line) for line in case["expect"]]


def on_one_line(text: str) -> str:
    return re.sub(r"(?<=\w-) ", "", " ".join(text.split()))


RAISED_BESIDE_NOTES = {
    "that cite half of the list": (
        "So it is.^1^ And so.^2,3^",
        ["¹ -> abara2016", "² -> brandt2017", "³ -> corelli2018"],
    ),
    "that cite less of it": ("So it is.^1^ And so it is.^1^ And so.^1^", []),
}


@pytest.mark.parametrize(("body", "links"), RAISED_BESIDE_NOTES.values(), ids=RAISED_BESIDE_NOTES.keys())
def test_raised_numbers_beside_the_markers_of_notes(body: str, links: list[str]) -> None:
    entries = (
        "1. Abara N. Harbours. 2016.\n2. Brandt L. Tides. 2017.\n3. Corelli T. Piers. 2018.\n4. Dahl U. Quays. 2019."
    )
    draft = f"{body} Tons[^1] matter.\n\n[^1]: Of 1,000 kg.\n\n# References\n\n{entries}\n"
    assert shown(understand(read_markdown("draft.md", draft))) == links


def test_every_link_says_why() -> None:
    for case in CASES:
        manuscript = understood(case["draft"] + "\n" + LISTS[case["list"]])
        for link in manuscript.links:
            if link.status in (Status.LINKED, Status.NEAR):
                assert link.evidence
            if link.status is Status.NEAR:
                assert any(not evidence.agrees for evidence in link.evidence)
