"""What a reader makes out of a file that has paragraphs and notes of its own, laid out as a `Document`.

The text of the document is one line a paragraph, a blank line between two: the body, then the notes, each behind its
label. A marker stands as raised digits where the body refers to a note. Text-based formats say where each part stands
in the file, so that places of the document are places of the file.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from citetool.errors import UnreadableInput
from citetool.model import Comment, Document, Item, KeyedCite, ManagedCite, Note, PageStart, Piece, Span
from citetool.readers.composing import composing
from citetool.readers.languages import detect_language
from citetool.readers.lines import lines
from citetool.readers.lists import find_lists, outside
from citetool.readers.mapped import Mapped, rewritten
from citetool.readers.notes import RAISED, find_notes


class Run(NamedTuple):
    r"""A stretch of a paragraph.

    Attributes:
        text: as it is read, without markup; `\n` only where the printed line ends.
        at: where it stands in the file's text; 0 for files that are no text.
        length: how many characters of the file it is, where that's not as many as it has; see `Piece`.
        key: the key of an entry that it is, if it cites one.
        items: the works that it cites as the reference manager has them that made it; runs of one citation share the
            same tuple.
        emphasised: whether it is set in italics, or otherwise off.
    """

    text: str
    at: int = 0
    length: int | None = None
    key: str | None = None
    items: tuple[Item, ...] = ()
    emphasised: bool = False


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
    """A comment to citetool.

    Attributes:
        text: what it says: `ignore CT106 -- reason`.
        at: where it stands in the file's text.
        alone: whether it has a line of the paragraph for itself.
    """

    text: str
    at: int = 0
    alone: bool = False


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
        numbered: whether it opens with the number that its list gives it.
    """

    parts: tuple[Part, ...]
    entry: bool = False
    key: str | None = None
    numbered: bool = False


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
    page.end_comments()
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
        notes, stray = find_notes(body, all_lines, lists, frozenset(page.items))
    pieces = (*page.pieces, Piece(len(text), len(layout.source), 0)) if layout.source is not None else ()
    if layout.source is None:
        page.comments = [each._replace(in_row=None) for each in page.comments]
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
        comments=tuple(
            page.comments if layout.source is not None else (said._replace(in_row=None) for said in page.comments)
        ),
        keyed=tuple(page.keyed),
        also_cited=layout.also_cited,
        entry_keys=tuple(page.entry_keys),
        bibliographies=layout.bibliographies,
        managed=tuple(page.managed),
        emphasised=tuple(page.emphasised),
        paragraphs=tuple(each for each in page.starts if each < body_end)
        if layout.source is None and not page.pages
        else (),
    )


MOST_PARAGRAPHS = 200_000
"""A book of a thousand pages has a tenth of them."""


def see_that_it_is_a_draft(paragraphs: int) -> None:
    """Refuse what has more paragraphs than any draft, before it takes the memory that these would.

    Raises:
        UnreadableInput: there are more than `MOST_PARAGRAPHS`.
    """
    if paragraphs > MOST_PARAGRAPHS:
        raise UnreadableInput(f"more than {MOST_PARAGRAPHS:,} paragraphs; split it, or check the part that is a draft")


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
        self._waiting: list[Said] = []
        self.managed: list[ManagedCite] = []
        self.emphasised: list[Span] = []
        self.starts: list[int] = []
        self.items: list[int] = []
        self._entries: list[list[Span]] = []
        self._markers: list[tuple[Marker, Span]] = []
        self._of_notes: dict[str, list[Span]] = {}
        self._file_end = 0

    def put(self, paragraph: Paragraph) -> Span:
        """Add a paragraph, unless nothing is in it, and say where it stands."""
        words = [part for part in paragraph.parts if not isinstance(part, Said | OnPage)]
        if not any(isinstance(part, Marker) or part.text.strip() for part in words):
            self._waiting += _said(paragraph.parts)
            return Span(self.length, self.length)
        if self.length:
            self._part_from(words[0])
        self.end_comments()
        start = self.length
        self.starts.append(start)
        for part in paragraph.parts:
            match part:
                case Run():
                    self._put_run(part)
                case Marker():
                    self._put_marker(part)
                case Said():
                    self.comments.append(Comment(self.length, part.text, part.alone, part.at))
                case OnPage():
                    self._put_page(part.page)
        span = Span(start, self.length)
        if paragraph.entry:
            if not self._entries or self._entries[-1][-1].end + len(BETWEEN) != start:
                self._entries.append([])
            self._entries[-1].append(span)
        if paragraph.numbered:
            self.items.append(start)
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
        return self._of_notes.get(note, ())

    def stray_markers(self, notes: set[str]) -> Iterable[tuple[str, Span]]:
        """The markers that lead to none of these notes."""
        return ((marker.label, span) for marker, span in self._markers if marker.note not in notes)

    def end_comments(self) -> None:
        """Put the comments between the paragraphs so far and what follows here."""
        self.comments += (Comment(self.length, said.text, True) for said in self._waiting)
        self._waiting = []

    def _part_from(self, first: Run | Marker) -> None:
        """Add what parts the last paragraph from one that begins so: in the file, all that stands between them."""
        said = self._waiting[0].at if self._waiting else -1
        if self._file_end <= said < first.at:
            # The blank line is the comments'.
            self._add(BETWEEN[0], self._file_end, said - self._file_end)
            self.end_comments()
            self._add(BETWEEN[1:], said, first.at - said)
        else:
            self._add(BETWEEN, self._file_end, max(0, first.at - self._file_end))

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
        if run.items:
            self._put_cite(Span(start, self.length), run.items)
        if run.emphasised:
            before = self.emphasised[-1] if self.emphasised else None
            if before is not None and before.end == start:
                self.emphasised[-1] = Span(before.start, self.length)
            else:
                self.emphasised.append(Span(start, self.length))

    def _put_cite(self, span: Span, items: tuple[Item, ...]) -> None:
        before = self.managed[-1] if self.managed else None
        if before is not None and before.items is items and before.span.end == span.start:
            self.managed[-1] = before._replace(span=Span(before.span.start, span.end))
        else:
            self.managed.append(ManagedCite(span, items))

    def _put_marker(self, marker: Marker) -> None:
        start = self.length
        self._add(raised(marker.label), marker.at, marker.length)
        self._markers.append((marker, Span(start, self.length)))
        self._of_notes.setdefault(marker.note, []).append(Span(start, self.length))

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
        return label.translate(RAISED)
    return label if label and not label[0].isalnum() else f"[^{label}]"


def _said(parts: Sequence[Part]) -> list[Said]:
    return [part for part in parts if isinstance(part, Said)]
