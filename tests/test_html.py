"""Drafts in HTML: what is read of them, and where it stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import citetool.readers.layout
from citetool.errors import UnreadableInput
from citetool.model import Comment, Span
from citetool.readers import read
from citetool.readers.decoding import decode_file, plain
from citetool.readers.html.reading import read_html
from markup import bodies, damaged, see_that_places_hold, shown

SHOWN = {
    "paragraphs": ("<p>a <em>b</em>\n  c</p><p>d<p>e<div>f</div>g", "a b c\nd\ne\nf\ng"),
    "white space": ("<p>\n a <b> b</b> <i> </i>c </p>\n", "a b c"),
    "line ends": ("<p>a<br>b<br/>\nc<br><br>d</p>", "a\nb\nc\nd"),
    "entities": ("<p>&lt;a&gt; &amp; &eacute;&#8211;&nbsp;&x; & &copy x&notit;", "<a> & é–\u00a0&x; & © x¬it;"),
    "headings": ("<h1>a</h1>b<h2>c</h2>d", "a\nb\nc\nd"),
    "lists": ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "a\nb\nc\nd"),
    "numbers": ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
    "numbers that are printed": ("<ol><li>1. a<li>[2] b</ol>", "1. a\n[2] b"),
    "lists that show no numbers": ("<ol style='list-style: none'><li>a</ol><ol type=a><li>b</ol>", "a\nb"),
    "tables": ("<table><tr><th>a<th>b<tr><td>c</td><td><p>d</td></table>", "a\nb\nc\nd"),
    "scripts and styles": ("<style>p {}</style><p>a<script>if (a<b) '</p>'</script>b<template>c</template>", "ab"),
    "navigation": ("<nav>a</nav><div role=navigation>b</div><div class='x toc'>c</div><p>d", "d"),
    "head and foot of the page": ("<body><header>a</header><main><header>b</header>c</main><footer>d</footer>", "b\nc"),
    "what is hidden": ("<p hidden>a</p><p style='display: none'>b</p><p>c<span aria-hidden=true>d</span>", "c"),
    "what isn't": ("<p aria-hidden=false style='color: red'>a", "a"),
    "raised ranges": ("a.<sup>1–3,5</sup> b<sup>7&ndash;9</sup>", "a.¹–³,⁵ b⁷–⁹"),
    "superscripts": ("a.<sup>12</sup> 2<sup>nd</sup>, b<sup>3,4</sup>, H<sub>2</sub>O", "a.¹² 2nd, b³,⁴, H2O"),
    "quotation marks": ("<p>a <q>b</q> c", "a “b” c"),
    "preformatted text": ("<pre>a\n  b</pre><pre class=sourceCode>c</pre>", "a\nb"),
    "comments": ("<p>a<!-- b > c --><!-- - -->d<!doctype x><?x y?>e", "ade"),
    "a comment that isn't closed": ("<p>a<!-- b<p>c", "a"),
    "what is no tag": ("<p>a < b, 1<2, <3 and <", "a < b, 1<2, <3 and <"),
    "a tag that isn't closed": ("<p>a <b c='d", "a <b c='d"),
    "values in quotation marks": ("<p title='a > b' x=\"<p>\">c</p><a href=d>e</a>", "c\ne"),
    "what was deleted": ("<p>a <del>b</del><ins>c</ins> <s>d</s>", "a c d"),
    "comments of Word": (
        "<p>a<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[DM1]</a></span> b</p>"
        "<div><div id=_com_1 class=msocomtxt><p class=MsoCommentText>Check.</p></div></div>", "a b",
    ),
    "ends without beginnings": ("</div>a</p>b</b></ul>c", "abc"),
    "letters and marks apart": ("<p>cafe\u0301", "café"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "read_as"), SHOWN.values(), ids=SHOWN.keys())
def test_what_is_read(text: str, read_as: str) -> None:
    document = read_html("a.html", text)
    assert shown(document) == read_as
    see_that_places_hold(document)


NOTES = {
    "pandoc": (
        '<p>a<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> b</p>'
        '<section class="footnotes" role="doc-endnotes"><hr/><ol><li id="fn1" role="doc-endnote"><p>One.</p><p>More.'
        '<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
        "a¹ b", {"1": "One.\n\nMore."},
    ),
    "kramdown": (
        '<p>a<sup id="fnref:x"><a href="#fn:x" class="footnote" rel="footnote">1</a></sup></p>'
        '<div class="footnotes"><ol><li id="fn:x"><p>One. '
        '<a href="#fnref:x" class="reversefootnote">&#8617;</a></p></li></ol></div>',
        "a¹", {"1": "One."},
    ),
    "Word": (
        '<p>a<a style="x" href="#_ftn1" name="_ftnref1" title=""><span><span>[1]</span></span></a> b</p>'
        '<div><br clear=all><hr><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title="">'
        "<span>[1]</span></a> One.</p><p>More.</p></div></div>",
        "a¹ b", {"1": "One.\n\nMore."},
    ),
    "MediaWiki": (
        '<p>a.<sup id="cite_ref-b_1-0" class="reference"><a href="#cite_note-b-1">&#91;1&#93;</a></sup><sup'
        ' id="cite_ref-b_1-1" class="reference"><a href="#cite_note-b-1">[1]</a></sup></p><h2>References</h2>'
        '<ol class="references"><li id="cite_note-b-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-b_1-0">'
        '<sup><i><b>a</b></i></sup></a></span> <span class="reference-text">One.</span></li></ol>',
        "a.¹¹", {"1": "One."},
    ),
    "Asciidoctor": (
        '<p>a<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1">1</a>]</sup> b</p>'
        '<div id="footnotes"><hr/><div class="footnote" id="_footnotedef_1"><a href="#_footnoteref_1">1</a>. One.</div>'
        "</div>",
        "a¹ b", {"1": "One."},
    ),
    "by hand": (
        '<p>a<sup><a href="#note-2">2</a></sup> b<a href="#n3" id="r3">*</a></p><p id="note-2">2. Two.</p>'
        '<p><a name="n3"></a>* Three. <a href="#r3">back</a>',
        "a² b*", {"2": "Two.", "*": "Three."},
    ),
    "a table": (
        "<p>a<a name=r1 href='#n1'>1</a><table><tr><td><a name=n1 href='#r1'>1</a></td><td>One.</td></tr></table>",
        "a¹", {"1": "One."},
    ),
    "definitions": ("<p>a<a id=r href='#n'>[1]</a><dl><dt id=n><a href='#r'>1</a><dd>One.</dl>", "a¹", {"1": "One."}),
    "brackets outside": ("<p>a [<a id=r href='#n'>1</a>] b<p id=n>[<a href='#r'>1</a>] One.", "a ¹ b", {"1": "One."}),
    "Hugo": (
        '<p>a<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p><ol>'
        '<li id="fn:1"><p>One.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;</a></ol>',
        "a¹", {"1": "One."},
    ),
    "LibreOffice, counted in another script": (
        '<p>a<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>ב</sup></a></p><div><p>'
        '<a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">ב</a>One.</p></div>',
        "a[^ב]", {"ב": "One."},
    ),
    "Google Docs, with a comment": (
        '<p>a<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> b<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;One.</span></p></div>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Check.</span></p></div>',
        "a¹ b", {"1": "One."},
    ),
    "Parsoid": (
        '<p>a<sup class="mw-ref reference" id="cite_ref-1"><a href="./A#cite_note-1"><span>[1]</span></a></sup></p><ol>'
        '<li id="cite_note-1"><a href="./A#cite_ref-1" rel="mw:referencedBy"><span class="mw-linkback-text">↑ </span>'
        '</a> <span class="mw-reference-text">One.</span></li></ol>',
        "a¹", {"1": "One."},
    ),
    "saved by a browser": (
        '<p>a<sup><a href="https://example.org/a/#fn1" id="r1">1</a></sup> <a href="https://example.org/b/#x">b</a>'
        '<p id="fn1"><sup>1</sup> One. <a href="https://example.org/a/#r1">↩</a></p>',
        "a¹ b", {"1": "One."},
    ),
    "EPUB": (
        '<p>a<a epub:type="noteref" href="#n1">1</a></p><aside epub:type="footnote" id="n1"><p>One.</p></aside>',
        "a¹", {"1": "One."},
    ),
    "Word, without links back": ('<p>a<a href="#_ftn1">[1]</a><p><a name="_ftn1">[1]</a> One.', "a¹", {"1": "One."}),
    "LaTeXML": (
        '<div><p>a<span class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span class="'
        'ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup><span class="ltx_tag '
        'ltx_tag_note">1</span>One, <em>b</em>.</span></span></span> c.</p></div><p>d',
        "a¹ c.\nd", {"1": "One, b."},
    ),
    "WordPress, within the text": (
        '<p>a<sup data-mfn="1"><a href="javascript:void(0)" role="button">1</a></sup><span id="mfn-content-1" '
        'class="modern-footnotes-footnote__note">One.</span> b</p>',
        "a¹ b", {"1": "One."},
    ),
    "Tufte": (
        '<ol><li>a<label for="s1"></label><input type="checkbox" id="s1"/><span class="sidenote">One.</span> b'
        '<span class="sidenote">Two.</span></ol>',
        "1. a¹ b²", {"1": "One.", "2": "Two."},
    ),
    "Distill": ("<div>a<d-footnote><p>One.</p><p>More.</p></d-footnote> b<p>c", "a¹ b\nc", {"1": "One.\n\nMore."}),
    "none: another page's": (
        "<p>a<sup><a href='b.html#n1'>1</a></sup> <a href='c.html#x'>c</a><p id=n2>One", "a¹ c\nOne", {},
    ),
    "none: numbered sources": (
        "<p>a [<a href='#r1'>1</a>], <sup><a href='#r2'>2</a></sup></p>"
        "<h2>References</h2><ol><li id=r1>One.<li id=r2>Two.",
        "a [1], ²", {},
    ),
    "none: sources that link back": (
        "<p>a [<a href='#r1' id=c1>1</a>], b <a href='#r2' id=c2>[2]</a></p><h2>References</h2>"
        "<p id=r1><a href='#c1'>[1]</a> One.<p id=r2><a href='#c2'>[2]</a> Two. <a href='#c2'>↑</a>",
        "a [1], b [2]\nReferences\n[1] One.\n[2] Two.", {},
    ),
    "below the list": (
        "<p>a<a href='#_ftn1'>[1]</a> b<a href='#n2' id=r2>2</a></p><h2>References</h2><p>Cole, 2016."
        "<p><a name=_ftn1>[1]</a> One.<p><a href='#r2' id=n2>2</a> Two.",
        "a¹ b²\nReferences\nCole, 2016.", {"1": "One.", "2": "Two."},
    ),
    "none: years": (
        "<p>a (One, <a href='#r1' id=c1>2016</a>)</p><p id=r1>One, 2016. <a href='#c1'>↑</a>", "a (One, 2016)", {},
    ),
    "none: marked sources": (
        "<p>a <a id=c href='#r1'>1</a></p><div role=doc-bibliography><p id=r1>One, 2016. <a href='#c'>up</a></p></div>",
        "a 1", {},
    ),
    "none: chapters": ("<p><a href='#c1'>1</a> Piers</p><h2 id=c1>Piers</h2><p>b", "1 Piers", {}),
    "none: upwards": ("<p id=n1>One</p><p>a<sup><a href='#n1'>1</a></sup>", "One\na¹", {}),
    "none: words": ("<p>a <a href='#n' id=r>so it is</a><p id=n>One <a href='#r'>back</a>", "a so it is", {}),
    "typed by hand": ("<p>a.<sup>1</sup><p>b<p><sup>1</sup> One.", "a.¹\nb", {"1": "One."}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "body", "notes"), NOTES.values(), ids=NOTES.keys())
def test_notes(text: str, body: str, notes: dict[str, str]) -> None:
    document = read_html("a.html", text)
    assert shown(document).startswith(body)
    assert bodies(document) == notes
    assert all(note.marker_spans for note in document.notes)
    see_that_places_hold(document)


ENTRIES = {
    "pandoc": (
        '<div id="refs" class="references csl-bib-body" role="doc-bibliography"><div id="ref-abara" class="csl-entry"'
        ' role="doc-biblioentry"><div class="csl-left-margin">[1]</div><div class="csl-right-inline">Abara,'
        " <em>Piers</em>.</div></div><div id='ref-cole' class='csl-entry'>Cole.</div></div>",
        "[1] Abara, Piers.\n\nCole.", ["abara", "cole"],
    ),
    "a list": (
        "<section role=doc-bibliography><h2>X</h2><ul><li><p>Abara.</p><li>Cole.</ul></section>",
        "Abara.\n\nCole.", [],
    ),
    "LaTeXML": (
        '<h2>X</h2><ul class="ltx_biblist"><li class="ltx_bibitem"><span class="ltx_tag">[1]</span>\n'
        '<span class="ltx_bibblock">Abara.</span><li>Cole.</ul>',
        "[1] Abara.\n\nCole.", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "entries", "keys"), ENTRIES.values(), ids=ENTRIES.keys())
def test_entries_that_the_page_marks_are_the_list(text: str, entries: str, keys: list[str]) -> None:
    document = read_html("a.html", f"<p>a</p>{text}<p>b</p>")
    assert [document.text[span.start : span.end] for span in document.list_spans] == [entries]
    assert [key for _, key in document.entry_keys] == keys


ADDRESSES = {
    "of a title": (
        "<h2>References</h2><p>Abara (2016) <a href='https://doi.org/10.1000/x&#95;y'>Piers</a>. Oslo.</p>",
        "Abara (2016) Piers. Oslo. https://doi.org/10.1000/x_y.",
    ),
    "of Google Docs": (
        "<h2>References</h2><p>Abara (2016) <a href='https://www.google.com/url?q=https://doi.org/10.1000/x%2526y&amp;sa=D"
        "&amp;ust=1'>Piers</a>. Oslo.",
        "Abara (2016) Piers. Oslo. https://doi.org/10.1000/x%26y.",
    ),
    "that is printed": ("<h2>References</h2><p>Abara <a href='https://a.example/'>a.example</a>", "Abara a.example"),
    "in the text": ("<p>As <a href='https://a.example'>Abara</a> says.", "As Abara says."),
}


@pytest.mark.parametrize(("text", "last"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_addresses_of_links(text: str, last: str) -> None:
    document = read_html("a.html", text)
    assert shown(document).split("\n")[-1] == last
    see_that_places_hold(document)


PLACES = {
    "Piers": "Piers",
    "é": "&eacute;",
    "b": "b",
    "10.1000/x": "10.1000/x",
    "¹": "<a href='#n' id=r><sup>1</sup></a>",
}


@pytest.mark.parametrize(("words", "printed"), PLACES.items())
def test_words_stand_where_the_file_has_them(words: str, printed: str) -> None:
    source = (
        "<p><i>Piers</i>\n &eacute;b<a href='#n' id=r><sup>1</sup></a></p><h2>References</h2>"
        "<p>Abara <a href='https://doi.org/10.1000/x'>doi</a></p><p id=n>1 <a href='#r'>^</a> One"
    )
    document = read_html("a.html", source)
    start = document.text.index(words)
    assert document.printed(Span(start, start + len(words))) == printed


SAID = {
    "in a line": ("<p>a <!-- citetool: ignore CT1 -- b --> c</p>", Comment(2, "ignore CT1 -- b", False)),
    "in a line for itself": ("<p>a\n<!-- citetool: ignore CT1 -->\nb</p>", Comment(2, "ignore CT1", True)),
    "between paragraphs": ("<p>a</p>\n<!-- citetool: ignore CT1 -->\n<p>b</p>", Comment(2, "ignore CT1", True)),
    "in the head": ("<head><!-- citetool: ignore-file CT1 --></head><p>b", Comment(0, "ignore-file CT1", True)),
}


@pytest.mark.parametrize(("text", "comment"), SAID.values(), ids=SAID.keys())
def test_comments_to_citetool(text: str, comment: Comment) -> None:
    assert [each._replace(in_row=None) for each in read_html("a.html", text).comments] == [comment]


def test_the_language_is_what_the_page_says() -> None:
    assert read_html("a.html", "<html lang='de-AT'><p>The piers and the harbours of the town").language == "de"


def test_items_of_lists_are_no_notes_for_digits_in_words() -> None:
    page = "<p>Sorted with gawk1.<p>Packed with bzip2.<ol><li>Marsh<li>Ives</ol>"
    assert read_html("a.html", page).notes == ()


DECLARED = {
    "HTML 4": (b"<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-2'>", "iso-8859-2", "ł"),
    "HTML 5": (b'<meta charset="windows-1251">', "windows-1251", "і"),
    "XHTML": (b"<?xml version='1.0' encoding=\"koi8-r\"?><html>", "koi8-r", "Ё"),
    "Latin 1, as browsers read it": (b"<meta charset=iso-8859-1>", "cp1252", "–"),
    "what it can't be in": (b"<meta charset=shift_jis>", "cp1252", "ü"),
    "no encoding": (b"<meta charset=rot13>", "cp1252", "ü"),
    "UTF-8, whatever it says": (b"<meta charset=windows-1251>", "utf-8", "łі"),
}


@pytest.mark.parametrize(("head", "encoding", "letters"), DECLARED.values(), ids=DECLARED.keys())
def test_pages_in_the_encoding_that_they_name(head: bytes, encoding: str, letters: str, tmp_path: Path) -> None:
    data = head + b"<p>" + letters.encode(encoding) + b" piers</p>"
    file = decode_file(data)
    assert file.encoding == encoding
    assert file.encode(file.text) == data
    (tmp_path / "a.html").write_bytes(data)
    assert f"{letters} piers" in read(str(tmp_path / "a.html")).text


def test_a_page_that_is_called_text_is_read_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<!DOCTYPE html>\n<html><p>a</p></html>", encoding="utf-8")
    document = read(str(tmp_path / "a.txt"))
    assert (document.format, document.text) == ("html", "a")


def test_a_flood_of_paragraphs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citetool.readers.layout, "MOST_PARAGRAPHS", 1000)
    with pytest.raises(UnreadableInput, match="more than 1,000 paragraphs"):
        read_html("a.html", "<p>a" * 1001)


def test_what_lies_deep_is_read() -> None:
    assert "a" in read_html("a.html", "<div><b>" * 50_000 + "a").text


MARKS = (
    "<p>", "</p>", "<li>", "<ol>", "</ol>", "<div>", "</div>", "<a href='#fn1'>", "</a>", "<a id=fn1>", "<sup>",
    "</sup>", "<!--", "-->", "<!-- citetool: ignore CT1 -->", "<script>", "<nav>", "</nav>", "&amp;", "&", "<", "<br>",
    "<td>", "<q>", "</q>", "<pre>", "<p hidden>", "<h2>References</h2>", "\n", "e\u0301", "<div class='csl-entry'>",
    "<li id='fn1'>", "<section role='doc-bibliography'>",
    "<span class=sidenote>", "</span>", "<d-footnote>", "</d-footnote>", "<sup>1</sup><span class=ltx_note_outer>",
    "'", '"', "=", "[", "]", "<dt>", "\r", "<a href='#fnref1'>", "<html lang=de>",
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged("brief.html", MARKS))
def test_damaged_files_are_read(text: str) -> None:
    see_that_places_hold(read_html("a.html", plain(text)))
