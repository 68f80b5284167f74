"""The edits of findings, made in the text of a draft's file; no file is touched here."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from citetool.model import Applicability, Checked, Document, Edit, Finding, Span

ROUNDS = 10
"""A mend may make way for another, but not for ever."""

LOOKS = 60
"""So many times is a draft read again at most: once a round, and more only where a mend would do harm."""

_LINE_END = re.compile(r"\r\n|\r|\n")

Look = Callable[[str], Checked]
"""Reads and checks the text of a file."""


class Fix(NamedTuple):
    """The edits of a finding, at places of the file's text."""

    code: str
    edits: tuple[Edit, ...]


class Mended(NamedTuple):
    """A draft with its findings mended.

    Attributes:
        text: of the file, line ends as they were.
        checked: what is left.
        codes: those of the findings that were mended, in order, with their numbers.
    """

    text: str
    checked: Checked
    codes: tuple[tuple[str, int], ...] = ()


def has_fixes(checked: Checked, unsafe: bool) -> bool:
    """Whether a draft has findings with edits that may be made: the safe ones, or all of them."""
    return any(_may_be_made(finding, unsafe) for finding in checked.findings)


def mend(text: str, look: Look, unsafe: bool = False, can_hold: Callable[[str], bool] = lambda _: True) -> Mended:
    """Make the edits of a draft's findings until there is none left to make.

    A mend is kept only if its finding is gone afterwards and no finding has come in its stead.

    Args:
        text: of the file, line ends as they are.
        look: reads and checks such a text.
        unsafe: whether to make the edits that choose, too.
        can_hold: whether the file's encoding has a text; edits that it lacks characters for are left out.
    """
    mended = Mended(text, look(text))
    looks = LOOKS
    for _ in range(ROUNDS):
        fixes = _apart(
            fix
            for fix in fixes_of(mended.checked, mended.text, unsafe)
            if all(can_hold(edit.text) for edit in fix.edits)
        )
        before = mended
        mended, looks = _round(before, fixes, look, looks)
        if mended is before:
            break
    return mended


def fixes_of(checked: Checked, text: str, unsafe: bool) -> Iterator[Fix]:
    """The fixes of a draft's findings for the text of its file, line ends as they are; none that changes nothing.

    Places of the document are those of a text with other line ends, and with letters and their marks in one.
    """
    document = checked.manuscript.document
    # Where, in a text whose line ends are single characters, those stand that the file has two for.
    pairs = [found.start() - before for before, found in enumerate(re.finditer("\r\n", text))]
    usual = "\r\n" if pairs else "\r" if "\r" in text and "\n" not in text else "\n"

    def in_file(span: Span) -> Span:
        start, end = document.span_in_file(span)
        return Span(start + bisect_left(pairs, start), end + bisect_left(pairs, end))

    for finding in checked.findings:
        if _may_be_made(finding, unsafe) and all(_can_be_made(document, each) for each in finding.edits):
            written = _WRITTEN.get(document.format, {})
            edits = tuple(Edit(in_file(each.span), each.text.translate(written)) for each in finding.edits)
            edits = tuple(_with_ends_of(text, edits, usual))
            if apply(text, edits) != text:
                yield Fix(finding.code, edits)


def _with_ends_of(text: str, edits: tuple[Edit, ...], usual: str) -> Iterator[Edit]:
    """Edits with the line ends of what they move, also where a file has several kinds; where they add some, `usual`."""
    moved = iter([end for each in edits for end in _LINE_END.findall(text, *each.span)])
    for each in edits:
        first, *others = each.text.split("\n")
        yield Edit(each.span, first + "".join(next(moved, usual) + other for other in others))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with edits made that don't overlap, in whatever order they are given."""
    pieces = []
    at = 0
    for edit in sorted(edits):
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def diff(path: str, before: str, after: str) -> str:
    """What changed in a file, as a unified diff with the file's own line ends; nothing if nothing did."""
    # Few runs ask for it.
    import difflib

    lines = difflib.unified_diff(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends; unlike `str.splitlines`, only at line feeds, as `patch` has it."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


_WRITTEN = {"latex": str.maketrans({"–": "--", "—": "---", "\u00a0": "~"})}
"""Format -> how its files write characters that a text has."""

_MARKUP = {"latex": frozenset("\\{}$&#^_%~\n")}
"""Format -> characters that mean something else in its files than in a text."""


def _can_be_made(document: Document, edit: Edit) -> bool:
    """Whether an edit of the text is one of the draft's file: no other file's, and none of markup."""
    if document.format == "markdown" and edit.text.isspace() and _is_at_marks(document, edit.span):
        return False
    markup = _MARKUP.get(document.format)
    return markup is None or (document.stands_whole(edit.span) and markup.isdisjoint(edit.text))


def _is_at_marks(document: Document, span: Span) -> bool:
    """Whether a place of nothing has marks at it, such as those of emphasis, which a space would undo: `p.* 4*`."""
    start, end = span
    before = document.span_in_file(Span(max(0, start - 1), start))
    return start == end and before.end != document.span_in_file(span).start


def _may_be_made(finding: Finding, unsafe: bool) -> bool:
    return bool(finding.edits) and (unsafe or finding.applicability is Applicability.SAFE)


def _apart(fixes: Iterator[Fix]) -> list[Fix]:
    """The fixes that keep clear of those before them; the others wait until these are made."""
    taken: list[Span] = []
    apart = []
    for fix in fixes:
        if _apart_from_each_other(fix.edits) and all(_is_free(edit.span, taken) for edit in fix.edits):
            for edit in fix.edits:
                insort(taken, edit.span)
            apart.append(fix)
    return apart


def _apart_from_each_other(edits: tuple[Edit, ...]) -> bool:
    spans = sorted(edit.span for edit in edits)
    return all(one.end < other.start for one, other in pairwise(spans))


def _is_free(span: Span, taken: list[Span]) -> bool:
    """Whether a span doesn't so much as touch one of these, which are in order."""
    at = bisect_left(taken, span)
    return (at == 0 or taken[at - 1].end < span.start) and (at == len(taken) or span.end < taken[at].start)


def _round(before: Mended, fixes: list[Fix], look: Look, looks: int) -> tuple[Mended, int]:
    """The draft with those fixes made that do no harm, and how many looks are left.

    All are tried at once; where that does harm, each half of them, and so on down to the one that does.
    """
    mended = before
    kept: list[Fix] = []
    pending = [fixes] if fixes else []
    while pending and looks:
        some = pending.pop()
        tried = [*kept, *some]
        text = apply(before.text, [edit for fix in tried for edit in fix.edits])
        checked = look(text)
        looks -= 1
        if _do_no_harm(tried, before.checked, checked):
            kept = tried
            codes = Counter(dict(before.codes)) + Counter(fix.code for fix in kept)
            mended = Mended(text, checked, tuple(sorted(codes.items())))
        elif len(some) > 1:
            half = len(some) // 2
            pending += [some[half:], some[:half]]
    return mended, looks


def _do_no_harm(fixes: list[Fix], before: Checked, after: Checked) -> bool:
    """Whether the findings that were mended are gone, no others came, and every cite means the work that it meant."""
    if _meant(before) != _meant(after):
        return False
    made = Counter(fix.code for fix in fixes)
    had = Counter(finding.code for finding in before.findings)
    has = Counter(finding.code for finding in after.findings)
    return all(has[code] <= had[code] - made[code] for code in {*has, *made})


def _meant(checked: Checked) -> list[tuple[str, ...]]:
    """The titles of the works that each citation means; no mend changes one, though it may move an entry."""
    manuscript = checked.manuscript
    return [
        tuple(sorted(manuscript.references[index].item.title or "" for index in link.references))
        for link in manuscript.links
    ]
