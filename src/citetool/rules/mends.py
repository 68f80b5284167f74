"""Edits of citations and entries that several rules propose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from citetool.model import Citation, Edit, Form, Manuscript, Reference, Span


@cache
def _plain_year() -> re.Pattern[str]:
    return re.compile("[12][0-9]{3}[a-z]?")


def in_citation(citation: Citation, words: str, by: str) -> tuple[Edit, ...]:
    """What puts other words in the place of some that stand in a citation once."""
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", citation.text))
    if len(found) != 1:
        return ()
    start = citation.span.start
    return (Edit(Span(start + found[0].start(), start + found[0].end()), by),)


def year_of(listed: Reference, citation: Citation) -> tuple[Edit, ...]:
    """What makes a short cite's year the entry's, where both are plain years with a letter or without."""
    cited_as, issued = citation.date, listed.item.issued
    if citation.form is not Form.SHORT or cited_as is None or not _plain_year().fullmatch(cited_as.text):
        return ()
    if issued is None or issued.year is None or issued.end_year is not None or issued.circa:
        return ()
    return in_citation(citation, cited_as.text, f"{issued.year}{issued.suffix or ''}")


def letters(manuscript: Manuscript, group: Sequence[Reference], wanted: Sequence[str]) -> tuple[Edit, ...]:
    """What gives entries of one year these letters, and the cites of them the same; nothing if one can't be told."""
    years: dict[int, str] = {}
    edits: list[Edit] = []
    for reference, letter in zip(group, wanted, strict=True):
        issued, span = reference.item.issued, reference.item.span_of("issued")
        if issued is None or span is None:
            return ()
        printed = manuscript.document.text[span.start : span.end]
        if not _plain_year().fullmatch(printed):
            return ()
        years[reference.index] = f"{issued.year}{letter}"
        if printed != years[reference.index]:
            edits.append(Edit(span, years[reference.index]))
    cites = _relettered(manuscript, years)
    return () if cites is None else (*edits, *cites)


def _relettered(manuscript: Manuscript, years: Mapping[int, str]) -> list[Edit] | None:
    """The edits that give the cites of entries these years; `None` where one isn't sure, or can't be edited."""
    edits: list[Edit] = []
    for link in manuscript.links:
        citation = manuscript.citations[link.citation]
        if not any(index in years for index in link.references) or citation.date is None:
            continue
        # A source in full needs no letter; what leans on another cite is as sure as that one.
        if citation.form is not Form.SHORT and citation.date.suffix is None:
            continue
        if len(link.references) > 1 or link.differs_in("year") or link.differs_in("suffix"):
            return None
        year = years[link.references[0]]
        if citation.date.text == year:
            continue
        made = in_citation(citation, citation.date.text, year)
        if not made or not _plain_year().fullmatch(citation.date.text):
            return None
        edits += made
    return edits
