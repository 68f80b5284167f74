"""The formats of drafts: their names, suffixes and readers, and what tells a file's format from its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from citetool.errors import UnreadableInput
from citetool.model import Document

ReadText = Callable[[str, str, tuple[str, ...]], Document]
"""Path, text of the file and remarks in, document out."""

ReadBytes = Callable[[str, bytes], Document]
"""Path and bytes of the file in, document out; raises `UnreadableInput`."""


class Format(NamedTuple):
    """A format of drafts.

    Attributes:
        suffixes: of its files.
        reader: the module of this package and the function in it, a `ReadText` or a `ReadBytes`.
        is_text: whether its files are text: then they can be mended.
        is_printed: whether its files are made from drafts, which lie beside them: only those that are named are read.
    """

    suffixes: tuple[str, ...]
    reader: str
    is_text: bool = True
    is_printed: bool = False


FORMATS = {
    "text": Format((".txt", ".text", ".md", ".markdown"), "text:read_text"),
    "pdf": Format((".pdf",), "pdf:read_pdf", is_text=False, is_printed=True),
}
"""By name. A reader is loaded when a file of its format is read."""

SUFFIXES = {suffix: name for name, each in FORMATS.items() for suffix in each.suffixes}
"""File suffix -> format name."""

SOUGHT = frozenset(suffix for suffix, name in SUFFIXES.items() if not FORMATS[name].is_printed)
"""The suffixes of what is read of a folder."""


def text_reader(name: str) -> ReadText:
    """The reader of a format whose files are text."""
    return _reader(name)


def bytes_reader(name: str) -> ReadBytes:
    """The reader of a format whose files are no text."""
    return _reader(name)


def _reader(name: str) -> Callable[..., Document]:
    module, function = FORMATS[name].reader.split(":")
    reader: Callable[..., Document] = getattr(import_module(f"citetool.readers.{module}"), function)
    return reader


_HTML = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)

_SIGNATURES = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"{\\rtf": "rtf",
}
_UNKNOWN = {
    "zip": "an archive that is neither a Word nor an OpenDocument text",
    "ole": "a document of Word 97–2003, or one that is encrypted; save it as .docx, without a password",
    "rtf": "Rich Text Format; save it as .docx or .odt",
}


def told_by_content(data: bytes, name: str) -> str:
    """The format of a file that its name says is in the format `name`, by its content, which decides.

    Raises:
        UnreadableInput: it is in a format that is known, but not one of `FORMATS`.
    """
    kind = next((kind for mark, kind in _SIGNATURES.items() if data.startswith(mark)), None)
    if kind == "zip":
        kind = _in_archive(data) or kind
    if kind in FORMATS:
        return kind
    if kind is not None:
        raise UnreadableInput(f"this is {_UNKNOWN.get(kind, f'a file of the format {kind}')}")
    if not FORMATS[name].is_text:
        # What isn't what its name says, and no other archive or page either, is text if anything.
        return "html" if "html" in FORMATS and _HTML.match(data) else "text"
    if "html" in FORMATS and name == "text" and _HTML.match(data):
        return "html"
    return name


def _in_archive(data: bytes) -> str | None:
    """What an archive holds, by the names that stand in its directory at its end."""
    tail = data[-65536:]
    if b"word/document.xml" in tail or b"word/document.xml" in data[:65536]:
        return "docx"
    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return "odt"
    return None
