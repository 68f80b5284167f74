"""`citetool export`: what it reads, what it writes, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citetool.cli import main

DRAFT = """Tariffs rose (Lindqvist 2018).

References

Lindqvist, A. (2018) ‘Über Tariffs’, Economy Today, 2(1), pp. 3–9.

Okafor, B. (2019) *Trade*. London: Harbour.
"""

LIST = "Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.\nno author here\n"

FILES = {
    "draft.txt": DRAFT,
    "list.txt": LIST,
    "list.bib": "@book{okafor19, author = {Okafor, Ben}, title = {Trade}, year = 2019, publisher = {Harbour}}\n",
    "list.json": '[{"id": "okafor19", "type": "book", "title": "Trade", "issued": {"date-parts": [[2019]]}}]\n',
    "list.ris": "TY  - BOOK\nID  - okafor19\nTI  - Trade\nPY  - 2019\nER  - \n",
    "broken.bib": "@book{a, title = {A}}\n@book{b, title = {B\n",
    "named.md": "---\nbibliography: list.bib\n---\nTariffs rose.\n",
    "named-outside.md": "---\nbibliography: ../list.bib\n---\nTariffs rose.\n",
    "no-list.txt": "Tariffs rose.\n",
    "empty.txt": "\n",
    "odd-keys.json": '[{"id": "a b"}, {"id": "c"}, {"id": "A-b"}]',
    "empty.json": "[]",
    "no.json": "{",
}


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["export", *arguments], input=stdin, catch_exceptions=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")


def keys(*arguments: str, stdin: str | None = None) -> list[str]:
    """The keys of what an export to CSL-JSON writes; it must end well."""
    result = run(*arguments, "--to", "csl-json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return [each["id"] for each in json.loads(result.stdout)]


SOURCES = {
    "a draft": (["draft.txt"], ["lindqvist2018", "okafor2019"]),
    "a list": (["list.txt", "--reference-list"], ["lindqvist2018", "noauthor"]),
    "BibTeX": (["list.bib"], ["okafor19"]),
    "CSL-JSON": (["list.json"], ["okafor19"]),
    "RIS": (["list.ris"], ["okafor19"]),
    "new keys": (["list.bib", "--keys", "author-year"], ["okafor2019"]),
    "titles in keys": (["draft.txt", "--keys", "author-title-year"], ["lindqvist2018uber", "okafor2019trade"]),
    "the bibliography that a draft names": (["named.md"], ["okafor19"]),
    "that with new keys": (["named.md", "--keys", "author-year"], ["okafor2019"]),
    "a draft's own keys": (["draft.txt", "--keys", "keep"], ["lindqvist2018", "okafor2019"]),
}


@pytest.mark.parametrize(("arguments", "expected"), SOURCES.values(), ids=SOURCES.keys())
def test_what_is_read(arguments: list[str], expected: list[str]) -> None:
    assert keys(*arguments) == expected


def test_a_bibliography_outside_the_project_isnt_exported() -> None:
    Path("citetool.toml").touch()
    result = run("named-outside.md", "--to", "bibtex")
    assert result.exit_code == 2
    assert "lies outside the draft's project" in result.stderr


STANDARD_INPUT = {
    "a draft": (["-"], "draft.txt", ["lindqvist2018", "okafor2019"]),
    "a list": (["-", "--reference-list"], "list.txt", ["lindqvist2018", "noauthor"]),
    "BibTeX": (["-", "--input-format", "bibtex"], "list.bib", ["okafor19"]),
    "CSL-JSON": (["-", "--input-format", "csl-json"], "list.json", ["okafor19"]),
    "RIS": (["-", "--input-format", "ris"], "list.ris", ["okafor19"]),
}


@pytest.mark.parametrize(("arguments", "name", "expected"), STANDARD_INPUT.values(), ids=STANDARD_INPUT.keys())
def test_standard_input(arguments: list[str], name: str, expected: list[str]) -> None:
    assert keys(*arguments, stdin=FILES[name]) == expected


@pytest.mark.parametrize(
    ("target", "start"),
    [
        ("bibtex", "@article{lindqvist2018,"),
        ("biblatex", "@article{lind"),
        ("csl-json", "[\n  {"),
        ("ris", "TY  - JOUR\n"),
    ],
)
def test_every_format_can_be_written(target: str, start: str) -> None:
    result = run("draft.txt", "--to", target)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(start)
    assert "Über" in result.stdout


def test_a_draft_keeps_its_entries_as_printed_in_csl_json() -> None:
    first = json.loads(run("draft.txt", "--to", "csl-json").stdout)[0]
    assert first["custom"]["text"] == DRAFT.split("\n\n")[2]


def test_accents_as_latex_commands() -> None:
    assert r"{\"U}ber" in run("draft.txt", "--to", "biblatex", "--ascii").stdout


def test_to_a_file() -> None:
    result = run("draft.txt", "--to", "ris", "-o", "out.ris")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert Path("out.ris").read_bytes().decode() == run("draft.txt", "--to", "ris").stdout


def test_what_is_broken_is_said_and_the_rest_comes_out() -> None:
    result = run("broken.bib", "--to", "bibtex")
    assert result.exit_code == 0
    assert result.stderr.startswith("citetool: broken.bib:2: ")
    assert result.stdout.startswith("@booklet{a,")


def test_keys_that_are_changed_are_said() -> None:
    result = run("odd-keys.json", "--to", "bibtex")
    said = "citetool: odd-keys.json: keys that BibTeX can't hold or tell apart are changed: "
    assert result.stderr == said + "“a b” is “a-b”, “A-b” is “A-b-2”\n"
    assert run("odd-keys.json", "--to", "csl-json").stderr == ""


LEFT_OUT = {
    "rich.bib": (
        "@xdata{x, publisher = {P}}\n"
        "@book{b, title = {B}, year = 2019, abstract = {…}, Keywords = {piers}, xdata = {x}}\n"
        "@inbook{a, title = {A}, crossref = {b}, abstract = {…}, issn = {}, userf = {a}, usera = {I}}\n",
        "abstract (2), keywords (1)",
    ),
    "rich.ris": (
        "TY  - BOOK\nTI  - A\nKW  - a\nKW  - b\nAB  - …\nER  - \nTY  - BOOK\nAB  - …\nER  - \n",
        "AB (2), KW (1)",
    ),
}


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in LEFT_OUT.items()])
def test_fields_that_are_left_out_are_said(name: str, said: str) -> None:
    Path(name).write_text(LEFT_OUT[name][0], encoding="utf-8")
    assert run(name, "--to", "csl-json").stderr == f"citetool: {name}: left out: {said}\n"


@pytest.mark.parametrize("target", ["bibtex", "biblatex", "ris"])
def test_of_what_is_exported_nothing_is_left_out(target: str) -> None:
    assert run("draft.txt", "--to", target, "-o", f"out.{target}").exit_code == 0
    input_format = "ris" if target == "ris" else "bibtex"
    assert run(f"out.{target}", "--input-format", input_format, "--to", "csl-json").stderr == ""


REFUSED = {
    "a missing file": (["gone.txt", "--to", "ris"], "gone.txt: no such file"),
    "a missing bibliography": (["gone.bib", "--to", "ris"], "gone.bib: no such file"),
    "a folder": (["sub.bib", "--to", "ris"], "sub.bib: can't be read"),
    "an empty file": (["empty.txt", "--to", "ris"], "empty.txt: the file is empty"),
    "an empty list": (["empty.txt", "--to", "ris", "--reference-list"], "empty.txt: the file is empty"),
    "a draft without a list": (["no-list.txt", "--to", "ris"], "no-list.txt: no reference list in it"),
    "no entries": (["empty.json", "--to", "ris"], "empty.json: no entries in it"),
    "no JSON": (["no.json", "--to", "ris"], "no.json: not JSON: line 1"),
    "the input itself": (["draft.txt", "--to", "ris", "-o", "draft.txt"], "draft.txt: this is a file to read"),
    "the input by another name": (["list.bib", "--to", "bibtex", "-o", "./list.bib"], "./list.bib: this is a file"),
    "an unknown suffix": (["draft.xyz", "--to", "ris"], "draft.xyz: unknown format"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_is_said_and_nothing_is_written(arguments: list[str], message: str) -> None:
    Path("sub.bib").mkdir()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"citetool: {message}")
    assert {name: Path(name).read_text(encoding="utf-8") for name in FILES} == FILES


@pytest.mark.parametrize(
    "arguments", [["draft.txt"], ["draft.txt", "--to", "docx"], ["draft.txt", "--to", "ris", "--ascii"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("arguments", [["check", "draft.txt"], ["show", "draft.txt"], ["--version"]])
def test_other_commands_load_neither_exports_nor_bibtexparser(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom citetool.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    heavy = ('bibtexparser', 'citetool.exports', 'citetool.references.bibliography')\n"
        "    sys.exit(3 if any(name in sys.modules for name in heavy) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    assert done.returncode == 0
