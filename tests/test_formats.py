"""The brief, converted by real programs, gives the same links in every format."""

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from citetool.config import Config
from citetool.lint import lint

DATA = Path(__file__).parent.parent / "data"
CONVERTED = Path(__file__).parent / "fixtures" / "formats"

FORMATS_OF_BRIEF = {
    "brief.md": 1.0,
    "brief.html": 1.0,
    "brief.docx": 1.0,
    "brief-libreoffice.docx": 1.0,
    "brief.odt": 1.0,
    "brief-libreoffice.odt": 1.0,
    "brief.tex": 1.0,
    "brief.pdf": 0.98,
    "brief-latex.pdf": 0.98,
    "brief-columns.pdf": 0.98,
    "brief-browser.pdf": 0.98,
}
"""File -> the share of the brief's citations that have to be linked in it as in the text."""


@cache
def linked(path: str) -> list[tuple[bool, str, str, tuple[int, ...]]]:
    """The letters and digits of each citation, and its link: those of the body, then those of the notes."""
    (checked,) = lint((path,), Config()).documents
    manuscript = checked.manuscript
    found = [
        (each.note is not None, re.sub(r"[\W_]+", "", each.text), link.status.value, link.references)
        for each, link in zip(manuscript.citations, manuscript.links, strict=True)
    ]
    return sorted(found, key=lambda each: each[0])


@pytest.mark.parametrize(("name", "bar"), FORMATS_OF_BRIEF.items(), ids=FORMATS_OF_BRIEF.keys())
def test_the_converted_brief_is_linked_as_the_text(name: str, bar: float) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    wanted, found = linked(str(DATA / "brief.txt")), linked(str(CONVERTED / name))
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    assert same >= bar * len(wanted), f"{same} of {len(wanted)}"
    assert len(found) <= len(wanted) + (1 - bar) * len(wanted)
