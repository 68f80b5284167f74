"""What a reference manager knows behind a citation decides what it means; what is printed is still held against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citetool.lint import understand
from citetool.model import Citation, Document, Link, Manuscript, Span, Status
from citetool.readers.word import read_word
from word_files import cited, field, note, note_reference, p, r, word, work

TIDES = work("Marsh", 2015, "Tides of trade", publisher="Harbour", DOI="10.1000/tides", ISBN="9780000000002")
PIERS = work("Marsh", 2015, "Piers of the north")
LOCKS = work("Okafor", 2012, "Locks and gates")
TWO = ("Marsh, D. Piers of the north. Quay, 2015.", "Marsh, D. Tides of trade. Harbour, 2015.")
LETTERS = ("Marsh, D. (2015a). Piers of the north. Quay.", "Marsh, D. (2015b). Tides of trade. Harbour.")


def manuscript(shown: str, *works: dict[str, object], entries: tuple[str, ...]) -> Manuscript:
    said = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(*works)}", shown)
    body = p("Tides rose in every harbour ", said, ".") + p("References") + "".join(map(p, entries))
    return understand(read_word("a.docx", word(body)))


def links(own: Manuscript) -> list[tuple[Citation, Link]]:
    return list(zip(own.citations, own.links, strict=True))


CASES = {
    "same-names-and-year": ("(Marsh 2015)", (TIDES,), TWO, [(Status.LINKED, (1,))]),
    "the-other-of-them": ("(Marsh 2015)", (PIERS,), TWO, [(Status.LINKED, (0,))]),
    "letter": ("(Marsh 2015b)", (TIDES,), LETTERS, [(Status.LINKED, (1,))]),
    "letter-left-out": ("(Marsh 2015)", (TIDES,), LETTERS, [(Status.NEAR, (1,))]),
    "year-edited-by-hand": ("(Marsh 2016)", (TIDES,), TWO, [(Status.NEAR, (1,))]),
    "year-far-off": ("(Marsh 1999)", (TIDES,), TWO, [(Status.NEAR, (1,))]),
    "two-works": ("(Okafor 2012; Marsh 2015)", (LOCKS, TIDES), (*TWO, "Okafor, D. Locks and gates. Quay, 2012."),
                  [(Status.LINKED, (2,)), (Status.LINKED, (1,))]),
    "both-are-meant": ("(Marsh 2015)", (TIDES, PIERS), TWO, [(Status.AMBIGUOUS, (0, 1))]),
    "a-work-that-isnt-listed": ("(Marsh 2015)", (LOCKS,), TWO, [(Status.AMBIGUOUS, (0, 1))]),
    "another-name-edited-in": ("(Okafor 2012)", (TIDES,), TWO, [(Status.MISSING, ())]),
}  # fmt: skip


@pytest.mark.parametrize(("shown", "works", "entries", "wanted"), CASES.values(), ids=CASES.keys())
def test_links_of_a_managed_citation(
    shown: str,
    works: tuple[dict[str, object], ...],
    entries: tuple[str, ...],
    wanted: list[tuple[Status, tuple[int, ...]]],
) -> None:
    own = manuscript(shown, *works, entries=entries)
    assert [(link.status, link.references) for _, link in links(own)] == wanted


def test_a_year_edited_by_hand_is_told() -> None:
    ((_, link),) = links(manuscript("(Marsh 2016)", TIDES, entries=TWO))
    assert (differs := link.differs_in("year")) is not None
    assert (differs.cited, differs.listed) == ("2016", "2015")


def test_an_entry_takes_the_fields_that_are_known() -> None:
    (piers, tides) = manuscript("(Marsh 2015b)", TIDES, entries=LETTERS).references
    assert (tides.item.author[0].given, tides.item.publisher, tides.item.doi, tides.item.isbn, tides.item.type) == (
        "Dana", "Harbour", "10.1000/tides", "9780000000002", "book",
    )  # fmt: skip
    assert (tides.text, tides.item.issued and tides.item.issued.suffix) == (LETTERS[1], "b")
    assert (piers.item.author[0].given, piers.item.doi) == ("D.", None)


UNLIKE = {
    "another-year": work("Marsh", 2014, "Tides of trade", DOI="10.1000/x"),
    "another-author": work("Okafor", 2015, "Tides of trade", DOI="10.1000/x"),
    "another-title": work("Marsh", 2015, "Tides of war", DOI="10.1000/x"),
    "no-title": work("Marsh", 2015, "", DOI="10.1000/x"),
}


@pytest.mark.parametrize("other", UNLIKE.values(), ids=UNLIKE.keys())
def test_an_entry_of_another_work_stays_as_printed(other: dict[str, object]) -> None:
    own = manuscript("(Marsh 2015)", other, entries=TWO)
    assert [each.item.doi for each in own.references] == [None, None]


def test_entries_that_one_work_fits_both_stay_as_printed() -> None:
    own = manuscript("(Marsh 2015)", TIDES, entries=(TWO[1], TWO[1]))
    assert [each.item.doi for each in own.references] == [None, None]


NOTED = (
    "Marsh, D. (2015) Piers of the north. Oslo: Quay.",
    "Marsh, D. (2012) Tides of trade. Oslo: Harbour.",
    "Okafor, B. (2012) Locks and gates. Oslo: Quay.",
)
NOTES = {
    "author-alone": ("Marsh, p. 3.", work("Marsh", 2012, "Tides of trade"), 1),
    "the-other-author-alone": ("Marsh, p. 3.", PIERS, 0),
}


@pytest.mark.parametrize(("shown", "known", "entry"), NOTES.values(), ids=NOTES.keys())
def test_a_note_by_author_alone_means_the_work_behind_it(shown: str, known: dict[str, object], entry: int) -> None:
    said = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(known)}", shown)
    body = p("Tides rose", note_reference(1), " again", note_reference(2)) + p("References") + "".join(map(p, NOTED))
    own = understand(read_word("a.docx", word(body, footnotes=note(1, "Okafor, p. 9.") + note(2, said))))
    assert [link.references for citation, link in links(own) if citation.note == "2"] == [(entry,)]


COUNCIL = (
    "Harbour Council (2015) ‘Report on the tides of the north’, Oslo: Quay.",
    "Harbour Council (2016) ‘Report on the tides of the north’, Oslo: Quay.",
)


@pytest.mark.parametrize("year", [2015, 2016])
def test_a_note_by_title_means_the_work_behind_it(year: int) -> None:
    known = work("", year, "Report on the tides of the north", author=[{"literal": "Harbour Council"}])
    said = field(
        f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(known)}", "Harbour Council, ‘Report on the tides of the north’, p. 3."
    )
    body = p("Tides rose", note_reference(1)) + p("References") + "".join(map(p, COUNCIL))
    own = understand(read_word("a.docx", word(body, footnotes=note(1, said))))
    assert [link.references for _, link in links(own)] == [(year - 2015,)]


def test_without_the_manager_nothing_tells_the_works_apart() -> None:
    own = manuscript("(Marsh 2015)", TIDES, entries=TWO)
    bare: Document = replace(own.document, managed=())
    assert [link.status for link in understand(bare).links] == [Status.AMBIGUOUS]


def test_a_citation_that_opens_before_the_field_is_its_own() -> None:
    said = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(TIDES)}", "(2015)")
    body = p("As Marsh ", said, " says, tides rose.") + p("References") + "".join(map(p, TWO))
    own = understand(read_word("a.docx", word(body)))
    assert [(link.status, link.references) for link in own.links] == [(Status.LINKED, (1,))]


def test_a_field_in_two_runs_is_one_citation() -> None:
    said = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(TIDES)}", r("(Marsh ") + r("2015)"))
    own = read_word("a.docx", word(p("Tides ", said)))
    assert [each.span for each in own.managed] == [Span(6, 18)]
