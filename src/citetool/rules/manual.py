"""The manual of the rules, made of their docstrings: a page as text, all pages as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from citetool.rules.rule import Rule


def page(rule: Rule) -> str:
    """A rule's page, as a terminal shows it; ends with a newline."""
    sections = (
        f"{rule.code} {rule.name} ({rule.severity.value})",
        rule.summary,
        rule.why,
        "Bad:",
        textwrap.indent(rule.bad, "    "),
        "Good:",
        textwrap.indent(rule.good, "    "),
    )
    return "\n\n".join(sections) + "\n"


def manual(rules: Sequence[Rule]) -> str:
    """All pages, and a table of them first, as Markdown; ends with a newline."""
    rows = [
        f"| [{rule.code}](#{_anchor(rule)}) | {rule.name} | {rule.severity.value} | {rule.summary} |" for rule in rules
    ]
    table = "\n".join(["| code | name | counts as | reports |", "|---|---|---|---|", *rows])
    head = f"# Rules\n\n{table}\n"
    return "\n".join([head, *map(_markdown_page, rules)])


def _anchor(rule: Rule) -> str:
    return f"{rule.code.lower()}-{rule.name}"


def _markdown_page(rule: Rule) -> str:
    bad, good = (f"```text\n{example}\n```" for example in (rule.bad, rule.good))
    parts = (f"## {rule.code} {rule.name}", rule.summary, _unwrapped(rule.why), "Bad:", bad, "Good:", good)
    return "\n\n".join(parts) + "\n"


def _unwrapped(text: str) -> str:
    """Paragraphs on one line each."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
