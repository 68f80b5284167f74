"""Whether two names of a journal or book mean the same: in full, abbreviated, as initials."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from citetool.folding import fold_words
from citetool.registries.titles import folded

SAME_CONTAINER = 88.0
"""Per cent of likeness of folded names of journals and books."""

SHORTEST = 12
"""Folded characters from which on a name that stands in another isn't there by chance."""


def same_container(printed: str, registered: tuple[str, ...]) -> bool:
    """Whether a journal or book is one of the registered names, in full, abbreviated, or as its initials."""
    own = bare_container(printed)
    for each in registered:
        form = bare_container(each)
        if not form or not own:
            continue
        if own == form or fuzz.ratio(own, form) >= SAME_CONTAINER:
            return True
        if len(min(own, form, key=len)) >= 6 and (form.startswith(own) or own.startswith(form)):
            return True
        if len(min(own, form, key=len)) >= SHORTEST and (form in own or own in form):
            return True
        if abbreviates(printed, each) or abbreviates(each, printed):
            return True
        if any(abbreviates(acronym, each) for acronym in _ACRONYM.findall(printed)):
            return True
    return False


_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|il|el|los|de|het)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_SMALL_WORDS = frozenset(
    [
        "a", "an", "and", "the", "of", "in", "on", "for", "to", "und", "der", "die", "das", "des", "fur", "zur", "et",
        "de", "la", "le", "les", "du", "y", "e", "del", "di", "della", "i",
    ]
)  # fmt: skip


def bare_container(title: str) -> str:
    """The name of a journal or book as it is compared: folded, without the article it may open with."""
    return folded(_ARTICLE.sub("", title, count=1))


def abbreviates(short: str, full: str) -> bool:
    """Whether one name is the other, shortened word by word (`J. Eur. Public Pol.`, ISO 4) or to initials (`JEPP`).

    Words may be left out; of three and more, the first too, which the reading of an entry may have taken for its title.
    """
    words = [word for word in fold_words(full.replace("&", " and ")) if word not in _SMALL_WORDS]
    # Brackets and ordinals say which meeting it was (`Proc. 5th Int. Workshop (NDM 2015)`), in words or in digits.
    short = _BRACKETS.sub(" ", short)
    shortened = [word for word in fold_words(short.replace("&", " and ")) if word not in _SMALL_WORDS]
    if not words or not shortened:
        return False
    if len(shortened) == 1 and short.isupper() and len(short) > 1:
        return shortened[0] == "".join(word[0] for word in words)
    if shortened[0].startswith("proc"):
        shortened = [word for word in shortened[1:] if not word[0].isdigit()]
    if len(shortened) < 2 or (len(shortened) == 2 and not _shortens(shortened[0], words[0])):
        return False
    rest = iter(words)
    return all(any(_shortens(own, word) for word in rest) for own in shortened)


def _shortens(short: str, word: str) -> bool:
    """Whether a word is the start of another, or leaves letters of it out (`Natl`, `Intl`)."""
    if word.startswith(short):
        return True
    if len(short) < 3 or short[0] != word[0]:
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)
