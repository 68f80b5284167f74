"""Find the citations of a draft: each kind in a module of its own, put together here.

Author-year citations that fit the list are surest and are taken first, then back-references, then what is left of
notes and brackets is read segment by segment. What no entry fits counts as a citation only where the draft cites that
way: `(Afghanistan 1979)` is none in a draft that cites in notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from citetool.citations.authoryear import Candidate
from citetool.citations.backreferences import find_back_references, find_ibid
from citetool.citations.mentions import find_mentions, find_pages_alone, says, spellings
from citetool.citations.segments import is_secondary, opened_by_names, segments, sentences, signal_before
from citetool.citations.sources import (
    find_locator_alone,
    find_plain_title,
    find_short_title,
    find_sources,
    find_unlisted,
)
from citetool.citations.survey import HABIT, POOR_FIT, Survey
from citetool.citations.taken import Taken
from citetool.citations.zones import Zone, brackets
from citetool.folding import fold_words
from citetool.model import Citation, Document, Form, Name, Span, System
from citetool.names import conjunctions
from citetool.references.index import ListIndex
from citetool.vocabulary import words

SURE_FIT = 0.8
"""A fit with the list from which on an author-year citation is read as one, whatever else its words might be: the same
names and year, at most one name misspelt."""

_SEVERAL = 160
"""Characters; two sources in full, one after another in one sentence, take more."""


def find_citations(document: Document, index: ListIndex, seen: Survey) -> tuple[Citation, ...]:
    """All citations of a draft outside its lists, in reading order, none overlapping another.

    `seen` is what `survey` makes of the same document and index.
    """
    text, parts, patterns = seen.text, seen.zones, seen.patterns
    printed = seen.emphasised
    taken = Taken()
    for citation in seen.numeric:
        taken.add(citation)
    for candidate in seen.author_year:
        if candidate.fit >= SURE_FIT and (candidate.citation.note is None or _opens_segment(text, candidate.citation)):
            taken.add(candidate.citation)
    for zone in parts:
        for citation in [*find_back_references(text, zone, index, patterns), *find_ibid(text, zone, patterns)]:
            taken.add(citation)
    for zone in parts:
        if zone.note is not None:
            _read_note(text, printed, zone, index, taken)
    for candidate in seen.author_year:
        if candidate.fit >= POOR_FIT:
            taken.add(candidate.citation)
    for citation in seen.author_alone:
        taken.add(citation)
    if seen.author_alone:
        for zone in parts:
            for citation in find_pages_alone(text, zone, index) if zone.note is None else ():
                taken.add(citation)
    habits = _habits_of_notes(taken.citations())
    for zone in parts:
        if zone.note is not None:
            _read_unlisted(text, printed, zone, taken, habits)
    _read_unlisted_cites(text, seen, taken)
    if not seen.numeric:
        markers = sorted((marker.start, note.label) for note in document.notes for marker in note.marker_spans)
        spelt = spellings(index, (citation.names[0] for citation in taken.citations() if citation.names))
        for zone in parts:
            for citation in find_mentions(text, zone, index, markers, spelt):
                taken.add(citation)
    return _finished(text, document.text, parts, taken.citations())


def _read_unlisted_cites(text: str, seen: Survey, taken: Taken) -> None:
    """Names and a year that no entry fits are a citation where the draft cites so, and by their form."""
    in_text = seen.keeps_to(System.AUTHOR_YEAR, in_notes=False)
    in_notes = seen.keeps_to(System.AUTHOR_YEAR, in_notes=True)
    in_brackets = in_notes or sum(each.fit > 0 and each.bracketed for each in seen.author_year) >= HABIT
    left: list[Citation] = []
    for candidate in seen.author_year:
        citation = candidate.citation
        if candidate.fit >= POOR_FIT:
            continue
        if citation.note is None:
            by_form = _reads_as_cite(text, citation) or _in_a_row(text, citation, taken)
            wanted = in_text and candidate.bracketed and by_form
        else:
            wanted = _opens_segment(text, citation) or (in_notes and candidate.bracketed)
            wanted = wanted and (in_brackets or not _publishes(text, candidate)) and not _behind_place(text, citation)
        if wanted:
            taken.add(citation)
        elif in_text and candidate.bracketed and citation.note is None:
            left.append(citation)
    cited = {_who_and_when(each) for each in taken.citations()} if left else set()
    for citation in left:
        # Names and year that are cited elsewhere in the draft are cited here, too.
        if _who_and_when(citation) in cited:
            taken.add(citation)


def _reads_as_cite(text: str, citation: Citation) -> bool:
    """Whether names that the list doesn't have are cited by their form: `Brexit (2016)` and `Decision 2019/12` are not.

    Several names and `et al.` are; so is a name whose year stands with it in brackets, or with a page behind it in
    the middle of a sentence, or of which something is said.
    """
    date = citation.date.text if citation.date else ""
    if citation.date and citation.date.end_year:
        # `after the crisis (2008–2012)`
        return False
    if "/" in date or text[citation.span.end : citation.span.end + 1] in ("/", "-"):
        return False
    if len(citation.names) > 1 or citation.et_al or "(" not in citation.text:
        return True
    before = text[max(0, citation.span.start - 30) : citation.span.start].lower().rstrip()
    if citation.locator is not None and before[-1:].isalpha():
        return True
    attributed = before.endswith(tuple(words().phrases["attributions"]))
    signal = signal_before(text, citation.span.start - 60, citation.span.start)
    return attributed or signal is not None or says(text, citation.span.end) or "’s (" in citation.text


def _who_and_when(citation: Citation) -> tuple[str, int, str]:
    """The first author's family name, how many are named, and the year, as far as words before them leave it plain."""
    first = citation.names[0] if citation.names else Name()
    own = fold_words(first.literal or first.family or "")
    return own[-1] if own else "", len(citation.names), citation.date.text if citation.date else ""


@cache
def _joins_cites() -> re.Pattern[str]:
    return re.compile(rf"\)?\s?[,;]\s|\)?[,;]?\s(?:{conjunctions()})\s")


def _in_a_row(text: str, citation: Citation, taken: Taken) -> bool:
    """Whether a comma or "and" joins a citation to one before or after it: `Okafor (2012), Marsh (2015)`."""
    before, after = taken.beside(citation.span)
    return (
        before is not None and _joins_cites().fullmatch(text, before.span.end, citation.span.start) is not None
    ) or (after is not None and _joins_cites().fullmatch(text, citation.span.end, after.span.start) is not None)


def _opens_segment(text: str, citation: Citation) -> bool:
    """Whether a citation stands at the start of its note or segment, as a short cite does."""
    before = text[max(0, citation.span.start - 3) : citation.span.start].rstrip()
    return (
        not before
        or before[-1] in ";:([.\n"
        or signal_before(text, citation.span.start - 60, citation.span.start) is not None
    )


def _publishes(text: str, candidate: Candidate) -> bool:
    """Whether a name and a year can be publisher and year of a source in full: `(Harbour Press, 2007)`.

    They stand alone in a bracket, or behind a place and a colon.
    """
    own_bracket = "(" in candidate.citation.text or "[" in candidate.citation.text
    before = text[max(0, candidate.citation.span.start - 3) : candidate.citation.span.start].rstrip()
    return candidate.bracketed and not own_bracket and before[-1:] in ("(", "[", ":")


_PLACE = re.compile(r"[.,;(]\s[^\W\d_a-zß-öø-ÿ][\w’'-]+(?:\s[\w’'-]+){0,3}:\s?$")


_COMMA_AND_YEAR = re.compile(r",\s(?:1[4-9]|20)[0-9]{2}")


def _behind_place(text: str, citation: Citation) -> bool:
    """Whether a name and a year are publisher and year, since a place stands before: `Piers, Oslo: Harbour, 2007`."""
    comma = _COMMA_AND_YEAR.search(citation.text) is not None
    return comma and _PLACE.search(text, max(0, citation.span.start - 60), citation.span.start) is not None


def _read_note(text: str, printed: str, zone: Zone, index: ListIndex, taken: Taken) -> None:
    """Citations by author, title or address in a note: segment by segment, then sentence by sentence."""
    for segment in segments(text, zone.span):
        if not taken.free(segment):
            for part in sentences(text, segment):
                if taken.free(part):
                    for citation in find_sources(text, printed, part, zone, index):
                        taken.add(citation)
            continue
        if alone := find_locator_alone(text, segment, zone, index):
            taken.add(alone)
            continue
        long = segment.end - segment.start > _SEVERAL
        bracketed = _several_in_brackets(text, printed, segment, zone, index) if long else []
        if bracketed:
            for citation in bracketed:
                taken.add(citation)
            continue
        several = opened_by_names(text, segment) if long else []
        found = find_sources(text, printed, segment, zone, index) if len(several) < 2 else []
        if len(several) < 2:
            several = [] if found else [*sentences(text, segment), *brackets(text, segment)]
        for part in several:
            if taken.free(part):
                found += find_sources(text, printed, part, zone, index)
        for citation in found:
            taken.add(citation)


def _several_in_brackets(text: str, printed: str, segment: Span, zone: Zone, index: ListIndex) -> list[Citation]:
    """The sources of brackets that hold several in a note's sentence: `we run it in R (Corelli, *Tides*; Holm)`."""
    found: list[Citation] = []
    for bracket in brackets(text, segment):
        parts = segments(text, bracket)
        if len(parts) > 1:
            own = [citation for part in parts for citation in find_sources(text, printed, part, zone, index)]
            found += own if len(own) == len(parts) else []
    return found


_Finder = Callable[[str, Span, Zone], Citation | None]


def _habits_of_notes(found: list[Citation]) -> list[_Finder]:
    """What finds sources that no entry fits by a form in which the draft's notes cite those that one fits."""
    own = Counter(each.form for each in found if each.note is not None and each.names and each.title)
    finders: dict[Form, _Finder] = {Form.NAMED_SOURCE: find_short_title, Form.FULL: find_plain_title}
    return [finder for form, finder in finders.items() if own[form] >= HABIT]


def _read_unlisted(text: str, printed: str, zone: Zone, taken: Taken, habits: list[_Finder]) -> None:
    for segment in segments(text, zone.span):
        if not taken.free(segment):
            continue
        by_habit = (citation for finder in habits if (citation := finder(text, segment, zone)))
        if citation := find_unlisted(text, printed, segment, zone) or next(by_habit, None):
            taken.add(citation)


def _same_author(citation: Citation) -> bool:
    """Whether a word for "the same" stands for the author: `Id. 2014`."""
    family = (citation.names[0].family or "") if len(citation.names) == 1 else ""
    idem = words().back_references["idem"]
    return not idem.isdisjoint((family.lower().rstrip("."), family.lower().rstrip(".") + " ."))


def _finished(text: str, printed: str, parts: list[Zone], found: list[Citation]) -> tuple[Citation, ...]:
    """The citations with the printed text, their signals, and what is known only through which."""
    starts = {zone.span.start: zone for zone in parts}
    zone_of = sorted(starts)
    finished: list[Citation] = []
    place = 0
    for citation in found:
        while place + 1 < len(zone_of) and zone_of[place + 1] <= citation.span.start:
            place += 1
        floor = max(zone_of[place], finished[-1].span.end if finished else 0)
        signal = signal_before(text, floor, citation.span.start)
        if finished and citation.note is not None and _same_author(citation):
            citation = citation._replace(names=finished[-1].names, et_al=finished[-1].et_al)
        finished.append(citation._replace(signal=signal, text=printed[citation.span.start : citation.span.end]))
    for at, (one, after) in enumerate(pairwise(finished)):
        if one.note == after.note and is_secondary(after.signal) and one.form in (Form.FULL, Form.URL, Form.SHORT):
            between = text[one.span.end : after.span.start]
            if ";" not in between and len(between) < 60:
                finished[at] = one._replace(known_through=after.span)
    return tuple(finished)
