"""Drafts without a list: the first full citation of a work in the notes stands for its entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from citetool.citations.segments import opened_by_names, segments, sentences, without_signal
from citetool.citations.zones import Zone, brackets, readable, zones
from citetool.folding import fold_words
from citetool.model import Document, Item, Name, Reference, Span
from citetool.names import keys, read_name_list
from citetool.readers.lists import dated
from citetool.references.keys import assign_keys

_SHORTEST = 5
"""Words; a work can't be cited in full with fewer: a name, two words of a title, where or by whom, when."""


def cited_in_full(document: Document) -> tuple[Reference, ...]:
    """An entry, with all its fields, for each work that the notes cite in full; its text is that of the citation.

    A work cited in full again is the same entry. Where the note gives no author, the name right before its marker is
    taken: `as Sarah Okafor[^3] says`.
    """
    text = readable(document)
    found: list[Reference] = []
    known: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for zone in zones(document):
        for span, item in _in_note(document.text, text, zone):
            title = tuple(fold_words(item.title or ""))
            who = min(keys(item.contributors[0]), default="") if item.contributors else ""
            if not any(_same(title, other) for other in known[who]):
                known[who].append(title)
                printed = " ".join(document.text[span.start : span.end].split())
                found.append(Reference(len(found), span, printed, "", item))
    return assign_keys(found)


def _in_note(printed: str, text: str, zone: Zone) -> Iterator[tuple[Span, Item]]:
    """What a note cites in full, with the place: segment by segment, then sentence by sentence and in brackets."""
    if zone.note is None:
        return
    for segment in segments(text, zone.span):
        several = opened_by_names(text, segment)
        if len(several) < 2 and (found := _in_full(printed, text, segment, zone)) is not None:
            yield found
            continue
        for part in several or _inside(text, segment):
            if (found := _in_full(printed, text, part, zone)) is not None:
                yield found


def _inside(text: str, segment: Span) -> list[Span]:
    """The sentences of a segment, and what stands in brackets in it."""
    bracketed = [part for bracket in brackets(text, segment) for part in segments(text, bracket)]
    return sorted([*sentences(text, segment), *bracketed])


def _in_full(printed: str, text: str, segment: Span, zone: Zone) -> tuple[Span, Item] | None:
    """The work that a segment is the full citation of, with its place; `None` for a short form and for a remark."""
    from citetool.references.labelling import label_entry

    span = without_signal(text, segment)
    own = text[span.start : span.end]
    if len(own.split()) < _SHORTEST or not (dated(own) or own[:1].isupper()):
        return None
    item = label_entry(printed, span)
    opening = min((place.start for _, place in item.spans), default=span.end)
    title = item.span_of("title")
    if title is None or len((item.title or "").split()) < 2 or opening > span.start + 2 or _torn(text, title):
        return None
    if not item.contributors and zone.note is not None and zone.note.marker_spans:
        item = item._replace(author=_named_at(text, zone.note.marker_spans[0].start))
    if item.issued is None and item.url is None:
        # Undated works are cited in full once; `Moor, ‘Short Title’` is a short form.
        written_out = bool(item.contributors) and item.contributors[0].given is not None
        return (span, item) if written_out and printed[title.start - 1] in '“‘«„"*' else None
    return (span, item) if item.contributors or item.url or item.container_title else None


def _torn(text: str, title: Span) -> bool:
    """Whether brackets open in what was read as a title and close after it: it is prose with a source in brackets."""
    return text.count("(", title.start, title.end) > text.count(")", title.start, title.end)


_TAIL = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ](?:[\w’'.-])*\s(?:(?:and|&|und|et|y|e)\s)?){0,5}[^\W\d_a-zß-öø-ÿ][\w’'-]+$")


def _named_at(text: str, marker: int) -> tuple[Name, ...]:
    """The persons whose names, written out, end right before a note's marker."""
    tail = _TAIL.search(text[max(0, marker - 80) : marker].rstrip())
    if tail is None:
        return ()
    for start in (0, *(match.end() for match in re.finditer(r"\s", tail.group()))):
        read = read_name_list(tail.group(), start, order="forward")
        if read.names and read.end == len(tail.group()):
            return read.names
    return ()


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one title is the other, or its beginning."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
