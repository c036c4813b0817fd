"""Desks of rows made up for lists: put into a database past the program, filtered and sorted again in plain Python."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from mpwizard.case_query import LONGEST_PAGE, CaseQuery, Direction, Order
from mpwizard.filter_fields import Clause, Field, Filter
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.store import Store
from mpwizard.store.grams import grams
from mpwizard.store.postgres import PostgresDatabase
from mpwizard.text import comparable

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OPERATOR = "ann"
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
DAY = timedelta(days=1)
UNITS = {"h": timedelta(hours=1), "d": DAY, "w": 7 * DAY}
GRAMS = {
    "sqlite": "INSERT INTO case_grams (rowid, grams) VALUES (?, ?)",
    "postgresql": "INSERT INTO case_grams (case_id, grams) VALUES (?, to_tsvector('simple', ?))",
}


def records(store: Store) -> list[CaseRecord]:
    """The cases of a small desk, the one changed last first."""
    with store.listing() as listing:
        return list(listing.page(CaseQuery(), None, Direction.AFTER, LONGEST_PAGE, OPERATOR, NOW).rows)


@dataclass(frozen=True)
class Listed:
    """One case as the list sees it."""

    id: int
    subject: str = ""
    app_name: str = ""
    kind: str = "practice"
    state: str = "draft"
    stage: int = 10
    entity_type: str | None = None
    owner: str = ""
    waits_for: str = ""
    due: datetime | None = None
    changed: datetime = NOW
    problem: int = 0
    archived: int = 0
    tags: tuple[str, ...] = ()
    notes: int = 0
    email: str = ""

    @property
    def reference(self) -> str:
        return f"MP-2026-{self.id:04}"

    @property
    def search_text(self) -> str:
        """What is searched. The initials of a pinyin are left out: to find them is `grams.py`'s."""
        return "\n".join(filter(None, map(comparable, (self.reference, self.subject, self.app_name))))


class Rows:
    """A database in memory, as the list looks at it; it notes the statements it was asked."""

    dialect = "sqlite"

    def __init__(self, template: sqlite3.Connection, index: Callable[[str, str], bytes]) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        template.backup(self.connection)
        self.asked: list[str] = []
        self._index = index

    def look(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        self.asked.append(statement)
        return self.connection.execute(statement, values).fetchall()

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Run a statement past the program, its values in the places of question marks."""
        self.connection.execute(statement, values)

    def put(self, rows: Iterable[Listed]) -> None:
        for row in rows:
            self._insert("cases", columns(row))
            self.run(GRAMS[self.dialect], (row.id, " ".join(grams(row.search_text))))
            for tag in row.tags:
                self._insert("case_tags", {"case_id": row.id, "tag": tag})
            for _ in range(row.notes):
                self._insert("case_notes", {"case_id": row.id, "at": _stored(NOW), "by": "bob", "words": b"?"})
            if row.email:
                index = self._index(row.email, "emails.address_index")
                self._insert("emails", {"case_id": row.id, "kind": row.kind, "address": b"?", "address_index": index})

    def change(self, row: Listed) -> None:
        """Let a case stand elsewhere from now on."""
        values = {
            name: columns(row)[name] for name in ("due_at", "desk_due_at", "changed_at", "desk_changed_at", "state")
        }
        sets = ", ".join(f"{name} = :{name}" for name in values)
        self.connection.execute(f"UPDATE cases SET {sets} WHERE id = {row.id}", values)

    def _insert(self, table: str, values: Mapping[str, object]) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        self.run(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", [*values.values()])


class ServerRows(Rows):
    """The same on a server."""

    dialect = "postgresql"

    def __init__(self, url: str, folder: Path, index: Callable[[str, str], bytes]) -> None:
        self.asked = []
        self._index = index
        self._database = PostgresDatabase(url, folder)
        self._by_hand = psycopg.connect(url, autocommit=True)

    def look(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        self.asked.append(statement)
        return self._database.look(statement, values)

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        self._by_hand.execute(statement.replace("?", "%s").encode(), values)

    def close(self) -> None:
        """Let the server go."""
        self._database.close()
        self._by_hand.close()


def columns(row: Listed) -> dict[str, object]:
    """The row of a case."""
    own = asdict(row)
    for name in ("due", "changed", "tags", "notes", "email"):
        del own[name]
    due = row.due and _stored(row.due)
    return {
        **own,
        "reference": row.reference,
        "edition": "guide-2018",
        "began_as": "",
        "version": 1,
        "step": "credentials",
        "due_at": due,
        "ahead_us": 0,
        "created_at": _stored(NOW),
        "changed_at": _stored(row.changed),
        "desk_due_at": due or _stored(NEVER),
        "desk_changed_at": _stored(row.changed),
        "search_text": row.search_text,
        "listed": 1,
    }


def expected(rows: Iterable[Listed], query: CaseQuery) -> list[int]:
    """The cases that a question is about, in its order."""
    keys: Mapping[Order, Callable[[Listed], Any]] = {
        Order.DUE: lambda row: (row.due or NEVER, row.id),
        Order.CHANGED: lambda row: (row.changed, row.id),
        Order.STAGE: lambda row: (row.stage, row.due or NEVER, row.id),
    }
    left = [row for row in rows if _passes(row, query.filter)]
    return [row.id for row in sorted(left, key=keys[query.order], reverse=query.descending)]


def _passes(row: Listed, filter_: Filter) -> bool:
    speaks = any(clause.field is Field.HAS and "archived" in clause.values for clause in filter_.clauses)
    return (speaks or not row.archived) and all(_holds(row, clause) for clause in filter_.clauses)


def _holds(row: Listed, clause: Clause) -> bool:
    return any(_is(row, clause.field, value) for value in clause.values) is not clause.negated


def _is(row: Listed, field: Field, value: str) -> bool:
    match field:
        case Field.TEXT if "@" in value:
            return row.email == value.lower()
        case Field.TEXT:
            return comparable(value) in row.search_text
        case Field.STATUS:
            return row.state == value
        case Field.STAGE:
            return row.stage == Stage[value.upper()]
        case Field.TYPE:
            return row.entity_type == value
        case Field.KIND:
            return row.kind == value
        case Field.OWNER:
            return row.owner == {"me": OPERATOR, "none": ""}.get(value, value)
        case Field.WAITS:
            return row.waits_for == ("" if value == "none" else value)
        case Field.TAG:
            return value in row.tags
        case Field.HAS:
            return bool(getattr(row, value))
        case Field.DUE:
            return row.due is None if value == "none" else row.due is not None and _is_due(row.due, value)
        case Field.CHANGED:
            return _was_changed(row.changed, value)


def _is_due(at: datetime, value: str) -> bool:
    if value == "late":
        return at < NOW
    if value[-1:] in UNITS:
        until = NOW + int(value[1:-1]) * UNITS[value[-1]]
        return at < until if value[0] == "<" else at >= until
    return _on_days(at, value)


def _was_changed(at: datetime, value: str) -> bool:
    if value[-1:] in UNITS:
        since = NOW - int(value[1:-1]) * UNITS[value[-1]]
        return at >= since if value[0] == "<" else at < since
    return _on_days(at, value)


def _on_days(at: datetime, value: str) -> bool:
    """By the calendar of UTC, in which tests live."""
    day = NOW.date().isoformat() if value == "today" else value.lstrip("<>")
    on = at.date().isoformat()
    return {"<": on < day, ">": on > day}.get(value[0], on == day)


def _stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def ids(rows: Sequence[Any]) -> list[int]:
    """The numbers of what a page holds."""
    return [row.id for row in rows]
