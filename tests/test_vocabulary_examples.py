"""Every word of the vocabulary in a line of its own language, read in its role.

`cases/vocabulary/LANG.toml` has for each word of a table a line as a draft prints it; function words, verbs of saying
and institutions share lines. What a word does is checked by what citetool makes of its line. Translators' marks and
phrases before an address have no role in a check, nor have editors' marks that stand before the names ("edited by");
of these it is only checked that their line holds them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from citetool.dates import find_dates
from citetool.lint import understand
from citetool.model import Citation, Form, Link, Manuscript, Span, Status
from citetool.names import read_name_list
from citetool.readers.languages import detect_language
from citetool.readers.text import read_text
from citetool.references import find_references
from citetool.references.heads import read_head
from citetool.vocabulary import LANGUAGES, compile_vocabulary

FOLDER = Path(__file__).parent / "cases" / "vocabulary"
TABLES = compile_vocabulary()
SHARED = ("function_words", "reporting", "institutions")
"""Tables whose words share lines."""

Lines = dict[str, str]
"""Word -> its line."""


@cache
def examples(code: str) -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    return loaded


def plain(text: str) -> str:
    return " ".join(text.lower().replace(".", "").split())


def holds(line: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", plain(line)) is not None


def tables(code: str) -> Iterator[tuple[str, list[str], Any]]:
    """Name, words and lines of every table and kind of a language."""
    vocabulary, given = TABLES[code], examples(code)
    for table in ("headings", "back_references", "phrases", "locators"):
        for kind, known in vocabulary[table].items():
            if kind in SHARED:
                yield kind, known, given[kind]["sentences"]
            else:
                yield f"{table}.{kind}", known, given[table][kind]
    for table in ("openers", "months"):
        yield table, list(vocabulary[table]), given[table]
    yield "function_words", vocabulary["function_words"] + vocabulary["telltales"], given["function_words"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_stands_in_a_line(code: str) -> None:
    for name, known, given in tables(code):
        if isinstance(given, dict):
            assert list(given) == known, name
            assert not [word for word, line in given.items() if not holds(line, word)], name
        else:
            assert not [word for word in known if not any(holds(line, word) for line in given)], name


@pytest.mark.parametrize("code", LANGUAGES)
def test_lines_of_function_words_are_in_their_language(code: str) -> None:
    for line in examples(code)["function_words"]:
        assert detect_language(line) == code, line


def entries(code: str) -> list[str]:
    found: list[str] = examples(code)["list"].strip().split("\n\n")
    return found


def heading(code: str) -> str:
    return str(next(iter(examples(code)["headings"]["references"].values())))


def in_notes(code: str, lines: Lines) -> Iterator[tuple[str, list[tuple[Citation, Link]], Manuscript]]:
    """What is cited in each line as a note, behind a note that cites the first entry; one draft for all."""
    first = examples(code)["first_note"]
    notes = [first, *(each for line in lines.values() for each in (line, first))]
    body = "".join(f"[^{number}]" for number, _ in enumerate(notes, 1))
    bodies = "\n\n".join(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))
    manuscript = understand(
        read_text("draft.txt", f"{body}\n\n{bodies}\n\n{heading(code)}\n\n{examples(code)['list']}")
    )
    for place, word in enumerate(lines):
        label = str(2 * place + 2)
        pairs = zip(manuscript.citations, manuscript.links, strict=True)
        yield word, [(citation, link) for citation, link in pairs if citation.note == label], manuscript


Check = Callable[[str, str, Citation, Link], bool]


def alone(check: Check) -> Callable[[str, Lines], list[str]]:
    """The words whose line isn't read as one citation of which `check` holds."""

    def failing(code: str, lines: Lines) -> list[str]:
        return [
            word
            for word, found, _ in in_notes(code, lines)
            if len(found) != 1 or not check(code, word, found[0][0], found[0][1])
        ]

    return failing


def family(code: str, place: int) -> str:
    return entries(code)[place].split(",")[0]


def names(citation: Citation) -> list[str]:
    return [str(name) for name in citation.names]


def ibid(code: str, word: str, citation: Citation, link: Link) -> bool:
    located = citation.locator is not None and citation.locator.first == 12
    return citation.form is Form.IBID and located and link.references == (0,)


def back_reference(code: str, word: str, citation: Citation, link: Link) -> bool:
    located = citation.locator is not None and citation.locator.first == 12
    named = names(citation) == [family(code, 0)]
    return citation.form is Form.BACK_REFERENCE and located and named and link.references == (0,)


def pointer(code: str, word: str, citation: Citation, link: Link) -> bool:
    return citation.target == "1" and back_reference(code, word, citation, link)


def joined(code: str, word: str, citation: Citation, link: Link) -> bool:
    return names(citation) == [family(code, 0), family(code, 1)] and link.references == (3,)


def and_others(code: str, word: str, citation: Citation, link: Link) -> bool:
    return citation.et_al and names(citation) == [family(code, 0)] and link.references == (0,)


def signal(code: str, word: str, citation: Citation, link: Link) -> bool:
    said = plain(citation.signal or "").replace(" ", "")
    return said == plain(word).replace(" ", "") and names(citation) == [family(code, 0)]


def without_year(code: str, word: str, citation: Citation, link: Link) -> bool:
    undated = citation.date is not None and citation.date.year is None
    return undated and link.status is Status.LINKED and link.references == (2,)


def with_pages_after(code: str, word: str, citation: Citation, link: Link) -> bool:
    return holds(citation.text, word) and citation.locator is not None and citation.locator.first == 12


def located(term: str) -> Check:
    def check(code: str, word: str, citation: Citation, link: Link) -> bool:
        locator = citation.locator
        return locator is not None and (locator.label, locator.first) == (term, 12) and link.references == (0,)

    return check


def second_hand(code: str, lines: Lines) -> list[str]:
    return [
        word
        for word, found, _ in in_notes(code, lines)
        if [link.references for _, link in found] != [(1,), (0,)] or found[0][0].known_through != found[1][0].span
    ]


def opens_a_list(code: str, lines: Lines) -> list[str]:
    def opens(line: str) -> bool:
        document = read_text("draft.txt", f"Text.\n\n{line}\n\n{entries(code)[0]}\n")
        return [document.text[span.start : span.end] for span in document.list_spans] == [entries(code)[0]]

    return [word for word, line in lines.items() if not opens(line)]


def opens_notes(code: str, lines: Lines) -> list[str]:
    def opens(line: str) -> bool:
        return len(read_text("draft.txt", f"Text.\n\n{line}\n\n1. {entries(code)[0]}\n\n2. Text.\n").notes) == 2

    return [word for word, line in lines.items() if not opens(line)]


def divides_a_list(code: str, lines: Lines) -> list[str]:
    first, second = entries(code)[:2]

    def divides(line: str) -> bool:
        document = read_text("draft.txt", f"{heading(code)}\n\n{first}\n\n{line}\n\n{second}\n")
        return [each.text for each in find_references(document)] == [first, second]

    return [word for word, line in lines.items() if not divides(line)]


def ends_a_list(code: str, lines: Lines) -> list[str]:
    first, second = entries(code)[:2]

    def ends(line: str) -> bool:
        document = read_text("draft.txt", f"{heading(code)}\n\n{first}\n\n{line}\n\n{second}\n")
        return [document.text[span.start : span.end] for span in document.list_spans] == [first]

    return [word for word, line in lines.items() if not ends(line)]


def makes_editors(code: str, lines: Lines) -> list[str]:
    def made(line: str) -> bool:
        item = read_head(line, Span(0, len(line)))
        return bool(item.editor) and not item.author

    return [word for word, line in lines.items() if line.startswith(family(code, 1)) and not made(line)]


def names_a_host(code: str, lines: Lines) -> list[str]:
    return [word for word, line in lines.items() if read_head(line, Span(0, len(line))).type != "chapter"]


def dates_no_work(code: str, lines: Lines) -> list[str]:
    return [word for word, line in lines.items() if read_head(line, Span(0, len(line))).issued is not None]


def mentions(code: str, lines: list[str]) -> list[tuple[str, list[Citation]]]:
    """What is cited in each line as a paragraph of the body."""
    text = "\n\n".join([*lines, heading(code), examples(code)["list"]])
    manuscript = understand(read_text("draft.txt", text))
    starts = [text.index(line) for line in lines]
    return [
        (line, [each for each in manuscript.citations if start <= each.span.start < start + len(line)])
        for line, start in zip(lines, starts, strict=True)
    ]


def attributes(code: str, lines: Lines) -> list[str]:
    found = dict(mentions(code, list(lines.values())))
    return [word for word, line in lines.items() if [each.form for each in found[line]] != [Form.MENTION]]


def opens_a_sentence(code: str, lines: Lines) -> list[str]:
    found = dict(mentions(code, list(lines.values())))
    return [
        word
        for word, line in lines.items()
        if [(names(each), each.names[0].given) for each in found[line]] != [([family(code, 0)], None)]
    ]


def is_a_month(code: str, lines: Lines) -> list[str]:
    months = TABLES[code]["months"]
    return [
        word
        for word, line in lines.items()
        if [date.month for _, date in find_dates(line, 0, len(line))] != [months[word]]
    ]


ROLES: dict[str, Callable[[str, Lines], list[str]]] = {
    "headings.references": opens_a_list,
    "headings.notes": opens_notes,
    "headings.sections": divides_a_list,
    "headings.after": ends_a_list,
    "back_references.ibid": alone(ibid),
    "back_references.idem": alone(ibid),
    "back_references.op_cit": alone(back_reference),
    "back_references.cited": alone(back_reference),
    "back_references.loc_cit": alone(back_reference),
    "back_references.supra": alone(pointer),
    "back_references.note": alone(pointer),
    "phrases.and": alone(joined),
    "phrases.et_al": alone(and_others),
    "phrases.in": names_a_host,
    "phrases.signals": alone(signal),
    "phrases.secondary": second_hand,
    "phrases.editors": makes_editors,
    "phrases.accessed": dates_no_work,
    "phrases.undated": alone(without_year),
    "phrases.forthcoming": alone(without_year),
    "phrases.following": alone(with_pages_after),
    "phrases.attributions": attributes,
    "openers": opens_a_sentence,
    "months": is_a_month,
    **{f"locators.{term}": alone(located(term)) for term in TABLES["en"]["locators"]},
}

ELSEWHERE = {("pt", "locators.issue"): {"n"}}
"""Words that mean something else in the language that decides."""


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_is_read_in_its_role(code: str, name: str) -> None:
    table, _, kind = name.partition(".")
    lines = examples(code)[table][kind] if kind else examples(code)[table]
    failing = ROLES[name](code, lines)
    assert set(failing) == ELSEWHERE.get((code, name), set())


@pytest.mark.parametrize("code", LANGUAGES)
def test_who_says_something_is_mentioned(code: str) -> None:
    known = [family(code, 0), family(code, 1)]
    for line, found in mentions(code, examples(code)["reporting"]["sentences"]):
        said = [[name for name in known if name in part] for part in line.split("; ")]
        assert [(each.form, names(each)) for each in found] == [(Form.MENTION, own) for own in said], line


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_institution_is_no_person(code: str) -> None:
    for line in examples(code)["institutions"]["sentences"]:
        for part in line.removesuffix(".").split("; "):
            assert not read_name_list(part, order="forward").names, part
