"""How findings call things: entries, names, years, cited words."""

from __future__ import annotations

from citetool.broken_words import joined
from citetool.model import Citation, Item, Manuscript, Reference

_LONGEST = 70


def quoted(text: str) -> str:
    """Cited words in quotation marks, on one line and without marks of emphasis, cut where they are long."""
    line = " ".join(joined(text.replace("*", "")).split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}”"


def cited(citation: Citation) -> str:
    """A citation as printed; one of a further year (`2014; 2019`) with the names it leans on."""
    text = citation.text + (")" if citation.text.count("(") > citation.text.count(")") else "")
    if (citation.names and text[:1].isdigit()) or len(text) == 1:
        return quoted(f"{names(citation)} {text}")
    return quoted(text)


def names(of: Citation | Item) -> str:
    """Names as a short cite prints them: `Smith`, `Smith and Jones`, `Smith et al.`."""
    people = of.names if isinstance(of, Citation) else of.contributors
    shown = [name.acronym or str(name) for name in people]
    if not shown:
        return ""
    if len(shown) > 3 or (of.et_al and shown):
        return f"{shown[0]} et al."
    return " and ".join(", ".join(shown).rsplit(", ", 1)) if len(shown) > 1 else shown[0]


def entry(reference: Reference) -> str:
    """An entry as it would be cited: `Smith and Jones (2021)`, or the start of its title."""
    item = reference.item
    date = item.issued
    year = "" if date is None else f" ({date.year}{date.suffix or ''})" if date.year else f" ({date.text})"
    who = names(item)
    if who:
        return who + year
    return quoted((item.title or reference.text)[:50]) + year


def entry_with_title(reference: Reference) -> str:
    """An entry as it would be cited, with the start of its title: `Smith (2021), “Harbours of the north”`."""
    title = reference.item.title
    return f"{entry(reference)}, {quoted(title[:50])}" if title and reference.item.contributors else entry(reference)


def whereabouts(manuscript: Manuscript, reference: Reference) -> str:
    """Where an entry stands: in the list, or in the note that cites it in full."""
    note = manuscript.document.note_at(reference.span.start) if reference.span is not None else None
    return f"note {note.label}" if note else "the list"
