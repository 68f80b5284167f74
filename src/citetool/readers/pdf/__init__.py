"""PDF: its pages' words in reading order, its footnotes by size and place, its paragraphs by space and indents.

A PDF has no paragraphs and no notes, only glyphs at places. What is told from these, in this order: the words
(`words`), the running heads and page numbers (`furniture`), the lines and columns (`lines`), the notes at the foot of
pages (`footnotes`), the paragraphs (`paragraphs`), and words that a line end divides (`running`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from citetool.errors import UnreadableInput
from citetool.model import Document
from citetool.readers.layout import Layout, Marker, NoteBody, OnPage, Paragraph, Part, Run, lay_out, raised
from citetool.readers.pdf.endnotes import without_endnotes
from citetool.readers.pdf.extraction import Word
from citetool.readers.pdf.footnotes import FootNote, divide, raised_word
from citetool.readers.pdf.furniture import without_furniture
from citetool.readers.pdf.lines import Line, in_columns
from citetool.readers.pdf.paragraphs import paragraphs, pitches
from citetool.readers.pdf.running import Known, joined, readable
from citetool.readers.pdf.words import Page, pages_of

_UNREADABLE = 0.2
"""Of all letters; where more have no meaning, nothing can be made of the text."""

_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f\x7f-\x9f]")
"""Letters that aren't mapped to Unicode, or for private use."""

_PAGES_NAMED = 8


def read_pdf(path: str, data: bytes) -> Document:
    """The document that a PDF is.

    Raises:
        UnreadableInput: it is broken, needs a password, has no text (only pictures of pages) or none whose letters are
            known, or is too large; or there is no pdfium to read it.
    """
    pages = pages_of(data)
    remarks = _remarks(pages)
    flows = _flows(without_furniture(pages))
    if not flows:
        raise UnreadableInput("has no text on its pages")
    size = _usual_size(flows)
    pitch = pitches(flows)
    body, notes = divide(flows, size, pitch)
    known = Known.of([line for flow in flows for line in flow])
    set_body = paragraphs(body, pitch) if body else []
    if not any(note.label.isdecimal() for note in notes):
        set_body, endnotes = without_endnotes(set_body)
        if endnotes:
            notes += endnotes
        else:
            # Notes that are typed by hand are told from the text, and an author's note with them.
            set_body += (
                [note.lines[0]._replace(words=(_label(note), *note.lines[0].words)), *note.lines[1:]] for note in notes
            )
            notes = []
    setter = _Setter(notes, known)
    layout = Layout(
        tuple(Paragraph(tuple(setter.parts(lines))) for lines in set_body),
        tuple(setter.note(number, note) for number, note in enumerate(notes)),
        remarks=remarks,
    )
    return lay_out(path, "pdf", layout)


def _flows(pages: Sequence[Sequence[Word]]) -> list[list[Line]]:
    """The lines of each column, or of what goes over both, in reading order."""
    return [list(flow) for lines in in_columns(pages) for _, flow in groupby(lines, key=lambda line: line.column)]


def _usual_size(flows: Sequence[Sequence[Line]]) -> float:
    """The font size of most text."""
    sizes = Counter[float]()
    for flow in flows:
        for line in flow:
            sizes[round(line.size, 1)] += sum(len(word.text) for word in line.words)
    return max(sizes, key=lambda size: sizes[size])


def _label(note: FootNote) -> Word:
    first = note.lines[0].words[0]
    return first._replace(text=note.label)


class _Setter:
    """Makes text of lines, with the markers of notes."""

    def __init__(self, notes: Sequence[FootNote], known: Known) -> None:
        self._known = known
        self._places: dict[str, list[tuple[int | None, str]]] = {}
        for number, note in enumerate(notes):
            self._places.setdefault(note.label, []).append((note.page, str(number)))

    def note(self, number: int, note: FootNote) -> NoteBody:
        """A note, as a layout has it."""
        return NoteBody(str(number), note.label, (Paragraph(tuple(self.parts(note.lines, markers=False))),))

    def parts(self, lines: Sequence[Line], *, markers: bool = True) -> Iterator[Part]:
        """What a paragraph, whose lines these are, consists of."""
        page = 0
        text = ""
        set_lines = [list(self._line(line, markers)) for line in lines]
        for index, (line, parts) in enumerate(zip(lines, set_lines, strict=True)):
            if line.page != page:
                if text:
                    yield Run(text)
                    text = ""
                page = line.page
                yield OnPage(page)
            for part in parts:
                if isinstance(part, str):
                    text += part
                else:
                    if text:
                        yield Run(text)
                        text = ""
                    yield part
            if index + 1 < len(lines):
                after = set_lines[index + 1]
                head = after[0] if after and isinstance(after[0], str) else ""
                if isinstance(parts[-1], str):
                    text, between = joined(text, head, self._known)
                    text += between
                else:
                    text += " "
        if text:
            yield Run(text)

    def _line(self, line: Line, markers: bool) -> Iterator[str | Marker]:
        """The text of a line, with the markers in it; raised digits that lead to no note stay raised."""
        text = ""
        for index, word in enumerate(line.words):
            space = " " if word.spaced and index else ""
            if not (raised_word(word, line) and _RAISED.fullmatch(word.text)):
                if markers and word.text.endswith(("*", "†")) and (found := self._note(word.text[-1], line.page)):
                    if text or len(word.text) > 1:
                        yield readable(text + space + word.text[:-1])
                    text = ""
                    yield Marker(found, word.text[-1])
                    continue
                text += space + word.text
                continue
            for label in self._labels(word.text, line.page) if markers else (word.text,):
                found = self._note(label, line.page) if markers else None
                if found is not None:
                    if text:
                        yield readable(text)
                        text = ""
                    yield Marker(found, label)
                elif label.isdecimal():
                    text += raised(label)
                else:
                    text += label
        if text:
            yield readable(text)

    def _labels(self, word: str, page: int) -> list[str]:
        """The labels that a raised word consists of: `8,9` and, where they touch, `89`."""
        if word.isdecimal() and len(word) > 1 and not self._note(word, page):
            for cut in range(1, len(word)):
                parts = [word[:cut], word[cut:]]
                if all(self._note(each, page) for each in parts):
                    return parts
        return re.findall(r"[0-9]+|[*†‡§¶]+|[^0-9*†‡§¶]+", word)

    def _note(self, label: str, page: int) -> str | None:
        """The note that a label means on a page: one at its foot, or at that of the next or the one before."""
        near = [
            (0, False, note) if place is None else (abs(place - page), place < page, note)
            for place, note in self._places.get(label, ())
        ]
        return min(near)[2] if near and min(near)[0] <= 1 else None


_RAISED = re.compile(r"[0-9*†‡§¶]{1,4}(?:[,;–-][0-9]{1,4}){0,9}")


def _remarks(pages: Sequence[Page]) -> tuple[str, ...]:
    """What a user should know of pages without text, or with letters that have no meaning.

    Raises:
        UnreadableInput: all pages are so.
    """
    empty = [number for number, page in enumerate(pages, 1) if not page.words and page.pictured]
    if not any(page.words for page in pages):
        if empty:
            raise UnreadableInput(
                "its pages are pictures without text, as a scanner makes them; recognise the text first,"
                " for instance with ocrmypdf"
            )
        raise UnreadableInput("has no text on its pages")
    remarks = []
    if empty:
        remarks.append(f"{_named(empty)} without text, perhaps scanned or broken; what is printed there isn't checked")
    shares = [_unknown_share(page) for page in pages]
    lengths = [sum(len(word.text) for word in page.words) for page in pages]
    if sum(share * length for share, length in zip(shares, lengths, strict=True)) > _UNREADABLE * sum(lengths):
        raise UnreadableInput(
            "its fonts don't say which letters they show; print it to PDF anew with another program, or recognise"
            " the text, for instance with ocrmypdf --force-ocr"
        )
    if odd := [number for number, share in enumerate(shares, 1) if share > _UNREADABLE / 4]:
        remarks.append(f"{_named(odd)} with letters that the fonts don't name; words there may be misread")
    return tuple(remarks)


def _named(pages: Sequence[int]) -> str:
    some = ", ".join(map(str, pages[:_PAGES_NAMED])) + (", …" if len(pages) > _PAGES_NAMED else "")
    return f"page {some}" if len(pages) == 1 else f"pages {some}"


def _unknown_share(page: Page) -> float:
    """How much of a page's text is letters without a meaning: not mapped to Unicode, or for private use."""
    text = "".join(word.text for word in page.words)
    return len(_UNKNOWN.findall(text)) / max(1, len(text))
