"""A PostgreSQL database as the store uses it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mpwizard.store import schema
from mpwizard.store.database import PATIENCE, TRIES, Values
from mpwizard.store.keys import KeyRing
from mpwizard.store.postgres.connection import Glance, Server
from mpwizard.store.postgres.opening import Found, bring_forward, look, refuse_strangers
from mpwizard.store.postgres.troubles import server_troubles, trouble

if TYPE_CHECKING:
    from mpwizard.store.postgres.engine import PostgresWays

# Of the server's advisory locks the one for sending mails; the writers' is `engine.py`'s.
_TRY_TO_SEND = f"SELECT pg_try_advisory_lock({int.from_bytes(b'mp mails')})"


class PostgresDatabase:
    """One database of a server. It can be used once it is prepared with the keys."""

    dialect = "postgresql"

    def __init__(self, url: str, folder: Path, patience: timedelta = PATIENCE) -> None:
        """`folder` is where this program keeps what belongs to the database and is not in it.

        Raises:
            Trouble: `settings_wrong`, where the URL names no database.
        """
        self._server = Server.of(url, patience)
        self._folder = folder
        self._glance = Glance(self._server)
        self._threads = threading.Lock()

    @property
    def where(self) -> str:
        """The host and the database's name: what may be said of it."""
        return self._server.where

    @property
    def folder(self) -> Path:
        """Where this program keeps what belongs beside the database."""
        return self._folder

    def is_new(self) -> bool:
        """Whether nothing was ever kept here.

        Raises:
            Trouble: why it cannot be told.
        """
        return self._found().is_new

    def prepare(self, keys: KeyRing) -> None:
        """Make the tables, or make sure of them, and bring older ones to our schema.

        Raises:
            Trouble: with the reason why it cannot be used; then nothing was written.
        """
        found = self._found()
        refuse_strangers(found, keys)
        if found.number < schema.SCHEMA:
            with self.troubles():
                bring_forward(self._server, keys)

    def troubles(self) -> AbstractContextManager[None]:
        """What the server refuses within becomes a `Trouble`."""
        return server_troubles(self._server.where)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One thread at a time; among programs the server settles it when the transaction begins."""
        if not self._threads.acquire(timeout=(self._server.patience * TRIES).total_seconds()):
            raise trouble("database_locked", self._server.where)
        try:
            yield
        finally:
            self._threads.release()

    @contextmanager
    def sending(self) -> Iterator[bool]:
        """Whether the server gives this program the one turn to send. It is free again when the line ends."""
        with self._server.connect(reads_only=True, autocommit=True) as connection:
            ((ours,),) = connection.execute(_TRY_TO_SEND.encode()).fetchall()
            yield bool(ours)

    def look(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a plain statement, on a connection that is opened at its first use and kept."""
        return self._glance.all(statement, values)

    def data_version(self) -> int:
        """How many commits were heard of."""
        return self._glance.changes()

    def ways(self) -> PostgresWays:
        """The two engines on the database."""
        from mpwizard.store.postgres.engine import PostgresWays

        return PostgresWays(self._server)

    def check(self) -> None:
        """The server's files are its administrator's to look at."""

    def close(self) -> None:
        """Let the server go."""
        self._glance.close()

    def _found(self) -> Found:
        with self.troubles(), self._server.connect(reads_only=True, autocommit=True) as connection:
            return look(connection, self._server)
