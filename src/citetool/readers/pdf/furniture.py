"""What a page bears besides its text: running heads, page numbers, and the like at its top and bottom."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from citetool.readers.pdf.extraction import Word
from citetool.readers.pdf.lines import Line, rows
from citetool.readers.pdf.words import Page

_ROWS = 3
"""So many rows at most are a running head, or a foot."""

_APART = 1.5
"""Of the font size; running heads are further from the text, its own lines are nearer to each other."""

_SAME_HEIGHT = 4.0
"""Points."""

_LOOK = 4
"""So many pages on is looked for a row with the same words; odd and even pages, and first ones, may differ."""

_DIGITS = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(
    r"[\W_]*(?:[^\W\d_]{1,10}\.?\s)?([0-9]{1,4}|[ivxlIVXL]{1,7})(?:\s?(?:/|[^\W\d_]{1,4})\s?[0-9]{1,4})?[\W_]*"
)
"""A page's number: `7`, `– 7 –`, `Page 7 of 12`, `xii`."""


class _Row(NamedTuple):
    page: int
    line: Line
    at_top: bool

    @property
    def opens_note(self) -> bool:
        """Whether it begins with a raised digit: notes stand at the foot of each page, and many say `Ibid.`."""
        first = self.line.words[0]
        return first.y > self.line.y + 0.1 * self.line.size and first.text.isdecimal()


def without_furniture(pages: Sequence[Page]) -> list[tuple[Word, ...]]:
    """The words of each page but for those that stand at the top or bottom of other pages as well.

    Numbers may differ, and so may what odd and even pages bear. A running head that names a chapter of one page only
    is known by its height, at which the other pages have theirs.
    """
    edge = [row for number, page in enumerate(pages) for row in _edges(number, page.words)]
    repeated = _repeated(edge) if len(pages) > 1 else {index for index, row in enumerate(edge) if row.line.text == "1"}
    heights = Counter(_height(edge[index]) for index in repeated)
    gone: defaultdict[int, set[tuple[float, float]]] = defaultdict(set)
    for index, row in enumerate(edge):
        if index in repeated or (heights[_height(row)] >= _ROWS and not row.opens_note):
            gone[row.page].update((word.left, word.y) for word in row.line.words)
    return [
        tuple(word for word in page.words if (word.left, word.y) not in gone[number]) if number in gone else page.words
        for number, page in enumerate(pages)
    ]


def _height(row: _Row) -> tuple[bool, int]:
    return row.at_top, round(row.line.y / _SAME_HEIGHT)


def _edges(number: int, words: Sequence[Word]) -> list[_Row]:
    """The rows at the top and bottom of a page that a space divides from its text."""
    lines = rows(words)
    top, bottom = _divided(lines), _divided(lines[::-1])
    if top + bottom >= len(lines):
        # Nothing else is there; what isn't known from other pages is its text.
        return [_Row(number, line, index < top) for index, line in enumerate(lines) if index < top or len(lines) > 1]
    return [
        *(_Row(number, line, True) for line in lines[:top]),
        *(_Row(number, line, False) for line in lines[len(lines) - bottom :]),
    ]


def _divided(lines: Sequence[Line]) -> int:
    """How many rows, from the edge on, a space divides from the rest."""
    for index, (line, after) in enumerate(pairwise(lines), 1):
        if index > _ROWS:
            return 0
        if abs(line.y - after.y) > _APART * max(line.size, after.size):
            return index
    return 0


def _repeated(edge: Sequence[_Row]) -> set[int]:
    """The indexes of rows that other pages have as well."""
    by_key: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
    for index, row in enumerate(edge):
        if not row.opens_note:
            by_key[row.at_top, "#" if _NUMBER.fullmatch(row.line.text) else _DIGITS.sub("#", row.line.text)].append(
                index
            )
    found: set[int] = set()
    for same in by_key.values():
        for place, index in enumerate(same):
            for other in same[place + 1 : place + 1 + _LOOK]:
                if _repeats(edge[index], edge[other]):
                    found |= {index, other}
    return found


def _repeats(row: _Row, other: _Row) -> bool:
    """Whether two rows with the same words stand at one height, and their numbers are equal, or those of the pages."""
    if row.page == other.page or abs(row.line.y - other.line.y) > _SAME_HEIGHT:
        return False
    numbers = (_DIGITS.findall(each.line.text) for each in (row, other))
    return all(int(b) - int(a) in (0, other.page - row.page) for a, b in zip(*numbers, strict=False))
