"""The values that flow through citetool: a draft, its citations, its entries, the links, the findings.

All are immutable and without I/O; sequences are tuples; what is absent is `None`. The many small ones are named tuples,
which are made and compared several times faster than frozen dataclasses. Names follow CSL-JSON
(https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables), with underscores for hyphens.
Offsets are code points of `Document.text`; spans are half-open.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citetool.resolution import Address, Resolution


class Span(NamedTuple):
    """The half-open range `[start, end)` of code points of a document's text."""

    start: int
    end: int

    def __contains__(self, offset: object) -> bool:
        """Whether an offset lies inside this span."""
        return isinstance(offset, int) and self.start <= offset < self.end

    def holds(self, other: "Span") -> bool:
        """Whether a whole span lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """Where an offset lies: `line`, `column`, `page` and `paragraph` count from 1.

    `page` is `None` where pages are unknown; `paragraph` is, where lines say more, and in notes. `path` is that of the
    file, which is the draft's or one that it includes.
    """

    line: int
    column: int
    page: int | None
    path: str
    paragraph: int | None = None


class Note(NamedTuple):
    """A footnote or endnote.

    Attributes:
        label: as printed, in plain digits (`12`), or `*`.
        number: the label as a number, or `None` (`*`, `a`).
        span: its body, without the label.
        marker_spans: where the text refers to it; empty if it never does.
    """

    label: str
    number: int | None
    span: Span
    marker_spans: tuple[Span, ...] = ()


class PageStart(NamedTuple):
    """Where a page begins, or goes on behind notes or a paragraph that hold another's text.

    Attributes:
        at: the offset in `Document.text`.
        page: its number in the file, from 1.
    """

    at: int
    page: int


class Comment(NamedTuple):
    """What a draft says to citetool.

    Attributes:
        at: the offset in `Document.text`, which goes on there as if there were no comment.
        text: what it says, without marks, on one line: `ignore CT106 -- no list entry wanted`.
        alone: whether nothing else stands on its line.
        in_row: where it stands in the row of the draft's files (see `Included`), where their lines aren't the text's.
    """

    at: int
    text: str
    alone: bool
    in_row: int | None = None


class Piece(NamedTuple):
    """A stretch of a document's text, up to the next piece, and the stretch of the file that it was read from.

    Where both are of one length, they are the same characters or stand for each other one by one; else the one stands
    for the other as a whole (`é` for `e` and an accent, `—` for `---`, a blank line for nothing).

    Attributes:
        start: the offset in `Document.text`.
        at: the offset in the file's text; of a file that the draft includes, behind its `Included.start`.
        length: how many characters of the file it is.
    """

    start: int
    at: int
    length: int


class Included(NamedTuple):
    """A file that a draft includes, and that is read as a part of it.

    Attributes:
        path: from where the user is, as the draft's is.
        source: its text.
        start: where it begins in the row of the draft's own file and those that it includes, by which pieces count.
    """

    path: str
    source: str
    start: int


class KeyedCite(NamedTuple):
    """A citation by the key of an entry, where the draft's format marks it as one.

    Attributes:
        span: the key, as the text has it.
        key: the key.
    """

    span: Span
    key: str


class FileRead(NamedTuple):
    """A file besides the draft's own that was read for it, or looked for.

    Attributes:
        path: from where the user is.
        digest: SHA-256 of what it held, in hexadecimal; empty if it wasn't there.
    """

    path: str
    digest: str


def source_span(pieces: "Sequence[Piece]", starts: "Sequence[int]", span: Span) -> Span:
    """Where a stretch of a text stands in the text that it was read from.

    Args:
        pieces: where the parts of the text stand, the last one at its end.
        starts: their `start`s.
        span: the stretch; if it is empty, so is what is returned.
    """

    def verbatim(index: int) -> bool:
        return index + 1 == len(pieces) or starts[index + 1] - starts[index] == pieces[index].length

    index = bisect_right(starts, span.start) - 1
    first = pieces[index]
    start = first.at + (span.start - starts[index] if verbatim(index) else 0)
    if span.start >= span.end:
        return Span(start, start)
    index = bisect_right(starts, span.end - 1) - 1
    end = pieces[index].at + (span.end - starts[index] if verbatim(index) else pieces[index].length)
    if end < start and pieces[index].length:
        # What is printed last stands first in the file: `\\cite[p. 3]{key}`.
        return Span(pieces[index].at, first.at + first.length)
    return Span(start, max(start, end))


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1]))


class Name(NamedTuple):
    """A person (`family`, `given`, `particle`, `suffix`) or an institution (`literal`, perhaps an `acronym`)."""

    family: str | None = None
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    literal: str | None = None
    acronym: str | None = None

    def __str__(self) -> str:
        """The name as a short cite prints it: particle and family name, or the institution."""
        if self.literal is not None:
            return self.literal
        return " ".join(part for part in (self.particle, self.family) if part)


class Date(NamedTuple):
    """A date of issue as far as it is printed.

    Attributes:
        year: `None` where the text says there is none (`n.d.`, `forthcoming`).
        suffix: the letter that tells works of one year apart.
        end_year: the last year of a range.
        circa: whether the year is given as approximate (`c. 1920`, `[1920?]`).
        text: as printed.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    suffix: str | None = None
    end_year: int | None = None
    circa: bool = False
    text: str = ""


class Locator(NamedTuple):
    """A place inside a work.

    Attributes:
        label: CSL's term, `page`, `note`, `paragraph`, …
        first: the first number; `None` for Roman numerals and the like.
        last: the last number of a range (`419–20` gives 420), else the same as `first`.
        text: as printed, label included.
        span: where it stands.
    """

    label: str
    first: int | None
    last: int | None
    text: str
    span: Span


class Form(StrEnum):
    """How a citation is printed."""

    SHORT = "short"
    AUTHOR_ONLY = "author-only"
    MENTION = "mention"
    IBID = "ibid"
    BACK_REFERENCE = "back-reference"
    FULL = "full"
    NAMED_SOURCE = "named-source"
    URL = "url"
    NUMERIC = "numeric"
    KEY = "key"


class System(StrEnum):
    """A way of citing. A draft may have several, in the text and in its notes."""

    NUMERIC = "numeric"
    KEY = "key"
    AUTHOR_YEAR = "author-year"
    AUTHOR = "author"
    FULL = "full"
    BACK_REFERENCE = "back-reference"


class Practice(NamedTuple):
    """A system of citing that a draft keeps to, and the evidence for it.

    Attributes:
        system: numbers; labels of entries; names and year; names (or a title) alone; in full; a pointer to a note.
        in_notes: whether the notes cite so, or the text.
        shown: how many places show it: citations in the text, or notes.
        of: how many look like it or, of notes, how many there are.
        example: the first of them, as printed.
    """

    system: System
    in_notes: bool
    shown: int
    of: int
    example: str


class Status(StrEnum):
    """How a citation and the list agree."""

    LINKED = "linked"
    NEAR = "near"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"


class Citation(NamedTuple):
    """One source cited at one place.

    Attributes:
        span: names, year and locator, without brackets and signals.
        form: how it is printed.
        names: the authors as cited.
        et_al: whether the names end in `et al.` or its like.
        date: as cited.
        title: a title or short title as cited.
        locator: the place in the source.
        signal: the words before it that say how it is used (`see also`, `quoted in`).
        note: the label of the note it stands in; `None` in the body.
        text: as printed, `document.text[span.start:span.end]`.
        number: the number of a numeric citation.
        last: the last number of a numeric range (`3–5`), else the same as `number`.
        target: the label of the note that a back-reference names, or that documents a mention; the label of the entry
            that a key means.
        url: the address given, if any.
        known_through: the span of the work that this one is quoted in.
        among: the entries that the draft's reference manager says are meant here; empty where it says nothing.
    """

    span: Span
    form: Form
    names: tuple[Name, ...] = ()
    et_al: bool = False
    date: Date | None = None
    title: str | None = None
    locator: Locator | None = None
    signal: str | None = None
    note: str | None = None
    text: str = ""
    number: int | None = None
    last: int | None = None
    target: str | None = None
    url: str | None = None
    known_through: Span | None = None
    among: tuple[int, ...] = ()


class Item(NamedTuple):
    """The fields of an entry; each name is the CSL-JSON variable with underscores.

    `spans` says where a field stands in the document, by CSL name; a field of a bibliography file has none.
    """

    type: str = "document"
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    et_al: bool = False
    issued: Date | None = None
    accessed: Date | None = None
    title: str | None = None
    container_title: str | None = None
    collection_title: str | None = None
    edition: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    volume: str | None = None
    issue: str | None = None
    number: str | None = None
    page: str | None = None
    genre: str | None = None
    medium: str | None = None
    doi: str | None = None
    url: str | None = None
    isbn: str | None = None
    note: str | None = None
    spans: tuple[tuple[str, Span], ...] = ()

    def span_of(self, variable: str) -> Span | None:
        """Where a CSL variable's value stands in the document, if it does."""
        return dict(self.spans).get(variable)

    @property
    def contributors(self) -> tuple[Name, ...]:
        """Who the work is cited by: its authors, else its editors."""
        return self.author or self.editor


class ManagedCite(NamedTuple):
    """A citation that a reference manager put into the draft.

    Attributes:
        span: all that it printed.
        items: the works, with the fields that the manager has.
    """

    span: Span
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    r"""A draft's text and what its reader knows of its structure; only it turns an offset into a place.

    Attributes:
        path: as given by the user; `-` for standard input.
        format: the reader's name: `text`, …
        text: the whole text, line ends as `\n`, letters and their marks composed.
        notes: in the order of their bodies in the text.
        list_spans: the reference lists in order, without their headings; none if the draft has no list.
        pages: where pages begin or go on, in the order of the text, the first at 0; empty where pages are unknown.
        language: ISO 639-1 code of the language most of it is in.
        stray_markers: note markers that lead to no note, with their labels.
        remarks: what the user should know of how it was read (an encoding guessed).
        source: the text of the file where `text` isn't that itself; `None` for files that are no text, too.
        pieces: where the parts of `text` stand in `source`, in the order of `text`, the last at its end; empty where
            `source` is `None`.
        comments: what the draft says to citetool, in order.
        keyed: citations that its format marks as such, by key, in order.
        also_cited: keys that it cites without a place in the text (`\\nocite`); `*` is every key.
        entry_keys: the keys that its own list gives to entries, with the offsets where these begin.
        bibliographies: the files that it names as its bibliography, as paths from its folder.
        included: the other files that `text` was read from, by where they begin.
        files: those that were read for it, or looked for, besides its own.
        managed: the citations that a reference manager made, in order.
        emphasised: what its format sets in italics or otherwise off, in order, where `text` has no marks of that.
        lacks: what couldn't be read: `entries` of bibliographies that it names, `text` of files that it includes.
        paragraphs: offsets where the paragraphs outside notes begin, in formats whose users see no lines; else empty.
    """

    path: str
    format: str
    text: str
    notes: tuple[Note, ...] = ()
    list_spans: tuple[Span, ...] = ()
    pages: tuple[PageStart, ...] = ()
    language: str = "en"
    stray_markers: tuple[tuple[str, Span], ...] = ()
    remarks: tuple[str, ...] = ()
    source: str | None = None
    pieces: tuple[Piece, ...] = ()
    comments: tuple[Comment, ...] = ()
    keyed: tuple[KeyedCite, ...] = ()
    also_cited: tuple[str, ...] = ()
    entry_keys: tuple[tuple[int, str], ...] = ()
    bibliographies: tuple[str, ...] = ()
    included: tuple[Included, ...] = ()
    files: tuple[FileRead, ...] = ()
    managed: tuple[ManagedCite, ...] = ()
    emphasised: tuple[Span, ...] = ()
    paragraphs: tuple[int, ...] = ()
    lacks: tuple[str, ...] = ()
    _lines: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _file_lines: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    _piece_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _note_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _list_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = _line_starts(self.text)
        object.__setattr__(self, "_lines", lines)
        own = lines if self.source is None else _line_starts(self.source)
        by_file = (own, *(_line_starts(each.source) for each in self.included))
        object.__setattr__(self, "_file_lines", by_file)
        object.__setattr__(self, "_piece_starts", tuple(piece.start for piece in self.pieces))
        object.__setattr__(self, "_note_starts", tuple(note.span.start for note in self.notes))
        object.__setattr__(self, "_list_starts", tuple(span.start for span in self.list_spans))

    def position(self, offset: int) -> Position:
        """The file, line, column, page and paragraph of an offset of the text."""
        at = self._in_row(Span(offset, offset)).start
        file = self._file(at)
        return self._position(file, at - self._file_start(file), offset)

    def place(self, span: Span) -> tuple[Position, Position]:
        """Where a span begins and ends in its file, the latter exclusive.

        One of nothing at the text's start is about the draft, and stands at the beginning of its file.
        """
        if span.start == span.end == 0:
            start = Position(1, 1, 1 if self.pages else None, self.path)
            return start, start
        file = self._file(self._in_row(span).start)
        start_at, end_at = self.span_in_file(span)
        return self._position(file, start_at, span.start), self._position(file, end_at, span.end)

    def _position(self, file: int, at: int, offset: int) -> Position:
        index = bisect_right(self.pages, offset, key=lambda start: start.at)
        page = self.pages[index - 1].page if self.pages else None
        starts = self._file_lines[file]
        line = bisect_right(starts, at)
        path = self.included[file - 1].path if file else self.path
        return Position(line, at - starts[line - 1] + 1, page, path, self._paragraph(offset))

    def _paragraph(self, offset: int) -> int | None:
        if not self.paragraphs or self.note_at(offset) is not None:
            return None
        return max(1, bisect_right(self.paragraphs, offset))

    def in_file(self, offset: int) -> int:
        """The offset in its file's text that an offset of `text` is."""
        return self.span_in_file(Span(offset, offset)).start

    def span_in_file(self, span: Span) -> Span:
        """The span of its file's text that one of `text` is, without what isn't read at its end.

        Where it goes on in another file, it ends with the one that it begins in.
        """
        start, end = self._in_row(span)
        file = self._file(start)
        before = self._file_start(file)
        size = len(self.included[file - 1].source if file else self.text if self.source is None else self.source)
        return Span(start - before, max(start, min(end, before + size)) - before)

    def stands_whole(self, span: Span) -> bool:
        """Whether a span stands in the draft's own file, without anything within it that isn't read."""
        if not self.pieces:
            return True
        if self.included and self._in_row(span).end > len(self.source or ""):
            return False
        first = bisect_right(self._piece_starts, span.start) - 1
        last = bisect_right(self._piece_starts, max(span.start, span.end - 1)) - 1
        return all(
            one.at + one.length == other.at
            for one, other in zip(self.pieces[first:last], self.pieces[first + 1 : last + 1], strict=True)
        )

    def printed(self, span: Span) -> str:
        """The words of a span as their file has them."""
        if self.source is None:
            return self.text[span.start : span.end]
        file = self._file(self._in_row(span).start)
        start, end = self.span_in_file(span)
        return (self.included[file - 1].source if file else self.source)[start:end]

    def _in_row(self, span: Span) -> Span:
        if not self.pieces:
            return span
        whole = source_span(self.pieces, self._piece_starts, span)
        if self.included:
            start = source_span(self.pieces, self._piece_starts, Span(span.start, span.start)).start
            if self._file(start) != self._file(whole.start):
                # It goes on in a file that stands before its own in the row.
                piece = self.pieces[bisect_right(self._piece_starts, span.start) - 1]
                return Span(start, max(start, piece.at + piece.length))
        return whole

    def _file(self, at: int) -> int:
        """The number of the file that a place in the row of files is in; the draft's own is 0."""
        return bisect_right(self.included, at, key=lambda each: each.start) if self.included else 0

    def _file_start(self, file: int) -> int:
        return self.included[file - 1].start if file else 0

    def line_span(self, offset: int) -> Span:
        """The line that holds an offset, without its line end."""
        line = bisect_right(self._lines, offset)
        start = self._lines[line - 1]
        end = self._lines[line] - 1 if line < len(self._lines) else len(self.text)
        return Span(start, end)

    def file_line(self, in_row: int) -> Span:
        """The line of a file that holds a place in the row of files, as a span of that row."""
        file = self._file(in_row)
        before = self._file_start(file)
        source = self.included[file - 1].source if file else self.text if self.source is None else self.source
        start = source.rfind("\n", 0, in_row - before) + 1
        end = source.find("\n", in_row - before)
        return Span(before + start, before + (end if end != -1 else len(source)))

    def note_at(self, offset: int) -> Note | None:
        """The note whose body holds an offset, if any."""
        index = bisect_right(self._note_starts, offset) - 1
        if index >= 0 and offset < self.notes[index].span.end:
            return self.notes[index]
        return None

    def reached_at(self, offset: int) -> int:
        """Where a reader comes to an offset: in a note of a file that shows no lines, where the text refers to it."""
        if not self.paragraphs and self.format != "pdf":
            return offset
        note = self.note_at(offset)
        return note.marker_spans[0].start if note is not None and note.marker_spans else offset

    def in_list(self, offset: int) -> bool:
        """Whether an offset lies in a reference list."""
        index = bisect_right(self._list_starts, offset) - 1
        return index >= 0 and offset < self.list_spans[index].end


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the list.

    Attributes:
        index: its place among the document's entries, from 0.
        span: where it stands; `None` if it came from a bibliography file.
        text: as printed.
        key: unique within the document.
        item: its fields.
        number: the number it bears in a numbered list.
        label: what it bears in square brackets in a list of labelled entries: `Mar98`.
        copy_of: the index of the entry before it that is of the same work, if there is one.
        aliases: other keys that it is cited by.
        draws_on: the keys of entries that it needs, which are used where it is: its host, the members of its set.
    """

    index: int
    span: Span | None
    text: str
    key: str
    item: Item
    number: int | None = None
    label: str | None = None
    copy_of: int | None = None
    aliases: tuple[str, ...] = ()
    draws_on: tuple[str, ...] = ()


class Evidence(NamedTuple):
    """One reason for a link, or against it.

    Attributes:
        field: what was compared: `name`, `authors`, `year`, `suffix`, `title`, `url`, `date`, `number`, `key`,
            or why a name alone was enough: `antecedent`, `only`.
        agrees: whether cited and listed agree.
        cited: as the citation has it.
        listed: as the entry has it.
    """

    field: str
    agrees: bool
    cited: str
    listed: str


class Link(NamedTuple):
    """What a citation means.

    Attributes:
        citation: index of the citation among the manuscript's.
        status: how they agree; `references` has one index for `linked` and `near`, several for `ambiguous`
            (or for a numeric citation of a range), none for `missing`.
        score: from 0 to 1.
        evidence: what was compared, what differs.
    """

    citation: int
    status: Status
    references: tuple[int, ...]
    score: float
    evidence: tuple[Evidence, ...] = ()

    def differs_in(self, field: str) -> Evidence | None:
        """The evidence of a disagreement in a field, if there is one."""
        return next((e for e in self.evidence if e.field == field and not e.agrees), None)

    @property
    def has_entry(self) -> bool:
        """Whether the citation means an entry, be it one that differs in year or spelling."""
        return self.status in (Status.LINKED, Status.NEAR)


class Counts(NamedTuple):
    """How much there is in a manuscript.

    Attributes:
        citations: all that were found.
        linked: those that mean an entry.
        references: the entries.
    """

    citations: int
    linked: int
    references: int


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft and all that was understood of it; each stage returns a fuller one."""

    document: Document
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[Link, ...] = ()
    practices: tuple[Practice, ...] = ()
    resolutions: "tuple[Resolution, ...]" = ()
    addresses: "tuple[tuple[Span, Address], ...]" = ()

    @property
    def has_list(self) -> bool:
        """Whether there is a list, in the draft or beside it; without one, entries are what notes cite in full."""
        return bool(self.document.list_spans) or any(each.span is None for each in self.references)

    @property
    def counts(self) -> Counts:
        """How much of what was found."""
        return Counts(len(self.citations), sum(link.has_entry for link in self.links), len(self.references))


class Severity(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(Severity).index(self)


class Edit(NamedTuple):
    """A replacement of a span of the text by another text."""

    span: Span
    text: str


class Applicability(StrEnum):
    """Whether edits can be made unseen: safe ones change how a thing is printed, unsafe ones choose what it says."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Finding(NamedTuple):
    """Something that doesn't add up, at a place of the text.

    Attributes:
        code: `CT103`.
        name: `year-mismatch`.
        severity: as the rule has it.
        message: one sentence a copy-editor can act on.
        span: the words it is about.
        related: other places it concerns.
        hint: what to do, if that isn't plain.
        edits: a correction, if there is a plain one; made together or not at all.
        applicability: of the edits.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    related: tuple[Span, ...] = ()
    hint: str | None = None
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = Applicability.SAFE


class Checked(NamedTuple):
    """A manuscript and its findings, in reading order."""

    manuscript: Manuscript
    findings: tuple[Finding, ...]


class Failure(NamedTuple):
    """A file that could not be checked, and why."""

    path: str
    message: str


class Report(NamedTuple):
    """All that one run found."""

    documents: tuple[Checked, ...]
    failures: tuple[Failure, ...] = ()
