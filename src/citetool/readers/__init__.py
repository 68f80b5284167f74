"""Bytes to `Document`: one module a format, one line in `FORMATS` for each; the only file input of a draft."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from citetool.errors import UnreadableInput
from citetool.model import Document
from citetool.readers.decoding import decode, plain
from citetool.readers.formats import (
    FORMATS,
    SUFFIXES,
    UNREAD,
    bytes_reader,
    see_that_it_may_be,
    text_reader,
    told_by_content,
)

LARGEST = 50 * 1024 * 1024
"""Bytes; a draft that is text is never larger, and what is was named by mistake."""

LARGEST_PACKED = 4 * LARGEST
"""Bytes of a draft that is no text: it may hold pictures."""


def read(path: str, input_format: str | None = None, language: str | None = None) -> Document:
    """Read the draft at `path`, or standard input for `-`; its words tell its language where none is given.

    Raises:
        UnreadableInput: it is missing, a folder, empty, too large, or in no format that is known.
    """
    name = input_format or ("text" if path == "-" else SUFFIXES.get(Path(path).suffix.lower()))
    if name is None and (what_to_do := UNREAD.get(Path(path).suffix.lower())):
        raise UnreadableInput(what_to_do)
    if name is None:
        known = ", ".join(sorted(SUFFIXES))
        raise UnreadableInput(
            f"unknown format “{Path(path).suffix or 'no suffix'}”; citetool reads {known}"
            " (--input-format text reads any file as text)"
        )
    data = _bytes(path)
    if not data.strip():
        raise UnreadableInput("the file is empty")
    if input_format is None:
        name = told_by_content(data, name)
    else:
        see_that_it_may_be(data, input_format)
    is_text = FORMATS[name].is_text
    _see_that_it_is_small(data, is_text=is_text)
    if is_text:
        text, remarks = decode(data)
        document = text_reader(name)(path, text, remarks)
    else:
        document = bytes_reader(name)(path, data)
    return replace(document, language=language) if language else document


def read_again(document: Document, text: str) -> Document:
    """The draft that a document becomes when the text of its file is another one, line ends as the file has them."""
    source = plain(text)
    if document.included:
        from citetool.readers.latex import read_latex

        again = read_latex(document.path, source, document.remarks, document.included)
    else:
        again = text_reader(document.format)(document.path, source, document.remarks)
    # A mend changes no language, and a guess that changed would be news of its own.
    return replace(again, language=document.language)


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            if sys.stdin is None:
                raise UnreadableInput("standard input is closed")
            data = sys.stdin.buffer.read(LARGEST_PACKED + 1)
        else:
            file = Path(path)
            if file.is_dir():
                raise UnreadableInput("this is a folder, not a draft")
            with file.open("rb") as stream:
                data = stream.read(LARGEST_PACKED + 1)
    except FileNotFoundError:
        raise UnreadableInput("no such file") from None
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise UnreadableInput(f"can't be read: {reason}") from problem
    return data


def _see_that_it_is_small(data: bytes, *, is_text: bool) -> None:
    most = LARGEST if is_text else LARGEST_PACKED
    if len(data) > most:
        what = "text of a few megabytes at most" if is_text else "smaller; make the pictures in it so"
        raise UnreadableInput(f"larger than {most // 1024**2} MB; a draft is {what}")
