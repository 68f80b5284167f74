"""How fast a registry may be asked: requests evenly spaced, and never more at once than it allows."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Interrupted(Exception):
    """The user wants no more: a wait was broken off."""


class TooLate(Exception):
    """The next place in time comes after what one may wait for."""


class Clock(Protocol):
    """Time as the registries' clients see it; tests have one of their own."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass.

        Raises:
            Interrupted: the run was stopped meanwhile.
        """
        ...

    def stop(self) -> None:
        """Break off all that sleep, now and later."""
        ...


class WallClock:
    """The real time."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> float:
        """Seconds of the system's steady clock."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, unless the run is stopped."""
        if self._stopped.wait(max(0.0, seconds)):
            raise Interrupted

    def stop(self) -> None:
        """Wake all waiters."""
        self._stopped.set()


class Pace:
    """The pace of one kind of request to one registry; safe to share between threads.

    Starts from what the registry documents and slows down where its answers announce less. It doesn't speed up: what
    citetool asks in a run is little, and a margin costs nothing.
    """

    def __init__(self, clock: Clock, per_second: float, at_once: int) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._free = threading.Condition(self._lock)
        self._spacing = 1 / per_second
        self._at_once = at_once
        self._running = 0
        self._next = clock.now()

    @contextmanager
    def slot(self, until: float = float("inf")) -> Iterator[None]:
        """Wait for the next free place in time, and hold one of the places at once.

        Raises:
            Interrupted: the run was stopped meanwhile.
            TooLate: the place would come after the moment `until`, by the clock.
        """
        with self._free:
            while self._running >= self._at_once:
                self._free.wait()
            self._running += 1
        try:
            while (wait := self._reserved()) > 0:
                if self._clock.now() + wait > until:
                    raise TooLate
                self._clock.sleep(wait)
            yield
        finally:
            with self._free:
                self._running -= 1
                self._free.notify()

    def _reserved(self) -> float:
        """How long to wait before asking again for a place; 0: it is taken now."""
        with self._lock:
            now = self._clock.now()
            if now < self._next:
                return self._next - now
            self._next = now + self._spacing
            return 0.0

    def announce(self, per_second: float | None, at_once: int | None) -> None:
        """What an answer says of the limits: `x-rate-limit-limit` by `-interval`, `x-concurrency-limit`."""
        with self._free:
            # A tenth below, so that a clock that runs otherwise than ours doesn't count one too many.
            if per_second and (spacing := 1 / (0.9 * per_second)) > self._spacing:
                self._spacing = spacing
                self._next = max(self._next, self._clock.now() + spacing)
            if at_once:
                self._at_once = max(1, min(self._at_once, at_once))

    def pause(self, seconds: float) -> None:
        """Ask nothing for so long: what `Retry-After` says."""
        with self._lock:
            self._next = max(self._next, self._clock.now() + seconds)
