"""Citations by the label that an entry bears in the list, `[Mar98]`, `[see MH+04a, p. 7; Mar98]`; and by its key."""

from __future__ import annotations

import re

from citetool.citations.zones import Zone
from citetool.locators import locator_after, number_range
from citetool.model import Citation, Document, Form, Locator, Span
from citetool.references.index import ListIndex

_LOCATOR_END = re.compile(r"[;\])\n]")
_LOCATOR_OPENING = re.compile(r"\s?\[")
"""Of Pandoc's `@key [p. 3]`."""
_CLOSES = re.compile(r"[^;()\[\]\n]{0,100}[;)\]]")


def find_marked(document: Document, parts: list[Zone]) -> list[Citation]:
    """The citations by key that the draft's format marks as such, each with the locator behind it."""
    found: list[Citation] = []
    each = 0
    for zone in parts:
        while each < len(document.keyed) and document.keyed[each].span.start < zone.span.end:
            span, key = document.keyed[each]
            each += 1
            if not zone.span.holds(span):
                continue
            after = document.keyed[each].span.start if each < len(document.keyed) else zone.span.end
            limit = min(after, zone.span.end)
            opening = _LOCATOR_OPENING.match(document.text, span.end, limit)
            begin = opening.end() if opening else span.end
            stop = _LOCATOR_END.search(document.text, begin, limit)
            limit = stop.start() if stop else limit
            # A number alone is a page in brackets and in notes: `(key, 12)`, but not `key, 12 of whom`.
            bare = (
                opening is not None
                or zone.note is not None
                or (stop is not None and _CLOSES.match(document.text, span.end) is not None)
            )
            locator = locator_after(document.text, begin, limit, bare=bare)
            bracketed = locator is None and document.text.startswith(" (", span.end)
            if bracketed:
                locator = _bracketed_locator(document.text, Span(span.end + 2, limit))
            end = locator.span.end if locator else span.end
            if (
                locator is not None
                and end == limit
                and (
                    (opening and document.text.startswith("]", end))
                    or (bracketed and document.text.startswith(")", end))
                )
            ):
                # With the bracket that closes behind it.
                end += 1
            found.append(
                Citation(
                    span=Span(span.start, end),
                    form=Form.KEY,
                    locator=locator,
                    note=zone.note.label if zone.note else None,
                    text=document.text[span.start : end],
                    target=key,
                )
            )
    return found


def _bracketed_locator(text: str, inside: Span) -> Locator | None:
    """The locator that a bracket behind a key holds: `key (p. 3)`, `key (33–35)`."""
    if alone := _NUMBERS.fullmatch(text, *inside):
        return Locator("page", *number_range(alone.group()), alone.group(), inside)
    return locator_after(text, *inside)


_NUMBERS = re.compile(r"[0-9]{1,5}(?:\s?[‑-—-]\s?[0-9]{1,5})?(?:\s?ff?\.?)?")
_SQUARE = re.compile(r"\[(?P<body>[^\[\]\n]{1,200})\]")
_LABEL = re.compile(r"(?:^|[,;]\s?|\s)(?P<label>[^\W_][\w+.:-]{0,15}?)(?=\s?(?:[,;]|$))")
_LABEL_LIKE = re.compile(r"[^\W\d_]{2,6}\+?[0-9]{2,4}[a-z]?")
"""`Mar98`, `MH+04a`: what can be an entry's label though no entry bears it."""


def find_keyed(text: str, parts: list[Zone], index: ListIndex) -> list[Citation]:
    """The citations by labels of a draft whose list bears some; none in another draft."""
    if not index.by_label:
        return []
    found: list[Citation] = []
    for zone in parts:
        for bracket in _SQUARE.finditer(text, zone.span.start, zone.span.end):
            own = [match for match in _LABEL.finditer(bracket["body"]) if _is_label(match["label"], index)]
            for match in own:
                start, end = (bracket.start("body") + at for at in match.span("label"))
                locator = locator_after(text, end, bracket.end("body"))
                end = locator.span.end if locator else end
                found.append(
                    Citation(
                        span=Span(start, end),
                        form=Form.KEY,
                        locator=locator,
                        note=zone.note.label if zone.note else None,
                        text=text[start:end],
                        target=match["label"],
                    )
                )
    return found


def _is_label(text: str, index: ListIndex) -> bool:
    return text in index.by_label or _LABEL_LIKE.fullmatch(text) is not None
