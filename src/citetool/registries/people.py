"""Whether two names are one person's, or one institution's, as entries and registries write them."""

from __future__ import annotations

import re
from functools import lru_cache

from citetool.folding import fold
from citetool.model import Name
from citetool.names import acronyms, initials, keys, near, parts


def initials_agree(one: Name, other: Name) -> bool:
    """Whether initials can be one person's: the first is the same, and the fewer stand among the more, in order."""
    fewer, more = sorted((initials(one), initials(other)), key=len)
    rest = iter(more)
    return not fewer or (fewer[0] == more[0] and all(letter in rest for letter in fewer))


def one_person(one: Name, other: Name) -> bool:
    """Whether two names can be one person's, given names and all."""
    return same_name(one, other) and (initials_agree(one, other) or _swapped(one, other) or _swapped(other, one))


def same_name(one: Name, other: Name) -> bool:
    """Whether two names can be one person's, or one institution's: spelt alike, or a misprint apart."""
    mine, theirs = forms(one) | parts(one), forms(other) | parts(other)
    return spelt_alike(one, other) or any(near(a, b) for a in mine for b in theirs)


def spelt_alike(one: Name, other: Name) -> bool:
    """Whether two names are the same but for how names are written.

    Knows particles, double family names, given and family name swapped, accents, umlauts, transliterations, acronyms.
    """
    mine, theirs = forms(one), forms(other)
    if mine & (theirs | parts(other)) or theirs & parts(one) or acronyms(one) & theirs or acronyms(other) & mine:
        return True
    if _swapped(one, other) or _swapped(other, one):
        return True
    if _BROKEN.search(f"{one}{other}"):
        return any(near(a, b) for a in mine for b in theirs)
    return not {*map(_transliterated, mine)}.isdisjoint(map(_transliterated, theirs))


_BROKEN = re.compile("[?\ufffd]")
"""What stands for letters that an encoding lost."""


@lru_cache(maxsize=8192)
def forms(name: Name) -> frozenset[str]:
    """The folded forms of a name, with umlauts written out (`Mueller`) and with their dots left out (`Muller`)."""
    return keys(name) | ({fold(_written_out(str(name)))} if name.family else frozenset())


_SLAVIC = re.compile(r"(?:[eoiyj](?:[vw]|ff)|[iy]n|[sc]k(?=[iyja])[iyj]*|[iyj]c[hz]?|[yuj]k|enko)(?:a|aya|aja|aia)?$")
_LETTERS = (
    (re.compile("dj"), "d"),
    (re.compile("ff$"), "v"),
    (re.compile("w"), "v"),
    (re.compile("(?<=[ckgsztc])h"), ""),
    (re.compile("t[sz]"), "c"),
    (re.compile("[yj]"), "i"),
    (re.compile("^ie|ie(?=.)"), "e"),
    (re.compile("i+"), "i"),
    (re.compile("x"), "ks"),
)
"""Letters that the ways to write Cyrillic in Latin ones differ in (ISO 9, BGN/PCGN, German), and one for each."""


@lru_cache(maxsize=8192)
def _transliterated(folded: str) -> str:
    """A folded name without what transliterations differ in: umlauts written out, and the letters of Slavic names."""
    plain = re.sub("(?<=[aou])e", "", folded)
    if _SLAVIC.search(plain):
        for letters, one in _LETTERS:
            plain = letters.sub(one, plain)
    return plain


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"})


def _written_out(text: str) -> str:
    return text.translate(_UMLAUTS)


def _swapped(one: Name, other: Name) -> bool:
    """Whether the family name of one is the given name of the other, and the reverse."""
    if not (one.family and one.given and other.family and other.given):
        return False
    return fold(one.family) == fold(other.given) and fold(other.family)[:1] == fold(one.given)[:1]
