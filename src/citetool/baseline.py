"""What is known already: findings written to a file, so that a later run reports only what is new.

A finding is known by its fingerprint, which has no line or note number in it: its code, its draft, the words it is
about and the entry that it concerns. docs/config.md describes the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from citetool.errors import CitetoolError
from citetool.model import Checked, Citation, Finding, Form, Manuscript, Reference, Report, Span
from citetool.places import Places
from citetool.rules.wording import names, quoted

VERSION = 1


class BadBaseline(CitetoolError):
    """A baseline that can't be read, or is none; the message names the file and what to do."""


class Known(NamedTuple):
    """A finding as a baseline has it: `text` shows people what it is about, the fingerprint alone tells it."""

    path: str
    code: str
    text: str
    fingerprint: str


def baseline_json(report: Report, folder: Path) -> str:
    """A baseline of all findings of a run, for a file in `folder`: one a line, sorted."""
    known = sorted(known for checked in report.documents for known, _ in _fingerprinted(checked, folder))
    lines = [json.dumps(_shown(each), ensure_ascii=False) for each in known]
    findings = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints in a baseline.

    Raises:
        BadBaseline: it isn't there, is no JSON, or isn't what this version writes.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadBaseline(f"{path}: no such baseline; --write-baseline {path} makes one") from None
    except OSError as problem:
        raise BadBaseline(f"{path}: can't be read: {problem.strerror}") from problem
    except (ValueError, RecursionError) as problem:
        raise BadBaseline(f"{path}: no baseline, since no JSON: {problem}") from problem
    version = content.get("version") if isinstance(content, dict) else None
    if type(version) is not int:
        raise BadBaseline(f"{path}: no baseline: it has no version; --write-baseline writes one")
    if version != VERSION:
        raise BadBaseline(
            f"{path}: of version {version}; this citetool reads {VERSION}: write it anew with --write-baseline"
        )
    findings = content.get("findings")
    if not isinstance(findings, list):
        raise BadBaseline(f"{path}: “findings” is a list of findings; write it anew with --write-baseline")
    found = set()
    for number, each in enumerate(findings, 1):
        fingerprint = each.get("fingerprint") if isinstance(each, dict) else None
        if not isinstance(fingerprint, str):
            raise BadBaseline(f"{path}: finding {number} has no fingerprint; write it anew with --write-baseline")
        found.add(fingerprint)
    return frozenset(found)


def without_known(report: Report, fingerprints: frozenset[str], folder: Path) -> Report:
    """A run with only those findings that a baseline, which lies in `folder`, hasn't."""
    documents = tuple(
        checked._replace(
            findings=tuple(
                finding for known, finding in _fingerprinted(checked, folder) if known.fingerprint not in fingerprints
            )
        )
        for checked in report.documents
    )
    return report._replace(documents=documents)


def _shown(known: Known) -> dict[str, str]:
    return {"path": known.path, "code": known.code, "fingerprint": known.fingerprint, "text": known.text}


def _fingerprinted(checked: Checked, folder: Path) -> Iterable[tuple[Known, Finding]]:
    """The findings of a draft, each as a baseline has it; of those that are alike, the first is 1, the second 2."""
    document = checked.manuscript.document
    path = _from(folder, document.path)
    draft = _laid_out(checked.manuscript)
    alike: Counter[tuple[str, ...]] = Counter()
    for finding in checked.findings:
        told_by = (finding.code, path, *_subject(draft, finding))
        alike[told_by] += 1
        parts = "\0".join((*told_by, str(alike[told_by])))
        fingerprint = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        words = document.text[finding.span.start : finding.span.end].strip()
        yield Known(path, finding.code, quoted(words)[1:-1] if words else finding.message, fingerprint), finding


def _from(folder: Path, path: str) -> str:
    """A draft's path from a folder on, so that a baseline holds wherever the two are moved together."""
    if path == "-":
        return path
    draft = Path(path).resolve()
    try:
        return Path(os.path.relpath(draft, folder.resolve())).as_posix()
    except ValueError:
        # Another drive.
        return draft.as_posix()


class _Draft(NamedTuple):
    """A draft's text, and what stands where in it, in order."""

    text: str
    entries: Places[Reference]
    citations: Places[tuple[Citation, tuple[Reference, ...]]]
    markers: Places[None]


def _laid_out(manuscript: Manuscript) -> _Draft:
    document, references = manuscript.document, manuscript.references
    linked = {link.citation: tuple(references[each] for each in link.references) for link in manuscript.links}
    markers = [*(marker for note in document.notes for marker in note.marker_spans)]
    markers += (marker for _, marker in document.stray_markers)
    return _Draft(
        document.text,
        Places((each.span, each) for each in references if each.span is not None),
        Places((each.span, (each, linked.get(index, ()))) for index, each in enumerate(manuscript.citations)),
        Places((marker, None) for marker in markers),
    )


def _subject(draft: _Draft, finding: Finding) -> tuple[str, ...]:
    """What a finding is about: its words, and the entries they concern, however the draft is set."""
    span = finding.span
    if span.start == span.end:
        # It is about no words, but about the draft.
        return (re.sub(r"\b\d+\b", "", finding.message),)
    own = draft.entries.at(span)
    if any(each.span == span for each in own):
        return tuple(map(_identity, own))
    cited = [entry for _, entries in draft.citations.at(span) for entry in entries]
    words = _plain(_without_note_numbers(draft, span))
    if not re.search(r"[^\W\d_]", words):
        # Of a marker or a page alone, what stands before it tells which.
        words = _before(draft.text, span) + words
    return (words, *sorted(set(map(_identity, own or cited))))


def _identity(reference: Reference) -> str:
    """What tells an entry from others: who, when, what."""
    item = reference.item
    year = f"{item.issued.year}{item.issued.suffix or ''}" if item.issued else ""
    return _plain(f"{names(item)}|{year}|{item.title or reference.text}")


def _without_note_numbers(draft: _Draft, span: Span) -> str:
    """The words of a span without the notes' markers in it, and without the numbers of the notes that it points to."""
    taken = draft.markers.spans_at(span)
    for citation, _ in draft.citations.at(span):
        taken += _pointed_to(citation)
    pieces = []
    at = span.start
    for each in sorted(taken):
        if each.start >= at:
            pieces.append(draft.text[at : each.start])
            at = each.end
    return "".join([*pieces, draft.text[at : span.end]])


def _pointed_to(citation: Citation) -> list[Span]:
    if citation.target is None or citation.form not in (Form.BACK_REFERENCE, Form.MENTION):
        return []
    start = citation.span.start
    number = rf"(?<!\d){re.escape(citation.target)}(?!\d)"
    return [Span(start + each.start(), start + each.end()) for each in re.finditer(number, citation.text)]


_NEAR = 60


def _before(text: str, span: Span) -> str:
    """The end of what stands before a place in its paragraph, without digits: they may be the markers of notes."""
    start = max(text.rfind("\n\n", 0, span.start), span.start - 4 * _NEAR, 0)
    return re.sub(r"\d|[⁰¹²³⁴-⁹]", "", _plain(text[start : span.start]))[-_NEAR:]


def _plain(text: str) -> str:
    """Words without what setting them anew changes: white space, and hyphens within a word or at a line's end."""
    return re.sub(r"(?<=[^\W\d_])[-‐\u00ad]\s*(?=[^\W\d_])|\s+|\u00ad", "", text)
