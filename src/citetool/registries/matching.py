"""Whether a work that a search found is the work that an entry prints.

A wrong DOI is worse than none. So title and first author must agree, nothing may contradict, something must show that
it came out in the same place (journal, volume, pages, publisher), and all together must be more than chance gives. What
is registered is looked for in the entry's text too, not only in the fields that were made out of it.

The thresholds were set on the first 290 entries of tests/cases/matching.toml, beside 126 works of Crossref: two thirds
of them traps (reviews, replies, other editions, sister papers, chapters for books, preprints for articles). The other
209, beside 1,735 works, were written to judge them by and to break them, and have had a say in the rules since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz

from citetool.folding import fold
from citetool.locators import number_range
from citetool.model import Item, Name
from citetool.names import near
from citetool.registries.comparing import agree, differ, pages_differ, same_place, years_in
from citetool.registries.containers import bare_container, same_container
from citetool.registries.people import one_person, same_name
from citetool.registries.titles import counted, title_words
from citetool.resolution import Record, Suggestion

ENOUGH = 3.0
"""Points of agreement for a DOI to be taken. Title, first author, all further authors, year, volume, first page and
journal (or publisher) give one each."""

SUGGESTED = 2.0
"""Points for a DOI to be shown as one that may be meant, though something is missing or contradicts."""

MOST_SUGGESTIONS = 3

SAME_TITLE = 93.0
"""Per cent of likeness of folded titles: letters and articles may differ, words may not."""

LIKE_TITLE = 75.0
"""Per cent of likeness from which on a title is worth a suggestion."""

SHORTEST_TITLE = 20
"""Folded letters from which on a title that stands in an entry isn't there by chance."""

MOST_NAMES = 200
"""Authors that are held against each other; some papers of physics have thousands."""

LONGEST_TITLE = 1000
MOST_CUTS = 12
"""Characters, and places to cut a title at, that no title needs more of."""

LONG_WORD = 4
"""Letters from which on a word of a title is one of substance."""

GENERIC = 2
"""Words of substance up to which a title is that of many works: `Introduction`, `Book reviews`."""

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
    elif placed < 2 and record.kind not in BOOKS and _is_generic(item.title or ""):
        found.append(Point(against="a title that many works have"))
    outweighs = same_place(item, record)
    against = (each.against for each in found if each.against and not (each.outweighed and outweighs))
    return Judgement(sum(each.gained for each in found), tuple(against))


def _works(item: Item, printed: str, record: Record) -> Iterator[Point]:
    """Whether it is a work like the one printed, by these authors, of this title and year."""
    yield from _kind(printed, record)
    yield _title(item, printed, record)
    yield from _authors(item, printed, record)
    yield _year(item, printed, record)


BOOKS = frozenset(["book", "monograph", "edited-book", "reference-book", "report", "dissertation"])
"""Crossref's types of works that come out by themselves: their publisher is their place."""

_NO_WORK = frozenset(["journal", "journal-issue", "journal-volume", "book-series", "book-set", "component", "grant"])

_REVIEW = re.compile(
    r"\b(?:reviews?\s+of|book reviews?|reviewed|rezension|besprechung|recensione|reseña|compte rendu)", re.IGNORECASE
)
_ON_ANOTHER = re.compile(
    r"\b(?:reply|rejoinder|response to|comments? on|commentary|erratum|errata|corrigend|correction|retraction|addendum"
    r"|supplement|supporting|author response|replik|erwiderung|antwort auf|réponse|risposta|respuesta)",
    re.IGNORECASE,
)
"""Words that open, or stand in, the titles of works on another work."""

_UNPUBLISHED = re.compile(
    r"\b(?:pre-?print|\w*rxiv|ssrn|open archive|zenodo|osf|working paper|discussion paper|research report|data ?set"
    r"|technical report|data from|manuscript|mimeo|submitted to|under review|forthcoming|arbeitspapier"
    r"|diskussionspapier|rapport de recherche|document de travail|documento de trabajo)\b",
    re.IGNORECASE,
)
"""Words that say that not the published article is meant, but what came before it or goes with it."""

_PUBLISHED = frozenset(["journal-article", "proceedings-article", "book-chapter", *BOOKS]) - {"report", "dissertation"}


def _kind(printed: str, record: Record) -> Iterator[Point]:
    """Whether a record is of another kind of thing than the entry."""
    if record.kind in _NO_WORK:
        yield Point(against="no work, but what works come out in")
    titles = " ".join(record.titles)
    about = _said(_ON_ANOTHER, printed) - _said(_ON_ANOTHER, " ".join(record.containers))
    if about != _said(_ON_ANOTHER, titles):
        yield Point(against="a reply or correction in place of the work, or the work in its place")
    # Of many reviews only the title of the book is registered; then the place tells.
    review = bool(_REVIEW.search(printed)) != bool(_REVIEW.search(titles))
    yield Point(against="a review in place of the work, or the work in its place" if review else None, outweighed=True)
    if not about and not _REVIEW.search(printed) and (record.kind == "peer-review" or record.notice_on):
        yield Point(against="a review or correction of the work")


def _said(words: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(each.lower() for each in words.findall(text))


_NUMBERED = re.compile(
    r"(?:(?:chapter|chapitre|kapitel|capítulo|capitolo)\s+)?(?:[0-9]{1,2}|[IVXLC]{1,6})[.:]\s+", re.I
)


def _title(item: Item, printed: str, record: Record) -> Point:
    if not item.title:
        place = same_place(item, record) and _container(item, printed, record).gained
        return Point() if place else Point(against="no title to compare")
    if not record.titles:
        return Point(against="no title to compare")
    # Chapters are registered with their numbers at times.
    titles = [_NUMBERED.sub("", each, count=1) if _NUMBERED.match(each) else each for each in record.titles]
    likeness, own, registered = max(_nearest(item.title, each) for each in titles)
    # The title as registered may stand in the entry where the reading of the entry cut another.
    stands = sum(map(len, registered)) >= SHORTEST_TITLE and "".join(registered) in fold(printed)
    if likeness < LIKE_TITLE:
        return Point(against="another title", outweighed=stands)
    known = counted(title_words(" ".join(record.titles)))
    if not counted(title_words(item.title)) <= known or not counted(registered) <= counted(title_words(printed)):
        return Point(0.5, "another part or number")
    if likeness < SAME_TITLE or _odd_word(own, registered) or _odd_word(registered, own):
        return Point(0.5, "a title that differs", outweighed=stands)
    return Point(1.0)


def _odd_word(title: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a title has a word of substance that another has in no spelling."""
    run_together = "".join(other)
    odd = (word for word in title if len(word) >= LONG_WORD and word not in run_together)
    return any(not any(near(word, each) for each in other) for word in odd)


def _nearest(own: str, registered: str) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """How like two titles are, in per cent, and their words, as far as the one goes that lacks the other's subtitle.

    A title may be cut where its subtitle begins, never before it: what stands before makes it another (`Reply to …`).
    """
    mine, theirs = _cuts(own), _cuts(registered)
    pairs = [(mine[0], each) for each in theirs] + [(each, theirs[0]) for each in mine[1:]]
    return max((fuzz.ratio("".join(one), "".join(other)), one, other) for one, other in pairs)


_SUBTITLE = re.compile(r"\s*[:.?!–—;(\[]\s*")


@lru_cache(maxsize=4096)
def _cuts(title: str) -> tuple[tuple[str, ...], ...]:
    """A title's words: the whole, then what is left of it where it is cut at a subtitle, if that is a title yet."""
    title = title[:LONGEST_TITLE]
    shorter = (title_words(title[: match.start()]) for match in islice(_SUBTITLE.finditer(title), MOST_CUTS))
    return (title_words(title), *(words for words in shorter if _weight(words) > GENERIC))


def _weight(words: tuple[str, ...]) -> int:
    return sum(len(word) >= LONG_WORD for word in words)


def _is_generic(title: str) -> bool:
    return bool(title) and _weight(title_words(title)) <= GENERIC


def _authors(item: Item, printed: str, record: Record) -> Iterator[Point]:
    own, registered = item.contributors[:MOST_NAMES], record.item.contributors[:MOST_NAMES]
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
    return one_person(one, other)


def _year(item: Item, printed: str, record: Record) -> Point:
    if not record.years:
        return Point()
    own = {item.issued.year} if item.issued is not None and item.issued.year is not None else set()
    if not own or own <= {int(each) for each in _DIGITS.findall(f"{item.page} {item.volume}"[:50])}:
        # No year was made out, or a page taken for one: then any that stands there.
        own = {*years_in(item, printed)}
    if own & {*record.years}:
        return Point(1.0)
    if any(abs(one - other) == 1 for one in own for other in record.years):
        return Point(0.5, "the year before or after", outweighed=True)
    return Point(against="another year") if own else Point()


_DIGITS = re.compile(r"[0-9]+")


def _numbers(item: Item, printed: str, record: Record) -> Iterator[Point]:
    own = record.item
    # A volume that was read into another field stands in the entry all the same; as a page it doesn't count.
    tokens = frozenset(_DIGITS.findall(printed)) - frozenset(_DIGITS.findall(item.page or ""))
    if agree(item.volume, own.volume):
        yield Point(1.0)
    elif differ(item.volume, own.volume) and own.volume not in tokens:
        yield Point(against="another volume")
    if item.issue and own.issue and differ(item.issue, own.issue) and own.issue not in tokens:
        yield Point(against="another issue", outweighed=True)
    if item.page and own.page:
        if pages_differ(item.page, own.page):
            yield Point(against="other pages")
        elif number_range(item.page)[0] is not None and number_range(item.page)[0] == number_range(own.page)[0]:
            yield Point(1.0)


def _container(item: Item, printed: str, record: Record) -> Point:
    """Whether it came out in the same journal or book or, if it is one by itself, with the same publisher."""
    text = fold(printed)
    publisher = bare_container(record.item.publisher or "")
    published = len(publisher) >= SHORTEST_CONTAINER and publisher in text
    if _UNPUBLISHED.search(printed) and not _UNPUBLISHED.search(" ".join((*record.titles, *record.containers))):
        if record.kind in _PUBLISHED:
            return Point(against="the published work in place of a preprint, report or dataset")
        if record.kind == "posted-content":
            return Point(1.0)
    if record.kind == "posted-content":
        return Point(1.0) if published else Point(against="a preprint in place of the published work")
    own = tuple(filter(None, [item.container_title, item.collection_title]))
    if any(same_container(each, record.containers) for each in own):
        return Point(1.0)
    if record.kind in BOOKS or record.kind == "dataset":
        names = tuple(filter(None, [record.item.publisher, *record.containers]))
        if published or (item.publisher and same_container(item.publisher, names)):
            return Point(1.0)
    if item.container_title and record.containers:
        return Point(against="another journal or book", outweighed=True)
    title = "".join(title_words(item.title or ""))
    names = tuple(bare_container(each) for each in record.containers)
    stands = any(len(each) >= SHORTEST_CONTAINER and each in text and each not in title for each in names)
    return Point(1.0) if stands else Point()
