"""Cut a text that is nothing but a reference list, as it is pasted, into its entries: one a line, or one a paragraph.

Where a draft's list is cut by how entries look (`cutting.py`), here the lines themselves are taken at their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from citetool.model import Span
from citetool.readers.headings import heading_kind
from citetool.readers.lines import Line, lines
from citetool.readers.lists import dated
from citetool.references.cutting import Entry

_BULLET = re.compile(r"(?:[-–*•‣◦▪●·∙]|\\item)[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(r"(?:\[(?P<in>[0-9]{1,4})\]|\((?P<round>[0-9]{1,4})\)|(?P<bare>[0-9]{1,4})[.)])[ \t\u00a0]+(?=\S)")
_SENTENCE_END = re.compile(r"[.)>\]’”»\"'?!…0-9]$")


def cut_bare_list(text: str) -> list[Entry]:
    """The entries of a list, in order.

    Without blank lines between them, each line is an entry, but for lines that are indented below one that isn't: they
    go on with it (a hanging indent). With blank lines, each block is an entry, unless all of its lines could be
    entries by themselves: each has a year or an address, and none breaks off in the middle of a sentence.
    A heading above the list is left out, and so are bullets, and numbers that count the entries.
    """
    blocks = list(_blocks(lines(text)))
    if blocks and heading_kind(blocks[0][0].text.strip(" #*:")) == "references":
        blocks = [block for block in (blocks[0][1:], *blocks[1:]) if block]
    alone = len(blocks) == 1
    pieces = [piece for block in blocks for piece in _pieces(block, alone)]
    return _numbered(text, [Span(piece[0].start + _indent(piece[0]), _end(piece[-1])) for piece in pieces])


def _blocks(all_lines: list[Line]) -> Iterator[list[Line]]:
    """The stretches of lines between blank ones."""
    block: list[Line] = []
    for line in all_lines:
        if not line.blank:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _pieces(block: list[Line], alone: bool) -> Iterator[list[Line]]:
    indents = [_indent(line) for line in block]
    hanging = indents[0] < max(indents)
    if not hanging and not alone and not _each_an_entry(block):
        yield block
        return
    piece = [block[0]]
    for line, indent in zip(block[1:], indents[1:], strict=True):
        if hanging and indent > indents[0]:
            piece.append(line)
        else:
            yield piece
            piece = [line]
    yield piece


def _each_an_entry(block: list[Line]) -> bool:
    whole = all(dated(line.text) and not line.text.lstrip()[:1].islower() for line in block)
    return whole and all(_is_complete(line.text) for line in block)


def _is_complete(line: str) -> bool:
    """Whether a line can be the last of an entry: it ends as a sentence does, in a number, or in an address."""
    last = line.split()[-1]
    return _SENTENCE_END.search(last) is not None or any(mark in last for mark in ("://", "www.", "10."))


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def _end(line: Line) -> int:
    return line.start + len(line.text.rstrip())


def _numbered(text: str, spans: list[Span]) -> list[Entry]:
    """The entries without their bullets, and without their numbers where these count up through most of the list."""
    bare = [Span(match.end() if (match := _BULLET.match(text, *span)) else span.start, span.end) for span in spans]
    matches = [_NUMBER.match(text, *span) for span in bare]
    numbers = [int(match["in"] or match["round"] or match["bare"]) if match else None for match in matches]
    rising = sum(number == place for place, number in enumerate(numbers, start=numbers[0] or 1)) if numbers else 0
    if 2 * rising <= len(bare):
        return [Entry(span, span) for span in bare]
    return [
        Entry(span, Span(match.end() if match else span.start, span.end), number)
        for span, match, number in zip(bare, matches, numbers, strict=True)
    ]
