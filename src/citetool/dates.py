"""Dates of issue: find them, read them, compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from citetool.model import Date, Span
from citetool.vocabulary import words
from citetool.vocabulary.phrases import occurring, occurring_abbreviations, words_in

YEAR = re.compile(
    r"(?P<year>1[4-9][0-9]{2}|20[0-9]{2})(?<![\w/.–-][0-9]{4})"
    r"(?:\s?[–/-]\s?(?P<end>(?:1[4-9]|20)?[0-9]{2})(?![0-9]))?"
    r"(?P<suffix>[a-z](?![\w]))?(?![\w]|[.][0-9])"
)
"""A year, perhaps the first of a range, perhaps with a suffix: `2018`, `2018a`, `1972–1973`, `1867/1990`."""

_REPRINTED = re.compile(
    # In round brackets the year of an entry may stand before a title that begins with one: `(2018) 2020 vision`.
    r"(?:\[(?P<first>(?:1[4-9]|20)[0-9]{2})\]\s?|\((?P<round>(?:1[4-9]|20)[0-9]{2})\)\s?"
    r"(?=[0-9]{4}[a-z]?\.\s[^.]{2,200}\.\s\S))(?P<year>(?:1[4-9]|20)[0-9]{2})(?P<suffix>[a-z])?(?![\w/])"
    r"|\(?(?P<year2>(?:1[4-9]|20)[0-9]{2})(?P<suffix2>[a-z])?\)?\s?[(\[](?P<first2>(?:1[4-9]|20)[0-9]{2})[)\]]\)?"
)

_DAY_AND_MONTH = re.compile(
    r"(?:(?<![0-9/])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|º|\.|er)?\s+(?:de\s+|of\s+)?)?\b(?P<month>[^\W\d_]{2,12})\.?"
    r"(?:\s+(?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)?)?,?\s+(?:de\s+)?\Z",
    re.IGNORECASE,
)
"""What may stand before a year: `3 November`, `November 30,`, `de novembro de`, `Nov.`."""

_DAY_AND_MONTH_AFTER = re.compile(
    r"[,;]?\s+(?:(?P<month>[^\W\d_]{3,12})\b\.?(?:\s+(?P<day>[0-3]?[0-9])(?![0-9]))?"
    r"|(?P<day2>[0-3]?[0-9])\s+(?P<month2>[^\W\d_]{3,12})\b)"
)
"""What may follow a year: `, March 3`, ` 3 November`."""

_NUMERIC = re.compile(
    r"(?<![\w.])(?:(?P<y>(?:1[4-9]|20)[0-9]{2})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])"
    r"|(?P<d2>[0-3]?[0-9])[./-](?P<m2>[01]?[0-9])[./-](?P<y2>(?:1[4-9]|20)[0-9]{2}))(?![\w])"
)

_LOOK_BACK = 30
"""Characters before a year in which its day and month may stand."""


def year_date(match: re.Match[str]) -> Date:
    """The date that a match of `YEAR` is."""
    year = int(match["year"])
    end = match["end"]
    end_year = None
    if end:
        end_year = int(end) if len(end) == 4 else year // 100 * 100 + int(end)
        if end_year < year:
            end_year = None
    return Date(year, suffix=match["suffix"], end_year=end_year, text=match.group())


def reprint_date(text: str, at: int) -> tuple[Span, Date] | None:
    """The date at an offset that names the years of a first edition and of its reprint, and where it stands.

    `(1836) 1985`, `[1836] 1985`, `1985 [1836]`: as in `1836/1985`, its first year is that of the first edition (The
    Chicago Manual of Style, 17th ed., 15.40).
    """
    match = _REPRINTED.match(text, at)
    if match is None:
        return None
    first, year = int(match["first"] or match["round"] or match["first2"]), int(match["year"] or match["year2"])
    if not first < year:
        return None
    date = Date(first, suffix=match["suffix"] or match["suffix2"], end_year=year, text=match.group())
    return Span(*match.span()), date


def find_dates(text: str, start: int, end: int) -> Iterator[tuple[Span, Date]]:
    """The dates in `text[start:end]`, in order, each with its day and month where they stand beside the year."""
    done = start
    for match in _NUMERIC.finditer(text, start, end):
        yield from _years(text, done, match.start())
        year, month, day = (
            (match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"])
        )
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield Span(*match.span()), Date(int(year), int(month), int(day), text=match.group())
        done = match.end()
    yield from _years(text, done, end)


def _years(text: str, start: int, end: int) -> Iterator[tuple[Span, Date]]:
    for match in YEAR.finditer(text, start, end):
        yield dated(text, match, start, end)


def dated(text: str, match: re.Match[str], start: int, end: int) -> tuple[Span, Date]:
    """The span and date of a match of `YEAR`, with day and month where they stand beside it in `text[start:end]`."""
    date = year_date(match)
    window = max(start, match.start() - _LOOK_BACK)
    if before_is_month(text, match.start()) and (found := _DAY_AND_MONTH.search(text[window : match.start()])):
        day = found["day"] or found["day2"]
        span = Span(window + found.start(), match.end())
        return span, date._replace(
            month=words().months[found["month"].lower()],
            day=int(day) if day and 1 <= int(day) <= 31 else None,
            text=text[span.start : span.end],
        )
    return Span(*match.span()), date


def month_after(text: str, at: int, end: int) -> tuple[int, int | None, int] | None:
    """Month, day and end offset of `, 3 November` or ` November 3` right after a year at `text[:at]`, if there."""
    found = _DAY_AND_MONTH_AFTER.match(text, at, min(end, at + _LOOK_BACK))
    month = words().months.get((found["month"] or found["month2"]).lower()) if found else None
    if found is None or month is None:
        return None
    day = found["day"] or found["day2"]
    return month, int(day) if day and 1 <= int(day) <= 31 else None, found.end()


def before_is_month(text: str, at: int) -> bool:
    """Whether a month's name, perhaps with a day, stands right before an offset."""
    if not text[max(0, at - 1) : at].isspace():
        return False
    own = text[max(0, at - _LOOK_BACK) : at].lower().replace(",", " ").replace(".", " ").split()
    if own and own[-1] == "de":
        own.pop()
    if own and _DAY.fullmatch(own[-1]):
        own.pop()
    return bool(own) and own[-1].lstrip("([“‘\"'") in words().months


_DAY = re.compile(r"[0-3]?[0-9](?:st|nd|rd|th)?")


@cache
def _undated(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = []
    for phrase in phrases:
        pattern = r"\s?".join(re.escape(part) for part in re.findall(r"[^\s.]+|\.", phrase))
        # In capitals, S. A. is a company.
        company = r"(?!(?-i:S\.\s?A))" if phrase.replace(" ", "") == "s.a" else ""
        alternatives.append(company + pattern + (r"\.?" if "." in phrase else r"\b"))
    alternatives.sort(key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?:[-–]?(?P<suffix>[a-z])(?!\w))?(?![\w])", re.IGNORECASE)


_SPACES = str.maketrans("\u00a0\u202f", "  ")


def undated_pattern(lowered: str) -> re.Pattern[str] | None:
    """Finds words that stand where a year would (`n.d.`, `o. J.`, `forthcoming`) in a text, given in lower case.

    `None` if the text has no such words.
    """
    phrases = words().phrases
    lowered = lowered.translate(_SPACES)
    possible = occurring(phrases["undated"] | phrases["forthcoming"], words_in(lowered))
    known = occurring_abbreviations(possible, lowered)
    return _undated(known) if known else None


def is_period(date: Date) -> bool:
    """Whether a date spans years, as what a work is about does, and pages: `1880–1940`, not `2012/13`."""
    return date.year is not None and date.end_year is not None and date.end_year > date.year + 1


def same_year(cited: Date, listed: Date) -> bool:
    """Whether the year cited is the entry's (either year of a range or of a reprint counts)."""
    if cited.year is None or listed.year is None:
        return cited.year is None and listed.year is None
    ends = {listed.year, listed.end_year} - {None}
    return cited.year in ends or (cited.end_year is not None and cited.end_year in ends)


def same_suffix(cited: Date, listed: Date) -> bool:
    """Whether the letters agree: none cited fits none or any listed; one cited must be the one listed."""
    return cited.suffix == listed.suffix


def contradicts(cited: Date, listed: Date) -> bool:
    """Whether day or month differ where both are given."""
    return bool(
        (cited.month and listed.month and cited.month != listed.month)
        or (cited.month and listed.month and cited.day and listed.day and cited.day != listed.day)
    )
