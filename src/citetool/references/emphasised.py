"""Titles that only the format's emphasis sets off: of entries that have none by their words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from citetool.model import Document, Item, Reference, Span


def with_emphasised_titles(document: Document, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The entries; one without a title has what is emphasised in it as its title, if that is one stretch of words."""
    if not document.emphasised:
        return references
    return tuple(each if each.item.title else _titled(document, each) for each in references)


def _titled(document: Document, reference: Reference) -> Reference:
    own = reference.span
    if own is None:
        return reference
    first, after = (bisect_left(document.emphasised, Span(at, at)) for at in own)
    inside = [
        span
        for span in document.emphasised[first:after]
        if own.holds(span) and any(letter.isalpha() for letter in document.text[span.start : span.end])
    ]
    if len(inside) != 1:
        return reference
    start, end = inside[0]
    printed = document.text[start:end]
    words = printed.strip().rstrip(",.;:")
    if " " not in words:
        return reference
    start += len(printed) - len(printed.lstrip())
    return replace(reference, item=_with_title(reference.item, words, Span(start, start + len(words))))


def _with_title(item: Item, title: str, span: Span) -> Item:
    """The fields with a title that no other field can be, then."""
    taken = {name for name, other in item.spans if name in ("publisher", "container-title") and other.overlaps(span)}
    return item._replace(
        title=title,
        publisher=None if "publisher" in taken else item.publisher,
        container_title=None if "container-title" in taken else item.container_title,
        spans=(*(each for each in item.spans if each[0] not in taken), ("title", span)),
    )
