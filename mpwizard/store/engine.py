"""The ways into the tables of one SQLite file: how they begin, and when its write-ahead log is cut. Which of it needs
the lock is said beside it; what is read and written is `reader.py`'s and `writer.py`'s."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from mpwizard.store.connection import READS_ONLY, connect
from mpwizard.store.database import TRIES
from mpwizard.store.soundness import Soundness

# A write-ahead log longer than this is copied into the file after the write that made it so.
LONG_LOG = 4 * 1024 * 1024


class SqliteWays:
    """The two engines on one file. Who writes has to hold the lock beside it."""

    def __init__(self, database: Path, patience: timedelta, soundness: Soundness) -> None:
        self._database = database
        self._soundness = soundness
        self._writing = writing_engine(database, patience)
        self._reading = reading_engine(database, patience)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment and cannot write."""
        self._soundness.insist()
        with begun(self._reading) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that writes alone; afterwards a long write-ahead log is cut."""
        self._soundness.insist()
        with begun(self._writing) as connection:
            yield connection
        self.shorten_log()

    def shorten_log(self) -> None:
        """Cut the write-ahead log where it has grown long."""
        shorten_log(self._writing, self._database)

    def close(self) -> None:
        """Let the file go."""
        self._reading.dispose()
        self._writing.dispose()


def writing_engine(database: Path, patience: timedelta, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions may write: each takes SQLite's write lock as it begins, not at its first write.

    Only a migration goes without foreign keys, because it may have to build a table anew.
    """
    own = {"foreign_keys": "ON" if foreign_keys else "OFF"}
    engine = create_engine(
        _url(database),
        creator=lambda: connect(database, patience, own),
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )
    return _beginning(engine, "BEGIN IMMEDIATE")


def reading_engine(database: Path, patience: timedelta) -> Engine:
    """An engine whose connections cannot write. It keeps all it opened, so that none is closed outside the lock."""
    engine = create_engine(
        _url(database),
        creator=lambda: connect(database, patience, READS_ONLY),
        hide_parameters=True,
        pool_size=0,
    )
    return _beginning(engine, "BEGIN")


def _beginning(engine: Engine, begin: str) -> Engine:
    @event.listens_for(engine, "begin")
    def send_begin(connection: Connection) -> None:
        # The driver would begin transactions by its own rules; its connections are told not to.
        connection.exec_driver_sql(begin)

    return engine


def _url(database: Path) -> URL:
    return URL.create("sqlite", database=str(database))


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
