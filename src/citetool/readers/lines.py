"""The lines and blocks (paragraphs) of a text, with their offsets."""

import re
from typing import NamedTuple

from citetool.model import Span

_BREAK = re.compile(r"\n[ \t\u00a0]*(?:\n|(?=\f))|\f")


class Line(NamedTuple):
    """One line, without its line end."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """Whether it holds only white space."""
        return not self.text or self.text.isspace()


def lines(text: str, within: Span | None = None) -> list[Line]:
    """The lines of `text`, or of a part of it; a form feed ends a line as well."""
    start, end = (within.start, within.end) if within else (0, len(text))
    found = []
    for piece in text[start:end].replace("\f", "\n").split("\n"):
        found.append(Line(start, piece))
        start += len(piece) + 1
    return found


def blocks(text: str, within: Span) -> list[Span]:
    """The stretches between blank lines (or form feeds) of a part of `text`, without surrounding white space."""
    found = []
    start = within.start
    for gap in _BREAK.finditer(text, within.start, within.end):
        found.append((start, gap.start()))
        start = gap.end()
    found.append((start, within.end))
    return [trimmed for start, end in found if (trimmed := trim(text, start, end)) is not None]


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without surrounding white space, or `None` if nothing else is in it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
