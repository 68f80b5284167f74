"""Bytes to text: UTF-8, else UTF-16 by its byte-order mark, else what a page says, else Windows-1252; and back."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from citetool.errors import UnreadableInput


class FileText(NamedTuple):
    """The text of a file as it is, and what it takes to write another text in its stead.

    Attributes:
        text: line ends as they are; a byte that stands for no character is a lone surrogate (PEP 383).
        encoding: Python's name of it, without byte-order mark.
        mark: the byte-order mark, or nothing.
        remarks: on how it was read.
    """

    text: str
    encoding: str
    mark: bytes = b""
    remarks: tuple[str, ...] = ()

    def encode(self, text: str) -> bytes:
        """The bytes of a file that has this text and is otherwise like this one.

        Raises:
            UnicodeEncodeError: the encoding has no bytes for a character.
        """
        return self.mark + text.encode(self.encoding, "surrogateescape" if self.encoding == "cp1252" else "strict")

    def can_hold(self, text: str) -> bool:
        """Whether the encoding has bytes for all of a text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""The text of `data`, without byte-order mark and with `\n` line ends, and remarks on how it was read.

    Raises:
        UnreadableInput: nothing in it, or not text.
    """
    if not data.strip():
        raise UnreadableInput("the file is empty")
    file = decode_file(data)
    if "\0" in file.text:
        raise UnreadableInput("not text (it holds NUL characters); export the draft as text first")
    text = plain(file.text)
    if not text.strip():
        raise UnreadableInput("the file is empty")
    return text, file.remarks


def decode_file(data: bytes) -> FileText:
    """The text of `data` as the file has it, and how it is written.

    Raises:
        UnreadableInput: not text.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise UnreadableInput("not text: it starts as UTF-16 but doesn't go on so") from None
            return FileText(text, encoding, mark, ("read as UTF-16, from its byte-order mark",))
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return FileText(data[len(mark) :].decode("utf-8"), "utf-8", mark)
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
    if b"\0" in data or _looks_binary(data):
        raise UnreadableInput("not text; citetool reads text as UTF-8, UTF-16 or Windows-1252")
    declared = _declared(data)
    if declared is not None:
        return declared
    remark = f"not UTF-8 (line {line}); read as Windows-1252: check accented letters and quotes"
    return FileText(data.decode("cp1252", "surrogateescape"), "cp1252", b"", (remark,))


_CHARSET = rb"""<meta\b[^<>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{3,20})"""
_XML_ENCODING = rb"""\s{0,99}<\?xml\b[^<>]{0,100}?\bencoding\s{0,9}=\s{0,9}["']([\w-]{3,20})"""
_ENCODING = (
    rb"iso-8859-(?:[2-9]|1[013-6])|windows-125[0-8]|koi8-[ru]|macintosh|shift_jis|euc-jp|euc-kr|big5|gb2312|gbk|gb18030"
)
_HEAD = 1024
"""Bytes: where browsers look for it (https://html.spec.whatwg.org/multipage/parsing.html, prescan)."""


def _declared(data: bytes) -> FileText | None:
    """The text of a page in the encoding that it names in its head, if it can be in that and be written back so.

    Latin 1 isn't among them: what says so is read as Windows-1252, as browsers do.
    """
    head = data[:_HEAD]
    found = re.match(_XML_ENCODING, head) or re.search(_CHARSET, head, re.IGNORECASE)
    if found is None or not re.fullmatch(_ENCODING, found[1], re.IGNORECASE):
        return None
    encoding = found[1].decode("ascii").lower()
    try:
        text = data.decode(encoding)
        if text.encode(encoding) != data:
            return None
    except UnicodeError:
        return None
    return FileText(text, encoding)


def plain(text: str) -> str:
    r"""A file's text as it is checked: line ends as `\n`, and a replacement character for each byte that is none."""
    return _not_a_character().sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


@cache
def _not_a_character() -> re.Pattern[str]:
    return re.compile("[\udc80-\udcff]")


_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


def _looks_binary(data: bytes) -> bool:
    sample = data[:65536]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100
