"""The reference list: cut into entries, read them, give them keys; or take them from a bibliography file."""

from __future__ import annotations

from dataclasses import replace

from citetool.model import Document, Item, Reference
from citetool.references.cutting import cut_entries
from citetool.references.heads import read_head
from citetool.references.keys import assign_keys


def find_references(document: Document, bibliography: tuple[Reference, ...] | None = None) -> tuple[Reference, ...]:
    """The entries that citations may mean: those of the draft's lists, or of `bibliography` where one is given.

    Entries that can't be made out by rules are labelled in full, as `label_references` does with all.
    """
    if bibliography is not None:
        return bibliography
    found: list[Reference] = []
    for entry in cut_entries(document):
        text = document.text[entry.span.start : entry.span.end]
        before = found[-1].item if found else None
        item = read_head(document.text, entry.body)
        if not _made_out(item):
            from citetool.references.labelling import label_entry, moved

            item = moved(label_entry(document.text[entry.body.start : entry.body.end]), entry.body.start)
        found.append(
            Reference(
                index=len(found),
                span=entry.span,
                text=" ".join(text.split()),
                key="",
                item=_repeated(item, before),
                number=entry.number,
            )
        )
    return assign_keys(found)


def _made_out(item: Item) -> bool:
    """Whether the rules saw an entry's parts: a title, and who it is by, or when or where it appeared."""
    named = bool(item.contributors) or item.span_of("repeated-author") is not None
    return item.title is not None and (named or item.issued is not None or item.url is not None)


def label_references(document: Document) -> tuple[Reference, ...]:
    """The entries of a draft's lists with all their fields, as an export needs them."""
    from citetool.references.labelling import label_entry, moved, writes_forward

    references = find_references(document)
    texts = [reference.text for reference in references]
    forward = writes_forward([reference.item for reference in references], texts)
    labelled: list[Reference] = []
    bodies = [entry.body for entry in cut_entries(document)]
    for reference, body in zip(references, bodies, strict=True):
        before = labelled[-1].item if labelled else None
        item = moved(label_entry(document.text[body.start : body.end], forward=forward), body.start)
        labelled.append(replace(reference, item=_repeated(item, before)))
    return assign_keys(labelled)


def _repeated(item: Item, before: Item | None) -> Item:
    """An entry that opens with a dash has the authors (or editors) of the one before it."""
    mark = item.span_of("repeated-author")
    if mark is None or before is None:
        return item
    return item._replace(author=before.author, editor=item.editor or (before.editor if not before.author else ()))
