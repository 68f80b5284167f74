"""Word files: what their pages show is what is read, and no more."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from xml.sax.saxutils import escape

import pytest

from citetool.model import Document
from citetool.readers.word import read_word
from word_files import (
    STRICT,
    archive,
    character,
    cited,
    field,
    instruction,
    note,
    note_reference,
    p,
    r,
    raised,
    relations,
    story,
    word,
    word_parts,
    work,
)


def document(body: str, **parts: str) -> Document:
    return read_word("a.docx", word(body, **parts))


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(content: str) -> str:
    inside = f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>"
    return f"<w:r><w:pict><v:shape>{inside}</v:shape></w:pict></w:r>"


DELETED_MARK = "<w:rPr><w:del w:id='1'/></w:rPr>"
CELLS = "<w:tbl><w:tr>{0}<w:tc>{1}</w:tc><w:tc>{2}</w:tc></w:tr></w:tbl>"

BODIES = {
    "runs-make-a-paragraph": (p("Tides", " rose."), "Tides rose."),
    "paragraphs-are-apart": (p("One") + p("") + p("Two"), "One\n\nTwo"),
    "white-space-that-isnt-kept": (p("a ", "<w:r><w:t>\n Tides \n</w:t></w:r>", "b"), "a Tidesb"),
    "a-deleted-cell-is-out": (CELLS.format("", "<w:tcPr><w:cellDel/></w:tcPr>" + p("One"), p("Two")), "Two"),
    "a-box-that-is-deleted": (p("a", f"<w:del>{box(p('b'))}</w:del>"), "a"),
    "a-box-that-is-hidden": (
        p("a", f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict><w:txbxContent>{p('b')}</w:txbxContent></w:pict></w:r>"), "a",
    ),
    "run-properties-of-a-control": (
        p(control("<w:rPr><w:vanish/></w:rPr>", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>")), "x",
    ),
    "cells-are-paragraphs": (CELLS.format("", p("One"), p("Two")), "One\n\nTwo"),
    "a-deleted-row-is-out": (p("a") + CELLS.format("<w:trPr><w:del/></w:trPr>", p("One"), p("Two")) + p("b"), "a\n\nb"),
    "what-follows-a-deleted-row-is-in": (
        CELLS.format("<w:trPr><w:del/></w:trPr>", p("One"), p("Two")) + CELLS.format("", p("3"), p("4")), "3\n\n4",
    ),
    "tab-break-and-hyphens": (
        p("a", "<w:r><w:tab/></w:r>", "b", "<w:r><w:br/></w:r>", "c", "<w:r><w:noBreakHyphen/></w:r>", "d",
          "<w:r><w:softHyphen/></w:r>", "e"),
        "a b\nc-de",
    ),
    "tab-stops-are-no-tabs": (p("a", properties="<w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs>"), "a"),
    "symbol": (p("a", "<w:r><w:sym w:font='Symbol' w:char='F02A'/></w:r>"), "a*"),
    "symbol-by-its-own-code": (p("a", "<w:r><w:sym w:font='Arial' w:char='2020'/></w:r>"), "a†"),
    "link": (p("see ", f"<w:hyperlink>{r('example.org')}</w:hyperlink>"), "see example.org"),
    "smart-tag": (p(f"<w:smartTag>{r('Oslo')}</w:smartTag>"), "Oslo"),
    "formula": (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    "inserted": (p("a", f"<w:ins>{r('b')}</w:ins>"), "ab"),
    "deleted": (p("a", "<w:del><w:r><w:delText>b</w:delText><w:tab/></w:r></w:del>", "c"), "ac"),
    "moved": (p("a", f"<w:moveFrom>{r('b')}</w:moveFrom>") + p(f"<w:moveTo>{r('b')}</w:moveTo>"), "a\n\nb"),
    "deleted-paragraph-mark": (p("Tides ", properties=DELETED_MARK) + p("rose."), "Tides rose."),
    "drop-cap": (p("T", properties="<w:framePr w:dropCap='drop' w:lines='3'/>") + p("ides rose.") + p("a"),
                 "Tides rose.\n\na"),
    "frame": (p("One", properties="<w:framePr w:w='9'/>") + p("Two"), "One\n\nTwo"),
    "direction": (p("a", f"<w:bdo w:val='ltr'>{r('b')}</w:bdo>", f"<w:dir w:val='rtl'>{r('c')}</w:dir>"), "abc"),
    "elements-of-others": (p("a", f"<w:customXml w:element='b'><w:customXmlPr/>{r('b')}</w:customXml>"), "ab"),
    "line-ends-and-tabs-to-margins": (
        p("a", "<w:r><w:cr/></w:r>", "b", "<w:r><w:ptab w:alignment='right'/></w:r>", "c"), "a\nb c",
    ),
    "inserted-paragraph-mark": (p("a", properties="<w:rPr><w:ins w:id='1'/></w:rPr>") + p("b"), "a\n\nb"),
    "former-properties": (p(r("a", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), "a"),
    "hidden": (p("a", r("b", "<w:vanish/>"), r("c", "<w:vanish w:val='0'/>")), "ac"),
    "raised-digits": (p("rose", raised("12"), " and", raised("3,5–7")), "rose¹² and³,⁵–⁷"),
    "raised-letters": (p("the 1", raised("st"), " and ", raised("2a")), "the 1st and 2a"),
    "raised-in-square-brackets": (p("rose", raised("["), raised("12"), raised("]")), "rose[12]"),
    "ruby": (p(f"<w:ruby><w:rt>{r('x')}</w:rt><w:rubyBase>{r('y')}</w:rubyBase></w:ruby>"), "y"),
    "content-control": (p("a ", control("<w:tag w:val='x'/>", r("b"))), "a b"),
    "placeholder": (p("a ", control("<w:showingPlcHdr/>", r("Click here"))), "a"),
    "text-box": (p("a", box(p("in a box"))), "in a box\n\na"),
    "box-in-a-box": (p("a", box(p("b", box(p("c"))))), "c\n\nb\n\na"),
    "alternatives-are-read-once": (
        p("a", f"<mc:AlternateContent><mc:Choice>{box(p('b'))}</mc:Choice><mc:Fallback>{box(p('b'))}</mc:Fallback>"
          "</mc:AlternateContent>"),
        "b\n\na",
    ),
    "a-lone-fallback": (p(f"<mc:AlternateContent><mc:Fallback>{r('a')}</mc:Fallback></mc:AlternateContent>"), "a"),
    "field": (p("page ", field("PAGEREF _Ref1 \\h", "12")), "page 12"),
    "simple-field": (p("page ", f"<w:fldSimple w:instr=' PAGE '>{r('12')}</w:fldSimple>", "."), "page 12."),
    "field-without-result": (p("a", character("begin"), instruction(" XE x "), character("end"), "b"), "ab"),
    "field-in-a-result": (p(field("TOC", field("PAGEREF _T", "3")), "."), "3."),
    "field-in-an-instruction": (
        p(character("begin"), instruction(" IF "), field("PAGE", "7"), instruction(" = 1 "), character("separate"),
          r("shown"), character("end")),
        "shown",
    ),
    "field-over-paragraphs": (
        p(character("begin"), instruction(" TOC "), character("separate"), "One 1") + p("Two 2", character("end")),
        "One 1\n\nTwo 2",
    ),
    "field-that-never-ends": (p(character("begin"), instruction("X"), character("separate"), "a") + p("b"), "a\n\nb"),
    "end-without-a-field": (p("a", character("end"), character("separate"), "b"), "ab"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), BODIES.values(), ids=BODIES.keys())
def test_text_of_a_body(body: str, text: str) -> None:
    assert document(body).text == text


def test_white_space_is_kept_where_the_whole_part_keeps_it() -> None:
    part = story("document", f"<w:body>{p('<w:r><w:t>Tides </w:t></w:r>', '<w:r><w:t>rose.</w:t></w:r>')}</w:body>")
    kept = part.replace(" xmlns:m=", ' xml:space="preserve" xmlns:m=', 1)
    files = word_parts("") | {"word/document.xml": kept}
    assert read_word("a.docx", archive(files)).text == "Tides rose."


def test_text_of_a_strict_file() -> None:
    assert read_word("a.docx", word(p("Tides"), STRICT)).text == "Tides"


STYLES = (
    "<w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:styleId='Gone'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='Gone2'><w:basedOn w:val='Gone'/></w:style>"
    "<w:style w:styleId='Back'><w:basedOn w:val='Gone'/><w:rPr><w:vanish w:val='false'/></w:rPr></w:style>"
    "<w:style w:styleId='Round'><w:basedOn w:val='Round'/></w:style>"
    "<w:style w:styleId='Up'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    "<w:style w:styleId='Refs2'><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='Refs'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
)
STYLED = {
    "hidden-by-style": (p("a", r("b", "<w:rStyle w:val='Gone'/>")), "a"),
    "hidden-by-a-style-below": (p("a", r("b", "<w:rStyle w:val='Gone2'/>")), "a"),
    "shown-again": (p("a", r("b", "<w:rStyle w:val='Back'/>")), "ab"),
    "hidden-paragraph": (p("a") + p("b", properties="<w:pStyle w:val='Gone'/>"), "a"),
    "raised-by-style": (p("a", r("1", "<w:rStyle w:val='Up'/>")), "a¹"),
    "style-that-goes-round": (p("a", properties="<w:pStyle w:val='Round'/>"), "a"),
}


@pytest.mark.parametrize(("body", "text"), STYLED.values(), ids=STYLED.keys())
def test_styles(body: str, text: str) -> None:
    assert document(body, styles=STYLES).text == text


def level(at: int, format_: str, text: str, start: int = 1) -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{format_}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


NUMBERING = (
    f"<w:abstractNum w:abstractNumId='7'>{level(0, 'decimal', '[%1]')}{level(1, 'decimal', '%1.%2.')}</w:abstractNum>"
    f"<w:abstractNum w:abstractNumId='8'>{level(0, 'bullet', '•')}{level(1, 'lowerLetter', '%2)')}</w:abstractNum>"
    f"<w:abstractNum w:abstractNumId='9'>{level(0, 'decimal', '%1.', 5)}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='9'/></w:num>"
    "<w:num w:numId='4'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>"
    "</w:lvlOverride></w:num>"
)


def item(text: str, number: int, at: int = 0, more: str = "") -> str:
    return p(text, properties=f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{number}'/></w:numPr>{more}")


LISTS = {
    "numbers-as-shown": (item("a", 1) + item("b", 1), "[1] a\n\n[2] b"),
    "start": (item("a", 3), "5. a"),
    "levels": (item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1) + item("e", 1, 1),
               "[1] a\n\n1.1. b\n\n1.2. c\n\n[2] d\n\n2.1. e"),
    "start-again": (item("a", 1) + item("b", 4) + item("c", 4), "[1] a\n\n[1] b\n\n[2] c"),
    "bullets-and-letters": (item("a", 2) + item("b", 2, 1), "a\n\nb"),
    "level-by-style": (item("z", 1) + p("a", properties="<w:pStyle w:val='Refs2'/>"), "[1] z\n\n1.1. a"),
    "by-style": (p("a", properties="<w:pStyle w:val='Refs'/>") + item("b", 1), "[1] a\n\n[2] b"),
    "out-of-a-style-s-list": (item("a", 0, more="<w:pStyle w:val='Refs'/>"), "a"),
    "headings-go-without": (p("a", properties="<w:pStyle w:val='H1'/><w:numPr><w:numId w:val='1'/></w:numPr>"), "a"),
    "an-item-of-nothing": (item("", 1) + item("b", 1), "[2] b"),
    "a-list-that-isnt-there": (item("a", 99), "a"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), LISTS.values(), ids=LISTS.keys())
def test_numbers_of_lists(body: str, text: str) -> None:
    assert document(body, numbering=NUMBERING, styles=STYLES).text == text


def test_items_of_lists_are_no_notes_for_digits_in_words() -> None:
    body = p("Sorted with gawk1.") + p("Packed with bzip2.") + item("a", 1) + item("b", 1)
    assert document(body, numbering=NUMBERING).notes == ()


SEPARATOR = "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:separator/><w:t>___</w:t></w:r></w:p></w:footnote>"


def noted(body: str, notes: str, **parts: str) -> list[tuple[str, str, int]]:
    """Label, text and number of markers of each note."""
    own = document(body, footnotes=SEPARATOR + notes, **parts)
    return [(each.label, own.text[each.span.start : each.span.end], len(each.marker_spans)) for each in own.notes]


def test_footnotes_are_counted_in_the_order_of_the_text() -> None:
    body = p("One", note_reference(5), " two", note_reference(2), ".")
    assert noted(body, note(2, "Second.") + note(5, "First.") + note(9, "Orphan.")) == [
        ("1", "First.", 1),
        ("2", "Second.", 1),
    ]


def test_a_note_that_is_referred_to_twice_is_counted_once() -> None:
    body = p("One", note_reference(5), " two", note_reference(5), " three", note_reference(2))
    assert noted(body, note(2, "Second.") + note(5, "First.")) == [("1", "First.", 2), ("2", "Second.", 1)]


def test_markers_stand_in_the_text() -> None:
    assert document(p("One", note_reference(5), " two."), footnotes=note(5, "First.")).text == "One¹ two.\n\n¹ First."


def test_a_note_whose_reference_is_deleted_is_out() -> None:
    body = p("One", f"<w:del>{note_reference(1)}</w:del>", " two", note_reference(2))
    assert noted(body, note(1, "Gone.") + note(2, "Kept.")) == [("1", "Kept.", 1)]


def test_a_typed_mark_isnt_counted() -> None:
    star = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='1'/><w:t>*</w:t></w:r>"
    own = f"<w:footnote w:id='1'>{p('* ', 'The author.')}</w:footnote>"
    assert noted(p("By Dana", star) + p("Tides", note_reference(2)), own + note(2, "Piers.")) == [
        ("*", "The author.", 1),
        ("1", "Piers.", 1),
    ]


def test_a_note_of_two_paragraphs() -> None:
    own = f"<w:footnote w:id='1'>{p('One.')}{p('Two.')}</w:footnote>"
    assert noted(p("a", note_reference(1)), own) == [("1", "One.\n\nTwo.", 1)]


def test_a_reference_without_its_note_is_stray() -> None:
    own = document(p("a", note_reference(1), note_reference(2)), footnotes=note(1, "One."))
    assert [label for label, _ in own.stray_markers] == ["2"]


def endnotes(body: str, settings: str = "") -> list[str]:
    own = document(body, endnotes="".join(note(n, "x", kind="endnote") for n in range(1, 9)), settings=settings)
    return [each.label for each in own.notes]


THREE = p("a", *(note_reference(n, "endnote") for n in (1, 2, 3)))


def number_format(format_: str, more: str = "") -> str:
    return f"<w:endnotePr><w:numFmt w:val='{format_}'/>{more}</w:endnotePr>"


FORMATS = {
    "roman-by-default": ("", ["i", "ii", "iii"]),
    "decimal": (number_format("decimal"), ["1", "2", "3"]),
    "upper-roman": (number_format("upperRoman"), ["I", "II", "III"]),
    "letters": (number_format("lowerLetter"), ["a", "b", "c"]),
    "signs": (number_format("chicago"), ["*", "†", "‡"]),
    "another-start": (number_format("decimal", "<w:numStart w:val='4'/>"), ["4", "5", "6"]),
    "unknown": (number_format("ideographDigital"), ["1", "2", "3"]),
}


@pytest.mark.parametrize(("settings", "labels"), FORMATS.values(), ids=FORMATS.keys())
def test_formats_of_endnotes(settings: str, labels: list[str]) -> None:
    assert endnotes(THREE, settings) == labels


def test_sections_number_their_notes_themselves() -> None:
    again = number_format("decimal", "<w:numRestart w:val='eachSect'/>")
    first = p(
        "a", note_reference(1, "endnote"), note_reference(2, "endnote"), properties=f"<w:sectPr>{again}</w:sectPr>"
    )
    last = p("b", note_reference(3, "endnote")) + f"<w:sectPr>{again}</w:sectPr>"
    assert endnotes(first + last) == ["1", "2", "1"]


def test_footnotes_and_endnotes_of_one_id_are_two_notes() -> None:
    own = document(
        p("a", note_reference(1), note_reference(1, "endnote")),
        footnotes=note(1, "Foot."),
        endnotes=note(1, "End.", kind="endnote"),
    )
    assert [(each.label, own.text[each.span.start : each.span.end]) for each in own.notes] == [
        ("1", "Foot."),
        ("i", "End."),
    ]


def test_notes_typed_by_hand_are_found() -> None:
    own = document(p("Tides rose.", raised("1")) + p("They fell.", raised("2")) + p(raised("1"), " Marsh 2015.")
                   + p(raised("2"), " Ibid."))  # fmt: skip
    assert [(each.label, len(each.marker_spans)) for each in own.notes] == [("1", 1), ("2", 1)]


def test_a_comment_to_citetool_is_one() -> None:
    comments = f"<w:comment w:id='1'>{p('citetool: ignore CT101 -- listed elsewhere')}</w:comment>"
    comments += f"<w:comment w:id='2'>{p('Please check.')}</w:comment>"
    referring = "".join(f"<w:r><w:commentReference w:id='{number}'/></w:r>" for number in (1, 2))
    body = p("One.") + p("<w:commentRangeStart w:id='1'/>", "Two.", "<w:commentRangeEnd w:id='1'/>", referring)
    own = document(body, comments=comments)
    assert own.text == "One.\n\nTwo."
    assert [(each.at, each.text) for each in own.comments] == [(6, "ignore CT101 -- listed elsewhere")]


def test_a_comment_on_what_is_deleted_is_none() -> None:
    comments = f"<w:comment w:id='1'>{p('citetool: ignore CT101 -- gone')}</w:comment>"
    own = document(p("a", "<w:del><w:r><w:commentReference w:id='1'/></w:r></w:del>"), comments=comments)
    assert own.comments == ()


def test_paragraphs_are_numbered() -> None:
    own = document(p("One.") + p("") + p("Two", note_reference(1), "."), footnotes=note(1, "A note."))
    assert [own.position(own.text.index(word)).paragraph for word in ("One", "Two", "note")] == [1, 2, None]


# What reference managers leave.

TIDES = work("Marsh", 2015, "Tides of trade", publisher="Harbour")
ENDNOTE = (
    "<EndNote><Cite><Author>Marsh</Author><Year>2015</Year><record><foreign-keys><key app='EN'>1</key></foreign-keys>"
    "<ref-type name='Book'>6</ref-type><contributors><authors><author><style face='normal'>Marsh, Dana</style></author>"
    "</authors></contributors><titles><title><style face='italic'>Tides of trade</style></title></titles>"
    "<dates><year>2015</year></dates><publisher>Harbour</publisher></record></Cite></EndNote>"
)
ENCODED = b64encode(ENDNOTE.encode()).decode()
SOURCES = (
    '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Mar15</b:Tag>'
    "<b:SourceType>Book</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>Marsh</b:Last><b:First>Dana"
    "</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>Tides of trade</b:Title><b:Year>2015</b:Year>"
    "<b:Publisher>Harbour</b:Publisher></b:Source></b:Sources>"
)
SHOWN = "(Marsh 2015)"
MENDELEY = f"MENDELEY_CITATION_v3_{b64encode(cited(TIDES).encode()).decode()}"
CITES = {
    "zotero": field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(TIDES)}", SHOWN),
    "zotero-in-a-simple-field": (
        "<w:fldSimple w:instr='{}'>{}</w:fldSimple>".format(
            f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(TIDES)}".replace('"', "&quot;"), r(SHOWN)
        )
    ),
    "zotero-in-pieces": (
        character("begin") + instruction(" ADDIN ZOTERO_") + instruction(f"ITEM CSL_CITATION {cited(TIDES)[:50]}")
        + instruction(cited(TIDES)[50:]) + character("separate") + r("(Marsh") + r(" 2015)") + character("end")
    ),
    "mendeley": field(f"ADDIN CSL_CITATION {cited(TIDES)}", SHOWN),
    "mendeley-cite": control(f"<w:tag w:val='{MENDELEY}'/>", r(SHOWN)),
    "endnote": field(f"ADDIN EN.CITE {ENDNOTE}", SHOWN),
    "mendeley-of-old": field(f"ADDIN Mendeley Citation{{0a-1b}} CSL_CITATION {cited(TIDES)}", SHOWN),
    "endnote-data": field("ADDIN EN.CITE", SHOWN, ENCODED),
    "endnote-data-twice": (
        character("begin", f"<w:fldData>{ENCODED}</w:fldData>") + instruction(" ADDIN EN.CITE ")
        + character("begin", f"<w:fldData>{ENCODED}</w:fldData>") + instruction(" ADDIN EN.CITE.DATA ")
        + character("end") + character("separate") + r(SHOWN) + character("end")
    ),
    "endnote-data-within": (
        character("begin") + instruction(" ADDIN EN.CITE ") + character("begin", f"<w:fldData>{ENCODED}</w:fldData>")
        + instruction(" ADDIN EN.CITE.DATA ") + character("end") + character("separate") + r(SHOWN) + character("end")
    ),
    "word": control("<w:citation/>", field("CITATION Mar15 \\l 1033", SHOWN)),
    "word-second-work": field("CITATION Zzz99 \\l 1033 \\m Mar15", SHOWN),
}  # fmt: skip


@pytest.mark.parametrize("shown", CITES.values(), ids=CITES.keys())
def test_what_a_reference_manager_cites_is_known(shown: str) -> None:
    parts = word_parts(p("Tides rose ", shown, "."), customXml="")
    parts["word/customXml.xml"] = SOURCES
    own = read_word("a.docx", archive(parts))
    assert own.text == "Tides rose (Marsh 2015)."
    (cite,) = own.managed
    assert own.text[cite.span.start : cite.span.end] == SHOWN
    (known,) = cite.items
    assert (known.author[0].family, known.title, known.issued and known.issued.year, known.publisher, known.type) == (
        "Marsh", "Tides of trade", 2015, "Harbour", "book",
    )  # fmt: skip


def in_bookmarks(body: str, said: Mapping[str, str], kind: str) -> Document:
    """A file in whose properties stands what is behind its bookmarks, in parts."""
    parts = word_parts(body)
    parts["_rels/.rels"] = relations({"officeDocument": "word/document.xml", kind: "docProps/custom.xml"})
    listed = "".join(
        f'<property name="{name}_{at // 100 + 1}"><v>{escape(text[at : at + 100])}</v></property>'
        for name, text in said.items()
        for at in range(0, len(text), 100)
    )
    parts["docProps/custom.xml"] = f'<Properties xmlns="{PROPERTIES[kind]}">{listed}</Properties>'
    return read_word("a.docx", archive(parts))


PROPERTIES = {
    "custom-properties": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "customProperties": "http://purl.oclc.org/ooxml/officeDocument/customProperties",
}
"""Kind of the relation -> namespace: transitional and strict."""


@pytest.mark.parametrize("kind", PROPERTIES)
def test_what_zotero_cites_at_bookmarks_is_known(kind: str) -> None:
    around = "<w:bookmarkStart w:id='1' w:name='ZOTERO_BREF_a'/>", SHOWN, "<w:bookmarkEnd w:id='1'/>"
    listing = "<w:bookmarkStart w:id='2' w:name='ZOTERO_BREF_b'/>"
    own = in_bookmarks(
        p("Tides ", *around, ".") + p(listing, ENTRIES[0]) + p(ENTRIES[1], "<w:bookmarkEnd w:id='2'/>") + p("End."),
        {"ZOTERO_BREF_a": f"ITEM CSL_CITATION {cited(TIDES)}", "ZOTERO_BREF_b": "BIBL {} CSL_BIBLIOGRAPHY"},
        kind,
    )
    assert [(own.text[cite.span.start : cite.span.end], cite.items[0].title) for cite in own.managed] == [
        (SHOWN, "Tides of trade")
    ]
    assert [own.text[span.start : span.end] for span in own.list_spans] == ["\n\n".join(ENTRIES)]


CITAVI = {
    "$type": "SwissAcademic.Citavi.Citations.WordPlaceholder, SwissAcademic.Citavi",
    "Entries": [
        {
            "$type": "SwissAcademic.Citavi.Citations.WordPlaceholderEntry, SwissAcademic.Citavi",
            "Reference": {
                "ReferenceType": "Book",
                "Authors": [{"FirstName": "Dana", "LastName": "Marsh"}],
                "Title": "Tides of trade",
                "Year": "2015",
            },
        }
    ],
}


@pytest.mark.parametrize("brackets", ["{{{}}}", "{}"])
def test_what_citavi_cites_is_known(brackets: str) -> None:
    data = brackets.format(b64encode(json.dumps(CITAVI).encode()).decode())
    shown = control("<w:tag w:val='CitaviPlaceholder#1'/>", field(f"ADDIN CitaviPlaceholder{data}", SHOWN))
    (cite,) = document(p("Tides ", shown)).managed
    (known,) = cite.items
    assert (known.author[0].family, known.title, known.issued and known.issued.year) == (
        "Marsh",
        "Tides of trade",
        2015,
    )


def test_a_citation_that_is_deleted_is_none() -> None:
    said = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(TIDES)}", SHOWN)
    assert document(p("Tides ", f"<w:del>{said}</w:del>")).managed == ()


BROKEN_CITES = {
    "cut-off-json": 'ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{',
    "no-json": "ADDIN ZOTERO_ITEM CSL_CITATION",
    "json-of-another-kind": "ADDIN ZOTERO_ITEM CSL_CITATION [1, 2]",
    "deep-json": 'ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": ' + "[" * 100_000,
    "items-of-another-kind": 'ADDIN CSL_CITATION {"citationItems": [1, {"itemData": 3}, {"itemData": {"author": 7}}]}',
    "broken-endnote": "ADDIN EN.CITE <EndNote><Cite>",
    "endnote-with-entities": "ADDIN EN.CITE <!DOCTYPE x [<!ENTITY a 'b'>]><EndNote><Cite>&a;</Cite></EndNote>",
    "unknown-tag": "CITATION Nobody",
}


@pytest.mark.parametrize("said", BROKEN_CITES.values(), ids=BROKEN_CITES.keys())
def test_what_is_broken_behind_a_citation_leaves_its_words(said: str) -> None:
    assert document(p("Tides ", field(said, SHOWN))).text == "Tides (Marsh 2015)"


ENTRIES = ("Marsh, D. Tides of trade. Harbour, 2015.", "Okafor, B. Ports. Harbour, 2016.")


def list_field(said: str) -> str:
    return p(character("begin"), instruction(f" {said} "), character("separate"), ENTRIES[0]) + p(
        ENTRIES[1], character("end")
    )


BIBLIOGRAPHIES = {
    "zotero": list_field('ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'),
    "mendeley": list_field("ADDIN Mendeley Bibliography CSL_BIBLIOGRAPHY"),
    "endnote": list_field("ADDIN EN.REFLIST"),
    "citavi": list_field("ADDIN CitaviBibliography"),
    "citavi-of-old": list_field("ADDIN CITAVI.BIBLIOGRAPHY x"),
    "a-heading-of-its-own": control(
        "<w:tag w:val='CitaviBibliography'/>",
        p("Works that matter", properties="<w:outlineLvl w:val='0'/>") + list_field("ADDIN CitaviBibliography"),
    ),
    "word": control(
        "<w:docPartObj><w:docPartGallery w:val='Bibliographies'/></w:docPartObj>",
        p("References") + control("<w:bibliography/>", list_field("BIBLIOGRAPHY")),
    ),
    "mendeley-cite": control("<w:tag w:val='MENDELEY_BIBLIOGRAPHY'/>", p("References") + p(ENTRIES[0]) + p(ENTRIES[1])),
    "links-within": p(character("begin"), instruction("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY"), character("separate"),
                      field("HYPERLINK \"x\"", ENTRIES[0])) + p(ENTRIES[1], character("end")),
}  # fmt: skip


@pytest.mark.parametrize("listed", BIBLIOGRAPHIES.values(), ids=BIBLIOGRAPHIES.keys())
def test_the_list_of_a_reference_manager_is_the_list(listed: str) -> None:
    own = document(p("Tides rose.") + listed + p("About the author") + p("Dana Marsh teaches in Oslo since 2015."))
    assert [own.text[span.start : span.end] for span in own.list_spans] == ["\n\n".join(ENTRIES)]
