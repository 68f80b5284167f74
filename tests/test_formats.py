"""The same draft in other formats, made by the programs that people make them with, gives the same links."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from citetool.config import Config
from citetool.lint import lint

BRIEF = Path(__file__).parent.parent / "data" / "brief.txt"
FILES = Path(__file__).parent / "fixtures" / "formats"

FORMATS_OF_BRIEF = {
    "brief.pdf": 0.95,
    "brief-latex.pdf": 0.95,
    "brief-columns.pdf": 0.95,
    "brief-browser.pdf": 0.95,
}
"""File -> the share of the text's citations that must be linked as there."""


@cache
def links(path: Path) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """The citations of a draft, those of the text before those of the notes: words, status, and entries."""
    (checked,) = lint((str(path),), Config(today=date(2026, 6, 1))).documents
    manuscript = checked.manuscript
    pairs = sorted(zip(manuscript.citations, manuscript.links, strict=True), key=lambda pair: pair[0].note is not None)
    return tuple((re.sub(r"[\W_]+", "", each.text), str(link.status), link.references) for each, link in pairs)


@pytest.mark.parametrize(("name", "bar"), FORMATS_OF_BRIEF.items(), ids=FORMATS_OF_BRIEF.keys())
def test_the_brief_has_the_same_links(name: str, bar: float) -> None:
    if name.endswith(".pdf") and find_spec("pypdfium2") is None:
        pytest.skip("pypdfium2 isn't installed")
    wanted, found = links(BRIEF), links(FILES / name)
    same = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    assert same / len(wanted) >= bar
