"""Findings that are not wanted: silenced by comments in drafts and by `[[ignore]]` tables of the config.

An ignore that silences nothing is itself a finding (CT001).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from citetool.config import Config, IgnoreTable
from citetool.model import Checked, Comment, Document, Finding, Piece, Severity, Span
from citetool.places import Places
from citetool.rules import RULES, in_reading_order
from citetool.rules.ignores import Ignore, read_ignore, unused_ignore
from citetool.rules.rule import Rule
from citetool.rules.selection import chosen, fits, fits_path

_RECORDS = ("CT402", "CT403", "CT404", "CT405")
_ADDRESSES = ("CT406",)


def suppress(documents: Sequence[Checked], config: Config) -> tuple[Checked, ...]:
    """The drafts of a run without the findings that are silenced, and with one for each ignore that silences none.

    A table of the config that silences none is told of once, at the beginning of the first draft that it is for.
    """
    used: set[IgnoreTable] = set()
    left: list[Checked] = []
    for checked in documents:
        document = checked.manuscript.document
        said = [(comment, ignore) for comment in document.comments if (ignore := read_ignore(comment.text))]
        tables = _tables_for(document, config)
        ignores = _laid_out(document, said)
        silencing: set[Comment] = set()
        kept: list[Finding] = []
        for finding in checked.findings:
            by_comment = [each for codes, group in ignores.on(finding) if _names(codes, finding) for each in group]
            by_table = [table for table in tables if _meant(table, document, finding)]
            silencing.update(by_comment)
            used.update(by_table)
            if not by_comment and not by_table:
                kept.append(finding)
        unused = [(comment, ignore) for comment, ignore in said if comment not in silencing]
        kept += _unused_comments(checked, config, unused)
        left.append(_with_findings(checked, kept))
    told: set[IgnoreTable] = set()
    return tuple(_tell_tables(checked, config, used, told) for checked in left)


class _Asked(NamedTuple):
    """Whether, and as what, CT001 is looked at in a draft; and the other rules that are."""

    severity: Severity | None
    rules: frozenset[str]


def _asked(checked: Checked, config: Config) -> _Asked:
    manuscript = checked.manuscript
    rules = {rule.code: severity for rule, severity in chosen(RULES, config, manuscript.document.path)}
    severity = rules.pop(unused_ignore.code, None)
    # Without a registry's answer, these had nothing to find.
    unasked = (() if manuscript.resolutions else _RECORDS) + (() if manuscript.addresses else _ADDRESSES)
    return _Asked(severity, frozenset(rules).difference(unasked))


def _names(selectors: Iterable[str], finding: Finding) -> bool:
    return finding.code != unused_ignore.code and any(fits(finding, selector) for selector in selectors)


def _meant(table: IgnoreTable, document: Document, finding: Finding) -> bool:
    if not _names((table.code,), finding):
        return False
    wanted = _folded(table.text)
    return wanted in _folded(document.printed(finding.span)) or wanted in _folded(finding.message)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _tables_for(document: Document, config: Config) -> list[IgnoreTable]:
    return [each for each in config.ignore_tables if each.path is None or fits_path(document.path, each.path)]


_ByCodes = dict[tuple[str, ...], list[Comment]]
"""Comments by what they name; many of a kind at one place are asked once."""


class _Ignores(NamedTuple):
    """The comments of a draft by what they are about: all of it, a line, a paragraph."""

    everywhere: _ByCodes
    lines: Places[_ByCodes]
    paragraphs: Places[_ByCodes]

    def on(self, finding: Finding) -> Iterator[tuple[tuple[str, ...], list[Comment]]]:
        """Those about the place of a finding."""
        # A finding about nothing but a place is in the line of that place.
        words = Span(finding.span.start, max(finding.span.end, finding.span.start + 1))
        for by_codes in (self.everywhere, *self.lines.at(words), *self.paragraphs.at(words)):
            yield from by_codes.items()


def _laid_out(document: Document, said: Sequence[tuple[Comment, Ignore]]) -> _Ignores:
    everywhere: _ByCodes = {}
    lines: dict[Span, _ByCodes] = {}
    paragraphs: dict[Span, _ByCodes] = {}
    paragraph = Span(0, 0)
    pieces = _by_place(document, said)
    for comment, ignore in said:
        if ignore.whole_draft:
            by_codes = everywhere
        elif comment.alone:
            # Comments come in order, so that one in the paragraph of the one before needs no search.
            if not (paragraph.start < comment.at <= paragraph.end):
                paragraph = _paragraph(document, comment.at)
            by_codes = paragraphs.setdefault(paragraph, {})
        else:
            for span in _line(document, comment, pieces):
                lines.setdefault(span, {}).setdefault(ignore.selectors, []).append(comment)
            continue
        by_codes.setdefault(ignore.selectors, []).append(comment)
    return _Ignores(everywhere, Places(lines.items()), Places(paragraphs.items()))


def _by_place(document: Document, said: Sequence[tuple[Comment, Ignore]]) -> list[tuple[Piece, int]]:
    """Where the parts of the text stand in the draft's files, in their order there, and where each ends in the text."""
    if all(comment.in_row is None or comment.alone for comment, _ in said):
        return []
    ends = [each.start for each in document.pieces[1:]]
    return sorted(zip(document.pieces, ends, strict=False), key=lambda each: each[0].at)


def _line(document: Document, comment: Comment, pieces: Sequence[tuple[Piece, int]]) -> list[Span]:
    """The words that stand on the line of a comment: of its file, where the text's lines are paragraphs."""
    found = []
    if comment.in_row is not None:
        line = document.file_line(comment.in_row)
        index = bisect_left(pieces, line.start, key=lambda each: each[0].at)
        # Parts of several lines begin before the one looked for.
        while index and pieces[index - 1][0].at + pieces[index - 1][0].length > line.start:
            index -= 1
        while index < len(pieces) and pieces[index][0].at < line.end:
            piece, end = pieces[index]
            start = piece.start
            if piece.length == end - start:
                start, end = start + max(0, line.start - piece.at), min(end, start + line.end - piece.at)
            found.append(Span(start, end))
            index += 1
    return found or [document.line_span(comment.at)]


def _paragraph(document: Document, at: int) -> Span:
    """The paragraph around a place or, if nothing is around it, after it."""
    line = document.line_span(at)
    size = len(document.text)
    while _blank(document, line) and line.end < size:
        line = document.line_span(line.end + 1)
    start, end = line
    while start and not _blank(document, above := document.line_span(start - 1)):
        start = above.start
    while end < size and not _blank(document, below := document.line_span(end + 1)):
        end = below.end
    return Span(start, end)


def _blank(document: Document, line: Span) -> bool:
    return not document.text[line.start : line.end].strip()


def _unused_comments(checked: Checked, config: Config, unused: Sequence[tuple[Comment, Ignore]]) -> Iterator[Finding]:
    if not unused:
        return
    asked = _asked(checked, config)
    if asked.severity is None:
        return
    for comment, said in unused:
        unknown = [each for each in said.selectors if not _fitting(each)]
        if unknown:
            yield _finding(
                asked.severity,
                Span(comment.at, comment.at),
                f"no rule “{unknown[0]}” to ignore",
                "name a code, the beginning of codes, or a rule; `citetool rules` lists them all",
            )
        elif _all_asked(said.selectors, asked):
            where = "this draft" if said.whole_draft else "this line or paragraph"
            yield _finding(
                asked.severity,
                Span(comment.at, comment.at),
                f"nothing to ignore: {', '.join(said.selectors)} isn't found in {where}",
                "remove the comment",
            )


def _tell_tables(checked: Checked, config: Config, used: set[IgnoreTable], told: set[IgnoreTable]) -> Checked:
    """The draft with what is to be said of tables that silence nothing; `told` takes those it is said of."""
    unused = [each for each in _tables_for(checked.manuscript.document, config) if each not in used | told]
    if not unused:
        return checked
    asked = _asked(checked, config)
    if asked.severity is None:
        return checked
    found = []
    for table in unused:
        if _all_asked((table.code,), asked):
            told.add(table)
            with_text = f" with “{table.text}”" if table.text else ""
            # Where the config's folder lies differs from machine to machine; reports and baselines don't.
            message = f"{PurePath(table.place).name}: nothing to ignore: {table.code}{with_text} isn't found"
            found.append(_finding(asked.severity, Span(0, 0), message, "remove the table, or give it a path"))
    return _with_findings(checked, [*checked.findings, *found])


def _fitting(selector: str) -> list[Rule]:
    return [rule for rule in RULES if fits(rule, selector)]


def _all_asked(selectors: Iterable[str], asked: _Asked) -> bool:
    return all(rule.code in asked.rules for selector in selectors for rule in _fitting(selector))


def _finding(severity: Severity, span: Span, message: str, hint: str) -> Finding:
    return Finding(unused_ignore.code, unused_ignore.name, severity, message, span, hint=hint)


def _with_findings(checked: Checked, findings: Sequence[Finding]) -> Checked:
    return checked._replace(findings=in_reading_order(checked.manuscript.document, findings))
