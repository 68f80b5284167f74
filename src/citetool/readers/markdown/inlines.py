"""What stands in a Markdown paragraph: its words, notes, keys and links, without marks, and where the file has each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple, TypeAlias

from citetool.model import Span
from citetool.readers.comments import alone_on_line
from citetool.readers.layout import Marker, Run, Said
from citetool.readers.links import Link, Linked
from citetool.readers.markdown.keys import KEY, is_cross_reference
from citetool.readers.notes import NUMBERS, raised_numbers
from citetool.readers.runs import joined


class Inlines(NamedTuple):
    """What a paragraph holds.

    Attributes:
        parts: in order.
        notes: what the notes that are written in it hold, by their ids.
    """

    parts: tuple[Linked, ...]
    notes: tuple[tuple[str, tuple[Linked, ...]], ...] = ()


def read_inlines(
    text: str,
    lines: Sequence[Span],
    targets: Mapping[str, Span],
    own_keys: Collection[str] = (),
    break_lines: bool = False,
) -> Inlines:
    """What stands in the lines of a paragraph.

    Args:
        text: of the file.
        lines: where they stand in it.
        targets: see `Blocks`.
        own_keys: keys of entries that the draft has in its front matter.
        break_lines: whether a line that ends is printed so.
    """
    reader = _Reader(text, lines, targets, own_keys, break_lines)
    reader.read()
    return Inlines(tuple(_finished(reader.out)), tuple(reader.notes))


_SPECIAL = re.compile(r"[\\`*_\]<^~@&$\n]|!?\[|https?://|-{2,3}(?!-)(?<!----)|\{\{[<%]|-@")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~ ]")
_TICKS = re.compile(r"`+")
_CODE_NAME = re.compile(r"[\w .+:/'’-]*")
_CODE_RUN = re.compile(r"(?:r|python|julia|\{\w+\})\s")
_CROSS_REFERENCE = re.compile(r"\\@ref\([\w:.-]{1,100}\)")
"""Of bookdown."""

_TEX = re.compile(
    r"\\(?:(?P<layout>(?:(?:new|clear)page|pagebreak|noindent|(?:big|med|small)skip|appendix|tableofcontents)(?![A-Za-z])"
    r"|(?:[vh]space|label|index)\*?\{[^{}\n]{0,100}\})"
    r"|(?:(?P<textual>citet|textcite|citeauthor|citeyear)|(?:foot|paren|auto)?cite|citep|citealp)\*?"
    r"\{(?P<keys>[^{}\n]{1,300})\})"
)
"""Of LaTeX within Markdown, what bears on citations, and what only moves words."""

_ROLE = re.compile(r"\{(?P<name>[A-Za-z][\w:-]{0,30})\}\Z")
_LONGEST_ROLE = 40
_CITES = re.compile(r"(?:foot)?cite:?(?P<textual>ts?|ct|author|year)?(?:p|ps|alp|alps|cp|label|labelpar|yearpar)?")
_PARTS = re.compile(r"[^,]+")
_ROLE_KEY = re.compile(r"\s*+(?:\{[^{}]*+\}\s*+)?(?P<key>[^\s,{}]+)")
_TITLED = re.compile(r"(?P<title>[^<>]+)<[^<>]+>$")
_ROLES_OF_WORDS = frozenset(("abbr", "dfn", "emphasis", "guilabel", "kbd", "strong", "sub", "sup", "term", "u"))
"""Roles of MyST (https://mystmd.org/guide/roles) that print what they hold."""

_URL = re.compile(r"https?://[^\s<>\[\]\"\\|]*")
_URL_END = re.compile(r"[.,;:!?'*_)]+$")
_AUTOLINK = re.compile(r"<((?:https?|ftp|doi):[^\s<>]*|[\w.+-]+@[\w.-]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_RAISED_TAG = re.compile(r"<sup[^<>]*>\s*(?P<digits>[0-9]{1,4}(?:\s?[,–-]\s?[0-9]{1,4})*+)\s*</sup>", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"\^(?P<raised>[^\s^]{1,60})\^")
_SUBSCRIPT = re.compile(r"~[^\s~]{1,40}~(?!~)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MATH = re.compile(r"\$(?![\s$])[^$\n]*(?<!\s)\$(?![0-9])")
_SHOWN_MATH = re.compile(r"\$\$[^$]+\$\$")
_RAISED_MATH = re.compile(r"\$\^\{?(?P<digits>[0-9]{1,4}(?:,[0-9]{1,4})*+)\}?\$")
_MARKER = re.compile(r"\[\^(?P<id>[^\s\[\]]{1,100})\]")
_WIKI = re.compile(r"!?\[\[(?P<page>(?![0-9]{1,4}\])[^\[\]|\n]{1,200})(?:\|(?P<words>[^\[\]|\n]{1,200}))?\]\](?![(\[])")
"""A link of Obsidian and other wikis: `[[page]]`, `[[page|words]]`, `![[picture]]`; `[[1]]` is a number in brackets."""

_KEY = re.compile(rf"@(?:\{{(?P<braced>[^{{}}\s]{{1,200}})\}}|(?P<plain>{KEY}))")
_DESTINATION = re.compile(
    r"\(\s*+(?:<(?P<pointed>[^<>\n]*)>|(?P<plain>(?:[^\s()\\]|\\.|\([^\s()]*\))*+))"
    r"(?:\s++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*+\)(?:\{[^{}\n]*\})?"
)
_REFERENCE = re.compile(r"\s?\[(?P<label>[^\[\]]{0,200})\]")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_SHORTCODE = re.compile(r"\{\{[<%][^{}\n]*[>%]\}\}")
_COMMENT = "<!--"
_TO_CITETOOL = re.compile(r"\s*citetool:(?P<said>.*)", re.DOTALL)
_DASHES = {"--": "–", "---": "—"}
_BREAKING = frozenset(("br", "p", "div", "li", "td", "th", "tr", "dt", "dd", "blockquote"))
_LONGEST_LINK = 300
"""Characters; what a link is printed as is of no use beyond."""


class _Emphasis:
    """A run of `*` or `_` in `text` that may open or close emphasis, and how many of its marks are left as text."""

    __slots__ = ("at", "closes", "left", "mark", "opens")

    def __init__(self, mark: str, left: int, at: int, opens: bool, closes: bool) -> None:
        self.mark, self.left, self.at = mark, left, at
        self.opens, self.closes = opens, closes


class _Bracket(NamedTuple):
    """A bracket that opened, as it is printed (`[`, `![` of an image, `^[` of a note), and its place among tokens."""

    mark: str
    place: int
    at: int


_Token: TypeAlias = Linked | _Emphasis | None


class _Reader:
    """The words of a paragraph, and what came of them so far."""

    def __init__(
        self,
        source: str,
        lines: Sequence[Span],
        targets: Mapping[str, Span],
        own_keys: Collection[str],
        break_lines: bool,
    ) -> None:
        self.out: list[_Token] = []
        self.notes: list[tuple[str, tuple[Linked, ...]]] = []
        self._text = "\n".join(source[start:end] for start, end in lines)
        self._source = source
        self._targets = targets
        self._own_keys = own_keys
        self._break_lines = break_lines
        self._starts: list[int] = []
        self._offsets: list[int] = []
        at = 0
        for start, end in lines:
            self._starts.append(at)
            self._offsets.append(start)
            at += end - start + 1
        self._done = 0
        self._brackets: list[_Bracket] = []
        self._dropped: set[int] = set()
        self._wiki_ends: set[int] = set()
        self._ticks: dict[int, list[int]] = {}
        self._last_comment_end = self._text.rfind("-->")

    def read(self) -> None:
        """Read all of it."""
        at = 0
        while special := _SPECIAL.search(self._text, at):
            at = self._special(special.start(), special.group())
        self._flush(len(self._text.rstrip()))

    def _special(self, at: int, mark: str) -> int:
        """Read what begins with a character that may be more than itself, and say where to go on."""
        match mark[0]:
            case "\n":
                return self._line_end(at)
            case "\\":
                return self._escaped(at)
            case "`":
                return self._code(at)
            case "*" | "_":
                return self._emphasis(at, mark)
            case "h":
                return self._address(at)
            case "[" | "!":
                return self._opening(at, mark)
            case "]":
                return self._closing(at)
            case "<":
                return self._pointed(at)
            case "^":
                return self._superscript(at)
            case "~":
                return self._tilde(at)
            case "@":
                return self._key(at, at)
            case "&" if entity := _ENTITY.match(self._text, at):
                return self._replace(unescape(entity.group()), at, entity.end())
            case "$":
                return self._math(at)
            case "{" if shortcode := _SHORTCODE.match(self._text, at):
                return self._drop(at, shortcode.end())
            case "-" if mark == "-@":
                return self._key(at, at + 1)
            case "-":
                return self._replace(_DASHES[mark], at, at + len(mark))
        return at + len(mark)

    def _place(self, at: int) -> int:
        """Where in the file a place of the paragraph is."""
        line = bisect_right(self._starts, at) - 1
        return self._offsets[line] + at - self._starts[line]

    def _flush(self, end: int) -> None:
        """Take what stands before a place as it is."""
        start = self._done
        while start < end:
            # A run is of one line.
            line = bisect_right(self._starts, start)
            stop = min(end, self._starts[line]) if line < len(self._starts) else end
            self.out.append(Run(self._text[start:stop], self._place(start)))
            start = stop
        self._done = max(end, self._done)

    def _drop(self, start: int, end: int) -> int:
        self._flush(start)
        self._done = end
        return end

    def _replace(self, words: str, start: int, end: int, key: str | None = None) -> int:
        self._drop(start, end)
        at = self._place(start)
        length = self._place(end - 1) + 1 - at
        self.out.append(Run(words, at, None if length == len(words) else length, key))
        return end

    def _line_end(self, at: int) -> int:
        start, end = at, at + 1
        while start > self._done and self._text[start - 1] in " \t":
            start -= 1
        while end < len(self._text) and self._text[end] in " \t":
            end += 1
        self._flush(start)
        if len(self.out) > 1 and isinstance(self.out[-1], Said):
            # A line that holds a comment alone doesn't part words twice; its end stands for both, where the comment is.
            before = self.out[-2]
            if isinstance(before, Run) and before.text in (" ", "\n"):
                del self.out[-2]
        words = self.out[1:] if self.out and isinstance(self.out[0], Said) else self.out
        if not words or end == len(self._text):
            return self._drop(start, end)
        return self._replace("\n" if self._break_lines or at - start > 1 else " ", start, end)

    def _escaped(self, at: int) -> int:
        following = self._text[at + 1 : at + 2]
        if following == "\n":
            return self._replace("\n", at, at + 2)
        if cross := _CROSS_REFERENCE.match(self._text, at):
            return self._drop(at, cross.end())
        if tex := _TEX.match(self._text, at):
            if tex["layout"]:
                return self._drop(at, tex.end())
            return self._cites(at, tex.span("keys"), tex.end(), textual=tex["textual"] is not None)
        if not _ESCAPED.match(self._text, at):
            return at + 1
        return self._replace("\u00a0" if following == " " else following, at, at + 2)

    def _code(self, at: int) -> int:
        if not self._ticks:
            for run in _TICKS.finditer(self._text):
                self._ticks.setdefault(len(run.group()), []).append(run.start())
        opening = _TICKS.match(self._text, at)
        size = len(opening.group()) if opening else 1
        places = self._ticks.get(size, [])
        closing = bisect_left(places, at + size)
        if closing == len(places):
            return at + size
        start, end = at + size, places[closing]
        if role := _ROLE.search(self._text, max(self._done, at - _LONGEST_ROLE), at):
            return self._role(role, start, end, end + size)
        own = self._text[start:end]
        after = _ATTRIBUTES.match(self._text, end + size)
        self._drop(at, start)
        if _CODE_NAME.fullmatch(own) and not _CODE_RUN.match(own):
            self._flush(end)
        return self._drop(self._done, after.end() if after else end + size)

    def _role(self, role: re.Match[str], start: int, end: int, after: int) -> int:
        """Read what MyST has in code behind a role: `{cite:p}`a,b`` is `[@a; @b]`."""
        name, own = role["name"], self._text[start:end]
        if cites := _CITES.fullmatch(name):
            return self._cites(role.start(), (start, end), after, textual=cites["textual"] is not None)
        titled = _TITLED.match(own)
        self._drop(role.start(), start)
        if name == "sup" and NUMBERS.fullmatch(own):
            return self._replace(raised_numbers(own), start, after)
        if titled or name in _ROLES_OF_WORDS:
            self._flush(start + len(titled["title"].rstrip()) if titled else end)
        return self._drop(self._done, after)

    def _cites(self, at: int, inside: tuple[int, int], after: int, *, textual: bool) -> int:
        """Read keys between commas as Pandoc would have them."""
        done = at
        for part in _PARTS.finditer(self._text, *inside):
            key = _ROLE_KEY.match(self._text, *part.span())
            if key is None:
                continue
            first, last = key.span("key")
            if done > at:
                self._replace("; ", done, first)
            elif textual:
                self._drop(at, first)
            else:
                self._replace("[", at, first)
            said = key["key"]
            self._replace(f"@{said}", first, last, None if said in self._own_keys else said)
            done = last
        if done == at or textual:
            return self._drop(done, after)
        return self._replace("]", done, after)

    def _emphasis(self, at: int, mark: str) -> int:
        end = at
        while self._text[end : end + 1] == mark:
            end += 1
        before, after = self._text[at - 1 : at], self._text[end : end + 1]
        # CommonMark 6.2, left- and right-flanking delimiter runs.
        left = bool(after.strip()) and (not _is_punctuation(after) or not before.strip() or _is_punctuation(before))
        right = bool(before.strip()) and (not _is_punctuation(before) or not after.strip() or _is_punctuation(after))
        if mark == "_":
            left, right = (
                left and (not right or _is_punctuation(before)),
                right and (not left or _is_punctuation(after)),
            )
        if not left and not right:
            return end
        self._drop(at, end)
        self.out.append(_Emphasis(mark, end - at, self._place(at), left, right))
        return end

    def _address(self, at: int) -> int:
        """Pass over an address, in which nothing is marked."""
        found = _URL.match(self._text, at)
        if found is None:
            return at + 1
        ending = _URL_END.search(found.group()[-20:])
        return found.end() - (len(ending.group()) if ending else 0)

    def _opening(self, at: int, mark: str) -> int:
        if mark == "[" and (marker := _MARKER.match(self._text, at)):
            self._drop(at, marker.end())
            start = self._place(at)
            self.out.append(Marker(marker["id"], marker["id"], start, marker.end() - at))
            return marker.end()
        if wiki := _WIKI.match(self._text, at):
            # Read on at the words, and leave out what closes behind them.
            if mark == "![":
                return self._drop(at, wiki.end())
            self._wiki_ends.add(wiki.end() - 2)
            return self._drop(at, wiki.start("words") if wiki["words"] else wiki.start("page"))
        self._bracket(mark, at)
        return at + len(mark)

    def _bracket(self, mark: str, at: int) -> None:
        self._drop(at, at + len(mark))
        self._brackets.append(_Bracket(mark, len(self.out), at))
        self.out.append(Run(mark, self._place(at)))

    def _closing(self, at: int) -> int:
        if at in self._wiki_ends:
            return self._drop(at, at + 2)
        if not self._brackets:
            return at + 1
        bracket = self._brackets.pop()
        self._flush(at)
        if bracket.mark == "^[":
            inside = _finished(self.out[bracket.place + 1 :])
            del self.out[bracket.place :]
            start = self._place(bracket.at)
            name = f"^{start}"
            self.notes.append((name, tuple(inside)))
            self.out.append(Marker(name, "", start, self._place(at) + 1 - start))
            return self._drop(at, at + 1)
        if destination := _DESTINATION.match(self._text, at + 1):
            group = "plain" if destination["pointed"] is None else "pointed"
            target = destination[group]
            return self._linked(bracket, at, destination.end(), target, self._place(destination.start(group)))
        reference = _REFERENCE.match(self._text, at + 1)
        label = reference["label"] if reference else ""
        if not label and at - bracket.at < _LONGEST_LINK:
            label = self._text[bracket.at + len(bracket.mark) : at]
        if label and (span := self._targets.get(" ".join(label.casefold().split()))):
            end = reference.end() if reference else at + 1
            return self._linked(bracket, at, end, self._source[slice(*span)], span.start)
        if attributes := _ATTRIBUTES.match(self._text, at + 1):
            self.out[bracket.place] = None
            return self._drop(at, attributes.end())
        return at + 1

    def _linked(self, bracket: _Bracket, at: int, end: int, target: str, stands: int) -> int:
        self.out[bracket.place] = None
        self._drop(at, end)
        self.out.append(Link(target, stands, None, self._place(end - 1) + 1))
        return end

    def _pointed(self, at: int) -> int:
        text = self._text
        if text.startswith(_COMMENT, at):
            return self._comment(at)
        if address := _AUTOLINK.match(text, at):
            self._drop(at, at + 1)
            self._flush(address.end() - 1)
            return self._drop(self._done, address.end())
        if digits := _RAISED_TAG.match(text, at):
            return self._replace(raised_numbers(digits["digits"]), at, digits.end())
        if tag := _TAG.match(text, at):
            name = tag["name"].lower()
            if name in _BREAKING:
                return self._replace("\n" if name == "br" else " ", at, tag.end())
            return self._drop(at, tag.end())
        return at + 1

    def _comment(self, at: int) -> int:
        text = self._text
        close = text.find("-->", at + len(_COMMENT)) if self._last_comment_end > at else -1
        if close == -1:
            return at + len(_COMMENT)
        end = close + len("-->")
        start = at
        while (end == len(text) or text[end].isspace()) and start > self._done and text[start - 1] in " \t":
            start -= 1
        self._drop(start, end)
        if said := _TO_CITETOOL.match(text[at + len(_COMMENT) : close]):
            alone = alone_on_line(text, at, end)
            self.out.append(Said(" ".join(said["said"].split()), self._place(at), alone))
        return end

    def _superscript(self, at: int) -> int:
        if at in self._dropped:
            return self._drop(at, at + 1)
        text = self._text
        if text.startswith("^[", at):
            self._bracket("^[", at)
            return at + 2
        found = _SUPERSCRIPT.match(text, at)
        if found is None:
            return at + 1
        if NUMBERS.fullmatch(found["raised"]):
            return self._replace(raised_numbers(found["raised"]), at, found.end())
        self._dropped.add(found.end() - 1)
        return self._drop(at, at + 1)

    def _tilde(self, at: int) -> int:
        if at in self._dropped:
            return self._drop(at, at + 1)
        if self._text.startswith("~~", at):
            return self._drop(at, at + 2)
        if found := _SUBSCRIPT.match(self._text, at):
            self._dropped.add(found.end() - 1)
            return self._drop(at, at + 1)
        return at + 1

    def _key(self, at: int, sign: int) -> int:
        before = self._text[at - 1 : at]
        found = _KEY.match(self._text, sign)
        if (
            found is None
            or before.isalnum()
            or before in ("_", "/")
            or self._text[found.end() : found.end() + 1] == "@"
        ):
            return sign + 1
        key = found["braced"] or found["plain"]
        if found["plain"] and is_cross_reference(key):
            return found.end()
        self._drop(at, sign)
        return self._replace(f"@{key}", sign, found.end(), None if key in self._own_keys else key)

    def _math(self, at: int) -> int:
        if digits := _RAISED_MATH.match(self._text, at):
            return self._replace(raised_numbers(digits["digits"]), at, digits.end())
        if shown := _SHOWN_MATH.match(self._text, at):
            return self._drop(at, shown.end())
        found = _MATH.match(self._text, at)
        # What might hide a citation is no formula: `US$3 bn [@key] and US$`.
        return found.end() if found and not re.search(r"@|\[\^|\]\(", found.group()) else at + 1


def _is_punctuation(character: str) -> bool:
    return bool(character) and not character.isalnum() and not character.isspace()


def _finished(tokens: Sequence[_Token]) -> list[Linked]:
    """The tokens without marks of emphasis but for those that pair with none; runs that follow each other joined."""
    open_marks: dict[str, list[tuple[int, _Emphasis]]] = {"*": [], "_": []}
    changes = [0] * (len(tokens) + 1)
    for at, token in enumerate(tokens):
        if isinstance(token, _Emphasis):
            opened = open_marks[token.mark]
            while token.closes and token.left and opened:
                start, opening = opened[-1]
                paired = min(token.left, opening.left)
                token.left -= paired
                opening.left -= paired
                if paired % 2:
                    changes[start] += 1
                    changes[at] -= 1
                if not opening.left:
                    opened.pop()
            if token.opens and token.left:
                opened.append((at, token))
    return list(joined(_words(tokens, changes)))


def _words(tokens: Iterable[_Token], changes: Iterable[int]) -> Iterator[Linked]:
    """The tokens; `changes` says of each how many emphases begin with it, less those that end."""
    depth = 0
    for token, change in zip(tokens, changes, strict=False):
        depth += change
        if isinstance(token, _Emphasis):
            if token.left:
                yield Run(token.mark * token.left, token.at)
        elif isinstance(token, Run):
            yield token._replace(emphasised=depth > 0)
        elif token is not None:
            yield token
