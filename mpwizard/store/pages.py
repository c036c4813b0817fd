"""A question to the list of cases as one statement a page, for SQLite and PostgreSQL alike.

A page is walked to: along the index of its order, from its cursor on, until it is full. Where a clause is true of few
cases, and an index tells which, these are fetched and sorted instead: then nothing is walked past. Both ways give the
same rows; which is quicker is asked once, before a query's first page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from mpwizard.case_query import CaseQuery, Cursor, Direction, Order
from mpwizard.filter_fields import TIMES, Clause, Field, Filter, Has
from mpwizard.records import CaseRecord
from mpwizard.store.conditions import (
    EQUALS,
    Asked,
    Conditions,
    Dialect,
    Named,
    has_pairs,
    has_rows,
    is_address,
    is_counted,
)
from mpwizard.store.times import FAR, stored_time

# Up to so many cases are fetched and sorted, and above it, walking past the others takes less.
FEW = 5000
# So many are looked at to see whether there are far more than a few: then they are not even counted.
_SAMPLE = 200
# Nothing is fetched: the order's index is walked.
WALK = -1

_ORDERS: dict[Order, tuple[str, ...]] = {
    Order.DUE: ("desk_due_at", "id"),
    Order.CHANGED: ("desk_changed_at", "id"),
    Order.STAGE: ("stage", "desk_due_at", "id"),
}
# The indexes that follow an order begin with one of these, the first that a filter fixes.
_BEGINNINGS = (Field.OWNER, Field.STATUS, Field.WAITS, Field.STAGE)

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of a statement and its values by name."""

    text: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """What a cursor says: the key of its row, and which source its query was answered from."""

    key: Key
    plan: int


def cursor_at(query: CaseQuery, record: CaseRecord, plan: int) -> Cursor:
    """The place of a case in an order."""
    keys: dict[str, object] = {
        "desk_due_at": stored_time(record.desk_due_at or FAR),
        "desk_changed_at": stored_time(record.desk_changed_at),
        "stage": int(record.stage),
        "id": record.id,
    }
    return Cursor(json.dumps([plan, *(keys[name] for name in _ORDERS[query.order])]))


def place_of(cursor: Cursor) -> Place:
    """What a cursor says."""
    plan, *key = json.loads(cursor.text)
    return Place(tuple(key), int(plan))


class Questions:
    """The statements that one operator's questions are asked by, on one kind of database."""

    def __init__(self, dialect: Dialect, asked: Asked) -> None:
        self._dialect = dialect
        self._asked = asked

    def probe(self, filters: Sequence[tuple[Filter, Order | None]]) -> Statement | None:
        """How many cases each source of each filter knows of, counted no farther than matters; None without any."""
        named = Named()
        conditions = Conditions(self._dialect, self._asked, named)
        counts = [
            _extent(conditions.source(source)) for filter_, order in filters for source in sources(filter_, order)
        ]
        return Statement(f"SELECT {', '.join(counts)}", named.values) if counts else None

    def page(
        self, columns: str, query: CaseQuery, plan: int, place: Place | None, direction: Direction, limit: int
    ) -> Statement:
        """The rows on one side of a place, nearest first."""
        named = Named()
        rows = self._rows(columns, query.filter, query.order, plan, named)
        names = _ORDERS[query.order]
        falls = query.descending == (direction is Direction.AFTER)
        if place is not None:
            fixed = beginning(query.filter)
            # Within one stage, the stage tells nothing apart and only keeps the index from being entered.
            same = EQUALS[fixed.field] if fixed else ""
            within = {name: value for name, value in zip(names, place.key, strict=True) if name != same}
            key = ", ".join(f"cases.{name}" for name in within)
            rows += f" AND ({key}) {'<' if falls else '>'} ({', '.join(map(named, within.values()))})"
        order = ", ".join(f"cases.{name}{' DESC' * falls}" for name in names)
        return Statement(f"{rows} ORDER BY {order} LIMIT {named(limit)}", named.values)

    def counts(self, filters: Sequence[Filter], plans: Sequence[int], at_most: int) -> Statement:
        """How many cases each filter leaves; at most one more than `at_most` where the database keeps no count."""
        named = Named()
        counts = (
            self._counted(filter_, named) if is_kept(filter_) else self._capped(filter_, plan, at_most, named)
            for filter_, plan in zip(filters, plans, strict=True)
        )
        return Statement(f"SELECT {', '.join(f'({count})' for count in counts)}", named.values)

    def _counted(self, filter_: Filter, named: Named) -> str:
        conditions = Conditions(self._dialect, self._asked, named, "case_counts")
        these = [conditions.clause(clause) for clause in filter_.clauses]
        these += [] if filter_.speaks_of_archive else ["case_counts.archived = 0"]
        return f"SELECT coalesce(sum(n), 0) FROM case_counts WHERE {' AND '.join(these) or '1 = 1'}"  # noqa: S608

    def _capped(self, filter_: Filter, plan: int, at_most: int, named: Named) -> str:
        rows = self._rows("1", filter_, None, plan, named)
        return f"SELECT count(*) FROM ({rows} LIMIT {named(at_most + 1)}) AS capped"  # noqa: S608

    def _rows(self, columns: str, filter_: Filter, order: Order | None, plan: int, named: Named) -> str:
        conditions = Conditions(self._dialect, self._asked, named)
        few = list(sources(filter_, order))
        fetched = 0 <= plan < len(few)
        came_from = f"({conditions.source(few[plan])}) AS few CROSS JOIN cases" if fetched else "cases"
        these = ["cases.id = few.id"] if fetched else []
        these += [_archive(filter_)]
        these += [
            conditions.clause(clause, aside=fetched or (order is not None and not _enters(clause, filter_, order)))
            for clause in filter_.clauses
        ]
        return f"SELECT {columns} FROM {came_from} WHERE {' AND '.join(these)}"  # noqa: S608


def sources(filter_: Filter, order: Order | None) -> Iterator[list[Clause]]:
    """The clauses that an index beside the order's knows the cases of: free text together, each of the others alone."""
    clauses = [clause for clause in filter_.clauses if not clause.negated]
    words = [clause for clause in clauses if clause.field is Field.TEXT and has_pairs(clause)]
    addresses = [clause for clause in words if is_address(clause.values[0])]
    plain = [clause for clause in words if clause not in addresses]
    marked = ([clause] for clause in clauses if has_rows(clause))
    yield from chain([[clause] for clause in addresses], [plain] if plain else [], marked)
    if not filter_.speaks_of_archive:
        indexed = (*EQUALS, Field.DUE, Field.CHANGED)
        yield from ([each] for each in clauses if each.field in indexed and not _enters(each, filter_, order))


def _extent(source: str) -> str:
    """How many cases a source knows of, no farther than one more than a few. Where its first ones stand so close
    together that it would be more if all did, it is taken to be more."""
    counted = f"SELECT count(*) FROM (SELECT 1 FROM ({source}) AS ids LIMIT {FEW + 1}) AS few"  # noqa: S608
    close = f"count(*) = {_SAMPLE} AND max(id) * {FEW // _SAMPLE} < (SELECT max(id) FROM cases)"  # noqa: S608
    sample = f"SELECT id FROM ({source}) AS ids LIMIT {_SAMPLE}"  # noqa: S608
    return f"(SELECT CASE WHEN {close} THEN {FEW + 1} ELSE ({counted}) END FROM ({sample}) AS first)"  # noqa: S608


def fewest(counts: Sequence[int]) -> int:
    """Which source to fetch from, by how many cases each knows of."""
    least = min(counts, default=FEW + 1)
    return counts.index(least) if least <= FEW else WALK


def is_kept(filter_: Filter) -> bool:
    """Whether the database keeps the count of what a filter leaves."""
    return all(map(is_counted, filter_.clauses))


def beginning(filter_: Filter) -> Clause | None:
    """The clause that fixes what the index to be walked begins with."""
    fixing = {clause.field: clause for clause in filter_.clauses if len(clause.values) == 1 and not clause.negated}
    return next((fixing[field] for field in _BEGINNINGS if field in fixing), None)


def _enters(clause: Clause, filter_: Filter, order: Order | None) -> bool:
    """Whether a clause says where to enter the index that is walked: what it begins with, or how far its order goes.
    Without an order, any time may be walked to."""
    first = beginning(filter_)
    if order is None and first is None:
        return clause.field in TIMES
    return clause is first or (clause.field, order) in {(Field.DUE, Order.DUE), (Field.CHANGED, Order.CHANGED)}


def _archive(filter_: Filter) -> str:
    """Which side of the archive, as the partial indexes say it."""
    if not filter_.speaks_of_archive:
        return "cases.archived = 0"
    only = Clause(Field.HAS, (Has.ARCHIVED.value,))
    return "cases.archived = 1" if only in filter_.clauses else "1 = 1"
