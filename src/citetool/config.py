"""What a run takes as given: the values of a config file, and where one is found.

The keys of the file are those of `Settings`, with hyphens; docs/config.md says what each means.
"""

from __future__ import annotations

import json
import os.path
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from citetool.errors import CitetoolError
from citetool.house_style import CHOICES, HouseStyle, style_of
from citetool.model import Severity

FILE = "citetool.toml"
PROJECT_FILE = "pyproject.toml"
"""Where settings stand: by themselves, or in the table `[tool.citetool]` of a Python project's file."""

NEVER = "never"
"""The value of `fail-on` with which findings never make a run fail."""


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


class IgnoreTable(NamedTuple):
    """Findings that are not wanted, for a draft that can't say so itself.

    Attributes:
        code: of the rule, its beginning, or the rule's name.
        text: what the cited words or the message contain; empty for all.
        path: the pattern of the drafts it is for; `None` for all.
        reason: why.
        place: where the config says so: `citetool.toml:3`.
    """

    code: str
    text: str
    path: str | None
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run.

    Attributes:
        today: the day against which dates in the future are judged.
        expect_list: whether a draft without a reference list is a finding.
        network: how registries are asked.
        select: the codes (or their beginnings) of the rules that are looked at; empty for all.
        extend_select: further ones.
        ignore: those that aren't.
        ignore_tables: the findings that are not wanted.
        severity: by code, what a rule's findings count as in place of the rule's own.
        per_file_ignores: by pattern of path, codes that aren't looked at in such files.
        exclude: patterns of paths that aren't looked at in folders.
        fail_on: the least severity that makes a run fail, or `never`.
        bibliography: files that the entries are taken from in place of the draft's list.
        language: of the drafts, in place of what their words tell.
        style: what the house wants of citations and lists.
        cache: whether what was found in drafts is kept, and taken where nothing has changed.
        origins: by key, where it was set.
    """

    today: date = field(default_factory=date.today)
    expect_list: bool = False
    network: Network = Network()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_tables: tuple[IgnoreTable, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = Severity.ERROR.value
    bibliography: tuple[str, ...] = ()
    language: str | None = None
    style: HouseStyle = field(default_factory=HouseStyle)
    cache: bool = True
    origins: tuple[tuple[str, str], ...] = ()

    def origin(self, key: str) -> str:
        """Where a key (of the style: `style.range-dash`) was set: `citetool.toml:3`, an option; `default`."""
        return dict(self.origins).get(key, "default")


class Setting(NamedTuple):
    """A value, and where it was set."""

    value: object
    origin: str


ENVIRONMENT = {
    "CITETOOL_MAILTO": "mailto",
    "CITETOOL_DOI_URL": "doi-url",
    "CITETOOL_CROSSREF_URL": "crossref-url",
    "CITETOOL_DATACITE_URL": "datacite-url",
    "CITETOOL_WAYBACK_URL": "wayback-url",
}
"""Variables that say the same as keys, and overrule the file."""

PRIVATE_LINKS = "CITETOOL_PRIVATE_LINKS"
"""The variable that, being 1, lets addresses of private networks be followed."""

NO_CACHE = "CITETOOL_NO_CACHE"
"""The variable that, being anything, says the same as `cache = false`."""

_NETWORK = (
    "mailto",
    "offline",
    "refresh",
    "timeout",
    "doi-url",
    "crossref-url",
    "datacite-url",
    "wayback-url",
)


def configure(file: Path | None, environment: Mapping[str, str], options: Mapping[str, object]) -> Config:
    """The settings of a run: options before environment before the config file; `None` among options is not set.

    Raises:
        BadConfig: one of them says what citetool doesn't know.
    """
    settings: dict[str, Setting] = {} if file is None else dict(read_config(file))
    for variable, named in ENVIRONMENT.items():
        if given := environment.get(variable):
            settings[named] = Setting(_checked(given, named, variable), variable)
    if environment.get(NO_CACHE):
        settings["cache"] = Setting(False, NO_CACHE)
    for key, value in options.items():
        if value is not None:
            option = f"--{key}"
            settings[key] = Setting(_checked(value, key, option), option)
    style = {key.removeprefix(_STYLE): str(each.value) for key, each in settings.items() if key.startswith(_STYLE)}
    values: dict[str, Any] = {
        key.replace("-", "_"): each.value for key, each in settings.items() if not key.startswith(_STYLE)
    }
    network = {key.replace("-", "_") for key in _NETWORK}
    return replace(
        Config(**{name: value for name, value in values.items() if name not in network}),
        style=style_of(style),
        network=Network(
            **{name: value for name, value in values.items() if name in network},
            # A config file may come with the draft, from whoever wrote it: it can't open a network to it.
            private_links=environment.get(PRIVATE_LINKS) == "1",
        ),
        origins=tuple((key, each.origin) for key, each in settings.items()),
    )


def find_config(start: Path) -> Path | None:
    """The nearest config file from a folder upwards; of two in one folder, `citetool.toml`."""
    # Not the parents of `drafts/..`: `drafts` isn't above it. Links to folders are left as they are named.
    folder = Path(os.path.abspath(start))  # noqa: PTH100 -- `Path.resolve` would follow them
    for each in (folder, *folder.parents):
        if (own := each / FILE).is_file():
            return own
        if _has_table(project := each / PROJECT_FILE):
            return project
    return None


def _has_table(project: Path) -> bool:
    """Whether a Python project's file has a table for citetool; one that can't be read is no business of citetool's."""
    try:
        return _TABLE.search(project.read_bytes()) is not None
    except OSError:
        return False


_TABLE = re.compile(rb"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*[\"']?citetool\b", re.MULTILINE)


def read_config(path: Path) -> dict[str, Setting]:
    """The settings of a config file, by key.

    Raises:
        BadConfig: it is no TOML, has a key that citetool doesn't know, or a value of another type.
    """
    import tomllib

    text = _text(path)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        # Besides what is no TOML, numbers and nesting that Python doesn't read.
        raise BadConfig(f"{path}: no TOML: {problem}") from problem
    if path.name == PROJECT_FILE:
        tools = table.get("tool")
        own = tools.get("citetool") if isinstance(tools, dict) else None
        if not isinstance(own, dict):
            raise BadConfig(f"{path}: it has no table “tool.citetool” of settings")
        table = own
    found = {}
    for key, value in table.items():
        place = f"{path}:{_line(text, key)}"
        if key == "ignore" and isinstance(value, list) and any(isinstance(each, dict) for each in value):
            tables = [each for each in value if isinstance(each, dict)]
            found["ignore-tables"] = Setting(_ignore_tables(tables, text, path), place)
            value = [each for each in value if not isinstance(each, dict)]
        checked = _checked(value, key, place)
        if key == "style":
            found |= _style_settings(value, text, path)
            continue
        if key == "bibliography":
            # A file is meant from where it is named.
            checked = tuple(str(path.parent / str(each)) for each in value)
        found[key] = Setting(checked, place)
    return found


def _ignore_tables(tables: Sequence[Mapping[str, object]], text: str, path: Path) -> tuple[IgnoreTable, ...]:
    """The tables of `ignore` in a config file's text, each with the line it begins in.

    Raises:
        BadConfig: one has a key that it can't have, lacks one, or has a value that is no text.
    """
    # A list of tables in one line has no headings; then the key's line is near enough.
    headings = [text.count("\n", 0, each.start()) + 1 for each in _IGNORE_HEADING.finditer(text)]
    if len(headings) != len(tables):
        headings = [_line(text, "ignore")] * len(tables)
    found = []
    for line, table in zip(headings, tables, strict=True):
        place = f"{path}:{line}"
        for key, value in table.items():
            if key not in _IGNORE_KEYS:
                raise BadConfig(f"{place}: “ignore”: no key “{key}”{nearest(key, _IGNORE_KEYS)}")
            if not isinstance(value, str) or not value.strip():
                raise BadConfig(f"{place}: “ignore”: “{key}” is a text, not {_shown(value)}")
        values = {key: str(value).strip() for key, value in table.items()}
        for key in ("code", "reason"):
            if key not in values:
                raise BadConfig(f"{place}: “ignore”: a table has a “{key}”; this one has none")
        code, reason = values["code"], values["reason"]
        found.append(IgnoreTable(code, values.get("text", ""), values.get("path"), reason, place))
    return tuple(found)


_IGNORE_KEYS = ("code", "text", "path", "reason")
_IGNORE_HEADING = re.compile(
    r"^[ \t]*\[\[[ \t]*(?:tool[ \t]*\.[ \t]*citetool[ \t]*\.[ \t]*)?ignore[ \t]*\]\]", re.MULTILINE
)


_STYLE = "style."
"""What the keys of the table `style` begin with where all keys are together."""


def _style_settings(table: Mapping[str, object], text: str, path: Path) -> dict[str, Setting]:
    """The settings of the table `style` in a config file's text, each with the line it stands in.

    Raises:
        BadConfig: it has a key or a value that it can't have.
    """
    found = {}
    for key, value in table.items():
        place = f"{path}:{_style_line(text, key, path.name == PROJECT_FILE)}"
        if key not in CHOICES:
            raise BadConfig(f"{place}: “style”: no key “{key}”{nearest(key, CHOICES)}")
        if value not in CHOICES[key]:
            raise BadConfig(f"{place}: “{_STYLE}{key}” can't be {_shown(value)}{nearest(str(value), CHOICES[key])}")
        found[_STYLE + key] = Setting(value, place)
    return found


def _style_line(text: str, key: str, in_project: bool) -> int:
    """The line of a key of the table `style`: under its heading, behind its name and a dot, or in one line with it."""
    dot = r"[ \t]*\.[ \t]*"
    heading = rf"(?:tool{dot}citetool{dot})style" if in_project else "style"
    name = rf"[\"']?{re.escape(key)}[\"']?[ \t]*="
    under = rf"^[ \t]*\[[ \t]*{heading}[ \t]*\](?:.*\n(?![ \t]*\[))*?[ \t]*(?P<key>{name})"
    found = re.search(rf"{under}|^[ \t]*style{dot}{name}", text, re.MULTILINE)
    if found is None:
        return _line(text, "style")
    return text.count("\n", 0, found.start("key") if found["key"] else found.start()) + 1


def shown_settings(config: Config) -> dict[str, str]:
    """The values of all keys, as a config file would have them; those of the style by `style.` and their own keys."""
    found: dict[str, str] = {}
    for key in KEYS:
        if key == "style":
            style = config.style._asdict()
            found |= {_STYLE + each: _toml(style[each.replace("-", "_")]) for each in CHOICES}
            continue
        name = key.replace("-", "_")
        found[key] = _toml(getattr(config.network if key in _NETWORK else config, name))
    if config.ignore_tables:
        tables = (f"{{code = {_toml(each.code)}, …}} ({each.place})" for each in config.ignore_tables)
        found["ignore"] = f"[{', '.join([*map(_toml, config.ignore), *tables])}]"
    return found


def _toml(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in value) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value), ensure_ascii=False) if isinstance(value, str) else f"{value:g}"


def _text(path: Path) -> str:
    try:
        # Some editors of Windows begin a file with a byte-order mark.
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadConfig(f"{path}: can't be read: {problem}") from problem


def _line(text: str, key: str) -> int:
    """The line that a key (or the table of its name) stands in, from 1."""
    name = re.escape(key)
    found = re.search(rf"^[ \t\"']*{name}[\"']?[ \t]*=|^\[\[?(?:tool\.citetool\.)?{name}\]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _checked(value: object, key: str, place: str) -> object:
    """A value as its key has it.

    Raises:
        BadConfig: there is no such key, or the value is of another type or makes no sense.
    """
    if key not in KEYS:
        raise BadConfig(f"{place}: no key “{key}”{nearest(key, KEYS)}")
    expected, read = KEYS[key]
    found = read(value)
    if found is None:
        raise BadConfig(f"{place}: “{key}” is {expected}, not {_shown(value)}")
    return found


def nearest(wanted: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """The known name that is meant, or all of them, as the end of a message."""
    from difflib import get_close_matches

    near = get_close_matches(wanted, known, 1)
    return f"; do you mean “{near[0]}”?" if near else f"; there are {', '.join(known)}"


def _shown(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)


# Each makes of a value what its setting holds; `None`: it makes no sense.


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _seconds(value: object) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= sys.float_info.max
    return float(value) if number and isinstance(value, int | float) else None


def _mail(value: object) -> str | None:
    text = value if isinstance(value, str) else ""
    return text if "@" in text and text.isprintable() and not any(char.isspace() for char in text) else None


def _url(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


def _word(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _words(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
        return None
    return tuple(each.strip() for each in value)


def _table(value: object) -> dict[str, object] | None:
    return value if isinstance(value, dict) else None


def _severities(value: object) -> tuple[tuple[str, Severity], ...] | None:
    if not isinstance(value, dict) or not all(each in list(Severity) for each in value.values()):
        return None
    return tuple((str(code), Severity(each)) for code, each in value.items())


def _words_by_pattern(value: object) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    found = {str(pattern): _words(each) for pattern, each in value.items()} if isinstance(value, dict) else {"": None}
    return tuple((pattern, each) for pattern, each in found.items() if each) if all(found.values()) else None


def _threshold(value: object) -> str | None:
    return value if isinstance(value, str) and value in (*Severity, NEVER) else None


_SEVERITIES = "error, warning or note"
_LIST = "a list of texts"
KEYS: dict[str, tuple[str, Callable[[object], object | None]]] = {
    "select": (_LIST, _words),
    "extend-select": (_LIST, _words),
    "ignore": (f"{_LIST}, or tables", _words),
    "severity": (f"a table of codes with {_SEVERITIES}", _severities),
    "fail-on": (f"{_SEVERITIES[:-8]}, note or never", _threshold),
    "bibliography": (_LIST, _words),
    "exclude": (_LIST, _words),
    "per-file-ignores": ("a table of patterns with lists of codes", _words_by_pattern),
    "language": ("a language's code", _word),
    "style": ("a table of what the house wants", _table),
    "expect-list": ("true or false", _flag),
    "cache": ("true or false", _flag),
    "mailto": ("an e-mail address", _mail),
    "offline": ("true or false", _flag),
    "timeout": ("a number above 0", _seconds),
    "refresh": ("true or false", _flag),
    "doi-url": ("an http or https address", _url),
    "crossref-url": ("an http or https address", _url),
    "datacite-url": ("an http or https address", _url),
    "wayback-url": ("an http or https address", _url),
}
"""What a config file may say: what each key's value is, and what is made of it."""
