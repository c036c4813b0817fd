"""The ways into the tables of one PostgreSQL database: how their transactions begin, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine import Engine, ExceptionContext

from mpwizard.store.postgres.connection import CHANNEL, Server
from mpwizard.store.postgres.connection import Connection as Line

# One of the server's advisory locks, which are the same for all who use the database: writers take turns by it.
_WRITERS = int.from_bytes(b"mpwizard")
_TAKE_TURN = f"SELECT pg_advisory_xact_lock({_WRITERS})"
# Told with the commit, and only where something was written.
_TELL = f"SELECT pg_notify('{CHANNEL}', '') WHERE pg_current_xact_id_if_assigned() IS NOT NULL"


class PostgresWays:
    """The two engines on one database. A connection that was lost while nobody used it is made anew unasked."""

    def __init__(self, server: Server) -> None:
        self._reading = _engine(lambda: _reader(server))
        self._writing = writing_engine(server)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment and cannot write."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that writes alone among all programs."""
        with alone(self._writing) as connection:
            yield connection

    def close(self) -> None:
        """Let the connections go."""
        self._reading.dispose()
        self._writing.dispose()


def writing_engine(server: Server) -> Engine:
    """An engine whose commits are told to everybody who listens."""
    engine = _engine(server.connect)

    @event.listens_for(engine, "commit")
    def tell(connection: Connection) -> None:
        connection.exec_driver_sql(_TELL)

    return engine


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction of which there is only one at a time, on all machines.

    Each of its statements sees what was committed before it (READ COMMITTED): a snapshot taken with the first one would
    be from before the turn came, and a gate would judge by what the writer before it has changed.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql(_TAKE_TURN)
        yield connection


def _reader(server: Server) -> Line:
    connection = server.connect(reads_only=True)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _engine(creator: Any) -> Engine:
    # The URL names nothing: a connection is made by who knows the password, and no engine shows it.
    engine = create_engine(
        URL.create("postgresql+psycopg"),
        creator=creator,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=2,
        max_overflow=-1,
        use_native_hstore=False,
    )
    event.listen(engine, "handle_error", _without_details)
    return engine


def _without_details(context: ExceptionContext) -> None:
    """The server adds to what it refuses the values that it refused; only its first line says none."""
    refused = context.original_exception
    if isinstance(refused, psycopg.Error) and context.sqlalchemy_exception is not None:
        says = refused.diag.message_primary or type(refused).__name__
        refused.args = (says,)
        context.sqlalchemy_exception.args = (says,)
