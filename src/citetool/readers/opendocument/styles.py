"""What of an OpenDocument text's styles bears on how it is read: hidden, raised, in italics, numbers of lists."""

from __future__ import annotations

from typing import NamedTuple

from citetool.readers.xml import Attributes, Closer, Handler

LEVELS = 10
_DEEPEST = 20
"""Styles one based on another."""


class Style(NamedTuple):
    """A style of paragraphs or of text; `None` for what the style it is based on says.

    Attributes:
        parent: the name of that style.
        hidden: whether its text isn't shown.
        raised: whether it is superscript.
        emphasised: whether it is in italics.
        list: the style of the lists of its paragraphs.
    """

    parent: str | None = None
    hidden: bool | None = None
    raised: bool | None = None
    emphasised: bool | None = None
    list: str | None = None


class Level(NamedTuple):
    """How the items of a list's level are numbered: `[1]` as prefix, format and suffix; how many levels are shown."""

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


class Styles:
    """Collects the styles of a file."""

    def __init__(self) -> None:
        """None so far."""
        self._styles: dict[tuple[str, str], Style] = {}
        self._own: tuple[str, str] | None = None
        self._lists: dict[str, dict[int, Level]] = {}
        self._list = ""
        self.handlers: dict[str, Handler] = {
            "style:style": self._style,
            "style:text-properties": self._text_properties,
            "text:list-style": self._list_style,
            "text:list-level-style-number": self._level,
        }

    def style(self, family: str, name: str | None) -> Style:
        """A style with what it takes from those that it is based on."""
        found = Style()
        for _ in range(_DEEPEST):
            below = self._styles.get((family, name or ""))
            if below is None:
                break
            said = {field: value for field, value in found._asdict().items() if value is not None}
            found = Style(**(below._asdict() | said | {"parent": None}))
            name = below.parent
        return found

    def level(self, style: str | None, level: int) -> Level:
        """A level of a style of lists; one without numbers where it has none."""
        return self._lists.get(style or "", {}).get(level, Level())

    def _style(self, attributes: Attributes) -> Closer:
        own = self._own = (attributes.get("style:family", ""), attributes.get("style:name", ""))
        self._styles[own] = Style(
            parent=attributes.get("style:parent-style-name"), list=attributes.get("style:list-style-name") or None
        )

        def end() -> None:
            self._own = None

        return end

    def _text_properties(self, attributes: Attributes) -> None:
        if self._own is None:
            return
        own = self._styles[self._own]
        if "text:display" in attributes:
            own = own._replace(hidden=attributes["text:display"] == "none")
        if "fo:font-style" in attributes:
            own = own._replace(emphasised=attributes["fo:font-style"] in ("italic", "oblique"))
        if position := attributes.get("style:text-position", "").split():
            own = own._replace(raised=position[0] == "super" or _rise(position[0]) > 0)
        self._styles[self._own] = own

    def _list_style(self, attributes: Attributes) -> Closer:
        self._list = attributes.get("style:name", "")
        self._lists[self._list] = {}

        def end() -> None:
            self._list = ""

        return end

    def _level(self, attributes: Attributes) -> None:
        if self._list:
            self._lists[self._list][whole(attributes.get("text:level"), 1)] = Level(
                attributes.get("style:num-format", ""),
                attributes.get("style:num-prefix", ""),
                attributes.get("style:num-suffix", ""),
                whole(attributes.get("text:start-value"), 1),
                whole(attributes.get("text:display-levels"), 1),
            )


def _rise(position: str) -> float:
    """How far text is raised, in percent: `33%`."""
    try:
        return float(position.rstrip("%"))
    except ValueError:
        return 0.0


def whole(value: str | None, otherwise: int) -> int:
    """A number of a file; no file has any of ten digits."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else otherwise


class Count:
    """How far a list has come, level by level."""

    def __init__(self) -> None:
        """At its beginning."""
        self._counts: list[int | None] = [None] * (LEVELS + 1)

    def next(self, styles: Styles, style: str | None, level: int, start: int | None) -> str | None:
        """What the next item of a level bears, `[3]`; `None` for one without a decimal number."""
        if not 1 <= level <= LEVELS:
            return None
        own = styles.level(style, level)
        before = self._counts[level]
        self._counts[level] = start if start is not None else own.start if before is None else before + 1
        self._counts[level + 1 :] = [None] * (LEVELS - level)
        shown = range(max(1, level - own.shown + 1), level + 1)
        if any(styles.level(style, each).format != "1" for each in shown):
            return None
        numbers = ".".join(str(self._counts[each] or styles.level(style, each).start) for each in shown)
        return f"{own.prefix}{numbers}{own.suffix}".strip() or None
