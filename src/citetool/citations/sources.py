"""Sources cited without author and year side by side: by author alone, title, in full, outlet and date, address.

Notes and brackets are cut into segments (at semicolons, and at signals such as "See also"), and each segment that
author-year citations and back-references leave over is read for itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import cache
from itertools import pairwise

from citetool.citations.backreferences import named_before_marker
from citetool.citations.zones import Zone
from citetool.dates import find_dates
from citetool.identifiers import find_dois, find_urls
from citetool.locators import find_labelled, locator_after, read_locator
from citetool.model import Citation, Date, Form, Locator, Name, Span
from citetool.names import et_al_after, joins, read_name_list
from citetool.references.index import MISSPELT, SURE, ListIndex, SourceFit
from citetool.vocabulary import words
from citetool.vocabulary.phrases import Phrases

_OPEN = {"“": "”", "‘": "’", "«": "»", "„": "“", "(": ")", "[": "]"}
_DIVIDES = re.compile(r"[;“”‘’«»„()\[\]]")
_TRIM = " \t\n\u00a0.,;:–—-"


@cache
def _signals() -> Phrases:
    phrases = words().phrases
    return Phrases(phrases["signals"] | phrases["secondary"])


@cache
def _secondary() -> Phrases:
    return Phrases(words().phrases["secondary"])


@cache
def _opening_signals() -> Phrases:
    """Signals that open a new segment in the middle of a note; a lone common word (`and`, `also`) doesn't."""
    phrases = words().phrases
    lone = {"see", "cf", "vgl", "siehe", "voir", "véase", "ver", "vedi", "cfr", "zie", "zob"}
    return Phrases(each for each in phrases["signals"] | phrases["secondary"] if " " in each or each in lone)


_AFTER_SIGNAL = re.compile(r"[:,]?\s+")
_BREAK = re.compile(r"\s[–—-]\s|(?<=[.?!”’\")])\s+(?=\S)|;\s(?:and\s)?")


def _breaks(text: str, span: Span) -> Iterator[int]:
    """Where a signal opens a new segment: after a full stop or a semicolon; after a dash, only one of second hand."""
    for match in _BREAK.finditer(text, span.start, span.end):
        known = _secondary() if match.group().strip() in ("–", "—", "-") else _opening_signals()
        if known.match(text, match.end(), span.end) is not None:
            yield match.end()


@cache
def _signals_by_last_word() -> dict[str, tuple[str, ...]]:
    """Signals by the word they end with, the longest first."""
    phrases = words().phrases
    found: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(phrases["signals"] | phrases["secondary"], key=len, reverse=True):
        found[_LAST_WORD.findall(phrase.replace(".", ""))[-1]].append(phrase)
    return {word: tuple(each) for word, each in found.items()}


_LAST_WORD = re.compile(r"[^\W\d_]+")


def signal_before(text: str, start: int, at: int) -> str | None:
    """The signal right before an offset (`see also`, `quoted in`), if there is one; `start` bounds the search."""
    lead = " ".join(text[max(0, start, at - 60) : at].lower().replace(".", "").split()).rstrip(" ,")
    bare = lead.rstrip(" ,:")
    own = _LAST_WORD.findall(bare)
    for phrase in _signals_by_last_word().get(own[-1], ()) if own else ():
        spelt = phrase.replace(".", "")
        before = lead if phrase.endswith(":") else bare
        if before.endswith(spelt) and not before[: -len(spelt)][-1:].isalnum():
            return phrase
    return None


def is_secondary(signal: str | None) -> bool:
    """Whether a signal says that another work is known through this one."""
    return signal is not None and signal in words().phrases["secondary"]


def segments(text: str, span: Span) -> list[Span]:
    """The parts of a note or bracket that semicolons and signals divide, brackets and quotations kept whole."""
    cuts = [span.start]
    closers: list[str] = []
    for match in _DIVIDES.finditer(text, span.start, span.end):
        at, char = match.start(), match.group()
        if char == ";" and not closers:
            cuts.append(at + 1)
        elif closers and char == closers[-1] and not (char == "’" and text[at + 1 : at + 2].isalnum()):
            closers.pop()
        elif char in _OPEN and not (char == "‘" and at and text[at - 1].isalnum()):
            if char in "([" or text.find(_OPEN[char], at + 1, min(span.end, at + 400)) >= 0:
                closers.append(_OPEN[char])
        elif char == ")" and ")" in closers:
            while closers.pop() != ")":
                pass
    cuts += _breaks(text, span)
    found = []
    for start, end in pairwise([*sorted(set(cuts)), span.end]):
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        if start < end:
            found.append(Span(start, end))
    return found


def without_signal(text: str, span: Span) -> Span:
    """The segment without the signals it opens with."""
    start = span.start
    for _ in range(3):
        reach = _signals().match(text, start, span.end)
        gap = _AFTER_SIGNAL.match(text, reach, span.end) if reach is not None else None
        if gap is None or gap.end() >= span.end:
            break
        start = gap.end()
    return Span(start, span.end)


def find_sources(text: str, printed: str, segment: Span, zone: Zone, index: ListIndex) -> list[Citation]:
    """The sources that a segment cites by author, title, outlet or address: mostly one, more if commas divide them.

    Args:
        text: the readable text (emphasis and markers blanked).
        printed: the document's text, for emphasis as evidence of a title.
        segment: from `segments`.
        zone: where it stands.
        index: the list.
    """
    span = without_signal(text, segment)
    note = zone.note.label if zone.note else None
    own = text[span.start : span.end]
    if not own or len(own) > 3000:
        return []
    names, et_al, after = _names(own)
    authors = _author_only(text, span, names, et_al, after, note, index)
    if authors is not None:
        return [authors]
    fits = [fit for fit in index.find_source(own, names) if fit.score >= SURE]
    if not fits:
        return []
    found = []
    parts = _divided(own, fits, index)
    for start, end in parts:
        part = Span(span.start + start, span.start + end)
        if start:
            names, et_al, _ = _names(own[start:end])
        found.append(_source(text, printed, part, names, et_al, note, index))
    return found


def _divided(own: str, fits: list[SourceFit], index: ListIndex) -> list[tuple[int, int]]:
    """Where each of several sources in one segment begins and ends; a source begins with its own author's name.

    The host of a chapter ("in A. Editor (ed.), Title") is no source of its own.
    """
    begins = [0]
    first = min(fits, key=lambda fit: fit.start)
    reach = first.end
    for fit in sorted(fits, key=lambda fit: fit.start):
        if fit.start < reach or not fit.whole or fit.field != "title":
            continue
        gap = own[reach : fit.start]
        place = _last_name(gap, index.item_names(fit.reference))
        if place is None or re.search(r"\b(?:in|dans|en|em|w)\b:?\s[^,;]{0,60}$", gap[:place], re.IGNORECASE):
            continue
        start = reach + place
        lead = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]*\.?\s){1,3}$").search(own[reach:start])
        begins.append(reach + lead.start() if lead else start)
        reach = fit.end
    return list(zip(begins, [*begins[1:], len(own)], strict=True))


def _last_name(gap: str, names: tuple[Name, ...]) -> int | None:
    """Where the family name (or institution) that a gap's source is cited by stands in it."""
    if not names:
        return None
    shown = names[0].literal or names[0].family or ""
    place = gap.rfind(shown)
    return place if place >= 0 else None


def _source(
    text: str, printed: str, span: Span, names: tuple[Name, ...], et_al: bool, note: str | None, index: ListIndex
) -> Citation:
    end = span.end
    while end > span.start and text[end - 1] in _TRIM:
        end -= 1
    span = Span(span.start, end)
    own = text[span.start : span.end]
    urls = list(find_urls(text, span.start, span.end))
    date = next((date for _, date in find_dates(text, span.start, _address_start(urls, span.end))), None)
    fits = index.find_source(own, names)
    return Citation(
        span=span,
        form=Form.FULL if date is not None and (names or _title_shown(printed, span)) else Form.NAMED_SOURCE,
        names=names,
        et_al=et_al,
        date=date,
        title=fits[0].cited if fits and fits[0].field == "title" else None,
        locator=_last_locator(text, Span(span.start, _address_start(urls, span.end))),
        note=note,
        text=own,
        url=urls[0][1] if urls else None,
    )


def _address_start(urls: list[tuple[Span, str]], end: int) -> int:
    return urls[0][0].start if urls else end


def _title_shown(printed: str, span: Span) -> bool:
    return re.search(r"[“‘«„\"*]|(?<!\w)'", printed[max(0, span.start - 1) : span.end]) is not None


def _names(own: str) -> tuple[tuple[Name, ...], bool, int]:
    """Names that a segment opens with, as citations print them: `Lea Brandt`, `K. Okonjo`, `Chernow`."""
    read = read_name_list(own, order="forward")
    if read.names:
        return read.names, read.et_al, read.end
    match = _BARE_NAME.match(own)
    if match is None:
        return (), False, 0
    chunks, end = [match.group()], match.end()
    while (join := joins().match(own, end)) and (match := _BARE_NAME.match(own, join.end())):
        if locator_after(own, end, len(own), bare=False):
            break
        chunks.append(match.group())
        end = match.end()
    reach = et_al_after(own, end, len(own))
    return tuple(map(_one, chunks)), reach is not None, reach or end


_CAPITAL = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|do|dos|la|le|ten|ter|el|al)\s|[dD][’'])*"
    r"[^\W\d_a-zß-öø-ÿ](?:[\w’']|[.-])*"
)
_WITHIN = r"(?:(?:of|for|the|on|du|des|für)\s)"
_BARE_NAME = re.compile(rf"{_CAPITAL}(?:\s{_WITHIN}{{0,2}}{_CAPITAL}){{0,6}}")
_GIVEN = re.compile(r"^((?:[A-ZÀ-Þ]\.[\s-]?)+)\s?(.+)$")


def _one(chunk: str) -> Name:
    chunk = chunk.strip().removesuffix("’s").removesuffix("'s").rstrip(".’'")
    match = _GIVEN.match(chunk)
    return Name(family=match.group(2), given=match.group(1).strip()) if match else Name(family=chunk)


def _author_only(
    text: str, span: Span, names: tuple[Name, ...], et_al: bool, after: int, note: str | None, index: ListIndex
) -> Citation | None:
    """`Okafor, p. 46` · `Okonjo et al.` · `Harbour Institute`: listed names, perhaps a locator, and nothing else."""
    if not names:
        return None
    at = span.start + after
    locator = locator_after(text, at, span.end)
    remark = locator is not None and text.startswith(". ", locator.span.end)
    locator = locator or _bare_number(text, at, span.end)
    end = locator.span.end if locator else at
    if text[end : span.end].strip(_TRIM + ")") and not remark:
        return None
    listed = _listed_names(text, Span(span.start, at), names, et_al, index)
    if listed is None:
        return None
    if et_al and locator is None and text.startswith(".", end):
        end += 1
    return Citation(
        span=Span(span.start, end),
        form=Form.AUTHOR_ONLY,
        names=listed,
        et_al=et_al,
        locator=locator,
        note=note,
        text=text[span.start : end],
    )


def _bare_number(text: str, at: int, end: int) -> Locator | None:
    match = re.compile(r",?\s(?P<numbers>[0-9]{1,4}(?:\s?[‐-–-]\s?[0-9]{1,4})?)(?=[.;,)]|\s?$)").match(text, at, end)
    if match is None or re.match(r"(?:1[4-9]|20)[0-9]{2}$", match["numbers"]):
        return None
    numbers = [int(each) for each in re.findall(r"[0-9]+", match["numbers"])]
    return Locator(
        "page", numbers[0], numbers[-1], match["numbers"], Span(match.start("numbers"), match.end("numbers"))
    )


def _listed_names(
    text: str, span: Span, names: tuple[Name, ...], et_al: bool, index: ListIndex
) -> tuple[Name, ...] | None:
    """The names as the list knows them, or `None` where no entry fits them well."""
    whole = Name(literal=text[span.start : span.end].strip(_TRIM))
    for own in ((whole,), names):
        if index.best_name_fit(own, et_al, index.candidates(own[0], None)) >= MISSPELT:
            return own
    if index.best_name_fit(names, et_al, index.spelt_nearly(names[0])) >= MISSPELT:
        return names
    return None


def find_locator_alone(text: str, segment: Span, zone: Zone, index: ListIndex) -> Citation | None:
    """A note that is a locator and nothing else (`P. 44.`): the author is named in the sentence it belongs to."""
    locator = locator_after(text, segment.start, segment.end, bare=False)
    if zone.note is None or locator is None or locator.span.start != segment.start:
        return None
    if locator.label != "page" or text[locator.span.end : segment.end].strip(_TRIM):
        return None
    names = named_before_marker(text, zone.note, index)
    if not names:
        return None
    return Citation(
        span=locator.span,
        form=Form.AUTHOR_ONLY,
        names=names,
        locator=locator,
        note=zone.note.label,
        text=text[locator.span.start : locator.span.end],
    )


def _last_locator(text: str, span: Span) -> Locator | None:
    last = None
    for match in find_labelled(text, span.start, span.end):
        if words().locators[match["label"].lower()] in ("page", "paragraph", "section", "chapter"):
            last = match
    return read_locator(text, Span(*last.span())) if last else None


def find_unlisted(text: str, printed: str, segment: Span, zone: Zone) -> Citation | None:
    """A segment that gives a source in full or by address, which no entry fits."""
    span = without_signal(text, segment)
    note = zone.note.label if zone.note else None
    urls = [*find_urls(text, span.start, span.end)]
    dois = [*find_dois(text, span.start, span.end)]
    own = text[span.start : span.end]
    names, et_al, after = _names(own)
    dates = [date for _, date in find_dates(text, span.start, _address_start(urls, span.end))]
    shown = _title_shown(printed, span)
    in_full = bool(names) and shown and bool(dates) and _title_follows(printed, span.start + after, span.end)
    if not in_full and not urls and not dois:
        return _unnamed(text, span, zone, dates)
    if not in_full and urls:
        address, url = urls[0]
        return Citation(span=address, form=Form.URL, note=note, text=text[address.start : address.end], url=url)
    return Citation(
        span=span,
        form=Form.FULL,
        names=names,
        et_al=et_al,
        date=dates[0] if dates else None,
        locator=_last_locator(text, Span(span.start, _address_start(urls, span.end))),
        note=note,
        text=own,
        url=urls[0][1] if urls else None,
    )


_SHORT_NOTE = 160
"""Characters; a note this short with a full date in it gives a source (an interview), a longer one explains."""


def _unnamed(text: str, span: Span, zone: Zone, dates: list[Date]) -> Citation | None:
    """A note that is a dated source of a kind that lists leave out; `Ibid.` after it means it, and no earlier one."""
    own = text[span.start : span.end]
    if zone.note is None or span.end - span.start > _SHORT_NOTE or not any(date.day for date in dates):
        return None
    if text[zone.span.start : span.start].strip() or ". " in own:
        return None
    return Citation(span=span, form=Form.NAMED_SOURCE, date=dates[0], note=zone.note.label, text=own)


def _title_follows(printed: str, at: int, end: int) -> bool:
    """Whether a quoted or italic title (perhaps after a year in brackets) follows the names."""
    return (
        re.compile(r"[\s,.:(]*(?:\(?(?:1[4-9]|20)[0-9]{2}[a-z]?\)?[\s,.:]*)?[“‘«„\"*'_]").match(printed, at, end)
        is not None
    )


def spellings(index: ListIndex, cited: Iterable[Name]) -> frozenset[str]:
    """The first authors' family names as the list and the draft's cites spell them, also with a possessive `s`."""
    first = (names[0] for reference in index.references if (names := reference.item.contributors))
    plain = {name.family for name in (*first, *cited) if name.family}
    return frozenset(plain.union(*({f"{family}’s", f"{family}'s"} for family in plain)))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


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
    for match in [each for each in _CAPITALIZED.finditer(text, *_ends(zone.span)) if each.group() in spelt]:
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
    if any(index.item_names(each)[0].literal is None for each in found):
        return True
    if found or len(word) < 5 or word.lower() in words().openers:
        return False
    return any(index.item_names(each)[0].literal is None for each in index.spelt_nearly(name))


def _known_anywhere(word: str, index: ListIndex) -> bool:
    return bool(index.candidates(Name(family=word), None))
