"""Numeric citations: `[12]`, `[3–5, 9]`, superscripts `¹²,¹⁴–¹⁶`, `(12)`, digits that stick to a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citetool.citations.zones import SUPERSCRIPT, Zone
from citetool.model import Citation, Document, Form, Span
from citetool.references.index import ListIndex

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DASH = r"[–‑—⁻-]"
_SQUARE = re.compile(
    r"\[(?P<body>[0-9]{1,4}(?:\s?[,;–‑—-]\s?[0-9]{1,4}){0,40}(?:,?\s(?:pp?|S|ch)\.?\s?[0-9–-]{1,11})?)\]"
)
_ROUND = re.compile(r"\((?P<body>[0-9]{1,3}(?:\s?[,;–‑—-]\s?[0-9]{1,3}){0,40})\)")
_RAISED = re.compile(rf"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\)?\s?(?:,|{_DASH})\s?\(?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_STUCK = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[a-z)\]”’\"][.,;:])|(?<=[a-zA-Z]\)))(?P<body>[0-9]{1,3}(?:[,–-][0-9]{1,3})*)(?=[\s.,;:)]|$)"
)
_ONE = re.compile(rf"(?P<first>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:\)?\s?{_DASH}\s?\(?(?P<last>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")

ENOUGH = 3
"""So many citations of a kind in a draft make it the draft's own way of citing."""


def find_numeric(document: Document, parts: list[Zone], index: ListIndex) -> list[Citation]:
    """The numeric citations of a draft whose list is numbered (or cited by position); none in another draft."""
    if not index.references:
        return []
    largest = max(index.by_number, default=0)
    square = [c for zone in parts for c in _in(document, zone, _SQUARE, largest or len(index.references))]
    if len(square) >= ENOUGH:
        return square
    if not index.by_number:
        return []
    numbered = {note.number for note in document.notes}
    if not any(
        SUPERSCRIPT.fullmatch(document.text, m.start, m.end) for note in document.notes for m in note.marker_spans
    ) and 1 not in {
        note.number
        for note in document.notes
        if note.marker_spans and not document.text.startswith("[^", note.marker_spans[0].start)
    }:
        raised = [c for zone in parts for c in _in(document, zone, _RAISED, largest)]
        if len(raised) >= ENOUGH:
            return raised
    rounded = [c for zone in parts for c in _in(document, zone, _ROUND, largest)]
    if len(rounded) >= max(ENOUGH, largest // 2) and _rising(rounded):
        return rounded
    if numbered and any(note.marker_spans for note in document.notes):
        pass
    stuck = [c for zone in parts for c in _in(document, zone, _STUCK, largest)]
    return stuck if len(stuck) >= ENOUGH and len({c.number for c in stuck}) >= 0.5 * largest else []


def _rising(citations: list[Citation]) -> bool:
    """Whether new numbers appear in order, as they do where sources are numbered as they are cited."""
    top = 0
    jumps = 0
    for citation in citations:
        if citation.number is not None and citation.number > top:
            jumps += citation.number > top + 2
            top = citation.number
    return jumps <= 2


def _in(document: Document, zone: Zone, pattern: re.Pattern[str], largest: int) -> Iterator[Citation]:
    text = document.text
    for group in pattern.finditer(text, zone.span.start, zone.span.end):
        start = group.start("body") if "body" in pattern.groupindex else group.start()
        end = group.end("body") if "body" in pattern.groupindex else group.end()
        if pattern is _RAISED and _exponent(text, start):
            continue
        for match in _ONE.finditer(text, start, end):
            first = int(match["first"].translate(_PLAIN))
            last = int((match["last"] or match["first"]).translate(_PLAIN))
            if not 1 <= first <= last or first > largest or last - first > 60:
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
