"""`citetool resolve`: look DOIs up, compare, find missing ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from citetool.cli.input import language_option, loaded_bibliography, named_bibliography, read_draft
from citetool.cli.network import network_options, network_settings, registries
from citetool.cli.output import INTERRUPTED, complain, emit, emit_tables, refuse_overwriting
from citetool.cli.settings import config_options, settings
from citetool.errors import CitetoolError
from citetool.identifiers import doi_spellings
from citetool.model import Reference
from citetool.readers.formats import FORMATS as DRAFTS
from citetool.references.bibliography import FORMATS, bibliography_format
from citetool.resolution import Outcome, Resolution

_BIB_FORMATS = {".bib": "bibtex", ".json": "csl-json", ".ris": "ris"}
"""What `--bib-out` writes, by the file's suffix."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|DOI...")
@click.option(
    "--format",
    "report_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write here, not to standard output.")
@click.option("--no-search", is_flag=True, help="Look printed DOIs up; search for no missing ones.")
@click.option(
    "--all", "search_all", is_flag=True, help="Search also for web pages, newspaper articles, laws and the like."
)
@click.option(
    "--bib-out",
    type=click.Path(),
    metavar="FILE",
    help="Write the entries with the DOIs that were found: .bib, .json (CSL) or .ris.",
)
@network_options
@config_options
@click.option(
    "--input-format",
    type=click.Choice(sorted((*DRAFTS, *FORMATS))),
    help="Read the input as this format, whatever its name ends in.",
)
@language_option
@click.pass_context
def resolve(
    context: click.Context,
    sources: tuple[str, ...],
    report_format: str,
    output: str | None,
    no_search: bool,
    search_all: bool,
    bib_out: str | None,
    mailto: str | None,
    offline: bool | None,
    refresh: bool,
    timeout: float | None,
    config_file: str | None,
    isolated: bool,
    input_format: str | None,
    language: str | None,
) -> None:
    """Look DOIs up, compare them with what is printed, find missing ones.

    PATH is a draft, of which every entry is looked up (those of the bibliography, if it names one), a bibliography
    file (.bib, .json, .ris), or - for standard input; or give DOIs, in any form they are printed in. Nothing is judged
    here: `citetool check --resolve` does.

    \b
    citetool resolve draft.txt
    citetool resolve 10.1080/13501763.2019.1619803 doi:10.1017/S0020818300027697
    citetool resolve draft.txt --bib-out draft.bib --mailto editor@example.org

    Found, not found, unavailable (the registry gave no answer) and not checked are four different things.
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    if no_search and search_all:
        raise click.UsageError("--no-search and --all exclude each other")
    config = settings(sources, config_file, isolated, network_settings(mailto, offline, refresh, timeout))
    references = _references(sources, input_format, language)
    if bib_out is not None:
        _refuse_bib_out(bib_out, references, (*sources, *filter(None, [output])))
    refuse_overwriting(output, sources)
    with registries(config.network) as asked:
        from citetool.registries.resolving import Search, resolve_dois, resolve_references

        if references is None:
            found = resolve_dois(sources, asked)
        else:
            search = Search.NONE if no_search else Search.ALL if search_all else Search.USUAL
            found = resolve_references(references, asked, search)
    _report(found, references or (), report_format, output)
    if bib_out is not None and references is not None:
        _write_bibliography(bib_out, references, found)
    if asked.stopped:
        context.exit(INTERRUPTED)
    context.exit(2 if references is None and any(not doi_spellings(each) for each in sources) else 0)


def _references(sources: Sequence[str], input_format: str | None, language: str | None) -> Sequence[Reference] | None:
    """The entries of a draft or a bibliography file; `None` if DOIs are given.

    Raises:
        CitetoolError: the file can't be read, or isn't there, or several are given.
    """
    paths = [each for each in sources if each == "-" or _is_file(each)]
    if not paths and any(map(_claims_to_be_a_doi, sources)):
        return None
    if len(sources) > 1:
        raise CitetoolError(f"{(paths or sources)[0]}: one draft at a time, and no DOIs beside it")
    if not paths and "." not in sources[0]:
        raise CitetoolError(f"{sources[0]}: neither a file nor a DOI")
    return _listed(sources[0], input_format, language)


def _claims_to_be_a_doi(source: str) -> bool:
    return bool(doi_spellings(source)) or "10." in source or "doi" in source.lower()


def _is_file(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False


def _listed(path: str, input_format: str | None, language: str | None) -> Sequence[Reference]:
    from citetool.citations.first_citations import cited_in_full
    from citetool.references import label_references

    if (input_format or bibliography_format(path)) in FORMATS:
        return loaded_bibliography((path,), input_format).references
    document = read_draft(path, input_format, language)
    references = named_bibliography(document) or label_references(document) or cited_in_full(document)
    if not references:
        raise CitetoolError(f"{path}: no reference list in it, and no note that cites in full")
    return references


def _report(
    found: Sequence[Resolution], references: Sequence[Reference], report_format: str, output: str | None
) -> None:
    from citetool.reports.resolutions import faults, outcome_line, render_resolutions, resolution_table

    if report_format == "json":
        emit(render_resolutions(found), output)
    elif output is not None:
        from citetool.reports.tables import tab_separated

        emit(tab_separated(resolution_table(found, references)), output)
    else:
        emit_tables(resolution_table(found, references))
    for fault in faults(found):
        complain(fault)
    complain(outcome_line(found))


def _refuse_bib_out(bib_out: str, references: Sequence[Reference] | None, others: Sequence[str]) -> None:
    if references is None:
        raise click.UsageError("--bib-out is for the entries of a draft or a bibliography file, not for DOIs")
    if Path(bib_out).suffix.lower() not in _BIB_FORMATS:
        raise click.UsageError(f"--bib-out: {bib_out} ends in none of {', '.join(_BIB_FORMATS)}")
    refuse_overwriting(bib_out, others)


def _write_bibliography(path: str, references: Sequence[Reference], found: Sequence[Resolution]) -> None:
    from citetool.exports import export
    from citetool.references.keys import KEYS

    filled = [
        replace(reference, item=reference.item._replace(doi=each.doi)) if each.outcome == Outcome.FOUND else reference
        for reference, each in zip(references, found, strict=True)
    ]
    keyed = filled if any(each.key for each in filled) else KEYS["author-year"](filled)
    emit(export(keyed, _BIB_FORMATS[Path(path).suffix.lower()]), path)
