"""LaTeX drafts: the text that is read from them, their notes, cites and comments, and where all that stands."""

from __future__ import annotations

import random
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.citations.keyed import find_marked
from citetool.citations.zones import zones
from citetool.model import Document
from citetool.readers import read_again
from citetool.readers.latex import read_latex
from citetool.readers.latex.cites import makes_notes

BRIEF = Path(__file__).parent / "fixtures" / "formats" / "brief.tex"

TEXTS = {
    "paragraphs": ("One\ntwo.\n\nThree.\\par Four.", "One two.\n\nThree.\n\nFour."),
    "white space": ("  One \t two\n   three  ", "One two three"),
    "a comment": ("One% no\n   two % no\nthree 5\\% four", "Onetwo three 5% four"),
    "a paragraph behind a comment": ("One\n% no\n\nTwo", "One\n\nTwo"),
    "a comment between lines": ("One\n% no\nTwo", "One Two"),
    "headings": ("\\chapter[s]{One}Two\\section*{Three \\& four}\\label{x}Five", "One\n\nTwo\n\nThree & four\n\nFive"),
    "emphasis": (r"\emph{One \textsc{two}} {\itshape three} \textbf{four}", "One two three four"),
    "accents": (r"caf\'e {\"o} \c{c} \v s \'{\i} \H{o} na\"{\i}ve \aa \ss{} \o", "café ö ç š í ő naïve åß ø"),
    "quotation marks": ("``One'' `two' Ole's \"three\" ``four'{}'", "“One” ‘two’ Ole’s \"three\" “four''"),
    "quotation marks within others": ("``One `two'\\,'' ``\\,`three' four''", "“One ‘two’” “‘three’ four”"),
    "dashes": ("3--9, a---b, c-d", "3–9, a—b, c-d"),
    "spaces": (r"p.~3, p.\,4, p.\ 5, a\-b, f\/f", "p. 3, p. 4, p. 5, ab, ff"),
    "signs": (r"\$5 \& 6 \% 7\_a \#1 \{x\} \ldots{} \dots", "$5 & 6 % 7_a #1 {x} … …"),
    "an address": (r"\url{https://a.org/b_c%20d~e} \href{https://b.org/x}{there}", "https://a.org/b_c%20d~e there"),
    "a DOI": (r"\doi{10.1000/a_b}", "doi:10.1000/a_b"),
    "formulas": (r"One $x_1$ two \(y\) three \[z\] four $$q$$ five $12$", "One two three four five 12"),
    "dollars without end": ("One $5 and\n\ntwo $6", "One 5 and\n\ntwo 6"),
    "an equation": ("One\n\\begin{equation}\nx\\label{e}\n\\end{equation}\ntwo", "One two"),
    "verbatim": (
        "One\n\\begin{verbatim}\n\\cite{no} % {\n\\end{verbatim}\ntwo \\verb|\\cite{no}|three",
        "One\n\ntwo three",
    ),
    "a drawing": ("One\n\n\\begin{tikzpicture}[x=1]\\node{no};\\end{tikzpicture}\n\ntwo", "One\n\ntwo"),
    "a figure": ("\\begin{figure}[ht]\\includegraphics[width=1cm]{a.png}\\caption[s]{One}\\end{figure}", "One"),
    "a table": (
        "\\begin{tabular}{l|r}\\hline a & b \\\\[2pt]\nc & \\multicolumn{2}{c}{d}\\end{tabular}",
        "a\n\nb\n\nc\n\nd",
    ),
    "lists": ("\\begin{itemize}[x]\\item One\\item[Two] three\\end{itemize}four", "One\n\nTwo three\n\nfour"),
    "quotations": ("One\\begin{quote}two\\end{quote}\\enquote{three} \\enquote*{four}", "One\n\ntwo\n\n“three” ‘four’"),
    "line ends": ("One\\\\two\\\\*[3pt] three", "One\ntwo\nthree"),
    "references": (r"See Section~\ref{s} and \pageref{p}\label{q}.", "See Section and ."),
    "raised ranges": (r"One.\textsuperscript{1--3,5} Two.\textsuperscript{7–9}", "One.¹–³,⁵ Two.⁷–⁹"),
    "raised digits": (r"One.\textsuperscript{12} Two.$^{3}$ 4\textsuperscript{th}", "One.¹² Two.³ 4th"),
    "unknown commands": (r"\foo{One} \bar[x=1]{two}{three} \baz four", "One twothree four"),
    "colours": (r"\textcolor{red}{One} \colorbox{blue}{two} {\color{red}three}", "One two three"),
    "lengths": (r"\vspace{1cm}One\vskip 3pt plus 1pt \hspace*{2em}two\setlength{\parindent}{0pt}", "Onetwo"),
    "definitions": (r"\newcommand{\x}[1]{no #1}\def\y#1{no}\newenvironment{z}{no}{no}One", "One"),
    "words with a space": (r"\newcommand{\ie}{i.e.,\xspace}\ie the, \ie.", "i.e., the, i.e.,."),
    "German shorthands": (
        '\\usepackage[ngerman]{babel}M"uller"=Abel, "Uber, Stra"se, "`so"\', ge"-hen',
        "Müller-Abel, Über, Straße, „so“, gehen",
    ),
    "no German shorthands": ('Say "a" and "o".', 'Say "a" and "o".'),
    "words of its own": (r"\newcommand{\EU}{European Union\xspace}\def\no{no}The \EU{} is", "The European Union is"),
    "what is never printed": (r"One\iffalse two \ifx a b\fi three\fi four", "Onefour"),
    "a preamble": (
        "\\documentclass{article}\\usepackage{x}\\title{One}\\author{A.~B.}\\date{2020}\n"
        "\\begin{document}\\maketitle Two\\end{document}three",
        "One\n\nA. B.\n\nTwo",
    ),
    "a command without its argument": (r"One \emph", "One"),
    "braces that don't match": (r"One}} {two \emph{three", "One two three"),
}
"""Source, and the text that is read from it."""


def read(source: str, path: str = "draft.tex") -> Document:
    return read_latex(path, source)


@pytest.mark.parametrize(("source", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_text_is_read_as_it_is_printed(source: str, text: str) -> None:
    assert read(source).text == text


NOTES = {
    "a footnote": (r"One\footnote{Two.} three", ["1 Two."], "One¹ three"),
    "several paragraphs": ("One\\footnote{Two.\n\nThree.}", ["1 Two.\n\nThree."], "One¹"),
    "within each other": (r"One\footnote{Two\footnote{Three.}.}", ["1 Two².", "2 Three."], "One¹"),
    "a number of its own": (r"One\footnote[5]{Two.} three\footnote{Four.}", ["5 Two.", "1 Four."], "One⁵ three¹"),
    "mark and text apart": (
        r"One\footnotemark{} two\footnotetext{Three.} four\footnotemark[7]\footnotetext[7]{Five.}",
        ["1 Three.", "7 Five."],
        "One¹ two four⁷",
    ),
    "marks before their texts": (
        r"\footnotemark a\footnotemark b\footnotetext[1]{One.}\footnotetext[2]{Two.}",
        ["1 One.", "2 Two."],
        "¹a²b",
    ),
    "thanks": (
        r"\documentclass{article}\title{One\thanks{Two.}}\author{A\thanks{Three.}}"
        r"\begin{document}Four\footnote{Five.}\end{document}",
        ["* Two.", "† Three.", "1 Five."],
        "One*\n\nA†\n\nFour¹",
    ),
    "endnotes": (r"One\endnote{Two.}\endnote{Three.}", ["1 Two.", "2 Three."], "One¹²"),
    "anew in each chapter": (
        r"\documentclass{book}\begin{document}\chapter{A}a\footnote{One.}\chapter{B}b\footnote{Two.}\end{document}",
        ["1 One.", "1 Two."],
        "A\n\na¹\n\nB\n\nb¹",
    ),
    "on and on in an article": (
        r"\section{A}a\footnote{One.}\section{B}b\footnote{Two.}",
        ["1 One.", "2 Two."],
        "A\n\na¹\n\nB\n\nb²",
    ),
    "a counter that is set": (
        r"a\footnote{One.}\setcounter{footnote}{0}b\footnote{Two.}",
        ["1 One.", "1 Two."],
        "a¹b¹",
    ),
    "without a mark": (
        r"\let\thefootnote\relax\footnotetext{One.}Two\footnote{Three.}",
        ["* One.", "1 Three."],
        "Two¹",
    ),
    "a cite in a note": (r"One\footcite[see][3]{a} two\footcite{b}", ["1 see a, 3", "2 b"], "One¹ two²"),
    "a cite in a footnote": (r"One\footnote{See \footcite[3]{a}.}", ["1 See (a, 3)."], "One¹"),
    "a style that cites in notes": (
        r"\documentclass{article}\usepackage[style=verbose-ibid]{biblatex}\begin{document}One\autocite[3]{a}\end{document}",
        ["1 a, 3"],
        "One¹",
    ),
    "a note that isn't closed": ("One\\footnote{two\n\nthree", ["1 two"], "One¹\n\nthree"),
}
"""Source, its notes as label and text, and the text before them."""


@pytest.mark.parametrize(("source", "notes", "body"), NOTES.values(), ids=NOTES.keys())
def test_notes_are_numbered_as_latex_does(source: str, notes: list[str], body: str) -> None:
    document = read(source)
    shown = [f"{each.label} {document.text[each.span.start : each.span.end]}" for each in document.notes]
    assert shown == notes
    assert document.text.startswith(f"{body}\n\n")
    assert document.stray_markers == ()


def test_a_mark_without_its_note_is_stray() -> None:
    document = read(r"One\footnotemark{} two\footnote{Three.}")
    assert [label for label, _ in document.stray_markers] == ["1"]


CITES = {
    r"\cite{a}": ("(a)", ["a"]),
    r"\cite[3]{a}": ("(a, 3)", ["a"]),
    r"\citep[see][p.~3]{a,b}": ("(see a; b, p. 3)", ["a", "b"]),
    r"\citep[see][]{a}": ("(see a)", ["a"]),
    r"\citet[p.~3]{a}": ("a (p. 3)", ["a"]),
    r"\citet*{a}": ("a", ["a"]),
    r"\Citealp{a}": ("a", ["a"]),
    r"\citeauthor{a} \citeyearpar{a}": ("a (a)", ["a", "a"]),
    r"\parencite[33--35]{a}": ("(a, 33–35)", ["a"]),
    r"\textcite{a:b_c-d/e+f}": ("a:b_c-d/e+f", ["a:b_c-d/e+f"]),
    r"\Parencite{a}": ("(a)", ["a"]),
    r"\autocite[see][3]{a}": ("(see a, 3)", ["a"]),
    r"\autocites(pre)(post)[see][3]{a}[4]{b}": ("(pre see a, 3; b, 4, post)", ["a", "b"]),
    r"\textcites[3]{a}{b}": ("a (3); b", ["a", "b"]),
    r"\fullcite{a} \citetitle[3]{a}": ("a a (3)", ["a", "a"]),
    r"\volcite{2}[3]{a}": ("a, vol. 2 (3)", ["a"]),
    r"\textcquote[3]{a}[.]{One two}": ("“One two” (a, 3)", ["a"]),
    r"\blockquote[{\cite[3]{a}}]{One two}": ("“One two” ((a, 3))", ["a"]),
    r"\citeA<see>[p.~3]{a}": ("see a (p. 3)", ["a"]),
    r"\shortcite{a}": ("(a)", ["a"]),
    "\\cite{ a ,% no, b\n c }": ("(a; c)", ["a", "c"]),
    r"\cite{}One": ("One", []),
    r"\cite{\key}One \cite{#1} \cite{a{b}}": ("One", []),
    r"\citestyle{plain}One": ("One", []),
    r"\newcommand{\pc}[2][]{\parencite[#1]{#2}}\pc[3]{a}": ("(a, 3)", ["a"]),
    r"\let\pc=\parencite\pc[3]{a}": ("(a, 3)", ["a"]),
}
"""Source, the text that is read from it, and the keys that it cites."""


@pytest.mark.parametrize(("source", "expected"), CITES.items(), ids=CITES.keys())
def test_cites_by_key_are_laid_out(source: str, expected: tuple[str, list[str]]) -> None:
    document = read(source)
    assert (document.text, [each.key for each in document.keyed]) == expected
    assert all(document.printed(each.span) == each.key for each in document.keyed)


LOCATORS = {
    r"\citet[p.~3]{a}": "p. 3",
    r"\textcite[33--35]{a}": "33–35",
    r"\cite[33]{a}": "33",
    r"\cite[see][ch.~3]{a}": "ch. 3",
    r"\textcite[33\psqq]{a}": "33 ff.",
    r"\citet{a}, 12 of them": None,
    r"\citet{a}, p.~12": "p. 12",
    r"\citet{a} (33 of them)": None,
    r"\cite{a}, 12 of them": None,
    r"One\footnote{\citet{a}, 12.}": "12",
}
"""Source, and the place in the work that it cites."""


@pytest.mark.parametrize(("source", "locator"), LOCATORS.items(), ids=LOCATORS.keys())
def test_what_stands_behind_a_key_is_its_page(source: str, locator: str | None) -> None:
    document = read(source)
    (citation,) = find_marked(document, zones(document))
    assert (citation.locator.text if citation.locator else None) == locator
    assert citation.locator is None or citation.text.rstrip(")").endswith(citation.locator.text)
    assert citation.text.count("(") == citation.text.count(")")


def test_what_is_cited_unseen_and_where_entries_are_is_known() -> None:
    document = read(
        "\\addbibresource[x]{a.bib}\\nocite{a, b}\\nocite{*}\n\\bibliography{b,sub/c}\\addbibresource{\\jobname.bib}One"
    )
    assert document.also_cited == ("a", "b", "*")
    assert document.bibliographies == ("a.bib", "b.bib", "sub/c.bib", "draft.bib")


def test_a_list_of_its_own_gives_its_entries_keys() -> None:
    document = read(
        "One \\cite{a}.\n\\begin{thebibliography}{9}\n\\bibitem[Abara(2016)]{a} Abara, N.\\newblock Piers.\n\n2016.\n"
        "\\bibitem{b}\nHolm, B. (2018)\n\\end{thebibliography}\nTwo."
    )
    assert document.text == "One (a).\n\nAbara, N. Piers. 2016.\n\nHolm, B. (2018)\n\nTwo."
    assert [(document.text[at:][:4], key) for at, key in document.entry_keys] == [("Abar", "a"), ("Holm", "b")]
    (listed,) = document.list_spans
    assert document.text[listed.start : listed.end] == "Abara, N. Piers. 2016.\n\nHolm, B. (2018)"


STYLES = {
    ("biblatex", "style=verbose"): True,
    ("biblatex", "style = authortitle-ibid, backend=biber"): True,
    ("biblatex", "style=authoryear"): False,
    ("biblatex", "style=verbose,autocite=inline"): False,
    ("biblatex", "autocite=footnote"): True,
    ("biblatex-chicago", "notes"): True,
    ("biblatex-chicago", "authordate"): False,
    ("natbib", ""): None,
}


@pytest.mark.parametrize(("package", "notes"), STYLES.items())
def test_styles_tell_whether_they_cite_in_notes(package: tuple[str, str], notes: bool | None) -> None:
    assert makes_notes(*package) is notes


SAID = {
    "before a paragraph": ("% citetool: ignore CT106 -- a\nOne\n\nTwo", "One", True),
    "before one behind a blank line": ("% citetool: ignore CT106\n\nOne\n\nTwo", "One", True),
    "within a paragraph": ("Two\n\nOne\n  % citetool: ignore CT106\nthree", "three", True),
    "behind text": ("Two\n\nOne % citetool: ignore CT106\nthree", "three", False),
    "in a preamble": (
        "\\documentclass{a}\n%% citetool: ignore-file CT106\n\\begin{document}\nOne\\end{document}",
        "One",
        True,
    ),
}


@pytest.mark.parametrize(("source", "before", "alone"), SAID.values(), ids=SAID.keys())
def test_comments_to_citetool_stand_in_their_paragraph(source: str, before: str, alone: bool) -> None:
    document = read(source)
    (comment,) = document.comments
    assert document.text.startswith(before, comment.at)
    assert (comment.alone, comment.text.split()[0].startswith("ignore")) == (alone, True)


def test_words_stand_where_the_file_has_them() -> None:
    document = read(BRIEF.read_text(encoding="utf-8"), str(BRIEF))
    source = document.source or ""
    words = {word for word in document.text.split() if word.isalpha() and word.isascii() and len(word) > 6}
    for word in sorted(words)[::20]:
        start = document.in_file(document.text.index(word))
        assert source[start : start + len(word)] == word


def test_a_cite_whose_page_stands_before_its_key_is_printed_whole() -> None:
    document = read("See \\cite[p.~3]{abara2016}.")
    span = document.keyed[0].span
    with_page = span._replace(end=document.text.index(")"))
    assert document.printed(with_page) == "p.~3]{abara2016"
    assert not document.stands_whole(with_page)


HOSTILE = {
    "open braces": "{" * 100_000,
    "open brackets": "\\cite[" * 20_000,
    "open environments": "\\begin{quote}" * 10_000,
    "open drawings": "\\begin{tikzpicture}" * 10_000,
    "open listings": "\\begin{verbatim}" * 10_000,
    "notes within notes": "\\footnote{" * 20_000,
    "notes within notes, closed": "\\footnote{a" * 5_000 + "}" * 5_000,
    "headings within headings": "\\section{a" * 20_000,
    "formulas": "\\(" * 50_000,
    "dollars": "$" * 99_999,
    "verbs": "\\verb|" + "\\verb!a" * 20_000,
    "addresses": "\\url{a" * 20_000,
    "what is never printed": "\\iffalse" * 20_000,
    "spaces": "\\a" + " " * 100_000 + "\n" * 3 + " " * 100_000,
    "commas": "\\cite{" + "a , " * 20_000 + "}",
    "apostrophes": "'" * 100_000,
    "hyphens": "-" * 100_001,
    "definitions": "\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a\\a}" * 3_000 + "\\a" * 10_000,
    "items": "\\begin{itemize}" + "\\item[" * 20_000,
    "cites of many groups": "\\autocites" + "[a][b]{c}" * 5_000,
    "accents": "\\'" * 50_000,
    "comments": "% citetool: ignore CT106\n" * 5_000,
    "ends": "\\begin{a}" * 5_000 + "\\end{b}" * 20_000,
}
"""What makes a careless reader recurse without end, or take forever."""

SECONDS = 10
"""Generous on a busy machine; what is quadratic takes minutes."""


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_source_is_read_in_little_time(source: str) -> None:
    start = time.perf_counter()
    read(source)
    assert time.perf_counter() - start < SECONDS


PIECES = st.sampled_from(
    [
        "\\",
        "{",
        "}",
        "[",
        "]",
        "$",
        "%",
        "&",
        "~",
        "\n",
        "\n\n",
        " ",
        "a",
        "É",
        "'",
        "`",
        "-",
        '"',
        "(",
        ")",
        "1",
        "_",
        "^",
        "#",
        "\\begin{itemize}",
        "\\end{itemize}",
        "\\item",
        "\\begin{document}",
        "\\end{document}",
        "\\footnote",
        "\\cite",
        "\\autocites(a)(b)",
        "\\section",
        "\\begin{tabular}",
        "\\end{tabular}",
        "\\bibitem",
        "\\begin{thebibliography}",
        "\\end{thebibliography}",
        "\\input",
        "\\iffalse",
        "\\fi",
        "\\[",
        "\\]",
        "\\url{",
        "\\verb|",
        "\\'",
        "\\def\\a",
        "\\a",
        "\\newcommand",
        "\\let",
        "\\textsuperscript",
        "\\footnotemark",
        "\\footnotetext",
        "% citetool: ignore CT106\n",
        "\\footcite",
        "\\textcquote",
        "\\volcite",
        "\\title",
        "\\documentclass",
        "\\begin{verbatim}",
        "\\end{verbatim}",
    ]
)


def holds(document: Document) -> None:
    """What must hold of any document."""
    source = document.source or ""
    starts = [piece.start for piece in document.pieces]
    assert starts == sorted(starts)
    assert all(0 <= piece.at <= piece.at + piece.length <= len(source) for piece in document.pieces)
    for each in document.keyed:
        shown = document.text[each.span.start : each.span.end]
        assert unicodedata.normalize("NFC", shown) == unicodedata.normalize("NFC", each.key)
    for note in document.notes:
        assert 0 <= note.span.start < note.span.end <= len(document.text)
    assert all(0 <= comment.at <= len(document.text) + 2 for comment in document.comments)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_source_is_read(pieces: list[str]) -> None:
    holds(read("".join(pieces)))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_a_damaged_draft_is_read(seed: int, damages: int) -> None:
    chance = random.Random(seed)
    source = BRIEF.read_text(encoding="utf-8")[: chance.randrange(2_000, 12_000)]
    for _ in range(damages):
        at = chance.randrange(len(source))
        put_in = chance.choice(["", "{", "}", "\\", "$", "%", "[", "]", "\\begin{", "\n\n", "\x01", "\\footnote{"])
        source = source[:at] + put_in + source[at + chance.randrange(0, 60) :]
        source = source or "a"
    holds(read(source))


def test_a_draft_is_read_again_the_same() -> None:
    document = read("One \\cite{a}\\footnote{Two.}")
    assert read_again(document, document.source or "") == document
