"""A draft in Markdown as a `Document`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from citetool.errors import UnreadableInput
from citetool.model import Document, FileRead
from citetool.readers.headings import list_level
from citetool.readers.layout import Layout, Marker, NoteBody, Paragraph, Run, Said, lay_out
from citetool.readers.links import Linked, Place, with_addresses
from citetool.readers.markdown.blocks import Blocks, Kind, find_blocks
from citetool.readers.markdown.front_matter import named_bibliographies, read_front_matter, read_metadata
from citetool.readers.markdown.inlines import read_inlines
from citetool.readers.project import named_file
from citetool.vocabulary import LANGUAGES


def read_markdown(path: str, text: str, remarks: tuple[str, ...] = ()) -> Document:
    """The document that a text in Markdown is: its paragraphs, notes, keys, and the bibliography that it names."""
    front = read_front_matter(text)
    blocks = find_blocks(text, front.end)
    for span in blocks.metadata:
        front = front.with_more(read_metadata(text[slice(*span)]))
    named, settings = ((), ()) if front.bibliographies else _of_project(path)
    body, notes = _read(text, blocks, front.own_keys)
    labels = _in_order(body, notes)
    layout = Layout(
        body=_labelled(body, labels),
        notes=tuple(NoteBody(name, label, _labelled(notes[name], labels)) for name, label in labels.items()),
        source=text,
        also_cited=front.also_cited,
        bibliographies=front.bibliographies or named,
        remarks=remarks,
    )
    document = replace(lay_out(path, "markdown", layout), files=settings)
    return replace(document, language=front.language) if front.language in LANGUAGES else document


def _read(text: str, blocks: Blocks, own_keys: Collection[str]) -> tuple[list[Paragraph], dict[str, list[Paragraph]]]:
    """The paragraphs of the body, and those of the notes by their ids."""
    body: list[Paragraph] = []
    notes: dict[str, list[Paragraph]] = {}
    below: int | None = None
    for block in blocks.blocks:
        found = read_inlines(text, block.lines, blocks.targets, own_keys, block.kind is Kind.LINES)
        parts: list[Linked] = list(found.parts)
        if block.kind is Kind.COMMENT:
            parts = [each._replace(alone=True) for each in parts if isinstance(each, Said)]
        elif block.number is not None:
            shown, stands = block.number
            parts.insert(0, Run(shown, stands.start, stands.end - stands.start))
        if block.note is None and block.kind is not Kind.COMMENT:
            words = "".join(part.text for part in parts if isinstance(part, Run))
            below = list_level(words, block.level, below)
        in_list = block.entry or below is not None
        place = Place.NOTE if block.note is not None else Place.ENTRY if in_list else Place.TEXT
        paragraph = Paragraph(with_addresses(parts, place), block.entry, block.key, block.number is not None)
        if block.note is None:
            body.append(paragraph)
        else:
            notes.setdefault(block.note, []).append(paragraph)
        for name, own in found.notes:
            notes[name] = [Paragraph(with_addresses(own, Place.NOTE))]
    return body, notes


def _in_order(body: Sequence[Paragraph], notes: Mapping[str, Sequence[Paragraph]]) -> dict[str, str]:
    """The notes in the order of their first markers, those without at the end, and their labels.

    Pandoc numbers notes in that order, whatever they are called; where they are called by these numbers, or would be
    if none was missing, their labels are what they are called.
    """
    order = dict.fromkeys(_marked(body))
    for name in (name for name in list(order) if name in notes):
        order |= dict.fromkeys(_marked(notes[name]))
    known = [name for name in order if name in notes]
    names = {*order, *notes}
    numbered = sorted(int(name) for name in names if name.isascii() and name.isdecimal())
    by_number = numbered == list(range(1, len(names) + 1)) and [*order] == sorted(order, key=int)
    if by_number:
        return {name: name for name in [*known, *(name for name in notes if name not in order)]}
    labels = {name: str(number) for number, name in enumerate(known, 1)}
    return labels | {name: f"^{name}" if name.isdecimal() else name for name in notes if name not in order}


def _marked(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    return (part.note for paragraph in paragraphs for part in paragraph.parts if isinstance(part, Marker))


def _labelled(paragraphs: Iterable[Paragraph], labels: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs, their markers with the labels of their notes."""
    return tuple(
        paragraph._replace(
            parts=tuple(
                part._replace(label=labels.get(part.note, part.label)) if isinstance(part, Marker) else part
                for part in paragraph.parts
            )
        )
        for paragraph in paragraphs
    )


def _of_project(path: str) -> tuple[tuple[str, ...], tuple[FileRead, ...]]:
    """The bibliography of the Quarto project whose folder a draft lies in, and the files that were looked for."""
    looked_for: list[FileRead] = []
    for name in () if path == "-" else ("_quarto.yml", "_quarto.yaml"):
        try:
            file = named_file(path, name)
            with file.open("rb") as stream:
                data = stream.read(_LONGEST_SETTINGS)
        except UnreadableInput:
            continue
        except OSError:
            looked_for.append(FileRead(str(file), ""))
            continue
        looked_for.append(FileRead(str(file), sha256(data).hexdigest()))
        return named_bibliographies(data.decode("utf-8", "replace")), tuple(looked_for)
    return (), tuple(looked_for)


_LONGEST_SETTINGS = 100_000
"""Bytes; a project's settings take fewer."""
