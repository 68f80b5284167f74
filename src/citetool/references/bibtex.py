"""Records from BibTeX and biblatex files, which bibtexparser splits into entries and fields.

Sources: btxdoc (1988) for entry types, fields, names and abbreviations of BibTeX; the manual of biblatex, 2.1 to 2.4,
for its own, and for what an entry inherits from the one that `crossref` names.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from citetool.csl import TYPES as CSL_TYPES
from citetool.csl import date_of, institution_of, without_markup
from citetool.identifiers import bare_doi
from citetool.model import Date, Item, Name
from citetool.references.record import Problem, Record
from citetool.tex import decode
from citetool.vocabulary import words

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, ParsingFailedBlock

TYPES = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "review": "review",
    "periodical": "periodical",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "mvreference": "book",
    "booklet": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "incollection": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "techreport": "report",
    "report": "report",
    "manual": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "unpublished": "manuscript",
    "dataset": "dataset",
    "software": "software",
    "legislation": "legislation",
    "legal": "legislation",
    "jurisdiction": "legal_case",
    "patent": "patent",
    "standard": "standard",
    "performance": "performance",
    "movie": "motion_picture",
    "video": "motion_picture",
    "audio": "song",
    "music": "song",
    "image": "graphic",
    "artwork": "graphic",
    "letter": "personal_communication",
}
"""BibTeX and biblatex entry type -> CSL type; any other is a `document`."""

SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
"""The field `entrysubtype` of an @article, as biblatex-chicago has it -> CSL type. It may also be a CSL type itself."""

GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "MA thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
"""What biblatex prints for a `type` that is one of its own keys (its manual, 4.9.2.13)."""

PUBLICATION_STATES = {
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "prepublished": "prepublished",
}
"""What biblatex prints for `pubstate`, where there is no date."""

CUSTOM_FIELDS = {
    "publisher": "lista",
    "publisher_place": "listb",
    "collection_title": "listc",
    "number": "listd",
    "genre": "liste",
    "medium": "listf",
    "volume": "usera",
    "issue": "userb",
    "page": "userc",
    "undated": "userd",
    "edition": "usere",
    "suffix": "userf",
    "isbn": "verba",
    "translator": "namea",
    "editor": "nameb",
}
"""What stands in biblatex's custom fields (its manual, 2.2.4), as the export writes them: what a type of entry has no
field of its own for, the letter of a year (`suffix`), and the words of a list for having no year (`undated`)."""


def read_bibtex(text: str) -> Iterator[Record | Problem]:
    """The records of a BibTeX file, in order; what can't be parsed is a problem, and the rest is kept."""
    # Parsing takes a while to import, and only a bibliography file needs it.
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ParsingFailedBlock

    # What it logs of a broken entry is told as a problem.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text, parse_stack=[])
    strings: dict[str, str] = {}
    for each in library.strings:
        value = _value(each.value, strings)
        if value is None:
            yield Problem(_line(each), f"@string {each.key}: {_TOO_LONG}")
        else:
            strings[each.key.lower()] = value
    entries: list[tuple[Entry, dict[str, str]]] = []
    for block in library.blocks:
        if isinstance(block, ParsingFailedBlock):
            inner = block.ignore_error_block
            if not isinstance(inner, Entry):
                yield Problem(_line(block), f"{_reason(block)}; this entry is left out")
                continue
            if twice := _given_twice(inner):
                yield Problem(_line(block), f"{inner.key}: {', '.join(twice)} given twice; the first is kept")
            block = inner
        if isinstance(block, Entry):
            fields, too_long = _fields(block, strings)
            if too_long:
                yield Problem(_line(block), f"{block.key}: {', '.join(too_long)}: {_TOO_LONG}")
            entries.append((block, fields))
    known: dict[str, tuple[Entry, dict[str, str]]] = {}
    for entry, fields in entries:
        if entry.key:
            known.setdefault(entry.key.lower(), (entry, fields))
    # Before they inherit: what a host has is counted there.
    left_out = [tuple(fields.keys() - _READ) for _, fields in entries]
    for (entry, fields), unread in zip(entries, left_out, strict=True):
        if entry.entry_type.lower() == "xdata":
            continue
        if missing := _inherit(entry, fields, known):
            yield Problem(_line(entry), f"{entry.key}: crossref to “{missing}”, which is not in this file")
        yield Record(
            entry.key,
            _item(entry.entry_type.lower(), fields),
            _line(entry),
            left_out=unread,
            aliases=_keys(fields, "ids"),
            draws_on=_keys(fields, "crossref", "xref", "entryset", "related"),
        )


def _keys(fields: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """The keys that fields list (biblatex's manual, 2.2.3)."""
    listed = (each.strip() for name in names for each in fields.get(name, "").split(","))
    return tuple(dict.fromkeys(each for each in listed if each))


def _line(block: Block) -> int:
    # bibtexparser counts lines from 0.
    return (block.start_line or 0) + 1


def _reason(block: ParsingFailedBlock) -> str:
    """Why a block could not be parsed, in one line."""
    reason = getattr(block.error, "abort_reason", None) or str(block.error) or "can't be parsed"
    return " ".join(str(reason).split()).rstrip(".")


def _given_twice(entry: Entry) -> list[str]:
    times = Counter(field.key.lower() for field in entry.fields)
    return sorted(name for name, number in times.items() if number > 1)


def _fields(entry: Entry, strings: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The fields by name, the first of each, still as TeX, without what is empty; and the names of those too long."""
    found: dict[str, str] = {}
    too_long = []
    for field in entry.fields:
        value = _value(field.value, strings)
        if value is None:
            too_long.append(field.key)
        elif value:
            found.setdefault(field.key.lower(), value)
    return found, too_long


_LONGEST_JOINED = 1_000_000
"""Characters: abbreviations of abbreviations double at each step, and a few lines of them would fill any memory."""

_TOO_LONG = f"longer than {_LONGEST_JOINED:,} characters with its abbreviations written out; it is left out"

_OPERATOR = re.compile(r"\\.|[{}\"#]", re.DOTALL)


def _value(raw: str, strings: Mapping[str, str]) -> str | None:
    """The value of `{…}`, `"…"`, a number, an abbreviation, or several of these joined by `#`; `None` if too long."""
    if raw.startswith("{") and raw.endswith("}") and "#" not in raw:
        return raw[1:-1]
    pieces = []
    depth, start, quoted = 0, 0, False
    for match in _OPERATOR.finditer(raw):
        mark = match.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif mark == '"' and depth == 0:
            quoted = not quoted
        elif mark == "#" and depth == 0 and not quoted:
            pieces.append(raw[start : match.start()])
            start = match.end()
    pieces.append(raw[start:])
    values = [_piece(piece.strip(), strings) for piece in pieces]
    if len(values) > 1 and sum(map(len, values)) > _LONGEST_JOINED:
        return None
    return "".join(values)


def _piece(raw: str, strings: Mapping[str, str]) -> str:
    if len(raw) > 1 and raw[0] + raw[-1] in ("{}", '""'):
        return raw[1:-1]
    return strings.get(raw.lower(), raw)


_OWN_FIELDS = frozenset(
    [
        "crossref", "xref", "xdata", "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort",
        "related", "relatedoptions", "relatedstring", "relatedtype", "shortauthor", "shorteditor", "shorthand",
        "shorthandintro", "sortkey", "sortname", "sorttitle", "sortyear", "doi", "url", "urldate", "pages",
    ]
)  # fmt: skip
"""What an entry doesn't inherit: biblatex's list (its manual, 2.4.1.1), and what names the host alone."""

_HOST_TITLES = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_JOURNAL_TITLES = {"title": "journaltitle", "subtitle": "journalsubtitle"}


def _inherit(entry: Entry, fields: dict[str, str], known: Mapping[str, tuple[Entry, dict[str, str]]]) -> str | None:
    """Fill in what an entry has from the ones that `crossref` and `xdata` name; a `crossref` that isn't in the file."""
    for key in fields.get("xdata", "").split(","):
        if container := known.get(key.strip().lower()):
            for name, value in container[1].items():
                fields.setdefault(name, value)
    chain = [(entry.entry_type.lower(), fields)]
    seen = {entry.key.lower()}
    while (
        (key := chain[-1][1].get("crossref", "").strip().lower()) and key not in seen and len(chain) <= _LONGEST_CHAIN
    ):
        if key not in known:
            return fields["crossref"].strip() if len(chain) == 1 else None
        seen.add(key)
        parent, inherited = known[key]
        chain.append((parent.entry_type.lower(), inherited))
    for (kind, own), (_, inherited) in reversed([*pairwise(chain)]):
        _fill_in(kind, own, inherited)
    return None


_LONGEST_CHAIN = 4
"""Hosts above an entry: a paper's proceedings, their volume, its series. What goes on longer is a mistake."""


def _fill_in(kind: str, own: dict[str, str], inherited: Mapping[str, str]) -> None:
    """What a part takes from its host, the host's title by the name that it has in a part."""
    if kind == "article":
        renamed = _JOURNAL_TITLES
    else:
        renamed = _HOST_TITLES if kind.startswith(("in", "supp", "bookin")) else {}
    for name, value in inherited.items():
        if name not in _OWN_FIELDS and (name != "author" or kind == "inbook" or not renamed):
            own.setdefault(renamed.get(name, name), value)


def _item(kind: str, fields: Mapping[str, str]) -> Item:
    def text(*names: str) -> str | None:
        for name in names:
            value = fields.get(name)
            if value is not None and (found := decode(value)):
                return found
        return None

    def custom(variable: str, *names: str) -> str | None:
        return text(*names, CUSTOM_FIELDS[variable])

    def titled(*names: str) -> str | None:
        for name in names:
            title = text(name)
            if title is not None:
                subtitle = text(_SUBTITLES[name])
                return without_markup(f"{title}: {subtitle}" if subtitle else title)
        return None

    subtype = text("entrysubtype")
    told = subtype is not None and (subtype in CSL_TYPES or subtype in SUBTYPES)
    author, more_authors = _people(fields.get("author"))
    editor, more_editors = _people(fields.get("editor") or fields.get(CUSTOM_FIELDS["editor"]))
    doi, url = fields.get("doi"), fields.get("url")
    published = text("howpublished")
    if published and published.startswith(("http://", "https://", "www.")):
        url, published = url or fields["howpublished"], None
    journal = titled("journaltitle", "journal")
    container = journal or titled("booktitle", "maintitle") or text("eventtitle")
    if container is None and (told or kind == "online"):
        container = text("titleaddon") or (published if told else None)
    number, issue = text("number"), text("issue")
    return Item(
        type=SUBTYPES.get(subtype or "", subtype or "") if told else TYPES.get(kind, "document"),
        author=author,
        editor=editor,
        translator=_people(fields.get("translator") or fields.get(CUSTOM_FIELDS["translator"]))[0],
        et_al=more_authors or more_editors,
        issued=_issued(fields),
        accessed=_stated(accessed) if (accessed := fields.get("urldate")) else None,
        title=titled("title"),
        container_title=container,
        collection_title=custom("collection_title", "series"),
        edition=custom("edition", "edition"),
        publisher=custom("publisher", "publisher", "institution", "school", "organization"),
        publisher_place=custom("publisher_place", "location", "address"),
        # A Roman numeral stands beside the volume that it is in digits.
        volume=text(CUSTOM_FIELDS["volume"], "volume"),
        # The number of a journal is its issue; that of a book, its place in a series.
        issue=(number or issue if journal else issue) or text(CUSTOM_FIELDS["issue"]),
        number=(text("eid") if journal else number) or text(CUSTOM_FIELDS["number"]),
        page=custom("page", "pages"),
        genre=_genre(custom("genre", "type")) or {"mastersthesis": GENRES["mathesis"]}.get(kind),
        medium=text(CUSTOM_FIELDS["medium"]),
        doi=_identifier(doi) if doi else None,
        url=_address(url) if url else None,
        isbn=custom("isbn", "isbn"),
        note=text("note"),
    )


_SUBTITLES = {
    "title": "subtitle",
    "journaltitle": "journalsubtitle",
    "journal": "journalsubtitle",
    "booktitle": "booksubtitle",
    "maintitle": "mainsubtitle",
}


_READ = frozenset(
    [
        "crossref", "xref", "entryset", "related", "ids", "xdata", "entrysubtype", "author", "editor", "translator",
        "title", "journaltitle", "journal",
        "booktitle", "maintitle", "eventtitle", "titleaddon", "howpublished", "series", "edition", "publisher",
        "institution", "school", "organization", "location", "address", "volume", "number", "issue", "eid", "pages",
        "type", "date", "year", "month", "day", "pubstate", "isbn", "doi", "url", "urldate", "note",
        *_SUBTITLES.values(), *CUSTOM_FIELDS.values(),
    ]
)  # fmt: skip
"""The fields that `_item` and `_inherit` look at; all others are left out."""


def _genre(text: str | None) -> str | None:
    # What biblatex asks for where a list doesn't say; see `exports/biblatex.py`.
    return None if text in ("report", "thesis") else GENRES.get(text or "", text)


_ESCAPED = re.compile(r"%(7B|7D|5C|5E|3C|3E|22|7C|60|25)", re.IGNORECASE)
"""What the export percent-encodes in a DOI so that TeX can take it as it stands."""


def _identifier(doi: str) -> str:
    bare = bare_doi("".join((decode(doi) if "\\" in doi else doi).split()))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), bare)


_COMMAND = re.compile(r"\\(?:(?P<char>[^A-Za-z])|textasciitilde\b|[A-Za-z]+)|[{}]")


def _address(url: str) -> str:
    """An address as it stands, so that its `~` and `--` are no TeX; only what is escaped in it is TeX."""
    if "\\" in url:
        url = _COMMAND.sub(lambda match: match["char"] or ("~" if "tilde" in match.group() else ""), url)
    return " ".join(url.split())


def _issued(fields: Mapping[str, str]) -> Date | None:
    suffix = fields.get(CUSTOM_FIELDS["suffix"])
    if value := fields.get("date"):
        found = _stated(value)
    elif value := fields.get("year"):
        found = _dated(decode(value), decode(fields.get("month", "")), fields.get("day", ""))
    elif words_for_none := fields.get(CUSTOM_FIELDS["undated"]):
        found = Date(None, text=decode(words_for_none))
    elif state := fields.get("pubstate"):
        found = Date(None, text=PUBLICATION_STATES.get(state, decode(state)))
    else:
        return None
    return found._replace(suffix=decode(suffix)) if suffix else found


def _stated(date: str) -> Date:
    # The ~ of a date says that it is approximate.
    return date_of(decode(date) if "\\" in date or "{" in date else " ".join(date.split()))


_CIRCA = re.compile(r"(?:c|ca|circa)\b\.? ?(?=[0-9])", re.IGNORECASE)
_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]", re.ASCII)
_MONTH = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)


def _dated(year: str, month: str, day: str) -> Date:
    """The date of classic BibTeX's `year` and `month`, which may hold a day (`nov # "~3"`), and of `day`."""
    circa = _CIRCA.match(year)
    found = date_of(year[circa.end() :] if circa else year)._replace(circa=circa is not None, text=year)
    if found.year is None or found.month is not None:
        return found
    number = None
    for part in month.replace(",", " ").split():
        name = words().months.get(part.lower().rstrip("."))
        if number is None and name is not None:
            number = name
        elif number is None and len(month.split()) == 1 and _MONTH.fullmatch(part):
            number = int(part)
        elif _DAY.fullmatch(part):
            day = day or part
    day = day.strip()
    return found._replace(month=number, day=int(day) if number and _DAY.fullmatch(day) else None)


def _people(value: str | None) -> tuple[tuple[Name, ...], bool]:
    """The names of a field, and whether `and others` follows them."""
    if value is None:
        return (), False
    # In one space each, so that a long run of them is looked through once, not from each of its places.
    whole = [each.strip() for each in _split(" ".join(value.split()), _AND)]
    found = tuple(_person(each) for each in whole if each and each.lower() != "others")
    return found, bool(whole) and whole[-1].lower() == "others"


_AND = re.compile(r"\\.|[{}]| and(?= )", re.IGNORECASE | re.DOTALL)
_COMMA = re.compile(r"\\.|[{}]|,", re.DOTALL)
_SPACE = re.compile(r"\\.|[{}]|[\s~]+", re.DOTALL)


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The pieces of a text between separators outside braces."""
    pieces = []
    depth = start = 0
    for match in separator.finditer(text):
        mark = match.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif depth <= 0 and mark[0] != "\\":
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


@lru_cache(maxsize=65536)
def _person(whole: str) -> Name:
    """The name that a string is, divided as BibTeX does: `First von Last`, `von Last, First`, `von Last, Jr, First`.

    All in braces, it is an institution. biblatex's `family=…, given=…` is read as well.
    """
    if whole.startswith("{") and _closes_at_end(whole):
        return institution_of(decode(whole))
    parts = [part.strip() for part in _split(whole, _COMMA)]
    if named := _named_parts(parts):
        return named
    names = [word for word in _split(parts[0], _SPACE) if word]
    small = [place for place, word in enumerate(names[:-1]) if _is_small(word)]
    if len(parts) > 1:
        first, start = parts[-1], small[-1] + 1 if small else 0
        particle = names[:start]
    else:
        start = small[-1] + 1 if small else len(names) - 1
        first = " ".join(names[: small[0] if small else start])
        particle = names[small[0] : start] if small else []
    return Name(
        family=decode(" ".join(names[start:])) or None,
        given=decode(first) or None,
        particle=decode(" ".join(particle)) or None,
        suffix=decode(", ".join(parts[1:-1])) or None,
    )


_PART = re.compile(r"(family|given|prefix|suffix)\s*=\s*(.*)", re.DOTALL)


def _named_parts(parts: list[str]) -> Name | None:
    found = {match[1]: decode(match[2].strip('"')) for part in parts if (match := _PART.fullmatch(part))}
    if "family" not in found:
        return None
    return Name(found["family"], found.get("given"), found.get("prefix"), found.get("suffix"))


def _closes_at_end(text: str) -> bool:
    depth = 0
    for match in _COMMA.finditer(text):
        mark = match.group()
        depth += (mark == "{") - (mark == "}")
        if depth == 0 and mark == "}":
            return match.end() == len(text)
    return False


def _is_small(word: str) -> bool:
    """Whether a word belongs to a particle: its first letter outside braces, or of a command's, is a small one."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return next((char.islower() for char in decode(word) if char.isalpha()), False)
