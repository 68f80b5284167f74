"""Drafts as text, and the notes, markers and entries that are read in them."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from citetool.drafts import find_drafts
from citetool.errors import UnreadableInput
from citetool.lint import understand
from citetool.model import Document, Span
from citetool.readers import read
from citetool.readers.decoding import decode
from citetool.readers.formats import FORMATS
from citetool.readers.text import read_text
from citetool.references import find_references
from citetool.reports.json_report import render_manuscript

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "reading.toml").read_text(encoding="utf-8")
)["case"]


def one_line(document: Document, span: Span) -> str:
    return " ".join(document.text[span.start : span.end].split())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_structure(case: dict[str, Any]) -> None:
    document = read_text("draft.txt", case["draft"])
    if "notes" in case:
        assert [f"{note.label}: {one_line(document, note.span)}" for note in document.notes] == case["notes"]
    if "marked" in case:
        assert [note.label for note in document.notes if note.marker_spans] == case["marked"]
        for note in document.notes:
            for marker in note.marker_spans:
                assert marker.start < note.span.start
    if "stray" in case:
        assert [label for label, _ in document.stray_markers] == case["stray"]
    if "entries" in case:
        assert [reference.text for reference in find_references(document)] == case["entries"]


LINES = {
    "English": "References",
    "English, numbered and in capitals": "7. LITERATURE CITED",
    "English, markdown": "## Works Cited",
    "English, Roman number": "IV. Bibliography:",
    "German": "Literaturverzeichnis",
    "French": "Références bibliographiques",
    "Italian": "Riferimenti bibliografici",
    "Spanish": "Bibliografía",
    "Portuguese": "REFERÊNCIAS",
    "Polish": "Bibliografia",
    "Dutch": "Literatuurlijst",
}


@pytest.mark.parametrize("heading", LINES.values(), ids=LINES.keys())
def test_headings_of_lists(heading: str) -> None:
    document = read_text("draft.txt", f"Piers matter.\n\n{heading}\n\nAbara, N. (2016) Piers. London: Harbour.\n")
    assert len(document.list_spans) == 1


def test_prose_between_the_heading_and_the_list() -> None:
    prose = ["Piers and docks of the north sea are a matter for all who live there."] * 4
    entries = ["Abel, A. (2018) Docks and piers. Kiel: Mole."] * 6
    document = read_text("draft.txt", "\n\n".join(["Piers matter.", "References", *prose, *entries]))
    span = document.list_spans[0]
    assert document.text[span.start : span.end].count(entries[0]) == len(entries)


ENCODINGS = {
    "UTF-8": ("Ä – ‘x’".encode(), "Ä – ‘x’", 0),
    "UTF-8 with its mark": (b"\xef\xbb\xbf" + "Ä – ‘x’".encode(), "Ä – ‘x’", 0),
    "UTF-16, little end first": ("\ufeffÄ – ‘x’".encode("utf-16-le"), "Ä – ‘x’", 1),
    "UTF-16, big end first": ("\ufeffÄ – ‘x’".encode("utf-16-be"), "Ä – ‘x’", 1),
    "Windows-1252": ("Ä – ‘x’".encode("cp1252"), "Ä – ‘x’", 1),
    "Windows line ends": (b"a\r\nb\rc\n", "a\nb\nc\n", 0),
}


@pytest.mark.parametrize(("data", "text", "remarks"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_encodings(data: bytes, text: str, remarks: int) -> None:
    decoded, said = decode(data)
    assert decoded == text
    assert len(said) == remarks


UNREADABLE = {
    "empty": b"",
    "only white space": b" \n\t\n",
    "binary": bytes(range(256)) * 20,
    "NUL characters": b"text\0text",
    "half a UTF-16 character": b"\xff\xfea",
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_text(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput):
        read(str(path))


@pytest.mark.parametrize("input_format", [None, *FORMATS])
def test_an_empty_file_is_said_to_be_empty_in_any_format(input_format: str | None, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(b"")
    with pytest.raises(UnreadableInput, match="the file is empty"):
        read(str(path), input_format)


def test_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "draft.xyz"
    path.write_text("Piers matter.")
    with pytest.raises(UnreadableInput, match=r"\.txt"):
        read(str(path))


def test_drafts_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden/c.txt", "sub/d.txt", "e.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Piers matter.")
    found = [Path(path).relative_to(tmp_path).as_posix() for path in find_drafts(str(tmp_path))]
    assert found == ["a.md", "b.txt", "sub/d.txt"]


def test_pages_lines_and_columns() -> None:
    document = read_text("draft.txt", "one\ntwo\n\fthree\n")
    assert document.position(document.text.index("w")) == document.position(5)
    assert (document.position(5).line, document.position(5).column, document.position(5).page) == (2, 2, 1)
    assert document.position(document.text.index("three")).page == 2


MARKED = """Ærø’s piers matter (Núñez and Ångström 2016, p. 7; Conceição 2018).¹ They rose in März.

¹ Véliz, Öz and Čapek 2017; Ibid., p. 3.

Références

Conceição, J. B. (2018) ‘Cais’, *Études*, 70, pp. 1–9.

Núñez, É. and Ångström, Ø. (2016) ‘Été’, *Études*, 68, pp. 1–9.

Véliz, Í., Öz, U. and Čapek, Ž. (2017) *Molos*, Málaga: Río.
"""


@pytest.mark.parametrize("draft", [MARKED, *(case["draft"] for case in CASES)])
def test_letters_and_marks_apart_are_read_as_one_and_told_by_the_places_of_the_file(draft: str) -> None:
    def report(text: str) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(render_manuscript(understand(read_text("draft.txt", text))))
        assert all(text[each["start"] : each["end"]] == each["text"] for each in shown["citations"])
        for each in (*shown["citations"], *shown["references"]):
            line_start = each["start"] - each.pop("column", 1) + 1
            places = [each.pop("start"), each.pop("end"), line_start]
            each["places"] = [len(unicodedata.normalize("NFC", text[:place])) for place in places]
            each["text"] = unicodedata.normalize("NFC", each["text"])
        return shown

    composed = unicodedata.normalize("NFC", draft)
    assert report(unicodedata.normalize("NFD", draft)) == report(composed)
    assert read_text("draft.txt", unicodedata.normalize("NFD", draft)).text == composed


def test_an_accent_on_a_letter_without_its_dot() -> None:
    document = read_text("draft.txt", "Piers matter (Vı\u0301lma 2016, p. 7).")
    assert document.text == "Piers matter (Vílma 2016, p. 7)."
    assert document.position(document.text.index("2016")).column == len("Piers matter (Vı\u0301lma 2")
    assert document.printed(Span(14, 19)) == "Vı\u0301lma"


def test_marks_that_no_letter_has_stay() -> None:
    document = read_text("draft.txt", "X\u0301 and e\u0301\u030c")
    assert document.text == "X\u0301 and é\u030c"
    assert document.in_file(len(document.text)) == len("X\u0301 and e\u0301\u030c")
