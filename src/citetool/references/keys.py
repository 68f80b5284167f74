"""Keys of entries: `lindqvist2018a`, unique within a list, ASCII, the same when other entries are added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from citetool.folding import fold, fold_words
from citetool.model import Item, Reference


def assign_keys(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The same entries, each with a key of its own; a second entry of one key is told apart by a title word."""
    wanted = [_key(each.item, each.text) for each in references]
    counts = Counter(wanted)
    return _unique(
        references,
        [
            key + _title_word(each.item) if counts[key] > 1 else key
            for each, key in zip(references, wanted, strict=True)
        ],
    )


def assign_title_keys(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The same entries, a title word in each key (`lindqvist2018apiers`): no other entry, once added, changes it."""
    return _unique(references, [_key(each.item, each.text) + _title_word(each.item) for each in references])


def keep_keys(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The entries as they are: their keys are those of the file they come from."""
    return tuple(references)


KEYS: dict[str, Callable[[Sequence[Reference]], tuple[Reference, ...]]] = {
    "author-year": assign_keys,
    "author-title-year": assign_title_keys,
    "keep": keep_keys,
}
"""Name of a scheme of keys -> the function that gives entries their keys by it."""


def unique_keys(wanted: Iterable[str], folded: Callable[[str], str] = str) -> list[str]:
    """The keys, in order, those that were given before with a number: `a`, `a-2`, `a-3`.

    Args:
        wanted: the keys, none of them empty.
        folded: what of a key tells it from others; `str.lower` where a program doesn't tell cases apart.
    """
    given: set[str] = set()
    # Each key counts on from its own last number: of many alike, none is tried again.
    numbers: dict[str, int] = {}
    unique = []
    for key in wanted:
        unused, number = key, numbers.get(folded(key), 1)
        while folded(unused) in given:
            number += 1
            unused = f"{key}-{number}"
        numbers[folded(key)] = number
        given.add(folded(unused))
        unique.append(unused)
    return unique


def _unique(references: Sequence[Reference], wanted: Sequence[str]) -> tuple[Reference, ...]:
    return tuple(replace(each, key=key) for each, key in zip(references, unique_keys(wanted), strict=True))


def _key(item: Item, text: str) -> str:
    names = item.contributors
    if names and names[0].literal is not None:
        lead = fold(names[0].acronym or "") or "".join(fold_words(names[0].literal)[:3])
    elif names:
        lead = fold(f"{names[0].particle or ''}{names[0].family or ''}")
    else:
        lead = "".join(fold_words(item.title or text)[:2])
    lead = re.sub(r"[^a-z0-9]", "", lead)[:24]
    date = item.issued
    return (lead or "entry") + (f"{date.year or ''}{date.suffix or ''}" if date else "")


def _title_word(item: Item) -> str:
    return next((re.sub(r"[^a-z0-9]", "", word) for word in fold_words(item.title or "") if len(word) > 3), "")
