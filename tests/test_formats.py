"""The sample brief, converted by real programs, cites the same in every format."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from citetool.lint import understand
from citetool.readers import read

DATA = Path(__file__).parent.parent / "data"
CONVERTED = Path(__file__).parent / "fixtures" / "formats"

FORMATS_OF_BRIEF = {
    "brief.md": 0.98,
    "brief.html": 0.98,
}
"""File -> so large a share of the citations, at least, is linked as in the text."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "*": None, "_": None})


@cache
def linked(path: Path) -> list[tuple[str, str, tuple[int, ...]]]:
    """The citations of the text, then those of the notes: their words, and how they are linked."""
    manuscript = understand(read(str(path)))
    pairs = sorted(zip(manuscript.citations, manuscript.links, strict=True), key=lambda pair: pair[0].note is not None)
    return [(" ".join(cited.text.split()).translate(_QUOTES), link.status, link.references) for cited, link in pairs]


@pytest.mark.parametrize(("name", "bar"), FORMATS_OF_BRIEF.items(), ids=FORMATS_OF_BRIEF.keys())
def test_the_brief_is_linked_as_its_text_is(name: str, bar: float) -> None:
    wanted, found = linked(DATA / "brief.txt"), linked(CONVERTED / name)
    same = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    assert same >= bar * len(wanted)
    assert len(found) <= 1.02 * len(wanted)
