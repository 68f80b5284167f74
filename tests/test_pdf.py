"""PDFs are read: columns, paragraphs, notes, pages; and what can't be read is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.errors import UnreadableInput
from citetool.model import Document
from citetool.readers import read
from citetool.readers.pdf import extraction, read_pdf, words
from citetool.readers.pdf.entries import Openings
from citetool.readers.pdf.extraction import Word
from citetool.readers.pdf.lines import Line, in_columns
from citetool.readers.pdf.running import Known, joined, readable
from citetool.readers.pdf.words import Page
from pdf_file import Text, encrypted, form_bomb, lines, pdf

pytest.importorskip("pypdfium2")

FILES = Path(__file__).parent / "fixtures" / "formats"

FULL = "Words that fill a line of the column from its left to its right edge and end"
"""Some 325 points at a size of 10."""

SECONDS = 3
"""Twenty times what is needed; a time that grows squared takes a minute."""


def read_bytes(data: bytes) -> Document:
    return read_pdf("draft.pdf", data)


def paragraphs(data: bytes) -> list[str]:
    return read_bytes(data).text.split("\n\n")


def test_lines_become_paragraphs_where_there_is_space_between() -> None:
    page = lines(50, 700, "A Title", size=16) + lines(50, 660, FULL, "here.") + lines(50, 626, FULL, "there.")
    assert paragraphs(pdf(page)) == ["A Title", f"{FULL} here.", f"{FULL} there."]


def test_very_many_words_that_go_down_step_by_step_are_read_in_little_time() -> None:
    # Each stands beside the one before, and none follows it.
    words_down = [Word("a", 37 * at % 600, 37 * at % 600 + 5, 760 - at / 28, 10) for at in range(20_000)]
    start = time.perf_counter()
    assert sum(len(line.words) for line in in_columns([words_down])[0]) == 20_000
    assert time.perf_counter() - start < SECONDS


def test_an_indent_begins_a_paragraph() -> None:
    page = [Text(62, 700, FULL), *lines(50, 688, FULL, "here."), Text(62, 664, FULL), *lines(50, 652, FULL, "there.")]
    assert paragraphs(pdf(page)) == [f"{FULL} {FULL} here.", f"{FULL} {FULL} there."]


def test_hanging_entries_are_paragraphs_of_their_own() -> None:
    page = [Text(50, 700, "References", 14)]
    for number, name in enumerate(("Abara", "Brandt", "Okafor")):
        page += [
            Text(50, 670 - 24 * number, f"{name}, N. (2016) {FULL}"),
            Text(65, 658 - 24 * number, "Oslo: Harbour."),
        ]
    assert paragraphs(pdf(page)) == [
        "References",
        *(f"{name}, N. (2016) {FULL} Oslo: Harbour." for name in ("Abara", "Brandt", "Okafor")),
    ]


def test_an_entry_goes_on_on_the_next_page() -> None:
    entry = [Text(50, 688, f"Abara, N. (2016) {FULL}"), Text(65, 676, "Oslo: Harbour.")]
    first = [Text(50, 720, "References", 14), *entry, Text(50, 664, f"Brandt, L. (2017) {FULL}")]
    second = [Text(65, 700, "Oslo: Quay."), Text(50, 688, f"Okafor, C. (2018) {FULL}"), Text(65, 676, "Oslo: Pier.")]
    assert paragraphs(pdf(first, second))[2:] == [
        f"Brandt, L. (2017) {FULL} Oslo: Quay.",
        f"Okafor, C. (2018) {FULL} Oslo: Pier.",
    ]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    document = read_bytes(pdf(lines(50, 700, FULL, FULL), lines(50, 700, "here, and ends.", FULL)))
    assert document.text.startswith(f"{FULL} {FULL} here, and ends.")
    pages = [document.position(document.text.index(each)).page for each in ("Words", "here, and")]
    assert pages == [1, 2]


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"left {index} with as many words as it has room for" for index in range(20)]
    right = [f"right {index} with as many words as there is room" for index in range(20)]
    page = [Text(150, 750, "A Title that stands over both of the columns", 16)]
    for y, (one, other) in enumerate(zip(left, right, strict=True)):
        page += [Text(50, 700 - 12 * y, one), Text(310, 700 - 12 * y, other)]
    assert paragraphs(pdf(page)) == [page[0].words, " ".join([*left, *right])]


def test_what_stands_out_of_its_column_is_no_line_of_both() -> None:
    page = []
    for index in range(20):
        page += [
            Text(50, 700 - 12 * index, f"left {index} words of a column that is a"),
            Text(310, 700 - 12 * index, f"right {index} words of the other column"),
        ]
    page[20] = page[20]._replace(words="left 10 https://example.org/an/address/that/is/longer/than/all/of/it")
    text = read_bytes(pdf(page)).text
    assert text.index("left 19") < text.index("right 0 ")


def with_note(label: str, *, size: float = 8, rise: float = 3, label_size: float = 6) -> list[Text]:
    """A page with a marker in its text, and a note at its foot."""
    return [
        *lines(50, 700, *[FULL] * 5, "as Abara says."),
        Text(108, 643.5, "1", 6.5),
        Text(115, 640, "More words."),
        Text(50, 100 + rise, label, label_size),
        Text(60, 100, "Abara 2016, p. 3.", size),
    ]


def notes_of(document: Document) -> list[tuple[str, str, int]]:
    return [
        (note.label, document.text[note.span.start : note.span.end], len(note.marker_spans)) for note in document.notes
    ]


NOTES = {
    "raised and small": with_note("1"),
    "raised, as large as the text": with_note("1", size=10, rise=4, label_size=7),
    "plain and small": with_note("1", rise=0, label_size=8),
    "with a full stop": with_note("1.", rise=0, label_size=8),
}


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES.keys())
def test_a_note_stands_at_the_foot_of_its_page(page: list[Text]) -> None:
    document = read_bytes(pdf(page))
    assert notes_of(document) == [("1", "Abara 2016, p. 3.", 1)]
    assert "as Abara says.¹ More words." in document.text
    assert document.stray_markers == ()


def test_a_note_goes_on_on_the_next_page() -> None:
    second = [
        *lines(50, 700, *[FULL] * 5, "as Brandt says."),
        Text(108, 643.5, "2", 6.5),
        Text(50, 110, "Oslo: Harbour.", 8),
        Text(50, 103, "2", 6),
        Text(56, 100, "Brandt 2017.", 8),
    ]
    first = [text._replace(words=text.words.replace(", p. 3.", ", in a book,")) for text in with_note("1")]
    document = read_bytes(pdf(first, second))
    assert notes_of(document) == [("1", "Abara 2016, in a book, Oslo: Harbour.", 1), ("2", "Brandt 2017.", 1)]
    places = [document.position(document.text.index(each)).page for each in ("Abara 2016", "Oslo", "Brandt 2017")]
    assert places == [1, 2, 2]


def test_small_print_without_a_number_is_no_note() -> None:
    page = [*lines(50, 700, *[FULL] * 5), Text(50, 100, "Figure 1. Piers and quays.", 8)]
    document = read_bytes(pdf(page))
    assert document.notes == ()
    assert document.text.endswith("Figure 1. Piers and quays.")


def test_endnotes_are_found_by_their_heading() -> None:
    body = [*lines(50, 700, FULL, "as Abara says."), Text(108, 691.5, "1", 6.5)]
    body += [Text(50, 660, "Notes", 14), Text(50, 630, "1. Abara 2016, p. 3."), Text(50, 606, "2. Brandt 2017.")]
    assert notes_of(read_bytes(pdf(body))) == [("1", "Abara 2016, p. 3.", 1), ("2", "Brandt 2017.", 0)]


def test_endnotes_stand_behind_the_list_and_go_on_on_the_next_page() -> None:
    body = [*lines(50, 700, FULL, "as Abara says."), Text(108, 691.5, "1", 6.5), Text(120, 688, "So does Brandt.")]
    body += [Text(183, 691.5, "2", 6.5), Text(190, 688, "So do others."), Text(243, 691.5, "3", 6.5)]
    body += [Text(50, 660, "References", 14), Text(50, 630, "Abara, N. (2016) Piers. Oslo: Harbour.")]
    body += [
        Text(50, 606, "Brandt, L. (2017) Quays. Oslo: Harbour."),
        Text(50, 582, "Okafor, C. (2018) Law. Oslo: Pier."),
    ]
    first = [*body, Text(50, 540, "1. Abara 2016, p. 3."), Text(50, 516, "2. Brandt 2017.")]
    document = read_bytes(pdf(first, [Text(50, 700, "3. Okafor 2018.")]))
    assert notes_of(document) == [("1", "Abara 2016, p. 3.", 1), ("2", "Brandt 2017.", 1), ("3", "Okafor 2018.", 1)]
    assert [document.position(note.span.start).page for note in document.notes] == [1, 1, 2]


def test_a_list_numbered_for_raised_numbers_is_no_notes() -> None:
    body = [
        *lines(50, 700, FULL, "as is known."),
        Text(96, 691.5, "1", 6.5),
        Text(110, 688, "So is this."),
        Text(152, 691.5, "2", 6.5),
    ]
    body += [Text(50, 660, "References", 14), Text(50, 630, "1. Abara N. Piers. Oslo: Harbour; 2016.")]
    document = read_bytes(pdf([*body, Text(50, 606, "2. Brandt L. Quays. Oslo: Harbour; 2017.")]))
    assert document.notes == ()
    assert [document.text[span.start : span.end].count("Oslo") for span in document.list_spans] == [2]


def test_a_note_as_large_as_the_text_goes_on_on_the_next_page() -> None:
    def page(*foot: Text) -> list[Text]:
        return [
            *lines(50, 700, FULL, "as she says."),
            Text(103, 691.5, "1" if len(foot) < 3 else "2", 6.5),
            *lines(50, 676, FULL, FULL, FULL),
            *foot,
        ]

    first = page(Text(50, 104, "1", 6.5), Text(56, 100, "Abara 2016, in a book that has"))
    second = page(Text(50, 150, "a long title, p. 3."), Text(50, 124, "2", 6.5), Text(56, 120, "Brandt 2017."))
    document = read_bytes(pdf(first, second))
    assert notes_of(document) == [
        ("1", "Abara 2016, in a book that has a long title, p. 3.", 1),
        ("2", "Brandt 2017.", 1),
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = []
    for number in range(1, 7):
        head = Text(50, 760, "Piers and Quays" if number % 2 else "Nkechi Abara")
        pages.append([head, *lines(50, 700, f"Text {number} {FULL}", "here."), Text(290, 40, str(number))])
    text = read_bytes(pdf(*pages)).text
    assert "Piers" not in text
    assert "Abara" not in text
    assert text.count("here.") == 6
    assert not any(paragraph.isdecimal() for paragraph in text.split("\n\n"))


def test_the_same_short_note_at_the_foot_of_several_pages_is_no_running_foot() -> None:
    pages = [
        [
            *lines(50, 700, *[FULL] * 4, "as she says."),
            Text(100, 655.5, str(n), 6.5),
            Text(50, 103, str(n), 6),
            Text(60, 100, "Ibid.", 8),
        ]
        for n in range(1, 5)
    ]
    assert [words for _, words, _ in notes_of(read_bytes(pdf(*pages)))] == ["Ibid."] * 4


def known(text: str, *, divided: bool = True) -> Known:
    return Known(frozenset(text.split()), divided)


JOINED = {
    "a word that stands elsewhere": ("multilat-", "eralism grew", "multilateralism", "multilateralism grew"),
    "a word that stands nowhere else": ("relin-", "quishing it", "", "relinquishing it"),
    "a compound that stands elsewhere": ("cross-", "border trade", "cross-border", "cross-border trade"),
    "a compound of words that stand elsewhere": ("harbour-", "master of", "harbour master", "harbour-master of"),
    "a double name": ("Lindqvist-", "Marsh 2016", "", "Lindqvist-Marsh 2016"),
    "a range of years": ("2014-", "2018", "", "2014-2018"),
    "a range with a dash": ("2014–", "2018", "", "2014–2018"),
    "a first part of two": ("pre-", "and post-war", "", "pre- and post-war"),
    "a soft hyphen": ("multi\u00adlat\u00ad", "eralism", "", "multi\u00adlateralism"),
    "an address at a hyphen": ("https://example.org/a-", "b", "ab", "https://example.org/a-b"),
    "an address at a stroke": ("https://example.org/a/", "b-2.html", "", "https://example.org/a/b-2.html"),
    "an address that ends": ("https://example.org/a", "Accessed 3 May", "", "https://example.org/a Accessed 3 May"),
    "two words": ("piers", "matter", "", "piers matter"),
}


@pytest.mark.parametrize(("before", "after", "elsewhere", "whole"), JOINED.values(), ids=JOINED.keys())
def test_line_ends_are_joined(before: str, after: str, elsewhere: str, whole: str) -> None:
    assert "".join(joined(before, after, known(elsewhere))) + after == whole


def test_a_text_that_divides_no_words_keeps_all_hyphens() -> None:
    assert joined("inter-", "state trade", known("", divided=False)) == ("inter-", "")


def test_whether_words_are_divided_shows_in_words_that_stand_elsewhere() -> None:
    def line(*texts: str) -> Line:
        return Line(tuple(Word(each, 0, 1, 0, 10) for each in texts), 0, 1, 0, 10)

    assert Known.of([line("a", "multilat-"), line("eralism"), line("multilateralism")]).divided
    assert not Known.of([line("a", "inter-"), line("state"), line("multilateralism")]).divided


LISTED = ("Abara, N. (2016) Piers.", "Brandt, L. (2017) Quays.", "Cole, T. (2018) Tides.", "Dahl, U. (2019) Locks.")

BEGINS = {
    "a name behind a stop": (LISTED, "Okafor, C. (2020) Ports.", "Abara, N. (2016) Piers.", True),
    "a name behind a DOI": (LISTED, "Okafor, C. (2020) Ports.", "Abara, N. (2016) Piers. doi:10.1000/a.b", True),
    "a name behind a word": (LISTED, "Okafor, C. (2020) Ports.", "Abara, N. (2016) Piers of Northern", None),
    "a name behind 'and'": (LISTED, "Okafor, C. (2020) Ports.", "Abara, N., Brandt, L. and", False),
    "a name without a year before": (LISTED, "Okafor, C. (2020) Ports.", "Abara, N., Brandt, L.", None),
    "a journal without a year before": (LISTED, "Port Studies, v. 3, 2016.", "Abara, N. Piers of the North.", False),
    "an institution": (LISTED, "Harbour Council (2020) Ports.", "Abara, N. (2016) Piers.", None),
    "an address": (LISTED, "https://harbour.example/a", "Abara, N. (2016) Piers.", False),
    "pages": (LISTED, "p. 23-53.", "Abara, N. (2016) Piers.", False),
    "digits that are dated": (LISTED, "350.org (2019) Ports.", "Abara, N. (2016) Piers.", None),
    "small letters that are dated": (LISTED, "eurostat (2019) Ports.", "Abara, N. (2016) Piers.", None),
    "a number where none is": (LISTED, "12. 3-5.", "Abara, N. (2016) Piers.", False),
    "a number among numbers": (
        ("1. Abara", "2. Brandt", "3. Cole", "4. Dahl"),
        "5. Okafor",
        "4. Dahl, Locks, 2019.",
        True,
    ),
    "a note behind a note": (LISTED, "12. Ibid.", "11. Cole, 71.", None),
    "where notes follow the list": ((*LISTED, *["1. Ibid."] * 9), "Okafor, C.", "Abara, N. (2016) Piers.", True),
    "in a list of few": (LISTED[:3], "p. 23-53.", "Abara, N. (2016) Piers.", None),
}


@pytest.mark.parametrize(("listed", "line", "before", "begins"), BEGINS.values(), ids=BEGINS.keys())
def test_what_opens_an_entry_is_told_from_the_others(
    listed: tuple[str, ...], line: str, before: str, begins: bool | None
) -> None:
    assert Openings(listed).begins(line, before) is begins


def test_a_paragraph_goes_on_where_a_bracket_is_open() -> None:
    text = [f"{FULL[:-9]} (Gray;", "Petit 2017). More."]
    assert paragraphs(pdf(lines(50, 760, *[FULL] * 6, text[0]), lines(50, 760, text[1])))[-1].endswith(" ".join(text))


def test_a_heading_begins_even_where_a_bracket_was_never_closed() -> None:
    first = lines(50, 760, *[FULL] * 6, f"{FULL[:-20]} (Gray 2017, p. 4.")
    assert paragraphs(pdf(first, lines(50, 760, "References", *LISTED)))[1] == "References"


def listed(*last: str) -> list[Text]:
    """A page of text, and of a list with a space between its entries, the last ones of which are these."""
    text = lines(50, 760, *[FULL] * 6)
    return [*text, Text(50, 660, "References", 14), *lines(50, 630, *LISTED, *last, pitch=24)]


def test_entries_stay_apart_at_the_end_of_a_page() -> None:
    last = f"Gray, P. 2020. {FULL[:60]} 10.1000/a"
    after = ("Okafor, C. (2020) Ports.", "Petit, D. (2021) Canals.")
    assert paragraphs(pdf(listed(last), lines(50, 700, *after, pitch=24)))[-3:] == [last, *after]


def test_an_entry_without_hanging_lines_goes_on_on_the_next_page() -> None:
    first, rest, after = "Gray, P. Harbours of the North.", "Port Studies, v. 3, 2016.", "Okafor, C. (2020) Ports."
    assert paragraphs(pdf(listed(first), lines(50, 700, rest, after, pitch=24)))[-2:] == [f"{first} {rest}", after]


def test_the_pages_of_an_entry_stay_with_it() -> None:
    first, rest = "Gray, P. Harbours, 1996.", "p. 23."
    page = [*listed(first), Text(50, 630 - 24 * len(LISTED) - 12, rest)]
    assert paragraphs(pdf(page))[-1] == f"{first} {rest}"


def test_an_arrow_that_leads_back_tells_a_note_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (("Piers", 50, 700), ("1.", 50, 600), ("Abara", 70, 600), ("2016.", 100, 600), ("↩\ufe0e", 130, 600))
    page = Page(tuple(Word(text, left, left + 15, y, 10) for text, left, y in words))
    monkeypatch.setattr("citetool.readers.pdf.pages_of", lambda data: (page,))
    document = read_bytes(b"")
    assert [(note.label, document.text[slice(*note.span)].strip()) for note in document.notes] == [("1", "Abara 2016.")]


def numbered(step: int, first: int, right: bool = False) -> list[Text]:
    """Numbers on a page's margin, one each so many of ten lines."""
    at = 590 if right else 20
    return [Text(at, 700 - 12 * row, str(first + row), 6) for row in range(0, 10 * step, step)]


LINES = [f"{FULL[:40]} {each}." for each in "abcdefghij"]
NUMBERED = {
    "each line, on the left": (numbered(1, 1), numbered(1, 11), False),
    "each fifth line": (numbered(5, 5), numbered(5, 55), False),
    "on the right": (numbered(1, 1, right=True), numbered(1, 11, right=True), False),
    "on one page of two: those of a list": (numbered(1, 1), [], True),
    "not one after the other": (numbered(1, 1)[::3] * 3, numbered(1, 11)[::3] * 3, True),
}


def test_numbers_on_a_page_alone_are_those_of_a_list() -> None:
    assert "11" in read_bytes(pdf([*lines(50, 700, *LINES), *numbered(1, 11)])).text


def test_numbers_beside_some_lines_alone_are_those_of_a_list() -> None:
    page = [*lines(50, 700, *LINES), *lines(50, 560, *LINES), *numbered(1, 11)]
    assert "11" in read_bytes(pdf(page, page)).text


@pytest.mark.parametrize(("first", "second", "kept"), NUMBERED.values(), ids=NUMBERED.keys())
def test_the_numbers_of_lines_are_left_out(first: list[Text], second: list[Text], kept: bool) -> None:
    text = lines(50, 700, *LINES)
    document = read_bytes(pdf([*text, *first], [*text, *second]))
    assert any(letter in "0123456789" for letter in document.text) is kept


ITALICS = {
    "of a font": ([Text(50, 700, "In "), Text(65, 700, "Tides of Law", font="I")], ["Tides of Law"]),
    "of an upright font that leans": (
        [Text(50, 700, "In "), Text(65, 700, "Tides of Law", lean=0.2)],
        ["Tides of Law"],
    ),
    "of none": ([Text(50, 700, "In "), Text(65, 700, "Tides of Law", lean=0.02)], []),
    "before a comma of the same word": (
        [Text(50, 700, "Tides,", font="I"), Text(74.7, 700, ", 2016.")],
        ["Tides,"],
    ),
    "over a line's end": (
        [Text(50, 700, FULL), *(each._replace(font="I") for each in lines(50, 688, "Tides of", "Law."))],
        ["Tides of Law."],
    ),
    "over a word that a line divides": (
        [Text(50, 700, FULL), *(each._replace(font="I") for each in lines(50, 688, "Multi-", "lateral."))],
        ["Multi-lateral."],
    ),
}


@pytest.mark.parametrize(("page", "emphasised"), ITALICS.values(), ids=ITALICS.keys())
def test_italics_are_emphasis(page: list[Text], emphasised: list[str]) -> None:
    document = read_bytes(pdf(page))
    assert [document.text[span.start : span.end] for span in document.emphasised] == emphasised


LETTERS = {
    "ligatures": ("oﬃce ﬁnds", "office finds"),
    "accents before their letters": ("Jaur`es K¨ostem", "Jaure\u0300s Ko\u0308stem"),
    "a cedilla": ("Fran¸cois", "Franc\u0327ois"),
    "a quotation mark": ("`quoted'", "`quoted'"),
}


@pytest.mark.parametrize(("printed", "read_as"), LETTERS.values(), ids=LETTERS.keys())
def test_letters_are_those_of_other_texts(printed: str, read_as: str) -> None:
    assert readable(printed) == read_as


REFUSED = {
    "scanned pages": (pdf([], [], drawn=(0, 1)), "pictures without text"),
    "empty pages": (pdf([]), "no text"),
    "no pages": (pdf(), "without pages"),
    "broken": (b"%PDF-1.7\nnothing more", "broken"),
    "a password": (encrypted(lines(50, 700, "Piers matter."), password=b"secret"), "password"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        read_bytes(data)


def test_an_empty_password_needs_none() -> None:
    assert paragraphs(encrypted(lines(50, 700, "Piers matter."), password=b"")) == ["Piers matter."]


def test_a_scanned_page_among_others_is_told() -> None:
    document = read_bytes(pdf(lines(50, 700, "Piers matter."), [], [], drawn=(2,)))
    assert document.remarks == ("page 3 without text, perhaps scanned or broken; what is printed there isn't checked",)


def of_letters(monkeypatch: pytest.MonkeyPatch, *pages: str) -> Document:
    """What is read from pages of one line each, whatever letters their fonts give."""
    made = tuple(Page((Word(text, 50, 100, 700, 10),)) for text in pages)
    monkeypatch.setattr("citetool.readers.pdf.pages_of", lambda data: made)
    return read_bytes(b"")


def test_fonts_that_name_no_letters_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableInput, match="fonts don't say which letters"):
        of_letters(monkeypatch, "\ue001\ue002\ue003\ufffd\ufffd")


def test_a_page_whose_font_names_no_letters_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    document = of_letters(monkeypatch, "Piers matter to harbours, and quays.", "\ue001\ue002")
    assert document.remarks == ("page 2 with letters that the fonts don't name; words there may be misread",)


@pytest.mark.parametrize(("bound", "error"), [("MOST_PAGES", "pages"), ("MOST_CHARACTERS", "characters")])
def test_no_more_is_read_than_the_bounds_allow(monkeypatch: pytest.MonkeyPatch, bound: str, error: str) -> None:
    data = pdf(lines(50, 700, "Piers"), lines(50, 700, "Quays"))
    assert "pages" in extraction.extracted(data)
    monkeypatch.setattr(extraction, bound, 1)
    assert extraction.extracted(data) == {"error": error}


def test_a_form_bomb_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="too large to be read"):
        read_bytes(form_bomb(depth=9, times=10))


def test_a_crash_of_pdfium_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(UnreadableInput, match="pdfium failed"):
        read_bytes(b"%PDF-1.7")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "find_spec", lambda name: None)
    with pytest.raises(UnreadableInput, match=r"pip install 'citetool\[pdf\]'"):
        read_bytes(pdf(lines(50, 700, "Piers")))


def test_no_module_of_the_drafts_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert paragraphs(pdf(lines(50, 700, "Piers matter."))) == ["Piers matter."]


def test_a_pdf_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(pdf(lines(50, 700, "Piers matter.")))
    assert read(str(path)).format == "pdf"


def test_a_text_with_the_suffix_of_a_pdf_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "draft.pdf"
    path.write_text("Piers matter.", encoding="utf-8")
    assert read(str(path)).format == "text"


EDITS = st.lists(
    st.tuples(st.sampled_from(("flip", "cut", "double")), st.floats(0, 0.999), st.integers(1, 4000)),
    min_size=1,
    max_size=6,
)
"""What is done to a file, at which part of its length, to how many bytes."""


@settings(max_examples=8, deadline=None)
@given(EDITS)
def test_a_damaged_file_is_read_or_refused(edits: list[tuple[str, float, int]]) -> None:
    data = (FILES / "brief-latex.pdf").read_bytes()
    for kind, part, length in edits:
        at = int(part * len(data))
        piece = data[at : at + length]
        put_in = {"flip": bytes([piece[0] ^ (length % 255 + 1)]) + piece[1:], "cut": b"", "double": 2 * piece}[kind]
        data = data[:at] + put_in + data[at + length :]
    try:
        document = read_bytes(data)
    except UnreadableInput as problem:
        assert str(problem)
        return
    assert document.text
    assert [start.at for start in document.pages] == sorted(start.at for start in document.pages)


@st.composite
def scattered(draw: st.DrawFn) -> list[list[Text]]:
    """Pages with words anywhere, in any size."""
    place = st.floats(-50, 900, allow_nan=False)
    text = st.builds(Text, place, place, st.text("ab1*-. ", min_size=1, max_size=8), st.floats(0, 40))
    return draw(st.lists(st.lists(text, max_size=12), min_size=1, max_size=4))


@settings(max_examples=15, deadline=None)
@given(scattered())
def test_no_word_is_lost_wherever_it_stands(pages: list[list[Text]]) -> None:
    made = tuple(
        Page(tuple(Word(text.words.strip() or "a", text.x, text.x + 20, text.y, text.size + 1) for text in page))
        for page in pages
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("citetool.readers.pdf.pages_of", lambda data: made)
        patch.setattr("citetool.readers.pdf.without_furniture", lambda pages: [page.words for page in pages])
        try:
            document = read_bytes(b"")
        except UnreadableInput:
            return
    printed = sum(word.text.count("a") for page in made for word in page.words)
    assert document.text.count("a") == printed
