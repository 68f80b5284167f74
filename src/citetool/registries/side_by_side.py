"""Jobs done side by side, for whoever may stop waiting for them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def side_by_side(
    jobs: Mapping[K, Callable[[], T]], workers: int, left: Callable[[], float]
) -> Iterator[tuple[K, T | Exception]]:
    """Do jobs at once, so many at a time; give each one's result, or what it raised, when it comes.

    Ends when all are done, or when `left`, the seconds that may still be waited, come to nothing. Whoever stops taking
    results doesn't wait for the jobs under way: their threads end with the process, whatever they hang on.
    """
    waiting: queue.SimpleQueue[tuple[K, Callable[[], T]]] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[K, T | Exception]] = queue.SimpleQueue()
    stopped = threading.Event()
    for each in jobs.items():
        waiting.put(each)

    def work() -> None:
        while not stopped.is_set():
            try:
                name, job = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                result: T | Exception = job()
            except Exception as problem:
                result = problem
            done.put((name, result))

    for _ in range(min(workers, len(jobs))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for _ in range(len(jobs)):
            try:
                yield done.get(timeout=max(0.0, left()))
            except queue.Empty:
                return
    finally:
        stopped.set()
