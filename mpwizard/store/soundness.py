"""Whether a database file is whole. To know it, every page is read: of a small file before it is used, of a big one
behind what goes on, because nobody waits a minute for the first page of the desk."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from mpwizard.problems import Trouble
from mpwizard.store.connection import READS_ONLY, connect
from mpwizard.store.troubles import database_troubles

# A file up to this size is read before it is used, which takes some hundredths of a second.
READ_FIRST = 4 * 1024 * 1024

_WAIT_SECONDS = 0.05


def is_read_first(file: Path) -> bool:
    """Whether a file is small enough to be read before it is used."""
    return file.stat().st_size <= READ_FIRST


def is_sound(connection: sqlite3.Connection) -> bool:
    """Read every page.

    Raises:
        DatabaseError: where it is so damaged that it cannot even be read through.
    """
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


class Soundness:
    """Reads a big file through in a thread of its own. From the moment damage is found, nothing may be built on it."""

    def __init__(self, file: Path, patience: timedelta) -> None:
        self._file = file
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._reading: threading.Thread | None = None
        self._is_damaged = False

    def begin(self) -> None:
        """Begin to read where that was not done before the file was used."""
        if self._reading is None and not is_read_first(self._file):
            # Kept until the end: the last connection that is closed cuts the write-ahead log, which needs the lock.
            self._connection = connect(self._file, self._patience, READS_ONLY)
            self._reading = threading.Thread(target=self._read, args=(self._connection,), daemon=True)
            self._reading.start()

    def insist(self) -> None:
        """Go on only where no damage was found.

        Raises:
            Trouble: `database_damaged`.
        """
        if self._is_damaged:
            raise Trouble("database_damaged", {"path": str(self._file)})

    def finish(self) -> None:
        """Wait until all has been read.

        Raises:
            Trouble: `database_damaged`.
        """
        self.begin()
        if self._reading is not None:
            self._reading.join()
        self.insist()

    def end(self) -> None:
        """Read no further."""
        if self._connection is None or self._reading is None:
            return
        while self._reading.is_alive():
            # Again and again: it says nothing to a thread that is about to begin.
            self._connection.interrupt()
            self._reading.join(_WAIT_SECONDS)
        self._connection.close()
        self._connection = self._reading = None

    def _read(self, connection: sqlite3.Connection) -> None:
        try:
            # Interrupted, or the file cannot be read now: whoever uses it is told.
            with suppress(sqlite3.Error), database_troubles(self._file):
                self._is_damaged = not is_sound(connection)
        except Trouble as trouble:
            self._is_damaged = trouble.key == "database_damaged"
