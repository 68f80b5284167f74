"""Citations that a reference manager made: it says which entries they mean."""

from __future__ import annotations

from collections.abc import Sequence

from citetool.model import Citation, Document, Reference
from citetool.places import Places
from citetool.references.managed import managed_items, printed_as


def mark_managed(
    document: Document, citations: tuple[Citation, ...], references: Sequence[Reference]
) -> tuple[Citation, ...]:
    """The citations; those of a reference manager with the entries of the works that it cites at their place."""
    if not document.managed:
        return citations
    entries = printed_as(managed_items(document), references)
    meant = [
        (cite.span, tuple(sorted({index for item in cite.items for index in entries.get(item, ())})))
        for cite in document.managed
    ]
    places = Places(meant)
    return tuple(each._replace(among=next(iter(places.at(each.span)), ())) for each in citations)
