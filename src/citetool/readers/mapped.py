"""Text that is read from a file's text but isn't that: what was replaced in it, and where each part of it stands."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citetool.model import Edit, Piece, Span, source_span


class Mapped(NamedTuple):
    """A text, and where its parts stand in the file's, as `Document.pieces` has it; no pieces: it is the file's."""

    text: str
    pieces: tuple[Piece, ...] = ()


def rewritten(mapped: Mapped, edits: Sequence[Edit]) -> Mapped:
    """The text with edits made, which are in order and apart from each other.

    What an edit puts in stands in the file where what it replaces does; if that's nothing, it stands there for nothing.
    """
    if not edits:
        return mapped
    text = mapped.text
    before = mapped.pieces or (Piece(0, 0, len(text)), Piece(len(text), len(text), 0))
    starts = [piece.start for piece in before]
    parts: list[str] = []
    pieces: list[Piece] = []
    at = length = 0
    for (start, end), put_in in edits:
        parts += (text[at:start], put_in)
        pieces += _moved(before, starts, Span(at, start), length)
        length += start - at
        if put_in:
            stood = source_span(before, starts, Span(start, end))
            pieces.append(Piece(length, stood.start, stood.end - stood.start))
        length += len(put_in)
        at = end
    parts.append(text[at:])
    pieces += _moved(before, starts, Span(at, len(text)), length)
    pieces.append(before[-1]._replace(start=length + len(text) - at))
    return Mapped("".join(parts), tuple(pieces))


def _moved(pieces: Sequence[Piece], starts: Sequence[int], span: Span, to: int) -> Iterator[Piece]:
    """The pieces of a stretch, which goes to another place."""
    if span.start >= span.end:
        return
    for index in range(bisect_right(starts, span.start) - 1, len(pieces) - 1):
        piece, end = pieces[index], starts[index + 1]
        if piece.start >= span.end:
            return
        start = max(piece.start, span.start)
        new = to + start - span.start
        if piece.length == end - piece.start:
            yield Piece(new, piece.at + start - piece.start, min(end, span.end) - start)
        else:
            yield Piece(new, piece.at, piece.length)
