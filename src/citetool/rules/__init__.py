"""The rules, one family a module, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from citetool.config import Config
from citetool.errors import UnknownRule
from citetool.model import Document, Finding, Manuscript
from citetool.rules import (
    entries,
    identifiers,
    ignores,
    linking,
    notes,
    numbers,
    order,
    punctuation,
    registrations,
    style,
)
from citetool.rules.rule import Rule
from citetool.rules.selection import chosen

RULES: tuple[Rule, ...] = (
    ignores.unused_ignore,
    linking.missing_entry,
    linking.ambiguous_citation,
    linking.year_mismatch,
    linking.name_mismatch,
    linking.uncited_entry,
    linking.unlisted_source,
    linking.second_hand_source,
    linking.locator_outside_pages,
    linking.author_list_mismatch,
    notes.ibid_without_source,
    notes.ibid_after_several,
    notes.back_reference_broken,
    notes.note_sequence,
    entries.duplicate_entry,
    order.entry_out_of_order,
    entries.entry_without_year,
    entries.entry_incomplete,
    entries.year_suffix_gap,
    entries.name_varies,
    entries.entry_unreadable,
    entries.host_disagrees,
    numbers.entry_number,
    numbers.citation_order,
    identifiers.malformed_doi,
    registrations.unknown_doi,
    registrations.doi_mismatch,
    registrations.missing_doi,
    registrations.retracted,
    registrations.dead_link,
    style.page_label,
    style.page_spacing,
    style.range_dash,
    punctuation.style_varies,
    style.impossible_date,
)
"""Every rule, in order of its code."""


Crashed = Callable[[Rule, Exception], None]
"""Is told of a rule that failed, and what it failed with."""


def _raise(rule: Rule, problem: Exception) -> None:
    raise problem


def check(manuscript: Manuscript, config: Config, crashed: Crashed = _raise) -> tuple[Finding, ...]:
    """What the rules that are chosen find in a manuscript, in reading order; one that fails costs nothing else."""
    found: list[Finding] = []
    for rule, severity in chosen(RULES, config, manuscript.document.path):
        try:
            own = list(rule.findings(manuscript, config))
        except Exception as problem:
            crashed(rule, problem)
            continue
        found += own if severity == rule.severity else [each._replace(severity=severity) for each in own]
    return in_reading_order(manuscript.document, found)


def in_reading_order(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as a reader of the draft comes to them."""
    return tuple(
        sorted(findings, key=lambda each: (document.reached_at(each.span.start), each.span, each.code, each.message))
    )


def find_rule(code_or_name: str) -> Rule:
    """The rule of a code (`CT103`) or name (`year-mismatch`).

    Raises:
        UnknownRule: there is none.
    """
    wanted = code_or_name.strip().lower()
    for each in RULES:
        if wanted in (each.code.lower(), each.name):
            return each
    raise UnknownRule(f"no rule “{code_or_name}”; `citetool rules` lists them all")
