"""Looking DOIs up: the cache, then doi.org for the agency, then the agency for the record, then the cache once more.

Each step asks only for what the one before left open. Threads only ask; what they bring is kept by the thread that
waits for them, so that the cache has one user in a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple, TypeVar

from citetool.registries import crossref, datacite, doi_org
from citetool.registries.cache import (
    AGENCY_AGE,
    NOT_FOUND_AGE,
    RECORD_AGE,
    RETRACTION_AGE,
    SEARCH_AGE,
    Cache,
    Kept,
)
from citetool.registries.pace import Interrupted
from citetool.registries.side_by_side import side_by_side
from citetool.registries.transport import Transport, Unavailable
from citetool.resolution import OFFLINE_DETAIL, STOPPED_DETAIL, Outcome, Record

WORKERS = 8
"""Threads that ask; how many of them ask one registry at once is its pace's."""

GRACE = 0.5
"""Seconds after the time of a run in which answers that were under way are still taken."""

T = TypeVar("T")
Json = Mapping[str, Any]


class Freshness(StrEnum):
    """Which answers a run takes: kept ones as long as they are good, kept ones alone, new ones alone."""

    USUAL = "usual"
    OFFLINE = "offline"
    REFRESH = "refresh"


class Answer(NamedTuple):
    """What came of one DOI.

    Attributes:
        outcome: found, not found, unavailable, not checked.
        agency: who registered it.
        record: what is registered; `None` also for a registered DOI whose agency gives no record.
        as_of: when the answer came, if it was kept (ISO 8601).
        stale: whether it is older than such answers are good for, or couldn't be asked for anew.
        detail: why it is unavailable or not checked, and the like.
    """

    outcome: Outcome
    agency: str | None = None
    record: Record | None = None
    as_of: str | None = None
    stale: bool = False
    detail: str | None = None


class Found(NamedTuple):
    """What came of one search: records, the likeliest first; or `None`, and why there was no answer."""

    records: tuple[Record, ...] | None
    as_of: str | None = None
    detail: str | None = None
    stopped: bool = False


class Progress(NamedTuple):
    """How far a run is: so many of so many look-ups, or searches, are done."""

    what: str
    done: int
    of: int


@dataclass(slots=True)
class Registries:
    """The registries, and what is kept of their answers; for one run.

    Attributes:
        transport: the way to them.
        cache: what is kept.
        freshness: which answers are taken.
        tell: is told how far it is.
    """

    transport: Transport
    cache: Cache
    freshness: Freshness = Freshness.USUAL
    tell: Callable[[Progress], None] = lambda progress: None
    _stopped: bool = field(init=False, default=False)

    def look_up(self, dois: Iterable[str]) -> dict[str, Answer]:
        """An answer for every DOI (bare, in lower case), whatever happens; Ctrl-C leaves the rest unchecked."""
        lookup = _Lookup(self, tuple(dict.fromkeys(dois)))
        if self.freshness != Freshness.OFFLINE and not self._stopped:
            try:
                lookup.ask()
            except KeyboardInterrupt:
                self.stop()
        return lookup.answers()

    def search(self, texts: Iterable[str]) -> dict[str, Found]:
        """What Crossref finds for each text, whatever happens; Ctrl-C leaves the rest unsearched."""
        asked = tuple(dict.fromkeys(texts))
        kept = self.cache.get("search", asked)
        found = {text: _searched(kept[text]) for text in asked if self.good(kept.get(text), SEARCH_AGE)}
        jobs = {text: partial(crossref.search, self.transport, text) for text in asked if text not in found}
        faults: dict[str, str] = {}
        if self.freshness != Freshness.OFFLINE:
            try:
                for text, result in self.each(jobs):
                    if isinstance(result, list):
                        self.cache.put("search", {text: result})
                        found[text] = Found(tuple(_records(result)))
                    else:
                        faults[text] = str(result)
                    self.tell(Progress("searched", len(found) + len(faults), len(asked)))
            except KeyboardInterrupt:
                self.stop()
        unasked = OFFLINE_DETAIL if self.freshness == Freshness.OFFLINE else STOPPED_DETAIL
        for text in asked:
            if text not in found:
                none = Found(None, detail=faults.get(text, unasked), stopped=text not in faults)
                found[text] = _searched(kept[text]) if text in kept else none
        return found

    def stop(self) -> None:
        """Ask nothing more."""
        self._stopped = True
        self.transport.clock.stop()

    def good(self, kept: Kept | None, age: float) -> bool:
        """Whether an answer that was kept will do."""
        return kept is not None and self.freshness != Freshness.REFRESH and self.cache.age(kept) < age

    def usable(self, kept: Kept, age: float) -> bool:
        """Whether an answer that was kept will do, or is all there is."""
        return self.freshness == Freshness.OFFLINE or self.good(kept, age)

    def each(self, jobs: Mapping[str, Callable[[], T]]) -> Iterator[tuple[str, T | Unavailable]]:
        """Do jobs at once; give each one's result, or why there is none, when it comes. None are given once stopped."""
        if self._stopped or not jobs:
            return
        rest = dict.fromkeys(jobs)
        for name, result in side_by_side(jobs, WORKERS, self._left):
            del rest[name]
            if isinstance(result, Interrupted):
                continue
            if isinstance(result, Exception) and not isinstance(result, Unavailable):
                # An answer of a shape that nobody has seen yet must not cost the others.
                result = Unavailable(f"the answer can't be made out ({type(result).__name__}: {result})")
            yield name, result
        for name in rest:
            yield name, Unavailable("the time for this run is over (--timeout)")

    def _left(self) -> float:
        """Seconds that the registries may still take, and a moment for what is on its way."""
        return self.transport.deadline - self.transport.clock.now() + GRACE

    @property
    def stopped(self) -> bool:
        """Whether the user stopped the run."""
        return self._stopped


class _Lookup:
    """One look-up of many DOIs."""

    def __init__(self, registries: Registries, dois: tuple[str, ...]) -> None:
        self._registries = registries
        self._transport = registries.transport
        self._cache = registries.cache
        self._dois = dois
        kept = self._cache.get("alias", dois)
        self._aliases = {doi: each.value for doi, each in kept.items() if registries.usable(each, AGENCY_AGE)}
        targets = [self._target(doi) for doi in dois]
        self._agencies = self._cache.get("agency", targets)
        self._records = self._cache.get("record", targets)
        self._new: set[str] = set()
        self._faults: dict[str, str] = {}

    def _target(self, doi: str) -> str:
        """The DOI that a short DOI stands for, as far as known."""
        return str(self._aliases.get(doi, doi))

    def ask(self) -> None:
        """Ask for all that isn't known, or not well enough."""
        short = [doi for doi in self._dois if doi.startswith("10/") and doi not in self._aliases]
        self._ask_aliases(short)
        self._ask_agencies([doi for doi in self._targets() if not self._agency_known(doi)])
        self._ask_records([doi for doi in self._targets() if self._registered(doi) and not self._record_known(doi)])

    def _targets(self) -> list[str]:
        return list(dict.fromkeys(self._target(doi) for doi in self._dois))

    def _agency_known(self, doi: str) -> bool:
        kept = self._agencies.get(doi)
        if kept is None or doi in self._faults:
            return doi in self._faults
        age = AGENCY_AGE if kept.value is not None else NOT_FOUND_AGE
        return doi in self._new or self._registries.good(kept, age)

    def _registered(self, doi: str) -> bool:
        kept = self._agencies.get(doi)
        return kept is not None and kept.value is not None and doi not in self._faults

    def _record_known(self, doi: str) -> bool:
        kept = self._records.get(doi)
        found = _kept_record(kept)
        return found is not None and self._registries.good(kept, RETRACTION_AGE if found[1] else NOT_FOUND_AGE)

    def _keep(self, source: str, answers: Mapping[str, object]) -> None:
        self._cache.put(source, answers)
        held = {"agency": self._agencies, "record": self._records}[source]
        held.update({doi: Kept(value, NOW) for doi, value in answers.items()})
        self._new.update(answers)

    def _ask_aliases(self, short: list[str]) -> None:
        for doi, result in self._registries.each(
            {doi: partial(doi_org.find_handle, self._transport, doi) for doi in short}
        ):
            if isinstance(result, Unavailable):
                self._faults[doi] = str(result)
            elif result.alias_of is not None:
                self._aliases[doi] = result.alias_of
                self._cache.put("alias", {doi: result.alias_of})
            else:
                self._keep("agency", {doi: UNKNOWN if result.exists else None})
        targets = [self._target(doi) for doi in short]
        self._agencies.update(self._cache.get("agency", targets))
        self._records.update(self._cache.get("record", targets))

    def _ask_agencies(self, dois: list[str]) -> None:
        """Many in one request; one by one those that can't stand beside others, or were left out."""
        batches = doi_org.batches([doi for doi in dois if "," not in doi])
        jobs = {batch[0]: partial(doi_org.find_agencies, self._transport, batch) for batch in batches}
        of = {batch[0]: batch for batch in batches}
        left = [doi for doi in dois if "," in doi]
        for first, result in self._registries.each(jobs):
            if isinstance(result, Unavailable):
                self._faults.update(dict.fromkeys(of[first], str(result)))
            else:
                self._keep("agency", result)
                left += [doi for doi in of[first] if doi not in result]
            self._tell("known", sum(map(self._agency_known, self._targets())))
        jobs_left = {doi: partial(doi_org.find_handle, self._transport, doi) for doi in left}
        for doi, handle in self._registries.each(jobs_left):
            if isinstance(handle, Unavailable):
                self._faults[doi] = str(handle)
            else:
                self._keep("agency", {doi: UNKNOWN if handle.exists else None})

    def _ask_records(self, dois: list[str]) -> None:
        """By agency: lists of Crossref and DataCite, then one by one what they left out and all others."""
        of = {doi: str(self._agencies[doi].value) for doi in dois}
        by_crossref = [doi for doi in dois if of[doi] == crossref.AGENCY and crossref.can_be_filtered(doi)]
        by_datacite = [doi for doi in dois if of[doi] == datacite.AGENCY and "," not in doi]
        lists: dict[str, tuple[list[str], Callable[[], Mapping[str, Json]]]] = {}
        for batch in crossref.filter_batches(by_crossref):
            lists[batch[0]] = batch, partial(crossref.find_records, self._transport, batch)
        for batch in datacite.id_batches(by_datacite):
            lists[batch[0]] = batch, partial(datacite.find_records, self._transport, batch)
        single = [doi for doi in dois if doi not in {*by_crossref, *by_datacite}]
        for first, result in self._registries.each({first: job for first, (_, job) in lists.items()}):
            batch = lists[first][0]
            if isinstance(result, Unavailable):
                self._faults.update(dict.fromkeys(batch, str(result)))
            else:
                self._keep("record", {doi: {"agency": of[doi], "record": each} for doi, each in result.items()})
                single += [doi for doi in batch if doi not in result]
            self._tell("looked up", len(dois) - len(single))
        jobs = {doi: partial(_find_record, self._transport, doi, of[doi]) for doi in single}
        for at, (doi, found) in enumerate(self._registries.each(jobs), start=1):
            if isinstance(found, Unavailable):
                self._faults[doi] = str(found)
            else:
                self._keep("record", {doi: {"agency": found[0], "record": found[1]}})
            self._tell("looked up", len(dois) - len(single) + at)

    def _tell(self, what: str, done: int) -> None:
        self._registries.tell(Progress(what, done, len(self._dois)))

    def answers(self) -> dict[str, Answer]:
        """What is known now of every DOI."""
        return {doi: self._answer(self._target(doi)) for doi in self._dois}

    def _answer(self, doi: str) -> Answer:
        fault = self._faults.get(doi)
        agency, kept = self._agencies.get(doi), self._records.get(doi)
        if agency is not None and agency.value is None:
            age = 0.0 if doi in self._new else self._cache.age(agency)
            offline = self._registries.freshness == Freshness.OFFLINE
            if (fault is None and age < NOT_FOUND_AGE) or offline:
                return Answer(Outcome.NOT_FOUND, as_of=self._as_of(doi, agency), stale=age >= NOT_FOUND_AGE)
        elif agency is not None and kept is not None and (found := _kept_record(kept)) is not None:
            return self._found(doi, kept, found, fault)
        if fault is not None:
            return Answer(Outcome.UNAVAILABLE, detail=fault)
        offline = self._registries.freshness == Freshness.OFFLINE
        return Answer(Outcome.NOT_CHECKED, detail=OFFLINE_DETAIL if offline else STOPPED_DETAIL)

    def _found(self, doi: str, kept: Kept, found: tuple[str, object], fault: str | None) -> Answer:
        agency, value = found
        age = 0.0 if doi in self._new else self._cache.age(kept)
        try:
            record = _record_of(doi, agency, value)
        except (TypeError, ValueError, LookupError, AttributeError) as problem:
            return Answer(Outcome.UNAVAILABLE, agency, detail=f"its record can't be made out ({problem})")
        detail = None if record is not None else "registered, but its agency gives no record"
        if fault is not None:
            detail = f"not asked anew: {fault}"
        elif age >= RETRACTION_AGE:
            detail = "retractions since then aren't known"
        return Answer(
            Outcome.FOUND,
            None if agency == UNKNOWN else agency,
            record,
            self._as_of(doi, kept),
            stale=age >= RECORD_AGE or fault is not None,
            detail=detail,
        )

    def _as_of(self, doi: str, kept: Kept) -> str | None:
        return None if doi in self._new else moment(kept.at)


NOW = 0.0
"""The age of answers of this run, which are told by being new."""

UNKNOWN = "?"
"""The agency of a DOI of which doi.org only says that it exists."""


def _find_record(transport: Transport, doi: str, agency: str) -> tuple[str, Json | None]:
    """The record of one DOI and the agency that gave it; all of them are asked where the agency isn't known.

    Raises:
        Unavailable: no answer came, or only that of another DOI.
    """
    if agency in (crossref.AGENCY, UNKNOWN) and (message := crossref.find_record(transport, doi)) is not None:
        given = str(message["DOI"]).lower()
        if given != doi and doi_org.find_handle(transport, doi).alias_of != given:
            raise Unavailable(f"Crossref answers with the record of another DOI, {given}")
        return crossref.AGENCY, message
    if agency in (datacite.AGENCY, UNKNOWN) and (attributes := datacite.find_record(transport, doi)) is not None:
        return datacite.AGENCY, attributes
    if agency in (crossref.AGENCY, datacite.AGENCY):
        return agency, None
    return agency, doi_org.find_csl(transport, doi)


def _kept_record(kept: Kept | None) -> tuple[str, object] | None:
    """The agency and the record (`None`: it gives none) that a row of the cache has; `None` for any other row."""
    value = kept.value if kept is not None else None
    if not isinstance(value, Mapping) or not isinstance(value.get("agency"), str) or "record" not in value:
        return None
    return value["agency"], value["record"]


def _record_of(doi: str, agency: str, value: object) -> Record | None:
    if not isinstance(value, Mapping):
        return None
    if agency == crossref.AGENCY:
        return crossref.record_of(value)
    if agency == datacite.AGENCY:
        return datacite.record_of(value)
    return doi_org.record_of(doi, agency, value)


def _searched(kept: Kept) -> Found:
    return Found(tuple(_records(kept.value)), moment(kept.at))


def _records(items: object) -> Iterator[Record]:
    for each in items if isinstance(items, Sequence) else ():
        if isinstance(each, Mapping) and isinstance(each.get("DOI"), str):
            yield crossref.record_of(each)


def moment(at: float) -> str:
    """A moment in seconds since 1970 as ISO 8601, to the second, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
