"""Numeric citations: `[12]`, `[3–5, 9]`, superscripts `¹²,¹⁴–¹⁶`, `(12)`, digits that stick to a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citetool.citations.zones import Zone
from citetool.model import Citation, Document, Form, Span
from citetool.references.index import ListIndex

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# Compiled (and kept by `re`) when they are asked for: few drafts cite by number, and none in all these forms.
_DASH = "(?:[‑-—-]|⁻)"
_SQUARE = r"\[(?P<body>[0-9]{1,4}(?:\s?[,;‑-—-]\s?[0-9]{1,4}){0,40}(?:,?\s(?:pp?|S|ch)\.?\s?[0-9–-]{1,11})?)\]"
_ROUND = r"\((?P<body>[0-9]{1,3}(?:\s?[,;‑-—-]\s?[0-9]{1,3}){0,40})\)"
_RAISED = rf"(?P<body>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\)?\s?(?:,|{_DASH})\s?\(?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)"
_STUCK = (
    r"(?:(?<=[^\W\d_]{2})|(?<=[a-z)\]”’\"][.,;:])|(?<=[a-zA-Z]\)))"
    r"(?P<body>[0-9]{1,3}(?:[,–-][0-9]{1,3})*)(?=[\s.,;:)]|$)"
)
_ONE = rf"(?P<first>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:\)?\s?{_DASH}\s?\(?(?P<last>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"

ENOUGH = 3
"""So many citations of a kind in a draft make it the draft's own way of citing."""


_BEYOND = 5
"""Numbers (or a tenth of the list) past its end; farther off, a number in brackets is a quantity, no citation."""


def find_numeric(document: Document, parts: list[Zone], index: ListIndex) -> list[Citation]:
    """The numeric citations of a draft whose list is numbered (or cited by position); none in another draft.

    Once a draft cites that way, a number that the list doesn't have is a citation too.
    """
    if not index.references:
        return []
    largest = max(index.by_number, default=0) or len(index.references)
    bracketed_list = any(reference.text.startswith("[") for reference in index.references if reference.number)
    square = _found(document, parts, _SQUARE, largest)
    if _in_range(square, largest) >= (1 if bracketed_list else ENOUGH):
        return square
    if not index.by_number:
        return []
    if not _notes_have_raised_markers(document):
        raised = _found(document, parts, _RAISED, largest)
        if _in_range(raised, largest) >= ENOUGH:
            return raised
    rounded = _listed(_found(document, parts, _ROUND, largest), largest)
    if len(rounded) >= max(ENOUGH, largest // 2) and _rising(rounded):
        return rounded
    stuck = _listed(_found(document, parts, _STUCK, largest), largest)
    return stuck if len(stuck) >= ENOUGH and len({each.number for each in stuck}) >= 0.5 * largest else []


def _found(document: Document, parts: list[Zone], pattern: str, largest: int) -> list[Citation]:
    return [citation for zone in parts for citation in _in(document, zone, pattern, largest)]


def _listed(citations: list[Citation], largest: int) -> list[Citation]:
    return [each for each in citations if each.number is not None and each.number <= largest]


def _in_range(citations: list[Citation], largest: int) -> int:
    return len(_listed(citations, largest))


def _notes_have_raised_markers(document: Document) -> bool:
    """Whether superscripts (or digits that stick to words) lead to notes, and so are no citations."""
    return any(
        not document.text.startswith("[^", marker.start) and note.number is not None
        for note in document.notes
        for marker in note.marker_spans
    )


def _rising(citations: list[Citation]) -> bool:
    """Whether new numbers appear in order, as they do where sources are numbered as they are cited."""
    top = 0
    jumps = 0
    for citation in citations:
        if citation.number is not None and citation.number > top:
            jumps += citation.number > top + 2
            top = citation.number
    return jumps <= 2


def _in(document: Document, zone: Zone, pattern: str, largest: int) -> Iterator[Citation]:
    text = document.text
    for group in re.compile(pattern).finditer(text, zone.span.start, zone.span.end):
        if pattern == _RAISED and _exponent(text, group.start("body")):
            continue
        for match in re.compile(_ONE).finditer(text, *group.span("body")):
            first = int(match["first"].translate(_PLAIN))
            last = int((match["last"] or match["first"]).translate(_PLAIN))
            if first == 0:
                # `[0, 1]` is an interval.
                break
            if not first <= last or first > largest + max(_BEYOND, largest // 10) or last - first > 60:
                continue
            yield Citation(
                span=Span(*match.span()),
                form=Form.NUMERIC,
                note=zone.note.label if zone.note else None,
                text=match.group(),
                number=first,
                last=last,
            )


def _exponent(text: str, at: int) -> bool:
    """`m²`, `10³`: a unit or a number before it."""
    return re.search(r"(?:^|[^\w])(?:[a-zA-Zµχ]{1,2}|[0-9.,]*[0-9])$", text[max(0, at - 4) : at]) is not None
