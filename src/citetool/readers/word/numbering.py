"""The numbers that Word gives the items of lists, which stand nowhere in its text (17.9 of ECMA-376 Part 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from citetool.readers.word.package import Package
from citetool.readers.word.styles import Style, whole
from citetool.readers.xml import Attributes, Closer

_PLACE = re.compile("%([1-9])")
LEVELS = 9


class Level(NamedTuple):
    """How the items of a list's level are numbered: `[%1]` from 1."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering(NamedTuple):
    """The lists of a file.

    Attributes:
        levels: of each definition, by number.
        definitions: the definition of each list.
        starts: where a list's level begins otherwise than its definition says.
        linked: the style that a definition leaves its levels to.
    """

    levels: Mapping[str, Mapping[int, Level]]
    definitions: Mapping[str, str]
    starts: Mapping[tuple[str, int], int]
    linked: Mapping[str, str]


def read_numbering(package: Package) -> Numbering:
    """The lists that a file defines."""
    levels: dict[str, dict[int, Level]] = {}
    definitions: dict[str, str] = {}
    starts: dict[tuple[str, int], int] = {}
    linked: dict[str, str] = {}
    definition = number = ""
    own = -1

    def abstract(attributes: Attributes) -> Closer:
        nonlocal definition
        definition = attributes.get("w:abstractNumId", "")
        levels[definition] = {}

        def end() -> None:
            nonlocal definition, own
            definition, own = "", -1

        return end

    def level(attributes: Attributes) -> None:
        nonlocal own
        at = whole(attributes.get("w:ilvl"))
        own = at if at is not None and at < LEVELS else -1
        if definition and own >= 0:
            levels[definition][own] = Level()

    def say(**said: object) -> None:
        if definition and own >= 0:
            levels[definition][own] = levels[definition][own]._replace(**said)  # type: ignore[arg-type]

    def start(attributes: Attributes) -> None:
        value = whole(attributes.get("w:val"))
        say(start=1 if value is None else value)

    def num(attributes: Attributes) -> None:
        nonlocal number
        number = attributes.get("w:numId", "")

    def override(attributes: Attributes) -> None:
        nonlocal own
        own = whole(attributes.get("w:ilvl")) or 0

    def start_override(attributes: Attributes) -> None:
        value = whole(attributes.get("w:val"))
        if value is not None:
            starts[number, own] = value

    def link(attributes: Attributes) -> None:
        if definition:
            linked[definition] = attributes.get("w:val", "")

    handlers = {
        "w:abstractNum": abstract,
        "w:lvl": level,
        "w:numFmt": lambda attributes: say(format=attributes.get("w:val", "")),
        "w:lvlText": lambda attributes: say(text=attributes.get("w:val", "")),
        "w:start": start,
        "w:numStyleLink": link,
        "w:num": num,
        "w:abstractNumId": lambda attributes: definitions.update({number: attributes.get("w:val", "")}),
        "w:lvlOverride": override,
        "w:startOverride": start_override,
    }
    package.walk("numbering", handlers, lambda _: None)
    return Numbering(levels, definitions, starts, linked)


class Counters:
    """How far each list has come."""

    def __init__(self, numbering: Numbering, styles: Mapping[str, Style]) -> None:
        """All at their beginnings."""
        self._numbering = numbering
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, number: str, level: int) -> str | None:
        """What the next item of a list bears, `[3]`; `None` for one without a decimal number."""
        definition = self._definition(number)
        levels = self._numbering.levels.get(definition or "")
        if definition is None or not levels or not 0 <= level < LEVELS:
            return None
        counts = self._counts.setdefault(definition, [None] * LEVELS)
        own = levels.get(level, Level())
        override = self._numbering.starts.get((number, level))
        if override is not None and (number, level) not in self._begun:
            counts[level] = override
        else:
            before = counts[level]
            counts[level] = own.start if before is None else before + 1
        self._begun.add((number, level))
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return self._printed(own.text, levels, counts, level)

    def _printed(self, text: str, levels: Mapping[int, Level], counts: list[int | None], level: int) -> str | None:
        shown = [int(place) - 1 for place in _PLACE.findall(text)]
        if not shown or any(each > level or levels.get(each, Level()).format != "decimal" for each in shown):
            return None

        def count(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            value = counts[at]
            return str(levels.get(at, Level()).start if value is None else value)

        return _PLACE.sub(count, text)

    def _definition(self, number: str) -> str | None:
        definition = self._numbering.definitions.get(number)
        style = self._styles.get(self._numbering.linked.get(definition or "", ""))
        if style is not None and style.list is not None:
            return self._numbering.definitions.get(style.list, definition)
        return definition
