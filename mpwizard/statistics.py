"""What the logs of a period tell: cases begun and ended, days a stage takes, what passes at the first attempt, why the
platform refuses. Everything goes by the cases' own clocks, since that is what they waited by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from mpwizard.clock import Clock
from mpwizard.domain import Kind
from mpwizard.lifecycle import Event, State
from mpwizard.matters import (
    CategoryEvent,
    Matter,
    PayEvent,
    Profile,
    ProfileEvent,
    VerificationEvent,
    VersionEvent,
)
from mpwizard.stages import Stage

if TYPE_CHECKING:
    from mpwizard.store import Store
    from mpwizard.store.board import Line

PERIOD = timedelta(days=90)

_DAY = timedelta(days=1)
_TENTH = 10
_PROFILE = (Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION)

_ONE_OF_A_KIND = (*_PROFILE, Matter.VERIFICATION, Matter.PAY)

Subject = State | Matter

# What an answer of the platform is: to what, by which event, and whether it is a yes. What is handed in again counts
# anew for the days, never for the first attempt.
_P, _V, _N = ProfileEvent, VerificationEvent, VersionEvent
_ANSWERS: Mapping[tuple[Matter | None, str], bool] = {
    (None, Event.TRANSFER_VERIFIED): True,
    (None, Event.TRANSFER_REFUSED): False,
    **{(matter, _P.ACCEPTED): True for matter in _PROFILE},
    **{(matter, _P.REFUSED): False for matter in _PROFILE},
    (Matter.CATEGORY, CategoryEvent.APPROVED): True,
    (Matter.CATEGORY, CategoryEvent.REJECTED): False,
    (Matter.VERSION, _N.APPROVED): True,
    (Matter.VERSION, _N.REJECTED): False,
    (Matter.VERIFICATION, _V.PASSED): True,
    (Matter.VERIFICATION, _V.RETURNED): False,
    (Matter.VERIFICATION, _V.REFUSED): False,
    (Matter.PAY, PayEvent.APPROVED): True,
    (Matter.PAY, PayEvent.REJECTED): False,
}
_HANDED_IN: frozenset[tuple[Matter | None, str]] = frozenset(
    {
        (None, Event.TRANSFER_REQUESTED),
        *((matter, _P.HANDED_IN) for matter in _PROFILE),
        (Matter.CATEGORY, CategoryEvent.SUBMITTED),
        (Matter.VERSION, _N.SUBMITTED),
        (Matter.VERIFICATION, _V.SUBMITTED),
        (Matter.VERIFICATION, _V.PAID),
        (Matter.VERIFICATION, _V.CORRECTED),
        (Matter.PAY, PayEvent.SUBMITTED),
    }
)
REFUSALS = tuple(sorted({str(event) for (_matter, event), yes in _ANSWERS.items() if not yes}))
_JUDGED: tuple[Subject, ...] = (State.AWAITING_TRANSFER, *dict.fromkeys(m for m, _ in _ANSWERS if m is not None))


@dataclass(frozen=True, slots=True)
class Days:
    """How many days something took: of how many, the middle one, and the one that nine of ten do not exceed."""

    n: int
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class StageDays:
    """How long one stage took in the cases that left it."""

    stage: Stage
    days: Days


@dataclass(frozen=True, slots=True)
class Answered:
    """What the platform answered to one kind of thing: to how many for the first time, how many of these passed at
    once, and how long each answer took."""

    subject: Subject
    first: int
    passed: int
    days: Days

    @property
    def rate(self) -> float:
        """The share that passed at the first attempt."""
        return self.passed / self.first if self.first else 0.0


@dataclass(frozen=True, slots=True)
class Because:
    """How often one reason was given to one kind of thing. `reason` is the key of the catalogue or of a refusal."""

    subject: Subject
    reason: str
    n: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """A period of the cases of one kind. `live` are the cases whose first version was released in it."""

    kind: Kind
    since: datetime
    until: datetime
    begun: int
    registered: int
    live: int
    failed: int
    abandoned: int
    stages: tuple[StageDays, ...]
    answered: tuple[Answered, ...]
    reasons: tuple[Because, ...]


def statistics(store: Store, clock: Clock, kind: Kind, since: datetime | None = None) -> Statistics:
    """The statistics of the cases of a kind since a time; of the last ninety days where none is said. Reads whole logs:
    for a thread."""
    now = clock.now()
    begin = since if since is not None else now - PERIOD
    tally = _Tally(begin)
    with store.board() as board:
        for lines in board.history(kind, begin, REFUSALS):
            for _case, of_case in groupby(lines, key=lambda line: line.case_id):
                tally.add(list(of_case))
    return tally.result(kind, now)


class _Tally:
    """Counts one case after the other."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._ends: Counter[str] = Counter()
        self._stages: dict[Stage, list[float]] = {}
        self._first: Counter[Subject] = Counter()
        self._passed: Counter[Subject] = Counter()
        self._days: dict[Subject, list[float]] = {}
        self._reasons: Counter[tuple[Subject, str]] = Counter()

    def add(self, lines: list[Line]) -> None:
        """Count a case by its whole log."""
        reached = milestones(lines)
        for name, at in reached.items():
            if at >= self._since:
                self._ends[name] += 1
        for stage, (begin, end) in _STAGES.items():
            if begin in reached and end in reached and self._since <= reached[end] >= reached[begin]:
                self._stages.setdefault(stage, []).append((reached[end] - reached[begin]) / _DAY)
        self._answers(lines)

    def _answers(self, lines: Iterable[Line]) -> None:
        asked: dict[int | None, datetime] = {}
        answered: set[Subject | int | None] = set()
        for line in lines:
            what = (line.matter, line.event)
            if what in _HANDED_IN:
                asked[line.matter_id] = line.at
            passed = _ANSWERS.get(what)
            if passed is None or (line.matter is None and line.state_from != State.AWAITING_TRANSFER):
                continue
            subject: Subject = line.matter or State.AWAITING_TRANSFER
            if line.at >= self._since:
                self._count(subject, line, passed, asked.get(line.matter_id), first=_life(line) not in answered)
            answered.add(_life(line))

    def _count(self, subject: Subject, line: Line, passed: bool, asked: datetime | None, *, first: bool) -> None:
        if first:
            self._first[subject] += 1
            self._passed[subject] += passed
        if asked is not None:
            self._days.setdefault(subject, []).append((line.at - asked) / _DAY)
        if not passed:
            for reason in _reasons(line):
                self._reasons[subject, reason] += 1

    def result(self, kind: Kind, until: datetime) -> Statistics:
        """What was counted."""
        return Statistics(
            kind=kind,
            since=self._since,
            until=until,
            begun=self._ends["created"],
            registered=self._ends["registered"],
            live=self._ends["live"],
            failed=self._ends["failed"],
            abandoned=self._ends["abandoned"],
            stages=tuple(StageDays(stage, days(self._stages[stage])) for stage in _STAGES if stage in self._stages),
            answered=tuple(
                Answered(subject, self._first[subject], self._passed[subject], days(self._days[subject]))
                for subject in _JUDGED
                if subject in self._days
            ),
            reasons=tuple(
                Because(subject, reason, n)
                for (subject, reason), n in sorted(self._reasons.items(), key=lambda each: (-each[1], each[0]))
            ),
        )


def _life(line: Line) -> Subject | int | None:
    """What has a first answer once: a version or a category itself; of what an account has one of, every further one
    that was handed in is another attempt at the same."""
    return line.matter if line.matter in _ONE_OF_A_KIND else line.matter_id


# A stage lasts from one milestone to another.
_STAGES: Mapping[Stage, tuple[str, str]] = {
    Stage.REGISTRATION: ("created", "confirmed"),
    Stage.VERIFICATION: ("asked", "registered"),
    Stage.INFORMATION: ("registered", "informed"),
    Stage.DEVELOPMENT: ("uploaded", "submitted"),
    Stage.REVIEW: ("submitted", "approved"),
    Stage.LIVE: ("created", "live"),
}
_REACHED: Mapping[tuple[Matter | None, str], str] = {
    (None, Event.CREATED): "created",
    (None, Event.ENTITY_CONFIRMED): "confirmed",
    (None, Event.TRANSFER_REQUESTED): "asked",
    (None, Event.VERIFICATION_REQUIRED): "asked",
    (None, Event.ENTITY_ACCEPTED): "registered",
    (None, Event.TRANSFER_VERIFIED): "registered",
    (None, Event.VERIFICATION_PASSED): "registered",
    (None, Event.DEADLINE_PASSED): "failed",
    (None, Event.ABANDONED): "abandoned",
    (Matter.VERSION, _N.UPLOADED): "uploaded",
    (Matter.VERSION, _N.SUBMITTED): "submitted",
    (Matter.VERSION, _N.APPROVED): "approved",
    (Matter.VERSION, _N.RELEASED): "live",
}


def milestones(lines: Iterable[Line]) -> dict[str, datetime]:
    """When a case reached each milestone for the first time; `informed` when its name, avatar and introduction were all
    set."""
    reached: dict[str, datetime] = {}
    set_: set[Matter] = set()
    for line in lines:
        name = _REACHED.get((line.matter, line.event))
        if name is not None:
            reached.setdefault(name, line.at)
        if line.matter in _PROFILE and line.state_to == Profile.SET and line.matter not in set_:
            set_.add(line.matter)
            if len(set_) == len(_PROFILE):
                reached["informed"] = line.at
    return reached


def days(found: list[float]) -> Days:
    """The middle of several numbers of days, and the one that nine of ten do not exceed: each one that really was."""
    ordered = sorted(found)
    count = len(ordered)
    return Days(count, ordered[ceil(count / 2) - 1], ordered[ceil(count * (_TENTH - 1) / _TENTH) - 1])


def _reasons(line: Line) -> Iterable[str]:
    note = line.note or {}
    further = note.get("further", ())
    given = [note.get("reason", ""), *(further if isinstance(further, list) else ())]
    return dict.fromkeys(str(each) for each in given if each)
