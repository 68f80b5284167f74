"""Authors named in a sentence of the text: what they say is reported, or a note behind the sentence has the work."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from functools import cache

from citetool.citations.zones import Zone
from citetool.locators import number_range
from citetool.model import Citation, Form, Locator, Name, Note, Span
from citetool.names import conjunctions, et_al_after, joins
from citetool.references.index import MISSPELT, ListIndex
from citetool.vocabulary import words


@cache
def _joined() -> re.Pattern[str]:
    """What joins two authors' family names in a sentence, with the initials of the second."""
    return re.compile(rf"(?:,\s|,?\s(?:{conjunctions()})\s)(?:[^\W\d_a-zß-öø-ÿ]\.[\s-]?){{0,4}}")


_SENTENCE = 300
"""Characters before a note's marker in which its author may be named."""


def named_before_marker(text: str, note: Note, index: ListIndex) -> tuple[Name, ...]:
    """The listed author (or authors) named last in the sentence that a note belongs to."""
    return named_before(text, note.marker_spans[0].start, index) if note.marker_spans else ()


def named_before(text: str, end: int, index: ListIndex) -> tuple[Name, ...]:
    """The listed author (or authors) named last before an offset, in its paragraph."""
    start = max(0, end - _SENTENCE)
    start = max(start, text.rfind("\n\n", start, end))
    found: tuple[Name, ...] = ()
    reach = -1
    for match in re.finditer(r"[^\W\d_a-zß-ÿ][\w’'-]+", text[start:end]):
        name = Name(family=match.group().removesuffix("’s").removesuffix("'s").rstrip("’'"))
        if not index.candidates(name, None):
            continue
        joined = reach >= 0 and _joined().fullmatch(text, start + reach, start + match.start())
        found = (*found, name) if joined else (name,)
        reach = match.end()
    return found


_PAGES_ALONE = re.compile(r"\((?P<pages>(?!(?:1[4-9]|20)[0-9]{2}\))[0-9]{1,4}(?:[‐-–-][0-9]{1,4})?)\)")


def find_pages_alone(text: str, zone: Zone, index: ListIndex) -> Iterator[Citation]:
    """A page in brackets, the author in the sentence (MLA Handbook, 9th ed., 6.3): `Moor finds that it rose (420)`."""
    for match in _PAGES_ALONE.finditer(text, *zone.span):
        names = named_before(text, match.start(), index)
        span = Span(*match.span("pages"))
        if names:
            own = text[span.start : span.end]
            locator = Locator("page", *number_range(own), own, span)
            yield Citation(span=span, form=Form.AUTHOR_ONLY, names=names, locator=locator, text=own)


def spellings(index: ListIndex, cited: Iterable[Name]) -> frozenset[str]:
    """The first authors' family names as the list and the draft's cites spell them, also with a possessive `s`."""
    first = (names[0] for reference in index.references if (names := reference.item.contributors))
    plain = {name.family for name in (*first, *cited) if name.family}
    return frozenset(plain.union(*({f"{family}’s", f"{family}'s"} for family in plain)))


_CAPITALIZED = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:-?[\w’'])+")


def find_mentions(
    text: str, zone: Zone, index: ListIndex, markers: list[tuple[int, str]], spelt: Set[str]
) -> Iterator[Citation]:
    """Names of the list in a sentence that reports what they say: `As Okafor argues`, `according to Marsh`.

    Args:
        text: the readable text.
        zone: where to look.
        index: the list.
        markers: the note markers of the draft (offset, label), sorted; the next one in the paragraph is the target.
        spelt: the words that may be such a name, as `spellings` gives them.
    """
    reporting = words().phrases["reporting"]
    attributions = tuple(words().phrases["attributions"])
    at = zone.span.start
    for match in [each for each in _CAPITALIZED.finditer(text, *zone.span) if each.group() in spelt]:
        if match.start() < at:
            continue
        word = match.group()
        if word[-2:] in ("’s", "'s"):
            word = word[:-2]
        if not _known(word, index):
            continue
        names, end = [Name(family=word)], match.start() + len(word)
        while (join := joins().match(text, end, zone.span.end)) and (
            more := _CAPITALIZED.match(text, join.end(), zone.span.end)
        ):
            if not _known_anywhere(more.group(), index):
                break
            names.append(Name(family=more.group()))
            end = more.end()
        reach = et_al_after(text, end, zone.span.end)
        et_al, end = reach is not None, reach or end
        before = text[max(zone.span.start, match.start() - 30) : match.start()].lower().rstrip()
        verb_after = _said(text, end, zone.span.end, reporting)
        attributed = before.endswith(attributions)
        fit = index.best_name_fit(tuple(names), et_al, _mentioned(names[0], index))
        if fit >= MISSPELT and (verb_after or attributed or (fit == 1 and (len(names) > 1 or et_al))):
            yield Citation(
                span=Span(match.start(), end),
                form=Form.MENTION,
                names=tuple(names),
                et_al=et_al,
                note=zone.note.label if zone.note else None,
                text=text[match.start() : end],
                target=_next_note(text, end, markers),
            )
            at = end


def _next_note(text: str, at: int, markers: list[tuple[int, str]]) -> str | None:
    """The label of the next note marker of the paragraph."""
    place = bisect_left(markers, (at, ""))
    if place == len(markers) or "\n\n" in text[at : markers[place][0]]:
        return None
    return markers[place][1]


_SAYS = re.compile(r"(?:[’']s?)?\s(?:\w+ly\s|also\s|is\sright\sto\s|have\s|has\s)?(\w+)")


def says(text: str, at: int) -> bool:
    """Whether a verb of saying follows an offset: what stands before it is a person."""
    return _said(text, at, len(text), words().phrases["reporting"])


def _said(text: str, at: int, end: int, reporting: frozenset[str]) -> bool:
    """Whether a verb of saying follows."""
    said = _SAYS.match(text, at, end)
    return said is not None and said.group(1) in reporting


def _mentioned(name: Name, index: ListIndex) -> set[int]:
    return index.candidates(name, None) or index.spelt_nearly(name)


def _known(word: str, index: ListIndex) -> bool:
    name = Name(family=word)
    found = index.candidates(name, None)
    if any(_person(each, index) for each in found):
        return True
    if found or len(word) < 5 or word.lower() in words().openers:
        return False
    return any(_person(each, index) for each in index.spelt_nearly(name))


def _person(entry: int, index: ListIndex) -> bool:
    names = index.item_names(entry)
    return bool(names) and names[0].literal is None


def _known_anywhere(word: str, index: ListIndex) -> bool:
    return bool(index.candidates(Name(family=word), None))
