"""Which drafts are meant: files, folders, patterns, and what git says of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from citetool.cli import main
from citetool.config import Config
from citetool.drafts import changed_since, find_drafts
from citetool.errors import CitetoolError, UnreadableInput
from citetool.lint import lint

FILES = ["a.txt", "b.md", "c.doc", "old/d.txt", "old/deep/e.md", ".hidden/f.txt", "build/g.txt", "data.log"]


def git(folder: Path, *arguments: str) -> None:
    names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Nothing is cited.\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def repository(folder: Path) -> Path:
    (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "a.txt", "old", ".gitignore")
    git(folder, "commit", "-qm", "All")
    return folder


def found(path: Path | str, top: Path, exclude: tuple[str, ...] = ()) -> list[str]:
    return [Path(each).relative_to(top).as_posix() for each in find_drafts(str(path), exclude)]


def test_a_folder_stands_for_its_drafts(folder: Path) -> None:
    assert found(folder, folder) == ["a.txt", "b.md", "build/g.txt", "old/d.txt", "old/deep/e.md"]


def test_what_word_keeps_beside_an_open_draft_is_passed_over(folder: Path) -> None:
    (folder / "~$a.docx").write_bytes(b"\x05Dana")
    assert "~$a.docx" not in found(folder, folder)


@pytest.mark.parametrize("name", ["a.pdf", "a.dotx", "a.ott"])
def test_what_is_no_draft_of_its_own_is_read_where_it_is_named_and_not_for_its_folder(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"%PDF-1.7")
    assert name not in found(folder, folder)
    assert found(folder / name, folder) == [name]
    assert found(folder / f"*.{name[2:]}", folder) == [name]


def test_what_git_ignores_is_passed_over_and_what_it_doesn_t_know_yet_is_not(repository: Path) -> None:
    assert found(repository, repository) == ["a.txt", "b.md", "old/d.txt", "old/deep/e.md"]
    assert found(repository / "old", repository) == ["old/d.txt", "old/deep/e.md"]


def test_a_draft_that_is_gone_is_passed_over(repository: Path) -> None:
    (repository / "a.txt").unlink()
    assert "a.txt" not in found(repository, repository)


def test_a_folder_that_git_ignores_as_a_whole_has_no_drafts(repository: Path) -> None:
    with pytest.raises(UnreadableInput, match="no drafts in this folder"):
        find_drafts(str(repository / "build"))


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "build/g.txt", "old/d.txt"]),
        ("o*/*.txt", ["old/d.txt"]),
        ("[ab].*", ["a.txt", "b.md"]),
        ("old/deep/?.md", ["old/deep/e.md"]),
    ],
)
def test_a_pattern_stands_for_what_fits_it(folder: Path, pattern: str, names: list[str]) -> None:
    assert [each for each in found(folder / pattern, folder) if ".hidden" not in each] == names


def test_a_pattern_that_nothing_fits_is_told(folder: Path) -> None:
    with pytest.raises(UnreadableInput, match="none that fits it as a pattern"):
        find_drafts(str(folder / "*.tex"))


def test_a_file_whose_name_looks_like_a_pattern_is_meant_itself(folder: Path) -> None:
    (folder / "draft [2].txt").write_text("Nothing.\n", encoding="utf-8")
    assert found(folder / "draft [2].txt", folder) == ["draft [2].txt"]


def test_changed_and_new_drafts_are_told_by_git(repository: Path) -> None:
    (repository / "old" / "d.txt").write_text("Changed.\n", encoding="utf-8")
    (repository / "old" / "deep" / "e.md").unlink()
    names = {each.relative_to(repository.resolve()).as_posix() for each in changed_since("HEAD", repository / "old")}
    assert {each for each in names if not each.startswith(".hidden")} == {"b.md", "c.doc", "data.log", "old/d.txt"}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~9"])
def test_a_revision_that_is_none_is_told(repository: Path, revision: str) -> None:
    with pytest.raises(CitetoolError, match=r"git: |is no revision"):
        changed_since(revision, repository)
    assert not (repository / "x").exists()


def test_only_changed_drafts_are_checked(repository: Path) -> None:
    (repository / "b.md").unlink()
    (repository / "old" / "d.txt").write_text(
        "It rose (Abel 2018).\n\nReferences\n\nBerg, B. (2017) Fall. Oslo: Pier.\n", "utf-8"
    )
    done = CliRunner().invoke(main, ["check", str(repository), "--changed-since", "HEAD"])
    assert {line.split(":")[0] for line in done.stdout.splitlines()[:-1]} == {str(repository / "old" / "d.txt")}
    assert done.exit_code == 1
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "More")
    assert CliRunner().invoke(main, ["check", str(repository), "--changed-since", "HEAD"]).exit_code == 0


def test_a_draft_that_isn_t_there_is_told_whatever_has_changed(repository: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(repository / "nowhere.txt"), "--changed-since", "HEAD"])
    assert done.exit_code == 2
    assert "no such file" in done.stderr


def test_a_link_to_itself_costs_the_other_drafts_nothing(repository: Path) -> None:
    for name in ("loop.md", "loop.tex"):
        (repository / name).symlink_to(repository / name)
    (repository / "new.md").write_text("Nothing.\n", encoding="utf-8")
    paths = [str(repository / name) for name in ("loop.md", "loop.tex", "new.md")]
    for options in ([], ["--changed-since", "HEAD"], ["--format", "sarif"]):
        done = CliRunner().invoke(main, ["check", *paths, *options])
        assert done.exit_code == 2
        assert "loop.md: can't be read" in done.stderr
        assert "new.md" not in done.stderr


def test_without_a_repository_nothing_can_have_changed(folder: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(folder), "--changed-since", "HEAD"])
    assert done.exit_code == 2
    assert "git: " in done.stderr


def test_a_changed_bibliography_concerns_the_drafts_that_may_name_it(repository: Path) -> None:
    (repository / "refs.bib").write_text("@book{a, title = {Piers}}\n", encoding="utf-8")
    report = lint((str(repository),), Config(), since="HEAD")
    paths = {each.manuscript.document.path for each in report.documents} | {each.path for each in report.failures}
    assert sorted(Path(each).name for each in paths) == ["b.md", "e.md"]
    everything = lint((str(repository),), Config(bibliography=(str(repository / "refs.bib"),)), since="HEAD")
    assert len(everything.documents) + len(everything.failures) == len(found(repository, repository))


def test_what_is_excluded_is_so_from_every_folder(folder: Path) -> None:
    assert found(folder / "old", folder / "old", ("old/d.txt",)) == ["deep/e.md"]
