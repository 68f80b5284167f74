"""How a draft cites, told from evidence over the whole of it before anything else is read.

What counts as a citation depends on it: `(Afghanistan 1979)` is none in a draft that cites in notes, `(420)` is a page
in one that cites by author alone, and a source by number in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from citetool.citations.authoryear import Candidate, find_author_year
from citetool.citations.backreferences import BackReferences, back_references
from citetool.citations.keyed import find_keyed, find_marked
from citetool.citations.numeric import find_numeric
from citetool.citations.segments import segments
from citetool.citations.sources import find_sources
from citetool.citations.taken import Taken
from citetool.citations.zones import BRACKET, Zone, readable, with_emphasis, zones
from citetool.dates import undated_pattern
from citetool.model import Citation, Document, Name, Practice, Span, System
from citetool.names import acronyms
from citetool.readers.lists import dated
from citetool.references.index import ListIndex

HABIT = 3
"""So many citations of a kind that fit the list make citing so the habit of the text (or of the notes)."""

HABIT_SHARE = 0.25
"""And so large a share of all that look like one."""

POOR_FIT = 0.5
"""A fit with the list below which names and year are both off: the entry speaks no more for a citation than none."""


class Survey(NamedTuple):
    """A draft, made ready for reading its citations, and how it cites.

    Attributes:
        text: the document's text as `readable` gives it.
        emphasised: the same as `with_emphasis` gives it.
        zones: the stretches of text and the notes, in order.
        numeric: the citations by number or label; none where the draft doesn't cite so.
        author_year: all that may be author-year citations, with how they fit the list.
        author_alone: brackets of the text that hold listed authors or titles; none where the draft doesn't cite so.
        patterns: of back-references.
        practices: the systems of citing that the draft keeps to, text before notes.
    """

    text: str
    emphasised: str
    zones: list[Zone]
    numeric: list[Citation]
    author_year: list[Candidate]
    author_alone: list[Citation]
    patterns: BackReferences
    practices: tuple[Practice, ...]

    def keeps_to(self, system: System, *, in_notes: bool) -> bool:
        """Whether the text (or the notes) of the draft cite so."""
        return any(each.system is system and each.in_notes == in_notes for each in self.practices)


def survey(document: Document, index: ListIndex) -> Survey:
    """Look a draft over: what its citations may be, and which systems of citing that shows."""
    text = readable(document)
    parts = zones(document)
    printed = with_emphasis(document)
    lowered = _scope(text, parts).lower()
    undated, patterns = undated_pattern(lowered), back_references(lowered)
    keyed = find_marked(document, parts) or find_keyed(text, parts, index)
    numeric = keyed or find_numeric(document, parts, index)
    candidates = [candidate for zone in parts for candidate in find_author_year(text, zone, index, undated)]
    notes = list(_of_notes(printed, text, parts, candidates, patterns, index))
    year_notes = any(each.system is System.AUTHOR_YEAR for each in notes)
    alone = [] if numeric or year_notes else _author_alone(text, printed, parts, index, candidates)
    in_text: list[Practice] = []
    if numeric:
        in_text.append(_practice(System.KEY if keyed else System.NUMERIC, numeric, len(numeric)))
    elif _cites_by_year(candidates):
        own = [each for each in candidates if each.citation.note is None and each.bracketed]
        fitting = [each.citation for each in own if each.fit > 0]
        in_text.append(_practice(System.AUTHOR_YEAR, fitting or [each.citation for each in own], len(own)))
    by_year = sum(each.fit > 0 and each.citation.note is None for each in candidates)
    if len(alone) < max(HABIT, by_year):
        alone = []
    if alone:
        in_text.append(_practice(System.AUTHOR, alone, len(alone)))
    practices = tuple(each for each in (*in_text, *notes) if each.shown)
    return Survey(text, printed, parts, numeric, candidates, alone, patterns, practices)


def _practice(system: System, found: list[Citation], of: int) -> Practice:
    return Practice(system, False, len(found), of, found[0].text if found else "")


def _scope(text: str, parts: list[Zone]) -> str:
    """The text of notes and brackets, where `ibid.` and `n.d.` can stand."""
    notes = [text[zone.span.start : zone.span.end] for zone in parts if zone.note is not None]
    return "\n".join([*notes, *BRACKET.findall(text)])


def _cites_by_year(candidates: list[Candidate]) -> bool:
    """Whether the text cites by author and year: by how many such cites fit the list.

    A draft without any notes that cite can only do so in its text.
    """
    if not any(each.citation.note is not None and each.fit > 0 for each in candidates):
        return True
    return _habitual([each for each in candidates if each.citation.note is None and each.bracketed])


def _habitual(own: list[Candidate]) -> bool:
    fitting = sum(each.fit > 0 for each in own)
    return fitting >= HABIT and fitting >= HABIT_SHARE * len(own)


_TITLE_MARK = re.compile(r"[“«„\"*]|(?<!\w)‘")


def _of_notes(
    printed: str,
    text: str,
    parts: list[Zone],
    candidates: list[Candidate],
    patterns: BackReferences,
    index: ListIndex,
) -> Iterator[Practice]:
    """How the notes cite: each note counts once, for what it shows first."""
    own = [candidate for candidate in candidates if candidate.citation.note is not None]
    by_year = {candidate.citation.note for candidate in own if candidate.fit > 0}
    shown: dict[System, list[str]] = {system: [] for system in System}
    number = 0
    for zone in parts:
        if zone.note is None:
            continue
        number += 1
        body = text[zone.span.start : zone.span.end]
        if any(pattern.search(body) for pattern in patterns):
            system = System.BACK_REFERENCE
        elif dated(body) and _TITLE_MARK.search(printed, zone.span.start, zone.span.end):
            system = System.FULL
        elif zone.note.label in by_year:
            system = System.AUTHOR_YEAR
        elif (first := re.match(r"\W*([^\W\d_][\w’'-]+)", body)) and first[1].lower() in index.by_first:
            system = System.AUTHOR
        else:
            continue
        shown[system].append(" ".join(body.split())[:60])
    for system, examples in shown.items():
        enough = _habitual(own) if system is System.AUTHOR_YEAR else len(examples) >= HABIT
        if enough and examples:
            yield Practice(system, True, len(examples), number, examples[0])


def _author_alone(
    text: str, printed: str, parts: list[Zone], index: ListIndex, candidates: list[Candidate]
) -> list[Citation]:
    """Brackets in the text that hold listed authors or titles: `(Marsh; Okafor, “Title”)`."""
    taken = Taken()
    for candidate in candidates:
        if candidate.fit >= POOR_FIT:
            taken.add(candidate.citation)
    found: list[Citation] = []
    for zone in parts:
        if zone.note is not None:
            continue
        for match in BRACKET.finditer(text, zone.span.start, zone.span.end):
            for segment in segments(text, Span(*match.span(1))):
                if taken.free(segment) and not _introduces_acronym(text, segment):
                    found += find_sources(text, printed, segment, zone, index)
    return found


_ACRONYM = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w&-]{1,11}")


def _introduces_acronym(text: str, segment: Span) -> bool:
    """Whether a bracket holds the acronym of the words before it: `Harbour Council of the North (HCN)`."""
    own = text[segment.start : segment.end]
    if not _ACRONYM.fullmatch(own) or not own[1:2].isupper():
        return False
    before = text[max(0, segment.start - 160) : segment.start].rstrip(" (").split()
    return any(
        own.lower() in acronyms(Name(literal=" ".join(before[-number:])))
        for number in range(2, min(len(before), 2 * len(own)) + 1)
    )
