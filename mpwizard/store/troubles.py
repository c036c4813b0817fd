"""What the machine says when a database cannot be used, told as `Trouble`: the one place that knows SQLite's codes."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mpwizard.problems import Trouble
from mpwizard.store.keys import SealBroken

_BY_CODE = {
    sqlite3.SQLITE_FULL: "database_full",
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_READONLY: "database_readonly",
    sqlite3.SQLITE_CANTOPEN: "database_readonly",
    sqlite3.SQLITE_PERM: "database_readonly",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "database_damaged",
    sqlite3.SQLITE_IOERR: "database_damaged",
}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_WITHOUT_PATH = frozenset({"database_full", "database_locked"})


@contextmanager
def database_troubles(database: Path) -> Iterator[None]:
    """What SQLite or a seal refuses within becomes a `Trouble`; a broken constraint, a defect of ours, stays one.

    The first error is dropped: its text may quote what was being written.
    """
    try:
        yield
    except SealBroken:
        key = "database_damaged"
    except Exception as error:
        # SQLAlchemy, which nothing here has to load, wraps SQLite's error and keeps it as `orig`.
        known = _key_of(getattr(error, "orig", error))
        if known is None:
            raise
        key = known
    else:
        return
    raise _trouble(key, database)


@contextmanager
def file_troubles(database: Path) -> Iterator[None]:
    """What the file system refuses within becomes a `Trouble`."""
    try:
        yield
    except OSError as error:
        key = "database_full" if error.errno in _FULL else "database_readonly"
    else:
        return
    raise _trouble(key, database)


def _key_of(error: BaseException | None) -> str | None:
    # The lower byte is the kind of error, the upper ones say more than we need.
    return _BY_CODE.get(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF)


def _trouble(key: str, database: Path) -> Trouble:
    return Trouble(key, {} if key in _WITHOUT_PATH else {"path": str(database)})
