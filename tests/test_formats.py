"""The brief, converted by real programs, gives the same links in every format."""

import re
from functools import cache
from pathlib import Path

import pytest

from citetool.config import Config
from citetool.lint import lint

DATA = Path(__file__).parent.parent / "data"
CONVERTED = Path(__file__).parent / "fixtures" / "formats"

FORMATS_OF_BRIEF = (
    "brief.md",
    "brief.html",
    "brief.docx",
    "brief-libreoffice.docx",
    "brief.odt",
    "brief-libreoffice.odt",
    "brief.tex",
    "brief.pdf",
    "brief-latex.pdf",
    "brief-columns.pdf",
    "brief-browser.pdf",
)


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


@pytest.mark.parametrize("name", FORMATS_OF_BRIEF)
def test_the_converted_brief_is_linked_as_the_text(name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    assert linked(str(CONVERTED / name)) == linked(str(DATA / "brief.txt"))
