"""CT402–CT406: what registries say of entries, and the web of addresses; silent unless asked (`--resolve`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from citetool.config import Config
from citetool.model import Edit, Manuscript, Reference, Severity, Span
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import entry, names, quoted

if TYPE_CHECKING:
    from citetool.resolution import Notice, Record, Resolution

_FIELDS = {
    "author": "authors",
    "title": "title",
    "issued": "year",
    "container-title": "journal or book",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
}


def _resolved(manuscript: Manuscript) -> Iterator[tuple[Reference, Resolution, Span]]:
    """Every entry with what came of it, and its place."""
    for resolution in manuscript.resolutions:
        if resolution.reference is None:
            continue
        reference = manuscript.references[resolution.reference]
        yield reference, resolution, reference.span or _first_cited(manuscript, reference.index)


def _first_cited(manuscript: Manuscript, index: int) -> Span:
    """Where an entry of a bibliography file is cited first; if it never is, the draft's beginning."""
    cites = (manuscript.citations[each.citation].span for each in manuscript.links if index in each.references)
    return next(cites, Span(0, 0))


def _doi_span(manuscript: Manuscript, reference: Reference, span: Span) -> Span:
    """Where the DOI stands in an entry, if it is known."""
    return reference.item.span_of("DOI") or span


def _as_of(resolution: Resolution) -> str:
    """When a registry said so, if that is long ago and it can't be asked now."""
    return f" (as of {resolution.as_of[:10]})" if resolution.stale and resolution.as_of else ""


@rule("CT402", "unknown-doi", Severity.ERROR)
def unknown_doi(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A DOI that isn't registered.

    Only with `--resolve`: doi.org says that there is no such DOI. A registry that gives no answer isn't taken for one
    that says no. A DOI of a work that is just out may not be registered yet.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9. https://doi.org/10.5555/unknown
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9. https://doi.org/10.5555/tariffs
    """
    for reference, resolution, span in _resolved(manuscript):
        if resolution.outcome == "not-found" and resolution.origin == "printed":
            yield Problem(
                _doi_span(manuscript, reference, span),
                f"the DOI {resolution.doi} of {entry(reference)} isn't registered{_as_of(resolution)}",
                hint=_meant(resolution) or "look the DOI up on the publisher's page of the work",
            )


@rule("CT403", "doi-mismatch", Severity.ERROR)
def doi_mismatch(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A DOI of another work, or an entry that differs from what is registered for its DOI.

    Only with `--resolve`. Compared are title, authors (or editors), year (in print or online), journal or book, volume,
    issue and pages; what is missing on either side isn't. Small words and spellings of titles, subtitles left out,
    abbreviations of journals and `et al.` are no differences; another word or number in a title and a misspelt name
    are. Records have mistakes too: the work itself decides.

    Bad:
        References

        Lindqvist, A. (2016) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9. https://doi.org/10.5555/tariffs
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9. https://doi.org/10.5555/tariffs
    """
    for reference, resolution, span in _resolved(manuscript):
        if resolution.origin != "printed" or resolution.record is None:
            continue
        if resolution.another_work:
            yield Problem(
                _doi_span(manuscript, reference, span),
                f"the DOI {resolution.doi} of {entry(reference)} is registered for another work:"
                f" {_described(resolution.record)}{_as_of(resolution)}",
                hint=_meant(resolution) or "look the DOI up on the publisher's page of the work",
            )
        elif resolution.differences:
            told = "; ".join(
                f"{_FIELDS[each.field]} {quoted(each.printed)}, registered {quoted(each.registered)}"
                for each in resolution.differences
            )
            place = (
                reference.item.span_of(resolution.differences[0].field) if len(resolution.differences) == 1 else None
            )
            yield Problem(
                place or span,
                f"{entry(reference)} differs from what is registered for its DOI: {told}{_as_of(resolution)}",
                hint=f"compare with https://doi.org/{resolution.doi}",
            )


@rule("CT404", "missing-doi", Severity.NOTE)
def missing_doi(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """An entry without a DOI, of a work that has one.

    Only with `--resolve`: found by a search at Crossref, and told only where title, first author and enough else agree.

    Bad:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9.
    Good:
        References

        Lindqvist, A. (2018) ‘Tariffs and growth’, Economy Today, 2(1), pp. 3–9. https://doi.org/10.5555/tariffs
    """
    style = _doi_style(manuscript)
    for reference, resolution, span in _resolved(manuscript):
        if resolution.origin == "searched" and resolution.outcome == "found" and reference.copy_of is None:
            edits = (_added(manuscript, reference.span, style, resolution.doi or ""),) if reference.span else ()
            yield Problem(
                span,
                f"{entry(reference)} has a DOI, {resolution.doi}{_as_of(resolution)}",
                hint=f"add {style.lead}{resolution.doi}",
                edits=edits,
            )


@rule("CT405", "retracted", Severity.ERROR)
def retracted(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A work that was retracted, withdrawn or removed, or about which its publisher voiced concern.

    Only with `--resolve`: told by the publisher or by Retraction Watch in the work's record. An entry that says so
    itself is left alone; so are works that were only corrected.

    Bad:
        References

        Holm, H. (2015) ‘Growth without trade’, Economy Today, 1(1), pp. 1–12. https://doi.org/10.5555/retracted
    Good:
        References

        Holm, H. (2015) ‘Growth without trade’, Economy Today, 1(1), pp. 1–12. https://doi.org/10.5555/retracted
        (retracted 4 May 2019).
    """
    for reference, resolution, span in _resolved(manuscript):
        record = resolution.record
        if record is None or _SAYS_SO.search(reference.text):
            continue
        notice = next((each for each in record.notices if each.type != "correction"), None)
        if notice is not None:
            yield Problem(
                span,
                f"{entry(reference)} {_in_words(notice)}{_as_of(resolution)}{_disagreement(record)}",
                related=tuple(
                    manuscript.citations[each.citation].span
                    for each in manuscript.links
                    if each.references == (reference.index,)
                ),
                hint="say so where it is cited, or don't rely on it",
            )


@rule("CT406", "dead-link", Severity.WARNING)
def dead_link(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A web address that leads nowhere.

    Only with `--check-links`: the server says that there is no such page (404, 410), or there is no such server. Pages
    that want a login, servers that turn programs away and faults of the network aren't dead. Where the Wayback Machine
    has a copy, the hint names it.

    Bad:
        See https://think-tank.eu/gone for the figures.
    Good:
        See https://think-tank.eu/here for the figures.
    """
    for span, address in manuscript.addresses:
        if address.reach == "dead":
            copy = f"a copy is kept at {address.archived}" if address.archived else None
            yield Problem(
                span,
                f"the address {quoted(address.url)} is dead: it {address.detail}",
                hint=copy or "find where the page is now, or cite an archived copy",
            )


_SAYS_SO = re.compile(
    r"[(\[](?i:retracted|retraction|withdrawn|expression of concern|zurückgezogen|rétracté|retirad|ritirat)"
    r"|\b(?:RETRACTED|WITHDRAWN)\b"
)

_SAID = {
    "retraction": "was retracted",
    "withdrawal": "was withdrawn",
    "removal": "was removed by its publisher",
    "expression of concern": "is under an expression of concern",
}


def _in_words(notice: Notice) -> str:
    date = (
        f" on {notice.date}" if notice.date and len(notice.date) == 10 else f" in {notice.date}" if notice.date else ""
    )
    return _SAID[notice.type] + date + (f" (notice: {notice.doi})" if notice.doi else "")


def _disagreement(record: Record) -> str:
    """How those who speak of a retraction disagree."""
    from citetool.registries.notices import contradiction

    said = contradiction(record.notices)
    return f"; {said}" if said else ""


def _described(record: Record) -> str:
    """A record as it would be cited, with its title."""
    who = names(record.item)
    year = f" ({record.item.issued.year})" if record.item.issued and record.item.issued.year else ""
    return f"{who}{year}, {quoted(record.item.title or '')}" if who else f"{quoted(record.item.title or '')}{year}"


def _meant(resolution: Resolution) -> str | None:
    """The DOI that is perhaps meant."""
    if not resolution.suggestions:
        return None
    first = resolution.suggestions[0]
    return f"{'this is' if first.score == 1 else 'perhaps'} {first.doi}, {quoted(first.title)}"


class _Style(NamedTuple):
    """How a list prints DOIs: the punctuation before the address or label, that itself, the stop after the DOI."""

    before: str
    lead: str
    after: str


_LEAD = re.compile(
    r"(?P<before>[.,;:]?\s*)(?P<lead>(?:\bdoi:?\s*)?(?:https?://(?:dx\.|www\.)?doi\.org/)?)$", re.IGNORECASE
)


def _doi_style(manuscript: Manuscript) -> _Style:
    """How most of the draft's entries print their DOIs; as Crossref displays them, if none has one."""
    text = manuscript.document.text
    styles: Counter[tuple[str, str, str]] = Counter()
    for reference in manuscript.references:
        span = reference.item.span_of("DOI")
        if span is None or reference.span is None:
            continue
        printed = text[reference.span.start : reference.span.end]
        at = printed.find("10.", max(0, span.start - reference.span.start))
        lead = _LEAD.search(printed, max(0, at - 60), at) if at >= 0 else None
        if lead is not None:
            ends = "." if printed.rstrip().endswith(".") else ""
            styles[lead["before"][:1].strip() + " ", lead["lead"], ends] += 1
    return _Style(*styles.most_common(1)[0][0]) if styles else _Style(". ", "https://doi.org/", "")


def _added(manuscript: Manuscript, span: Span, style: _Style, doi: str) -> Edit:
    """The DOI at the end of an entry, as the list prints DOIs."""
    printed = manuscript.document.text[span.start : span.end].rstrip()
    end = span.start + len(printed)
    closed = printed[-1:] in ".,;"
    before = style.before
    if closed:
        before = " "
        if style.before.startswith(","):
            # The stop at the entry's end gives way to the comma that this list has before a DOI.
            return Edit(Span(end - 1, end), f", {style.lead}{doi}{style.after}")
    return Edit(Span(end, end), f"{before}{style.lead}{doi}{style.after}")
