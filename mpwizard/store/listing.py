"""The cases as a list shows them, read on a connection of their own and without the tables being declared.

The schema's home is `rows.py`. To declare it takes longer than to paint the first screen, and a list needs names and a
statement only. A test holds the two together.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mpwizard.domain import EntityType, Kind
from mpwizard.lifecycle import State
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.store.connection import READS_ONLY, connect
from mpwizard.transitions import Actor

MICROSECOND = timedelta(microseconds=1)

# What is listed of a case, in the order of `case_record`.
COLUMNS = (
    "id",
    "reference",
    "kind",
    "edition",
    "state",
    "entity_type",
    "subject",
    "step",
    "due_at",
    "ahead_us",
    "began_as",
    "created_at",
    "changed_at",
    "version",
    "to_do",
    "owner",
    "changed_by",
    "waits_for",
    "stage",
    "problem",
    "app_name",
    "archived",
    "listed",
)
ALL_CASES = (
    f"SELECT {', '.join(COLUMNS)} FROM cases WHERE archived = 0"  # noqa: S608 - our own names
    " ORDER BY desk_changed_at DESC, id DESC"
)


class Listing:
    """The connection that lists cases and hears of changes. Opened at its first use, kept until it is closed."""

    def __init__(self, database: Path, patience: timedelta) -> None:
        self._database = database
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._turn = threading.Lock()

    def cases(self) -> list[CaseRecord]:
        """All cases, the one changed last first."""
        return [case_record(row) for row in self._all(ALL_CASES)]

    def data_version(self) -> int:
        """A number that has changed whenever another connection committed anything."""
        return int(self._all("PRAGMA data_version")[0][0])

    def close(self) -> None:
        """Let the file go."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _all(self, statement: str) -> list[tuple[Any, ...]]:
        with self._turn:
            if self._connection is None:
                self._connection = connect(self._database, self._patience, READS_ONLY)
            return self._connection.execute(statement).fetchall()


def case_record(row: Sequence[Any]) -> CaseRecord:
    """What is stored in `COLUMNS`, as it leaves."""
    stored = dict(zip(COLUMNS, row, strict=True))
    entity_type, due_at = stored["entity_type"], stored["due_at"]
    return CaseRecord(
        id=stored["id"],
        reference=stored["reference"],
        kind=Kind(stored["kind"]),
        edition=stored["edition"],
        state=State(stored["state"]),
        entity_type=EntityType(entity_type) if entity_type else None,
        subject=stored["subject"],
        step=stored["step"],
        due_at=_utc(due_at) if due_at else None,
        ahead=stored["ahead_us"] * MICROSECOND,
        began_as=stored["began_as"],
        created_at=_utc(stored["created_at"]),
        changed_at=_utc(stored["changed_at"]),
        version=stored["version"],
        to_do=stored["to_do"],
        owner=stored["owner"],
        changed_by=stored["changed_by"],
        waits_for=Actor(stored["waits_for"]) if stored["waits_for"] else None,
        stage=Stage(stored["stage"]),
        problem=bool(stored["problem"]),
        app_name=stored["app_name"],
        archived=bool(stored["archived"]),
        listed=stored["listed"],
    )


def _utc(stored: str) -> datetime:
    """A time as `rows.UtcTime` stores it."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
