"""An entry beside its record: in which fields they disagree.

What is missing on either side isn't compared. Nor is a field told as different whose registered value stands in the
entry as printed: then it is the reading of the entry that differs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from citetool.folding import fold, fold_words
from citetool.identifiers import find_dois, find_urls
from citetool.locators import number_range
from citetool.model import Item, Name
from citetool.registries.containers import bare_container, same_container
from citetool.registries.people import forms, one_person, same_name, spelt_alike
from citetool.registries.titles import folded, roman, same_title, title_words
from citetool.resolution import Difference, Record

OTHER_TITLE = 65.0
"""Per cent of likeness below which titles have nothing in common but small words."""

ALL_AUTHORS_SINCE = 2000
"""The year from which on works are registered with all their authors; of many older ones only the first is."""

MOST_NAMES = 200
"""Authors that are held against each other; some papers of physics have thousands."""

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
    text = folded(printed)
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
    own = folded(title)
    return max((fuzz.ratio(own, folded(each)) for each in record.titles), default=0.0)


def _title_of(item: Item) -> str | None:
    """The title, save what stands in brackets for one and says what the thing is: `[Review of …]`."""
    return item.title if item.title and not item.title.startswith("[") else None


def _title(item: Item, text: str, record: Record) -> Difference | None:
    title = _title_of(item)
    if title is None or not record.titles or _script(title) != _script(record.titles[0]):
        return None
    own = folded(title)
    for each in record.titles:
        registered = folded(each)
        if same_title(title, each) or (len(registered) >= SHORTEST and registered in text):
            return None
        if _opens(own, registered) or _opens(registered, own):
            return None
    return Difference("title", title, record.titles[0])


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
    if any(one_person(people[0], each) for each in registered):
        return False
    first = (record.item.contributors or registered)[0]
    namesakes = [name for name in people if same_name(name, first)]
    return not any(one_person(name, first) for name in namesakes) if namesakes else not _stands(first, printed)


def _stands(name: Name, printed: str, times: int = 1) -> bool:
    """Whether a registered name stands in the entry, as often as there are people of that name."""
    # Two spaces between words let each be counted with those at its sides.
    text = f" {'  '.join(fold_words(printed))} "
    shown = {"  ".join(fold_words(str(name))), *forms(name)} - {""}
    return any(text.count(f" {each} ") >= times for each in shown)


def _names(item: Item, printed: str, record: Record) -> Difference | None:
    if not _has_names(item, record):
        return None
    registered = registered_names(record)
    own = (record.item.contributors or registered)[:MOST_NAMES]
    people = [name for name in item.contributors[:MOST_NAMES] if name.family]
    if len(own) == 1 and spelt_alike(people[0], own[0]) and max(record.years, default=0) < ALL_AUTHORS_SINCE:
        return None
    titles = {word for each in record.titles for word in title_words(each)}
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
    namesake = _is_namesake(people[0], own)
    invented = bool(strange) and len(people) > len(own)
    if displaced or namesake or invented or (missing and (strange or not shortened)):
        return Difference("author", _listed(item.contributors, item.et_al), _listed(own, et_al=False))
    return None


def _is_namesake(first: Name, own: tuple[Name, ...]) -> bool:
    """Whether who is printed first has the family name of who is registered first, and other given names."""
    if not spelt_alike(first, own[0]) or any(one_person(first, each) for each in own):
        return False
    # A family name is read as the given name of the one before it where a list prints family names alone.
    return fold(first.given or "") not in {fold(each.family or "") for each in own}


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


def differ(printed: str | None, registered: str | None) -> bool:
    """Whether two volumes or issues are other numbers; what has no number in it isn't compared.

    Roman numerals are numbers, and of a double issue (`3-4`) one is enough.
    """
    mine, theirs = _numbers_in(printed), _numbers_in(registered)
    return bool(mine and theirs) and not mine & theirs


def agree(printed: str | None, registered: str | None) -> bool:
    """Whether two volumes or issues have a number in common."""
    return not _numbers_in(printed).isdisjoint(_numbers_in(registered))


def _numbers_in(text: str | None) -> frozenset[int]:
    if not text:
        return frozenset()
    if found := _DIGITS.findall(text):
        return frozenset(int(each) for each in found if len(each) < 10)
    return frozenset([value]) if (value := roman(text)) else frozenset()


def same_place(item: Item, record: Record) -> bool:
    """Whether volume and first page, or both pages of a range, agree: no two works of one author share them."""
    own = record.item
    if not item.page or not own.page:
        return False
    printed, registered = number_range(item.page), number_range(own.page)
    if printed[0] is None or printed[0] != registered[0]:
        return False
    return agree(item.volume, own.volume) or (printed[0] > 1 and printed[0] != printed[1] and printed == registered)


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
