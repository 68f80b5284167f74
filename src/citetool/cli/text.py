"""`citetool text`: the text that offsets refer to."""

from __future__ import annotations

import click

from citetool.cli.input import input_format_option, read_draft
from citetool.cli.output import emit


@click.command()
@click.argument("path", type=click.Path())
@input_format_option
def text(path: str, input_format: str | None) -> None:
    """Print the text that offsets refer to.

    It comes as UTF-8, line ends as LF, control characters and all. PATH is a draft, or - for standard input.

    \b
    citetool text brief.txt
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    document = read_draft(path, input_format)
    emit(document.text if document.source is None else document.source)
