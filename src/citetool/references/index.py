"""The list as linking asks it: who is cited by which name, in which year, under which title or address.

Built once per list; every question costs what its answer costs, not a walk over all entries.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import NamedTuple

from citetool.dates import contradicts, find_dates, same_year
from citetool.folding import WORD, fold, fold_words
from citetool.identifiers import bare_url, find_dois, find_urls
from citetool.model import Date, Name, Reference, Span
from citetool.names import initials, keys, near, parts, same_initials
from citetool.vocabulary import words


class NameFit(NamedTuple):
    """How the names of a citation fit those of an entry.

    Attributes:
        score: 1 for the same names, less for each thing that differs, 0 if they are not the same.
        misspelt: (cited, listed) where one name is spelt differently.
        authors: (cited, listed) where authors are left out, added, reordered or hidden behind `et al.`.
    """

    score: float
    misspelt: tuple[str, str] | None = None
    authors: tuple[str, str] | None = None


NO_FIT = NameFit(0.0)

PART = 0.9
"""A double name cited by one of its parts."""
UNSEEN = 0.95
"""Authors cited that the entry hides behind its own `et al.`: no contradiction, and no proof."""
INITIALS = 0.98
"""Initials that don't contradict each other but aren't the same: below the same ones."""
MISSPELT = 0.8
"""A name a misprint away: below every name spelt right."""
AUTHORS = 0.75
"""Authors left out, added or reordered: below a misprint, since it is more often another work."""


class SourceFit(NamedTuple):
    """How a stretch of text that names or describes a source fits an entry.

    Attributes:
        reference: the entry's index.
        score: from 0 to 1; `SURE` and above is enough for a link.
        field: what carries it: `url`, `title`, `date`.
        cited: the words that carry it, folded and joined by spaces.
        whole: whether the whole title (or main title) was found.
        start: the offset in the stretch at which the title begins.
        end: the offset at which what was found of it ends.
        year_agrees: `None` where no year is given.
    """

    reference: int
    score: float
    field: str
    cited: str
    whole: bool
    start: int
    end: int
    year_agrees: bool | None


KNOWN = 0.75
"""So large a share of a citation's words is in its entry where names and year agree and no title is given."""

SURE = 0.7
"""Of a SourceFit: from here on, title, names and date speak for the entry, not for chance."""


OPENING = 200
"""Characters of an entry that hold what it is cited by."""


class _Titles(NamedTuple):
    """The different titles of a list.

    Attributes:
        titles: each as its words, the number of words of its main title, and the entries that bear it.
        anchors: (title, place in it) by the first word of weight.
        weights: of each word, the rarer the heavier.
    """

    titles: list[tuple[tuple[str, ...], int, list[int]]]
    anchors: dict[str, list[tuple[int, int]]]
    weights: dict[str, float]


@dataclass(frozen=True, eq=False)
class ListIndex:
    """The indexes over a list of entries."""

    references: tuple[Reference, ...]
    by_first: dict[str, tuple[int, ...]] = field(repr=False)
    by_any: dict[str, tuple[int, ...]] = field(repr=False)
    by_part: dict[str, tuple[int, ...]] = field(repr=False)
    by_year: dict[int | None, tuple[int, ...]] = field(repr=False)
    by_number: dict[int, int] = field(repr=False)
    literals: frozenset[str] = field(repr=False)
    """The folded names and printed acronyms of the institutions among all contributors."""
    who: tuple[int, ...] = field(repr=False)
    """For each entry, a number that entries of the same contributors share."""

    def item_names(self, index: int) -> tuple[Name, ...]:
        """The names an entry is cited by."""
        return self.references[index].item.contributors

    @cached_property
    def by_label(self) -> dict[str, int]:
        """The entries by the labels they bear in the list; empty where they bear none."""
        return {each.label: each.index for each in reversed(self.references) if each.label is not None}

    @cached_property
    def by_key(self) -> dict[str, int]:
        """The entries by their keys, and by others that they are cited by; a key comes before another's alias."""
        aliases = {alias: each.index for each in reversed(self.references) for alias in each.aliases}
        return aliases | {each.key: each.index for each in reversed(self.references)}

    @cached_property
    def _openings(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """By the first word of an entry: its opening words, and the entry.

        What is no person's name is cited as the entry opens: an institution, a title, a case.
        """
        found: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for reference in self._works:
            printed = fold_words(_URL_TAIL.sub(" ", reference.text[:OPENING]))
            names = reference.item.contributors
            if names and names[0].family and names[0].given:
                continue
            spoken = {printed, fold_words(names[0].literal) if names and names[0].literal else printed}
            if not names and reference.item.title:
                spoken.add(fold_words(reference.item.title))
            for own in spoken:
                if own:
                    found[own[0]].append((own, reference.index))
        return found

    def opens(self, word: str) -> bool:
        """Whether an entry opens with this folded word."""
        return word in self._openings

    def opening_with(self, spoken: tuple[str, ...]) -> list[int]:
        """The entries that open with these folded words, two at least (or with a title of one word, and no name)."""
        if len(spoken) == 1:
            return self._titled(spoken)
        return [
            index for own, index in self._openings.get(spoken[0] if spoken else "", ()) if own[: len(spoken)] == spoken
        ]

    def _titled(self, spoken: tuple[str, ...]) -> list[int]:
        return [
            index for own, index in self._openings.get(spoken[0], ()) if own == spoken and not self.item_names(index)
        ]

    def candidates(self, name: Name, date: Date | None) -> set[int]:
        """Entries that a citation whose first name this is may mean, before a closer look."""
        found: set[int] = set()
        for key in keys(name):
            found.update(self.by_first.get(key, ()))
        if found:
            return found
        if opening := self.opening_with(fold_words(str(name))):
            return set(opening)
        for key in keys(name):
            found.update(self.by_any.get(key, ()))
            found.update(self.by_part.get(key, ()))
        for word in parts(name):
            found.update(self.by_first.get(word, ()))
        if date is not None:
            for index in self.by_year.get(date.year, ()):
                names = self.item_names(index)
                if names and any(near(one, other) for one in keys(name) for other in keys(names[0])):
                    found.add(index)
        return found

    def spelt_nearly(self, name: Name) -> set[int]:
        """Entries whose first name is a misprint away from this one, whatever the year."""
        found: set[int] = set()
        for own in keys(name):
            if len(own) > 4:
                for key in self._by_initial.get(own[0], ()):
                    if near(own, key):
                        found.update(self.by_first[key])
        return found

    @cached_property
    def _by_initial(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.by_first:
            found[key[:1]].append(key)
        return found

    def name_fit(self, cited: tuple[Name, ...], et_al: bool, index: int) -> NameFit:
        """How the names cited fit those of the entry at `index`; without names it is cited by its title."""
        fit = fit_names(cited, et_al, self.item_names(index), self.references[index].item.et_al)
        if not fit.score and len(cited) == 1 and index in self.opening_with(fold_words(str(cited[0]))):
            return NameFit(1.0)
        return fit

    def name_fits(
        self, cited: tuple[Name, ...], et_al: bool, candidates: Iterable[int]
    ) -> Iterator[tuple[int, NameFit]]:
        """Those of the candidates that the names cited fit, with how; entries of the same people cost one look."""
        known = self._fits[(cited, et_al)]
        for index in candidates:
            who = self.who[index]
            fit = known.get(who)
            if fit is None:
                fit = known[who] = self.name_fit(cited, et_al, index)
            if fit.score:
                yield index, fit

    def best_name_fit(self, cited: tuple[Name, ...], et_al: bool, candidates: Iterable[int]) -> float:
        """The score of the candidate that the names cited fit best; 0 if they fit none."""
        return max((fit.score for _, fit in self.name_fits(cited, et_al, candidates)), default=0.0)

    @cached_property
    def _fits(self) -> dict[tuple[tuple[Name, ...], bool], dict[int, NameFit]]:
        return defaultdict(dict)

    @property
    def _works(self) -> Iterator[Reference]:
        """The entries without copies of earlier ones; to those only their numbers lead."""
        return (each for each in self.references if each.copy_of is None)

    @cached_property
    def _titles(self) -> _Titles:
        titles: list[tuple[tuple[str, ...], int, list[int]]] = []
        place_of: dict[tuple[str, ...], int] = {}
        anchors: dict[str, list[tuple[int, int]]] = defaultdict(list)
        counts: Counter[str] = Counter()
        function_words = words().function_words
        for reference in self._works:
            own, main = _title_words(reference)
            if not own:
                continue
            if own in place_of:
                titles[place_of[own]][2].append(reference.index)
                continue
            place_of[own] = len(titles)
            places = (place for place, word in enumerate(own[:4]) if len(word) > 3 and word not in function_words)
            anchor = next(places, 0)
            anchors[own[anchor]].append((len(titles), anchor))
            titles.append((own, main, [reference.index]))
            counts.update(set(own))
        number = max(1, len(titles))
        weights = {
            word: log(1 + number / count) if len(word) > 3 or word.isdigit() else 0.0 for word, count in counts.items()
        }
        return _Titles(titles, anchors, weights)

    @cached_property
    def _addresses(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for reference in self._works:
            if reference.item.url:
                found[bare_url(reference.item.url)].append(reference.index)
            if reference.item.doi:
                found[reference.item.doi.lower()].append(reference.index)
        return found

    def find_source(self, text: str, names: tuple[Name, ...] = ()) -> tuple[SourceFit, ...]:
        """Entries that a stretch of text names by address, by title or by outlet and date; the best first.

        `names` are those the stretch opens with, if they could be read. Answers are kept: what finds a source asks
        the same as what links it.
        """
        known = self._answers.get((text, names))
        if known is None:
            known = self._answers[(text, names)] = self._find_source(text, names)
        return known

    @cached_property
    def _answers(self) -> dict[tuple[str, tuple[Name, ...]], tuple[SourceFit, ...]]:
        return {}

    def _find_source(self, text: str, names: tuple[Name, ...]) -> tuple[SourceFit, ...]:
        addressed = [fold_address for _, url in find_urls(text, 0, len(text)) for fold_address in (bare_url(url),)]
        addressed += [doi for _, doi in find_dois(text, 0, len(text))]
        found: dict[int, SourceFit] = {}
        for address in addressed:
            for index in self._addresses.get(address, ()):
                found[index] = SourceFit(index, 1.0, "url", address, True, 0, len(text), None)
        # Addresses may hold words and years of their own.
        plain = _URL_TAIL.sub(lambda match: " " * len(match.group()), text)
        found_words = list(WORD.finditer(plain))
        stretch = [fold(match.group()) for match in found_words]
        dates = [(span, own) for span, date in find_dates(plain, 0, len(plain)) if (own := _of_issue(date)) is not None]
        for fit in self._by_title(text, found_words, stretch, dates, names):
            addressed_fit = found.get(fit.reference)
            if addressed_fit is None:
                found[fit.reference] = fit
            else:
                found[fit.reference] = addressed_fit._replace(year_agrees=fit.year_agrees)
        for fit in self._by_outlet(stretch, [date for _, date in dates]):
            found.setdefault(fit.reference, fit)
        if names and not any(fit.score >= SURE for fit in found.values()):
            own_dates = [date for _, date in dates]
            # The last of the names may be a journal's: `Abara/Brandt, NJW 2011, 7`.
            for cited in (names, names[:-1]):
                for fit in self._by_what_else(cited, stretch, own_dates):
                    found.setdefault(fit.reference, fit)
        return tuple(sorted(found.values(), key=lambda fit: (-fit.score, fit.start, fit.reference)))

    def _by_what_else(self, names: tuple[Name, ...], stretch: list[str], dates: list[Date]) -> list[SourceFit]:
        """`Abara/Brandt, NJW 2011, 7`: a work of these names and year whose entry has the page or the words, too."""
        if not names:
            return []
        own = frozenset().union(*(keys(name) | set(fold_words(str(name))) for name in names))
        spoken = [word for word in stretch if not word.isdigit() and len(word) > 1 and word not in own]
        numbers = {word for word in stretch if word.isdigit()}
        fits: list[SourceFit] = []
        paged: list[SourceFit] = []
        for index, fit in self.name_fits(names, False, self.candidates(names[0], None)):
            reference = self.references[index]
            item = reference.item
            if fit.score < PART or not _year_agrees(dates, reference):
                continue
            listed = fold_words(reference.text)
            known = sum(word in listed or _abbreviates(word, item.container_title) for word in spoken)
            first_page = re.match(r"[0-9]+", item.page or "")
            if first_page and first_page.group() in numbers:
                paged.append(SourceFit(index, 0.8 * fit.score, "title", " ".join(spoken), False, 0, 0, True))
            elif known >= KNOWN * len(spoken):
                fits.append(SourceFit(index, 0.8 * fit.score, "title", " ".join(spoken), False, 0, 0, True))
        return paged or fits

    def _by_title(
        self,
        text: str,
        places_of: list[re.Match[str]],
        stretch: list[str],
        dates: list[tuple[Span, Date]],
        names: tuple[Name, ...],
    ) -> list[SourceFit]:
        known = self._titles
        best: dict[int, tuple[int, int, int]] = {}
        for at, word in enumerate(stretch):
            for number, anchor in known.anchors.get(word, ()):
                length = _run(known.titles[number][0], anchor, stretch, at)
                if length > best.get(number, (0, 0, 0))[0]:
                    best[number] = (length, at, anchor)
        present = set(stretch)
        every = [date for _, date in dates]
        fits = []
        for number, (length, start, anchor) in best.items():
            title, main, bearers = known.titles[number]
            run = title[: anchor + length]
            weight = sum(known.weights[word] for word in run)
            significant = sum(1 for word in run if len(word) > 3 and word not in words().function_words)
            whole = len(run) >= main or len(run) >= 0.8 * len(title)
            title_span = Span(places_of[start].start(), places_of[start + length - 1].end())
            closed = _CLOSED.match(text, title_span.end) is not None
            opens = start == anchor and len(run) >= main
            alone = opens and (all(word.isdigit() for word in stretch[start + length :]) or _quoted(text, title_span))
            apart = [date for span, date in dates if not title_span.holds(span)]
            for index in bearers:
                listed = self.item_names(index)
                # Without an author the words of the title are all of the entry, with its date.
                own = apart if listed else every
                named = _named(listed, present)
                if not named and not whole and significant < 2:
                    # A word in common says nothing.
                    continue
                named = named or misspelt_name(names[:1], listed[:1]) is not None
                year_agrees = _year_agrees(own, self.references[index])
                named_otherwise = bool(names) and start > 0 and not named
                score = _title_score(
                    significant, weight, whole or (closed and named), named, year_agrees, named_otherwise, alone
                )
                if score > 0:
                    fits.append(
                        SourceFit(
                            index, score, "title", " ".join(run), whole, title_span.start, title_span.end, year_agrees
                        )
                    )
        return fits

    def _by_outlet(self, stretch: list[str], dates: list[Date]) -> list[SourceFit]:
        """`Daily Post, 3 November 2019`: an institution or outlet that opens the stretch, and a full date."""
        full = [date for date in dates if date.day]
        if not full or not stretch:
            return []
        fits = []
        for length in range(min(6, len(stretch)), 0, -1):
            for index in self.by_first.get("".join(stretch[:length]), ()):
                issued = self.references[index].item.issued
                text = self.references[index].text
                if issued and any(_same_day(date, issued, text) for date in full):
                    fits.append(SourceFit(index, 0.85, "date", " ".join(stretch[:length]), True, 0, 0, True))
            if fits:
                break
        return fits


_URL_TAIL = re.compile(r"(?:https?://|www\.)[^\s<>]*")


def _same_day(date: Date, issued: Date, text: str) -> bool:
    if issued.day:
        return (date.year, date.month, date.day) == (issued.year, issued.month, issued.day)
    # The day may stand apart from the year: `Daily Post (2019) '…', 3 November`.
    return (
        date.year == issued.year
        and re.search(rf"(?<![0-9]){date.day}(?![0-9])", text) is not None
        and date.month in {words().months.get(word) for word in fold_words(text)}
    )


def _quoted(text: str, span: Span) -> bool:
    """Whether nothing but a title in quotation marks opens a text."""
    before, after = text[: span.start].strip(), text[span.end : span.end + 2].strip(",. ")
    return before in _OPENS and after[:1] != "" and after[:1] in _CLOSES


_OPENS = ("“", "‘", "«", "„", '"', "'", "“‘", "‘“")
_CLOSES = "”’»“\"'"


def _abbreviates(word: str, title: str | None) -> bool:
    """Whether a word's letters stand in a title in this order, its first at the beginning: `njw`, `aor`."""
    letters = iter(fold(title or ""))
    return fold(title or "")[:1] == word[0] and len(word) <= 6 and all(letter in letters for letter in word)


def _year_agrees(dates: list[Date], reference: Reference) -> bool | None:
    """Whether one of the dates is the entry's; `None` where that can't be said.

    A year that the entry gives somewhere else, in its title or as that of a first edition, is no contradiction.
    """
    issued = reference.item.issued
    if not dates or issued is None or issued.year is None:
        return None
    if any(same_year(date, issued) and not contradicts(date, issued) for date in dates):
        return True
    elsewhere = all(date.year != issued.year and _gives(reference, str(date.year)) for date in dates)
    return None if elsewhere else False


def _gives(reference: Reference, year: str) -> bool:
    """Whether a year stands in an entry outside its address."""
    return year in reference.text and year in _URL_TAIL.sub(" ", reference.text)


_LONGEST_ISSUE = 10
"""Years that a work may take to come out (`1972–1973`)."""


def _of_issue(date: Date) -> Date | None:
    """A date without what can't be its end: `2006/67` is a year and a number, `1935–2043` are pages."""
    if (date.end_year or 0) - (date.year or 0) <= _LONGEST_ISSUE:
        return date
    return date._replace(end_year=None) if "/" in date.text else None


def _named(names: tuple[Name, ...], present: set[str]) -> bool:
    """Whether the first name of an entry stands in a stretch of text (all words of an institution, or its acronym)."""
    if not names:
        return False
    first = names[0]
    if first.literal is not None:
        own = [word for word in fold_words(first.literal) if len(word) > 2]
        return bool(keys(first) & present) or (bool(own) and all(word in present for word in own))
    return bool(keys(first) & present) or all(word in present for word in fold_words(first.family or "") or ["\0"])


_CLOSED = re.compile(r"[”’»\"'*]|[,.;)]|\s?$|\s[0-9(]")
"""What stands after a title that is given up to there on purpose, long or short."""


def _title_score(
    significant: int,
    weight: float,
    whole: bool,
    named: bool,
    year_agrees: bool | None,
    named_otherwise: bool,
    alone: bool,
) -> float:
    """From the words of the title found in a row, and what else agrees; `SURE` and above is a link.

    Names with a short title are sure, and so is a title's long beginning with its year, or a whole title of some
    length; rare words weigh more than common ones. Other names before the title speak against it, and so does another
    year, unless names and a title of more than a word agree: then the year is a slip.
    """
    if significant == 0 and not (whole and named):
        return 0.0
    score = min(0.65, 0.12 * significant + 0.02 * weight)
    if alone:
        # Nothing but the whole title, and perhaps a page.
        score = max(score, 0.5)
    if whole:
        score += 0.2
    if named:
        score = max(score, 0.4 if whole else 0.0) + 0.3
    elif named_otherwise:
        score -= 0.25
    if year_agrees:
        score += 0.1
    elif year_agrees is False:
        score = max(score - 0.15, SURE if named and whole and significant > 1 else 0.0)
    return max(0.0, min(1.0, score))


_SUBTITLE = re.compile(r"[:?!]|\.\s|\s[–—-]\s")


def _title_words(reference: Reference) -> tuple[tuple[str, ...], int]:
    """The words of a title and how many are its main title; of an entry without one, its opening words."""
    item = reference.item
    title = item.title or ""
    if not item.contributors and reference.span is not None:
        # Where a title without an author ends is easily misread; its entry opens with it.
        title = _URL_TAIL.sub(" ", reference.text)
    own = tuple(fold_words(title)[:30])
    main = fold_words(_SUBTITLE.split(title, maxsplit=1)[0])
    return own, max(1, min(len(main), len(own)))


def _run(title: tuple[str, ...], anchor: int, stretch: list[str], at: int) -> int:
    """How many words of the title from word `anchor` on stand in a row from word `at` on, one misprint allowed."""
    length = 0
    misprints = 0
    for one, other in zip(title[anchor:], stretch[at:], strict=False):
        if one != other:
            if misprints or not near(one, other):
                break
            misprints += 1
        length += 1
    return length


def fit_names(cited: tuple[Name, ...], et_al: bool, listed: tuple[Name, ...], listed_et_al: bool) -> NameFit:
    """How the names of a citation fit those of an entry, in order."""
    if not cited or not listed:
        return NO_FIT
    if (len(cited) == 1 and len(listed) == 1) or cited[0].literal is not None:
        score, misspelt = _same_name(cited[0], listed[0])
        if score and et_al and len(listed) == 1 and not listed_et_al:
            return NameFit(score * AUTHORS, misspelt, (f"{cited[0]} et al.", str(listed[0])))
        if score and len(cited) == 1 and (len(listed) == 1 or et_al):
            # Who is cited alone is rather the author of a work of his own.
            return NameFit(score if et_al or not listed_et_al else score * UNSEEN, misspelt)
    total = 1.0
    misspelt = None
    for own, other in zip(cited, listed, strict=False):
        score, differs = _same_name(own, other)
        if not score:
            return _unordered(cited, et_al, listed)
        total *= score
        misspelt = misspelt or differs
    if len(cited) == len(listed) and (listed_et_al or not et_al):
        return NameFit(total, misspelt)
    shown = (_shown(cited, et_al), _shown(listed, listed_et_al))
    if len(cited) == len(listed):
        return NameFit(total * AUTHORS, misspelt, shown)
    if len(cited) < len(listed):
        if et_al:
            hidden = len(listed) - len(cited)
            # "et al." stands for several; two authors are both named in every style.
            return (
                NameFit(total * AUTHORS, misspelt, shown)
                if hidden == 1 and len(listed) == 2
                else NameFit(total, misspelt)
            )
        return NameFit(total * AUTHORS, misspelt, shown)
    if listed_et_al:
        return NameFit(total * UNSEEN, misspelt)
    return NameFit(total * AUTHORS, misspelt, shown)


def misspelt_name(cited: tuple[Name, ...], listed: tuple[Name, ...]) -> tuple[str, str] | None:
    """The first name (cited, listed) that is a misprint away from one of those listed and is none of them.

    Initials without stops that were read with a family name (`D Marsh`) are no misprint of it, nor is a word more.
    """
    for own in cited:
        fits = [_same_name(own, other) for other in listed]
        best, differs = max(fits, key=lambda fit: fit[0], default=(0.0, None))
        if best == MISSPELT and differs is not None and not _words_more(*differs):
            return differs
    return None


def _words_more(one: str, other: str) -> bool:
    """Whether one name is the other with words (or initials) before it or behind it."""
    shorter, longer = sorted((fold_words(one), fold_words(other)), key=len)
    return shorter in (longer[: len(shorter)], longer[len(longer) - len(shorter) :])


def _unordered(cited: tuple[Name, ...], et_al: bool, listed: tuple[Name, ...]) -> NameFit:
    """Names that fit in another order, or with one of several replaced; at least two must fit, or all of them."""
    left = list(listed)
    fitting = 0
    for own in cited:
        for other in left:
            if _same_name(own, other)[0] >= PART:
                left.remove(other)
                fitting += 1
                break
    if fitting == len(cited) and (len(cited) == len(listed) > 1 or et_al):
        return NameFit(AUTHORS * 0.95, None, (_shown(cited, et_al), _shown(listed, False)))
    if fitting >= 2 and fitting >= len(cited) - 1 and _same_name(cited[0], listed[0])[0]:
        return NameFit(AUTHORS * 0.9, None, (_shown(cited, et_al), _shown(listed, False)))
    return NO_FIT


def _shown(names: tuple[Name, ...], et_al: bool) -> str:
    shown = [str(name) for name in names[:6]]
    text = (
        ", ".join(shown[:-1])
        + (" and " if len(shown) > 1 and not et_al and len(names) <= 6 else ", " if len(shown) > 1 else "")
        + shown[-1]
    )
    return text + (" et al." if et_al or len(names) > 6 else "")


def _same_name(cited: Name, listed: Name) -> tuple[float, tuple[str, str] | None]:
    cited_keys = _cited_keys(cited)
    if cited_keys & keys(listed):
        if cited.given and listed.given and not same_initials(cited, listed):
            return 0.0, None
        if cited.given and listed.given and initials(cited) != initials(listed):
            return INITIALS, None
        return 1.0, None
    own = {fold(str(cited)), fold(cited.family or "")} - {""}
    if own & parts(listed) or keys(listed) & parts(cited):
        return PART, (str(cited), str(listed))
    if listed.literal is not None:
        # `Giving USA` for `Giving USA Foundation`: the whole cited name opens the listed one.
        listed_words, cited_words = fold_words(listed.literal), fold_words(str(cited))
        if len(cited_words) > 1 and listed_words[: len(cited_words)] == cited_words:
            return PART, (str(cited), str(listed))
    for one in cited_keys:
        for other in keys(listed):
            if near(one, other):
                return MISSPELT, (str(cited), str(listed))
    return 0.0, None


def _cited_keys(cited: Name) -> frozenset[str]:
    """What a cited name may be listed as: an institution written out is not cited by its initials."""
    if cited.literal is None:
        return keys(cited)
    return frozenset({fold(cited.literal), fold(cited.literal.removeprefix("the ").removeprefix("The "))})


def index_references(references: tuple[Reference, ...]) -> ListIndex:
    """Build the indexes over a list."""
    first: dict[str, dict[int, None]] = defaultdict(dict)
    anywhere: dict[str, dict[int, None]] = defaultdict(dict)
    part: dict[str, dict[int, None]] = defaultdict(dict)
    year: dict[int | None, dict[int, None]] = defaultdict(dict)
    number: dict[int, int] = {}
    people: dict[tuple[tuple[Name, ...], bool], int] = {}
    literals: set[str] = set()
    for reference in references:
        index = reference.index
        item = reference.item
        if reference.number is not None:
            number.setdefault(reference.number, index)
        if reference.copy_of is not None:
            continue
        for place, name in enumerate(item.contributors):
            if name.literal is not None:
                literals.update((fold(name.literal), fold(name.acronym or "")))
            for key in keys(name):
                anywhere[key][index] = None
                if place == 0:
                    first[key][index] = None
            for word in parts(name):
                part[word][index] = None
        date = item.issued
        year[date.year if date else None][index] = None
        if date and date.end_year:
            year[date.end_year][index] = None
    return ListIndex(
        references=references,
        by_first={key: tuple(found) for key, found in first.items()},
        by_any={key: tuple(found) for key, found in anywhere.items()},
        by_part={key: tuple(found) for key, found in part.items()},
        by_year={key: tuple(found) for key, found in year.items()},
        by_number=number,
        literals=frozenset(literals),
        who=tuple(
            people.setdefault((each.item.contributors, each.item.et_al), each.index)
            if each.item.contributors and each.item.contributors[0].literal is None
            else each.index
            for each in references
        ),
    )
