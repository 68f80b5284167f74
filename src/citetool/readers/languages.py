"""Which language a text is in, by the share of the words that tell each language."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from citetool.vocabulary import LANGUAGES, telling_words

_SAMPLE = 12_000
"""Characters: some 2,000 words, enough to tell."""

_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language that most of the telling words belong to; `en` where none stands out.

    A word of several languages counts for each of them, the less the more they are. A capital alone is an initial.
    """
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    found = _WORD.findall(text[middle : middle + _SAMPLE])
    counts = Counter(word.lower() for word in found if len(word) > 1 or word.islower())
    shares = dict.fromkeys(LANGUAGES, 0.0)
    tellers = _tellers()
    for word in sorted(counts.keys() & tellers.keys()):
        for code in tellers[word]:
            shares[code] += counts[word] / len(tellers[word])
    best = max(LANGUAGES, key=lambda code: shares[code])
    return best if shares[best] else "en"


@cache
def _tellers() -> dict[str, list[str]]:
    """Word -> the languages it tells."""
    found: dict[str, list[str]] = {}
    for code in LANGUAGES:
        for word in telling_words(code):
            found.setdefault(word, []).append(code)
    return found
