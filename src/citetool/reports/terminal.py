"""The text report and the tables of a terminal, with colour.

Text from a draft goes to rich as `Text`, never as markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from citetool.model import Document, Finding, Report, Span
from citetool.reports.controls import visible
from citetool.reports.extent import WHOLE, Extent, closing, shown
from citetool.reports.tables import Table, one_line

NARROWEST = 40
"""Cells; a narrower terminal gets lines of this width, and wraps them itself."""

_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
    "missing": "red",
    "ambiguous": "yellow",
    "near": "yellow",
    "linked": "green",
    "found": "green",
    "not-found": "red",
    "unavailable": "yellow",
    "not-checked": "dim",
}
"""Severity or status, of a link or a look-up -> style."""

_INDENT = "    "


def render_terminal(report: Report, width: int, color: bool, extent: Extent = WHOLE) -> str:
    """The findings grouped by file, each with its line of the draft and its hint, then the counts.

    Args:
        report: what a run found.
        width: of the terminal, in cells.
        color: whether to use ANSI styles; without them a line of carets points at the words.
        extent: how much of it to show.
    """
    console = _console(width, color)
    with console.capture() as printed:
        for checked in shown(report, extent).documents:
            if checked.findings:
                document = checked.manuscript.document
                _print_wrapped(console, Text(visible(document.path), style="bold"))
                for finding in checked.findings:
                    _print_finding(console, document, finding, color)
                console.print()
        for line in closing(report, extent):
            _print_wrapped(console, Text(line))
    return printed.get()


def render_tables(*tables: Table, width: int, color: bool) -> str:
    """The tables one below the other, each under its title, in columns that fit the width."""
    console = _console(width, color)
    with console.capture() as printed:
        for number, table in enumerate(tables):
            if number:
                console.print()
            console.print(Text(table.title, style="bold"))
            console.print(_rich_table(table))
    return printed.get()


def _rich_table(table: Table) -> RichTable:
    shown = RichTable(box=None, header_style="dim", pad_edge=False)
    for column in table.columns:
        shown.add_column(Text(column), overflow="fold")
    for row in table.rows:
        shown.add_row(*map(_rich_cell, table.columns, row))
    return shown


def _rich_cell(column: str, cell: str) -> Text:
    return Text(one_line(cell), style=_STYLES[cell] if column in ("status", "severity") else "")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a line around the words that a finding is about, safe to print."""

    before: str
    cited: str
    after: str


def excerpt(document: Document, span: Span, width: int) -> Excerpt:
    """The line that holds a span's start, cut to `width` cells around the span; `…` stands for what is cut off."""
    line = document.line_span(span.start)
    text = document.text
    end = min(span.end, line.end)
    before = _cut_left(text[line.start : span.start], width)
    cited = _cut_right(text[span.start : end], width)
    after = _cut_right(text[end : line.end], width)
    room = max(0, width - cell_len(cited))
    before = _cut_left(before, max(room // 2, room - cell_len(after)))
    after = _cut_right(after, room - cell_len(before))
    return Excerpt(before.lstrip(), cited, after)


def _shown(text: str) -> str:
    return visible(text.translate({ord(each): " " for each in "\t\v\f"}))


def _cut_right(text: str, width: int) -> str:
    """At most `width` cells of a text's beginning."""
    shown = _shown(text[:width])
    if len(text) <= width and cell_len(shown) <= width:
        return shown
    return _fitting(shown, width - 1) + "…" if width else ""


def _cut_left(text: str, width: int) -> str:
    """At most `width` cells of a text's end."""
    shown = _shown(text[max(0, len(text) - width) :])
    if len(text) <= width and cell_len(shown) <= width:
        return shown
    return "…" + _fitting(shown[::-1], width - 1)[::-1] if width else ""


def _fitting(text: str, width: int) -> str:
    taken = 0
    for index, character in enumerate(text):
        taken += cell_len(character)
        if taken > width:
            return text[:index]
    return text


def _print_finding(console: Console, document: Document, finding: Finding, color: bool) -> None:
    place = document.position(finding.span.start)
    note = document.note_at(finding.span.start)
    style = _STYLES[finding.severity]
    where = f"page {place.page}" if document.format == "pdf" else f"{place.line}:{place.column}"
    head = Text(f"  {where}  ")
    head.append(finding.code, style)
    head.append(f" {finding.name}")
    if note:
        head.append(f"  note {visible(note.label)}", "dim")
    _print_wrapped(console, head)
    _print_wrapped(console, Text(visible(finding.message)), _INDENT)
    _print_excerpt(console, excerpt(document, finding.span, console.width - len(_INDENT) - 2), style, color)
    if finding.hint:
        _print_wrapped(console, Text(visible(finding.hint), style="italic"), _INDENT)


def _print_excerpt(console: Console, part: Excerpt, style: str, color: bool) -> None:
    margin = f"{_INDENT}│ "
    console.print(Text.assemble(margin, part.before, (part.cited, f"{style} underline"), part.after), soft_wrap=True)
    if not color:
        carets = " " * cell_len(part.before) + "^" * max(1, cell_len(part.cited))
        console.print(Text(margin + carets), soft_wrap=True)


def _print_wrapped(console: Console, text: Text, indent: str = "") -> None:
    for line in text.wrap(console, console.width - len(indent)):
        line.rstrip()
        console.print(Text(indent) + line, soft_wrap=True)


def _console(width: int, color: bool) -> Console:
    return Console(
        width=max(NARROWEST, width),
        height=25,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
    )
