"""What the store needs of a database, whichever it is: `sqlite.py` and `postgres/` each have all of it.

Nothing else of the program knows which one is used, except what writes a statement by hand and asks for the dialect.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

# How long one try waits for another program, and how often a busy database is tried.
PATIENCE = timedelta(seconds=5)
TRIES = 3

Values = Mapping[str, object]


class Ways(Protocol):
    """The two ways into the tables. Whoever writes has to have the database's turn."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment and cannot write."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection that writes alone among all programs. What it does not commit is undone."""

    def close(self) -> None:
        """Let the connections go."""


class Database(Protocol):
    """A database that was found good, or made. Any thread may use it.

    What needs no table declared is asked past SQLAlchemy, which takes longer to load than a first screen.
    """

    @property
    def dialect(self) -> str:
        """Its language, as SQLAlchemy names it: `sqlite` or `postgresql`."""

    @property
    def where(self) -> str:
        """How the operator is told of it: a file's path, a server's host and the database's name. Never a password."""

    @property
    def folder(self) -> Path:
        """Where this program keeps what belongs beside the database."""

    def troubles(self) -> AbstractContextManager[None]:
        """What the database refuses within becomes a `Trouble`; a broken constraint, a defect of ours, stays one."""

    def turn(self) -> AbstractContextManager[None]:
        """This program's turn to write or to let go, as far as that is settled before a transaction begins.

        Raises:
            Trouble: `database_locked`, when others kept it for several times our patience.
        """

    def sending(self) -> AbstractContextManager[bool]:
        """Whether this program is the one that may send mails now, among those on all machines."""

    def look(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a plain statement with `:named` values, on a connection that only reads."""

    def data_version(self) -> int:
        """A number that has changed whenever anything was committed since it was last asked for."""

    def ways(self) -> Ways:
        """The ways into the tables: with them SQLAlchemy is loaded."""

    def check(self) -> None:
        """Read all of it, as far as that is the program's to do.

        Raises:
            Trouble: `database_damaged`.
        """

    def close(self) -> None:
        """Let go of what `look` and `data_version` use."""
