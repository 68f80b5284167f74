"""Locators: the place inside a work that a citation points to (`p. 207`, `pp. 419–20`, `: 30`, `Para. 23`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citetool.model import Locator, Span
from citetool.vocabulary import words

_NUMBER = r"(?:[0-9]{1,5}[a-z]?|[ivxlc]{1,8})(?![\w])"
_FURTHER = r"\s?(?:,|&|and)\s?[0-9]{1,5}(?:\s?[‑-—-]\s?[0-9]{1,5})?(?![\w.])"
_FOLLOWING = r"(?:\s?ff?\b\.?)?"
_NUMBERS = rf"{_NUMBER}(?:\s?[‑-—-]\s?{_NUMBER})?{_FOLLOWING}(?:{_FURTHER})*{_FOLLOWING}"


_LABELLED = re.compile(
    r"(?<![\w’'/])(?P<label>[^\W\d_]{1,16}(?:\.[^\W\d_]{1,4})?|[§¶]{1,2})"
    rf"(?:\.[ \t\u00a0]*|[ \t\u00a0]+|(?<=[§¶]))(?P<numbers>{_NUMBERS})"
)


def _labelled(text: str, at: int, end: int) -> re.Match[str] | None:
    match = _LABELLED.match(text, at, end)
    return match if match and match["label"].lower() in words().locators else None


_LEAD = re.compile(r"[ \t\u00a0\n]?[,:;]?[ \t\u00a0\n]{0,2}")
_BARE = re.compile(
    r"\s?[,:]\s?(?P<numbers>[0-9]{1,4}(?![0-9])(?:\s?[‑-—-]\s?[0-9]{1,4}(?![0-9]))?(?:\s?ff?\b\.?)?)(?![\w])"
)
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
    if bare and (match := _BARE.match(text, at, end)):
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
    for match in _LABELLED.finditer(text, start, end):
        if match["label"].lower() in words().locators:
            yield match


_RANGE = re.compile(r"([0-9]+)[a-z]?(?:\s?[‑-—-]\s?([0-9]+))?")


def number_range(numbers: str) -> tuple[int | None, int | None]:
    """First and last number of `419–20` (419, 420), `207` (207, 207), `xvii` (None, None)."""
    match = _RANGE.match(numbers)
    if not match:
        return None, None
    first_text, last_text = match.group(1), match.group(2)
    first = int(first_text)
    if last_text is None:
        return first, first
    last = int(last_text)
    if last < first and len(last_text) < len(first_text):
        last = int(first_text[: -len(last_text)] + last_text)
    return first, last
