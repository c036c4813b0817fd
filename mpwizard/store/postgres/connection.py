"""How a connection to a PostgreSQL server is made and set up, whoever opens it; and the one that looks and listens
before anything else is loaded."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import PGconn, Ping

from mpwizard.problems import Trouble
from mpwizard.store.database import TRIES, Values

Connection = psycopg.Connection[tuple[Any, ...]]
Answer = TypeVar("Answer")

# Every write that was committed is told on it.
CHANNEL = "mpwizard"

# A server that vanished without a word is noticed within a minute, not after the hours that are usual.
_LINK = {
    "application_name": "mpwizard",
    "client_encoding": "UTF8",
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
_MILLISECOND = timedelta(milliseconds=1)
# A program that hangs within its transaction may not keep all others from writing.
_LONGEST_SILENCE = timedelta(minutes=1)
# `:name`, but neither a cast nor the minutes of a time.
_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Server:
    """What a URL says of a server. Only `where`, its host and the database's name, may be shown to anybody."""

    where: str
    patience: timedelta
    conninfo: str = field(repr=False)

    @classmethod
    def of(cls, url: str, patience: timedelta) -> Server:
        """The server of a URL.

        Raises:
            Trouble: `settings_wrong`, where it is none or names no database.
        """
        try:
            parts: Mapping[str, Any] = conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            # What it says quotes the URL, and the password with it.
            raise Trouble("settings_wrong", {"name": "database_url"}) from None
        if not parts.get("dbname"):
            raise Trouble("settings_wrong", {"name": "database_url"})
        host = parts.get("host") or parts.get("hostaddr") or "localhost"
        options = f"{parts.get('options', '')} {_session(patience)}".strip()
        return cls(f"{host}/{parts['dbname']}", patience, make_conninfo("", **{**_LINK, **parts, "options": options}))

    def connect(self, *, reads_only: bool = False, autocommit: bool = False) -> Connection:
        """A new connection.

        Raises:
            Trouble: `database_unreachable`, or `database_refused` where a server answers but does not let us in.
        """
        try:
            connection = psycopg.connect(self.conninfo, autocommit=autocommit)
        except psycopg.OperationalError:
            # The server's reason comes in its own language and names the account: what it answers is asked instead.
            answers = PGconn.ping(self.conninfo.encode()) == Ping.OK
            raise Trouble("database_refused" if answers else "database_unreachable", {"where": self.where}) from None
        if reads_only:
            connection.execute("SET default_transaction_read_only = on")
            if not autocommit:
                connection.commit()
        return connection


def _session(patience: timedelta) -> str:
    waits = {
        "lock_timeout": patience * TRIES,
        "idle_in_transaction_session_timeout": _LONGEST_SILENCE,
    }
    return " ".join(f"-c {name}={time // _MILLISECOND}" for name, time in waits.items())


class Glance:
    """A connection that only reads and hears of changes. Opened at its first use, kept until it is closed; one
    question at a time. A connection that was lost is made anew once for each question."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: Connection | None = None
        self._changes = 0
        self._turn = threading.Lock()

    def all(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a plain statement with `:named` values."""
        query = _as_sent(statement)
        return self._asked(lambda connection: connection.execute(query, dict(values)).fetchall())

    def changes(self) -> int:
        """A number that has grown with every commit there was since the first time it was asked for.

        What was committed is told before the answer to a question that comes later: so one is asked that says nothing.
        """

        def heard(connection: Connection) -> int:
            connection.execute("")
            return self._changes

        return self._asked(heard)

    def close(self) -> None:
        """Let the connection go."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _asked(self, ask: Callable[[Connection], Answer]) -> Answer:
        with self._turn:
            kept = self._connection
            if kept is not None:
                try:
                    return ask(kept)
                except psycopg.OperationalError:
                    if not kept.closed:
                        raise
            self._connection = self._listening()
            return ask(self._connection)

    def _listening(self) -> Connection:
        connection = self._server.connect(reads_only=True, autocommit=True)
        connection.add_notify_handler(self._hear)
        connection.execute(f"LISTEN {CHANNEL}")
        # Nobody knows what was told while nobody listened.
        self._changes += 1
        return connection

    def _hear(self, _told: psycopg.Notify) -> None:
        self._changes += 1


@lru_cache
def _as_sent(statement: str) -> bytes:
    """A statement with its values named as the driver names them."""
    return _NAMED.sub(r"%(\1)s", statement.replace("%", "%%")).encode()
