"""Words of a page put together to lines, and lines to columns, in the order in which they are read."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citetool.readers.pdf.extraction import Word

WIDE = 1.5
"""Of the font size; words further apart than this may belong to two columns."""

_TOUCH = 0.08
"""Of the font size; what is nearer to each other has no space between, whatever pdfium says."""

SAME_LINE = 0.6
"""Of the font size; a raised digit's baseline differs less from that of its line, the next line's differs more."""

_ALIGNED = 3.0
"""Points; edges that differ less are one edge."""

_FEWEST = 4
"""Lines that make a column."""

_CROSSING = 0.4
"""Of a page's lines; where more go over the middle, it has one column."""

_PLACES = 3
"""So many places at most may columns be divided at, over all pages: left and right pages may differ."""

_MIDDLE = (0.35, 0.65)
"""Of the width of a page's text; the space between two columns lies there."""


_SENTENCE_END = re.compile(r"[.!?:;…][”\"’')\]»]{0,3}[0-9]{0,4}(?:↩\ufe0e?)?$")


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, perhaps with a note's number behind it, or an arrow that leads back."""
    return _SENTENCE_END.search(text) is not None


class Line(NamedTuple):
    """A line of one column.

    Attributes:
        words: from left to right.
        left: where it begins, in points, as `right`.
        y: the baseline of most of it.
        size: the font size of most of it.
        column: 0 where it stands in the only one, or over both; else 1 or 2.
        page: its number in the file, from 1.
    """

    words: tuple[Word, ...]
    left: float
    right: float
    y: float
    size: float
    column: int = 0
    page: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(f" {word.text}" if word.spaced else word.text for word in self.words).strip()


def line_of(words: Sequence[Word], column: int = 0, page: int = 0) -> Line:
    """The line that some words make, in whatever order they are."""
    ordered = _spaced(sorted(words, key=lambda word: word.left))
    lengths = Counter[tuple[float, float]]()
    for word in ordered:
        lengths[word.size, word.y] += len(word.text)
    size, y = max(lengths, key=lambda each: lengths[each])
    return Line(tuple(ordered), ordered[0].left, max(word.right for word in ordered), y, size, column, page)


def _spaced(words: Sequence[Word]) -> list[Word]:
    """Words from left to right, with a space before those alone that one has room before."""
    return [
        word._replace(spaced=False)
        if word.spaced and before and word.left - before.right < _TOUCH * word.size
        else word
        for before, word in zip((None, *words), words, strict=False)
    ]


def rows(words: Iterable[Word]) -> list[Line]:
    """The stretches of words side by side, from the top of a page to its bottom, over all columns."""
    chunks = sorted(_chunks(words), key=lambda line: (-line.y, line.left))
    found: list[list[Line]] = []
    for chunk in chunks:
        if found and _beside(found[-1][-1], chunk):
            found[-1].append(chunk)
        else:
            found.append([chunk])
    return [_joined(row) for row in found]


def in_columns(pages: Sequence[Sequence[Word]]) -> list[list[Line]]:
    """The lines of each page as they are read: what goes over both columns, and the columns between, left before right.

    Pages have their columns where most others have them; a page full of long addresses or tables shows less well.
    """
    chunks = [sorted(_chunks(words), key=lambda line: (-line.y, line.left)) for words in pages]
    own = [_gutter(each) for each in chunks]
    counts = Counter(round(gutter / _ALIGNED) for gutter in own if gutter is not None)
    usual = [_ALIGNED * at for at, count in counts.most_common(_PLACES) if count > 1]
    return [
        _ordered(each, next((at for at in usual if _divides(each, at)), gutter), number)
        for number, (each, gutter) in enumerate(zip(chunks, own, strict=True), 1)
    ]


def _ordered(chunks: Sequence[Line], gutter: float | None, page: int) -> list[Line]:
    if gutter is None:
        return _lines(chunks, 0, page)
    found: list[Line] = []
    sides: tuple[list[Line], list[Line]] = ([], [])

    def close() -> None:
        for column, side in enumerate(sides, 1):
            found.extend(_lines(side, column, page))
            side.clear()

    behind = sorted(chunk.y for chunk in chunks if chunk.left >= gutter - 1)
    for chunk in chunks:
        if chunk.left >= gutter - 1:
            sides[1].append(chunk)
        elif chunk.right <= gutter + 1 or _sticks_out(chunk, behind):
            sides[0].append(chunk)
        else:
            close()
            found.append(chunk._replace(page=page))
    close()
    return found


def _sticks_out(chunk: Line, heights: Sequence[float]) -> bool:
    """Whether what begins in the left column and goes over its end, as a long address may, has the right one beside it.

    Args:
        chunk: a line of the left column or of both.
        heights: of the right column's lines, from the bottom.
    """
    reach = WIDE * chunk.size
    near = heights[bisect_left(heights, chunk.y - reach) : bisect_right(heights, chunk.y + reach)]
    return any(abs(y - chunk.y) < SAME_LINE * chunk.size for y in near) or (
        any(y < chunk.y for y in near) and any(y > chunk.y for y in near)
    )


def _chunks(words: Iterable[Word]) -> list[Line]:
    """Words that follow each other on one line."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if (
            last
            and abs(word.y - last.y) < SAME_LINE * max(word.size, last.size)
            and -0.5 * word.size < word.left - last.right < WIDE * max(word.size, last.size)
        ):
            found[-1].append(word)
        else:
            found.append([word])
    return [line_of(each) for each in found]


def _beside(line: Line, other: Line) -> bool:
    """Whether two chunks are parts of one line of print: a raised digit may stand alone."""
    return abs(line.y - other.y) < SAME_LINE * max(line.size, other.size)


def _reach(line: Line) -> float:
    """How far down another chunk may stand and be part of the same line."""
    return line.y - SAME_LINE * line.size


def _joined(chunks: Sequence[Line], column: int = 0, page: int = 0) -> Line:
    """One line of chunks that stand side by side."""
    if len(chunks) == 1:
        return chunks[0]._replace(column=column, page=page)
    words: list[Word] = []
    for chunk in sorted(chunks, key=lambda line: line.left):
        first = chunk.words[0]
        apart = not words or first.left - words[-1].right > 0.14 * first.size
        words += (first._replace(spaced=apart), *chunk.words[1:])
    return line_of(words, column, page)


def _lines(chunks: Sequence[Line], column: int, page: int) -> list[Line]:
    """The lines of a column from its chunks, which are sorted from top to bottom."""
    found: list[list[Line]] = []
    # Of the chunks of the last line the one that is lowest, and the one that takes in the lowest others: those before
    # needn't be looked at, of which hostile pages have ten thousands.
    lowest = widest = None
    for chunk in chunks:
        if lowest and widest and (_beside(lowest, chunk) or _beside(widest, chunk)):
            found[-1].append(chunk)
        else:
            found.append([chunk])
            widest = None
        lowest = chunk
        widest = chunk if widest is None or _reach(chunk) < _reach(widest) else widest
    return sorted((_joined(each, column, page) for each in found), key=lambda line: -line.y)


def _gutter(chunks: Sequence[Line]) -> float | None:
    """The middle of the space between two columns, if a page has two.

    Few lines go over it, the others end before it or begin behind it, and most of those begin at one edge.
    """
    if len(chunks) < 2 * _FEWEST:
        return None
    left, right = min(line.left for line in chunks), max(line.right for line in chunks)
    starts = Counter(round(line.left / _ALIGNED) for line in chunks)
    best = None
    for edge, count in starts.most_common(8):
        at = edge * _ALIGNED - _ALIGNED
        if count < _FEWEST or not left + _MIDDLE[0] * (right - left) < at < left + _MIDDLE[1] * (right - left):
            continue
        crossing = sum(line.left < at - 1 and line.right > at + 1 for line in chunks)
        if _divides(chunks, at) and (best is None or crossing < best[0]):
            nearest = max(line.right for line in chunks if line.right <= at + 1)
            best = crossing, (min(nearest, at) + at) / 2
    return best[1] if best else None


def _divides(chunks: Sequence[Line], at: float) -> bool:
    """Whether most of a page's lines end before a place or begin behind it, some of them each."""
    before = sum(line.right <= at + 1 for line in chunks)
    behind = sum(line.left >= at - 1 for line in chunks)
    return min(before, behind) >= _FEWEST and len(chunks) - before - behind <= _CROSSING * len(chunks)
