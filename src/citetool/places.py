"""Things at places of a text, found by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from citetool.model import Span

_Thing = TypeVar("_Thing")


class Places(Generic[_Thing]):
    """Things whose places hardly overlap; each look-up takes as long as it finds things."""

    def __init__(self, things: Iterable[tuple[Span, _Thing]]) -> None:
        self._things = sorted(things, key=lambda each: each[0])
        self._starts = [span.start for span, _ in self._things]

    def _at(self, wanted: Span) -> Iterator[tuple[Span, _Thing]]:
        # Only the one before may reach into the place.
        for index in range(max(0, bisect_left(self._starts, wanted.start) - 1), len(self._things)):
            span, thing = self._things[index]
            if span.start >= wanted.end:
                break
            if span.overlaps(wanted):
                yield span, thing

    def at(self, wanted: Span) -> list[_Thing]:
        """Those that share a character with a place."""
        return [thing for _, thing in self._at(wanted)]

    def spans_at(self, wanted: Span) -> list[Span]:
        """Where those are that share a character with a place."""
        return [span for span, _ in self._at(wanted)]
