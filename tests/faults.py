"""Faults put into gold papers one at a time, as writers make them, and what the check makes of each.

A fault is one edit of a paper's text, with the places at which it must be told and the codes that tell it. Which
citation means which entry is taken from the gold documents, not from what citetool reads.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from citetool.config import Config
from citetool.folding import fold
from citetool.lint import understand
from citetool.model import Date, Edit, Finding, Manuscript, Name, Reference, Span
from citetool.names import REPEATED, keys
from citetool.readers.composing import composing
from citetool.readers.mapped import Mapped, rewritten
from citetool.readers.text import read_text
from citetool.rules import check

CONFIG = Config(today=date(2026, 6, 1))

LEANING = frozenset({"ibid", "crossref", "secondary"})
"""Forms of gold citations that lean on another citation: where its entry is missing, that one says so."""


class Cite(NamedTuple):
    """A gold citation, and the entries it means as indices of the manuscript's."""

    span: Span
    text: str
    form: str
    entries: tuple[int, ...]


class Paper(NamedTuple):
    """A gold paper as the check sees it without a fault; `cites` are those at which nothing is found amiss."""

    name: str
    text: str
    manuscript: Manuscript
    findings: tuple[Finding, ...]
    cites: tuple[Cite, ...]

    def names(self, entry: int) -> tuple[Name, ...]:
        """The names an entry is cited by."""
        return self.manuscript.references[entry].item.contributors

    def issued(self, entry: int) -> Date | None:
        """The date of an entry."""
        return self.manuscript.references[entry].item.issued

    def place(self, entry: int) -> Span:
        """Where an entry stands."""
        span = self.manuscript.references[entry].span
        assert span is not None
        return span

    def others_of(self, entry: int) -> list[Reference]:
        """The other entries of the same first author."""
        first = self.names(entry)[:1]
        return [
            each
            for each in self.manuscript.references
            if each.index != entry and first and any(keys(name) & keys(first[0]) for name in each.item.contributors[:1])
        ]

    def twins_of(self, entry: int) -> list[Reference]:
        """The other entries of the same authors and year, told apart by letters."""
        own, issued = list(map(keys, self.names(entry))), self.issued(entry)
        return [
            each
            for each in self.others_of(entry)
            if issued
            and each.item.issued
            and each.item.issued.year == issued.year
            and each.item.issued.suffix
            and list(map(keys, each.item.contributors)) == own
        ]


class Fault(NamedTuple):
    """One edit, and what must be said of it.

    Attributes:
        kind: a key of `KINDS`.
        edit: of the paper's text.
        places: where it must be told, each as a span of the text with the fault.
        codes: any of which tells it.
        entry: the entry it concerns.
    """

    kind: str
    edit: Edit
    places: tuple[Span, ...]
    codes: frozenset[str]
    entry: int


class Outcome(NamedTuple):
    """What the check made of a fault: places at which it wasn't told, findings that are new or gone beside it."""

    fault: Fault
    told: tuple[str, ...]
    missed: tuple[Span, ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def read_paper(folder: Path) -> Paper:
    """A gold paper; citations that are not read as they should be, or at which a finding stands, are left out.

    How many are read as they should be is measured for itself; what is missed without a fault is missed with one.
    """
    source = (folder / "doc.txt").read_text(encoding="utf-8")
    text = _composed(source)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    manuscript, findings = checked(text)
    by_text = {fold(each.text): each.index for each in manuscript.references}
    entries = [by_text.get(fold(each["text"] if isinstance(each, dict) else each)) for each in gold["references"]]
    amiss = [each.span for each in findings if each.code < "CT300"]
    linked = [
        (citation.span, set(link.references))
        for citation, link in zip(manuscript.citations, manuscript.links, strict=True)
    ]
    cites = []
    for each in gold["citations"]:
        # Letters and the marks on them are one in what is read.
        start, end = (len(_composed(source[: each[at]])) for at in ("start", "end"))
        span = Span(start, end)
        meant = tuple(one for reference in each["refs"] if (one := entries[reference]) is not None)
        read = set().union(*(found for place, found in linked if place.overlaps(span)))
        if meant and read == set(meant) and not each.get("optional") and not any(map(span.overlaps, amiss)):
            cites.append(Cite(span, each["text"], each.get("form", ""), meant))
    return Paper(folder.name, text, manuscript, findings, tuple(cites))


def _composed(text: str) -> str:
    return rewritten(Mapped(text), composing(text)).text


def checked(text: str) -> tuple[Manuscript, tuple[Finding, ...]]:
    """What is read in a text, and what is found."""
    manuscript = understand(read_text("paper.txt", text))
    return manuscript, check(manuscript, CONFIG)


def with_fault(text: str, edit: Edit) -> str:
    """The text after an edit."""
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def moved(span: Span, edit: Edit) -> Span:
    """Where a span stands after an edit; what the edit takes away shrinks to its place."""
    shift = len(edit.text) - (edit.span.end - edit.span.start)

    def move(offset: int, inside: int) -> int:
        if offset >= edit.span.end and offset > edit.span.start:
            return offset + shift
        return offset if offset <= edit.span.start else inside

    return Span(move(span.start, edit.span.start), move(span.end, edit.span.start + len(edit.text)))


def removed_entries(paper: Paper, chance: random.Random) -> Iterator[Fault]:
    """An entry that is cited is gone: each cite of it has none, save those that lean on another cite of it.

    One whose author the next entry repeats by a dash is left: without it, that entry would be wrong as well.
    """
    references = paper.manuscript.references
    for entry in sorted({each for cite in paper.cites for each in cite.entries}):
        if any(REPEATED.match(each.text) for each in references[entry + 1 : entry + 2]):
            continue
        cites = [cite for cite in paper.cites if entry in cite.entries and cite.form not in LEANING]
        says_more = [cite for cite in cites if cite.form == "numeric" or _SAYS_MORE.search(cite.text)]
        if says_more or paper.others_of(entry):
            # An author alone leans on the cite that says which work is meant, or means the other work then.
            cites = says_more
        if (issued := paper.issued(entry)) and not issued.suffix and paper.twins_of(entry):
            # A year without its letter means the other work then.
            continue
        if not cites:
            continue
        span = paper.place(entry)
        end = re.compile(r"\s*").match(paper.text, span.end)
        edit = Edit(Span(paper.text.rfind("\n", 0, span.start) + 1, end.end() if end else span.end), "")
        codes = {"CT101", "CT106", *_taken_for_another(paper, entry)}
        yield Fault("entry removed", edit, tuple(moved(cite.span, edit) for cite in cites), frozenset(codes), entry)


_SAYS_MORE = re.compile(r"(?:1[4-9]|20)[0-9]{2}|[“‘«\"„*]|https?:|(?:\w{3,}\s){5}")
"""A year, a title, an address: more of a work than its author and a page."""


def _taken_for_another(paper: Paper, entry: int) -> Iterator[str]:
    """What a cite of an entry that is gone may be told as: another year, or other authors, of entries that are left."""
    others = paper.others_of(entry)
    first = paper.names(entry)[:1]
    issued = paper.issued(entry)
    if others:
        yield "CT103"
    if issued and sum(each.item.issued is not None and each.item.issued.year == issued.year for each in others) > 1:
        yield "CT102"
    for each in paper.manuscript.references:
        people = {key for name in each.item.contributors for key in keys(name)}
        same_year = issued and each.item.issued and each.item.issued.year == issued.year
        if each.index != entry and first and people & keys(first[0]) and same_year:
            yield "CT109"


def doubled_entries(paper: Paper, chance: random.Random) -> Iterator[Fault]:
    """An entry stands twice: right after itself, or, in a numbered list, with the next number at the end."""
    references = paper.manuscript.references
    for reference in references:
        span = paper.place(reference.index)
        if reference.number is None:
            at, copy = span.end, paper.text[span.start : span.end]
        else:
            at, last = paper.place(references[-1].index).end, references[-1].number or len(references)
            copy = re.sub(r"[0-9]+", str(last + 1), paper.text[span.start : span.end], count=1)
        neighbour = min(reference.index, len(references) - 2)
        gap = paper.text[paper.place(neighbour).end : paper.place(neighbour + 1).start]
        if len(gap.strip()) > 2:
            gap = "\n\n"
        edit = Edit(Span(at, at), gap + copy)
        copied = Span(at + len(gap), at + len(gap) + len(copy))
        places = (Span(span.start, copied.end) if reference.number is None else copied,)
        yield Fault("entry doubled", edit, places, frozenset({"CT301"}), reference.index)


def changed_years(paper: Paper, chance: random.Random) -> Iterator[Fault]:
    """A cite's year is a misprint, or off by a few: none that a work of its first author has.

    Where the author has other works, no one may be told to be meant; an outlet's date is all that names its item.
    """
    for cite, entry, date_ in _dated(paper):
        found = list(re.finditer(rf"(?<![0-9/.:-]){date_.year}(?![0-9-])", cite.text))
        in_title = str(date_.year) in (paper.manuscript.references[entry].item.title or "")
        if len(found) != 1 or in_title or re.search(r"https?:|www\.", cite.text[: found[0].start()]):
            continue
        others = paper.others_of(entry)
        taken = {date_.year, *(each.item.issued.year for each in others if each.item.issued)}
        year = chance.choice([each for each in _misprints(date_.year or 0) if each not in taken])
        at = cite.span.start + found[0].start()
        edit = Edit(Span(at, at + 4), str(year))
        codes = {"CT103"} | ({"CT101"} if others else set()) | ({"CT106"} if cite.form == "named-source" else set())
        yield Fault("year changed", edit, (moved(cite.span, edit),), frozenset(codes), entry)


def _dated(paper: Paper) -> Iterator[tuple[Cite, int, Date]]:
    for cite in paper.cites:
        issued = paper.issued(cite.entries[0])
        if len(cite.entries) == 1 and issued is not None and issued.year is not None:
            yield cite, cite.entries[0], issued


def _misprints(year: int) -> list[int]:
    """Years that writers put for another: a digit changed, two swapped, a few years off; none in the future."""
    shown = str(year)
    found = {year - 3, year - 2, year - 1, year + 1, year + 2, year + 3, int(shown[:2] + shown[3] + shown[2])}
    found.update(int(shown[:3] + digit) for digit in "0123456789")
    found.update(int(shown[:2] + digit + shown[3]) for digit in "0123456789")
    return sorted(each for each in found if 1500 <= each <= CONFIG.today.year and each != year)


def misspelt_names(paper: Paper, chance: random.Random) -> Iterator[Fault]:
    """An author's name in a cite has two letters swapped, one dropped or one replaced.

    Names of four letters and fewer are left out: a letter makes another name of them.
    """
    listed = {key for each in paper.manuscript.references for name in each.item.contributors for key in keys(name)}
    for cite in paper.cites:
        if len(cite.entries) != 1 or cite.form in LEANING:
            continue
        shown = [str(name) for name in paper.names(cite.entries[0]) if len(fold(str(name))) > 4]
        found = [
            match
            for name in shown
            if (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cite.text, re.IGNORECASE))
        ]
        if not found:
            continue
        match = chance.choice(found)
        spelling = _misspelt(match.group(), chance)
        if fold(spelling) in listed or fold(spelling) == fold(match.group()):
            continue
        edit = Edit(Span(cite.span.start + match.start(), cite.span.start + match.end()), spelling)
        yield Fault("name misspelt", edit, (moved(cite.span, edit),), frozenset({"CT104"}), cite.entries[0])


def _misspelt(name: str, chance: random.Random) -> str:
    """The name with one slip of the keyboard; capitals stay where they were."""
    letters = [at for at, char in enumerate(name) if char.isalpha()]
    at = chance.choice(letters)
    slip = chance.choice(("swap", "drop", "replace"))
    if slip == "swap" and at + 1 in letters and name[at].lower() != name[at + 1].lower():
        one, other = name[at], name[at + 1]
        swapped = _like(one, other) + _like(other, one)
        return name[:at] + swapped + name[at + 2 :]
    if slip == "drop":
        after = name[at + 1 : at + 2]
        return name[:at] + _like(name[at], after) + name[at + 2 :]
    letter = chance.choice([each for each in "abcdefghijklmnopqrstuvwxyz" if each != name[at].lower()])
    return name[:at] + _like(name[at], letter) + name[at + 1 :]


def _like(model: str, letter: str) -> str:
    return letter.upper() if model.isupper() else letter.lower()


def dropped_letters(paper: Paper, chance: random.Random) -> Iterator[Fault]:
    """The letter of a year is gone where the list has several works of the same names and year."""
    for cite, entry, date_ in _dated(paper):
        shown = re.search(rf"(?<![0-9]){date_.year}({date_.suffix})(?!\w|\s?[,;/&]\s?[a-z](?!\w))", cite.text)
        if date_.suffix is None or shown is None or not paper.twins_of(entry):
            continue
        edit = Edit(Span(cite.span.start + shown.start(1), cite.span.start + shown.end(1)), "")
        # A page may tell which of the works is meant; then the entry is named whose letter is left out.
        codes = {"CT102", "CT103"} if re.search(r"[0-9]", cite.text[shown.end() :]) else {"CT102"}
        yield Fault("letter dropped", edit, (moved(cite.span, edit),), frozenset(codes), entry)


KINDS: dict[str, Callable[[Paper, random.Random], Iterator[Fault]]] = {
    "entry removed": removed_entries,
    "year changed": changed_years,
    "name misspelt": misspelt_names,
    "letter dropped": dropped_letters,
    "entry doubled": doubled_entries,
}


def choose_faults(paper: Paper, kind: str, most: int, seed: int) -> list[Fault]:
    """Up to `most` faults of a kind, of all that the paper can have."""
    chance = random.Random(f"{paper.name} {kind} {seed}")
    possible = list(KINDS[kind](paper, chance))
    return possible if len(possible) <= most else chance.sample(possible, most)


def outcome(paper: Paper, fault: Fault) -> Outcome:
    """What the check makes of a paper with a fault."""
    _, findings = checked(with_fault(paper.text, fault.edit))
    telling = [
        each for each in findings if each.code in fault.codes and any(each.span.overlaps(one) for one in fault.places)
    ]
    missed = [place for place in fault.places if not any(place.overlaps(each.span) for each in telling)]
    new, gone = _changes(paper, fault.edit, findings)
    new = [each for each in new if each not in telling]
    follows = _removal_follows if fault.kind == "entry removed" else _follows
    return Outcome(
        fault,
        tuple(each.code for each in telling),
        tuple(missed),
        tuple(each for each in new if not follows(paper, fault, each, each.span)),
        tuple(each for each in gone if not follows(paper, fault, each, moved(each.span, fault.edit))),
    )


def _changes(paper: Paper, edit: Edit, findings: tuple[Finding, ...]) -> tuple[list[Finding], list[Finding]]:
    """Findings that are new, and those that are gone; what stands in the edited words may say so in other words."""
    edited = Span(edit.span.start, edit.span.start + len(edit.text))

    def shown(finding: Finding, span: Span) -> tuple[str, Span, str]:
        return finding.code, span, "" if span.overlaps(edited) else finding.message

    before = Counter(shown(each, moved(each.span, edit)) for each in paper.findings)
    after = Counter(shown(each, each.span) for each in findings)
    new = [each for each in findings if shown(each, each.span) in after - before]
    gone = [each for each in paper.findings if shown(each, moved(each.span, edit)) in before - after]
    return new, gone


def _follows(paper: Paper, fault: Fault, finding: Finding, span: Span) -> bool:
    """Whether a change follows from a fault in a cite, or from an entry that is doubled.

    An entry whose only cite has a year that several works are as near to is cited nowhere, and letters behind that year
    lean on it; a misspelling is told of each year behind the names; what is amiss in an entry is amiss in its copy.
    """
    match fault.kind:
        case "year changed":
            place = moved(paper.place(fault.entry), fault.edit)
            if finding.code == "CT107":
                # A source known through the cite, which is called as it is printed.
                return finding.span.overlaps(paper.manuscript.document.line_span(fault.edit.span.start))
            letter = finding.code == "CT101" and re.search(r" [a-z]” — ", finding.message) is not None
            uncited = [place, *(moved(paper.place(each.index), fault.edit) for each in paper.twins_of(fault.entry))]
            return letter or (finding.code == "CT105" and "CT101" in fault.codes and span in uncited)
        case "name misspelt":
            return finding.code == "CT104" and f"“{fault.edit.text}” as" in finding.message
        case "entry doubled":
            copied = span.overlaps(fault.places[0])
            own = paper.place(fault.entry)
            return copied and any(each.code == finding.code and each.span.overlaps(own) for each in paper.findings)
    return False


def _removal_follows(paper: Paper, fault: Fault, finding: Finding, span: Span) -> bool:
    """Whether a change follows from an entry's removal.

    What was said of the entry is gone, other cites of it have none either (or are taken for those of another work, with
    its pages), findings of other works of its author name it no more, letters after their years start from “a” again,
    and the next entry of a numbered list stands behind a gap.
    """
    own = fault.edit.span
    if finding.code == "CT309":
        return moved(paper.place(fault.entry + 1), fault.edit) == span
    if finding in paper.findings and any(each.overlaps(own) for each in (finding.span, *finding.related)):
        return True
    others = paper.others_of(fault.entry)
    if finding.code == "CT305":
        return any(moved(paper.place(each.index), fault.edit) == span for each in others)
    people = {fault.entry, *(each.index for each in others)}
    codes = fault.codes | {"CT102", "CT103", "CT108", "CT109"}
    return (finding.code in codes or finding in paper.findings) and any(
        moved(citation.span, fault.edit).overlaps(span) and people.intersection(link.references)
        for citation, link in zip(paper.manuscript.citations, paper.manuscript.links, strict=True)
    )
