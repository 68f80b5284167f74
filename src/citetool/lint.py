"""The pipeline: read, find references and citations, link, check."""

from __future__ import annotations

from collections.abc import Iterator

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
) -> Report:
    """Check every draft that `paths` name; one that can't be read is a failure, and the others are still checked."""
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
            documents.append(Checked(manuscript, check(manuscript, config)))
    return Report(tuple(documents), tuple(failures))


def _drafts(path: str, failures: list[Failure]) -> Iterator[str]:
    try:
        yield from find_drafts(path)
    except UnreadableInput as problem:
        failures.append(Failure(path, str(problem)))
