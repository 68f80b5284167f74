"""`citetool cache`: the answers of registries that are kept."""

from __future__ import annotations

import sqlite3

import click

from citetool.cli.output import emit
from citetool.errors import CitetoolError
from citetool.registries.cache import cache_path, clear, contents
from citetool.registries.lookup import moment


@click.group()
def cache() -> None:
    """The answers of registries that are kept, so that a draft isn't looked up anew each time."""


@cache.command()
def info() -> None:
    """Say where the cache is and what it holds."""
    path = cache_path()
    try:
        held = contents(path)
    except sqlite3.Error as problem:
        raise CitetoolError(
            f"{path}: no cache of citetool's ({problem}); `citetool cache clear` removes it"
        ) from problem
    if held is None:
        emit(f"{path}\nempty\n")
        return
    lines = [str(path), f"{held.size} bytes", *(f"{source}\t{number}" for source, number in held.answers)]
    if held.oldest is not None:
        lines.append(f"oldest\t{moment(held.oldest)}")
    emit("\n".join(lines) + "\n")


@cache.command("clear")
def clear_all() -> None:
    """Remove the cache."""
    path = cache_path()
    try:
        there = clear(path)
    except OSError as problem:
        raise CitetoolError(f"{path}: can't be removed: {problem.strerror}") from problem
    emit(f"{path}: {'removed' if there else 'there is none'}\n")
