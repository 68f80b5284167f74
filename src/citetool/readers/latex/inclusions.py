r"""The files that a LaTeX draft is made of: `\input`, `\include`, `\subfile`, `\import`, and its main file.

Only files within the draft's project are read, and only so much of them.

Sources: LaTeX2e: an unofficial reference manual, 24 ("splitting the input"); the manuals of import and subfiles; for
`% !TEX root`, TeXShop's, which other editors follow.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from citetool.errors import UnreadableInput
from citetool.model import Included
from citetool.readers.decoding import decode
from citetool.readers.latex.tokens import Kind, Tokens, tokenize
from citetool.readers.project import named_file

DEEPEST = 20
"""Files that include one another; TeX itself stops at 15 by default."""

MOST = 500
"""Inclusions; each may be of the same few files, which can include one another in any number of ways."""

LARGEST = 20_000_000
"""Characters of all that is included."""

_DRAWINGS = frozenset([".tikz", ".pgf", ".pdf_tex", ".eps_tex", ".pstex_t", ".svg_tex", ".pygtex", ".gnuplot", ".toc"])
"""Suffixes of files that hold no text of the draft."""

SUFFIXES = (".tex", ".ltx")


@dataclass(frozen=True, eq=False)
class Source:
    """A file of a draft.

    Attributes:
        path: from where the user is.
        text: what it holds.
        start: where it begins in the row of the draft's files; see `Included`.
    """

    path: str
    text: str
    start: int

    @cached_property
    def tokens(self) -> Tokens:
        """Its text as tokens."""
        return tokenize(self.text)

    @cached_property
    def body(self) -> tuple[int | None, int]:
        r"""The tokens at which the body begins and ends; `None` where it is no document by itself."""
        tokens = self.tokens.all
        begin = next(
            (at for at, each in enumerate(tokens) if each.kind is Kind.BEGIN and each.name == "document"), None
        )
        if begin is None:
            return None, len(tokens)
        ends = (at for at in range(begin, len(tokens)) if tokens[at].kind is Kind.END and tokens[at].name == "document")
        return begin, next(ends, len(tokens))


class Inclusions:
    """The files of a draft, read as they are asked for, and what can't be."""

    def __init__(self, path: str, text: str, known: Sequence[Included] = ()) -> None:
        """Of the draft at `path`; `known` files aren't read again."""
        self.main = Source(path, text, 0)
        self.remarks: list[str] = []
        self.lacks_text = False
        self._known = {each.path: each.source for each in known}
        self._sources: dict[str, Source] = {}
        self._open = [path]
        self._root: str | None = None
        self._number = self._size = 0
        # A place at the end of one file isn't the beginning of the next.
        self._end = len(text) + 1

    @property
    def files(self) -> tuple[Included, ...]:
        """Those that were read, beside the draft's own."""
        return tuple(Included(each.path, each.text, each.start) for each in self._sources.values())

    def holds(self, name: str) -> bool:
        """Whether the draft's project has a file, by its path from the draft's folder."""
        try:
            return named_file(self.main.path, name).is_file()
        except (UnreadableInput, OSError, ValueError):
            return False

    def enter(self, name: str, beside: Source) -> Source | None:
        """The file that another one includes by a name; `None`, and a remark, if it can't be read.

        What is read of it is within it until `leave`.
        """
        try:
            source = self._source(name, beside)
        except UnreadableInput as problem:
            self._say(str(problem), beside)
            self.lacks_text = True
            return None
        if source is not None:
            self._open.append(source.path)
        return source

    def _say(self, problem: str, beside: Source) -> None:
        where = "" if beside is self.main else f"in {beside.path}: "
        self.remarks.append(f"{where}{problem}")

    def enter_main_file(self) -> Source | None:
        """The main file that the draft says it is a part of, which says where else files are looked for."""
        name = main_file_named(self.main.text)
        source = self.enter(name, self.main) if name is not None else None
        self._root = source.path if source is not None else None
        return source

    def leave(self) -> None:
        """The file that was entered last is at its end."""
        self._open.pop()

    def _source(self, name: str, beside: Source) -> Source | None:
        if not name.strip() or PurePosixPath(name).suffix.lower() in _DRAWINGS:
            return None
        path = find_included(self.main.path, name, beside.path, self._root)
        shown = str(path)
        if shown in self._open:
            self._say(f"{name}: includes itself, and is read once", beside)
            return None
        if len(self._open) > DEEPEST:
            raise UnreadableInput(f"{name}: included through more than {DEEPEST} files, and not read")
        self._number += 1
        if self._number > MOST:
            raise UnreadableInput(f"{name}: not read, since {MOST} files are included before it")
        source = self._sources.get(shown)
        if source is None:
            text = self._known.get(shown)
            text = self._read(name, path) if text is None else text
            source = Source(shown, text, self._end)
        self._size += len(source.text)
        if self._size > LARGEST:
            raise UnreadableInput(f"{name}: not read, since what is included is longer than {LARGEST:,} characters")
        if shown not in self._sources:
            self._sources[shown] = source
            self._end += len(source.text) + 1
        return source

    def _read(self, name: str, path: Path) -> str:
        try:
            with path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as problem:
            raise UnreadableInput(f"{name}: can't be read: {problem.strerror}") from problem
        if len(data) > LARGEST:
            raise UnreadableInput(f"{name}: larger than {LARGEST // 1_000_000} MB, and not read")
        if not data.strip():
            return ""
        try:
            text, remarks = decode(data)
        except UnreadableInput as problem:
            raise UnreadableInput(f"{name}: {problem}") from problem
        self.remarks += [f"{path}: {remark}" for remark in remarks]
        return text


def find_included(draft: str, name: str, beside: str, root: str | None = None) -> Path:
    """The file that a draft, or the file `beside` that it includes, means by a name.

    LaTeX looks from the draft's folder; the package subfiles, from that of the file that includes. Where the draft is a
    part of the main file `root`, it is written for being read from there.

    Raises:
        UnreadableInput: there is none, or it lies outside the draft's project.
    """
    name = name.strip().strip('"')
    folder = Path() if draft == "-" else Path(draft).parent
    own = Path(beside).parent if beside != draft else folder
    for base in dict.fromkeys((folder, own, *([Path(root).parent] if root is not None else []))):
        for spelt in (name,) if name.lower().endswith(SUFFIXES) else (f"{name}.tex", name):
            inner = spelt if base == folder else os.path.join(os.path.relpath(base, folder), spelt)  # noqa: PTH118
            path = named_file(draft, inner)
            try:
                if path.is_file():
                    return Path(path)
            except (OSError, ValueError):
                continue
    raise UnreadableInput(f"{name}: no such file, so what it says isn't checked")


_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_INCLUDES = re.compile(
    r"\\(?:input|include|subfile|subfileinclude)[ \t]{0,3}\{([^{}\n]{1,300})\}|\\input[ \t]{1,3}([^\s{}\\]{1,300})"
    r"|\\(?:import|subimport)\*?[ \t]{0,3}\{([^{}\n]{1,300})\}[ \t]{0,3}\{([^{}\n]{1,300})\}"
)


def included_files(draft: str) -> frozenset[Path]:
    """The files that a draft is made of beside its own, as far as they are there; as absolute paths without links."""
    found: dict[Path, None] = {}
    own = Path(os.path.realpath(draft))
    waiting = [draft]
    root = _root_of(draft)
    while waiting and len(found) < MOST:
        beside = waiting.pop()
        for name in _named_in(beside):
            try:
                path = find_included(draft, name, beside, root)
                resolved = path.resolve()
            except (UnreadableInput, OSError):
                continue
            if resolved not in found and resolved != own:
                found[resolved] = None
                waiting.append(str(path))
    return frozenset(found)


def _root_of(draft: str) -> str | None:
    try:
        with Path(draft).open("rb") as stream:
            name = main_file_named(stream.read(4 * _HEAD).decode("utf-8", "replace"))
        return str(find_included(draft, name, draft)) if name is not None else None
    except (OSError, UnreadableInput):
        return None


def _named_in(path: str) -> Iterator[str]:
    try:
        with Path(path).open("rb") as stream:
            text = stream.read(LARGEST).decode("utf-8", "replace")
    except OSError:
        return
    for one, bare, folder, name in _INCLUDES.findall(_COMMENT.sub("", text)):
        yield one or bare or f"{folder}/{name}"


_ROOT = re.compile(r"^[ \t]*%[ \t]*!T[eE]X[ \t]+root[ \t]*=[ \t]*([^\n]{1,300})$", re.MULTILINE)
_SUBFILE = re.compile(r"\\documentclass[ \t]{0,3}\[([^\]\n]{1,300})\][ \t]{0,3}\{subfiles\}")
_HEAD = 5000
"""Characters at whose beginning a file names its main file."""


def main_file_named(text: str) -> str | None:
    """The main file that a draft's text says it is a part of."""
    named = _ROOT.search(text, 0, _HEAD) or _SUBFILE.search(text, 0, _HEAD)
    return named[1].strip() if named is not None else None
