"""Edits of citations and entries that several rules propose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from citetool.model import Citation, Document, Edit, Form, Link, Manuscript, Reference, Span


@cache
def _plain_year() -> re.Pattern[str]:
    return re.compile("[12][0-9]{3}[a-z]?")


def respelt(citation: Citation, name: str, by: str) -> tuple[Edit, ...]:
    """What spells a name of a citation another way; words are neither left out, which may be no name's, nor added."""
    return in_citation(citation, name, by) if len(name.split()) == len(by.split()) else ()


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


def cites_of(manuscript: Manuscript) -> dict[int, list[Link]]:
    """For each entry, by its index, the links that may mean it."""
    cites: dict[int, list[Link]] = defaultdict(list)
    for link in manuscript.links:
        for index in link.references:
            cites[index].append(link)
    return cites


def letters(
    manuscript: Manuscript, group: Sequence[Reference], wanted: Sequence[str], cites: Mapping[int, Sequence[Link]]
) -> tuple[Edit, ...]:
    """What gives entries of one year these letters, and the cites of them the same; nothing if one can't be told.

    `cites` are those of the entries, by their indices.
    """
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
    links = [link for index in years for link in cites.get(index, ())]
    cited = _relettered(manuscript, links, years)
    return () if cited is None else (*edits, *cited)


def _relettered(manuscript: Manuscript, links: Sequence[Link], years: Mapping[int, str]) -> list[Edit] | None:
    """The edits that give the cites of entries their years; `None` where one isn't sure, or can't be edited."""
    edits: list[Edit] = []
    for link in links:
        citation = manuscript.citations[link.citation]
        if citation.date is None:
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


def moved(
    document: Document, section: Sequence[tuple[Reference, Span]], place: int, after: int | None
) -> tuple[Edit, ...]:
    """What moves an entry behind another of its section, or to its front; nothing where that isn't a matter of lines.

    Entries with numbers stay where these put them, and so do those that a dash takes an author for from the one before.
    """
    if document.entry_keys:
        # The keys stand in markup between the entries, and would stay behind.
        return ()
    to = 0 if after is None else after + 1
    concerned = [section[each][0] for each in (place, place + 1, to) if each < len(section)]
    if to in (place, place + 1) or any(
        each.number is not None or each.label is not None or each.item.span_of("repeated-author") for each in concerned
    ):
        return ()
    is_last = place + 1 == len(section)
    beside = section[0 if after is None else after][1]
    # The white space that goes with the entry is that before the next one or, at the section's end, after the last one.
    other = section[place - 1 if is_last else place + 1][1]
    block, target, neighbour = (_lines_of(document, each) for each in (section[place][1], beside, other))
    if block is None or target is None or neighbour is None:
        return ()
    gap = Span(neighbour.end, block.start) if is_last else Span(block.end, neighbour.start)
    white = document.text[gap.start : gap.end]
    alike = _bullet(document, section[place][1]) == _bullet(document, beside)
    if not alike or white.strip() or "\n" not in white or "\f" in white:
        return ()
    if not _marked_alike(document, section, place, to):
        return ()
    words, between = document.printed(block), document.printed(gap)
    return (
        Edit(Span(min(block.start, gap.start), max(block.end, gap.end)), ""),
        Edit(Span(target.start, target.start), words + between)
        if after is None
        else Edit(Span(target.end, target.end), between + words),
    )


def _marked_alike(document: Document, section: Sequence[tuple[Reference, Span]], place: int, to: int) -> bool:
    r"""Whether the file has the same (`</p>\n<p>`, `\n- `) around an entry and where that is to go.

    An entry that opens or closes with marks of its own, emphasis or a name that links lead to, would lose them.
    """
    gaps = [
        document.printed(Span(section[at - 1][1].end, section[at][1].start))
        for at in (place, place + 1, to)
        if 0 < at < len(section)
    ]
    marks = {"".join(gap.split()) for gap in gaps}
    first = section[0][1].start
    opening = document.printed(Span(max(0, first - 2), first)).rpartition("\n")[2] if to == 0 else ""
    return len(marks) == 1 and (to > 0 or opening.strip() == gaps[0].rpartition("\n")[2].strip())


def _lines_of(document: Document, span: Span) -> Span | None:
    """The lines that an entry has for itself, but for a bullet before it; `None` if it shares them."""
    lines = Span(document.line_span(span.start).start, document.line_span(max(span.start, span.end - 1)).end)
    alone = not _bullet(document, span).strip(" \t*•+–-") and not document.text[span.end : lines.end].strip()
    return lines if alone else None


def _bullet(document: Document, span: Span) -> str:
    """What stands before an entry in its line."""
    return document.text[document.line_span(span.start).start : span.start]
