"""The values of looking works up: what a registry has on a work, and how an entry and its record agree.

Found, not found, unavailable and not checked are four different things: a fault of the network is never "not found".
"""

from enum import StrEnum
from typing import NamedTuple

from citetool.model import Item


class Outcome(StrEnum):
    """What came of looking a work up."""

    FOUND = "found"
    NOT_FOUND = "not-found"
    UNAVAILABLE = "unavailable"
    NOT_CHECKED = "not-checked"


OFFLINE_DETAIL = "offline, and no answer is kept"
STOPPED_DETAIL = "the run was stopped before it was asked for"
"""Why something was not checked that could have been."""


class NoticeType(StrEnum):
    """What a publisher may say of a work after it came out, the gravest first (NISO RP-45-2024, CREC)."""

    RETRACTION = "retraction"
    REMOVAL = "removal"
    WITHDRAWAL = "withdrawal"
    CONCERN = "expression of concern"
    CORRECTION = "correction"


class Notice(NamedTuple):
    """A publisher's (or Retraction Watch's) word on a work.

    Attributes:
        type: what it is.
        doi: of the notice, if it has one.
        date: ISO 8601, as far as known.
        source: who says so: `publisher`, `retraction-watch`, `title`, the agency.
    """

    type: NoticeType
    doi: str | None = None
    date: str | None = None
    source: str | None = None


class Record(NamedTuple):
    """What a registry has on a work.

    Attributes:
        doi: bare, in lower case.
        agency: the registration agency: `Crossref`, `DataCite`, …
        item: its fields; `item.title` is the first title, without its subtitle.
        titles: every form the title has: with and without subtitle, original, translated.
        containers: every name of the journal or book, abbreviations included.
        years: of each way it came out: in print, online, issued.
        notices: on this work.
        notice_on: the works that it is itself a notice on, with the type.
        related: DOIs of other versions and kin, with the relation (`is-preprint-of`).
        kind: the registry's own word for the type: `journal-article`, `peer-review`.
    """

    doi: str
    agency: str
    item: Item
    titles: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()
    notice_on: tuple[Notice, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    kind: str = ""


class Difference(NamedTuple):
    """A field in which an entry and its record disagree, as printed and as registered."""

    field: str
    printed: str
    registered: str


class Suggestion(NamedTuple):
    """A DOI that an entry without one (or with a wrong one) may have."""

    doi: str
    title: str
    score: float


class Origin(StrEnum):
    """Where a resolution's DOI comes from."""

    PRINTED = "printed"
    SEARCHED = "searched"


class Resolution(NamedTuple):
    """What came of looking up one DOI, or one entry.

    Attributes:
        doi: bare, in lower case; `None` for an entry that has none and for which none was found.
        outcome: found, not found, unavailable or not checked.
        reference: the index of the entry; `None` for a DOI that was asked for by itself.
        origin: whether the DOI is printed, or was found by a search.
        record: what is registered; `None` also for a registered DOI whose agency gives no record.
        agency: the registration agency.
        differences: between entry and record; empty where nothing was compared.
        another_work: whether title and authors both differ.
        suggestions: DOIs that may be meant, the likeliest first.
        as_of: when the answer came from the registry (ISO 8601), if it was not in this run.
        stale: whether the answer is older than answers are good for, and served because there was none newer.
        detail: what the user should know: why it is unavailable, or not checked.
    """

    doi: str | None
    outcome: Outcome
    reference: int | None = None
    origin: Origin = Origin.PRINTED
    record: Record | None = None
    agency: str | None = None
    differences: tuple[Difference, ...] = ()
    another_work: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    as_of: str | None = None
    stale: bool = False
    detail: str | None = None


class Reach(StrEnum):
    """What became of a web address."""

    REACHED = "reached"
    DEAD = "dead"
    BLOCKED = "blocked"
    UNAVAILABLE = "unavailable"
    NOT_CHECKED = "not-checked"


class Address(NamedTuple):
    """A web address and what became of it.

    Attributes:
        url: as it was given.
        reach: whether it leads somewhere.
        detail: why it was not reached, as what can be said of the address: `answers 404 Not Found`.
        archived: where the Wayback Machine keeps a copy of a dead one.
        moved: where it has moved for good, if it is reached there.
    """

    url: str
    reach: Reach
    detail: str | None = None
    archived: str | None = None
    moved: str | None = None
