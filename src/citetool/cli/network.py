"""The options of commands that ask registries, and the way to them that these make."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citetool.cli.output import complain
from citetool.errors import CitetoolError

if TYPE_CHECKING:
    from citetool.registries.lookup import Progress, Registries
    from citetool.resolution import Address

_Command = TypeVar("_Command", bound=Callable[..., Any])

ANSWER_TIME = 15.0
"""Seconds for one request to one web address."""

TIMEOUT = 300.0
"""Seconds for all that a run asks of registries."""


def network_options(command: _Command) -> _Command:
    """The options of all that asks registries; their values go to `registries`."""
    for option in reversed(
        (
            click.option(
                "--mailto",
                envvar="CITETOOL_MAILTO",
                metavar="ADDRESS",
                help="Your address, which Crossref and DataCite answer faster for. They alone get it; there is none"
                " by default.",
            ),
            click.option("--offline", is_flag=True, help="Ask nobody; take the answers that are kept."),
            click.option("--refresh", is_flag=True, help="Ask anew for what is kept."),
            click.option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                default=TIMEOUT,
                show_default=True,
                metavar="SECONDS",
                help="For all registries together; what isn't answered by then is unavailable.",
            ),
        )
    ):
        command = option(command)
    return command


@contextmanager
def registries(mailto: str | None, offline: bool, refresh: bool, timeout: float) -> Iterator[Registries]:
    """The registries, as options and environment (`CITETOOL_CROSSREF_URL`, …) say; progress shows on a terminal.

    Raises:
        CitetoolError: the options, or the environment, make no sense.
    """
    from citetool.registries.cache import Cache, cache_path
    from citetool.registries.lookup import Freshness, Registries
    from citetool.registries.pace import WallClock
    from citetool.registries.transport import Endpoints, Transport

    if offline and refresh:
        raise click.UsageError("--offline and --refresh exclude each other")
    if mailto is not None and ("@" not in mailto or any(char.isspace() for char in mailto)):
        raise click.UsageError(f"--mailto: “{mailto}” is no address")
    usual = Endpoints()
    endpoints = Endpoints(
        doi=_url("CITETOOL_DOI_URL", usual.doi),
        crossref=_url("CITETOOL_CROSSREF_URL", usual.crossref),
        datacite=_url("CITETOOL_DATACITE_URL", usual.datacite),
    )
    freshness = Freshness.OFFLINE if offline else Freshness.REFRESH if refresh else Freshness.USUAL
    clock = WallClock()
    cache = Cache(cache_path(), complain)
    try:
        with _progress() as tell:
            yield Registries(Transport(endpoints, mailto, clock.now() + timeout, clock), cache, freshness, tell)
    finally:
        cache.close()


def followed(timeout: float) -> Callable[[Sequence[str]], tuple[Address, ...]]:
    """What follows web addresses, in so many seconds; those of private networks only with `CITETOOL_PRIVATE_LINKS=1`.

    The address for questions isn't sent: anyone may have written the draft, and named their own server in it.
    """
    from citetool import __version__
    from citetool.registries.addresses import check_addresses
    from citetool.registries.transport import PROJECT_URL

    return partial(
        check_addresses,
        timeout=ANSWER_TIME,
        user_agent=f"citetool/{__version__} ({PROJECT_URL})",
        allow_private=os.environ.get("CITETOOL_PRIVATE_LINKS") == "1",
        wayback_url=_url("CITETOOL_WAYBACK_URL", "https://archive.org"),
        deadline=timeout,
    )


def _url(variable: str, usual: str) -> str:
    url = os.environ.get(variable) or usual
    if not url.startswith(("https://", "http://")):
        raise CitetoolError(f"{variable}: “{url}” is no http or https address")
    return url


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
