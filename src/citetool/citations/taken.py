"""The citations accepted so far, none overlapping another."""

from __future__ import annotations

from bisect import bisect_left

from citetool.model import Citation, Span


class Taken:
    """Citations by place; a later one that overlaps an earlier one is dropped."""

    def __init__(self) -> None:
        """None so far."""
        self._found: list[Citation] = []
        self._starts: list[int] = []

    def add(self, citation: Citation) -> None:
        """Take a citation, if its place is free."""
        if self.free(citation.span):
            place = bisect_left(self._starts, citation.span.start)
            self._starts.insert(place, citation.span.start)
            self._found.insert(place, citation)

    def free(self, span: Span) -> bool:
        """Whether no citation taken shares a code point with a span; an empty span is not."""
        if span.start >= span.end:
            return False
        place = bisect_left(self._starts, span.start)
        if place < len(self._starts) and self._starts[place] < span.end:
            return False
        return place == 0 or self._found[place - 1].span.end <= span.start

    def beside(self, span: Span) -> tuple[Citation | None, Citation | None]:
        """The last one that begins before a span, and the first one that begins behind it."""
        before, after = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return (
            self._found[before - 1] if before else None,
            self._found[after] if after < len(self._found) else None,
        )

    def citations(self) -> list[Citation]:
        """Those taken, in reading order."""
        return self._found
