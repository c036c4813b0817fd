"""What a lifecycle is: a small table of transitions, one look-up, one fold. The tables themselves are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from mpwizard.problems import Refused

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class Actor(StrEnum):
    """Whose part a transition is."""

    APPLICANT = "applicant"
    PLATFORM = "platform"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, E]):
    """`state` and `event` lead to `target`. `by` is whose part that is in the platform's order of things, and the log
    says so; who is asked for it (a `Seat`) and who said that it happened (the log's source) may be others: a payment is
    the applicant's part, and a bank makes it. One that leads back to its own state is recorded, no more."""

    state: S
    event: E
    target: S
    by: Actor


class Lifecycle(Generic[S, E]):
    """One table of transitions, from a first state on.

    `events` and `states` are the names the table uses; `ended` are the states that nothing leads out of again.
    """

    def __init__(self, begins: S, transitions: tuple[Transition[S, E], ...]) -> None:
        self.begins = begins
        self.transitions = transitions
        self.states: type[S] = type(begins)
        self.events: type[E] = type(transitions[0].event)
        self._by_move = {(move.state, move.event): move for move in transitions}

    def advance(self, state: S, event: E) -> Transition[S, E]:
        """The transition for this event.

        Raises:
            Refused: `not_now`, where the table has no such move.
        """
        move = self._by_move.get((state, event))
        if move is None:
            raise Refused("not_now", {"state": state, "event": event})
        return move

    def events_from(self, state: S, by: Actor | None = None) -> tuple[E, ...]:
        """What can happen in a state, caused by anybody or by one actor."""
        return tuple(move.event for move in self.transitions if move.state is state and by in (None, move.by))

    @property
    def ended(self) -> frozenset[S]:
        """The states that nothing leads out of."""
        return frozenset(state for state in self.states if not self._leads_on(state))

    def fold(self, events: Iterable[E]) -> S:
        """The state a log leads to, from the first one on."""
        state = self.begins
        for event in events:
            state = self.advance(state, event).target
        return state

    def _leads_on(self, state: S) -> bool:
        return any(move.state is state and move.target is not state for move in self.transitions)
