"""Read of an entry, by rules, what linking and the rules of a check ask: names, date, title, container, pages, address.

Most entries of most lists are plain enough for this, and it takes a tenth of the time that labelling takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import islice

from citetool.dates import find_dates, is_period, month_after, reprint_date, undated_pattern
from citetool.identifiers import find_dois, find_urls
from citetool.locators import find_labelled
from citetool.model import Date, Item, Name, Span
from citetool.names import NameList, conjunctions, editors_after, institution, read_name_list, repeated_author
from citetool.vocabulary import words
from citetool.vocabulary.phrases import Phrases

_QUOTES = {"‘": "’", "“": "”", "«": "»", "„": "“", '"': '"', "'": "'", "‹": "›", "‚": "‘", "*": "*"}
_CLOSERS = frozenset(_QUOTES.values())
LONGEST = 4000
"""Characters; the longest entry is shorter, and what goes on is no entry's text."""

_MOST_WORDS = 25
"""Words; no institution's name has more."""

_GAP = re.compile(r"[\s.,:;]*")
_HEAD_END = re.compile(r"\s[(\[]|,\s|[.:]\s+(?=[^a-z])|\s?[‘“«„\"*]|(?<=\s)'|$")
_BARE_TITLE_END = re.compile(
    r"(?<!\b[A-ZÀ-Þ])(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bno)[.?!](?=\s)|\s\((?!.{0,3}\))|,\s\*|\*|\s\[|,\s(?=https?://|www\.)"
)
_BARE_CONTAINER = re.compile(r"[^,.;(\[\d*<>]{3,90}(?=,|\.|\s\d|\s?\(|$)")
_DATED_NAME = re.compile(r"(?P<name>\D{4,}?)\s(?P<year>(?:1[89]|20)[0-9]{2})$")
_VOLUME_ISSUE = re.compile(
    r"(?<![\w/])(?P<volume>[0-9]{1,4})\s?(?:\((?P<issue>[0-9]{1,4}(?:[–/-][0-9]{1,4})?)\)|/(?P<slash>[0-9]{1,3})(?![0-9/])|:(?P<colon>[0-9]{1,2})(?=,\s?pp?\.))"
)
_BARE_VOLUME = re.compile(r"\*?,?\s(?P<volume>[0-9]{1,4})(?=,\s(?:pp?\.|no\.)|:\s?[0-9])")
_PAGES_AFTER_COLON = re.compile(r":\s?(?P<pages>[a-z]?[0-9]{1,5}\s?[‐-—-]\s?[0-9]{1,5})(?![\w/])")
_PAGE_AFTER_VOLUME = re.compile(
    r"(?<![\w/.:-])[0-9]{1,4}\s?(?:\([^()]{1,15}\))?\s?:\s?(?P<pages>[a-zA-Z]{0,2}[0-9]{1,10}"
    r"(?:\s?[‐-—-]\s?[a-zA-Z]{0,2}[0-9]{1,5})?)(?![\w/:]|[.,][0-9])"
)
_BARE_PAGES = re.compile(r",\s(?P<pages>[0-9]{1,5}\s?[‐-—-]\s?[0-9]{1,5})(?=[,.;)]|\s*$)")
_PLACE_PUBLISHER = re.compile(
    r"(?:^|[,.(;]\s?|\)\s)(?P<place>[^\W\d_][^:,.()*\"]{2,40}(?:,\s[A-Z]{2})?):\s(?P<publisher>[^\W\d_][^,.()\d]{2,60})"
)


@cache
def _in_container() -> re.Pattern[str]:
    alternatives = sorted(map(re.escape, words().phrases["in"]), key=len, reverse=True)
    return re.compile(rf"[,.]?\s(?:{'|'.join(alternatives)}):?\s(?=\S)", re.IGNORECASE)


@cache
def _accessed() -> Phrases:
    return Phrases(words().phrases["accessed"])


_WORD_START = re.compile(r"(?<=[\s(\[])[^\W\d_]")


def _access_start(own: str, at: int) -> int:
    """Where an entry begins to say when it was looked up (`accessed 3 May 2020`): no date after it is one of issue."""
    for match in _WORD_START.finditer(own, at):
        reach = _accessed().match(own, match.start(), len(own))
        if reach is not None and own[reach : reach + 1] in (" ", ":"):
            return match.start()
    return len(own)


def read_head(text: str, span: Span) -> Item:
    """The fields of the entry `text[span.start:span.end]`, each with its span; what can't be told is left out.

    An entry that opens with a dash for the author before, or with what follows such a dash, has a span for
    `repeated-author`.
    """
    own = text[span.start : min(span.end, span.start + LONGEST)].replace("\n", " ").replace("\u00ad", " ")
    spans: dict[str, Span] = {}

    def keep(variable: str, start: int, end: int) -> str:
        while start < end and own[start] in " *_,.":
            start += 1
        while end > start and own[end - 1] in " *_,":
            end -= 1
        spans[variable] = Span(span.start + start, span.start + end)
        return " ".join(own[start:end].split())

    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    et_al = False
    at = 0
    if (dash := repeated_author(own)) is not None and dash < len(own):
        keep("repeated-author", 0, dash)
        at = dash
        if (names := _co_authors(own, at)) is not None:
            keep("author", at, names.end)
            author, et_al, at = names.names, names.et_al, names.end
        else:
            at = editors_after(own, max(0, at - 2), len(own)) or at
    else:
        names = read_name_list(own, order="inverted")
        if names.names:
            keep("editor" if names.editors else "author", 0, names.end)
            author, editor = ((), names.names) if names.editors else (names.names, ())
            et_al, at = names.et_al, names.end
        elif (end := _before_undated(own) or _institution_end(own)) is not None:
            keep("author", 0, end)
            author, at = (institution(own[:end]),), end
            if role := editors_after(own, at, len(own)):
                author, editor, at = (), author, role
                spans["editor"] = spans.pop("author")

    issued, at = _leading_date(own, at, spans, span.start)
    if issued is None and author and author[0].literal and (edition := _DATED_NAME.match(author[0].literal)):
        # A work named with its year, as its author: `Flora do Brasil 2020`.
        author = (Name(literal=edition["name"]),)
        issued = Date(int(edition["year"]), text=edition["year"])
    title, after_title = _title(own, at, keep)
    addresses = [*find_urls(own, after_title, len(own))]
    doi = next(iter(find_dois(own, after_title, len(own))), None)
    if doi:
        keep("DOI", doi[0].start, doi[0].end)
    url = next(((place, address) for place, address in addresses if "doi.org/" not in address.lower()), None)
    if url:
        keep("URL", url[0].start, url[0].end)
    facts_end = min([place.start for place, _ in addresses] + [len(own)])
    if addresses:
        facts_end = min(facts_end, _access_start(own, after_title))
    if issued is None:
        person = bool(author or editor) and (author or editor)[0].literal is None
        issued = _trailing_date(own, at, after_title, facts_end, spans, span.start, person)
    elif issued.year is not None and issued.month is None:
        issued = _with_day(issued, own, after_title, facts_end)
    host = _host(own, after_title, facts_end)
    if host is not None:
        hosted = read_name_list(own, host)
        if hosted.names and not editor:
            keep("editor", host, hosted.end)
            editor = hosted.names
            host = hosted.end
    book = host is None and _italic(own, at)
    container = None if book else _container(own, after_title if host is None else host, facts_end)
    container_title = keep("container-title", *container) if container else None
    rest = container[1] if container else after_title
    volume = issue = None
    numbered = _VOLUME_ISSUE.search(own, rest, facts_end)
    if match := numbered:
        volume, issue = match["volume"], match["issue"] or match["slash"] or match["colon"]
    elif bare := _BARE_VOLUME.match(own, rest, facts_end):
        volume = bare["volume"]
    page = None
    for match in find_labelled(own, after_title, facts_end):
        term = words().locators[match["label"].lower()]
        if term == "page" and page is None and match["numbers"][0].isdigit():
            page = keep("page", match.start("numbers"), match.end("numbers"))
        elif term == "volume" and volume is None:
            volume = match["numbers"]
        elif term == "issue" and issue is None:
            issue = match["numbers"]
    if page is None:
        for pattern in (_PAGES_AFTER_COLON, _BARE_PAGES, _PAGE_AFTER_VOLUME):
            if match := pattern.search(own, after_title, facts_end):
                break
        if match:
            page = keep("page", match.start("pages"), match.end("pages"))
    place = publisher = None
    if match := _PLACE_PUBLISHER.search(own, rest, facts_end):
        place = keep("publisher-place", *match.span("place"))
        publisher = keep("publisher", *match.span("publisher"))
    series = numbered is not None and numbered["slash"] is not None and page is None
    journal = container_title is not None and volume is not None and not series
    item_type = _type(host is not None, journal, publisher, url is not None)
    return Item(
        type=item_type,
        author=author,
        editor=editor,
        et_al=et_al,
        issued=issued,
        title=title,
        container_title=container_title,
        publisher=publisher,
        publisher_place=place,
        volume=volume,
        issue=issue,
        page=page,
        doi=doi[1] if doi else None,
        url=url[1] if url else None,
        spans=tuple(sorted(spans.items(), key=lambda each: each[1])),
    )


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"(?:{conjunctions()})\s")


_YEAR_NEXT = re.compile(r"[.,]?\s?[(\[]?(?:1[4-9]|20)[0-9]{2}")


def _co_authors(own: str, at: int) -> NameList | None:
    """Who wrote a work with the author that a dash repeats: `———, and K. Aoki. 2010`, `———, K. Aoki, and B. Ito`.

    A name behind the dash without "and" may be the title's, unless the year follows it.
    """
    joined = _and().match(own, at)
    names = read_name_list(own, joined.end() if joined else at)
    if not names.names or names.names[0].literal is not None:
        return None
    if joined:
        return names
    listed = own[:at].rstrip().endswith(",") and (_YEAR_NEXT.match(own, names.end) or _and().search(own, at, names.end))
    return names if listed else None


def _institution_end(own: str) -> int | None:
    """Where the institution that an entry opens with ends; `None` if it opens with its title."""
    if own[:1] in _QUOTES:
        return None
    ends = islice(_HEAD_END.finditer(own, 1), _MOST_WORDS)
    match = next((each for each in ends if not _abbreviates(own, each.start())), None)
    if match is None:
        return None
    end = match.start()
    head = own[:end]
    if own[end : end + 2] == " (":
        inside = re.match(r"\s\(([A-Z][\w/&.-]{1,14})\)", own[end:])
        if inside:
            end += inside.end()
            head = own[:end]
            match = _HEAD_END.search(own, end)
            if match is None:
                return None
        if re.match(r"\s?[,.]?\s?\((?:1[4-9]|20)[0-9]{2}", own[end:]) or editors_after(own, end, len(own)):
            return end
    number = len(head.split())
    if number > _MOST_WORDS or own.startswith(("http", "www.")):
        return None
    if sentence_like(head):
        return None
    following = own[end:].lstrip(" ,.:")
    if following[:1] in _QUOTES:
        return end if own[end : end + 1] in ",." else (end if number <= 4 and own[end : end + 1] != ":" else None)
    if own[end : end + 1] == "." and number <= 12 and re.search(r"\w", following):
        return end
    if (
        own[end : end + 1] == ","
        and number <= 7
        and re.match(r"[^\W\d_]|[0-3]?[0-9]\s[A-Z]|(?:1[4-9]|20)[0-9]{2}", following)
    ):
        only_date_follows = re.match(
            r"(?:[0-3]?[0-9]\s)?[^\W\d_]*\s?(?:1[4-9]|20)[0-9]{2}\W*(?:https?|www|<|$)", following
        )
        return None if only_date_follows else end
    return None


def _abbreviates(own: str, at: int) -> bool:
    """Whether a full stop abbreviates a word within an institution's name (`U.S. Trust`), rather than ending it.

    Initials at its beginning or after a word in small letters do; after a family name they end a person.
    """
    if not own.startswith(".", at) or not own[at - 1].isupper():
        return False
    before = [each for each in own[:at].split() if not re.fullmatch(r"(?:[A-Z]\.)*[A-Z]\.?", each)]
    if own[:at].endswith(tuple(before[-1:])):
        return False
    word = before[-1] if before else "the"
    return word.islower() or word == "The"


_UNDATED_REACH = 140
"""Characters in which an institution's name ends."""


def _before_undated(own: str) -> int | None:
    """Where a name ends that a word for having no date follows: `Harbour Council. n.d. ‘Piers’`."""
    spoken = undated_pattern(own[:_UNDATED_REACH].lower())
    match = spoken.search(own, 1, _UNDATED_REACH) if spoken else None
    if match is None or own[match.start() - 1] not in " (\u00a0[":
        return None
    end = len(own[: match.start()].rstrip(" .,:([\u00a0"))
    head = own[:end]
    return end if 0 < len(head.split()) <= 12 and not re.search(r"[.:,;“«‘\"]\s", head) else None


def sentence_like(head: str) -> bool:
    """Whether more than a quarter of a head's words of weight are in lower case: a title, not an institution."""
    weighty = [word for word in re.findall(r"[^\W\d_]{3,}", head) if word.lower() not in words().function_words]
    return len(weighty) > 3 and 4 * sum(word.islower() for word in weighty) > len(weighty)


def _leading_date(own: str, at: int, spans: dict[str, Span], offset: int) -> tuple[Date | None, int]:
    """The date right after the names (`(2018a)`, `. 2018a.`, `, 8 December 2003,`) and where it ends."""
    lead = re.compile(r"\s?[.,:]?\s?[(\[]?").match(own, at)
    start = lead.end() if lead else at
    spoken = None if own[start : start + 1].isdigit() else undated_pattern(own[start : start + 40].lower())
    if spoken and (undated := spoken.match(own, start)):
        spans["issued"] = Span(offset + undated.start(), offset + undated.end())
        return Date(None, suffix=(undated["suffix"] or None), text=undated.group()), _past_bracket(own, undated.end())
    for opening in (start - 1, start):
        if reprint := reprint_date(own, opening):
            place, date = reprint
            spans["issued"] = Span(offset + place.start, offset + place.end)
            return date, _past_bracket(own, place.end)
    for place, date in find_dates(own, start, min(len(own), start + 40)):
        if place.start > start:
            break
        end = place.end
        if date.month is None and (found := month_after(own, end, len(own))):
            date = Date(date.year, found[0], found[1], date.suffix, date.end_year, text=own[place.start : found[2]])
            end = found[2]
        spans["issued"] = Span(offset + place.start, offset + end)
        return date, _past_bracket(own, end)
    return None, at


def _past_bracket(own: str, at: int) -> int:
    match = re.compile(r"[^)\]\w]{0,3}[)\]]").match(own, at)
    return match.end() if match else at


def _trailing_date(
    own: str, at: int, after_title: int, facts_end: int, spans: dict[str, Span], offset: int, person: bool
) -> Date | None:
    """The last date of what follows the title; failing that, of the title (a document named by its date).

    A period that a work is about gives way to a year; one of which the title of a person's work speaks is none.
    """
    for start, end in ((after_title, facts_end), (at, after_title)):
        found = [(place, date) for place, date in find_dates(own, start, end) if not _page_like(own, place)]
        if start == after_title:
            found = [each for each in found if not is_period(each[1])] or found
            found = [each for each in found if own[max(0, each[0].start - 1)] == "("] or found
        else:
            set_off = own[max(0, end - 1)] in _CLOSERS
            found = [
                (place, date)
                for place, date in found
                if not (is_period(date) and (set_off or own[place.start - 1] in "(["))
                and not (person and _spoken_of(own, place, date, facts_end))
            ]
        if found:
            place, date = found[-1]
            spans["issued"] = Span(offset + place.start, offset + place.end)
            return date
    spoken = undated_pattern(own.lower())
    if spoken and (undated := spoken.search(own, at, facts_end)):
        spans["issued"] = Span(offset + undated.start(), offset + undated.end())
        return Date(None, text=undated.group())
    return None


def _spoken_of(own: str, place: Span, date: Date, facts_end: int) -> bool:
    """Whether a sentence speaks of a year: it follows a word in small letters, and the entry goes on after it."""
    before = own[: place.start].split()
    goes_on = any(char.isalnum() for char in own[place.end : facts_end])
    return date.month is None and bool(before) and before[-1].isalpha() and before[-1].islower() and goes_on


_LONE_DAY = re.compile(r"(?:^|[,;.]\s)(?P<day>[0-3]?[0-9])\s(?P<month>[^\W\d_]{3,12})(?=\s?[,.;(<]|\s?$)")


def _with_day(issued: Date, own: str, after_title: int, facts_end: int) -> Date:
    """The date with the day and month that stand apart from its year: `Post (2019) ‘Title’, 3 November`."""
    found = _LONE_DAY.search(own, after_title, facts_end)
    month = words().months.get(found["month"].lower()) if found else None
    if found is None or month is None or not 1 <= int(found["day"]) <= 31:
        return issued
    return issued._replace(month=month, day=int(found["day"]))


_PAGE_LABELS = (["p."], ["pp."], ["S."], ["n."], ["no."], ["(p."], ["(pp."], ["(S."])
_BEFORE_COLON = frozenset("0123456789)]")


def _page_like(own: str, place: Span) -> bool:
    """Whether a year is rather a page or an article's number: `pp. 1973–95`, `12: 1521`."""
    before = own[max(0, place.start - 12) : place.start].rstrip()
    if before.endswith(":"):
        return before[:-1].rstrip()[-1:] in _BEFORE_COLON
    return before.endswith("/") or before.split()[-1:] in _PAGE_LABELS


def _italic(own: str, at: int) -> bool:
    """Whether the title that follows is set in italics, as a book's is."""
    gap = _GAP.match(own, at)
    return own.startswith("*", gap.end() if gap else at)


def _title(own: str, at: int, keep: Callable[[str, int, int], str]) -> tuple[str | None, int]:
    gap = _GAP.match(own, at)
    start = gap.end() if gap else at
    if start >= len(own):
        return None, at
    opener = own[start]
    if opener in _QUOTES:
        end = _closing(own, start)
        if end is not None:
            title = keep("title", start + 1, end)
            return title or None, end + 1
    match = _BARE_TITLE_END.search(own, start + 1)
    end = match.start() if match else len(own.rstrip(" ."))
    if match and match.group()[0] in "?!":
        end += 1
    if own[start:end].startswith(("http", "www.")):
        return None, start
    if not any(char.isalpha() for char in own[start:end]):
        # A document's number stands before its title.
        marked = re.compile(r"[‘“«„\"*](?=\w)").search(own, start + 1, min(len(own), start + 60))
        return _title(own, marked.start(), keep) if marked else (None, start)
    return keep("title", start, end) or None, end


@cache
def _marks(opener: str, closer: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted({opener, closer}))))


def _closer(own: str, start: int) -> str:
    """The mark that closes the quotation opened at `start`: `„` has `“` in German, `”` in Polish and Dutch."""
    opener = own[start]
    if opener == "„" and (found := re.search("[“”]", own[start:])):
        return found.group()
    return _QUOTES[opener]


def _closing(own: str, start: int) -> int | None:
    """Where the quotation that opens at `start` closes: at a closing mark followed by no letter, nesting observed."""
    opener = own[start]
    closer = _closer(own, start)
    depth = 1
    for mark in _marks(opener, closer).finditer(own, start + 1):
        at, char = mark.start(), mark.group()
        after = own[at + 1] if at + 1 < len(own) else " "
        if char == closer and (opener != closer or at > start + 1):
            if closer in "’'‘" and after.isalnum():
                continue
            if closer in "’'" and after == " " and own[at + 2 : at + 3].isalpha() and _later_close(own, at + 1, closer):
                continue
            depth -= 1
            if depth <= 0:
                return at
        elif char == opener and opener != closer:
            depth += 1
    return None


def _later_close(own: str, at: int, closer: str) -> bool:
    """Whether a mark that surely closes a quotation comes later, so that this one doesn't."""
    return re.search(rf"{closer}(?=[,.;:)]|\s\()", own[at : at + 200]) is not None


def _host(own: str, after_title: int, facts_end: int) -> int | None:
    """Where the container's names or title begin after "in", if the entry is part of a larger work."""
    match = _in_container().search(own, after_title, min(facts_end, after_title + 12))
    return match.end() if match else None


def _container(own: str, at: int, end: int) -> tuple[int, int] | None:
    lead = re.compile(r"[\s,.:;)]*").match(own, at, end)
    start = lead.end() if lead else at
    if start < end and own[start] == "*":
        close = own.find("*", start + 1, end)
        if close > 0:
            return start, close + 1
    match = _BARE_CONTAINER.match(own, start, end)
    if match and match.group()[:1].isalpha() and match.group()[:1].isupper():
        return match.span()
    return None


def _type(hosted: bool, journal: bool, publisher: str | None, has_url: bool) -> str:
    if hosted:
        return "chapter"
    if journal:
        return "article-journal"
    if publisher:
        return "book"
    return "webpage" if has_url else "document"
