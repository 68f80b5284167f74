"""Footnotes and endnotes in text form, and the markers that refer to them.

Four conventions are known: `[^12]: …` (Pandoc's markdown); a paragraph that opens with superscript digits; numbered
paragraphs below a heading "Notes"; and plain digits at a line's start, where the same digits stick to a word above.
An author's note opens with `* `.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import zip_longest
from typing import NamedTuple

from citetool.model import Note, Span
from citetool.readers.headings import heading_kind
from citetool.readers.lines import Line, trim

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789")
"""Digits to superscripts, and back."""

NUMBERS = re.compile(r"[0-9]{1,4}(?:(?:[,;] ?|-{1,2}|[\u2010-\u2013])[0-9]{1,4}){0,40}+")
"""What stands raised as numbers of notes or entries: `3,5–7`."""

_MARKDOWN_BODY = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*")
_MARKDOWN_MARKER = re.compile(r"\[\^([^\]\s]{1,40})\]")
_RAISED_BODY = re.compile(rf"([{SUPERSCRIPTS}]{{1,4}})[ \t\u00a0]*(?=\S)")
_RAISED = re.compile(rf"[{SUPERSCRIPTS}]{{1,4}}")
_NUMBERED_BODY = re.compile(r"[ \t]*\[?([0-9]{1,4})(?:[.)\]]{0,2}[ \t\u00a0]+)(?=\S)")
_BRACKETED = re.compile(r"\[([0-9]{1,3})\]")
_YEAR = r"(?<![0-9])(?:19|20)[0-9]{2}"
_ATTACHED = re.compile(
    r"(?:(?<=[^\W\d_])(?<!(?<![^\W_])[A-Z])|(?<=[;!?)\"”’»\]])|(?<=[.,:])(?<![0-9][.,:])"
    rf"|(?<={_YEAR})|(?<={_YEAR}[.,:]))([0-9]{{1,3}})(?=[\s.,;:)\]—–-]|$)"
)
"""Digits that stick to a word, a punctuation mark or a year; `4` in `3.4`, `2:4` or `F4` is a part of that."""
_UNIT = re.compile(r"(?:^|[^\w])(?:[a-zA-Zµχ]{1,2}|[0-9.,]*[0-9])$")


MISSED = 2
"""So many markers in a row may have been lost between two that are there."""


class _Found(NamedTuple):
    label: str
    label_start: int
    start: int
    end: int
    raised: bool = False
    marker: Span | None = None


def raised_numbers(numbers: str) -> str:
    """Numbers as superscripts; `--`, which LaTeX and Markdown print as a dash, as one."""
    return numbers.translate(RAISED).replace("--", "–")


def find_notes(
    text: str, all_lines: list[Line], lists: tuple[Span, ...], items: frozenset[int] = frozenset()
) -> tuple[tuple[Note, ...], tuple[tuple[str, Span], ...]]:
    """The notes outside the lists, in order of their bodies, and the markers that lead to none (label, span).

    Args:
        text: of the draft.
        all_lines: its lines.
        lists: where its reference lists stand.
        items: where items of numbered lists begin that the file's format marks as such.
    """
    free = [line for line in all_lines if not any(span.start <= line.start < span.end for span in lists)]
    found = _markdown(text, free) or []
    found += _raised(text, free)
    found += _below_heading(text, free, found)
    if not found:
        found = _plain_digits(text, free, items)
    found += _author_notes(text, free, found)
    found.sort(key=lambda each: each.start)
    return _with_markers(text, found, lists)


def _body(text: str, free: list[Line], index: int, start: int) -> tuple[int, int]:
    """From `start` on the line at `index` to the end of its paragraph."""
    end = free[index].end
    for place in range(index + 1, len(free)):
        after = free[place]
        if after.blank or after.start != end + 1 or _opens_note(after.text):
            break
        end = after.end
    part = trim(text, start, end)
    return (part.start, part.end) if part else (start, start)


def _opens_note(line: str) -> bool:
    return bool(_RAISED_BODY.match(line) or _MARKDOWN_BODY.match(line))


def _markdown(text: str, free: list[Line]) -> list[_Found]:
    found = []
    for index, line in enumerate(free):
        if line.text.startswith("[^") and (match := _MARKDOWN_BODY.match(line.text)):
            start, end = _body(text, free, index, line.start + match.end())
            follow = index + 1
            while follow < len(free) and free[follow].end <= end:
                follow += 1
            # Indented paragraphs go on with the note.
            while follow + 1 < len(free) and free[follow].blank and free[follow + 1].text.startswith(("    ", "\t")):
                _, end = _body(text, free, follow + 1, free[follow + 1].start)
                follow += 2
                while follow < len(free) and free[follow].end <= end:
                    follow += 1
            found.append(_Found(match.group(1), line.start, start, end))
    return found


def _raised(text: str, free: list[Line]) -> list[_Found]:
    found = []
    for index, line in enumerate(free):
        if line.text[:1] in SUPERSCRIPTS and line.text and (match := _RAISED_BODY.match(line.text)):
            start, end = _body(text, free, index, line.start + match.end())
            found.append(_Found(match.group(1).translate(PLAIN), line.start, start, end, raised=True))
    return found


def _below_heading(text: str, free: list[Line], known: list[_Found]) -> list[_Found]:
    """Numbered paragraphs below a heading "Notes", up to the next heading of a known kind."""
    known = sorted(known, key=lambda each: each.label_start)
    starts = [each.label_start for each in known]
    found: list[_Found] = []
    inside = False
    expected = 1
    for index, line in enumerate(free):
        kind = None if line.blank else heading_kind(line.text)
        if kind == "notes":
            inside, expected = True, 1
        elif kind in ("references", "after"):
            inside = False
        elif inside and not line.blank and not _in_a_note(line, known, starts):
            match = _NUMBERED_BODY.match(line.text)
            if match and expected <= int(match.group(1)) <= expected + 2:
                start, end = _body(text, free, index, line.start + match.end())
                found.append(_Found(match.group(1), line.start, start, end))
                expected = int(match.group(1)) + 1
            elif found and index and free[index - 1].blank and expected > 1:
                # A further paragraph of the note before.
                _, end = _body(text, free, index, line.start)
                found[-1] = found[-1]._replace(end=end)
            elif expected == 1:
                # “Note” above a box of a manual, or a column of a table.
                inside = False
    return _without_numbered_lines(text, found)


def _in_a_note(line: Line, known: list[_Found], starts: list[int]) -> bool:
    place = bisect_right(starts, line.start) - 1
    return place >= 0 and line.start < known[place].end


def _without_numbered_lines(text: str, found: list[_Found]) -> list[_Found]:
    """Each note ends where the next begins, where notes follow each other line by line."""
    ended = []
    for each, after in zip_longest(found, found[1:]):
        if after and after.label_start < each.end:
            part = trim(text, each.start, after.label_start)
            each = each._replace(end=part.end if part else each.start)
        ended.append(each)
    return ended


def _plain_digits(text: str, free: list[Line], items: frozenset[int]) -> list[_Found]:
    """`12 Lindqvist 2018, p. 207.` at a line's start, where `12` sticks to a word before it; raised, for `items`."""
    candidates = [
        (index, line, match)
        for index, line in enumerate(free)
        if line.text[:1].isdigit()
        and (match := _NUMBERED_BODY.match(line.text))
        and not (index and _goes_on(free[index - 1], line, match))
    ]
    if not candidates:
        return []
    raised: dict[int, list[int]] = {}
    for marker in _RAISED.finditer(text):
        raised.setdefault(int(marker.group().translate(PLAIN)), []).append(marker.start())
    places = {number: list(starts) for number, starts in raised.items()}
    for marker in _ATTACHED.finditer(text):
        places.setdefault(int(marker.group(1)), []).append(marker.start())
    for starts in places.values():
        starts.sort()
    found: list[_Found] = []
    since = 0
    stopped = False
    for index, line, match in candidates:
        number = int(match.group(1))
        expected = int(found[-1].label) + 1 if found else 1
        spots = (raised if line.start in items else places).get(number, [])
        spot = bisect_right(spots, since)
        # A marker that could not be read may leave a gap, but not at the start.
        follows = number == expected or (found and expected < number <= expected + MISSED)
        # Within a paragraph, `3 (2013)` is no note where notes have `3.`.
        bare = stopped and not free[index - 1].blank and not _stopped(match)
        if follows and not bare and spot < len(spots) and spots[spot] < line.start:
            stopped = stopped if found else _stopped(match)
            start, end = _body(text, free, index, line.start + match.end())
            since = spots[spot]
            found.append(_Found(match.group(1), line.start, start, end))
    return _without_numbered_lines(text, found) if len(found) > 1 else []


_NOTE_ENDS = re.compile(r"[.)\]>?!…”’»\"'0-9]$")


def _goes_on(before: Line, line: Line, match: re.Match[str]) -> bool:
    """Whether a number at a line's start belongs to the sentence of the line before: `5 mM`, `(Figure` and `4)`."""
    own = before.text.rstrip()
    if before.blank:
        return False
    opened = ")" in match.group() and own.count("(") > own.count(")")
    return opened or (not line.text[match.end()].isupper() and _NOTE_ENDS.search(own) is None)


def _stopped(match: re.Match[str]) -> bool:
    return not match.group().strip().isdigit()


def _author_notes(text: str, free: list[Line], known: list[_Found]) -> list[_Found]:
    """`* Dr A is Lecturer …`, where a line before it ends in `*` and it is no item of a bulleted list."""
    found = []
    marker = None
    starred = [index for index, line in enumerate(free) if line.text.startswith("* ")]
    if not starred:
        return []
    for index, line in enumerate(free):
        stripped = line.text.rstrip()
        if marker is None and stripped.endswith((" *", "\\*")) and len(stripped) < 200:
            marker = index
            end = line.start + len(stripped)
            span = Span(end - 1, end)
    if marker is None:
        return []
    for index in starred:
        beside = [*free[max(0, index - 2) : index], *free[index + 1 : index + 3]]
        near = any(line.text.startswith("* ") for line in beside)
        if index > marker and not near:
            start, end = _body(text, free, index, free[index].start + 2)
            found.append(_Found("*", free[index].start, start, end, marker=span))
            break
    return [each for each in found if not any(k.start <= each.start < k.end for k in known)]


def _glued(label: str, expected: int, labels: set[str]) -> list[str]:
    """Two or three markers side by side that lost what stood between them: `89` for 8 and 9."""
    start = str(expected)
    if not label.startswith(start) or start not in labels:
        return [label] if label in labels else []
    found = [start]
    rest = label[len(start) :]
    while rest:
        following = str(int(found[-1]) + 1)
        if not rest.startswith(following) or following not in labels:
            return [label] if label in labels else []
        found.append(following)
        rest = rest[len(following) :]
    return found


_Places = dict[str, list[Span]]


def _raised_markers(
    text: str, labels: set[str], label_starts: set[int], in_list: Callable[[int], bool]
) -> tuple[_Places, list[tuple[str, Span]]]:
    """Superscripts that lead to notes, by their labels, and those that lead to none."""
    places: _Places = {}
    stray: list[tuple[str, Span]] = []
    expected = 1
    for match in _RAISED.finditer(text):
        if match.start() in label_starts or in_list(match.start()):
            continue
        label = match.group().translate(PLAIN)
        exponent = _UNIT.search(text, max(0, match.start() - 4), match.start()) is not None
        if exponent and (label not in labels or not expected <= int(label) <= expected + 3):
            continue
        parts = [label] if label in labels and int(label) <= expected + 9 else _glued(label, expected, labels)
        for part in parts or [label]:
            span = Span(*match.span())
            if part in labels:
                places.setdefault(part, []).append(span)
                expected = int(part) + 1
            else:
                stray.append((part, span))
    return places, stray


def _attached_markers(text: str, found: list[_Found], labels: set[str], in_list: Callable[[int], bool]) -> _Places:
    """Digits that stick to words, in the order of the notes; `[12]` where the notes have that."""
    places: _Places = {}
    expected = 1
    bodies = [(each.label_start, each.end) for each in found]
    bracketed = all(text.startswith("[", each.label_start) for each in found)
    for match in (_BRACKETED if bracketed else _ATTACHED).finditer(text):
        inside = bisect_right(bodies, (match.start(), len(text))) - 1
        if (inside >= 0 and match.start() < bodies[inside][1]) or in_list(match.start()):
            continue
        number = int(match.group(1))
        if expected <= number <= expected + MISSED and match.group(1) in labels:
            places.setdefault(match.group(1), []).append(Span(*match.span()))
            expected = number + 1
    return places


def _with_markers(
    text: str, found: list[_Found], lists: tuple[Span, ...]
) -> tuple[tuple[Note, ...], tuple[tuple[str, Span], ...]]:
    if not found:
        return (), ()
    labels = {each.label for each in found}
    places: _Places = {}
    stray: list[tuple[str, Span]] = []
    label_starts = {each.label_start for each in found}
    markdown = any(text.startswith("[^", each.label_start) for each in found)
    raised = _RAISED.search(text) is not None

    def in_list(at: int) -> bool:
        return any(at in span for span in lists)

    if markdown:
        for match in _MARKDOWN_MARKER.finditer(text):
            if match.start() in label_starts or in_list(match.start()):
                continue
            span = Span(*match.span())
            if match.group(1) in labels:
                places.setdefault(match.group(1), []).append(span)
            else:
                stray.append((match.group(1), span))
    if raised and (not markdown or any(each.raised for each in found)):
        by_raised, lost = _raised_markers(text, labels, label_starts, in_list)
        most = 2 * len(by_raised) >= len(labels)
        attached = {} if markdown or most else _attached_markers(text, found, labels, in_list)
        if len(attached) > len(by_raised):
            # The raised digits are something else: editions, exponents.
            by_raised, lost = attached, []
        for label, spans in by_raised.items():
            places.setdefault(label, []).extend(spans)
        stray += lost
    elif not markdown:
        places = _attached_markers(text, found, labels, in_list)
    for each in found:
        if each.marker is not None:
            places.setdefault(each.label, []).append(each.marker)
    notes = tuple(
        Note(
            each.label,
            int(each.label) if each.label.isdecimal() else None,
            Span(each.start, each.end),
            tuple(places.get(each.label, ())),
        )
        for each in found
        if each.end > each.start
    )
    return notes, tuple(stray)
