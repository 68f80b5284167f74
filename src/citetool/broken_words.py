"""Words that the end of a line breaks at their hyphens, and entries read as if no line had ended there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache

from citetool.model import Item, Span
from citetool.vocabulary import words


@cache
def _breaks() -> re.Pattern[str]:
    """Line ends within a word, a range or an address; `Source-` before `and` stands for itself."""
    conjunctions = "|".join(map(re.escape, sorted(words().phrases["and"])))
    return re.compile(rf"(?<=[^\W_][-‐‑])\n[ \t]*(?=[^\W_])(?!(?:{conjunctions})\b)")


def joined(text: str) -> str:
    """The text with words whole again: `Harbour-` at a line's end and `Smith` in the next are `Harbour-Smith`."""
    return _breaks().sub("", text) if "-\n" in text or "‐\n" in text or "‑\n" in text else text


def read_joined(read: Callable[[str, Span], Item], text: str, span: Span) -> Item:
    """What a reader of entries makes of `text[span.start:span.end]` with words whole again; its spans are of `text`."""
    printed = text[span.start : span.end]
    own = joined(printed)
    if own == printed:
        return read(text, span)
    # Where in `own` a line's end is left out, and how many characters are left out up to there.
    places: list[int] = []
    left_out = [0]
    for gap in _breaks().finditer(printed):
        places.append(gap.start() - left_out[-1])
        left_out.append(left_out[-1] + gap.end() - gap.start())

    def in_text(own_span: Span) -> Span:
        # What begins at a gap begins behind it, what ends there ends before it.
        start = span.start + own_span.start + left_out[bisect_right(places, own_span.start)]
        end = span.start + own_span.end + left_out[bisect_left(places, own_span.end)]
        return Span(start, max(start, end))

    item = read(own, Span(0, len(own)))
    return item._replace(spans=tuple((name, in_text(each)) for name, each in item.spans))
