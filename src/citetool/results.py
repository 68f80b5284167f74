"""What was found in drafts, kept, so that one that hasn't changed isn't checked anew.

Each result is a file of its own, named by all that it depends on: the draft's path and bytes, the settings, the entries
of a bibliography, and citetool itself. Files that a draft names, and the day, are looked at when it is found again.
Whatever is wrong with a file, it is as if it weren't there; it is JSON, and can't make anything run.
"""

import os
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import citetool
from citetool.config import Config, Network
from citetool.model import (
    Checked,
    Citation,
    Counts,
    Document,
    FileRead,
    Finding,
    Link,
    Manuscript,
    Practice,
    Reference,
)
from citetool.packing import pack, unpack
from citetool.readers import LARGEST
from citetool.readers.formats import FORMATS

FOLDER = "results"
"""Within citetool's folder of caches."""

SCHEMA = 1
"""Of the files; those of another aren't found."""

MOST = 256 * 1024 * 1024
"""Bytes of all results; of what is more, those that were used longest ago are removed."""

KEPT_FOR = 30 * 86_400.0
"""Seconds that a result is kept for after it was last used."""

_SHELVES = 64
"""Folders that results are spread over, so that keeping one looks only through its neighbours."""

_TOUCHED_EVERY = 86_400.0
"""Seconds; a use is noted so often at most."""

_CHECKSUM = 32
"""Bytes at the beginning of a file: what SHA-256 makes of its name and the rest."""

_DATED = "CT505"
"""The one rule that asks what day it is. What isn't in the future isn't so on any later day either."""

_LIBRARIES = ("bibtexparser-", "python_crfsuite-", "rapidfuzz-")
"""What the names begin with of the folders that hold the metadata of libraries that results depend on."""


class _Head(NamedTuple):
    """What most reports need; the rest stays packed.

    Attributes:
        day: when it was found, as ISO 8601 has it.
        plain: whether the document's text is the file's, which isn't kept twice then.
        document: the draft, without its text where that is plain.
        findings: as the rules made them, before any was silenced.
        counts: of what was understood.
    """

    day: str
    plain: bool
    document: Document
    findings: tuple[Finding, ...]
    counts: Counts


class _Understood(NamedTuple):
    """What a manuscript has besides its document."""

    references: tuple[Reference, ...]
    citations: tuple[Citation, ...]
    links: tuple[Link, ...]
    practices: tuple[Practice, ...]


class KeptManuscript(Manuscript):
    """A manuscript of which what was understood stays packed until it is asked for; most reports ask for counts.

    Only results that are `whole` have it.
    """

    __slots__ = ("_counts", "_opened", "_packed")
    _counts: Counts
    _packed: bytes
    _opened: _Understood | None

    def __init__(self, document: Document, counts: Counts, packed: bytes) -> None:
        values = {"document": document, "_counts": counts, "_packed": packed, "_opened": None}
        for name, value in (values | {"resolutions": (), "addresses": ()}).items():
            object.__setattr__(self, name, value)

    def _understood(self) -> _Understood:
        opened = self._opened
        if opened is None:
            # Few runs ask for it.
            from zlib import decompress

            opened = unpack(_Understood, decompress(self._packed))
            object.__setattr__(self, "_opened", opened)
        return opened

    @property
    def references(self) -> tuple[Reference, ...]:
        """The entries."""
        return self._understood().references

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations."""
        return self._understood().citations

    @property
    def links(self) -> tuple[Link, ...]:
        """What the citations mean."""
        return self._understood().links

    @property
    def practices(self) -> tuple[Practice, ...]:
        """How the draft cites."""
        return self._understood().practices

    @property
    def counts(self) -> Counts:
        """How much of what was found, which is known without unpacking it."""
        return self._counts


class Results(NamedTuple):
    """The results of runs that have all in common but the drafts.

    Attributes:
        folder: where they are; it needn't be there.
        run: a digest of what they have in common.
        today: the day of this run.
        whole: whether citations and entries are asked for, not only findings and counts: packing them takes a while.
    """

    folder: Path
    run: str
    today: date
    whole: bool

    def find(self, path: str, data: bytes) -> Checked | None:
        """What was found in a draft that holds `data`, if that is kept and nothing that it depends on has changed."""
        name = self._name(path, data)
        file = self._file(name)
        try:
            kept = file.read_bytes()
            if kept[:_CHECKSUM] != _checksum(name, kept[_CHECKSUM:]):
                return None
            packed, _, understood = kept[_CHECKSUM:].partition(b"\n")
            head = unpack(_Head, packed)
            document = replace(head.document, text=data.decode()) if head.plain else head.document
            if self.whole and not understood:
                return None
            if not self._holds(head) or any(not _unchanged(each) for each in document.files):
                return None
            with suppress(OSError):
                _touch(file)
        except (OSError, ValueError):
            return None
        return Checked(KeptManuscript(document, head.counts, understood), head.findings)

    def keep(self, path: str, data: bytes, checked: Checked) -> None:
        """Keep what was found in a draft that held `data` before it was read, unless it holds something else by now."""
        manuscript = checked.manuscript
        document = manuscript.document
        if FORMATS[document.format].has_parts or data != file_bytes(path):
            return
        plain = document.text.encode("utf-8", "surrogatepass") == data
        head = _Head(
            day=self.today.isoformat(),
            plain=plain,
            document=replace(document, text="") if plain else document,
            findings=checked.findings,
            counts=manuscript.counts,
        )
        name = self._name(path, data)
        rest = b"\n".join((pack(_Head, head), _packed(manuscript) if self.whole else b""))
        with suppress(OSError):
            _write(self._file(name), _checksum(name, rest) + rest)

    def _name(self, path: str, data: bytes) -> str:
        told_by = (self.run.encode(), path.encode("utf-8", "surrogatepass"), sha256(data).digest())
        return sha256(b"\0".join(told_by)).hexdigest()

    def _file(self, name: str) -> Path:
        return self.folder / f"{int(name[:4], 16) % _SHELVES:02x}" / name

    def _holds(self, head: _Head) -> bool:
        """Whether what was found on another day is so today."""
        found = date.fromisoformat(head.day)
        dated = any(finding.code == _DATED for finding in head.findings)
        return found == self.today or (found < self.today and not dated)


def _packed(manuscript: Manuscript) -> bytes:
    from zlib import compress

    understood = _Understood(manuscript.references, manuscript.citations, manuscript.links, manuscript.practices)
    return compress(pack(_Understood, understood), 1)


def results_for(
    folder: Path,
    config: Config,
    bibliography: tuple[Reference, ...] | None = None,
    input_format: str | None = None,
    whole: bool = True,
) -> Results | None:
    """The results in citetool's folder of caches that are those of a run; `None` where its own code can't be told.

    Args:
        folder: see `citetool.folders`.
        config: the settings; those that no result depends on may differ.
        bibliography: the entries that are taken in place of the drafts' own.
        input_format: the format that all drafts are read as.
        whole: whether citations and entries are asked for, not only findings and counts.
    """
    counting = replace(
        config,
        today=date.min,
        network=Network(),
        ignore_tables=(),
        exclude=(),
        fail_on="",
        bibliography=(),
        cache=True,
        origins=(),
    )
    entries = None if bibliography is None else sha256(pack(tuple[Reference, ...], bibliography)).hexdigest()
    try:
        made_by = (SCHEMA, citetool.__version__, sys.version, _code(Path(citetool.__file__).parent), _libraries())
    except OSError:
        return None
    # Patterns of paths are held against whole paths.
    folder_of_run = os.getcwd() if config.per_file_ignores else ""  # noqa: PTH109  # a path's parts cost more than it
    told_by = repr((made_by, counting, entries, input_format, folder_of_run))
    run = sha256(told_by.encode("utf-8", "surrogatepass")).hexdigest()
    return Results(folder / FOLDER, run, config.today, whole)


def file_bytes(path: str) -> bytes | None:
    """What a file holds; `None` if it is none that can be read again, or larger than any draft."""
    try:
        file = Path(path)
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError):
        return None
    return data if len(data) <= LARGEST else None


def _unchanged(file: FileRead) -> bool:
    data = file_bytes(file.path)
    return (sha256(data).hexdigest() if data is not None else "") == file.digest


_INSTALLED = ("site-packages", "dist-packages")
"""The names of folders that packages are installed in."""


def _code(package: Path) -> str:
    """A digest of the files that citetool consists of: their sizes and, unless they were installed, their times.

    Whoever changes citetool changes a file's time; but two machines that have the same version installed may share
    results.

    Raises:
        OSError: it is no folder.
    """
    timed = package.parent.name not in _INSTALLED
    root = str(package)
    folders = [root]
    stamps = []
    for folder in folders:
        with os.scandir(folder) as entries:
            for each in entries:
                if each.is_dir():
                    if each.name != "__pycache__":
                        folders.append(each.path)
                else:
                    known = each.stat()
                    stamps.append((each.path[len(root) :], known.st_size, known.st_mtime_ns if timed else 0))
    return sha256(repr(sorted(stamps)).encode("utf-8", "surrogatepass")).hexdigest()


def _libraries() -> tuple[str, ...]:
    """The names and versions of the libraries that results depend on."""
    found: set[str] = set()
    for folder in sys.path:
        if folder.endswith(_INSTALLED):
            with suppress(OSError), os.scandir(folder) as entries:
                found.update(each.name for each in entries if each.name.startswith(_LIBRARIES))
    return tuple(sorted(found))


def _checksum(name: str, rest: bytes) -> bytes:
    return sha256(name.encode() + rest).digest()


def _touch(file: Path) -> None:
    if file.stat().st_mtime < time.time() - _TOUCHED_EVERY:
        os.utime(file)


def _write(file: Path, data: bytes) -> None:
    """Put a file in its place as a whole, readable for the user alone, and make room for it.

    Raises:
        OSError: it can't be written.
    """
    shelf = file.parent
    if len(data) > MOST // _SHELVES:
        return
    if not shelf.is_dir():
        for folder in (shelf.parent.parent, shelf.parent, shelf):
            # What a draft cites may be confidential.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = shelf / f"{file.name}.{os.urandom(4).hex()}"
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        unfinished.write_bytes(data)
        unfinished.replace(file)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _make_room(shelf)


def _make_room(shelf: Path) -> None:
    with os.scandir(shelf) as entries:
        known = sorted(((each.stat(), Path(each)) for each in entries), key=lambda each: each[0].st_mtime, reverse=True)
    taken = 0
    oldest = time.time() - KEPT_FOR
    for stamp, path in known:
        taken += stamp.st_size
        if taken > MOST // _SHELVES or stamp.st_mtime < oldest:
            with suppress(OSError):
                path.unlink()


class Contents(NamedTuple):
    """What is kept: how many results, and their size in bytes."""

    number: int
    size: int


def contents(folder: Path) -> Contents:
    """What is kept in citetool's folder of caches.

    Raises:
        OSError: it can't be looked at.
    """
    sizes = [file.stat().st_size for file in _files(folder / FOLDER)]
    return Contents(len(sizes), sum(sizes))


def clear(folder: Path) -> bool:
    """Remove all results from citetool's folder of caches, and nothing else; whether there were any.

    Raises:
        OSError: one can't be removed.
    """
    files = list(_files(folder / FOLDER))
    for file in files:
        file.unlink(missing_ok=True)
    for shelf in {file.parent for file in files}:
        # Another run may just have put something there.
        with suppress(OSError):
            shelf.rmdir()
    with suppress(OSError):
        (folder / FOLDER).rmdir()
    return bool(files)


def _files(folder: Path) -> list[Path]:
    digits = "[0-9a-f]"
    return sorted(folder.glob(f"{digits * 2}/{digits * 64}*"))
