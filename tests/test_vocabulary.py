"""The vocabulary: the same keys in every language, and the compiled file as the TOML files have it."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from typing import Any

import pytest

from citetool import vocabulary
from citetool.readers.headings import heading_kind
from citetool.readers.languages import detect_language
from citetool.readers.text import read_text
from citetool.vocabulary import COMPILED, LANGUAGES, compile_vocabulary, language, words
from citetool.vocabulary.phrases import Phrases

FILES: dict[str, dict[str, Any]] = {
    code: tomllib.loads(resources.files(vocabulary).joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    for code in LANGUAGES
}


def keys(table: dict[str, Any]) -> dict[str, list[str]]:
    return {name: sorted(value) if isinstance(value, dict) else [] for name, value in table.items() if name != "months"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_keys(code: str) -> None:
    assert keys(FILES[code]) == keys(FILES["en"])
    assert FILES[code]["language"] == code
    assert set(FILES[code]["months"].values()) == set(range(1, 13))


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_are_lower_case_and_without_closing_full_stop(code: str) -> None:
    table = FILES[code]
    lists = [table["function_words"], table["telltales"], table["openers"]]
    lists += [
        phrases for name in ("headings", "back_references", "phrases", "locators") for phrases in table[name].values()
    ]
    for phrases in lists:
        for phrase in phrases:
            assert phrase == phrase.lower().strip()
            assert not phrase.endswith(".") or phrase.endswith(" .")


def test_compiled_file_is_what_the_toml_files_say() -> None:
    compiled = json.loads(resources.files(vocabulary).joinpath(COMPILED).read_text(encoding="utf-8"))
    assert compiled == compile_vocabulary(), "run `make vocabulary`"


def test_english_decides_what_a_label_means_in_two_languages() -> None:
    assert words().locators["n"] == language("en").locators["n"] == "note"


SENTENCES = {
    "en": "The pier was built by the town and it has been there since the war of the two kings.",
    "de": "Die Brücke wurde von der Stadt gebaut und sie ist seit dem Krieg nicht mehr das, was sie war.",
    "fr": "Le pont a été construit par la ville et il est là depuis la guerre des deux rois.",
    "it": "Il ponte è stato costruito dalla città e non è più quello che era prima della guerra.",
    "es": "El puente fue construido por la ciudad y no es lo que era antes de la guerra de los reyes.",
    "pt": "A ponte foi construída pela cidade e não é mais o que era antes da guerra dos reis.",
    "pl": "Most został zbudowany przez miasto i nie jest już tym, czym był przed wojną, ale się trzyma.",
    "nl": "De brug werd door de stad gebouwd en het is niet meer wat het was voor de oorlog van de koningen.",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_language_is_told_by_function_words(code: str, sentence: str) -> None:
    assert detect_language(sentence * 3) == code


def test_text_without_words_counts_as_english() -> None:
    assert detect_language("12 34 56") == "en"


SHORT = {
    "Ports matter.": "en",
    "Vgl. Hollmann 2012, S. 4; ebd.": "de",
    "Voir Vasselin 2012, p. 4.": "fr",
    "Si veda Bellandi 2012, p. 4.": "it",
    "Véase Arbeloa 2012, p. 4.": "es",
    "Ver também Távora 2012, p. 4.": "pt",
    "Zob. też Wrzosek 2012, s. 4.": "pl",
    "Zie ook Hoekstra 2012, p. 4.": "nl",
    "J. W. Z. Merrow and A. I. Tolliver": "en",
}


@pytest.mark.parametrize(("text", "code"), SHORT.items(), ids=SHORT.keys())
def test_language_of_a_line(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_a_longer_list_in_another_language_doesnt_decide(code: str, sentence: str) -> None:
    entry = "Merrow, J. (2012) ‘The state of the ports and of the tariffs in the north’, Port Studies, 12, pp. 1–9."
    listed = "\n\n".join([entry] * 30)
    assert read_text("draft.txt", f"{sentence}\n\nReferences\n\n{listed}\n").language == code
    assert read_text("list.txt", f"References\n\n{listed}\n").language == "en"


HEADINGS = {
    "References": "references",
    "8 REFERENCES": "references",
    "**Bibliography**": "references",
    "Literaturverzeichnis:": "references",
    "Notes": "notes",
    "About the author": "after",
    "Primary sources": "sections",
    "The references that matter": None,
    "": None,
}


@pytest.mark.parametrize(("line", "kind"), HEADINGS.items(), ids=HEADINGS.keys())
def test_headings(line: str, kind: str | None) -> None:
    assert heading_kind(line) == kind


MATCHES = {
    "see also Abara": "see also",
    "See, also, Abara": "See, also,",
    "cf. Abara": "cf.",
    "e.g. Abara": "e.g.",
    "e.g., Abara": "e.g.",
    "seen Abara": None,
    "Abara": None,
}


@pytest.mark.parametrize(("text", "found"), MATCHES.items(), ids=MATCHES.keys())
def test_phrases_match_the_longest_that_stands_there(text: str, found: str | None) -> None:
    reach = Phrases(["see", "see also", "cf", "e.g"]).match(text, 0, len(text))
    assert (text[:reach] if reach is not None else None) == (found.rstrip(",") if found else None)
