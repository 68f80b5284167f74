"""`citetool export`: the reference list for other programs."""

from __future__ import annotations

from collections.abc import Sequence

import click

from citetool.citations.first_citations import cited_in_full
from citetool.cli.input import loaded_bibliography, named_bibliography, read_draft
from citetool.cli.output import complain, emit, refuse_overwriting
from citetool.errors import CitetoolError
from citetool.exports import EXPORTS, TEX_FORMATS
from citetool.exports import export as render
from citetool.model import Reference
from citetool.readers.formats import FORMATS as DRAFTS
from citetool.references import label_references, list_references
from citetool.references.bibliography import FORMATS, bibliography_format
from citetool.references.keys import KEYS


@click.command()
@click.argument("path", type=click.Path())
@click.option("--to", "target", type=click.Choice(list(EXPORTS)), required=True, help="The format to write.")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write here, not to standard output.")
@click.option("--reference-list", is_flag=True, help="The whole input is a list: one entry a line, or a paragraph.")
@click.option(
    "--keys",
    type=click.Choice(list(KEYS)),
    help="How entries are named. author-year is usual for drafts, keep (as in the file) for bibliography files;"
    " author-title-year stays the same whatever entries are added.",
)
@click.option("--ascii", "in_ascii", is_flag=True, help="In BibTeX, write accented letters as LaTeX commands.")
@click.option(
    "--input-format",
    type=click.Choice(sorted((*DRAFTS, *FORMATS))),
    help="Read the input as this format, whatever its name ends in.",
)
def export(
    path: str,
    target: str,
    output: str | None,
    reference_list: bool,
    keys: str | None,
    in_ascii: bool,
    input_format: str | None,
) -> None:
    """Write the reference list as BibTeX, CSL-JSON or RIS.

    PATH is a draft, of which the list is taken, or the bibliography that it names; a list by itself, with
    --reference-list; or a bibliography file (.bib, .json, .ris). - is standard input: a draft, unless --input-format
    says otherwise.

    \b
    citetool export brief.txt --to biblatex -o references.bib
    citetool export list.txt --reference-list --to ris
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    if in_ascii and target not in TEX_FORMATS:
        raise click.UsageError(f"--ascii is for {' and '.join(TEX_FORMATS)}; {target} is written as UTF-8")
    refuse_overwriting(output, (path,))
    file_format = input_format or bibliography_format(path)
    if file_format in FORMATS and not reference_list:
        loaded = loaded_bibliography((path,), file_format)
        for remark in loaded.left_out:
            complain(remark)
        keyed = KEYS[keys or "keep"](loaded.references)
    else:
        references = _listed(path, reference_list, None if input_format in FORMATS else input_format)
        # What a draft's bibliography has is cited by the keys that it has there.
        own = all(each.span is None for each in references)
        keyed = KEYS[keys or ("keep" if own else "author-year")](references)
    if target in TEX_FORMATS:
        _report_changed_keys(path, keyed)
    emit(render(keyed, target, "latex" if in_ascii else "unicode"), output)


def _report_changed_keys(path: str, references: Sequence[Reference]) -> None:
    """Say on standard error which keys are not written as they are: the draft that cites them has to know."""
    from citetool.exports.bibfile import written_keys

    keys = [each.key for each in references]
    changed = [f"“{old}” is “{new}”" for old, new in zip(keys, written_keys(keys), strict=True) if new != old]
    if changed:
        complain(f"{path}: keys that BibTeX can't hold or tell apart are changed: {', '.join(changed)}")


def _listed(path: str, reference_list: bool, input_format: str | None) -> tuple[Reference, ...]:
    """The entries of a draft's list, of its notes if it has none, or of an input that is a list.

    Raises:
        CitetoolError: there are none.
    """
    if reference_list:
        references = list_references(read_draft(path, input_format or "text").text)
        if not references:
            raise CitetoolError(f"{path}: no entries in it")
        return references
    document = read_draft(path, input_format)
    references = named_bibliography(document) or label_references(document) or cited_in_full(document)
    if not references:
        raise CitetoolError(
            f"{path}: no reference list in it, and no note that cites in full; give the list a heading such as"
            " “References”, or say --reference-list if the whole input is one"
        )
    return references
