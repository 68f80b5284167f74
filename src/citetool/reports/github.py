"""The report as annotations of a GitHub Actions run: one workflow command a line.

The commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. What is escaped in
them: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
"""

from __future__ import annotations

from citetool.model import Report, Severity
from citetool.reports.controls import visible
from citetool.reports.places import Placed, place, placed, placed_sentence, posix

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

_IN_DATA = {ord(each): f"%{ord(each):02X}" for each in "%\r\n"}
_IN_PROPERTIES = _IN_DATA | {ord(each): f"%{ord(each):02X}" for each in ":,"}


def render_github(report: Report) -> str:
    """A command for each file that couldn't be checked and each finding; nothing if there is none."""
    failures = [
        _command("error", {"file": posix(each.path), "title": "citetool"}, visible(each.message))
        for each in report.failures
    ]
    return "".join([*failures, *(_annotation(each) for each in placed(report))])


def _annotation(each: Placed) -> str:
    where = each.region
    properties = {"file": posix(where.path)}
    if place(each.document, each.finding.span.start) is None:
        properties |= {"line": str(where.line), "endLine": str(where.end_line)}
        # GitHub takes columns only of what stands on one line.
        if where.line == where.end_line:
            properties |= {"col": str(where.column), "endColumn": str(where.end_column)}
    properties["title"] = f"{each.finding.code} {each.finding.name}"
    return _command(_COMMANDS[each.finding.severity], properties, placed_sentence(each.document, each.finding))


def _command(command: str, properties: dict[str, str], data: str) -> str:
    shown = ",".join(f"{name}={visible(value).translate(_IN_PROPERTIES)}" for name, value in properties.items())
    return f"::{command} {shown}::{data.translate(_IN_DATA)}\n"
