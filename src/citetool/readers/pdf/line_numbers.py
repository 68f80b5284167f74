"""The numbers of lines that reviewers' copies bear on their margins, which are no part of the text."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from citetool.readers.pdf.extraction import Word
from citetool.readers.pdf.words import Page

_FEWEST = 8
"""Numbers on a page."""

_LONGEST = 5
"""Digits."""

_STEPS = (1, 2, 5, 10)
"""What line numbers rise by."""

_REGULAR = 0.8
"""Of the numbers of a page; so many rise by the same step, and are as far from each other."""

_PAGES = 0.6
"""Of the pages; so many bear them. Of a list whose numbers hang out on the margin, fewer do."""

_FEWEST_PAGES = 2
"""On a page alone, numbers may be those of a list, or years."""

_COVERED = 0.8
"""Of a page's lines; so many have a number, or stand between two."""

_OUTSIDE = 0.02
"""Of a page's words; so few may reach as far out as line numbers."""


def without_line_numbers(pages: Sequence[Page]) -> list[tuple[Word, ...]]:
    """The words of each page but for the numbers of lines, if most pages bear these."""
    found = [_on_margins(page.words) for page in pages]
    printed = sum(bool(page.words) for page in pages)
    if sum(map(bool, found)) < max(_FEWEST_PAGES, _PAGES * printed):
        return [page.words for page in pages]
    return [
        tuple(word for word in page.words if word not in numbers) if numbers else page.words
        for page, numbers in zip(pages, found, strict=True)
    ]


def _on_margins(words: Sequence[Word]) -> frozenset[Word]:
    """The line numbers of a page, on its left and its right margin."""
    numbers = [word for word in words if word.text.isdecimal() and len(word.text) <= _LONGEST]
    others = [word for word in words if not word.text.isdecimal()]
    if len(numbers) < _FEWEST or not others:
        return frozenset()
    few = int(_OUTSIDE * len(others))
    left = sorted(word.left for word in others)[few]
    right = sorted(word.right for word in others)[-1 - few]
    lines = len({round(word.y) for word in others})
    margins = ([word for word in numbers if word.right < left], [word for word in numbers if word.left > right])
    return frozenset(word for margin in margins if _counts_lines(margin, lines) for word in margin)


def _counts_lines(margin: Sequence[Word], lines: int) -> bool:
    """Whether numbers one below the other rise by one step, at one distance, and are as many as a page's lines need."""
    if len(margin) < _FEWEST:
        return False
    down = sorted(margin, key=lambda word: -word.y)
    steps = Counter(int(after.text) - int(word.text) for word, after in pairwise(down))
    distances = Counter(round(word.y - after.y) for word, after in pairwise(down))
    step, count = steps.most_common(1)[0]
    usual = max(distances, key=lambda each: distances[each])
    near = sum(distances[each] for each in (usual - 1, usual, usual + 1))
    regular = min(count, near) >= _REGULAR * (len(down) - 1)
    return step in _STEPS and regular and step * len(down) >= _COVERED * lines
