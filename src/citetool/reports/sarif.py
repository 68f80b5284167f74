"""The report for code scanning: SARIF 2.1.0.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. What GitHub reads of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from citetool import __version__
from citetool.model import Document, Failure, Finding, Report, Span
from citetool.readers.formats import FORMATS
from citetool.reports.controls import visible, visible_json
from citetool.reports.indenting import Json, indented
from citetool.reports.places import Placed, fingerprints, place, placed, placed_sentence, region, uri
from citetool.rules import RULES
from citetool.rules.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

HOME = "https://pypi.org/project/citetool/"

_EXCERPT = 120
"""Characters of another place that the message about it quotes."""


def render_sarif(report: Report) -> str:
    """The report as one run, with all rules, as GitHub would have them the same in every run; ends with a newline."""
    findings = placed(report)
    others = dict(sorted((each.finding.code, each.finding.name) for each in findings))
    rules = {rule.code: _rule(rule) for rule in RULES}
    rules |= {code: _unlisted_rule(code, name) for code, name in others.items() if code not in rules}
    indices = {code: index for index, code in enumerate(rules)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "citetool",
                "version": __version__,
                "informationUri": HOME,
                "rules": list(rules.values()),
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [_notification(each) for each in report.failures],
            }
        ],
        "results": [
            _result(each, indices[each.finding.code], fingerprint)
            for each, fingerprint in zip(findings, fingerprints(report), strict=True)
        ],
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return visible_json(indented(log)) + "\n"


def _rule(rule: Rule) -> Json:
    page = f"{rule.summary}\n\n{rule.why}"
    return {
        "id": rule.code,
        "name": _pascal_case(rule.name),
        "shortDescription": {"text": _literal(rule.summary)},
        "fullDescription": {"text": _literal(rule.why or rule.summary)},
        "help": {
            "text": _literal(f"{page}\n\nBad:\n\n{rule.bad}\n\nGood:\n\n{rule.good}"),
            "markdown": f"{page}\n\n**Bad**\n\n{_fenced(rule.bad)}\n\n**Good**\n\n{_fenced(rule.good)}",
        },
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _unlisted_rule(code: str, name: str) -> Json:
    """What there is to say of findings that no rule of the table makes; GitHub asks for each of these."""
    words = {"text": name.replace("-", " ")}
    return {"id": code, "name": _pascal_case(name), "shortDescription": words, "fullDescription": words, "help": words}


def _pascal_case(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def _fenced(draft: str) -> str:
    """A draft as a block of code; its own backticks end no block of four."""
    return f"````text\n{draft}\n````"


def _notification(failure: Failure) -> Json:
    return {
        "level": "error",
        "message": {"text": _literal(visible(failure.message))},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(failure.path)}}],
    }


def _result(each: Placed, index: int, fingerprint: str) -> Json:
    document, finding = each.document, each.finding
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": _literal(placed_sentence(document, finding))},
        "locations": [{"physicalLocation": _place(document, finding.span)}],
        # GitHub tells results apart by the first name alone, and would otherwise put the line's text there, so that
        # an alert would be a new one whenever a paragraph is wrapped anew.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "citedWords/v2": fingerprint},
        **({"relatedLocations": _related(document, finding)} if finding.related else {}),
        **({"fixes": [_fix(document, finding)]} if finding.edits and FORMATS[document.format].is_text else {}),
    }


def _related(document: Document, finding: Finding) -> list[Json]:
    return [
        {
            "id": number,
            "physicalLocation": _place(document, span),
            "message": {"text": _literal(_excerpt(document, span))},
        }
        for number, span in enumerate(finding.related, 1)
    ]


def _excerpt(document: Document, span: Span) -> str:
    words = " ".join(document.text[span.start : span.end].split())
    return visible(words if len(words) <= _EXCERPT else f"{words[: _EXCERPT - 1]}…")


def _fix(document: Document, finding: Finding) -> Json:
    paths = dict.fromkeys(region(document, edit.span).path for edit in finding.edits)
    return {
        "description": {"text": _literal(visible(finding.hint or finding.message))},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [
                    {"deletedRegion": _region(document, edit.span), "insertedContent": {"text": edit.text}}
                    for edit in finding.edits
                    if region(document, edit.span).path == path
                ],
            }
            for path in paths
        ],
    }


def _place(document: Document, span: Span) -> Json:
    """Where a span lies; of files whose users see no lines, the file, as the message says where in it."""
    has_lines = place(document, span.start) is None
    return {
        "artifactLocation": _artifact(region(document, span).path),
        **({"region": _region(document, span)} if has_lines else {}),
    }


def _artifact(path: str) -> Json:
    return {"uri": uri(path), **({} if PurePath(path).is_absolute() else {"uriBaseId": "%SRCROOT%"})}


def _region(document: Document, span: Span) -> Json:
    line, column, end_line, end_column, _ = region(document, span)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _literal(text: str) -> str:
    """A text none of which is a placeholder (`{0}`, 3.11.5 of the format) or a link (`[a](b)`, 3.11.6) of a message."""
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", re.sub(r"\{(\d+)\}", r"{{\1}}", text))
