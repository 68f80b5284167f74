"""Entries from a BibTeX file, read with bibtexparser.

Field names are those of BibTeX (btxdoc, 1988) and of biblatex (its manual, 2.2); values that hold TeX are decoded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from citetool.dates import find_dates
from citetool.errors import UnreadableInput
from citetool.model import Date, Item, Name, Reference
from citetool.names import institution
from citetool.vocabulary import words

if TYPE_CHECKING:
    from bibtexparser.model import Entry, ParsingFailedBlock

TYPES = {
    "article": "article-journal",
    "book": "book",
    "collection": "book",
    "mvbook": "book",
    "booklet": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "techreport": "report",
    "report": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
}
"""BibTeX and biblatex entry type -> CSL type; any other is a `document`."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries of one or several files, and what could not be read of them, with file and line."""

    references: tuple[Reference, ...]
    remarks: tuple[str, ...] = ()


def load_bibliography(paths: Sequence[str]) -> Bibliography:
    """The entries of BibTeX files, in order; an entry that can't be parsed is a remark, and the rest is kept.

    Raises:
        UnreadableInput: a file that is missing, not text, or holds no entry at all.
    """
    references: list[Reference] = []
    remarks: list[str] = []
    for path in paths:
        found, broken = _load(path)
        references += [replace(each, index=len(references) + place) for place, each in enumerate(found)]
        remarks += broken
    return Bibliography(tuple(references), tuple(remarks))


def _load(path: str) -> tuple[list[Reference], list[str]]:
    # Parsing takes a while to import, and only --bib needs it.
    from bibtexparser.entrypoint import parse_string

    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UnreadableInput(f"{path}: no such file") from None
    except OSError as problem:
        raise UnreadableInput(f"{path}: can't be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise UnreadableInput(f"{path}: not UTF-8 text") from problem
    # What it logs of a broken entry is told as a remark.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    decode = _Decoder()
    found = [
        Reference(index=place, span=None, text=_shown(fields), key=entry.key, item=_item(entry.entry_type, fields))
        for place, entry in enumerate(library.entries)
        for fields in (_fields(entry, decode),)
    ]
    broken = [f"{path}:{_line(block)}: {_reason(block)}; this entry is left out" for block in library.failed_blocks]
    if not found:
        raise UnreadableInput(f"{path}: no BibTeX entries in it" + (f" ({broken[0]})" if broken else ""))
    return found, broken


def _line(block: ParsingFailedBlock) -> int:
    # bibtexparser counts lines from 0.
    return (block.start_line or 0) + 1


def _reason(block: ParsingFailedBlock) -> str:
    """Why a block could not be parsed, in one line."""
    reason = getattr(block.error, "abort_reason", None) or str(block.error) or "can't be parsed"
    return " ".join(str(reason).split())


class _Decoder:
    """TeX to text; bibtexparser's decoding costs most of a run, so only values that hold TeX go through it."""

    def __init__(self) -> None:
        from bibtexparser.library import Library
        from bibtexparser.middlewares.latex_encoding import LatexDecodingMiddleware

        self._library = Library()
        self._middleware = LatexDecodingMiddleware()

    def __call__(self, value: str) -> str:
        from bibtexparser.model import String

        if "\\" in value or "$" in value or "~" in value:
            block = self._middleware.transform_string(String("value", value), self._library)
            if isinstance(block, String):
                value = str(block.value)
        return " ".join(value.replace("{", "").replace("}", "").replace("--", "–").split())


def _fields(entry: Entry, decode: _Decoder) -> dict[str, str | tuple[Name, ...]]:
    found: dict[str, str | tuple[Name, ...]] = {}
    for field in entry.fields:
        name = field.key.lower()
        value = str(field.value)
        if name in ("author", "editor"):
            found[name] = _people(value, decode)
        elif name in ("doi", "url"):
            found[name] = value.strip()
        else:
            found[name] = decode(value)
    return found


def _people(value: str, decode: _Decoder) -> tuple[Name, ...]:
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    people = []
    for person in split_multiple_persons_names(value):
        whole = person.strip()
        if whole.startswith("{") and whole.endswith("}") and "," not in whole:
            people.append(institution(decode(whole)))
            continue
        if whole.lower() == "others":
            people.append(OTHERS)
            continue
        parts = parse_single_name_into_parts(whole, strict=False)
        people.append(
            Name(
                family=decode(" ".join(parts.last)) or None,
                given=decode(" ".join(parts.first)) or None,
                particle=decode(" ".join(parts.von)) or None,
                suffix=decode(" ".join(parts.jr)) or None,
            )
        )
    return tuple(people)


def _item(entry_type: str, fields: dict[str, str | tuple[Name, ...]]) -> Item:
    def text(*names: str) -> str | None:
        return next((value for name in names if isinstance(value := fields.get(name), str) and value), None)

    def people(name: str) -> tuple[Name, ...]:
        value = fields.get(name)
        return value if isinstance(value, tuple) else ()

    def named(name: str) -> tuple[Name, ...]:
        return tuple(person for person in people(name) if person != OTHERS)

    title, subtitle = text("title"), text("subtitle")
    doi = text("doi")
    return Item(
        type=TYPES.get(entry_type.lower(), "document"),
        author=named("author"),
        editor=named("editor"),
        et_al=OTHERS in people("author") or OTHERS in people("editor"),
        issued=_issued(text("date", "year"), text("month")),
        title=f"{title}: {subtitle}" if title and subtitle else title,
        container_title=text("journaltitle", "journal", "booktitle"),
        publisher=text("publisher", "institution", "school", "organization"),
        publisher_place=text("location", "address"),
        volume=text("volume"),
        issue=text("number", "issue"),
        page=text("pages"),
        doi=re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE) if doi else None,
        url=text("url"),
    )


def _issued(date: str | None, month: str | None) -> Date | None:
    if date is None:
        return None
    whole = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", date)
    if whole and whole.group(2):
        day = int(whole.group(3)) if whole.group(3) else None
        return Date(int(whole.group(1)), int(whole.group(2)), day, text=date)
    found = next((each for _, each in find_dates(date, 0, len(date))), None)
    if found is None:
        return Date(None, text=date)
    number = words().months.get((month or "").lower().rstrip("."))
    if month and re.fullmatch(r"0?[1-9]|1[0-2]", month):
        number = int(month)
    return found._replace(month=found.month or number)


OTHERS = Name(literal="others")
"""What BibTeX's `and others` is read as, on the way to `et_al`."""


def _shown(fields: dict[str, str | tuple[Name, ...]]) -> str:
    """An entry as a reader would see it, for reports: names, year, title."""
    people = fields.get("author") or fields.get("editor") or ()
    who = ", ".join(str(name) for name in people) if isinstance(people, tuple) else ""
    when = fields.get("date") or fields.get("year") or ""
    return ". ".join(str(part) for part in (who, when, fields.get("title", "")) if part)
