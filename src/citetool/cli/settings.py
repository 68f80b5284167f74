"""The options that say which settings are in force, and the settings that these, environment and config file make."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from citetool.config import BadConfig, Config, configure, find_config
from citetool.errors import CitetoolError
from citetool.vocabulary import LANGUAGES

_Command = TypeVar("_Command", bound=Callable[..., Any])


def config_options(command: _Command) -> _Command:
    """The options `--config` and `--isolated`; their values go to `settings`."""
    named = click.option(
        "--config",
        "config_file",
        type=click.Path(),
        metavar="FILE",
        help="Take the settings from this file, not from the nearest citetool.toml or pyproject.toml.",
    )
    isolated = click.option("--isolated", is_flag=True, help="Take no settings from a file.")
    return named(isolated(command))


def settings(sources: Sequence[str], config_file: str | None, isolated: bool, options: Mapping[str, object]) -> Config:
    """What is in force for drafts: options before environment before the config file nearest to the first of them.

    Raises:
        CitetoolError: they make no sense, or the file that is named isn't there.
    """
    if isolated and config_file is not None:
        raise click.UsageError("--config and --isolated exclude each other")
    if config_file is not None and not Path(config_file).is_file():
        raise CitetoolError(f"{config_file}: no such config file")
    nearest = None if isolated else find_config(_folder(sources[0]) if sources else Path())
    found = configure(Path(config_file) if config_file is not None else nearest, os.environ, options)
    if found.language is not None and found.language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadConfig(f"{found.origin('language')}: “language” is one of {known}, not “{found.language}”")
    return found


def codes(given: tuple[str, ...]) -> list[str] | None:
    """The codes of an option that may be given several times, with several codes each: `CT101,CT5`."""
    found = [code.strip() for each in given for code in each.split(",") if code.strip()]
    return found or None


def _folder(source: str) -> Path:
    """The folder of a draft; for standard input and DOIs, this one."""
    path = Path(source)
    try:
        return path if path.is_dir() else path.parent if path.exists() else Path()
    except (OSError, ValueError):
        return Path()
