"""Sets of phrases, looked for at one place of a text.

An alternation of some hundred phrases costs a regular expression its length at every place; here a place costs one
look-up of its first word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

_HEAD = re.compile(r"[^\W\d_]+|[§¶\[(]")
_GAP = re.compile(r"[\s,]+")


class Phrases:
    """Phrases of a vocabulary, in lower case and without closing full stop."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Index `phrases` by the letters they open with, the longest first."""
        self._by_head: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in phrases:
            own = tuple(phrase.split())
            if own[0].isalpha():
                self._by_head[own[0]].append(own)
            elif head := _HEAD.match(phrase):
                self._by_head[head.group()].append(own)
        for found in self._by_head.values():
            found.sort(key=lambda own: len(" ".join(own)), reverse=True)

    def match(self, text: str, at: int, end: int) -> int | None:
        """Where the longest phrase that stands at `text[at:end]` ends, with its full stop; `None` if none does.

        The words of a phrase may be divided by white space and commas, or by nothing behind a full stop (`u.a.`), and
        each may bear a full stop. A phrase ends where its last word ends. One of single letters counts with its full
        stops only, and not all in capitals: `E. A.` are initials.
        """
        head = _HEAD.match(text, at, end)
        if head is None:
            return None
        for phrase in self._by_head.get(head.group().lower(), ()):
            reach = _all_words(text, at, end, phrase)
            if reach is not None:
                return reach
        return None


def _all_words(text: str, at: int, end: int, phrase: tuple[str, ...]) -> int | None:
    letters = len(phrase) > 1 and all(len(word) == 1 and word.isalpha() for word in phrase)
    start = at
    for place, word in enumerate(phrase):
        if place:
            gap = _GAP.match(text, at, end)
            if gap is not None:
                at = gap.end()
            elif text[at - 1] != ".":
                return None
        reach = at + len(word)
        if reach > end or text[at:reach].lower() != word:
            return None
        if letters and text[reach : reach + 1] != ".":
            return None
        if reach < end and text[reach].isalnum() and word[-1].isalnum():
            return None
        at = reach + 1 if reach < end and text[reach] == "." else reach
    return None if letters and text[start:at].isupper() else at


def words_in(lowered: str) -> frozenset[str]:
    """The different words of a text in lower case, as `occurring` asks for them."""
    return frozenset(_WORD.findall(lowered))


def occurring(phrases: Iterable[str], present: frozenset[str]) -> tuple[str, ...]:
    """Those of `phrases` all of whose words are among those present in a text (see `words_in`), sorted.

    A pattern made of these alone is many times faster than one of all.
    """
    return tuple(sorted(phrase for phrase in phrases if present.issuperset(_words(phrase))))


def occurring_abbreviations(phrases: Iterable[str], lowered: str) -> tuple[str, ...]:
    """Those of `phrases` that stand in a text in lower case, with or without a space after their full stops, sorted."""
    return tuple(sorted(phrase for phrase in phrases if any(_stands(each, lowered) for each in _spacings(phrase))))


_WORD = re.compile(r"[^\W\d_]+")


@cache
def _words(phrase: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(phrase))


@cache
def _spacings(phrase: str) -> tuple[str, ...]:
    tight = phrase.replace(". ", ".")
    loose = re.sub(r"\.(?=\w)", ". ", tight)
    return (tight,) if tight == loose else (tight, loose)


def _stands(phrase: str, lowered: str) -> bool:
    at = lowered.find(phrase)
    while at != -1:
        end = at + len(phrase)
        if not (at and lowered[at - 1].isalnum()) and not (end < len(lowered) and lowered[end].isalnum()):
            return True
        at = lowered.find(phrase, at + 1)
    return False
