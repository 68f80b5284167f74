"""Notes at the foot of pages and columns: which lines they are, and which raised digits lead to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from citetool.readers.pdf.extraction import Word
from citetool.readers.pdf.lines import Line, ends_sentence

SMALL = 0.94
"""Of the size of most text; notes are at most as large, unless their numbers are raised."""

_NO_LARGER = 1.04
"""Of a note's size; what stands below it isn't larger."""

_RISE = 0.12
"""Of the font size; a raised digit stands at least so high above its line."""

_DIVIDED = 1.35
"""Of the distance between lines; a larger one divides notes from text."""

_WIDER = 1.15
"""Times the space between two notes; so wide is the one above them, at least."""

LOST = 3
"""So many numbers on may a note be whose predecessor wasn't told from it."""

_RAISED = re.compile(r"[0-9]{1,4}|[*†‡§¶]{1,3}")
_PLAIN = re.compile(r"([0-9]{1,3})[.)]?")
_STAR = re.compile(r"([*†‡]{1,3})(?=[^\W\d_]|$)")


class Opening(NamedTuple):
    """The label that a note begins with, and the line without it."""

    label: str
    raised: bool
    words: tuple[Word, ...]


@dataclass
class FootNote:
    """A note at the foot of a page; its lines may go on at the foot of the next. Endnotes are of no page."""

    label: str
    page: int | None
    lines: list[Line] = field(default_factory=list)


class Divided(NamedTuple):
    """A draft's text and its notes."""

    flows: list[list[Line]]
    notes: list[FootNote]


def raised_word(word: Word, line: Line) -> bool:
    """Whether a word stands higher than its line, as the number of a note does."""
    return word.y - line.y > _RISE * line.size and word.size < _NO_LARGER * line.size


def opening_of(line: Line) -> Opening | None:
    """The label that a line begins with, if it does."""
    first, rest = line.words[0], line.words[1:]
    if raised_word(first, line) and _RAISED.fullmatch(first.text.rstrip(".)")) and rest:
        return Opening(first.text.rstrip(".)"), True, (rest[0]._replace(spaced=True), *rest[1:]))
    if (match := _STAR.match(first.text)) and (rest or match.end() < len(first.text)):
        own = first._replace(text=first.text[match.end() :])
        return Opening(match.group(1), False, (own, *rest) if own.text else rest)
    if (match := _PLAIN.fullmatch(first.text)) and rest and rest[0].spaced:
        return Opening(match.group(1), False, rest)
    return None


def divide(flows: Sequence[list[Line]], size: float, pitch: dict[float, float]) -> Divided:
    """Tell notes from the text of a draft.

    Args:
        flows: the lines of each column (or of what goes over both), in reading order.
        size: of most text.
        pitch: the distance of lines by their size.
    """
    search = _Search(size, pitch)
    bodies = []
    for place, flow in enumerate(flows):
        below = (
            other
            for other in flows[place + 1 : place + 4]
            if other[0].page == flow[0].page and (other[0].column in (0, flow[0].column) or flow[0].column == 0)
        )
        bodies.append(flow if any(below) else search.body(flow, flows[max(0, place - 3) : place]))
    return Divided([body for body in bodies if body], search.notes)


class _Search:
    """The notes so far."""

    def __init__(self, size: float, pitch: dict[float, float]) -> None:
        self.notes: list[FootNote] = []
        self._size = size
        self._pitch = pitch
        self._last = 0

    def body(self, flow: list[Line], before: Sequence[list[Line]]) -> list[Line]:
        """What of a column isn't notes; these are kept."""
        largest, largest_below = 0.0, []
        for line in reversed(flow):
            largest_below.append(largest)
            largest = max(largest, line.size)
        largest_below.reverse()
        page = flow[0].page
        markers = {
            label for other in before if other[0].page >= page - 1 for line in other for label in markers_of(line)
        }
        for index, line in enumerate(flow):
            opening = opening_of(line)
            if (
                opening
                and largest_below[index] <= _NO_LARGER * line.size
                and (line.size <= SMALL * self._size or (opening.raised and self._gap(flow, index)))
                and self._plausible(opening, markers)
            ):
                start = self._continued(flow, index)
                self._keep(flow[start:], index - start)
                return flow[:start]
            markers |= set(markers_of(line))
        start = self._whole_tail(flow)
        if start < len(flow):
            self._keep(flow[start:], len(flow) - start)
        return flow[:start]

    def _plausible(self, opening: Opening, markers: set[str]) -> bool:
        """Whether a note may begin so: its number is raised above it, or follows that of the last note."""
        return opening.label in markers or (
            opening.label.isdecimal() and self._last > 0 and self._last < int(opening.label) <= self._last + 1
        )

    def _gap(self, flow: list[Line], index: int) -> bool:
        if index == 0:
            return True
        line, above = flow[index], flow[index - 1]
        return above.y - line.y > _DIVIDED * self._pitch.get(round(line.size * 2), 1.25 * line.size)

    def _continued(self, flow: list[Line], index: int) -> int:
        """Where notes begin: at their first label, or before it with what goes on from the page before."""
        if not self.notes:
            return index
        size = flow[index].size
        small = size <= SMALL * self._size
        start = index
        while start and size / _NO_LARGER <= flow[start - 1].size <= size * _NO_LARGER:
            if start < index and self._gap(flow, start):
                break
            start -= 1
        if start == index or any(label.isdecimal() for line in flow[start:index] for label in markers_of(line)):
            # Notes have no notes.
            return index
        larger_above = small and (start == 0 or flow[start - 1].size > _NO_LARGER * size)
        apart = self._gap(flow, index)
        wider = start > 0 and _distance(flow, start) > _WIDER * _distance(flow, index)
        gap_above = start > 0 and self._gap(flow, start)
        last = self.notes[-1].lines[-1]
        # The text above breaks off, as the last note of the page before does: each goes on on another page.
        heading_above = start > 0 and self._gap(flow, start - 1)
        broken_off = (
            gap_above and not heading_above and not ends_sentence(last.text) and not ends_sentence(flow[start - 1].text)
        )
        divided = larger_above or broken_off or (wider if apart else gap_above)
        unfinished = not ends_sentence(last.text) or flow[start].text[:1].islower()
        adjacent = flow[0].page <= last.page + 1
        return start if divided and adjacent and (unfinished or not apart) else index

    def _whole_tail(self, flow: list[Line]) -> int:
        """Where a foot begins that only goes on with a note of the page before."""
        end = len(flow)
        if not self.notes or not self.notes[-1].lines or flow[0].page > self.notes[-1].lines[-1].page + 1:
            return end
        last = self.notes[-1].lines[-1]
        if ends_sentence(last.text) or last.size > SMALL * self._size:
            return end
        start = end
        while start and abs(flow[start - 1].size - last.size) < (_NO_LARGER - 1) * last.size:
            start -= 1
        return start if start == 0 or flow[start - 1].size > last.size else end

    def _keep(self, lines: list[Line], continued: int) -> None:
        """Keep the lines of a foot as notes, the first ones of which go on with the last note."""
        if continued:
            self.notes[-1].lines += lines[:continued]
        raised = None
        for line in lines[continued:]:
            opening = opening_of(line)
            numbered = opening is not None and opening.label.isdecimal()
            if opening and numbered and raised is None:
                raised = opening.raised
            elif opening and numbered and raised and not opening.raised:
                opening = None
            elif opening and numbered:
                further = int(opening.label) - self._last
                if not 1 <= further <= (LOST if opening.raised else 1):
                    opening = None
            if opening is None:
                self.notes[-1].lines.append(line)
                continue
            if opening.label.isdecimal():
                self._last = int(opening.label)
            left = opening.words[0].left
            self.notes.append(FootNote(opening.label, line.page, [line._replace(words=opening.words, left=left)]))


def _distance(flow: Sequence[Line], index: int) -> float:
    return flow[index - 1].y - flow[index].y


def markers_of(line: Line) -> Iterator[str]:
    """The labels that are raised behind words of a line."""
    for before, word in pairwise(line.words):
        if raised_word(word, line):
            yield from (word.text, *re.findall(r"[0-9]{1,4}", word.text))
        elif word.text.endswith("*") or word.text.startswith("*") or before.text.endswith("*"):
            yield "*"
