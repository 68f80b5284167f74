"""Where findings stand in a draft whose users see no lines: reports name the note, or the paragraph."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from citetool.cli import main
from citetool.config import Config
from citetool.lint import understand
from citetool.model import Checked, Edit, Report
from citetool.readers.opendocument import read_opendocument
from citetool.readers.text import read_text
from citetool.readers.word import read_word
from citetool.reports import REPORTS, renderer
from citetool.reports.json_report import render_json
from citetool.reports.tables import citation_table
from citetool.reports.terminal import render_terminal
from citetool.reports.text import render_text
from citetool.rules import check
from word_files import note, note_reference, odt, p, word

OPENING = "Tides rose in every single one of the harbours"
BODY = (
    p(f"{OPENING} (Okafor 2019, p. 3).", note_reference(4))
    + p("References")
    + p("Marsh, D. (2015) Tides of trade. London: Harbour.")
)


def checked(draft: bytes | str) -> Checked:
    document = read_word("a.docx", draft) if isinstance(draft, bytes) else read_text("a.txt", draft)
    manuscript = understand(document)
    return Checked(manuscript, check(manuscript, Config(select=("CT101", "CT105"))))


@pytest.fixture(scope="module")
def report() -> Report:
    return Report((checked(word(BODY, footnotes=note(4, "Lind 2012, p.4."))),))


def test_text(report: Report) -> None:
    shown = [line.partition(" CT")[0] for line in render_text(report).splitlines() if " CT" in line]
    assert shown == [
        "a.docx: paragraph 1 (“Tides rose in every single one of the…”):",
        "a.docx: note 1:",
        "a.docx: paragraph 3 (“Marsh, D. (2015) Tides of trade.…”):",
    ]


def test_terminal(report: Report) -> None:
    shown = [line for line in render_terminal(report, 100, color=False).splitlines() if " CT" in line]
    assert shown == [
        "  paragraph 1  CT101 missing-entry",
        "  note 1  CT101 missing-entry",
        "  paragraph 3  CT105 uncited-entry",
    ]


def test_json(report: Report) -> None:
    schema: dict[str, Any] = json.loads(
        resources.files("citetool.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    )
    shown = json.loads(render_json(report))
    Draft202012Validator(schema).validate(shown)
    (document,) = shown["documents"]
    assert [(each.get("paragraph"), each["note"]) for each in document["findings"]] == [
        (1, None),
        (None, "1"),
        (3, None),
    ]
    assert [(each.get("paragraph"), each["note"]) for each in document["citations"]] == [(1, None), (None, "1")]
    assert [each["paragraph"] for each in document["references"]] == [3]


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"text", "json"}))
def test_formats_for_programs_say_it_in_words(name: str, report: Report) -> None:
    shown = renderer(name)(report)
    assert "note 1" in shown
    assert "paragraph 3" in shown


def test_github_names_no_lines(report: Report) -> None:
    assert "line=" not in renderer("github")(report)


def test_sarif_mends_no_file_that_is_no_text(report: Report) -> None:
    (own,) = report.documents
    found = tuple(each._replace(edits=(Edit(each.span, "x"),)) for each in own.findings)
    assert '"fixes"' not in renderer("sarif")(Report((own._replace(findings=found),)))


def test_mending_a_file_that_is_no_text_is_refused_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(BODY, footnotes=note(4, "Marsh 2015, p.4.")))
    before = path.read_bytes()
    result = CliRunner().invoke(main, ["check", "--fix", str(path)])
    assert "only drafts that are text can be mended" in result.stderr
    assert path.read_bytes() == before


def test_the_table_of_citations(report: Report) -> None:
    table = citation_table(report.documents[0].manuscript)
    assert table.columns[0] == "paragraph"
    assert [row[:2] for row in table.rows] == [("1", ""), ("", "1")]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_draft_of_lines_is_told_by_its_lines(name: str) -> None:
    text = f"{OPENING} (Okafor 2019, p. 3).\n\nReferences\n\nMarsh, D. (2015) Tides of trade. London: Harbour.\n"
    assert "paragraph" not in renderer(name)(Report((checked(text),)))


def test_opendocument_has_paragraphs_too() -> None:
    own = read_opendocument("a.odt", odt("<text:p>One.</text:p><text:p/><text:p>Two.</text:p>"))
    assert own.paragraphs == (0, 6)
