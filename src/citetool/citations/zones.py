"""The parts of a draft in which citations stand, and its text without what only gets in the way of reading them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citetool.model import Document, Note, Span

SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_EMPHASIS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the body, or the body of a note."""

    span: Span
    note: Note | None


def zones(document: Document) -> list[Zone]:
    """The stretches of body between notes and lists, and the notes, in order of their places."""
    taken = sorted([(note.span, note) for note in document.notes] + [(span, None) for span in document.list_spans], key=lambda each: each[0])
    found = []
    at = 0
    for span, note in taken:
        if at < span.start:
            found.append(Zone(Span(at, span.start), None))
        if note is not None:
            found.append(Zone(span, note))
        at = max(at, span.end)
    if at < len(document.text):
        found.append(Zone(Span(at, len(document.text)), None))
    return found


def readable(document: Document) -> str:
    """The text, as long as the document's, with note markers and marks of emphasis blanked out."""
    text = _EMPHASIS.sub(lambda match: " " * len(match.group()), document.text)
    chars = None
    for note in document.notes:
        for marker in note.marker_spans:
            if not SUPERSCRIPT.fullmatch(document.text, marker.start, marker.end):
                chars = chars or list(text)
                chars[marker.start : marker.end] = " " * (marker.end - marker.start)
    text = "".join(chars) if chars is not None else text
    return SUPERSCRIPT.sub(lambda match: " " * len(match.group()), text)
