"""What the reader of a bibliography format hands on: records, and what it could not read."""

from typing import NamedTuple

from citetool.model import Item


class Record(NamedTuple):
    """An entry of a bibliography file.

    Attributes:
        key: as the file has it; empty if it has none.
        item: its fields.
        line: where it begins, from 1; `None` where lines say nothing (JSON).
        text: the entry as it was printed, if the file says.
        left_out: the names of its fields that an item has no place for.
        aliases: other keys that it is cited by.
        draws_on: the keys of entries that it needs: its host, the members of its set.
    """

    key: str
    item: Item
    line: int | None = None
    text: str | None = None
    left_out: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draws_on: tuple[str, ...] = ()


class Problem(NamedTuple):
    """Something that could not be read as it stands: the line, from 1, if it is known, and what is wrong with it."""

    line: int | None
    message: str
