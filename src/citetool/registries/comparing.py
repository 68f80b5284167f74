"""An entry beside its record: in which fields they disagree.

What is missing on either side isn't compared. Nor is a field told as different whose registered value stands in the
entry as printed: then it is the reading of the entry that differs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from citetool.folding import fold, fold_words
from citetool.identifiers import find_dois, find_urls
from citetool.locators import number_range
from citetool.model import Item, Name
from citetool.names import acronyms, keys, near, parts, same_initials
from citetool.registries.titles import without_formulas
from citetool.resolution import Difference, Record
from citetool.tex import decode

SAME_WORDS = 80.0
"""Per cent of likeness of words, from which on they are one, with misprints and spellings of two countries."""

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
    printed = _without_addresses(printed)
    text = fold(printed)
    names = _names(item, printed, record)
    title = _title(item, text, record)
    year = _year(item, printed, record)
    container = _container(item, text, record)
    numbers = tuple(_numbers(item, printed, record))
    place = [each for each in (year, container, *numbers) if each is not None]
    if own := _title_of(item):
        elsewhere = title is not None and title_likeness(own, record) < OTHER_TITLE
    else:
        # Where no title is printed, journal, year, volume and pages stand for it.
        elsewhere = container is not None and len(place) > 2
    another = elsewhere and (_strangers(item, printed, record) if _has_names(item, record) else bool(place))
    found = (names, title, year) if another else (names, title, year, container, *numbers)
    return Comparison(tuple(each for each in found if each is not None), another)


def _without_addresses(printed: str) -> str:
    """An entry without DOIs and URLs, whose numbers and words are those of years and journals by chance."""
    for find in (find_urls, find_dois):
        for span, _ in sorted(find(printed, 0, len(printed)), reverse=True):
            printed = f"{printed[: span.start]} {printed[span.end :]}"
    return printed


def title_likeness(title: str, record: Record) -> float:
    """How like a title is to the likest form of the registered one, in per cent, without case and punctuation."""
    own = _folded(title)
    return max((fuzz.ratio(own, _folded(each)) for each in record.titles), default=0.0)


@lru_cache(maxsize=4096)
def _words(title: str) -> tuple[str, ...]:
    """The words of a title as they are compared: `&` is "and", `α` is "alpha"."""
    plain = without_formulas(title)
    if "\\" in plain or "{" in plain:
        plain = decode(plain)
    return fold_words(_GREEK.sub(_spelt_out, plain.replace("&", " and ")))


_GREEK = re.compile("[\u0391-\u03c9](?![\u0370-\u03ff])(?<![\u0370-\u03ff].)")


def _spelt_out(letter: re.Match[str]) -> str:
    return f"{unicodedata.name(letter.group(), '').rpartition(' ')[2].lower()} "


def _folded(title: str) -> str:
    return "".join(_words(title))


def _title_of(item: Item) -> str | None:
    """The title, save what stands in brackets for one and says what the thing is: `[Review of …]`."""
    return item.title if item.title and not item.title.startswith("[") else None


def _title(item: Item, text: str, record: Record) -> Difference | None:
    title = _title_of(item)
    if title is None or not record.titles or _script(title) != _script(record.titles[0]):
        return None
    own = _folded(title)
    for each in record.titles:
        registered = _folded(each)
        if same_title(title, each) or (len(registered) >= SHORTEST and registered in text):
            return None
        if _opens(own, registered) or _opens(registered, own):
            return None
    return Difference("title", title, record.titles[0])


def same_title(one: str, other: str) -> bool:
    """Whether two titles say the same: small words, spelling and the division of words may differ, numbers may not.

    One may lack the other's subtitle.
    """
    mine, theirs = _words(one), _words(other)
    for kind, start, end, from_, to in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind in ("delete", "insert") and (end, to) == (len(mine), len(theirs)):
            return len("".join(mine[:start])) >= SHORTEST
        if kind != "equal" and not _same_words(mine[start:end], theirs[from_:to]):
            return False
    return bool(mine and theirs)


def _same_words(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    one, other = "".join(mine), "".join(theirs)
    if one == other:
        return True
    if _counted(mine) != _counted(theirs):
        return False
    return fuzz.ratio(one, other) >= SAME_WORDS or all(len(each) <= 3 for each in (*mine, *theirs))


_SMALL_ROMAN = re.compile("[ivx]+")


def _counted(words: tuple[str, ...]) -> frozenset[int]:
    """The numbers among words: parts, years, editions."""
    digits = {int(each) for each in words if each.isdecimal() and len(each) < 10}
    return frozenset(digits | {value for each in words if _SMALL_ROMAN.fullmatch(each) and (value := roman(each))})


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
    """Whether two names can be one person's, or one institution's: spelt alike, or a misprint apart."""
    mine, theirs = _forms(one) | parts(one), _forms(other) | parts(other)
    return spelt_alike(one, other) or any(near(a, b) for a in mine for b in theirs)


def spelt_alike(one: Name, other: Name) -> bool:
    """Whether two names are the same but for how names are written.

    Knows particles, double family names, given and family name swapped, accents, umlauts, transliterations, acronyms.
    """
    mine, theirs = _forms(one), _forms(other)
    if mine & (theirs | parts(other)) or theirs & parts(one) or acronyms(one) & theirs or acronyms(other) & mine:
        return True
    if _swapped(one, other) or _swapped(other, one):
        return True
    if _BROKEN.search(f"{one}{other}"):
        return any(near(a, b) for a in mine for b in theirs)
    return not {*map(_transliterated, mine)}.isdisjoint(map(_transliterated, theirs))


_BROKEN = re.compile("[?\ufffd]")
"""What stands for letters that an encoding lost."""


@lru_cache(maxsize=8192)
def _forms(name: Name) -> frozenset[str]:
    """The folded forms of a name, with umlauts written out (`Mueller`) and with their dots left out (`Muller`)."""
    return keys(name) | ({fold(_written_out(str(name)))} if name.family else frozenset())


_SLAVIC = re.compile(r"(?:[eoiyj](?:[vw]|ff)|[iy]n|[sc]k(?=[iyja])[iyj]*|[iyj]c[hz]?|[yuj]k|enko)(?:a|aya|aja|aia)?$")
_LETTERS = (
    (re.compile("dj"), "d"),
    (re.compile("ff$"), "v"),
    (re.compile("w"), "v"),
    (re.compile("(?<=[ckgsztc])h"), ""),
    (re.compile("t[sz]"), "c"),
    (re.compile("[yj]"), "i"),
    (re.compile("^ie|ie(?=.)"), "e"),
    (re.compile("i+"), "i"),
    (re.compile("x"), "ks"),
)
"""Letters that the ways to write Cyrillic in Latin ones differ in (ISO 9, BGN/PCGN, German), and one for each."""


@lru_cache(maxsize=8192)
def _transliterated(folded: str) -> str:
    """A folded name without what transliterations differ in: umlauts written out, and the letters of Slavic names."""
    plain = re.sub("(?<=[aou])e", "", folded)
    if _SLAVIC.search(plain):
        for letters, one in _LETTERS:
            plain = letters.sub(one, plain)
    return plain


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


def _strangers(item: Item, printed: str, record: Record) -> bool:
    """Whether who is printed first isn't registered, nor who is registered first printed."""
    registered = registered_names(record)
    people = [name for name in item.contributors if name.family]
    if any(_one_person(people[0], each) for each in registered):
        return False
    first = (record.item.contributors or registered)[0]
    namesakes = [name for name in people if same_name(name, first)]
    return not any(_one_person(name, first) for name in namesakes) if namesakes else not _stands(first, printed)


def _one_person(one: Name, other: Name) -> bool:
    return same_name(one, other) and (same_initials(one, other) or _swapped(one, other) or _swapped(other, one))


def _stands(name: Name, printed: str, times: int = 1) -> bool:
    """Whether a registered name stands in the entry, as often as there are people of that name."""
    # Two spaces between words let each be counted with those at its sides.
    text = f" {'  '.join(fold_words(printed))} "
    forms = {"  ".join(fold_words(str(name))), *_forms(name)} - {""}
    return any(text.count(f" {each} ") >= times for each in forms)


def _names(item: Item, printed: str, record: Record) -> Difference | None:
    if not _has_names(item, record):
        return None
    registered = registered_names(record)
    own = record.item.contributors or registered
    people = [name for name in item.contributors if name.family]
    if len(own) == 1 and spelt_alike(people[0], own[0]):
        # Of many older works only the first author was registered.
        return None
    titles = {word for each in record.titles for word in _words(each)}
    strange = [
        name
        for name in people
        # What stands in the title was taken for a name by the reading of the entry.
        if not any(spelt_alike(name, each) for each in registered) and fold(name.family or "") not in titles
    ]
    missing = [name for name in own if name.family and _is_missing(name, own, people, printed)]
    shortened = item.et_al or "…" in printed or "..." in printed
    displaced = (
        bool(own[0].family) and not spelt_alike(people[0], own[0]) and any(spelt_alike(people[0], each) for each in own)
    )
    invented = bool(strange) and len(people) > len(own)
    if displaced or invented or (missing and (strange or not shortened)):
        return Difference("author", _listed(item.contributors, item.et_al), _listed(own, et_al=False))
    return None


def _is_missing(name: Name, own: tuple[Name, ...], people: list[Name], printed: str) -> bool:
    """Whether fewer people of a registered name are printed than are registered."""
    times = sum(fold(str(each)) == fold(str(name)) for each in own)
    return sum(spelt_alike(name, each) for each in people) < times and not _stands(name, printed, times)


def _listed(names: tuple[Name, ...], et_al: bool) -> str:
    shown = ", ".join(map(str, names[:6]))
    return shown + (" et al." if et_al or len(names) > 6 else "")


_YEAR = re.compile(r"(?<![0-9])(?:1[4-9]|20)[0-9]{2}(?![0-9])")


def years_in(item: Item, printed: str) -> frozenset[int]:
    """The years that an entry prints, save those in its title and pages and that of a visit to its address."""
    for each in filter(None, (item.title, item.page)):
        printed = printed.replace(each, " ") if len(each) > 4 else printed
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
    if same_container(item.container_title, record.containers):
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
        if any(abbreviates(acronym, each) for acronym in _ACRONYM.findall(printed)):
            return True
    return False


_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|il|el|los|de|het)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
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
    # Brackets and ordinals say which meeting it was (`Proc. 5th Int. Workshop (NDM 2015)`), in words or in digits.
    short = _BRACKETS.sub(" ", short)
    shortened = [word for word in fold_words(short.replace("&", " and ")) if word not in _SMALL_WORDS]
    if not words or not shortened:
        return False
    if len(shortened) == 1 and short.isupper() and len(short) > 1:
        return shortened[0] == "".join(word[0] for word in words)
    if shortened[0].startswith("proc"):
        shortened = [word for word in shortened[1:] if not word[0].isdigit()]
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


def _numbers(item: Item, printed: str, record: Record) -> Iterator[Difference]:
    tokens = frozenset(_DIGITS.findall(printed))
    for field, others, are_other in _NUMBERS:
        mine, theirs = getattr(item, field), getattr(record.item, field)
        if not are_other(mine, theirs) or (field == "volume" and (_is_year(mine, record) or _is_year(theirs, record))):
            continue
        # The number of another field was read for this one's, which is printed too.
        elsewhere = any(
            mine == number for each in others for number in _DIGITS.findall(getattr(record.item, each) or "")
        )
        if not (elsewhere and tokens.issuperset(_DIGITS.findall(theirs))):
            yield Difference(field, mine, theirs)


def _is_year(volume: str | None, record: Record) -> bool:
    """Whether a volume is named after its year, which lists leave out or count otherwise."""
    return volume is not None and volume.isdecimal() and int(volume[:9]) in record.years


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


_PAGES = re.compile(r"[a-z]{0,3}0*([0-9]{1,12})[a-z]?(?:\s?[-‐-―]+\s?[a-z]{0,3}0*([0-9]{1,12}))?", re.IGNORECASE)


def pages_differ(printed: str | None, registered: str | None) -> bool:
    """Whether two ranges of pages are other pages.

    Pages inside the registered range are a place in the work. A record that counts from 1 what is printed elsewhere is
    from before the issue came out; and article numbers are written in several ways.
    """
    mine, theirs = _pages(printed), _pages(registered)
    if mine is None or theirs is None:
        return False
    (first, last), (start, end) = mine, theirs
    if first == start:
        return last is not None and end is not None and last != end
    if end is None:
        return not _is_article(printed or "", registered or "", ranged=last is not None)
    if last is None:
        return not start < first <= end
    return not start < first <= last < end and not (start == 1 and first > end)


def _pages(text: str | None) -> tuple[int, int | None] | None:
    """The first page and, of a range, the last one, written out: `419–20` ends at 420."""
    match = _PAGES.search(text or "")
    if match is None:
        return None
    first, last = match.groups()
    if last is not None and len(last) < len(first) and int(last) < int(first):
        last = first[: -len(last)] + last
    return int(first), int(last) if last is not None else None


def _is_article(printed: str, registered: str, ranged: bool) -> bool:
    """Whether a lone registered number is an article's, which lists leave out for pages, or print the end of."""
    if ranged:
        return len(fold(registered)) > 4
    one, other = sorted((fold(printed), fold(registered)), key=len)
    return len(one) > 2 and other.endswith(one)


_NUMBERS: tuple[tuple[str, tuple[str, str], Callable[[str | None, str | None], bool]], ...] = (
    ("volume", ("issue", "page"), differ),
    ("issue", ("volume", "page"), differ),
    ("page", ("volume", "issue"), pages_differ),
)
"""A field, those that it is mistaken for, and whether two values of it differ."""
