"""Word files (.docx): WordprocessingML of ECMA-376, transitional and strict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from citetool.errors import UnreadableInput
from citetool.model import Document, Item
from citetool.readers.archives import Archive
from citetool.readers.flow import trimmed
from citetool.readers.layout import Layout, Marker, NoteBody, Paragraph, Run, lay_out, raised
from citetool.readers.managers import Bookmarks, WordSources
from citetool.readers.word.notes import labels, read_note_formats
from citetool.readers.word.numbering import Counters, read_numbering
from citetool.readers.word.package import Package
from citetool.readers.word.stories import Stories
from citetool.readers.word.styles import read_styles


def read_word(path: str, data: bytes) -> Document:
    """The document that a Word file is: what its pages show when all tracked changes are accepted.

    Raises:
        UnreadableInput: it is broken, encrypted, too large, or made to do harm.
    """
    package = Package(Archive(data))
    styles = read_styles(package)
    bookmarks = Bookmarks("name")
    package.walk("custom-properties", {"p:property": bookmarks.property}, bookmarks.characters)
    stories = Stories(package, styles, Counters(read_numbering(package), styles), _sources(package), bookmarks)
    body = stories.body()
    marks = labels(stories.references, read_note_formats(package), stories.sections)
    typed = {each.note: each.mark for each in stories.references if each.mark}
    notes = tuple(
        NoteBody(note, label, _without_mark(stories.notes[note], typed.get(note)))
        for note, label in marks.items()
        if note in stories.notes
    )
    return lay_out(path, "docx", Layout(tuple(_marked(body, marks)), notes))


def _marked(paragraphs: Iterable[Paragraph], marks: Mapping[str, str]) -> Iterator[Paragraph]:
    """Paragraphs with what each marker prints."""
    for each in paragraphs:
        if any(isinstance(part, Marker) for part in each.parts):
            parts = tuple(
                part._replace(label=marks.get(part.note, "")) if isinstance(part, Marker) else part
                for part in each.parts
            )
            yield each._replace(parts=parts)
        else:
            yield each


def _without_mark(paragraphs: tuple[Paragraph, ...], mark: str | None) -> tuple[Paragraph, ...]:
    """A note without the mark that its author typed before it."""
    if mark is None or not paragraphs or not isinstance(first := paragraphs[0].parts[0], Run):
        return paragraphs
    opening = next((each for each in (mark, raised(mark)) if first.text.startswith(each)), "")
    parts = trimmed((first._replace(text=first.text[len(opening) :]), *paragraphs[0].parts[1:]))
    return (paragraphs[0]._replace(parts=tuple(parts)), *paragraphs[1:])


def _sources(package: Package) -> dict[str, Item]:
    """The works that Word itself keeps, by tag."""
    sources = WordSources()
    for name in package.data():
        try:
            package.walk_data(name, sources.handlers, sources.characters)
        except UnreadableInput:
            # Other programs keep there what they like.
            continue
    return sources.found
