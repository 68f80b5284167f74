"""Reports: the JSON contract, both faces of the text report, tables, CSL-JSON, and what is never printed raw."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from citetool.csl import to_csl
from citetool.model import (
    Applicability,
    Checked,
    Citation,
    Date,
    Document,
    Edit,
    Evidence,
    Failure,
    Finding,
    Form,
    Item,
    Link,
    Manuscript,
    Name,
    Note,
    PageStart,
    Practice,
    Reference,
    Report,
    Severity,
    Span,
    Status,
    System,
)
from citetool.reports import REPORTS
from citetool.reports.controls import visible, visible_json
from citetool.reports.indenting import Json, indented
from citetool.reports.json_report import render_json, render_manuscript
from citetool.reports.summary import summary_line
from citetool.reports.tables import Table, citation_table, differences, entry_table, tab_separated
from citetool.reports.terminal import excerpt, render_tables, render_terminal
from citetool.reports.text import render_text

SCHEMA: dict[str, Any] = json.loads(
    resources.files("citetool.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
)

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no report may hold raw; a line feed ends a report's lines."""

HOSTILE = "[red]x[/red] :warning: \x1b[31mred\x1b[0m \x9b2J a\u202eb\u2066c\x07\x7f d\u2028e \ud800"

TEXT = (
    "Ōé: 𝒜 states (Lind 2015).\fTwo.¹\n\n"
    "¹ See Lind 2016, p. 3; Okafor.\n\n"
    "References\n\n"
    "Lind, A. (2015) War.\n"
    "Roe, B. (n.d.) Law.\n"
)


def span(words: str, text: str = TEXT) -> Span:
    """Where words stand first in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def manuscript() -> Manuscript:
    """A small draft: a citation of each status, one of them in a note; an entry of the list, one from a file."""
    return Manuscript(
        Document(
            path="draft.txt",
            format="text",
            text=TEXT,
            notes=(Note("1", 1, span("See Lind 2016, p. 3; Okafor."), (span("¹"),)),),
            list_spans=(Span(TEXT.index("Lind, A."), len(TEXT)),),
            pages=(PageStart(0, 1), PageStart(TEXT.index("\f") + 1, 2)),
        ),
        references=(
            Reference(
                0,
                span("Lind, A. (2015) War."),
                "Lind, A. (2015) War.",
                "lind2015",
                Item("book", author=(Name("Lind", "A."),), issued=Date(2015, text="2015"), title="War"),
            ),
            Reference(
                1, None, "Roe, B. (n.d.) Law.", "roe", Item(author=(Name("Roe"),), issued=Date(None, text="n.d."))
            ),
        ),
        citations=(
            Citation(span("Lind 2015"), Form.SHORT, text="Lind 2015"),
            Citation(span("Lind 2016, p. 3"), Form.SHORT, note="1", text="Lind 2016, p. 3"),
            Citation(span("Okafor"), Form.AUTHOR_ONLY, note="1", text="Okafor"),
            Citation(span("states"), Form.MENTION, text="states"),
        ),
        links=(
            Link(0, Status.LINKED, (0,), 1.0),
            Link(
                1,
                Status.NEAR,
                (0,),
                0.69,
                (Evidence("name", True, "Lind", "Lind"), Evidence("year", False, "2016", "2015")),
            ),
            Link(2, Status.MISSING, (), 0.0),
            Link(3, Status.AMBIGUOUS, (0, 1), 0.5),
        ),
        practices=(Practice(System.AUTHOR_YEAR, False, 1, 2, "Lind 2015"),),
    )


YEAR_MISMATCH = Finding(
    "CT103",
    "year-mismatch",
    Severity.ERROR,
    "“Lind 2016” is listed as Lind 2015",
    span("Lind 2016"),
    related=(span("Lind, A. (2015) War."),),
    hint="Correct the year.",
    edits=(Edit(span("2016"), "2015"),),
    applicability=Applicability.UNSAFE,
)

UNCITED = Finding("CT105", "uncited-entry", Severity.WARNING, "nothing cites Roe", span("Roe, B. (n.d.) Law."))


def report(*findings: Finding, failures: tuple[Failure, ...] = ()) -> Report:
    return Report((Checked(manuscript(), findings),), failures)


FULL = report(YEAR_MISMATCH, UNCITED, failures=(Failure("gone.txt", "no such file"),))


def drafted(text: str, finding_span: Span, **changes: Any) -> Report:
    """A report of one finding at a place of a text."""
    document = Document("draft.txt", "text", text)
    return Report((Checked(Manuscript(document), (UNCITED._replace(span=finding_span, **changes),)),))


def hostile_report() -> Report:
    """Hostile text wherever a draft, its file's name or a message can bring it."""
    text = f"{HOSTILE}\n"
    span = Span(0, len(HOSTILE))
    document = Document(f"a{HOSTILE}\n.txt", "text", text, notes=(Note(HOSTILE, None, span),))
    item = Item(author=(Name(literal=HOSTILE),), title=HOSTILE, issued=Date(None, text=HOSTILE))
    made = Manuscript(
        document,
        (Reference(0, span, HOSTILE, HOSTILE, item),),
        (Citation(span, Form.SHORT, note=HOSTILE, text=HOSTILE),),
        (Link(0, Status.NEAR, (0,), 1.0, (Evidence("title", False, HOSTILE, HOSTILE),)),),
        (Practice(System.FULL, True, 1, 1, HOSTILE),),
    )
    finding = UNCITED._replace(message=f"{HOSTILE}\nsecond line", hint=f"{HOSTILE}\r\nmore", span=span)
    return Report((Checked(made, (finding,)),), (Failure(HOSTILE, HOSTILE),))


# What is never printed raw


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” – é 𝒜 العربية", "plain “text” – é 𝒜 العربية"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\r\nc\td", r"a\nb\r\nc\td"),
        ("\x00\x7f\x85\x9b", r"\x00\x7f\x85\x9b"),
        ("\u202a\u202e\u2066\u2069\u2028\u2029", r"\u202a\u202e\u2066\u2069\u2028\u2029"),
        ("\ud800", r"\ud800"),
        ("\xa0\u200e\u2029", "\xa0\u200e" + r"\u2029"),
    ],
)
def test_control_characters_become_visible_escapes(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_visible_text_is_one_safe_line_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert not STEERING.search(shown)
    assert "\n" not in shown
    assert visible(shown) == shown


@given(
    st.recursive(st.text(st.characters(codec=None)), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_escapes_in_json_keep_its_value(value: Any) -> None:
    serialised = visible_json(json.dumps(value, ensure_ascii=False, indent=2))
    assert not STEERING.search(serialised)
    assert json.loads(serialised) == value


@pytest.mark.parametrize("render", [render_text, render_json, lambda made: render_terminal(made, 100, False)])
def test_no_report_lets_control_characters_through(render: Any) -> None:
    rendered = render(hostile_report())
    assert not STEERING.search(rendered)
    assert "[red]x[/red] :warning:" in rendered


def test_colour_is_the_only_control_code_on_a_terminal() -> None:
    rendered = render_terminal(hostile_report(), 100, True)
    assert "\x1b[" in rendered
    assert not STEERING.search(re.sub(r"\x1b\[[0-9;]*m", "", rendered))
    assert r"\x1b[31mred\x1b[0m" in re.sub(r"\x1b\[[0-9;]*m", "", rendered)


@pytest.mark.parametrize("unlinked", [False, True])
def test_tables_let_no_control_characters_through(unlinked: bool) -> None:
    made = hostile_report().documents[0].manuscript
    tables = entry_table(made, unlinked), citation_table(made, unlinked)
    shown = tab_separated(*tables)
    assert not STEERING.search(shown.replace("\t", ""))
    assert not STEERING.search(render_tables(*tables, width=500, color=False))
    assert ("[red]x[/red]" in shown) is not unlinked


# The JSON contract


def test_json_report_holds_what_the_contract_says() -> None:
    made = json.loads(render_json(FULL))
    Draft202012Validator(SCHEMA).validate(made)
    assert made["version"] == 1
    assert made["tool"]["name"] == "citetool"
    assert made["failures"] == [{"path": "gone.txt", "message": "no such file"}]
    assert made["summary"] == {"citations": 4, "references": 2, "errors": 1, "warnings": 1, "notes": 0}
    (document,) = made["documents"]
    assert {key: document[key] for key in ("path", "format", "language")} == {
        "path": "draft.txt",
        "format": "text",
        "language": "en",
    }
    assert document["citations"][1] == {
        "start": TEXT.index("Lind 2016"),
        "end": TEXT.index("; Okafor"),
        "line": 3,
        "column": 7,
        "page": 2,
        "note": "1",
        "text": "Lind 2016, p. 3",
        "form": "short",
        "status": "near",
        "references": [0],
        "score": 0.69,
        "evidence": [
            {"field": "name", "agrees": True, "cited": "Lind", "listed": "Lind"},
            {"field": "year", "agrees": False, "cited": "2016", "listed": "2015"},
        ],
    }
    first = document["citations"][0]
    assert (first["line"], first["column"], first["page"], first["note"]) == (1, 15, 1, None)
    assert document["references"] == [
        {
            "index": 0,
            "start": TEXT.index("Lind, A."),
            "end": TEXT.index("\nRoe"),
            "line": 7,
            "text": "Lind, A. (2015) War.",
            "key": "lind2015",
            "csl": {
                "type": "book",
                "author": [{"family": "Lind", "given": "A."}],
                "issued": {"date-parts": [[2015]]},
                "title": "War",
            },
        },
        {
            "index": 1,
            "start": None,
            "end": None,
            "line": None,
            "text": "Roe, B. (n.d.) Law.",
            "key": "roe",
            "csl": {"type": "document", "author": [{"family": "Roe"}], "issued": {"literal": "n.d."}},
        },
    ]
    listed = TEXT.index("Lind, A.")
    assert document["findings"][0] == {
        "code": "CT103",
        "name": "year-mismatch",
        "severity": "error",
        "message": "“Lind 2016” is listed as Lind 2015",
        "start": TEXT.index("Lind 2016"),
        "end": TEXT.index(", p. 3"),
        "line": 3,
        "column": 7,
        "page": 2,
        "note": "1",
        "related": [{"start": listed, "end": listed + 20, "line": 7, "column": 1, "page": 2}],
        "hint": "Correct the year.",
        "edits": [{"start": TEXT.index("2016"), "end": TEXT.index("2016") + 4, "text": "2015"}],
        "applicability": "unsafe",
    }
    second = document["findings"][1]
    assert (second["note"], second["hint"], second["related"], second["edits"]) == (None, None, [], [])
    assert second["applicability"] is None


def test_page_is_null_where_pages_are_unknown() -> None:
    made = manuscript()
    without = replace(made, document=replace(made.document, pages=()))
    shown = json.loads(render_json(Report((Checked(without, ()),))))
    Draft202012Validator(SCHEMA).validate(shown)
    assert [each["page"] for each in shown["documents"][0]["citations"]] == [None] * 4


@pytest.mark.parametrize(
    "made", [FULL, report(), Report(()), hostile_report()], ids=["full", "clean", "empty", "hostile"]
)
def test_json_reports_fit_the_schema(made: Report) -> None:
    rendered = render_json(made)
    Draft202012Validator(SCHEMA).validate(json.loads(rendered))
    assert rendered.endswith("}\n")
    assert rendered == render_json(made)


def test_json_keeps_unicode_and_says_hostile_text_in_full() -> None:
    rendered = render_json(hostile_report())
    assert json.loads(rendered)["documents"][0]["citations"][0]["text"] == HOSTILE
    assert "“Lind 2016” is listed" in render_json(FULL)


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value, itself included."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def test_schema_refuses_a_property_more_in_any_object() -> None:
    validator = Draft202012Validator(SCHEMA)
    made = json.loads(render_json(FULL))
    count = sum(1 for _ in objects(made))
    assert count > 20
    for number in range(count):
        changed = copy.deepcopy(made)
        list(objects(changed))[number]["surprise"] = 1
        assert not validator.is_valid(changed), list(objects(made))[number]


def test_schema_refuses_a_property_less_in_any_object() -> None:
    validator = Draft202012Validator(SCHEMA)
    made = json.loads(render_json(FULL))
    for document in made["documents"]:
        for reference in document["references"]:
            del reference["csl"]["title" if "title" in reference["csl"] else "issued"]
    validator.validate(made)
    optional = {"author", "issued", "given"}
    for number, each in enumerate(objects(made)):
        for key in each.keys() - optional:
            changed = copy.deepcopy(made)
            del list(objects(changed))[number][key]
            assert not validator.is_valid(changed), f"{key} of {each}"


@pytest.mark.parametrize(
    ("unlinked", "citations", "references"),
    [(False, ["linked", "near", "missing", "ambiguous"], [0, 1]), (True, ["missing", "ambiguous"], [])],
)
def test_what_was_understood_has_the_shape_of_a_reports_document(
    unlinked: bool, citations: list[str], references: list[int]
) -> None:
    made = json.loads(render_manuscript(manuscript(), unlinked))
    assert [each["status"] for each in made["citations"]] == citations
    assert [each["index"] for each in made["references"]] == references
    document = {key: made[key] for key in made.keys() - {"version", "tool"}} | {"findings": []}
    Draft202012Validator(SCHEMA).validate(
        json.loads(render_json(Report(()))) | {"documents": [document]},
    )


# CSL-JSON


@pytest.mark.parametrize(
    ("item", "csl"),
    [
        (Item(), {"type": "document"}),
        (
            Item(
                type="chapter",
                author=(Name("Schaik", "L.", "van", "Jr."), Name(literal="European Union", acronym="EU")),
                editor=(Name("Roe"),),
                issued=Date(2018, 11, 3, "a", text="3 November 2018a"),
                title="War",
                container_title="Wars",
                publisher="Harbour",
                publisher_place="London",
                volume="2",
                issue="1",
                page="3–9",
                doi="10.1000/182",
                url="https://example.org",
                spans=(("title", Span(0, 3)),),
            ),
            {
                "type": "chapter",
                "author": [
                    {"family": "Schaik", "given": "L.", "non-dropping-particle": "van", "suffix": "Jr."},
                    {"literal": "European Union (EU)"},
                ],
                "editor": [{"family": "Roe"}],
                "issued": {"date-parts": [[2018, 11, 3]]},
                "year-suffix": "a",
                "title": "War",
                "container-title": "Wars",
                "publisher": "Harbour",
                "publisher-place": "London",
                "volume": "2",
                "issue": "1",
                "page": "3–9",
                "DOI": "10.1000/182",
                "URL": "https://example.org",
            },
        ),
        (Item(issued=Date(2018, 11)), {"type": "document", "issued": {"date-parts": [[2018, 11]]}}),
        (Item(issued=Date(2018, None, 3)), {"type": "document", "issued": {"date-parts": [[2018]]}}),
        (Item(issued=Date(1972, end_year=1973)), {"type": "document", "issued": {"date-parts": [[1972], [1973]]}}),
        (Item(issued=Date(1920, circa=True)), {"type": "document", "issued": {"date-parts": [[1920]], "circa": True}}),
        (Item(issued=Date(None)), {"type": "document", "issued": {"literal": "n.d."}}),
        (
            Item(issued=Date(None, suffix="b", text="forthcoming")),
            {"type": "document", "issued": {"literal": "forthcoming"}, "year-suffix": "b"},
        ),
    ],
)
def test_items_as_csl_json(item: Item, csl: dict[str, Any]) -> None:
    assert to_csl(item) == csl
    Draft202012Validator({"$ref": "#/$defs/csl", "$defs": SCHEMA["$defs"]}).validate(csl)


# The text report of a pipe


def test_pipe_report_is_a_line_a_finding_and_a_summary() -> None:
    assert render_text(FULL) == (
        "draft.txt:3:7: CT103 note 1: “Lind 2016” is listed as Lind 2015\n"
        "draft.txt:8:1: CT105 nothing cites Roe\n"
        "4 citations, 2 linked · 2 entries · 1 error, 1 warning · 1 file not checked\n"
    )


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (Report(()), "0 citations, 0 linked · 0 entries · no findings"),
        (report(), "4 citations, 2 linked · 2 entries · no findings"),
        (
            report(
                *[
                    UNCITED._replace(severity=Severity(each))
                    for each in ("error", "error", "note", "note", "warning", "warning")
                ]
            ),
            "4 citations, 2 linked · 2 entries · 2 errors, 2 warnings, 2 notes",
        ),
        (
            Report((*report(UNCITED).documents, *report(UNCITED).documents), (Failure("a", "b"), Failure("c", "d"))),
            "8 citations, 4 linked · 4 entries · 2 warnings · 2 files not checked",
        ),
        (
            Report((Checked(Manuscript(Document("-", "text", "x"), (), (Citation(Span(0, 1), Form.SHORT),)), ()),)),
            "1 citation, 0 linked · 0 entries · no findings",
        ),
        (
            Report((Checked(Manuscript(Document("-", "text", "x"), manuscript().references[:1]), ()),)),
            "0 citations, 0 linked · 1 entry · no findings",
        ),
    ],
)
def test_summary_line(made: Report, line: str) -> None:
    assert summary_line(made) == line


def test_a_message_of_several_lines_stays_on_one_line_of_the_report() -> None:
    made = drafted("x", Span(0, 1), message="one\ntwo\x1b[2J")
    assert render_text(made).splitlines()[0] == r"draft.txt:1:1: CT105 one\ntwo\x1b[2J"


def test_rich_is_not_imported_for_reports_of_a_pipe() -> None:
    program = (
        "import sys; from citetool.reports import REPORTS, renderer; from citetool.model import Report;"
        "[renderer(name)(Report(())) for name in REPORTS]; sys.exit('rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert list(REPORTS) == ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"]


# The text report of a terminal


def test_terminal_report_shows_each_finding_at_its_line() -> None:
    assert render_terminal(FULL, 80, color=False) == (
        "draft.txt\n"
        "  3:7  CT103 year-mismatch  note 1\n"
        "    “Lind 2016” is listed as Lind 2015\n"
        "    │ ¹ See Lind 2016, p. 3; Okafor.\n"
        "    │       ^^^^^^^^^\n"
        "    Correct the year.\n"
        "  8:1  CT105 uncited-entry\n"
        "    nothing cites Roe\n"
        "    │ Roe, B. (n.d.) Law.\n"
        "    │ ^^^^^^^^^^^^^^^^^^^\n"
        "\n"
        "4 citations, 2 linked · 2 entries · 1 error, 1 warning · 1 file not checked\n"
    )


PRINTED = FULL._replace(
    documents=tuple(
        each._replace(
            manuscript=replace(
                each.manuscript, document=replace(each.manuscript.document, path="draft.pdf", format="pdf")
            )
        )
        for each in FULL.documents
    )
)


def test_findings_of_a_pdf_name_their_pages() -> None:
    assert render_text(PRINTED).splitlines()[:2] == [
        "draft.pdf: page 2, note 1: CT103 “Lind 2016” is listed as Lind 2015",
        "draft.pdf: page 2: CT105 nothing cites Roe",
    ]
    lines = render_terminal(PRINTED, 80, color=False).splitlines()
    assert lines[1] == "  page 2, note 1  CT103 year-mismatch"
    table = citation_table(PRINTED.documents[0].manuscript)
    assert [table.columns[0], table.rows[0][0]] == ["page", "1"]


def test_terminal_report_colours_codes_and_underlines_the_words() -> None:
    rendered = render_terminal(FULL, 80, color=True)
    assert rendered.startswith("\x1b[1mdraft.txt\x1b[0m\n")
    assert "\x1b[1;31mCT103\x1b[0m" in rendered
    assert "\x1b[33mCT105\x1b[0m" in rendered
    assert "│ ¹ See \x1b[1;4;31mLind 2016\x1b[0m, p. 3; Okafor.\n" in rendered
    assert "^^^" not in rendered


@pytest.mark.parametrize("color", [True, False])
def test_terminal_report_ignores_the_environment(color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = render_terminal(FULL, 80, color)
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "50", "LINES": "3"}.items():
        monkeypatch.setenv(name, value)
    assert render_terminal(FULL, 80, color) == plain


def test_a_terminal_too_narrow_gets_lines_of_40_cells() -> None:
    made = drafted("x" * 300, Span(150, 153), message="word " * 30)
    assert render_terminal(made, 1, False) == render_terminal(made, 40, False)
    assert max(map(len, render_terminal(made, 1, False).splitlines()[:-1])) == 40


def test_a_clean_draft_is_not_named_on_a_terminal() -> None:
    assert render_terminal(report(), 80, False) == "4 citations, 2 linked · 2 entries · no findings\n"


def test_long_messages_wrap_under_their_finding() -> None:
    made = drafted("x", Span(0, 1), message="word " * 30, hint="hint " * 30)
    lines = render_terminal(made, 60, False).splitlines()
    assert max(map(len, lines)) <= 60
    assert all(line.startswith("    ") for line in lines if "word" in line or "hint" in line)
    assert sum(line.count("word") for line in lines) == 30
    assert sum(line.count("hint") for line in lines) == 30
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("color", [True, False])
def test_a_long_line_of_the_draft_fills_the_width(color: bool) -> None:
    rendered = render_terminal(drafted("x" * 300, Span(150, 153)), 60, color)
    (line,) = (line for line in re.sub(r"\x1b\[[0-9;]*m", "", rendered).splitlines() if "xxx" in line)
    assert line.startswith("    │ …x")
    assert line.endswith("x…")
    assert len(line) == 60


@pytest.mark.parametrize(
    ("text", "words", "width", "shown"),
    [
        ("a Lind b", "Lind", 20, "a [Lind] b"),
        ("one\n\t  a Lind b\ntwo", "Lind", 20, "a [Lind] b"),
        ("a\tLind\vb\fc", "Lind", 20, "a [Lind] b c"),
        ("0123456789 Lind 0123456789", "Lind", 16, "…6789 [Lind] 0123…"),
        ("Lind 0123456789", "Lind", 10, "[Lind] 0123…"),
        ("0123456789 Lind", "Lind", 10, "…6789 [Lind]"),
        ("ab Lind 0123456789", "Lind", 12, "ab [Lind] 012…"),
        ("ab Lind cd", "Lind", 10, "ab [Lind] cd"),
        ("ab Lind cd", "Lind", 9, "… [Lind] cd"),
        ("Lind", "Lind", 4, "[Lind]"),
        ("Lind cd", "Lind", 4, "[Lind]"),
        ("ab Lind", "Lind", 4, "[Lind]"),
        ("Lind", "Lind", 3, "[Li…]"),
        ("a Lind 2015 and Roe 2016 b", "Lind 2015 and Roe 2016", 10, "[Lind 2015…]"),
        ("a Lind\n2015 b", "Lind\n2015", 20, "a [Lind]"),
        ("a Lind\x1b[0m b", "Lind\x1b", 20, r"a [Lind\x1b][0m b"),
        ("日本語日本語 Lind 日本語日本語", "Lind", 14, "…語 [Lind] 日本…"),
        ("[red]Lind[/red]", "Lind", 20, "[red][Lind][/red]"),
        ("a  b", "", 20, "[]a  b"),
    ],
)
def test_the_line_is_cut_around_the_words(text: str, words: str, width: int, shown: str) -> None:
    cut = excerpt(Document("-", "text", text), span(words, text), width)
    assert f"{cut.before}[{cut.cited}]{cut.after}" == shown
    assert cell_len(cut.before + cut.cited + cut.after) <= width


@given(
    st.text(st.characters(codec=None), min_size=1, max_size=300),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(10, 120),
)
def test_a_cut_line_fits_and_is_safe(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    cut = excerpt(Document("-", "text", text), Span(start, end), width)
    line = cut.before + cut.cited + cut.after
    assert cell_len(line) <= width
    assert not STEERING.search(line)
    assert "\n" not in line


def test_a_line_of_megabytes_is_cut_at_once() -> None:
    text = "x" * 5_000_000 + "Lind" + "y" * 5_000_000
    document = Document("-", "text", text)
    cut = excerpt(document, Span(5_000_000, 5_000_004), 20)
    assert f"{cut.before}{cut.cited}{cut.after}" == "…xxxxxxxLindyyyyyyy…"


# Tables


def test_tables_as_tab_separated_lines() -> None:
    made = manuscript()
    assert tab_separated(entry_table(made), citation_table(made)) == (
        "number\tkey\tauthors\tyear\ttitle\tcited\n"
        "1\tlind2015\tLind\t2015\tWar\t3\n"
        "2\troe\tRoe\tn.d.\t\t1\n"
        "\n"
        "line\tnote\tcited\tstatus\tentries\tdiffers\n"
        "1\t\tLind 2015\tlinked\tlind2015\t\n"
        "3\t1\tLind 2016, p. 3\tnear\tlind2015\tyear 2016, listed 2015\n"
        "3\t1\tOkafor\tmissing\t\t\n"
        "1\t\tstates\tambiguous\tlind2015, roe\t\n"
    )


def test_tables_have_titles_for_a_terminal() -> None:
    made = manuscript()
    assert (entry_table(made).title, citation_table(made).title) == ("Entries", "Citations")


def test_differences_of_several_fields() -> None:
    evidence = (
        Evidence("name", False, "Lindt", "Lind"),
        Evidence("title", True, "War", "War"),
        Evidence("year", False, "2016", "no year"),
    )
    assert (
        differences(Link(0, Status.NEAR, (0,), 0.5, evidence)) == "name Lindt, listed Lind; year 2016, listed no year"
    )


def test_unlinked_leaves_missing_and_ambiguous_citations_and_uncited_entries() -> None:
    made = replace(manuscript(), links=manuscript().links[:3])
    assert [row[3] for row in citation_table(made, unlinked=True).rows] == ["missing"]
    assert [row[1] for row in entry_table(made, unlinked=True).rows] == ["roe"]
    assert [row[3] for row in citation_table(manuscript(), unlinked=True).rows] == ["missing", "ambiguous"]
    assert entry_table(manuscript(), unlinked=True).rows == ()


@pytest.mark.parametrize(
    ("reference", "row"),
    [
        (
            Reference(
                4,
                None,
                "",
                "k",
                Item(author=(Name("Lind"), Name("Roe", particle="van")), et_al=True, issued=Date(1972, end_year=1973)),
                number=9,
            ),
            ("9", "k", "Lind; van Roe et al.", "1972–1973", "", "0"),
        ),
        (
            Reference(4, None, "", "k", Item(editor=(Name(literal="NATO"),), issued=Date(2018, suffix="a"), title="T")),
            ("5", "k", "NATO", "2018a", "T", "0"),
        ),
        (Reference(2, None, "", "k", Item()), ("3", "k", "", "", "", "0")),
    ],
)
def test_rows_of_entries(reference: Reference, row: tuple[str, ...]) -> None:
    assert entry_table(replace(manuscript(), references=(reference,))).rows == (row,)


def test_tables_on_a_terminal() -> None:
    first = Table("First", ("status", "text"), (("missing", "[b]x[/b]"), ("linked", "note")))
    second = Table("Second", ("n",), ())
    lines = render_tables(first, second, width=60, color=False).splitlines()
    assert [line.rstrip() for line in lines] == [
        "First",
        "status   text",
        "missing  [b]x[/b]",
        "linked   note",
        "",
        "Second",
        "n",
    ]


def test_tables_on_a_terminal_fit_its_width_and_lose_nothing() -> None:
    table = Table("Title", ("n", "text"), (("1", "[b]word[/b] " * 30), ("2", "日本語" * 30), ("3", "x" * 100)))
    plain = render_tables(table, width=60, color=False)
    assert max(map(cell_len, plain.splitlines())) <= 60
    assert [plain.count(each) for each in ("[b]word[/b]", "語", "x")] == [30, 30, 101]


@pytest.mark.parametrize(
    ("column", "cell", "style"),
    [
        ("status", "missing", "31"),
        ("status", "ambiguous", "33"),
        ("status", "near", "33"),
        ("status", "linked", "32"),
        ("severity", "error", "1;31"),
        ("severity", "warning", "33"),
        ("severity", "note", "36"),
    ],
)
def test_tables_colour_statuses_and_severities(column: str, cell: str, style: str) -> None:
    table = Table("Title", (column, "text"), ((cell, cell),))
    last = render_tables(table, width=60, color=True).splitlines()[-1]
    assert last.rstrip() == f"\x1b[{style}m{cell:{len(column)}}\x1b[0m  {cell}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_json_is_written_as_the_standard_library_writes_it(value: Json) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)
