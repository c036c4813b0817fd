"""Connections to one SQLite file: how they are set up, how they begin, and the lock beside the file that every write,
checkpoint and closing takes. What is read and written is `reader.py`'s and `writer.py`'s."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from mpwizard.problems import Trouble
from mpwizard.store.troubles import file_troubles

PATIENCE = timedelta(seconds=5)
TRIES = 3
# A write-ahead log longer than this is copied into the file after the write that made it so.
LONG_LOG = 4 * 1024 * 1024

_LOCK_POLL_SECONDS = 0.005


class WriteLock:
    """One writer at a time, among all threads and programs that use the file.

    SQLite has a lock of its own, but some versions can damage a file when two connections write and checkpoint at once.
    """

    def __init__(self, database: Path, patience: timedelta) -> None:
        self._database = database
        self._seconds = patience.total_seconds()
        self._threads = threading.Lock()
        # Threads take turns at the lock above, so the one below may be taken and let go by any of them.
        self._programs = FileLock(
            database.with_name(database.name + ".lock"),
            mode=0o600,
            thread_local=False,
            poll_interval=_LOCK_POLL_SECONDS,
        )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            Trouble: `database_locked`, when others kept it for several times our patience.
        """
        if not self._threads.acquire(timeout=self._seconds * TRIES):
            raise Trouble("database_locked")
        try:
            self._take()
            try:
                yield
            finally:
                self._programs.release()
        finally:
            self._threads.release()

    def _take(self) -> None:
        with file_troubles(self._database):
            try:
                self._programs.acquire(timeout=self._seconds * TRIES)
            except Timeout:
                raise Trouble("database_locked") from None


def writing_engine(database: Path, patience: timedelta, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions may write: each takes SQLite's write lock as it begins, not at its first write.

    Only a migration goes without foreign keys, because it may have to build a table anew.
    """
    engine = create_engine(_url(database), hide_parameters=True, pool_size=1, max_overflow=0)
    own = {"busy_timeout": _milliseconds(patience), "foreign_keys": "ON" if foreign_keys else "OFF"}
    _prepare(engine, "BEGIN IMMEDIATE", {**_PRAGMAS, **own})
    return engine


def reading_engine(database: Path, patience: timedelta) -> Engine:
    """An engine whose connections cannot write. It keeps all it opened, so that none is closed outside the lock."""
    engine = create_engine(_url(database), hide_parameters=True, pool_size=0)
    _prepare(engine, "BEGIN", {**_PRAGMAS, "busy_timeout": _milliseconds(patience), "query_only": "ON"})
    return engine


# Durable at every commit, nothing deleted left on the disk, and no checkpoint but ours.
_PRAGMAS = {
    "busy_timeout": "0",
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "wal_autocheckpoint": "0",
}


def _prepare(engine: Engine, begin: str, pragmas: dict[str, str]) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver would begin transactions by its own rules; we send BEGIN ourselves.
        connection.isolation_level = None
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def send_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _url(database: Path) -> URL:
    return URL.create("sqlite", database=str(database))


def _milliseconds(patience: timedelta) -> str:
    return str(int(patience / timedelta(milliseconds=1)))


def begun(engine: Engine) -> Connection:
    """A connection inside its transaction. A busy file is tried a few times; then the caller is told.

    Raises:
        OperationalError: of the last try.
    """
    for _ in range(TRIES - 1):
        try:
            return _begun_once(engine)
        except OperationalError as error:
            if not _is_busy(error):
                raise
    return _begun_once(engine)


def _begun_once(engine: Engine) -> Connection:
    connection = engine.connect()
    try:
        connection.begin()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def shorten_log(engine: Engine, database: Path, *, limit: int = LONG_LOG) -> None:
    """Copy a long write-ahead log into the file and cut it. To be called with the write lock held.

    Waits for no reader: while one still looks at old pages, the rest is left to the next time.
    """
    try:
        if os.stat(f"{database}-wal").st_size <= limit:
            return
    except FileNotFoundError:
        return
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout={patience}")
        cursor.close()
    finally:
        pooled.close()
