r"""TeX in the values of bibliography files: plain text as TeX that prints it, and back.

What is written holds no command that TeX would run: each character that TeX takes for more than itself is replaced by
the command that prints it, so that braces are always balanced. `decode` undoes `encode` exactly, but for white space,
of which any run becomes one space.

Sources: The TeXbook, chapters 7 and 9; LaTeX2e's `fontenc.dtx` for the names of symbols; btxdoc (1988), 4 on "special
characters", a brace and a command (`{\'e}`), which BibTeX treats as one letter.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bibtexparser.middlewares.latex_encoding import LatexDecodingMiddleware

_ESCAPES = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}

_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "dj",
    "Đ": "DJ",
    "ð": "dh",
    "Ð": "DH",
    "þ": "th",
    "Þ": "TH",
    "ı": "i",
    "ȷ": "j",
    "ŋ": "ng",
    "Ŋ": "NG",
    "‘": "textquoteleft",
    "’": "textquoteright",
    "“": "textquotedblleft",
    "”": "textquotedblright",
    "‚": "quotesinglbase",
    "„": "quotedblbase",
    "«": "guillemotleft",
    "»": "guillemotright",
    "‹": "guilsinglleft",
    "›": "guilsinglright",
    "…": "textellipsis",
    "¡": "textexclamdown",
    "¿": "textquestiondown",
    "§": "textsection",
    "¶": "textparagraph",
    "©": "textcopyright",
    "®": "textregistered",
    "™": "texttrademark",
    "°": "textdegree",
    "·": "textperiodcentered",
    "•": "textbullet",
    "×": "texttimes",
    "÷": "textdiv",
    "±": "textpm",
    "£": "textsterling",
    "€": "texteuro",
    "¥": "textyen",
    "ª": "textordfeminine",
    "º": "textordmasculine",
}
"""Character -> the command that prints it."""

_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u0304": "=",
    "\u0307": ".",
    "\u0306": "u",
    "\u030c": "v",
    "\u030b": "H",
    "\u0327": "c",
    "\u0328": "k",
    "\u0323": "d",
    "\u0331": "b",
    "\u030a": "r",
}
"""Combining character -> the command that sets the accent."""

COMMANDS = {command: char for char, command in _LETTERS.items()} | {
    "aa": "å",
    "AA": "Å",
    "S": "§",
    "P": "¶",
    "dots": "…",
    "ldots": "…",
    "pounds": "£",
    "euro": "€",
    "copyright": "©",
    "textendash": "–",
    "textemdash": "—",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textdollar": "$",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textasciigrave": "`",
    "space": " ",
    "newline": " ",
    "par": " ",
    "quad": " ",
    "qquad": " ",
    "slash": "/",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
}
"""Command -> what it prints."""

UNSEEN = frozenset(
    [
        "em", "it", "bf", "sc", "sl", "tt", "rm", "sf", "emph", "textit", "textbf", "textsc", "textsl", "texttt",
        "textrm", "textsf", "textup", "textmd", "textnormal", "mbox", "hbox", "url", "nolinkurl", "path",
        "uppercase", "lowercase", "MakeUppercase", "MakeLowercase", "relax", "noopsort", "protect", "enquote",
        "mkbibquote", "mkbibemph", "textsuperscript", "textsubscript", "underline", "ensuremath",
    ]
)  # fmt: skip
"""Commands that print what is in their braces, in another shape at most."""

SYMBOLS = {" ": " ", "\\": " ", "\n": " ", "\t": " ", "/": "", "-": "", "@": "", ",": " ", ";": " ", ":": " ", "!": ""}
"""Commands of one character that isn't itself what they print."""

LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "!`": "¡", "?`": "¿"}

_COMBINING = {command: mark for mark, command in _ACCENTS.items()}
_TOKEN = re.compile(r"\\(?:([A-Za-z]+)[ \t\n]*|(.?))|---?|``|''|[!?]`|[{}$]|~|[^\\{}$~`'!?-]+|.", re.DOTALL)
_TEX = re.compile(r"[\\{}$~]|--|``|''|[!?]`")
_HELD_APART = re.compile(r"-(?=-)|`(?=`)|'(?=')|[!?](?=`)")


def encode(text: str) -> str:
    """`text` as TeX that prints it: each character that TeX would take for more than itself is escaped."""
    return "".join(_joined(_ESCAPES.get(char, char) for char in " ".join(text.split())))


def encode_ascii(text: str) -> str:
    r"""The same with LaTeX commands for accented letters and typographic characters: `{\"u}` for `ü`, `--` for `–`.

    What LaTeX has no command for (Cyrillic, Greek, …) stays as it is.
    """
    return "".join(_joined(_ESCAPES.get(char) or _in_ascii(char) for char in " ".join(text.split())))


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, held apart by `{}` where TeX would join their ends to another character (`--` to a dash)."""
    before = ""
    for piece in pieces:
        if before and _HELD_APART.match(before + piece[0]):
            yield "{}"
        yield piece
        before = piece[-1]


@lru_cache(maxsize=4096)
def _in_ascii(char: str) -> str:
    if char.isascii():
        return char
    if char == "–":
        return "--"
    if char == "—":
        return "---"
    if char in _LETTERS:
        return rf"{{\{_LETTERS[char]}}}"
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in _ACCENTS:
        accent = _ACCENTS[parts[1]]
        letter = rf"\{parts[0]}" if parts[0] in "ij" and parts[1] not in "\u0327\u0328\u0323\u0331" else parts[0]
        gap = " " if accent.isalpha() and not letter.startswith("\\") else ""
        return rf"{{\{accent}{gap}{letter}}}"
    return char


def decode(tex: str) -> str:
    """The text that TeX prints for `tex`, on one line; braces go, and commands that only change the shape of letters.

    A command or a formula that isn't known here is left to bibtexparser (pylatexenc), which knows many more.
    """
    if tex.isalnum():
        return tex
    if _TEX.search(tex) is None:
        return " ".join(tex.split())
    pieces: list[str] = []
    accent = ""
    for token in _TOKEN.finditer(tex):
        word, symbol = token.groups()
        piece = token.group()
        if word is not None:
            if word in _COMBINING and len(word) == 1:
                accent = _COMBINING[word]
                continue
            if word in UNSEEN:
                continue
            if word not in COMMANDS:
                return _decode_with_bibtexparser(tex)
            piece = COMMANDS[word]
        elif symbol is not None:
            if symbol in _COMBINING:
                accent = _COMBINING[symbol]
                continue
            piece = SYMBOLS.get(symbol, symbol)
        elif piece in "{}":
            continue
        elif piece == "$":
            return _decode_with_bibtexparser(tex)
        elif piece == "~":
            piece = " "
        else:
            piece = LIGATURES.get(piece, piece)
        if accent and piece:
            base = {"ı": "i", "ȷ": "j"}.get(piece[0], piece[0])
            piece = unicodedata.normalize("NFC", base + accent) + piece[1:]
            accent = ""
        pieces.append(piece)
    return " ".join("".join(pieces).split())


def _decode_with_bibtexparser(tex: str) -> str:
    from bibtexparser.library import Library
    from bibtexparser.model import String

    block = _middleware().transform_string(String("value", tex), Library())
    if not isinstance(block, String):
        return " ".join(tex.split())
    return " ".join(str(block.value).split())


@cache
def _middleware() -> LatexDecodingMiddleware:
    from bibtexparser.middlewares.latex_encoding import LatexDecodingMiddleware

    # A command without its argument (`\frac`) is the file's mistake, and no line for standard error.
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    return LatexDecodingMiddleware(keep_math_mode=False)
