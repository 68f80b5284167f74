"""A draft in HTML as a `Document`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from citetool.model import Document, Span
from citetool.readers.headings import list_level
from citetool.readers.html.notes import MarkerLink, NotesOfPage, notes_of
from citetool.readers.html.page import Anchor, Block, Page, read_page
from citetool.readers.html.page import Place as NamedPlace
from citetool.readers.layout import Layout, Marker, NoteBody, Paragraph, Run, lay_out
from citetool.readers.links import Link, Linked, Place, with_addresses
from citetool.readers.notes import RAISED
from citetool.readers.runs import joined
from citetool.vocabulary import LANGUAGES


def read_html(path: str, text: str, remarks: tuple[str, ...] = ()) -> Document:
    """The document that a page is: what it shows but for navigation, its notes, and its list where it marks one."""
    page = read_page(text)
    notes = notes_of(page)
    layout = Layout(tuple(_body(page, notes)), tuple(_bodies(page, notes)), text, remarks=remarks)
    document = lay_out(path, "html", layout)
    language = page.language[:2].lower()
    return replace(document, language=language) if language in LANGUAGES else document


def _body(page: Page, notes: NotesOfPage) -> Iterator[Paragraph]:
    inside = {block for each in notes.blocks.values() for block in each}
    markers = {each.span: each for each in notes.markers}
    below: int | None = None
    for number, block in enumerate(page.blocks):
        if number in inside:
            continue
        parts = list(_parts(block, markers, notes.back))
        words = "".join(part.text for part in parts if isinstance(part, Run))
        below = list_level(words, block.level, below) if words else below
        place = Place.ENTRY if block.entry or below is not None else Place.TEXT
        if block.number is not None:
            parts.insert(0, block.number)
        yield Paragraph(with_addresses(parts, place), block.entry, block.key, block.number is not None)


def _bodies(page: Page, notes: NotesOfPage) -> Iterator[NoteBody]:
    """The notes in the order of their first markers."""
    markers = {each.span: each for each in notes.markers}
    labels: dict[str, str] = {}
    for each in notes.markers:
        labels.setdefault(each.note, each.label)
    for name, label in labels.items():
        paragraphs: list[Paragraph] = []
        for number in notes.blocks[name]:
            parts = list(_parts(page.blocks[number], markers, notes.back))
            if not paragraphs:
                parts = _without_label(parts, label)
            while parts and isinstance(last := parts[-1], Run) and last.text.isspace():
                parts.pop()
            if parts and isinstance(last := parts[-1], Run) and last.length is None:
                parts[-1] = last._replace(text=last.text.rstrip())
            shown = with_addresses(parts, Place.NOTE)
            if any(not isinstance(part, Run) or part.text.strip() for part in shown):
                paragraphs.append(Paragraph(shown))
        yield NoteBody(name, label, tuple(paragraphs))


def _parts(block: Block, markers: Mapping[Span, MarkerLink], back: frozenset[Span]) -> Iterator[Linked]:
    """The parts of a block, links to notes as markers, links back left out."""
    ends = {part.span.start: part for part in block.parts if isinstance(part, Anchor) and part.ends}
    found: list[Linked] = []
    skipped: int | None = None
    for part in block.parts:
        if isinstance(part, Anchor):
            whole = ends.get(part.span.start)
            span = whole.span if whole else part.span
            if skipped is not None:
                skipped = None if part.ends and part.span.start == skipped else skipped
            elif span in markers and not part.ends:
                marker = markers[span]
                found.append(Marker(marker.note, marker.label, span.start, span.end - span.start))
                skipped = span.start
            elif span in back and not part.ends:
                skipped = span.start
            elif part.ends:
                found.append(Link(part.target, part.at, part.length, span.end))
        elif skipped is None and not isinstance(part, NamedPlace):
            found.append(part)
    return joined(_without_brackets(list(joined(found))))


def _without_brackets(parts: Sequence[Linked]) -> Iterator[Linked]:
    """The parts without the brackets around markers, which print `[1]`."""
    closes = False
    for at, part in enumerate(parts):
        if not isinstance(part, Run) or part.length is not None:
            yield part
            continue
        start, end = int(closes), len(part.text)
        closes = False
        if part.text[-1:] in ("[", "(") and isinstance(parts[at + 1] if at + 1 < len(parts) else None, Marker):
            after = parts[at + 2] if at + 2 < len(parts) else None
            closes = isinstance(after, Run) and after.length is None and after.text[:1] in ("]", ")")
            end -= closes
        if start < end:
            yield part._replace(text=part.text[start:end], at=part.at + start)


def _without_label(parts: Sequence[Linked], label: str) -> list[Linked]:
    """The parts of a note without the label that stands before them."""
    own = rf"(?:{re.escape(label)}|{re.escape(label.translate(RAISED))})"
    bare = rf"|{own}(?!\w)[.):]?" if not label.isalpha() else ""
    # What is left of `[^].`, once the link back is gone, is no word either.
    before = re.compile(rf"\s*(?:(?:[\[(]{own}[\])][.:]?|\^|[\[(]?[\])][.:]?|[.:](?=\s)|{own}[.):]{bare})\s*)?")
    left = list(parts)
    while left and isinstance(first := left[0], Run):
        found = before.match(first.text)
        cut = found.end() if found and first.length is None else 0
        if first.text.strip() in ("[", "(") and isinstance(left[1] if len(left) > 1 else None, Run):
            cut = len(first.text)
        if cut < len(first.text) and first.text.strip():
            left[0] = first._replace(text=first.text[cut:], at=first.at + cut)
            break
        left.pop(0)
    return left
