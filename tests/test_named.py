"""Bibliography files that a draft names: which are read, and what the keys mean that it cites."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from citetool.cli import main
from citetool.config import Config
from citetool.errors import UnreadableInput
from citetool.lint import understand
from citetool.model import Document, Finding, KeyedCite, Span
from citetool.readers.project import named_file
from citetool.references.named import with_named
from citetool.rules import check

BIB = """@book{abara2016, author = {Abara, Ngozi}, title = {Piers}, year = {2016}, publisher = {Harbour}}
@article{corelli2018, author = {Corelli, Tina}, title = {Ports}, year = {2018}, journal = {Port Studies},
  pages = {3--9}}
"""


def draft(folder: Path, *keys: str, files: tuple[str, ...] = ("refs.bib",), also: tuple[str, ...] = ()) -> Document:
    """A draft that cites by keys, each on a page."""
    text = "Piers matter: "
    keyed = []
    for key in keys:
        keyed.append(KeyedCite(Span(len(text), len(text) + len(key)), key))
        text += f"{key}, p. 12; "
    return Document(str(folder / "a.md"), "text", text, keyed=tuple(keyed), also_cited=also, bibliographies=files)


def findings(document: Document) -> list[Finding]:
    named = with_named(document)
    return list(check(understand(named.document, named.references), Config()))


def told(document: Document) -> list[tuple[str, str, str | None]]:
    return [(each.code, document.text[each.span.start : each.span.end], each.hint) for each in findings(document)]


CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...], list[tuple[str, str, str | None]]]] = {
    "all cited": (("abara2016", "corelli2018"), (), [("CT108", "p. 12", None)]),
    "one unused": (("abara2016",), (), [("CT105", "", None)]),
    "one cited without a place": (("abara2016",), ("corelli2018",), []),
    "all cited without a place": (("abara2016",), ("*",), []),
    "unknown, like one": (
        ("abara2016", "corelli2018", "abarra2016"), (),
        [("CT108", "p. 12", None),
         ("CT101", "abarra2016, p. 12", "the most similar key is “abara2016”")],
    ),
    "unknown, like none": (("abara2016", "xyz"), ("*",), [("CT101", "xyz, p. 12", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "also", "expected"), CASES.values(), ids=CASES.keys())
def test_keys_lead_to_the_bibliography(
    tmp_path: Path, keys: tuple[str, ...], also: tuple[str, ...], expected: list[tuple[str, str, str | None]]
) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    assert sorted(told(draft(tmp_path, *keys, also=also))) == sorted(expected, key=lambda each: each[:2])


def test_a_bibliography_for_many_drafts_is_told_of_once(tmp_path: Path) -> None:
    many = "".join(
        f"@book{{k{n}, author = {{Abara, N.}}, title = {{Pier {n}}}, year = {{1{n}}}}}\n" for n in range(900, 950)
    )
    (tmp_path / "refs.bib").write_text(BIB + many, encoding="utf-8")
    (finding,) = [each for each in findings(draft(tmp_path, "abara2016")) if each.code == "CT105"]
    assert "51 of the bibliography's 52 entries" in finding.message


@pytest.mark.parametrize("option", ["--output=json:", "--write-baseline="])
def test_no_report_goes_over_a_bibliography(tmp_path: Path, option: str) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "a.md").write_text("---\nbibliography: refs.bib\n---\n\nPiers [@abara2016].\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path / "a.md"), f"{option}{tmp_path / 'refs.bib'}"])
    assert (done.exit_code, (tmp_path / "refs.bib").read_text(encoding="utf-8")) == (2, BIB)


def test_keys_without_a_bibliography_are_a_remark(tmp_path: Path) -> None:
    named = with_named(draft(tmp_path, "abara2016", files=()))
    assert named.document.keyed == ()
    assert "--bib" in named.document.remarks[0]


def test_a_bibliography_that_is_not_there_is_a_problem_and_no_key_is_judged(tmp_path: Path) -> None:
    named = with_named(draft(tmp_path, "abara2016"))
    assert named.document.keyed == ()
    assert named.problems == (f"bibliography {tmp_path / 'refs.bib'}: no such file",)


LACKING = {
    "one of two": ("lost.bib", "no such file"),
    "a broken one": ("broken.bib", "no entries in it"),
    "an address": ("https://harbour.example/refs.bib", "an address; nothing is fetched"),
    "one outside": ("../refs.bib", "outside the draft's project"),
}


@pytest.mark.parametrize(("lost", "problem"), LACKING.values(), ids=LACKING.keys())
def test_beside_a_bibliography_that_cannot_be_read_the_others_are(tmp_path: Path, lost: str, problem: str) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "broken.bib").write_text("@book{x", encoding="utf-8")
    document = draft(tmp_path, "abara2016", "unknown2019", files=("refs.bib", lost))
    named = with_named(document)
    assert [each.key for each in named.references or ()] == ["abara2016", "corelli2018"]
    assert len(named.problems) == 1
    assert f"bibliography {lost}: " in named.problems[0].replace(f"{tmp_path}/", "")
    assert problem in named.problems[0]
    # What is unknown may be in the file that is lost; what is known and not used is not.
    assert [each.code for each in findings(document)] == ["CT105"]


def test_a_blank_bibliography_lacks_no_entry(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "blank.bib").write_text(" \n", encoding="utf-8")
    document = draft(tmp_path, "abara2016", "unknown2019", files=("refs.bib", "blank.bib"))
    assert len(with_named(document).problems) == 1
    assert sorted(each.code for each in findings(document)) == ["CT101", "CT105"]


def test_prose_is_not_judged_by_entries_that_are_lost(tmp_path: Path) -> None:
    text = "So it is (Abara 2016). See https://harbour.example/a and p.7 of it.\n"
    (tmp_path / "a.md").write_text(f"---\nbibliography: lost.bib\n---\n\n{text}", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--no-cache", str(tmp_path / "a.md")])
    assert (done.exit_code, "CT10" in done.stdout, "lost.bib: no such file" in done.stderr) == (2, False, True)


def test_what_is_given_overrules_what_is_named(tmp_path: Path) -> None:
    named = with_named(draft(tmp_path, "abara2016"), ())
    assert (named.references, named.problems) == ((), ())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a secret beside a project, which links to it."""
    (tmp_path / "secret.bib").write_text(BIB, encoding="utf-8")
    inside = tmp_path / "project"
    (inside / "drafts").mkdir(parents=True)
    (inside / "refs.bib").write_text(BIB, encoding="utf-8")
    (inside / "link.bib").symlink_to(tmp_path / "secret.bib")
    (inside / "loop.bib").symlink_to(inside / "loop.bib")
    return inside


@pytest.mark.parametrize("name", ["../secret.bib", "drafts/../../secret.bib", "link.bib", "/etc/hostname"])
def test_nothing_outside_a_project_is_read(project: Path, name: str) -> None:
    with pytest.raises(UnreadableInput, match="outside"):
        named_file(str(project / "a.md"), name)


@pytest.mark.parametrize("name", ["loop.bib", "a\0b"])
def test_a_name_that_leads_nowhere_is_refused(project: Path, name: str) -> None:
    with pytest.raises(UnreadableInput):
        named_file(str(project / "a.md"), name)


@pytest.mark.parametrize("mark", [".git", "citetool.toml", "pyproject.toml"])
def test_a_project_reaches_up_to_its_mark(project: Path, mark: str) -> None:
    with pytest.raises(UnreadableInput, match="outside"):
        named_file(str(project / "drafts" / "a.md"), "../refs.bib")
    (project / mark).touch()
    assert named_file(str(project / "drafts" / "a.md"), "../refs.bib").read_text(encoding="utf-8") == BIB
