"""The transactions on one database: with it come the tables, SQLModel and SQLAlchemy, so it is loaded when the first
one begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from mpwizard.store.database import Ways
from mpwizard.store.keys import KeyRing
from mpwizard.store.reader import Reader
from mpwizard.store.writer import Writer


class Transactions:
    """The two ways into a database, with what can be asked and changed on each. Who writes has to have the turn."""

    def __init__(self, ways: Ways, keys: KeyRing) -> None:
        self._ways = ways
        self._keys = keys

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one moment."""
        with self._ways.reading() as connection, closing(Reader(connection, self._keys)) as reader:
            yield reader

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Write all of it, or nothing after an exception."""
        with self._ways.writing() as connection, closing(Writer(connection, self._keys)) as writer:
            yield writer
            writer.commit()

    def close(self) -> None:
        """Let the database go."""
        self._ways.close()
