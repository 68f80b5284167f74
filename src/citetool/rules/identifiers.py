"""CT4xx: DOIs, ISBNs and ISSNs, as far as their form alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from citetool.config import Config
from citetool.identifiers import (
    DOI_HYPHENS,
    check_digit,
    doi_breaks,
    find_dois,
    is_unseen,
    normalise_doi,
    without_breaks,
)
from citetool.model import Edit, Manuscript, Severity, Span
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import quoted

LONGEST = 300
"""Characters; no DOI is longer."""


@rule("CT401", "malformed-doi", Severity.ERROR)
def malformed_doi(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A DOI that can't be one, or an ISBN or ISSN whose check digit is wrong.

    What stands after “doi:” or in an address of doi.org is looked at, in the list and in notes: whether it has a
    registrant (`10.` and four digits or more) and something after the slash (DOI Handbook, 2.2), and whether a space,
    an invisible character or a dash that was a hyphen keeps it from being found. ISBNs and ISSNs are checked where they
    are labelled so; in either a single wrong digit shows (ISO 2108, ISO 3297). A DOI that goes on in the next line is
    taken for whole, and so are escaped characters, as Markdown and LaTeX have them. Nothing is looked up.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9, doi:10.10.1234/tariffs.

        Okafor, B. (2019) Trade. London: Harbour. ISBN 978-0-00-000000-1.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9, doi:10.1234/tariffs.

        Okafor, B. (2019) Trade. London: Harbour. ISBN 978-0-00-000000-2.
    """
    text = manuscript.document.text
    lowered = text.lower()
    has_dois = any(each in lowered for each in ("doi:", "doi.", "doi ", "doi=", "doi\u00a0"))
    has_numbers = "isbn" in lowered or "issn" in lowered
    if not (has_dois or has_numbers):
        return
    for place in _places(manuscript):
        if has_dois:
            for claim in _claims(text, place):
                if problem := _doi_problem(text, claim, place.end):
                    yield problem
        if has_numbers:
            for found in _number().finditer(text, place.start, place.end):
                if problem := _number_problem(found):
                    yield problem


def _places(manuscript: Manuscript) -> Iterator[Span]:
    """Where sources stand with their fields: the entries of the list, and the notes."""
    document = manuscript.document
    for reference in manuscript.references:
        if reference.span is not None and document.in_list(reference.span.start):
            yield reference.span
    for note in document.notes:
        if not document.in_list(note.span.start):
            yield note.span


def _claims(text: str, place: Span) -> Iterator[re.Match[str]]:
    """What says in a place that a DOI follows: labels, addresses of the resolver, or both."""
    at = place.start
    while found := _word_doi().search(text, at, place.end):
        scheme = _scheme().search(text, max(at, found.start() - len("https://www.")), found.start())
        claim = _claim().match(text, scheme.start() if scheme else found.start(), place.end)
        if claim:
            yield claim
        at = claim.end() if claim else found.end()


@cache
def _word_doi() -> re.Pattern[str]:
    # Many times as fast as a search for all that a claim may begin with.
    return re.compile("[Dd][Oo][Ii]")


@cache
def _scheme() -> re.Pattern[str]:
    return re.compile(r"(?:https?://)?(?:dx\.|www\.)?$", re.IGNORECASE)


@cache
def _claim() -> re.Pattern[str]:
    label = r"doi\s?[:=]\*{0,2}\s{0,3}|doi\.?\s(?=10\.)"
    return re.compile(
        rf"(?<![\w.@/-])(?:{label}|(?P<address>(?:https?://)?(?P<host>dx\.|www\.)?doi\.org/+))+", re.IGNORECASE
    )


def _doi_problem(text: str, claim: re.Match[str], end: int) -> Problem | None:
    """What is wrong with the DOI that follows a claim."""
    start = claim.end()
    rest = text[start : min(end, start + LONGEST)]
    line = rest.partition("\n")[0]
    breaks = doi_breaks(line)
    whole = without_breaks(line, breaks)
    if breaks and (span := _first_doi(whole)):
        lost = sum(each.end - each.start for each in breaks)
        place = Span(start + span.start, start + span.end + lost)
        return _mended(text, claim, place, whole[span.start : span.end], "a space breaks it")
    gap = len(line) - len(line.lstrip())
    word = _word(line[gap:])
    if gap and text[start - 1] == "/" and word.startswith("10."):
        return _mended(text, claim, Span(start, start + gap + len(word)), word, "a space breaks it")
    if gap:
        word = ""
    place = Span(start, start + len(word))
    if doubled := re.match(r"10\.(10\.[0-9]{4,9}/\S+)", word):
        return _mended(text, claim, place, doubled[1], "“10.” stands in it twice")
    if claim.group().lower().count("doi.org/") > 1 and normalise_doi(word) is not None:
        place = Span(claim.start(), place.end)
        return _mended(text, claim, place, f"https://doi.org/{word}", "the address stands in it twice")
    if (near := _near().match(rest)) and normalise_doi(near.group()) is not None:
        return _altered(text, claim, line)
    fault, hint = _fault(claim, word)
    if fault is None:
        return None
    printed = Span(claim.start(), start + len(word))
    return Problem(printed, f"{quoted(text[printed.start : printed.end])} is no DOI: {fault}", hint=hint)


@cache
def _near() -> re.Pattern[str]:
    """A word, and the next one if a line ends between them: the DOI may go on there."""
    return re.compile(r"\s*\S+(?:[^\S\n]*\n\s*\S+)?")


def _first_doi(line: str) -> Span | None:
    """Where the DOI is that a line opens with."""
    span = next((span for span, _ in find_dois(line, 0, len(line))), None)
    return None if span is None or any(char.isalnum() for char in line[: span.start]) else span


def _word(line: str) -> str:
    """The first word of a line, without the punctuation after it."""
    return line.split(maxsplit=1)[0].rstrip(".,;:)]>”’\"'*") if line.strip() else ""


def _mended(text: str, claim: re.Match[str], place: Span, by: str, what: str) -> Problem:
    """The problem of a DOI that is whole once `by` stands in a place."""
    whole = " ".join((text[claim.start() : place.start] + by).split())
    return Problem(
        Span(claim.start(), place.end),
        f"{quoted(text[claim.start() : place.end])} — {what}",
        hint=f"write “{whole}”",
        edits=(Edit(place, by),),
    )


def _fault(claim: re.Match[str], word: str) -> tuple[str | None, str | None]:
    """What is wrong with a word that is no DOI where one is due, and what it may have been; nothing if it is in order.

    The DOI Foundation's own pages have addresses like a DOI's, as have short DOIs (https://shortdoi.org).
    """
    of_the_foundation = (claim["host"] or "").lower() == "www." or re.fullmatch(
        r"(?=.*[0-9])(?=.*[a-z])[a-z0-9]{4,8}|[a-z_-]+/\S*", word, re.IGNORECASE
    )
    if claim["address"] and of_the_foundation and not word.startswith("10."):
        return None, None
    if not word:
        return "nothing follows", None
    if re.match(r"10\.(?![0-9]{4})", word):
        return "the number after “10.” has at least four digits", None
    if word.startswith("10."):
        return "it has a registrant's number and nothing that tells the work", None
    if re.match(r"[0-9]{4,9}/\S", word):
        return "a DOI begins with “10.”", f"perhaps 10.{word}"
    # “DOI: forthcoming” says that there is none.
    wordless = not claim["address"] and not any(char.isdigit() for char in word)
    return (None, None) if wordless else ("a DOI begins with “10.”", None)


_DASHES = frozenset("\u2011\u2012\u2013\u2212")
"""What word processors make of hyphens. U+2010 is left alone: texts from PDFs have it for any hyphen."""


def _altered(text: str, claim: re.Match[str], line: str) -> Problem | None:
    """The problem of a DOI with characters that no registry knows it by, and that look as if they were in order."""
    span = _first_doi(line)
    if span is None or line.isascii():
        return None
    printed = line[span.start : span.end]
    while is_unseen(printed[-1]):
        printed = printed[:-1]
    dash, unseen = any(char in _DASHES for char in printed), any(map(is_unseen, printed))
    if not dash and not unseen:
        return None
    mended = "".join("-" if char in DOI_HYPHENS else char for char in printed if not is_unseen(char))
    place = Span(claim.end() + span.start, claim.end() + span.start + len(printed))
    what = "an invisible character stands in it" if unseen else "a dash stands in it for a hyphen"
    return _mended(text, claim, place, mended, what)


@cache
def _number() -> re.Pattern[str]:
    """A labelled ISBN or ISSN, with hyphens or without; an ISBN may have spaces in it."""
    hyphen = "‐-–-"
    return re.compile(
        r"(?<![^\W_])(?:[ep]-?)?(?P<label>ISBN|ISSN)(?:-L|[\s-]?1[03](?=[:\s]))?(?:\s?\([^()]{1,12}\))?\s?[:.]?\s{0,2}"
        rf"(?P<number>[0-9](?:[{hyphen}]?[0-9]){{5,}}(?:[{hyphen}]?X)?(?![^\W_])"
        r"|97[89](?:\s?[0-9]){10}(?!\s?[0-9])|[0-9](?:\s?[0-9]){8}\s?[0-9X](?!\s?[0-9]))"
        rf"(?P<more>[\s{hyphen}]{{0,3}}[0-9])?",
        re.IGNORECASE,
    )


_LENGTHS = {"ISBN": (10, 13), "ISSN": (8,)}


def _number_problem(found: re.Match[str]) -> Problem | None:
    """What is wrong with a labelled number: too many digits or too few, or a check digit that doesn't fit."""
    label = found["label"].upper()
    digits = "".join(char for char in found["number"].upper() if char.isdigit() or char == "X")
    place = Span(found.start(), found.end("number"))
    shown = quoted(found.string[place.start : place.end])
    if len(digits) not in _LENGTHS[label]:
        # What goes on after a break may be the rest of it.
        due = " or ".join(map(str, _LENGTHS[label]))
        return None if found["more"] else Problem(place, f"{shown} has {len(digits)} digits; an {label} has {due}")
    right = check_digit(digits[:-1])
    if digits[-1] == right or (found["more"] and not found["more"].startswith((" ", "\u00a0"))):
        return None
    return Problem(place, f"{shown} — its check digit is wrong", hint=f"{right}, if the digits before it are right")
