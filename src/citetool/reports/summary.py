"""What a run counted, and the line that says so."""

from collections import Counter
from typing import NamedTuple

from citetool.model import Manuscript, Report, Severity


class Summary(NamedTuple):
    """The counts of a run.

    Attributes:
        citations: all that were found.
        linked: those that mean an entry.
        references: the entries; those of a bibliography file count once for each draft.
        errors: findings of that severity, as are `warnings` and `notes`.
        failures: files that could not be checked.
    """

    citations: int
    linked: int
    references: int
    errors: int
    warnings: int
    notes: int
    failures: int


def times_cited(manuscript: Manuscript) -> Counter[int]:
    """How many citations each entry, by its index, is named by; an ambiguous one counts for each that it may mean."""
    return Counter(index for link in manuscript.links for index in link.references)


def summarize(report: Report) -> Summary:
    """The counts of a report."""
    counts = [checked.manuscript.counts for checked in report.documents]
    severities = Counter(finding.severity for checked in report.documents for finding in checked.findings)
    return Summary(
        citations=sum(each.citations for each in counts),
        linked=sum(each.linked for each in counts),
        references=sum(each.references for each in counts),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
        failures=len(report.failures),
    )


def summary_line(report: Report) -> str:
    """The counts in words: `135 citations, 134 linked · 88 entries · 1 error, 5 warnings, 30 notes`."""
    counts = summarize(report)
    findings = [
        _counted(number, singular, f"{singular}s")
        for number, singular in ((counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note"))
        if number
    ]
    parts = [
        f"{_counted(counts.citations, 'citation', 'citations')}, {counts.linked} linked",
        _counted(counts.references, "entry", "entries"),
        ", ".join(findings) or "no findings",
    ]
    resolutions = [each for checked in report.documents for each in checked.manuscript.resolutions]
    if resolutions:
        from citetool.reports.resolutions import outcome_line

        parts.append(outcome_line(resolutions))
    reaches = Counter(address.reach for each in report.documents for _, address in each.manuscript.addresses)
    if reaches:
        counted = sorted(f"{number} {reach.value.replace('-', ' ')}" for reach, number in reaches.items())
        parts.append(f"addresses: {', '.join(counted)}")
    if counts.failures:
        parts.append(f"{_counted(counts.failures, 'file', 'files')} not checked")
    return " · ".join(parts)


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"
