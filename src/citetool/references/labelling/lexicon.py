"""The sets of words that `lexicon.toml` holds: places, publishers, journals, given names, and so on."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("lexicon.toml")


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Each set of folded words by its name, in the order of the file."""
    tables: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in tables.items()}
