"""What a BibTeX file is made of, in either dialect: keys, names, titles, addresses, and the file itself.

Sources: btxdoc (1988) and btxhak for names and for how titles are recased; the manual of biblatex, 2.3, for lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares.parsestack import default_unparse_stack
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from citetool.exports import Accents
from citetool.model import Name
from citetool.references.keys import unique_keys
from citetool.tex import encode, encode_ascii

Encode = Callable[[str], str]
"""Text -> TeX that prints it."""


class BibEntry(NamedTuple):
    """An entry as it is written: its type, its key, and its fields, their values TeX; `macros` are not in braces."""

    type: str
    key: str
    fields: dict[str, str]
    macros: frozenset[str] = frozenset()


def encoder(accents: Accents) -> Encode:
    """The function that turns text into TeX, accents kept or as commands."""
    return encode_ascii if accents == "latex" else encode


def render_file(entries: Sequence[BibEntry]) -> str:
    """The entries as a BibTeX file; keys that BibTeX can't hold are made such, and unique again."""
    library = Library()
    for entry, key in zip(entries, written_keys([each.key for each in entries]), strict=True):
        fields = [
            Field(name, value, enclosing="no-enclosing" if name in entry.macros else None)
            for name, value in entry.fields.items()
        ]
        library.add(Entry(entry.type, key, fields))
    layout = BibtexFormat()  # type: ignore[no-untyped-call]  # bibtexparser 2.1 leaves its constructor untyped
    layout.indent = "  "
    layout.block_separator = "\n"
    return write_string(library, unparse_stack=default_unparse_stack(True), bibtex_format=layout)


def written_keys(keys: Sequence[str]) -> list[str]:
    """The keys as a BibTeX file holds them: of a few ASCII characters, no two alike but for their case."""
    return unique_keys([_plain_key(key) for key in keys], str.lower)


def _plain_key(key: str) -> str:
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9:._/+-]+", "-", plain).strip("-") or "entry"


def render_names(names: Sequence[Name], et_al: bool, encode: Encode) -> str:
    """Names as BibTeX reads them: `van Dael, Luc and {European Harbour Service} and others`."""
    return " and ".join([_name(each, encode) for each in names] + (["others"] if et_al else []))


def _name(name: Name, encode: Encode) -> str:
    if name.literal is not None:
        return _braced(f"{name.literal} ({name.acronym})" if name.acronym else name.literal, encode)
    family, particle = name.family or name.given or "", name.particle or ""
    given = _initials_apart(name.given, family) if name.family and name.given else None
    if particle and not all(_is_small(word) for word in particle.split()):
        family, particle = f"{particle} {family}", ""
    whole = _is_plain(family) and not any(_is_small(word) for word in family.split())
    if given is None:
        family = f"{family} {name.suffix}" if name.suffix else family
        written = encode(family) if whole and len(family.split()) == 1 else _braced(family, encode)
        return f"{encode(particle)} {written}" if particle else written
    lead = f"{encode(particle)} " if particle else ""
    parts = [lead + (encode(family) if whole else _braced(family, encode))]
    parts += [encode(part) if _is_plain(part) else _braced(part, encode) for part in (name.suffix, given) if part]
    return ", ".join(parts)


def _initials_apart(given: str, family: str) -> str:
    """Given names, initials without stops as `A. B.`, of which BibTeX abbreviates each: of `AB` it leaves `A.`.

    Beside a family name in capitals, `BEN` is a name in capitals.
    """
    if len(family) > 1 and family.isupper():
        return given
    words = (
        " ".join(f"{letter}." for letter in word) if word.isalpha() and word.isupper() and 2 <= len(word) <= 3 else word
        for word in given.split()
    )
    return " ".join(words)


def _braced(text: str, encode: Encode) -> str:
    return f"{{{encode(text)}}}"


def _is_plain(part: str) -> bool:
    """Whether BibTeX sees no separator in it: a comma, `and`, or what it takes for white space."""
    return not re.search(r"[,=~\\{}\"-]{2}|[,=~\\{}\"]|^-|-$", part) and "and" not in part.lower().split()


def _is_small(word: str) -> bool:
    return next((char.islower() for char in word if char.isalpha()), False)


def render_list(text: str, encode: Encode) -> str:
    """A value of a field that may list several, as publishers and places do: `and` in one name joins no two."""
    return _braced(text, encode) if re.search(r"(?i)\band\b", text) else encode(text)


_LEAST = 4
"""Letters; shorter words are small in titles of any case."""


def render_title(title: str, encode: Encode) -> str:
    """A title, with braces around the words that keep their capitals when a style sets it in small letters.

    These are words with a capital inside, or a capital and a digit (`EU-Russia`, `McKay`, `G20`); and, where at least
    half of the longer words after the first begin small, all others that begin with a capital, which are names then.
    """
    words = title.split()
    longer = [word for word in words[1:] if len(word) >= _LEAST and word[0].isalpha()]
    sentence = 2 * sum(word[0].islower() for word in longer) >= len(longer) > 0
    written = []
    opens = True
    for word in words:
        lead, core, tail = _parted(word)
        capital = core[:1].isupper()
        kept = any(char.isupper() for char in core[1:]) or (capital and any(char.isdigit() for char in core))
        kept = kept or (sentence and capital and not opens)
        written.append(f"{encode(lead)}{_braced(core, encode)}{encode(tail)}" if kept else encode(word))
        opens = not core or tail.endswith((":", ".", "?", "!"))
    return " ".join(written)


def _parted(word: str) -> tuple[str, str, str]:
    """A word's punctuation before it, the word, and its punctuation after it."""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return word[:start], word[start:end], word[end:]


_UNFIT = {char: f"%{ord(char):02X}" for char in '{}\\^<>"|` '}


def render_address(address: str) -> str:
    """A URL or DOI, which TeX takes as it stands: only what no address may hold is percent-encoded (RFC 3986, 2).

    Among it is `^`, since TeX reads `^^5c` as a backslash, and would run the command that follows.
    """
    return "".join(_UNFIT.get(char, char) for char in address)


_LIKE_ESCAPED = re.compile(r"%(?=7B|7D|5C|5E|3C|3E|22|7C|60|25)", re.IGNORECASE)


def render_doi(doi: str) -> str:
    """A DOI, encoded as an address is; a per cent sign that would read as an encoding is encoded itself."""
    return render_address(_LIKE_ESCAPED.sub("%25", doi))


_RANGE = re.compile(r"(?<=\w)[‐-–-](?=\w)")


def render_pages(page: str, encode: Encode) -> str:
    """Pages, the dash of a range as `--`."""
    return "--".join(encode(part) for part in _RANGE.split(page))


_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_number(text: str) -> int | None:
    """The number that a Roman numeral stands for; `None` if the text is none."""
    if not text or not _NUMERAL.fullmatch(text):
        return None
    values = [_VALUES[letter] for letter in text.upper()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
