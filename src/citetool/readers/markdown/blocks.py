"""The blocks of a Markdown draft: its paragraphs, headings, items and cells, each with its lines in the file.

Code, links' definitions and rules between paragraphs are passed over. Each line is looked at once for each container
(quotation, item, note) that it lies in, and containers lie in each other `DEEPEST` deep at most.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from citetool.model import Span
from citetool.readers.layout import see_that_it_is_a_draft
from citetool.readers.markdown.front_matter import is_metadata

DEEPEST = 12
"""Containers within containers; what lies deeper is read as text."""


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LINES = "lines"
    """A paragraph whose lines end as printed."""
    COMMENT = "comment"


class Block(NamedTuple):
    """A stretch of text.

    Attributes:
        kind: what it is.
        lines: where its lines stand in the file, without what containers take of them.
        note: the id of the note that it belongs to.
        number: what an item's number is as printed, and where it stands in the file.
        level: of a heading.
        entry: whether it's marked as an entry of the list.
        key: the key that the entry is given.
    """

    kind: Kind
    lines: tuple[Span, ...]
    note: str | None = None
    number: tuple[str, Span] | None = None
    level: int = 0
    entry: bool = False
    key: str | None = None


class Blocks(NamedTuple):
    """What a draft consists of.

    Attributes:
        blocks: in the order of the file.
        targets: the addresses of links by reference, by the folded label.
        metadata: where YAML stands between the blocks.
    """

    blocks: tuple[Block, ...]
    targets: dict[str, Span]
    metadata: tuple[Span, ...] = ()


def find_blocks(text: str, start: int = 0) -> Blocks:
    """The blocks of a draft's text from an offset on.

    Raises:
        UnreadableInput: there are more than a draft has.
    """
    scanner = _Scanner(text)
    lines = []
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end == -1 else end
        lines.append(Span(start, end))
        start = end + 1
    scanner.read(lines, 0, None)
    return Blocks(tuple(scanner.blocks), scanner.targets, tuple(scanner.metadata))


def folded_label(label: str) -> str:
    """The label of a link's reference as it is compared."""
    return " ".join(label.casefold().split())


_TAB = 4
_FENCE = re.compile(r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_DIRECTIVE = re.compile(r"[ \t]*\{(?P<name>(?P<proof>prf:)?[a-z][a-z-]*)\}")
_OPTION = re.compile(r":[\w-]+:")
_LABEL = re.compile(r"\([\w.:-]+\)=$")
_OF_WORDS = frozenset(
    [
        "admonition",
        "aside",
        "attention",
        "card",
        "caution",
        "danger",
        "details",
        "div",
        "dropdown",
        "epigraph",
        "error",
        "exercise",
        "figure",
        "highlights",
        "hint",
        "important",
        "list-table",
        "margin",
        "note",
        "pull-quote",
        "seealso",
        "sidebar",
        "solution",
        "table",
        "tip",
        "topic",
        "warning",
    ]
)
"""Directives of MyST (https://mystmd.org/guide/directives) that hold words; others hold code, data or nothing."""

_HEADING = re.compile(r"(?P<marks>#{1,6})(?:[ \t]+|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_NOTE = re.compile(r"\[\^(?P<id>[^\s\]]{1,100})\]:[ \t]*")
_TARGET = re.compile(
    r"\[(?P<label>[^\^@\[\]][^\[\]]{0,200})\]:[ \t]+<?(?P<target>[^\s<>]+)>?"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$"
)
_BULLET = re.compile(r"[-+*](?=[ \t]|$)[ \t]*")
_NUMBER = re.compile(r"(?:(?P<number>\(?(?P<digits>[0-9]{1,9})[.)])|\(?#[.)]|\(@[\w-]*\))(?=[ \t]|$)[ \t]*")
_DEFINITION = re.compile(r"[:~][ \t]+(?=\S)")
_DELIMITERS = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?$")
_GRID = re.compile(r"\+(?:[-=:]+\+)+[ \t]*$")
_COLUMNS = re.compile(r"-{2,}(?:[ \t]+-{2,})+$")
_SKIPPED = re.compile(r"<(?P<name>script|style|pre|template|textarea)\b", re.IGNORECASE)
_SHORTCODE = re.compile(r"\{\{[<%](?:(?![>%]\}\}).)*[>%]\}\}[ \t]*$")
_CELL_END = re.compile(r"\\.|`[^`]*`|\|")
_ENTRY_CLASS = re.compile(r"(?:^|[\s{])\.?csl-entry\b")
_ENTRY_KEY = re.compile(r"#ref-(?P<key>[^\s{}]+)")


class _Scanner:
    """The text, and what was found in it so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.targets: dict[str, Span] = {}
        self.metadata: list[Span] = []
        self._divs: list[str] = []
        self._comment_ends = [match.start() for match in re.finditer("-->", text)] if "<!--" in text else []

    def read(self, lines: Sequence[Span], depth: int, note: str | None) -> None:
        """Find the blocks of a container's lines."""
        at = 0
        while at < len(lines):
            at = self._block(lines, at, depth, note)

    def _block(self, lines: Sequence[Span], at: int, depth: int, note: str | None) -> int:
        """Read the block that begins at a line, and say at which line the next one does."""
        start, own = self._own(lines[at])
        if not own:
            return at + 1
        if self._indent(lines[at]) >= _TAB:
            return self._code(lines, at)
        match own[0]:
            case "`" | "~" if fence := _FENCE.match(own):
                return self._fenced(lines, at, fence["fence"], depth, note)
            case "(" if _LABEL.match(own):
                return at + 1
            case ":" if own.startswith(":::"):
                self._div(own.strip(": \t"))
                return at + 1
            case "#" if heading := _HEADING.match(own):
                return self._heading(lines, at, start, heading, note)
            case "<" if own.startswith("<!--"):
                if (after := self._comment(lines, at, note)) is not None:
                    return after
            case "<" if skipped := _SKIPPED.match(own):
                return self._until(lines, at, f"</{skipped['name']}")
            case "{" if _SHORTCODE.match(own):
                return at + 1
            case "+" if _GRID.match(own):
                return self._grid(lines, at, note)
            case "|":
                return self._bars(lines, at, note)
            case "-" if own == "---" and (after := self._metadata(lines, at)) is not None:
                return after
            case "-" | "*" | "_" if _RULE.match(own):
                if own[0] == "-" and _COLUMNS.match(own):
                    return self._columns(lines, at, None, note)
                return at + 1
        if depth < DEEPEST and (after := self._container(lines, at, depth, note)) is not None:
            return after
        if own[0] == "[" and (target := _TARGET.match(own)):
            stands = Span(start + target.start("target"), start + target.end("target"))
            self.targets.setdefault(folded_label(target["label"]), stands)
            return at + 1
        return self._paragraph(lines, at, note)

    def _container(self, lines: Sequence[Span], at: int, depth: int, note: str | None) -> int | None:
        start, own = self._own(lines[at])
        match own[0]:
            case ">":
                inside, after = self._quoted(lines, at)
                self.read(inside, depth + 1, note)
                return after
            case "[" if opening := _NOTE.match(own):
                inside, after = self._held(lines, at, start + opening.end(), _TAB, note=True)
                self.read(inside, depth + 1, opening["id"])
                return after
            case ":" | "~" if opening := _DEFINITION.match(own):
                inside, after = self._held(lines, at, start + opening.end(), _TAB)
                self.read(inside, depth + 1, note)
                return after
        if _BULLET.match(own) or _NUMBER.match(own):
            return self._items(lines, at, depth, note)
        return None

    def _items(self, lines: Sequence[Span], at: int, depth: int, note: str | None) -> int:
        """Read the items of a list, from the one that begins at a line on."""
        first = previous = None
        form = ""
        while at < len(lines):
            start, own = self._own(lines[at])
            if not own:
                at += 1
                continue
            opening = None if self._indent(lines[at]) >= _TAB else _BULLET.match(own) or _NUMBER.match(own)
            if opening is None or _RULE.match(own):
                break
            content = start + opening.end()
            inside, after = self._held(lines, at, content, self._column(lines[at], content))
            found = len(self.blocks)
            self.read(inside, depth + 1, note)
            digits = opening.groupdict().get("digits")
            if digits is not None:
                number = int(digits)
                if form != (form := opening["number"].replace(digits, "")):
                    first = previous = None
                # Pandoc counts on from the first; most authors write `1.` before all, or the numbers as they are.
                printed = previous + 1 if previous is not None and number == first else number
                first, previous = (number if first is None else first), printed
                if found < len(self.blocks):
                    shown = opening["number"].replace(digits, str(printed)) + " "
                    self.blocks[found] = self.blocks[found]._replace(number=(shown, Span(start, content)))
            at = after
        return at

    def _held(
        self, lines: Sequence[Span], at: int, content: int, width: int, note: bool = False
    ) -> tuple[list[Span], int]:
        """The lines of an item or a note without their indents, and the line after it.

        Args:
            lines: of the container around it.
            at: which of them it begins at.
            content: where in that line.
            width: how far those lines are indented that go on with it after a blank one.
            note: whether it is a note, which its next line goes on with whatever that begins with.
        """
        inside = [Span(min(content, lines[at].end), lines[at].end)]
        needed = min(width, _TAB)
        blank = not self.text[content : lines[at].end].strip()
        last = at + 1
        for index in range(at + 1, len(lines)):
            line = lines[index]
            _, own = self._own(line)
            if not own:
                blank = True
                inside.append(line)
                continue
            indent = self._indent(line)
            if indent >= needed:
                inside.append(self._unindented(line, width))
            elif blank or self._interrupts(own) or (not note and _NUMBER.match(own)):
                break
            else:
                inside.append(line)
            blank = False
            last = index + 1
        return inside[: last - at], last

    def _quoted(self, lines: Sequence[Span], at: int) -> tuple[list[Span], int]:
        inside: list[Span] = []
        for index in range(at, len(lines)):
            start, own = self._own(lines[index])
            if own[:1] == ">":
                inside.append(Span(start + (2 if own[1:2] == " " else 1), lines[index].end))
            elif not own or not inside or self._interrupts(own) or not self.text[slice(*inside[-1])].strip():
                return inside, index
            else:
                inside.append(lines[index])
        return inside, len(lines)

    def _interrupts(self, own: str) -> bool:
        """Whether a line can't go on with a paragraph before it."""
        match own[0]:
            case "`" | "~":
                return _FENCE.match(own) is not None
            case "#":
                return _HEADING.match(own) is not None
            case ":":
                return own.startswith(":::") or _DEFINITION.match(own) is not None
            case "[":
                return _NOTE.match(own) is not None
            case ">":
                return True
            case "-" | "+" | "*" | "_":
                return (len(own) > 1 and _BULLET.match(own) is not None) or _RULE.match(own) is not None
            case "1" | "(":
                number = _NUMBER.match(own)
                return number is not None and number["digits"] == "1"
        return False

    def _paragraph(self, lines: Sequence[Span], at: int, note: str | None) -> int:
        _, first = self._own(lines[at])
        if at + 1 < len(lines) and "|" in first:
            _, below = self._own(lines[at + 1])
            if "|" in below and _DELIMITERS.match(below):
                return self._bars(lines, at, note)
        own_lines: list[Span] = []
        index = at
        while index < len(lines):
            start, own = self._own(lines[index])
            if not own:
                break
            if own_lines:
                if own[0] in "=-" and _UNDERLINE.match(own) and self._indent(lines[index]) < _TAB:
                    level = 1 if own[0] == "=" else 2
                    own_lines[-1] = self._without_attributes(own_lines[-1])
                    self._put(Kind.HEADING, own_lines, note, level)
                    return index + 1
                if own[0] == "-" and len(own_lines) == 1 and _COLUMNS.match(own):
                    return self._columns(lines, index, own_lines[0], note)
                if self._interrupts(own):
                    break
            own_lines.append(Span(start, lines[index].end))
            index += 1
            # A comment in it may hold blank lines.
            opened = own.rfind("<!--")
            closed = self._comment_end(start + opened, lines) if opened != -1 else None
            while closed is not None and lines[index - 1].end < closed:
                own_lines.append(lines[index])
                index += 1
        self._put(Kind.PARAGRAPH, own_lines, note)
        return index

    def _heading(self, lines: Sequence[Span], at: int, start: int, heading: re.Match[str], note: str | None) -> int:
        line = self._without_attributes(Span(start + heading.end(), lines[at].end))
        self._put(Kind.HEADING, [line], note, len(heading["marks"]))
        return at + 1

    def _without_attributes(self, line: Span) -> Span:
        own = self.text[slice(*line)].rstrip()
        if own.endswith("}") and "{" in own:
            own = own[: own.rindex("{")].rstrip()
        bare = own.rstrip("#")
        if bare != own and (not bare or bare[-1] in " \t"):
            own = bare.rstrip()
        return Span(line.start, line.start + len(own))

    def _code(self, lines: Sequence[Span], at: int) -> int:
        while at < len(lines) and (self._indent(lines[at]) >= _TAB or not self._own(lines[at])[1]):
            at += 1
        return at

    def _fenced(self, lines: Sequence[Span], at: int, fence: str, depth: int, note: str | None) -> int:
        """Pass over code; what MyST has between fences may be words."""
        closing = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
        end = at + 1
        while end < len(lines) and not closing.match(self._own(lines[end])[1]):
            end += 1
        directive = _DIRECTIVE.match(self._own(lines[at])[1], len(fence))
        if directive and (directive["name"] in _OF_WORDS or directive["proof"]) and depth < DEEPEST:
            first = at + 1
            while first < end and _OPTION.match(self._own(lines[first])[1]):
                first += 1
            self.read(lines[first:end], depth + 1, note)
        return min(end + 1, len(lines))

    def _metadata(self, lines: Sequence[Span], at: int) -> int | None:
        """Pass over YAML, behind a blank line; `None` if there is none."""
        if at and self._own(lines[at - 1])[1]:
            return None
        for index in range(at + 1, len(lines)):
            own = self.text[slice(*lines[index])]
            if own.rstrip() in ("---", "..."):
                if not is_metadata(self.text[slice(*line)] for line in lines[at + 1 : index]):
                    return None
                self.metadata.append(Span(lines[at + 1].start, lines[index].start))
                return index + 1
            if index == at + 1 and not own.strip():
                return None
        return None

    def _div(self, attributes: str) -> None:
        if attributes:
            self._divs.append(attributes)
        elif self._divs:
            self._divs.pop()

    def _comment(self, lines: Sequence[Span], at: int, note: str | None) -> int | None:
        """Read a comment that has its lines for itself; `None` if it isn't closed, or something follows it there."""
        closed = self._comment_end(lines[at].start, lines)
        if closed is None:
            return None
        index = at
        while lines[index].end < closed:
            index += 1
        if self.text[closed : lines[index].end].strip():
            return None
        self._put(Kind.COMMENT, lines[at : index + 1], note)
        return index + 1

    def _comment_end(self, start: int, lines: Sequence[Span]) -> int | None:
        """Where the comment ends that begins at an offset; `None` if it doesn't within a container's lines."""
        place = bisect_left(self._comment_ends, start)
        end = self._comment_ends[place] + len("-->") if place < len(self._comment_ends) else None
        return end if end is not None and end <= lines[-1].end else None

    def _until(self, lines: Sequence[Span], at: int, closing: str) -> int:
        for index in range(at, len(lines)):
            if closing in self.text[slice(*lines[index])].lower():
                return index + 1
        return len(lines)

    def _bars(self, lines: Sequence[Span], at: int, note: str | None) -> int:
        """Read a table of cells between bars, or a block of lines that begin with one (Pandoc's line blocks)."""
        index = at
        while index < len(lines) and "|" in self.text[slice(*lines[index])]:
            index += 1
        rows = [self._own(line) for line in lines[at:index]]
        if len(rows) > 1 and _DELIMITERS.match(rows[1][1]):
            for start, own in [rows[0], *rows[2:]]:
                for cell in _cells(start, own):
                    self._put(Kind.PARAGRAPH, [cell], note)
            return index
        if all(own[:2] in ("|", "| ") for _, own in rows):
            own_lines = [Span(start + len(own[:2]), start + len(own)) for start, own in rows]
            while index < len(lines) and self.text[lines[index].start : lines[index].start + 1] in (" ", "\t"):
                # A line that goes on.
                own_lines.append(lines[index])
                index += 1
            self._put(Kind.LINES, own_lines, note)
            return index
        for start, own in rows:
            self._put(Kind.PARAGRAPH, [Span(start, start + len(own))], note)
        return index

    def _grid(self, lines: Sequence[Span], at: int, note: str | None) -> int:
        """Read a table whose cells are drawn, `+---+`, each of them several lines high."""
        cells: dict[int, list[Span]] = {}
        index = at
        while index <= len(lines):
            start, own = self._own(lines[index]) if index < len(lines) else (0, "")
            if own[:1] == "|":
                for column, cell in enumerate(_cells(start, own)):
                    cells.setdefault(column, []).append(cell)
            else:
                for column in sorted(cells):
                    self._put(Kind.PARAGRAPH, cells[column], note)
                cells = {}
                if own[:1] != "+":
                    break
            index += 1
        return min(index, len(lines))

    def _columns(self, lines: Sequence[Span], at: int, head: Span | None, note: str | None) -> int:
        """Read a table whose columns are told by dashes, `---- ---`, up to a blank line or more dashes."""
        ruler = self.text[slice(*lines[at])]
        starts = [match.start() for match in re.finditer(r"-+", ruler)]
        bounds = [(0 if column == 0 else begin) for column, begin in enumerate(starts)]
        rows = [head] if head is not None else []
        index = at + 1
        while index < len(lines):
            _, own = self._own(lines[index])
            if not own or _RULE.match(own):
                index += 1 if own else 0
                break
            rows.append(lines[index])
            index += 1
        for row in rows:
            line = lines[at - 1].start if row is head else row.start
            for column, begin in enumerate(bounds):
                end = bounds[column + 1] if column + 1 < len(bounds) else row.end - line
                start, end = max(line + begin, row.start), min(line + end, row.end)
                if start < end:
                    self._put(Kind.PARAGRAPH, [_trimmed(start, self.text[start:end], 0, end - start)], note)
        return index

    def _put(self, kind: Kind, lines: Sequence[Span], note: str | None, level: int = 0) -> None:
        entry = any(_ENTRY_CLASS.search(each) for each in self._divs[-2:])
        key = _ENTRY_KEY.search(self._divs[-1]) if entry else None
        self.blocks.append(Block(kind, tuple(lines), note, None, level, entry, key["key"] if key else None))
        see_that_it_is_a_draft(len(self.blocks))

    def _own(self, line: Span) -> tuple[int, str]:
        """Where a line's own text begins, and that without white space around it."""
        own = self.text[slice(*line)]
        bare = own.lstrip()
        return line.end - len(bare), bare.rstrip()

    def _indent(self, line: Span) -> int:
        """How far a line is indented."""
        column = 0
        for at in range(line.start, line.end):
            if self.text[at] == "\t":
                column += _TAB - column % _TAB
            elif self.text[at] == " ":
                column += 1
            else:
                break
        return column

    def _column(self, line: Span, content: int) -> int:
        """How far into a line an item's words stand."""
        column = content - line.start
        return column if self.text[content : line.end].strip() else min(column, _TAB)

    def _unindented(self, line: Span, width: int) -> Span:
        column, at = 0, line.start
        while at < line.end and column < width and self.text[at] in " \t":
            column += _TAB - column % _TAB if self.text[at] == "\t" else 1
            at += 1
        return Span(at, line.end)


def _cells(start: int, row: str) -> Iterator[Span]:
    """Where the cells of a table's row stand; a bar in code, or behind a backslash, parts none."""
    at = 1 if row[:1] == "|" else 0
    for match in _CELL_END.finditer(row, at):
        if match.group() == "|":
            yield _trimmed(start, row, at, match.start())
            at = match.end()
    if row[at:].strip():
        yield _trimmed(start, row, at, len(row))


def _trimmed(start: int, row: str, at: int, end: int) -> Span:
    own = row[at:end]
    return Span(start + at + len(own) - len(own.lstrip()), start + at + len(own.rstrip()))
