"""`citetool config`: what is in force, and where it comes from."""

from __future__ import annotations

import click

from citetool.cli.output import emit_tables
from citetool.cli.settings import config_options, settings
from citetool.config import shown_settings
from citetool.reports.tables import Table
from citetool.rules import RULES
from citetool.rules.selection import see_that_codes_are_known


@click.command()
@click.argument("path", required=False, type=click.Path())
@config_options
def config(path: str | None, config_file: str | None, isolated: bool) -> None:
    """Print the settings in force for a draft, or for this folder, and where each comes from.

    They stand in the nearest citetool.toml, or [tool.citetool] of pyproject.toml, from the draft's folder upwards.

    \b
    citetool config briefs/brief.txt
    citetool config --isolated
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    found = settings((path,) if path else (), config_file, isolated, {})
    see_that_codes_are_known(RULES, found)
    rows = tuple((key, value, found.origin(key)) for key, value in shown_settings(found).items())
    emit_tables(Table("Settings", ("key", "value", "from"), rows))
