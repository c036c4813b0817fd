"""What happens before a PostgreSQL database is used: it is looked at, and made or brought forward by one program.

Whatever is refused is refused before anything was written; tables, their number and the key's check are one
transaction. A copy from before is the server's administrator's to make: it is theirs, not the program's, to restore.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mpwizard.problems import Trouble
from mpwizard.store import schema
from mpwizard.store.keys import KeyRing, SealBroken
from mpwizard.store.places import Place
from mpwizard.store.postgres.connection import Connection, Server

_ENCODING = "UTF8"
_HAS_OUR_TABLES = "SELECT to_regclass('cases') IS NOT NULL, to_regclass('alembic_version') IS NOT NULL"
_NUMBER = "SELECT version_num FROM alembic_version"
_KEY_CHECK = "SELECT sealed FROM key_check WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a database: the number of its schema, none where it is empty; the word its key has sealed."""

    number: int = 0
    sealed: bytes = b""

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever kept here."""
        return self.number == 0


def look(connection: Connection, server: Server) -> Found:
    """What stands in a database. Reads only.

    Raises:
        Trouble: `database_encoding`, `database_damaged`.
    """
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != _ENCODING:
        raise Trouble("database_encoding", {"where": server.where, "found": encoding})
    has_cases, has_number = _row(connection, _HAS_OUR_TABLES)
    if not has_cases and not has_number:
        return Found()
    damaged = Trouble("database_damaged", {"path": server.where})
    if not has_cases or not has_number:
        raise damaged
    number, sealed = _row(connection, _NUMBER), _row(connection, _KEY_CHECK)
    if not number or not sealed or not str(number[0]).isdecimal():
        raise damaged
    return Found(int(number[0]), sealed[0])


def refuse_strangers(found: Found, keys: KeyRing) -> None:
    """A newer program's database, and one whose key is another, are not used.

    Raises:
        Trouble: `database_newer`, `key_wrong`.
    """
    if found.number > schema.SCHEMA:
        raise Trouble("database_newer", {"found": found.number, "known": schema.SCHEMA})
    if found.is_new:
        return
    try:
        keys.open(found.sealed, Place.KEY_CHECK)
    except SealBroken:
        raise Trouble("key_wrong") from None


def bring_forward(server: Server, keys: KeyRing) -> None:
    """Make the tables, or bring them to our schema; unless another program did so while we waited for our turn."""
    from mpwizard.store.postgres.engine import alone, writing_engine

    engine = writing_engine(server)
    try:
        with alone(engine) as connection:
            line = connection.connection.driver_connection
            found = look(line, server)  # type: ignore[arg-type]
            refuse_strangers(found, keys)
            if found.number == schema.SCHEMA:
                return
            schema.migrate(connection)
            if found.is_new:
                check = (keys.seal(schema.KEY_CHECK_WORD, Place.KEY_CHECK),)
                connection.exec_driver_sql("INSERT INTO key_check (id, sealed) VALUES (1, %s)", check)
            connection.commit()
    finally:
        engine.dispose()


def _row(connection: Connection, statement: str) -> tuple[Any, ...]:
    return connection.execute(statement.encode()).fetchone() or ()
