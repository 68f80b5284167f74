"""The text report of a pipe or a file: one line a finding, as compilers print them, and a summary line."""

from __future__ import annotations

from citetool.model import Document, Finding, Report
from citetool.reports.controls import visible
from citetool.reports.extent import WHOLE, Extent, closing, shown
from citetool.reports.places import place


def render_text(report: Report, extent: Extent = WHOLE) -> str:
    """Lines of `path:line:column: CODE message`, then the counts; ends with a newline, unless nothing is shown.

    In a draft whose users see no lines, the page, note or paragraph stands in their stead.
    """
    lines = [
        _line(checked.manuscript.document, finding)
        for checked in shown(report, extent).documents
        for finding in checked.findings
    ]
    return "".join(f"{line}\n" for line in (*lines, *closing(report, extent)))


def _line(document: Document, finding: Finding) -> str:
    if where := place(document, finding.span.start, opening=True):
        return visible(f"{document.path}: {where}: {finding.code} {finding.message}")
    at, _ = document.place(finding.span)
    note = document.note_at(finding.span.start)
    where = f"note {note.label}: " if note else ""
    return visible(f"{at.path}:{at.line}:{at.column}: {finding.code} {where}{finding.message}")
