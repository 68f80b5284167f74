"""The works that a draft's reference manager knows, and the entries of the list that print them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from citetool.folding import fold_words
from citetool.model import Document, Item, Name, Reference

_WORDS = 12
"""So many words of a title that an entry has to have, at most; lists cut titles short, and leave subtitles out."""

_OWN = frozenset(["spans", "note", "et_al"])
"""Fields that stay as they are printed: a manager's notes are its user's own."""


MOST = 5000
"""Different works; a file that holds more was made to keep the reader busy."""


def managed_items(document: Document) -> list[Item]:
    """The different works that the draft's reference manager cites, in order."""
    return list(dict.fromkeys(item for cite in document.managed for item in cite.items))[:MOST]


def printed_as(items: Iterable[Item], references: Sequence[Reference]) -> dict[Item, tuple[int, ...]]:
    """For each work, the indexes of the entries that have its first author, year and title in their text."""
    printed = [_joined(f"{each.text} {each.item.title or ''}") for each in references]
    by_word: dict[str, set[int]] = defaultdict(set)
    for index, text in enumerate(printed):
        for word in text.split():
            by_word[word].add(index)
            if len(word) == 5 and word[:4].isdigit():
                # `2018a`
                by_word[word[:4]].add(index)
    return {item: _entries(item, printed, by_word) for item in items}


def _entries(item: Item, printed: Sequence[str], by_word: dict[str, set[int]]) -> tuple[int, ...]:
    title = fold_words(item.title or "")[:_WORDS]
    if not title:
        return ()
    year = str(item.issued.year) if item.issued and item.issued.year else None
    wanted = [*title, year] if year else list(title)
    having = set.intersection(*sorted((by_word.get(word, set()) for word in wanted), key=len))
    spoken = f" {' '.join(title)} "
    first = item.contributors[0] if item.contributors else None
    return tuple(
        sorted(index for index in having if spoken in printed[index] and (first is None or _has(printed[index], first)))
    )


def _has(printed: str, name: Name) -> bool:
    """Whether an entry has a name: a family name, an institution or, in its stead, what it is called for short."""
    spoken = [name.family] if name.family else [name.literal, name.acronym]
    return any(f" {' '.join(fold_words(each))} " in printed for each in spoken if each)


def _joined(text: str) -> str:
    """The folded words of a text, so that words next to each other are found in it."""
    return f" {' '.join(fold_words(text))} "


def with_managed(document: Document, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The entries of a list, those of works that the draft's reference manager knows with the fields that it has."""
    if not document.managed:
        return references
    known: dict[int, Item] = {}
    for item, entries in printed_as(managed_items(document), references).items():
        if len(entries) == 1:
            known.setdefault(entries[0], item)
    return tuple(
        replace(each, item=_with_fields(each.item, known[each.index])) if each.index in known else each
        for each in references
    )


def _with_fields(printed: Item, known: Item) -> Item:
    """What is printed, but for what the manager knows better; the letter of a year is only printed."""
    fields = {name: value for name, value in known._asdict().items() if value not in (None, ()) and name not in _OWN}
    if known.type == "document":
        del fields["type"]
    if known.issued is not None and printed.issued is not None and known.issued.year == printed.issued.year:
        fields["issued"] = known.issued._replace(suffix=printed.issued.suffix, text=printed.issued.text)
    return printed._replace(**fields, et_al=known.et_al if known.contributors else printed.et_al)
