"""Whether a work that a search found is the work that an entry prints.

A wrong DOI is worse than none. So title and first author must agree, nothing may contradict, something must show that
it came out in the same place (journal, volume, pages, publisher), and all together must be more than chance gives. What
is registered is looked for in the entry's text too, not only in the fields that were made out of it.

The thresholds were set on tests/cases/matching.toml: 290 entries beside 126 works of Crossref, two thirds of them traps
(reviews, replies, other editions, sister papers, chapters for books, preprints for articles).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from citetool.folding import fold, fold_words
from citetool.locators import number_range
from citetool.model import Item, Name
from citetool.names import same_initials
from citetool.registries.comparing import (
    bare_container,
    differ,
    pages_differ,
    roman,
    same_container,
    same_name,
    same_place,
    years_in,
)
from citetool.registries.titles import without_formulas
from citetool.resolution import Record, Suggestion

ENOUGH = 4.0
"""Points of agreement for a DOI to be taken. A title gives one or, if it is long, two; the first author, all further
authors, the year, the volume, the first page and the journal (or publisher) give one each."""

SUGGESTED = 2.5
"""Points for a DOI to be shown as one that may be meant, though something is missing or contradicts."""

MOST_SUGGESTIONS = 3

SAME_TITLE = 93.0
"""Per cent of likeness of folded titles; a letter or an article may differ, a word of substance not."""

LIKE_TITLE = 75.0
"""Per cent of likeness from which on a title is worth a suggestion."""

LONG_TITLE = 5
"""Words of four letters and more, from which on a title is hardly ever that of two works."""

GENERIC = 2
"""Words of four letters and more, up to which a title is that of many works: `Introduction`, `Book reviews`."""

SHORTEST_CONTAINER = 10
"""Folded letters from which on the name of a journal that stands in an entry isn't there by chance."""


class Point(NamedTuple):
    """One thing that was compared: what it gives, and what it says against the record.

    `outweighed` says whether agreement of the place (volume and first page, or both pages) makes up for it, since
    registries and readings of entries err there: lists of authors, names of journals.
    """

    gained: float = 0.0
    against: str | None = None
    outweighed: bool = False


class Judgement(NamedTuple):
    """What speaks for a record, in points, and what against it, in words."""

    points: float
    against: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether it is the same work beyond doubt."""
        return self.points >= ENOUGH and not self.against


class Match(NamedTuple):
    """What a search came to: the record of the work, or what may be meant."""

    record: Record | None
    suggestions: tuple[Suggestion, ...]


def match(item: Item, printed: str, records: Iterable[Record]) -> Match:
    """The one record that is the work an entry prints, if there is one; else what comes near, the likeliest first.

    Where two are equally good (a preprint and its article, a work registered twice), none is taken.
    """
    judged = [(judge(item, printed, record), record) for record in records]
    accepted = sorted((each for each in judged if each[0].accepted), key=lambda each: -each[0].points)
    if accepted and (len(accepted) == 1 or accepted[0][0].points > accepted[1][0].points):
        return Match(accepted[0][1], ())
    near = sorted(
        (each for each in judged if each[0].points >= SUGGESTED),
        key=lambda each: (len(each[0].against), -each[0].points, each[1].doi),
    )
    return Match(None, tuple(_suggestion(*each) for each in near[:MOST_SUGGESTIONS]))


def sure(record: Record) -> Suggestion:
    """A record that was accepted, as a suggestion."""
    return Suggestion(record.doi, _title_of(record), 1.0)


def _title_of(record: Record) -> str:
    return record.item.title or next(iter(record.titles), "")


def _suggestion(judgement: Judgement, record: Record) -> Suggestion:
    share = judgement.points / (ENOUGH + 3) - 0.2 * len(judgement.against)
    return Suggestion(record.doi, _title_of(record), round(max(0.1, min(1.0, share)), 2))


def judge(item: Item, printed: str, record: Record) -> Judgement:
    """What speaks for and against a record's being the work that an entry prints."""
    place = [*_numbers(item, printed, record), _container(item, printed, record)]
    found = [*_works(item, printed, record), *place]
    placed = sum(each.gained for each in place)
    if placed < 1:
        found.append(Point(against="nothing shows that it came out in the same place"))
    elif _is_generic(item.title or "") and placed < 2:
        found.append(Point(against="a title that many works have"))
    outweighs = same_place(item, record)
    against = (each.against for each in found if each.against and not (each.outweighed and outweighs))
    return Judgement(sum(each.gained for each in found), tuple(against))


def _works(item: Item, printed: str, record: Record) -> Iterator[Point]:
    """Whether it is a work like the one printed, by these authors, of this title and year."""
    yield _kind(printed, record)
    yield _title(item, printed, record)
    yield from _authors(item, printed, record)
    yield _year(item, printed, record)


_NO_WORK = frozenset(["journal", "journal-issue", "journal-volume", "book-series", "book-set", "component", "grant"])
_ON_ANOTHER = re.compile(
    r"\b(?:reviews?\s+of|book reviews?|reviewed|rezension|recensione|reseña|compte rendu|reply|response to|comments? on"
    r"|commentary|erratum|errata|corrigend|correction|retraction|addendum|supplement|supporting|author response)",
    re.IGNORECASE,
)
"""Words that open, or stand in, the titles of works on another work."""

_UNPUBLISHED = re.compile(
    r"\b(?:pre-?print|\w*rxiv|working paper|discussion paper|research report|technical report|data ?set|data from"
    r"|arbeitspapier|diskussionspapier|rapport de recherche|document de travail|documento de trabajo)",
    re.IGNORECASE,
)
"""Words that say that not the published article is meant, but what came before it or goes with it."""

_PUBLISHED = frozenset(["journal-article", "proceedings-article", "book-chapter", "book", "monograph"])


def _kind(printed: str, record: Record) -> Point:
    """Whether a record is of another kind of thing than the entry."""
    if record.kind in _NO_WORK:
        return Point(against="no work, but what works come out in")
    own = _on_another(printed)
    registered = _on_another(" ".join(record.titles))
    if own - _on_another(" ".join(record.containers)) - registered or registered - own:
        return Point(against="a review, reply or correction in place of the work, or the work in its place")
    if not own and (record.kind == "peer-review" or record.notice_on):
        return Point(against="a review or correction of the work")
    return Point()


def _on_another(text: str) -> frozenset[str]:
    return frozenset(each.lower() for each in _ON_ANOTHER.findall(text))


def _title(item: Item, printed: str, record: Record) -> Point:
    if not item.title:
        place = same_place(item, record) and _container(item, printed, record).gained
        return Point() if place else Point(against="no title to compare")
    if not record.titles:
        return Point(against="no title to compare")
    own, text = _words(item.title), _words(printed)
    best = max(record.titles, key=lambda each: _likeness(item.title or "", each))
    registered = _words(best)
    worth = 2.0 if _weight(registered) >= LONG_TITLE else 1.0
    likeness = _likeness(item.title, best)
    if likeness < SAME_TITLE and _stands_in(registered, text) and _is_rest_of_names(own, registered, record):
        likeness = 100.0
    if likeness < LIKE_TITLE:
        return Point(against="another title")
    numbers = _counted(own)
    if not numbers <= _counted(_words(" ".join(record.titles))) or not _counted(registered) <= _counted(text):
        return Point(worth / 2, "another part or number")
    if likeness < SAME_TITLE:
        return Point(worth / 2, "a title that differs")
    return Point(worth)


@lru_cache(maxsize=4096)
def _words(title: str) -> tuple[str, ...]:
    return fold_words(without_formulas(title).replace("&", " and "))


def _likeness(own: str, registered: str) -> float:
    """Of two titles in per cent; one that lacks the other's subtitle is as like as its common part.

    A title may be cut where its subtitle begins, never before it: what stands before makes it another (`Reply to …`).
    """
    mine, theirs = _cuts(own), _cuts(registered)
    pairs = [(mine[0], each) for each in theirs] + [(each, theirs[0]) for each in mine[1:]]
    return max(fuzz.ratio(one, other) for one, other in pairs)


_SUBTITLE = re.compile(r"\s*[:.?!–—;(\[]\s*")


@lru_cache(maxsize=4096)
def _cuts(title: str) -> tuple[str, ...]:
    """A title, folded: the whole, then what is left of it where it is cut at a subtitle, if that is a title yet."""
    ends = [match.start() for match in _SUBTITLE.finditer(title)]
    shorter = (_words(title[:end]) for end in ends)
    return ("".join(_words(title)), *("".join(words) for words in shorter if _weight(words) > GENERIC))


def _stands_in(title: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Whether the words of a title stand in a text one after the other."""
    if _weight(title) <= GENERIC:
        return False
    return f" {' '.join(title)} " in f" {' '.join(text)} "


def _is_rest_of_names(own: tuple[str, ...], registered: tuple[str, ...], record: Record) -> bool:
    """Whether what was read as title begins with the registered title, or with names that were taken for its start."""
    names = {word for name in record.item.contributors for word in fold_words(f"{name} {name.given or ''}")} | {"and"}
    lead = 0
    while lead < len(own) and own[lead] in names and own[lead] not in registered[:1]:
        lead += 1
    rest = own[lead:]
    common = min(len(rest), len(registered))
    return common > 0 and rest[:common] == registered[:common]


def _weight(words: tuple[str, ...]) -> int:
    return sum(len(word) > 3 for word in words)


def _is_generic(title: str) -> bool:
    return bool(title) and _weight(_words(title)) <= GENERIC


def _counted(words: tuple[str, ...]) -> frozenset[int]:
    """The numbers of a title, Roman ones too: parts, years, editions."""
    found = {int(word) for word in words if word.isdigit() and len(word) < 10}
    return frozenset(found | {value for word in words if word not in "cdlm" and (value := roman(word))})


def _authors(item: Item, printed: str, record: Record) -> Iterator[Point]:
    own, registered = item.contributors, record.item.contributors
    if not registered or not own:
        yield Point(against="no author to compare")
        return
    if _one_person(own[0], registered[0]) or _opens_with(printed, registered[0]):
        yield Point(1.0)
    elif any(_one_person(own[0], each) for each in registered):
        yield Point(0.5, "another order of authors", outweighed=True)
    else:
        yield Point(against="another first author")
        return
    others = own[1:]
    if any(not any(_one_person(name, each) for each in registered) for name in others):
        yield Point(against="an author who isn't registered", outweighed=True)
    elif others:
        yield Point(1.0)
    text = fold(printed)
    if not item.et_al and "…" not in printed and any(fold(each.family or "") not in text for each in registered):
        yield Point(against="authors who aren't printed", outweighed=True)


def _opens_with(printed: str, name: Name) -> bool:
    """Whether an entry opens with a group's name, of which readings of entries make several."""
    if name.literal is None:
        return False
    text = fold(printed.lstrip("[(0123456789.)] "))
    return len(fold(name.literal)) > 5 and text.startswith((fold(name.literal), fold("the " + name.literal)))


def _one_person(one: Name, other: Name) -> bool:
    if one.literal is not None or other.literal is not None:
        return same_name(one, other)
    return same_name(one, other) and (same_initials(one, other) or fold(one.family or "") == fold(other.given or ""))


def _year(item: Item, printed: str, record: Record) -> Point:
    if not record.years:
        return Point()
    if years_in(item, printed) & {*record.years}:
        return Point(1.0)
    if item.issued is None or item.issued.year is None:
        return Point()
    near = any(abs(item.issued.year - year) == 1 for year in record.years)
    return Point(0.5) if near else Point(against="another year")


def _numbers(item: Item, printed: str, record: Record) -> Iterator[Point]:
    own = record.item
    # A volume that was read into another field stands in the entry all the same; as a page it doesn't count.
    tokens = frozenset(re.findall(r"[0-9]+", printed)) - frozenset(re.findall(r"[0-9]+", item.page or ""))
    if item.volume and own.volume:
        if not differ(item.volume, own.volume):
            yield Point(1.0)
        elif own.volume not in tokens:
            yield Point(against="another volume")
    if item.issue and own.issue and differ(item.issue, own.issue) and own.issue not in tokens:
        yield Point(against="another issue", outweighed=True)
    if item.page and own.page:
        if pages_differ(item.page, own.page):
            yield Point(against="other pages")
        elif number_range(item.page)[0] is not None and number_range(item.page)[0] == number_range(own.page)[0]:
            yield Point(1.0)


def _container(item: Item, printed: str, record: Record) -> Point:
    names = record.containers
    if record.kind in ("posted-content", "book", "monograph", "edited-book", "report", "dataset", "dissertation"):
        # They come out with a publisher, and lists name it wherever they name journals.
        names = (*names, *filter(None, [record.item.publisher]))
    own = tuple(filter(None, [item.container_title, item.publisher, item.collection_title]))
    text = fold(printed)
    agrees = any(same_container(each, names) for each in own) or any(
        len(form := bare_container(each)) >= SHORTEST_CONTAINER and form in text for each in names
    )
    unpublished = _UNPUBLISHED.search(printed)
    if unpublished and record.kind in _PUBLISHED and not any(_UNPUBLISHED.search(each) for each in record.titles):
        return Point(against="the published work in place of a preprint, report or dataset")
    if unpublished and record.kind == "posted-content":
        return Point(1.0)
    if record.kind == "posted-content" and not agrees:
        return Point(against="a preprint in place of the published work")
    if agrees:
        return Point(1.0)
    return Point(against="another journal or book", outweighed=True) if item.container_title and names else Point()
