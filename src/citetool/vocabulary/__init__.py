"""The words of citing, language by language: one TOML file each, read once and united.

A draft may mix languages (a Spanish paper with a Portuguese heading, English cites in German notes), so the words
of all are looked for together; `language()` keeps them apart where that matters: to tell a draft's language.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

LANGUAGES = ("en", "de", "fr", "it", "es", "pt", "pl", "nl")


@dataclass(frozen=True, slots=True)
class Vocabulary:
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


def _normal(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def _kinds(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {kind: frozenset(map(_normal, words)) for kind, words in table.items()}


@cache
def language(code: str) -> Vocabulary:
    """The words of one language; `code` is one of `LANGUAGES`."""
    data = tomllib.loads(resources.files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        function_words=frozenset(map(_normal, data["function_words"])),
        openers=frozenset(map(_normal, data["openers"])),
        headings=_kinds(data["headings"]),
        back_references=_kinds(data["back_references"]),
        phrases=_kinds(data["phrases"]),
        locators={_normal(word): term for term, words in data["locators"].items() for word in words},
        months={_normal(word): number for word, number in data["months"].items()},
    )


def _union(tables: list[dict[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    return {kind: frozenset().union(*(table[kind] for table in tables)) for kind in tables[0]}


@cache
def words() -> Vocabulary:
    """The words of all languages together."""
    every = [language(code) for code in LANGUAGES]
    return Vocabulary(
        function_words=frozenset().union(*(each.function_words for each in every)),
        openers=frozenset().union(*(each.openers for each in every)),
        headings=_union([each.headings for each in every]),
        back_references=_union([each.back_references for each in every]),
        phrases=_union([each.phrases for each in every]),
        # English is first: where a label means two things (`n`), what it means there stands.
        locators={word: term for each in reversed(every) for word, term in each.locators.items()},
        months={word: number for each in reversed(every) for word, number in each.months.items()},
    )
