"""What of a Word file's styles bears on how it is read: hidden, raised, in italics, a heading, an item of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from citetool.readers.word.package import Package
from citetool.readers.xml import SKIP, Attributes, Closer

_OFF = frozenset(["0", "false", "off", "none"])


def is_on(attributes: Attributes) -> bool:
    """Whether a property that stands there is switched on (17.17.4 of ECMA-376 Part 1)."""
    return attributes.get("w:val", "true") not in _OFF


class Style(NamedTuple):
    """A style; what it doesn't say itself is `None`, or said by the style it is based on.

    Attributes:
        based_on: the name of that style.
        hidden: whether its text isn't shown.
        raised: whether it is superscript.
        emphasised: whether it is in italics.
        heading: whether its paragraphs are headings.
        list: of its paragraphs, the number of the numbering definition.
        level: of its paragraphs in that list.
    """

    based_on: str | None = None
    hidden: bool | None = None
    raised: bool | None = None
    emphasised: bool | None = None
    heading: bool | None = None
    list: str | None = None
    level: int | None = None


NO_STYLE = Style()
_DEEPEST = 20
"""Styles one based on another; Word itself has a limit of 11."""


def read_styles(package: Package) -> dict[str, Style]:
    """The styles of a file by their ids, each with what it takes from those that it is based on."""
    found: dict[str, Style] = {}
    own = ""

    def style(attributes: Attributes) -> Closer:
        nonlocal own
        own = attributes.get("w:styleId", "")
        found[own] = NO_STYLE

        def end() -> None:
            nonlocal own
            own = ""

        return end

    def say(**said: object) -> None:
        if own:
            found[own] = found[own]._replace(**said)  # type: ignore[arg-type]

    def name(attributes: Attributes) -> None:
        if attributes.get("w:val", "").lower().startswith(("heading ", "title")):
            say(heading=True)

    def outline(attributes: Attributes) -> None:
        say(heading=attributes.get("w:val", "") in set("012345678"))

    handlers = {
        "w:style": style,
        "w:name": name,
        "w:basedOn": lambda attributes: say(based_on=attributes.get("w:val")),
        "w:vanish": lambda attributes: say(hidden=is_on(attributes)),
        "w:vertAlign": lambda attributes: say(raised=attributes.get("w:val") == "superscript"),
        "w:i": lambda attributes: say(emphasised=is_on(attributes)),
        "w:outlineLvl": outline,
        "w:numId": lambda attributes: say(list=attributes.get("w:val")),
        "w:ilvl": lambda attributes: say(level=whole(attributes.get("w:val"))),
        "w:tblStylePr": lambda attributes: SKIP,
        "w:rPrChange": lambda attributes: SKIP,
        "w:pPrChange": lambda attributes: SKIP,
    }
    package.walk("styles", handlers, lambda _: None)
    return {each: _whole(found, each) for each in found}


def _whole(styles: Mapping[str, Style], own: str) -> Style:
    style = styles[own]
    base = style.based_on
    for _ in range(_DEEPEST):
        if base is None or base not in styles:
            break
        below = styles[base]
        style = Style(**(below._asdict() | {name: said for name, said in style._asdict().items() if said is not None}))
        base = below.based_on
    return style


def whole(value: str | None) -> int | None:
    """A number of a file, or `None` where that is none; no file has any of ten digits."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else None
