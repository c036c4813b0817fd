"""The embedded database: one SQLite file with a lock beside it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mpwizard.store.connection import READS_ONLY, connect
from mpwizard.store.database import Values
from mpwizard.store.keys import KeyRing
from mpwizard.store.lock import WriteLock
from mpwizard.store.opening import prepare
from mpwizard.store.soundness import Soundness
from mpwizard.store.troubles import database_troubles, file_troubles

if TYPE_CHECKING:
    from mpwizard.store.engine import SqliteWays

# A search among a million cases comes by the same pages of the file again and again, and SQLite by itself keeps too few
# of them: 2,000 KiB. A small file never fills this.
_KEPT_KIB = 8_000
_LOOKS = {**READS_ONLY, "cache_size": f"-{_KEPT_KIB}"}


class SqliteDatabase:
    """A database file that was found good. Several programs may have it open."""

    dialect = "sqlite"

    def __init__(self, file: Path, lock: WriteLock, patience: timedelta) -> None:
        self._file = file
        self._lock = lock
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._looks = threading.Lock()
        self._soundness = Soundness(file, patience)

    @classmethod
    def opened(cls, path: Path, keys: KeyRing, patience: timedelta) -> SqliteDatabase:
        """The database of a file, made if there is none.

        Raises:
            Trouble: with the reason why the file cannot be used; then it was not touched.
        """
        with file_troubles(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.resolve()
        lock = WriteLock(file, patience)
        with file_troubles(file), database_troubles(file), lock.held():
            prepare(file, keys, patience)
        return cls(file, lock, patience)

    @property
    def where(self) -> str:
        """The file."""
        return str(self._file)

    @property
    def folder(self) -> Path:
        """Where the file lies."""
        return self._file.parent

    def troubles(self) -> AbstractContextManager[None]:
        """What SQLite refuses within becomes a `Trouble`."""
        return database_troubles(self._file)

    def turn(self) -> AbstractContextManager[None]:
        """One writer at a time among all threads and programs."""
        return self._lock.held()

    def sending(self) -> AbstractContextManager[bool]:
        """All programs that use a file are on one machine, where the postman has a lock of their own."""
        return nullcontext(True)

    def look(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a plain statement, on a connection that is opened at its first use and kept."""
        self._soundness.insist()
        with self._looks:
            if self._connection is None:
                self._connection = connect(self._file, self._patience, _LOOKS)
            return self._connection.execute(statement, values).fetchall()

    def data_version(self) -> int:
        """SQLite's own number of the changes that other connections than the one that looks have made."""
        return int(self.look("PRAGMA data_version", {})[0][0])

    def ways(self) -> SqliteWays:
        """The two engines on the file. Now that more than a list is wanted of it, a big file is read through."""
        from mpwizard.store.engine import SqliteWays

        self._soundness.begin()
        return SqliteWays(self._file, self._patience, self._soundness)

    def check(self) -> None:
        """Read all of the file, whatever its size."""
        self._soundness.finish()

    def close(self) -> None:
        """Let the file go."""
        self._soundness.end()
        with self._looks:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
