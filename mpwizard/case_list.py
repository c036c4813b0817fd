"""The list of cases: what is to be done next in each, by whom, until when. Reads columns and changes nothing.

The first screen needs no more than this, so neither the tables' declarations nor the platform are loaded for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
LISTED = 1


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


class CaseList:
    """The cases of one database as they are stored. A deadline that has passed shows as late here; to let it take
    effect is the desk's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> tuple[DeskRow, ...]:
        """Every case with its next action, the last changed first."""
        return tuple(
            DeskRow(record, next_action(record), case_time(self._clock, record.ahead, record.changed_at))
            for record in self._store.cases()
        )


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
