"""The registries' answers, kept in one SQLite file that several processes may use at once.

Keyed by what was asked, not by URL, so that no address and no token of a user is stored. The file is a cache: whatever
is wrong with it, the run goes on without.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from citetool.folders import cache_folder

SCHEMA = 1
"""Of the table; a file of another is emptied."""

_DAY = 86_400.0

RECORD_AGE = 30 * _DAY
RETRACTION_AGE = 7 * _DAY
SEARCH_AGE = 7 * _DAY
AGENCY_AGE = 30 * _DAY
NOT_FOUND_AGE = 1 * _DAY
"""How long answers are good for, in seconds: a retraction has to be known sooner than a change of a title."""

_AT_ONCE = 500
"""Keys in a query; SQLite takes up to 999 in versions before 3.32."""


class Kept(NamedTuple):
    """An answer that was kept: its JSON (`None`: "there is none") and when it came, in seconds since 1970."""

    value: object
    at: float


def cache_path(environment: Mapping[str, str] = os.environ) -> Path:
    """The cache's file, in citetool's folder of caches."""
    return cache_folder(environment) / "registries.sqlite"


class Cache:
    """The file; to be used by one thread. With `path` `None`, nothing is kept."""

    def __init__(self, path: Path | None, warn: Callable[[str], None], now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._warn = warn
        self._now = now
        self._connection: sqlite3.Connection | None = None
        self._writable = True
        if path is not None:
            with self._careful("can't be used"):
                self._connection = _opened(path)

    def get(self, source: str, keys: Iterable[str]) -> dict[str, Kept]:
        """What is kept of a source under these keys, however old."""
        found: dict[str, Kept] = {}
        with self._careful("can't be read"):
            asked = tuple(dict.fromkeys(keys)) if self._connection is not None else ()
            for start in range(0, len(asked), _AT_ONCE):
                some = asked[start : start + _AT_ONCE]
                assert self._connection is not None
                marks = ",".join("?" * len(some))
                for key, value, at in self._connection.execute(
                    f"SELECT key, value, at FROM answer WHERE source = ? AND key IN ({marks})",
                    (source, *some),
                ):
                    if isinstance(at, float):
                        found[key] = Kept(json.loads(value), at)
        return found

    def put(self, source: str, answers: Mapping[str, object]) -> None:
        """Keep answers, at once: what is stored outlives the process."""
        if self._connection is None or not self._writable or not answers:
            return
        rows = [(source, key, json.dumps(value), self._now()) for key, value in answers.items()]
        with self._careful("can't be written to", reading_goes_on=True), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", rows)

    def age(self, kept: Kept) -> float:
        """Seconds since an answer came; an answer from the future is as old as can be."""
        age = self._now() - kept.at
        return age if age >= 0 else float("inf")

    def close(self) -> None:
        """Done with it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _careful(self, what: str, *, reading_goes_on: bool = False) -> Iterator[None]:
        """Do without the cache, or without writing to it, once it fails; say so the first time."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as problem:
            self._warn(f"{self._path}: the cache {what} ({problem}); going on without it")
            self._writable = False
            if not reading_goes_on:
                self.close()


def _opened(path: Path) -> sqlite3.Connection:
    """The file, made if there is none.

    Raises:
        sqlite3.Error: it is no database, or not ours to read.
        OSError: its folder can't be made.
    """
    if not path.exists():
        _make(path)
    connection = sqlite3.connect(path, timeout=10)
    try:
        if _schema(connection) != SCHEMA:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                # Another process may have been faster.
                if _schema(connection) != SCHEMA:
                    connection.execute("DROP TABLE IF EXISTS answer")
                    _lay_out(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT source, key, value, at FROM answer LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """Make the file as a whole, so that no other process finds it half made."""
    # What a draft cites may be confidential: for the user alone.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        connection = sqlite3.connect(unfinished)
        try:
            # Readers don't wait for a writer then, nor it for them (https://www.sqlite.org/wal.html).
            connection.execute("PRAGMA journal_mode = WAL")
            with connection:
                _lay_out(connection)
        finally:
            connection.close()
        try:
            os.link(unfinished, path)
        except FileExistsError:
            pass
        except OSError:
            # A file system without links.
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE answer (source TEXT, key TEXT, value TEXT, at REAL, PRIMARY KEY (source, key)) WITHOUT ROWID"
    )
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _schema(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


class Contents(NamedTuple):
    """What a cache holds: answers by source, and the size of its file in bytes."""

    answers: tuple[tuple[str, int], ...]
    oldest: float | None
    size: int


def contents(path: Path) -> Contents | None:
    """What the cache at `path` holds; `None` if there is none.

    Raises:
        sqlite3.Error: it is no database that citetool made.
    """
    if not path.exists():
        return None
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        answers = tuple(connection.execute("SELECT source, COUNT(*) FROM answer GROUP BY source ORDER BY source"))
        oldest = connection.execute("SELECT MIN(at) FROM answer").fetchone()[0]
    finally:
        connection.close()
    return Contents(answers, oldest, path.stat().st_size)


def clear(path: Path) -> bool:
    """Remove the cache's files; whether there were any.

    Raises:
        OSError: they can't be removed.
    """
    files = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    there = [each for each in files if each.exists()]
    for each in there:
        each.unlink(missing_ok=True)
    return bool(there)
