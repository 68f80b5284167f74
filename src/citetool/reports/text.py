"""The text report of a pipe or a file: one line a finding, as compilers print them, and a summary line."""

from __future__ import annotations

from citetool.model import Document, Finding, Report
from citetool.reports.controls import visible
from citetool.reports.extent import WHOLE, Extent, closing, shown


def render_text(report: Report, extent: Extent = WHOLE) -> str:
    """Lines of `path:line:column: CODE message`, then the counts; ends with a newline, unless nothing is shown."""
    lines = [
        _line(checked.manuscript.document, finding)
        for checked in shown(report, extent).documents
        for finding in checked.findings
    ]
    return "".join(f"{line}\n" for line in (*lines, *closing(report, extent)))


def _line(document: Document, finding: Finding) -> str:
    place = document.position(finding.span.start)
    note = document.note_at(finding.span.start)
    if document.format == "pdf":
        # A line of the text that was made of a PDF is none of its own.
        where = f", note {note.label}" if note else ""
        return visible(f"{document.path}: page {place.page}{where}: {finding.code} {finding.message}")
    where = f"note {note.label}: " if note else ""
    return visible(f"{document.path}:{place.line}:{place.column}: {finding.code} {where}{finding.message}")
