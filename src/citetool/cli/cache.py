"""`citetool cache`: what is kept of earlier runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import click

from citetool import results
from citetool.cli.output import emit
from citetool.errors import CitetoolError
from citetool.folders import cache_folder
from citetool.registries.cache import cache_path, clear, contents
from citetool.registries.lookup import moment


@click.group()
def cache() -> None:
    """What is kept of earlier runs: what was found in drafts, and the answers of registries.

    \b
    citetool cache info
    citetool cache clear
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped


@cache.command()
def info() -> None:
    """Say where the caches are and what they hold."""
    emit("\n".join([*_results(), *_answers()]) + "\n")


def _results() -> list[str]:
    folder = cache_folder()
    try:
        held = results.contents(folder)
    except OSError as problem:
        raise CitetoolError(f"{folder / results.FOLDER}: can't be looked at: {problem.strerror}") from problem
    shown = [f"{held.size} bytes", f"drafts\t{held.number}"] if held.number else ["empty"]
    return [str(folder / results.FOLDER), *shown]


def _answers() -> list[str]:
    path = cache_path()
    try:
        held = contents(path)
    except sqlite3.Error as problem:
        raise CitetoolError(
            f"{path}: no cache of citetool's ({problem}); `citetool cache clear` removes it"
        ) from problem
    if held is None:
        return [str(path), "empty"]
    lines = [str(path), f"{held.size} bytes", *(f"{source}\t{number}" for source, number in held.answers)]
    if held.oldest is not None:
        lines.append(f"oldest\t{moment(held.oldest)}")
    return lines


@cache.command("clear")
def clear_all() -> None:
    """Remove the caches."""
    folder = cache_folder()
    _remove(folder / results.FOLDER, lambda _: results.clear(folder))
    _remove(cache_path(), clear)


def _remove(path: Path, removed: Callable[[Path], bool]) -> None:
    try:
        there = removed(path)
    except OSError as problem:
        raise CitetoolError(f"{path}: can't be removed: {problem.strerror}") from problem
    emit(f"{path}: {'removed' if there else 'there is none'}\n")
