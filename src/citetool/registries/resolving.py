"""Entries, and DOIs asked for by themselves, held against the registries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from citetool.identifiers import doi_spellings
from citetool.model import Item, Manuscript, Reference
from citetool.registries.comparing import compare
from citetool.registries.lookup import Answer, Found, Registries
from citetool.registries.matching import match, sure
from citetool.resolution import Origin, Outcome, Resolution

SELDOM_REGISTERED = {
    "article-newspaper": "a newspaper article",
    "bill": "a bill",
    "broadcast": "a broadcast",
    "hearing": "a hearing",
    "interview": "an interview",
    "legal_case": "a case",
    "legislation": "a law",
    "personal_communication": "a personal communication",
    "post": "a post",
    "post-weblog": "a blog post",
    "regulation": "a regulation",
    "speech": "a speech",
    "treaty": "a treaty",
    "webpage": "a web page",
}
"""Types (CSL) that have no DOI as a rule, and what they are called."""


class Search(StrEnum):
    """Which entries without a DOI are searched for: none, those of types that have one as a rule, all."""

    NONE = "none"
    USUAL = "usual"
    ALL = "all"


def resolve_dois(printed: Sequence[str], registries: Registries) -> tuple[Resolution, ...]:
    """What is registered for each DOI as printed, in order; what is no DOI is not checked, and says so."""
    spellings = [doi_spellings(each) for each in printed]
    answers = _look_up(spellings, registries)
    return tuple(
        _resolution(*_settled(spelt, answers)) if spelt else Resolution(None, Outcome.NOT_CHECKED, detail=_no_doi(each))
        for each, spelt in zip(printed, spellings, strict=True)
    )


def _no_doi(printed: str) -> str:
    """What is said of something that is no DOI, with what it may be if the prefix was doubled (`10.10.1038/…`)."""
    meant = doi_spellings(printed.replace("10.10.", "10."))
    return f"“{printed}” is no DOI" + (f"; perhaps {meant[0]}" if meant else "")


def resolve(
    manuscript: Manuscript,
    registries: Registries,
    search: Search = Search.USUAL,
    labelled: Sequence[Reference] | None = None,
) -> Manuscript:
    """The manuscript with a resolution for every entry, in the order of the list.

    `labelled` are the same entries with all their fields, where those of the manuscript have only what linking asks.
    """
    references = manuscript.references if labelled is None else labelled
    return replace(manuscript, resolutions=resolve_references(references, registries, search))


def resolve_references(
    references: Sequence[Reference], registries: Registries, search: Search = Search.USUAL
) -> tuple[Resolution, ...]:
    """A resolution for every entry, in order."""
    spellings = [_spellings(each) for each in references]
    answers = _look_up(spellings, registries)
    found = [
        _compared(reference, *_settled(spelt, answers)) if spelt else _without_doi(reference, search)
        for reference, spelt in zip(references, spellings, strict=True)
    ]
    if search == Search.NONE:
        return tuple(found)
    wanted = [each.reference for each in found if each.reference is not None and _is_searched(each)]
    queries = {index: query(references[index]) for index in wanted}
    results = registries.search(queries.values())
    for index, text in queries.items():
        found[index] = _searched(references[index], found[index], results[text])
    return tuple(found)


def query(reference: Reference) -> str:
    """What a search for an entry asks (`query.bibliographic`): its words, without an address; cut where it is long."""
    words = [word for word in reference.text.split() if "://" not in word and "www." not in word]
    return " ".join(words)[:400]


def _spellings(reference: Reference) -> tuple[str, ...]:
    """The DOIs that an entry may mean, the likeliest first."""
    doi = reference.item.doi
    if doi is None:
        return ()
    start = reference.text.lower().find("10.")
    printed = doi_spellings(reference.text[start:]) if start >= 0 else ()
    spelt = doi_spellings(doi) or (doi.lower(),)
    # An entry's DOI may go on after a break, at which the reading of its fields ends.
    same = printed and (printed[0].startswith(spelt[0]) or spelt[0].startswith(printed[0]))
    return tuple(dict.fromkeys((*printed, *spelt))) if same else spelt


def _look_up(spellings: Sequence[tuple[str, ...]], registries: Registries) -> dict[str, Answer]:
    """Answers for the first spelling of each, and for the others of those that don't exist."""
    answers = registries.look_up(spelt[0] for spelt in spellings if spelt)
    others = [each for spelt in spellings if spelt and _absent(answers[spelt[0]]) for each in spelt[1:]]
    return answers | registries.look_up(others) if others else answers


def _absent(answer: Answer) -> bool:
    return answer.outcome == Outcome.NOT_FOUND


def _settled(spelt: tuple[str, ...], answers: dict[str, Answer]) -> tuple[str, Answer]:
    """The spelling that is registered, if one is; else the likeliest."""
    known = [each for each in spelt if each in answers]
    doi = next((each for each in known if answers[each].outcome == Outcome.FOUND), spelt[0])
    # Nothing is said not to exist as long as another way to read it couldn't be asked for.
    unsure = next((each for each in known if not _absent(answers[each])), doi)
    return (doi, answers[doi]) if answers[doi].outcome == Outcome.FOUND else (doi, answers[unsure])


def _resolution(doi: str, answer: Answer) -> Resolution:
    return Resolution(
        doi,
        answer.outcome,
        record=answer.record,
        agency=answer.agency,
        as_of=answer.as_of,
        stale=answer.stale,
        detail=answer.detail,
    )


def _compared(reference: Reference, doi: str, answer: Answer) -> Resolution:
    found = _resolution(doi, answer)._replace(reference=reference.index)
    if answer.record is None:
        return found
    comparison = compare(reference.item, reference.text, answer.record)
    return found._replace(differences=comparison.differences, another_work=comparison.another_work)


def _without_doi(reference: Reference, search: Search) -> Resolution:
    return Resolution(
        None, Outcome.NOT_CHECKED, reference.index, origin=Origin.SEARCHED, detail=_why_not(reference.item, search)
    )


def _why_not(item: Item, search: Search) -> str | None:
    """Why an entry without a DOI isn't searched for; `None` if it is."""
    if search == Search.NONE:
        return "no DOI"
    if search == Search.USUAL and item.type in SELDOM_REGISTERED:
        return f"no DOI; {SELDOM_REGISTERED[item.type]} has none as a rule"
    if not item.title and not item.page:
        return "no DOI; no title to search for was made out"
    if not item.contributors:
        return "no DOI; without an author no match could be trusted"
    return None


def _is_searched(found: Resolution) -> bool:
    """Whether a search can help: the entry has no DOI, or one that doesn't exist or is another work's."""
    if found.origin == Origin.SEARCHED:
        return found.detail is None
    return found.outcome == Outcome.NOT_FOUND or found.another_work


def _searched(reference: Reference, before: Resolution, result: Found) -> Resolution:
    if result.records is None:
        if before.origin == Origin.PRINTED:
            return before
        outcome = Outcome.NOT_CHECKED if result.stopped else Outcome.UNAVAILABLE
        return before._replace(outcome=outcome, detail=result.detail)
    found = match(reference.item, reference.text, result.records)
    if before.origin == Origin.PRINTED:
        suggestions = (sure(found.record),) if found.record else found.suggestions
        return before._replace(suggestions=tuple(each for each in suggestions if each.doi != before.doi))
    if found.record is None:
        return before._replace(
            outcome=Outcome.NOT_FOUND,
            suggestions=found.suggestions,
            as_of=result.as_of,
            detail="no DOI; no work that a search found fits for certain",
        )
    return before._replace(
        doi=found.record.doi,
        outcome=Outcome.FOUND,
        agency=found.record.agency,
        record=found.record,
        differences=compare(reference.item, reference.text, found.record).differences,
        as_of=result.as_of,
    )
