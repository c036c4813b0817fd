"""The list of cases: what is to be done next in each, by whom, until when. Reads columns and changes nothing.

The first screen needs no more than this, so neither the tables' declarations nor the platform are loaded for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mpwizard.case_query import COUNTED, LONGEST_PAGE, PAGE, CaseQuery, Count, Cursor, Direction, Page
from mpwizard.clock import Clock, case_time
from mpwizard.domain import Kind
from mpwizard.lifecycle import LOST, State
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage, stage_of_state
from mpwizard.transitions import Actor
from mpwizard.views import DeskRow, NextAction
from mpwizard.wizard.flow import STEPS

if TYPE_CHECKING:
    from mpwizard.store import Store

# What is to be done where the state alone tells; elsewhere the step does.
_BY_STATE = {
    State.AWAITING_TRANSFER: "pay",
    State.AWAITING_VERIFICATION: "verify",
    State.REGISTERED: "complete_information",
    State.FAILED: "start_again",
    State.ABANDONED: "none",
}
_WAITS = "wait_"
_NOTHING_TO_DO = frozenset({"live", "none"})
_RECORDED_BY_STATE = {State.AWAITING_ACTIVATION: "record_activation", State.CONFIRMED: "record_result"}


# What comes next begins with one of these where something came back and has to be put right.
_MENDS = ("fix_", "correct_")

# Raise it whenever `judged`, or what goes into it, judges otherwise than before: the desk then lists every case anew.
LISTED = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """What follows from a case as it is stored, and is stored beside it because the desk sorts and filters by it."""

    waits_for: Actor | None
    stage: Stage
    problem: bool
    listed: int = LISTED


def judged(record: CaseRecord) -> Judged:
    """Whose turn it is, how far the case is, whether something has to be put right. An account's stage was noted with
    its next action."""
    action = next_action(record)
    stage = record.stage if record.to_do and record.state not in LOST else stage_of_state(record.state)
    return Judged(action.actor, stage, action.key.startswith(_MENDS))


_EVERYTHING = CaseQuery()


class CaseList:
    """The cases of one database as they are stored. A deadline that has passed shows as late here; to let it take
    effect is the desk's."""

    def __init__(self, store: Store, clock: Clock, operator: str = "") -> None:
        self._store = store
        self._clock = clock
        self._operator = operator

    def page(
        self,
        query: CaseQuery,
        cursor: Cursor | None = None,
        direction: Direction = Direction.AFTER,
        limit: int = PAGE,
    ) -> Page[DeskRow]:
        """One page of a question: from its beginning, or on from a cursor of another page."""
        with self._store.listing() as listing:
            page = listing.page(query, cursor, direction, min(limit, LONGEST_PAGE), self._operator, self._clock.now())
        return Page(tuple(map(self.row, page.rows)), page.has_before, page.has_after, page.first, page.last)

    def first(self) -> tuple[Page[DeskRow], Count]:
        """What a desk begins with: the cases changed last, and how many there are."""
        return self.page(_EVERYTHING), self.count(_EVERYTHING)

    def count(self, query: CaseQuery, at_most: int = COUNTED) -> Count:
        """How many cases there are to a question."""
        return self.counts([query], at_most)[0]

    def counts(self, queries: Sequence[CaseQuery], at_most: int = COUNTED) -> tuple[Count, ...]:
        """The same for several questions at once, which is how the tabs get theirs."""
        with self._store.listing() as listing:
            filters = [query.filter for query in queries]
            return listing.counts(filters, at_most, self._operator, self._clock.now())

    def row(self, record: CaseRecord) -> DeskRow:
        """A case as the list shows it."""
        return DeskRow(record, next_action(record), case_time(self._clock, record.ahead, record.changed_at))


def next_action(record: CaseRecord) -> NextAction:
    """What is to be done next in a case, by whom, until when. Needs only what is listed."""
    key = record.to_do or _BY_STATE.get(record.state) or STEPS[record.step].to_do
    if record.kind is Kind.RECORD:
        key = _RECORDED_BY_STATE.get(record.state, key)
    return NextAction(key, _falls_to(record, key), record.due_at)


def _falls_to(record: CaseRecord, key: str) -> Actor | None:
    """Who is to do it: the platform what begins with `wait_`, nobody what is over."""
    if record.state in LOST or key in _NOTHING_TO_DO:
        return None
    return Actor.PLATFORM if key.startswith(_WAITS) else Actor.APPLICANT
