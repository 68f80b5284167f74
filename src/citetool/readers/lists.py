"""Where a draft's reference lists lie: from their heading to what follows them."""

from __future__ import annotations

import re

from citetool.model import Span
from citetool.readers.headings import heading_kind
from citetool.readers.lines import Line, blocks, trim

_YEAR = re.compile(r"(?:1[4-9]|20)[0-9]{2}(?<![0-9][0-9]{4})(?![0-9])")
_UNDATED = re.compile(
    r"https?://|www\.|\bdoi\b|\b10\.[0-9]{4}|\bn\. ?d\b|\bs\. ?[daf]\b|\bo\. ?J\b"
    r"|\b(?:forthcoming|in press|no prelo|en prensa|im Erscheinen)\b",
    re.IGNORECASE,
)

_PROSE = 3
"""So many blocks of undated prose in a row are no part of a list, nor what follows them."""

_LOOK = 12
"""So many blocks at a region's start are enough to tell a list."""


def dated(text: str) -> bool:
    """Whether a block has a year, an address or a word for having none: what all but a few entries have."""
    return _YEAR.search(text) is not None or _UNDATED.search(text) is not None


def find_lists(text: str, all_lines: list[Line]) -> tuple[Span, ...]:
    """The spans of the lists below their headings, in order; none if the draft has no list."""
    marks: list[tuple[Line, str]] = []
    for index, line in enumerate(all_lines):
        if len(line.text) > 70 or line.blank:
            continue
        kind = heading_kind(line.text)
        if kind and kind != "sections" and _stands_alone(all_lines, index):
            marks.append((line, kind))
    found = []
    for index, (line, kind) in enumerate(marks):
        if kind != "references":
            continue
        end = marks[index + 1][0].start if index + 1 < len(marks) else len(text)
        region = trim(text, line.end, end)
        if region and (part := _list_part(text, region)):
            found.append(part)
    return tuple(found)


def outside(text: str, lists: tuple[Span, ...]) -> str:
    """The text but for its lists, whose entries are in any language; all of it where nothing else is there."""
    pieces = []
    at = 0
    for span in lists:
        pieces.append(text[at : span.start])
        at = span.end
    return rest if (rest := "".join([*pieces, text[at:]])).strip() else text


def _stands_alone(all_lines: list[Line], index: int) -> bool:
    """A heading has a blank line (or the text's edge) beside it, or is marked as one by its form."""
    before = index == 0 or all_lines[index - 1].blank
    after = index + 1 == len(all_lines) or all_lines[index + 1].blank
    own = all_lines[index].text.strip()
    return before or after or own.startswith("#") or own.isupper()


def _list_part(text: str, region: Span) -> Span | None:
    """The region without the running text that follows a list, or `None` if it holds no list."""
    parts = blocks(text, region)
    like = [dated(text[part.start : part.end]) for part in parts]
    head = like[:_LOOK]
    if not any(head) or 2 * sum(head) < len(
        [part for part, is_dated in zip(parts, head, strict=False) if _wordy(text, part)]
    ):
        return None
    last = max(index for index, is_dated in enumerate(like) if is_dated)
    prose = 0
    for index, part in enumerate(parts):
        undated_prose = not like[index] and _wordy(text, part)
        prose = prose + 1 if undated_prose else 0
        if prose == _PROSE and any(like[: index - _PROSE + 1]):
            last = max(i for i in range(index - _PROSE + 1) if like[i])
            break
    # A title without date or address may close a list; a heading without one doesn't.
    end = last
    while end + 1 < len(parts) and not like[end + 1] and _wordy(text, parts[end + 1]) and end < last + _PROSE - 1:
        end += 1
    return Span(parts[0].start, parts[end].end)


def _wordy(text: str, part: Span) -> bool:
    return len(text[part.start : part.end].split()) > 8
