"""Numeric citations: `[12]`, `[3–5, 9]`, superscripts `¹²,¹⁴–¹⁶`, `(12)`, digits that stick to a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citetool.citations.zones import Zone
from citetool.locators import locator_after
from citetool.model import Citation, Document, Form, Locator, Span
from citetool.references.index import ListIndex
from citetool.vocabulary import words

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# Compiled (and kept by `re`) when they are asked for: few drafts cite by number, and none in all these forms.
_DASH = "(?:[‑-—-]|⁻)"
_PLACES = r"[0-9]{1,5}(?:\s?[‑-—-]\s?[0-9]{1,5})?"
_LOCATOR = rf"(?:,?\s?[^\W\d_]{{1,8}}\.?\s?{_PLACES}|:{_PLACES}|\(pp?\.?\s?{_PLACES}\))?"
_ITEM = rf"[0-9]{{1,4}}(?:\s?[‑-—-]\s?[0-9]{{1,4}})?{_LOCATOR}"
_BODY = rf"(?P<body>{_ITEM}(?:\s?[,;]\s?{_ITEM}){{0,40}})"
_SQUARE = rf"\[{_BODY}\]"
_ROUND = rf"\({_BODY}\)"
_RAISED = rf"(?P<body>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\)?\s?(?:,|{_DASH})\s?\(?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)"
_STUCK_ITEM = rf"[0-9]{{1,3}}(?:[‑-—-][0-9]{{1,3}})?(?:\(pp?\.?\s?{_PLACES}\))?"
_STUCK = (
    r"(?:(?<=[^\W\d_]{2})|(?<=[a-z)\]”’\"][.,;:])|(?<=[a-zA-Z]\))|(?<=[^\W\d_][”»\"])"
    r"|(?<=(?<![0-9])(?:19|20)[0-9]{2}))"
    rf"(?P<body>{_STUCK_ITEM}(?:,{_STUCK_ITEM})*)(?=[\s.,;:)]|$)"
)
_ONE = (
    rf"(?P<first>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:\)?\s?{_DASH}\s?\(?(?P<last>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    rf"(?P<locator>,?\s?(?P<label>[^\W\d_]{{1,8}})\.?\s?{_PLACES}|:(?P<pages>{_PLACES})"
    rf"|\((?P<inner>pp?\.?\s?{_PLACES})\))?"
)

_ELEMENTS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo"
    " Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg"
    " Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu"
)
"""The chemical elements that formulas in drafts hold (IUPAC, Periodic Table of the Elements)."""

ENOUGH = 3
"""So many citations of a kind in a draft make it the draft's own way of citing."""


_BEYOND = 5
"""Numbers (or a tenth of the list) past its end; farther off, a number in brackets is a quantity, no citation."""


def find_numeric(document: Document, parts: list[Zone], index: ListIndex) -> list[Citation]:
    """The numeric citations of a draft whose list is numbered (or cited by position); none in another draft.

    Once a draft cites that way, a number that the list doesn't have is a citation too.
    """
    if not index.references:
        return []
    largest = max(index.by_number, default=0) or len(index.references)
    bracketed_list = any(reference.text.startswith("[") for reference in index.references if reference.number)
    square = _found(document, parts, _SQUARE, largest)
    if _in_range(square, largest) >= (1 if bracketed_list else ENOUGH):
        return square
    if not index.by_number:
        return []
    raised = _unmarked(document, _found(document, parts, _RAISED, largest))
    if _in_range(raised, largest) >= ENOUGH and (
        not _notes_have_raised_markers(document) or _covered(_listed(raised, largest)) >= COVERED * largest
    ):
        return raised
    rounded = _listed(_found(document, parts, _ROUND, largest), largest)
    if len(rounded) >= ENOUGH and _covered(rounded) >= COVERED * largest:
        return rounded
    stuck = _listed(_found(document, parts, _STUCK, largest), largest)
    return stuck if len(stuck) >= ENOUGH and _covered(stuck) >= COVERED * largest else []


COVERED = 0.5
"""So large a share of a numbered list's entries is cited by bare numbers where these are citations; others are items
of an enumeration, equations, quantities."""


def _covered(citations: list[Citation]) -> int:
    """How many different entries are cited, ranges included."""
    return len({number for each in citations for number in range(each.number or 0, (each.last or 0) + 1)})


def _found(document: Document, parts: list[Zone], pattern: str, largest: int) -> list[Citation]:
    return [citation for zone in parts for citation in _in(document, zone, pattern, largest)]


def _listed(citations: list[Citation], largest: int) -> list[Citation]:
    return [each for each in citations if each.number is not None and each.number <= largest]


def _in_range(citations: list[Citation], largest: int) -> int:
    return len(_listed(citations, largest))


def _unmarked(document: Document, citations: list[Citation]) -> list[Citation]:
    """The citations but for those that are labels and markers of notes, or markers whose notes are missing."""
    taken = {document.line_span(note.span.start).start for note in document.notes}
    taken |= {span.start for note in document.notes for span in note.marker_spans}
    taken |= {span.start for _, span in document.stray_markers}
    return [each for each in citations if each.span.start not in taken]


def _notes_have_raised_markers(document: Document) -> bool:
    """Whether superscripts (or digits that stick to words) lead to notes."""
    return any(
        not document.text.startswith("[^", marker.start) and note.number is not None
        for note in document.notes
        for marker in note.marker_spans
    )


def _in(document: Document, zone: Zone, pattern: str, largest: int) -> Iterator[Citation]:
    text = document.text
    for group in re.compile(pattern).finditer(text, zone.span.start, zone.span.end):
        at = group.start("body")
        if pattern == _RAISED and _exponent(text, at):
            continue
        found = list(re.compile(_ONE).finditer(text, *group.span("body")))
        if pattern == _STUCK and _formula(text, at):
            # Its own number, which citations may follow: `VOSO4,10,27`.
            found = found[1:]
        if any(match["label"] and match["label"].lower() not in words().locators for match in found):
            # `(12 May 2010)`
            continue
        for match in found:
            first = int(match["first"].translate(_PLAIN))
            last = int((match["last"] or match["first"]).translate(_PLAIN))
            if first == 0:
                # `[0, 1]` is an interval.
                break
            if not first <= last or first > largest + max(_BEYOND, largest // 10) or last - first > 60:
                continue
            yield Citation(
                span=Span(*match.span()),
                form=Form.NUMERIC,
                locator=_locator(text, match),
                note=zone.note.label if zone.note else None,
                text=match.group(),
                number=first,
                last=last,
            )


def _locator(text: str, match: re.Match[str]) -> Locator | None:
    """`p. 7`, `:7`, `(p7)` behind a number."""
    if match["pages"]:
        numbers = [int(each) for each in re.findall(r"[0-9]+", match["pages"])]
        return Locator("page", numbers[0], numbers[-1], match["pages"], Span(*match.span("pages")))
    group = "label" if match["label"] else "inner" if match["inner"] else None
    if group is None:
        return None
    return locator_after(text, match.start(group), match.end("locator"))


def _exponent(text: str, at: int) -> bool:
    """`m²`, `10³`, `s⁻¹`: a sign, or a unit or a number before it, but no year (`in 1994²`)."""
    before = text[max(0, at - 5) : at]
    if before.endswith(("⁻", "⁺")):
        return True
    if re.search(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}$", before):
        return False
    return re.search(r"(?:^|[^\w])(?:[a-zA-Zµχ]{1,2}|[0-9.,]*[0-9])$", before[-4:]) is not None


def _formula(text: str, at: int) -> bool:
    """`NbCl5`, `CO2`: the symbols of chemical elements before it, two at least."""
    word = re.search(r"[A-Za-z0-9]*$", text[max(0, at - 20) : at])
    symbols = re.findall(r"[A-Z][a-z]?|.", word.group()) if word else []
    letters = [each for each in symbols if not each.isdigit()]
    return len(letters) > 1 and all(each in _ELEMENTS.split() for each in letters)
