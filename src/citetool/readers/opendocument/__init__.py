"""OpenDocument texts (.odt, and .fodt, which is one XML file): Open Document Format for Office Applications 1.3."""

from __future__ import annotations

from collections.abc import Iterable

from citetool.errors import UnreadableInput
from citetool.model import Document
from citetool.readers.archives import Archive
from citetool.readers.layout import Layout, lay_out
from citetool.readers.managers import Bookmarks
from citetool.readers.opendocument.styles import Styles
from citetool.readers.opendocument.text import Texts
from citetool.readers.xml import Attributes, walk

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "office": (f"{_ODF}office:1.0",),
    "style": (f"{_ODF}style:1.0",),
    "text": (f"{_ODF}text:1.0",),
    "table": (f"{_ODF}table:1.0",),
    "draw": (f"{_ODF}drawing:1.0",),
    "fo": (f"{_ODF}xsl-fo-compatible:1.0",),
    "svg": (f"{_ODF}svg-compatible:1.0",),
    "meta": (f"{_ODF}meta:1.0",),
    "manifest": (f"{_ODF}manifest:1.0",),
    "field": ("urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",),
}
_ENCRYPTED = "is encrypted; save it without a password"
_MANIFEST = "META-INF/manifest.xml"


def read_opendocument(path: str, data: bytes) -> Document:
    """The document that an OpenDocument text is: what its pages show when all tracked changes are accepted.

    Raises:
        UnreadableInput: it is broken, encrypted, too large, or made to do harm.
    """
    styles = Styles()
    bookmarks = Bookmarks("meta:name")
    texts = Texts(styles, bookmarks)
    handlers = styles.handlers | texts.handlers | {"meta:user-defined": bookmarks.property}

    def characters(text: str) -> None:
        bookmarks.characters(text)
        texts.characters(text)

    for name, chunks in _parts(data):
        try:
            walk(chunks, NAMESPACES, handlers, characters)
        except UnreadableInput as problem:
            raise UnreadableInput(f"{name}: {problem}" if name else str(problem)) from problem
    return lay_out(path, "odt", Layout(texts.body(), tuple(texts.notes)))


def _parts(data: bytes) -> Iterable[tuple[str, Iterable[bytes]]]:
    """The parts that hold properties, styles and text, in this order."""
    if not data.startswith(b"PK"):
        yield "", (data,)
        return
    archive = Archive(data)
    _see_that_it_is_open(archive)
    for name in ("meta.xml", "styles.xml"):
        if name in archive:
            yield name, archive.read(name)
    yield "content.xml", archive.read("content.xml")


def _see_that_it_is_open(archive: Archive) -> None:
    """Encrypted parts are marked in the list of parts (4.8 of Part 2)."""

    def refuse(attributes: Attributes) -> None:
        raise UnreadableInput(_ENCRYPTED)

    if "encrypted-package" in archive:
        raise UnreadableInput(_ENCRYPTED)
    if _MANIFEST in archive:
        walk(archive.read(_MANIFEST), NAMESPACES, {"manifest:encryption-data": refuse}, lambda _: None)
