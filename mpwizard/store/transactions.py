"""The transactions on one database file: with it come the tables, SQLModel and SQLAlchemy, so it is loaded when the
first one begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from mpwizard.store.engine import begun, reading_engine, shorten_log, writing_engine
from mpwizard.store.keys import KeyRing
from mpwizard.store.reader import Reader
from mpwizard.store.writer import Writer


class Transactions:
    """The two ways into a database. Who writes has to hold the lock."""

    def __init__(self, database: Path, keys: KeyRing, patience: timedelta) -> None:
        self._database = database
        self._keys = keys
        self._writing = writing_engine(database, patience)
        self._reading = reading_engine(database, patience)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one moment."""
        with begun(self._reading) as connection, closing(Reader(connection, self._keys)) as reader:
            yield reader

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Write all of it, or nothing after an exception."""
        with begun(self._writing) as connection, closing(Writer(connection, self._keys)) as writer:
            yield writer
            writer.commit()
        self.shorten_log()

    def shorten_log(self) -> None:
        """Cut the write-ahead log where it has grown long."""
        shorten_log(self._writing, self._database)

    def close(self) -> None:
        """Let the file go."""
        self._reading.dispose()
        self._writing.dispose()
