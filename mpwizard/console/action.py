"""What can be done in the console, as data: who does it, to what, when it is allowed, what is asked for it, what it
does. Screens, the platform desk, `mpwizard do` and the record of real answers all follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from mpwizard.console.account import Account, Details, read_account
from mpwizard.domain import Kind
from mpwizard.matters import Matter
from mpwizard.problems import ALLOWED, Problem, Refusal, Refused, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.edition import Edition
from mpwizard.wizard.form import Answers
from mpwizard.work import Work
from mpwizard.working_days import working_days_later

A = TypeVar("A", bound=Answers)

WORKING_DAYS = "working_days"
_AT_ONCE = timedelta(0)

Gate = Callable[[Account, MatterRecord | None], Verdict]


class Seat(StrEnum):
    """Who does it: the applicant in the console, somebody beside the form (a phone, a bank, another account), or the
    platform. On record cases the operator writes down what the last two did."""

    APPLICANT = "applicant"
    WORLD = "world"
    PLATFORM = "platform"


def answered_at_once(account: Account) -> timedelta | None:
    """Until when the platform answers what nobody looks at: at once in practice; on record cases nobody can say."""
    return _AT_ONCE if account.kind is Kind.PRACTICE else None


class NothingAsked(Answers):
    """An action that needs no answers."""


def always(_account: Account, _matter: MatterRecord | None) -> Verdict:
    """Nothing stands in the way besides the section's own gate and the lifecycle."""
    return ALLOWED


def makes_sense(_account: Account, _matter: MatterRecord | None) -> bool:
    """There is something to do it to as soon as the lifecycle says so."""
    return True


@dataclass(frozen=True)
class Beforehand:
    """What the slow part of an action can look at before the desk is locked for it: nothing in it changes any more."""

    edition: Edition
    password_hash: str = field(repr=False)
    match_password: Callable[[str, str], bool]


def nothing_prepared(_known: Beforehand, _values: Mapping[str, object]) -> None:
    """What is answered is all that the act needs."""


def nothing_before(
    _account: Account, _matter: MatterRecord | None, _given: Mapping[str, object]
) -> Mapping[str, object]:
    """The form begins empty."""
    return {}


def nothing_amiss(_account: Account, _matter: MatterRecord | None) -> tuple[Problem, ...]:
    """Nothing besides the answers can be wrong."""
    return ()


def no_earlier(said: datetime, last: datetime) -> datetime:
    """When something happened on a day that was said: after whatever else happened on it.

    Raises:
        Refused: `said_too_early`, where something happened on a later day.
    """
    if last.astimezone().date() > said.astimezone().date():
        raise Refused("said_too_early", {"until": last})
    return max(last, said)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    `key` is `section.verb`; `on` and `states` say to which matters it is done (to the account itself where `on` is
    None), `apt` whether there is anything to do it for: what is not apt is not even offered, while what `gate` locks is
    offered with its reason. `answers` is its form, `begins_with` what stands in it before anything was typed, or
    besides what was given at once, `self_check` what else is wrong, told together with the form's problems; `prepare`
    is the slow part of the work that needs no account, done before the desk is locked for it and found in the deed.
    `final` marks what cannot be taken back, which is asked about once more. `kinds` are the cases it exists on: what
    happens beside the form is acted on practice cases only.
    """

    key: str
    title: str
    act: Callable[[Deed], Refusal | None]
    by: Seat = Seat.APPLICANT
    gate: Gate = always
    apt: Callable[[Account, MatterRecord | None], bool] = makes_sense
    answers: type[Answers] = NothingAsked
    begins_with: Callable[[Account, MatterRecord | None, Mapping[str, object]], Mapping[str, object]] = nothing_before
    self_check: Callable[[Account, MatterRecord | None], tuple[Problem, ...]] = nothing_amiss
    prepare: Callable[[Beforehand, Mapping[str, object]], object] = nothing_prepared
    on: Matter | None = None
    states: tuple[StrEnum, ...] = ()
    final: bool = False
    kinds: tuple[Kind, ...] = (Kind.PRACTICE, Kind.RECORD)


@dataclass(frozen=True, slots=True)
class Offer:
    """An action on one matter (or on the account), and whether it is allowed now."""

    action: Action
    matter: MatterRecord | None
    verdict: Verdict

    @property
    def allowed(self) -> bool:
        """Whether it can be done now."""
        return not isinstance(self.verdict, Refusal)


@dataclass
class Deed:
    """One action under way. What it changes goes through `begin` and `move`, which write the log.

    `source` names who said so where that is not clear from the lifecycle (an operator recording an answer, a decision
    made in advance); `noted` is added to every line it writes; `at` is when it happened where that was not now;
    `prepared` is what the action prepared.
    """

    work: Work
    account: Account
    matter: MatterRecord | None
    given: Answers
    source: str = ""
    noted: Mapping[str, object] = field(default_factory=dict, repr=False)
    at: datetime | None = None
    prepared: object = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.matter is not None:
            self.at = self._when(self.matter)

    @property
    def target(self) -> MatterRecord:
        """The matter it is done to.

        Raises:
            TypeError: where the action is done to the account itself.
        """
        if self.matter is None:
            raise TypeError("done to no matter")
        return self.matter

    def answers(self, model: type[A]) -> A:
        """What was answered, as this action's own model."""
        if not isinstance(self.given, model):
            raise TypeError(model.__name__)
        return self.given

    def usual(self, rule: str) -> timedelta:
        """How long something takes from now on by a rule, working days counted in China."""
        edition = self.account.edition
        if edition.rule(rule).unit == WORKING_DAYS:
            return working_days_later(self.now, edition.number(rule)) - self.now
        return edition.span(rule)

    def begin(
        self,
        matter: Matter,
        details: Details,
        event: StrEnum,
        *,
        subject: str = "",
        due_in: timedelta | None = None,
        note: Mapping[str, object] | None = None,
    ) -> MatterRecord:
        """A new matter, with the first event of its life. `subject` is what it is about, to be found by."""
        begun = self.work.tx.matters.add(self.work.record.id, matter, details.stored(), self.now, subject=subject)
        return self.move(begun, event, due_in=due_in, note=note)

    def move(
        self,
        matter: MatterRecord,
        event: StrEnum,
        *,
        details: Details | None = None,
        due_in: timedelta | None = None,
        keep_due: bool = False,
        note: Mapping[str, object] | None = None,
    ) -> MatterRecord:
        """Let something happen to a matter. It is due `due_in` from now, or not at all; with `keep_due`, as before.

        Raises:
            Refused: `not_now`, where its lifecycle has no such move; `said_too_early`, where more has happened to it
                since the day that was said.
            Conflict: somebody else changed it meanwhile.
        """
        changes: dict[str, Any] = {} if details is None else {"details": details.stored()}
        if not keep_due:
            changes["due_at"] = None if due_in is None else self.now + due_in
        when = self._when(matter)
        moved = self.work.moved(
            matter, event, note={**(note or {}), **self.noted}, source=self.source, at=when, **changes
        )
        self.account = read_account(self.work.tx, self.work.record, self.account.edition, self.account.now)
        return moved

    def keep(self, matter: MatterRecord, details: Details) -> MatterRecord:
        """Keep other details of a matter because of what happens to another one, which tells of it: the log says
        nothing of this one, nor what was noted.

        Raises:
            Conflict: somebody else changed it meanwhile.
        """
        kept = self.work.tx.matters.change(matter, details=details.stored())
        self.account = read_account(self.work.tx, self.work.record, self.account.edition, self.account.now)
        return kept

    @property
    def now(self) -> datetime:
        """When it happens: now, or when it is said to have happened."""
        return self.at or self.account.now

    def _when(self, matter: MatterRecord) -> datetime | None:
        """When it happens to a matter: on a day that was said, after all that happened to the matter on it."""
        if self.at is None or self.account.kind is Kind.PRACTICE:
            return self.at
        log = self.work.tx.log(self.account.record.id)
        return no_earlier(self.at, max((entry.at for entry in log if entry.matter_id == matter.id), default=self.at))
