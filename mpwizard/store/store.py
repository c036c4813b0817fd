"""The front of storage: one open database file, and the two ways into it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.records import CaseRecord
from mpwizard.store.keys import KeyRing
from mpwizard.store.listing import Listing
from mpwizard.store.lock import PATIENCE, WriteLock
from mpwizard.store.opening import prepare
from mpwizard.store.troubles import database_troubles, file_troubles

if TYPE_CHECKING:
    from mpwizard.store.reader import Reader
    from mpwizard.store.transactions import Transactions
    from mpwizard.store.writer import Writer


class Store:
    """A database file that was found good. Safe to use from several threads; several programs may have it open.

    Every use may raise `Trouble`: `database_locked`, `database_full`, `database_readonly`, `database_damaged`.

    Opening it and listing its cases need no table declared; what does is loaded with the first transaction.
    """

    def __init__(self, database: Path, keys: KeyRing, lock: WriteLock, patience: timedelta) -> None:
        self._database = database
        self._keys = keys
        self._lock = lock
        self._patience = patience
        self._listing = Listing(database, patience)
        self._begun: Transactions | None = None
        self._beginning = threading.Lock()

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

    def cases(self) -> list[CaseRecord]:
        """All cases, the one changed last first."""
        with database_troubles(self._database):
            return self._listing.cases()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one moment of the database, however many questions are asked. Waits for nobody."""
        with database_troubles(self._database), self._transactions().reading() as reader:
            yield reader

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Change the database alone. On leaving, all of it is durable; after an exception, nothing was changed."""
        with database_troubles(self._database), self._lock.held(), self._transactions().writing() as writer:
            yield writer

    def data_version(self) -> int:
        """A number that has changed whenever anything was committed since it was last asked for."""
        with database_troubles(self._database):
            return self._listing.data_version()

    def close(self) -> None:
        """Let the file go. The last program to do so copies the write-ahead log into it."""
        with database_troubles(self._database), self._lock.held():
            self._listing.close()
            if self._begun is not None:
                self._begun.close()

    def _transactions(self) -> Transactions:
        with self._beginning:
            if self._begun is None:
                from mpwizard.store.transactions import Transactions

                self._begun = Transactions(self._database, self._keys, self._patience)
            return self._begun
