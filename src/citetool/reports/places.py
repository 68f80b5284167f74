"""Where findings stand, and what tells them from others, as CI systems ask for both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from citetool.model import Document, Finding, Report, Span
from citetool.reports.controls import visible

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | bool | None"
"""What a report in JSON is made of."""

_QUOTED = re.compile("“([^”]*)”")


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
        words: a hash, the same for the same words under the same rule in a draft of the same path, wherever they stand.
        ordinal: tells findings of the same words apart, in reading order, from 1.
    """

    document: Document
    finding: Finding
    region: Region
    words: str
    ordinal: int

    @property
    def fingerprint(self) -> str:
        """What no other finding of the report has, and this one has in the next run too."""
        return f"{self.words}:{self.ordinal}"


def placed(report: Report) -> list[Placed]:
    """Every finding of a report, in its order."""
    seen: Counter[str] = Counter()
    found = []
    for checked in report.documents:
        document = checked.manuscript.document
        for finding in checked.findings:
            words = _digest(document, finding)
            seen[words] += 1
            found.append(Placed(document, finding, region(document, finding.span), words, seen[words]))
    return found


def region(document: Document, span: Span) -> Region:
    """Where a span begins and ends."""
    start, end = document.place(span)
    return Region(start.line, start.column, end.line, end.column, start.path)


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


def digest(*parts: str) -> str:
    """A short hash of some texts, in which the width of white space and line ends count for nothing."""
    joined = "\0".join(" ".join(each.split()) for each in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _digest(document: Document, finding: Finding) -> str:
    """Of the words found and those quoted, not of the message itself: it may name lines and notes, which move."""
    words = document.text[finding.span.start : finding.span.end]
    return digest(posix(document.path), finding.code, words, *_QUOTED.findall(finding.message))
