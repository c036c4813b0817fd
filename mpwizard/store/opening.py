"""What happens before a database file is used: it is made whole, or looked at untouched, or brought forward.

All of it under the write lock. A file that cannot be used is refused with a `Trouble` and left as it is; nothing here
ever puts a new file in the place of one that is there.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.problems import Trouble
from mpwizard.store import schema
from mpwizard.store.keys import KeyRing, SealBroken, sync_folder
from mpwizard.store.places import Place
from mpwizard.store.soundness import is_read_first, is_sound

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MAGIC = b"SQLite format 3\0"
_SIDES = ("", "-wal", "-shm", "-journal")


def prepare(database: Path, keys: KeyRing, patience: timedelta) -> None:
    """Make the file, or make sure of it, and bring an older one to our schema after a backup.

    Raises:
        Trouble: `database_empty`, `database_damaged`, `database_readonly`, `database_newer`, `key_wrong`.
    """
    if not database.exists():
        _make(database, keys, patience)
        return
    _refuse_unusable(database)
    found = _look(database, keys)
    _keep_private(database)
    if found < schema.SCHEMA:
        schema.back_up(database, found)
        _bring_forward(database, patience)


def refuse_other_files(database: Path) -> None:
    """A file under the database's name that is none is said to be damaged, whatever is missing besides. Whether a
    database can be used is for `prepare` to find out.

    Raises:
        Trouble: `database_damaged`.
    """
    if not database.is_file() or not os.access(database, os.R_OK):
        return
    with database.open("rb") as file:
        beginning = file.read(len(_MAGIC))
    if beginning and beginning != _MAGIC:
        raise Trouble("database_damaged", {"path": str(database)})


def _make(database: Path, keys: KeyRing, patience: timedelta) -> None:
    """A new file gets its name when it is complete, so that a crash meanwhile leaves none."""
    if _log_size(database):
        # Its database was taken away; a new one would be given the old one's last pages.
        raise Trouble("database_damaged", {"path": str(database)})
    unfinished = database.with_name(database.name + ".new")
    for side in _SIDES:
        unfinished.with_name(unfinished.name + side).unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    from mpwizard.store.engine import begun, writing_engine

    engine = writing_engine(unfinished, patience)
    key_check = (1, keys.seal(schema.KEY_CHECK_WORD, Place.KEY_CHECK))
    try:
        with begun(engine) as connection:
            _migrate(connection)
            connection.exec_driver_sql("INSERT INTO key_check (id, sealed) VALUES (?, ?)", key_check)
            connection.commit()
    finally:
        engine.dispose()
    unfinished.rename(database)
    sync_folder(database.parent)


def _refuse_unusable(database: Path) -> None:
    where = {"path": str(database)}
    if not database.is_file():
        raise Trouble("database_damaged", where)
    if not os.access(database, os.R_OK | os.W_OK) or not os.access(database.parent, os.W_OK | os.X_OK):
        raise Trouble("database_readonly", where)
    if database.stat().st_size == 0:
        # To SQLite an empty file is a good, new database. Here it is one whose content is gone.
        raise Trouble("database_empty", where)


def _look(database: Path, keys: KeyRing) -> int:
    """The schema number of a file that our key opens, and that is sound as far as it is read before it is used. Reads
    only: not even a checkpoint happens."""
    with closing(sqlite3.connect(_untouched(database), uri=True)) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > schema.SCHEMA:
            raise Trouble("database_newer", {"found": found, "known": schema.SCHEMA})
        damaged = Trouble("database_damaged", {"path": str(database)})
        # What is brought forward is read whatever its size: nothing is built on damage.
        read_first = found < schema.SCHEMA or is_read_first(database)
        if found == 0 or (read_first and not is_sound(connection)):
            raise damaged
        sealed = connection.execute("SELECT sealed FROM key_check WHERE id = 1").fetchone()
    if sealed is None:
        raise damaged
    try:
        keys.open(sealed[0], Place.KEY_CHECK)
    except SealBroken:
        raise Trouble("key_wrong") from None
    return found


def _untouched(database: Path) -> str:
    """How to open the file so that looking leaves no trace; possible only while all of it is in the file itself."""
    whole = "" if _log_size(database) else "&immutable=1"
    return f"{database.as_uri()}?mode=ro{whole}"


def _log_size(database: Path) -> int:
    log = database.with_name(database.name + "-wal")
    return log.stat().st_size if log.exists() else 0


def _keep_private(database: Path) -> None:
    """A file that came from elsewhere with a wider mode is narrowed; what SQLite puts beside it follows its mode."""
    for side in _SIDES:
        file = database.with_name(database.name + side)
        if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            with contextlib.suppress(PermissionError):
                file.chmod(0o600)


def _bring_forward(database: Path, patience: timedelta) -> None:
    from mpwizard.store.engine import begun, writing_engine

    engine = writing_engine(database, patience, foreign_keys=False)
    try:
        with begun(engine) as connection:
            _migrate(connection)
            connection.commit()
    finally:
        engine.dispose()


def _migrate(connection: Connection) -> None:
    """To our schema, its number in the file's header included; foreign keys are off meanwhile, and looked at here."""
    schema.migrate(connection)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left rows without the row they belong to")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA}")
