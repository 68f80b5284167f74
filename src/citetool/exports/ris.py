"""Entries as RIS, which EndNote, Zotero, Mendeley and RefWorks read; the tags are those of `references/ris.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citetool.exports import Accents
from citetool.model import Date, Item, Name, Reference
from citetool.references.ris import TYPES

_TYPE_OF = {csl_type: kind for kind, csl_type in TYPES.items()}

_FIELDS = (
    ("title", "TI"),
    ("container_title", "T2"),
    ("collection_title", "T3"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("number", "M1"),
    ("edition", "ET"),
    ("publisher", "PB"),
    ("publisher_place", "CY"),
    ("isbn", "SN"),
    ("genre", "M3"),
    ("medium", "C1"),
    ("doi", "DO"),
    ("url", "UR"),
    ("note", "N1"),
)
"""Field of `Item` -> tag."""


def render_ris(references: Sequence[Reference], _accents: Accents = "unicode") -> str:
    """The entries as RIS records, a blank line between them; a type that RIS doesn't know is generic (`GEN`)."""
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _lines(each)) for each in references)


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    item = reference.item
    yield "TY", _TYPE_OF.get(item.type, "GEN")
    yield "ID", reference.key
    for tag, names in (("AU", item.author), ("ED", item.editor), ("A4", item.translator)):
        for name in names:
            yield tag, _name(name)
    if item.et_al:
        yield "AU", "others,"
    yield from _issued(item.issued)
    for field, tag in _FIELDS:
        value = getattr(item, field)
        if value is not None:
            yield tag, value
    yield from _pages(item)
    if item.accessed is not None and item.accessed.year is not None:
        yield "Y2", _slashed(item.accessed, "")
    if item.title is None and reference.text:
        yield "N1", reference.text
    yield "ER", ""


def _name(name: Name) -> str:
    """`Family, Given, Suffix`; an institution ends in a comma and doubles its own first one, as EndNote has it."""
    if name.literal is not None:
        literal = f"{name.literal} ({name.acronym})" if name.acronym else name.literal
        return literal.replace(",", ",,", 1) if "," in literal else f"{literal},"
    family = " ".join(part for part in (name.particle, name.family) if part)
    if name.given is None and name.suffix is None:
        return f"{family},"
    return ", ".join(part for part in (family, name.given or "", name.suffix) if part is not None)


def _issued(date: Date | None) -> Iterator[tuple[str, str]]:
    if date is None:
        return
    if date.year is None:
        yield "DA", f"///{date.text or 'n.d.'}"
        return
    printed = f"{date.year}–{date.end_year}" if date.end_year else f"{date.year}{date.suffix}" if date.suffix else ""
    yield "PY", f"{date.year:04d}"
    if date.month is not None or printed:
        yield "DA", _slashed(date, printed)


def _slashed(date: Date, printed: str) -> str:
    month = f"{date.month:02d}" if date.month else ""
    day = f"{date.day:02d}" if date.month and date.day else ""
    return f"{date.year:04d}/{month}/{day}/{printed}"


_RANGE = re.compile(r"([^\s–-]+)[–-]([^\s–-]+)")


def _pages(item: Item) -> Iterator[tuple[str, str]]:
    if item.page is None:
        return
    if (match := _RANGE.fullmatch(item.page)) and match[1] != match[2]:
        yield "SP", match[1]
        yield "EP", match[2]
    else:
        yield "SP", item.page
