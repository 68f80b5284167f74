"""What the labeller gets wrong in ways that hold in every style, put right segment by segment.

Each repair is a function from an entry's text and segments to its segments; `REPAIRS` has them in order.
"""

import re
from collections.abc import Callable
from itertools import zip_longest

from citetool.dates import before_is_month, undated_pattern
from citetool.references.heads import sentence_like
from citetool.references.labelling.people import marked_as_editors, read_people
from citetool.references.labelling.segments import Segment

_Segments = list[Segment]

HEAD = 8
"""Characters; an entry's first segment begins before them, behind its number or bullet."""

_IN = re.compile(r"\W*(?:in|dans|en|em|w)\b", re.IGNORECASE)


def _text(own: str, segment: Segment) -> str:
    return own[segment.start : segment.end]


def editors_at_the_head(own: str, segments: _Segments) -> _Segments:
    """Names whose mark, `(eds)`, stands behind the last of them are editors all: `Abara, N. and Brandt, L. (eds)`."""
    repaired: _Segments = []
    for segment in segments:
        if segment.label == "author" and marked_as_editors(_text(own, segment)):
            segment = segment._replace(label="editor")
        before = repaired[-1] if repaired else None
        if (
            segment.label == "editor"
            and before is not None
            and before.label in ("author", "editor")
            and before.start < HEAD
            and not _IN.match(_text(own, segment))
        ):
            repaired[-1] = segment._replace(start=before.start)
        else:
            repaired.append(segment)
    return repaired


def people_of_a_larger_work(own: str, segments: _Segments) -> _Segments:
    """Names behind "in" are those of the larger work's editors: `In: Abara, N. *Piers*`."""
    repaired: _Segments = []
    for segment in segments:
        if segment.label == "author" and segment.start >= HEAD and _IN.match(_text(own, segment)):
            segment = segment._replace(label="editor")
        if repaired and segment.label == repaired[-1].label == "editor":
            repaired[-1] = repaired[-1]._replace(end=segment.end)
        else:
            repaired.append(segment)
    return repaired


_INVERTED_AND_MORE = re.compile(
    r"(?P<names>[^\W\d_a-z][\w’'-]+,?\s[^\W\d_a-z]{1,3}[.,\s](?:(?!\s(?:and|und|et|y|e|&)\s).)*?(?:(?<=\s[^\W\d_a-z])"
    r"|(?<=\s[^\W\d_a-z]{2})|(?<=\s[^\W\d_a-z]{3}))\.|[^\W\d_a-z][\w’'-]+,\s[^\W\d_a-z]\.)"
    r"\s(?P<title>[^\W\d_a-z][^\W\d_.,]{2,}[^.,]*\.)$",
    re.DOTALL,
)


def title_of_one_word(own: str, segments: _Segments) -> _Segments:
    """In an entry without a title, a word behind the last initial is one: `Marsh T, Holm P. Tides. *Lancet*`."""
    if not segments or segments[0].label != "author" or any(each.label == "title" for each in segments):
        return segments
    match = _INVERTED_AND_MORE.match(_text(own, segments[0]))
    if match is None:
        return segments
    author = segments[0]._replace(end=segments[0].start + match.end("names"))
    return [author, Segment("title", segments[0].start + match.start("title"), segments[0].end), *segments[1:]]


def no_date_behind_a_name(own: str, segments: _Segments) -> _Segments:
    """`n.d.` and its like behind the name that an entry opens with are its date: `Harbour Council. n.d. ‘Piers’`."""
    if not segments or segments[0].label not in ("author", "title") or segments[0].start >= HEAD:
        return segments
    first = segments[0]
    spoken = undated_pattern(own[: first.end + 4].lower())
    match = spoken.search(own, first.start + 2) if spoken else None
    if match is None or match.start() >= first.end or own[match.start() - 1] not in " (\u00a0[":
        return segments
    name = len(own[: match.start()].rstrip(" .,:([\u00a0"))
    if re.search(r"[.:;“«‘\"]\s", own[first.start : name]):
        return segments
    behind = len(own) - len(own[match.end() :].lstrip(" .,:)]\u00a0"))
    rest = [each._replace(start=max(each.start, behind)) for each in segments if each.end > behind]
    if rest and rest[0].label == "author":
        rest[0] = rest[0]._replace(label="title")
    return [Segment("author", first.start, name), Segment("date", *match.span()), *rest]


_ACRONYM_AND_DASH = re.compile(r"[A-Z][A-Z/&.-]{1,11}\s[–—-]$")
_SENTENCE = re.compile(r"[^.]{3,120}\.(?=\s)")


def institution_behind_its_acronym(own: str, segments: _Segments) -> _Segments:
    """What follows an acronym and a dash is the name it stands for: `EHS – European Harbour Service. *Title*`."""
    if len(segments) < 2 or not _ACRONYM_AND_DASH.match(_text(own, segments[0])):
        return segments
    name = _SENTENCE.match(own, segments[0].end + 1, segments[1].end)
    if name is None:
        return segments
    author = Segment("author", segments[0].start, name.end())
    rest = segments[1]._replace(start=min(name.end() + 1, segments[1].end))
    return [author, *([rest] if rest.start < rest.end else []), *segments[2:]]


_MARK_AND_MORE = re.compile(r"(?P<names>.+?\([^()]{2,14}\.?\):)\s(?P<title>\S.+)$", re.DOTALL)


def book_behind_its_editors(own: str, segments: _Segments) -> _Segments:
    """What follows the editors' mark and a colon is their book, as in `in: Brandt, L. (Hrsg.): Häfen`."""
    repaired: _Segments = []
    for segment in segments:
        text = _text(own, segment)
        match = _MARK_AND_MORE.match(text) if segment.label == "editor" and segment.start >= HEAD else None
        if match and marked_as_editors(match["names"].rstrip(":")):
            repaired.append(segment._replace(end=segment.start + match.end("names")))
            repaired.append(Segment("container-title", segment.start + match.start("title"), segment.end))
        else:
            repaired.append(segment)
    return repaired


def book_of_a_chapter(own: str, segments: _Segments) -> _Segments:
    """A second title behind the editors of a book is the book's: `‘Title’, in A. Brandt (ed.) *Book*`."""
    titles = [place for place, each in enumerate(segments) if each.label == "title"]
    editors = [place for place, each in enumerate(segments) if each.label == "editor" and each.start >= HEAD]
    if not titles or not editors or titles[0] > editors[0]:
        return segments
    return [
        each._replace(label="container-title") if each.label == "title" and place > editors[0] else each
        for place, each in enumerate(segments)
    ]


_CLOSING = "’”»\"'"
_IMPRINT = re.compile(
    r"(?P<lead>.*?)\s*[(\[](?P<publisher>[^()\[\]]*?)[\s,]*(?P<year>(?:1[4-9]|20)[0-9]{2})(?P<end>[)\]])\W*$", re.DOTALL
)


def imprint_behind_a_title(own: str, segments: _Segments) -> _Segments:
    """In an entry without a date of its own, brackets that close its title or a note hold publisher and year.

    `Title (Harbour Press 2017)`, `‘Title’ [2016]`: as OSCOLA prints books and articles.
    """
    if any(each.label in ("date", "publisher") for each in segments):
        return segments
    for place, segment in enumerate(segments):
        match = _IMPRINT.match(_text(own, segment)) if segment.label in ("title", "note", "source") else None
        if match is None or (segment.label == "title") != bool(match["lead"]):
            continue
        if re.search(r"[0-9]", match["publisher"]) or before_is_month(_text(own, segment), match.start("year")):
            # `(approved on 12 February 2013)`
            continue
        parts = [segment._replace(end=segment.start + match.end("lead"))] if match["lead"] else []
        if match["publisher"]:
            parts.append(
                Segment("publisher", segment.start + match.start("publisher"), segment.start + match.end("publisher"))
            )
        parts.append(Segment("date", segment.start + match.start("year"), segment.start + match.end("year")))
        return [*segments[:place], *parts, *segments[place + 1 :]]
    return segments


_OPEN_IMPRINT = re.compile(r"(?P<title>.{3,}?)\s(?P<imprint>\((?P<publisher>[^()\[\]]{3,80}),?)$", re.DOTALL)


def publisher_with_its_year(own: str, segments: _Segments) -> _Segments:
    """A bracket that opens in a title and closes behind the year holds the publisher: `Title (Harbour Press, 2017)`."""
    repaired: _Segments = []
    for segment, after in zip_longest(segments, segments[1:]):
        imprint = after is not None and after.label == "date" and _text(own, after).rstrip(".,;").endswith(")")
        match = _OPEN_IMPRINT.match(_text(own, segment)) if imprint and segment.label == "title" else None
        if match:
            repaired.append(segment._replace(end=segment.start + match.end("title")))
            repaired.append(Segment("publisher", *(segment.start + at for at in match.span("imprint"))))
        else:
            repaired.append(segment)
    return repaired


def title_that_is_quoted(own: str, segments: _Segments) -> _Segments:
    """In an entry without a title, the container in quotation marks is one: `Harbour Council, «Monitor», 2021`."""
    if any(each.label in ("title", "editor") for each in segments):
        return segments
    for place, each in enumerate(segments):
        if each.label in ("container-title", "journal") and _text(own, each)[0] in '‘“«„"':
            return [*segments[:place], each._replace(label="title"), *segments[place + 1 :]]
    return segments


def book_of_its_editors(own: str, segments: _Segments) -> _Segments:
    """In an entry without a title that opens with its editors, the book is the title: `Abara (ed.), *Piers*`."""
    if any(each.label == "title" for each in segments) or not segments or segments[0].label != "editor":
        return segments
    for place, each in enumerate(segments):
        if each.label == "container-title":
            return [*segments[:place], each._replace(label="title"), *segments[place + 1 :]]
    return segments


ACCESS = re.compile(
    r"acces|retriev|visit|view|abgeruf|zugriff|consult|acess|dostęp|geraadp|\bcit(?:ed|\.)|letzt", re.IGNORECASE
)
"""Words that say when something was looked up."""


def date_of_access(own: str, segments: _Segments) -> _Segments:
    """A date right behind words of access is no date of issue: `Accessed: Mar. 27, 2024`."""
    repaired: _Segments = []
    for segment in segments:
        before = repaired[-1] if repaired else None
        if segment.label == "date" and before and before.label == "note" and ACCESS.search(_text(own, before)):
            repaired[-1] = before._replace(end=segment.end)
        else:
            repaired.append(segment)
    return repaired


def title_around_a_year(own: str, segments: _Segments) -> _Segments:
    """A title may go on behind a year in brackets: `Resolution 12 (1999) adopted by the Harbour Council`."""
    repaired: _Segments = []
    for segment in segments:
        if (
            segment.label == "title"
            and len(repaired) > 1
            and repaired[-2].label == "title"
            and re.fullmatch(r"[(\[][0-9]{4}[)\]]", _text(own, repaired[-1]))
        ):
            if _text(own, repaired[-2])[-1] in _CLOSING:
                # `‘Title’ [2016] Harbour Journal`
                repaired.append(segment._replace(label="journal"))
            else:
                repaired[-2:] = [repaired[-2]._replace(end=segment.end)]
        else:
            repaired.append(segment)
    return repaired


_QUOTED_END = re.compile(
    r"(?P<lead>[^‘“«»„\"'*]{3,160}?)(?P<comma>,)?\s(?P<title>[‘“«»„\"'*].{8,}[’”»«“\"'*])[.,;]?\s*$", re.DOTALL
)


def title_behind_its_author(own: str, segments: _Segments) -> _Segments:
    """What opens with an institution or a kind of text, and then quotes its title, is not all title.

    `Harbour Council, ‘Title’` is an author and a title, `Press Release ‘Title’` a genre and a title.
    """
    repaired: _Segments = []
    named = False
    for segment in segments:
        named = named or segment.label in ("author", "editor")
        match = _QUOTED_END.match(_text(own, segment)) if segment.label == "title" else None
        title = segment._replace(start=segment.start + match.start("title")) if match else segment
        if match and not match["comma"] and len(match["lead"].split()) <= 4 and match["title"][0] != "*":
            repaired += [Segment("genre", segment.start, segment.start + match.end("lead")), title]
        elif match and match["comma"] and segment.start < HEAD and not named and _institution(match["lead"]):
            repaired += [Segment("author", segment.start, segment.start + match.end("comma")), title]
        else:
            repaired.append(segment)
    return repaired


def _institution(text: str) -> bool:
    names = read_people(text).names
    return bool(names) and names[0].literal is not None and not sentence_like(text) and not re.search(r"[0-9]", text)


def title_with_a_heading(own: str, segments: _Segments) -> _Segments:
    """An institution and a colon open a title in italics rather than name an author: `Harbour Days: *Trust*`."""
    if len(segments) < 2 or segments[0].label != "author" or segments[1].label != "title":
        return segments
    lead = _text(own, segments[0])
    names = read_people(lead).names
    heading = lead.endswith(":") and len(lead.split()) > 1 and names and names[0].literal is not None
    if not heading or not _text(own, segments[1]).startswith("*"):
        return segments
    return [segments[1]._replace(start=segments[0].start), *segments[2:]]


REPAIRS: tuple[Callable[[str, _Segments], _Segments], ...] = (
    people_of_a_larger_work,
    editors_at_the_head,
    institution_behind_its_acronym,
    title_of_one_word,
    no_date_behind_a_name,
    date_of_access,
    imprint_behind_a_title,
    publisher_with_its_year,
    title_that_is_quoted,
    book_of_its_editors,
    title_around_a_year,
    title_behind_its_author,
    title_with_a_heading,
    book_behind_its_editors,
    book_of_a_chapter,
)


def repair(own: str, segments: _Segments) -> _Segments:
    """The segments of an entry after all repairs."""
    for each in REPAIRS:
        segments = each(own, segments)
    return segments
