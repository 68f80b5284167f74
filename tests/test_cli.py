"""The command line: what goes where, exit statuses, and messages in place of tracebacks."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
import textwrap
from importlib import resources
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import citetool.cli.check
from citetool import __version__, lint, readers
from citetool.cli import COMMANDS, main
from citetool.cli.output import wants_color
from citetool.config import Config
from citetool.errors import CitetoolError
from citetool.model import Finding, Manuscript, Severity, Span
from citetool.rules import RULES

SCHEMA = json.loads(resources.files("citetool.reports").joinpath("report.schema.json").read_text(encoding="utf-8"))

DRAFT = """Tariffs rose (Lindqvist 2018), and trade too (Okafor 2019, p. 7).

References

Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

Okafor, B. (2019) Trade. London: Harbour.
"""

MISSING = DRAFT.replace("Tariffs rose", "Prices rose (Fernandes 1999). Tariffs rose")

BIB = """@book{lind18, author = {Lindqvist, Anna}, title = {Tariffs}, year = {2018}, publisher = {Harbour}}
@book{okafor19, author = {Okafor, Ben}, title = {Trade}, year = {2019}, publisher = {Harbour}}
"""


BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
"""An environment in which Python holds output back, as it does by default, and may fail to write it at its end."""

PIPES: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def run(*arguments: str, stdin: bytes | str | None = None) -> Result:
    """What a command does in this process; an exception that isn't an exit fails the test."""
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


def citetool_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """What a command does as a process of its own."""
    command = [sys.executable, "-m", "citetool", *arguments]
    return subprocess.run(command, **{"env": BUFFERED, **PIPES, **options}, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Severity]:
    """The severities of the findings that every draft is to have; none to begin with."""
    wanted: list[Severity] = []

    def found(manuscript: Manuscript, config: Config, crashed: object = None) -> tuple[Finding, ...]:
        return tuple(Finding("CT101", "missing-entry", each, f"a {each}", Span(0, 7)) for each in wanted)

    monkeypatch.setattr(lint, "check", found)
    return wanted


# Exit statuses of check


@pytest.mark.parametrize(
    ("severities", "fail_on", "status"),
    [
        ("", None, 0),
        ("note warning", None, 0),
        ("note error", None, 1),
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("error", "warning", 1),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("", "note", 0),
        ("error warning note", "never", 0),
    ],
)
def test_exit_status_depends_on_the_gravest_finding(
    severities: str, fail_on: str | None, status: int, folder: Path, findings: list[Severity]
) -> None:
    Path("draft.txt").write_text(DRAFT)
    findings.extend(map(Severity, severities.split()))
    result = run("check", "draft.txt", *(("--fail-on", fail_on) if fail_on else ()))
    assert result.exit_code == status
    assert result.stdout.count("draft.txt:1:1: CT101 ") == len(findings)
    assert result.stderr == ""


@pytest.mark.parametrize("fail_on", ["error", "never"])
@pytest.mark.parametrize("severity", ["error", "note"])
def test_an_unreadable_file_outweighs_findings(
    severity: str, fail_on: str, folder: Path, findings: list[Severity]
) -> None:
    Path("draft.txt").write_text(DRAFT)
    findings.append(Severity(severity))
    result = run("check", "gone.txt", "draft.txt", "--fail-on", fail_on)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"draft.txt:1:1: CT101 a {severity}\n")
    assert result.stdout.endswith(" · 1 file not checked\n")
    assert result.stderr == "citetool: gone.txt: no such file\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format", "pdf"),
        ("check", "--fail-on", "fatal"),
        ("check", "--color", "pink"),
        ("check", "--input-format", "cuneiform"),
        ("check", "--unheard-of"),
        ("show",),
        ("text",),
        ("explain",),
        ("unheard-of",),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], folder: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: " in result.stderr


# Bad input

BAD_FILES = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\t\n", "the file is empty"),
    "binary.txt": (bytes(range(256)) * 10, "not text"),
    "nul.txt": (b"a\0b", "not text"),
    "picture.png": (b"\x89PNG\r\n\x1a\n", "unknown format “.png”"),
    "large.txt": (b"x" * 4000, "larger than"),
    "half.txt": (b"\xff\xfea", "not text"),
}


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LARGEST", 3999)


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["check", "show", "text"])
def test_bad_files_get_a_message(command: str, name: str, folder: Path, small_limit: None) -> None:
    content, message = BAD_FILES[name]
    Path(name).write_bytes(content)
    result = run(command, name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"citetool: {name}: {message}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "path", "message"),
    [
        ("check", "gone.txt", "no such file"),
        ("show", "gone.txt", "no such file"),
        ("text", "gone.txt", "no such file"),
        ("check", "no_drafts", "no drafts in this folder"),
        ("show", "no_drafts", "this is a folder, not a draft"),
        ("text", "no_drafts", "this is a folder, not a draft"),
        ("check", "no_drafts/inner\n\x1b[31m.txt", "no such file"),
        ("check", "x" * 5000 + ".txt", "can't be read: File name too long"),
    ],
)
def test_bad_paths_get_a_message(command: str, path: str, message: str, folder: Path) -> None:
    Path("no_drafts").mkdir()
    Path("no_drafts", "picture.png").write_bytes(b"")
    options = ("--input-format", "text") if command != "check" else ()
    result = run(command, path, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.startswith("citetool: " + path.replace("\n", r"\n").replace("\x1b", r"\x1b"))
    assert result.stderr.count("\n") == 1


def test_one_bad_file_among_good_ones_is_reported_and_the_others_are_checked(
    folder: Path, findings: list[Severity]
) -> None:
    findings.append(Severity.NOTE)
    for name in ("a.txt", "b.md", "sub/c.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(DRAFT)
    Path("bad.txt").write_bytes(b"\0\0")
    Path("notes.pdf").write_bytes(b"%PDF")
    result = run("check", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [each["path"] for each in report["documents"]] == ["a.txt", "b.md", "sub/c.txt"]
    assert [each["path"] for each in report["failures"]] == ["bad.txt"]
    assert report["summary"]["notes"] == 3
    assert result.stderr.startswith("citetool: bad.txt: not text")


ENCODED = {
    "windows-1252": (DRAFT.encode("cp1252"), "not UTF-8 (line 5); read as Windows-1252"),
    "utf-16": (DRAFT.encode("utf-16"), "read as UTF-16"),
    "utf-16-be": (b"\xfe\xff" + DRAFT.encode("utf-16-be"), "read as UTF-16"),
    "utf-8-sig": (DRAFT.replace("\n", "\r\n").encode("utf-8-sig"), None),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_other_encodings_are_read_with_a_remark(encoding: str, folder: Path) -> None:
    content, remark = ENCODED[encoding]
    Path("draft.txt").write_bytes(content)
    for command in ("check", "show", "text"):
        result = run(command, "draft.txt")
        assert result.exit_code == 0
        if remark is None:
            assert result.stderr == ""
        else:
            assert result.stderr.startswith(f"citetool: draft.txt: {remark}")
    assert run("text", "draft.txt").stdout_bytes == DRAFT.encode()


# The reports of check


def test_the_current_folder_is_checked_by_default(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    result = run("check")
    assert result.exit_code == 1
    (finding, summary) = result.stdout.splitlines()
    assert finding.startswith("draft.txt:1:14: CT101 “Fernandes 1999”")
    assert summary == "3 citations, 2 linked · 2 entries · 1 error"


def test_json_of_real_findings_fits_the_schema(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    result = run("check", "--format", "json", "draft.txt")
    report = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(report)
    (document,) = report["documents"]
    assert [each["code"] for each in document["findings"]] == ["CT101"]
    assert [each["text"] for each in document["citations"]] == ["Fernandes 1999", "Lindqvist 2018", "Okafor 2019, p. 7"]
    assert all(MISSING[each["start"] : each["end"]] == each["text"] for each in document["citations"])
    assert [each["references"] for each in document["citations"]] == [[], [0], [1]]
    assert run("check", "--format", "json", "draft.txt").stdout_bytes == result.stdout_bytes


def test_standard_input_is_a_dash(folder: Path) -> None:
    for arguments in (("check", "-"), ("check", "-", "--input-format", "text")):
        result = run(*arguments, stdin=MISSING.encode())
        assert result.exit_code == 1
        assert result.stdout.startswith("-:1:14: CT101")
    assert run("text", "-", stdin=MISSING.encode()).stdout == MISSING
    assert run("show", "-", stdin=MISSING.encode()).exit_code == 0
    assert run("check", "-", stdin=b"").stderr == "citetool: -: the file is empty\n"


def test_input_format_overrides_the_suffix(folder: Path) -> None:
    Path("draft.doc").write_text(MISSING)
    assert run("check", "draft.doc").exit_code == 2
    assert run("check", "draft.doc", "--input-format", "text").exit_code == 1
    assert run("show", "draft.doc", "--input-format", "text").exit_code == 0
    assert run("text", "draft.doc", "--input-format", "text").stdout == MISSING


@pytest.mark.parametrize("command", ["check", "show"])
def test_language_is_told_or_set(command: str, folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)

    def language(*arguments: str) -> str:
        shown = json.loads(run(command, "draft.txt", "--format", "json", *arguments).stdout)
        found: str = (shown["documents"][0] if "documents" in shown else shown)["language"]
        return found

    assert (language(), language("--language", "pl")) == ("en", "pl")
    refused = run(command, "draft.txt", "--language", "polski")
    assert refused.exit_code == 2
    assert "'polski' is not one of 'en', 'de', 'fr', 'it', 'es', 'pt', 'pl', 'nl'" in refused.stderr


@pytest.mark.parametrize("report_format", ["text", "json"])
def test_output_goes_to_a_file_and_says_the_same(report_format: str, folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    printed = run("check", "draft.txt", "--format", report_format)
    written = run("check", "draft.txt", "--format", report_format, "-o", "report.out")
    assert (written.stdout, written.exit_code) == ("", 1)
    assert Path("report.out").read_bytes() == printed.stdout_bytes
    assert run("check", "draft.txt", "--format", report_format, "-o", "-").stdout_bytes == printed.stdout_bytes
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("missing/report.out", "missing/report.out: can't be written: No such file or directory"),
        (".", ".: can't be written: Is a directory"),
        ("draft.txt", "draft.txt: this is a file to read"),
        ("./link.txt", "./link.txt: this is a file to read"),
        ("entries.bib", "entries.bib: this is a file to read"),
        ("x" * 5000, "x" * 5000 + ": can't be written: File name too long"),
    ],
)
def test_output_that_cannot_or_must_not_be_written(output: str, message: str, folder: Path) -> None:
    Path("draft.txt").write_text(DRAFT)
    Path("entries.bib").write_text(BIB)
    Path("link.txt").symlink_to("draft.txt")
    result = run("check", "draft.txt", "--bib", "entries.bib", "-o", output)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"citetool: {message}")
    assert Path("draft.txt").read_text() == DRAFT
    assert Path("entries.bib").read_text() == BIB


HOSTILE_DRAFT = MISSING.replace("Fernandes 1999", "Fern\x1b[31m [red]x[/red]\u202eandes 1999, p. 3\x9b2J")


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("check", "--format", "json"), ("check", "--color", "never"), ("show",), ("show", "--format", "json")],
)
def test_hostile_text_of_a_draft_is_never_printed_raw(arguments: tuple[str, ...], folder: Path) -> None:
    Path("draft.txt").write_text(HOSTILE_DRAFT + DRAFT.replace("Tariffs", "T\x1b]0;x\x07\u2067[b]ariffs[/b]"))
    result = run(*arguments, "draft.txt")
    assert result.exit_code in (0, 1)
    assert not set("\x1b\x07\x9b\u202e\u2067") & set(result.stdout)


def test_messages_with_hostile_text_reach_a_terminal_as_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("CT101", "missing-entry", Severity.ERROR, HOSTILE_DRAFT[:60], Span(0, 70), hint="[b]\x1b[2J")
    monkeypatch.setattr(lint, "check", lambda manuscript, config, crashed: (finding,))
    Path("draft.txt").write_text(HOSTILE_DRAFT)
    for color in ("auto", "always"):
        result = run("check", "draft.txt", "--color", color)
        assert r"\x1b[31m [red]x[/red]\u202eandes" in result.stdout
        assert not {"\u202e", "\x9b"} & set(result.stdout)
        assert "\x1b[31m" not in result.stdout
        assert "\x1b[2J" not in result.stdout


# Bibliographies


def test_a_bibliography_takes_the_lists_place(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    Path("entries.bib").write_text(BIB + "@book{broken, title = {A\n")
    result = run("check", "draft.txt", "--bib", "entries.bib", "--format", "json")
    assert result.stderr.startswith("citetool: entries.bib")
    report = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(report)
    references = report["documents"][0]["references"]
    assert [each["key"] for each in references] == ["lind18", "okafor19"]
    assert {each[place] for each in references for place in ("start", "end", "line")} == {None}
    shown = run("show", "draft.txt", "--bib", "entries.bib").stdout
    assert "\tlind18\tLindqvist\t2018\tTariffs\t1\n" in shown


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_bibliography_that_cannot_be_read_ends_the_run(command: str, folder: Path) -> None:
    Path("draft.txt").write_text(DRAFT)
    result = run(command, "draft.txt", "--bib", "gone.bib")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("citetool: gone.bib: no such file")


# show, rules, explain, text


def test_show_lists_entries_and_citations(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING.replace("Okafor 2019, p. 7", "Okafor 2018, p. 7"))
    result = run("show", "draft.txt")
    assert result.exit_code == 0
    ways, entries, citations = result.stdout.split("\n\n")
    assert [line.split("\t") for line in ways.splitlines()] == [
        ["where", "system", "shown", "of", "example"],
        ["text", "author-year", "2", "3", "Lindqvist 2018"],
    ]
    rows = [line.split("\t") for line in entries.splitlines()]
    assert rows[0] == ["number", "key", "authors", "year", "title", "cited"]
    assert [(row[0], row[2], row[3], row[5]) for row in rows[1:]] == [
        ("1", "Lindqvist", "2018", "1"),
        ("2", "Okafor", "2019", "1"),
    ]
    rows = [line.split("\t") for line in citations.splitlines()]
    assert rows[0] == ["line", "note", "cited", "status", "entries", "differs"]
    assert [row[2:4] for row in rows[1:]] == [
        ["Fernandes 1999", "missing"],
        ["Lindqvist 2018", "linked"],
        ["Okafor 2018, p. 7", "near"],
    ]
    assert rows[3][5] == "year 2018, listed 2019"


def test_show_unlinked_leaves_what_has_no_counterpart(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING.replace("Okafor 2019, p. 7", "Mwangi 2011"))
    lines = run("show", "draft.txt", "--unlinked").stdout.splitlines()
    cells = [line.split("\t")[2] for line in lines if line]
    assert cells == ["authors", "Okafor", "cited", "Fernandes 1999", "Mwangi 2011"]
    made = json.loads(run("show", "draft.txt", "--unlinked", "--format", "json").stdout)
    assert [each["text"] for each in made["citations"]] == ["Fernandes 1999", "Mwangi 2011"]
    assert [each["index"] for each in made["references"]] == [1]


def test_rules_lists_every_rule_on_a_line() -> None:
    result = run("rules")
    assert result.exit_code == 0
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert rows[0] == ["code", "name", "severity", "reports"]
    assert rows[1:] == [[rule.code, rule.name, rule.severity.value, rule.summary] for rule in RULES]


@pytest.mark.parametrize("name", ["CT103", "ct103", "year-mismatch"])
def test_explain_prints_the_manual_page(name: str) -> None:
    result = run("explain", name)
    rule = next(each for each in RULES if each.code == "CT103")
    assert result.exit_code == 0
    bad, good = (textwrap.indent(example, "    ") for example in (rule.bad, rule.good))
    assert result.stdout == (
        f"CT103 year-mismatch (error)\n\n{rule.summary}\n\n{rule.why}\n\nBad:\n\n{bad}\n\nGood:\n\n{good}\n"
    )


def test_explain_of_an_unknown_rule_says_so() -> None:
    result = run("explain", "CT999\x1b[31m")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(r"citetool: no rule “CT999\x1b[31m”")


def test_text_prints_the_text_that_offsets_refer_to(folder: Path) -> None:
    Path("draft.txt").write_bytes("\ufeffé𝒜\r\nb\rc\x0c\x1b[0m\u202e (Lind 2015)".encode())
    result = run("text", "draft.txt")
    assert result.stdout_bytes == "é𝒜\nb\nc\x0c\x1b[0m\u202e (Lind 2015)".encode()


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_help_has_examples_that_run(command: str) -> None:
    """Each line of an example is one that the command line takes, though its files may not be there."""
    shown = run(*command.split(), "--help").stdout
    examples = [line.strip() for line in shown.splitlines() if line.startswith("  citetool ")]
    if command == "cache":
        assert "clear" in shown
        return
    assert examples
    for example in examples:
        words = shlex.split(example.partition("|")[0])[1:]
        name, *arguments = words
        parsed = main.get_command(click.Context(main), name)
        assert parsed is not None
        parsed.make_context(name, arguments)


@pytest.mark.parametrize("help_option", ["--help", "-h"])
def test_help_lists_every_command(help_option: str) -> None:
    result = run(help_option)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.split("Commands:\n")[1].splitlines()] == [
        "check",
        "show",
        "export",
        "resolve",
        "text",
        "rules",
        "explain",
        "cache",
        "config",
    ]


# Colour


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "wanted"),
    [
        ("always", False, {}, True),
        ("always", True, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
    ],
)
def test_when_to_colour(
    choice: str, terminal: bool, environment: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citetool.cli.output.on_terminal", lambda: terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_color(choice) is wanted


def test_colour_on_request_also_in_a_pipe(folder: Path, findings: list[Severity]) -> None:
    findings.append(Severity.ERROR)
    Path("draft.txt").write_text(DRAFT)
    assert "\x1b[1;31mCT101\x1b[0m" in run("check", "--color", "always").stdout
    for color in ("auto", "never"):
        assert run("check", "--color", color).stdout.startswith("draft.txt:1:1: CT101 a error\n")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints on a terminal of 80 columns."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "citetool", *arguments]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment}
    with subprocess.Popen(command, stdout=child, stderr=child, env=env) as process:
        os.close(child)
        printed = b""
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            printed += piece
        process.wait(60)
    os.close(parent)
    return printed.decode().replace("\r\n", "\n")


def test_a_terminal_gets_the_findings_with_their_lines(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    plain = on_a_terminal("check", NO_COLOR="1")
    assert plain.startswith("draft.txt\n  1:14  CT101 missing-entry\n")
    assert "    │ Prices rose (Fernandes 1999). Tariffs rose" in plain
    assert "    │              ^^^^^^^^^^^^^^\n" in plain
    assert plain.endswith("\n\n3 citations, 2 linked · 2 entries · 1 error\n")
    assert on_a_terminal("check", "-o", "-", NO_COLOR="1") == plain
    coloured = on_a_terminal("check", NO_COLOR="")
    assert "\x1b[1;31mCT101\x1b[0m" in coloured
    assert "Prices rose (\x1b[1;4;31mFernandes 1999\x1b[0m)" in coloured
    shown = on_a_terminal("show", "draft.txt", NO_COLOR="1")
    assert "Entries\n" in shown
    assert "\t" not in shown
    assert "\x1b[31mmissing" in on_a_terminal("show", "draft.txt", NO_COLOR="")


def test_a_terminal_that_lacks_a_character_gets_its_escape(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    assert r"    \u2502 Prices rose" in on_a_terminal("check", NO_COLOR="1", PYTHONIOENCODING="ascii")


# As a process


def test_the_module_runs_as_a_program() -> None:
    done = citetool_process("--version")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"citetool {__version__}\n", b"")


def test_the_version_is_told_without_loading_the_pipeline() -> None:
    program = (
        "import sys; from citetool.cli import main; main(['--version'], standalone_mode=False);"
        "sys.exit(bool({'citetool.lint', 'citetool.model', 'rich', 'json', 'rapidfuzz'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


def test_a_process_reports_and_exits_like_the_command(folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    done = citetool_process("check", "draft.txt", "gone.txt", env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 2
    assert done.stdout.decode().startswith("draft.txt:1:14: CT101 “Fernandes 1999”")
    assert done.stderr == b"citetool: gone.txt: no such file\n"


def test_paths_that_are_not_utf8(folder: Path) -> None:
    name = os.fsdecode(b"dr\xff.txt")
    try:
        Path(name).write_text(MISSING)
    except OSError:
        pytest.skip("this file system has UTF-8 names only")
    done = citetool_process("check", name, "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["documents"][0]["path"] == name
    assert citetool_process("check", name).stdout.startswith(rb"dr\udcff.txt:1:14:")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("check", "draft.txt"), 1),
        (("check", "long.txt", "--format", "json"), 1),
        (("show", "draft.txt"), 0),
        (("text", "long.txt"), 0),
        (("rules",), 0),
    ],
)
def test_a_broken_pipe_ends_quietly(arguments: tuple[str, ...], status: int, folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    Path("long.txt").write_text(MISSING * 500)
    reader, writer = os.pipe()
    os.close(reader)
    done = citetool_process(*arguments, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (status, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_gets_a_message(folder: Path) -> None:
    Path("draft.txt").write_text(DRAFT)
    with Path("/dev/full").open("wb") as full:
        done = citetool_process("check", "draft.txt", stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"citetool: can't write to standard output: No space left on device\n"


@pytest.mark.parametrize(
    ("closed", "path", "status", "message"),
    [("<&-", "-", 2, b"citetool: -: standard input is closed\n"), (">&-", "draft.txt", 1, b"")],
)
def test_closed_standard_streams(closed: str, path: str, status: int, message: bytes, folder: Path) -> None:
    Path("draft.txt").write_text(MISSING)
    command = ["sh", "-c", f'exec "$0" -m citetool check "$1" {closed}', sys.executable, path]
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (status, message)


def test_any_error_of_citetool_becomes_a_message(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: object) -> None:
        raise CitetoolError("one\ntwo\x1b[31m")

    monkeypatch.setattr(citetool.cli.check, "lint", failing)
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "citetool: one\\ntwo\\x1b[31m\n")
