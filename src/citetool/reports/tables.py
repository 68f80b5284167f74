"""What was understood of a draft, as tables: its entries, and its citations with their links."""

from typing import NamedTuple

from citetool.model import Document, Item, Link, Manuscript, Span
from citetool.reports.controls import visible
from citetool.reports.summary import times_cited


class Table(NamedTuple):
    """Rows of as many cells as there are columns; an empty cell is `""`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def practice_table(manuscript: Manuscript) -> Table:
    """How the draft cites: each system with how many citations (or notes) show it, of how many that might."""
    rows = tuple(
        ("notes" if each.in_notes else "text", each.system.value, str(each.shown), str(each.of), each.example)
        for each in manuscript.practices
    )
    return Table("Ways of citing", ("where", "system", "shown", "of", "example"), rows)


def citation_table(manuscript: Manuscript, unlinked: bool = False) -> Table:
    """Every citation, or only those that are missing or ambiguous, with the keys of its entries and what differs."""
    # Who sees no lines has pages, or paragraphs and notes, to go by.
    place = "page" if manuscript.document.format == "pdf" else "paragraph" if manuscript.document.paragraphs else "line"
    rows = []
    for link in manuscript.links:
        if unlinked and link.has_entry:
            continue
        citation = manuscript.citations[link.citation]
        rows.append(
            (
                _place(manuscript.document, citation.span, place),
                citation.note or "",
                citation.text,
                link.status.value,
                ", ".join(manuscript.references[each].key for each in link.references),
                differences(link),
            )
        )
    return Table(
        "Citations",
        (place, "note", "cited", "status", "entries", "differs"),
        tuple(rows),
    )


def entry_table(manuscript: Manuscript, unlinked: bool = False) -> Table:
    """Every entry, or only those that nothing cites, with how often it is cited."""
    cited = times_cited(manuscript)
    rows = tuple(
        (
            str(reference.index + 1 if reference.number is None else reference.number),
            reference.key,
            "; ".join(map(str, reference.item.contributors)) + (" et al." if reference.item.et_al else ""),
            _year(reference.item),
            reference.item.title or "",
            str(cited[reference.index]),
        )
        for reference in manuscript.references
        if not (unlinked and cited[reference.index])
    )
    return Table("Entries", ("number", "key", "authors", "year", "title", "cited"), rows)


def differences(link: Link) -> str:
    """What a citation and its entry don't agree in: `year 2015, listed 2014`."""
    return "; ".join(f"{each.field} {each.cited}, listed {each.listed}" for each in link.evidence if not each.agrees)


def one_line(cell: str) -> str:
    """A cell's text with each run of white space as one space, and nothing that steers a terminal."""
    return visible(" ".join(cell.split()))


def tab_separated(*tables: Table) -> str:
    """The tables for a pipe: a line of column names, a line a row; an empty line between two tables."""
    return "\n".join(
        "".join("\t".join(map(one_line, row)) + "\n" for row in (table.columns, *table.rows)) for table in tables
    )


def _place(document: Document, span: Span, kind: str) -> str:
    place = document.position(span.start)
    match kind:
        case "page":
            return str(place.page)
        case "paragraph":
            return str(place.paragraph or "")
        case _:
            return str(place.line) if place.path == document.path else f"{place.path}:{place.line}"


def _year(item: Item) -> str:
    if item.issued is None:
        return ""
    if item.issued.year is None:
        return item.issued.text
    end = f"–{item.issued.end_year}" if item.issued.end_year else ""
    return f"{item.issued.year}{end}{item.issued.suffix or ''}"
