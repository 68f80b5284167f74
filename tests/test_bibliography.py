"""Entries from BibTeX files."""

from __future__ import annotations

from pathlib import Path

import pytest

from citetool.errors import UnreadableInput
from citetool.model import Date, Name
from citetool.references.bibliography import load_bibliography

BIB = r"""
@string{ps = "Port Studies"}
@comment{not an entry}
@article{abara2016,
  author = {Abara, Ngozi and van Dael, Luc and {European Harbour Service}},
  title = {The {Harbour} Question: {\"U}ber Piers},
  journal = ps, year = 2016, month = nov, volume = 68, number = {4}, pages = {699--725},
  doi = {https://doi.org/10.1000/XYZ.1},
}
@incollection{brandt2010,
  author = {Brandt, A. and others}, editor = {Holm, Mia}, title = {Ships}, booktitle = {The Sea}, date = {2010-05-03}
}
"""


def write(folder: Path, text: str, name: str = "list.bib") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_fields_of_both_dialects(tmp_path: Path) -> None:
    article, chapter = load_bibliography([write(tmp_path, BIB)]).references
    item = article.item
    assert item.type == "article-journal"
    assert item.author == (
        Name(family="Abara", given="Ngozi"),
        Name(family="Dael", given="Luc", particle="van"),
        Name(literal="European Harbour Service"),
    )
    assert item.title == "The Harbour Question: Über Piers"
    assert (item.container_title, item.volume, item.issue, item.page) == ("Port Studies", "68", "4", "699–725")
    assert item.issued is not None
    assert (item.issued.year, item.issued.month) == (2016, 11)
    assert item.doi == "10.1000/XYZ.1"
    assert chapter.item.type == "chapter"
    assert chapter.item.container_title == "The Sea"
    assert chapter.item.editor == (Name(family="Holm", given="Mia"),)
    assert chapter.item.issued == Date(2010, 5, 3, text="2010-05-03")
    assert [each.span for each in (article, chapter)] == [None, None]


def test_others_are_et_al(tmp_path: Path) -> None:
    chapter = load_bibliography([write(tmp_path, BIB)]).references[1]
    assert chapter.item.author == (Name(family="Brandt", given="A."),)
    assert chapter.item.et_al


def test_several_files_count_on(tmp_path: Path) -> None:
    one, two = write(tmp_path, BIB, "one.bib"), write(tmp_path, "@misc{x, title = {X}}", "two.bib")
    loaded = load_bibliography([one, two]).references
    assert [each.index for each in loaded] == [0, 1, 2]
    assert [each.key for each in loaded] == ["abara2016", "brandt2010", "x"]


def test_a_broken_entry_is_a_remark_with_its_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, "@book{a, title = {A}}\n\n@book{b, title = {B}\n\n@book{c, title = {C}}\n")
    loaded = load_bibliography([path])
    assert loaded.references[0].key == "a"
    assert any(remark.startswith(f"{path}:3:") for remark in loaded.remarks)


@pytest.mark.parametrize("text", ["", "no entries here", "@comment{x}"])
def test_a_file_without_entries_is_an_error(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"list\.bib"):
        load_bibliography([write(tmp_path, text)])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        load_bibliography([str(tmp_path / "none.bib")])


@pytest.mark.parametrize("month", ["²", "9" * 5000, "13", "spring", ""])
def test_an_odd_month_is_left_out(month: str, tmp_path: Path) -> None:
    path = write(tmp_path, f"@article{{a, title = {{A}}, year = 2019, month = {{{month}}}}}")
    (reference,) = load_bibliography([path]).references
    assert reference.item.issued == Date(2019, text="2019")
