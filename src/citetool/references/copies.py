"""Entries that stand in a list twice: a cite of such a work means one work, whichever of them is taken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from citetool.folding import fold, fold_words
from citetool.model import Item, Reference
from citetool.names import keys

SAME_TITLE = 95
"""Per cent of likeness; a misprint or another dash leaves more, another title less."""

_MOST = 50
"""Works of one author and year that an entry is held against."""


def mark_copies(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The entries; those of a work that stands earlier in the list say which entry is the work's first.

    Both have the same authors and year, and one title or one DOI; or the same authors and words, whatever they are.
    """
    first = {later.index: one.index for one, later in _copies(references)}
    if not first:
        return references
    return tuple(replace(each, copy_of=first[each.index]) if each.index in first else each for each in references)


def _copies(references: tuple[Reference, ...]) -> Iterator[tuple[Reference, Reference]]:
    """Each entry of a work that stands earlier in the list, behind the work's first."""
    groups: dict[Hashable, list[Reference]] = defaultdict(list)
    for reference in references:
        item = reference.item
        if item.contributors and item.issued and (item.title or item.doi):
            groups[_who(item), item.issued.year].append(reference)
        else:
            groups[_who(item), _words(reference)].append(reference)
    for group in [group for group in groups.values() if len(group) > 1]:
        works: list[Reference] = []
        for reference in group:
            work = next((each for each in works if _same_work(each, reference)), None)
            if work is not None:
                yield work, reference
            elif len(works) < _MOST:
                works.append(reference)


def _who(item: Item) -> str:
    return min(keys(item.contributors[0]), default="") if item.contributors else ""


def _words(reference: Reference) -> str:
    """What an entry says, without its number."""
    return fold(reference.text if reference.number is None else re.sub(r"^\W*[0-9]+", "", reference.text))


def _same_work(one: Reference, other: Reference) -> bool:
    """Whether letter, pages and title (or DOI) of two entries of one author and year agree as far as they are given."""
    items = (one.item, other.item)
    if len(one.item.contributors) != len(other.item.contributors):
        return False
    suffixes = {item.issued.suffix for item in items if item.issued and item.issued.suffix}
    pages = {re.sub(r"\D+", "-", item.page) for item in items if item.page}
    if len(suffixes) > 1:
        return False
    dois = [item.doi.lower() for item in items if item.doi]
    if len(dois) == 2 and dois[0] == dois[1]:
        return True
    same_words = _words(one) == _words(other)
    return same_words or (len(pages) < 2 and _same_title(one.item.title or "", other.item.title or ""))


def _same_title(one: str, other: str) -> bool:
    first, second = " ".join(fold_words(one)), " ".join(fold_words(other))
    return (
        bool(first)
        and re.findall(r"[0-9]+", first) == re.findall(r"[0-9]+", second)
        and fuzz.ratio(first, second) >= SAME_TITLE
    )
