"""Report -> text: one module a format, one line in `REPORTS` for each."""

from __future__ import annotations

from collections.abc import Callable

from citetool.model import Report
from citetool.reports.json_report import render_json
from citetool.reports.text import render_text

REPORTS: dict[str, Callable[[Report], str]] = {
    "text": render_text,
    "json": render_json,
}
"""Format name -> the function that renders a report in it; on a terminal, `text` has a richer face in `terminal`."""
