"""XML of unknown origin, read element by element: no declarations, no entities, nothing from elsewhere.

A reader says what to do at an element's start and, by what that returns, at its end; so that nothing is kept but what
the reader keeps, however large or deep the XML is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias
from xml.parsers import expat

from citetool.errors import UnreadableInput

Attributes: TypeAlias = Mapping[str, str]
"""By name: `w:val`; those of no namespace by their bare names."""

Closer: TypeAlias = Callable[[], None]
Handler: TypeAlias = Callable[[Attributes], Closer | None]
"""What is done at an element's start; what it returns is done at its end. For `SKIP`, all inside is passed over."""

Namespaces: TypeAlias = Mapping[str, tuple[str, ...]]
"""Prefix as handlers have it -> the addresses that it stands for, in any version of the format."""

DEEPEST = 1000
"""Elements one in another; a table in a table in a text box takes some thirty."""

MOST = 3_000_000
"""Elements of a part; a book of a thousand pages has some six hundred thousand."""

LONGEST_TAG = 4 * 1024 * 1024
"""Bytes of a tag or comment. Expat before 2.6 goes over one anew with each chunk, so that its time grows squared."""


def SKIP() -> None:  # noqa: N802 -- it is a value
    """Stands for: pass over all that is in the element."""


def walk(
    chunks: Iterable[bytes],
    namespaces: Namespaces,
    handlers: Mapping[str, Handler],
    characters: Callable[[str], None],
) -> None:
    """Read some XML from beginning to end.

    Args:
        chunks: its bytes.
        namespaces: those of the elements and attributes that are of interest.
        handlers: by name, `w:p`; what is in an element without a handler is read as if it stood by itself.
        characters: is given all text but that of elements passed over.

    Raises:
        UnreadableInput: it isn't well-formed, declares or names entities, has more than `MOST` elements, some nested
            deeper than `DEEPEST`, or a tag longer than `LONGEST_TAG`.
    """
    known: dict[str, Handler] = {}
    for name, handler in handlers.items():
        prefix, _, local = name.rpartition(":")
        known.update({f"{address} {local}" if address else local: handler for address in namespaces.get(prefix, ("",))})
    prefixes = {address: prefix for prefix, addresses in namespaces.items() for address in addresses}
    closers: list[Closer | None] = []
    skipped = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal skipped, count
        count += 1
        if count > MOST:
            raise UnreadableInput(f"has more than {MOST:,} elements, as no draft has")
        if len(closers) + skipped >= DEEPEST:
            raise UnreadableInput(f"has elements nested deeper than {DEEPEST}, as no program writes them")
        if skipped:
            skipped += 1
            return
        handler = known.get(name)
        closer = handler(_named(attributes, prefixes)) if handler else None
        if closer is SKIP:
            skipped = 1
        else:
            closers.append(closer)

    def end(name: str) -> None:
        nonlocal skipped
        if skipped:
            skipped -= 1
        elif closer := closers.pop():
            closer()

    def read(data: str) -> None:
        if not skipped:
            characters(data)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = read
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.SkippedEntityHandler = _refuse_entity
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise UnreadableInput(
                    f"has a tag or comment of more than {LONGEST_TAG // 1024**2} MB, as no draft does"
                )
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise UnreadableInput(
            f"its XML is broken ({problem}); open it in the program that wrote it and save it anew"
        ) from problem


def _named(attributes: dict[str, str], prefixes: Mapping[str, str]) -> dict[str, str]:
    named = {}
    for name, value in attributes.items():
        address, _, local = name.rpartition(" ")
        named[f"{prefixes.get(address, address)}:{local}" if address else local] = value
    return named


def _refuse_declarations(name: str, system: str | None, public: str | None, declares: bool) -> None:
    # One that only names a file, which is never looked for, stands in all that OpenOffice 2 wrote.
    if declares:
        raise UnreadableInput(
            "its XML has a document type, which could name other files or swell without end; it isn't read"
        )


def _refuse_entity(name: str, is_parameter: bool) -> None:
    raise UnreadableInput("its XML names an entity of a document type that lies elsewhere; it isn't read")
