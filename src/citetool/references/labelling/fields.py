"""From labelled segments of an entry to the fields of an item, in a form that can be compared and exported."""

import re

from citetool.dates import find_dates, is_period, month_after, undated_pattern
from citetool.folding import fold
from citetool.identifiers import find_dois, find_urls
from citetool.model import Date, Item, Name, Span
from citetool.names import institution, repeated_author
from citetool.references.labelling.kinds import kind
from citetool.references.labelling.lexicon import lexicon
from citetool.references.labelling.numbering import pages, read_volume
from citetool.references.labelling.people import read_people, reads_forward
from citetool.references.labelling.repairs import ACCESS, HEAD
from citetool.references.labelling.segments import Segment
from citetool.vocabulary import words

_EDGE = " \t\n\u00a0,;:.*_"
_QUOTES = {
    "“": "”",
    "‘": "’",
    "«": "»",
    "»": "«",
    "›": "‹",
    "„": '“”"',
    "‚": "‘’",
    "‹": "›",
    '"': '"',
    "'": "'",
    "``": "''",
}
_IN = re.compile(
    r"^[\s(\[*]*(?:(?-i:In|in|Dans|dans|En|en|Em|em)\b(?:\s*:)?\s+|(?-i:In|in|IN)\s*:\s*|\[?w:\]?\s*|Apud\s)", re.I
)


def read_fields(own: str, segments: list[Segment], *, forward: bool = True) -> Item:
    """The fields of an entry.

    Args:
        own: its text on one line.
        segments: what covers it, in order.
        forward: whether names at the head of its list's entries may be written with the given name first.

    Returns:
        An item whose spans are offsets in `own`.
    """
    return _Reading(own, segments, forward).item()


class _Reading:
    """One entry on the way from segments to fields."""

    def __init__(self, own: str, segments: list[Segment], forward: bool) -> None:
        self.own = own
        self.segments = segments
        self.forward = forward
        self.spans: dict[str, Span] = {}

    def texts(self, *labels: str) -> list[tuple[Segment, str]]:
        return [(each, self.own[each.start : each.end]) for each in self.segments if each.label in labels]

    def keep(self, variable: str, segment: Segment, start: int = 0, end: int | None = None) -> None:
        text = self.own[segment.start : segment.end]
        end = len(text) if end is None else end
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in " *_,":
            end -= 1
        self.spans.setdefault(variable, Span(segment.start + start, segment.start + end))

    def item(self) -> Item:
        doi, url = self._addresses()
        author, editor, translator, et_al = self._people()
        issued = self._issued()
        title = self._title()
        container, collection = self._containers()
        volume, issue, page = self._numbers()
        place, publisher = self._imprint()
        if container is not None and (volume, issue) == (None, None) and (series := _NUMBERED_SERIES.match(container)):
            container, issue = series["series"].strip(" ,/"), series["number"]
        house = (
            container is not None and publisher is None and not (volume or issue or page or doi or self.texts("editor"))
        )
        if house and container is not None and _HOUSE.search(container) and title is not None:
            container, publisher = None, container
        genre = self._joined("genre")
        medium = self._joined("medium")
        edition = self._edition()
        note, number, accessed = self._note()
        if title is None and container is not None and not (volume or issue or page):
            title, container = container, None
        found = Item(
            author=author,
            editor=editor,
            translator=translator,
            et_al=et_al,
            issued=issued,
            accessed=accessed,
            title=title,
            container_title=container,
            collection_title=collection,
            edition=edition,
            publisher=publisher,
            publisher_place=place,
            volume=volume,
            issue=issue,
            number=number,
            page=page,
            genre=genre,
            medium=medium,
            doi=doi,
            url=url,
            isbn=self._isbn(),
            note=note,
            spans=tuple(sorted(self.spans.items(), key=lambda each: each[1])),
        )
        return kind(found, self.own, periodical=bool(self.texts("journal")))

    def _addresses(self) -> tuple[str | None, str | None]:
        own = self.own
        doi = next(iter(find_dois(own, 0, len(own))), None)
        if doi:
            self.spans["DOI"] = doi[0]
        url = next(iter(find_urls(own, 0, len(own))), None)
        if url:
            self.spans["URL"] = url[0]
        return doi[1] if doi else None, url[1] if url else None

    def _people(self) -> tuple[tuple[Name, ...], tuple[Name, ...], tuple[Name, ...], bool]:
        found: dict[str, tuple[Name, ...]] = {"author": (), "editor": (), "translator": ()}
        et_al = False
        for place, (segment, text) in enumerate(self.texts("author", "director", "producer", "editor", "translator")):
            label = segment.label if segment.label in found else "author"
            if segment.start < HEAD and (dash := repeated_author(self.own)) is not None:
                self.keep("repeated-author", segment)
                if dash >= segment.end - 1:
                    continue
                text = self.own[dash : segment.end]
            people = read_people(text)
            names = people.names
            first = segment.start < HEAD and place == 0
            if first and not self.forward and reads_forward(text, names):
                # The list inverts its names; this is none, but an outlet.
                names = (institution(text),)
            if names and not found[label]:
                found[label] = names
                self.keep(label, segment)
                et_al = et_al or (people.et_al and label != "translator")
            elif names and label == "author":
                found[label] = (*found[label], *names)
        return found["author"], found["editor"], found["translator"], et_al

    def _issued(self) -> Date | None:
        best: Date | None = None
        for segment, text in self.texts("date"):
            spoken = undated_pattern(text.lower())
            if best is None and spoken and (undated := spoken.search(text)):
                best = Date(None, suffix=undated["suffix"], text=undated.group())
                self.keep("issued", segment)
                continue
            dated = [*find_dates(text, 0, len(text))]
            # Pages may stand before the year: `1467–1486, 2009`.
            dated = [each for each in dated if not is_period(each[1])] or dated
            if dated:
                place, date = (
                    dated[-1] if text[: dated[0][0].start].rstrip().endswith("[") and len(dated) > 1 else dated[0]
                )
                if date.month is None and (after := month_after(text, place.end, len(text))):
                    date = date._replace(month=after[0], day=after[1])
                if best is None:
                    best = date
                    self.spans.setdefault("issued", Span(segment.start + place.start, segment.start + place.end))
                elif best.year == date.year and best.month is None:
                    best = best._replace(month=date.month, day=date.day)
                elif best.year is None:
                    best = date._replace(suffix=best.suffix)
            elif best is not None and best.month is None:
                best = _with_day(best, text)
        if best is None:
            for segment, text in self.texts(*_DATED):
                dated = [*find_dates(text, 0, len(text))]
                looked_up = segment.label == "note" and ACCESS.search(text)
                if dated and not looked_up and (segment.label != "title" or dated[-1][1].month):
                    place, best = dated[-1]
                    self.spans.setdefault("issued", Span(segment.start + place.start, segment.start + place.end))
                    break
        return best

    def _title(self) -> str | None:
        found = self.texts("title")
        if not found:
            return None
        segment, text = found[0]
        self.keep("title", segment)
        return _plain(text) or None

    def _containers(self) -> tuple[str | None, str | None]:
        container = collection = None
        for segment, text in self.texts("journal", "container-title"):
            lead = _IN.match(text)
            bare = _plain(text[lead.end() :] if lead else text)
            if bare and container is None and not _LOCATOR.match(bare):
                container = bare
                self.keep("container-title", segment, lead.end() if lead else 0)
        for segment, text in self.texts("collection-title"):
            collection = _plain(_unbracketed(text.strip("= ")).lstrip("= ")) or None
            self.keep("collection-title", segment)
        return container, collection

    def _numbers(self) -> tuple[str | None, str | None, str | None]:
        volume = issue = page = None
        for segment, text in self.texts("volume"):
            before = self.own[: segment.start].split()
            if before and _LOCATOR.search(_plain(before[-1])):
                continue
            read = read_volume(text)
            volume, issue = volume or read.volume, issue or read.issue
            if read.page and read.page.isdigit() and issue is None and self.texts("pages"):
                # `72:6, pp. 1033–52`: pages stand elsewhere.
                issue = read.page
            elif read.page and page is None:
                page = read.page
                self.keep("page", segment)
        for segment, text in self.texts("pages"):
            if page is None and (read_page := pages(text)):
                page = read_page
                at = text.find(read_page)
                self.keep("page", segment, max(at, 0), at + len(read_page) if at >= 0 else None)
        return volume, issue, page

    def _imprint(self) -> tuple[str | None, str | None]:
        place = publisher = None
        for segment, text in self.texts("location"):
            bare = _plain(_unbracketed(text)).rstrip(":,; ")
            if place is None and bare:
                city, colon, rest = bare.partition(": ")
                place = city.strip(_EDGE) if colon else bare
                publisher = rest.strip(_EDGE) or None if colon else None
                self.keep("publisher-place", segment)
        for segment, text in self.texts("publisher"):
            bare = _plain(_unbracketed(text)).strip(_EDGE)
            city, colon, rest = bare.partition(": ")
            if colon and place is None and fold(city.split()[0] if city else "") in lexicon()["places"]:
                place, bare = city.strip(), rest.strip()
            bare = re.sub(r",?\s(?:1[4-9]|20)[0-9]{2}$", "", bare)
            if bare and publisher is None:
                publisher = bare
                self.keep("publisher", segment)
        return place or None, publisher

    def _edition(self) -> str | None:
        text = self._joined("edition")
        if text is None:
            return None
        number = _EDITION.match(text)
        return number["number"] if number else text

    def _note(self) -> tuple[str | None, str | None, Date | None]:
        """What else is said, the number of an official document, and when the entry's address was looked up."""
        accessed = number = None
        kept = []
        for _, text in self.texts("note", "source"):
            bare = _plain(_unbracketed(text)).strip(_EDGE)
            if number is None and _DOCUMENT_NUMBER.fullmatch(bare):
                number = bare
                continue
            if accessed is None and ACCESS.search(bare):
                dated = [*find_dates(bare, 0, len(bare))]
                accessed = dated[-1][1] if dated else None
                if accessed is not None:
                    continue
            if bare and not _AVAILABLE.fullmatch(bare):
                kept.append(bare)
        return ". ".join(kept) or None, number, accessed

    def _joined(self, label: str) -> str | None:
        found = [_plain(_unbracketed(text)).strip(_EDGE) for _, text in self.texts(label)]
        return ", ".join(each for each in found if each) or None

    def _isbn(self) -> str | None:
        for _, text in self.texts("isbn", "note"):
            if found := re.search(r"\b(?:97[89][- –]?)?[0-9][0-9 –-]{8,14}[0-9Xx]\b", text):
                return found.group()
        return None


_LONE_DAY = re.compile(
    r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|\.|º)?\s(?:de\s)?(?P<month>[^\W\d_]{3,12})|(?P<month2>[^\W\d_]{3,12})\.?(?:\s(?P<day2>[0-3]?[0-9]))?"
)


_EDITION = re.compile(
    r"(?P<number>[0-9]{1,3})\s?\.?\s?(?:st|nd|rd|th|ª|º|e|a)?\s?\.?\s?"
    r"(?:edn|edition|ed|auflage|aufl|edizione|edición|edição|édition|éd|wydanie|wyd|druk)\.?$",
    re.IGNORECASE,
)
"""`2nd ed.`, `3. Aufl.`, `2.ª ed.`: an edition that is a number and nothing else."""

_DOCUMENT_NUMBER = re.compile(
    r"(?:COM|JOIN|SWD|SEC|C|PE-CONS)\s?[( ]?[0-9]{2,4}\)?[ /]\s?[0-9]+(?:/[0-9]+)?(?:\s?(?:final|def\.?))?"
    r"|[A-Z]{1,4}(?:/[A-Z0-9.()-]+){2,5}"
)
"""`COM(2021) 3 final`, `JOIN(2021) 3 final`, `S/RES/1244`, `A/HRC/RES/12/4`: of the EU's institutions and the UN."""

_AVAILABLE = re.compile(
    r"(?:available|retrieved|online|disponible|disponível|verfügbar|abgerufen|url|in)\W*\w*\W*\w*", re.IGNORECASE
)
"""Words before an address that say nothing else."""

_DATED = (
    "volume",
    "publisher",
    "location",
    "container-title",
    "journal",
    "collection-title",
    "source",
    "genre",
    "note",
    "title",
)
"""Labels of segments in which a year may stand that no segment of its own holds."""

_NUMBERED_SERIES = re.compile(
    r"(?P<series>.*?\b(?:papers?|briefs?|briefings?|comments?|commentar(?:y|ies)|reports?|notes?|memos?|insights?|studies|series|"
    r"working\spaper|bulletin))[\s,/]+(?:no\.?|nr\.?|n°|№)?\s*(?P<number>[0-9]+(?:[/-][0-9]+)?)$",
    re.IGNORECASE,
)
"""`Harbour Paper/159`, `Port Comment no. 9`: a series and its number, run together."""

_HOUSE = re.compile(
    r"\b(?:endowment|institut\w*|institution|foundation|council|communities|ministry|university|universit\w+|cent(?:er|re)|"
    r"organi[sz]ation|commission|office|stiftung|fondation|fundación|fondazione|agency|association|society|publications)\b",
    re.IGNORECASE,
)
"""Words of those that publish, not of what they publish."""

_LOCATOR = re.compile(r"^(?:paras?|arts?|ch|chap|sec)\.?$", re.IGNORECASE)


def _with_day(date: Date, text: str) -> Date:
    """The date with the day and month that stand apart from its year."""
    for found in _LONE_DAY.finditer(text):
        month = words().months.get((found["month"] or found["month2"]).lower())
        if month is not None:
            day = found["day"] or found["day2"]
            return date._replace(month=month, day=int(day) if day and 1 <= int(day) <= 31 else None)
    return date


def _unbracketed(text: str) -> str:
    """Without the brackets around it, and the punctuation beside them."""
    bare = re.sub(r"(?<=[)\]>])\.$", "", text.strip(" \t\n\u00a0,;:*_"))
    while len(bare) > 1 and bare[0] in "([<" and bare[-1] in ")]>":
        bare = bare[1:-1].strip(" ,;:*_")
    if bare[:1] in ("(", "[") and not re.search(r"[)\]]", bare):
        bare = bare[1:]
    if bare[-1:] in (")", "]") and not re.search(r"[(\[]", bare):
        bare = bare[:-1]
    return bare.strip(" ,;:")


def _plain(text: str) -> str:
    """Without punctuation, quotation marks and emphasis around it, nor emphasis in it; one space between words."""
    bare = " ".join(re.sub(r"(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w)|\*", "", text).split())
    bare = bare.strip(" ,;:")
    for _ in range(2):
        stripped = _unquoted(bare)
        if stripped == bare:
            break
        bare = stripped
    if bare.endswith(".") and not re.search(
        r"(?:\b[A-Z]|\b(?:Jr|Inc|Co|Ltd|etc|Proc|Int|Sci|J|Rev|Res|Am|Soc|Med|Chem|Phys|Biol))\.$|\.\.\.$", bare
    ):
        bare = bare[:-1]
    return bare.strip(" ,;:")


def _unquoted(text: str) -> str:
    """Without the quotation marks that open and close it, and the punctuation beside them."""
    if not text:
        return text
    for opener, closers in _QUOTES.items():
        if not text.startswith(opener):
            continue
        body = text.rstrip(" ,;:.")
        if len(body) > 2 and any(body.endswith(closer) for closer in closers):
            inner = body[len(opener) : -1]
            closer = body[-1]
            # `‘A’ and ‘B’` opens and closes, and is no quotation as a whole.
            if opener in "'‘" or closer not in inner or inner.count(closer) == inner.count(opener) or opener == closer:
                return inner.strip().rstrip(",")
        if text.count(opener) > sum(text.count(closer) for closer in closers) or (
            opener in "'\"" and text.count(opener) == 1
        ):
            return text[len(opener) :].strip()
    return text
