"""How a connection to the database file is set up, whoever opens it. Loads nothing but SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

READS_ONLY = {"query_only": "ON"}

# Durable at every commit, nothing deleted left on the disk, and no checkpoint but ours.
_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "wal_autocheckpoint": "0",
}


def connect(database: Path, patience: timedelta, own: Mapping[str, str]) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time, and that begins no transaction by itself."""
    connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    waits = str(patience // timedelta(milliseconds=1))
    for name, value in {"busy_timeout": waits, **_PRAGMAS, **own}.items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection
