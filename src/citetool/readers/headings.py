"""Headings of a draft in text form: which lines are one, and of what kind."""

from __future__ import annotations

import re

from citetool.vocabulary import words

_LONGEST = 70
"""Characters; a longer line is no heading of a kind that vocabulary knows."""

_FRAME = re.compile(r"^[\s#>*_]*(?:(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVXivx]{1,6}|[A-Z])[.)]?\s+)?(.{1,80}?)[\s#*_:.]*$")


def heading_kind(line: str) -> str | None:
    """The kind of a heading line (`references`, `notes`, `sections`, `after`), or `None`.

    Numbering (`7.`, `VII`), markdown's `#` and emphasis, capitals and a closing colon are looked through.
    """
    if len(line) > _LONGEST or not line.strip():
        return None
    title = line.strip().strip("#*_: .").lower()
    framed = _FRAME.match(line)
    kinds = words().headings
    for candidate in (title, framed.group(1).strip().lower() if framed else title):
        for kind in ("references", "notes", "after", "sections"):
            if candidate in kinds[kind]:
                return kind
    return None


_DEEPEST = 6


def list_level(words: str, level: int, before: int | None) -> int | None:
    """The level of the heading of the reference list that a paragraph lies below, or is; `None` if it doesn't.

    Args:
        words: the paragraph's.
        level: of a heading, from 1; 0 for any other paragraph.
        before: the same for the paragraph before it.
    """
    kind = heading_kind(words)
    if kind == "references":
        return level or _DEEPEST
    if kind in ("notes", "after") or (level and (before is None or level <= before)):
        return None
    return before
