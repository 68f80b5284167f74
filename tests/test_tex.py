"""Text as TeX that prints it, and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.tex import decode, encode, encode_ascii

ESCAPED = {
    "Fish & Chips: 100 % for $5": r"Fish \& Chips: 100 \% for \$5",
    "no. #1_a": r"no. \#1\_a",
    r"\input{/etc/passwd}": r"{\textbackslash}input{\textbraceleft}/etc/passwd{\textbraceright}",
    "~ ^": r"{\textasciitilde} {\textasciicircum}",
    "a--b": "a-{}-b",
    "``a''": "`{}`a'{}'",
    "?`": "?{}`",
    "Łódź – ‘Über’": "Łódź – ‘Über’",
    "two\nlines\t of text ": "two lines of text",
}

ACCENTED = {
    "Łódź": r"{\L}{\'o}d{\'z}",
    "Über naïve façades": r"{\"U}ber na{\"\i}ve fa{\c c}ades",
    "pp. 3–9 — Straße": r"pp. 3--9 --- Stra{\ss}e",
    "–-": "--{}-",
    "“a”": r"{\textquotedblleft}a{\textquotedblright}",
    "ã ő ṃ": r"{\~a} {\H o} {\d m}",
    "Привет": "Привет",
}

DECODED = {
    r"{\"U}ber \"uber \"{u}ber {\"{u}}ber": "Über über über über",
    r"\v{c} \v c {\v c} \c{c} \'{\i} {\'\i} \i": "č č č ç í í ı",
    r"Stra\ss e, \ss{}, \o re, \AA, \L{}": "Straße, ß, øre, Å, Ł",
    r"The {EU} in \emph{Port Studies}": "The EU in Port Studies",
    r"a~b\ c\\ d \& \% \_": "a b c d & % _",
    "pp. 3--9 --- ``quoted''": "pp. 3–9 — “quoted”",
    r"$\alpha$-decay": "α-decay",
    r"\unknowncommand{kept}": "kept",
    "{Unbalanced": "Unbalanced",
    "": "",
}


@pytest.mark.parametrize(("text", "tex"), ESCAPED.items())
def test_what_tex_would_take_for_more_is_escaped(text: str, tex: str) -> None:
    assert encode(text) == tex
    assert decode(tex) == " ".join(text.split())


@pytest.mark.parametrize(("text", "tex"), ACCENTED.items())
def test_accents_as_commands(text: str, tex: str) -> None:
    assert encode_ascii(text) == tex
    assert decode(tex) == text


@pytest.mark.parametrize(("tex", "text"), DECODED.items())
def test_what_tex_prints(tex: str, text: str) -> None:
    assert decode(tex) == text


@pytest.mark.parametrize("tex", [r"\frac", r"$\frac$ of a", r"\sqrt", r"\begin{x} a", "$x"])
def test_a_broken_command_is_not_logged(tex: str, caplog: pytest.LogCaptureFixture) -> None:
    decode(tex)
    assert caplog.records == []


TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="\\{}$&%#_^~-–—'`\"?! aéßłİ’“\n\u0301", max_size=30),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_comes_back(text: str) -> None:
    plain = " ".join(text.split())
    assert decode(encode(text)) == plain
    assert decode(encode_ascii(text)) == plain


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_braces_are_balanced_and_nothing_is_left_for_tex_to_run(text: str) -> None:
    for tex in (encode(text), encode_ascii(text)):
        depth = 0
        for char in tex:
            depth += (char == "{") - (char == "}")
            assert depth >= 0
        assert depth == 0
    commands = [part.split("}")[0] for part in encode(text).split("\\")[1:]]
    known = ("textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum")
    assert all(command in known or command[:1] in "&%$#_" for command in commands)
