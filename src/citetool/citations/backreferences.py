"""Back-references: `Ibid.`, `op. cit.`, `loc. cit.`, `Smith (n 4) 12`, `supra note 4`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from citetool.citations.zones import BRACKET, Zone
from citetool.locators import locator_after
from citetool.model import Citation, Form, Name, Note, Span
from citetool.names import PARTICLES, et_al_before, joins, read_name_list
from citetool.references.index import ListIndex
from citetool.vocabulary import words
from citetool.vocabulary.phrases import Phrases, occurring, words_in


def _spaced(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(_pattern, phrases), key=len, reverse=True)) or r"(?!)"


def _pattern(phrase: str) -> str:
    """A phrase with or without full stops and spaces; single letters have their stops and aren't all capitals.

    `a. a. O.`, `A. a. O.` and `aaO` count, `AAO` and `T. A. P. Jansen` don't.
    """
    parts = phrase.split()
    if len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts):
        stopped, capitals = (r"\.\s?".join(each) for each in (parts, [part.upper() for part in parts]))
        alone = "".join([*parts[:-1], parts[-1].upper()]) if len(parts) > 2 else "(?!)"
        return rf"(?:(?!(?-i:{capitals})){stopped}\.|(?-i:{alone}))"
    return r"\.?\s?".join(map(re.escape, parts))


class BackReferences(NamedTuple):
    """The patterns of the back-references that a draft has words for; none of a kind it has no words for.

    Attributes:
        ibid: `Ibid.` and its like; group `idem` for words that are ordinary ones elsewhere.
        op_cit: `op. cit.`, `loc. cit.`
        target: a note by its number; groups `round`, `supra`, `op`.
    """

    ibid: re.Pattern[str]
    op_cit: re.Pattern[str]
    target: re.Pattern[str]


def back_references(lowered: str) -> BackReferences:
    """The patterns for a draft, of whose text in lower case this is."""
    present = words_in(lowered)
    known = {kind: occurring(phrases, present) for kind, phrases in words().back_references.items()}
    return _patterns(*(known[kind] for kind in ("ibid", "idem", "op_cit", "loc_cit", "supra", "note")))


@lru_cache
def _patterns(
    ibid: tuple[str, ...],
    idem: tuple[str, ...],
    op_cit: tuple[str, ...],
    loc_cit: tuple[str, ...],
    supra: tuple[str, ...],
    note: tuple[str, ...],
) -> BackReferences:
    label, above = _spaced(note), _spaced(supra)
    # `supra 4` and `wie Anm. 4` point to a note; `above 5` may be a number of anything.
    alone = _spaced(phrase for phrase in supra if phrase.split()[-1] in {"supra", "infra", *note})
    return BackReferences(
        ibid=re.compile(
            rf"(?<![\w.])(?:(?P<ibid>{_spaced(ibid)})|(?P<idem>{_spaced(idem)}))(?![\w-])\.?", re.IGNORECASE
        ),
        op_cit=re.compile(rf"(?<![\w.])(?:{_spaced((*op_cit, *loc_cit))})(?![\w-])\.?", re.IGNORECASE),
        target=re.compile(
            rf"\(\s?(?:(?:{above})\s)?(?:{label})\.?\s?(?P<round>[0-9]{{1,4}})\s?\)"
            rf"|(?<!\w)(?:(?:{above})[.,]{{0,2}}\s(?:{label})|(?:{alone}))[.,]?\s?(?P<supra>[0-9]{{1,4}})(?!\w)"
            rf"|(?<!\w)(?:{_spaced(op_cit)})\.?,?\s(?:{label})\.?\s?(?P<op>[0-9]{{1,4}})(?!\w)",
            re.IGNORECASE,
        ),
    )


def find_ibid(text: str, zone: Zone, patterns: BackReferences) -> Iterator[Citation]:
    """`Ibid.` and its like in a note, or in a bracket of the body, with the locator that follows."""
    if zone.note is not None:
        places = [zone.span]
    else:
        places = [Span(*match.span(1)) for match in BRACKET.finditer(text, zone.span.start, zone.span.end)]
    for place in places:
        for match in patterns.ibid.finditer(text, place.start, place.end):
            opens = not text[place.start : match.start()].strip()
            if match["idem"] and not (zone.note and match.group()[0].isupper() and opens):
                # `id.` and `idem` are words of their own elsewhere; they count where they open a note.
                continue
            locator = locator_after(text, match.end(), place.end)
            end = locator.span.end if locator else match.end()
            if match["idem"] and _MORE.match(text, end, place.end):
                # `Id. 2014` and `Id., Title` are the same author's, but another work.
                continue
            yield Citation(
                span=Span(match.start(), end),
                form=Form.IBID,
                locator=locator,
                note=zone.note.label if zone.note else None,
                text=text[match.start() : end],
            )


_MORE = re.compile(r"[\s,:]*[^\s,:;.)]")


def find_back_references(text: str, zone: Zone, index: ListIndex, patterns: BackReferences) -> Iterator[Citation]:
    """`op. cit.` and pointers to a note by its number, with the names before them.

    Where none stands there, as in `(N 2).`, the author named last before the note's marker is meant.
    """
    if zone.note is None:
        return
    taken = zone.span.start
    found = [
        (match, match["round"] or match["supra"] or match["op"])
        for match in patterns.target.finditer(text, zone.span.start, zone.span.end)
    ]
    covered = [match.span() for match, _ in found]
    plain = [
        (match, None)
        for match in patterns.op_cit.finditer(text, zone.span.start, zone.span.end)
        if not any(start <= match.start() < end for start, end in covered)
        and _secondary().match(text, match.start(), zone.span.end) is None
    ]
    for match, target in sorted([*found, *plain], key=lambda each: each[0].start()):
        lead = max(taken, _segment_start(text, taken, match.start()))
        names, start = _names(text, lead, match.start())
        if not names and not text[zone.span.start : match.start()].strip(" ("):
            names = named_before_marker(text, zone.note, index)
        locator = locator_after(text, match.end(), zone.span.end, bare=True)
        if locator is None and (
            bare := re.compile(r"\s([0-9]{1,4})(?=\s?[.;,]|\s?$)").match(text, match.end(), zone.span.end)
        ):
            end = bare.end()
        else:
            end = locator.span.end if locator else match.end()
        yield Citation(
            span=Span(start, end),
            form=Form.BACK_REFERENCE,
            names=names,
            et_al=False,
            locator=locator,
            note=zone.note.label,
            text=text[start:end],
            target=target,
        )
        taken = end


@cache
def _secondary() -> Phrases:
    return Phrases(words().phrases["secondary"])


_SENTENCE = 300
"""Characters before a note's marker in which its author may be named."""


def named_before_marker(text: str, note: Note, index: ListIndex) -> tuple[Name, ...]:
    """The listed author (or authors) named last in the sentence that a note belongs to."""
    if not note.marker_spans:
        return ()
    end = note.marker_spans[0].start
    start = max(0, end - _SENTENCE)
    start = max(start, text.rfind("\n\n", start, end))
    found: tuple[Name, ...] = ()
    reach = -1
    for match in re.finditer(r"[^\W\d_a-zß-ÿ][\w’'-]+", text[start:end]):
        name = Name(family=match.group().removesuffix("’s").removesuffix("'s").rstrip("’'"))
        if not index.candidates(name, None):
            continue
        joined = reach >= 0 and joins().fullmatch(text, start + reach, start + match.start())
        found = (*found, name) if joined else (name,)
        reach = match.end()
    return found


def _segment_start(text: str, start: int, at: int) -> int:
    return max(text.rfind(";", start, at), text.rfind("\n", start, at)) + 1 or start


_GAP = re.compile(r"[:,]?\s+(?=\S)")


@cache
def _signals() -> Phrases:
    return Phrases(words().phrases["signals"])


def _names(text: str, start: int, at: int) -> tuple[tuple[Name, ...], int]:
    """The names in `text[start:at]`, which should be all of it, and where they begin."""
    while start < at and not text[start].isalnum() and text[start] not in "‘“«":
        start += 1
    while (reach := _signals().match(text, start, at)) and (gap := _GAP.match(text, reach, at)):
        start = gap.end()
    own = text[start:at].rstrip(" ,(")
    if (et_al := et_al_before(own, 0, len(own))) is not None:
        own = own[:et_al]
    if not own:
        return (), start
    read = read_name_list(own, order="forward")
    if read.names and not own[read.end :].strip(" ,.()"):
        return read.names, start
    chunks = [chunk for chunk in joins().split(own) if chunk]
    if (
        chunks
        and len(own) < 160
        and all(chunk[0].isupper() or chunk.split()[0] in PARTICLES for chunk in chunks)
        and len(own.split()) <= 14
    ):
        return tuple(_one(chunk) for chunk in chunks), start
    # The last capitalised words before it, in a sentence.
    tail = re.search(r"(?:[A-ZÀ-Þ][\w’'-]+\s?){1,3}$", own)
    if tail:
        return (_one(tail.group().strip()),), start + tail.start()
    return (), at


def _one(chunk: str) -> Name:
    chunk = re.sub(r"\s(?:et al|and others)\.?$", "", chunk)
    match = re.match(r"^((?:[A-ZÀ-Þ]\.\s?-?)+)\s?(.+)$", chunk)
    if match:
        return Name(family=match.group(2), given=match.group(1).strip())
    return Name(family=chunk)
