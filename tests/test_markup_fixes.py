"""Mending drafts in Markdown and HTML: words change, their marks don't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner

from citetool.cli import main
from citetool.config import Config
from citetool.fixes import mend
from citetool.house_style import HouseStyle
from citetool.lint import Task
from citetool.model import Checked, Document
from citetool.readers import read_again
from citetool.rules import find_rule

CONFIG = Config(today=date(2026, 6, 1))


def looking(name: str, config: Config = CONFIG) -> Callable[[str], Checked]:
    """What reads and checks a text in a format."""
    return lambda text: Task(config).examine(read_again(Document(f"draft.{name}", name, ""), text))


def as_page(text: str) -> str:
    return "\n".join(f"<p>{paragraph.strip()}</p>" for paragraph in text.split("\n\n"))


WRITTEN: dict[str, Callable[[str], str]] = {"markdown": str, "html": as_page}
MENDED = ["CT103", "CT104", "CT302", "CT305", "CT501", "CT502", "CT503"]


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("code", MENDED)
def test_a_bad_example_becomes_the_good_one(code: str, name: str) -> None:
    rule = find_rule(code)
    written = WRITTEN[name]
    assert mend(written(rule.bad), looking(name), unsafe=True).text == written(rule.good)


FAMILIES = ["Abel", "Berg", "Cole", "Dahl", "Evans", "Falk", "Grant", "Hale"]
MOVES = {
    "paragraphs": ("markdown", "{}, A. (2018) *On {}*, Trade, 2, pp. 3–9.", "", "\n\n", ""),
    "wrapped": ("markdown", "{}, A. (2018) *On\n{}*, Trade,\n2, pp. 3–9.", "", "\n\n", "\n"),
    "bullets": ("markdown", "{}, A. (2018) ‘On {}’,\n  **Trade**, 2, pp. 3–9.", "- ", "\n- ", "\n"),
    "links": ("markdown", "{}, A. (2018) [‘On {}’](https://doi.org/10.1000/a), Trade, 2, pp. 3–9", "", "\n\n", ""),
    "links at the end": ("markdown", "{}, A. (2018) On {}, Trade. [doi](https://doi.org/10.1000/a)", "", "\n\n", ""),
    "CRLF": ("markdown", "{}, A. (2018) *On\r\n{}*, Trade, 2, pp. 3–9.", "", "\r\n\r\n", "\r\n"),
    "a page": ("html", "{}, A. (2018) <i>On {}</i>,\n Trade, 2, pp. 3–9.", "<p>", "</p>\n<p>", "</p>"),
    "a list of a page": ("html", "{}, A. (2018) <a href='b'>On {}</a>", "<ul><li>", "<li>", "</ul>"),
}
"""What is written so -> format, entry, what stands before the list, between entries, and behind."""


@pytest.mark.parametrize(("name", "entry", "before", "between", "after"), MOVES.values(), ids=MOVES.keys())
@pytest.mark.parametrize("place", [0, 6, 7])
def test_an_entry_moves_with_its_marks(
    name: str, entry: str, before: str, between: str, after: str, place: int
) -> None:
    heading = "# References\n\n" if name == "markdown" else "<h2>References</h2>"
    heading = heading.replace("\n", "\r\n") if "\r" in between else heading

    def draft(families: list[str]) -> str:
        return heading + before + between.join(entry.format(each, each) for each in families) + after

    others = [each for each in FAMILIES if each != "Dahl"]
    mended = mend(draft([*others[:place], "Dahl", *others[place:]]), looking(name), unsafe=True)
    assert mended.text == draft(FAMILIES)


STAYS = {
    "one that ends with a mark of its own": ("markdown", "{}, A. (2018) On, 3 *{}*", "\n\n"),
    "one that begins with one": ("markdown", "**{}**, A. (2018) On {}, Trade, 3.", "\n\n"),
    "one with a name that links lead to": ("html", "{}, A. (2018) On {}, Trade, 3.", "</p><p id='a'>"),
}


@pytest.mark.parametrize(("name", "entry", "between"), STAYS.values(), ids=STAYS.keys())
@pytest.mark.parametrize("own", ["Dahl", "Abel"])
def test_an_entry_that_would_lose_marks_stays(name: str, entry: str, between: str, own: str) -> None:
    plain = "{}, A. (2018) On {}, Trade, 3."
    families = ["Abel", "Berg", "Cole", "Evans", "Falk", "Grant", "Dahl", "Hale"]
    entries = [(entry if each == own else plain).format(each, each) for each in families]
    common = "\n\n" if name == "markdown" else "</p><p>"
    listed = entries[0]
    for family, each in zip(families[1:], entries[1:], strict=True):
        listed += (between if family == own else common) + each
    text = f"# References\n\n{listed}" if name == "markdown" else f"<h2>References</h2><p>{listed}</p>"
    mended = mend(text, looking(name), unsafe=True).text
    assert mended == text or entry.format(own, own) in mended
    assert mended.count("*") == text.count("*")


def test_a_file_keeps_its_mark_and_its_line_ends(tmp_path: Path) -> None:
    def written(text: str) -> bytes:
        return b"\xef\xbb\xbf" + f"*So* it is.\n\n{text}".replace("\n", "\r\n").encode()

    path = tmp_path / "a.md"
    rule = find_rule("CT502")
    path.write_bytes(written(rule.bad))
    CliRunner().invoke(main, ["check", "--fix", str(path)])
    assert path.read_bytes() == written(rule.good)


LISTED = {
    "markdown": "{}\n\n# References\n\nBerg, A. (2018). *Prices and piers*. Oslo: Aschehoug.\n",
    "html": "<p>{}</p><h2>References</h2><p>Berg, A. (2018). <i>Prices and piers</i>. Oslo: Aschehoug.</p>",
    "latex": "\\section{{Piers}}\n{}\n\n\\section*{{References}}\n\nBerg, A. (2018). Prices. Oslo: Aschehoug.\n",
}
SPACED = {
    "quoted lines": (
        "markdown",
        "no-break",
        "> Piers (Berg 2018, p.\n> 5) matter.",
        "> Piers (Berg 2018, p.\n> 5) matter.",
    ),
    "lines": (
        "markdown",
        "no",
        "Piers (Berg 2018, p.\n5; Berg 2018, p. 6).",
        "Piers (Berg 2018, p.\n5; Berg 2018, p.6).",
    ),
    "lines of a page": ("html", "no-break", "Piers (Berg 2018, p.\n5) matter.", "Piers (Berg 2018, p.\n5) matter."),
    "ties": (
        "latex",
        "no-break",
        r"(Berg 2018, p.~5), (Berg 2018, p.\,6), (Berg 2018, p. 7).",
        r"(Berg 2018, p.~5), (Berg 2018, p.\,6), (Berg 2018, p.~7).",
    ),
    "emphasis": (
        "markdown",
        "yes",
        "Piers (Berg 2018, p.*5*) are (Berg 2018, p.6).",
        "Piers (Berg 2018, p.*5*) are (Berg 2018, p. 6).",
    ),
}
"""What stands at the space after “p.” -> format, the house's `page-space`, before, after."""


@pytest.mark.parametrize(("name", "wanted", "before", "after"), SPACED.values(), ids=SPACED.keys())
def test_a_space_after_a_label_spoils_no_markup(
    name: str, wanted: Literal["yes", "no", "no-break"], before: str, after: str
) -> None:
    config = Config(today=date(2026, 6, 1), style=HouseStyle(page_space=wanted))
    draft = LISTED[name]
    assert mend(draft.format(before), looking(name, config)).text == draft.format(after)


def test_a_line_s_end_after_a_label_is_no_finding() -> None:
    config = Config(today=date(2026, 6, 1), style=HouseStyle(page_space="no-break"))
    assert not looking("markdown", config)(LISTED["markdown"].format("Piers (Berg 2018, p.\n5) matter.")).findings
