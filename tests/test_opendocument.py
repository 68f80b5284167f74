"""OpenDocument texts: what their pages show is what is read, and no more."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import pytest

from citetool.model import Document
from citetool.readers.opendocument import read_opendocument
from word_files import ODF, archive, cited, odt, odt_parts, work


def style(name: str, properties: str = "", family: str = "text", more: str = "") -> str:
    inside = f"<style:text-properties {properties}/>" if properties else ""
    return f"<style:style style:name='{name}' style:family='{family}' {more}>{inside}</style:style>"


def number(level: int, said: str) -> str:
    return f"<text:list-level-style-number text:level='{level}' {said}/>"


def list_style(name: str, levels: str) -> str:
    return f"<text:list-style style:name='{name}'>{levels}</text:list-style>"


STYLES = "".join(
    (
        style("Gone", "text:display='none'"),
        style("Gone2", more="style:parent-style-name='Gone'"),
        style("Back", "text:display='true'"),
        style("Gone", "text:display='none'", "paragraph"),
        style("Up", "style:text-position='super 58%'"),
        style("Up2", "style:text-position='33% 58%'"),
        style("Down", "style:text-position='-33% 58%'"),
        style("Round", more="style:parent-style-name='Round'"),
        style("Listed", family="paragraph", more="style:list-style-name='L1'"),
        list_style(
            "L1",
            number(1, "style:num-format='1' style:num-prefix='[' style:num-suffix=']'")
            + number(2, "style:num-format='1' style:num-suffix='.' text:display-levels='2'"),
        ),
        list_style("L2", "<text:list-level-style-bullet text:level='1' text:bullet-char='•'/>"),
        list_style("L3", number(1, "style:num-format='a'")),
        list_style("L4", number(1, "style:num-format='1' style:num-suffix='.' text:start-value='5'")),
    )
)
ROW = "<table:table><table:table-row>{}</table:table-row></table:table>"
COVERED = "<table:covered-table-cell>{}</table:covered-table-cell>"
CELL = "<table:table-cell>{}</table:table-cell>"


def document(body: str) -> Document:
    return read_opendocument("a.odt", odt(body, STYLES))


def p(content: str) -> str:
    return f"<text:p>{content}</text:p>"


def span(style: str, content: str) -> str:
    return f"<text:span text:style-name='{style}'>{content}</text:span>"


def listed(items: str, style: str = "L1", more: str = "") -> str:
    return f"<text:list text:style-name='{style}' {more}>{items}</text:list>"


def item(content: str, more: str = "") -> str:
    return f"<text:list-item {more}>{content}</text:list-item>"


BODIES = {
    "paragraphs-are-apart": (p("One") + p("") + p("Two"), "One\n\nTwo"),
    "heading": ("<text:h text:outline-level='1'>One</text:h>" + p("Two"), "One\n\nTwo"),
    "white-space-is-one-space": (p("\n  One \n two <text:span>  three</text:span> "), "One two three"),
    "spaces-tabs-and-breaks": (p("a<text:s/>b<text:s text:c='2'/>c<text:tab/>d<text:line-break/>e"), "a b  c d\ne"),
    "soft-page-break": (p("a<text:soft-page-break/>b"), "ab"),
    "soft-hyphen": (p("har\u00adbour"), "harbour"),
    "link": (p("see <text:a>example.org</text:a>"), "see example.org"),
    "cells": (
        ROW.format(CELL.format(p("a")) + COVERED.format(p("x")) + CELL.format(p("b"))),
        "a\n\nb",
    ),
    "deletions": (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('gone')}</text:deletion></text:changed-region>"
        "</text:tracked-changes>"
        + p("a<text:change/>b<text:change-start/>c<text:change-end/>"),
        "abc",
    ),
    "deletion-in-the-text": (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion/></text:changed-region>"
        "<text:changed-region xml:id='c2'><text:insertion/></text:changed-region></text:tracked-changes>"
        + p("a<text:change-start text:change-id='c1'/>b<text:change-end text:change-id='c1'/>"
            "<text:change-start text:change-id='c2'/>c<text:change-end text:change-id='c2'/>"),
        "ac",
    ),
    "deleted-end-of-a-paragraph": (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion/></text:changed-region>"
        "</text:tracked-changes>" + p("a<text:change-start text:change-id='c1'/>b")
        + p("c<text:change-end text:change-id='c1'/>d") + p("e"),
        "ad\n\ne",
    ),
    "comment": (p("a<office:annotation><dc:creator>Dana</dc:creator>" + p("Check.") + "</office:annotation>b"), "ab"),
    "hidden": (p("a" + span("Gone", "b" + span("Back", "c")) + span("Gone2", "d")), "ac"),
    "hidden-paragraph": (p("a") + "<text:p text:style-name='Gone'>b</text:p>", "a"),
    "hidden-section": (p("a") + "<text:section text:display='none'>" + p("b") + "</text:section>", "a"),
    "hidden-by-a-field": (p("a<text:hidden-text text:is-hidden='true'>b</text:hidden-text>"), "a"),
    "raised": (p("rose" + span("Up", "12") + " m" + span("Up2", "2") + " CO" + span("Down", "2")), "rose¹² m² CO2"),
    "style-that-goes-round": (p(span("Round", "a")), "a"),
    "frame": (p("a<draw:frame><draw:text-box>" + p("in a box") + "</draw:text-box></draw:frame>b"), "in a box\n\nab"),
    "shape": (p("a<draw:custom-shape>" + p("in a shape") + "</draw:custom-shape>"), "in a shape\n\na"),
    "description": (p("a<draw:frame><svg:desc>x</svg:desc></draw:frame>"), "a"),
    "ruby": (p("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>"), "a"),
    "script": (p("a<text:script script:language='Basic' xmlns:script='s'>Beep</text:script>b"), "ab"),
    "number-of-a-heading": ("<text:h><text:number>1.</text:number>References</text:h>" + p("a"), "References\n\na"),
    "declarations": ("<text:sequence-decls><text:sequence-decl text:name='x'/></text:sequence-decls>" + p("a"), "a"),
    "numbers": (listed(item(p("a")) + item(p("b") + p("more"))), "[1] a\n\n[2] b\n\nmore"),
    "levels": (listed(item(p("a") + listed(item(p("b")) + item(p("c")))) + item(p("d"))),
               "[1] a\n\n1.1. b\n\n1.2. c\n\n[2] d"),
    "start": (listed(item(p("a")), "L4"), "5. a"),
    "item-s-own-start": (listed(item(p("a")) + item(p("b"), "text:start-value='7'") + item(p("c"))),
                         "[1] a\n\n[7] b\n\n[8] c"),
    "another-list": (listed(item(p("a"))) + listed(item(p("b"))), "[1] a\n\n[1] b"),
    "continued": (listed(item(p("a"))) + listed(item(p("b")), more="text:continue-numbering='true'"), "[1] a\n\n[2] b"),
    "continued-by-name": (listed(item(p("a")), more="xml:id='x'") + listed(item(p("z")))
                          + listed(item(p("b")), more="text:continue-list='x'"), "[1] a\n\n[1] z\n\n[2] b"),
    "bullets": (listed(item(p("a")), "L2"), "a"),
    "letters": (listed(item(p("a")), "L3"), "a"),
    "list-by-the-paragraph-s-style": (
        "<text:list><text:list-item><text:p text:style-name='Listed'>a</text:p></text:list-item></text:list>", "[1] a"),
    "list-header": (listed("<text:list-header>" + p("a") + "</text:list-header>" + item(p("b"))), "a\n\n[1] b"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), BODIES.values(), ids=BODIES.keys())
def test_text_of_a_body(body: str, text: str) -> None:
    assert document(body).text == text


def note(label: str, content: str, kind: str = "footnote", more: str = "") -> str:
    return (
        f"<text:note text:note-class='{kind}'><text:note-citation {more}>{label}</text:note-citation>"
        f"<text:note-body>{p(content)}</text:note-body></text:note>"
    )


NOTES = {
    "footnotes": (p(f"a{note('1', 'One.')}b{note('2', 'Two.')}"), [("1", "One."), ("2", "Two.")]),
    "endnotes": (p(f"a{note('i', 'One.', 'endnote')}"), [("i", "One.")]),
    "label-of-its-own": (p(f"a{note('*', 'One.', more='text:label=' + quoteattr('*'))}"), [("*", "One.")]),
    "in-a-cell": (ROW.format(CELL.format(p(f"a{note('1', 'One.')}"))), [("1", "One.")]),
    "in-a-list": (listed(item(p(f"a{note('1', 'One.')}"))), [("1", "One.")]),
    "hidden": (p("a" + span("Gone", note("1", "One."))), []),
    "deleted-in-the-text": (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion/></text:changed-region>"
        "</text:tracked-changes>"
        + p(f"a<text:change-start text:change-id='c1'/>{note('1', 'One.')}<text:change-end text:change-id='c1'/>b"),
        [],
    ),
    "deleted": ("<text:tracked-changes><text:changed-region><text:deletion>" + p(note("1", "One."))
                + "</text:deletion></text:changed-region></text:tracked-changes>" + p("a"), []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "notes"), NOTES.values(), ids=NOTES.keys())
def test_notes(body: str, notes: list[tuple[str, str]]) -> None:
    own = document(body)
    assert [(each.label, own.text[each.span.start : each.span.end]) for each in own.notes] == notes
    assert all(len(each.marker_spans) == 1 for each in own.notes)


def test_what_follows_a_note_goes_on_with_its_paragraph() -> None:
    assert document(p(f"One{note('1', 'A note.')} two.")).text == "One¹ two.\n\n¹ A note."


def test_a_comment_to_citetool_is_one() -> None:
    said = "<office:annotation>" + p("citetool: ignore CT101 -- listed elsewhere") + "</office:annotation>"
    own = document(p("One.") + p(f"Two{said}."))
    assert own.text == "One.\n\nTwo."
    assert [(each.at, each.text) for each in own.comments] == [(9, "ignore CT101 -- listed elsewhere")]


TIDES = work("Marsh", 2015, "Tides of trade", publisher="Harbour")
NAME = quoteattr(f"ZOTERO_ITEM CSL_CITATION {cited(TIDES)} RNDaBcDeF")
CODE = quoteattr(f" ADDIN ZOTERO_ITEM CSL_CITATION {cited(TIDES)} ")
CITES = {
    "zotero": f"<text:reference-mark-start text:name={NAME}/>(Marsh 2015)<text:reference-mark-end text:name={NAME}/>",
    "zotero-from-word": (
        "<field:fieldmark-start text:name='x' field:type='vnd.oasis.opendocument.field.UNHANDLED'><field:param "
        f"field:name='vnd.oasis.opendocument.field.code' field:value={CODE}/></field:fieldmark-start>"
        "<field:fieldmark-separator/>(Marsh 2015)<field:fieldmark-end/>"
    ),
    "of-the-format": (
        "<text:bibliography-mark text:identifier='M15' text:bibliography-type='book' text:author='Marsh, Dana'"
        " text:title='Tides of trade' text:year='2015' text:publisher='Harbour'>(Marsh 2015)</text:bibliography-mark>"
    ),
}


@pytest.mark.parametrize("shown", CITES.values(), ids=CITES.keys())
def test_what_a_reference_manager_cites_is_known(shown: str) -> None:
    own = document(p(f"Tides rose {shown}."))
    assert own.text == "Tides rose (Marsh 2015)."
    (cite,) = own.managed
    assert own.text[cite.span.start : cite.span.end] == "(Marsh 2015)"
    (known,) = cite.items
    assert (known.author[0].family, known.title, known.issued and known.issued.year, known.publisher, known.type) == (
        "Marsh", "Tides of trade", 2015, "Harbour", "book",
    )  # fmt: skip


def test_what_zotero_cites_at_bookmarks_is_known() -> None:
    said = escape(f"ZOTERO_ITEM CSL_CITATION {cited(TIDES)}")
    properties = f"<meta:user-defined meta:name='ZOTERO_BREF_a_1'>{said[:60]}</meta:user-defined>"
    properties += f"<meta:user-defined meta:name='ZOTERO_BREF_a_2'>{said[60:]}</meta:user-defined>"
    meta = f"<office:document-meta {ODF}><office:meta>{properties}</office:meta></office:document-meta>"
    mark = "text:name='ZOTERO_BREF_a'"
    body = p(f"Tides <text:bookmark-start {mark}/>(Marsh 2015)<text:bookmark-end {mark}/>.")
    own = read_opendocument("a.odt", archive({**odt_parts(body), "meta.xml": meta}))
    assert [(own.text[cite.span.start : cite.span.end], cite.items[0].title) for cite in own.managed] == [
        ("(Marsh 2015)", "Tides of trade")
    ]


ENTRIES = ("Marsh, D. Tides of trade. Harbour, 2015.", "Okafor, B. Ports. Harbour, 2016.")
SHOWN = "".join(map(p, ENTRIES))
BIBL = quoteattr('ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY RNDx')
BIBLIOGRAPHIES = {
    "zotero": f"<text:section text:name={BIBL}>{SHOWN}</text:section>",
    "mendeley": (
        f"<text:reference-mark-start text:name='CSL_BIBLIOGRAPHY'/>{SHOWN}"
        "<text:reference-mark-end text:name='CSL_BIBLIOGRAPHY'/>"
    ),
    "jabref": f"<text:section text:name='JR_bib'><text:h>Works that matter</text:h>{SHOWN}</text:section>",
    "of-the-format": (
        "<text:bibliography><text:bibliography-source><text:index-title-template>Works</text:index-title-template>"
        f"</text:bibliography-source><text:index-body><text:index-title>{p('Works')}</text:index-title>{SHOWN}"
        "</text:index-body></text:bibliography>"
    ),
}


@pytest.mark.parametrize("listed", BIBLIOGRAPHIES.values(), ids=BIBLIOGRAPHIES.keys())
def test_the_list_of_a_reference_manager_is_the_list(listed: str) -> None:
    own = document(p("Tides rose.") + listed + p("About the author") + p("Dana Marsh teaches in Oslo since 2015."))
    assert [own.text[span.start : span.end] for span in own.list_spans] == ["\n\n".join(ENTRIES)]
