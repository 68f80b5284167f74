"""Locators: the place inside a work that a citation points to (`p. 207`, `pp. 419–20`, `: 30`, `Para. 23`)."""

from __future__ import annotations

import re
from functools import cache

from citetool.model import Locator, Span
from citetool.vocabulary import words

_NUMBER = r"(?:[0-9]{1,5}[a-z]?|[ivxlc]{1,8})(?![\w])"
_FURTHER = r"\s?(?:,|&|and)\s?[0-9]{1,5}(?:\s?[–‑—-]\s?[0-9]{1,5})?(?![\w.])"
_FOLLOWING = r"(?:\s?ff?\b\.?)?"
_NUMBERS = rf"{_NUMBER}(?:\s?[–‑—-]\s?{_NUMBER})?{_FOLLOWING}(?:{_FURTHER})*{_FOLLOWING}"


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(
        re.escape(word) + (r"(?![^\W\d])" if word[-1].isalpha() else "")
        for word in sorted(words().locators, key=len, reverse=True)
    )
    return re.compile(rf"(?P<label>{labels})\.?(?P<gap>[ \t\u00a0]*)(?P<numbers>{_NUMBERS})", re.IGNORECASE)


_LEAD = re.compile(r"[ \t\u00a0\n]?[,:;]?[ \t\u00a0\n]{0,2}")
_BARE = re.compile(
    r"\s?[,:]\s?(?P<numbers>[0-9]{1,4}(?![0-9])(?:\s?[–‑—-]\s?[0-9]{1,4}(?![0-9]))?(?:\s?ff?\b\.?)?)(?![\w])"
)
_YEARLIKE = re.compile(r"(?:1[4-9]|20)[0-9]{2}$")


def locator_after(text: str, at: int, end: int, *, bare: bool = True) -> Locator | None:
    """The locator that follows offset `at`, after a comma or colon or none; `bare` allows numbers without a label.

    `text[locator.span.start:]` starts at the label (or at the bare number).
    """
    lead = _LEAD.match(text, at, end)
    begin = lead.end() if lead else at
    match = _labelled().match(text, begin, end)
    if match:
        locator = read_locator(text, Span(*match.span()))
        note = re.compile(r",\s*").match(text, match.end(), end)
        if note and (more := _labelled().match(text, note.end(), end)):
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
    match = _labelled().match(text, span.start, span.end)
    if match is None:
        raise ValueError(f"no locator: {text[span.start : span.end]!r}")
    first, last = number_range(match["numbers"])
    return Locator(words().locators[match["label"].lower()], first, last, text[span.start : span.end], span)


@cache
def labels_in_text() -> re.Pattern[str]:
    """Finds every labelled locator of a text; groups `label`, `gap`, `numbers`."""
    return re.compile(r"(?<!\w)" + _labelled().pattern, re.IGNORECASE)


_RANGE = re.compile(r"([0-9]+)[a-z]?(?:\s?[–‑—-]\s?([0-9]+))?")


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
