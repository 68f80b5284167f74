"""Texts that are read from a file's text, and where their parts stand in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citetool.model import Comment, Document, Edit, KeyedCite, Span
from citetool.readers.layout import Layout, Marker, NoteBody, OnPage, Paragraph, Run, Said, lay_out
from citetool.readers.mapped import Mapped, rewritten


def mapped_document(mapped: Mapped, source: str) -> Document:
    return Document("a.md", "text", mapped.text, source=source if mapped.pieces else None, pieces=mapped.pieces)


@st.composite
def rewritings(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A text in small letters, and rounds of edits that put in capitals and blanks."""
    text = source = draw(st.text("abcde\n", min_size=1, max_size=30))
    rounds = []
    for _ in range(draw(st.integers(1, 3))):
        edits: list[Edit] = []
        at = 0
        while at < len(text) and draw(st.booleans()):
            start = draw(st.integers(at, len(text)))
            end = draw(st.integers(start, len(text)))
            edits.append(Edit(Span(start, end), draw(st.text("XYZ ", max_size=4))))
            at = end + 1
        rounds.append(edits)
        text = rewritten(Mapped(text), edits).text
    return source, rounds


@given(rewritings())
def test_what_is_left_of_a_text_stands_where_it_stood(case: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = case
    mapped, plain = Mapped(source), source
    for edits in rounds:
        mapped = rewritten(mapped, edits)
        for edit in reversed(edits):
            plain = plain[: edit.span.start] + edit.text + plain[edit.span.end :]
    assert mapped.text == plain
    document = mapped_document(mapped, source)
    places = [document.in_file(at) for at, character in enumerate(mapped.text) if character in "abcde\n"]
    assert [source[at] for at in places] == [each for each in mapped.text if each in "abcde\n"]
    assert places == sorted(set(places))
    assert document.in_file(len(mapped.text)) == len(source)


SOURCE = (
    "Piers *matter*.\\footnote{Abara e\u0301, p. 3.} See @abara.\n\n"
    "References\n\nAbara, N. (2016) Piers. Oslo: Harbour."
)


def run(words: str, text: str | None = None, key: str | None = None) -> Run:
    """The run of some words of `SOURCE`, read as `text`."""
    return Run(words if text is None else text, SOURCE.index(words), len(words) if text is not None else None, key)


LAYOUT = Layout(
    body=(
        Paragraph((
            run("Piers "), run("matter"), run("."), Marker("n1", "1", SOURCE.index("\\foot"), 10), run(" See "),
            run("@abara", "abara", "abara2016"), run(".\n", "."),
        )),
        Paragraph((Said("ignore CT105 -- kept", 3),)),
        Paragraph((run("References"),)),
        Paragraph((Run("Abara, N. (2016) Piers. Oslo: Harbour.", SOURCE.index("Abara, N.")),), key="abara2016"),
    ),
    notes=(NoteBody("n1", "1", (Paragraph((run("Abara e\u0301, p. 3."),)),)),),
    source=SOURCE,
)  # fmt: skip


def test_a_layout_becomes_text_with_notes_behind_it() -> None:
    document = lay_out("a.md", "text", LAYOUT)
    assert document.text == (
        "Piers matter.¹ See abara.\n\nReferences\n\nAbara, N. (2016) Piers. Oslo: Harbour.\n\n¹ Abara é, p. 3."
    )
    (note,) = document.notes
    (entries,) = document.list_spans
    assert document.text[note.span.start : note.span.end] == "Abara é, p. 3."
    assert [document.text[span.start : span.end] for span in note.marker_spans] == ["¹"]
    assert document.text[entries.start : entries.end] == "Abara, N. (2016) Piers. Oslo: Harbour."
    assert document.comments == (Comment(document.text.index("References"), "ignore CT105 -- kept", True),)
    assert document.keyed == (KeyedCite(Span(19, 24), "abara2016"),)
    assert document.entry_keys == ((entries.start, "abara2016"),)


PLACES = {
    "Piers": "Piers",
    "abara": "@abara",
    "é, p": "e\u0301, p",
    "3.": "3.",
    "matter": "matter",
    "Harbour.": "Harbour.",
}


@pytest.mark.parametrize(("words", "printed"), PLACES.items())
def test_words_of_a_layout_stand_where_the_file_has_them(words: str, printed: str) -> None:
    document = lay_out("a.md", "text", LAYOUT)
    start = document.text.index(words)
    assert document.printed(Span(start, start + len(words))) == printed


def test_a_marker_without_its_note_is_stray() -> None:
    document = lay_out(
        "a.md", "text", Layout((Paragraph((Run("Piers"), Marker("n2", "2"), Marker("n1", "1"))),), LAYOUT.notes)
    )
    assert document.stray_markers == (("2", Span(5, 6)),)


def test_notes_typed_by_hand_are_found() -> None:
    document = lay_out(
        "a.docx", "docx", Layout((Paragraph((Run("Piers matter.¹"),)), Paragraph((Run("¹ Abara 2016."),))))
    )
    assert [(note.label, len(note.marker_spans)) for note in document.notes] == [("1", 1)]


NUMBERED = {
    "digits-at-words": ("Sorted with gawk1.", "Packed with bzip2.", []),
    "raised": ("Piers matter.¹", "Quays don’t.²", ["1", "2"]),
}


@pytest.mark.parametrize(("first", "second", "labels"), NUMBERED.values(), ids=NUMBERED.keys())
def test_items_of_a_numbered_list_are_notes_where_raised_markers_lead_to_them(
    first: str, second: str, labels: list[str]
) -> None:
    words = (first, second, "1. Abara 2016.", "2. Brandt 2010.")
    body = tuple(Paragraph((Run(each),), numbered=each[0].isdigit()) for each in words)
    assert [note.label for note in lay_out("a.docx", "docx", Layout(body)).notes] == labels


def test_entries_that_the_format_marks_are_the_list() -> None:
    entry = Paragraph((Run("Abara, Piers."),), entry=True)
    document = lay_out("a.docx", "docx", Layout((Paragraph((Run("Piers matter."),)), entry, entry)))
    assert [document.text[span.start : span.end] for span in document.list_spans] == ["Abara, Piers.\n\nAbara, Piers."]


def test_notes_behind_the_text_are_on_the_pages_that_they_stand_on() -> None:
    body = (
        Paragraph((OnPage(1), Run("Piers matter."), Marker("a", "1"), OnPage(2), Run(" Quays"))),
        Paragraph((OnPage(2), Run("too."), Marker("b", "2"))),
    )
    notes = (
        NoteBody("a", "1", (Paragraph((OnPage(1), Run("Abara, "), OnPage(2), Run("p. 3."))),)),
        NoteBody("b", "2", (Paragraph((OnPage(2), Run("Brandt."))),)),
    )
    document = lay_out("a.pdf", "pdf", Layout(body, notes))
    pages = {
        word: document.position(document.text.index(word)).page for word in ("Piers", "Quays", "too", "Abara", "p. 3")
    }
    assert pages == {"Piers": 1, "Quays": 2, "too": 2, "Abara": 1, "p. 3": 2}
    assert document.position(document.text.index("Brandt")).page == 2
