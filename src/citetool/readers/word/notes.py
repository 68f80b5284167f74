"""What Word prints as the mark of each note: counted, in the order in which the text refers to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citetool.readers.word.package import Package
from citetool.readers.word.styles import whole
from citetool.readers.xml import Attributes, Closer, Handler

FOOTNOTE, ENDNOTE = "footnote", "endnote"


class NoteFormat(NamedTuple):
    """How the notes of a kind are numbered; what isn't said is `None` (17.11 of ECMA-376 Part 1).

    Attributes:
        format: `decimal`, `lowerRoman`, …
        start: the first number.
        restart: `continuous`, `eachSect` or `eachPage`.
    """

    format: str | None = None
    start: int | None = None
    restart: str | None = None

    def over(self, other: NoteFormat) -> NoteFormat:
        """This one, and what it doesn't say as the other says it."""
        return NoteFormat(
            **(other._asdict() | {name: said for name, said in self._asdict().items() if said is not None})
        )


DEFAULTS = {
    FOOTNOTE: NoteFormat("decimal", 1, "continuous"),
    ENDNOTE: NoteFormat("lowerRoman", 1, "continuous"),
}


class NoteFormats:
    """Collects how notes are numbered from where the file says so: its settings, or a section's properties."""

    def __init__(self) -> None:
        """Nothing said."""
        self.said: dict[str, NoteFormat] = {}
        self._kind = ""
        self.handlers: dict[str, Handler] = {
            "w:footnotePr": self._of(FOOTNOTE),
            "w:endnotePr": self._of(ENDNOTE),
            "w:numFmt": lambda attributes: self._say(format=attributes.get("w:val")),
            "w:numStart": lambda attributes: self._say(start=whole(attributes.get("w:val"))),
            "w:numRestart": lambda attributes: self._say(restart=attributes.get("w:val")),
        }

    def _of(self, kind: str) -> Handler:
        def start(attributes: Attributes) -> Closer:
            self._kind = kind

            def end() -> None:
                self._kind = ""

            return end

        return start

    def _say(self, **said: object) -> None:
        if self._kind:
            before = self.said.get(self._kind, NoteFormat())
            self.said[self._kind] = before._replace(**said)  # type: ignore[arg-type]


def read_note_formats(package: Package) -> dict[str, NoteFormat]:
    """How the notes of either kind are numbered where no section says otherwise."""
    formats = NoteFormats()
    package.walk("settings", formats.handlers, lambda _: None)
    return {kind: formats.said.get(kind, NoteFormat()).over(default) for kind, default in DEFAULTS.items()}


class Reference(NamedTuple):
    """Where the text refers to a note.

    Attributes:
        note: kind and id, `footnote 3`.
        section: the number of the section that it stands in.
        mark: typed by the author, where the note isn't counted.
    """

    note: str
    section: int
    mark: str | None = None


def labels(
    references: Sequence[Reference],
    formats: dict[str, NoteFormat],
    sections: Sequence[dict[str, NoteFormat]],
) -> dict[str, str]:
    """What each note that the text refers to bears."""
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    last: dict[str, int] = {}
    for note, section, mark in references:
        if note in found:
            continue
        kind = note.partition(" ")[0]
        own = sections[section].get(kind, NoteFormat()) if section < len(sections) else NoteFormat()
        format_, start, restart = own.over(formats[kind])
        if mark:
            found[note] = mark
            continue
        again = restart == "eachSect" and last.get(kind) != section
        counts[kind] = (start or 1) if kind not in counts or again else counts[kind] + 1
        last[kind] = section
        found[note] = printed(counts[kind], format_ or "decimal")
    return found


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHICAGO = "*†‡§"
_MOST_LETTERS = 30


def printed(number: int, format_: str) -> str:
    """A number in a format of Word (17.18.59); in digits in those that aren't known here."""
    match format_:
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "lowerLetter":
            return _letters(number)
        case "upperLetter":
            return _letters(number).upper()
        case "chicago" if number > 0:
            return _CHICAGO[(number - 1) % 4] * min((number - 1) // 4 + 1, _MOST_LETTERS)
    return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    parts = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        parts.append(sign * times)
    return "".join(parts)


def _letters(number: int) -> str:
    """`a` to `z`, then `aa` to `zz`, as Word counts."""
    if number < 1:
        return str(number)
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * min(times + 1, _MOST_LETTERS)
