"""Comments to citetool within a draft, `<!-- citetool: … -->`: they are no part of what is read."""

from __future__ import annotations

import re
from bisect import bisect_left

from citetool.model import Comment

_OPENING = re.compile(r"<!--\s*citetool:")
_CLOSING = "-->"
_BLANK = re.compile(r"\s|\Z")
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


def without_comments(text: str, taken: tuple[int, ...]) -> tuple[str, tuple[int, ...], tuple[Comment, ...]]:
    """A text as if its comments to citetool had never been written; `taken`, as `Document` has it, with them; and they.

    White space before a comment goes with it, and the line where nothing else stands on that, unless it follows a blank
    one. A comment that isn't closed is none.
    """
    if "<!--" not in text:
        return text, taken, ()
    comments: list[Comment] = []
    pieces: list[str] = []
    all_taken: list[int] = []
    at = done = removed = 0
    for match in _OPENING.finditer(text):
        if match.start() < at:
            continue
        close = text.find(_CLOSING, match.end())
        if close == -1:
            break
        end = close + len(_CLOSING)
        start, alone = _start(text, at, match.start(), end)
        before, within = bisect_left(taken, start + 1), bisect_left(taken, end + 1)
        all_taken += (each - removed for each in taken[done:before])
        place, length = start - removed, end - start + within - before
        all_taken += [place] * length
        comments.append(Comment(place, " ".join(text[match.end() : close].split()), alone, length))
        pieces.append(text[at:start])
        removed += end - start
        at, done = end, within
    all_taken += (each - removed for each in taken[done:])
    return "".join([*pieces, text[at:]]), tuple(all_taken), tuple(comments)


def _start(text: str, at: int, start: int, end: int) -> tuple[int, bool]:
    """Where to take from, not before `at`, what goes with a comment; and whether it is alone on its line."""
    line = text.rfind("\n", at, start) + 1
    if _BLANK.match(text, end):
        while start > at and text[start - 1] in " \t":
            start -= 1
    alone = start == line and (line > 0 or at == 0) and _LINE_END.match(text, end) is not None
    if alone and line and text[text.rfind("\n", 0, line - 1) + 1 : line - 1].strip():
        start -= 1
    return start, alone
