"""The reference list: cut into entries, read them, give them keys; or take them from a bibliography file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from citetool.broken_words import joined, read_joined
from citetool.model import Date, Document, Item, Reference
from citetool.names import dashes, editors_after
from citetool.references.cutting import Entry, cut_entries
from citetool.references.doubts import doubtful, inverts_names
from citetool.references.emphasised import with_emphasised_titles
from citetool.references.heads import read_head
from citetool.references.keys import assign_keys
from citetool.references.managed import with_managed


def find_references(document: Document, bibliography: tuple[Reference, ...] | None = None) -> tuple[Reference, ...]:
    """The entries that citations may mean: those of the draft's lists, or of `bibliography` where one is given.

    They have the fields that a check asks; entries that rules can't make out are labelled in full.
    """
    if bibliography is not None:
        return bibliography
    entries = cut_entries(document)
    return _as_known(document, _listed(document.text, entries, _quickly(document.text, entries)))


def label_references(document: Document) -> tuple[Reference, ...]:
    """The entries of a draft's lists with all their fields."""
    entries = cut_entries(document)
    return _as_known(document, _listed(document.text, entries, _in_full(document.text, entries)))


def _as_known(document: Document, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The entries with what the draft itself knows of them beyond their words."""
    return _with_own_keys(document, with_managed(document, with_emphasised_titles(document, references)))


def _with_own_keys(document: Document, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The entries, those with the keys that the list itself gives some."""
    if not document.entry_keys:
        return references
    starts = [start for start, _ in document.entry_keys]
    own = []
    for each in references:
        at = bisect_right(starts, each.span.start) - 1 if each.span is not None else -1
        # A key is that of the entry that begins with it, not of those that follow.
        given = at >= 0 and each.span is not None and starts[at] == each.span.start
        own.append(replace(each, key=document.entry_keys[at][1]) if given else each)
    return tuple(own)


def list_references(text: str) -> tuple[Reference, ...]:
    """The entries, with all their fields, of a text that is a list and nothing else, one a line or a paragraph."""
    from citetool.references.bare_lists import cut_bare_list

    entries = cut_bare_list(text)
    return _listed(text, entries, _in_full(text, entries))


DOUBTED = 0.1
"""So large a share of doubtful entries shows a style that the rules don't know; then all entries are labelled."""


def _quickly(text: str, entries: Sequence[Entry]) -> Iterator[Item]:
    """The entries as rules read them; those of which that is doubtful are labelled, or all if these are many."""
    heads = [read_joined(read_head, text, entry.body) for entry in entries]
    printed = [text[entry.body.start : entry.body.end] for entry in entries]
    inverts = inverts_names(heads, printed)
    doubted = [doubtful(head, own, inverts=inverts) for head, own in zip(heads, printed, strict=True)]
    if any(doubted):
        every = sum(doubted) > DOUBTED * len(entries)
        return _labelled(text, entries, heads, [every or each for each in doubted])
    return iter(heads)


def _in_full(text: str, entries: Sequence[Entry]) -> Iterator[Item]:
    heads = [read_joined(read_head, text, entry.body) for entry in entries]
    return _labelled(text, entries, heads, [True] * len(entries))


def _labelled(text: str, entries: Sequence[Entry], heads: Sequence[Item], wanted: Sequence[bool]) -> Iterator[Item]:
    """The entries wanted as the labeller reads them, the others as rules did (`heads`)."""
    from citetool.references.labelling import label_entry, writes_forward
    from citetool.references.name_order import settle_name_order

    printed = [text[entry.body.start : entry.body.end] for entry in entries]
    forward = writes_forward(heads, printed)
    items = [
        read_joined(partial(label_entry, forward=forward), text, entry.body) if label else head
        for entry, head, label in zip(entries, heads, wanted, strict=True)
    ]
    return iter(settle_name_order(items, printed))


def _listed(text: str, entries: Sequence[Entry], items: Iterator[Item]) -> tuple[Reference, ...]:
    found: list[Reference] = []
    for entry, item in zip(entries, items, strict=True):
        before = found[-1].item if found else None
        found.append(
            Reference(
                index=len(found),
                span=entry.span,
                text=" ".join(joined(text[entry.span.start : entry.span.end]).split()),
                key="",
                item=_repeated(item, before, text[entry.body.start : entry.body.start + _OPENING]),
                number=entry.number,
                label=entry.label,
            )
        )
    return assign_keys(found)


_OPENING = 30
"""Characters, at least, in which an entry gives its year if that comes first."""

_YEAR_FIRST = re.compile(
    r"[\s,]*\(?(?P<year>(?:1[4-9]|20)[0-9]{2})(?P<suffix>[a-z])?\)?(?:[.,:]?\s(?=[^\W\d_a-z])|[.,:]?\s?(?=[“‘«„\"']))"
)


def _repeated(item: Item, before: Item | None, opening: str) -> Item:
    """An entry that opens with a dash, or with its year, has the authors (or editors) of the one before it.

    Programs that draw the dash as a line leave no letter of it in the text of a PDF, but a role (`ed. 2009.`).
    """
    if before is None:
        return item
    if item.span_of("repeated-author") is None:
        own = f", {opening}"
        year = _YEAR_FIRST.match(own, editors_after(own, 0, len(own)) or 0)
        if year is None or not before.contributors or (item.contributors and item.contributors[0].literal is None):
            return item
        printed = year["year"] + (year["suffix"] or "")
        item = item._replace(author=(), issued=Date(int(year["year"]), suffix=year["suffix"], text=printed))
    elif item.author:
        # Behind the dash are further authors: it stands for the first one, unless there is a dash for each.
        return item._replace(author=(*before.contributors[: max(1, dashes(opening))], *item.author))
    return item._replace(author=before.author, editor=item.editor or (before.editor if not before.author else ()))
