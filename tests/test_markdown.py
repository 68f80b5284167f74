"""Drafts in Markdown: what is read of them, and where it stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import citetool.readers.layout
from citetool.config import Config
from citetool.errors import UnreadableInput
from citetool.lint import Task, lint
from citetool.model import Comment, Form, Span
from citetool.readers import read
from citetool.readers.decoding import plain
from citetool.readers.markdown.front_matter import FrontMatter, read_front_matter
from citetool.readers.markdown.reading import read_markdown
from markup import bodies, damaged, see_that_places_hold, shown

FIXTURES = Path(__file__).parent / "fixtures"

SHOWN = {
    "emphasis": ("*Piers* and __harbours__ and ***both***.", "Piers and harbours and both."),
    "emphasis across lines": ("A *long\ntitle* here.", "A long title here."),
    "marks within words": ("un_der_score, file_name_, 2 * 3, a*b", "un_der_score, file_name_, 2 * 3, a*b"),
    "marks that pair with none": ("p < .05*, p < .01** and *so", "p < .05*, p < .01** and *so"),
    "marks within addresses": ("See https://a.example/_b_*c*_d.", "See https://a.example/_b_*c*_d."),
    "escapes": (r"\*no\* \[x\] 1\. \@who \\ \z", r"*no* [x] 1. @who \ \z"),
    "a heading": ("# Title {#sec-a .unnumbered}\n\n## Two ##\nText", "Title\nTwo\nText"),
    "headings that are underlined": ("Title\n=====\n\nTwo\n---\nText", "Title\nTwo\nText"),
    "no heading": ("#hashtag and # 3", "#hashtag and # 3"),
    "links": ("[a *b*](http://c.example \"t\") and [d][e], [f][], [g]\n\n[e]: http://x.example\n[f]: <y>\n[g]: z 't'",
              "a b and d, f, g"),
    "brackets that are no links": ("[sic] and [a] (b), x[1]", "[sic] and [a] (b), x[1]"),
    "a destination with brackets": ("[a](http://b.example/c_(d)) e", "a e"),
    "spans": ("[a]{.smallcaps} b", "a b"),
    "images": ("![A *caption*.](a.png){width=50%}", "A caption."),
    "addresses in brackets": ("<https://a.example/b_c_d> <me@a.example>", "https://a.example/b_c_d me@a.example"),
    "code that is a name": ("the package `ggplot2` and ``a b``", "the package ggplot2 and a b"),
    "code that isn't": ("so `x[1] <- @key` and `r nrow(x)`.", "so  and ."),
    "code that isn't closed": ("so `x and ``y", "so `x and ``y"),
    "fenced code": ("A\n\n```{r}\n[@key]\n\n# x\n```\n\n~~~\ny\n~~~\nB", "A\nB"),
    "indented code": ("A\n\n    code\n\n    more\n\nB", "A\nB"),
    "raw tags": ("a <b>c</b><br>d <span class='x'>e</span>", "a c\nd e"),
    "comments": ("a <!-- b\n\nc --> d\n\n<!--\n# x\n\ny\n-->\n\ne", "a d\ne"),
    "a comment that isn't closed": ("a <!-- b\n\nc", "a <!-- b\nc"),
    "scripts": ("a\n\n<script>\nx < y\n\nz\n</script>\n\nb", "a\nb"),
    "divs": ("::: {.note}\nA\n\n:::: wide\nB\n::::\n:::\n\nC", "A\nB\nC"),
    "raised ranges": ("So.^1--3,5^ And^7–9^", "So.¹–³,⁵ And⁷–⁹"),
    "superscripts": ("So.^12^ The 2^nd^ and so<sup>3,4</sup>, H~2~O, $x^{5}$ and $^{6}$",
                     "So.¹² The 2nd and so³,⁴, H2O, $x^{5}$ and ⁶"),
    "struck out": ("a ~~b~~ c", "a b c"),
    "prices": ("from US$3 [@a] to US$4 or $5", "from US$3 [@a] to US$4 or $5"),
    "entities": ("a&nbsp;b &amp; c&#8211;d &x; &", "a\u00a0b & c–d &x; &"),
    "dashes": ("pp. 3--9 --- so - it `--`", "pp. 3–9 — so - it --"),
    "quotation marks": ("\"a\" and 'b' don't", "\"a\" and 'b' don't"),
    "soft breaks": ("a \n b\nc", "a b c"),
    "hard breaks": ("a  \nb\\\nc", "a\nb\nc"),
    "quotations": ("> a\nb\n> c\n>\n> > d\n\ne", "a b c\nd\ne"),
    "bullets": ("a\n\n- b\n  c\n* d\n\n  e\n    - f\n\ng", "a\nb c\nd\ne\nf\ng"),
    "a bullet after a paragraph": ("a\n- b\n- c", "a\nb\nc"),
    "numbers": ("1. a\n2. b\n4. c\n\nd", "1. a\n2. b\n4. c\nd"),
    "numbers to be counted": ("3. a\n3. b\n\n   c\n3. d", "3. a\n4. b\nc\n5. d"),
    "numbers in brackets": ("(1) a\n(2) b\n\n1) c", "(1) a\n(2) b\n1) c"),
    "numbers that are none": ("In the year\n1989. And so on.", "In the year 1989. And so on."),
    "examples": ("(@good) a\n(@) b", "a\nb"),
    "definitions": ("Pier\n\n:   A *thing*.\n\n    More.\n\n: So", "Pier\nA thing.\nMore.\nSo"),
    "lines": ("| a\n|   b\n  c\n\nd", "a\nb\nc\nd"),
    "a table of bars": ("| a | *b* |\n|---|:-:|\n| c \\| d | `e|f` |\n\ng", "a\nb\nc | d\ng"),
    "a table without outer bars": ("a | b\n--|--\nc | d\ne", "a\nb\nc\nd\ne"),
    "a drawn table": ("+---+---+\n| a | b |\n| c |   |\n+===+===+\n| d | e |\n+---+---+\nf", "a c\nb\nd\ne\nf"),
    "a table of columns": ("a    b\n---- ----\ncc   d e\n\nf", "a\nb\ncc\nd e\nf"),
    "rules": ("a\n\n* * *\n\nb\n\n---\n\nc", "a\nb\nc"),
    "a shortcode": ("a {{< pagebreak >}} b\n\n{{< include x.qmd >}}\n\nc", "a  b\nc"),
    "front matter": ("---\ntitle: \"A: *b*\"\n---\n\nc", "c"),
    "front matter below blank lines": ("\n\n---\ntitle: a\n---\n\nb", "b"),
    "front matter of Hugo": ("+++\ntitle = 'a'\n+++\nb", "b"),
    "metadata further down": ("a\n\n---\nreferences:\n- id: b\n  title: c\n\n# d\n...\n\ne", "a\ne"),
    "words between rules": ("a\n\n---\nNote: b\nand c.\n\n---\n\nd", "a\nNote: b and c.\nd"),
    "roles of MyST": (
        "see {ref}`the piers <piers>`, {ref}`piers`, {term}`quay`, m{sup}`2` {sub}`x`", "see the piers, , quay, m² x",
    ),
    "directives of MyST": (
        "(piers)=\n## A\n\n```{note}\n:class: tip\n\nb\n```\n\n````{prf:proof}\n```{code-cell}\nc\n```\nd\n````\n\n"
        "```{bibliography} x.bib\n```\n\n```{r}\ne\n```\nf",
        "A\nb\nd\nf",
    ),
    "links of wikis": (
        "see [[Piers]], [[Piers#*b*|*Quays*]] ![[a.png]] [[1]] [[2]](a) [[a]][b]",
        "see Piers, Quays  [[1]] [2] [[a]][b]",
    ),
    "LaTeX within": (
        "a\\label{b}c\n\n\\newpage\n\nd see \\@ref(fig:d) \\newpages \\emph{e}", "ac\nd see  \\newpages \\emph{e}",
    ),
    "shortcodes": ("{{% a x=\"{1}\" %}}\n\nb {{< c >}}d {{% e %}}f{{% /e %}}\n\n{{< g >}} h {{< /g >}}", "b d f\n h "),
    "no front matter": ("---\n\na\n\n---\n\nb", "a\nb"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "read_as"), SHOWN.values(), ids=SHOWN.keys())
def test_what_is_read(text: str, read_as: str) -> None:
    document = read_markdown("a.md", text)
    assert shown(document) == read_as
    see_that_places_hold(document)


NOTES = {
    "by reference": ("a[^x] b[^y]\n\n[^x]: One.\n[^y]: Two.", "a¹ b²", {"1": "One.", "2": "Two."}),
    "of several paragraphs": (
        "a[^1]\n\n[^1]: One\n  goes on\nso.\n\n    Two.\n\n    - Three\n\nb", "a¹\nb",
        {"1": "One goes on so.\n\nTwo.\n\nThree"},
    ),
    "within the text": ("a^[One, *two*, [three](x).] b^[Four]", "a¹ b²", {"1": "One, two, three.", "2": "Four"}),
    "within a note": ("a[^1]\n\n[^1]: One[^2].\n[^2]: Two.", "a¹", {"1": "One².", "2": "Two."}),
    "in the order of their markers": ("a[^9] b[^2]\n\n[^2]: Two.\n\n[^9]: Nine.", "a¹ b²", {"1": "Nine.", "2": "Two."}),
    "of which one is missing": ("a[^1] b[^2]\n\n[^1]: One.", "a¹ b²", {"1": "One."}),
    "that nothing marks": ("a[^1]\n\n[^1]: One.\n[^2]: Two.", "a¹", {"1": "One.", "2": "Two."}),
    "with names that nothing marks": ("a[^b]\n\n[^b]: B.\n[^c]: C.", "a¹", {"1": "B.", "c": "C."}),
    "with markers twice": ("a[^b] c[^b]\n\n[^b]: B.", "a¹ c¹", {"1": "B."}),
    "in a quotation": ("> a[^b]\n>\n> [^b]: B.\n\nc", "a¹\nc", {"1": "B."}),
    "with code": ("a[^b]\n\n[^b]: B.\n\n        x\n\n    C.", "a¹", {"1": "B.\n\nC."}),
    "typed by hand": ("a.¹\n\nb\n\n¹ One.", "a.¹\nb\n¹ One.", {"1": "One."}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "body", "notes"), NOTES.values(), ids=NOTES.keys())
def test_notes(text: str, body: str, notes: dict[str, str]) -> None:
    document = read_markdown("a.md", text)
    assert shown(document).startswith(body)
    assert bodies(document) == notes
    see_that_places_hold(document)


def test_items_of_lists_are_no_notes_for_digits_in_words() -> None:
    assert read_markdown("a.md", "Sorted with gawk1.\n\nPacked with bzip2.\n\n1. Marsh\n2. Ives\n").notes == ()


def test_a_marker_without_a_note_is_stray() -> None:
    document = read_markdown("a.md", "a[^1] b[^2]\n\n[^1]: One.")
    assert document.stray_markers == (("2", Span(4, 5)),)
    assert [len(note.marker_spans) for note in document.notes] == [1]


def test_notes_and_markers_that_lead_nowhere_are_reported() -> None:
    text = "a[^a] b[^zz]\n\n[^a]: One.\n[^c]: Never.\n[^7]: Nor this."
    found = Task(Config(select=("CT204",))).examine(read_markdown("a.md", text)).findings
    assert [each.message for each in found] == [
        "marker “zz” leads to no note",
        "note c has no marker in the text",
        "note ^7 has no marker in the text",
    ]


KEYED = {
    "in brackets": ("[see @abara2016, p. 3; @cole:2018]", ["abara2016", "cole:2018"]),
    "in a sentence": ("So says @abara2016 [p. 3]. And @cole-2018.", ["abara2016", "cole-2018"]),
    "without its author": ("Abara says so [-@abara2016] and -@cole2018.", ["abara2016", "cole2018"]),
    "in braces": ("[@{https://a.example/b.}; @{c+d}]", ["https://a.example/b.", "c+d"]),
    "with punctuation": ("@a.b, @c/d; @e#f: @_g? @h_i! @9j @é", ["a.b", "c/d", "e#f", "_g", "h_i", "9j", "é"]),
    "with two marks in a row": ("@a--b and @c...", ["a", "c"]),
    "marked": ("*@abara2016* and **@cole2018**", ["abara2016", "cole2018"]),
    "in a note": ("a^[@abara2016]", ["abara2016"]),
    "in a table": ("|a|b|\n|-|-|\n|@c|[@d]|", ["c", "d"]),
    "in a heading": ("# On @abara2016", ["abara2016"]),
    "as roles of MyST": (
        "{cite:p}`abara2016, {see}cole:2018{p. 3}` {cite:t}`dube+1` {footcite}`e`",
        ["abara2016", "cole:2018", "dube+1", "e"],
    ),
    "in a directive of MyST": ("```{note}\n{cite}`abara2016`\n```", ["abara2016"]),
    "in a role of code": ("{code}`@abara2016` {cite}`` {cite}", []),
    "in LaTeX": ("\\citep{abara2016, cole:2018} \\citet{dube} \\cite{}", ["abara2016", "cole:2018", "dube"]),
    "in a link of a wiki": ("[[@abara2016]] [[@cole2018|Cole]]", ["abara2016"]),
    "in a caption": ("![After @abara2016](a.png)", ["abara2016"]),
    "addresses of e-mail": ("me@a.example <you@b.example> x.@", []),
    "accounts": (r"\@who, example.social/@who, @who@example.social", []),
    "code": ("`@a` ``@b``\n\n```\n@c\n```\n\n    @d", []),
    "comments": ("<!-- @a --> <!-- [@b]\n\n@c -->", []),
    "cross-references": ("@fig-a, @tbl-b, [@sec-c; @eq-d], @Fig-e, @fig:f, @thm-g", []),
    "keys like cross-references": ("@figueroa2018 @section8 @eqbal", ["figueroa2018", "section8", "eqbal"]),
    "addresses": ("https://a.example/@b and <https://c.example/@d> [x](http://e.example/@f)", []),
    "entries of the front matter": (
        "---\nreferences:\n- id: a\n  title: x\n- title: y\n  id: 'b'\n---\n@a @b @c",
        ["c"],
    ),
}


@pytest.mark.parametrize(("text", "keys"), KEYED.values(), ids=KEYED.keys())
def test_keys(text: str, keys: list[str]) -> None:
    document = read_markdown("a.md", text)
    assert [each.key for each in document.keyed] == keys
    for span, key in document.keyed:
        assert document.printed(span).strip("@{}") == key
        assert document.text[span.start : span.end] == f"@{key}"


LOCATORS = {
    "in its brackets": ("[see @abara2016, pp. 3--9, and elsewhere]", "@abara2016, pp. 3–9"),
    "in brackets behind it": ("As @abara2016 [p. 3] says, 5 of 7.", "@abara2016 [p. 3]"),
    "of the next": ("[@abara2016; @abara2016, ch. 2]", "@abara2016"),
}


@pytest.mark.parametrize(("text", "cited"), LOCATORS.values(), ids=LOCATORS.keys())
def test_locators_of_keys(text: str, cited: str, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{abara2016, title={Piers}}", encoding="utf-8")
    (tmp_path / "a.md").write_text(f"---\nbibliography: a.bib\n---\n{text}\n", encoding="utf-8")
    (checked,) = lint((str(tmp_path / "a.md"),), Config()).documents
    first = checked.manuscript.citations[0]
    assert (first.form, first.text) == (Form.KEY, cited)


FRONT = {
    "a file": ("bibliography: a.bib", FrontMatter(bibliographies=("a.bib",))),
    "files in brackets": ("bibliography: [a.bib, \"b, c.bib\"] # x", FrontMatter(bibliographies=("a.bib", "b, c.bib"))),
    "files over lines": ("bibliography:\n - a.bib # x\n - 'b.bib'\n", FrontMatter(bibliographies=("a.bib", "b.bib"))),
    "files at the margin": ("bibliography:\n- a.bib\n- b.bib\n", FrontMatter(bibliographies=("a.bib", "b.bib"))),
    "brackets over lines": ("bibliography: [a.bib,\n  b.bib]", FrontMatter(bibliographies=("a.bib", "b.bib"))),
    "every key": ("nocite: '@*'", FrontMatter(also_cited=("*",))),
    "keys": ("nocite: \"@a, [@b;@c]\"", FrontMatter(also_cited=("a", "b", "c"))),
    "keys in a block": ("nocite: |\n  @a, @b:2\n\n  @{c d}@e\nx: y", FrontMatter(also_cited=("a", "b:2", "e"))),
    "a language": ("lang: de-AT", FrontMatter(language="de")),
    "no language": ("lang: german", FrontMatter()),
    "something nested": ("format:\n  html:\n    bibliography: x.bib\n", FrontMatter()),
    "nothing": ("bibliography:\nbad: [", FrontMatter()),
}  # fmt: skip


def test_what_metadata_further_down_says() -> None:
    document = read_markdown(
        "a.md", "---\nlang: de\n---\n\na [@b; @c]\n\n---\nlang: fr\nbibliography: d.bib\nreferences:\n- id: b\n---\n"
    )
    assert document.bibliographies == ("d.bib",)
    assert [each.key for each in document.keyed] == ["c"]
    assert document.language == "de"


@pytest.mark.parametrize(("yaml", "front"), FRONT.values(), ids=FRONT.keys())
def test_what_the_front_matter_says(yaml: str, front: FrontMatter) -> None:
    found = read_front_matter(f"---\n{yaml}\n---\nText")
    assert found._replace(end=0) == front
    assert found.end == len(f"---\n{yaml}\n---\n")


ADDRESSES = {
    "of a title in an entry": (
        "# References\n\nAbara, N. (2016) [*Piers*](https://doi.org/10.1000/x). Oslo: Harbour.",
        "Abara, N. (2016) Piers. Oslo: Harbour. https://doi.org/10.1000/x.",
    ),
    "at the end of an entry": (
        "**References**\n\nAbara, N. (2016) Piers. Oslo. [Online](https://a.example/b).",
        "Abara, N. (2016) Piers. Oslo. Online. https://a.example/b.",
    ),
    "that is printed": (
        "# References\n\nAbara, N. (2016) Piers. [10.1000/X](https://doi.org/10.1000/x)",
        "Abara, N. (2016) Piers. 10.1000/X",
    ),
    "of several links": (
        "# References\n\n[Abara](https://a.example) (2016) [Piers](https://doi.org/10.1000/x), 3",
        "Abara (2016) Piers, 3 https://doi.org/10.1000/x.",
    ),
    "in a note": ("a[^1]\n\n[^1]: [Piers](https://a.example), p. 3; Cole.", "¹ Piers, p. 3 https://a.example; Cole."),
    "at the end of a note": ("a[^1]\n\n[^1]: [Piers](https://a.example), p. 3.", "¹ Piers, p. 3 https://a.example."),
    "in the text": ("As [Abara](https://a.example) says.", "As Abara says."),
    "within the draft": ("# References\n\n[Abara](#abara) (2016) [Piers](piers.pdf).", "Abara (2016) Piers."),
    "behind the list": ("# References\n\nAbara (2016).\n\n# Annex\n\n[So](https://a.example).", "So."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "last"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_addresses_of_links(text: str, last: str) -> None:
    document = read_markdown("a.md", text)
    assert shown(document).split("\n")[-1] == last
    see_that_places_hold(document)


def test_an_entry_with_an_address_is_that_of_its_lines() -> None:
    lines = "Abara, N. (2016) [*Piers*](https://doi.org/10.1000/x)"
    document = read_markdown("a.md", f"# References\n\n{lines}\n\nCole, A. (2017) Jetties.\n")
    start = document.text.index("Abara")
    assert document.printed(document.line_span(start)) == lines
    doi = document.text.index("10.1000/x")
    assert document.printed(Span(doi, doi + 9)) == "10.1000/x"


def test_entries_that_pandoc_marks_are_the_list() -> None:
    entries = "::: {#ref-abara .csl-entry}\nAbara, Piers.\n:::\n\n::: {#ref-cole .csl-entry}\nCole.\n:::"
    text = f"a\n\n::: {{#refs .references}}\n{entries}\n:::"
    document = read_markdown("a.md", text)
    assert [document.text[span.start : span.end] for span in document.list_spans] == ["Abara, Piers.\n\nCole."]
    assert [key for _, key in document.entry_keys] == ["abara", "cole"]


SAID = {
    "in a line": ("a <!-- citetool: ignore CT1 -- b --> c", Comment(1, "ignore CT1 -- b", False)),
    "in a line for itself": ("a\n<!-- citetool: ignore CT1 -->\nb", Comment(1, "ignore CT1", True)),
    "between paragraphs": ("a\n\n<!-- citetool: ignore CT1 -->\n\nb", Comment(2, "ignore CT1", True)),
    "over lines": ("<!-- citetool:\n  ignore\n\n  CT1 -->\n\nb", Comment(0, "ignore CT1", True)),
    "at the end": ("a\n\n<!-- citetool: ignore-file CT1 -->\n", Comment(1, "ignore-file CT1", True)),
    "in a quotation": ("> a\n> <!-- citetool: ignore CT1 -->\n> b", Comment(1, "ignore CT1", True)),
}


@pytest.mark.parametrize(("text", "comment"), SAID.values(), ids=SAID.keys())
def test_comments_to_citetool(text: str, comment: Comment) -> None:
    assert [each._replace(in_row=None) for each in read_markdown("a.md", text).comments] == [comment]


def test_the_language_is_what_the_front_matter_says() -> None:
    assert read_markdown("a.md", "---\nlang: pt-BR\n---\nThe piers and the harbours of the town.").language == "pt"
    assert read_markdown("a.md", "---\nlang: xx\n---\nThe piers and the harbours of the town.").language == "en"


KEYS = FIXTURES / "keys-markdown"
WRONG: dict[str, list[tuple[str, str, str | None]]] = {
    "introduction.md": [
        ("CT101", "okafor2018", "the most similar key is “okafor2019”"),
        ("CT105", "unusedByAll", None),
    ],
    "law.qmd": [
        ("CT101", "tariffact.1930", "the most similar key is “tariff-act.1930”"),
        ("CT101", "never/read/it", "the most similar key is “never/read”"),
        ("CT101", "lindqvist18", "the most similar key is “lindqvist2018”"),
        ("CT105", "never/read", None),
    ],
    "summary.Rmd": [("CT101", "MarshPiers2016", "the most similar key is “MarshPiers2015”")],
}
"""File of a project with two bibliographies -> its dangling and unused keys, and what is said of them."""


def test_dangling_and_unused_keys_of_a_project_are_found_and_no_others() -> None:
    report = lint(tuple(str(KEYS / name) for name in WRONG), Config())
    assert not report.failures
    found = {
        Path(checked.manuscript.document.path).name: sorted(
            (each.code, each.message.split("”")[0].lstrip("“"), each.hint) for each in checked.findings
        )
        for checked in report.documents
    }
    assert found == {name: sorted(wrong, key=str) for name, wrong in WRONG.items()}


def test_a_dangling_key_is_told_where_it_stands() -> None:
    (checked,) = lint((str(KEYS / "law.qmd"),), Config(select=("CT101",))).documents
    document = checked.manuscript.document
    lines = (KEYS / "law.qmd").read_text(encoding="utf-8").split("\n")
    for finding in checked.findings:
        place = document.position(finding.span.start)
        key = document.text[finding.span.start : finding.span.end]
        assert key.startswith("@")
        assert lines[place.line - 1].startswith(key, place.column - 1)


def test_the_bibliography_of_a_project_outside_isnt_read(tmp_path: Path) -> None:
    inner = tmp_path / "drafts"
    inner.mkdir()
    (tmp_path / "_quarto.yml").write_text("bibliography: a.bib", encoding="utf-8")
    (inner / "_quarto.yml").symlink_to(tmp_path / "_quarto.yml")
    (inner / "a.qmd").write_text("See [@a].", encoding="utf-8")
    assert read(str(inner / "a.qmd")).bibliographies == ()


def test_a_flood_of_paragraphs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citetool.readers.layout, "MOST_PARAGRAPHS", 1000)
    with pytest.raises(UnreadableInput, match="more than 1,000 paragraphs"):
        read_markdown("a.md", "a\n\n" * 1001)


def test_what_lies_deep_is_read_as_text() -> None:
    document = read_markdown("a.md", "> " * 5000 + "a\n" + "- " * 5000 + "b")
    assert "a" in document.text
    assert "b" in document.text


MARKS = (
    "*", "_", "[", "]", "(", "^[", "[^a]", "[^1]: ", "`", "```\n", "<!--", "-->", "<!-- citetool: ignore CT1 -->", "> ",
    "- ", "1. ", "    ", "\t", "\n", "\n\n", "|", "|-|-|\n", "+--+--+\n", "---\n", "===\n", ":::", "::: {.csl-entry}\n",
    "[@a; @b]", "-@c", "@{x}", "$", "\\", "<sup>", "<p>", "[a](http://b.c)", "[a]: http://b\n", "{{<", "&amp;",
    "{cite}`a,b`", "{cite:t}", "{ref}`a <b>`", "```{note}\n", "[[a|", "]]", "![[", "{{% a %}}", "\n---\na: b\n---\n",
    "e\u0301", "\r", "<script>", "  \n", "^2^", "~", "---- ---\n", "---\nbibliography: [a\n---\n", "[x]{.y}",
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged("brief.md", MARKS))
def test_damaged_files_are_read(text: str) -> None:
    see_that_places_hold(read_markdown("a.md", plain(text)))
