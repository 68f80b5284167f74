"""The bibliography files that a draft itself names, in its front matter or by a command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from citetool.errors import UnreadableInput
from citetool.model import Document, Reference
from citetool.readers.project import named_file


class Named(NamedTuple):
    """A draft that names bibliography files, or cites by keys without one.

    Attributes:
        document: the draft, with the files and remarks on them, and what is lacking; without its keys where nothing is
            known that they could mean.
        references: the entries of the files, or those given; `None` if it names none that can be read.
        problems: what is wrong with those that can't.
    """

    document: Document
    references: tuple[Reference, ...] | None
    problems: tuple[str, ...] = ()


def with_named(document: Document, bibliography: tuple[Reference, ...] | None = None) -> Named:
    """Read the bibliography files that a draft names, as far as they lie in its project; none if another is given."""
    if bibliography is not None or not (document.bibliographies or document.keyed):
        return Named(document, bibliography)
    # Few drafts name any.
    from citetool.references.bibliography import load_bibliography

    problems: list[str] = []
    paths = list(_paths(document, problems))
    lacks = bool(problems)
    try:
        loaded = load_bibliography(paths) if paths else None
    except UnreadableInput:
        wrong = {path: problem for path in paths if (problem := _problem(path)) is not None}
        problems += (f"bibliography {problem}" for problem in wrong.values())
        # What is blank holds no entry that could be missed.
        lacks = lacks or not all(_is_blank(path) for path in wrong)
        readable = [path for path in paths if path not in wrong]
        loaded = load_bibliography(readable) if readable else None
    remarks = list(loaded.remarks) if loaded else []
    unknown = loaded is None and not document.entry_keys and document.keyed
    if unknown and not problems:
        remarks.append("cites by keys but names no bibliography, so that keys aren't checked; name it with --bib")
    return Named(
        replace(
            document,
            remarks=(*document.remarks, *remarks),
            keyed=() if unknown else document.keyed,
            lacks=(*document.lacks, *(("entries",) if lacks else ())),
            files=(*document.files, *(loaded.files if loaded else ())),
        ),
        loaded.references if loaded else None,
        tuple(problems),
    )


def _paths(document: Document, problems: list[str]) -> Iterator[str]:
    for name in document.bibliographies:
        try:
            yield str(named_file(document.path, name))
        except UnreadableInput as problem:
            problems.append(f"bibliography {problem}")


def _problem(path: str) -> str | None:
    """Why a bibliography can't be read, if so."""
    from citetool.references.bibliography import load_bibliography

    try:
        load_bibliography([path])
    except UnreadableInput as problem:
        return str(problem)
    return None


def _is_blank(path: str) -> bool:
    try:
        return not Path(path).read_bytes().strip()
    except OSError:
        return False
