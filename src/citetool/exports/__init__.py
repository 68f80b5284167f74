"""Entries as other programs read them: one module a format, one line in `EXPORTS` for each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Literal

from citetool.model import Date, Name, Reference

EXPORTS = {
    "bibtex": "bibtex:render_bibtex",
    "biblatex": "biblatex:render_biblatex",
    "csl-json": "csl_json:render_csl_json",
    "ris": "ris:render_ris",
}
"""Format name -> the module and the function that renders entries in it, loaded when asked for."""

TEX_FORMATS = ("bibtex", "biblatex")
"""The formats whose values are TeX, in which accents may be commands."""

Accents = Literal["unicode", "latex"]
"""How a TeX format holds what isn't ASCII: as it is, or by LaTeX's commands."""


def export(references: Sequence[Reference], name: str, accents: Accents = "unicode") -> str:
    """The entries in the format of a name in `EXPORTS`, in order; ends with a newline.

    Runs of white space come out as one space, and control characters, which no format can hold, are left out. An entry
    of which no name and no title could be read has its printed text for a title, so that nothing is lost.
    """
    module, function = EXPORTS[name].split(":")
    render: Callable[[Sequence[Reference], Accents], str] = getattr(import_module(f"{__name__}.{module}"), function)
    return render([_presentable(each) for each in references], accents)


def _presentable(reference: Reference) -> Reference:
    item = reference.item
    text = _clean(reference.text)
    item = item._replace(
        type=_clean(item.type) or "document",
        author=_clean_names(item.author),
        editor=_clean_names(item.editor),
        translator=_clean_names(item.translator),
        issued=_clean_date(item.issued),
        accessed=_clean_date(item.accessed),
        title=_clean(item.title),
        container_title=_clean(item.container_title),
        collection_title=_clean(item.collection_title),
        edition=_clean(item.edition),
        publisher=_clean(item.publisher),
        publisher_place=_clean(item.publisher_place),
        volume=_clean(item.volume),
        issue=_clean(item.issue),
        number=_clean(item.number),
        page=_clean(item.page),
        genre=_clean(item.genre),
        medium=_clean(item.medium),
        doi=_clean(item.doi),
        url=_clean(item.url),
        isbn=_clean(item.isbn),
        note=_clean(item.note),
    )
    if not item.contributors and item.title is None:
        item = item._replace(title=text)
    return replace(reference, text=text or "", key=_clean(reference.key) or "entry", item=item)


def _clean_names(names: tuple[Name, ...]) -> tuple[Name, ...]:
    cleaned = (Name(*(_clean(part) for part in name)) for name in names)
    return tuple(name for name in cleaned if name.family or name.given or name.literal)


def _clean_date(date: Date | None) -> Date | None:
    return date._replace(suffix=_clean(date.suffix), text=_clean(date.text) or "") if date is not None else None


def _clean(text: str | None) -> str | None:
    """The text on one line, without control characters and lone surrogates; `None` where nothing is left."""
    if text is None:
        return None
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join("".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs")).split())
    return text or None
