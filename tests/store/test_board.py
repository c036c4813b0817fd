"""What the status board asks, on either database: registrations and matters in one answer, whole logs in pieces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mpwizard.domain import Kind
from mpwizard.lifecycle import Event, State
from mpwizard.matters import Matter, Version
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.status_board import APPLIED
from mpwizard.store import Store
from mpwizard.transitions import Actor

AddCase = Callable[..., CaseRecord]
HOUR = timedelta(hours=1)
DETAILS = {"version": "1.0.0"}


def _transfer_and_version(store: Store, add_case: AddCase, now: datetime) -> tuple[CaseRecord, CaseRecord]:
    """One case waits for a transfer since an hour, one has a version of its code since now."""
    paying, coding = add_case(), add_case()
    with store.writing() as writer:
        states = (State.CONFIRMED, State.AWAITING_TRANSFER)
        writer.append(
            paying.id, now - HOUR, Actor.PLATFORM, "simulated", Event.TRANSFER_REQUESTED, *states, {"days": 10}
        )
        writer.change_case(paying, state=State.AWAITING_TRANSFER, stage=Stage.VERIFICATION, due_at=now + HOUR)
        writer.matters.add(coding.id, Matter.VERSION, DETAILS, now)
    return paying, coding


def test_registrations_and_matters_stand_side_by_side(store: Store, add_case: AddCase, now: datetime) -> None:
    """One statement for both, and what is none of a registration is empty, not of another type."""
    paying, coding = _transfer_and_version(store, add_case, now)
    places = ((None, State.AWAITING_TRANSFER), (Matter.VERSION, Version.UPLOADED))
    with store.board() as board:
        first, second = board.standing(Kind.PRACTICE, places, 5, APPLIED)
        assert [each.case_id for each in board.standing(Kind.PRACTICE, places[:1], 5, APPLIED)] == [paying.id]
        assert board.standing(Kind.RECORD, places, 5, APPLIED) == []
    assert (first.case_id, first.matter, first.since, first.due_at) == (paying.id, None, now - HOUR, now + HOUR)
    assert (second.case_id, second.since, second.due_at) == (coding.id, now, None)
    assert second.matter is not None
    assert (second.matter.state, second.matter.details) == (Version.UPLOADED, DETAILS)


def test_what_stands_where_is_counted(store: Store, add_case: AddCase, now: datetime) -> None:
    """By the counters: of registrations, of matters and of stages."""
    _transfer_and_version(store, add_case, now)
    with store.board() as board:
        assert board.kinds() == (Kind.PRACTICE,)
        counts = board.counts(Kind.PRACTICE)
        stages = board.stages(Kind.PRACTICE)
    assert counts == {
        (None, State.AWAITING_TRANSFER): 1,
        (None, State.DRAFT): 1,
        (Matter.VERSION, Version.UPLOADED): 1,
    }
    assert stages[Stage.VERIFICATION] == 1
    assert sum(stages.values()) == 2


def test_a_history_is_whole_and_only_the_wanted_notes_are_opened(
    store: Store, add_case: AddCase, now: datetime
) -> None:
    """Nobody's note is read for a count; a case in which nothing happened since is left out."""
    paying, _coding = _transfer_and_version(store, add_case, now)
    wanted = (Event.TRANSFER_REQUESTED,)
    with store.board() as board:
        told = [line for part in board.history(Kind.PRACTICE, now - 2 * HOUR, wanted) for line in part]
        closed = [line for part in board.history(Kind.PRACTICE, now - 2 * HOUR, ()) for line in part]
        later = list(board.history(Kind.PRACTICE, now + HOUR, wanted))
    assert [(line.case_id, line.event, line.at, line.note) for line in told] == [
        (paying.id, Event.TRANSFER_REQUESTED, now - HOUR, {"days": 10})
    ]
    assert [line.note for line in closed] == [None]
    assert later == []
