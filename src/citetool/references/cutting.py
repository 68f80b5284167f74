"""Cut a list into its entries, whether blank lines, bullets, numbers, line starts or indents set them off."""

import re
from itertools import pairwise, zip_longest
from typing import NamedTuple

from citetool.model import Document, Span
from citetool.names import REPEATED, read_name_list
from citetool.readers.headings import heading_kind
from citetool.readers.lines import Line, blocks, lines, trim
from citetool.readers.lists import dated


class Entry(NamedTuple):
    """An entry's place: `span` as printed without its bullet, `body` also without its number or label."""

    span: Span
    body: Span
    number: int | None = None
    label: str | None = None


_BULLET = re.compile(r"[ \t]*(?:[-–*•‣◦▪●·∙]|\\item)[ \t\u00a0\n]+(?=\S)")
_NUMBER = re.compile(
    r"[ \t]*(?:\[(?P<in>[0-9]{1,4})\]|\((?P<round>[0-9]{1,4})\)|(?P<bare>[0-9]{1,4})[.)]?)[ \t\u00a0\n]+(?=\S)"
)
_LABEL = re.compile(r"\[(?P<label>[^\W_][\w+.:-]{0,15})\][ \t\u00a0\n]+(?=\S)")
"""`[Mar98]`, `[MH+04a]`: the labels that BibTeX's alpha and DIN 1505-2 give entries."""

_ENDS = re.compile(r"(?:[.)>\]’”»\"'?!…]|[\w/]{12,}|[0-9])$")
_YEAR = re.compile(r"[\s.,:(\[]{1,4}(?:1[4-9]|20)[0-9]{2}[a-z]?(?![\w/])")
"""The year right behind an entry's names."""

_WRAP = 55
"""Characters; lines wrapped by extraction are longer than this, entries of one line may be shorter."""


def cut_entries(document: Document) -> list[Entry]:
    """The entries of all lists of a document, in order; headings and running heads between them are left out."""
    found: list[Entry] = []
    outside = {_bare(line.text) for line in lines(document.text) if not document.in_list(line.start)}
    for span in document.list_spans:
        pieces = _pieces(document.text, span)
        pieces = [piece for piece in pieces if not _furniture(document.text[piece.start : piece.end], outside)]
        pieces = _joined(document.text, pieces)
        found += _numbered(document.text, pieces)
    return found


def _pieces(text: str, span: Span) -> list[Span]:
    stretches = [lines(text, block) for block in blocks(text, span)]
    marked = [
        [0] if after and _numbered_next(own[0], after[0]) else _marked_starts(own)
        for own, after in zip_longest(stretches, stretches[1:])
    ]
    starts = [marks or _starts(own) for own, marks in zip(stretches, marked, strict=True)]
    if _parted(stretches, starts):
        width = _width(stretches)
        starts = [marks or _sure_starts(own, width) for own, marks in zip(stretches, marked, strict=True)]
    pieces: list[Span] = []
    for own, first_lines in zip(stretches, starts, strict=True):
        cuts = [own[index].start for index in first_lines] + [own[-1].end]
        pieces += [part for start, end in pairwise(cuts) if (part := trim(text, start, end))]
    return pieces


def _parted(stretches: list[list[Line]], starts: list[list[int]]) -> bool:
    """Whether blank lines part the entries: most stretches between them that are entries at all hold one only."""
    held = [
        len(first_lines)
        for own, first_lines in zip(stretches, starts, strict=True)
        if len(own) > 1 or dated(own[0].text)
    ]
    return 2 * held.count(1) > len(held)


def _width(stretches: list[list[Line]]) -> int:
    """Characters in the longest line; one of a single word, an address mostly, may be longer than others can be."""
    return max((len(line.text) for own in stretches for line in own if " " in line.text.strip()), default=0)


def _sure_starts(own: list[Line], width: int) -> list[int]:
    """Indices of the lines that open an entry although no blank line stands before them: the evidence is strong."""
    found = [0]
    for index in range(1, len(own)):
        before, line = own[index - 1], own[index]
        if _opens_entry(before, line) and (
            _had_room(before, line, width) or (_dated_names(own[found[-1]]) and _dated_names(line))
        ):
            found.append(index)
    return found


def _had_room(before: Line, line: Line, width: int) -> bool:
    """Whether the first word of a line would have fitted on the line before, so that it wasn't wrapped there."""
    return len(before.text.rstrip()) + 1 + len(line.text.split(maxsplit=1)[0]) <= FULL_LINE * width


def _dated_names(line: Line) -> bool:
    """Whether names, the first of them inverted, and the year right behind them open a line."""
    own = line.text.lstrip()
    names = read_name_list(own, limit=120, order="inverted")
    return bool(names.names) and _YEAR.match(own, names.end) is not None


def _marked_starts(own: list[Line]) -> list[int]:
    """Indices of the lines that open an entry by bullets, numbers or indents; none if these don't tell."""
    for pattern in (_BULLET, _NUMBER):
        first = _mark(pattern, own[0])
        marked = [index for index, line in enumerate(own) if first and _mark(pattern, line) == first]
        if pattern is _NUMBER:
            marked = _in_sequence(own, marked)
        if marked and (len(marked) > 1 or len(own) <= 3):
            return marked
    indents = [len(line.text) - len(line.text.lstrip()) for line in own]
    if min(indents) < max(indents) and indents[0] == min(indents):
        hanging = [index for index, indent in enumerate(indents) if indent == min(indents)]
        if len(hanging) < len(own):
            return hanging
    return []


def _mark(pattern: re.Pattern[str], line: Line) -> str | None:
    """The bullet, or the number's stop or brackets, that opens a line; the entries of a list have the same one."""
    match = pattern.match(line.text)
    return re.sub(r"[0-9]+", "0", match.group().strip()) if match else None


def _starts(own: list[Line]) -> list[int]:
    """Indices of the lines that open an entry, by how they begin and end; the first always does."""
    if not _wrapped(own):
        return [0] + [index for index in range(1, len(own)) if not own[index].text[0].islower() or _named(own[index])]
    return [0] + [index for index in range(1, len(own)) if _opens_entry(own[index - 1], own[index])]


FULL_LINE = 0.85
"""Of the longest line's length: a line as long as this may have been wrapped."""

FULL_LINES = 0.35
"""So large a share of full lines, at least, have lists whose entries go on from line to line."""


def _wrapped(own: list[Line]) -> bool:
    """Whether entries go on from line to line: many lines are full, or they neither end nor begin as entries do."""
    lengths = [len(line.text) for line in own]
    longest = max(lengths)
    full = sum(length >= FULL_LINE * longest for length in lengths)
    if len(own) < _FEW_LINES or full >= FULL_LINES * len(own):
        return True
    ended = sum(_ENDS.search(line.text.rstrip()) is not None for line in own)
    return ended < ENTRY_LIKE * len(own) and sum(map(_named, own)) < ENTRY_LIKE * len(own)


ENTRY_LIKE = 0.8
"""So large a share of lines that end (or begin) as entries do, in lists of an entry a line."""

_FEW_LINES = 4
"""Lines; of fewer, the lengths tell nothing."""


def _named(line: Line) -> bool:
    """`de Vries, K. (2017)` opens an entry; `and so on` goes on with the one before."""
    own = line.text.lstrip()
    return bool(read_name_list(own, limit=120, order="inverted").names) and dated(own[:300])


def _in_sequence(own: list[Line], marked: list[int]) -> list[int]:
    kept: list[int] = []
    expected = None
    for index in marked:
        number = _number(own[index])
        if expected is None or number == expected:
            kept.append(index)
            expected = number + 1
    return kept


def _numbered_next(line: Line, after: Line) -> bool:
    """Whether two lines have numbers of one kind, the second the next after the first's."""
    mark = _mark(_NUMBER, line)
    return mark is not None and mark == _mark(_NUMBER, after) and _number(after) == _number(line) + 1


def _number(line: Line) -> int:
    match = _NUMBER.match(line.text)
    return int(match["in"] or match["round"] or match["bare"]) if match else -1


def _opens_entry(before: Line, line: Line) -> bool:
    """Whether a line opens an entry, by how the line before ends and how it begins itself."""
    own = line.text.lstrip()
    if not own or not _ENDS.search(before.text.rstrip()):
        return False
    if own[0].islower():
        return _named(line)
    if REPEATED.match(own) and not own.startswith("- "):
        return True
    names = read_name_list(own, limit=120)
    if names.names and not names.names[0].literal:
        return True
    full = before.text.rstrip()
    return full.endswith((".", ")", ">")) and (len(full) < _WRAP or len(own) > _WRAP) and dated(own[:300])


def _bare(line: str) -> str:
    return line.strip(" #*")


def _furniture(own: str, outside: set[str]) -> bool:
    """Whether a piece is a sub-heading, a page number or a running head, not an entry.

    `outside` are the lines of the draft outside its lists; a title or running head stands there as well.
    """
    if len(own) > 150:
        return False
    if not any(char.isalpha() for char in own):
        return True
    if heading_kind(own):
        return True
    if dated(own):
        # A running head may hold a year; it also stands elsewhere in the draft.
        return len(own) < 100 and "\n" not in own and _bare(own) in outside
    if re.search(r"[“‘«„\"]|(?<!\w)'|\*", own) and len(own.split()) > 4:
        return False
    if _NUMBER.match(own) and len(own.split()) > 4:
        return False
    if len(own.split()) <= 4 or _bare(own) in outside:
        return True
    names = read_name_list(own)
    return not names.names and not own.rstrip().endswith(".")


def _joined(text: str, pieces: list[Span]) -> list[Span]:
    """Pieces of one entry that a page break tore apart become one again."""
    joined: list[Span] = []
    for piece in pieces:
        own = text[piece.start : piece.end]
        if joined:
            before = text[joined[-1].start : joined[-1].end].rstrip()
            torn = own[0].islower() and not before.endswith((".", ">")) and not read_name_list(own).names
            torn = torn or own.startswith(("http://", "https://", "www.", "doi:", "DOI:"))
            torn = torn or (
                before.endswith((" and", " &", ",", " in", " of", " the"))
                and not REPEATED.match(own)
                and not _NUMBER.match(own)
            )
            if torn:
                joined[-1] = Span(joined[-1].start, piece.end)
                continue
        joined.append(piece)
    return joined


def _numbered(text: str, pieces: list[Span]) -> list[Entry]:
    """Entries without their bullets, and with their numbers where the list is a numbered one."""
    bare = []
    for piece in pieces:
        bullet = _BULLET.match(text, piece.start, piece.end)
        bare.append(
            Span(bullet.end(), piece.end)
            if bullet and not REPEATED.match(text[piece.start : piece.start + 4])
            else piece
        )
    labels = [_LABEL.match(text, piece.start, piece.end) for piece in bare]
    if any(match and not match["label"].isdigit() for match in labels) and all(labels):
        return [
            Entry(piece, Span(match.end(), piece.end), label=match["label"])
            for piece, match in zip(bare, labels, strict=True)
            if match
        ]
    matches = [_NUMBER.match(text, piece.start, piece.end) for piece in bare]
    numbers = [int(m["in"] or m["round"] or m["bare"]) if m else None for m in matches]
    rising = sum(1 for one, two in pairwise(numbers) if one is not None and two == one + 1)
    if (len(bare) > 1 and 2 * rising < len(bare) - 1) or (len(bare) == 1 and not (matches[0] and numbers[0] == 1)):
        return [Entry(piece, piece) for piece in bare]
    return [
        Entry(piece, Span(match.end(), piece.end) if match else piece, number)
        for piece, match, number in zip(bare, matches, numbers, strict=True)
    ]
