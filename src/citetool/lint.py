"""The pipeline: read, find references and citations, link, check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citetool.citations import find_citations
from citetool.citations.survey import survey
from citetool.config import Config
from citetool.errors import UnreadableInput
from citetool.linking import link
from citetool.model import Checked, Document, Failure, Manuscript, Reference, Report
from citetool.readers import find_drafts, read
from citetool.references import find_references
from citetool.references.copies import mark_copies
from citetool.references.index import index_references
from citetool.rules import check

if TYPE_CHECKING:
    from citetool.registries.lookup import Registries


def understand(document: Document, bibliography: tuple[Reference, ...] | None = None) -> Manuscript:
    """What a draft cites and what its list (or `bibliography`, in its stead) holds, linked."""
    references = find_references(document, bibliography)
    if not references:
        # Few drafts have no list.
        from citetool.citations.first_citations import cited_in_full

        references = cited_in_full(document)
    references = mark_copies(references)
    index = index_references(references)
    seen = survey(document, index)
    citations = find_citations(document, index, seen)
    return Manuscript(document, references, citations, link(citations, index), seen.practices)


def lint(
    paths: tuple[str, ...],
    config: Config,
    bibliography: tuple[Reference, ...] | None = None,
    input_format: str | None = None,
    language: str | None = None,
    registries: Registries | None = None,
) -> Report:
    """Check every draft that `paths` name; one that can't be read is a failure, and the others are still checked.

    With `registries`, every entry is looked up there.
    """
    documents: list[Checked] = []
    failures: list[Failure] = []
    for path in paths:
        for found in _drafts(path, failures):
            try:
                document = read(found, input_format, language)
            except UnreadableInput as problem:
                failures.append(Failure(found, str(problem)))
                continue
            manuscript = understand(document, bibliography)
            if registries is not None:
                manuscript = look_up(manuscript, registries)
            documents.append(Checked(manuscript, check(manuscript, config)))
    return Report(tuple(documents), tuple(failures))


def look_up(manuscript: Manuscript, registries: Registries) -> Manuscript:
    """The manuscript with what registries have on its entries."""
    from citetool.references import label_references
    from citetool.registries.resolving import resolve

    # A check asks few fields of an entry; a comparison with its record asks all.
    labelled = label_references(manuscript.document) if manuscript.document.list_spans else ()
    return resolve(manuscript, registries, labelled=labelled if _same(labelled, manuscript.references) else None)


def _same(labelled: tuple[Reference, ...], references: tuple[Reference, ...]) -> bool:
    return [each.span for each in labelled] == [each.span for each in references]


def _drafts(path: str, failures: list[Failure]) -> Iterator[str]:
    try:
        yield from find_drafts(path)
    except UnreadableInput as problem:
        failures.append(Failure(path, str(problem)))
