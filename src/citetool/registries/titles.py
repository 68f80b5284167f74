"""Titles as registries have them: double escapes, tags of several languages, line breaks, marks of a retraction."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_FORMULA = re.compile(r"\$\$?[^$]{1,500}\$\$?")

_MARKS = "RETRACTED|WITHDRAWN|REMOVED|EXPRESSION OF CONCERN"
_WORKS = "(?: (?:ARTICLE|CHAPTER|PAPER))?"
_MARK = re.compile(
    rf"(?:[\[(](?P<bracketed>{_MARKS}){_WORKS}[\])]\s*[:.–—-]?|(?P<mark>{_MARKS}){_WORKS}\s*[:–—])\s*(?=\S)",
    re.IGNORECASE,
)


def plain(title: str) -> str:
    """A title without tags and escapes, on one line.

    Crossref escapes twice at times (`&amp;lt;i&amp;gt;`), and breaks lines around tags.
    """
    text = title
    for _ in range(3):
        if "&" not in text:
            break
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())


def without_formulas(title: str) -> str:
    """A title without what stands in TeX in it, which no list prints so."""
    return " ".join(_FORMULA.sub(" ", title).split()) if "$" in title else title


def retraction_mark(title: str) -> tuple[str | None, str]:
    """The word that a publisher put before the title of a retracted work (`RETRACTED: …`), and the title proper.

    `Retraction of …` is the title of a notice.
    """
    match = _MARK.match(title)
    return ((match["mark"] or match["bracketed"]).lower(), title[match.end() :]) if match else (None, title)
