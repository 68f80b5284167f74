"""`citetool rules` and `citetool explain`: the rules and their manual pages."""

from __future__ import annotations

import click

from citetool.cli.output import emit, emit_tables
from citetool.reports.tables import Table
from citetool.rules import RULES, find_rule
from citetool.rules.manual import page


@click.command()
def rules() -> None:
    """List every rule.

    \b
    citetool rules
    citetool rules | grep error
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    rows = tuple((rule.code, rule.name, rule.severity.value, rule.summary) for rule in RULES)
    emit_tables(Table("Rules", ("code", "name", "severity", "reports"), rows))


@click.command()
@click.argument("rule", metavar="CODE|NAME")
def explain(rule: str) -> None:
    """Print a rule's manual page: what it reports, why, and an example of each.

    \b
    citetool explain CT103
    citetool explain year-mismatch
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    emit(page(find_rule(rule)))
