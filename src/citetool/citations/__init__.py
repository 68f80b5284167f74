"""Find the citations of a draft: each kind in a module of its own, put together here.

Author-year citations that fit the list are surest and are taken first, then back-references, then what is left of
notes and brackets is read segment by segment. What no entry fits counts as a citation only where the draft cites that
way: `(Afghanistan 1979)` is none in a draft that cites in notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from citetool.citations.authoryear import Candidate, find_author_year
from citetool.citations.backreferences import back_references, find_back_references, find_ibid
from citetool.citations.numeric import find_numeric
from citetool.citations.sources import (
    find_locator_alone,
    find_mentions,
    find_sources,
    find_unlisted,
    is_secondary,
    says,
    segments,
    signal_before,
    spellings,
)
from citetool.citations.zones import BRACKET, Zone, readable, zones
from citetool.dates import undated_pattern
from citetool.model import Citation, Document, Form, Span
from citetool.references.index import ListIndex
from citetool.vocabulary import words

SURE_FIT = 0.8
"""A fit with the list from which on an author-year citation is read as one, whatever else its words might be: the same
names and year, at most one name misspelt."""

HABIT = 3
"""So many author-year citations that fit the list make citing so the habit of the body (or of the notes)."""

HABIT_SHARE = 0.25
"""And so large a share of all that look like one."""

_SENTENCE_END = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[)”’»0-9]))[.?!]\s+(?=[^\W\d_a-z]|[“‘«])")


def find_citations(document: Document, index: ListIndex) -> tuple[Citation, ...]:
    """All citations of a draft outside its lists, in reading order, none overlapping another."""
    text = readable(document)
    parts = zones(document)
    numeric = find_numeric(document, parts, index)
    taken = _Taken()
    for citation in numeric:
        taken.add(citation)
    lowered = _scope(text, parts).lower()
    undated, patterns = undated_pattern(lowered), back_references(lowered)
    candidates = [candidate for zone in parts for candidate in find_author_year(text, zone, index, undated)]
    for candidate in candidates:
        if candidate.fit >= SURE_FIT and (candidate.citation.note is None or _opens_segment(text, candidate.citation)):
            taken.add(candidate.citation)
    for zone in parts:
        for citation in [*find_back_references(text, zone, index, patterns), *find_ibid(text, zone, patterns)]:
            taken.add(citation)
    unsure = [candidate for candidate in candidates if candidate.fit == 0]
    in_body = _habit(candidates, notes=False) and not numeric
    in_notes = _habit(candidates, notes=True)
    for zone in parts:
        if zone.note is not None:
            _read_note(text, document.text, zone, index, taken)
    for candidate in candidates:
        if candidate.fit > 0:
            taken.add(candidate.citation)
    brackets = [] if numeric or in_notes else _author_only_brackets(text, document.text, parts, index, taken)
    if len(brackets) < max(HABIT, sum(each.fit > 0 and each.citation.note is None for each in candidates)):
        brackets = []
    for citation in brackets:
        taken.add(citation)
    for zone in parts:
        if zone.note is not None:
            _read_unlisted(text, document.text, zone, taken)
    for candidate in unsure:
        citation = candidate.citation
        if citation.note is None:
            wanted = in_body and candidate.bracketed and _reads_as_cite(text, citation)
        else:
            wanted = _opens_segment(text, citation) or (in_notes and candidate.bracketed)
        if wanted:
            taken.add(citation)
    markers = sorted((marker.start, note.label) for note in document.notes for marker in note.marker_spans)
    if not numeric:
        spelt = spellings(index, (citation.names[0] for citation in taken.citations() if citation.names))
        for zone in parts:
            for citation in find_mentions(text, zone, index, markers, spelt):
                taken.add(citation)
    return _finished(text, document.text, parts, taken.citations())


def _scope(text: str, parts: list[Zone]) -> str:
    """The text of notes and brackets, where `ibid.` and `n.d.` can stand."""
    notes = [text[zone.span.start : zone.span.end] for zone in parts if zone.note is not None]
    return "\n".join([*notes, *BRACKET.findall(text)])


class _Taken:
    """Citations accepted so far, by place; a later one that overlaps an earlier one is dropped."""

    def __init__(self) -> None:
        self._found: list[Citation] = []
        self._starts: list[int] = []

    def add(self, citation: Citation) -> None:
        if self.free(citation.span):
            place = bisect_left(self._starts, citation.span.start)
            self._starts.insert(place, citation.span.start)
            self._found.insert(place, citation)

    def free(self, span: Span) -> bool:
        if span.start >= span.end:
            return False
        place = bisect_left(self._starts, span.start)
        if place < len(self._starts) and self._starts[place] < span.end:
            return False
        return place == 0 or self._found[place - 1].span.end <= span.start

    def citations(self) -> list[Citation]:
        return self._found


def _habit(candidates: list[Candidate], *, notes: bool) -> bool:
    """Whether a draft cites by author and year in its notes (or in its body): by how many such cites fit the list.

    A draft without any notes that cite can only do so in its body.
    """
    own = [each for each in candidates if (each.citation.note is not None) == notes and (notes or each.bracketed)]
    fitting = sum(each.fit > 0 for each in own)
    if not notes and not any(each.citation.note is not None and each.fit > 0 for each in candidates):
        return True
    return fitting >= HABIT and fitting >= HABIT_SHARE * len(own)


def _reads_as_cite(text: str, citation: Citation) -> bool:
    """Whether names that the list doesn't have are cited by their form: `Brexit (2016)` and `Decision 2019/12` are not.

    Several names and `et al.` are; so is a name whose year stands with it in brackets, or of which something is said.
    """
    date = citation.date.text if citation.date else ""
    if "/" in date or text[citation.span.end : citation.span.end + 1] in ("/", "-"):
        return False
    if len(citation.names) > 1 or citation.et_al or "(" not in citation.text:
        return True
    before = text[max(0, citation.span.start - 30) : citation.span.start].lower().rstrip()
    attributed = before.endswith(tuple(words().phrases["attributions"]))
    signal = signal_before(text, citation.span.start - 60, citation.span.start)
    return attributed or signal is not None or says(text, citation.span.end) or "’s (" in citation.text


def _opens_segment(text: str, citation: Citation) -> bool:
    """Whether a citation stands at the start of its note or segment, as a short cite does."""
    before = text[max(0, citation.span.start - 3) : citation.span.start].rstrip()
    return (
        not before
        or before[-1] in ";:([.\n"
        or signal_before(text, citation.span.start - 60, citation.span.start) is not None
    )


def _read_note(text: str, printed: str, zone: Zone, index: ListIndex, taken: _Taken) -> None:
    """Citations by author, title or address in a note: segment by segment, then sentence by sentence."""
    for segment in segments(text, zone.span):
        if not taken.free(segment):
            continue
        if alone := find_locator_alone(text, segment, zone, index):
            taken.add(alone)
            continue
        found = find_sources(text, printed, segment, zone, index)
        for part in [] if found else [*_sentences(text, segment), *_in_brackets(text, segment)]:
            if taken.free(part):
                found += find_sources(text, printed, part, zone, index)
        for citation in found:
            taken.add(citation)


def _sentences(text: str, segment: Span) -> list[Span]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, segment.start, segment.end)]
    found = [Span(start, end) for start, end in pairwise([segment.start, *ends, segment.end]) if end - start > 3]
    return found if len(found) > 1 else []


def _in_brackets(text: str, segment: Span) -> list[Span]:
    return [Span(*match.span(1)) for match in BRACKET.finditer(text, segment.start, segment.end)]


def _author_only_brackets(
    text: str, printed: str, parts: list[Zone], index: ListIndex, taken: _Taken
) -> list[Citation]:
    """Brackets in the body that hold listed authors or titles: `(Marsh; Okafor, “Title”)`."""
    found: list[Citation] = []
    for zone in parts:
        if zone.note is not None:
            continue
        for match in BRACKET.finditer(text, zone.span.start, zone.span.end):
            for segment in segments(text, Span(*match.span(1))):
                if taken.free(segment):
                    found += find_sources(text, printed, segment, zone, index)
    return found


def _read_unlisted(text: str, printed: str, zone: Zone, taken: _Taken) -> None:
    for segment in segments(text, zone.span):
        if taken.free(segment) and (citation := find_unlisted(text, printed, segment, zone)):
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
        if (
            one.note is not None
            and one.note == after.note
            and is_secondary(after.signal)
            and one.form in (Form.FULL, Form.URL, Form.SHORT)
        ):
            between = text[one.span.end : after.span.start]
            if ";" not in between and len(between) < 60:
                finished[at] = one._replace(known_through=after.span)
    return tuple(finished)
