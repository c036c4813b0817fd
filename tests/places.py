"""The two places where a store can be, as tests use them: opened by the program, and touched past it by hand."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest

from mpwizard.store import KeyRing, Store
from mpwizard.store.postgres import PostgresDatabase

BOTH = ("sqlite", "postgresql")


class Place(Protocol):
    """Where the store of a test is."""

    dialect: str
    # What a hand at a prompt is told where the database refuses.
    refusal: type[Exception]

    def open(self, keys: KeyRing, **patience: Any) -> Store:
        """The store, as one more program would open it."""

    def by_hand(self, statement: str) -> list[Any]:
        """Run one statement past the program."""


@dataclass(frozen=True)
class OnFile:
    """An SQLite file."""

    file: Path
    dialect = "sqlite"
    refusal = sqlite3.IntegrityError

    def open(self, keys: KeyRing, **patience: Any) -> Store:
        return Store.open(self.file, keys, **patience)

    def by_hand(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(self.file)) as connection, connection:
            return connection.execute(statement).fetchall()


@dataclass(frozen=True)
class OnServer:
    """A PostgreSQL database; `folder` holds what the program keeps beside it."""

    url: str
    folder: Path
    dialect = "postgresql"
    refusal = psycopg.IntegrityError

    def open(self, keys: KeyRing, **patience: Any) -> Store:
        database = PostgresDatabase(self.url, self.folder, **patience)
        database.prepare(keys)
        return Store(database, keys)

    def by_hand(self, statement: str) -> list[Any]:
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(_in_its_language(statement))
            return cursor.fetchall() if cursor.description else []


def _in_its_language(statement: str) -> bytes:
    """Bytes are written otherwise."""
    return re.sub(r"x'([0-9a-f]*)'", r"'\\x\1'::bytea", statement).encode()


def parametrize(metafunc: pytest.Metafunc, kinds: Sequence[str] = BOTH) -> None:
    """What is true of both databases is tested on both. Whoever names the file (`database`) speaks of SQLite, whoever
    names the server (`postgres`) of PostgreSQL."""
    if "place" not in metafunc.fixturenames:
        return
    only = {"database": "sqlite", "postgres": "postgresql"}
    named = [kind for fixture, kind in only.items() if fixture in metafunc.fixturenames]
    metafunc.parametrize("place", named or kinds, indirect=True)
