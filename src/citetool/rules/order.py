"""CT302: the order of the list's entries: by name, by name and year, or as they are cited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from citetool.config import Config
from citetool.folding import fold
from citetool.model import Applicability, Link, Manuscript, Reference, Severity, Span
from citetool.names import PARTICLES, initials
from citetool.rules.entries import listed
from citetool.rules.mends import moved
from citetool.rules.rising import out_of_order
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import entry

ORDERED = 0.85
"""So large a share of neighbours in alphabetical order shows that a list is meant to follow it."""


@rule("CT302", "entry-out-of-order", Severity.NOTE)
def entry_out_of_order(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """An entry breaks the alphabetical order that the list itself follows.

    Told by the first author (or, without one, the title), letter by letter or word by word, whichever the list keeps
    to. Each section of a list is taken for itself; names with particles and in “Mc”, which houses sort differently, are
    left alone. `list-order` of the house style says what order every list has: that of names, if wanted with the works
    of the same authors by year, or that in which they are cited.

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
    text, sections = manuscript.document.text, [section for section in _sections(manuscript) if len(section) > 1]
    match config.style.list_order:
        case "none":
            return
        case "auto":
            misplaced = _out_of_alphabet(text, sections, always=False)
        case "name":
            misplaced = _out_of_alphabet(text, sections, always=True)
        case "name-year":
            misplaced = _out_of_years(_out_of_alphabet(text, sections, always=True), sections, falling=False)
        case "name-year-descending":
            misplaced = _out_of_years(_out_of_alphabet(text, sections, always=True), sections, falling=True)
        case "citation":
            misplaced = _out_of_citation(manuscript, sections)
    house = "" if config.style.list_order == "auto" else ", which the house style has"
    for section, place, after, order in misplaced:
        where = f"after {entry(section[after][0])}" if after is not None else "first"
        yield Problem(
            section[place][1],
            f"{entry(section[place][0])} stands out of {order}{house}",
            hint=f"it belongs {where}",
            edits=moved(manuscript.document, section, place, after),
            applicability=Applicability.UNSAFE,
        )


_Section = list[tuple[Reference, Span]]


class _Misplaced(NamedTuple):
    """An entry at a place of its section that belongs behind another one, or first, by some order."""

    section: _Section
    place: int
    after: int | None
    order: str


_ALPHABET = "alphabetical order"


def _out_of_alphabet(text: str, sections: list[_Section], *, always: bool) -> Iterator[_Misplaced]:
    """The entries out of alphabetical order; unless `always`, only of a list that follows it for the most part."""
    shown = [_sorted_by(text, section) for section in sections]
    orders = [[[order(each) for each in own] for own in shown] for order in (fold, _word_by_word)]
    moves = [[list(_moves(sorts)) for sorts in order] for order in orders]
    best = min(range(len(orders)), key=lambda order: sum(map(len, moves[order])))
    pairs = [one <= two for sorts in orders[best] for one, two in pairwise(sorts)]
    if not always and (len(pairs) < 5 or sum(pairs) < ORDERED * len(pairs)):
        return
    for section, own in zip(sections, moves[best], strict=True):
        for place, after in own:
            if not _movable(section[place][0]):
                yield _Misplaced(section, place, after, _ALPHABET)


def _out_of_years(by_name: Iterable[_Misplaced], sections: list[_Section], *, falling: bool) -> Iterator[_Misplaced]:
    """The entries out of alphabetical order, and those out of the order of years among the works of the same authors.

    Of those out of alphabetical order, the place is told that they have among these works.
    """
    found = list(by_name)
    order = f"the order of {'falling' if falling else 'rising'} years"
    for section in sections:
        moves = {each.place: each.after for each in found if each.section is section}
        for works in _works(section, falling):
            rest = [work for work in works if work[1] not in moves]
            broken = set(out_of_order([year for year, _ in rest], _ceiling))
            kept = sorted(work for at, work in enumerate(rest) if at not in broken)
            if not kept:
                continue
            in_order = {place for _, place in kept}
            before_all = kept[0][1] - 1 if kept[0][1] else None
            for year, place in works:
                after = _last(kept, year, before_all)
                if place in moves:
                    moves[place] = after
                elif place not in in_order:
                    yield _Misplaced(section, place, after, order)
        yield from (_Misplaced(section, place, after, _ALPHABET) for place, after in moves.items())


def _works(section: _Section, falling: bool) -> Iterable[list[tuple[str, int]]]:
    """The years and places of a section's entries, those of exactly the same authors together."""
    works: dict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)
    for place, (reference, _) in enumerate(section):
        item = reference.item
        if item.contributors and item.issued and item.issued.year:
            people = tuple((fold(str(name)), initials(name)) for name in item.contributors)
            # Letters of years that fall are sorted one way by some houses, the other way by others.
            year = f"{9999 - item.issued.year}" if falling else f"{item.issued.year:04}{item.issued.suffix or ' '}"
            works[bool(item.author), people, item.et_al].append((year, place))
    return works.values()


def _out_of_citation(manuscript: Manuscript, sections: list[_Section]) -> Iterator[_Misplaced]:
    """The entries out of the order in which they are cited first; numbered ones are another rule's matter (CT310)."""
    markers = {note.label: note.marker_spans[0].start for note in manuscript.document.notes if note.marker_spans}
    citations = manuscript.citations

    def cited_at(link: Link) -> tuple[int, int]:
        start = citations[link.citation].span.start
        return markers.get(citations[link.citation].note or "", start), start

    first: dict[int, str] = {}
    for rank, link in enumerate(sorted(manuscript.links, key=cited_at)):
        if len(link.references) == 1:
            first.setdefault(link.references[0], f"{rank:09}")
    for section in sections:
        known = [place for place, (each, _) in enumerate(section) if each.index in first and each.number is None]
        ranks = [first[section[place][0].index] for place in known]
        for place, before in _moves(ranks):
            after = known[before] if before is not None else None
            yield _Misplaced(section, known[place], after, "the order of citation")


def _ceiling(key: str) -> str:
    """Of keys one of which begins as the other does, either may stand before the other."""
    return key + "\uffff"


def _moves(sorts: list[str]) -> Iterator[tuple[int, int | None]]:
    """The fewest that must move for the rest to be in order, each with the one of the rest that it belongs behind."""
    breaking = out_of_order(sorts, _ceiling)
    misplaced = set(breaking)
    kept = sorted((key, place) for place, key in enumerate(sorts) if place not in misplaced)
    for place in breaking:
        yield place, _last(kept, sorts[place], None)


def _last(kept: list[tuple[str, int]], key: str, before_all: int | None) -> int | None:
    """The last of the places in order whose key isn't above this one; else the one before them all."""
    at = bisect_right(kept, key, key=lambda each: each[0])
    return kept[at - 1][1] if at else before_all


def _sections(manuscript: Manuscript) -> list[list[tuple[Reference, Span]]]:
    """The entries, divided where something else (a heading) stands between them."""
    sections: list[list[tuple[Reference, Span]]] = [[]]
    before = None
    for reference, span in listed(manuscript):
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
