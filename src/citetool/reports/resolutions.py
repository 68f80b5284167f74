"""What the registries said: as a table, and as JSON, a contract whose schema is `resolutions.schema.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from citetool.csl import to_csl
from citetool.model import Reference
from citetool.registries.notices import contradiction, retraction
from citetool.reports.controls import visible_json
from citetool.reports.tables import Table
from citetool.resolution import OFFLINE_DETAIL, STOPPED_DETAIL, Notice, NoticeType, Origin, Outcome, Resolution

VERSION = 1


def render_resolutions(resolutions: Sequence[Resolution]) -> str:
    """The resolutions as `resolutions.schema.json` describes them; ends with a newline."""
    shown = {"version": VERSION, "resolutions": [resolution_json(each) for each in resolutions]}
    return visible_json(json.dumps(shown, ensure_ascii=False, indent=2)) + "\n"


def resolution_json(resolution: Resolution) -> dict[str, Any]:
    """One resolution of the contract."""
    notices = resolution.record.notices if resolution.record else ()
    withdrawn = retraction(notices)
    return {
        "reference": resolution.reference,
        "doi": resolution.doi,
        "origin": resolution.origin.value,
        "status": resolution.outcome.value,
        "agency": resolution.agency,
        "record": to_csl(resolution.record.item) if resolution.record else None,
        "differences": [
            {"field": each.field, "printed": each.printed, "registered": each.registered}
            for each in resolution.differences
        ],
        "another-work": resolution.another_work,
        "retraction": {**_notice(withdrawn), "contradiction": contradiction(notices)} if withdrawn else None,
        "corrections": [_notice(each) for each in notices if each.type == NoticeType.CORRECTION],
        "suggestions": [{"doi": each.doi, "title": each.title, "score": each.score} for each in resolution.suggestions],
        "cached": resolution.as_of,
        "stale": resolution.stale,
        "detail": resolution.detail,
    }


def _notice(notice: Notice) -> dict[str, str | None]:
    return {"type": notice.type.value, "doi": notice.doi, "date": notice.date, "source": notice.source}


def resolution_table(resolutions: Sequence[Resolution], references: Sequence[Reference] = ()) -> Table:
    """A row each: the entry's key if it is an entry's, the DOI, what came of it, and what the user should know."""
    rows = tuple(
        (
            *((references[each.reference].key,) if each.reference is not None else ()),
            each.doi or "",
            each.outcome.value,
            each.agency or "",
            remark(each),
        )
        for each in resolutions
    )
    columns = (*(("entry",) if references else ()), "DOI", "status", "agency", "remarks")
    return Table("DOIs", columns, rows)


def remark(resolution: Resolution) -> str:
    """All that there is to say of a resolution, in one line."""
    said = []
    record = resolution.record
    if resolution.origin == Origin.SEARCHED and resolution.outcome == Outcome.FOUND:
        said.append("not in the entry")
    if record is not None:
        said += [in_words(each) for each in record.notices]
        if disagreement := contradiction(record.notices):
            said.append(disagreement)
        said += [f"is itself a {each.type} of {each.doi}" for each in record.notice_on if each.doi]
    if resolution.another_work:
        said.append("another work")
    said += [f"{each.field} “{each.printed}”, registered “{each.registered}”" for each in resolution.differences]
    if resolution.suggestions:
        shown = ", ".join(f"{each.doi} (“{each.title[:60]}”)" for each in resolution.suggestions)
        said.append(f"perhaps {shown}")
    if resolution.detail:
        said.append(resolution.detail)
    if resolution.stale:
        said.append(f"as of {resolution.as_of}")
    if not said and record is not None and resolution.reference is None:
        who = ", ".join(map(str, record.item.contributors[:3])) + (
            " et al." if len(record.item.contributors) > 3 else ""
        )
        year = str(record.item.issued.year) if record.item.issued and record.item.issued.year else ""
        said.append(" ".join(filter(None, [who, year, record.item.title])))
    return "; ".join(said)


def in_words(notice: Notice) -> str:
    """A notice as the user reads it: `retraction of 2019-05-04 (10.1000/x)`."""
    date = f" of {notice.date}" if notice.date else ""
    return f"{notice.type}{date}" + (f" ({notice.doi})" if notice.doi else "")


def outcome_line(resolutions: Sequence[Resolution]) -> str:
    """How many were found, and so on: `DOIs: 12 found, 1 not found · without a DOI: 3 found, 9 not found`."""
    printed = Counter(each.outcome for each in resolutions if each.origin == Origin.PRINTED)
    searched = Counter(each.outcome for each in resolutions if each.origin == Origin.SEARCHED)
    without = f" · without a DOI: {_counts(searched)}" if searched else ""
    return f"DOIs: {_counts(printed)}{without}"


def _counts(outcomes: Counter[Outcome]) -> str:
    return ", ".join(f"{outcomes[each]} {each.value.replace('-', ' ')}" for each in Outcome if outcomes[each]) or "none"


def faults(resolutions: Sequence[Resolution]) -> list[str]:
    """Why what should have been looked up was not, each reason once, with how many it concerns."""
    whys = Counter(
        each.detail
        for each in resolutions
        if each.detail and (each.outcome == Outcome.UNAVAILABLE or each.detail in (OFFLINE_DETAIL, STOPPED_DETAIL))
    )
    old = Counter(each.detail for each in resolutions if each.stale and each.detail)
    return [f"{number} not looked up: {why}" for why, number in whys.most_common()] + [
        f"{number} as they were when last looked up, {why}" for why, number in old.most_common()
    ]
