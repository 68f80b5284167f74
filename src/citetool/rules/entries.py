"""CT3xx: the entries of the list, each for itself and beside each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from citetool.config import Config
from citetool.folding import fold
from citetool.model import Applicability, Manuscript, Name, Reference, Severity, Span
from citetool.names import initials, near, same_initials
from citetool.rules.mends import cites_of, letters
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import entry, names, quoted

HABIT = 0.5
"""So large a share of a list's articles (or chapters) with pages shows that pages are its habit."""


def listed(manuscript: Manuscript, *, copies: bool = False) -> list[tuple[Reference, Span]]:
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
    for reference, span in listed(manuscript, copies=True):
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
    for reference, span in listed(manuscript):
        item = reference.item
        if item.issued is None and not _unreadable(manuscript.document.text, reference):
            yield Problem(span, f"{entry(reference)} has no year", hint="add one, or “n.d.”")


@rule("CT304", "entry-incomplete", Severity.NOTE)
def entry_incomplete(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A chapter or journal article without pages, in a list that gives them.

    An article or chapter with a DOI or an address counts as complete: online ones often have no pages. `entry-pages` of
    the house style says whether every list gives them.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, in B. Okafor (ed.) *Trade*, London: Harbour, pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, in B. Okafor (ed.) *Trade*, London: Harbour.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs’, in B. Okafor (ed.) *Trade*, London: Harbour, pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, in B. Okafor (ed.) *Trade*, London: Harbour, pp. 10–21.
    """
    wanted = config.style.entry_pages
    if wanted == "no":
        return
    house = "; the house style has them" if wanted == "yes" else ""
    own = listed(manuscript)
    for kind, shown in (("chapter", "a chapter"), ("article-journal", "a journal article")):
        group = [(reference, span) for reference, span in own if reference.item.type == kind]
        paged = sum(reference.item.page is not None for reference, _ in group)
        if wanted == "auto" and (not group or paged < HABIT * len(group)):
            continue
        for reference, span in group:
            item = reference.item
            if item.page is None and not item.doi and not item.url:
                yield Problem(span, f"{entry(reference)} is {shown} without pages{house}")


@rule("CT305", "year-suffix-gap", Severity.NOTE)
def year_suffix_gap(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """2018 and 2018a instead of 2018a and 2018b.

    Works of one author and year are told apart by letters from “a” on, without gaps; a cite without a letter is
    otherwise a cite of which one can't be sure. With `year-suffix` of the house style, works without any letter are
    told too; `none-a` wants 2018 and 2018a.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018a) ‘Quotas’, Economy Today, 2(2), pp. 13–19.
    Good:
        References

        Lindqvist, A. (2018a) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018b) ‘Quotas’, Economy Today, 2(2), pp. 13–19.
    """
    groups: _Works = defaultdict(list)
    by_first: dict[tuple[str, int], set[str]] = defaultdict(set)
    for reference, span in listed(manuscript):
        item = reference.item
        if item.contributors and item.issued and item.issued.year:
            groups[(fold(" ".join(map(str, item.contributors))), item.issued.year)].append((reference, span))
            by_first[(fold(str(item.contributors[0])), item.issued.year)].add(item.issued.suffix or "")
    cites = cites_of(manuscript)
    style = config.style.year_suffix
    house = style != "auto"
    instead = ", the house style" if house else " instead of"
    for (_, year), group in (_joined(groups, style) if house else groups).items():
        suffixes = _suffixes(group)
        # Without any letter nothing is amiss where works are told apart in another way; numbers and labels are one.
        named_by_year = all(each.number is None and each.label is None for each, _ in group)
        if not any(suffixes) and not (house and named_by_year and len(group) > 1):
            continue
        # Some houses letter all works of a first author together, whoever the others are.
        together = sorted(
            each for each in by_first[fold(str(group[0][0].item.contributors[0])), year] if each or style == "none-a"
        )
        whole = len(together) > 1 and together == _letters(len(together), style)
        if whole and set(suffixes) <= set(together) and (not house or len(set(suffixes)) == len(suffixes)):
            continue
        wanted = _letters(len(group), style)
        if suffixes == wanted:
            continue
        found, expected = (" and ".join(f"{year}{each}" for each in those) for those in (suffixes, wanted))
        last = group[-1][1]
        yield Problem(
            last,
            f"{names(group[0][0].item)}: the list has {found}{instead} {expected}",
            tuple(span for _, span in group[:-1]),
            edits=letters(manuscript, [reference for reference, _ in group], wanted, cites),
            applicability=Applicability.UNSAFE,
        )


_Works = dict[tuple[str, int], list[tuple[Reference, Span]]]


def _suffixes(group: list[tuple[Reference, Span]]) -> list[str]:
    return sorted(each.item.issued.suffix or "" for each, _ in group if each.item.issued)


def _joined(groups: _Works, style: str) -> _Works:
    """Works of the same authors and year; where they have no letters of their own, all of their first author in one."""
    by_first: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for key, ((reference, _), *_) in groups.items():
        by_first[fold(str(reference.item.contributors[0])), key[1]].append(key)
    joined: _Works = {}
    for keys in by_first.values():
        own = {key: groups[key] for key in keys}
        together = sorted((each for group in own.values() for each in group), key=lambda each: each[1])
        apart = all(_suffixes(group) == _letters(len(group), style) for group in own.values())
        ways = (_letters(len(together), "a"), _letters(len(together), "none-a"))
        joined |= own if apart or _suffixes(together) not in ways else {keys[0]: together}
    return joined


def _letters(number: int, style: str) -> list[str]:
    """The letters of so many works of one year, in order; `none-a` begins without one, as does a single work."""
    start = ord("a") - (style == "none-a" or number == 1)
    return [chr(each) if each >= ord("a") else "" for each in range(start, start + number)]


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
    for reference, span in listed(manuscript):
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
    for reference, span in listed(manuscript):
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
    for reference, span in listed(manuscript):
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
