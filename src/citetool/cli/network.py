"""The options of commands that ask registries, and the way to them that these make."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citetool.cli.output import complain
from citetool.config import Network

if TYPE_CHECKING:
    from citetool.registries.lookup import Progress, Registries
    from citetool.resolution import Address

_Command = TypeVar("_Command", bound=Callable[..., Any])

ANSWER_TIME = 15.0
"""Seconds for one request to one web address."""


def network_options(command: _Command) -> _Command:
    """The options of all that asks registries; their values go to `registries`."""
    for option in reversed(
        (
            click.option(
                "--mailto",
                metavar="ADDRESS",
                help="Your address, which Crossref and DataCite answer faster for. They alone get it; there is none"
                " by default.",
            ),
            click.option("--offline", is_flag=True, default=None, help="Ask nobody; take the answers that are kept."),
            click.option("--refresh", is_flag=True, help="Ask anew for what is kept."),
            click.option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
                help="For all that is asked; what isn't answered by then is unavailable.  [default: 300]",
            ),
        )
    ):
        command = option(command)
    return command


def network_settings(
    mailto: str | None, offline: bool | None, refresh: bool, timeout: float | None
) -> dict[str, object]:
    """What these options say, by the keys of a config file; `None` where nothing is said."""
    if offline and refresh:
        raise click.UsageError("--offline and --refresh exclude each other")
    # Who asks for new answers doesn't want to be offline, whatever the file says.
    return {"mailto": mailto, "offline": False if refresh else offline, "refresh": refresh or None, "timeout": timeout}


@contextmanager
def registries(settings: Network) -> Iterator[Registries]:
    """The registries, for one run; progress shows on a terminal."""
    from citetool.registries.cache import Cache, cache_path
    from citetool.registries.lookup import Freshness, Registries
    from citetool.registries.pace import WallClock
    from citetool.registries.transport import Endpoints, Transport

    endpoints = Endpoints(settings.doi_url, settings.crossref_url, settings.datacite_url)
    freshness = Freshness.OFFLINE if settings.offline else Freshness.REFRESH if settings.refresh else Freshness.USUAL
    clock = WallClock()
    cache = Cache(cache_path(), complain)
    way = Transport(endpoints, settings.mailto, clock.now() + settings.timeout, clock)
    try:
        with _progress() as tell:
            yield Registries(way, cache, freshness, tell)
    finally:
        cache.close()


class Follower:
    """Follows web addresses, for all drafts of a run together in the time of one."""

    def __init__(self, settings: Network) -> None:
        self._settings = settings
        self._until = time.monotonic() + settings.timeout
        self._found: dict[str, Address] = {}
        self.stopped = False

    def __call__(self, urls: Sequence[str]) -> tuple[Address, ...]:
        """What became of addresses, each followed once in a run; after Ctrl-C, none is asked.

        The user's address isn't sent: anyone may have written the draft, and named their own server in it.
        """
        from citetool import __version__
        from citetool.registries.addresses import STOPPED, check_addresses
        from citetool.registries.transport import PROJECT_URL
        from citetool.resolution import Address, Reach

        if self.stopped:
            return tuple(self._found.get(url) or Address(url, Reach.NOT_CHECKED, STOPPED) for url in urls)
        new = [url for url in dict.fromkeys(urls) if url not in self._found]
        found = check_addresses(
            new,
            timeout=ANSWER_TIME,
            user_agent=f"citetool/{__version__} ({PROJECT_URL})",
            allow_private=self._settings.private_links,
            wayback_url=self._settings.wayback_url,
            deadline=max(0.0, self._until - time.monotonic()),
        )
        self.stopped = any(each.detail == STOPPED for each in found)
        self._found |= dict(zip(new, found, strict=True))
        return tuple(self._found[url] for url in urls)


def asked_before(asked: Registries | None) -> Registries | None:
    """Registries for a second time in a run: with `--refresh`, what they answered the first time is fresh."""
    from citetool.registries.lookup import Freshness

    if asked is not None and asked.freshness == Freshness.REFRESH:
        asked.freshness = Freshness.USUAL
    return asked


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """What shows how far a run is: a bar on a terminal, with rate and time left; nothing elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(progress: Progress) -> None:
            if progress.what not in tasks:
                tasks[progress.what] = bar.add_task(f"DOIs {progress.what}", total=progress.of, rate="")
            task = bar.tasks[tasks[progress.what]]
            rate = f"{task.speed:.1f}/s" if task.speed else ""
            bar.update(tasks[progress.what], completed=progress.done, total=progress.of, rate=rate)

        yield tell
