"""Citation × Reference -> Link: which entry each citation means, and why.

Citations are read in order, since `Ibid.`, `op. cit.` and an author's name alone lean on what was cited before them.
An entry is never chosen where two fit equally.
"""

from collections import defaultdict
from typing import NamedTuple

from citetool.dates import same_suffix, same_year
from citetool.linking.antecedents import Antecedents
from citetool.locators import number_range
from citetool.model import Citation, Date, Evidence, Form, Link, Locator, Name, Status
from citetool.references.index import MISSPELT, SURE, ListIndex, NameFit, misspelt_name

NEAR_YEARS = 3
"""Years; a citation whose names fit an entry this far off in time most likely means it; farther off, another work."""


def link(citations: tuple[Citation, ...], index: ListIndex) -> tuple[Link, ...]:
    """One link for each citation, in their order."""
    antecedents = Antecedents()
    links = []
    for number, citation in enumerate(citations):
        found = _link(number, citation, index, antecedents)
        links.append(found)
        antecedents.saw(citation, found)
    return tuple(_mentions_from_notes(citations, links))


def _link(number: int, citation: Citation, index: ListIndex, antecedents: Antecedents) -> Link:
    match citation.form:
        case Form.IBID:
            return antecedents.ibid(number, citation)
        case Form.BACK_REFERENCE:
            return antecedents.back_reference(number, citation, index)
        case Form.NUMERIC:
            return _numeric(number, citation, index)
        case Form.AUTHOR_ONLY | Form.MENTION:
            return _by_author(number, citation, index, antecedents)
        case Form.SHORT:
            return _by_author_and_year(number, citation, index)
        case Form.FULL | Form.NAMED_SOURCE:
            return _by_source(number, citation, index)
        case Form.KEY:
            return _by_label(number, citation, index)
        case _:
            return Link(number, Status.MISSING, (), 0.0)


class _Fit(NamedTuple):
    reference: int
    names: NameFit
    year: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def score(self) -> float:
        return round(self.names.score * self.year, 4)


def _by_author_and_year(number: int, citation: Citation, index: ListIndex) -> Link:
    date = citation.date or Date(None)
    fits = []
    years: dict[Date | None, tuple[float, tuple[Evidence, ...]]] = {}
    found = index.candidates(citation.names[0], date) if citation.names else set()
    for each, names in index.name_fits(citation.names, citation.et_al, found):
        issued = index.references[each].item.issued
        if issued not in years:
            years[issued] = _year_fit(date, issued)
        fits.append(_Fit(each, names, *years[issued]))
    if not fits:
        return Link(number, Status.MISSING, (), 0.0)
    if meant := _meant(fits, citation):
        return _decide_meant(number, citation, meant, fits, index)
    same = [fit for fit in fits if fit.year >= SAME_YEAR]
    closest = max((fit.names.score for fit in same), default=0.0)
    own = [fit for fit in same if fit.names.score == closest]
    if len(own) > 1 and all(fit.year == SAME_YEAR for fit in own):
        # A letter that none of several works has: which of them is meant can't be told.
        return Link(number, Status.MISSING, (), 0.0, tuple(each for fit in own for each in fit.evidence))
    if same:
        return _decide(number, citation, same, index)
    return _other_year(number, date, fits, index)


def _meant(fits: list[_Fit], citation: Citation) -> list[_Fit]:
    """Those that the draft's reference manager says are meant, if it says so."""
    return [fit for fit in fits if fit.reference in citation.among] if citation.among else []


def _decide_meant(number: int, citation: Citation, meant: list[_Fit], fits: list[_Fit], index: ListIndex) -> Link:
    """The best of those that a reference manager says are meant; what is printed may still differ from it."""
    top = max(fit.score for fit in fits)
    best = max(fit.score for fit in meant)
    if sum(fit.score == top for fit in fits) > 1 and best == top:
        # What is printed doesn't tell it from others.
        meant = [_without_letter(fit) if fit.year >= SAME_YEAR else fit for fit in meant]
    return _decide(number, citation, meant, index)


SAME_YEAR = 0.8
"""Of a year's weight: the year itself fits, at most its letter doesn't."""


def _year_fit(cited: Date, listed: Date | None) -> tuple[float, tuple[Evidence, ...]]:
    """The weight of how the years agree, and the evidence if they don't."""
    if listed is None:
        return 0.5, (Evidence("year", False, cited.text, "no year"),)
    shown = (_year(cited), _year(listed))
    if same_year(cited, listed):
        if same_suffix(cited, listed):
            return 1.0, (Evidence("year", True, *shown),)
        if cited.suffix is None:
            return 0.9, (Evidence("year", True, *shown),)
        # An entry without a letter may have been meant to have this one; one with another letter hardly.
        return SAME_YEAR if listed.suffix else 0.85, (Evidence("suffix", False, *shown),)
    return 0.5, (Evidence("year", False, *shown),)


def _year(date: Date) -> str:
    if date.year is None:
        return date.text or "no year"
    return f"{date.year}{date.suffix or ''}"


def _decide(number: int, citation: Citation, fits: list[_Fit], index: ListIndex) -> Link:
    """The best of several fits if it is best alone; else they are ambiguous."""
    top = max(fit.score for fit in fits)
    best = [fit for fit in fits if fit.score == top]
    if len(best) > 1:
        best = [_without_letter(fit) for fit in _by_locator(best, citation.locator, index)] or best
    if len(best) > 1:
        return Link(number, Status.AMBIGUOUS, tuple(sorted(fit.reference for fit in best)), top / len(best))
    fit = best[0]
    evidence = (*_name_evidence(fit.names, citation.names), *fit.evidence)
    near = any(not each.agrees for each in evidence)
    return Link(number, Status.NEAR if near else Status.LINKED, (fit.reference,), fit.score, evidence)


def _without_letter(fit: _Fit) -> _Fit:
    """A fit that only the page tells from others: where the entry's year has a letter, the cite lacks it."""
    differing = (each.field == "year" and each.cited != each.listed for each in fit.evidence)
    evidence = (
        Evidence("suffix", False, each.cited, each.listed) if differs else each
        for each, differs in zip(fit.evidence, differing, strict=True)
    )
    return fit._replace(evidence=tuple(evidence))


def _name_evidence(names: NameFit, cited: tuple[Name, ...]) -> tuple[Evidence, ...]:
    found = []
    if names.misspelt:
        found.append(Evidence("name", False, *names.misspelt))
    if names.authors:
        found.append(Evidence("authors", False, *names.authors))
    if not found and cited:
        found.append(Evidence("name", True, str(cited[0]), str(cited[0])))
    return tuple(found)


def _by_locator(fits: list[_Fit], locator: Locator | None, index: ListIndex) -> list[_Fit]:
    """Those whose printed pages hold the page cited, if that tells them apart."""
    holding = [fit for fit in fits if holds_page(index, fit.reference, locator)]
    return holding if 0 < len(holding) < len(fits) else []


def holds_page(index: ListIndex, reference: int, locator: Locator | None) -> bool:
    """Whether the entry's pages are printed and hold the page cited."""
    page = index.references[reference].item.page
    if locator is None or locator.label != "page" or locator.first is None or not page:
        return False
    first, last = number_range(page)
    return first is not None and last is not None and first <= locator.first <= last


def _other_year(number: int, date: Date, fits: list[_Fit], index: ListIndex) -> Link:
    """Names fit, years don't: the nearest entry is meant if it is near, or if only it has these names; else none."""
    exact = [fit for fit in fits if fit.names.score == 1.0]
    undated = [fit for fit in exact if _issued(index, fit) is None]
    if not exact:
        return Link(number, Status.MISSING, (), 0.0)
    if date.year is None or len(undated) == len(exact):
        if len(exact) == 1:
            return Link(number, Status.NEAR, (exact[0].reference,), 0.6, exact[0].evidence)
        return Link(number, Status.MISSING, (), 0.0, tuple(each for fit in exact for each in fit.evidence))
    ranked = sorted((abs((_issued(index, fit) or 9999) - date.year), fit.reference, fit) for fit in exact)
    distance, _, nearest = ranked[0]
    # Among several works of one author only one next to the year cited is meant rather than one that is not listed.
    alone = len(ranked) == 1 or (distance == 1 and ranked[1][0] > NEAR_YEARS)
    several_names = len(index.item_names(nearest.reference)) > 1
    meant = (
        distance <= NEAR_YEARS or _one_digit(date.year, _issued(index, nearest)) or (several_names and len(exact) == 1)
    )
    if alone and meant and distance < 9000:
        return Link(
            number, Status.NEAR, (nearest.reference,), round(0.7 - 0.01 * min(distance, 20), 4), nearest.evidence
        )
    return Link(number, Status.MISSING, (), 0.0, tuple(each for fit in exact for each in fit.evidence))


def _issued(index: ListIndex, fit: _Fit) -> int | None:
    issued = index.references[fit.reference].item.issued
    return issued.year if issued else None


def _one_digit(cited: int, listed: int | None) -> bool:
    """Whether two years differ in one digit, or in two that changed places: a misprint."""
    one, other = str(cited), str(listed)
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 or (len(differing) == 2 and differing[0] == differing[1][::-1])


def _by_author(number: int, citation: Citation, index: ListIndex, antecedents: Antecedents) -> Link:
    """An author's name alone: the work of that author cited before, else the only one listed."""
    if not citation.names:
        return Link(number, Status.MISSING, (), 0.0)
    found = index.candidates(citation.names[0], None) or index.spelt_nearly(citation.names[0])
    fits = [
        _Fit(each, names, 1.0)
        for each, names in index.name_fits(citation.names, citation.et_al, found)
        if names.score >= MISSPELT
    ]
    if not fits:
        return Link(number, Status.MISSING, (), 0.0)
    fits = _meant(fits, citation) or fits
    top = max(fit.score for fit in fits)
    best = [fit for fit in fits if fit.score == top]
    if len(best) > 1 and citation.form is not Form.MENTION:
        cited = antecedents.cited_before()
        before = [fit for fit in best if fit.reference in cited]
        best = before or best
        if len(best) > 1 and citation.note is not None:
            latest = antecedents.latest(citation)
            best = [fit for fit in best if fit.reference in latest] or best
    decided = _decide(number, citation, best, index)
    if decided.status is Status.LINKED or decided.status is Status.NEAR:
        reason = "antecedent" if decided.references[0] in antecedents.cited_before() else "only"
        return Link(
            number,
            decided.status,
            decided.references,
            decided.score,
            (*decided.evidence, Evidence(reason, True, citation.text, "")),
        )
    return decided


def _by_source(number: int, citation: Citation, index: ListIndex) -> Link:
    """A source named by title, outlet or address."""
    # Without marks of emphasis, as it was asked for when it was found.
    plain = citation.text.replace("*", " ")
    fits = [fit for fit in index.find_source(plain, citation.names) if fit.score >= SURE]
    if not fits:
        return Link(number, Status.MISSING, (), 0.0)
    fits = [fit for fit in fits if fit.reference in citation.among] or fits
    top = fits[0]
    rivals = [fit for fit in fits if fit.score >= top.score - 0.001 and fit.start == top.start]
    if len(rivals) > 1 and top.field != "url":
        return Link(number, Status.AMBIGUOUS, tuple(sorted(fit.reference for fit in rivals)), top.score / len(rivals))
    item = index.references[top.reference].item
    evidence = [Evidence(top.field, True, top.cited, item.title or "")]
    if top.year_agrees is False and citation.date is not None and item.issued is not None:
        evidence.append(Evidence("year", False, citation.date.text, item.issued.text))
    if (misspelt := misspelt_name(citation.names, item.contributors)) is not None:
        evidence.append(Evidence("name", False, *misspelt))
    status = Status.NEAR if len(evidence) > 1 else Status.LINKED
    return Link(number, status, (top.reference,), round(top.score, 4), tuple(evidence))


def _numeric(number: int, citation: Citation, index: ListIndex) -> Link:
    first, last = citation.number or 0, citation.last or citation.number or 0
    found = []
    for each in range(first, last + 1):
        listed = index.by_number.get(each) if index.by_number else (each - 1 if each <= len(index.references) else None)
        if listed is not None:
            found.append(listed)
    if len(found) == last - first + 1:
        return Link(number, Status.LINKED, tuple(found), 1.0, (Evidence("number", True, citation.text, citation.text),))
    return Link(number, Status.MISSING, (), 0.0, (Evidence("number", False, citation.text, "no such number"),))


def _by_label(number: int, citation: Citation, index: ListIndex) -> Link:
    label = citation.target or ""
    listed = index.by_label.get(label, index.by_key.get(label))
    if listed is None:
        return Link(number, Status.MISSING, (), 0.0, (Evidence("key", False, label, "no such key"),))
    return Link(number, Status.LINKED, (listed,), 1.0, (Evidence("key", True, label, label),))


def _mentions_from_notes(citations: tuple[Citation, ...], links: list[Link]) -> list[Link]:
    """A name in a sentence means the work that the sentence's note links to, where several entries have the name."""
    noted: dict[str | None, set[int]] = defaultdict(set)
    for citation, found in zip(citations, links, strict=True):
        if citation.note is not None and found.status in (Status.LINKED, Status.NEAR):
            noted[citation.note].update(found.references)
    decided = list(links)
    for at, (citation, found) in enumerate(zip(citations, links, strict=True)):
        if citation.form is Form.MENTION and found.status is Status.AMBIGUOUS and citation.target is not None:
            meant = noted[citation.target].intersection(found.references)
            if len(meant) == 1:
                reason = Evidence("antecedent", True, citation.text, f"note {citation.target}")
                decided[at] = Link(at, Status.LINKED, tuple(meant), 0.8, (reason,))
    return decided
