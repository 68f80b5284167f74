"""Results that are kept: reports stay the same, and whatever a result depends on makes it a new one."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import citetool
from citetool import lint, results
from citetool.cli import main
from citetool.config import Config
from citetool.folders import cache_folder
from citetool.lint import understand
from citetool.model import Applicability, Checked, Document, Edit, Finding, Note, Reference, Severity, Span
from citetool.packing import pack, unpack
from citetool.readers import read
from citetool.readers.text import read_text
from citetool.references.bibliography import load_bibliography
from citetool.reports import REPORTS, WHOLE
from citetool.results import Results, file_bytes, results_for
from citetool.rules import RULES
from citetool.rules.rule import Rule
from citetool.suppressions import suppress

TODAY = date(2026, 6, 1)

LIST = """

References

Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3-9.

Okafor, B. (2019) Trade. London: Harbour.
"""

DRAFTS = {
    "plain": f"Tariffs rose (Lindqvist 2018, p.7), prices too (Fernandes 1999), and trade (Okafor 2020).{LIST}",
    "notes": "Tariffs rose.[^1] So did prices.[^2]\n\n[^1]: Lindqvist 2018, pp. 4.\n\n[^2]: Ibid.; Nwosu 2001." + LIST,
    "comments": "Prices rose (Fernandes 1999). <!-- citetool: ignore CT101 -- in it -->\n\nQuotas fell (Nwosu 2001)."
    + LIST,
    "marks apart": "Prices rose (Ferna\u0301ndez 1999), and (Lindqvist 2017)." + LIST,
    "line ends": f"Prices rose (Fernandes 1999).{LIST}".replace("\n", "\r\n"),
    "pages": f"Prices rose (Fernandes 1999).\fTariffs too (Lindqvist 2018: 5).{LIST}",
    "nothing cited": "Prices rose.\n",
}

BIB = "@book{lind18, author = {Lindqvist, Anna}, title = {Tariffs}, year = {2018}, publisher = {Harbour}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the test works in, with a draft of each kind in `drafts`."""
    monkeypatch.chdir(tmp_path)
    Path("drafts").mkdir()
    for name, text in DRAFTS.items():
        Path("drafts", f"{name}.txt").write_bytes(text.encode())
    return tmp_path


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The drafts that were checked, as it goes on; all in this process."""
    paths: list[str] = []

    def noted(path: str, *others: str | None) -> Document:
        paths.append(path)
        return read(path, *others)

    monkeypatch.setattr(lint, "read", noted)
    return paths


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--jobs", "1", *arguments], catch_exceptions=False)


def shown(result: Result) -> tuple[int, bytes, bytes]:
    return result.exit_code, result.stdout_bytes, result.stderr_bytes


def entries() -> list[Path]:
    """The files of all results."""
    return sorted(each for each in (cache_folder() / "results").rglob("*") if each.is_file())


# The same reports

FACES = {
    **{name: ["--format", name] for name in REPORTS},
    "terminal": ["--color", "always"],
    "statistics": ["--statistics"],
    "with a table": ["--config", "tables.toml"],
    "against a baseline": ["--baseline", "known.json"],
    "diff": ["--diff"],
    "several": ["-o", "json:-", "--format", "text", "-o", "sarif:out.sarif"],
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("before", ["text", "json"])
def test_a_second_run_reports_the_same(folder: Path, checked: list[str], face: str, before: str) -> None:
    Path("tables.toml").write_text('[[ignore]]\ncode = "CT101"\ntext = "Fernandes"\nreason = "known"\n')
    run("drafts/plain.txt", "--no-cache", "--write-baseline", "known.json")
    without = shown(run("drafts", "--no-cache", *FACES[face]))
    run("drafts", "--format", before)
    first = shown(run("drafts", *FACES[face]))
    if face != "diff":
        checked.clear()
    again = shown(run("drafts", *FACES[face]))
    assert first == without
    assert again == without
    assert face == "diff" or checked == []


def test_a_mend_starts_from_what_is_kept(folder: Path) -> None:
    run("drafts")
    run("drafts/notes.txt", "--fix")
    assert "Lindqvist 2018, p. 4." in Path("drafts/notes.txt").read_text()
    assert shown(run("drafts")) == shown(run("drafts", "--no-cache"))


def test_many_processes_report_the_same(folder: Path) -> None:
    without = shown(run("drafts", "--no-cache", "--format", "json"))
    for _ in range(2):
        assert shown(run("drafts", "--jobs", "3", "--format", "json")) == without
    Path("drafts/plain.txt").unlink()
    Path("drafts/new.txt").write_text(DRAFTS["plain"])
    assert shown(run("drafts", "--jobs", "3")) == shown(run("drafts", "--no-cache"))


def test_only_formats_that_show_all_need_all(folder: Path) -> None:
    document = read("drafts/plain.txt")
    kept = results.KeptManuscript(document, understand(document).counts, b"")
    for name in REPORTS.keys() - WHOLE:
        lint_report = citetool.model.Report((Checked(kept, (Finding("CT101", "x", Severity.NOTE, "y", Span(0, 3)),)),))
        assert citetool.reports.renderer(name)(lint_report)


# What makes a result a new one


def edit(path: str, text: str) -> Callable[[], object]:
    return lambda: Path(path).write_text(text)


CHANGES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "nothing": (lambda: None, []),
    "the time of the file": (lambda: os.utime("draft.txt"), []),
    "an option that only reports heed": (lambda: None, ["--format", "github", "--fail-on", "never", "--quiet"]),
    "what is ignored of what is found": (edit("citetool.toml", '[[ignore]]\ncode = "CT1"\nreason = "x"\n'), []),
}
"""What changes nothing: what is done before the second run, and its options."""

RENEWING: dict[str, tuple[Callable[[], object], list[str]]] = {
    "the text": (edit("draft.txt", DRAFTS["notes"]), []),
    "the name": (lambda: Path("draft.txt").rename("other.txt"), ["other.txt"]),
    "the rules": (lambda: None, ["--select", "CT5"]),
    "a severity": (edit("citetool.toml", '[severity]\nCT101 = "note"\n'), []),
    "what isn't looked at in it": (edit("citetool.toml", '[per-file-ignores]\n"draft.txt" = ["CT101"]\n'), []),
    "what is expected": (lambda: None, ["--expect-list"]),
    "the language": (lambda: None, ["--language", "de"]),
    "the format": (lambda: None, ["--input-format", "text"]),
    "a bibliography": (lambda: None, ["--bib", "list.bib"]),
    "all citations are asked for": (lambda: None, ["--format", "json"]),
    "none are to be taken": (lambda: None, ["--no-cache"]),
    "the config takes none": (edit("citetool.toml", "cache = false\n"), []),
}
"""What makes a result a new one, in the same way."""


@pytest.mark.parametrize("change", CHANGES | RENEWING)
def test_what_has_changed_is_checked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checked: list[str], change: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("draft.txt").write_text(DRAFTS["plain"])
    Path("list.bib").write_text(BIB)
    run("draft.txt")
    checked.clear()
    done, options = (CHANGES | RENEWING)[change]
    done()
    options = options if "other.txt" in options else ["draft.txt", *options]
    again = shown(run(*options))
    assert len(checked) == (change in RENEWING)
    assert again == shown(run(*options, "--no-cache"))


def test_the_environment_turns_it_off(folder: Path, checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITETOOL_NO_CACHE", "1")
    run("drafts")
    run("drafts")
    assert len(checked) == 2 * len(DRAFTS)
    assert entries() == []


@pytest.mark.parametrize("named", ["by an option", "by the draft"])
def test_entries_that_change_make_it_new(folder: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    checked = []

    def naming(path: str, *others: str | None) -> Document:
        checked.append(path)
        document = read(path, *others)
        return document if named == "by an option" else replace(document, bibliographies=("list.bib",))

    monkeypatch.setattr(lint, "read", naming)
    Path("draft.txt").write_text(DRAFTS["plain"])
    Path("list.bib").write_text(BIB)
    options = ["draft.txt", *(["--bib", "list.bib"] if named == "by an option" else [])]
    first = [shown(run(*options)) for _ in range(2)]
    assert len(checked) == 1
    Path("list.bib").write_text(BIB.replace("2018", "2017"))
    again = shown(run(*options))
    assert len(checked) == 2
    assert first[0] == first[1] != again == shown(run(*options, "--no-cache"))


def kept_for(folder: Path, config: Config | None = None, whole: bool = True) -> Results:
    found = results_for(folder, config or Config(today=TODAY), whole=whole)
    assert found is not None
    return found


def draft_with(tmp_path: Path, text: str, config: Config | None = None) -> tuple[str, bytes, Checked]:
    path = tmp_path / "draft.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    outcome = lint.Task(config or Config(today=TODAY))(str(path))
    assert outcome.checked is not None
    return str(path), path.read_bytes(), outcome.checked


def test_a_file_that_was_read_for_a_draft_makes_it_new(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.bib"
    chapter.write_text(BIB)
    path, data, found = draft_with(tmp_path, DRAFTS["plain"])
    document = found.manuscript.document
    files = load_bibliography([str(chapter)]).files
    manuscript = citetool.model.Manuscript(replace(document, files=files))
    kept = kept_for(tmp_path)
    kept.keep(path, data, Checked(manuscript, ()))
    assert kept.find(path, data) is not None
    chapter.write_text(BIB * 2)
    assert kept.find(path, data) is None
    chapter.unlink()
    assert kept.find(path, data) is None
    chapter.write_text(BIB)
    assert kept.find(path, data) is not None


def test_files_that_a_draft_names_are_known_with_it(tmp_path: Path) -> None:
    from citetool.references.named import with_named

    (tmp_path / "list.bib").write_text(BIB)
    document = Document(str(tmp_path / "a.md"), "text", "", bibliographies=("list.bib",))
    assert with_named(document).document.files == load_bibliography([str(tmp_path / "list.bib")]).files


def test_citetool_itself_makes_it_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept_for(tmp_path).run
    monkeypatch.setattr(citetool, "__version__", "0.0.0")
    assert kept_for(tmp_path).run != before


@pytest.mark.parametrize(("place", "as_new"), [("src", True), ("site-packages", False)])
def test_a_change_of_the_code_is_seen(tmp_path: Path, place: str, as_new: bool) -> None:
    package = tmp_path / place / "citetool"
    (package / "rules").mkdir(parents=True)
    module = package / "rules" / "style.py"
    module.write_text("a = 1")
    before = results._code(package)
    os.utime(module, (1, 1))
    assert (results._code(package) != before) == as_new
    module.write_text("a = 11")
    assert results._code(package) != before


def test_what_is_compiled_changes_no_code(tmp_path: Path) -> None:
    before = results._code(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "style.pyc").write_bytes(b"1")
    assert results._code(tmp_path) == before


def test_where_the_code_is_no_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citetool, "__file__", str(tmp_path / "citetool.zip" / "citetool" / "__init__.py"))
    assert results_for(tmp_path, Config()) is None


# The day

FUTURE = f"Tariffs rose (Lindqvist 2018) and fell (Okafor 2019).{LIST}".replace("2018)", "2026, August)", 2)


@pytest.mark.parametrize(
    ("text", "days", "kept"),
    [(DRAFTS["plain"], 1, True), (DRAFTS["plain"], -1, False), (FUTURE, 0, True), (FUTURE, 1, False)],
)
def test_the_day_matters_to_what_is_in_the_future(tmp_path: Path, text: str, days: int, kept: bool) -> None:
    path, data, found = draft_with(tmp_path, text)
    assert ("CT505" in {each.code for each in found.findings}) == (text == FUTURE)
    kept_for(tmp_path).keep(path, data, found)
    later = kept_for(tmp_path, Config(today=TODAY + timedelta(days=days)))
    assert (later.find(path, data) is not None) == kept


@given(
    years=st.lists(st.integers(2024, 2029), min_size=2, max_size=2),
    month=st.sampled_from(["", ", 3 March", ", 9 September", ", December"]),
    own=st.sampled_from(["", *(f"© {year} Harbour\n\n" for year in range(2024, 2029))]),
    day=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    later=st.integers(0, 700),
)
def test_what_isn_t_in_the_future_never_will_be(years: list[int], month: str, own: str, day: date, later: int) -> None:
    text = f"{own}Tariffs rose (Lindqvist {years[0]}) and fell (Okafor {years[1]}).\n\nReferences\n\n"
    text += f"Lindqvist, A. ({years[0]}{month}) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.\n\n"
    text += f"Okafor, B. ({years[1]}) Trade. London: Harbour.\n"
    manuscript = understand(read_text("draft.txt", text))
    (rule,) = (each for each in RULES if each.code == results._DATED)
    if not list(rule.findings(manuscript, Config(today=day))):
        assert list(rule.findings(manuscript, Config(today=day + timedelta(days=later)))) == []


def test_one_rule_alone_asks_for_the_day() -> None:
    package = Path(citetool.__file__).parent
    asking = {path.name for path in package.rglob("*.py") if "config.today" in path.read_text(encoding="utf-8")}
    assert asking == {"style.py", "results.py"}
    style = (package / "rules" / "style.py").read_text(encoding="utf-8")
    assert "config.today" not in style[: style.index(f'@rule("{results._DATED}"')]


# What is never kept


def test_standard_input_is_checked_each_time(folder: Path) -> None:
    for _ in range(2):
        CliRunner().invoke(main, ["check", "-"], input=DRAFTS["plain"], catch_exceptions=False)
    assert entries() == []


def test_a_draft_that_can_t_be_read_is_told_each_time(folder: Path) -> None:
    Path("empty.txt").write_text("")
    for _ in range(2):
        done = run("empty.txt", "gone.txt")
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 2
    assert entries() == []


def test_a_failure_of_citetool_is_told_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Rule, *_: object) -> Iterator[Finding]:
        raise ZeroDivisionError

    monkeypatch.setattr(Rule, "findings", failing)
    assert [run("drafts/plain.txt").exit_code for _ in range(2)] == [2, 2]
    assert entries() == []


def test_a_pipe_is_read_once(folder: Path) -> None:
    os.mkfifo("pipe.txt")
    writer = subprocess.Popen(["/bin/sh", "-c", 'printf "%s" "$1" >pipe.txt', "sh", DRAFTS["plain"]])
    done = run("pipe.txt")
    assert writer.wait() == 0
    assert "Fernandes 1999" in done.stdout
    assert entries() == []


def test_a_draft_that_changes_while_it_is_checked_isn_t_kept(tmp_path: Path) -> None:
    path, data, found = draft_with(tmp_path, DRAFTS["plain"])
    Path(path).write_text(DRAFTS["notes"])
    kept_for(tmp_path).keep(path, data, found)
    assert kept_for(tmp_path).find(path, data) is None


# What is wrong with what is kept

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[:-1],
    "one byte of findings": lambda data: data.replace(b"CT101", b"CT102", 1),
    "one byte at the end": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "something else": lambda data: b"nothing of the kind\n" * 9,
    "no checksum": lambda data: data[32:],
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("face", ["text", "json"])
def test_a_damaged_result_is_made_anew(folder: Path, checked: list[str], damage: str, face: str) -> None:
    first = shown(run("drafts/plain.txt", "--format", face))
    (entry,) = entries()
    sound = entry.read_bytes()
    entry.write_bytes(DAMAGE[damage](sound))
    checked.clear()
    assert shown(run("drafts/plain.txt", "--format", face)) == first
    assert checked == ["drafts/plain.txt"]
    assert entry.read_bytes() == sound


def test_the_result_of_another_draft_isn_t_taken(folder: Path, checked: list[str]) -> None:
    run("drafts/plain.txt")
    (plain,) = entries()
    first = shown(run("drafts/notes.txt"))
    (notes,) = set(entries()) - {plain}
    notes.write_bytes(plain.read_bytes())
    assert shown(run("drafts/notes.txt")) == first


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_said(folder: Path) -> None:
    cache_folder().mkdir(parents=True)
    cache_folder().chmod(0o500)
    assert shown(run("drafts")) == shown(run("drafts", "--no-cache"))
    cache_folder().chmod(0o700)
    assert entries() == []


def test_a_file_in_place_of_the_folder_is_left_alone(folder: Path) -> None:
    cache_folder().parent.mkdir(parents=True, exist_ok=True)
    cache_folder().write_text("mine")
    assert shown(run("drafts")) == shown(run("drafts", "--no-cache"))
    assert cache_folder().read_text() == "mine"


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    without = shown(run("drafts", "--no-cache"))
    assert shown(run("drafts")) == without
    assert entries() == []


def test_processes_may_keep_results_at_once(folder: Path) -> None:
    without = shown(run("drafts", "--no-cache", "--format", "json"))
    command = [sys.executable, "-m", "citetool", "check", "drafts", "--format", "json"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    for each in started:
        out, error = each.communicate()
        assert (each.returncode, out, error) == without
    assert len(entries()) == len(DRAFTS)
    assert shown(run("drafts", "--format", "json")) == without


def test_what_is_kept_is_for_the_user_alone(folder: Path) -> None:
    run("drafts")
    for each in (*cache_folder().rglob("*"), cache_folder()):
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600)


# How much is kept


def test_what_was_used_longest_ago_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, data, found = draft_with(tmp_path, DRAFTS["plain"])
    kept = kept_for(tmp_path / "caches")
    kept.keep(path, data, found)
    (entry,) = (tmp_path / "caches").rglob("results/*/*")
    size = entry.stat().st_size
    monkeypatch.setattr(results, "MOST", size + 2 * (size // 3) + 10)
    monkeypatch.setattr(results, "_SHELVES", 1)
    now = time.time()
    shelf = tmp_path / "caches" / "results" / "00"
    shelf.mkdir(exist_ok=True)
    for age in (5, 3, 1):
        older = shelf / f"{age}"
        older.write_bytes(bytes(size // 3))
        os.utime(older, (now - age * 1000, now - age * 1000))
    kept.keep(path, data, found)
    assert {each.name for each in shelf.iterdir()} >= {"1", "3"}
    assert not (shelf / "5").exists()
    assert kept.find(path, data) is not None


def test_what_isn_t_used_goes_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_SHELVES", 1)
    path, data, found = draft_with(tmp_path, DRAFTS["plain"])
    kept = kept_for(tmp_path / "caches")
    kept.keep(path, data, found)
    (entry,) = (tmp_path / "caches").rglob("results/*/*")
    long_ago = time.time() - results.KEPT_FOR - 60
    os.utime(entry, (long_ago, long_ago))
    assert kept.find(path, data) is not None
    assert entry.stat().st_mtime > long_ago
    os.utime(entry, (long_ago, long_ago))
    other, other_data, other_found = draft_with(tmp_path, DRAFTS["notes"])
    kept.keep(other, other_data, other_found)
    assert not entry.exists()


def test_what_is_larger_than_its_room_isn_t_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST", 64 * 100)
    path, data, found = draft_with(tmp_path, DRAFTS["plain"])
    kept_for(tmp_path / "caches").keep(path, data, found)
    assert kept_for(tmp_path / "caches").find(path, data) is None


def test_the_cache_can_be_looked_at_and_removed(folder: Path) -> None:
    def cache(command: str) -> list[str]:
        return CliRunner().invoke(main, ["cache", command], catch_exceptions=False).stdout.splitlines()

    place = str(cache_folder() / "results")
    assert cache("info")[:2] == [place, "empty"]
    run("drafts")
    mine = cache_folder() / "results" / "mine.txt"
    mine.write_text("not citetool's")
    size = sum(each.stat().st_size for each in entries() if each != mine)
    assert cache("info")[:3] == [place, f"{size} bytes", f"drafts\t{len(DRAFTS)}"]
    assert cache("clear")[0] == f"{place}: removed"
    assert entries() == [mine]
    assert cache("clear")[0] == f"{place}: there is none"


# Values as JSON


@pytest.mark.parametrize("name", DRAFTS)
def test_a_manuscript_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    path, data, found = draft_with(tmp_path, DRAFTS[name])
    kept_for(tmp_path).keep(path, data, found)
    again = kept_for(tmp_path).find(path, data)
    assert again is not None
    assert again.findings == found.findings
    for part in ("document", "references", "citations", "links", "practices", "counts", "has_list", "resolutions"):
        assert getattr(again.manuscript, part) == getattr(found.manuscript, part)
    assert suppress([again], Config(today=TODAY))[0].findings == suppress([found], Config(today=TODAY))[0].findings


SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
TEXTS = st.text(st.characters(), max_size=9)

FINDINGS = st.builds(
    Finding,
    TEXTS,
    TEXTS,
    st.sampled_from(Severity),
    TEXTS,
    SPANS,
    st.lists(SPANS, max_size=3).map(tuple),
    st.none() | TEXTS,
    st.lists(st.builds(Edit, SPANS, TEXTS), max_size=3).map(tuple),
    st.sampled_from(Applicability),
)

DOCUMENTS = st.builds(
    Document,
    path=TEXTS,
    format=TEXTS,
    text=TEXTS,
    notes=st.lists(
        st.builds(Note, TEXTS, st.none() | st.integers(), SPANS, st.lists(SPANS, max_size=2).map(tuple)), max_size=3
    ).map(tuple),
    stray_markers=st.lists(st.tuples(TEXTS, SPANS), max_size=3).map(tuple),
    remarks=st.lists(TEXTS, max_size=2).map(tuple),
    source=st.none() | TEXTS,
)


@given(st.lists(FINDINGS, max_size=3).map(tuple), DOCUMENTS)
def test_values_come_back_as_they_were(findings: tuple[Finding, ...], document: Document) -> None:
    for each in findings:
        assert unpack(Finding, pack(Finding, each)) == each
    assert unpack(Document, pack(Document, document)) == document
    assert b"\n" not in pack(Document, document)


@pytest.mark.parametrize("packed", [b"", b"{}", b"[]", b"[[1],[2]]", b"null", b"\xff", pack(Span, Span(1, 2))])
def test_what_was_something_else_is_told(packed: bytes) -> None:
    with pytest.raises(ValueError):  # JSON has words of its own
        unpack(Finding, packed)


def test_what_is_kept_makes_nothing_run(folder: Path) -> None:
    run("drafts/plain.txt", "--format", "json")
    (entry,) = entries()
    head = entry.read_bytes()[32:].partition(b"\n")[0]
    assert isinstance(json.loads(head), list)


# Where


def test_the_folder_is_where_platformdirs_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import user_cache_path

    for home, caches in ((tmp_path, None), (tmp_path, str(tmp_path / "caches")), (tmp_path, " ")):
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        if caches is not None:
            monkeypatch.setenv("XDG_CACHE_HOME", caches)
        environment = {name: value for name, value in os.environ.items() if name != "CITETOOL_CACHE_DIR"}
        expected = user_cache_path("citetool", appauthor=False)
        assert cache_folder(environment) == expected
        assert cache_folder(environment, "elsewhere") == expected
    assert cache_folder({"CITETOOL_CACHE_DIR": "here"}) == Path("here")


def test_without_a_home_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    without = shown(run("drafts", "--no-cache"))
    monkeypatch.delenv("CITETOOL_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert shown(run("drafts")) == without
    done = CliRunner().invoke(main, ["cache", "info"], catch_exceptions=False)
    assert (done.exit_code, "CITETOOL_CACHE_DIR" in done.stderr) == (2, True)


def test_a_check_loads_no_package_for_its_cache(folder: Path) -> None:
    program = (
        "import sys; from citetool.cli import main;"
        "main(['check', 'drafts', '--exit-zero', '--jobs', '1'], standalone_mode=False);"
        "sys.exit(bool({'sqlite3', 'requests', 'platformdirs', 'zlib', 'pickle'} & set(sys.modules)))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "caches")}
    del environment["CITETOOL_CACHE_DIR"]
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program], check=False, capture_output=True, env=environment, cwd=folder
        )
        assert (done.returncode, done.stderr) == (0, b"")
    assert (folder / "caches" / "citetool" / "results").is_dir()


def test_files_that_are_none_to_keep() -> None:
    assert [file_bytes(path) for path in (".", "gone.txt", "a\0b", "/dev/null")] == [None] * 4


def test_a_bibliography_stands_for_its_entries(tmp_path: Path) -> None:
    (tmp_path / "list.bib").write_text(BIB)
    references: tuple[Reference, ...] = load_bibliography([str(tmp_path / "list.bib")]).references
    one, other = (results_for(tmp_path, Config(today=TODAY), each) for each in (references, references[:0]))
    assert one is not None
    assert other is not None
    assert one.run != other.run != kept_for(tmp_path).run


def test_a_file_that_was_looked_for_is_a_change_once_it_is_there(folder: Path) -> None:
    Path("drafts/keys.md").write_text("Piers matter [@a].\n")
    Path("drafts/a.bib").write_text("@book{a, author = {Abara, N.}, title = {Piers}, year = {2016}}\n")
    first = run_check("drafts/keys.md")
    assert run_check("drafts/keys.md") == first
    Path("drafts/_quarto.yml").write_text("bibliography: a.bib\n")
    assert "keys aren't checked" in first[1]
    assert "keys aren't checked" not in run_check("drafts/keys.md")[1]


def test_drafts_of_several_files_are_checked_each_time(folder: Path) -> None:
    Path("drafts/main.tex").write_text("\\begin{document}\nPiers \\cite{a}.\\input{two}\n\\end{document}\n")
    first = run_check("drafts/main.tex")
    Path("drafts/two.tex").write_text("More.")
    assert run_check("drafts/main.tex") != first


def run_check(path: str) -> tuple[str, str]:
    result = CliRunner().invoke(main, ["check", path, "--isolated"])
    return result.stdout, result.stderr
