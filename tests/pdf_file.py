"""PDFs made by hand, of words at places, for tests of how they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple


class Text(NamedTuple):
    """Words at a place: points from the left and from the bottom of the page, the font's size, its name (F or I).

    `lean` is how far to the right the tops of the letters stand, of their height.
    """

    x: float
    y: float
    words: str
    size: float = 10
    font: str = "F"
    lean: float = 0


ITALIC = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Italic/Encoding/WinAnsiEncoding>>"


def lines(x: float, y: float, *words: str, size: float = 10, pitch: float = 12) -> list[Text]:
    """Lines of one column, from the top."""
    return [Text(x, y - pitch * index, each, size) for index, each in enumerate(words)]


DRAWN = b"0 0 m 200 300 l 300 200 l f"
"""A drawing, in place of a scanner's picture."""


def pdf(*pages: Sequence[Text], drawn: Sequence[int] = (), key: bytes = b"") -> bytes:
    """A PDF with the pages, some of which, by index, show a drawing; encrypted if there is a key."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(pages)))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
    ]
    for index, page in enumerate(pages):
        content = b"\n".join(_shown(text) for text in page) + (DRAWN if index in drawn else b"")
        number = 5 + 2 * index
        if key:
            content = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], content)
        objects += (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R/I %s>>>>/Contents %d 0 R>>"
            % (ITALIC, number),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        )
    return _file(objects, b"")


def _shown(text: Text) -> bytes:
    words = text.words.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /%s %g Tf 1 0 %g 1 %g %g Tm (%s) Tj ET" % (
        text.font.encode(),
        text.size,
        text.lean,
        text.x,
        text.y,
        words,
    )


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    parts = [b"%PDF-1.4\n"]
    at = [0]
    for number, each in enumerate(objects, 1):
        at.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % each for each in at[1:])
    parts.append(
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(at), table, len(at), trailer, start)
    )
    return b"".join(parts)


def form_bomb(depth: int, times: int) -> bytes:
    """A page that shows a form, which shows another, and so on, each so many times; the last one has a word."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</X 6 0 R>>>>/Contents 5 0 R>>",
    ]
    shown = b"/X Do " * times
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
    for number in range(6, 6 + depth):
        last = number == 5 + depth
        content = _shown(Text(50, 700, "Piers")) if last else shown
        resources = b"/Font<</F 3 0 R>>" if last else b"/XObject<</X %d 0 R>>" % (number + 1)
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>/Length %d>>stream\n%s\nendstream"
        objects.append(form % (resources, len(content), content))
    return _file(objects, b"")


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def encrypted(*pages: Sequence[Text], password: bytes) -> bytes:
    """A PDF that a user's password opens, which may be empty (PDF 1.7, 7.6.3: RC4 of 40 bits)."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + b"id").digest()[:5]
    plain = pdf(*pages, key=key)
    security = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (
        owner.hex().encode(),
        _rc4(key, _PADDING).hex().encode(),
    )
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[(id)(id)]/Encrypt " + security)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
