"""Titles: as registries have them (escapes, tags, line breaks, marks of a retraction), and whether two say the same."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from html import unescape

from rapidfuzz import fuzz

from citetool.folding import fold_words
from citetool.tex import decode

_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_FORMULA = re.compile(r"\$\$?[^$]{1,500}\$\$?")

_MARKS = "RETRACTED|WITHDRAWN|REMOVED|EXPRESSION OF CONCERN"
_WORKS = "(?: (?:ARTICLE|CHAPTER|PAPER))?"
_MARK = re.compile(
    rf"(?:[\[(](?P<bracketed>{_MARKS}){_WORKS}[\])]\s*[:.–—-]?|(?P<mark>{_MARKS}){_WORKS}\s*[:–—])\s*(?=\S)",
    re.IGNORECASE,
)


def plain(title: str) -> str:
    """A title without tags and escapes, on one line.

    Crossref escapes twice at times (`&amp;lt;i&amp;gt;`), and breaks lines around tags.
    """
    text = title
    for _ in range(3):
        if "&" not in text:
            break
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())


def without_formulas(title: str) -> str:
    """A title without what stands in TeX in it, which no list prints so."""
    return " ".join(_FORMULA.sub(" ", title).split()) if "$" in title else title


def retraction_mark(title: str) -> tuple[str | None, str]:
    """The word that a publisher put before the title of a retracted work (`RETRACTED: …`), and the title proper.

    `Retraction of …` is the title of a notice.
    """
    match = _MARK.match(title)
    return ((match["mark"] or match["bracketed"]).lower(), title[match.end() :]) if match else (None, title)


@lru_cache(maxsize=4096)
def title_words(title: str) -> tuple[str, ...]:
    """The words of a title as they are compared: `&` is "and", `α` is "alpha"."""
    plain = without_formulas(title)
    if "\\" in plain or "{" in plain:
        plain = decode(plain)
    return fold_words(_GREEK.sub(_spelt_out, plain.replace("&", " and ")))


_GREEK = re.compile("[\u0391-\u03c9](?![\u0370-\u03ff])(?<![\u0370-\u03ff].)")


def _spelt_out(letter: re.Match[str]) -> str:
    return f"{unicodedata.name(letter.group(), '').rpartition(' ')[2].lower()} "


def folded(title: str) -> str:
    """A title as it is compared, without what divides its words."""
    return "".join(title_words(title))


SAME_WORDS = 80.0
"""Per cent of likeness of words, from which on they are one, with misprints and spellings of two countries."""

SHORTEST = 12
"""Folded characters from which on a title that stands before a subtitle is one by itself."""


def same_title(one: str, other: str) -> bool:
    """Whether two titles say the same: small words, spelling and the division of words may differ, numbers may not.

    One may lack the other's subtitle.
    """
    mine, theirs = title_words(one), title_words(other)
    for kind, start, end, from_, to in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind in ("delete", "insert") and (end, to) == (len(mine), len(theirs)):
            return len("".join(mine[:start])) >= SHORTEST
        if kind != "equal" and not _same_words(mine[start:end], theirs[from_:to]):
            return False
    return bool(mine and theirs)


def _same_words(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    one, other = "".join(mine), "".join(theirs)
    if one == other:
        return True
    if counted(mine) != counted(theirs):
        return False
    return fuzz.ratio(one, other) >= SAME_WORDS or all(len(each) <= 3 for each in (*mine, *theirs))


_SMALL_ROMAN = re.compile("[ivx]+")
_ORDINAL = re.compile("([0-9]{1,9})(?:st|nd|rd|th|er|e|o|a)?")


def counted(words: tuple[str, ...]) -> frozenset[int]:
    """The numbers among words, ordinals and Roman ones too: parts, years, centuries, editions."""
    digits = {int(match[1]) for each in words if (match := _ORDINAL.fullmatch(each))}
    return frozenset(digits | {value for each in words if _SMALL_ROMAN.fullmatch(each) and (value := roman(each))})


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman(text: str) -> int:
    """The value of a Roman numeral; 0 if it is none."""
    digits = [_ROMAN.get(char, 0) for char in text.strip(" .").lower()]
    if not digits or 0 in digits or len(digits) > 8:
        return 0
    return sum(-one if one < next_one else one for one, next_one in zip(digits, [*digits[1:], 0], strict=True))
