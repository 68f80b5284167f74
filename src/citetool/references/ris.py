"""Records from RIS files, as reference managers and publishers write them.

Source: the RIS format specification (Research Information Systems, 2001; reference types and tags extended in 2011),
https://en.wikipedia.org/wiki/RIS_(file_format). Each line is a tag, two spaces, a hyphen, a space and a value; what
stands on lines without a tag goes on with the value before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from citetool.csl import date_of, institution_of
from citetool.errors import UnreadableInput
from citetool.identifiers import bare_doi, is_isbn
from citetool.model import Date, Item, Name
from citetool.references.record import Problem, Record

TYPES = {
    "JOUR": "article-journal",
    "NEWS": "article-newspaper",
    "MGZN": "article-magazine",
    "CHAP": "chapter",
    "BOOK": "book",
    "RPRT": "report",
    "ELEC": "webpage",
    "SLIDE": "speech",
    "THES": "thesis",
    "CPAPER": "paper-conference",
    "STAT": "legislation",
    "CASE": "legal_case",
    "BLOG": "post-weblog",
    "DATA": "dataset",
    "VIDEO": "broadcast",
    "GEN": "document",
    "BILL": "bill",
    "COMP": "software",
    "DICT": "entry-dictionary",
    "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure",
    "ART": "graphic",
    "HEAR": "hearing",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MPCT": "motion_picture",
    "MUSIC": "musical_score",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "SOUND": "song",
    "STAND": "standard",
}
"""RIS type -> CSL type, one for one, as the export writes them."""

_OTHER_TYPES = {
    "ABST": "article-journal",
    "AGGR": "dataset",
    "CONF": "paper-conference",
    "CTLG": "book",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "SER": "book",
    "UNPB": "manuscript",
    "LEGAL": "legislation",
    "GOVDOC": "report",
}
"""Further RIS types, which are only read."""

_LINE = re.compile(r"[ \t\ufeff]*([A-Z][A-Z0-9]) {1,2}-(?: (.*)|[ \t]*)$")
_EDITORS = ("A2", "ED")
_TRANSLATORS = ("A4", "TA")
_AUTHORS = ("AU", "A1")
_READ = frozenset(
    [
        "TY", "ID", *_AUTHORS, *_EDITORS, *_TRANSLATORS, "TI", "T1", "CT", "T2", "JF", "BT", "JO", "JA", "J2", "T3",
        "DA", "PY", "Y1", "Y2", "ET", "PB", "CY", "PP", "VL", "IS", "M1", "SP", "EP", "M3", "C1", "DO", "UR", "L2",
        "SN", "N1",
    ]
)  # fmt: skip
"""The tags that `_record` looks at; all others are left out."""


def read_ris(text: str) -> Iterator[Record | Problem]:
    """The records of a RIS file, in order; a line outside a record, or a record that doesn't end, is a problem.

    Raises:
        UnreadableInput: no line of it is one of RIS.
    """
    tags: list[tuple[str, str]] = []
    start: int | None = None
    any_line = False
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.match(line)
        if match is None:
            if not line.strip():
                continue
            if start is None:
                yield Problem(number, "this line belongs to no entry; it is left out")
            elif tags:
                tags[-1] = (tags[-1][0], f"{tags[-1][1]} {line}")
            continue
        any_line = True
        tag, value = match[1], match[2] or ""
        if tag == "TY":
            if start is not None:
                yield Problem(start, "this entry has no line ER; it is taken to end before the next TY")
                yield _record(tags, start)
            tags, start = [(tag, value)], number
        elif tag == "ER":
            if start is None:
                yield Problem(number, "the line ER ends no entry; an entry begins with TY")
            else:
                yield _record(tags, start)
            tags, start = [], None
        elif start is None:
            yield Problem(number, f"the line {tag} belongs to no entry, which begins with TY; it is left out")
        else:
            tags.append((tag, value))
    if start is not None:
        yield Problem(start, "this entry has no line ER; it is taken to end with the file")
        yield _record(tags, start)
    if not any_line:
        raise UnreadableInput("not RIS: no line of it is a tag and a value, such as “TY  - JOUR”")


_NO_ISBN = ("article-journal", "article-newspaper", "article-magazine", "periodical", "report")
"""CSL types of which `SN` is an ISSN or the number of a report; it may be an ISBN all the same."""


def _record(tags: list[tuple[str, str]], line: int) -> Record:
    values: dict[str, list[str]] = {}
    for tag, value in tags:
        if text := " ".join(value.split()):
            values.setdefault(tag, []).append(text)

    def first(*wanted: str) -> str | None:
        return next((values[tag][0] for tag in wanted if tag in values), None)

    def people(wanted: tuple[str, ...]) -> tuple[Name, ...]:
        return tuple(_name(text) for tag, value in tags if tag in wanted and (text := " ".join(value.split())))

    kind = (first("TY") or "").upper()
    csl_type = TYPES.get(kind) or _OTHER_TYPES.get(kind) or "document"
    author = people(_AUTHORS)
    et_al = bool(author) and (author[-1].literal or author[-1].family or "").lower() in ("others", "et al.", "et al")
    doi, title, container = first("DO"), first("TI", "T1", "CT"), first("T2", "JF", "BT", "JO", "JA", "J2")
    isbn = first("SN")
    if isbn and csl_type in _NO_ISBN and not is_isbn(isbn):
        isbn = None
    # Of a conference it is the place; the export, which writes no CONF, has the medium there.
    custom = first("C1")
    if title is None and csl_type == "book":
        title, container = container, None
    item = Item(
        type=csl_type,
        author=author[:-1] if et_al else author,
        editor=people(_EDITORS),
        translator=people(_TRANSLATORS),
        et_al=et_al,
        issued=_date(first("DA"), first("PY", "Y1")),
        accessed=_date(first("Y2"), None),
        title=title,
        container_title=container,
        collection_title=first("T3"),
        edition=first("ET"),
        publisher=first("PB"),
        publisher_place=first("CY", "PP") or (custom if kind == "CONF" else None),
        volume=first("VL"),
        issue=first("IS"),
        number=first("M1"),
        page=_pages(first("SP"), first("EP")),
        genre=first("M3"),
        medium=custom if kind in TYPES else None,
        doi=bare_doi(doi) if doi else None,
        url=first("UR", "L2"),
        isbn=isbn,
        note=first("N1"),
    )
    return Record(first("ID") or "", item, line, left_out=tuple(values.keys() - _READ))


def _name(value: str) -> Name:
    """A person is `Family, Given, Suffix`; an institution has no comma, or ends in one, its own first one doubled."""
    if ",," in value or value.endswith(",") or "," not in value:
        return institution_of(value.replace(",,", ",").removesuffix(","))
    family, given, suffix = (*(part.strip() for part in value.split(",", 2)), "")[:3]
    words = family.split()
    small = 0
    while small < len(words) - 1 and words[small][0].islower():
        small += 1
    return Name(" ".join(words[small:]) or None, given or None, " ".join(words[:small]) or None, suffix or None)


_PARTS = re.compile(r"(?P<year>-?[0-9]{4})?(?:/(?P<month>[0-9]{0,2}))?(?:/(?P<day>[0-9]{0,2}))?(?:/(?P<other>.*))?")


def _date(full: str | None, year: str | None) -> Date | None:
    """The date of `DA` (`2018/11/03/as printed`), else of `PY`."""
    for value in (full, year):
        match = _PARTS.fullmatch(value) if value else None
        if value is None or (match is None and full == value and year is not None):
            continue
        if match is None:
            return date_of(value)
        other = date_of(match["other"]) if match["other"] else None
        if match["year"] is None:
            if other is None:
                continue
            return other
        month, day = int(match["month"] or 0), int(match["day"] or 0)
        return Date(
            int(match["year"]),
            month if 1 <= month <= 12 else None,
            day if 1 <= month <= 12 and 1 <= day <= 31 else None,
            other.suffix if other else None,
            other.end_year if other else None,
            text=match["other"] or match["year"],
        )
    return None


def _pages(first: str | None, last: str | None) -> str | None:
    if first and last and first != last:
        return f"{first}–{last}"
    return first or last
