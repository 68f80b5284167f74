"""The words of citing, language by language: one TOML file each, united.

A draft may mix languages (a Spanish paper with a Portuguese heading, English cites in German notes), so the words
of all are looked for together; `language()` keeps them apart where that matters: to tell a draft's language.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGES = ("en", "de", "fr", "it", "es", "pt", "pl", "nl")

BESIDE = ("ru",)
"""Languages of which only some words of citing are known, for drafts in one of `LANGUAGES` that print them."""


Table = dict[str, Any]
"""A language's TOML file as read; its shape is that of en.toml, which the tests hold all others to."""


class Vocabulary(NamedTuple):
    """The words of one language or of several united; all lower case, without the full stop of abbreviations.

    Attributes:
        function_words: the commonest words of running text.
        openers: words that open a sentence with a capital and belong to no name.
        headings: by kind (`references`, `notes`, `sections`, `after`).
        back_references: by kind (`ibid`, `idem`, `op_cit`, `loc_cit`, `supra`, `note`).
        phrases: by kind (`and`, `et_al`, `signals`, `secondary`, `editors`, …).
        locators: label -> CSL locator term.
        months: word -> 1 to 12.
    """

    function_words: frozenset[str]
    openers: frozenset[str]
    headings: dict[str, frozenset[str]]
    back_references: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[str]]
    locators: dict[str, str]
    months: dict[str, int]


FOLDER = Path(__file__).parent

COMPILED = "compiled.json"
"""All TOML files as one of JSON, which loads thirty times faster; `make vocabulary` writes it, a test compares them."""


def compile_vocabulary() -> dict[str, Table]:
    """What the TOML files hold, language by language, as `compiled.json` keeps it."""
    import tomllib

    texts = {code: FOLDER.joinpath(f"{code}.toml").read_text(encoding="utf-8") for code in (*LANGUAGES, *BESIDE)}
    return {code: tomllib.loads(unicodedata.normalize("NFC", text)) for code, text in texts.items()}


@cache
def _compiled() -> dict[str, Table]:
    tables: dict[str, Table] = json.loads(FOLDER.joinpath(COMPILED).read_text(encoding="utf-8"))
    return tables


def _vocabulary(tables: list[Table]) -> Vocabulary:
    """The words of some languages' tables together; the first says what a label means that means two things."""

    def kinds(name: str) -> dict[str, frozenset[str]]:
        found = [table.get(name, {}) for table in tables]
        return {kind: frozenset().union(*(table.get(kind, ()) for table in found)) for kind in tables[0][name]}

    return Vocabulary(
        function_words=frozenset().union(*(table.get("function_words", ()) for table in tables)),
        openers=frozenset().union(*(table.get("openers", ()) for table in tables)),
        headings=kinds("headings"),
        back_references=kinds("back_references"),
        phrases=kinds("phrases"),
        locators={
            word: term
            for table in reversed(tables)
            for term, spellings in table["locators"].items()
            for word in spellings
        },
        months={word: number for table in reversed(tables) for word, number in table.get("months", {}).items()},
    )


def telling_words(code: str) -> frozenset[str]:
    """The words that tell a text of one language: the commonest of its running text, and those of its signals."""
    table = _compiled()[code]
    signals = (word for phrase in table["phrases"]["signals"] for word in _LETTERS.findall(phrase))
    return frozenset((*table["function_words"], *table["telltales"], *(word for word in signals if len(word) > 1)))


_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def language(code: str) -> Vocabulary:
    """The words of one language; `code` is one of `LANGUAGES`."""
    return _vocabulary([_compiled()[code]])


@cache
def words() -> Vocabulary:
    """The words of all languages together."""
    return _vocabulary([_compiled()[code] for code in (*LANGUAGES, *BESIDE)])
