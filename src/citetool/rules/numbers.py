"""CT3xx of numbered lists: the numbers of their entries, and the order in which they are cited first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from citetool.config import Config
from citetool.model import Citation, Form, Manuscript, Severity
from citetool.rules.rising import out_of_order
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import quoted

ORDERED = 0.85
"""So large a share of first citations in rising order shows that sources are numbered as they are cited."""

FEW = 5
"""First citations; fewer show no order."""


@rule("CT309", "entry-number", Severity.WARNING)
def entry_number(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """Numbers of a list that are missing, doubled or out of order.

    In a numbered list every number is there once, and they count up; numbering may start again in a further list.

    Bad:
        Tariffs rose [1], and fell [2, 3], and rose again [4–6].

        References

        1. Lindqvist A. Tariffs. Econ Today. 2018;2:3-9.

        2. Okafor B. Trade. Econ Today. 2019;3:3-9.

        2. Holm M. Quotas. Econ Today. 2020;4:3-9.

        4. Berg B. Duties. Econ Today. 2021;5:3-9.

        5. Abel A. Bans. Econ Today. 2017;1:3-9.

        6. Cole C. Ships. Econ Today. 2016;9:3-9.
    Good:
        Tariffs rose [1], and fell [2, 3], and rose again [4–6].

        References

        1. Lindqvist A. Tariffs. Econ Today. 2018;2:3-9.

        2. Okafor B. Trade. Econ Today. 2019;3:3-9.

        3. Holm M. Quotas. Econ Today. 2020;4:3-9.

        4. Berg B. Duties. Econ Today. 2021;5:3-9.

        5. Abel A. Bans. Econ Today. 2017;1:3-9.

        6. Cole C. Ships. Econ Today. 2016;9:3-9.
    """
    numbered = [each for each in manuscript.references if each.number is not None and each.span is not None]
    for before, entry in pairwise(numbered):
        if before.number is None or entry.number is None or entry.span is None or before.span is None:
            continue
        if entry.number in (before.number + 1, 1):
            continue
        if entry.number == before.number:
            yield Problem(entry.span, f"two entries are numbered {entry.number}", (before.span,))
        elif entry.number > before.number:
            one = f"number {before.number + 1} is"
            what = (
                one if entry.number == before.number + 2 else f"numbers {before.number + 1} to {entry.number - 1} are"
            )
            yield Problem(entry.span, f"{what} missing before entry {entry.number}", (before.span,))
        else:
            yield Problem(entry.span, f"entry {entry.number} stands after entry {before.number}", (before.span,))


@rule("CT310", "citation-order", Severity.NOTE)
def citation_order(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A number cited for the first time before a lower one, where sources are numbered as they are cited.

    Told only where the first citations of nearly all numbers rise; lists in alphabetical order are left alone. With
    `list-order = "citation"` in the house style, told of every list; with another order, of none.

    Bad:
        One [1], two [2], three [3], four [4], five [5], six [6], eight [8], seven [7], nine [9], ten [10].

        References

        1. Berg B. Duties. Econ Today. 2021;5:3-9.

        2. Okafor B. Trade. Econ Today. 2019;3:3-9.

        3. Holm M. Quotas. Econ Today. 2020;4:3-9.

        4. Abel A. Bans. Econ Today. 2018;2:3-9.

        5. Dahl D. Ports. Econ Today. 2017;1:3-9.

        6. Cole C. Ships. Econ Today. 2016;9:3-9.

        7. Falk F. Goods. Econ Today. 2015;8:3-9.

        8. Evans E. Rates. Econ Today. 2014;7:3-9.

        9. Hale H. Docks. Econ Today. 2013;6:3-9.

        10. Grant G. Tides. Econ Today. 2012;5:3-9.
    Good:
        One [1], two [2], three [3], four [4], five [5], six [6], seven [7], eight [8], nine [9], ten [10].

        References

        1. Berg B. Duties. Econ Today. 2021;5:3-9.

        2. Okafor B. Trade. Econ Today. 2019;3:3-9.

        3. Holm M. Quotas. Econ Today. 2020;4:3-9.

        4. Abel A. Bans. Econ Today. 2018;2:3-9.

        5. Dahl D. Ports. Econ Today. 2017;1:3-9.

        6. Cole C. Ships. Econ Today. 2016;9:3-9.

        7. Falk F. Goods. Econ Today. 2015;8:3-9.

        8. Evans E. Rates. Econ Today. 2014;7:3-9.

        9. Hale H. Docks. Econ Today. 2013;6:3-9.

        10. Grant G. Tides. Econ Today. 2012;5:3-9.
    """
    wanted = config.style.list_order
    if wanted not in ("auto", "citation"):
        return
    markers = {note.label: note.marker_spans[0].start for note in manuscript.document.notes if note.marker_spans}
    cited = [each for each in manuscript.citations if each.form is Form.NUMERIC and each.number is not None]
    first: dict[int, Citation] = {}
    for citation in sorted(cited, key=lambda each: markers.get(each.note or "", each.span.start)):
        for number in _numbers(citation):
            first.setdefault(number, citation)
    numbers = list(first)
    rising = sum(one < two for one, two in pairwise(numbers))
    if wanted == "auto" and (len(numbers) < FEW or rising < ORDERED * (len(numbers) - 1)):
        return
    house = "" if wanted == "auto" else "; the house style numbers sources as they are cited"
    latest = list(accumulate(numbers, max))
    for place in out_of_order(numbers, int):
        number, before = numbers[place], latest[place]
        wording = f"after {before}" if before > number else "too early"
        yield Problem(first[number].span, f"{quoted(str(number))} is first cited {wording}{house}")


def _numbers(citation: Citation) -> range:
    first = citation.number or 0
    return range(first, (citation.last or first) + 1)
