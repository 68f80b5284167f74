"""What stands out of an order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TypeVar

Value = TypeVar("Value", int, str)


def out_of_order(values: Sequence[Value], ceiling: Callable[[Value], Value]) -> list[int]:
    """The indexes of the fewest values that must move for the rest to rise.

    Args:
        values: in the order in which they stand.
        ceiling: of a value, what those are below that may stand before it: the value itself where no two may be equal.
    """
    tails: list[Value] = []
    ends: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, ceiling(value))
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [place]
    kept = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return [each for each in range(len(values)) if each not in kept]
