"""`citetool show`: what was understood of a draft."""

from __future__ import annotations

import click

from citetool.cli.input import bib_option, bibliography, input_format_option, language_option, read_draft
from citetool.cli.output import complain, emit, emit_tables
from citetool.lint import understand
from citetool.references.named import with_named
from citetool.reports.json_report import render_manuscript
from citetool.reports.tables import citation_table, entry_table, practice_table


@click.command()
@click.argument("path", type=click.Path())
@click.option("--unlinked", is_flag=True, help="Only citations without an entry, and entries that nothing cites.")
@click.option(
    "--format",
    "report_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@bib_option
@input_format_option
@language_option
def show(
    path: str,
    unlinked: bool,
    report_format: str,
    bib: tuple[str, ...],
    input_format: str | None,
    language: str | None,
) -> None:
    """Show how a draft cites, its entries, its citations and their links.

    What was understood of a draft, as tables on a terminal, tab-separated lines elsewhere. PATH is the
    draft, or - for standard input.

    \b
    citetool show brief.txt
    citetool show brief.txt --unlinked
    citetool show brief.txt --bib references.bib --format json
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    entries = bibliography(bib)
    named = with_named(read_draft(path, input_format, language), entries)
    for problem in named.problems:
        complain(f"{path}: {problem}")
    manuscript = understand(named.document, named.references)
    if report_format == "json":
        emit(render_manuscript(manuscript, unlinked))
    else:
        ways = () if unlinked else (practice_table(manuscript),)
        emit_tables(*ways, entry_table(manuscript, unlinked), citation_table(manuscript, unlinked))
