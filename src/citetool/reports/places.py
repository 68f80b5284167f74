"""Where findings stand, and what tells them from others, as CI systems ask for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import quote

from citetool.fingerprints import finding_fingerprints
from citetool.model import Document, Finding, Report, Span
from citetool.reports.controls import visible


class Region(NamedTuple):
    """A span as lines and columns, which count from 1 in code points of the file; `end_column` is the one after it.

    `path` is the file: the draft's own, or one that it includes.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    path: str


class Placed(NamedTuple):
    """A finding and its draft.

    Attributes:
        document: the draft.
        finding: what was found in it.
        region: where it stands.
    """

    document: Document
    finding: Finding
    region: Region


def placed(report: Report) -> list[Placed]:
    """Every finding of a report, in its order."""
    return [
        Placed(document, finding, region(document, finding.span))
        for document, findings in ((each.manuscript.document, each.findings) for each in report.documents)
        for finding in findings
    ]


def fingerprints(report: Report) -> Iterator[str]:
    """Of each finding what no other one of the report has, and this one has in the next run too.

    That is the one of a baseline in the working folder, and `:1`, or the number of times that the draft was given so
    far. Citations and entries are asked for it.
    """
    seen: Counter[str] = Counter()
    for checked in report.documents:
        for fingerprint in finding_fingerprints(checked, posix(checked.manuscript.document.path)):
            seen[fingerprint] += 1
            yield f"{fingerprint}:{seen[fingerprint]}"


def region(document: Document, span: Span) -> Region:
    """Where a span begins and ends."""
    start, end = document.place(span)
    return Region(start.line, start.column, end.line, end.column, start.path)


_OPENING = 40
"""Characters of a paragraph's opening words."""


def place(document: Document, offset: int, *, opening: bool = False) -> str | None:
    """Where an offset lies in a draft whose users see no lines: `note 12`, `paragraph 34`, `page 7, note 12`.

    It is `None` in others. With `opening`, a paragraph's number stands with the words that it opens with.
    """
    note = document.note_at(offset)
    in_note = f"note {visible(note.label)}" if note is not None else ""
    if document.format == "pdf":
        page = f"page {document.position(offset).page}"
        return f"{page}, {in_note}" if in_note else page
    if not document.paragraphs:
        return None
    if in_note:
        return in_note
    number = document.position(offset).paragraph or 1
    if not opening:
        return f"paragraph {number}"
    line = document.line_span(document.paragraphs[number - 1])
    words = " ".join(document.text[line.start : line.end].split())
    shown = words if len(words) <= _OPENING else f"{words[:_OPENING].rpartition(' ')[0] or words[:_OPENING]}…"
    return f"paragraph {number} (“{visible(shown)}”)"


def placed_sentence(document: Document, finding: Finding) -> str:
    """Message and hint on one line, behind the place where lines don't tell it: `note 12: Lind has no year`."""
    where = place(document, finding.span.start, opening=True)
    return f"{where}: {sentence(finding)}" if where else sentence(finding)


def posix(path: str) -> str:
    """A path with slashes, without `./` before it."""
    return PurePath(path).as_posix()


def uri(path: str) -> str:
    """A path as a URI reference (RFC 3986): relative if it is, else with the scheme `file`."""
    plain = posix(path)
    try:
        encoded = plain.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        # Half a character that stands for no byte of the name: only Windows has such names.
        encoded = plain.encode("utf-8", "surrogatepass")
    if not PurePath(path).is_absolute():
        return quote(encoded)
    return f"file://{'' if plain.startswith('/') else '/'}{quote(encoded)}"


def sentence(finding: Finding) -> str:
    """Message and hint on one line, without control characters: `Lind has no year; add one`."""
    message = finding.message.rstrip()
    between = " " if message.endswith((".", "?", "!", ";", ":")) else "; "
    return visible(f"{message}{between}{finding.hint}" if finding.hint else message)
