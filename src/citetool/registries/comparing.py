"""An entry beside its record: in which fields they disagree.

What is missing on either side isn't compared. Nor is a field told as different whose registered value stands in the
entry as printed: then it is the reading of the entry that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from citetool.folding import fold, fold_words
from citetool.locators import number_range
from citetool.model import Item, Name
from citetool.names import acronyms, keys, near, parts
from citetool.registries.titles import without_formulas
from citetool.resolution import Difference, Record
from citetool.tex import decode

SAME_TITLE = 90.0
"""Per cent of likeness of folded titles, from which on they are one, with misprints and spellings of two countries."""

OTHER_TITLE = 65.0
"""Per cent of likeness below which titles have nothing in common but small words."""

SAME_CONTAINER = 88.0
"""Per cent of likeness of folded names of journals and books."""

SHORTEST = 12
"""Folded characters from which on a title that stands in an entry isn't there by chance."""


class Comparison(NamedTuple):
    """How an entry and a record agree.

    Attributes:
        differences: by field, in the order of an entry.
        another_work: whether title and authors both differ, so that the record is of something else.
    """

    differences: tuple[Difference, ...]
    another_work: bool


def compare(item: Item, printed: str, record: Record) -> Comparison:
    """An entry, its fields and its text as printed, beside a record."""
    text = fold(printed)
    title = _title(item, text, record)
    names = _names(item, printed, record)
    year = _year(item, printed, record)
    another = (
        title is not None
        and title_likeness(item.title or "", record) < OTHER_TITLE
        and (_strangers(item, text, record) or (not _has_names(item, record) and year is not None))
    )
    found = [names, title, year]
    if not another:
        found += [_container(item, text, record), *_numbers(item, record)]
    return Comparison(tuple(each for each in found if each is not None), another)


def title_likeness(title: str, record: Record) -> float:
    """How like a title is to the likest form of the registered one, in per cent, without case and punctuation."""
    own = _folded(title)
    return max((fuzz.ratio(own, _folded(each)) for each in record.titles), default=0.0)


@lru_cache(maxsize=4096)
def _folded(title: str) -> str:
    """A title as it is compared: `&` is "and"."""
    plain = without_formulas(decode(title) if "\\" in title or "{" in title else title)
    return fold(plain.replace("&", " and "))


def _title(item: Item, text: str, record: Record) -> Difference | None:
    if not item.title or not record.titles or _script(item.title) != _script(record.titles[0]):
        return None
    own = _folded(item.title)
    for each in record.titles:
        registered = _folded(each)
        if fuzz.ratio(own, registered) >= SAME_TITLE or (len(registered) >= SHORTEST and registered in text):
            return None
        if _opens(own, registered) or _opens(registered, own):
            return None
    return Difference("title", item.title, record.titles[0])


def _opens(shorter: str, longer: str) -> bool:
    """Whether one title is the other without its subtitle."""
    return len(shorter) >= SHORTEST and longer.startswith(shorter)


def _script(text: str) -> str:
    """Latin or not: a title in another script is a translation or a transliteration, which can't be compared."""
    letters = [char for char in text if char.isalpha()]
    return "latin" if sum(char < "\u0250" for char in letters) * 2 >= len(letters) else "other"


def registered_names(record: Record) -> tuple[Name, ...]:
    """All who made a work: authors, editors, translators."""
    return (*record.item.author, *record.item.editor, *record.item.translator)


def same_name(one: Name, other: Name) -> bool:
    """Whether two names can be one person's, or one institution's.

    Knows particles, double family names, given and family name swapped, misprints and transliterations, acronyms.
    """
    mine, theirs = _forms(one), _forms(other)
    if mine & theirs or any(near(a, b) for a in mine for b in theirs):
        return True
    if acronyms(one) & theirs or acronyms(other) & mine:
        return True
    return _swapped(one, other) or _swapped(other, one)


@lru_cache(maxsize=8192)
def _forms(name: Name) -> frozenset[str]:
    forms = keys(name) | parts(name)
    # Umlauts are written out (`Mueller`) as often as their dots are left out (`Muller`).
    written_out = frozenset(fold(_written_out(str(name))) for _ in (0,) if name.family)
    return forms | written_out


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"})


def _written_out(text: str) -> str:
    return text.translate(_UMLAUTS)


def _swapped(one: Name, other: Name) -> bool:
    """Whether the family name of one is the given name of the other, and the reverse."""
    if not (one.family and one.given and other.family and other.given):
        return False
    return fold(one.family) == fold(other.given) and fold(other.family)[:1] == fold(one.given)[:1]


def _has_names(item: Item, record: Record) -> bool:
    """Whether both have names of one kind; a house that signs what a person wrote isn't compared with them."""
    registered = registered_names(record)
    if not item.contributors or not registered:
        return False
    return any(name.family for name in item.contributors) and any(name.family for name in registered)


def _known(name: Name, registered: tuple[Name, ...]) -> bool:
    return any(same_name(name, each) for each in registered)


def _strangers(item: Item, text: str, record: Record) -> bool:
    """Whether none of those who are printed is registered."""
    if not _has_names(item, record):
        return False
    registered = registered_names(record)
    people = [name for name in item.contributors if name.family]
    return not any(_known(name, registered) for name in people) and not any(_stands(name, text) for name in registered)


def _stands(name: Name, text: str) -> bool:
    """Whether a registered name stands somewhere in the entry."""
    family = fold(str(name))
    return len(family) > 3 and (family in text or fold(_written_out(str(name))) in text)


def _names(item: Item, printed: str, record: Record) -> Difference | None:
    if not _has_names(item, record):
        return None
    text = fold(printed)
    registered = registered_names(record)
    own = record.item.contributors or registered
    people = [name for name in item.contributors if name.family]
    if len(own) == 1 and same_name(people[0], own[0]):
        # Of many older works only the first author was registered.
        return None
    strange = [name for name in people if not _known(name, registered)]
    missing = [name for name in own if name.family and not _known(name, tuple(people)) and not _stands(name, text)]
    shortened = item.et_al or "…" in printed or "..." in printed
    displaced = bool(own[0].family) and not same_name(people[0], own[0]) and _known(people[0], own)
    if not strange and not displaced and (shortened or not missing):
        return None
    if strange and not missing:
        return None
    return Difference("author", _listed(item.contributors, item.et_al), _listed(own, et_al=False))


def _listed(names: tuple[Name, ...], et_al: bool) -> str:
    shown = ", ".join(map(str, names[:6]))
    return shown + (" et al." if et_al or len(names) > 6 else "")


_YEAR = re.compile(r"(?<![0-9])(?:1[4-9]|20)[0-9]{2}(?![0-9])")


def years_in(item: Item, printed: str) -> frozenset[int]:
    """The years that an entry prints, save that of a visit to its address."""
    found = {int(each) for each in _YEAR.findall(printed)}
    if item.accessed is not None and item.accessed.year is not None:
        found.discard(item.accessed.year)
    return frozenset(found)


def _year(item: Item, printed: str, record: Record) -> Difference | None:
    if item.issued is None or item.issued.year is None or not record.years:
        return None
    first, last = item.issued.year, item.issued.end_year or item.issued.year
    if any(first <= year <= last for year in record.years) or years_in(item, printed) & {*record.years}:
        return None
    return Difference("issued", str(first), " or ".join(map(str, sorted(record.years))))


def _container(item: Item, text: str, record: Record) -> Difference | None:
    if not item.container_title or not record.containers or record.item.type == "book":
        return None
    if same_container(item.container_title, record.containers) or same_place(item, record):
        return None
    if any(len(form := bare_container(each)) >= SHORTEST and form in text for each in record.containers):
        return None
    if _script(item.container_title) != _script(record.containers[0]):
        return None
    return Difference("container-title", item.container_title, record.containers[-1])


def same_container(printed: str, registered: tuple[str, ...]) -> bool:
    """Whether a journal or book is one of the registered names, in full, abbreviated, or as its initials."""
    own = bare_container(printed)
    for each in registered:
        form = bare_container(each)
        if not form or not own:
            continue
        if own == form or fuzz.ratio(own, form) >= SAME_CONTAINER:
            return True
        if len(min(own, form, key=len)) >= 6 and (form.startswith(own) or own.startswith(form)):
            return True
        if len(min(own, form, key=len)) >= SHORTEST and (form in own or own in form):
            return True
        if abbreviates(printed, each) or abbreviates(each, printed):
            return True
    return False


_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|il|el|los|de|het)\s+", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    [
        "a", "an", "and", "the", "of", "in", "on", "for", "to", "und", "der", "die", "das", "des", "fur", "zur", "et",
        "de", "la", "le", "les", "du", "y", "e", "del", "di", "della", "i",
    ]
)  # fmt: skip


def bare_container(title: str) -> str:
    """The name of a journal or book as it is compared: folded, without the article it may open with."""
    return _folded(_ARTICLE.sub("", title, count=1))


def abbreviates(short: str, full: str) -> bool:
    """Whether one name is the other, shortened word by word (`J. Eur. Public Pol.`, ISO 4) or to initials (`JEPP`).

    Words may be left out; of three and more, the first too, which the reading of an entry may have taken for its title.
    """
    words = [word for word in fold_words(full.replace("&", " and ")) if word not in _SMALL_WORDS]
    shortened = [word for word in fold_words(short.replace("&", " and ")) if word not in _SMALL_WORDS]
    if not words or not shortened:
        return False
    if len(shortened) == 1 and short.isupper() and len(short) > 1:
        return shortened[0] == "".join(word[0] for word in words)
    if shortened[0].startswith("proc"):
        shortened = shortened[1:]
    if len(shortened) < 2 or (len(shortened) == 2 and not _shortens(shortened[0], words[0])):
        return False
    rest = iter(words)
    return all(any(_shortens(own, word) for word in rest) for own in shortened)


def _shortens(short: str, word: str) -> bool:
    """Whether a word is the start of another, or leaves letters of it out (`Natl`, `Intl`)."""
    if word.startswith(short):
        return True
    if len(short) < 3 or short[0] != word[0]:
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)


def _numbers(item: Item, record: Record) -> Iterator[Difference]:
    own = record.item
    if differ(item.volume, own.volume) and not _is_year(own.volume, record) and not _is_year(item.volume, record):
        yield Difference("volume", item.volume or "", own.volume or "")
    if differ(item.issue, own.issue):
        yield Difference("issue", item.issue or "", own.issue or "")
    if pages_differ(item.page, own.page):
        yield Difference("page", item.page or "", own.page or "")


def _is_year(volume: str | None, record: Record) -> bool:
    """Whether a volume is named after its year, which lists leave out or count otherwise."""
    return volume is not None and volume.isdigit() and int(volume) in record.years


_DIGITS = re.compile(r"[0-9]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def differ(printed: str | None, registered: str | None) -> bool:
    """Whether two volumes or issues are other numbers; what has no number in it isn't compared.

    Roman numerals are numbers, and of a double issue (`3-4`) one is enough.
    """
    mine, theirs = _numbers_in(printed), _numbers_in(registered)
    return bool(mine and theirs) and not mine & theirs


def _numbers_in(text: str | None) -> frozenset[int]:
    if not text:
        return frozenset()
    if found := _DIGITS.findall(text):
        return frozenset(int(each) for each in found if len(each) < 10)
    return frozenset([value]) if (value := roman(text)) else frozenset()


def roman(text: str) -> int:
    """The value of a Roman numeral; 0 if it is none."""
    digits = [_ROMAN.get(char, 0) for char in text.strip(" .").lower()]
    if not digits or 0 in digits or len(digits) > 8:
        return 0
    return sum(-one if one < next_one else one for one, next_one in zip(digits, [*digits[1:], 0], strict=True))


def same_place(item: Item, record: Record) -> bool:
    """Whether volume and first page, or both pages of a range, agree: no two works of one author share them."""
    own = record.item
    if not item.page or not own.page:
        return False
    printed, registered = number_range(item.page), number_range(own.page)
    if printed[0] is None or printed[0] != registered[0]:
        return False
    volume = bool(item.volume and own.volume and not differ(item.volume, own.volume))
    return volume or (printed[0] > 1 and printed[0] != printed[1] and printed == registered)


def pages_differ(printed: str | None, registered: str | None) -> bool:
    """Whether two ranges of pages are other pages.

    One page inside the registered range is a place in the work. A record that counts from 1 what is printed elsewhere
    is from before the issue came out; and article numbers are written in several ways.
    """
    if not printed or not registered:
        return False
    mine, theirs = _DIGITS.findall(printed), _DIGITS.findall(registered)
    if not mine or not theirs or {*map(int, mine)} & {*map(int, theirs)}:
        return False
    if len(theirs) == 1 or len(registered.replace(" ", "")) > 24:
        # An article's number, which lists print with its pages, or without letters.
        return len(mine) == 1 and fold(printed) not in fold(registered) and fold(registered) not in fold(printed)
    first, last = number_range(printed)
    start, end = number_range(registered)
    if first is None or last is None or start is None or end is None:
        return False
    return not (start <= first and last <= end) and start != 1
