"""PDF: its pages' words in reading order, its footnotes by size and place, its paragraphs by space and indents.

A PDF has no paragraphs and no notes, only glyphs at places. What is told from these, in this order: the words
(`words`), the numbers of lines (`line_numbers`), the running heads and page numbers (`furniture`), the lines and
columns (`lines`), the notes at the foot of pages (`footnotes`), the paragraphs (`paragraphs`), their text (`setting`),
and words that a line end divides (`running`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from citetool.errors import UnreadableInput
from citetool.model import Document
from citetool.readers.layout import Layout, Paragraph, lay_out
from citetool.readers.pdf.endnotes import without_endnotes
from citetool.readers.pdf.extraction import Word
from citetool.readers.pdf.footnotes import FootNote, divide
from citetool.readers.pdf.furniture import without_furniture
from citetool.readers.pdf.line_numbers import without_line_numbers
from citetool.readers.pdf.lines import Line, in_columns
from citetool.readers.pdf.paragraphs import paragraphs, pitches
from citetool.readers.pdf.running import Known
from citetool.readers.pdf.setting import Setter
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
    numbered = without_line_numbers(pages)
    flows = _flows(without_furniture([page._replace(words=words) for page, words in zip(pages, numbered, strict=True)]))
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
    setter = Setter(notes, known)
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
