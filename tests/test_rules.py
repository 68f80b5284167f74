"""Every rule's manual page: its bad example has the defect, its good one has not."""

from __future__ import annotations

from datetime import date

import pytest

from citetool.config import Config
from citetool.lint import understand
from citetool.model import Finding
from citetool.readers.text import read_text
from citetool.rules import RULES, check, find_rule
from citetool.rules.rule import Rule

CONFIG = Config(today=date(2026, 6, 1))


def findings(text: str) -> tuple[Finding, ...]:
    return check(understand(read_text("draft.txt", text)), CONFIG)


def codes(text: str) -> set[str]:
    return {finding.code for finding in findings(text)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_example_has_the_defect(rule: Rule) -> None:
    assert rule.code in codes(rule.bad)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example_is_free_of_it(rule: Rule) -> None:
    assert rule.code not in codes(rule.good)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_manual_page_is_complete(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.bad != rule.good
    assert find_rule(rule.code.lower()) is rule
    assert find_rule(rule.name) is rule


def test_codes_and_names_are_unique_and_in_order() -> None:
    listed = [rule.code for rule in RULES]
    assert listed == sorted(set(listed))
    assert len({rule.name for rule in RULES}) == len(RULES)
