"""What several commands read: a draft, and bibliography files; and the options that name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citetool.cli.output import complain
from citetool.errors import CitetoolError, UnreadableInput
from citetool.model import Document, Reference
from citetool.readers import read
from citetool.readers.formats import FORMATS
from citetool.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from citetool.references.bibliography import Bibliography

_Command = TypeVar("_Command", bound=Callable[..., Any])


def input_format_option(command: _Command) -> _Command:
    """The option `--input-format`: for standard input, or in place of what a file's suffix says."""
    return click.option(
        "--input-format",
        type=click.Choice(sorted(FORMATS)),
        help="Read the input as this format, whatever its name ends in.",
    )(command)


def language_option(command: _Command) -> _Command:
    """The option `--language`: of the draft, in place of what its words tell."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        help="Take the draft to be in this language; by default its words tell.",
    )(command)


def bib_option(command: _Command) -> _Command:
    """The option `--bib`, repeatable; its value goes to `bibliography`."""
    return click.option(
        "--bib",
        type=click.Path(),
        multiple=True,
        metavar="FILE",
        help="Take the entries from this BibTeX, CSL-JSON or RIS file; repeatable.",
    )(command)


def bibliography(paths: tuple[str, ...]) -> tuple[Reference, ...] | None:
    """The entries of the files that `--bib` names, or `None` if it names none; remarks go to standard error.

    Raises:
        UnreadableInput: one can't be read.
    """
    if not paths:
        return None
    return loaded_bibliography(paths).references


def loaded_bibliography(paths: tuple[str, ...], input_format: str | None = None) -> Bibliography:
    """Bibliography files, of a format if one is given; remarks on how they were read go to standard error.

    Raises:
        UnreadableInput: one can't be read.
    """
    from citetool.references.bibliography import load_bibliography

    loaded = load_bibliography(paths, input_format)
    for remark in loaded.remarks:
        complain(remark)
    return loaded


def read_draft(path: str, input_format: str | None, language: str | None = None) -> Document:
    """The draft at `path` (`-`: standard input); remarks on how it was read go to standard error.

    Raises:
        CitetoolError: it can't be read; the message names it.
    """
    try:
        document = read(path, input_format, language)
    except UnreadableInput as problem:
        raise CitetoolError(f"{path}: {problem}") from problem
    report_remarks(document)
    return document


def named_bibliography(document: Document) -> tuple[Reference, ...] | None:
    """The entries of the bibliography files that a draft itself names, or `None` if it names none.

    Raises:
        CitetoolError: one can't be read; the message names the draft.
    """
    from citetool.references.named import with_named

    named = with_named(document)
    if named.problems:
        raise CitetoolError(f"{document.path}: {'; '.join(named.problems)}")
    for remark in named.document.remarks[len(document.remarks) :] if named.references else ():
        complain(f"{document.path}: {remark}")
    return named.references


def report_remarks(document: Document) -> None:
    """Write what the reader had to say of a draft to standard error."""
    for remark in document.remarks:
        complain(f"{document.path}: {remark}")
