"""The notes of an HTML page: what links lead to that stand in the text for a note, and that leads back to them.

Pages are written by Pandoc, Word ("save as web page"), WordPress, kramdown, Asciidoctor, MediaWiki and by hand; what
they have in common is a link with a short label to a place further down, and mostly one back.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from citetool.model import Span
from citetool.readers.headings import list_level
from citetool.readers.html.page import Anchor, Block, Element, Page, Place
from citetool.readers.layout import Run
from citetool.readers.notes import PLAIN


class MarkerLink(NamedTuple):
    """A link that stands for a note: the note's name, its label as printed, and where the link stands in the file."""

    note: str
    label: str
    span: Span


class NotesOfPage(NamedTuple):
    """The notes of a page.

    Attributes:
        markers: the links to them, in order.
        blocks: for each note, by its name, the numbers of its blocks; also for comments, which no marker leads to.
        back: where the links stand that lead back, or to comments.
    """

    markers: tuple[MarkerLink, ...]
    blocks: dict[str, range]
    back: frozenset[Span]


class _Link(NamedTuple):
    block: int
    anchor: Anchor
    printed: str
    target: str


_LABEL = re.compile(
    r"[\[({]?\s?(?:(?:foot|end)?note|fn\.?|n\.?)?\s?"
    r"(?P<label>[0-9]{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§¶#]{1,3})\s?[\])}]?[.,:]?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ARROW = re.compile(r"[↑↩↵⏎⤴^]\ufe0e?")
_NOTE_NAME = re.compile(r"fn|note|ftn|edn", re.IGNORECASE)
_ENTRY_NAME = re.compile(
    r"(?:^|[-_.:])(?:b|bb|bib|bibr|br|cit|cite|citation|cr|r|ref|reference|refs|rf)(?:[0-9]|[-_.:])", re.IGNORECASE
)
_OF_WORD = re.compile(r"_(?:ftn|edn)[0-9]{1,4}")
_COMMENT = re.compile(r"cmnt[0-9]{1,4}")
"""A comment of Google Docs, which looks like a note."""

_CITED = "cite_note"
"""MediaWiki's notes, whose heading is often that of a list."""

_HOLDERS = frozenset(("li", "p", "div", "dd", "td", "tr", "aside", "section"))
_LONGEST = 30
"""Blocks; no note has more."""

_LONGEST_BACK = 30
"""Characters of a link back."""


def notes_of(page: Page) -> NotesOfPage:
    """The notes of a page, and the links to them."""
    links = [link for number, block in enumerate(page.blocks) for link in _links(number, block)]
    places = _places(page)
    links = _within(links, places)
    below_heading = _below_heading(page.blocks)
    leading_back = _leading_back(links, places)
    found: list[tuple[_Link, str, str]] = []
    for link in links:
        name = _named(link.target)
        target = places.get(name) if name else None
        if name is None or target is None or target <= link.block or page.blocks[target].listed:
            continue
        label = _label(link.printed)
        if label is None and link.anchor.kind != "marker":
            continue
        back = any(
            link.block in leading_back.get(block, ())
            for block in range(target, min(target + _LONGEST, len(page.blocks)))
        )
        of_word = _OF_WORD.fullmatch(name) is not None
        by_name = link.anchor.raised and _NOTE_NAME.search(name) is not None
        # Entries of a list may link back, too; and notes may stand below the list.
        is_entry = below_heading[target] and not of_word and (not back or _ENTRY_NAME.search(name) is not None)
        is_note = (back or by_name or of_word) and not is_entry and not _YEAR.fullmatch(link.printed)
        if link.anchor.kind == "marker" or is_note or name.startswith(_CITED):
            found.append((link, name, label or link.printed.translate(PLAIN).strip()))
    spans = _extents(page, {name: places[name] for _, name, _ in found}, sorted({link.block for link, _, _ in found}))
    markers = tuple(
        MarkerLink(name, label, link.anchor.span)
        for link, name, label in found
        if name in spans and not _COMMENT.fullmatch(name)
    )
    marked = {link.block for link, name, _ in found if name in spans}
    inside = {block for each in spans.values() for block in each}
    back_links = (
        link.anchor.span
        for link in links
        if link.anchor.kind == "back"
        or (below_heading[link.block] and link.target.startswith("#") and _ARROW.fullmatch(link.printed) is not None)
        or (
            link.block in inside
            and places.get(_named(link.target) or "") in marked
            and len(link.printed) <= _LONGEST_BACK
        )
    )
    comments = {link.anchor.span for link, name, _ in found if _COMMENT.fullmatch(name)}
    return NotesOfPage(markers, spans, (frozenset(back_links) | comments) - {each.span for each in markers})


def _links(number: int, block: Block) -> Iterator[_Link]:
    """The links of a block with what they are printed as."""
    opened: Anchor | None = None
    printed: list[str] = []
    for part in block.parts:
        if isinstance(part, Anchor):
            if part.ends and opened is not None:
                yield _Link(number, part, "".join(printed).strip(), part.target)
            opened = None if part.ends else part
            printed = []
        elif isinstance(part, Run) and opened is not None:
            printed.append(part.text)


def _within(links: Sequence[_Link], places: dict[str, int]) -> list[_Link]:
    """The links, those into the page itself by its full address, as browsers save them, as `#name`."""
    addresses = Counter(
        address
        for address, _, name in (link.target.partition("#") for link in links)
        if address and unquote(name) in places
    )
    own = addresses.most_common(1)[0][0] if addresses else ""
    return [
        link._replace(target=link.target.removeprefix(own)) if own and link.target.startswith(f"{own}#") else link
        for link in links
    ]


def _named(target: str) -> str | None:
    """The place of the page itself that a link names."""
    return unquote(target[1:]) if target.startswith("#") and len(target) > 1 else None


def _label(printed: str) -> str | None:
    found = _LABEL.fullmatch(printed.translate(PLAIN))
    return found["label"] if found else None


def _places(page: Page) -> dict[str, int]:
    """The blocks that names lead to."""
    places: dict[str, int] = {}
    for number, block in enumerate(page.blocks):
        for part in block.parts:
            if isinstance(part, Place):
                places.setdefault(part.name, number)
    for element in page.elements:
        if element.name is not None and element.first < element.end:
            places.setdefault(element.name, element.first)
    return places


def _below_heading(blocks: Sequence[Block]) -> list[bool]:
    """For each block, whether it stands below the heading of a reference list."""
    found = []
    level: int | None = None
    for block in blocks:
        words = "".join(part.text for part in block.parts[:9] if isinstance(part, Run))
        level = list_level(words, block.level, level)
        found.append(level is not None)
    return found


def _leading_back(links: Sequence[_Link], places: dict[str, int]) -> dict[int, set[int]]:
    """For each block with links upwards, the blocks that these lead to."""
    found: dict[int, set[int]] = {}
    for link in links:
        target = places.get(_named(link.target) or "")
        if target is not None and target < link.block:
            found.setdefault(link.block, set()).add(target)
    return found


def _extents(page: Page, targets: dict[str, int], marked: Sequence[int]) -> dict[str, range]:
    """Which blocks the notes have that begin at these: all of what holds a note alone, and no marker of one."""
    starts = sorted(targets.values())
    named = {element.name: element for element in page.elements if element.name in targets}
    holders: dict[int, list[Element]] = {}
    wanted = set(starts)
    for element in page.elements:
        if element.tag in _HOLDERS and element.end - element.first <= _LONGEST:
            for block in range(element.first, element.end):
                if block in wanted:
                    holders.setdefault(block, []).append(element)
    taken: set[int] = set()
    found: dict[str, range] = {}
    for name, start in sorted(targets.items(), key=lambda item: item[1]):
        end = start + 1
        own = named.get(name)
        if own is not None and own.first == start:
            end = min(own.end, start + _LONGEST)
            if own.tag == "dt" and end < len(page.blocks):
                end += 1
        for holder in holders.get(start, ()):
            alone = bisect_left(starts, holder.end) - bisect_left(starts, holder.first) == 1
            unmarked = bisect_left(marked, holder.end) == bisect_left(marked, holder.first)
            if alone and unmarked and holder.first == start:
                end = max(end, holder.end)
        following = bisect_left(starts, start + 1)
        if following < len(starts):
            end = max(start + 1, min(end, starts[following]))
        if start not in taken:
            found[name] = range(start, end)
            taken.update(found[name])
    return found
