"""The schema number of a database, and the way from an older one to ours, which alone loads what it takes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.store.keys import sync_folder

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The number of the last migration. A file has it in its own header, so that a start compares two integers; a server's
# database where Alembic notes the last step.
SCHEMA = 3

# What is sealed in every database, so that a wrong key is recognised before anything is read or written with it.
KEY_CHECK_WORD = "mpwizard"

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrate(connection: Connection) -> None:
    """Bring the tables to `SCHEMA`, in the connection's own transaction: all of it or nothing."""
    from alembic import command
    from alembic.config import Config

    from mpwizard.store.rows import Row

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Row.metadata
    command.upgrade(config, "head")


def back_up(database: Path, found: int) -> Path:
    """A whole copy of the file beside it, what its write-ahead log holds included; never over an earlier copy."""
    copy = _free_name(database, found)
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_autocheckpoint=0")
            connection.execute("VACUUM INTO ?", (str(copy),))
        descriptor = os.open(copy, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    sync_folder(copy.parent)
    return copy


def _free_name(database: Path, found: int) -> Path:
    """A new empty file that only its owner can read: SQLite fills it and keeps its mode."""
    number = 0
    while True:
        number += 1
        suffix = f".schema-{found}.bak" if number == 1 else f".schema-{found}-{number}.bak"
        candidate = database.with_name(database.name + suffix)
        try:
            os.close(os.open(candidate, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        return candidate
