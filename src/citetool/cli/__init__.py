"""The command line: a module a command, imported when it is called; `main` is the entry point."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Any

import click

from citetool import __version__
from citetool.errors import CitetoolError

COMMANDS = {
    "check": "check",
    "show": "show",
    "export": "export",
    "resolve": "resolve",
    "text": "text",
    "rules": "rules",
    "explain": "rules",
    "cache": "cache",
    "config": "config",
}
"""Command -> the module of this package that has a function of that name."""


class Commands(click.Group):
    """A group that imports a command's module when the command is called, and words errors as citetool does."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, as help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or `None`."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{COMMANDS[cmd_name]}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a `CitetoolError` ends it with a message and exit status 2."""
        try:
            return super().invoke(ctx)
        except CitetoolError as problem:
            from citetool.cli.output import complain

            complain(str(problem))
            ctx.exit(2)
        except KeyboardInterrupt:
            from citetool.cli.output import INTERRUPTED

            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="citetool", message="%(prog)s %(version)s")
def main() -> None:
    """Check the citations of a draft against its reference list.

    \b
    citetool check brief.txt
    citetool export brief.txt --to bibtex -o references.bib
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped


def run() -> None:
    """The entry point of a process of its own."""
    # What a run makes lives to its end: looking for garbage meanwhile only costs time.
    gc.disable()
    try:
        main(prog_name="citetool")
    finally:
        # Nor is there any at its end.
        gc.freeze()
