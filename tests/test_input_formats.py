"""Which format a draft is read in: by its name, by its content, by what the user says."""

import io
import zipfile
from pathlib import Path

import pytest

from citetool.errors import UnreadableInput
from citetool.readers import read
from word_files import odt_parts, p, word

LATEX = "% a draft\n\\RequirePackage{fix-cm}\n\n\\documentclass[11pt]{article}\n\\begin{document}Piers\\end{document}\n"
SHOWN = "Begin with \\documentclass{article}.\n\\documentclass{article}\n\\begin{document}Piers\\end{document}\n"


def opendocument(*, mimetype: str | None, first: bool = False, packed: bool = True) -> bytes:
    """An OpenDocument archive whose type stands elsewhere than it should, or nowhere."""
    parts = {"content.xml": odt_parts("<text:p>Piers</text:p>")["content.xml"]}
    if mimetype is not None:
        parts = {"mimetype": mimetype, **parts} if first else {**parts, "mimetype": mimetype}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


TEXT = "application/vnd.oasis.opendocument.text"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

TOLD = {
    "LaTeX called .txt": ("a.txt", LATEX.encode(), "latex"),
    "LaTeX called .md": ("a.md", LATEX.encode(), "latex"),
    "LaTeX with a mark of UTF-8": ("a.txt", b"\xef\xbb\xbf" + LATEX.encode(), "latex"),
    "a chapter called .txt": ("a.txt", b"\\section{Piers}\nPiers matter.\n", "text"),
    "text that shows LaTeX": ("a.txt", SHOWN.encode(), "text"),
    "Markdown that shows LaTeX": ("a.md", f"# Piers\n\n```\n{LATEX}```\n".encode(), "markdown"),
    "Markdown that shows OpenDocument": ("a.md", b"Piers: `<office:document a='b'>`.", "markdown"),
    "text called .html": ("a.html", b"Piers & quays, a < b.\n\nMore.\n", "text"),
    "a page's part": ("a.html", b"Piers <b>matter</b>.", "html"),
    "OpenDocument, its type packed": ("a.odt", opendocument(mimetype=TEXT, first=True), "odt"),
    "OpenDocument, its type last": ("a.odt", opendocument(mimetype=TEXT), "odt"),
    "OpenDocument without a type": ("a.odt", opendocument(mimetype=None), "odt"),
    "a template of OpenDocument": ("a.ott", opendocument(mimetype=f"{TEXT}-template"), "odt"),
    "a template of Word": ("a.dotx", word(p("Piers")), "docx"),
}


@pytest.mark.parametrize(("name", "data", "told"), TOLD.values(), ids=TOLD.keys())
def test_content_tells_the_format(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    document = read(str(tmp_path / name))
    assert (document.format, "Piers" in document.text) == (told, True)


SAID = {
    "text as Word": ("docx", b"Piers matter.", "this isn't a Word file; leave --input-format out"),
    "text as OpenDocument": ("odt", b"Piers matter.", "this isn't an OpenDocument text"),
    "text as PDF": ("pdf", b"Piers matter.", "this isn't a PDF"),
    "Word as OpenDocument": ("odt", word(p("Piers")), "this is a Word file; leave --input-format out"),
    "Word as text": ("text", word(p("Piers")), "this is a Word file"),
    "OpenDocument as Word": ("docx", opendocument(mimetype=TEXT), "this is an OpenDocument text"),
    "a PDF as Markdown": ("markdown", b"%PDF-1.7\n", "this is a PDF"),
    "old Word as Word": ("docx", OLD_WORD, "this is a document of Word 97–2003; save it as .docx"),
    "Rich Text as Word": ("docx", b"{\\rtf1 Piers}", "this is Rich Text Format; save it as"),
    "a spreadsheet as text": (
        "odt",
        opendocument(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "an archive that is neither a Word nor an OpenDocument text",
    ),
}


@pytest.mark.parametrize(("name", "data", "message"), SAID.values(), ids=SAID.keys())
def test_what_a_file_cannot_be_is_said(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "draft").write_bytes(data)
    with pytest.raises(UnreadableInput, match=message):
        read(str(tmp_path / "draft"), name)


@pytest.mark.parametrize("input_format", ["text", "markdown", "html", "latex"])
def test_text_is_read_as_the_user_says(input_format: str, tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_text("Piers matter.", encoding="utf-8")
    assert read(str(tmp_path / "draft.docx"), input_format).format == input_format
