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
        has_parts: whether drafts may be made of several files, whichever of those that they may mean are there.
        is_printed: whether its files are made from drafts, which lie beside them: only those that are named are read.
    """

    suffixes: tuple[str, ...]
    reader: str
    is_text: bool = True
    has_parts: bool = False
    is_printed: bool = False


FORMATS = {
    "text": Format((".txt", ".text"), "text:read_text"),
    "markdown": Format((".md", ".markdown", ".qmd", ".rmd"), "markdown.reading:read_markdown"),
    "html": Format((".html", ".htm", ".xhtml"), "html.reading:read_html"),
    "docx": Format((".docx", ".docm", ".dotx", ".dotm"), "word:read_word", is_text=False),
    "odt": Format((".odt", ".fodt", ".ott"), "opendocument:read_opendocument", is_text=False),
    "latex": Format((".tex", ".ltx"), "latex:read_latex", has_parts=True),
    "pdf": Format((".pdf",), "pdf:read_pdf", is_text=False, is_printed=True),
}
"""By name. A reader is loaded when a file of its format is read."""

SUFFIXES = {suffix: name for name, each in FORMATS.items() for suffix in each.suffixes}
"""File suffix -> format name."""

_TEMPLATES = (".dotx", ".dotm", ".ott")

SOUGHT = frozenset(
    suffix for suffix, name in SUFFIXES.items() if not FORMATS[name].is_printed and suffix not in _TEMPLATES
)
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

_TAG = re.compile(rb"<[a-zA-Z!/?]")

_LATEX = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(?![ \t]*\\document(?:class|style)\b)[ \t]*(?:[%\\][^\n]*)?\n)*+"
    rb"[ \t]*\\document(?:class|style)[ \t]*[\[{]"
)
"""A document's class, before which only comments and commands stand: what merely shows LaTeX opens with words."""

_FLAT_OPENDOCUMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<office:document\s", re.S
)

_SIGNATURES = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"{\\rtf": "rtf",
}
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The name of what an encrypted Word file keeps its parts in (2.3.4.4 of MS-OFFCRYPTO)."""

_CALLED = {"docx": "a Word file", "odt": "an OpenDocument text", "pdf": "a PDF"}

_PDF_BEGINS = 1024
"""Bytes in which a PDF begins, before which other programs may have put something (PDF 1.7, annex H.3.4.1)."""

_UNKNOWN = {
    "zip": "an archive that is neither a Word nor an OpenDocument text",
    "ole": "a document of Word 97–2003; save it as .docx",
    "encrypted": "a Word document that is encrypted; save it without a password",
    "rtf": "Rich Text Format; save it as .docx or .odt",
}

UNREAD = {
    ".doc": "documents of Word 97–2003 aren't read; save it as .docx",
    ".dot": "templates of Word 97–2003 aren't read; save it as .docx",
    ".rtf": "Rich Text Format isn't read; save it as .docx or .odt",
    ".pages": "documents of Pages aren't read; export it as Word (.docx)",
    ".wpd": "documents of WordPerfect aren't read; save it as .docx or .odt",
    ".sxw": "texts of OpenOffice 1 aren't read; save it as .odt",
}
"""Suffix of drafts in other formats -> what to do."""


def told_by_content(data: bytes, name: str) -> str:
    """The format of a file that its name says is in the format `name`, by its content, which decides.

    Raises:
        UnreadableInput: it is in a format that is known, but not one of `FORMATS`.
    """
    kind = _kind(data)
    if kind in FORMATS:
        return kind
    if kind is not None:
        raise UnreadableInput(f"this is {_UNKNOWN[kind]}")
    if name == "pdf" and b"%PDF-" in data[:_PDF_BEGINS]:
        return name
    if _HTML.match(data):
        return "html"
    if _LATEX.match(data) and b"\\begin{document}" in data:
        return "latex"
    if name == "html" and not _TAG.search(data):
        return "text"
    # What isn't what its name says, and no other archive or page either, is text if anything.
    return name if FORMATS[name].is_text else "text"


def see_that_it_may_be(data: bytes, name: str) -> None:
    """See that a file can be in the format that a user says it is in.

    Raises:
        UnreadableInput: it is in another one: the message says in which.
    """
    kind = _kind(data)
    is_text = kind in (None, "rtf") or (kind == "odt" and not data.startswith(b"PK"))
    if kind == name or (is_text and FORMATS[name].is_text):
        return
    if kind in _CALLED:
        raise UnreadableInput(f"this is {_CALLED[kind]}; leave --input-format out")
    if kind is not None:
        raise UnreadableInput(f"this is {_UNKNOWN[kind]}")
    if name != "pdf" or b"%PDF-" not in data[:_PDF_BEGINS]:
        raise UnreadableInput(f"this isn't {_CALLED[name]}; leave --input-format out")


def _kind(data: bytes) -> str | None:
    """What a file is by its first bytes: a format of drafts, or another one that is known; `None` for text."""
    kind = next((kind for mark, kind in _SIGNATURES.items() if data.startswith(mark)), None)
    if kind == "zip":
        return _in_archive(data) or kind
    if kind == "ole" and _ENCRYPTED_PACKAGE in data:
        return "encrypted"
    return "odt" if kind is None and _FLAT_OPENDOCUMENT.match(data) else kind


def _in_archive(data: bytes) -> str | None:
    """What an archive holds, by the names that stand in its directory at its end."""
    tail = data[-65536:]
    # Word on the web calls the main part document2.xml.
    if b"word/document" in tail or b"word/document" in data[:65536]:
        return "docx"
    if _OPENDOCUMENT in data[:200]:
        return "odt"
    return "odt" if b"content.xml" in tail and _is_opendocument(data) else None


_OPENDOCUMENT = b"application/vnd.oasis.opendocument.text"


def _is_opendocument(data: bytes) -> bool:
    """Whether an archive says that it is a text, if not first and unpacked, as it should (3.3 of ODF 1.3, Part 2)."""
    from citetool.readers.archives import Archive

    archive = Archive(data)
    return "content.xml" in archive and (
        "mimetype" not in archive or b"".join(archive.read("mimetype")).startswith(_OPENDOCUMENT)
    )
