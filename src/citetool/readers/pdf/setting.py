"""The lines of paragraphs and notes set as running text, with the markers of notes in it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from citetool.readers.layout import Marker, NoteBody, OnPage, Paragraph, Part, Run, raised
from citetool.readers.pdf.footnotes import FootNote, raised_word
from citetool.readers.pdf.lines import Line
from citetool.readers.pdf.running import Known, joined, readable

_LONGEST = 1000
"""Characters; no word or address that lines divide is longer."""

_RAISED = re.compile(r"[0-9*†‡§¶]{1,4}(?:[,;–-][0-9]{1,4}){0,9}")


class Setter:
    """Makes text of lines, with the markers of notes."""

    def __init__(self, notes: Sequence[FootNote], known: Known) -> None:
        """Set the lines of a draft that has these notes, and whose words are known."""
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
        runs: list[Run] = []
        set_lines = [list(self._line(line, markers)) for line in lines]
        for index, (line, parts) in enumerate(zip(lines, set_lines, strict=True)):
            if line.page != page:
                yield from _merged(runs)
                runs.clear()
                page = line.page
                yield OnPage(page)
            for part in parts:
                if isinstance(part, Run):
                    runs.append(part)
                else:
                    yield from _merged(runs)
                    runs.clear()
                    yield part
            if index + 1 < len(lines):
                self._end_line(runs, set_lines[index + 1])
        yield from _merged(runs)

    def _end_line(self, runs: list[Run], after: Sequence[Run | Marker]) -> None:
        """Put a space behind the runs of a line, or join its last word with the first one of the next."""
        first = after[0] if after else None
        between = " "
        if runs:
            tail = _tail(runs)
            kept, between = joined(tail, _head(after), self._known)
            runs[-1] = runs[-1]._replace(text=runs[-1].text[: len(runs[-1].text) + len(kept) - len(tail)])
        goes_on = bool(runs) and isinstance(first, Run) and runs[-1].emphasised and first.emphasised
        runs.append(Run(between, emphasised=goes_on))

    def _line(self, line: Line, markers: bool) -> Iterator[Run | Marker]:
        """The runs of a line and the markers in it; raised digits that lead to no note stay raised."""
        runs: list[Run] = []
        for index, word in enumerate(line.words):
            space = " " if word.spaced and index else ""
            if not (raised_word(word, line) and _RAISED.fullmatch(word.text)):
                if markers and word.text.endswith(("*", "†")) and (found := self._note(word.text[-1], line.page)):
                    if runs or len(word.text) > 1:
                        _say(runs, space, word.text[:-1], word.italic)
                    yield from _read(runs)
                    yield Marker(found, word.text[-1])
                    continue
                _say(runs, space, word.text, word.italic)
                continue
            for label in self._labels(word.text, line.page) if markers else (word.text,):
                found = self._note(label, line.page) if markers else None
                if found is not None:
                    yield from _read(runs)
                    yield Marker(found, label)
                else:
                    _say(runs, "", raised(label) if label.isdecimal() else label, False)
        yield from _read(runs)

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


def _say(runs: list[Run], space: str, text: str, italic: bool) -> None:
    """Add a word; the space before it is in italics if the words on both sides are."""
    if runs and runs[-1].emphasised == italic:
        runs[-1] = Run(f"{runs[-1].text}{space}{text}", emphasised=italic)
    elif runs and italic:
        runs[-1] = Run(runs[-1].text + space)
        runs.append(Run(text, emphasised=True))
    else:
        runs.append(Run(space + text, emphasised=italic))


def _read(runs: list[Run]) -> list[Run]:
    """The runs of a line so far, as they are written elsewhere; after them come new ones."""
    done = [run._replace(text=readable(run.text)) for run in runs if run.text]
    runs.clear()
    return done


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs in one emphasis as one."""
    for emphasised, same in groupby((run for run in runs if run.text), key=lambda run: run.emphasised):
        yield Run("".join(run.text for run in same), emphasised=emphasised)


def _tail(runs: Sequence[Run]) -> str:
    """The end of a text, from the last space on, or from further back."""
    texts: list[str] = []
    length = 0
    for run in reversed(runs):
        texts.append(run.text)
        length += len(run.text)
        if length > _LONGEST or any(letter.isspace() for letter in run.text.rstrip()):
            break
    return "".join(reversed(texts))


def _head(parts: Sequence[Run | Marker]) -> str:
    """The beginning of a line, up to a marker."""
    texts = []
    for part in parts:
        if isinstance(part, Marker):
            break
        texts.append(part.text)
    return "".join(texts)
