"""The pipeline: read, find references and citations, link, check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from citetool.citations import find_citations
from citetool.citations.survey import survey
from citetool.config import Config
from citetool.errors import UnreadableInput
from citetool.identifiers import find_urls, is_doi_address, is_reserved, url_spellings
from citetool.linking import link
from citetool.model import Checked, Document, Failure, Manuscript, Reference, Report
from citetool.readers import find_drafts, read
from citetool.references import find_references
from citetool.references.copies import mark_copies
from citetool.references.index import index_references
from citetool.rules import check

if TYPE_CHECKING:
    from citetool.registries.lookup import Registries
    from citetool.resolution import Address

    CheckAddresses = Callable[[Sequence[str]], tuple[Address, ...]]
    """Says of web addresses, in order, whether they lead somewhere."""


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
    registries: Registries | None = None,
    check_addresses: CheckAddresses | None = None,
) -> Report:
    """Check every draft that `paths` name; one that can't be read is a failure, and the others are still checked.

    With `registries`, every entry is looked up there; with `check_addresses`, every web address is followed.
    """
    documents: list[Checked] = []
    failures: list[Failure] = []
    for path in paths:
        for found in _drafts(path, config.exclude, failures):
            try:
                document = read(found, input_format, config.language)
            except UnreadableInput as problem:
                failures.append(Failure(found, str(problem)))
                continue
            documents.append(examine(document, config, bibliography, registries, check_addresses))
    return Report(tuple(documents), tuple(failures))


def examine(
    document: Document,
    config: Config,
    bibliography: tuple[Reference, ...] | None = None,
    registries: Registries | None = None,
    check_addresses: CheckAddresses | None = None,
) -> Checked:
    """What one draft cites, and what doesn't add up in it."""
    manuscript = understand(document, bibliography)
    if registries is not None:
        manuscript = look_up(manuscript, registries)
    if check_addresses is not None:
        manuscript = follow_addresses(manuscript, check_addresses)
    return Checked(manuscript, check(manuscript, config))


def look_up(manuscript: Manuscript, registries: Registries) -> Manuscript:
    """The manuscript with what registries have on its entries."""
    from citetool.references import label_references
    from citetool.registries.resolving import resolve

    # A check asks few fields of an entry; a comparison with its record asks all.
    labelled = label_references(manuscript.document) if manuscript.document.list_spans else ()
    return resolve(manuscript, registries, labelled=labelled if _same(labelled, manuscript.references) else None)


def follow_addresses(manuscript: Manuscript, check_addresses: CheckAddresses) -> Manuscript:
    """The manuscript with what became of its web addresses; those of DOIs, and reserved ones, aren't followed."""
    text = manuscript.document.text
    spans = [span for span, url in find_urls(text, 0, len(text)) if not is_doi_address(url) and not is_reserved(url)]
    spellings = [url_spellings(text, span) for span in spans]
    found = dict(zip(spans, check_addresses([spelt[0] for spelt in spellings]), strict=True))
    # A dead one at a line's end may be the first half of one that isn't.
    halves = [(span, spelt[1]) for span, spelt in zip(spans, spellings, strict=True) if len(spelt) > 1]
    halves = [(span, whole) for span, whole in halves if found[span].reach == "dead"]
    if halves:
        wholes = zip(halves, check_addresses([whole for _, whole in halves]), strict=True)
        found |= {span: address for (span, _), address in wholes if address.reach != "dead"}
    return replace(manuscript, addresses=tuple(found.items()))


def _same(labelled: tuple[Reference, ...], references: tuple[Reference, ...]) -> bool:
    return [each.span for each in labelled] == [each.span for each in references]


def _drafts(path: str, exclude: tuple[str, ...], failures: list[Failure]) -> Iterator[str]:
    try:
        yield from find_drafts(path, exclude)
    except UnreadableInput as problem:
        failures.append(Failure(path, str(problem)))
