"""Work shared among processes, with results in the order of the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 4
"""Pieces of work from which on starting processes takes less time than they save."""

_SHARES = 8
"""Pieces that each process gets in turn, so that none waits for another's last one."""


def in_processes(work: Callable[[T], R], items: Sequence[T], jobs: int | None) -> Iterator[R]:
    """What comes of each item, in their order; `jobs` processes at once, or as many as there are cores.

    Both the items and what comes of them are sent between processes.
    """
    wanted = min(jobs or os.cpu_count() or 1, len(items))
    if wanted < 2 or (jobs is None and len(items) < WORTH_IT):
        yield from map(work, items)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A forked process has all modules already; where there is no fork, it loads them anew.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    with ProcessPoolExecutor(wanted, multiprocessing.get_context(method)) as pool:
        yield from pool.map(work, items, chunksize=max(1, len(items) // (wanted * _SHARES)))
