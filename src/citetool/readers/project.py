"""The folder that a draft's own files lie in: what a draft names outside of it isn't read."""

from __future__ import annotations

import re
from pathlib import Path

from citetool.errors import UnreadableInput

MARKS = (".git", "citetool.toml", "pyproject.toml")
"""What lies in a project's topmost folder."""


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)


def project_folder(path: str) -> Path:
    """The nearest folder around a draft that bears one of `MARKS`; without one, the draft's own (here, for `-`)."""
    own = Path() if path == "-" else Path(path).parent
    resolved = own.resolve()
    for folder in (resolved, *resolved.parents):
        if any((folder / mark).exists() for mark in MARKS):
            return folder
    return resolved


def named_file(draft: str, name: str) -> Path:
    """The file that a draft names by a path from its own folder.

    Raises:
        UnreadableInput: it is an address, or lies outside the draft's project, be it by `..`, as a whole path, or
            behind a link.
    """
    if _ADDRESS.match(name):
        raise UnreadableInput(f"{name}: an address; nothing is fetched, save it beside the draft and name that file")
    folder = Path() if draft == "-" else Path(draft).parent
    try:
        target = folder / name
        resolved = target.resolve()
    except (OSError, ValueError, RuntimeError) as problem:
        raise UnreadableInput(f"{name}: can't be read: {problem}") from problem
    if not resolved.is_relative_to(project_folder(draft)):
        raise UnreadableInput(f"{name}: lies outside the draft's project and isn't read")
    return target
