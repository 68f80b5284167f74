"""Files made to do harm, and broken ones: each is refused with what is wrong; and none leads anywhere."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citetool.errors import UnreadableInput
from citetool.readers import archives, read, xml
from citetool.readers.formats import bytes_reader
from word_files import archive, flat, note_reference, odt, odt_parts, p, relations, story, word, word_parts

FIXTURES = Path(__file__).parent / "fixtures" / "formats"


def with_part(name: str, content: str | bytes) -> bytes:
    return archive({**word_parts(p("Tides")), name: content})


def with_document(xml: str | bytes) -> bytes:
    return with_part("word/document.xml", xml)


def doubled(name: str) -> bytes:
    buffer = io.BytesIO(word(p("Tides")))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as packed:
        packed.writestr(name, story("document", f"<w:body>{p('Other')}</w:body>"))
    return buffer.getvalue()


def zip64(data: bytes) -> bytes:
    """An archive whose directory is said to be elsewhere, and as large as can be."""
    end = data.rindex(b"PK\x05\x06")
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**40, 2**40, 2**40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    return data[:end] + record + locator + data[end:]


def encrypted(data: bytes) -> bytes:
    """All parts marked as encrypted, in the directory and before each part."""
    marked = bytearray(data)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = marked.find(mark)
        while place != -1:
            marked[place + at] |= 1
            place = marked.find(mark, place + 4)
    return bytes(marked)


def many_parts() -> bytes:
    others = {f"part-with-a-long-name-{number:0100}": "" for number in range(14_000)}
    return archive({**word_parts(p("Tides")), **others})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = " " * 60_000_000
_ENTITIES = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
LAUGHS = f'<!DOCTYPE w [<!ENTITY a0 "ha">{_ENTITIES}]>'
XXE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
EXTERNAL_DTD = '<!DOCTYPE w SYSTEM "http://192.0.2.1/x.dtd">'
TYPED = "<w>&x;</w>"
OPEN = "document type"

ATTACKS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "billion-laughs": ("docx", lambda: with_document(LAUGHS + TYPED), OPEN),
    "billion-laughs-in-styles": ("docx", lambda: archive(
        word_parts(p("a"), styles="") | {"word/styles.xml": LAUGHS + TYPED}), OPEN),
    "xxe": ("docx", lambda: with_document(XXE + TYPED), OPEN),
    "xxe-in-relations": ("docx", lambda: with_part("_rels/.rels", XXE + TYPED), OPEN),
    "external-dtd": ("docx", lambda: with_document(EXTERNAL_DTD + TYPED), OPEN),
    "xxe-in-utf-16": ("docx", lambda: with_document((XXE + TYPED).encode("utf-16")), OPEN),
    "odt-billion-laughs": ("odt", lambda: archive(odt_parts("") | {"content.xml": LAUGHS + TYPED}), OPEN),
    "odt-xxe": ("odt", lambda: archive(odt_parts("") | {"styles.xml": XXE + TYPED}), OPEN),
    "odt-xxe-in-manifest": ("odt", lambda: archive(odt_parts("") | {"META-INF/manifest.xml": XXE + TYPED}), OPEN),
    "odt-external-dtd": ("odt", lambda: archive(odt_parts("") | {"content.xml": EXTERNAL_DTD + TYPED}), OPEN),
    "flat-xxe": ("odt", lambda: (XXE + flat("")).encode(), OPEN),
    "zip-bomb-by-ratio": ("docx", lambda: with_document(story("document", BOMB)), "200 times"),
    "odt-zip-bomb": ("odt", lambda: archive(odt_parts(BOMB)), "200 times"),
    "path-traversal": ("docx", lambda: with_part("../../evil.xml", ""), "outside"),
    "path-traversal-by-backslash": ("docx", lambda: with_part("word\\..\\..\\evil.xml", ""), "outside"),
    "absolute-path": ("docx", lambda: with_part("/etc/passwd", ""), "outside"),
    "relation-that-leads-outside": ("docx", lambda: archive(
        {"_rels/.rels": relations({"officeDocument": "../../../../etc/passwd"})}), "no part"),
    "duplicate-part": ("docx", lambda: doubled("word/document.xml"), "two parts"),
    "too-many-parts": ("docx", many_parts, "more parts"),
    "zip64": ("docx", lambda: zip64(word(p("a"))), "more parts"),
    "deep-nesting": ("docx", lambda: with_document(story("document", "<w:p>" * 100_000)), "deeper"),
    "odt-deep-nesting": ("odt", lambda: odt("<text:span>" * 100_000), "deeper"),
    "encrypted-parts": ("docx", lambda: encrypted(word(p("a"))), "encrypted"),
    "encrypted-odt": ("odt", lambda: archive(odt_parts("") | {"META-INF/manifest.xml":
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"}), "password"),
    "wholly-encrypted-odt": ("odt", lambda: archive(odt_parts("") | {"encrypted-package": ""}), "password"),
    "broken-part": ("docx", lambda: with_document(story("document", "<w:p>")[:-14]), "document.xml: its XML is broken"),
    "broken-notes": ("docx", lambda: archive(
        word_parts(p("a"), footnotes="") | {"word/footnotes.xml": "<w"}), "word/footnotes.xml: its XML is broken"),
    "empty-part": ("docx", lambda: with_document(""), "XML is broken"),
    "unknown-encoding": ("docx", lambda: with_document('<?xml version="1.0" encoding="x-none"?><w/>'), "XML is broken"),
    "missing-part": ("docx", lambda: archive({"_rels/.rels": relations({})}), "no part “word/document.xml”"),
    "odt-missing-part": ("odt", lambda: archive({"mimetype": "x"}), "no part “content.xml”"),
    "cut-off": ("docx", lambda: word(p("a"))[:-200], "archive that it is, is broken"),
    "no-archive": ("docx", lambda: b"PK\x03\x04", "archive that it is, is broken"),
    "damaged-data": ("docx", lambda: damaged(word(p("a" * 5000))), "archive that it is, is broken"),
}  # fmt: skip


def damaged(data: bytes) -> bytes:
    at = data.index(b"word/document.xml") + len("word/document.xml")
    return data[: at + 20] + bytes(byte ^ 0xFF for byte in data[at + 20 : at + 40]) + data[at + 40 :]


@pytest.mark.parametrize(("name", "made", "said"), ATTACKS.values(), ids=ATTACKS.keys())
def test_refused(name: str, made: Callable[[], bytes], said: str) -> None:
    with pytest.raises(UnreadableInput, match=said):
        bytes_reader(name)(f"a.{name}", made())


def test_refused_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST", 1000)
    with pytest.raises(UnreadableInput, match="more than 1,000 elements"):
        bytes_reader("docx")("a.docx", word("<w:p/>" * 1000))


def test_refused_a_tag_that_does_not_end() -> None:
    chunks = [b"<w a='", *[b" " * 65536] * 100, b"'/>"]
    with pytest.raises(UnreadableInput, match="a tag or comment of more than 4 MB"):
        xml.walk(chunks, {}, {}, lambda _: None)


def test_refused_zip_bomb_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_PART", 2 * 1024 * 1024)
    # Letters that can't be packed well.
    data = with_document(story("document", random.Random(1).randbytes(1_200_000).hex()))
    with pytest.raises(UnreadableInput, match="more than 2 MB"):
        bytes_reader("docx")("a.docx", data)


BY_CONTENT = {
    "encrypted-word": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old-word": ("a.docx", OLE + bytes(500), "save it as .docx"),
    "old-word-by-name": ("a.doc", OLE, "save it as .docx"),
    "rich-text": ("a.rtf", b"{\\rtf1}", "save it as .docx"),
    "rich-text-as-word": ("a.docx", b"{\\rtf1}", "save it as .docx"),
    "another-archive": ("a.docx", archive({"a.txt": "x"}), "neither"),
}


@pytest.mark.parametrize(("name", "data", "said"), BY_CONTENT.values(), ids=BY_CONTENT.keys())
def test_another_format_says_what_to_do(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=said):
        read(str(path))


READ_AS = {
    "word-as-text": ("a.txt", word(p("Tides")), "docx"),
    "odt-as-word": ("a.docx", odt("<text:p>Tides</text:p>"), "odt"),
    "flat": ("a.fodt", flat("<text:p>Tides</text:p>").replace("document-content", "document").encode(), "odt"),
    "text-as-word": ("a.docx", b"Tides", "text"),
    "page-as-word": ("a.docx", b"<html><p>Tides</p></html>", "html"),
    "page-as-markdown": ("a.md", b"<!DOCTYPE html><html><p>Tides</p></html>", "html"),
    "page-as-latex": ("a.tex", b"<!DOCTYPE html><html><p>Tides</p></html>", "html"),
    "main-part-of-another-name": ("a.docx", archive({
        "_rels/.rels": relations({"officeDocument": "/word/document2.xml"}),
        "word/document2.xml": story("document", f"<w:body>{p('Tides')}</w:body>"),
    }), "docx"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind"), READ_AS.values(), ids=READ_AS.keys())
def test_content_decides(name: str, data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    own = read(str(path))
    assert (own.format, own.text) == (kind, "Tides")


def test_nothing_outside_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    data = word(p("Tides", '<w:altChunk r:id="x" xmlns:r="http://x"/>') + '<w:subDoc xmlns:r="r" r:id="../../x"/>')
    bytes_reader("docx")
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("socket.socket", refuse)
    assert bytes_reader("docx")("a.docx", data).text == "Tides"


def test_a_document_type_that_declares_nothing_is_passed_over() -> None:
    # OpenOffice 2 wrote it; the file that it names isn't looked for.
    manifest = (
        '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    data = archive(odt_parts("<text:p>Tides</text:p>") | {"META-INF/manifest.xml": manifest})
    assert bytes_reader("odt")("a.odt", data).text == "Tides"


def test_data_of_other_programs_may_be_broken() -> None:
    parts = word_parts(p("Tides"), customXml="")
    parts["word/customXml.xml"] = LAUGHS + TYPED
    assert bytes_reader("docx")("a.docx", archive(parts)).text == "Tides"


SPLINTERS = [b"", b"<", b"</w:p>", b"<w:p>", b"&x;", b"\0", b"\xff", b"<text:p>"]
REAL = tuple((FIXTURES / name).read_bytes() for name in ("brief.docx", "brief-libreoffice.odt"))
WORDS = [
    "w:p", "w:r", "w:t", "w:pPr", "w:rPr", "w:del", "w:ins", "w:tr", "w:tc", "w:trPr", "w:fldSimple", "w:footnote",
    "w:footnoteReference", "w:comment", "w:commentReference", "w:txbxContent", "w:sdt", "w:sdtPr", "w:sdtContent",
    "w:numPr", "w:numId", "w:ilvl", "w:sectPr", "w:vanish", "w:instrText", "w:fldChar", "w:fldData", "w:sym", "w:style",
    "w:abstractNum", "w:lvl", "w:num", "w:lvlOverride", "w:startOverride", "w:tag", "w:basedOn", "w:pStyle",
]  # fmt: skip
ODF_WORDS = [
    "text:p", "text:h", "text:span", "text:note", "text:note-citation", "text:note-body", "text:list", "text:list-item",
    "text:section", "text:s", "office:annotation", "text:reference-mark-start", "text:reference-mark-end",
    "text:bibliography", "text:bibliography-mark", "field:fieldmark-start", "field:param", "field:fieldmark-end",
    "style:style", "style:text-properties", "text:list-style", "text:list-level-style-number", "text:index-title",
]  # fmt: skip
VALUES = [
    "", "1", "0", "-1", "begin", "separate", "end", "99999999999", "decimal", "%1", "%9", "\u00b2", "ZOTERO_BIBL",
]  # fmt: skip


def elements(names: list[str], attributes: list[str]) -> st.SearchStrategy[str]:
    said = st.dictionaries(st.sampled_from(attributes), st.sampled_from(VALUES), max_size=3)
    shown = said.map(lambda own: "".join(f' {name}="{value}"' for name, value in own.items()))

    def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        parts = st.tuples(st.sampled_from(names), shown, st.lists(inner, max_size=4))
        return parts.map(lambda each: f"<{each[0]}{each[1]}>{''.join(each[2])}</{each[0]}>")

    return st.recursive(st.sampled_from(["", "Tides", " 12 ", "[", "citetool: x"]), nested, max_leaves=25)


W_ATTRIBUTES = ["w:val", "w:id", "w:fldCharType", "w:instr", "w:char", "w:customMarkFollows", "w:type", "w:numId",
                "w:abstractNumId", "w:ilvl", "w:styleId"]  # fmt: skip
ODF_ATTRIBUTES = ["text:style-name", "style:name", "style:family", "text:c", "text:level", "text:name", "text:label",
                  "text:start-value", "text:display-levels", "style:num-format", "text:continue-list", "field:name",
                  "field:value", "style:parent-style-name", "style:text-position"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(elements(WORDS, W_ATTRIBUTES), st.sampled_from(["document", "footnotes", "styles", "numbering", "comments"]))
def test_any_elements_of_word_are_read(content: str, part: str) -> None:
    others = {kind: "" for kind in ("footnotes", "styles", "numbering", "comments") if kind != part}
    body = content if part == "document" else p("One", note_reference(1))
    others |= {} if part == "document" else {part: content}
    bytes_reader("docx")("a.docx", word(body, **others))


@settings(max_examples=150, deadline=None)
@given(elements(ODF_WORDS, ODF_ATTRIBUTES), elements(ODF_WORDS, ODF_ATTRIBUTES))
def test_any_elements_of_opendocument_are_read(body: str, styles: str) -> None:
    bytes_reader("odt")("a.odt", odt(body, styles))


def read_or_refused(name: str, data: bytes) -> None:
    try:
        bytes_reader(name)(f"a.{name}", data)
    except UnreadableInput as problem:
        assert str(problem)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([("docx", REAL[0]), ("odt", REAL[1])]), st.data())
def test_real_files_with_bytes_changed(case: tuple[str, bytes], data: st.DataObject) -> None:
    name, real = case
    changed = bytearray(real)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed) - 1))
        match data.draw(st.integers(0, 2)):
            case 0:
                changed[at] = data.draw(st.integers(0, 255))
            case 1:
                del changed[at : at + data.draw(st.integers(1, 300))]
            case _:
                changed[at:at] = changed[data.draw(st.integers(0, len(changed) - 1)) :][:200]
    read_or_refused(name, bytes(changed))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([("docx", REAL[0]), ("odt", REAL[1])]), st.data())
def test_real_files_with_parts_changed(case: tuple[str, bytes], data: st.DataObject) -> None:
    name, real = case
    with zipfile.ZipFile(io.BytesIO(real)) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    texts = sorted(each for each in parts if each.endswith((".xml", ".rels")))
    for _ in range(data.draw(st.integers(1, 3))):
        part = data.draw(st.sampled_from(texts))
        own = parts[part]
        start, end = sorted(data.draw(st.tuples(st.integers(0, len(own)), st.integers(0, len(own)))))
        put = data.draw(st.sampled_from([*SPLINTERS, own[start:end] * 2]))
        parts[part] = own[:start] + put + own[end:]
    read_or_refused(name, archive(parts))
