"""CT3xx: the entries of the list, each for itself and beside each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from citetool.config import Config
from citetool.folding import fold
from citetool.model import Applicability, Manuscript, Name, Reference, Severity, Span
from citetool.names import PARTICLES, initials, near, same_initials
from citetool.rules.mends import cites_of, letters, moved
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import entry, names, quoted

ORDERED = 0.85
"""So large a share of neighbours in alphabetical order shows that a list is meant to follow it."""

HABIT = 0.5
"""So large a share of a list's articles (or chapters) with pages shows that pages are its habit."""


def _listed(manuscript: Manuscript, *, copies: bool = False) -> list[tuple[Reference, Span]]:
    """The entries that stand in a list of the draft itself, with their places; copies of earlier ones on demand."""
    in_list = manuscript.document.in_list
    return [
        (each, each.span)
        for each in manuscript.references
        if (copies or each.copy_of is None) and each.span is not None and in_list(each.span.start)
    ]


@rule("CT301", "duplicate-entry", Severity.WARNING)
def duplicate_entry(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """The same work twice.

    Two entries with one DOI, or with the same authors, year and title.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018) ‘Tariffs and Growth’, Economy Today, 2, pp. 3–9.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9.
    """
    groups: dict[str, list[tuple[Reference, Span]]] = defaultdict(list)
    told: set[Span] = set()
    for reference, span in _listed(manuscript, copies=True):
        if reference.item.doi:
            groups[reference.item.doi.lower()].append((reference, span))
        if reference.copy_of is not None and (first := manuscript.references[reference.copy_of].span):
            told.add(span)
            yield Problem(span, f"{entry(reference)} stands in the list twice", (first,))
    for group in groups.values():
        for (one, first), (other, second) in combinations(group[:50], 2):
            if second not in told and len(one.item.contributors) == len(other.item.contributors):
                told.add(second)
                yield Problem(second, f"{entry(other)} stands in the list twice", (first,))


@rule("CT302", "entry-out-of-order", Severity.NOTE)
def entry_out_of_order(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """An entry breaks the alphabetical order that the list itself follows.

    Told by the first author (or, without one, the title), letter by letter or word by word, whichever the list keeps
    to. Each section of a list is taken for itself; names with particles and in “Mc”, which houses sort differently, are
    left alone.

    Bad:
        References

        Abel, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Berg, B. (2018) ‘Quotas’, Economy Today, 2(2), pp. 13–19.

        Dahl, D. (2018) ‘Duties’, Economy Today, 2(3), pp. 23–29.

        Cole, C. (2018) ‘Bans’, Economy Today, 2(4), pp. 33–39.

        Evans, E. (2018) ‘Trade’, Economy Today, 3(1), pp. 3–9.

        Falk, F. (2018) ‘Goods’, Economy Today, 3(2), pp. 13–19.

        Grant, G. (2018) ‘Services’, Economy Today, 3(3), pp. 23–29.

        Hale, H. (2018) ‘Ports’, Economy Today, 3(4), pp. 33–39.
    Good:
        References

        Abel, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Berg, B. (2018) ‘Quotas’, Economy Today, 2(2), pp. 13–19.

        Cole, C. (2018) ‘Bans’, Economy Today, 2(4), pp. 33–39.

        Dahl, D. (2018) ‘Duties’, Economy Today, 2(3), pp. 23–29.

        Evans, E. (2018) ‘Trade’, Economy Today, 3(1), pp. 3–9.

        Falk, F. (2018) ‘Goods’, Economy Today, 3(2), pp. 13–19.

        Grant, G. (2018) ‘Services’, Economy Today, 3(3), pp. 23–29.

        Hale, H. (2018) ‘Ports’, Economy Today, 3(4), pp. 33–39.
    """
    sections = [section for section in _sections(manuscript) if len(section) > 1]
    shown = [_sorted_by(manuscript.document.text, section) for section in sections]
    orders = [[[order(each) for each in own] for own in shown] for order in (fold, _word_by_word)]
    broken = [[_breaking(sorts) for sorts in order] for order in orders]
    best = min(range(len(orders)), key=lambda order: sum(map(len, broken[order])))
    pairs = [one <= two for sorts in orders[best] for one, two in pairwise(sorts)]
    if len(pairs) < 5 or sum(pairs) < ORDERED * len(pairs):
        return
    for section, sorts, breaking in zip(sections, orders[best], broken[best], strict=True):
        for place in breaking:
            reference, span = section[place]
            if _movable(reference):
                continue
            earlier = [other for other in range(len(section)) if other != place and sorts[other] <= sorts[place]]
            after = max(earlier, key=lambda other: (sorts[other], other), default=None)
            where = f"after {entry(section[after][0])}" if after is not None else "first"
            yield Problem(
                span,
                f"{entry(reference)} stands out of alphabetical order",
                hint=f"it belongs {where}",
                edits=moved(manuscript.document, section, place, after),
                applicability=Applicability.UNSAFE,
            )


def _sections(manuscript: Manuscript) -> list[list[tuple[Reference, Span]]]:
    """The entries, divided where something else (a heading) stands between them."""
    sections: list[list[tuple[Reference, Span]]] = [[]]
    before = None
    for reference, span in _listed(manuscript):
        between = "" if before is None else manuscript.document.text[before.end : span.start]
        if any(char.isalpha() for char in between):
            sections.append([])
        sections[-1].append((reference, span))
        before = span
    return sections


def _sorted_by(text: str, section: list[tuple[Reference, Span]]) -> list[str]:
    """What each entry is sorted by: its first author as printed, else what it opens with; a dash is the one before."""
    found: list[str] = []
    for reference, _ in section:
        item = reference.item
        if found and item.span_of("repeated-author"):
            found.append(found[-1])
            continue
        head = item.span_of("author") or item.span_of("editor")
        printed = text[head.start : head.end] if head else reference.text[:40]
        family = item.contributors[0].family if item.contributors else None
        found.append(re.sub(r"^(?:The|A|An)\s", "", family or printed.lstrip("*“‘«„\"'")))
    return found


def _word_by_word(text: str) -> str:
    """`R Quay Team` before `Raddle`."""
    return " ".join(fold(word) for word in text.split())


def _movable(reference: Reference) -> bool:
    """Whether houses differ in where they sort the entry."""
    names_of = reference.item.contributors
    if not names_of:
        return True
    first = names_of[0]
    words_of = (first.family or "").lower().split()
    if first.particle or (len(words_of) > 1 and words_of[0] in PARTICLES):
        return True
    return (first.family or first.literal or "").lower().startswith(("mc", "mac", "st.", "o’", "o'", "d’", "d'"))


def _breaking(sorts: list[str]) -> list[int]:
    """Indices outside the longest run that never falls: the fewest that must move for the rest to be in order."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int | None] = []
    for place, key in enumerate(sorts):
        # The first tail greater than the key gives way, so that equal keys may follow each other.
        at = bisect_left(tails, key + "\uffff")
        before.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(key)
            ends.append(place)
        else:
            tails[at] = key
            ends[at] = place
    kept = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return [each for each in range(len(sorts)) if each not in kept]


@rule("CT303", "entry-without-year", Severity.WARNING)
def entry_without_year(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """An entry has no year, and doesn't say that it has none.

    “n.d.”, “forthcoming” and their like count as an answer.

    Bad:
        References

        Tariff Office, ‘Relations with Lindland’ (www.tariffs.example.org/lindland).

        Okafor, B. (2019) Trade. London: Harbour.
    Good:
        References

        Tariff Office, ‘Relations with Lindland’, n.d. (www.tariffs.example.org/lindland).

        Okafor, B. (2019) Trade. London: Harbour.
    """
    for reference, span in _listed(manuscript):
        item = reference.item
        if item.issued is None and not _unreadable(manuscript.document.text, reference):
            yield Problem(span, f"{entry(reference)} has no year", hint="add one, or “n.d.”")


@rule("CT304", "entry-incomplete", Severity.NOTE)
def entry_incomplete(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A chapter or journal article without pages, in a list that gives them.

    An article or chapter with a DOI or an address counts as complete: online ones often have no pages.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, in B. Okafor (ed.) *Trade*, London: Harbour, pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, in B. Okafor (ed.) *Trade*, London: Harbour.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs’, in B. Okafor (ed.) *Trade*, London: Harbour, pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, in B. Okafor (ed.) *Trade*, London: Harbour, pp. 10–21.
    """
    own = _listed(manuscript)
    for kind, shown in (("chapter", "a chapter"), ("article-journal", "a journal article")):
        group = [(reference, span) for reference, span in own if reference.item.type == kind]
        paged = sum(reference.item.page is not None for reference, _ in group)
        if not group or paged < HABIT * len(group):
            continue
        for reference, span in group:
            item = reference.item
            if item.page is None and not item.doi and not item.url:
                yield Problem(span, f"{entry(reference)} is {shown} without pages")


@rule("CT305", "year-suffix-gap", Severity.NOTE)
def year_suffix_gap(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """2018 and 2018a instead of 2018a and 2018b.

    Works of one author and year are told apart by letters from “a” on, without gaps; a cite without a letter is
    otherwise a cite of which one can't be sure.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018a) ‘Quotas’, Economy Today, 2(2), pp. 13–19.
    Good:
        References

        Lindqvist, A. (2018a) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018b) ‘Quotas’, Economy Today, 2(2), pp. 13–19.
    """
    groups: dict[tuple[str, int], list[tuple[Reference, Span]]] = defaultdict(list)
    by_first: dict[tuple[str, int], set[str]] = defaultdict(set)
    for reference, span in _listed(manuscript):
        item = reference.item
        if item.contributors and item.issued and item.issued.year:
            groups[(fold(" ".join(map(str, item.contributors))), item.issued.year)].append((reference, span))
            by_first[(fold(str(item.contributors[0])), item.issued.year)].add(item.issued.suffix or "")
    cites = cites_of(manuscript)
    for (_, year), group in groups.items():
        suffixes = [reference.item.issued.suffix or "" for reference, _ in group if reference.item.issued]
        lettered = sorted(each for each in suffixes if each)
        if not lettered:
            continue
        # Some houses letter all works of a first author together, whoever the others are.
        together = by_first[(fold(str(group[0][0].item.contributors[0])), year)]
        wanted = [chr(ord("a") + place) for place in range(len(together - {""}))]
        if sorted(together - {""}) == wanted and len(wanted) > 1 and "" not in suffixes:
            continue
        wanted = [chr(ord("a") + place) for place in range(len(group))]
        if sorted(suffixes) == wanted and len(group) > 1:
            continue
        printed = " and ".join(f"{year}{each}" for each in sorted(suffixes))
        found, expected = (
            (printed, " and ".join(f"{year}{each}" for each in wanted)) if len(group) > 1 else (printed, f"{year}")
        )
        last = group[-1][1]
        yield Problem(
            last,
            f"{names(group[0][0].item)}: the list has {found} instead of {expected}",
            tuple(span for _, span in group[:-1]),
            edits=letters(manuscript, [reference for reference, _ in group], wanted if len(group) > 1 else [""], cites),
            applicability=Applicability.UNSAFE,
        )


@rule("CT306", "name-varies", Severity.WARNING)
def name_varies(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """One person is spelt two ways in the list.

    Two family names a misprint apart that share a full given name, or a co-author and all initials. Other names that
    are alike are taken for two people.

    Bad:
        References

        Lindqvist, A. and Okafor, B. (2017) ‘Duties’, Economy Today, 1(1), pp. 3–9.

        Linqvist, A. and Okafor, B. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        References

        Lindqvist, A. and Okafor, B. (2017) ‘Duties’, Economy Today, 1(1), pp. 3–9.

        Lindqvist, A. and Okafor, B. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    people: dict[str, list[tuple[Name, Reference, Span]]] = defaultdict(list)
    for reference, span in _listed(manuscript):
        for name in (*reference.item.author, *reference.item.editor):
            if name.family:
                people[fold(name.family)].append((name, reference, span))
    by_start: dict[str, list[str]] = defaultdict(list)
    for family in people:
        by_start[family[:2]].append(family)
    told: set[tuple[str, str]] = set()
    for families in by_start.values():
        for one, other in combinations(sorted(families), 2):
            if not near(one, other) or (one, other) in told:
                continue
            pair = next(((a, b) for a in people[one] for b in people[other] if _one_person(a, b)), None)
            if pair is None:
                continue
            told.add((one, other))
            rare, common = sorted(pair, key=lambda each: (len(people[fold(each[0].family or "")]), -each[2].start))
            yield Problem(
                rare[2],
                f"{quoted(str(rare[0]))} here, {quoted(str(common[0]))} in {entry(common[1])}: one person?",
                (common[2],),
            )


def _one_person(one: tuple[Name, Reference, Span], other: tuple[Name, Reference, Span]) -> bool:
    first, second = one[0], other[0]
    if one[1] is other[1] or not same_initials(first, second) or _gendered(first.family or "", second.family or ""):
        return False
    given = fold(first.given or "")
    if len(given) > 3 and given == fold(second.given or ""):
        return True
    # Among many authors of two works, `Lunde, C.` and `Lunda, C. W.` may well be two.
    return initials(first) == initials(second) and bool(_others(one) & _others(other))


def _others(person: tuple[Name, Reference, Span]) -> set[str]:
    everyone = (*person[1].item.author, *person[1].item.editor)
    return {fold(name.family) for name in everyone if name.family and name is not person[0]}


def _gendered(one: str, other: str) -> bool:
    """Whether two family names are forms of one for a man and a woman (`Petrov`/`Petrova`)."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return long in (short + "a", short[:-1] + "a") and short[-1:] in "vnyikj"


@rule("CT307", "entry-unreadable", Severity.WARNING)
def entry_unreadable(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """No author, title or year could be made out.

    Either the text isn't an entry (a heading, a page number, a remark that slipped into the list), or it is broken.

    Bad:
        References

        Further papers are kept in the archive of the tariff office and may be consulted there.

        Okafor, B. (2019) Trade. London: Harbour.
    Good:
        References

        Okafor, B. (2019) Trade. London: Harbour.
    """
    for reference, span in _listed(manuscript):
        if _unreadable(manuscript.document.text, reference):
            yield Problem(span, f"{quoted(reference.text)} — no author, title or year can be made out")


def _unreadable(text: str, reference: Reference) -> bool:
    """Whether an entry has neither names, date nor address, and no title set off by quotation marks or italics."""
    item = reference.item
    title = item.span_of("title")
    set_off = title is not None and text[max(0, title.start - 1)] in "“‘«„\"'*"
    return not item.contributors and item.issued is None and not item.url and not item.doi and not set_off


@rule("CT308", "host-disagrees", Severity.NOTE)
def host_disagrees(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """Chapters of one book that differ in its editors, publisher or year.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, in B. Okafor (ed.) *The Trade of Nations Today*, London: Harbour, pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, in B. Okafor (ed.) *The Trade of Nations Today*, London: Anchor, pp. 10–21.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs’, in B. Okafor (ed.) *The Trade of Nations Today*, London: Harbour, pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, in B. Okafor (ed.) *The Trade of Nations Today*, London: Harbour, pp. 10–21.
    """
    hosts: dict[str, list[tuple[Reference, Span]]] = defaultdict(list)
    for reference, span in _listed(manuscript):
        item = reference.item
        if item.type == "chapter" and item.container_title and item.editor:
            hosts[fold(item.container_title)].append((reference, span))
    for group in hosts.values():
        if len(group) < 2:
            continue
        for what, value in (
            ("editors", lambda each: ", ".join(str(name) for name in each.item.editor)),
            ("publisher", lambda each: each.item.publisher),
            ("year", lambda each: str(each.item.issued.year) if each.item.issued else None),
        ):
            counts = Counter(fold(shown) for each, _ in group if (shown := value(each)))
            if len(counts) < 2:
                continue
            usual = counts.most_common(1)[0][0]
            example, place = next((each, span) for each, span in group if fold(value(each) or "") == usual)
            for each, span in group:
                shown = value(each)
                if shown and fold(shown) != usual:
                    yield Problem(
                        span,
                        f"{quoted(each.item.container_title or '')}: {what} {quoted(shown)} here, "
                        f"{quoted(value(example) or '')} in {entry(example)}",
                        (place,),
                    )
