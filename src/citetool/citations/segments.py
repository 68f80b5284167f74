"""The parts of a note or bracket: where each source begins, what signals stand before it, which names open it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from citetool.citations.zones import closing_bracket
from citetool.locators import locator_after
from citetool.model import Name, Span
from citetool.names import conjunctions, et_al_after, read_name_list
from citetool.vocabulary import words
from citetool.vocabulary.phrases import Phrases

_OPEN = {"“": "”", "‘": "’", "«": "»", "„": "“", "(": ")", "[": "]"}
_DIVIDES = re.compile(r"[;“”‘’«»„()\[\]]")
TRIM = " \t\n\u00a0.,;:–—-"


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
    return Phrases(each for each in phrases["signals"] | phrases["secondary"] if " " in each or each in _LONE)


_LONE = frozenset({"see", "cf", "vgl", "siehe", "voir", "véase", "ver", "vedi", "cfr", "zie", "zob"})
"""Signals of one word that open a segment by themselves."""


_AFTER_SIGNAL = re.compile(r"[:,]?\s+")
_BREAK = re.compile(r"\s[–—-]\s|(?<=[.?!”’\")])\s+(?=\S)|;\s(?:and\s)?")


def _breaks(text: str, span: Span) -> Iterator[int]:
    """Where a signal opens a new segment: after a full stop or a semicolon; after a dash, only one of second hand."""
    for match in _BREAK.finditer(text, span.start, span.end):
        dashed = match.group().strip() in ("–", "—", "-")
        known = _secondary() if dashed else _opening_signals()
        if known.match(text, match.end(), span.end) is not None:
            yield match.end()
        elif not dashed and (led := _led_to().match(text, match.end(), span.end)):
            yield match.end()
            yield led.start("see")


@cache
def _led_to() -> re.Pattern[str]:
    """A few words that lead to a signal, as in `For a different view see` or `Per una diversa lettura cfr`."""
    lone = "|".join(sorted(_LONE, key=len, reverse=True))
    return re.compile(rf"(?:[^\W\d_][\w’'-]*\s){{2,7}}?(?P<see>(?:{lone})\.?)\s(?=[^\W\d_a-zß-öø-ÿ]|[“‘«„\"*])")


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


@cache
def _author_in_capitals() -> re.Pattern[str]:
    capitals = r"[^\W\d_a-zß-öø-ÿ’'-]"
    return re.compile(
        rf"\s*(?P<family>[^\W\d_a-zß-öø-ÿ]{capitals}+(?:[\s-]{capitals}{{2,}}){{0,4}})(?:,(?:\s[^\W\d_][\w.’'-]*){{1,4}})?\s*"
    )


def _between_authors(text: str, start: int, at: int, end: int) -> bool:
    """Whether a semicolon divides two authors of one work: `LIMA, Ana; SOUZA, Rui. Title` (ABNT NBR 6023, 8.1)."""
    last = max(start, text.rfind(";", start, at) + 1)
    if not text[last:at].strip()[:2].isupper():
        return False
    before = _author_in_capitals().fullmatch(text, last, at)
    return before is not None and _author_in_capitals().match(text, at + 1, end) is not None


def segments(text: str, span: Span) -> list[Span]:
    """The parts of a note or bracket that semicolons and signals divide, brackets and quotations kept whole."""
    cuts = [span.start]
    closers: list[str] = []
    for match in _DIVIDES.finditer(text, span.start, span.end):
        at, char = match.start(), match.group()
        if char == ";" and not closers:
            if not _between_authors(text, cuts[-1], at, span.end):
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
        while start < end and text[start] in TRIM:
            start += 1
        while end > start and text[end - 1] in TRIM:
            end -= 1
        if start < end:
            found.append(Span(start, end))
    return found


_SENTENCE_END = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[)”’»0-9]))[.?!]\s+(?=[^\W\d_a-z]|[“‘«])")


def sentences(text: str, segment: Span) -> list[Span]:
    """The sentences of a segment that has several; none of one that is one itself."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, segment.start, segment.end)]
    found = [Span(start, end) for start, end in pairwise([segment.start, *ends, segment.end]) if end - start > 3]
    return found if len(found) > 1 else []


_QUOTED_TITLE = re.compile(r",?\s(?=[“‘«„][^\s”’»“])")
_NAMES_REACH = 240
"""Characters before a quoted title in which its authors' names begin."""
_NAME_START = re.compile(r"(?<![\w’'.-])[^\W\d_a-zß-öø-ÿ]")


def opened_by_names(text: str, span: Span) -> list[Span]:
    """The sources that a stretch of prose gives one after another, each from its names, which a quoted title follows.

    `for exceptions Ada Moor, ‘Title’, Post, 2019 on the UK, Ben Osei, ‘Title’, 2018` has two; a host (`in Eva Lund, …`)
    is none of its own.
    """
    starts: list[int] = []
    floor = span.start
    for title in _QUOTED_TITLE.finditer(text, span.start, span.end):
        for first in _NAME_START.finditer(text, max(floor, title.start() - _NAMES_REACH), title.start()):
            read = read_name_list(text, first.start(), order="forward")
            if read.names and read.end == title.start():
                if _HOST_BEFORE.search(text, max(span.start, first.start() - 12), first.start()) is None:
                    starts.append(first.start())
                break
        floor = title.end()
    found = []
    for start, end in pairwise([*starts, span.end]):
        end = closing_bracket(text, start, end)
        while end > start and text[end - 1] in TRIM:
            end -= 1
        found.append(Span(start, end))
    return found


def without_signal(text: str, span: Span) -> Span:
    """The segment without the signals it opens with."""
    start = span.start
    if led := _led_to().match(text, start, span.end):
        start = led.start("see")
    for _ in range(3):
        reach = _signals().match(text, start, span.end)
        gap = _AFTER_SIGNAL.match(text, reach, span.end) if reach is not None else None
        if gap is None or gap.end() >= span.end:
            break
        start = gap.end()
    return Span(start, span.end)


_HOST_BEFORE = re.compile(r"\b(?:in|dans|en|em|w):?\s$", re.IGNORECASE)


_PROSE_SHARE = 0.3
"""So large a share of function words has a sentence of prose; names of publishers and places have less."""


def without_remark(text: str, span: Span) -> Span:
    """A source without the prose behind it, as in `Moor, ‘Tides’, 12. The data end in 2014, however`."""
    known = words().function_words
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        rest = re.findall(r"[^\W\d_]+", text[match.end() : span.end])
        common = sum(word.lower() in known for word in rest)
        plain = any(len(word) > 3 and word.islower() and word not in known for word in rest[1:])
        prose = len(rest) > 3 and common >= _PROSE_SHARE * len(rest) and plain
        if prose and not _SHOWS_SOURCE.search(text, match.end(), span.end):
            return Span(span.start, match.start())
    return span


_SHOWS_SOURCE = re.compile(
    r"[“«„*]|https?://|www\.|\((?:[^()]*\s)?(?:1[4-9]|20)[0-9]{2}[a-z]?\)"
    r"|[^\W\d_]:\s[^\W\d_a-zß-öø-ÿ][^.:;()\n]{1,60},\s(?:1[4-9]|20)[0-9]{2}\b"
)
"""What sources have and remarks don't: quotation marks, emphasis, an address, a year that closes a bracket, or place,
publisher and year."""


def opening_names(own: str) -> tuple[tuple[Name, ...], bool, int]:
    """Names that a segment opens with, as citations print them: `Lea Brandt`, `K. Okonjo`, `Chernow`."""
    read = read_name_list(own, order="forward")
    if read.names:
        return read.names, read.et_al, read.end
    match = _BARE_NAME.match(own)
    if match is None:
        return (), False, 0
    chunks, end = [match.group()], match.end()
    while (join := _joins().match(own, end)) and (match := _BARE_NAME.match(own, join.end())):
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


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(
        rf",?\s(?:{conjunctions()})\s|[,;]\s|\s;\s|\s?/\s?(?=[^\W\d_a-zß-öø-ÿ])|\s[–-]\s(?=[^\W\d_a-zß-öø-ÿ])"
    )


def _one(chunk: str) -> Name:
    chunk = chunk.strip().removesuffix("’s").removesuffix("'s").rstrip(".’'")
    match = _GIVEN.match(chunk)
    return Name(family=match.group(2), given=match.group(1).strip()) if match else Name(family=chunk)
