"""The pipeline over many drafts: in their order whoever does the work, and with nothing lost where something fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from citetool import lint as pipeline
from citetool import rules
from citetool.cli import main
from citetool.config import Config
from citetool.lint import lint
from citetool.model import Manuscript, Severity, Span
from citetool.processes import in_processes
from citetool.reports import REPORTS, renderer
from citetool.rules.rule import Problem, rule

DRAFT = """It rose (Abel 2018; Cole 2011).

References

Abel, A. (2018) Rise. London: Harbour.

Berg, B. (2017) Fall. Oslo: Pier.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(9):
        (tmp_path / f"draft{number}.txt").write_text(DRAFT.replace("Rise", f"Rise {number}"), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_the_same_however_many_share_the_work(folder: Path, name: str) -> None:
    one, two = (lint((str(folder),), Config(), jobs=jobs) for jobs in (1, 2))
    assert renderer(name)(one) == renderer(name)(two)
    assert len(two.documents) == 9
    assert [Path(failure.path).name for failure in two.failures] == ["empty.txt"]


@pytest.mark.parametrize(("number", "jobs"), [(0, 2), (1, 2), (3, None), (50, 1), (50, 3)])
def test_work_comes_back_in_order(number: int, jobs: int | None) -> None:
    assert list(in_processes(str, range(number), jobs)) == [str(each) for each in range(number)]


@rule("CT999", "fails-always", Severity.ERROR)
def fails_always(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """Fail after a finding."""
    yield Problem(Span(0, 1), "found before it failed")
    raise ZeroDivisionError("by zero\nit was")


def test_a_rule_that_fails_costs_no_other_s_findings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = lint((str(folder / "draft1.txt"),), Config())
    monkeypatch.setattr(rules, "RULES", (fails_always, *rules.RULES))
    after = lint((str(folder / "draft1.txt"),), Config())
    assert after.documents == before.documents
    (failure,) = after.failures
    assert failure.message.startswith(
        "citetool failed at the rule CT999 fails-always (ZeroDivisionError in test_lint.py:"
    )
    assert "by zero it was" in failure.message


@pytest.mark.parametrize(("part", "said"), [("read", "reading it"), ("survey", "making out what it cites")])
def test_a_draft_that_citetool_fails_at_costs_no_other_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part: str, said: str
) -> None:
    usual = getattr(pipeline, part)

    def failing(first: object, *others: object) -> object:
        if "draft3" in str(getattr(first, "path", first)):
            raise RuntimeError("unseen")
        return usual(first, *others)

    monkeypatch.setattr(pipeline, part, failing)
    found = lint((str(folder),), Config())
    assert len(found.documents) == 8
    messages = {Path(each.path).name: each.message for each in found.failures}
    assert f"citetool failed at {said} (RuntimeError in test_lint.py:" in messages["draft3.txt"]


def test_a_failure_of_citetool_ends_with_2_after_all_findings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", (*rules.RULES, fails_always))
    done = CliRunner().invoke(main, ["check", str(folder / "draft1.txt")])
    assert done.exit_code == 2
    assert "CT105 Berg (2017)" in done.stdout
    assert "please report it" in done.stderr
