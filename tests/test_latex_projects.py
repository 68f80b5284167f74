"""LaTeX drafts of several files: what is read of them, where findings stand, and what is refused."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from citetool.cli import main
from citetool.config import Config
from citetool.drafts import among, without_parts
from citetool.fixes import apply, fixes_of
from citetool.lint import lint
from citetool.model import Checked, Document, Edit, Finding, Manuscript, Severity, Span
from citetool.readers import read, read_again
from citetool.readers.latex import inclusions, read_latex

PROJECT = Path(__file__).parent / "fixtures" / "keys-latex"
EXPECTED: dict[str, Any] = tomllib.loads((PROJECT / "expected.toml").read_text(encoding="utf-8"))
BIB = "@book{{{key}, author = {{Abara, N.}}, title = {{Piers}}, date = {{2016}}}}\n"


def project(folder: Path, files: dict[str, str]) -> Path:
    """A folder with files, the first of which is the main one."""
    (folder / "citetool.toml").touch()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / next(iter(files))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def found(path: Path, *codes: str) -> dict[str, str]:
    """The key that each finding of some codes quotes first, and the file and line it stands in."""
    (document,) = json.loads(run("check", path, "--format", "json").stdout)["documents"]
    return {
        re.findall("“([^”]+)”", each["message"])[0]: f"{each.get('path', document['path'])}:{each['line']}"
        for each in document["findings"]
        if each["code"] in codes
    }


def test_every_dangling_key_of_a_project_is_found_in_its_file_and_none_falsely() -> None:
    places = {key: place.removeprefix(f"{PROJECT}/") for key, place in found(PROJECT / "main.tex", "CT101").items()}
    assert places == EXPECTED["dangling"]


def test_every_unused_key_of_a_project_is_found_and_none_falsely() -> None:
    assert sorted(found(PROJECT / "main.tex", "CT105")) == EXPECTED["unused"]


CHECKED = re.compile(r"^=> (\S+)$", re.MULTILINE)


@pytest.mark.skipif(
    any(shutil.which(each) is None for each in ("latex", "checkcites"))
    or subprocess.run(["kpsewhich", "biblatex.sty"], capture_output=True, check=False).returncode != 0,
    reason="needs latex, biblatex and checkcites (texlive-bibtex-extra, texlive-luatex)",
)
def test_checkcites_says_the_same_of_a_project(tmp_path: Path) -> None:
    folder = shutil.copytree(PROJECT, tmp_path / "keys")
    subprocess.run(["latex", "-interaction=batchmode", "main"], cwd=folder, capture_output=True, check=True)
    said = {}
    for asked in ("--unused", "--undefined"):
        command = ["checkcites", asked, "--crossrefs", "--backend", "biber", "main.bcf"]
        said[asked] = set(CHECKED.findall(subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout))
    unseen = set(EXPECTED["nocite"])
    assert said["--unused"] - unseen == set(EXPECTED["unused"])
    dangling = set(EXPECTED["dangling"])
    assert said["--undefined"] | (dangling & unseen) == dangling | set(EXPECTED["silenced"])


CHAPTERS = {
    "main.tex": "\\documentclass{book}\n\\bibliography{a}\n\\begin{document}\nOne \\cite{lost}.\n\n"
    "\\input{two/two}\n\\end{document}\n",
    "two/two.tex": "% !TEX root = ../main.tex\nTwo \\cite{gone}, p.67.\n\n\\input{two/three}\n",
    "two/three.tex": "Three\\footnote{\\cite{away}.}\n",
    "a.bib": BIB.format(key="abara2016"),
}  # fmt: skip


def test_what_is_included_is_read_in_place(tmp_path: Path) -> None:
    document = read(str(project(tmp_path, CHAPTERS)))
    assert document.text == "One (lost).\n\nTwo (gone), p.67.\n\nThree¹\n\n¹ (away)."
    assert document.remarks == ()
    assert [Path(each.path).name for each in document.included] == ["two.tex", "three.tex"]


def test_words_stand_in_the_file_that_has_them(tmp_path: Path) -> None:
    document = read(str(project(tmp_path, CHAPTERS)))
    for word, name, line in [("lost", "main.tex", 4), ("gone", "two/two.tex", 2), ("away", "two/three.tex", 1)]:
        start = document.text.index(word)
        span = Span(start, start + len(word))
        place = document.position(start)
        assert (Path(place.path), place.line) == (tmp_path / name, line)
        assert document.printed(span) == word
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text[slice(*document.span_in_file(span))] == word
        assert document.stands_whole(span) == (name == "main.tex")


def test_a_span_that_goes_on_in_another_file_ends_with_its_own(tmp_path: Path) -> None:
    path = project(tmp_path, {"main.tex": "One \\input{a}two", "a.tex": "inner "})
    document = read(str(path))
    assert document.text == "One inner two"
    assert document.printed(Span(0, len(document.text))) == "One \\input{a}two"
    assert not document.stands_whole(Span(0, len(document.text)))
    assert document.printed(Span(4, 13)) == "inner "


REPORTS = {
    "text": "{folder}/two/two.tex:2:11: CT101",
    "github": "::error file={folder}/two/two.tex,line=2,endLine=2,col=11,endColumn=15,",
    "gitlab": '"path": "{folder}/two/two.tex"',
    "sarif": '"uri": "file://{folder}/two/two.tex"',
    "junit": 'name="CT101 {folder}/two/two.tex line 2"',
    "markdown": "two/two.tex line 2 |",
    "json": '"path": "{folder}/two/two.tex"',
}


@pytest.mark.parametrize(("name", "shown"), REPORTS.items(), ids=REPORTS.keys())
def test_every_report_names_the_file_of_a_finding(name: str, shown: str, tmp_path: Path) -> None:
    path = project(tmp_path, CHAPTERS)
    assert shown.format(folder=tmp_path) in run("check", path, "--format", name).stdout


def checked(*paths: Path) -> list[str]:
    """The names of the drafts that a run checks."""
    report = lint(tuple(map(str, paths)), Config())
    return [Path(each.manuscript.document.path).name for each in report.documents]


def test_chapters_are_checked_with_their_main_file(tmp_path: Path) -> None:
    path = project(tmp_path, CHAPTERS)
    assert checked(tmp_path) == ["main.tex"]
    assert checked(tmp_path / "two" / "two.tex", path) == ["main.tex"]
    assert checked(tmp_path / "two" / "two.tex") == ["two.tex"]
    assert checked(tmp_path / "two") == ["two.tex"]


def test_files_that_include_each_other_are_not_lost(tmp_path: Path) -> None:
    project(tmp_path, {"a.tex": "\\input{a}\\input{b}One", "b.tex": "Two\\input{a}"})
    assert checked(tmp_path) == ["a.tex"]


def test_a_draft_has_changed_where_a_part_of_it_has(tmp_path: Path) -> None:
    path = project(tmp_path, CHAPTERS)
    changed = frozenset([(tmp_path / "two" / "three.tex").resolve()])
    assert among([str(path)], changed) == (str(path),)
    (tmp_path / "a.bib").write_text("", encoding="utf-8")
    assert among([str(tmp_path / "a.bib")], changed) == ()


def test_a_chapter_alone_has_the_bibliography_and_the_style_of_its_main_file(tmp_path: Path) -> None:
    preamble = "\\documentclass{book}\\usepackage[style=verbose]{biblatex}\\addbibresource{a.bib}\\nocite{nowhere}\n"
    body = "\\begin{document}\\title{Not read}\\input{two/two}\\cite{other}\\bibliography{sub/b}\\end{document}"
    chapter = "% !TEX root = ../main.tex\nTwo\\autocite{abara2016} and \\cite{lost}."
    files = {"main.tex": preamble + body, "two/two.tex": chapter, "a.bib": CHAPTERS["a.bib"]}
    project(tmp_path, {**files, "sub/b.bib": BIB.format(key="holm2018").replace("Abara", "Holm")})
    document = read(str(tmp_path / "two" / "two.tex"))
    assert document.bibliographies == ("../a.bib", "../sub/b.bib")
    assert document.text == "Two¹ and (lost).\n\n¹ abara2016"
    assert list(found(tmp_path / "two" / "two.tex", "CT101", "CT105")) == ["lost"]


def test_a_chapter_alone_includes_what_it_would_from_its_main_file(tmp_path: Path) -> None:
    project(tmp_path, CHAPTERS)
    document = read(str(tmp_path / "two" / "two.tex"))
    assert document.text == "Two (gone), p.67.\n\nThree¹\n\n¹ (away)."
    assert document.remarks == ()


def test_a_subfile_is_read_without_its_own_preamble(tmp_path: Path) -> None:
    part = "\\documentclass[../main.tex]{subfiles}\n\\begin{document}\nTwo \\cite{lost}.\n\\end{document}\nno"
    preamble = "\\documentclass{a}\\usepackage{subfiles}\\addbibresource{a.bib}"
    body = "\\begin{document}One\n\n\\subfile{sub/two}\\end{document}"
    path = project(tmp_path, {"main.tex": preamble + body, "sub/two.tex": part, "a.bib": CHAPTERS["a.bib"]})
    assert read(str(path)).text == "One\n\nTwo (lost)."
    assert read(str(tmp_path / "sub" / "two.tex")).bibliographies == ("../a.bib",)


def test_parts_beside_the_draft_s_own_folder_are_read_and_so_are_theirs(tmp_path: Path) -> None:
    files = {
        "src/main.tex": "\\input{../parts/two}",
        "parts/two.tex": "Two \\subfile{deep/three}",
        "parts/deep/three.tex": "three",
    }
    assert read(str(project(tmp_path, files))).text == "Two three"


def test_a_report_goes_over_no_file_that_a_draft_includes(tmp_path: Path) -> None:
    path = project(tmp_path, CHAPTERS)
    done = run("check", path, "-o", tmp_path / "two" / "two.tex")
    assert done.exit_code == 2
    assert (tmp_path / "two" / "two.tex").read_text(encoding="utf-8") == CHAPTERS["two/two.tex"]


def test_what_bibtex_made_of_a_bibliography_stands_for_it_where_it_is_missing(tmp_path: Path) -> None:
    printed = "\\begin{thebibliography}{1}\n\\bibitem[{Abara(2016)}]{a}\nN.~Abara.\n\\newblock \\emph{Piers}. 2016.\n"
    files = {"main.tex": "One \\cite{a,lost}.\n\n\\bibliography{a}", "main.bbl": printed + "\\end{thebibliography}"}
    path = project(tmp_path, files)
    assert list(found(path, "CT101", "CT105")) == ["lost"]
    (tmp_path / "a.bib").write_text(BIB.format(key="lost"), encoding="utf-8")
    assert list(found(path, "CT101", "CT105")) == ["a"]


def test_import_reads_from_its_folder(tmp_path: Path) -> None:
    files = {
        "main.tex": "\\import{sub/}{two}",
        "sub/two.tex": "Two \\subimport{deep}{three}",
        "sub/deep/three.tex": "three",
    }
    assert read(str(project(tmp_path, files))).text == "Two three"


def test_only_what_is_missing_or_refused_is_told(tmp_path: Path) -> None:
    path = project(
        tmp_path, {"main.tex": "One\\input{none}\\input{pictures/a.tikz}\\input{empty} two", "empty.tex": ""}
    )
    document = read(str(path))
    assert document.text == "One two"
    assert document.remarks == ("none: no such file, so what it says isn't checked",)
    assert document.lacks == ("text",)


def outside(tmp_path: Path, included: str) -> Document:
    """A draft in a project that includes something, beside which there is a secret."""
    (tmp_path / "secret.tex").write_text("Secret", encoding="utf-8")
    (tmp_path / "own").mkdir()
    return read(str(project(tmp_path / "own", {"main.tex": f"One\n\n\\input{{{included}}}"})))


def test_an_inclusion_by_path_traversal_is_refused(tmp_path: Path) -> None:
    document = outside(tmp_path, "../secret")
    assert document.text == "One"
    assert document.remarks == ("../secret.tex: lies outside the draft's project and isn't read",)


def test_an_inclusion_by_absolute_path_is_refused(tmp_path: Path) -> None:
    document = outside(tmp_path, str(tmp_path / "secret.tex"))
    assert document.text == "One"
    assert "lies outside the draft's project" in document.remarks[0]


def test_an_inclusion_behind_a_symlink_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link.tex").symlink_to(tmp_path / "secret.tex")
    (tmp_path / "secret.tex").write_text("Secret", encoding="utf-8")
    document = read(str(project(tmp_path / "own", {"main.tex": "One\n\n\\input{link}"})))
    assert document.text == "One"
    assert document.remarks == ("link.tex: lies outside the draft's project and isn't read",)


def test_a_main_file_outside_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text("\\bibliography{a}", encoding="utf-8")
    (tmp_path / "own").mkdir()
    document = read(str(project(tmp_path / "own", {"two.tex": "% !TEX root = ../main.tex\nTwo"})))
    assert document.bibliographies == ()
    assert document.remarks == ("../main.tex: lies outside the draft's project and isn't read",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = project(tmp_path, {"main.tex": "One\\input{pipe}"})
    os.mkfifo(tmp_path / "pipe.tex")
    assert read(str(path)).remarks == ("pipe: no such file, so what it says isn't checked",)


def test_an_inclusion_of_itself_ends(tmp_path: Path) -> None:
    path = project(tmp_path, {"main.tex": "One \\input{a}", "a.tex": "two \\input{b}", "b.tex": "three \\input{a}"})
    document = read(str(path))
    assert document.text == "One two three"
    assert document.remarks == (f"in {tmp_path / 'b.tex'}: a: includes itself, and is read once",)


def test_billions_of_inclusions_are_not_read(tmp_path: Path) -> None:
    files = {"main.tex": "\\input{a0}"}
    files |= {f"a{number}.tex": f"laugh \\input{{a{number + 1}}}\\input{{a{number + 1}}}" for number in range(40)}
    start = time.perf_counter()
    document = read(str(project(tmp_path, files)))
    assert len(document.text) < 10 * inclusions.MOST
    assert any("included through more than" in each for each in document.remarks)
    assert any("files are included before it" in each for each in document.remarks)
    without_parts([str(each) for each in tmp_path.glob("*.tex")])
    assert time.perf_counter() - start < 20


def test_inclusions_are_read_up_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inclusions, "LARGEST", 1000)
    document = read(str(project(tmp_path, {"main.tex": "\\input{a}" * 5, "a.tex": "x" * 300})))
    assert document.text == "x" * 900
    assert "longer than 1,000 characters" in document.remarks[0]


def test_a_draft_is_read_again_with_the_files_that_it_was_read_with(tmp_path: Path) -> None:
    path = project(tmp_path, CHAPTERS)
    document = read(str(path))
    (tmp_path / "two" / "two.tex").write_text("Changed meanwhile.", encoding="utf-8")
    assert read_again(document, document.source or "") == document


def test_only_the_draft_s_own_file_is_mended(tmp_path: Path) -> None:
    spaced = "\\cite[p.~3]{a} \\cite[p.~4]{a} \\cite[p.~5]{a}"
    files = {
        "main.tex": f"{spaced} \\cite[p.12]{{a}}.\n\n\\input{{two}}\n\\bibliography{{a}}",
        "two.tex": "\\cite[p.67]{a}",
    }
    path = project(tmp_path, {**files, "a.bib": BIB.format(key="a")})
    before = lint((str(path),), Config()).documents[0].findings
    assert [each.code for each in before] == ["CT502", "CT502"]
    assert run("check", path, "--fix").exit_code == 0
    assert path.read_text(encoding="utf-8") == files["main.tex"].replace("p.12", "p. 12")
    assert (tmp_path / "two.tex").read_text(encoding="utf-8") == files["two.tex"]


def test_an_entry_whose_key_would_stay_behind_is_not_moved(tmp_path: Path) -> None:
    names = ["Abara", "Brandt", "Corelli", "Dahl", "Fisk", "Eld", "Grieg", "Holm"]
    entries = "".join(f"\\bibitem{{{name.lower()}}}\n{name}, N. (2016) Piers. Oslo: Harbour.\n\n" for name in names)
    cites = ",".join(name.lower() for name in names)
    source = f"\\cite{{{cites}}}\n\n\\begin{{thebibliography}}{{9}}\n{entries}\\end{{thebibliography}}\n"
    path = project(tmp_path, {"main.tex": source})
    (finding,) = lint((str(path),), Config()).documents[0].findings
    assert (finding.code, finding.edits) == ("CT302", ())


def edits_of(source: str, edit: Edit) -> list[str]:
    """What comes of an edit in the file of a LaTeX draft."""
    document = read_latex("draft.tex", source)
    finding = Finding("CT502", "page-spacing", Severity.NOTE, "A defect", edit.span, edits=(edit,))
    checked = Checked(Manuscript(document), (finding,))
    return [apply(source, fix.edits) for fix in fixes_of(checked, source, unsafe=True)]


EDITS = {
    "plain words": ("One two", Edit(Span(4, 7), "three"), ["One three"]),
    "words behind markup": ("\\emph{One} two", Edit(Span(4, 7), "three"), ["\\emph{One} three"]),
    "words in markup": ("\\emph{One} two", Edit(Span(0, 3), "three"), ["\\emph{three} two"]),
    "words with markup within": ("\\emph{One} two", Edit(Span(0, 7), "three"), []),
    "a dash": ("One-two", Edit(Span(3, 4), "–"), ["One--two"]),
    "an accent": ("caf\\'e", Edit(Span(3, 4), "e"), ["cafe"]),
    "an ampersand": ("One two", Edit(Span(4, 7), "& three"), []),
    "a paragraph": ("One two", Edit(Span(4, 7), "\n\nthree"), []),
}
"""Source, an edit of its text, and what comes of it."""


@pytest.mark.parametrize(("source", "edit", "mended"), EDITS.values(), ids=EDITS.keys())
def test_edits_leave_markup_alone(source: str, edit: Edit, mended: list[str]) -> None:
    assert edits_of(source, edit) == mended


def test_dashes_are_mended_as_latex_writes_them(tmp_path: Path) -> None:
    source = (
        "".join(f"One \\cite[pp.~{page}--9]{{a}}.\n" for page in range(1, 7)) + "\\cite[pp.~3-8]{a}\n\\bibliography{a}"
    )
    path = project(tmp_path, {"main.tex": source, "a.bib": BIB.format(key="a")})
    assert run("check", path, "--fix").exit_code == 0
    assert path.read_text(encoding="utf-8") == source.replace("3-8", "3--8")


def test_what_tex_takes_for_more_than_itself_is_not_put_in(tmp_path: Path) -> None:
    entries = "\\begin{thebibliography}{1}\\bibitem{a} Berg \\& Holm (2018) Piers. Oslo: Harbour.\\end{thebibliography}"
    source = f"It rose (\\emph{{Berg}} \\& Holm 2017), and (Berg \\& Holm 2017).\n\n{entries}"
    path = project(tmp_path, {"main.tex": source})
    run("check", path, "--fix", "--unsafe-fixes")
    assert path.read_text(encoding="utf-8") == source.replace("Holm 2017", "Holm 2018")


LINES = """\\begin{document}
Piers \\cite{lost} matter, and \\cite{found} is % citetool: ignore CT101 -- reason
here, but \\cite{gone} isn't.\\footnote{Not \\cite{far}
nor \\cite{away} % citetool: ignore CT101 -- reason
at all.}

% citetool: ignore CT101 -- reason
\\cite{other} and
\\cite{another}.

\\begin{itemize} % citetool: ignore CT101 -- about the next paragraph
\\item \\cite{last}
\\end{itemize}
\\bibliography{a}
\\end{document}
"""


def test_comments_are_about_their_line_or_their_paragraph(tmp_path: Path) -> None:
    path = project(tmp_path, {"main.tex": LINES, "a.bib": BIB.format(key="a")})
    assert sorted(found(path, "CT101")) == ["far", "gone"]


def test_aliases_hosts_and_members_of_sets_are_used_with_what_is_cited(tmp_path: Path) -> None:
    entries = (
        "@book{a, ids = {old, older}, title = {A}}\n@inbook{b, title = {B}, crossref = {c}}\n@book{c, title = {C}}\n"
        "@set{d, entryset = {e, f}}\n@book{e, title = {E}}\n@book{f, title = {F}}\n@book{g, title = {G}}\n"
    )
    path = project(tmp_path, {"main.tex": "One \\cite{older,b,d}.\\bibliography{a}", "a.bib": entries})
    assert list(found(path, "CT101", "CT105")) == ["g"]


HINTS = {
    "Abara2016": "the entry's key is “abara2016”; keys are told apart by case",
    "abara2017": "the most similar key is “abara2016”",
    "wholly": None,
}


@pytest.mark.parametrize(("key", "hint"), HINTS.items(), ids=HINTS.keys())
@pytest.mark.parametrize("command", ["cite", "nocite"])
def test_the_key_that_may_be_meant_is_named(command: str, key: str, hint: str | None, tmp_path: Path) -> None:
    source = f"One \\cite{{abara2016}}, \\{command}{{{key}}}.\\bibliography{{a}}"
    path = project(tmp_path, {"main.tex": source, "a.bib": BIB.format(key="abara2016")})
    (finding,) = lint((str(path),), Config()).documents[0].findings
    assert (finding.code, finding.hint) == ("CT101", hint)


def test_no_entry_is_called_unused_where_a_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(
        "@book{abara, author = {Abara, N.}, title = {Piers}, year = 2016}", encoding="utf-8"
    )
    path = tmp_path / "main.tex"
    for included, codes in (("\\input{lost}", []), ("", ["CT105"])):
        path.write_text(
            f"\\begin{{document}}\\addbibresource{{refs.bib}}Piers \\cite{{lund}}.{included}\\end{{document}}",
            encoding="utf-8",
        )
        (checked,) = lint((str(path),), Config()).documents
        assert [each.code for each in checked.findings if each.code == "CT105"] == codes
