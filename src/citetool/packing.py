"""Values of the model as JSON, and back.

What is of one type stands together, field by field, as the columns of a table do: of a hundred notes, first all labels,
then all numbers. So little is done for each value by itself that reading them takes a fifth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import islice, repeat, starmap
from types import NoneType, UnionType
from typing import NamedTuple, TypeVar, Union, get_args, get_origin

T = TypeVar("T")


def pack(kind: object, value: object) -> bytes:
    """A value of a kind as one line of JSON.

    The kind is a named tuple, a dataclass or a tuple; what is in it are texts, numbers, enumerations, or such again, or
    perhaps `None`.
    """
    packed = json.dumps(_column(kind).pack([value]), ensure_ascii=False, separators=(",", ":"))
    # A name of a file may hold halves of characters (PEP 383).
    return packed.encode("utf-8", "surrogatepass")


def unpack(kind: type[T], packed: bytes) -> T:
    """The value of a kind that `pack` was given.

    Raises:
        ValueError: this is something else.
    """
    hint: object = kind
    try:
        (value,) = _column(hint).unpack(json.loads(packed.decode("utf-8", "surrogatepass")))
    except (TypeError, LookupError, StopIteration) as problem:
        raise ValueError(f"no packed {kind.__name__}") from problem
    if not isinstance(value, kind):
        raise ValueError(f"no packed {kind.__name__}")
    return value


class _Column(NamedTuple):
    """How values of one type stand in JSON, all together, and how they are made of that again."""

    pack: Callable[[Sequence[object]], object]
    unpack: Callable[[object], Iterable[object]]


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _items(value: object) -> tuple[object, ...]:
    if not isinstance(value, tuple):
        raise TypeError("no tuple")
    return value


_AS_THEY_ARE = _Column(lambda values: values, _list)


@cache
def _column(kind: object) -> _Column:
    arguments = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        (some,) = (each for each in arguments if each is not NoneType)
        return _perhaps(_column(some))
    if get_origin(kind) is tuple:
        if arguments[1:] == (Ellipsis,):
            return _tuples(_column(arguments[0]))
        return _records([_column(each) for each in arguments], _items, lambda rows: rows)
    if not isinstance(kind, type):
        raise TypeError(f"{kind} is no type of the model")
    if issubclass(kind, Enum):
        by_value = {each.value: each for each in kind}
        return _Column(lambda values: values, lambda value: map(by_value.__getitem__, _list(value)))
    if issubclass(kind, tuple):
        hints = kind.__annotations__
        # As `_make` does it, but for its own call for each.
        return _records(
            [_column(each) for each in hints.values()], _items, lambda rows: map(tuple.__new__, repeat(kind), rows)
        )
    if is_dataclass(kind):
        hints = kind.__annotations__
        names = [each.name for each in fields(kind) if each.init]
        return _records(
            [_column(hints[name]) for name in names],
            lambda value: tuple(getattr(value, name) for name in names),
            lambda rows: starmap(kind, rows),
        )
    return _AS_THEY_ARE


def _perhaps(some: _Column) -> _Column:
    """Of values that may be `None`: first whether each is there, then those that are."""
    if some is _AS_THEY_ARE:
        return some

    def packed(values: Sequence[object]) -> object:
        there = [each for each in values if each is not None]
        return [[int(each is not None) for each in values], some.pack(there)]

    def unpacked(value: object) -> Iterable[object]:
        flags, there = _list(value)
        made = iter(some.unpack(there))
        return [next(made) if flag else None for flag in _list(flags)]

    return _Column(packed, unpacked)


def _tuples(items: _Column) -> _Column:
    """Of tuples of any length: first how long each is, then all that is in them."""

    def packed(values: Sequence[object]) -> object:
        rows = list(map(_items, values))
        return [[len(each) for each in rows], items.pack([item for each in rows for item in each])]

    def unpacked(value: object) -> Iterable[object]:
        lengths, flat = _list(value)
        made = iter(items.unpack(flat))
        return [tuple(islice(made, length)) for length in _list(lengths) if isinstance(length, int)]

    return _Column(packed, unpacked)


def _records(
    columns: Sequence[_Column],
    row: Callable[[object], tuple[object, ...]],
    made: Callable[[Iterable[tuple[object, ...]]], Iterable[object]],
) -> _Column:
    """Of records: column by column; `row` gives the fields of one, and `made` makes them of their fields."""

    def packed(values: Sequence[object]) -> object:
        rows = list(map(row, values))
        return [column.pack([each[at] for each in rows]) for at, column in enumerate(columns)]

    def unpacked(value: object) -> Iterable[object]:
        parts = [column.unpack(each) for column, each in zip(columns, _list(value), strict=True)]
        return made(zip(*parts, strict=True))

    return _Column(packed, unpacked)
