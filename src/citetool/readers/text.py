"""Plain text, as people save it and as the extraction from a PDF leaves it."""

from __future__ import annotations

from citetool.model import Document, PageStart
from citetool.readers.comments import without_comments
from citetool.readers.composing import composing
from citetool.readers.languages import detect_language
from citetool.readers.lines import lines
from citetool.readers.lists import find_lists, outside
from citetool.readers.mapped import Mapped, rewritten
from citetool.readers.notes import find_notes


def read_text(path: str, text: str, remarks: tuple[str, ...] = ()) -> Document:
    """The document that a text is: its notes, lists, pages (form feeds) and language."""
    mapped, comments = without_comments(rewritten(Mapped(text), composing(text)))
    source, text = text, mapped.text
    all_lines = lines(text)
    lists = find_lists(text, all_lines)
    notes, stray = find_notes(text, all_lines, lists)
    return Document(
        path=path,
        format="text",
        text=text,
        notes=notes,
        list_spans=lists,
        pages=_pages(text),
        language=detect_language(outside(text, lists)),
        stray_markers=stray,
        remarks=remarks,
        source=source if mapped.pieces else None,
        pieces=mapped.pieces,
        comments=comments,
    )


def _pages(text: str) -> tuple[PageStart, ...]:
    if "\f" not in text:
        return ()
    starts = (0, *(index + 1 for index, letter in enumerate(text) if letter == "\f"))
    return tuple(PageStart(at, page) for page, at in enumerate(starts, 1))
