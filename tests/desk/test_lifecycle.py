"""The table of stages: one way to look a move up, one page that shows it, nothing in it that leads nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpwizard.lifecycle import CONFIRMED_AND_AFTER, ENDED, LOST, REGISTRATION, Event, State
from mpwizard.problems import Refused
from mpwizard.texts import option_texts
from mpwizard.transitions import Actor
from tools.lifecycle import PAGE, page

TRANSITIONS = REGISTRATION.transitions
MOVES = {(move.state, move.event): move for move in TRANSITIONS}


def test_the_page_shows_the_table_as_it_is() -> None:
    """A diagram drawn by hand is right for a week: after a change, `python -m tools.lifecycle`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_an_event_means_one_thing_in_one_stage() -> None:
    """Two targets for one event would make the log ambiguous."""
    assert len(MOVES) == len(TRANSITIONS)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_a_move_is_in_the_table_or_refused(state: State, event: Event) -> None:
    """Nothing happens that the table does not have, and the refusal says what was tried where."""
    move = MOVES.get((state, event))
    if move is not None:
        assert REGISTRATION.advance(state, event) is move
        return
    with pytest.raises(Refused) as refused:
        REGISTRATION.advance(state, event)
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("not_now", {"state": state, "event": event})


def test_every_stage_can_be_reached_and_every_event_can_happen() -> None:
    """A stage or an event that nothing leads to is a promise nobody keeps."""
    reached = {State.DRAFT}
    for _ in State:
        reached |= {move.target for move in TRANSITIONS if move.state in reached}
    assert reached == set(State)
    assert {move.event for move in TRANSITIONS} == set(Event)


def test_an_end_is_an_end() -> None:
    """Registered, failed and abandoned lead nowhere else; late money is sent back and changes nothing."""
    assert {move.target for move in TRANSITIONS if move.state in ENDED} <= ENDED
    assert all(move.target is move.state for move in TRANSITIONS if move.state in ENDED)
    assert {state for state in State if all(m.target is state for m in TRANSITIONS if m.state is state)} == ENDED


def test_there_is_no_way_back_from_a_confirmed_entity() -> None:
    """The entity is final: no move leads from after the confirmation to before it."""
    after = {move.target for move in TRANSITIONS if move.state in CONFIRMED_AND_AFTER}
    assert after <= CONFIRMED_AND_AFTER
    assert {State.ABANDONED} == LOST - CONFIRMED_AND_AFTER


def test_only_the_applicant_confirms_and_only_the_clock_fails() -> None:
    """Who may cause what is part of the table."""
    by = {move.event: move.by for move in TRANSITIONS}
    assert by[Event.ENTITY_CONFIRMED] is Actor.APPLICANT
    assert {event for event, actor in by.items() if actor is Actor.CLOCK} == {Event.DEADLINE_PASSED}
    assert {move.event for move in TRANSITIONS if move.target is State.FAILED and move.state is not State.FAILED} == {
        Event.DEADLINE_PASSED
    }


@pytest.mark.parametrize("state", State)
def test_what_can_happen_is_read_off_the_table(state: State) -> None:
    """Screens offer what the table has, by anybody or by one actor."""
    assert set(REGISTRATION.events_from(state)) == {move.event for move in TRANSITIONS if move.state is state}
    assert {event for actor in Actor for event in REGISTRATION.events_from(state, actor)} == set(
        REGISTRATION.events_from(state)
    )


@given(st.lists(st.integers(0, 50)))
def test_folding_a_walk_arrives_where_the_walk_did(choices: list[int]) -> None:
    """The log is enough to know the stage, however the case got there."""
    state, walked = State.DRAFT, []
    for choice in choices:
        events = REGISTRATION.events_from(state)
        if not events:
            break
        walked.append(events[choice % len(events)])
        state = REGISTRATION.advance(state, walked[-1]).target
    assert REGISTRATION.fold(walked) is state


def test_a_log_that_could_not_have_happened_is_refused() -> None:
    """A damaged log must not fold into some stage or other."""
    with pytest.raises(Refused, match="not_now"):
        REGISTRATION.fold([Event.CREATED, Event.TRANSFER_VERIFIED])


def test_every_stage_and_event_has_its_words() -> None:
    """The timeline is read by people."""
    wanted = {f"state.{state}" for state in State} | {f"event.{event}" for event in Event}
    assert wanted <= option_texts().keys()
