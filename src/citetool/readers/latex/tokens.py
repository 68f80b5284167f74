r"""LaTeX source as tokens, and which braces and brackets belong together; all in time linear in its length.

What TeX itself would need its macros for isn't known here: a command is a name, whatever it does. Text that TeX takes
as it stands (verbatim, listings, addresses) is one token.

Sources: The TeXbook, chapters 7 and 8 (characters, comments, blank lines); LaTeX2e's "source2e" on `\verb`.
"""

import re
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a token is."""

    TEXT = 1
    SPACE = 2
    PAR = 3
    COMMAND = 4
    SYMBOL = 5
    ACCENT = 6
    SIGN = 7
    OPEN = 8
    CLOSE = 9
    OPEN_BRACKET = 10
    CLOSE_BRACKET = 11
    BEGIN = 12
    END = 13
    COMMENT = 14
    MATH = 15
    CELL = 16
    ADDRESS = 17
    INPUT = 18
    SKIPPED = 19
    SEVERAL = 20


class Token(NamedTuple):
    """A stretch of source.

    Attributes:
        kind: what it is.
        start: where it begins.
        end: where it ends; that of a command behind the white space that TeX passes over.
        name: of a command or environment, with its star; else nothing.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""


class Tokens(NamedTuple):
    """A file's source, cut into tokens.

    Attributes:
        source: the text.
        all: its tokens, in order.
        partner: for what opens something, the index of the token that closes it; 0 where nothing does.
        next_par: for each token, the index of the next end of a paragraph, or how many tokens there are.
    """

    source: str
    all: tuple[Token, ...]
    partner: tuple[int, ...]
    next_par: tuple[int, ...]


RAW = frozenset(
    [
        "verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "LVerbatim", "SaveVerbatim", "lstlisting",
        "minted", "alltt", "comment", "filecontents", "filecontents*", "luacode", "luacode*", "asy", "Highlighting",
        "code", "pycode", "sageblock", "dot2tex", "sourcecode",
    ]
)  # fmt: skip
"""Environments that TeX doesn't read as it reads others; or, like `comment`, not at all."""

_LETTER = r"[^\W\d_]"
_DOTLESS = r"\\[ij](?![A-Za-z@])[ \t]?"
_DIMENSIONS = (
    "vskip|hskip|kern|mkern|vglue|hglue|parindent|parskip|baselineskip|hangindent|hangafter|leftskip|rightskip"
    "|tabcolsep|penalty|looseness|emergencystretch|tolerance|hyphenpenalty|widowpenalty|clubpenalty|itemsep|parsep"
    "|textwidth|linewidth|baselinestretch|extrarowheight|columnsep|topsep|labelsep"
)
_LENGTH = r"-?(?:[0-9.]{1,12}[ \t]?(?:true)?(?:pt|em|ex|cm|mm|in|bp|pc|sp|mu|fill?l?)?(?![A-Za-z]))"

_ARGUMENT = rf"[ \t]{{0,3}}\{{(?:{_LETTER}|{_DOTLESS})\}}"
_PLAIN = r"[^\\{}\[\]%$&`'!?\"\s-]++"
_ALONE = r"-(?!-)|'(?!')|`(?!`)|[!?](?!`)|\"(?![`'])"
"""Signs that make no other one together with what follows."""

_TOKEN = re.compile(
    rf"""
    (?P<ACCENT>\\(?:
        [`'^"~=.](?:{_ARGUMENT}|[ \t]{{0,3}}(?:\{{\}}|{_LETTER}|{_DOTLESS}))
      | [uvHcdkbr](?![A-Za-z@])(?:{_ARGUMENT}|[ \t]{{1,3}}{_LETTER}|[ \t]{{0,3}}{_DOTLESS})
    ))
  | (?P<BEGIN>\\begin[ \t]{{0,3}}\{{(?P<opened>[^{{}}\\\n]{{1,60}})\}})
  | (?P<END>\\end[ \t]{{0,3}}\{{(?P<closed>[^{{}}\\\n]{{1,60}})\}})
  | (?P<SKIPPED>
        \\(?:verb|lstinline|mintinline)\*?(?:\[[^\]\n]{{0,200}}\])?(?P<mark>[^\w\s*{{\[])[^\n]{{0,400}}?(?P=mark)
      | \\(?:{_DIMENSIONS})(?![A-Za-z@])[ \t]{{0,3}}=?[ \t]{{0,3}}
        (?:{_LENGTH}(?:[ ]?(?:plus|minus)[ ]?{_LENGTH}){{0,2}}[ ]?)?
    )
  | (?P<ADDRESS>\\(?P<address>url|path|nolinkurl|href|doi)\*?[ \t]{{0,3}}(?:\[[^\]\n]{{0,200}}\])?\{{
        (?:[^{{}}\\]|\\.)*+\}})
  | (?P<INPUT>\\(?:input|include)[ \t]{{1,3}}(?P<bare>[^\s{{}}\\%]{{1,300}}))
  | (?P<SEVERAL>\\(?P<several>[A-Za-z]{{0,40}}cites)\*?
        [ \t]{{0,3}}\([^(){{}}\n]{{0,400}}\)(?:[ \t]{{0,3}}\([^(){{}}\n]{{0,400}}\))?)
  | (?P<COMMAND>\\(?P<command>[A-Za-z@]+\*?)[ \t]*+(?:\n[ \t]*+(?!\n))?+)
  | (?P<SYMBOL>\\.?)
  | (?P<COMMENT>%[^\n]*+(?:\n[ \t]*+)?+)
  | (?P<SPACE>[ \t\n\r\f\v]++)
  | (?P<OPEN>\{{) | (?P<CLOSE>\}})
  | (?P<OPEN_BRACKET>\[) | (?P<CLOSE_BRACKET>\])
  | (?P<MATH>\$\$?) | (?P<CELL>&)
  | (?P<SIGN>---?|``|''|"[`']|[!?]`)
  | (?P<TEXT>(?:{_PLAIN}|{_ALONE})(?:[ \n]?(?:{_PLAIN}|{_ALONE}))*+)
  | (?P<OTHER>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMES = {"COMMAND": "command", "BEGIN": "opened", "END": "closed", "ADDRESS": "address", "SEVERAL": "several"}
_KINDS = {kind.name: kind for kind in Kind} | {"OTHER": Kind.TEXT}


def tokenize(source: str) -> Tokens:
    """The tokens of LaTeX source."""
    found: list[Token] = []
    unclosed: set[str] = set()
    at, size = 0, len(source)
    match_at = _TOKEN.match
    while at < size:
        match = match_at(source, at)
        assert match is not None, "any character is a token"
        group = match.lastgroup or "OTHER"
        kind = _KINDS[group]
        name = match[_NAMES[group]] if group in _NAMES else ""
        start, at = match.span()
        if kind is Kind.SPACE:
            # A comment takes the end of its own line with it.
            ends = source.count("\n", start, at)
            behind_comment = bool(found) and found[-1].kind is Kind.COMMENT and source[start - 1] in "\n \t"
            if ends > 1 or (ends and behind_comment):
                kind = Kind.PAR
        elif kind is Kind.BEGIN and name in RAW and name not in unclosed:
            close = source.find(f"\\end{{{name}}}", at)
            if close == -1:
                unclosed.add(name)
            else:
                kind, at = Kind.PAR, close + len(name) + 6
        elif kind is Kind.COMMAND and name in ("par", "endgraf"):
            kind = Kind.PAR
        elif kind is Kind.INPUT:
            name = match["bare"]
        found.append(Token(kind, start, at, name))
    return Tokens(source, tuple(found), tuple(_partners(source, found)), _next_pars(found))


_CLOSING = {"\\(": "\\)", "\\[": "\\]"}


def _partners(source: str, tokens: list[Token]) -> list[int]:
    """Which token closes which; brackets close within their group and their paragraph."""
    partner = [0] * len(tokens)
    opened: list[int] = []
    brackets: list[int] = []
    unprinted: list[int] = []

    def forget_brackets() -> None:
        while brackets and (not opened or brackets[-1] > opened[-1]):
            brackets.pop()

    for index, token in enumerate(tokens):
        match token.kind:
            case Kind.OPEN:
                opened.append(index)
            case Kind.CLOSE:
                forget_brackets()
                if opened:
                    partner[opened.pop()] = index
            case Kind.OPEN_BRACKET:
                brackets.append(index)
            case Kind.CLOSE_BRACKET:
                if brackets and (not opened or brackets[-1] > opened[-1]):
                    partner[brackets.pop()] = index
            case Kind.PAR:
                forget_brackets()
            case Kind.COMMAND if token.name.startswith("if") and (unprinted or token.name == "iffalse"):
                unprinted.append(index)
            case Kind.COMMAND if token.name == "fi" and unprinted:
                partner[unprinted.pop()] = index
    _find_ends(source, tokens, partner)
    return partner


def _find_ends(source: str, tokens: list[Token], partner: list[int]) -> None:
    """Where formulas end, and environments: by the next end of their name, whatever they hold."""
    ends: dict[str, int] = {}
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        match token.kind:
            case Kind.END:
                ends[token.name] = index
            case Kind.BEGIN:
                partner[index] = ends.get(token.name, 0)
            case Kind.SYMBOL:
                sign = source[token.start : token.end]
                partner[index] = ends.get(_CLOSING.get(sign, ""), 0)
                ends[sign] = index
            case Kind.MATH:
                sign = source[token.start : token.end]
                partner[index] = ends.get(sign, 0)
                ends[sign] = index
            case Kind.PAR:
                ends.pop("$", None)
                ends.pop("$$", None)


def _next_pars(tokens: list[Token]) -> tuple[int, ...]:
    following = [len(tokens)] * len(tokens)
    after = len(tokens)
    for index in range(len(tokens) - 1, -1, -1):
        if tokens[index].kind is Kind.PAR:
            after = index
        following[index] = after
    return tuple(following)
