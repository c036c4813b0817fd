"""The lock beside the database file: one writer at a time, among all threads and programs that use the file."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from mpwizard.problems import Trouble
from mpwizard.store.database import TRIES
from mpwizard.store.troubles import file_troubles

_POLL_SECONDS = 0.005


class WriteLock:
    """One writer at a time. The system lets go of the lock of a program that ended, however it did.

    SQLite has a lock of its own, but some versions can damage a file when two connections write and checkpoint at once.
    """

    def __init__(self, database: Path, patience: timedelta) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._database = database
        self._seconds = patience.total_seconds() * TRIES
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            Trouble: `database_locked`, when others kept it for several times our patience.
        """
        if not self._threads.acquire(timeout=self._seconds):
            raise Trouble("database_locked")
        try:
            with file_troubles(self._database):
                file = self._taken()
            try:
                yield
            finally:
                # Said aloud, because closing alone would not do where a child of this program still has the file.
                fcntl.flock(file, fcntl.LOCK_UN)
                os.close(file)
        finally:
            self._threads.release()

    def _taken(self) -> int:
        """The lock file, opened and locked. Opened anew each time, so that whoever deletes it harms one turn only."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            self._wait_for(file)
        except BaseException:
            os.close(file)
            raise
        return file

    def _wait_for(self, file: int) -> None:
        deadline = time.monotonic() + self._seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Trouble("database_locked") from None
                time.sleep(_POLL_SECONDS)
            else:
                return
