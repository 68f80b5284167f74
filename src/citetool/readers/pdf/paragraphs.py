"""Lines put together to paragraphs: by the space between them, by indents, and by lines that end early."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from citetool.readers.headings import heading_kind
from citetool.readers.pdf.entries import Openings
from citetool.readers.pdf.lines import Line, ends_sentence

_APART = 1.25
"""Of the distance between lines; a larger one divides paragraphs."""

_OTHER_SIZE = 0.07
"""Of the font size; lines whose sizes differ more are of two paragraphs."""

_INDENT = 0.6
"""Of the font size; a line that begins so far to the right of others is indented."""

_SPACE = 0.3
"""Of the font size: a space between words."""

_SHORT = 0.6
"""Of a column's width; a line that ends before, though there was room, ends a paragraph without a full stop, too."""

_LONGEST_BRACKET = 200
"""Characters; what stands further back was never closed."""

_STOPPED = re.compile(r"[.!?][”’\"')]?$")

_LABEL = re.compile(r"\[[0-9]{1,4}\](?:\s|$)")


class _Block(NamedTuple):
    """Paragraphs that no space divides.

    Attributes:
        paragraphs: their lines.
        hanging: whether their first lines stand out to the left of the others.
        left: where lines that aren't indented begin.
        right: where full lines end.
        in_list: whether they stand in the reference list.
    """

    paragraphs: list[list[Line]]
    hanging: bool
    left: float
    right: float
    in_list: bool


def pitches(flows: Sequence[Sequence[Line]]) -> dict[float, float]:
    """The usual distance of lines, by twice their font size, rounded."""
    distances: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for flow in flows:
        for line, after in pairwise(flow):
            if abs(line.size - after.size) < 0.3 and 0.5 * line.size < line.y - after.y < 3 * line.size:
                distances[round(line.size * 2)][round((line.y - after.y) * 2) / 2] += 1
    return {size: max(counts, key=lambda each: counts[each]) for size, counts in distances.items()}


def paragraphs(flows: Sequence[Sequence[Line]], pitch: dict[float, float]) -> list[list[Line]]:
    """The paragraphs of a draft's text, in reading order.

    Args:
        flows: the lines of each column, or of what goes over both.
        pitch: see `pitches`.
    """
    widths: defaultdict[int, list[float]] = defaultdict(list)
    for flow in flows:
        left = min(line.left for line in flow)
        widths[min(flow[0].column, 1)] += (line.right - left for line in flow)
    usual = {column: sorted(each)[int(0.9 * (len(each) - 1))] for column, each in widths.items()}
    blocks: list[list[_Block]] = []
    in_list = False
    for flow in flows:
        left = min(line.left for line in flow)
        width = usual[min(flow[0].column, 1)]
        right = left + min(max(max(line.right for line in flow) - left, 0.97 * width), 1.03 * width)
        own = []
        for lines in _apart(flow, pitch):
            for line in lines:
                if kind := heading_kind(line.text):
                    in_list = kind == "references"
            own.append(_block(lines, right, in_list))
        blocks.append(own)
    indented = _first_lines_indented(blocks)
    openings = Openings(_sure_openings(blocks))
    found: list[list[Line]] = []
    before: _Block | None = None
    for flow_blocks in blocks:
        for index, block in enumerate(flow_blocks):
            for place, part in enumerate(block.paragraphs):
                if place:
                    goes_on = (
                        block.in_list and not block.hanging and openings.begins(part[0].text, _text(found[-1])) is False
                    )
                else:
                    goes_on = index == 0 and before is not None and _goes_on(before, block, indented, openings, found)
                if goes_on:
                    found[-1] += part
                else:
                    found.append([*part])
            before = block
    return found


_LOOKED_AT = 20
"""Lines of a paragraph that are looked at, most at its beginning, since hostile ones have ten thousands."""


def _text(lines: Sequence[Line]) -> str:
    some = lines if len(lines) <= _LOOKED_AT else (*lines[: _LOOKED_AT - 3], *lines[-3:])
    return " ".join(line.text for line in some)


def _sure_openings(blocks: Sequence[Sequence[_Block]]) -> list[str]:
    """The first lines of the list's entries: those that a space sets off, or all where few are set off."""
    listed = [(index, block) for flow in blocks for index, block in enumerate(flow) if block.in_list]
    apart = [
        block.paragraphs[0][0].text
        for index, block in listed
        if index and not heading_kind(block.paragraphs[0][0].text)
    ]
    inner = [part[0].text for _, block in listed for part in block.paragraphs[1:]]
    return apart if len(apart) > len(inner) else apart + inner


def _apart(flow: Sequence[Line], pitch: dict[float, float]) -> list[list[Line]]:
    """The lines of a column, divided where there is a space, or where the size changes."""
    found = [[flow[0]]]
    for line, after in pairwise(flow):
        distance = pitch.get(round(after.size * 2), 1.25 * after.size)
        other = abs(line.size - after.size) > _OTHER_SIZE * max(line.size, after.size)
        if other or not -0.5 * distance < line.y - after.y < _APART * distance + 0.5:
            found.append([])
        found[-1].append(after)
    return found


def _block(lines: list[Line], right: float, in_list: bool) -> _Block:
    left = min(line.left for line in lines)
    indents = [line.left - left > _INDENT * line.size for line in lines]
    early = [_early(line, after, right) for line, after in pairwise(lines)]
    ends = [2 * short + ends_sentence(line.text) for line, short in zip(lines, early, strict=False)]
    inner, outer = (
        [end for end, inward in zip(ends, indents[1:], strict=True) if inward is each] for each in (True, False)
    )
    hanging = bool(inner) and (not outer or _mean(outer) > _mean(inner) or (in_list and _mean(outer) == _mean(inner)))
    if inner and not outer:
        # One paragraph that hangs, or one line and a quotation.
        hanging = not any(early)
    found = [[lines[0]]]
    for index, line in enumerate(lines[1:], 1):
        before = lines[index - 1]
        if _LABEL.match(line.text):
            starts = not indents[index] or not any(indents)
        elif hanging:
            starts = not indents[index]
        elif indents[index]:
            # A quotation is indented as a whole; what goes on without an indent is a paragraph's first line.
            alone = index + 1 < len(lines) and not indents[index + 1]
            starts = not indents[index - 1] or early[index - 1] or alone
        else:
            short = before.right - left < _SHORT * (right - left) and not _lower(line.text)
            starts = early[index - 1] and (ends_sentence(before.text) or short)
        if starts:
            found.append([])
        found[-1].append(line)
    return _Block(found, hanging, left, right, in_list)


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def _lower(text: str) -> bool:
    return text[:1].islower()


def _early(line: Line, after: Line, right: float) -> bool:
    """Whether a line ends although the next line's first word would have had room on it."""
    first = after.words[0]
    end = first.right
    for word in after.words[1:]:
        if word.spaced:
            break
        end = word.right
    return line.right + (_SPACE + 1) * line.size + end - first.left < right


def _first_lines_indented(blocks: Sequence[Sequence[_Block]]) -> bool:
    """Whether paragraphs begin with an indent, as far as paragraphs without space between them show."""
    counts = Counter(
        part[0].left - block.left > _INDENT * part[0].size
        for flow in blocks
        for block in flow
        if not block.hanging and len(block.paragraphs) > 1
        for part in block.paragraphs[1:]
    )
    return counts[True] > counts[False]


def _goes_on(
    before: _Block, block: _Block, indented: bool, openings: Openings, found: Sequence[Sequence[Line]]
) -> bool:
    """Whether the last paragraph of a column, the last one that was found, goes on with the first one of the next."""
    last, first = before.paragraphs[-1][-1], block.paragraphs[0][0]
    if abs(last.size - first.size) > _OTHER_SIZE * max(last.size, first.size) or _LABEL.match(first.text):
        return False
    if heading_kind(first.text):
        return False
    inward = first.left - block.left > _INDENT * first.size
    early = _early(last, first, before.right)
    if block.hanging and len({line.left > block.left + _INDENT for part in block.paragraphs for line in part}) > 1:
        return inward
    text = _text(found[-1])
    stopped = _STOPPED.search(text) is not None and first.text[:1].isupper()
    if text.rfind("(", -_LONGEST_BRACKET) > text.rfind(")") and not stopped:
        return True
    if before.in_list and block.in_list:
        begins = openings.begins(first.text, text)
        if begins is not None:
            return not begins
    if before.hanging or block.hanging:
        return not ends_sentence(last.text) or _lower(first.text)
    if inward and indented:
        return False
    if _lower(first.text) and not ends_sentence(last.text):
        return True
    if early:
        return False
    return indented or not ends_sentence(last.text)
