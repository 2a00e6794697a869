"""The store without a server: one SQLite file that the processes of this machine share."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import time, time_ns
from typing import Any

from shop.core.page_cache.stores import StoreAway

PATIENCE = 2.0  # seconds to wait for another process that writes
MOST_ENTRIES = 5000
TABLES = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=OFF;
CREATE TABLE IF NOT EXISTS stamps (source TEXT PRIMARY KEY, stamp INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, ends REAL, blob BLOB);
CREATE INDEX IF NOT EXISTS entries_ends ON entries (ends);
"""


class FileStore:
    """A connection for each thread. What cannot be read is begun anew: it is only a cache."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def time(self) -> tuple[str, int]:
        with self._connected() as found:
            return "", found.execute("SELECT stamp FROM stamps WHERE source = ''").fetchone()[0]

    def read(self, key: str) -> tuple[str, bytes | None, int | None]:
        with self._connected() as found:
            row = found.execute(
                "SELECT (SELECT blob FROM entries WHERE key = ?), stamp FROM stamps"
                " WHERE source = ''",
                (key,),
            ).fetchone()
        return "", row[0], row[1]

    def glance(self) -> tuple[str, int | None]:
        return self.time()

    def stamps(self, sources: Sequence[str]) -> list[int | None]:
        marks = ",".join("?" * len(sources))
        with self._connected() as found:
            rows = found.execute(
                f"SELECT source, stamp FROM stamps WHERE source IN ({marks})", tuple(sources)
            )
            known: dict[str, int] = dict(rows.fetchall())
        return [known.get(source) for source in sources]

    def keep(self, key: str, blob: bytes, sources: Sequence[str], seconds: float) -> None:
        with self._writing() as cursor:
            cursor.executemany(
                "INSERT OR IGNORE INTO stamps SELECT ?, stamp FROM stamps WHERE source = ''",
                [(source,) for source in sources],
            )
            now = time()
            cursor.execute("DELETE FROM entries WHERE ends < ?", (now,))
            cursor.execute(
                "DELETE FROM entries WHERE key IN (SELECT key FROM entries ORDER BY ends DESC"
                f" LIMIT -1 OFFSET {MOST_ENTRIES - 1})"
            )
            cursor.execute(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", (key, now + seconds, blob)
            )

    def stamp(self, sources: Iterable[str]) -> None:
        with self._writing() as cursor:
            cursor.execute("UPDATE stamps SET stamp = stamp + 1 WHERE source = ''")
            cursor.executemany(
                "INSERT OR REPLACE INTO stamps SELECT ?, stamp FROM stamps WHERE source = ''",
                [(source,) for source in sources],
            )

    def clear(self) -> None:
        with self._writing() as cursor:
            cursor.execute("DELETE FROM entries")
            cursor.execute("DELETE FROM stamps WHERE source != ''")
            cursor.execute("UPDATE stamps SET stamp = stamp + 1")

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._connected() as found:
            found.execute("BEGIN IMMEDIATE")
            try:
                yield found
            except BaseException:
                found.execute("ROLLBACK")
                raise
            found.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection()
        except sqlite3.OperationalError as error:  # locked for long, or the disk is full
            self._close()
            raise StoreAway(str(error)) from error
        except sqlite3.DatabaseError as error:
            self._close()
            for name in self.path.parent.glob(f"{self.path.name}*"):
                name.unlink(missing_ok=True)
            raise StoreAway(str(error)) from error

    def _connection(self) -> sqlite3.Connection:
        local = self._local
        # Neither another process's (after a fork) nor that of a file which is gone.
        here = (os.getpid(), self._inode())
        if getattr(local, "here", None) != here:
            self._close()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            local.connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            with closing(local.connection.cursor()) as cursor:
                cursor.executescript(TABLES)
                # From the present on, so that no file's clock is behind that of one before it.
                cursor.execute("INSERT OR IGNORE INTO stamps VALUES ('', ?)", (time_ns() // 1000,))
            local.here = (os.getpid(), self._inode())
        return local.connection

    def _close(self) -> None:
        self._local.__dict__.pop("here", None)
        if connection := self._local.__dict__.pop("connection", None):
            connection.close()

    def _inode(self) -> int | None:
        try:
            return self.path.stat().st_ino
        except OSError:
            return None
