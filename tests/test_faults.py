"""Faults put into gold papers: each is told at its place with its code, and nothing else changes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from faults import KINDS, Outcome, Paper, choose_faults, outcome, read_paper

GOLD = Path(os.environ.get("CITETOOL_GOLD", Path(__file__).parent.parent.parent / "shared" / "gold"))
"""Gold documents lie beside the project, as for `make score`."""

PAPERS = {
    "short cites in notes": "brief/romano2021",
    "sources in full in notes": "notes/heiss_canary_chicago-note",
    "author and year, in German": "langsci/de_363_5",
    "author, year and letter, in Portuguese": "scielo/hoehnea_de284",
    "numbers": "plos/plos_pone.0118238",
}

MOST = 20
"""Faults of a kind in a paper; all of them together take some fifteen seconds."""

TOLD = 0.95
"""So large a share of the faults of a kind is told, at the least."""

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="no gold documents beside the project (../shared/gold)")


@cache
def paper(folder: str) -> Paper:
    return read_paper(GOLD / folder)


def outcomes(kind: str) -> Iterable[Outcome]:
    for folder in PAPERS.values():
        for fault in choose_faults(paper(folder), kind, MOST, seed=1):
            yield outcome(paper(folder), fault)


@pytest.mark.parametrize("kind", KINDS)
def test_faults_are_told_and_nothing_else_changes(kind: str) -> None:
    found = list(outcomes(kind))
    assert len(found) > MOST
    missed = [str(each.fault.edit) for each in found if each.missed]
    assert len(missed) <= (1 - TOLD) * len(found), missed
    assert [(str(each.fault.edit), each.new, each.gone) for each in found if each.new or each.gone] == []
