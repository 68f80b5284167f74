"""How the entries of a draft's reference list open, which tells what goes on at the top of a page and what begins."""

import re
from collections import Counter
from collections.abc import Iterable

from citetool.readers.lists import dated
from citetool.readers.pdf.lines import ends_sentence

_FEWEST = 4
"""Entries that surely open; fewer show no habit."""

_USUAL = 0.4
"""Of a list's entries; what so many open with is how its entries open."""

_LONGEST = 120
"""Characters of a line that are looked at."""

_KINDS = {
    "address": re.compile(r"https?:|www\.|doi\b|10\.[0-9]{4}", re.I),
    "label": re.compile(r"\[[^\[\]]{1,20}\]"),
    "number": re.compile(r"[0-9]{1,4}[.)](?=\s)"),
    "digits": re.compile(r"[\W_]{0,3}[0-9]"),
    "repeated": re.compile(r"[—–_-]{1,9}(?=[\s.,])"),
    "inverted": re.compile(r"(?:[^\W\d_][\w’'.-]{0,30}\s){0,3}[^\W\d_][\w’'-]{1,30},\s[^\W\d_a-zß-öø-ÿ]"),
    "initials": re.compile(r"(?:[^\W\d_][\w’'-]{1,30}\s){1,3}[^\W\d_a-zß-öø-ÿ]{1,3}(?=[\s.,;:(])"),
    "small": re.compile(r"[\W_]{0,3}[^\W\d_A-ZÀ-ÖØ-Þ](?<=[a-zß-öø-ÿ])"),
}
"""What an entry's first line, or that of the rest of one, begins with; the first kind that matches."""

_CONTINUES = frozenset(["address", "digits", "number", "small"])
"""Kinds that no entry of most lists opens with, though the rest of many an entry does."""

_UNFINISHED = re.compile(r"(?:[,;:&(]|\s(?:and|und|et|y|e|in|of|the))$", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.[0-9]{4,9}/)\S{1,300}$")


class Openings:
    """What the entries of a list open with."""

    def __init__(self, first_lines: Iterable[str]) -> None:
        """Count the kinds of lines that surely open an entry; numbers that follow other kinds are those of endnotes."""
        kinds = [_kind(line) for line in first_lines]
        if "number" in kinds[_FEWEST:] and "number" not in kinds[:_FEWEST]:
            kinds = kinds[: kinds.index("number")]
        self._counts = Counter(kinds)
        self._all = len(kinds)

    def begins(self, line: str, before: str) -> bool | None:
        """Whether a line opens an entry; `None` if its words don't show it.

        Args:
            line: its text.
            before: the text from the entry's opening before it up to it.
        """
        if self._all < _FEWEST:
            return None
        kind = _kind(line)
        complete = ends_sentence(before) or before.endswith(">") or _ADDRESS.search(before[-_LONGEST:]) is not None
        if kind in _CONTINUES and not self._counts[kind] and kind != _kind(before):
            # `350.org (2019)` opens an entry, too.
            return None if kind != "address" and complete and dated(before) and dated(line) else False
        if _UNFINISHED.search(before):
            return False
        if not dated(before):
            return False if self._usual(_kind(before)) and not self._usual(kind) else None
        return True if complete and self._usual(kind) else None

    def _usual(self, kind: str) -> bool:
        return kind != "other" and self._counts[kind] >= _USUAL * self._all


def _kind(line: str) -> str:
    start = line[:_LONGEST]
    return next((name for name, pattern in _KINDS.items() if pattern.match(start)), "other")
