"""The tags, comments and stretches of text of an HTML file, with their places in it, as browsers tell them apart.

After https://html.spec.whatwg.org/multipage/parsing.html#tokenization, without its errors: whatever is no tag is text.
The standard library's parser says where a tag begins, but not where an attribute's value stands, and on some broken
pages it raises, or takes time that grows with the square of their size.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple, TypeAlias

from citetool.model import Span


class Text(NamedTuple):
    """A stretch of text, its entities as they are written."""

    span: Span


class Comment(NamedTuple):
    """A comment; `text` is what it says."""

    span: Span
    text: str


class Attribute(NamedTuple):
    """The value of an attribute, its entities resolved, and where it stands."""

    value: str
    span: Span


class Tag(NamedTuple):
    """A tag.

    Attributes:
        span: where it stands.
        name: in lower case.
        closes: whether it ends an element.
        attributes: of a tag that begins one, by their names in lower case.
        empty: whether its element ends with it (`<br/>`).
    """

    span: Span
    name: str
    closes: bool
    attributes: dict[str, Attribute]
    empty: bool = False

    def get(self, name: str) -> str:
        """The value of an attribute; an empty text for one that isn't there."""
        found = self.attributes.get(name)
        return found.value if found else ""

    @property
    def classes(self) -> frozenset[str]:
        """The names of its classes."""
        return frozenset(self.get("class").split())


Token: TypeAlias = Text | Comment | Tag

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
"""Elements without an end."""

_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
"""Elements in which nothing is a tag but their own end."""

_OPENING = re.compile(r"<(?:(?P<comment>!--)|(?P<other>[!?])|(?P<close>/?)(?P<name>[A-Za-z][^\s/><]*))")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?P<name>[^\s\"'<>/=][^\s<>/=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'<>][^\s<>]*+)))?"
)
_TAG_END = re.compile(r"[^<>]*+>")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a file in order; what stands in scripts and the like is passed over."""
    at = done = 0
    while opening := _OPENING.search(text, at):
        start = opening.start()
        token: Token | None
        if opening["comment"]:
            close = text.find("-->", opening.end())
            end = close + len("-->") if close != -1 else len(text)
            token = Comment(Span(start, end), text[opening.end() : close]) if close != -1 else None
        elif opening["other"]:
            close = text.find(">", start)
            token, end = None, close + 1 if close != -1 else len(text)
        else:
            token = _tag(text, opening)
            if token is None:
                at = opening.end()
                continue
            end = token.span.end
        if done < start:
            yield Text(Span(done, start))
        if token is not None:
            yield token
            if isinstance(token, Tag) and token.name in _RAW and not token.closes:
                closing = re.compile(rf"</{token.name}(?=[\s/>])", re.IGNORECASE).search(text, end)
                end = closing.start() if closing else len(text)
        at = done = end
    if done < len(text):
        yield Text(Span(done, len(text)))


def _tag(text: str, opening: re.Match[str]) -> Tag | None:
    attributes: dict[str, Attribute] = {}
    at = opening.end()
    while found := _ATTRIBUTE.match(text, at):
        group = next((each for each in ("double", "single", "bare") if found[each] is not None), None)
        span = Span(*found.span(group)) if group else Span(found.end(), found.end())
        value = text[slice(*span)]
        attributes.setdefault(found["name"].lower(), Attribute(unescape(value) if "&" in value else value, span))
        at = found.end()
    ending = _TAG_END.match(text, at)
    if ending is None:
        return None
    name = opening["name"].lower()
    empty = name in VOID or (ending.group().endswith("/>") and opening["close"] == "")
    return Tag(Span(opening.start(), ending.end()), name, bool(opening["close"]), attributes, empty)
