"""The parts of a Word file, and where each is: Open Packaging Conventions (ECMA-376 Part 2), in both namespaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, join, normpath, split

from citetool.errors import UnreadableInput
from citetool.readers.archives import Archive
from citetool.readers.xml import Attributes, Handler, walk

NAMESPACES = {
    "w": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    "m": (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    ),
    "b": (
        "http://schemas.openxmlformats.org/officeDocument/2006/bibliography",
        "http://purl.oclc.org/ooxml/officeDocument/bibliography",
    ),
    "p": (
        "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
        "http://purl.oclc.org/ooxml/officeDocument/customProperties",
    ),
    "mc": ("http://schemas.openxmlformats.org/markup-compatibility/2006",),
    "rel": ("http://schemas.openxmlformats.org/package/2006/relationships",),
}
"""Transitional and strict (ECMA-376 Part 1 and 4)."""


class Package:
    """A Word file: its main part, and those that this one leads to, by kind (`footnotes`, `styles`)."""

    def __init__(self, archive: Archive) -> None:
        """Find the parts.

        Raises:
            UnreadableInput: one that says where the others are can't be read.
        """
        self._archive = archive
        # A name that leads out of the archive is that of no part of it.
        of_file = self._related("")
        self.main = of_file.get("officeDocument", ["word/document.xml"])[0]
        own = self._related(self.main)
        self._parts = {kind: names[0] for kind, names in (own | {"officeDocument": [self.main]}).items()}
        if properties := of_file.get("custom-properties") or of_file.get("customProperties"):
            self._parts["custom-properties"] = properties[0]
        self._data = own.get("customXml", [])

    def walk(self, kind: str, handlers: Mapping[str, Handler], characters: Callable[[str], None]) -> None:
        """Read the part of a kind, if there is one.

        Raises:
            UnreadableInput: it can't be read.
        """
        name = self._parts.get(kind)
        if name is not None and (name in self._archive or kind == "officeDocument"):
            self._walk(name, handlers, characters)

    def data(self) -> Iterator[str]:
        """The names of the parts that hold data of other programs."""
        return (name for name in self._data if name in self._archive)

    def walk_data(self, name: str, handlers: Mapping[str, Handler], characters: Callable[[str], None]) -> None:
        """Read one of them."""
        self._walk(name, handlers, characters)

    def _walk(self, name: str, handlers: Mapping[str, Handler], characters: Callable[[str], None]) -> None:
        try:
            walk(self._archive.read(name), NAMESPACES, handlers, characters)
        except UnreadableInput as problem:
            raise UnreadableInput(f"{name}: {problem}") from problem

    def _related(self, part: str) -> dict[str, list[str]]:
        """The parts that one leads to, by kind; those of the file itself for `""`."""
        folder, own = split(part)
        name = join(folder, "_rels", f"{own}.rels")
        found: dict[str, list[str]] = {}

        def relationship(attributes: Attributes) -> None:
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                inside = target[1:] if target.startswith("/") else join(dirname(part), target)
                found.setdefault(kind, []).append(normpath(inside))

        if name in self._archive:
            self._walk(name, {"rel:Relationship": relationship}, lambda _: None)
        return found
