"""What is known already: findings written to a file, so that a later run reports only what is new.

A finding is known by its fingerprint. docs/config.md describes the file, and reports/baseline.schema.json is its
schema.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from citetool.errors import CitetoolError
from citetool.fingerprints import finding_fingerprints
from citetool.model import Checked, Finding, Report
from citetool.rules.wording import quoted

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
    known = sorted(known for checked in report.documents for known, _ in _known(checked, folder))
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
                finding for known, finding in _known(checked, folder) if known.fingerprint not in fingerprints
            )
        )
        for checked in report.documents
    )
    return report._replace(documents=documents)


def _shown(known: Known) -> dict[str, str]:
    return {"path": known.path, "code": known.code, "fingerprint": known.fingerprint, "text": known.text}


def _known(checked: Checked, folder: Path) -> Iterable[tuple[Known, Finding]]:
    """The findings of a draft, each as a baseline in `folder` has it."""
    document = checked.manuscript.document
    path = _from(folder, document.path)
    for finding, fingerprint in zip(checked.findings, finding_fingerprints(checked, path), strict=True):
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
