"""The JSON report: a contract, whose schema is `report.schema.json` beside this module.

A change of meaning raises `VERSION`. Lines and columns count from 1, offsets and columns in code points of the
text that `citetool text` prints.
"""

from __future__ import annotations

from typing import Any

from citetool import __version__
from citetool.csl import to_csl
from citetool.model import Checked, Document, Finding, Link, Manuscript, Position, Reference, Report, Span
from citetool.reports.controls import visible_json
from citetool.reports.indenting import indented
from citetool.reports.summary import summarize, times_cited

VERSION = 1


def render_json(report: Report) -> str:
    """The report as `report.schema.json` describes it; ends with a newline."""
    counts = summarize(report)
    return _serialise(
        {
            **_header(),
            "documents": [_document(checked) for checked in report.documents],
            "failures": [{"path": each.path, "message": each.message} for each in report.failures],
            "summary": {
                "citations": counts.citations,
                "references": counts.references,
                "errors": counts.errors,
                "warnings": counts.warnings,
                "notes": counts.notes,
            },
        }
    )


def render_manuscript(manuscript: Manuscript, unlinked: bool = False) -> str:
    """What was understood of one draft: a report's document without findings, under the same header.

    Args:
        manuscript: the draft, linked.
        unlinked: whether to leave out the citations that mean an entry, and the entries that are cited.
    """
    shown = _understood(manuscript)
    if unlinked:
        cited = times_cited(manuscript)
        shown["citations"] = [
            each for each, link in zip(shown["citations"], manuscript.links, strict=True) if not link.has_entry
        ]
        shown["references"] = [each for each in shown["references"] if not cited[each["index"]]]
    return _serialise({**_header(), **shown})


def _serialise(value: dict[str, Any]) -> str:
    return visible_json(indented(value)) + "\n"


def _header() -> dict[str, Any]:
    return {"version": VERSION, "tool": {"name": "citetool", "version": __version__}}


def _document(checked: Checked) -> dict[str, Any]:
    document = checked.manuscript.document
    findings = [_finding(document, each) for each in checked.findings]
    shown = {**_understood(checked.manuscript), "findings": findings}
    if checked.manuscript.resolutions:
        from citetool.reports.resolutions import resolution_json

        shown["resolutions"] = [resolution_json(each) for each in checked.manuscript.resolutions]
    if checked.manuscript.addresses:
        shown["addresses"] = [
            {
                **_offsets(document, span),
                "url": each.url,
                "status": each.reach.value,
                "detail": each.detail,
                "archived": each.archived,
                "moved": each.moved,
            }
            for span, each in checked.manuscript.addresses
        ]
    return shown


def _understood(manuscript: Manuscript) -> dict[str, Any]:
    document = manuscript.document
    return {
        "path": document.path,
        "format": document.format,
        "language": document.language,
        "systems": [
            {
                "system": each.system.value,
                "where": "notes" if each.in_notes else "text",
                "shown": each.shown,
                "of": each.of,
                "example": each.example,
            }
            for each in manuscript.practices
        ],
        "citations": [_citation(manuscript, link) for link in manuscript.links],
        "references": [_reference(document, each) for each in manuscript.references],
    }


def _citation(manuscript: Manuscript, link: Link) -> dict[str, Any]:
    citation = manuscript.citations[link.citation]
    document = manuscript.document
    return {
        **_place(document, citation.span),
        "page": document.position(citation.span.start).page,
        "note": citation.note,
        "text": document.printed(citation.span),
        "form": citation.form.value,
        "status": link.status.value,
        "references": list(link.references),
        "score": link.score,
        "evidence": [
            {"field": each.field, "agrees": each.agrees, "cited": each.cited, "listed": each.listed}
            for each in link.evidence
        ],
    }


def _reference(document: Document, reference: Reference) -> dict[str, Any]:
    span = reference.span
    return {
        "index": reference.index,
        **(_offsets(document, span) if span else {"start": None, "end": None}),
        "line": document.position(span.start).line if span else None,
        **(_paragraph(document.position(span.start)) if span else {}),
        "text": reference.text,
        "key": reference.key,
        "csl": to_csl(reference.item),
    }


def _finding(document: Document, finding: Finding) -> dict[str, Any]:
    note = document.note_at(finding.span.start)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(document, finding.span),
        "note": note.label if note else None,
        "related": [_place(document, each) for each in finding.related],
        "hint": finding.hint,
        "edits": [{**_offsets(document, each.span), "text": each.text} for each in finding.edits],
        "applicability": finding.applicability.value if finding.edits else None,
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    place, _ = document.place(span)
    at = {"line": place.line, "column": place.column, "page": place.page}
    return {**_offsets(document, span), **at, **_paragraph(place)}


def _paragraph(place: Position) -> dict[str, int]:
    """Its number, outside notes, in a draft whose users see no lines."""
    return {} if place.paragraph is None else {"paragraph": place.paragraph}


def _offsets(document: Document, span: Span) -> dict[str, Any]:
    """Where a span stands in its file, and which that is if it isn't the draft's own."""
    path = document.place(span)[0].path
    start, end = document.span_in_file(span) if span != Span(0, 0) else span
    return {"start": start, "end": end, **({} if path == document.path else {"path": path})}
