"""What a run takes as given: the values of a config file, and where one is found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from citetool.errors import CitetoolError

FILE = "citetool.toml"
PROJECT_FILE = "pyproject.toml"
"""Where settings stand: by themselves, or in the table `[tool.citetool]` of a Python project's file."""


class BadConfig(CitetoolError):
    """A config file that can't be read, or says what citetool doesn't know; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Network:
    """How registries are asked.

    Attributes:
        mailto: the address that they may write to; there is none unless the user gives one.
        offline: whether only answers that are kept are taken.
        refresh: whether what is kept is asked for anew.
        timeout: seconds for all that a run asks.
        doi_url: where doi.org is, as are `crossref_url`, `datacite_url` and (for dead links) `wayback_url`.
        private_links: whether addresses of private networks are followed.
    """

    mailto: str | None = None
    offline: bool = False
    refresh: bool = False
    timeout: float = 300.0
    doi_url: str = "https://doi.org"
    crossref_url: str = "https://api.crossref.org"
    datacite_url: str = "https://api.datacite.org"
    wayback_url: str = "https://archive.org"
    private_links: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run.

    Attributes:
        today: the day against which dates in the future are judged.
        expect_list: whether a draft without a reference list is a finding.
        network: how registries are asked.
    """

    today: date = field(default_factory=date.today)
    expect_list: bool = False
    network: Network = Network()


_KEYS: dict[str, type] = {
    "mailto": str,
    "offline": bool,
    "timeout": float,
    "doi-url": str,
    "crossref-url": str,
    "datacite-url": str,
    "wayback-url": str,
    "private-links": bool,
}
"""What a config file may say, and of what type; the names are those of `Network`, with hyphens."""

ENVIRONMENT = {
    "CITETOOL_MAILTO": "mailto",
    "CITETOOL_DOI_URL": "doi-url",
    "CITETOOL_CROSSREF_URL": "crossref-url",
    "CITETOOL_DATACITE_URL": "datacite-url",
    "CITETOOL_WAYBACK_URL": "wayback-url",
}
"""Variables that say the same, and overrule the file."""


def find_network(start: Path, environment: Mapping[str, str]) -> Network:
    """What the environment, else the nearest config file from a folder upwards, says of the network.

    Raises:
        BadConfig: either says what makes no sense.
    """
    path = find_config(start)
    settings = {} if path is None else read_config(path)
    for variable, key in ENVIRONMENT.items():
        if value := environment.get(variable):
            settings[key] = _checked(value, key, variable)
    named: dict[str, Any] = {key.replace("-", "_"): value for key, value in settings.items()}
    return Network(**named)


def find_config(start: Path) -> Path | None:
    """The nearest config file from a folder upwards; of two in one folder, `citetool.toml`."""
    folder = start.absolute()
    for each in (folder, *folder.parents):
        if (own := each / FILE).is_file():
            return own
        if (project := each / PROJECT_FILE).is_file() and "tool.citetool" in _text(project):
            return project
    return None


def read_config(path: Path) -> dict[str, str | bool | float]:
    """The settings of a config file, by key.

    Raises:
        BadConfig: it is no TOML, has a key that citetool doesn't know, or a value of another type.
    """
    import tomllib

    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadConfig(f"{path}: no TOML: {problem}") from problem
    if path.name == PROJECT_FILE:
        tools = table.get("tool", {})
        table = tools.get("citetool", {}) if isinstance(tools, dict) else {}
    return {key: _checked(value, key, f"{path}:{_line(text, key)}") for key, value in table.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadConfig(f"{path}: can't be read: {problem}") from problem


def _line(text: str, key: str) -> int:
    """The line that a key stands in, from 1."""
    found = re.search(rf"^[ \t\"']*{re.escape(key)}[\"']?[ \t]*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _checked(value: object, key: str, place: str) -> str | bool | float:
    """A value of its key's type.

    Raises:
        BadConfig: there is no such key, or the value is of another type or makes no sense.
    """
    if key not in _KEYS:
        from difflib import get_close_matches

        near = get_close_matches(key, _KEYS, 1)
        hint = f"; do you mean “{near[0]}”?" if near else f"; there are {', '.join(_KEYS)}"
        raise BadConfig(f"{place}: no key “{key}”{hint}")
    wanted = _KEYS[key]
    if wanted is bool and isinstance(value, bool):
        return value
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(value)
    if wanted is str and isinstance(value, str) and _makes_sense(value, key):
        return value
    raise BadConfig(f"{place}: “{key}” is {_EXPECTED[key] if key in _EXPECTED else _TYPES[wanted]}, not “{value}”")


_TYPES = {bool: "true or false", float: "a number above 0", str: "an http or https address"}
_EXPECTED = {"mailto": "an e-mail address"}


def _makes_sense(value: str, key: str) -> bool:
    if key == "mailto":
        return "@" in value and not any(char.isspace() for char in value)
    return value.startswith(("https://", "http://"))
