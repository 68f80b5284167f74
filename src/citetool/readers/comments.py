"""Comments to citetool within a draft, `<!-- citetool: … -->`: they are no part of what is read."""

from __future__ import annotations

import re

from citetool.model import Comment, Edit, Span
from citetool.readers.mapped import Mapped, rewritten

_OPENING = re.compile(r"<!--\s*citetool:")
_CLOSING = "-->"
_BLANK = re.compile(r"\s|\Z")
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


def without_comments(mapped: Mapped) -> tuple[Mapped, tuple[Comment, ...]]:
    """A text as if its comments to citetool had never been written; and they.

    White space before a comment goes with it, and the line where nothing else stands on that, unless it follows a blank
    one. A comment that isn't closed is none.
    """
    text = mapped.text
    if "<!--" not in text:
        return mapped, ()
    comments: list[Comment] = []
    taken: list[Edit] = []
    at = removed = 0
    for match in _OPENING.finditer(text):
        if match.start() < at:
            continue
        close = text.find(_CLOSING, match.end())
        if close == -1:
            break
        end = close + len(_CLOSING)
        start, alone = _start(text, at, match.start(), end)
        comments.append(Comment(start - removed, " ".join(text[match.end() : close].split()), alone))
        taken.append(Edit(Span(start, end), ""))
        removed += end - start
        at = end
    return rewritten(mapped, taken), tuple(comments)


def alone_on_line(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the line of a stretch of text."""
    while start and text[start - 1] in " \t":
        start -= 1
    return (start == 0 or text[start - 1] == "\n") and _LINE_END.match(text, end) is not None


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
