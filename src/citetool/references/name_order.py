"""Which of two bare words is the family name: the list's alphabetical order tells (`Adler Rachel`, `Brown Lucy`)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from citetool.folding import fold
from citetool.model import Item, Name
from citetool.names import PARTICLES

FEW = 5
"""Entries; of fewer, the order tells nothing."""

ORDERED = 0.9
"""So large a share of neighbours in order shows by what a list is sorted."""


_WRITTEN_OUT = 3
"""Letters; what is shorter is initials."""


def settle_name_order(items: Sequence[Item], printed: Sequence[str]) -> list[Item]:
    """The entries, with family and given names exchanged where the list is sorted by what was taken for given names.

    Args:
        items: the entries as read.
        printed: their texts, without numbers.
    """
    bare = [place for place, item in enumerate(items) if _opens_bare(item, printed[place])]
    if len(bare) < FEW or not _family_first([items[place] for place in bare], [printed[place] for place in bare]):
        return list(items)
    families = {fold(printed[place].split()[0]) for place in bare}
    all_alike = _others_too([items[place] for place in bare], families)
    settled = list(items)
    for place in bare:
        first, *others = items[place].author
        exchanged = [_exchanged(name, printed[place]) for name in others] if all_alike else others
        settled[place] = items[place]._replace(author=(_exchanged(first, printed[place]), *exchanged))
    return settled


def _others_too(items: list[Item], families: set[str]) -> bool:
    """Whether the authors behind the first have their family names first, too: more of these are known as such."""
    others = [name for item in items for name in item.author[1:] if name.family and name.given]
    by_given = sum(fold(name.given.split()[0]) in families for name in others if name.given)
    return by_given > sum(fold(name.family or "") in families for name in others)


def _opens_bare(item: Item, printed: str) -> bool:
    """Whether an entry opens with a person's two names, written out and without a comma between them."""
    first = item.author[0] if item.author else None
    if first is None or not first.family or not first.given or "." in first.given or len(first.given) < 2:
        return False
    return "," not in printed[: len(first.family) + len(first.given)]


def _family_first(items: list[Item], printed: list[str]) -> bool:
    by_first_word = _ordered([fold(text.split()[0]) for text in printed])
    by_family = _ordered([fold(item.author[0].family or "") for item in items])
    return by_first_word >= ORDERED and by_first_word > by_family


def _ordered(keys: list[str]) -> float:
    """The share of neighbours that are in order."""
    return sum(one <= two for one, two in pairwise(keys)) / max(1, len(keys) - 1)


def _exchanged(name: Name, printed: str) -> Name:
    """A name that is printed with its supposed given names first, the other way round."""
    if not name.family or not name.given or "." in name.given or len(name.given) < _WRITTEN_OUT:
        return name
    shown = " ".join(part for part in (name.given, name.particle, name.family) if part)
    if shown not in printed:
        return name
    spoken = shown.split()
    reach = 2 if len(spoken) > 2 and spoken[0].lower() in PARTICLES else 1
    given = spoken[reach:]
    particle: list[str] = []
    while len(given) > 1 and given[-1] in PARTICLES:
        particle.insert(0, given.pop())
    return Name(family=" ".join(spoken[:reach]), given=" ".join(given), particle=" ".join(particle) or None)
