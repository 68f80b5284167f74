"""How much of a report its text shows; formats that programs read are always whole."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from citetool.model import Report
from citetool.reports.summary import summary_line


class Extent(NamedTuple):
    """What of a report is shown.

    Attributes:
        statistics: how often each rule found something, in place of the findings.
        quiet: no line that sums up.
        most: findings at most; `None` for all.
    """

    statistics: bool = False
    quiet: bool = False
    most: int | None = None


WHOLE = Extent()


def shown(report: Report, extent: Extent) -> Report:
    """The report with no more findings than are shown: the first ones."""
    if extent == WHOLE:
        return report
    room = 0 if extent.statistics else extent.most
    documents = []
    for checked in report.documents:
        findings = checked.findings[:room]
        room = None if room is None else room - len(findings)
        documents.append(checked._replace(findings=findings))
    return report._replace(documents=tuple(documents))


def closing(report: Report, extent: Extent) -> list[str]:
    """The lines below the findings that are shown: statistics or how many are left out, and the counts."""
    lines = _statistics(report) if extent.statistics else _left_out(report, extent)
    return lines if extent.quiet else [*lines, summary_line(report)]


def _statistics(report: Report) -> list[str]:
    counts = Counter((each.code, each.name) for checked in report.documents for each in checked.findings)
    width = max((len(str(number)) for number in counts.values()), default=0)
    ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return [f"{number:{width}}  {code} {name}" for (code, name), number in ordered]


def _left_out(report: Report, extent: Extent) -> list[str]:
    total = sum(len(checked.findings) for checked in report.documents)
    more = 0 if extent.most is None else total - extent.most
    return [f"{more} more {'finding is' if more == 1 else 'findings are'} not shown"] if more > 0 else []
