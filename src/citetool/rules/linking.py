"""CT1xx: citations and entries that don't meet."""

from __future__ import annotations

from collections.abc import Iterator

from citetool.config import Config
from citetool.locators import number_range
from citetool.model import Applicability, Citation, Form, Link, Manuscript, Severity, Span, Status
from citetool.rules.mends import respelt, year_of
from citetool.rules.quotations import within_quotation
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import cited, entry, entry_with_title, names, quoted, whereabouts

_SHORT = (Form.SHORT, Form.AUTHOR_ONLY, Form.NUMERIC, Form.KEY)
_LEANING = (Form.IBID, Form.MENTION)


def _pairs(manuscript: Manuscript, *statuses: Status) -> Iterator[tuple[Citation, Link]]:
    for citation, link in zip(manuscript.citations, manuscript.links, strict=True):
        if link.status in statuses:
            yield citation, link


@rule("CT101", "missing-entry", Severity.ERROR)
def missing_entry(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A citation that no entry fits.

    A short cite promises the reader an entry in the list. Where the list has none of these names (or has them only in
    years far off), the entry was forgotten, or the cite is misspelt beyond recognition. What a quotation
    cites is another list's matter. A draft without a list has its
    works in the notes, each in full where it is cited first; that its other cites lead nowhere is said once. With
    `--expect-list`, that there is no list is an error by itself.

    Bad:
        Trade has grown (Okafor 2019), and so have tariffs (Lindqvist 2018).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Trade has grown (Okafor 2019), and so have tariffs (Lindqvist 2018).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Okafor, B. (2019) Trade. London: Harbour.
    """
    if "entries" in manuscript.document.lacks:
        return
    text = manuscript.document.text
    missing = [
        (citation, link)
        for citation, link in _pairs(manuscript, Status.MISSING)
        if citation.form in _SHORT and citation.known_through is None and not within_quotation(text, citation.span)
    ]
    if not manuscript.has_list:
        yield from _without_list(manuscript, [citation for citation, _ in missing], config)
        return
    listed = _by_number(manuscript)
    for citation, link in missing:
        if citation.form is Form.NUMERIC:
            yield Problem(citation.span, f"{quoted(citation.text)} — {_lacking(citation, listed)}")
            continue
        if citation.form is Form.KEY:
            yield _unknown_key(citation.span, citation.target or "", manuscript)
            continue
        years = sorted({each.listed for each in link.evidence if each.field in ("year", "suffix")})
        known = f"; it has {names(citation)} only with {', '.join(years)}" if years else ""
        yield Problem(citation.span, f"{cited(citation)} — no entry in the list fits{known}")
    yield from _unknown_unseen(manuscript)


NEAR_KEY = 60
"""Per cent of likeness from which on a key is worth naming as the one that may be meant."""


def _unknown_key(span: Span, key: str, manuscript: Manuscript) -> Problem:
    """A key that no entry has, with the key that is most like it."""
    from rapidfuzz import fuzz, process

    keys = [each.label or each.key for each in manuscript.references]
    keys += (alias for each in manuscript.references for alias in each.aliases)
    hint = None
    if alike := [each for each in keys if each.lower() == key.lower()]:
        hint = f"the entry's key is {quoted(alike[0])}; keys are told apart by case"
    elif found := process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=NEAR_KEY):
        hint = f"the most similar key is {quoted(found[0])}"
    return Problem(span, f"{quoted(key)} — no entry has this key", hint=hint)


def _unknown_unseen(manuscript: Manuscript) -> Iterator[Problem]:
    """Keys that are cited without a place in the text, and that no entry has."""
    if not manuscript.document.entry_keys and all(each.span is not None for each in manuscript.references):
        return
    known = {key for each in manuscript.references for key in (each.key, *each.aliases)}
    for key in manuscript.document.also_cited:
        if key != "*" and key not in known:
            yield _unknown_key(Span(0, 0), key, manuscript)


def _without_list(manuscript: Manuscript, missing: list[Citation], config: Config) -> Iterator[Problem]:
    if not missing and not config.expect_list:
        return
    first = missing[0].span if missing else Span(0, 0)
    cites = f"{len(missing)} short cites" if len(missing) != 1 else "one short cite"
    in_full = "no work that the notes cite in full fits" if manuscript.references else "nothing to link"
    about = f": {in_full} {cites}" if missing else ""
    yield Problem(
        first,
        f"the draft has no reference list{about}",
        hint="give the list a heading such as “References”, or name a bibliography with --bib",
    )


def _by_number(manuscript: Manuscript) -> dict[int, int]:
    """The entries by their numbers; by their places in a list that isn't numbered."""
    numbered = {each.number: each.index for each in manuscript.references if each.number is not None}
    return numbered or {each.index + 1: each.index for each in manuscript.references}


def _cited_numbers(citation: Citation) -> range:
    first = citation.number or 0
    return range(first, (citation.last or first) + 1)


def _lacking(citation: Citation, listed: dict[int, int]) -> str:
    low, high = min(listed, default=1), max(listed, default=0)
    gaps = [str(number) for number in _cited_numbers(citation) if number not in listed and low < number < high]
    if not gaps:
        return f"the list has numbers {low} to {high}"
    return f"the list has no {'number' if len(gaps) == 1 else 'numbers'} {', '.join(gaps)}"


@rule("CT102", "ambiguous-citation", Severity.ERROR)
def ambiguous_citation(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A citation that several entries fit.

    Two works of one author and year need letters (2018a, 2018b), and the cite needs its letter; an author's name alone
    is enough only while one work of that author is in question.

    Bad:
        Tariffs rose (Lindqvist 2018).

        References

        Lindqvist, A. (2018a) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018b) ‘Quotas’, Economy Today, 2(2), pp. 33–39.
    Good:
        Tariffs rose (Lindqvist 2018a).

        References

        Lindqvist, A. (2018a) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2018b) ‘Quotas’, Economy Today, 2(2), pp. 33–39.
    """
    for citation, link in _pairs(manuscript, Status.AMBIGUOUS):
        if citation.form in _LEANING:
            continue
        fitting = [manuscript.references[index] for index in link.references]
        alike = len({entry(each) for each in fitting[:2]}) == 1
        shown = " and ".join(entry_with_title(each) if alike else entry(each) for each in fitting[:2])
        more = f" and {len(fitting) - 2} more" if len(fitting) > 2 else ""
        hint = (
            "both entries read alike: give them letters (2018a, 2018b)"
            if alike and citation.form is Form.SHORT
            else None
        )
        related = tuple(each.span for each in fitting if each.span)
        yield Problem(citation.span, f"{cited(citation)} — may mean {shown}{more}", related, hint)


@rule("CT103", "year-mismatch", Severity.ERROR)
def year_mismatch(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """The names fit an entry, the year doesn't.

    One entry is clearly meant, but cite and list give different years (or letters); one of the two is wrong.

    Bad:
        Tariffs rose (Lindqvist and Okafor 2020).

        References

        Lindqvist, A. and Okafor, B. (2021) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose (Lindqvist and Okafor 2021).

        References

        Lindqvist, A. and Okafor, B. (2021) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    if "entries" in manuscript.document.lacks:
        return
    text = manuscript.document.text
    for citation, link in _pairs(manuscript, Status.NEAR):
        if citation.form in _LEANING:
            continue
        differs = link.differs_in("year") or link.differs_in("suffix")
        if differs is None or differs.listed == "no year":
            continue
        listed = manuscript.references[link.references[0]]
        # Which of the works of a year is meant is not for a letter that none of them has to tell.
        plain = link.differs_in("suffix") is None
        yield Problem(
            citation.span,
            f"{cited(citation)} — {whereabouts(manuscript, listed)} has {entry(listed)}",
            (listed.span,) if listed.span else (),
            edits=year_of(listed, citation) if plain and not within_quotation(text, citation.span) else (),
            applicability=Applicability.UNSAFE,
        )


@rule("CT104", "name-mismatch", Severity.WARNING)
def name_mismatch(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """The year fits an entry, a name is spelt differently.

    Bad:
        Tariffs rose (Linqvist 2018).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose (Lindqvist 2018).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    text = manuscript.document.text
    for citation, link in _pairs(manuscript, Status.NEAR):
        differs = link.differs_in("name")
        if differs is None or citation.form in _LEANING:
            continue
        listed = manuscript.references[link.references[0]]
        yield Problem(
            citation.span,
            f"{cited(citation)} — {whereabouts(manuscript, listed)} spells {quoted(differs.cited)}"
            f" as {quoted(differs.listed)}",
            (listed.span,) if listed.span else (),
            edits=() if within_quotation(text, citation.span) else respelt(citation, differs.cited, differs.listed),
            applicability=Applicability.UNSAFE,
        )


@rule("CT105", "uncited-entry", Severity.WARNING)
def uncited_entry(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """An entry that nothing cites.

    A list of references holds what the draft cites; an entry left over is a cite that was cut, or one that isn't
    written as a cite. Where none of the entries is cited this is said once: the draft may cite in a way citetool
    doesn't know, or have a bibliography for further reading. A work that is listed twice (CT301) is cited once. Of a
    bibliography file, entries are reported where a draft cites by keys; where it uses few of many, that is said once.

    Bad:
        Tariffs rose (Lindqvist 2018).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Okafor, B. (2019) Trade. London: Harbour.
    Good:
        Tariffs rose (Lindqvist 2018), and trade too (Okafor 2019).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Okafor, B. (2019) Trade. London: Harbour.
    """
    if not manuscript.has_list or "text" in manuscript.document.lacks:
        return
    cited_alone = set(manuscript.document.also_cited)
    used = {index for link in manuscript.links for index in link.references}
    used.update(each.index for each in manuscript.references if each.copy_of is not None)
    used.update(
        each.index for each in manuscript.references if not cited_alone.isdisjoint((each.key, *each.aliases, "*"))
    )
    used |= _drawn_on(manuscript, used)
    listed = _by_number(manuscript)
    for citation, _ in _pairs(manuscript, Status.MISSING):
        if citation.form is Form.NUMERIC:
            # Of a range, those that are listed are cited.
            used.update(listed[number] for number in _cited_numbers(citation) if number in listed)
    own = [each for each in manuscript.references if each.span is not None]
    left = [each for each in own if each.index not in used]
    if own and len(left) == len(own):
        span = own[0].span
        if span is not None:
            yield Problem(span, f"none of the list's {len(own)} entries is cited in a way that could be read")
        return
    for reference in left:
        if reference.span is not None:
            yield Problem(reference.span, f"{entry(reference)} is in the list but cited nowhere")
    if manuscript.document.keyed and not own:
        yield from _unused_keys(manuscript, used)


def _drawn_on(manuscript: Manuscript, used: set[int]) -> set[int]:
    """The entries that those used need: hosts of parts, members of sets, and what these need in turn."""
    by_key = {key: each.index for each in manuscript.references for key in (*each.aliases, each.key)}
    drawn: set[int] = set()
    waiting = list(used)
    while waiting:
        needed = {by_key[key] for key in manuscript.references[waiting.pop()].draws_on if key in by_key}
        waiting += needed - drawn
        drawn |= needed
    return drawn


SHARED = 20
"""So many unused entries of a bibliography, and more than the used ones, show that it serves other drafts too."""


def _unused_keys(manuscript: Manuscript, used: set[int]) -> Iterator[Problem]:
    """Of a bibliography that a draft cites from by keys: each entry that it doesn't cite, or how many those are."""
    left = [quoted(each.key) for each in manuscript.references if each.index not in used]
    start = Span(0, 0)
    if len(left) > max(SHARED, len(manuscript.references) - len(left)):
        of = f"{len(left)} of the bibliography's {len(manuscript.references)} entries"
        hint = "citetool show --unlinked lists them all"
        yield Problem(start, f"{of} are cited nowhere: {', '.join(left[:3])} and others", hint=hint)
        return
    for key in left:
        yield Problem(start, f"{key} is in the bibliography but cited nowhere")


@rule("CT106", "unlisted-source", Severity.WARNING)
def unlisted_source(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A source given by address or in full in a note, without an entry.

    A draft with a list has its sources there. One that only a note names may have been forgotten; whether such
    sources belong in the list is the house's own rule. The address of a site's home page names the site, not a source.

    Bad:
        Tariffs rose.[^1] They fell again.[^2]

        [^1]: Lindqvist 2018, p. 4.

        [^2]: See the factsheet at www.tariffs.example.org/factsheets/sheet/177

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose.[^1] They fell again.[^2]

        [^1]: Lindqvist 2018, p. 4.

        [^2]: See the factsheet at www.tariffs.example.org/factsheets/sheet/177

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Tariff Office (2020) ‘Factsheet’ (www.tariffs.example.org/factsheets/sheet/177).
    """
    if not manuscript.has_list or "entries" in manuscript.document.lacks:
        return
    for citation, _ in _pairs(manuscript, Status.MISSING):
        # An interview or a letter has neither author nor title, and its place is the note.
        bare = citation.form is Form.NAMED_SOURCE and not citation.names and not citation.title
        if citation.form is Form.URL and _home_page(citation.url or citation.text):
            continue
        if citation.form in (Form.URL, Form.FULL, Form.NAMED_SOURCE) and citation.known_through is None and not bare:
            yield Problem(citation.span, f"{cited(citation)} — a source that is not in the list")


def _home_page(address: str) -> bool:
    """Whether an address is a host alone, perhaps with a language: `https://www.example.org/en/`."""
    _, _, path = address.rpartition("://")[2].partition("/")
    path = path.rstrip("/")
    language = path[:2].islower() and (len(path) == 2 or (len(path) == 5 and path[2] == "-"))
    return "?" not in address and (not path or language or path in ("index.html", "index.php", "index.htm"))


@rule("CT107", "second-hand-source", Severity.NOTE)
def second_hand_source(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """Known only through another work, and not listed.

    The author read this source in the work named after it. That is said openly, so it is no defect; an editor may want
    the original, or the list may have to name both.

    Bad:
        Tariffs rose.[^1]

        [^1]: Marchetti, ‘Dazi’, *Rivista*, 3 May 1911 – quoted in Lindqvist 2018, p. 4.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose.[^1]

        [^1]: Lindqvist 2018, p. 4.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    if not manuscript.has_list or "entries" in manuscript.document.lacks:
        return
    for citation, _ in _pairs(manuscript, Status.MISSING):
        if citation.known_through is not None:
            through = next(each for each in manuscript.citations if each.span == citation.known_through)
            yield Problem(
                citation.span,
                f"{cited(citation)} — known only through {cited(through)}, and not in the list",
                (through.span,),
            )


@rule("CT108", "locator-outside-pages", Severity.WARNING)
def locator_outside_pages(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A page cited that the article or chapter doesn't have.

    Where the draft has no list, pages that a first citation gives may be those cited, and nothing is said.

    Bad:
        Tariffs rose (Lindqvist 2018, p. 300).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 17–34.
    Good:
        Tariffs rose (Lindqvist 2018, p. 30).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 17–34.
    """
    for citation, link in _pairs(manuscript, Status.LINKED, Status.NEAR) if manuscript.has_list else ():
        locator = citation.locator
        if locator is None or locator.label != "page" or locator.first is None or len(link.references) != 1:
            continue
        if link.differs_in("year") or link.differs_in("suffix"):
            # Perhaps another work is meant; that is said.
            continue
        reference = manuscript.references[link.references[0]]
        first, last = number_range(reference.item.page or "")
        if first is None or last is None or first >= last:
            continue
        cited_last = locator.last or locator.first
        if locator.first < first or cited_last > last:
            yield Problem(
                locator.span,
                f"{quoted(locator.text)} of {entry(reference)} — its entry gives pages {first}–{last}",
                (reference.span,) if reference.span else (),
            )


@rule("CT109", "author-list-mismatch", Severity.WARNING)
def author_list_mismatch(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """Authors left out, added or in another order; “et al.” for one or two.

    Styles differ in when they shorten a list of authors, but none hides one of two behind “et al.”, drops names without
    a sign, or changes their order.

    Bad:
        Tariffs rose (Lindqvist 2018).

        References

        Lindqvist, A. and Okafor, B. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 17–34.
    Good:
        Tariffs rose (Lindqvist and Okafor 2018).

        References

        Lindqvist, A. and Okafor, B. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 17–34.
    """
    for citation, link in _pairs(manuscript, Status.NEAR):
        differs = link.differs_in("authors")
        if differs is None or citation.form in _LEANING:
            continue
        listed = manuscript.references[link.references[0]]
        yield Problem(
            citation.span,
            f"{cited(citation)} — the entry's authors are {differs.listed}",
            (listed.span,) if listed.span else (),
        )
