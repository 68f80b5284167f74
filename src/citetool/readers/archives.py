"""Archives that are drafts (Word, OpenDocument), read part by part and never written to a disk.

Anyone may have made them: what they say of their own size isn't trusted, and no part is read that two could be.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 -- it is a class with a name in small letters

from citetool.errors import UnreadableInput

LARGEST_PART = 100 * 1024 * 1024
"""Bytes of a part when it is unpacked; the text of a book of a thousand pages takes a tenth of it."""

LARGEST_RATIO = 200
"""How many bytes one packed byte may become in a part that is large; drafts are packed 10 to 50 times."""

SMALL = 1024 * 1024
"""Bytes; a part that is no larger may be packed as tightly as can be."""

LARGEST_DIRECTORY = 2 * 1024 * 1024
"""Bytes; enough to list some ten thousand parts."""

_CHUNK = 64 * 1024
_END = b"PK\x05\x06"
_ZIP64 = b"PK\x06\x07"
_ENCRYPTED = 0x1
_BROKEN = "the archive that it is, is broken; open it in the program that wrote it and save it anew"


class Archive:
    """The parts of an archive, by name."""

    def __init__(self, data: bytes) -> None:
        """Look an archive over.

        Raises:
            UnreadableInput: it is broken or encrypted, has two parts of one name, or one whose name leads outside.
        """
        _see_that_directory_is_small(data)
        try:
            self._file = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as problem:
            raise UnreadableInput(_BROKEN) from problem
        self._parts: dict[str, ZipInfo] = {}
        for info in self._file.infolist():
            name = info.filename
            if name in self._parts:
                raise UnreadableInput(f"has two parts of the name “{name}”, which no program writes")
            if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
                raise UnreadableInput(f"has a part whose name leads outside of it, “{name}”, which no program writes")
            self._parts[name] = info

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._parts

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, some at a time.

        Raises:
            UnreadableInput: there is no such part, or it is encrypted, broken or too large.
        """
        info = self._parts.get(name)
        if info is None:
            raise UnreadableInput(f"has no part “{name}”; open it in the program that wrote it and save it anew")
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableInput("is encrypted; save it without a password")
        size = 0
        try:
            with self._file.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > LARGEST_PART:
                        raise UnreadableInput(f"“{name}” in it unpacks to more than {LARGEST_PART // 1024**2} MB")
                    if size > SMALL and size > LARGEST_RATIO * info.compress_size:
                        raise UnreadableInput(
                            f"“{name}” in it unpacks to more than {LARGEST_RATIO} times its size, as no draft does"
                        )
                    yield chunk
        except (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as problem:
            raise UnreadableInput(_BROKEN) from problem


def _see_that_directory_is_small(data: bytes) -> None:
    """The list of parts is read as a whole, so its size is looked at first.

    Its place: 4.3.16 of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
    """
    end = data.rfind(_END, max(0, len(data) - 65557))
    if end == -1 or len(data) < end + 22:
        raise UnreadableInput(_BROKEN)
    (size,) = struct.unpack_from("<L", data, end + 12)
    if size > LARGEST_DIRECTORY or data[max(0, end - 20) : end].startswith(_ZIP64):
        raise UnreadableInput("is an archive of more parts than a draft has")
