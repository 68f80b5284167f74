"""Entries as classic BibTeX, whose fields any .bst style prints.

The type of an entry is the nearest that BibTeX has and whose required fields are there; `entrysubtype` says the CSL
type where that isn't it, and the letter of a year stands in `userf`, both of which styles pass over.

Source: btxdoc (1988), 3.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from citetool.csl import TYPES as CSL_TYPES
from citetool.exports import Accents
from citetool.exports.bibfile import (
    BibEntry,
    Encode,
    encoder,
    render_address,
    render_doi,
    render_file,
    render_names,
    render_pages,
    render_title,
)
from citetool.model import Date, Item, Reference
from citetool.references.bibtex import CUSTOM_FIELDS, GENRES, SUBTYPES, TYPES

_JOURNALS = ("article-journal", "article-newspaper", "article-magazine", "article", "review", "review-book")
_PARTS = ("chapter", "entry", "entry-encyclopedia", "entry-dictionary")
_BOOKS = ("book", "classic")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PUBLISHER_FIELD = {
    "techreport": "institution",
    "phdthesis": "school",
    "mastersthesis": "school",
    "manual": "organization",
}
_SUBTYPE_OF = {csl_type: subtype for subtype, csl_type in SUBTYPES.items()}


def render_bibtex(references: Sequence[Reference], accents: Accents = "unicode") -> str:
    """The entries as a file of classic BibTeX, in order."""
    return render_file([_entry(each, encoder(accents)) for each in references])


def _entry(reference: Reference, encode: Encode) -> BibEntry:
    item = reference.item
    kind = _entry_type(item)
    fields = {
        "author": render_names(item.author, item.et_al, encode) if item.author else None,
        "editor": render_names(item.editor, item.et_al and not item.author, encode) if item.editor else None,
        "translator": render_names(item.translator, False, encode) if item.translator else None,
        "title": render_title(item.title, encode) if item.title else None,
        "doi": render_doi(item.doi) if item.doi else None,
        "url": render_address(item.url) if item.url else None,
        "pages": render_pages(item.page, encode) if item.page else None,
    }
    texts = {
        _container_field(kind): item.container_title,
        "volume": item.volume,
        "number" if kind == "article" else "issue": item.issue,
        "eid" if kind == "article" else "number": item.number,
        "series": item.collection_title,
        "edition": item.edition,
        _PUBLISHER_FIELD.get(kind, "publisher"): item.publisher,
        "address": item.publisher_place,
        "type": None if (kind, item.genre) == ("mastersthesis", GENRES["mathesis"]) else item.genre,
        "isbn": item.isbn,
        CUSTOM_FIELDS["medium"]: item.medium,
        "note": item.note or (reference.text if item.title is None else None),
    }
    fields |= {name: encode(value) if value else None for name, value in texts.items()}
    fields |= _dates(item.issued, encode)
    if item.accessed is not None and item.accessed.year is not None:
        fields["urldate"] = iso_date(item.accessed)
    told = _container_field(kind) in ("howpublished", "titleaddon") and item.container_title is not None
    if (told or TYPES.get(kind, "document") != item.type) and item.type in CSL_TYPES:
        fields["entrysubtype"] = _SUBTYPE_OF.get(item.type, item.type)
    present = {name: fields[name] for name in _ORDER if fields.get(name)}
    return BibEntry(
        kind, reference.key, {name: value for name, value in present.items() if value}, frozenset(["month"])
    )


_ORDER = (
    "author", "editor", "translator", "title", "entrysubtype", "journal", "booktitle", "howpublished", "titleaddon",
    "type", "volume", "number", "issue", "eid", "series", "edition", "pages", "publisher", "institution", "school",
    "organization", "address", "year", "month", "day", "isbn", "doi", "url", "urldate", "note", "listf", "userf",
)  # fmt: skip


def _entry_type(item: Item) -> str:
    """The type whose required fields are there; @manual asks only for a title, @booklet too, @misc for nothing."""
    if item.type in _JOURNALS:
        return "article" if item.container_title else "misc"
    if item.type in _PARTS:
        return "incollection" if item.container_title else "misc"
    if item.type == "paper-conference":
        return "inproceedings" if item.container_title else "misc"
    if item.type in _BOOKS:
        return "book" if item.contributors and item.publisher else "booklet"
    if item.type == "report":
        return "techreport" if item.author and item.publisher else "manual"
    if item.type == "thesis":
        return "mastersthesis" if item.genre == GENRES["mathesis"] else "phdthesis"
    return "misc"


def _container_field(kind: str) -> str:
    if kind == "article":
        return "journal"
    if kind in ("incollection", "inproceedings"):
        return "booktitle"
    return "howpublished" if kind in ("misc", "booklet") else "titleaddon"


def _dates(date: Date | None, encode: Encode) -> dict[str, str | None]:
    if date is None:
        return {}
    if date.year is None:
        return {"year": encode(date.text or "n.d."), "userf": encode(date.suffix) if date.suffix else None}
    year = f"{date.year:04d}" + (f"--{date.end_year:04d}" if date.end_year is not None else "")
    return {
        "year": f"c. {year}" if date.circa else year,
        "month": _MONTHS[date.month - 1] if date.month else None,
        "day": str(date.day) if date.month and date.day else None,
        "userf": encode(date.suffix) if date.suffix else None,
    }


def iso_date(date: Date) -> str:
    """A date with a year as ISO 8601 has it: `2018-11-03`."""
    month = f"-{date.month:02d}" if date.month else ""
    return f"{date.year:04d}{month}" + (f"-{date.day:02d}" if date.month and date.day else "")
