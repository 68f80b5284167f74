"""What pdfium finds on the pages of a PDF: words, with their places and sizes.

Run as a program, it reads a PDF from standard input and writes JSON to standard output. pdfium is a large program in
C++ that is handed whatever a file holds, so it runs in a process of its own (see `words`), with bounds on its time and
memory: a file that makes it crash or go on for ever costs that process. So that this starts quickly, nothing else of
citetool is loaded here.
"""

import ctypes
import json
import math
import re
import sys
from collections import Counter
from typing import NamedTuple

# How much of a PDF is read: what needs more was named by mistake, or made to do harm.
MOST_PAGES = 3000
MOST_CHARACTERS = 6_000_000
"""Of all pages; a book of 300 pages has fewer than a million."""

SECONDS = 60
"""That pdfium may take; a book of 300 pages takes three."""

MEMORY = 1024**3
"""Bytes of address space that pdfium's process may have, a part of which it uses; where the system can bound it."""

_WORD = re.compile(r"[^\s\0]+")

_MARK = re.compile(r"[0-9*†‡§¶]")
"""What may be raised in the middle of a word, with more of it behind."""

_SAME = 0.05
"""Of the font size; a baseline that differs less is the same."""

ACCENTS = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "˘": "\u0306", "˙": "\u0307",
    "¨": "\u0308", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c",
}  # fmt: skip
"""Accents as signs of their own: the marks that they are above letters."""

_BAND = 6.0
"""Points; accents and their letters stand in one band, or in two that touch."""

_RISE = 0.5
"""Of the font size; an accent's baseline is higher than its capital's by less."""

_ITALIC = 1 << 6
"""The flag of a font whose letters lean (ISO 32000-1, table 123)."""

_ITALIC_NAME = re.compile(r"(?i:italic|oblique|slanted|kursiv)|It\b|CM(?:TI|SL|BXTI)\d|SF(?:TI|SL)\d")
"""In the names of fonts that have neither flag nor angle, those of TeX among them."""

_LONGEST_NAME = 256

_LEAN = 0.1
"""Of the letters' height; so far to the right do their tops stand, where a program makes an upright font lean."""

_HYPHENS = str.maketrans({0x02: "-", 0xFFFE: "-"})
"""What pdfium has for a hyphen at a line's end."""


class Style(NamedTuple):
    """What the characters of one text object share: the height of their line, size, direction, and italics.

    Directions are quarters of a turn. Lengths are points, along the direction in which the text runs. `lean` is how far
    a program makes an upright font lean, as a share of its letters' height.
    """

    y: float
    size: float
    turned: int
    italic: bool
    lean: float


class Word(NamedTuple):
    """A word, or the part of one that is printed in one size at one height, upright or in italics.

    Lengths are points: `left` and `right` from the page's left edge, `y`, its baseline, from the bottom.

    Attributes:
        spaced: whether a space precedes it.
        italic: whether its letters lean.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    spaced: bool = True
    italic: bool = False


class _Found(NamedTuple):
    """A word, its style, and its first character's index."""

    style: Style
    first: int
    word: Word


def main() -> None:
    """Read a PDF from standard input and write what it holds, or why it can't be read, to standard output."""
    _bound()
    sys.stdout.write(json.dumps(extracted(sys.stdin.buffer.read())))


def extracted(data: bytes) -> dict[str, object]:
    """The words of a PDF's pages, or the reason why there are none: `error`.

    Each page is a list of its words, and whether it shows pictures where it has no words.
    """
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        return {"error": "password" if problem.err_code == raw.FPDF_ERR_PASSWORD else "broken"}
    if len(document) > MOST_PAGES:
        return {"error": "pages"}
    pages = []
    count = 0
    for index in range(len(document)):
        try:
            page = document[index]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            pages.append({"words": [], "pictured": True})
            continue
        own = text.count_chars()
        count += own
        if count > MOST_CHARACTERS:
            return {"error": "characters"}
        words = _words(_Page(text.raw, own))
        pictured = not words and _pictured(page)
        pages.append({"words": words, "pictured": pictured})
        text.close()
        page.close()
    return {"pages": pages}


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit is all there is
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pictured(page: object) -> bool:
    """Whether a page has a picture, a drawing, or anything else on it."""
    import pypdfium2.raw as raw

    return bool(raw.FPDFPage_CountObjects(page) > 0)


class _Page:
    """The text of a page, character by character."""

    def __init__(self, handle: object, count: int) -> None:
        import pypdfium2.raw as raw

        self._handle = handle
        self._raw = raw
        # The function's own prototype makes a Python object of each address, which takes longer than all the rest.
        prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
        self._object_of = prototype(ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0)
        self._address = ctypes.cast(handle, ctypes.c_void_p)  # type: ignore[arg-type]
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._styles: dict[int, Style] = {}
        self._italics: dict[int, bool] = {}
        self.text = self._read(count)

    def _read(self, count: int) -> str:
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self._raw.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
        if len(text) != count:
            # Letters beyond 16 bits, or some that are left out.
            text = "".join(self._letter(index) for index in range(count))
        return text

    def _letter(self, index: int) -> str:
        code = self._raw.FPDFText_GetUnicode(self._handle, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

    def style(self, index: int) -> Style | None:
        """The style of a character; `None` if it isn't printed."""
        key = self._object_of(self._address, index)
        if key is None:
            return None
        style = self._styles.get(key)
        if style is None:
            self._raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(self._matrix))
            matrix = self._matrix
            a, b, e, f = matrix.a, matrix.b, matrix.e, matrix.f
            size = self._raw.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.c, matrix.d)
            if not math.isfinite(size + a + b + e + f):
                return None
            turned = round(math.degrees(math.atan2(b, a)) / 90) % 4 if b else 0 if a >= 0 else 2
            height = abs(a * matrix.d - b * matrix.c)
            lean = (a * matrix.c + b * matrix.d) / height if height else 0.0
            italic = lean > _LEAN or self._in_italics(key)
            style = Style(round((f, -e, -f, e)[turned], 1), round(size, 1), turned, italic, lean)
            self._styles[key] = style
        return style

    def _in_italics(self, text_object: int) -> bool:
        """Whether the font of a text object is one of italics, by its flags, its angle, or its name."""
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(ctypes.cast(text_object, raw.FPDF_PAGEOBJECT))
        key = ctypes.cast(font, ctypes.c_void_p).value
        if key is None:
            return False
        italic = self._italics.get(key)
        if italic is None:
            angle = ctypes.c_int()
            name = ctypes.create_string_buffer(_LONGEST_NAME)
            raw.FPDFFont_GetItalicAngle(font, ctypes.byref(angle))
            raw.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
            italic = self._italics[key] = bool(
                max(0, raw.FPDFFont_GetFlags(font)) & _ITALIC
                or angle.value < 0
                or _ITALIC_NAME.search(name.value.decode("ascii", "replace"))
            )
        return italic

    def ends(self, first: int, last: int, style: Style) -> tuple[float, float]:
        """Where two characters of one style begin and end on its baseline."""
        return self._edges(first, style)[0], self._edges(last, style)[1]

    def _edges(self, index: int, style: Style) -> tuple[float, float]:
        self._raw.FPDFText_GetLooseCharBox(self._handle, index, ctypes.byref(self._box))
        box = self._box
        match style.turned:
            case 0:
                left, right, bottom, top = box.left, box.right, box.bottom, box.top
            case 1:
                left, right, bottom, top = box.bottom, box.top, -box.right, -box.left
            case 2:
                left, right, bottom, top = -box.right, -box.left, -box.top, -box.bottom
            case _:
                left, right, bottom, top = -box.top, -box.bottom, box.left, box.right
        return left - style.lean * (bottom - style.y), right - style.lean * (top - style.y)


def _words(page: _Page) -> list[Word]:
    """The words of a page, in the order in which they are printed.

    Where size, baseline or italics change, a word ends, without a space behind it: so a raised digit is a word of its
    own. What runs in another direction than most of the page, as a stamp on its margin does, is left out.
    """
    found: list[_Found] = []
    letters = Counter[int]()
    for match in _WORD.finditer(page.text):
        start, end = match.span()
        first = page.style(start)
        spaced = True
        while start < end:
            if first is None:
                start += 1
                first = page.style(start) if start < end else None
                continue
            stop = _style_end(page, start, end, first)
            left, right = page.ends(start, stop - 1, first)
            text = page.text[start:stop].translate(_HYPHENS)
            if math.isfinite(left + right):
                found.append(
                    _Found(
                        first,
                        start,
                        Word(
                            text,
                            round(left, 2),
                            round(right, 2),
                            round(first.y, 2),
                            round(first.size, 2),
                            spaced,
                            first.italic,
                        ),
                    )
                )
                letters[first.turned] += stop - start
            start, spaced = stop, False
            first = page.style(start) if start < end else None
    main = max(letters, key=lambda turned: letters[turned], default=0)
    return _accented(page, [each for each in found if each.style.turned == main])


def _accented(page: _Page, found: list[_Found]) -> list[Word]:
    """Words with the accents in them that are printed for themselves, above their letters, as TeX's older fonts do."""
    accents = [each for each in found if each.word.text in ACCENTS]
    if not accents:
        return [each.word for each in found]
    by_height: dict[int, list[int]] = {}
    for index, each in enumerate(found):
        if each.word.text not in ACCENTS:
            by_height.setdefault(round(each.word.y / _BAND), []).append(index)
    marks: dict[int, list[tuple[int, str]]] = {}
    for style, _, (accent, left, right, y, size, *_) in accents:
        middle = (left + right) / 2
        near = (index for band in (-1, 0, 1) for index in by_height.get(round(y / _BAND) + band, ()))
        for index in near:
            text, start, end, height, *_ = found[index].word
            if start <= middle <= end and abs(y - height) < _RISE * size:
                first = found[index].first
                letter = next(
                    (at for at in range(first, first + len(text)) if page.ends(at, at, style)[1] >= middle), first
                )
                marks.setdefault(index, []).append((letter - first + 1, ACCENTS[accent]))
                break
    words = []
    for index, each in enumerate(found):
        text = each.word.text
        for at, mark in sorted(marks.get(index, ()), reverse=True):
            text = text[:at] + mark + text[at:]
        if text not in ACCENTS:
            words.append(each.word._replace(text=text))
    return words


def _style_end(page: _Page, start: int, end: int, style: Style) -> int:
    """Where the characters end that are printed as the one at `start` is."""
    last = page.style(end - 1)
    if last is style or (_alike(last, style) and not _MARK.search(page.text, start + 1, end)):
        return end
    return next((index for index in range(start + 1, end) if not _alike(page.style(index), style)), end)


def _alike(other: Style | None, style: Style) -> bool:
    return other is style or (
        other is not None
        and other.turned == style.turned
        and other.italic == style.italic
        and abs(other.y - style.y) <= _SAME * style.size
        and abs(other.size - style.size) <= _SAME * style.size
    )


if __name__ == "__main__":
    main()
