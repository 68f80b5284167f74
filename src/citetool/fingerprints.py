"""What tells a finding from others, the same in the next run, however the draft is set by then.

A fingerprint has no line or note number in it: it is of the finding's code, its draft, the words it is about and the
entry that it concerns. Baselines hold fingerprints, and CI systems get them with each finding.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import NamedTuple

from citetool.model import Checked, Citation, Failure, Finding, Form, Manuscript, Reference, Span
from citetool.places import Places
from citetool.rules.wording import names


def finding_fingerprints(checked: Checked, path: str) -> list[str]:
    """The fingerprint of each finding of a draft, in their order, as 16 hexadecimal digits; no two are the same.

    `path` is what the draft is to be known by. Of findings that are alike, the first is 1, the second 2.
    """
    draft = _laid_out(checked.manuscript)
    alike: Counter[tuple[str, ...]] = Counter()
    found = []
    for finding in checked.findings:
        told_by = (finding.code, path, *_subject(draft, finding))
        alike[told_by] += 1
        found.append(_hash(*told_by, str(alike[told_by])))
    return found


def failure_fingerprint(failure: Failure, path: str) -> str:
    """The fingerprint of what couldn't be checked, also of 16 digits; the message's white space counts for nothing."""
    return _hash(path, " ".join(failure.message.split()))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


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
