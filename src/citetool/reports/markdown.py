"""The report as a comment on a pull request: GitHub Flavored Markdown (https://github.github.com/gfm/).

Text from a draft is text there too: it makes no markup, names no one, and links to nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citetool.model import Checked, Failure, Finding, Report
from citetool.reports.controls import visible
from citetool.reports.places import Placed, place, placed, posix
from citetool.reports.summary import summary_line

LONGEST = 60_000
"""Characters; GitHub takes 65,536 in a comment."""

FOLDED = 20
"""Findings; the table of a draft with more is folded away."""

_CELL = 500
"""Characters of a cell, before what is escaped in it."""

_RESERVE = 200
"""Characters kept for the line that says how many findings are left out."""

_BREAK = "&#8203;"
"""A space of no width: keeps what GitHub and GitLab make links of after they have rendered the markup."""

_ESCAPES = (
    {ord(each): f"&#{ord(each)};" for each in "\\`*_[]|"}
    | {ord("<"): "&lt;", ord(">"): "&gt;"}
    | {ord(each): f"&#{ord(each)};{_BREAK}" for each in "@#!~%$&"}
)
r"""Characters that make markup or references -> what stands for them.

A character reference makes neither (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references),
whereas a backslash before `|` means different things to different readers of tables.
"""

_LINKING = re.compile(r"(?<=:)(?=[/\w])|(?<=www)(?=\.)|(?<=GH)(?=-)", re.IGNORECASE)
"""Where an address, an emoji or the number of an issue would otherwise be made out."""


class _Section(NamedTuple):
    """Rows that stand together: all, the first ones, or none of them are shown."""

    opening: str
    rows: tuple[str, ...]
    closing: str


def render_markdown(report: Report) -> str:
    """What could not be checked, a table for each draft with findings, and how many didn't fit; ends with a newline."""
    head = f"**citetool**: {_text(summary_line(report))}\n"
    sections = [_failures(report.failures)] if report.failures else []
    sections += [_table(each) for each in report.documents if each.findings]
    parts = [head]
    room = LONGEST - len(head) - _RESERVE
    left_out = 0
    for section in sections:
        room -= len(section.opening) + len(section.closing)
        shown = 0
        while not left_out and shown < len(section.rows) and len(section.rows[shown]) <= room:
            room -= len(section.rows[shown])
            shown += 1
        left_out += len(section.rows) - shown
        if shown:
            parts += [section.opening, *section.rows[:shown], section.closing]
    if left_out:
        parts.append(f"\n{left_out} more {'is' if left_out == 1 else 'are'} left out here for want of room.\n")
    return "".join(parts)


def _failures(failures: tuple[Failure, ...]) -> _Section:
    rows = tuple(f"- {_text(posix(each.path))}: {_text(each.message)}\n" for each in failures)
    return _Section("\nNot checked:\n\n", rows, "")


def _table(checked: Checked) -> _Section:
    path = _text(posix(checked.manuscript.document.path))
    rows = tuple(_row(each) for each in placed(Report((checked,))))
    header = "| severity | code | place | message |\n|---|---|---|---|\n"
    if len(rows) > FOLDED:
        summary = f"<b>{path}</b>: {len(rows)} findings"
        return _Section(f"\n<details>\n<summary>{summary}</summary>\n\n{header}", rows, "\n</details>\n")
    return _Section(f"\n**{path}**\n\n{header}", rows, "")


def _row(each: Placed) -> str:
    note = each.document.note_at(each.finding.span.start)
    where = place(each.document, each.finding.span.start, opening=True)
    other = "" if each.region.path == each.document.path else f"{_text(posix(each.region.path))} "
    line = f"{other}line {each.region.line}" + (f", note {_text(note.label)}" if note else "")
    shown = _text(where) if where else line
    code = f"{_text(each.finding.code)} {_text(each.finding.name)}"
    return f"| {each.finding.severity} | {code} | {shown} | {_message(each.finding)} |\n"


def _message(finding: Finding) -> str:
    hint = f" <br><em>{_text(finding.hint)}</em>" if finding.hint and finding.hint.strip() else ""
    return _text(finding.message) + hint


def _text(text: str) -> str:
    """A text as itself, on one line, cut off where it is too long for a cell."""
    shown = visible(text).strip()
    shown = shown if len(shown) <= _CELL else f"{shown[: _CELL - 1]}…"
    return _BREAK.join(part.translate(_ESCAPES) for part in _LINKING.split(shown))
