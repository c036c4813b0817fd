"""The status board: of each kind of thing how much waits, since when, for whom, how long it usually takes. Reads the
counts that the database keeps, and of what waits only what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mpwizard.console.verification_papers import UNDER_WAY, is_unpaid
from mpwizard.console.waiting import WAITS, Whom
from mpwizard.domain import Kind
from mpwizard.lifecycle import State
from mpwizard.matters import Matter, Profile, Verification, Version
from mpwizard.rules.edition import Rule, load_edition
from mpwizard.stages import Stage

if TYPE_CHECKING:
    from mpwizard.store import Store
    from mpwizard.store.board import BoardReader, Found, Standing

PENDING = 200
# A registration whose application was handed in waits as that application does, and not besides.
APPLIED = (Matter.VERIFICATION, tuple(state.value for state in UNDER_WAY))

# Where a registration waits, for whom, and the rule of until when.
_REGISTRATIONS: Mapping[State, tuple[Whom, str]] = {
    State.AWAITING_ACTIVATION: (Whom.APPLICANT, "activation.lifetime"),
    State.AWAITING_TRANSFER: (Whom.APPLICANT, "transfer.deadline"),
    State.AWAITING_VERIFICATION: (Whom.APPLICANT, "verification.start_within"),
    State.CONFIRMED: (Whom.PLATFORM, ""),
}
# What is not on the board though it waits: what was refused may have been mended by another of its kind since, and what
# is being developed was never handed to anybody. Signing in is a matter of minutes.
_NOT_SHOWN = {Profile.REFUSED, Version.UPLOADED, Version.WITHDRAWN}
_KINDS = (
    Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION, Matter.CATEGORY, Matter.VERSION, Matter.VERIFICATION, Matter.PAY,
    Matter.OPEN_PLATFORM, Matter.OFFICIAL_ACCOUNT, Matter.WECOM,
)  # fmt: skip

Subject = State | Matter


def _places() -> Mapping[Subject, tuple[tuple[Matter | None, str], ...]]:
    """In which states each kind of thing waits."""
    registrations: dict[Subject, tuple[tuple[Matter | None, str], ...]] = {
        state: ((None, state.value),) for state in _REGISTRATIONS
    }
    matters: dict[Subject, tuple[tuple[Matter | None, str], ...]] = {
        kind: tuple((matter, state.value) for matter, state in WAITS if matter is kind and state not in _NOT_SHOWN)
        for kind in _KINDS
    }
    return {**registrations, **matters}


PLACES = _places()


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of thing: how many wait, how many of them for the platform, and since when the oldest does, by the
    desk's clock; None where none waits."""

    subject: Subject
    n: int
    for_platform: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits: in which case, what of it, since when and until when by the desk's clock, for whom, and the
    rule of how long that takes (None where there is none)."""

    case_id: int
    reference: str
    kind: Kind
    case_state: State
    name: str
    owner: str
    number: int
    state: StrEnum
    since: datetime
    due_at: datetime | None
    whom: Whom
    usual: Rule | None

    def age(self, now: datetime) -> timedelta:
        """How long it has waited."""
        return max(timedelta(0), now - self.since)


class StatusBoard:
    """What waits over all cases of a kind."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def kind(self) -> Kind:
        """The kind of cases that a board begins with: the real ones, where there are any."""
        with self._store.board() as board:
            return Kind.RECORD if Kind.RECORD in board.kinds() else Kind.PRACTICE

    def queues(self, kind: Kind) -> tuple[Queue, ...]:
        """All kinds of things, in the order of the guide: four statements."""
        with self._store.board() as board:
            counts = board.counts(kind)
            unpaid = unpaid_in(board, kind, counts)
            awaiting = None, State.AWAITING_VERIFICATION.value
            counts[awaiting] = counts.get(awaiting, 0) - board.having(kind, State.AWAITING_VERIFICATION, APPLIED)
            places = [place for each in PLACES.values() for place in each if counts.get(place)]
            found = board.standing(kind, places, 1, APPLIED)
        oldest: dict[Subject, datetime] = {}
        for each in found:
            subject = each.matter.matter if each.matter is not None else each.state
            oldest.setdefault(subject, each.since - each.ahead)
        return tuple(
            Queue(
                subject,
                sum(counts.get(place, 0) for place in where),
                sum(counts.get(place, 0) for place in where if _whom(place) is Whom.PLATFORM)
                - (unpaid if subject is Matter.VERIFICATION else 0),
                oldest.get(subject),
            )
            for subject, where in PLACES.items()
        )

    def pending(self, kind: Kind, subject: Subject, most: int = PENDING) -> tuple[Waits, ...]:
        """Of one kind of thing those that have waited longest: one statement."""
        with self._store.board() as board:
            found = board.standing(kind, PLACES[subject], most, APPLIED)
        return tuple(map(_waits, found[:most]))

    def stages(self, kind: Kind) -> dict[Stage, int]:
        """How many cases stand in each stage that has any: one statement."""
        with self._store.board() as board:
            return board.stages(kind)


def unpaid_in(board: BoardReader, kind: Kind, counts: Mapping[Standing, int]) -> int:
    """How many applications for a verification wait for their fee: until it is paid, no answer is due."""
    handed_in = Verification.SUBMITTED.value
    return counts.get((Matter.VERIFICATION, handed_in), 0) - board.due(kind, Matter.VERIFICATION, handed_in)


def _whom(place: tuple[Matter | None, str]) -> Whom:
    matter, state = place
    if matter is None:
        return _REGISTRATIONS[State(state)][0]
    return next(whom for (kind, stands), (whom, _usual) in WAITS.items() if (kind, stands.value) == (matter, state))


def _waits(found: Found) -> Waits:
    whom, usual = _of(found)
    return Waits(
        case_id=found.case_id,
        reference=found.reference,
        kind=found.kind,
        case_state=found.state,
        name=found.subject,
        owner=found.owner,
        number=found.matter.number if found.matter is not None else 0,
        state=found.matter.state if found.matter is not None else found.state,
        since=found.since - found.ahead,
        due_at=found.due_at - found.ahead if found.due_at is not None else None,
        whom=whom,
        usual=load_edition(found.edition).rule(usual) if usual else None,
    )


def _of(found: Found) -> tuple[Whom, str]:
    matter = found.matter
    if matter is None:
        return _REGISTRATIONS[found.state]
    if matter.matter is Matter.VERIFICATION and is_unpaid(matter):
        return Whom.APPLICANT, ""
    return WAITS[matter.matter, matter.state]
