"""The front of storage: one open database, and the two ways into it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.store.database import PATIENCE, Database
from mpwizard.store.keys import KeyRing
from mpwizard.store.listing import Listing
from mpwizard.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from mpwizard.store.board import BoardReader
    from mpwizard.store.reader import Reader
    from mpwizard.store.transactions import Transactions
    from mpwizard.store.writer import Writer


class Store:
    """A database that was found good. Safe to use from several threads; several programs may have it open.

    Every use may raise `Trouble`: `database_locked`, `database_full`, `database_readonly`, `database_damaged`; and of
    a server `database_unreachable`, `database_refused`.

    Opening it and listing its cases need no table declared; what does is loaded with the first transaction.
    """

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys
        self._begun: Transactions | None = None
        self._beginning = threading.Lock()
        self._listing = Listing(database, keys)

    @classmethod
    def open(cls, path: Path, keys: KeyRing, *, patience: timedelta = PATIENCE) -> Store:
        """The database of a file, made if there is none. `patience` is how long one try waits for another program.

        Raises:
            Trouble: with the reason why the file cannot be used; then it was not touched.
        """
        return cls(SqliteDatabase.opened(path, keys, patience), keys)

    @property
    def where(self) -> str:
        """How the operator is told of the database."""
        return self._database.where

    @property
    def folder(self) -> Path:
        """Where what belongs beside the database lies."""
        return self._database.folder

    @contextmanager
    def listing(self) -> Iterator[Listing]:
        """Ask for pages and counts of cases. Each answer is of its own moment; none waits for anybody."""
        with self._database.troubles():
            yield self._listing

    @contextmanager
    def board(self) -> Iterator[BoardReader]:
        """Ask what waits over all cases and what happened in them. Each answer is of its own moment."""
        from mpwizard.store.board import BoardReader

        with self._database.troubles():
            yield BoardReader(self._database, self._keys)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one moment of the database, however many questions are asked. Waits for nobody."""
        with self._database.troubles(), self._transactions().reading() as reader:
            yield reader

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Change the database alone. On leaving, all of it is durable; after an exception, nothing was changed."""
        with self._database.troubles(), self._database.turn(), self._transactions().writing() as writer:
            yield writer

    @contextmanager
    def sending(self) -> Iterator[bool]:
        """Whether this program is the one that may send mails for as long as this lasts."""
        with self._database.troubles(), self._database.sending() as ours:
            yield ours

    def data_version(self) -> int:
        """A number that has changed whenever anything was committed since it was last asked for."""
        with self._database.troubles():
            return self._database.data_version()

    def check(self) -> None:
        """Read all of the database, as far as its kind lets a program do so."""
        with self._database.troubles():
            self._database.check()

    def close(self) -> None:
        """Let the database go. The last program to let a file go copies its write-ahead log into it."""
        with self._database.troubles(), self._database.turn():
            self._database.close()
            if self._begun is not None:
                self._begun.close()

    def _transactions(self) -> Transactions:
        with self._beginning:
            if self._begun is None:
                from mpwizard.store.transactions import Transactions

                self._begun = Transactions(self._database.ways(), self._keys)
            return self._begun
