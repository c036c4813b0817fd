"""The cases as a list shows them, read without the tables being declared.

The schema's home is `rows.py`. To declare it takes longer than to paint the first screen, and a list needs names and a
statement only. A test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mpwizard.case_query import CaseQuery, Count, Cursor, Direction, Order, Page
from mpwizard.domain import EntityType, Kind
from mpwizard.filter_fields import Filter
from mpwizard.lifecycle import State
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.store.conditions import DIALECTS, Asked
from mpwizard.store.database import Database
from mpwizard.store.keys import KeyRing
from mpwizard.store.pages import Questions, Statement, cursor_at, fewest, is_kept, place_of, sources
from mpwizard.store.places import Place
from mpwizard.store.times import read_time
from mpwizard.transitions import Actor

SavedViews = dict[int, Mapping[str, object]]

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
# By what is stored: to look one up takes less than to ask its enumeration.
_KINDS = {each.value: each for each in Kind}
_STATES = {each.value: each for each in State}
_ENTITY_TYPES: dict[str | None, EntityType | None] = {None: None, "": None, **{each.value: each for each in EntityType}}
_ACTORS: dict[str, Actor | None] = {"": None, **{each.value: each for each in Actor}}
_STAGES = {each.value: each for each in Stage}
# A transaction that changes the views reads them by the same statement.
SAVED_VIEWS = "SELECT place, document FROM saved_views WHERE operator = :whose ORDER BY place"
_UNLISTED = "SELECT id FROM cases WHERE listed < :judgement ORDER BY id"
_COLUMNS = ", ".join(f"cases.{name}" for name in COLUMNS)


class Listing:
    """Answers questions to the list of cases: a statement a page, and before a query's first page one more where an
    index may know which cases it is about."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    def page(
        self, query: CaseQuery, cursor: Cursor | None, direction: Direction, limit: int, operator: str, now: datetime
    ) -> Page[CaseRecord]:
        """So many cases on one side of a cursor, or from the order's beginning (before no cursor: at its end).

        Whoever follows the pages sees each case that does not change meanwhile exactly once; one that changes is seen
        where it stands when its page is asked for, which may be twice or not at all.
        """
        questions = self._questions(operator, now)
        place = None if cursor is None else place_of(cursor)
        plan = self._plans(questions, [(query.filter, query.order)])[0] if place is None else place.plan
        found = self._look(questions.page(_COLUMNS, query, plan, place, direction, limit + 1))
        records = [case_record(row) for row in found[:limit]]
        more = len(found) > limit
        if direction is Direction.BEFORE:
            records.reverse()
        has_before, has_after = (
            (more, place is not None) if direction is Direction.BEFORE else (place is not None, more)
        )
        ends = [cursor_at(query, record, plan) for record in (records[:1] + records[-1:])]
        first, last = ends or (None, None)
        return Page(tuple(records), has_before, has_after, first, last)

    def counts(self, filters: Sequence[Filter], at_most: int, operator: str, now: datetime) -> tuple[Count, ...]:
        """How many cases each filter leaves, all told by one statement (and one before it, as for pages). What the
        database keeps no count of is counted as far as `at_most`."""
        questions = self._questions(operator, now)
        plans = self._plans(questions, [(filter_, None) for filter_ in filters])
        (found,) = self._look(questions.counts(filters, plans, at_most))
        return tuple(
            Count(int(n)) if is_kept(filter_) else Count(min(int(n), at_most), more=int(n) > at_most)
            for filter_, n in zip(filters, found, strict=True)
        )

    def unlisted(self, version: int) -> list[int]:
        """The cases listed by an older judgement than this version of it."""
        return [case_id for (case_id,) in self._database.look(_UNLISTED, {"judgement": version})]

    def views(self, operator: str) -> SavedViews:
        """An operator's own views of the desk, by their place among the tabs."""
        return saved_views(self._database.look(SAVED_VIEWS, {"whose": operator}), self._keys)

    def _questions(self, operator: str, now: datetime) -> Questions:
        return Questions(DIALECTS[self._database.dialect], Asked(operator, now, self._keys.index))

    def _plans(self, questions: Questions, filters: Sequence[tuple[Filter, Order | None]]) -> list[int]:
        """Of each filter the source that knows of the fewest cases; none where all know of many."""
        probe = questions.probe(filters)
        counts = iter(self._look(probe)[0] if probe else ())
        return [fewest([next(counts) for _ in sources(*filter_)]) for filter_ in filters]

    def _look(self, statement: Statement) -> list[tuple[Any, ...]]:
        return self._database.look(statement.text, statement.values)


def saved_views(rows: Iterable[Sequence[Any]], keys: KeyRing) -> SavedViews:
    """The documents of saved views, opened."""
    return {place: json.loads(keys.open(document, Place.SAVED_VIEW)) for place, document in rows}


def case_record(row: Sequence[Any]) -> CaseRecord:
    """What is stored in `COLUMNS`, as it leaves. A page is made of many: each value is turned once, and by position."""
    (
        case, reference, kind, edition, state, entity_type, subject, step, due_at, ahead_us, began_as, created_at,
        changed_at, version, to_do, owner, changed_by, waits_for, stage, problem, app_name, archived, listed,
    ) = row  # fmt: skip
    return CaseRecord(
        case, reference, _KINDS[kind], edition, _STATES[state], _ENTITY_TYPES[entity_type], subject, step,
        due_at and read_time(due_at), ahead_us * MICROSECOND, began_as, read_time(created_at), read_time(changed_at),
        version, to_do, owner, changed_by, _ACTORS[waits_for], _STAGES[stage], bool(problem), app_name, bool(archived),
        listed,
    )  # fmt: skip
