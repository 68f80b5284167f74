"""The paragraphs of an HTML page with the links and the names of places in them; what isn't shown is left out."""

import re
from collections import Counter
from html import unescape
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from citetool.model import Span
from citetool.readers.comments import alone_on_line
from citetool.readers.html.tokens import Comment, Tag, Text, tokens
from citetool.readers.layout import Run, Said, see_that_it_is_a_draft
from citetool.readers.notes import RAISED


class Anchor(NamedTuple):
    """A link.

    Attributes:
        target: its address.
        at: where that stands in the file.
        length: how many characters of the file it is, where that's not as many as it has.
        span: the whole link.
        ends: whether this is the end of the link, not its beginning.
        kind: `marker` or `back` where the page itself says that it leads to a note, or back from it.
        raised: whether it's a superscript.
    """

    target: str
    at: int
    length: int | None
    span: Span
    ends: bool = False
    kind: str = ""
    raised: bool = False


class Place(NamedTuple):
    """A place that links may name, in the middle of a paragraph."""

    name: str


Part: TypeAlias = Run | Said | Anchor | Place


class Block(NamedTuple):
    """A paragraph, heading, item or cell.

    Attributes:
        parts: what it holds.
        level: of a heading; else 0.
        entry: whether the page marks it as an entry of the list.
        key: the key of that entry.
        number: the number that its item shows.
        listed: whether it stands in what the page marks as the list.
    """

    parts: tuple[Part, ...]
    level: int = 0
    entry: bool = False
    key: str | None = None
    number: Run | None = None
    listed: bool = False


class Element(NamedTuple):
    """An element that holds whole paragraphs: the first, and the one behind the last; `name` if places name it."""

    first: int
    end: int
    tag: str
    name: str | None = None


class Page(NamedTuple):
    """What a page shows.

    Attributes:
        blocks: its paragraphs in order.
        elements: what they lie in, those that lie in others before these.
        language: of the page, as it says itself.
    """

    blocks: tuple[Block, ...]
    elements: tuple[Element, ...]
    language: str = ""


def read_page(text: str) -> Page:
    """The paragraphs of a page.

    Raises:
        UnreadableInput: there are more than a draft has.
    """
    reader = _Reader(text)
    for token in tokens(text):
        match token:
            case Text():
                reader.text(token.span)
            case Comment():
                reader.comment(token)
            case Tag() if token.closes:
                reader.close(token.name, token.span)
            case Tag():
                reader.open(token)
    reader.finish()
    return Page(tuple(reader.blocks), tuple(reader.elements), reader.language)


_LEVELS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
) | frozenset(_LEVELS)
_UNSEEN = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "nav",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "button",
        "textarea",
        "audio",
        "video",
        "canvas",
        "dialog",
        "title",
        "del",
    ]
)
_UNSEEN_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "doc-toc", "dialog", "menu"))
_UNSEEN_CLASSES = frozenset(
    [
        "MsoCommentReference",
        "footnote_tooltip",
        "ltx_note_type",
        "ltx_tag_note",
        "msocomanchor",
        "msocomtxt",
        "mw-cite-backlink",
        "mw-editsection",
        "mw-linkback-text",
        "navbox",
        "noprint",
        "sourceCode",
        "toc",
    ]
)
_UNSHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_CLOSED_BY = {
    "li": frozenset(("li", "p")),
    "dt": frozenset(("dt", "dd", "p")),
    "dd": frozenset(("dt", "dd", "p")),
    "tr": frozenset(("tr", "td", "th", "p")),
    "td": frozenset(("td", "th", "p")),
    "th": frozenset(("td", "th", "p")),
}
_PARAGRAPH = frozenset(("p",))
_SCOPES = frozenset(("ul", "ol", "dl", "table", "div", "section", "article", "body", "blockquote"))
DEEPEST = 512
"""Elements within elements; Chromium keeps no more (kMaximumHTMLParserDOMTreeDepth)."""

_FARTHEST = 20
"""Elements; so far up an element is looked for that another one ends without saying so."""

_BACK = frozenset(
    [
        "fn-back",
        "footnote-back",
        "footnote-backref",
        "footnoteBackLink",
        "reversefootnote",
        "sdendnotesym",
        "sdfootnotesym",
    ]
)
_MARKER = frozenset(["footnote-ref", "footnote-reference", "footnoteRef", "noteref", "sdendnoteanc", "sdfootnoteanc"])
_NOTE_CLASSES = frozenset(("ltx_note_outer", "modern-footnotes-footnote__note", "sidenote"))
_NOTE_NAMES = frozenset(("d-footnote", "dt-fn"))
"""Elements in the middle of a paragraph that are shown beside it: of LaTeXML, WordPress, Tufte and Distill."""

_LISTS = frozenset(("csl-bib-body", "ltx_biblist"))
_TO_CITETOOL = re.compile(r"\s*citetool:(?P<said>.*)", re.DOTALL)
_REDIRECT = re.compile(r"https?://www\.google\.[a-z.]{2,6}/url\?(?:[^#]*&)?(?:q|url)=(?P<address>[^&#]+)")
"""Google Docs leads all addresses through Google."""

_PIECE = re.compile(
    r"(?P<white>[ \t\n\f\r]+)|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    r"|(?P<words>[^ \t\n\f\r&]+(?:[ \n][^ \t\n\f\r&]+)*+|&)"
)
_EMPHASIS = ("em", "i", "cite")
_MARK = re.compile(r"[\[(]?(?:[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|[*†‡§¶]{1,3})[\])]?")

_NUMBERED = re.compile(r"\W{0,3}[0-9]{1,4}[.\])]")
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)


class _Around(NamedTuple):
    """What was read before a note in the middle of a paragraph; `name` is the note's."""

    name: str
    blocks: list[Block]
    parts: list[Part]
    white: bool
    number: Run | None


class _Open:
    """An element that hasn't ended."""

    __slots__ = ("anchor", "around", "entry", "first", "key", "listed", "name", "number", "place", "seen", "tag")

    def __init__(self, tag: Tag, first: int, above: "_Open | None") -> None:
        self.tag, self.name, self.first = tag, tag.name, first
        self.place = tag.get("id") or None
        self.seen: bool = (above is None or above.seen) and _is_seen(tag, above)
        self.entry: bool = above is not None and above.entry
        self.key: str | None = above.key if above is not None else None
        self.listed: bool = above is not None and above.listed
        self.number = _first_number(tag)
        self.anchor: Anchor | None = None
        self.around: _Around | None = None


class _Reader:
    """What was read so far, and what isn't finished."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.language = ""
        self._source = text
        self._stack: list[_Open] = []
        self._open: Counter[str] = Counter()
        self._parts: list[Part] = []
        self._white = True
        self._number: Run | None = None
        self._notes = 0
        self._inside = 0
        self._beside: list[tuple[str, list[Block]]] = []

    def open(self, tag: Tag) -> None:
        """Begin an element."""
        name = tag.name
        if name == "html":
            self.language = self.language or tag.get("lang") or tag.get("xml:lang")
        if name in _BLOCKS:
            self._end_implied(_CLOSED_BY.get(name, _PARAGRAPH))
        above = self._stack[-1] if self._stack else None
        if name in _BLOCKS and not (above is not None and above.entry):
            self._flush()
        opened = _Open(tag, len(self.blocks), above)
        if name == "br":
            self._line_end(tag)
        if not opened.seen:
            if not tag.empty:
                self._push(opened)
            return
        self._mark(opened, above)
        if name in _BLOCKS and above is not None and above.entry:
            self._space(tag.span)
        if (place := opened.place or (tag.get("name") if name == "a" else "")) and name not in _BLOCKS:
            self._parts.append(Place(place))
        if name not in _BLOCKS and not tag.empty and (tag.classes & _NOTE_CLASSES or name in _NOTE_NAMES):
            self._begin_note(opened)
        elif name == "a" and tag.get("href"):
            self._link(opened)
        elif name == "q":
            self._parts.append(Run("“", tag.span.start, tag.span.end - tag.span.start))
            self._white = False
        elif name == "li":
            self._item(tag)
        if not tag.empty:
            self._push(opened)

    def close(self, name: str, span: Span) -> None:
        """End an element, and those in it that weren't ended; nothing if none of that name is open."""
        if not self._open[name]:
            return
        while True:
            ended = self._stack.pop()
            self._open[ended.name] -= 1
            self._end(ended, span)
            if ended.name == name:
                return

    def text(self, span: Span) -> None:
        """Take a stretch of text, its white space as pages show it."""
        if self._stack and not self._stack[-1].seen:
            return
        lines = self._open["pre"] > 0
        is_raised = self._open["sup"] > 0
        emphasised = any(self._open[name] for name in _EMPHASIS)
        for piece in _PIECE.finditer(self._source, *span):
            start, length = piece.start(), piece.end() - piece.start()
            own = piece.group()
            if piece["white"]:
                if lines and "\n" in own:
                    self._parts.append(Run("\n", start, length))
                    self._white = True
                elif not self._white:
                    self._parts.append(Run(" ", start, None if length == 1 else length, emphasised=emphasised))
                    self._white = True
                continue
            if piece["entity"]:
                read = unescape(own)
                if read != own:
                    self._parts.append(Run(read, start, length, emphasised=emphasised))
                    self._white = False
                    continue
            words = own if lines else own.replace("\n", " ")
            self._parts.append(Run(words.translate(RAISED) if is_raised else words, start, emphasised=emphasised))
            self._white = False

    def comment(self, comment: Comment) -> None:
        """Take a comment, if it is to citetool."""
        found = _TO_CITETOOL.match(comment.text)
        if found is None:
            return
        said = Said(" ".join(found["said"].split()), comment.span.start)
        if any(isinstance(part, Run) and part.text.strip() for part in self._parts):
            self._parts.append(said._replace(alone=alone_on_line(self._source, *comment.span)))
        else:
            self.blocks.append(Block((said._replace(alone=True),)))

    def finish(self) -> None:
        """End what is open at the end of the page."""
        end = Span(len(self._source), len(self._source))
        while self._stack:
            self._end(self._stack.pop(), end)
        self._flush()

    def _push(self, opened: _Open) -> None:
        if len(self._stack) == DEEPEST:
            # What lies deeper stands beside what it lies in, as in browsers.
            ended = self._stack.pop()
            self._open[ended.name] -= 1
            self._end(ended, Span(opened.tag.span.start, opened.tag.span.start))
        self._stack.append(opened)
        self._open[opened.name] += 1

    def _end_implied(self, names: frozenset[str]) -> None:
        """End the elements that the next one ends without saying so."""
        for up, element in enumerate(reversed(self._stack[-_FARTHEST:])):
            if element.name in names:
                for _ in range(up + 1):
                    ended = self._stack.pop()
                    self._open[ended.name] -= 1
                    self._end(ended, Span(ended.tag.span.end, ended.tag.span.end))
                return self._end_implied(names)
            if element.name in _SCOPES:
                return None
        return None

    def _end(self, ended: _Open, span: Span) -> None:
        if ended.name == "q" and ended.seen:
            self._parts.append(Run("”", span.start, span.end - span.start))
        if ended.around is not None:
            self._end_note(ended.around)
        if ended.anchor is not None:
            link = Span(ended.anchor.span.start, span.end)
            self._parts.append(ended.anchor._replace(ends=True, span=link))
        if ended.name in _BLOCKS:
            above = self._stack[-1] if self._stack else None
            if above is None or not above.entry:
                level = _LEVELS.get(ended.name, 0)
                self._flush(level, ended)
            if ended.first < len(self.blocks) and not self._inside:
                self.elements.append(Element(ended.first, len(self.blocks), ended.name, ended.place))

    def _begin_note(self, opened: _Open) -> None:
        """Read what comes apart, and take what is printed before it for its marker."""
        self._notes += 1
        name = f"note {self._notes} within the text"
        at = next((at for at in range(len(self._parts) - 1, -1, -1) if isinstance(self._parts[at], Run)), -1)
        shown = self._parts[at] if at >= 0 else None
        if not isinstance(shown, Run) or _MARK.fullmatch(shown.text) is None:
            # Style sheets count notes without a mark.
            at = len(self._parts)
            shown = Run(str(self._notes), opened.tag.span.start, 0)
            self._parts.append(shown)
        length = len(shown.text) if shown.length is None else shown.length
        span = Span(shown.at, shown.at + length)
        anchor = Anchor(f"#{name}", shown.at, 0, span, kind="marker")
        self._parts[at : at + 1] = [anchor, shown, anchor._replace(ends=True)]
        opened.around = _Around(name, self.blocks, self._parts, self._white, self._number)
        self.blocks, self._parts, self._white, self._number = [], [Place(name)], True, None
        self._inside += 1

    def _end_note(self, around: _Around) -> None:
        self._flush()
        self._inside -= 1
        own = self.blocks
        self.blocks, self._parts, self._white, self._number = around.blocks, around.parts, False, around.number
        if own:
            self._beside.append((around.name, own))

    def _mark(self, opened: _Open, above: _Open | None) -> None:
        """See what the page says of an element that has to do with the reference list."""
        tag = opened.tag
        classes = tag.classes
        if tag.get("role") == "doc-bibliography" or opened.place == "refs" or classes & _LISTS:
            opened.listed = True
        is_entry = "csl-entry" in classes or tag.get("role") == "doc-biblioentry"
        if is_entry or (opened.listed and tag.name in ("li", "p") and not (above is not None and above.entry)):
            opened.entry = True
            place = opened.place or ""
            opened.key = place.removeprefix("ref-") if place.startswith("ref-") else None

    def _link(self, opened: _Open) -> None:
        tag = opened.tag
        href = tag.attributes["href"]
        length = href.span.end - href.span.start
        role = tag.get("role")
        kind = ""
        if _is_noteref(tag):
            kind = "marker"
        elif role == "doc-backlink" or tag.classes & _BACK or tag.get("rel") == "mw:referencedBy":
            kind = "back"
        redirect = _REDIRECT.match(href.value.strip())
        target = unquote(redirect["address"]) if redirect else href.value.strip()
        opened.anchor = Anchor(
            target,
            href.span.start,
            None if length == len(target) else length,
            tag.span,
            kind=kind,
            raised=self._open["sup"] > 0,
        )
        self._parts.append(opened.anchor)

    def _item(self, tag: Tag) -> None:
        for element in reversed(self._stack[-_FARTHEST:]):
            if element.name in ("ul", "ol", "menu"):
                if element.number is not None:
                    value = tag.get("value")
                    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else element.number
                    element.number = number + 1
                    self._number = Run(f"{number}. ", tag.span.end, 0)
                return

    def _line_end(self, tag: Tag) -> None:
        if not self._parts or (self._stack and not self._stack[-1].seen):
            return
        if isinstance(last := self._parts[-1], Run) and last.text == "\n":
            self._flush()
            return
        if isinstance(last, Run) and last.text == " ":
            self._parts.pop()
        self._parts.append(Run("\n", tag.span.start, tag.span.end - tag.span.start))
        self._white = True

    def _space(self, span: Span) -> None:
        if not self._white:
            self._parts.append(Run(" ", span.start, span.end - span.start))
            self._white = True

    def _flush(self, level: int = 0, ended: _Open | None = None) -> None:
        """End the paragraph, if one has begun."""
        parts, self._parts = self._parts, []
        self._white = True
        while parts and isinstance(last := parts[-1], Run) and not last.text.strip(" \n"):
            parts.pop()
        if not parts:
            return
        within = ended or (self._stack[-1] if self._stack else None)
        if not any(isinstance(part, Run) for part in parts):
            # Places without words are those of what follows.
            self._parts = [part for part in parts if isinstance(part, Place)]
            self.blocks += [Block((part,)) for part in parts if isinstance(part, Said)]
            return
        shown = "".join(part.text for part in parts[:9] if isinstance(part, Run))
        number = None if _NUMBERED.match(shown) else self._number
        self._number = None
        entry = within is not None and within.entry
        listed = within is not None and within.listed
        key = within.key if within is not None and entry else None
        self.blocks.append(Block(tuple(parts), level, entry, key, number, listed))
        if not self._inside:
            self._put_beside()
        see_that_it_is_a_draft(len(self.blocks))

    def _put_beside(self) -> None:
        """Let the notes within a paragraph follow it."""
        for name, own in self._beside:
            first = len(self.blocks)
            self.blocks += own
            self.elements.append(Element(first, len(self.blocks), "aside", name))
        self._beside = []


def _is_noteref(tag: Tag) -> bool:
    said = tag.get("role") == "doc-noteref" or tag.get("rel") == "footnote" or tag.get("epub:type") == "noteref"
    return said or bool(tag.classes & _MARKER)


def _is_seen(tag: Tag, above: _Open | None) -> bool:
    attributes = tag.attributes
    if tag.name in _UNSEEN or tag.classes & _UNSEEN_CLASSES or tag.get("role") in _UNSEEN_ROLES:
        return False
    if tag.name in ("header", "footer"):
        # Those of an article have its title, or its notes.
        return above is not None and above.name not in ("body", "html")
    hidden = "hidden" in attributes or tag.get("aria-hidden").lower() == "true"
    return not hidden and _UNSHOWN.search(tag.get("style")) is None


def _first_number(tag: Tag) -> int | None:
    """The number that the items of a list begin with, if they show numbers."""
    if tag.name != "ol" or tag.get("type") not in ("", "1") or _UNNUMBERED.search(tag.get("style")):
        return None
    start = tag.get("start")
    return int(start) if start.isascii() and start.isdecimal() and len(start) < 7 else 1
