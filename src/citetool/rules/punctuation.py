"""CT504: commas before the year of short cites, and the full stop of “Ibid.”."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citetool.config import Config
from citetool.house_style import YesOrNo
from citetool.model import Applicability, Citation, Edit, Form, Manuscript, Severity, Span
from citetool.rules.quotations import within_quotation
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import cited, quoted

RARE = 0.2
"""A way of printing that at most this share of a draft's cites have is an exception, not a habit."""

ENOUGH = 5
"""So many of a kind show a habit."""


@rule("CT504", "style-varies", Severity.NOTE)
def style_varies(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A citation punctuated unlike the others: `Lindqvist, 2014` among `Lindqvist 2014`.

    It looks at commas before the year of short cites, and at the full stop of “Ibid.”: told are a few cites unlike many
    others or, with `year-comma` and `ibid-stop` of the house style, all that aren't printed so. A full stop that may be
    the sentence's tells nothing. A cite within a quotation is printed as in the text quoted, and left alone.

    Bad:
        Tariffs rose (Lindqvist 2014), fell (Lindqvist 2015), rose (Lindqvist 2016), fell (Lindqvist 2017), rose
        (Lindqvist 2018) and fell (Lindqvist, 2019).

        References

        Lindqvist, A. (2014) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2015) ‘Duties’, Economy Today, 3(1), pp. 3–9.

        Lindqvist, A. (2016) ‘Quotas’, Economy Today, 4(1), pp. 3–9.

        Lindqvist, A. (2017) ‘Bans’, Economy Today, 5(1), pp. 3–9.

        Lindqvist, A. (2018) ‘Goods’, Economy Today, 6(1), pp. 3–9.

        Lindqvist, A. (2019) ‘Ports’, Economy Today, 7(1), pp. 3–9.
    Good:
        Tariffs rose (Lindqvist 2014), fell (Lindqvist 2015), rose (Lindqvist 2016), fell (Lindqvist 2017), rose
        (Lindqvist 2018) and fell (Lindqvist 2019).

        References

        Lindqvist, A. (2014) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Lindqvist, A. (2015) ‘Duties’, Economy Today, 3(1), pp. 3–9.

        Lindqvist, A. (2016) ‘Quotas’, Economy Today, 4(1), pp. 3–9.

        Lindqvist, A. (2017) ‘Bans’, Economy Today, 5(1), pp. 3–9.

        Lindqvist, A. (2018) ‘Goods’, Economy Today, 6(1), pp. 3–9.

        Lindqvist, A. (2019) ‘Ports’, Economy Today, 7(1), pp. 3–9.
    """
    yield from _commas(manuscript, config.style.year_comma)
    yield from _stops(manuscript, config.style.ibid_stop)


def _commas(manuscript: Manuscript, wanted: YesOrNo) -> Iterator[Problem]:
    """Short cites with a comma before the year or without one, where that isn't the way."""
    house = wanted != "auto"
    found = [
        (citation, comma)
        for citation in manuscript.citations
        if (comma := _comma_before_year(citation, after_stop=house)) is not None
    ]
    with_comma = [citation for citation, comma in found if comma]
    without = [citation for citation, comma in found if not comma]
    if house:
        few = without if wanted == "yes" else with_comma
    else:
        few, many = (with_comma, without) if len(with_comma) < len(without) else (without, with_comma)
        if not _is_exception(few, many):
            return
    has, have = ("a comma", "none") if few is with_comma else ("no comma", "one")
    for citation in few:
        if not within_quotation(manuscript.document.text, citation.span):
            yield Problem(
                citation.span,
                f"{cited(citation)} has {has} before the year, {_others(wanted, have)}",
                edits=_with_comma(citation) if few is without else _without_comma(citation),
                # In `In Norway, 2014 was a good year` it is the sentence's, whoever Norway (2014) is.
                applicability=Applicability.UNSAFE,
            )


def _others(wanted: YesOrNo, have: str) -> str:
    return f"the draft's other cites have {have}" if wanted == "auto" else f"the house style has {have}"


def _is_exception(few: Sequence[object], many: Sequence[object]) -> bool:
    return bool(few) and len(many) >= ENOUGH and len(few) <= RARE * len(many)


_POSSESSIVE = ("’s", "'s", "s’", "s'")


def _before_year(citation: Citation) -> str:
    """What stands before a short cite's year, without the white space at its end."""
    at = citation.text.find(citation.date.text) if citation.date is not None and citation.date.text else 0
    return citation.text[:at].rstrip() if at > 0 else ""


def _comma_before_year(citation: Citation, *, after_stop: bool) -> bool | None:
    """Whether a comma stands between names and year; `None` where none could, or it can't tell: `Lindqvist’s 2014`.

    With `after_stop`, the full stop of “et al.” counts as none; it could stand for the comma.
    """
    before = _before_year(citation) if citation.form is Form.SHORT else ""
    if not before or before[-1] in "([;:" or before[-1].isdigit() or before.endswith(_POSSESSIVE):
        return None
    if before[-1] == ".":
        return False if after_stop and citation.et_al else None
    return before[-1] == ","


def _with_comma(citation: Citation) -> tuple[Edit, ...]:
    at = citation.span.start + len(_before_year(citation))
    return (Edit(Span(at, at), ","),)


def _without_comma(citation: Citation) -> tuple[Edit, ...]:
    before = _before_year(citation)
    at = citation.span.start + len(before)
    return (Edit(Span(at - 1, at), "" if citation.text[len(before)].isspace() else " "),)


_ABBREVIATION = re.compile(r"(?:ibid|ib|[ií]b[ií]d|ebda?)(?![\w-])(?P<stop>\.?)[*_]{0,2}(?P<late>\.?)", re.IGNORECASE)
"""“Ibid.” and its like; a full stop behind whole words (“ibidem”, “ebenda”) is the sentence's."""


class _Ibid(NamedTuple):
    """An abbreviation such as “Ibid.”.

    Attributes:
        stop: where its full stop stands; empty if it has none.
        is_last: whether nothing of its sentence follows, so that a full stop may be the sentence's.
    """

    citation: Citation
    stop: Span
    is_last: bool

    @property
    def stopped(self) -> bool:
        return self.stop.start < self.stop.end


def _stops(manuscript: Manuscript, wanted: YesOrNo) -> Iterator[Problem]:
    """“Ibid.” and its like with a full stop or without one, where that isn't the way."""
    text = manuscript.document.text
    found = [
        _ibid(text, citation, match)
        for citation in manuscript.citations
        if citation.form is Form.IBID and (match := _ABBREVIATION.match(text, citation.span.start))
    ]
    match wanted:
        case "auto":
            departing = _exceptions(found)
        case "yes":
            departing = [each for each in found if not each.stopped]
        case "no":
            departing = [each for each in found if each.stopped and not each.is_last]
    for each in departing:
        if within_quotation(text, each.citation.span):
            continue
        has, have = ("a full stop", "none") if each.stopped else ("no full stop", "one")
        # `Ibid.4` without its stop would be another word.
        without = " " if text[each.stop.end : each.stop.end + 1].isalnum() else ""
        yield Problem(
            each.citation.span,
            f"{quoted(each.citation.text)} has {has} after the abbreviation, {_others(wanted, have)}",
            edits=(Edit(each.stop, without if each.stopped else "."),),
        )


def _ibid(text: str, citation: Citation, match: re.Match[str]) -> _Ibid:
    stop = Span(*match.span("late" if match["late"] and not match["stop"] else "stop"))
    return _Ibid(citation, stop, citation.locator is None and not _goes_on(text[match.end() : match.end() + 2]))


def _goes_on(following: str) -> bool:
    """Whether a sentence goes on in the two characters behind what may be its full stop."""
    char = following.lstrip()[:1]
    if not char or char in ",;:)]":
        return bool(char)
    if not following[0].isspace():
        return char.isalnum()
    # In the next line a number is that of the next note.
    return char.islower() or (char.isdigit() and following[0] != "\n")


def _exceptions(found: Sequence[_Ibid]) -> list[_Ibid]:
    """The few that are unlike the many."""
    bare = [each for each in found if not each.stopped]
    within = [each for each in found if each.stopped and not each.is_last]
    bare_within = [each for each in bare if not each.is_last]
    if _is_exception(within, bare_within):
        return within
    # `Ibid.` by itself may be an `ibid` at the end of its sentence, unless another has its stop within one.
    tells = bool(within) or not bare_within
    return bare if tells and _is_exception(bare, [each for each in found if each.stopped]) else []
