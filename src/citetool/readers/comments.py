"""Comments to citetool within a draft: `<!-- citetool: … -->`; they are no part of what is read."""

from __future__ import annotations

import re

from citetool.model import Comment, Span

_OPENING = re.compile(r"<!--\s*citetool:")
_CLOSING = "-->"


def blank_comments(text: str) -> tuple[str, tuple[Comment, ...], tuple[int, ...]]:
    """`text` with spaces where comments to citetool stand, so that all else stays where it is; and the comments.

    The third are the offsets of the line ends that became spaces: within a comment, and before one that is alone on
    its line, which would else part the paragraph it stands in. A comment that isn't closed is none.
    """
    if "<!--" not in text:
        return text, (), ()
    comments: list[Comment] = []
    pieces: list[str] = []
    joined: list[int] = []
    at = 0
    for match in _OPENING.finditer(text):
        if match.start() < at:
            continue
        close = text.find(_CLOSING, match.end())
        if close == -1:
            break
        end = close + len(_CLOSING)
        start = _with_its_line(text, match.start(), end)
        comments.append(Comment(Span(match.start(), end), " ".join(text[match.end() : close].split())))
        # A form feed begins a page, whatever it stands in.
        pieces += (text[at:start], re.sub(r"[^\f]", " ", text[start:end]))
        joined += (start + place for place, char in enumerate(text[start:end]) if char == "\n")
        at = end
    return "".join([*pieces, text[at:]]), tuple(comments), tuple(joined)


def _with_its_line(text: str, start: int, end: int) -> int:
    """Where to blank from: the line end before a comment that is alone on a line within a paragraph."""
    line = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    alone = not text[line:start].strip() and not text[end : after if after != -1 else len(text)].strip()
    before = text[text.rfind("\n", 0, line - 1) + 1 : line - 1] if line else ""
    return line - 1 if alone and before.strip() else start
