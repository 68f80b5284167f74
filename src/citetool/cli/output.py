"""Where output goes: results to standard output or a file, everything else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from citetool.errors import CitetoolError
from citetool.reports.controls import visible
from citetool.reports.tables import Table, tab_separated

INTERRUPTED = 130
"""The exit status of a run that Ctrl-C ended, as shells have it: 128 and the signal's number."""


def emit(text: str, path: str | None = None) -> None:
    """Write a result to standard output (`None` or `-`), or to a file, as UTF-8 (a terminal: in its encoding).

    A reader that has gone away (`| head`) has had enough: the rest is dropped.

    Raises:
        CitetoolError: it can't be written.
    """
    if path is None or path == "-":
        _emit_to_standard_output(text)
        return
    try:
        Path(path).write_bytes(_encoded(text, "utf-8"))
    except OSError as problem:
        raise CitetoolError(f"{path}: can't be written: {problem.strerror}") from problem


def refuse_overwriting(output: str | None, inputs: Iterable[str]) -> None:
    """See that `-o` names none of the files that are read.

    Raises:
        CitetoolError: it does.
    """
    if output is not None and any(_same_file(output, each) for each in inputs):
        raise CitetoolError(f"{output}: this is a file to read; the output would overwrite it")


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def emit_tables(*tables: Table) -> None:
    """Write tables to standard output: columns on a terminal, tab-separated lines elsewhere.

    Raises:
        CitetoolError: they can't be written.
    """
    if on_terminal():
        from citetool.reports.terminal import render_tables

        emit(render_tables(*tables, width=terminal_width(), color=wants_color("auto")))
    else:
        emit(tab_separated(*tables))


def complain(message: str) -> None:
    """Write a line to standard error, as `citetool: message`."""
    click.echo(f"citetool: {visible(message)}", err=True)


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """The terminal's width in cells; 80 where it is unknown."""
    import shutil

    return shutil.get_terminal_size().columns


def wants_color(choice: str) -> bool:
    """Whether to colour, given `--color`: `auto` asks the terminal, `NO_COLOR` (https://no-color.org) and `TERM`."""
    if choice != "auto":
        return choice == "always"
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _encoded(text: str, encoding: str) -> bytes:
    """What an encoding has no bytes for becomes an escape."""
    return text.encode(encoding, "backslashreplace")


def _emit_to_standard_output(text: str) -> None:
    stream = sys.stdout
    if stream is None:
        return
    try:
        stream.buffer.write(_encoded(text, stream.encoding if on_terminal() else "utf-8"))
        stream.buffer.flush()
    except BrokenPipeError:
        _discard_the_rest()
    except OSError as problem:
        _discard_the_rest()
        raise CitetoolError(f"can't write to standard output: {problem.strerror}") from problem


def _discard_the_rest() -> None:
    """Point standard output at nothing, so that the interpreter's last flush doesn't fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
