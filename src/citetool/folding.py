"""Folding: the form of a text in which spelling, case, accents and punctuation no longer matter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode doesn't decompose, as bibliographies transcribe them.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h"}
)

WORD = re.compile(r"[^\W_]+(?:[’'\u0300-\u036f]+[^\W\d_]*)*")
"""A word with its inner apostrophes and combining marks."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` as bare lower-case letters and digits: `O’Loughlin` and `O'LOUGHLIN` are both `oloughlin`."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return "".join(filter(str.isalnum, text))


@lru_cache(maxsize=16384)
def fold_words(text: str) -> tuple[str, ...]:
    """The words of `text`, each folded, in order; numbers count as words."""
    return tuple(fold(word) for word in WORD.findall(text))
