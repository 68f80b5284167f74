"""Report -> text: one module a format, one line in `REPORTS` for each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from citetool.model import Report

REPORTS = {
    "text": "text:render_text",
    "json": "json_report:render_json",
    "sarif": "sarif:render_sarif",
    "github": "github:render_github",
    "gitlab": "gitlab:render_gitlab",
    "junit": "junit:render_junit",
    "markdown": "markdown:render_markdown",
}
"""Format name -> the module and the function that renders a report in it, loaded when asked for.

On a terminal, `text` has a richer face in `terminal`.
"""

WHOLE = frozenset({"json", "sarif", "gitlab"})
"""The formats that ask citations and entries, to show them or to tell findings apart; others show findings, and count
the rest."""


def renderer(name: str) -> Callable[[Report], str]:
    """The function that renders a report in the format of a name in `REPORTS`."""
    module, function = REPORTS[name].split(":")
    render: Callable[[Report], str] = getattr(import_module(f"{__name__}.{module}"), function)
    return render
