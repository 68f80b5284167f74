"""Sources cited without author and year side by side: by author alone, title, in full, outlet and date, address.

Notes and brackets are cut into segments (at semicolons, and at signals such as "See also"), and each segment that
author-year citations and back-references leave over is read for itself.
"""

from __future__ import annotations

import re

from citetool.citations.mentions import named_before_marker
from citetool.citations.segments import TRIM, opening_names, without_remark, without_signal
from citetool.citations.zones import Zone
from citetool.dates import find_dates
from citetool.identifiers import find_dois, find_urls
from citetool.locators import find_labelled, locator_after, read_locator
from citetool.model import Citation, Date, Form, Locator, Name, Span
from citetool.references.index import MISSPELT, SURE, ListIndex, SourceFit
from citetool.vocabulary import words


def find_sources(text: str, printed: str, segment: Span, zone: Zone, index: ListIndex) -> list[Citation]:
    """The sources that a segment cites by author, title, outlet or address: mostly one, more if commas divide them.

    Args:
        text: the readable text (emphasis and markers blanked).
        printed: the document's text, for emphasis as evidence of a title.
        segment: from `segments`.
        zone: where it stands.
        index: the list.
    """
    span = without_remark(text, without_signal(text, segment))
    note = zone.note.label if zone.note else None
    own = text[span.start : span.end]
    if not own or len(own) > 3000:
        return []
    names, et_al, after = opening_names(own)
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
            names, et_al, _ = opening_names(own[start:end])
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
    while end > span.start and text[end - 1] in TRIM:
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
    if text[end : span.end].strip(TRIM + ")") and not remark:
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
    whole = Name(literal=text[span.start : span.end].strip(TRIM))
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
    if locator.label != "page" or text[locator.span.end : segment.end].strip(TRIM):
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
    names, et_al, after = opening_names(own)
    dates = [date for _, date in find_dates(text, span.start, _address_start(urls, span.end))]
    shown = _title_shown(printed, span)
    in_full = bool(names) and shown and bool(dates) and _title_follows(printed, span.start + after, span.end)
    if not in_full and not urls and not dois:
        return _unnamed(text, printed, span, zone, dates)
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


_CLOSED = re.compile(r"[\s\u00a0,.;:–—-]*(?:[ivxlc]{1,8}[\s.]*)?")
"""What may follow a source that is the whole of its segment: nothing, or a page of its preface."""

_SET_OFF = re.compile(r",\s(?:“[^”\n]{3,300}”|«[^»\n]{3,300}»|‘(?:[^’\n]|’(?=\w)){3,300}’)")
"""A title in quotation marks behind a name."""


def find_short_title(text: str, segment: Span, zone: Zone) -> Citation | None:
    """A segment that is names and a title in quotation marks (`Marsh, “Piers,” 12`)."""
    found = _names_and(_SET_OFF, text, segment, zone)
    return found and found[0]._replace(title=found[1].group().strip(", “”‘’«»"))


def _names_and(pattern: re.Pattern[str], text: str, segment: Span, zone: Zone) -> tuple[Citation, re.Match[str]] | None:
    """A segment that is names, what `pattern` matches behind them, perhaps a locator, and nothing else."""
    span = without_signal(text, segment)
    names, et_al, after = opening_names(text[span.start : span.end])
    match = pattern.match(text, span.start + after, span.end) if names else None
    if match is None:
        return None
    locator = locator_after(text, match.end(), span.end, bare=True) or _bare_number(text, match.end(), span.end)
    end = locator.span.end if locator else match.end()
    if not _CLOSED.fullmatch(text, end, span.end):
        return None
    citation = Citation(
        span=Span(span.start, end),
        form=Form.NAMED_SOURCE,
        names=names,
        et_al=et_al,
        locator=locator,
        note=zone.note.label if zone.note else None,
        text=text[span.start : end],
    )
    return citation, match


_PLAIN_TITLE = re.compile(
    r",\s(?=[^\W\d_a-zß-öø-ÿ])(?P<title>[^();\n]{8,300}?)\s\((?:[^()\n]{1,120}[,\s])?(?P<year>(?:1[4-9]|20)[0-9]{2})\)"
)
"""A title in plain type behind a name, and a bracket that ends with a year: `, Piers of Oslo (Oslo: Dock, 2016)`."""


def find_plain_title(text: str, segment: Span, zone: Zone) -> Citation | None:
    """A segment that is names, a title in plain type and a year (`Lea Marsh, Piers of Oslo (Dock, 2016), 12`)."""
    found = _names_and(_PLAIN_TITLE, text, segment, zone)
    if found is None or len(found[1]["title"].split()) < _TITLE_WORDS:
        return None
    citation, match = found
    date = Date(int(match["year"]), text=match["year"])
    return citation._replace(form=Form.FULL, date=date, title=match["title"])


_TITLE_WORDS = 3
"""A title in plain type has at least so many words; of fewer, and a place or a remark, it can't be told."""

_SHORT_NOTE = 160
"""Characters; a note this short with a full date in it gives a source (an interview), a longer one explains."""


def _unnamed(text: str, printed: str, span: Span, zone: Zone, dates: list[Date]) -> Citation | None:
    """A note that is a dated source of a kind that lists leave out; `Ibid.` after it means it, and no earlier one.

    One that opens with a title in quotation marks or italics is of another kind.
    """
    own = text[span.start : span.end]
    if zone.note is None or span.end - span.start > _SHORT_NOTE or not any(date.day for date in dates):
        return None
    if text[zone.span.start : span.start].strip() or ". " in own:
        return None
    titled = re.compile(r"[“‘«„\"'*_]").search(printed, max(0, span.start - 1), span.start + 1)
    title = own if titled else None
    return Citation(span=span, form=Form.NAMED_SOURCE, date=dates[0], title=title, note=zone.note.label, text=own)


def _title_follows(printed: str, at: int, end: int) -> bool:
    """Whether a quoted or italic title (perhaps after a year in brackets) follows the names."""
    return (
        re.compile(r"[\s,.:(]*(?:\(?(?:1[4-9]|20)[0-9]{2}[a-z]?\)?[\s,.:]*)?[“‘«„\"*'_]").match(printed, at, end)
        is not None
    )
