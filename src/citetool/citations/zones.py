"""The parts of a draft in which citations stand, and its text without what only gets in the way of reading them."""

import re
from typing import NamedTuple

from citetool.model import Document, Note, Span

BRACKET = re.compile(r"\(([^()\n]{3,400})\)")
"""Round brackets in one paragraph of a readable text; group 1 is what they hold."""

_LINE_END = re.compile(r"(?<=[^\s‐‑-])\n(?=\S)")

_MARKS = re.compile(r"[*_⁰¹²³⁴⁵⁶⁷⁸⁹]")


class Zone(NamedTuple):
    """A stretch of the body, or the body of a note."""

    span: Span
    note: Note | None


def zones(document: Document) -> list[Zone]:
    """The stretches of body between notes and lists, and the notes, in order of their places."""
    taken = sorted(
        [(note.span, note) for note in document.notes] + [(span, None) for span in document.list_spans],
        key=lambda each: each[0],
    )
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


def with_emphasis(document: Document) -> str:
    """The text, as long as the document's, with `*` for the white space around words that its format emphasises.

    Emphasis tells titles. Of whole paragraphs and notes it tells none, nor where it begins in small letters: `et al.`
    """
    if not document.emphasised:
        return document.text
    letters = list(document.text)
    for start, end in document.emphasised:
        line = document.line_span(start)
        note = document.note_at(start)
        first = note.span.start if note is not None else line.start
        if (start <= first and end >= line.end) or document.text[start:end].lstrip()[:1].islower():
            continue
        if start > line.start and letters[start - 1].isspace():
            letters[start - 1] = "*"
        if end < line.end and letters[end].isspace():
            letters[end] = "*"
    return "".join(letters)


_PARENTHESIS = re.compile(r"[()]")


def brackets(text: str, span: Span) -> list[Span]:
    """What stands in round brackets, each with the brackets that it holds itself; those that don't close are none."""
    found = []
    opened: list[int] = []
    for match in _PARENTHESIS.finditer(text, span.start, span.end):
        if match.group() == "(":
            opened.append(match.end())
        elif opened:
            start = opened.pop()
            if not opened and start < match.start():
                found.append(Span(start, match.start()))
    return found


def closing_bracket(text: str, start: int, end: int) -> int:
    """Where the round bracket closes that holds what `text[start:end]` begins with; `end` if none does."""
    depth = 0
    for match in _PARENTHESIS.finditer(text, start, end):
        depth += 1 if match.group() == "(" else -1
        if depth < 0:
            return match.start()
    return end


def readable(document: Document) -> str:
    """The text, as long as the document's, with what only its setting puts there blanked out.

    That are note markers, marks of emphasis and the ends of lines within paragraphs. A line's end behind a hyphen
    stays, since it tells that the word goes on.
    """
    text = document.text
    blanks = [(span.start, span.end) for note in document.notes for span in note.marker_spans]
    blanks += [match.span() for match in _MARKS.finditer(text) if _in_the_way(text, *match.span())]
    pieces = []
    done = 0
    for start, end in sorted(blanks):
        if start >= done:
            pieces += [text[done:start], " " * (end - start)]
            done = end
    return _LINE_END.sub(" ", "".join([*pieces, text[done:]]))


def _in_the_way(text: str, start: int, end: int) -> bool:
    """Whether a mark is a superscript or emphasis: an underscore inside a word or an address is neither."""
    if text[start] not in "*_":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start] == "*":
        return not (before.isspace() and after.isspace())
    return (not before.isalnum() and after.isalnum()) or (before.isalnum() and not after.isalnum() and after != "/")
