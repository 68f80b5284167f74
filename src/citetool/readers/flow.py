"""Paragraphs as they come out of a file of a word processor, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterable

from citetool.model import Item
from citetool.readers.headings import heading_kind
from citetool.readers.layout import Marker, Paragraph, Part, Run, Said
from citetool.readers.notes import RAISED

_RAISABLE = re.compile(r"[0-9\s,;()\u2010-\u2015-]*")
"""What stands raised as a note's marker, or as citations by number: `12`, `3,5–7`."""

_COMMENT = re.compile(r"\s*citetool:")


class Flow:
    """The paragraphs of a body, of a note or of a text box, in order."""

    def __init__(self) -> None:
        """None so far."""
        self.paragraphs: list[Paragraph] = []
        self._parts: list[Part] = []
        self._texts: list[str] = []
        self._items: tuple[Item, ...] = ()
        self._emphasised = False
        self._entry = False
        self._bracket = False
        self._number = ""

    def say(
        self,
        text: str,
        items: tuple[Item, ...] = (),
        *,
        raised: bool = False,
        emphasised: bool = False,
        entry: bool = False,
    ) -> None:
        """Go on with the paragraph.

        Args:
            text: what is printed.
            items: what a reference manager cites here, where it made these words; the same tuple for the same citation.
            raised: whether it is superscript.
            emphasised: whether it is in italics.
            entry: whether it stands in a list that the file marks as one.
        """
        if not text:
            return
        if items is not self._items or emphasised is not self._emphasised:
            self._flush()
            self._items, self._emphasised = items, emphasised
        self._entry = self._entry or (entry and not text.isspace())
        self._texts.append(self._lifted(text) if raised else text)

    def number(self, label: str) -> None:
        """Say what the item of a numbered list bears; what goes on with a paragraph bears none."""
        if not self._parts and not self._texts:
            self._number = label

    def mark(self, note: str, label: str = "") -> None:
        """Refer to a note."""
        self._flush()
        self._parts.append(Marker(note, label))

    def comment(self, text: str) -> None:
        """Take a comment; those to citetool are kept."""
        if opening := _COMMENT.match(text):
            self._flush()
            self._parts.append(Said(" ".join(text[opening.end() :].split())))

    def end(self) -> None:
        """Let the paragraph end."""
        self._flush()
        parts = trimmed(self._parts)
        text = "".join(part.text for part in parts if isinstance(part, Run))
        numbered = bool(self._number) and any(not isinstance(part, Said) for part in parts)
        if numbered:
            parts = [Run(f"{self._number} "), *parts]
        if parts:
            entry = self._entry and heading_kind(text) is None
            self.paragraphs.append(Paragraph(tuple(parts), entry=entry, numbered=numbered))
        self._parts, self._items = [], ()
        self._emphasised = False
        self._entry = self._bracket = False
        self._number = ""

    def _flush(self) -> None:
        if self._texts:
            self._parts.append(Run("".join(self._texts), items=self._items, emphasised=self._emphasised))
            self._texts = []

    def _lifted(self, text: str) -> str:
        """Raised digits as such; those in square brackets (`[12]`), and those among letters (`2a`), as they are."""
        inside = self._bracket or "[" in text
        self._bracket = inside and "]" not in text
        return text if inside or not _RAISABLE.fullmatch(text) else text.translate(RAISED)


def trimmed(parts: Iterable[Part]) -> list[Part]:
    """The parts of a paragraph without white space at its ends, and without runs of nothing."""
    kept = list(parts)
    for places, strip in ((range(len(kept)), str.lstrip), (range(len(kept) - 1, -1, -1), str.rstrip)):
        for place in places:
            part = kept[place]
            if isinstance(part, Run):
                kept[place] = part = part._replace(text=strip(part.text))
            if isinstance(part, Marker) or (isinstance(part, Run) and part.text):
                break
    return [part for part in kept if not isinstance(part, Run) or part.text]


def plain_text(paragraphs: Iterable[Paragraph]) -> str:
    """What paragraphs say, on one line."""
    texts = ("".join(part.text for part in each.parts if isinstance(part, Run)) for each in paragraphs)
    return " ".join(" ".join(texts).split())
