"""`resolve`, `cache` and `check --resolve`: what is printed, what is written, how they end."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from citetool.config import Config
from citetool.lint import look_up, understand
from citetool.readers.text import read_text
from citetool.rules import check
from registry_server import Registry, asking, running, usual

DRAFT = """\
Tariffs rose (Lindqvist 2018), growth fell (Holm 2015), and quotas came (Berg 2017).

References

Berg, B. (2017) ‘Quotas’, Economy Today, 1(2), pp. 13–19. https://doi.org/10.5555/none

Holm, H. (2015) ‘Growth without trade’, Economy Today, 1(1), pp. 1–12. https://doi.org/10.5555/retracted

Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9.
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def registry() -> Iterator[Registry]:
    with running(usual()) as found:
        yield found


@pytest.fixture
def run(registry: Registry, tmp_path: Path) -> Run:
    """The command in a process of its own, beside this test's registry; `nobody=True`: where nobody answers."""
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    nowhere = dict.fromkeys(registry.environment, "http://127.0.0.1:9")

    def started(*arguments: str, nobody: bool = False, **environment: str) -> subprocess.CompletedProcess[str]:
        # Who leaves an address may ask three times as often.
        own = {"CITETOOL_CACHE_DIR": str(tmp_path / "cache"), "CITETOOL_MAILTO": "tests@harbour.example"}
        there = nowhere if nobody else registry.environment
        return subprocess.run(
            [str(Path(sys.executable).parent / "citetool"), *arguments],
            cwd=tmp_path,
            env={**os.environ, **there, **own, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return started


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        resources.files("citetool.reports").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    )
    return found


def test_a_table_of_dois(run: Run) -> None:
    done = run("resolve", "https://doi.org/10.5555/TARIFFS", "10.5555/none", "10.5555/retracted")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "DOI\tstatus\tagency\tremarks",
        "10.5555/tariffs\tfound\tCrossref\tLindqvist 2018 Tariffs and growth",
        "10.5555/none\tnot-found\t\t",
        "10.5555/retracted\tfound\tCrossref\tretraction of 2019-05-04 (10.5555/notice)",
    ]
    assert done.stderr == "citetool: DOIs: 2 found, 1 not found\n"


def test_a_table_of_entries(run: Run) -> None:
    done = run("resolve", "draft.txt")
    assert [line.split("\t")[:3] for line in done.stdout.splitlines()] == [
        ["entry", "DOI", "status"],
        ["berg2017", "10.5555/none", "not-found"],
        ["holm2015", "10.5555/retracted", "found"],
        ["lindqvist2018", "10.5555/tariffs", "found"],
    ]
    assert done.stderr == "citetool: DOIs: 1 found, 1 not found · without a DOI: 1 found\n"


@pytest.mark.parametrize("sources", [("draft.txt",), ("10.5555/tariffs", "10.5555/none", "10.5555/dataset")])
def test_json_is_as_its_schema_says(run: Run, sources: tuple[str, ...]) -> None:
    done = run("resolve", *sources, "--format", "json")
    found = json.loads(done.stdout)
    Draft202012Validator(schema("resolutions")).validate(found)
    assert len(found["resolutions"]) == 3


def test_json_has_the_record_and_the_retraction(run: Run) -> None:
    (found,) = json.loads(run("resolve", "10.5555/retracted", "--format", "json").stdout)["resolutions"]
    assert found["record"]["title"] == "Growth without trade"
    assert found["record"]["DOI"] == "10.5555/retracted"
    assert found["retraction"] == {
        "type": "retraction",
        "doi": "10.5555/notice",
        "date": "2019-05-04",
        "source": "publisher",
        "contradiction": None,
    }
    assert found["cached"] is None


def test_the_report_of_a_check_has_the_same_resolutions(run: Run) -> None:
    checked = json.loads(run("check", "draft.txt", "--resolve", "--format", "json").stdout)
    Draft202012Validator(schema("report")).validate(checked)
    resolved = json.loads(run("resolve", "draft.txt", "--format", "json", "--refresh").stdout)
    assert checked["documents"][0]["resolutions"] == resolved["resolutions"]
    assert schema("report")["$defs"]["resolution"] == schema("resolutions")["$defs"]["resolution"]


def test_a_check_judges(run: Run) -> None:
    done = run("check", "draft.txt", "--resolve")
    assert [line.split(" ", 1)[1] for line in done.stdout.splitlines()[:-1]] == [
        "CT402 the DOI 10.5555/none of Berg (2017) isn't registered",
        "CT405 Holm (2015) was retracted on 2019-05-04 (notice: 10.5555/notice)",
        "CT404 Lindqvist (2018) has a DOI, 10.5555/tariffs",
    ]
    assert done.returncode == 1


@pytest.mark.parametrize("freshness", [(), ("--refresh",)], ids=["usual", "refresh"])
def test_a_missing_doi_is_added_and_nothing_asked_twice(
    run: Run, registry: Registry, tmp_path: Path, freshness: tuple[str, ...]
) -> None:
    done = run("check", "draft.txt", "--resolve", "--fix", *freshness)
    assert done.stderr == "citetool: draft.txt: mended 1 finding (CT404)\n"
    assert "CT404" not in done.stdout
    mended = (tmp_path / "draft.txt").read_text(encoding="utf-8")
    assert mended == DRAFT.rstrip() + " https://doi.org/10.5555/tariffs\n"
    assert len(registry.asked) == len(set(registry.asked))


def test_a_check_without_the_option_asks_nobody(run: Run, registry: Registry) -> None:
    assert run("check", "draft.txt").returncode == 0
    assert registry.asked == []


def test_where_nobody_answers_all_is_unavailable_and_the_draft_is_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(DRAFT.rpartition("\n\nLindqvist")[0], encoding="utf-8")
    done = run("check", "draft.txt", "--resolve", nobody=True)
    assert done.stdout.endswith("DOIs: 2 unavailable\n")
    assert done.stdout.startswith("draft.txt:1:15: CT101 “Lindqvist 2018”")
    assert "citetool: 2 not looked up: doi.org can't be reached: no connection\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_offline_after_a_run_says_the_same(run: Run) -> None:
    online = run("check", "draft.txt", "--resolve")
    offline = run("check", "draft.txt", "--resolve", "--offline", nobody=True)
    assert offline.stdout == online.stdout
    assert offline.returncode == online.returncode


def test_offline_without_a_cache_checks_nothing(run: Run) -> None:
    done = run("resolve", "10.5555/tariffs", "--offline")
    assert "not-checked\t\toffline, and no answer is kept" in done.stdout


@pytest.mark.parametrize("suffix", ["bib", "json", "ris"])
def test_entries_are_written_with_the_dois_that_were_found(run: Run, tmp_path: Path, suffix: str) -> None:
    done = run("resolve", "draft.txt", "--bib-out", f"out.{suffix}")
    assert done.returncode == 0
    written = (tmp_path / f"out.{suffix}").read_text(encoding="utf-8")
    assert "10.5555/tariffs" in written
    assert "10.5555/none" in written


def test_a_bibliography_file_is_looked_up(run: Run, tmp_path: Path) -> None:
    run("resolve", "draft.txt", "--bib-out", "list.bib")
    done = run("resolve", "list.bib")
    assert [line.split("\t")[:3] for line in done.stdout.splitlines()[1:]] == [
        ["berg2017", "10.5555/none", "not-found"],
        ["holm2015", "10.5555/retracted", "found"],
        ["lindqvist2018", "10.5555/tariffs", "found"],
    ]


def test_the_bibliography_that_a_draft_names_is_looked_up(run: Run, tmp_path: Path) -> None:
    run("resolve", "draft.txt", "--bib-out", "list.bib")
    (tmp_path / "named.md").write_text("---\nbibliography: list.bib\n---\nTariffs rose.\n", encoding="utf-8")
    assert run("resolve", "named.md").stdout == run("resolve", "list.bib").stdout


def test_on_a_terminal_there_are_columns_and_progress(run: Run, registry: Registry, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    environment = {**os.environ, **registry.environment, "CITETOOL_CACHE_DIR": str(tmp_path / "other")}
    command = [str(Path(sys.executable).parent / "citetool"), "resolve", "draft.txt"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=slave, stderr=slave) as process:
        os.close(slave)
        shown = b""
        with suppress(OSError):
            while chunk := os.read(master, 65536):
                shown += chunk
    os.close(master)
    assert process.returncode == 0
    text = shown.decode("utf-8")
    assert "DOIs looked up" in text
    for outcome in ("found", "not-found"):
        assert outcome in text
    assert "\t" not in text


REFUSED = [
    (["resolve"], "Missing argument"),
    (["resolve", "nowhere.txt"], "nowhere.txt: "),
    (["resolve", "draft.txt", "10.5555/tariffs"], "draft.txt: one draft at a time"),
    (["resolve", "10.5555/tariffs", "--bib-out", "x.bib"], "--bib-out is for the entries of a draft"),
    (["resolve", "draft.txt", "--bib-out", "x.doc"], "x.doc ends in none of .bib, .json, .ris"),
    (["resolve", "draft.txt", "--bib-out", "draft.txt"], "draft.txt ends in none"),
    (["resolve", "draft.txt", "-o", "draft.txt"], "the output would overwrite it"),
    (["resolve", "draft.txt", "--offline", "--refresh"], "--offline and --refresh exclude each other"),
    (["resolve", "draft.txt", "--no-search", "--all"], "--no-search and --all exclude each other"),
    (["resolve", "draft.txt", "--mailto", "nobody"], "“mailto” is an e-mail address, not “nobody”"),
    (["resolve", "draft.txt", "--timeout", "0"], "--timeout"),
    (["check", "draft.txt", "--offline"], "--offline and --refresh go with --resolve"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=lambda value: " ".join(value) if value else "")
def test_what_makes_no_sense_is_refused(run: Run, registry: Registry, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert registry.asked == []


def test_an_address_of_a_registry_that_is_none_is_refused(run: Run) -> None:
    done = run("resolve", "10.5555/tariffs", CITETOOL_DOI_URL="file:///etc/passwd")
    assert done.returncode == 2
    assert "CITETOOL_DOI_URL" in done.stderr


def test_what_is_no_doi_loses_no_other(run: Run) -> None:
    done = run("resolve", "10.5555/tariffs", "10.1/x")
    assert done.returncode == 2
    assert [line.split("\t")[1] for line in done.stdout.splitlines()[1:]] == ["found", "not-checked"]


def test_the_cache_can_be_looked_at_and_removed(run: Run, tmp_path: Path) -> None:
    assert run("cache", "info").stdout.endswith("empty\n")
    run("resolve", "10.5555/tariffs")
    shown = run("cache", "info").stdout
    assert shown.startswith(str(tmp_path / "cache"))
    assert "record\t1\n" in shown
    assert run("cache", "clear").stdout.endswith("removed\n")
    assert run("cache", "info").stdout.endswith("empty\n")


# The DOI that CT404 adds, as the list prints DOIs.

STYLES = {
    "none printed": ("", "pp. 3–9.", "pp. 3–9. https://doi.org/10.5555/tariffs"),
    "an address": (" https://doi.org/10.5555/none", "pp. 3–9.", "pp. 3–9. https://doi.org/10.5555/tariffs"),
    "an old address": (" http://dx.doi.org/10.5555/none.", "pp. 3–9.", "pp. 3–9. http://dx.doi.org/10.5555/tariffs."),
    "doi:": (" doi:10.5555/none.", "pp. 3–9.", "pp. 3–9. doi:10.5555/tariffs."),
    "DOI: with a space": (" DOI: 10.5555/none", "pp. 3–9.", "pp. 3–9. DOI: 10.5555/tariffs"),
    "after a comma": (", doi:10.5555/none", "pp. 3–9.", "pp. 3–9, doi:10.5555/tariffs"),
    "no stop at the end": (" https://doi.org/10.5555/none", "pp. 3–9", "pp. 3–9. https://doi.org/10.5555/tariffs"),
}


@pytest.mark.parametrize(("printed", "ending", "added"), STYLES.values(), ids=STYLES.keys())
def test_a_missing_doi_is_added_as_the_list_prints_dois(
    registry: Registry, printed: str, ending: str, added: str
) -> None:
    stop = "" if printed.startswith(",") else "."
    draft = (
        "Tariffs rose (Lindqvist 2018), and quotas came (Berg 2017).\n\nReferences\n\n"
        f"Berg, B. (2017) ‘Quotas’, Economy Today, 1(2), pp. 13–19{stop if printed else '.'}{printed}\n\n"
        f"Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), {ending}\n"
    )
    manuscript = look_up(understand(read_text("draft.txt", draft)), asking(registry))
    (finding,) = (each for each in check(manuscript, Config()) if each.code == "CT404")
    (edit,) = finding.edits
    mended = draft[: edit.span.start] + edit.text + draft[edit.span.end :]
    assert mended.rstrip().endswith(f"2(1), {added}")
    again = look_up(understand(read_text("draft.txt", mended)), asking(registry))
    assert "CT404" not in {each.code for each in check(again, Config())}
