"""CT5xx: how citations are printed: labels, spaces, dashes, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from citetool.config import Config
from citetool.locators import find_labelled, following, number_range
from citetool.model import Document, Edit, Form, Manuscript, Severity, Span
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import cited, entry, quoted


@cache
def _pages() -> re.Pattern[str]:
    return re.compile(
        r"(?P<label>pp?)\.(?P<gap>[ \u00a0]*)(?P<first>[0-9]+)(?P<dash>\s?[‑-—-]\s?[0-9]+)?"
        rf"(?P<more>(?=\s?[^\W\d_]){following()}|\s?(?:,|and|&)\s?[0-9])?",
        re.IGNORECASE,
    )


_NO_BREAK = "\u00a0"

_RANGE = re.compile(r"(?<![0-9/])[0-9]+\s?(?P<dash>[‑-—-])\s?[0-9]+(?![0-9/])")


def _page_texts(manuscript: Manuscript) -> Iterator[Span]:
    """The spans of labelled pages: the locators of citations, then those of entries."""
    text = manuscript.document.text
    for citation in manuscript.citations:
        if citation.locator is not None and citation.locator.label == "page":
            yield citation.locator.span
    for reference in manuscript.references:
        page = reference.item.span_of("page")
        if page is not None and reference.span is not None:
            labels = list(find_labelled(text, max(reference.span.start, page.start - 8), page.end))
            if labels:
                yield Span(labels[-1].start(), page.end)


@rule("CT501", "page-label", Severity.NOTE)
def page_label(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """“pp.” for one page, or “p.” for several.

    Only in drafts that use both labels; where “p.” stands for one and for several pages alike (as in ABNT and French
    usage), nothing is said. `page-label` of the house style says which of the two is wanted in every draft.

    Bad:
        Tariffs rose (Lindqvist 2018, pp. 6), fell (Lindqvist 2018, pp. 4–5) and rose (Lindqvist 2018, p. 7).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose (Lindqvist 2018, p. 6), fell (Lindqvist 2018, pp. 4–5) and rose (Lindqvist 2018, p. 7).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    text = manuscript.document.text
    wanted = config.style.page_label
    found = [(span, match) for span in _page_texts(manuscript) if (match := _pages().match(text, span.start, span.end))]
    ranges = [match["label"].lower() for _, match in found if match["dash"]]
    if wanted == "auto" and ranges.count("pp") <= ranges.count("p"):
        return
    house = "" if wanted == "auto" else " in the house style"
    for span, match in found:
        label, several = match["label"].lower(), bool(match["dash"] or match["more"])
        place = Span(span.start, match.end())
        if wanted == "p":
            if label == "pp":
                yield Problem(
                    place,
                    f"{quoted(text[place.start : place.end])} — “p.”{house}, for several pages too",
                    edits=(Edit(Span(*match.span("label")), "p"),),
                )
        elif (
            label == "pp"
            and not several
            and not re.match(r"\s?(?:ff?\b|[,&]|[–-])", text[match.end() : match.end() + 3])
        ):
            yield Problem(
                place,
                f"{quoted(text[place.start : place.end])} is one page: “p.”{house}",
                edits=(Edit(Span(*match.span("label")), "p"),),
            )
        elif label == "p" and match["dash"]:
            yield Problem(
                place,
                f"{quoted(text[place.start : place.end])} is several pages: “pp.”{house}",
                edits=(Edit(Span(*match.span("label")), "pp"),),
            )


@rule("CT502", "page-spacing", Severity.NOTE)
def page_spacing(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """`p.67` in a draft that prints a space after “p.”.

    With `page-space` of the house style: pages with another space than is wanted, or with one where none is.

    Bad:
        Tariffs rose (Lindqvist 2018, p.6), fell (Lindqvist 2018, p. 4) and rose (Lindqvist 2018, p. 7).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose (Lindqvist 2018, p. 6), fell (Lindqvist 2018, p. 4) and rose (Lindqvist 2018, p. 7).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    document, text = manuscript.document, manuscript.document.text
    wanted = config.style.page_space
    found = [match for span in _page_texts(manuscript) if (match := _pages().match(text, span.start, span.end))]
    tight = [match for match in found if not match["gap"]]
    match wanted:
        case "auto" if 2 * len(tight) >= len(found):
            return
        case "auto":
            departing, space, how = tight, " ", "no space after the label"
        case "yes":
            departing, space, how = tight, " ", "no space after the label; the house style has one"
        case "no":
            departing, space = [match for match in found if match["gap"]], ""
            how = "a space after the label; the house style has none"
        case "no-break":
            departing, space = [match for match in found if not _is_no_break(document, match)], _NO_BREAK
            how = "after the label, the house style has a no-break space"
    for match in departing:
        gap = Span(*match.span("gap"))
        # Markup has its lines' ends as spaces, and may open the next line with marks that aren't read.
        if "\n" not in document.printed(gap):
            yield Problem(
                Span(match.start(), match.end()), f"{quoted(match.group())} — {how}", edits=(Edit(gap, space),)
            )


def _is_no_break(document: Document, pages: re.Match[str]) -> bool:
    return pages["gap"] == _NO_BREAK or document.printed(Span(*pages.span("gap"))) in _TIES


_TIES = ("~", r"\,")
"""No-break spaces of TeX, which are read as spaces: of a word's width, and thin."""


@rule("CT503", "range-dash", Severity.NOTE)
def range_dash(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A hyphen in a page range, in a draft that uses en dashes.

    With `range-dash` of the house style: whatever else stands between the numbers.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3-9.

        Marsh, C. (2018) ‘Quotas’, Economy Today, 2(2), pp. 10–21.

        Okafor, B. (2019) ‘Trade’, Economy Today, 2(3), pp. 30–41.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Marsh, C. (2018) ‘Quotas’, Economy Today, 2(2), pp. 10–21.

        Okafor, B. (2019) ‘Trade’, Economy Today, 2(3), pp. 30–41.
    """
    text = manuscript.document.text
    wanted = config.style.range_dash
    spans = [each.locator.span for each in manuscript.citations if each.locator is not None]
    spans += [span for each in manuscript.references if (span := each.item.span_of("page")) is not None]
    found = [match for span in spans for match in _RANGE.finditer(text, span.start, span.end)]
    counts = Counter(match["dash"] for match in found)
    match wanted:
        case "auto" if counts["–"] <= counts["-"]:
            return
        case "auto":
            departing, dash, how = "-", "–", "has a hyphen, the draft's other ranges a dash (–)"
        case "en-dash":
            departing, dash, how = "-‑‒—", "–", "has {}, the house style an en dash (–)"
        case "hyphen":
            departing, dash, how = "‒–—", "-", "has {}, the house style a hyphen"
    for match in found:
        first, last = number_range(match.group().replace(" ", ""))
        if match["dash"] in departing and first is not None and last is not None and first < last:
            yield Problem(
                Span(*match.span()),
                f"{quoted(match.group())} {how.format(_DASHES[match['dash']])}",
                edits=(Edit(Span(*match.span("dash")), dash),),
            )


_DASHES = {
    "-": "a hyphen",
    "‑": "a no-break hyphen",
    "‒": "a figure dash",
    "–": "an en dash",
    "—": "an em dash",
}


_OWN_DATE = re.compile(r"(?:©|\(c\)|copyright)\D{0,12}(?P<year>20[0-9]{2}|19[0-9]{2})", re.IGNORECASE)


@rule("CT505", "impossible-date", Severity.WARNING)
def impossible_date(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A source dated in the future, or later than the draft says it is itself.

    The draft's own year is that of its copyright line, if it has one near its start.

    Bad:
        Tariffs rose (Lindqvist 2098).

        References

        Lindqvist, A. (2098) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose (Lindqvist 2018).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    own = _OWN_DATE.search(manuscript.document.text, 0, 6000)
    limit, why = config.today.year, "in the future"
    if own and int(own["year"]) <= limit:
        limit, why = int(own["year"]), f"later than the draft itself ({own['year']})"
    for reference in manuscript.references:
        issued = reference.item.issued
        if reference.span is None or issued is None or issued.year is None:
            continue
        # A journal's issue may bear the year after the one it came out in.
        late = issued.year > limit + 1 or (issued.year == limit + 1 and issued.month is not None)
        same = issued.year == config.today.year and (issued.month or 0, issued.day or 0) > (
            config.today.month,
            config.today.day,
        )
        if late or (same and limit == config.today.year):
            yield Problem(reference.item.span_of("issued") or reference.span, f"{entry(reference)} is dated {why}")
    for citation in manuscript.citations:
        if (
            citation.form is Form.SHORT
            and citation.date is not None
            and (citation.date.year or 0) > config.today.year + 1
        ):
            yield Problem(citation.span, f"{cited(citation)} is dated in the future")
