"""Small drafts, and which entry each of their citations means."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypedDict

import pytest

from citetool.lint import understand
from citetool.model import Manuscript, Status
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


def test_every_link_says_why() -> None:
    for case in CASES:
        manuscript = understood(case["draft"] + "\n" + LISTS[case["list"]])
        for link in manuscript.links:
            if link.status in (Status.LINKED, Status.NEAR):
                assert link.evidence
            if link.status is Status.NEAR:
                assert any(not evidence.agrees for evidence in link.evidence)
