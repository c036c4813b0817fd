"""The front of storage: one open database file, and the two ways into it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection
from sqlmodel import Session

from mpwizard.store.engine import PATIENCE, WriteLock, begun, reading_engine, shorten_log, writing_engine
from mpwizard.store.keys import KeyRing
from mpwizard.store.opening import prepare
from mpwizard.store.reader import Reader
from mpwizard.store.troubles import database_troubles, file_troubles
from mpwizard.store.writer import Writer


class Store:
    """A database file that was found good. Safe to use from several threads; several programs may have it open.

    Every use may raise `Trouble`: `database_locked`, `database_full`, `database_readonly`, `database_damaged`.
    """

    def __init__(self, database: Path, keys: KeyRing, lock: WriteLock, patience: timedelta) -> None:
        self._database = database
        self._keys = keys
        self._lock = lock
        self._writing = writing_engine(database, patience)
        self._reading = reading_engine(database, patience)
        self._watch: PoolProxiedConnection | None = None
        self._watching = threading.Lock()

    @classmethod
    def open(cls, path: Path, keys: KeyRing, *, patience: timedelta = PATIENCE) -> Store:
        """The database of a file, made if there is none. `patience` is how long one try waits for another program.

        Raises:
            Trouble: with the reason why the file cannot be used; then it was not touched.
        """
        with file_troubles(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = path.resolve()
        lock = WriteLock(database, patience)
        with file_troubles(database), database_troubles(database), lock.held():
            prepare(database, keys, patience)
        return cls(database, keys, lock, patience)

    @property
    def folder(self) -> Path:
        """Where the database lies."""
        return self._database.parent

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one moment of the database, however many questions are asked. Waits for nobody."""
        with database_troubles(self._database), self._session(self._reading) as session:
            yield Reader(session, self._keys)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Change the database alone. On leaving, all of it is durable; after an exception, nothing was changed."""
        with database_troubles(self._database), self._lock.held():
            with self._session(self._writing) as session:
                yield Writer(session, self._keys)
                session.flush()
                session.connection().commit()
            shorten_log(self._writing, self._database)

    def data_version(self) -> int:
        """A number that has changed whenever anything was committed since it was last asked for."""
        with self._watching, database_troubles(self._database):
            if self._watch is None:
                self._watch = self._reading.raw_connection()
            cursor = self._watch.cursor()
            cursor.execute("PRAGMA data_version")
            version: int = cursor.fetchall()[0][0]
            cursor.close()
            return version

    def close(self) -> None:
        """Let the file go. The last program to do so copies the write-ahead log into it."""
        with database_troubles(self._database), self._lock.held(), self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
            self._reading.dispose()
            self._writing.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with begun(engine) as connection, Session(connection, expire_on_commit=False) as session:
            yield session
