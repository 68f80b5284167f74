"""The pipeline: read, find references and citations, link, check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citetool.citations import find_citations
from citetool.citations.managed import mark_managed
from citetool.citations.survey import survey
from citetool.config import Config
from citetool.drafts import among, changed_since, find_drafts, without_parts
from citetool.errors import UnreadableInput
from citetool.identifiers import find_urls, is_doi_address, is_reserved, url_spellings
from citetool.linking import link
from citetool.model import Checked, Document, Failure, Manuscript, Reference, Report
from citetool.processes import in_processes
from citetool.readers import read
from citetool.readers.formats import SUFFIXES
from citetool.references import find_references
from citetool.references.copies import mark_copies
from citetool.references.index import index_references
from citetool.references.named import with_named
from citetool.results import Results, file_bytes
from citetool.rules import check
from citetool.rules.rule import Rule
from citetool.suppressions import suppress

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
    citations = mark_managed(document, find_citations(document, index, seen), references)
    return Manuscript(document, references, citations, link(citations, index), seen.practices)


class Outcome(NamedTuple):
    """What came of one draft: what was found in it, and what went wrong."""

    checked: Checked | None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with each draft of a run; see `lint`."""

    config: Config
    bibliography: tuple[Reference, ...] | None = None
    input_format: str | None = None
    registries: Registries | None = None
    check_addresses: CheckAddresses | None = None

    def __call__(self, path: str) -> Outcome:
        """Read a draft and check it; what can't be read, and what citetool itself fails at, costs nothing else."""
        try:
            document = read(path, self.input_format, self.config.language)
        except UnreadableInput as problem:
            return Outcome(None, (Failure(path, str(problem)),))
        except Exception as problem:
            return Outcome(None, (_own_failure(path, "reading it", problem),))
        failures: list[Failure] = []
        try:
            manuscript = self.understand(document, failures)
        except Exception as problem:
            return Outcome(None, (_own_failure(path, "making out what it cites", problem),))

        def crashed(rule: Rule, problem: Exception) -> None:
            failures.append(_own_failure(path, f"the rule {rule.code} {rule.name}", problem))

        return Outcome(Checked(manuscript, check(manuscript, self.config, crashed)), tuple(failures))

    def understand(self, document: Document, failures: list[Failure]) -> Manuscript:
        """What a draft cites, and what registries and web servers say of it if they are asked.

        `failures` takes what is wrong with bibliography files that the draft itself names.
        """
        named = with_named(document, self.bibliography)
        failures += (Failure(document.path, problem) for problem in named.problems)
        manuscript = understand(named.document, named.references)
        if self.registries is not None:
            manuscript = look_up(manuscript, self.registries)
        if self.check_addresses is not None:
            manuscript = follow_addresses(manuscript, self.check_addresses)
        return manuscript

    def examine(self, document: Document) -> Checked:
        """What one draft cites, and what doesn't add up in it."""
        manuscript = self.understand(document, [])
        return Checked(manuscript, check(manuscript, self.config))


def _outcomes(task: Task, drafts: Sequence[str], jobs: int | None, results: Results | None) -> Iterator[Outcome]:
    """What comes of each draft, in order; with `results`, of one that is kept there, nothing is done anew."""
    if results is None:
        yield from in_processes(task, drafts, jobs)
        return
    kept = [_kept(results, draft) for draft in drafts]
    missing = [draft for draft, found in zip(drafts, kept, strict=True) if found is None]
    fresh = iter(tuple(in_processes(partial(_keeping, task, results), missing, jobs)))
    yield from (next(fresh) if found is None else Outcome(found) for found in kept)


def _kept(results: Results, path: str) -> Checked | None:
    data = file_bytes(path)
    return None if data is None else results.find(path, data)


def _keeping(task: Task, results: Results, path: str) -> Outcome:
    """Check a draft, and keep what is found unless something goes wrong."""
    data = file_bytes(path)
    outcome = task(path)
    if data is not None and outcome.checked is not None and not outcome.failures:
        results.keep(path, data, outcome.checked)
    return outcome


def _own_failure(path: str, doing: str, problem: Exception) -> Failure:
    """A defect of citetool itself, as the user reports it: where in its code, and what."""
    import traceback

    last = traceback.extract_tb(problem.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    said = " ".join(str(problem).split())[:200]
    return Failure(path, f"citetool failed at {doing} ({type(problem).__name__} in {place}: {said}); please report it")


def lint(
    paths: tuple[str, ...],
    config: Config,
    bibliography: tuple[Reference, ...] | None = None,
    input_format: str | None = None,
    registries: Registries | None = None,
    check_addresses: CheckAddresses | None = None,
    jobs: int | None = 1,
    since: str | None = None,
    results: Results | None = None,
) -> Report:
    """Check every draft that `paths` name; what goes wrong with one is a failure, and the others are still checked.

    With `registries`, every entry is looked up there; with `check_addresses`, every web address is followed; both ask
    for all drafts of a run, one after the other. Else `jobs` processes share the drafts, with the same report in the
    end; `None`: as many as there are cores. With `since`, only the drafts are checked that git says changed since that
    revision. With `results`, what is kept there isn't checked anew, and what is found is kept; what was asked isn't.

    Raises:
        CitetoolError: git can't say what changed.
    """
    task = Task(config, bibliography, input_format, registries, check_addresses)
    failures: list[Failure] = []
    drafts = list(without_parts([draft for path in paths for draft in _drafts(path, config.exclude, failures)]))
    if since is not None:
        start = Path(paths[0]) if paths and paths[0] != "-" else Path()
        drafts = _changed(drafts, changed_since(since, start if start.is_dir() else start.parent), config)
    alone = registries is not None or check_addresses is not None or "-" in drafts
    outcomes = tuple(_outcomes(task, drafts, 1 if alone else jobs, None if alone else results))
    failures += [failure for outcome in outcomes for failure in outcome.failures]
    documents = [each.checked for each in outcomes if each.checked is not None]
    return Report(suppress(documents, config), tuple(failures))


def _changed(drafts: list[str], changed: frozenset[Path], config: Config) -> list[str]:
    """The drafts that changed files concern: they, their parts, and bibliographies that they take entries from."""
    from citetool.references.bibliography import bibliography_format

    if any(Path(each).resolve() in changed for each in config.bibliography):
        return drafts
    # Which of them a draft names is known when it is read; only drafts of these formats name any.
    naming = ("markdown", "latex") if any(bibliography_format(str(each)) for each in changed) else ()
    kept = {*among(drafts, changed), *(each for each in drafts if SUFFIXES.get(Path(each).suffix.lower()) in naming)}
    return [each for each in drafts if each in kept]


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
