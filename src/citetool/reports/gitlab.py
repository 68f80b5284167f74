"""The report for GitLab's code quality widget: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

from citetool.fingerprints import failure_fingerprint
from citetool.model import Report, Severity
from citetool.reports.controls import visible, visible_json
from citetool.reports.indenting import Json, indented
from citetool.reports.places import fingerprints, place, placed, placed_sentence, posix

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_gitlab(report: Report) -> str:
    """An array of issues, of files that couldn't be checked first; ends with a newline."""
    issues: list[Json] = [
        _issue(
            visible(each.message),
            "unchecked-file",
            failure_fingerprint(each, posix(each.path)),
            "blocker",
            each.path,
            1,
        )
        # A file that is given twice fails twice, and GitLab wants no fingerprint twice.
        for each in dict.fromkeys(report.failures)
    ]
    issues += [
        _issue(
            placed_sentence(each.document, each.finding),
            f"{each.finding.code} {each.finding.name}",
            fingerprint,
            _SEVERITIES[each.finding.severity],
            each.region.path,
            # GitLab wants a line, also of files whose users see none.
            each.region.line if place(each.document, each.finding.span.start) is None else 1,
        )
        for each, fingerprint in zip(placed(report), fingerprints(report), strict=True)
    ]
    return visible_json(indented(issues)) + "\n"


def _issue(description: str, check: str, fingerprint: str, severity: str, path: str, line: int) -> Json:
    return {
        "description": description,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": posix(path), "lines": {"begin": line}},
    }
