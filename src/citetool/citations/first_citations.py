"""Drafts without a list: the first full citation of a work in the notes stands for its entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from citetool.citations.segments import (
    opened_by_names,
    opening_names,
    segments,
    sentences,
    without_remark,
    without_signal,
)
from citetool.citations.zones import Zone, brackets, readable, zones
from citetool.folding import fold_words
from citetool.model import Date, Document, Item, Name, Reference, Span
from citetool.names import keys, read_name_list
from citetool.readers.lists import dated
from citetool.references.keys import assign_keys
from citetool.vocabulary import words

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
            title = fold_words(item.title or f"{item.container_title} {item.issued} {item.page}")
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
    span = without_remark(text, without_signal(text, segment))
    own = text[span.start : span.end]
    if (law := _journal_cite(own)) is not None:
        return span, law
    if (len(own.split()) < _SHORTEST and not dated(own)) or _leans(own):
        return None
    item = _labelled(printed, text, span)
    title = item.span_of("title")
    opening = min((place.start for _, place in item.spans), default=span.end)
    if title is None or item.title is None or opening > span.start + 2:
        return None
    if text.count("(", title.start, title.end) > text.count(")", title.start, title.end):
        # `Title (Press, 2nd ed, 2019)`; a long one is prose with a source in brackets.
        item = item._replace(title=item.title[: item.title.rfind("(")].rstrip())
    if item.type == "book":
        # What is cited of it.
        item = item._replace(page=None)
    if len((item.title or "").split()) > _LONGEST_TITLE:
        return None
    if not item.contributors and zone.note is not None and zone.note.marker_spans:
        item = item._replace(author=_named_at(text, zone.note.marker_spans[0].start))
    return (span, item) if _enough(item, own, printed[title.start - 1 : title.start]) else None


def _leans(own: str) -> bool:
    """Whether a citation opens with a word such as `Ibid.` or `ders.`, which is nobody's name."""
    kinds = words().back_references
    return fold_words(own)[:1] in {tuple(fold_words(each)) for kind in ("ibid", "idem") for each in kinds[kind]}


_OPENS = "“‘«„\"'*"

_LONGEST_TITLE = 30
"""Words; what is longer is prose."""


def _enough(item: Item, own: str, before_title: str) -> bool:
    """Whether what was read is a work in full rather than a short form or words of a sentence."""
    quoted = before_title != "" and before_title in _OPENS
    several_words = len((item.title or "").split()) > 1 or (quoted and len(item.title or "") > 2)
    if item.issued is None and item.url is None:
        # Undated works are cited in full once; `Moor, ‘Short Title’` is a short form.
        written_out = bool(item.contributors) and item.contributors[0].given is not None
        return several_words and written_out and quoted
    if item.contributors or item.url or item.container_title:
        return several_words and len(own.split()) >= _SHORTEST
    # A statute or a case has its name and a year, and nothing else.
    return _NAME_AND_YEAR.fullmatch(own) is not None and len(own.split()) < _LONGEST_NAME


_NAME_AND_YEAR = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][^\d.;]{3,120}?(?:\s|,\s|\s?\((?:[^()\d]{2,40}\s)?)(?:1[4-9]|20)[0-9]{2}\)?"
)
_LONGEST_NAME = 14
"""Words of a statute's or a case's name."""


_SEVERAL = 2
"""Names that rules read are these, whatever the labeller makes of them; one may be a title's first words."""


def _labelled(printed: str, text: str, span: Span) -> Item:
    """A citation as the labeller reads it; names that it took for a part of the title are read by rules.

    So are several names of which it read fewer, or which it took for an institution.
    """
    from citetool.references.labelling import label_entry

    item = label_entry(printed, span)
    names = read_name_list(text[span.start : span.end], order="forward")
    after = span.start + names.end
    if not all(name.given for name in names.names) or text[after : after + 1] not in (",", ":", "."):
        return item
    if not len(item.contributors) < len(names.names) or (item.contributors and len(names.names) < _SEVERAL):
        return item
    rest = label_entry(printed, Span(after + 2, span.end))
    return rest._replace(author=names.names, spans=(("author", Span(span.start, after)), *rest.spans))


_JOURNAL_CITE = re.compile(
    r",\s(?P<container>[^\W\d_a-z][^,\d]{1,60}?)\s(?P<year>(?:1[89]|20)[0-9]{2}),\s(?:S\.\s)?(?P<page>[0-9]{1,4})\b[^;]{0,20}"
)


def _journal_cite(own: str) -> Item | None:
    """`Abara/Brandt, NJW 2013, 362`: the full citation of an article in German law, which leaves out its title."""
    names, et_al, after = opening_names(own)
    match = _JOURNAL_CITE.fullmatch(own, after) if names else None
    if match is None and len(names) > 1 and own.find(",") < after:
        # The journal may have been taken for the last of the names.
        match = _JOURNAL_CITE.fullmatch(own, own.find(","))
        names = names[:-1]
    if match is None:
        return None
    return Item(
        type="article-journal",
        author=names,
        et_al=et_al,
        issued=Date(int(match["year"]), text=match["year"]),
        container_title=match["container"],
        page=match["page"],
    )


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
