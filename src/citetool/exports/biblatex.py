"""Entries as biblatex, such that biber's `--validate-datamodel` finds nothing to warn of.

The type of an entry is the first of those for its CSL type whose mandatory fields are there; failing these it is @misc,
and @software where there is no date either: biblatex prints both alike, and of the types that take an author and a
title only @software and @dataset may be undated. (@legislation, @jurisdiction, @video and their like exist, but the
datamodel knows no field for them.) `entrysubtype` says the CSL type where the entry type doesn't.

What a type has no field for stands in biblatex's custom fields, as `CUSTOM_FIELDS` in `references/bibtex.py` lists
them; so does the letter of a year, which styles find out for themselves.

Source: the manual of biblatex, 2.1 and 2.2, and its default datamodel, blx-dm.def.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import NamedTuple

from citetool.csl import TYPES as CSL_TYPES
from citetool.exports import Accents
from citetool.exports.bibfile import (
    BibEntry,
    Encode,
    encoder,
    render_address,
    render_doi,
    render_file,
    render_list,
    render_names,
    render_pages,
    render_title,
    roman_number,
)
from citetool.identifiers import is_isbn
from citetool.model import Date, Item, Reference
from citetool.references.bibtex import CUSTOM_FIELDS, GENRES, PUBLICATION_STATES, SUBTYPES, TYPES


class _EntryType(NamedTuple):
    """What the datamodel says of a type: the fields of `Item` it must have, and the names of those it may have."""

    needs: frozenset[str]
    fields: dict[str, str]


_NOTED = {"note": "note"}
_BOOK = _NOTED | {
    "editor": "editor",
    "translator": "translator",
    "edition": "edition",
    "publisher": "publisher",
    "publisher_place": "location",
    "volume": "volume",
    "number": "number",
    "collection_title": "series",
    "page": "pages",
    "isbn": "isbn",
}
_WHOLE = _BOOK | {"container_title": "maintitle"}
_PART = _BOOK | {"container_title": "booktitle"}
_MISC = _NOTED | {
    "editor": "editor",
    "publisher": "organization",
    "publisher_place": "location",
    "container_title": "titleaddon",
    "genre": "type",
}
_ENTRY_TYPES = {
    "article": _EntryType(
        frozenset(["author", "title", "container_title", "date"]),
        _NOTED
        | {
            "editor": "editor",
            "translator": "translator",
            "container_title": "journaltitle",
            "volume": "volume",
            "issue": "number",
            "number": "eid",
            "collection_title": "series",
            "page": "pages",
        },
    ),
    "book": _EntryType(frozenset(["author", "title", "date"]), _WHOLE),
    "collection": _EntryType(frozenset(["editor", "title", "date"]), _WHOLE),
    "incollection": _EntryType(frozenset(["author", "editor", "title", "container_title", "date"]), _PART),
    "inbook": _EntryType(frozenset(["author", "title", "container_title", "date"]), _PART),
    "inreference": _EntryType(frozenset(["author", "editor", "title", "container_title", "date"]), _PART),
    "inproceedings": _EntryType(
        frozenset(["author", "title", "container_title", "date"]),
        {name: field for name, field in _PART.items() if name not in ("translator", "edition")},
    ),
    "report": _EntryType(
        frozenset(["author", "title", "publisher", "date"]),
        _NOTED
        | {
            "publisher": "institution",
            "publisher_place": "location",
            "container_title": "titleaddon",
            "number": "number",
            "page": "pages",
            "genre": "type",
        },
    ),
    "thesis": _EntryType(
        frozenset(["author", "title", "publisher", "date"]),
        _NOTED
        | {
            "publisher": "institution",
            "publisher_place": "location",
            "container_title": "titleaddon",
            "page": "pages",
            "genre": "type",
        },
    ),
    "manual": _EntryType(
        frozenset(["title", "date"]),
        {name: field for name, field in _BOOK.items() if name not in ("translator", "volume")}
        | {"container_title": "titleaddon", "genre": "type"},
    ),
    "online": _EntryType(
        frozenset(["title", "address", "date"]),
        _NOTED | {"editor": "editor", "publisher": "organization", "container_title": "titleaddon"},
    ),
    "unpublished": _EntryType(
        frozenset(["author", "title", "date"]),
        _NOTED | {"publisher_place": "location", "container_title": "eventtitle", "genre": "type"},
    ),
    "dataset": _EntryType(
        frozenset(["title"]),
        _MISC | {"edition": "edition", "publisher": "publisher", "number": "number", "collection_title": "series"},
    ),
    "misc": _EntryType(frozenset(["title", "date"]), _MISC),
    "software": _EntryType(frozenset(), _MISC),
}

_CHOICES = {
    "article": ("article",),
    "article-journal": ("article",),
    "article-magazine": ("article",),
    "article-newspaper": ("article",),
    "review": ("article",),
    "review-book": ("article",),
    "book": ("book", "collection", "manual"),
    "classic": ("book", "collection", "manual"),
    "chapter": ("incollection", "inbook"),
    "entry": ("inreference", "inbook"),
    "entry-dictionary": ("inreference", "inbook"),
    "entry-encyclopedia": ("inreference", "inbook"),
    "paper-conference": ("inproceedings",),
    "report": ("report", "manual"),
    "thesis": ("thesis",),
    "webpage": ("online",),
    "post": ("online",),
    "post-weblog": ("online",),
    "manuscript": ("unpublished",),
    "speech": ("unpublished",),
    "dataset": ("dataset",),
    "software": ("software",),
}
"""CSL type -> the entry types for it, the best first; all others, and where none of these fits, @misc or @software."""

_LISTS = frozenset(
    ["publisher", "institution", "organization", "location", "lista", "listb", "listc", "listd", "liste", "listf"]
)
_UNSAID = {"report": "report", "thesis": "thesis"}
"""The mandatory `type` of a report or thesis whose list doesn't say of what kind it is."""

_SUBTYPE_OF = {csl_type: subtype for subtype, csl_type in SUBTYPES.items()}
_KEY_OF_GENRE = {printed: key for key, printed in GENRES.items()}
_STATE_OF = {printed: key for key, printed in PUBLICATION_STATES.items()}

_ORDER = (
    "author", "editor", "translator", "title", "entrysubtype", "titleaddon", "journaltitle", "booktitle", "maintitle",
    "eventtitle", "type", "volume", "number", "eid", "series", "edition", "pages", "publisher", "institution",
    "organization", "location", "date", "pubstate", "isbn", "doi", "url", "urldate", "note", *CUSTOM_FIELDS.values(),
)  # fmt: skip


def render_biblatex(references: Sequence[Reference], accents: Accents = "unicode") -> str:
    """The entries as a file for biblatex, in order."""
    return render_file([_entry(each, encoder(accents)) for each in references])


def _entry(reference: Reference, encode: Encode) -> BibEntry:
    item = reference.item
    if item.title is None:
        # No type goes without a title.
        item = item._replace(title=reference.text or item.container_title)
    kind = _choose(item)
    own = _ENTRY_TYPES[kind].fields
    fields = _dates(item.issued, encode)
    fields["author"] = render_names(item.author, item.et_al, encode)
    for role, names in (("editor", item.editor), ("translator", item.translator)):
        more = item.et_al and role == "editor" and not item.author
        fields[own.get(role) or CUSTOM_FIELDS[role]] = render_names(names, more, encode) if names else ""
    fields["title"] = render_title(item.title or "", encode)
    fields["doi"] = render_doi(item.doi or "")
    fields["url"] = render_address(item.url or "")
    fields["urldate"] = _edtf(item.accessed) or ""
    for variable, value in _texts(item).items():
        field = own.get(variable) or CUSTOM_FIELDS.get(variable) or "titleaddon"
        if variable == "isbn" and not is_isbn(value):
            field = CUSTOM_FIELDS[variable]
        fields[field] = _render(field, value, encode)
        if field == "volume" and (number := roman_number(value)) is not None:
            # The datamodel asks for digits; the numeral as printed stands beside them.
            fields |= {field: str(number), CUSTOM_FIELDS["volume"]: encode(value)}
    if kind in _UNSAID:
        fields.setdefault("type", _UNSAID[kind])
    if (fields.get("titleaddon") or TYPES.get(kind, "document") != item.type) and item.type in CSL_TYPES:
        fields["entrysubtype"] = _SUBTYPE_OF.get(item.type, item.type)
    return BibEntry(kind, reference.key, {name: fields[name] for name in _ORDER if fields.get(name)})


def _choose(item: Item) -> str:
    """The first entry type for an item whose mandatory fields it has."""
    present = {
        "author": bool(item.author),
        "editor": bool(item.editor),
        "title": item.title is not None,
        "container_title": item.container_title is not None,
        "publisher": item.publisher is not None,
        "address": item.url is not None or item.doi is not None,
        "date": item.issued is not None and _edtf(item.issued) is not None,
    }
    has = {name for name, is_there in present.items() if is_there}
    choices = (*_CHOICES.get(item.type, ()), "misc", "software")
    return next(kind for kind in choices if _ENTRY_TYPES[kind].needs <= has)


def _texts(item: Item) -> dict[str, str]:
    """The fields of an item that are plain text, and there."""
    texts = {
        "container_title": item.container_title,
        "genre": item.genre,
        "volume": item.volume,
        "issue": item.issue,
        "number": item.number,
        "collection_title": item.collection_title,
        "edition": item.edition,
        "page": item.page,
        "publisher": item.publisher,
        "publisher_place": item.publisher_place,
        "medium": item.medium,
        "isbn": item.isbn,
        "note": item.note,
    }
    return {variable: value for variable, value in texts.items() if value is not None}


def _render(field: str, value: str, encode: Encode) -> str:
    if field == "type" and value in _KEY_OF_GENRE:
        return _KEY_OF_GENRE[value]
    if field == "pages":
        return render_pages(value, encode)
    return render_list(value, encode) if field in _LISTS else encode(value)


def _dates(date: Date | None, encode: Encode) -> dict[str, str]:
    """The date; without a year, the words that stand for it, and the state of publication if they tell one."""
    if date is None:
        return {}
    fields = {CUSTOM_FIELDS["suffix"]: encode(date.suffix or "")}
    if (written := _edtf(date)) is not None:
        return fields | {"date": written}
    said = date.text or (str(date.year) if date.year is not None else "n.d.")
    return fields | {"pubstate": _STATE_OF.get(said.lower(), ""), CUSTOM_FIELDS["undated"]: encode(said)}


def _edtf(date: Date | None) -> str | None:
    """A date as biblatex takes it (its manual, 2.3.8): `2018-11-03`, `2010~`, `2010/2012`; `None` without a year.

    A day that its month doesn't have is left out.
    """
    if date is None or date.year is None or not -9999 <= date.year <= 9999:
        return None
    written = _year(date.year)
    if date.month is not None:
        written += f"-{date.month:02d}"
        if date.day is not None and date.day <= calendar.monthrange(max(date.year, 1), date.month)[1]:
            written += f"-{date.day:02d}"
    circa = "~" if date.circa else ""
    end = f"/{_year(date.end_year)}{circa}" if date.end_year is not None and date.end_year > date.year else ""
    return f"{written}{circa}{end}"


def _year(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"
