"""Addresses behind the words of a link: where a draft's text, which shows none, has them as if they were printed.

In an entry of the list and in a note, the address belongs to the work (its DOI, most often) and is read behind what is
said of it; in running text, it isn't read.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple, TypeAlias

from citetool.identifiers import bare_url, normalise_doi
from citetool.readers.layout import Marker, Part, Run, Said


class Link(NamedTuple):
    """The address of a link, where the link ends.

    Attributes:
        target: the address.
        at: where it stands in the file's text.
        length: how many characters of the file it is, where that's not as many as it has.
        end: where in the file the link ends.
    """

    target: str
    at: int
    length: int | None
    end: int


Linked: TypeAlias = Part | Link


class Place(Enum):
    """What a paragraph is."""

    TEXT = "text"
    NOTE = "note"
    ENTRY = "entry"


def with_addresses(parts: Sequence[Linked], place: Place) -> tuple[Part, ...]:
    """The parts of a paragraph with the addresses of its links that belong in its text, and without the others.

    There is one for each work: its DOI, else the first. In an entry it stands at the end; in a note, before the
    semicolon that parts the work from the next.
    """
    if not any(isinstance(part, Link) for part in parts):
        return tuple(part for part in parts if not isinstance(part, Link))
    printed = "".join(part.text for part in parts if isinstance(part, Run)).lower()
    put: list[Part] = []
    waiting: list[Link] = []
    for part in parts:
        if isinstance(part, Link):
            if place is not Place.TEXT and _is_wanted(part.target, printed):
                waiting.append(part)
        elif place is Place.NOTE and waiting and isinstance(part, Run) and part.length is None and ";" in part.text:
            cut = part.text.index(";")
            put += [part._replace(text=part.text[:cut]), *_shown(waiting)]
            put.append(part._replace(text=part.text[cut:], at=part.at + cut))
            waiting = []
        else:
            put.append(part)
    if waiting:
        put = [*_ended(put, waiting, place)]
    return tuple(part for part in put if not isinstance(part, Run) or part.text)


def _is_wanted(target: str, printed: str) -> bool:
    """Whether an address leads out of the draft, and isn't what is printed anyway."""
    lowered = target.lower()
    if not lowered.startswith(("http://", "https://", "doi:")):
        return False
    doi = normalise_doi(target) if "10." in target else None
    return (doi or bare_url(lowered)) not in printed


def _shown(links: Iterable[Link]) -> Iterator[Part]:
    """The one address of a work's links that counts."""
    chosen = sorted(links, key=lambda link: "10." not in link.target or normalise_doi(link.target) is None)[0]
    yield Run(" ", chosen.at, 0)
    yield Run(chosen.target, chosen.at, chosen.length)


def _ended(put: list[Part], waiting: Sequence[Link], place: Place) -> Iterator[Part]:
    """The parts with an address at their end; what is last in an entry stands last in the file, too."""
    while put and (isinstance(put[-1], Said) or (isinstance(put[-1], Run) and not put[-1].text.strip())):
        put.pop()
    last = put[-1] if put else None
    end = max([waiting[-1].end, _end(last) if isinstance(last, Run | Marker) else 0])
    if isinstance(last, Run) and last.length is None and last.key is None and _end(last) == end:
        words = last.text.rstrip()
        # In a note, what stands behind a full stop would be a source of its own.
        cut = len(words) - 1 if words.endswith(".") and place is Place.NOTE else len(words)
        yield from put[:-1]
        yield last._replace(text=words[:cut])
        yield from _shown(waiting)
        if cut < len(words):
            yield Run(".", last.at + cut)
        elif place is Place.ENTRY:
            yield Run(".", last.at + cut, 0)
        return
    yield from put
    yield from _shown(waiting)
    if place is Place.ENTRY:
        # It stands for the last mark of the link.
        yield Run(".", end - 1)


def _end(part: Run | Marker) -> int:
    if isinstance(part, Marker):
        return part.at + part.length
    return part.at + (len(part.text) if part.length is None else part.length)
