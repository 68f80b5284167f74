"""What the rules made of an entry, and whether to doubt it: a quick reading has to know where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citetool.model import Item
from citetool.names import PARTICLES
from citetool.vocabulary import words

_NO_TITLE = re.compile(
    r"[^\W\d_]\.(?!\w)"  # an initial
    r"|[^\W\d_a-z][\w’'-]+\s(?:[^\W\d_a-z]\.[\s-]?){1,3},\s"  # a name: `Marsh T., `
    r"|(?:1[4-9]|20)[0-9]{2}[a-z]?[,.:]\s"  # a year
    r"|(?:and|&|und|et|y|e|i|en|[–—-])\s"
    r"|[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+)?/[^\W\d_a-z]"  # names with a slash between them
)
"""What a title doesn't open with, but names that were cut short do."""

_JOINED = re.compile(r",\s|\s(?:and|&|und|et|y|e|i|en)\s")

_ARTICLES = frozenset(["the", "a", "an", "der", "die", "das", "il", "lo", "gli", "el", "los", "las", "les", "os", "as"])

_BEFORE_COLON = re.compile(r"[^:.,(“„«\"*]{4,120}(?=:\s)")


def inverts_names(heads: Sequence[Item], printed: Sequence[str]) -> bool:
    """Whether most entries of a list open with a family name and go on with initials or given names."""
    firsts = [head.contributors[0] if head.contributors else None for head in heads]
    inverted = sum(
        1
        for first, text in zip(firsts, printed, strict=True)
        if first and first.family and first.given and text.casefold().startswith(str(first).casefold())
    )
    return 2 * inverted >= len(heads)


def doubtful(item: Item, printed: str, *, inverts: bool) -> bool:
    """Whether the names or the title of an entry, read by rules, look like something else.

    Args:
        item: what was read.
        printed: the entry's text, without its number.
        inverts: whether its list inverts names, so that `Daily Harbour` is no person.
    """
    named = bool(item.contributors) or item.span_of("repeated-author") is not None
    if item.title is None or not (named or item.issued is not None or item.url is not None):
        return True
    if _NO_TITLE.match(item.title) or _several_persons(item.title):
        return True
    first = item.contributors[0] if item.contributors else None
    if first is not None:
        return not inverts and first.literal is not None and first.acronym is None and _like_persons(first.literal)
    before = None if named else _BEFORE_COLON.match(printed)
    return before is not None and _like_persons(before.group())


def _several_persons(text: str) -> bool:
    """Whether a title is two persons or more, each with two names: `Lea Brandt and Ada Moor`."""
    parts = _JOINED.split(text)
    return len(parts) > 1 and all(1 < len(part.split()) < 5 for part in parts) and _like_persons(text)


def _like_persons(text: str) -> bool:
    """Whether all words are capitalised but for particles and "and", and none is one of institutions: `Lea Brandt`."""
    vocabulary = words()
    spoken = re.findall(r"[^\W\d_][\w’'.-]*", text)
    if len(spoken) < 2:
        return False
    for word in spoken:
        plain = word.lower().rstrip(".")
        if plain in vocabulary.phrases["institutions"] or plain in _ARTICLES or (word.isupper() and len(word) > 3):
            return False
        if word[0].islower() and plain not in PARTICLES and plain not in vocabulary.phrases["and"]:
            return False
    return True
