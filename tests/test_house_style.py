"""What a house wants of citations and lists: each place that departs from it is told and, where plain, mended."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from citetool.config import Config
from citetool.fixes import mend
from citetool.house_style import CHOICES, style_of
from citetool.lint import Task
from citetool.model import Applicability, Checked, Document
from citetool.readers import read_again


class Case(NamedTuple):
    """A draft and what is said of it.

    Attributes:
        mended: what each of these words of the draft are afterwards; with `order`, the list's entries alone move.
    """

    name: str
    style: dict[str, str]
    draft: str
    said: list[str]
    mended: list[list[str]] = []  # noqa: RUF012 -- a NamedTuple's default, which no test changes
    order: list[str] = []  # noqa: RUF012


CASES = [
    Case(**case)
    for case in tomllib.loads((Path(__file__).parent / "cases" / "house_style.toml").read_text(encoding="utf-8"))[
        "case"
    ]
]


def house(style: dict[str, str]) -> Config:
    assert all(value in CHOICES[key] for key, value in style.items())
    return Config(today=date(2026, 6, 1), style=style_of(style))


def look(text: str, config: Config) -> Checked:
    return Task(config).examine(read_again(Document("draft.txt", "text", ""), text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_departs_from_the_house_style_is_told(case: Case) -> None:
    found = look(case.draft, house(case.style)).findings
    assert [f"{each.code} {each.message}" for each in found] == case.said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_and_mended(case: Case) -> None:
    config = house(case.style)
    after = mend(case.draft, lambda text: look(text, config), unsafe=True).text
    if case.order:
        listed = after[after.index("References\n") :]
        assert re.findall(r"^\w.*?\(\d+\w?\)", listed, re.MULTILINE) == case.order
        return
    changes = dict(case.mended)
    words = "|".join(map(re.escape, changes)) or "(?!)"
    assert after == re.sub(words, lambda match: changes[match[0]], case.draft)


def test_a_comma_is_not_mended_unseen_but_a_full_stop_is() -> None:
    commas = next(case for case in CASES if case.style == {"year-comma": "no"})
    stops = next(case for case in CASES if case.style == {"ibid-stop": "no"})
    for case, applicability in ((commas, Applicability.UNSAFE), (stops, Applicability.SAFE)):
        found = look(case.draft, house(case.style)).findings
        assert {each.applicability for each in found} == {applicability}
