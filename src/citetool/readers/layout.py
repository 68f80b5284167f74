"""What a reader makes out of a file that has paragraphs and notes of its own, laid out as a `Document`.

The text of the document is one line a paragraph, a blank line between two: the body, then the notes, each behind its
label. A marker stands as raised digits where the body refers to a note. Text-based formats say where each part stands
in the file, so that places of the document are places of the file.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from citetool.model import Comment, Document, KeyedCite, Note, PageStart, Piece, Span
from citetool.readers.composing import composing
from citetool.readers.languages import detect_language
from citetool.readers.lines import lines
from citetool.readers.lists import find_lists, outside
from citetool.readers.mapped import Mapped, rewritten
from citetool.readers.notes import SUPERSCRIPTS, find_notes


class Run(NamedTuple):
    r"""A stretch of a paragraph.

    Attributes:
        text: as it is read, without markup; `\n` only where the printed line ends.
        at: where it stands in the file's text; 0 for files that are no text.
        length: how many characters of the file it is, where that's not as many as it has; see `Piece`.
        key: the key of an entry that it is, if it cites one.
    """

    text: str
    at: int = 0
    length: int | None = None
    key: str | None = None


class Marker(NamedTuple):
    """Where the text refers to a note.

    Attributes:
        note: the `id` of the note.
        label: as printed where it leads to no note.
        at: where it stands in the file's text, as for `Run`.
        length: how many characters of the file it is.
    """

    note: str
    label: str
    at: int = 0
    length: int = 0


class Said(NamedTuple):
    """A comment to citetool: what it says, `ignore CT106 -- reason`, and where it stands in the file's text."""

    text: str
    at: int = 0


class OnPage(NamedTuple):
    """From here on, a paragraph stands on this page of the file, from 1."""

    page: int


Part: TypeAlias = Run | Marker | Said | OnPage


class Paragraph(NamedTuple):
    r"""A paragraph, heading, item of a list, or cell of a table.

    Attributes:
        parts: what it holds, in order.
        entry: whether the format itself marks it as an entry of the reference list.
        key: the key that the format gives that entry (`\bibitem{key}`).
    """

    parts: tuple[Part, ...]
    entry: bool = False
    key: str | None = None


class NoteBody(NamedTuple):
    """A footnote or endnote.

    Attributes:
        id: what markers name it by.
        label: as printed: `12`, `*`.
        paragraphs: what it holds.
    """

    id: str
    label: str
    paragraphs: tuple[Paragraph, ...]


class Layout(NamedTuple):
    """A draft as its file has it.

    Attributes:
        body: the paragraphs outside notes.
        notes: in the order of their first markers; a format without notes of its own has none.
        source: the text of the file, for text-based formats.
        also_cited: see `Document`, as for `bibliographies` and `remarks`.
    """

    body: tuple[Paragraph, ...]
    notes: tuple[NoteBody, ...] = ()
    source: str | None = None
    also_cited: tuple[str, ...] = ()
    bibliographies: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def lay_out(path: str, name: str, layout: Layout) -> Document:
    """The document that a draft is which was read from `path` in the format `name`.

    Where it has no notes of its own, those are found that are typed by hand, as in plain text.
    """
    page = _Page()
    for paragraph in layout.body:
        page.put(paragraph)
    body_end = page.length
    bodies = [(note, page.put_note(note)) for note in layout.notes]
    text = "".join(page.texts)
    body = text[:body_end]
    all_lines = lines(body)
    lists = page.list_spans() or find_lists(body, all_lines)
    if bodies:
        notes = tuple(
            Note(note.label, int(note.label) if note.label.isdecimal() else None, span, tuple(page.markers(note.id)))
            for note, span in bodies
            if span.start < span.end
        )
        stray = tuple(page.stray_markers({note.id for note in layout.notes}))
    else:
        notes, stray = find_notes(body, all_lines, lists)
    pieces = (*page.pieces, Piece(len(text), len(layout.source), 0)) if layout.source is not None else ()
    return Document(
        path=path,
        format=name,
        text=text,
        notes=notes,
        list_spans=lists,
        pages=tuple(page.pages),
        language=detect_language(outside(text, lists)),
        stray_markers=stray,
        remarks=layout.remarks,
        source=layout.source,
        pieces=pieces,
        comments=tuple(page.comments),
        keyed=tuple(page.keyed),
        also_cited=layout.also_cited,
        entry_keys=tuple(page.entry_keys),
        bibliographies=layout.bibliographies,
    )


_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
BETWEEN = "\n\n"


class _Page:
    """The text so far, and what stands where in it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.length = 0
        self.pieces: list[Piece] = []
        self.pages: list[PageStart] = []
        self.comments: list[Comment] = []
        self.keyed: list[KeyedCite] = []
        self.entry_keys: list[tuple[int, str]] = []
        self._entries: list[list[Span]] = []
        self._markers: list[tuple[Marker, Span]] = []
        self._file_end = 0

    def put(self, paragraph: Paragraph) -> Span:
        """Add a paragraph, unless nothing is in it, and say where it stands."""
        words = [part for part in paragraph.parts if not isinstance(part, Said | OnPage)]
        if not any(isinstance(part, Marker) or part.text.strip() for part in words):
            self.comments += (Comment(self._next(), said.text, True) for said in _said(paragraph.parts))
            return Span(self.length, self.length)
        if self.length:
            self._add(BETWEEN, self._file_end, 0)
        start = self.length
        for part in paragraph.parts:
            match part:
                case Run():
                    self._put_run(part)
                case Marker():
                    self._put_marker(part)
                case Said():
                    self.comments.append(Comment(self.length, part.text, False))
                case OnPage():
                    self._put_page(part.page)
        span = Span(start, self.length)
        if paragraph.entry:
            if not self._entries or self._entries[-1][-1].end + len(BETWEEN) != start:
                self._entries.append([])
            self._entries[-1].append(span)
        if paragraph.key is not None:
            self.entry_keys.append((start, paragraph.key))
        return span

    def put_note(self, note: NoteBody) -> Span:
        """Add a note behind its label, and say where its words stand."""
        label = Run(f"{raised(note.label)} ", self._file_end, 0)
        start = end = self.length
        for index, paragraph in enumerate(note.paragraphs):
            parts = (label, *paragraph.parts) if index == 0 else paragraph.parts
            span = self.put(paragraph._replace(parts=parts))
            if index == 0:
                start = min(span.start + len(label.text), span.end)
            end = max(end, span.end)
        return Span(start, max(start, end))

    def list_spans(self) -> tuple[Span, ...]:
        """The lists whose entries the format marks."""
        return tuple(Span(entries[0].start, entries[-1].end) for entries in self._entries)

    def markers(self, note: str) -> Iterable[Span]:
        """Where the text refers to a note."""
        return (span for marker, span in self._markers if marker.note == note)

    def stray_markers(self, notes: set[str]) -> Iterable[tuple[str, Span]]:
        """The markers that lead to none of these notes."""
        return ((marker.label, span) for marker, span in self._markers if marker.note not in notes)

    def _next(self) -> int:
        """Where the next paragraph will begin."""
        return self.length + (len(BETWEEN) if self.length else 0)

    def _put_run(self, run: Run) -> None:
        length = len(run.text) if run.length is None else run.length
        start = self.length
        edits = composing(run.text)
        if edits and length == len(run.text):
            composed = rewritten(Mapped(run.text), edits)
            self.pieces += (
                piece._replace(start=start + piece.start, at=run.at + piece.at) for piece in composed.pieces[:-1]
            )
            self.texts.append(composed.text)
            self.length += len(composed.text)
            self._file_end = run.at + length
        else:
            self._add(rewritten(Mapped(run.text), edits).text, run.at, length)
        if run.key is not None:
            self.keyed.append(KeyedCite(Span(start, self.length), run.key))

    def _put_marker(self, marker: Marker) -> None:
        start = self.length
        self._add(raised(marker.label), marker.at, marker.length)
        self._markers.append((marker, Span(start, self.length)))

    def _put_page(self, page: int) -> None:
        if not self.pages or self.pages[-1].page != page:
            self.pages.append(PageStart(self.length if self.pages else 0, page))

    def _add(self, text: str, at: int, length: int) -> None:
        if text:
            self.texts.append(text)
            self.pieces.append(Piece(self.length, at, length))
            self.length += len(text)
        self._file_end = at + length


def raised(label: str) -> str:
    """A note's label as its marker shows it: `¹²`; what are no digits as Markdown has them, `[^a]`, but for `*`."""
    if label.isascii() and label.isdecimal():
        return label.translate(_RAISED)
    return label if label and not label[0].isalnum() else f"[^{label}]"


def _said(parts: Sequence[Part]) -> list[Said]:
    return [part for part in parts if isinstance(part, Said)]
