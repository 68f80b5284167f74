"""Bytes to text: UTF-8, else UTF-16 by its byte-order mark, else Windows-1252."""

from __future__ import annotations

import codecs

from citetool.errors import UnreadableInput


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""The text of `data`, without byte-order mark and with `\n` line ends, and remarks on how it was read.

    Raises:
        UnreadableInput: nothing in it, or not text.
    """
    if not data.strip():
        raise UnreadableInput("the file is empty")
    text, remarks = _decode(data)
    if "\0" in text:
        raise UnreadableInput("not text (it holds NUL characters); export the draft as text first")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableInput("the file is empty")
    return text, remarks


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), ("read as UTF-16, from its byte-order mark",)
        except UnicodeDecodeError:
            raise UnreadableInput("not text: it starts as UTF-16 but doesn't go on so") from None
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
    if b"\0" in data or _looks_binary(data):
        raise UnreadableInput("not text; citetool reads text as UTF-8, UTF-16 or Windows-1252")
    text = data.decode("cp1252", "replace")
    return text, (f"not UTF-8 (line {line}); read as Windows-1252: check accented letters and quotes",)


_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


def _looks_binary(data: bytes) -> bool:
    sample = data[:65536]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100
