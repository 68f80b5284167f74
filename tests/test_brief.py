"""The main job, on the sample brief: all its citations are linked, and what doesn't add up is said."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from citetool.config import Config
from citetool.exports import export
from citetool.lint import lint
from citetool.model import Checked, Form, Report, Status
from citetool.readers import read
from citetool.references import label_references
from citetool.references.bibliography import load_bibliography
from citetool.reports.text import render_text

DATA = Path(__file__).parent.parent / "data"
CONFIG = Config(today=date(2026, 6, 1))


@pytest.fixture(scope="module")
def brief() -> Checked:
    (checked,) = lint((str(DATA / "brief.txt"),), CONFIG).documents
    return checked


def test_its_notes_and_entries_are_all_read(brief: Checked) -> None:
    manuscript = brief.manuscript
    numbers = [note.number for note in manuscript.document.notes if note.number is not None]
    assert numbers == list(range(1, 111))
    assert len(manuscript.references) == 88
    assert all(reference.item.contributors or reference.item.title for reference in manuscript.references)


def test_its_citations_are_linked(brief: Checked) -> None:
    manuscript = brief.manuscript
    pairs = [
        (citation, link)
        for citation, link in zip(manuscript.citations, manuscript.links, strict=True)
        if citation.note is not None
    ]
    assert len(pairs) == 136
    assert Counter(link.status for _, link in pairs) == {Status.LINKED: 125, Status.NEAR: 7, Status.MISSING: 4}
    unlinked = [citation.note for citation, link in pairs if link.status is Status.MISSING]
    assert unlinked == ["54", "66", "69", "78"]


FOUND = {
    "CT103": ["17"],
    "CT104": ["5", "9", "17", "17", "18", "92"],
    "CT106": ["54", "69"],
    "CT107": ["66", "78"],
    "CT501": ["102"],
    "CT502": ["76", "77", "93"],
    "CT504": ["32", "72"],
}


@pytest.mark.parametrize(("code", "notes"), FOUND.items(), ids=FOUND.keys())
def test_what_is_wrong_in_its_notes(code: str, notes: list[str], brief: Checked) -> None:
    document = brief.manuscript.document
    found = [document.note_at(each.span.start) for each in brief.findings if each.code == code]
    assert [note.label for note in found if note] == notes


LISTED = {
    "CT302": ["Loth"],
    "CT303": ["NATO"],
    "CT304": ["Kramer", "Ruggie", "Salzman"],
    "CT305": ["Casier", "Romanova"],
    "CT306": ["Saari"],
}


@pytest.mark.parametrize(("code", "names"), LISTED.items(), ids=LISTED.keys())
def test_what_is_wrong_in_its_list(code: str, names: list[str], brief: Checked) -> None:
    text = brief.manuscript.document.text
    found = [text[each.span.start :] for each in brief.findings if each.code == code]
    assert [line[: len(name)] for line, name in zip(found, names, strict=True)] == names


def test_nothing_else_is_said(brief: Checked) -> None:
    assert {each.code for each in brief.findings} == {*FOUND, *LISTED, "CT503"}


def test_entries_from_bibtex_give_the_same_links(brief: Checked) -> None:
    bibliography = load_bibliography([str(DATA / "references.bib")]).references
    (checked,) = lint((str(DATA / "brief.txt"),), CONFIG, bibliography).documents
    # The file has the list's entries, in their order.
    links = {
        citation.span: link.references
        for citation, link in zip(checked.manuscript.citations, checked.manuscript.links, strict=True)
        if citation.note is not None
    }
    manuscript = brief.manuscript
    differing = [
        (citation.text[:50], links.get(citation.span), link.references)
        for citation, link in zip(manuscript.citations, manuscript.links, strict=True)
        if citation.note is not None and citation.form is not Form.URL and links.get(citation.span) != link.references
    ]
    assert differing == []


def test_the_readme_shows_real_output(brief: Checked) -> None:
    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```text\n")[1].split("```")[0].splitlines()
    printed = render_text(Report((brief,))).replace(str(DATA), "data").splitlines()
    assert [line for line in shown if line not in printed] == []


def test_its_list_in_biblatex_is_the_file_beside_it() -> None:
    references = label_references(read(str(DATA / "brief.txt")))
    assert export(references, "biblatex") == (DATA / "references.bib").read_text(encoding="utf-8")
