"""Entries from bibliography files: one module a format, one line in `FORMATS` for each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from citetool.errors import UnreadableInput
from citetool.model import FileRead, Item, Reference
from citetool.readers.decoding import decode
from citetool.references.keys import unique_keys
from citetool.references.record import Problem, Record

FORMATS = {
    "bibtex": "bibtex:read_bibtex",
    "csl-json": "csl_json:read_csl_json",
    "ris": "ris:read_ris",
}
"""Format name -> the module and the function that reads it: text in, records and problems out."""

SUFFIXES = {".bib": "bibtex", ".json": "csl-json", ".ris": "ris"}
"""File suffix -> format name."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries of one or several files, and what could not be read of them, with file and line.

    Attributes:
        references: the entries.
        remarks: what is wrong with a file.
        left_out: a line for each file with fields that no entry has a place for: which, and of how many entries.
        files: those that were read.
    """

    references: tuple[Reference, ...]
    remarks: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    files: tuple[FileRead, ...] = ()


def bibliography_format(path: str) -> str | None:
    """The bibliography format that a file's name says it is in, or `None`."""
    return SUFFIXES.get(Path(path).suffix.lower())


def load_bibliography(paths: Sequence[str], input_format: str | None = None) -> Bibliography:
    """The entries of bibliography files, in order; what can't be read is a remark, and the rest is kept.

    Args:
        paths: the files; `-` is standard input.
        input_format: a name in `FORMATS`, in place of what a file's suffix says. Without either it is BibTeX.

    Raises:
        UnreadableInput: a file that is missing, not text, not of its format, or holds no entry at all.
    """
    records: list[tuple[str, Record]] = []
    remarks: list[str] = []
    left_out: list[str] = []
    files: list[FileRead] = []
    for path in paths:
        try:
            data = _bytes(path)
            text, notes = decode(data)
            found = list(_reader(input_format or bibliography_format(path) or "bibtex")(text))
        except UnreadableInput as problem:
            raise UnreadableInput(f"{path}: {problem}") from None
        files.append(FileRead(path, sha256(data).hexdigest()))
        remarks += [f"{path}: {note}" for note in notes]
        for each in found:
            place = path if each.line is None else f"{path}:{each.line}"
            if isinstance(each, Problem):
                remarks.append(f"{place}: {each.message}")
            else:
                records.append((place, each))
        if not any(isinstance(each, Record) for each in found):
            raise UnreadableInput(f"{path}: no entries in it" + (f" ({remarks[-1]})" if found else ""))
        counts = Counter(name for each in found if isinstance(each, Record) for name in each.left_out)
        if counts:
            listed = sorted(counts.items(), key=lambda name_and_times: (-name_and_times[1], name_and_times[0]))
            left_out.append(f"{path}: left out: {', '.join(f'{name} ({times})' for name, times in listed)}")
    keys = unique_keys(each.key or "entry" for _, each in records)
    remarks += [
        f"{place}: the key “{each.key}” is used before; this entry gets “{key}”"
        for (place, each), key in zip(records, keys, strict=True)
        if each.key and key != each.key
    ]
    references = (
        Reference(
            index=index,
            span=None,
            text=each.text or _shown(each.item),
            key=key,
            item=each.item,
            aliases=each.aliases,
            draws_on=each.draws_on,
        )
        for index, ((_, each), key) in enumerate(zip(records, keys, strict=True))
    )
    return Bibliography(tuple(references), tuple(remarks), tuple(left_out), tuple(files))


def _reader(name: str) -> Callable[[str], Iterator[Record | Problem]]:
    module, function = FORMATS[name].split(":")
    reader: Callable[[str], Iterator[Record | Problem]] = getattr(
        import_module(f"citetool.references.{module}"), function
    )
    return reader


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read()
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise UnreadableInput("no such file") from None
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise UnreadableInput(f"can't be read: {reason}") from problem


def _shown(item: Item) -> str:
    """An entry as a reader would see it, for reports: names, year, title."""
    who = ", ".join(str(name) for name in item.contributors)
    when = item.issued.text if item.issued else ""
    return ". ".join(part for part in (who, when, item.title or "") if part)
