"""Locators: the place inside a work that a citation points to (`p. 207`, `pp. 419–20`, `: 30`, `Para. 23`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from citetool.model import Locator, Span
from citetool.vocabulary import words

_NUMBER = r"(?:[0-9]{1,5}(?:[a-z]?(?!\w)|(?=(?:ff|ss|nn|sqq?)\b))|[ivxlc]{1,8}(?!\w))"


def _any(kind: str) -> str:
    alternatives = (r"\.?\s?".join(map(re.escape, phrase.split())) for phrase in words().phrases[kind])
    return "|".join(sorted(alternatives, key=len, reverse=True))


@cache
def following() -> str:
    """A pattern for what says that further pages follow the one named: `f.`, `ff`, `e ss.`, `et seq.`, or nothing."""
    return rf"(?:\s?(?:{_any('following')})\b(?!\.?\s?[0-9])\.?)?"


@cache
def _labelled_pattern() -> re.Pattern[str]:
    joined = rf"\s?[,&]\s?|\s(?:{_any('and')})\s(?!(?:1[4-9]|20)[0-9]{{2}}\b)"
    further = rf"(?:{joined})[0-9]{{1,5}}(?:\s?[‑-—-]\s?[0-9]{{1,5}})?(?!\w|\.[0-9])"
    numbers = rf"{_NUMBER}(?:\s?[‑-—-]\s?{_NUMBER})?{following()}(?:{further})*{following()}"
    several = "|".join(map(re.escape, sorted((label for label in words().locators if " " in label), reverse=True)))
    return re.compile(
        rf"(?<![\w’'/])(?P<label>(?:(?i:{several})|[^\W\d_]{{1,16}}(?:\.[^\W\d_]{{1,4}}|°s?|[’']s)?)|[§¶]{{1,2}})"
        rf"(?:\.[ \t\u00a0]*(?:\n[ \t\u00a0]*)?|[ \t\u00a0]+|(?<=[§¶°º]))(?P<numbers>{numbers})"
    )


def _labelled(text: str, at: int, end: int) -> re.Match[str] | None:
    match = _labelled_pattern().match(text, at, end)
    return match if match and match["label"].lower() in words().locators else None


_LEAD = re.compile(r"[ \t\u00a0\n]?[,:;]?[ \t\u00a0\n]{0,2}")


@cache
def _bare_pattern() -> re.Pattern[str]:
    numbers = rf"[0-9]{{1,4}}(?![0-9])(?:\s?[‑-—-]\s?[0-9]{{1,4}}(?![0-9]))?{following()}"
    return re.compile(rf"\s?[,:]\s?(?P<numbers>{numbers})(?![\w])")


_COMMA = re.compile(r",\s*")
_YEARLIKE = re.compile(r"(?:1[4-9]|20)[0-9]{2}$")


def locator_after(text: str, at: int, end: int, *, bare: bool = True) -> Locator | None:
    """The locator that follows offset `at`, after a comma or colon or none; `bare` allows numbers without a label.

    `text[locator.span.start:]` starts at the label (or at the bare number).
    """
    lead = _LEAD.match(text, at, end)
    begin = lead.end() if lead else at
    match = _labelled(text, begin, end)
    if match:
        locator = read_locator(text, Span(*match.span()))
        note = _COMMA.match(text, match.end(), end)
        if note and (more := _labelled(text, note.end(), end)):
            locator = Locator(
                locator.label,
                locator.first,
                locator.last,
                text[match.start() : more.end()],
                Span(match.start(), more.end()),
            )
        return locator
    if bare and (match := _bare_pattern().match(text, at, end)):
        numbers = match["numbers"]
        if _YEARLIKE.match(numbers):
            return None
        first, last = number_range(numbers)
        return Locator("page", first, last, numbers, Span(match.start("numbers"), match.end("numbers")))
    return None


def read_locator(text: str, span: Span) -> Locator:
    """The locator that `text[span.start:span.end]` is; it must start with a label."""
    match = _labelled(text, span.start, span.end)
    if match is None:
        raise ValueError(f"no locator: {text[span.start : span.end]!r}")
    first, last = number_range(match["numbers"])
    return Locator(words().locators[match["label"].lower()], first, last, text[span.start : span.end], span)


def find_labelled(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every labelled locator in `text[start:end]`; groups `label`, `numbers`."""
    for match in _labelled_pattern().finditer(text, start, end):
        if match["label"].lower() in words().locators:
            yield match


LONGEST_NUMBER = 12
"""Digits; articles are numbered with up to eleven, and no page has more."""

_RANGE = re.compile(r"([0-9]+)[a-z]?(?:\s?[‑-—-]\s?([0-9]+))?")


def number_range(numbers: str) -> tuple[int | None, int | None]:
    """First and last number of `419–20` (419, 420), `207` (207, 207), `xvii` (None, None)."""
    match = _RANGE.match(numbers)
    if not match:
        return None, None
    first_text, last_text = match.group(1), match.group(2)
    if max(len(first_text), len(last_text or "")) > LONGEST_NUMBER:
        return None, None
    first = int(first_text)
    if last_text is None:
        return first, first
    last = int(last_text)
    if last < first and len(last_text) < len(first_text):
        last = int(first_text[: -len(last_text)] + last_text)
    return first, last
