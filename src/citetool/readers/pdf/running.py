"""The running text of lines: words joined that a line end divides, letters as they are written elsewhere."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from citetool.readers.pdf.extraction import ACCENTS
from citetool.readers.pdf.lines import Line
from citetool.vocabulary import words as vocabulary

_PRINTED: dict[int, str | None] = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    0x21A9: None,
    0xFE0E: None,
}
"""Ligatures as letters; without the arrows that lead back from the notes of web pages."""

_ACCENTED = re.compile(r"([´ˆ˜¯˘˙¨˚˝ˇ]|`(?=[aeiouAEIOUı]))([^\W\d_])")
_CEDILLA = re.compile(r"¸([cCsStT])|([cCsStTkKlLnNrRgG])¸(?![cCsStT])")

_ADDRESS = re.compile(r"(?:[\w.]{1,99}@|https?://|www\.|doi\.org/|\bdoi:\s?|\b10\.[0-9]{4,9}/)\S*$", re.I)
_ADDRESS_GOES_ON = re.compile(r"[\w%~#&=?+./-]*[0-9/=_%&?#-][\w%~#&=?+./-]*|[a-z0-9-]+\.[a-z]{2,4}\b")
_OR = ("or", "oder", "ou", "o")
_HYPHENS = "-\u00ad\u2010"
_EDGES = re.compile(r"^\W+|\W+$")


class Known(NamedTuple):
    """The words of a draft, in small letters, hyphens kept; they tell what a line end divides.

    Attributes:
        words: but for those that end in a hyphen.
        divided: whether lines end within words, with a hyphen, and not only within compounds, behind theirs.
    """

    words: frozenset[str]
    divided: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Known":
        """The words of some lines, in the order in which these are read."""
        words = frozenset(
            _bare(readable(word.text)) for line in lines for word in line.words if word.text[-1] not in _HYPHENS
        )
        ends = [
            _bare(line.words[-1].text[:-1]) + _bare(after.words[0].text) in words
            for line, after in pairwise(lines)
            if line.words[-1].text[-1] in _HYPHENS
        ]
        return cls(words, 5 * sum(ends) >= len(ends) > 0)


def _bare(word: str) -> str:
    return _EDGES.sub("", word).casefold()


def readable(text: str) -> str:
    """Text without ligatures, and with each letter and its accent in one."""
    if text.isascii() and "`" not in text:
        return text
    text = text.translate(_PRINTED)
    text = _ACCENTED.sub(lambda match: match.group(2) + ACCENTS[match.group(1)], text)
    return _CEDILLA.sub(lambda match: (match.group(1) or match.group(2)) + "\u0327", text)


def joined(before: str, after: str, known: Known) -> tuple[str, str]:
    """What the end of a line and what stands between it and the next become: `(before, between)`.

    A hyphen at the line's end belongs to a compound, a range, or an address; or it divides a word, and goes.
    """
    if not before or not after or before.endswith(" "):
        return before, ""
    tail = before.rsplit(None, 1)[-1]
    head = after.split(None, 1)[0]
    address = _ADDRESS.search(tail)
    if before[-1] in _HYPHENS:
        if before[-1] == "\u00ad":
            return before[:-1], ""
        if address:
            return before, ""
        return _unhyphenated(before, tail, head, known)
    if address and not tail.endswith((".", ",", ";", ")")) and _ADDRESS_GOES_ON.match(head):
        return before, ""
    if address and tail.endswith(".") and re.match(r"[a-z0-9]+[/.][a-z0-9/]", head):
        return before, ""
    if before[-1] in "–/" and len(tail) > 1:
        return before, ""
    return before, " "


def _unhyphenated(before: str, tail: str, head: str, known: Known) -> tuple[str, str]:
    first, second = tail[:-1], head
    if not first or not first[-1].isalnum() or not second[0].isalnum():
        return before, "" if first else " "
    if _bare(second) in (*vocabulary().phrases["and"], *_OR):
        # The first of two compounds: `pre- and post-war`.
        return before, " "
    if first[-1].isdigit() or second[0].isdigit():
        return before, ""
    whole = _bare(first) + _bare(second)
    if whole in known.words:
        return before[:-1], ""
    if f"{_bare(first)}-{_bare(second)}" in known.words:
        return before, ""
    if not known.divided or (second[0].isupper() and not first[-1].isupper()):
        return before, ""
    last = re.split("[-‐]", _bare(first))[-1]
    compound = min(len(last), len(_bare(second))) > 3 and last in known.words and _bare(second) in known.words
    return (before, "") if compound else (before[:-1], "")
