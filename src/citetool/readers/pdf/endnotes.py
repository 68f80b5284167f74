"""Notes at the end of a draft or chapter: numbered paragraphs, one after the other, whose numbers the text raises."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from citetool.readers.headings import heading_kind
from citetool.readers.pdf.footnotes import LOST, FootNote, Opening, markers_of, opening_of
from citetool.readers.pdf.lines import Line

_FEWEST = 2
"""Notes; a single numbered paragraph may be anything, unless an arrow leads back from it."""

_BACK = re.compile(r"↩\ufe0e?\W*$")
"""What web pages, printed, have at the end of a note."""

_MARKED = 0.6
"""Of the notes; so many have markers in the text, or arrows that lead back, or they are no notes."""

_DENSE = 0.6
"""Of the paragraphs among notes; so many begin with a number: sections of a text have numbers, too."""


class Ended(NamedTuple):
    """A draft's paragraphs without the notes at its end, and these."""

    paragraphs: list[list[Line]]
    notes: list[FootNote]


def without_endnotes(paragraphs: Sequence[list[Line]]) -> Ended:
    """Tell endnotes from the text; a list of entries that are cited by raised numbers isn't taken for notes."""
    markers = {label for lines in paragraphs for line in lines for label in markers_of(line)}
    openings = [opening_of(lines[0]) for lines in paragraphs]
    best = range(0)
    since_list: int | None = None
    for index, opening in enumerate(openings):
        kind = heading_kind(paragraphs[index][0].text)
        if kind:
            since_list = index if kind == "references" else None
        if opening is None or opening.label != "1" or (since_list is not None and index - since_list <= _FEWEST):
            continue
        run = _run(paragraphs, openings, index)
        opened = [place for place in run if openings[place]]
        back = sum(_BACK.search(paragraphs[place][-1].text) is not None for place in opened)
        marked = sum(own.label in markers for place in opened if (own := openings[place]))
        dense = len(opened) >= _DENSE * len(run)
        enough = back or len(opened) >= _FEWEST
        if enough and dense and max(marked, back) >= _MARKED * len(opened) and len(run) > len(best):
            best = run
    if not best:
        return Ended([*paragraphs], [])
    notes: list[FootNote] = []
    for lines, own in zip(paragraphs[best.start : best.stop], openings[best.start : best.stop], strict=True):
        if (
            own is None
            or not own.label.isdecimal()
            or (notes and not 0 < int(own.label) - int(notes[-1].label) <= LOST)
        ):
            notes[-1].lines += lines
            continue
        first = lines[0]._replace(words=own.words, left=own.words[0].left)
        notes.append(FootNote(own.label, None, [first, *lines[1:]]))
    return Ended([*paragraphs[: best.start], *paragraphs[best.stop :]], notes)


def _run(paragraphs: Sequence[list[Line]], openings: Sequence[Opening | None], start: int) -> range:
    """The paragraphs from `start` on, up to the last one whose number follows that of the one before."""
    number, stop = 1, start + 1
    for index in range(start + 1, len(paragraphs)):
        opening = openings[index]
        if heading_kind(paragraphs[index][0].text) or index - stop > _FEWEST:
            break
        if opening and opening.label.isdecimal() and 0 < int(opening.label) - number <= LOST:
            number, stop = int(opening.label), index + 1
    return range(start, stop)
