"""The reference list: cut into entries, label them, give them keys; or take them from a bibliography file."""

from __future__ import annotations

from collections.abc import Iterable

from citetool.model import Document, Item, Reference
from citetool.references.cutting import Entry, cut_entries
from citetool.references.keys import assign_keys
from citetool.references.labelling import label


def find_references(document: Document, bibliography: tuple[Reference, ...] | None = None) -> tuple[Reference, ...]:
    """The entries that citations may mean: those of the draft's lists, or of `bibliography` where one is given."""
    if bibliography is not None:
        return bibliography
    return _labelled(document.text, cut_entries(document))


def list_references(text: str) -> tuple[Reference, ...]:
    """The entries of a text that is a reference list and nothing else, one a line or a paragraph."""
    from citetool.references.bare_lists import cut_bare_list

    return _labelled(text, cut_bare_list(text))


def _labelled(text: str, entries: Iterable[Entry]) -> tuple[Reference, ...]:
    found: list[Reference] = []
    for entry in entries:
        before = found[-1].item if found else None
        item = _repeated(label(text, entry.body), before)
        found.append(
            Reference(
                index=len(found),
                span=entry.span,
                text=" ".join(text[entry.span.start : entry.span.end].split()),
                key="",
                item=item,
                number=entry.number,
            )
        )
    return assign_keys(found)


def _repeated(item: Item, before: Item | None) -> Item:
    """An entry that opens with a dash has the authors (or editors) of the one before it."""
    mark = item.span_of("repeated-author")
    if mark is None or before is None:
        return item
    return item._replace(author=before.author, editor=item.editor or (before.editor if not before.author else ()))
