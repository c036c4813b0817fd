"""The simulated platform's word on what waits for it: at once, or when its usual time is over and nobody has played
its part. Deterministic: what was decided in advance, then the mistakes it finds, then the case's seed; each says so.
What is answered at once nobody looks at: the seed refuses none of it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from mpwizard.console.account import Account, form_context
from mpwizard.console.action import Action, Deed
from mpwizard.console.doing import account_in, may, perform
from mpwizard.console.section import Decision, Pending
from mpwizard.console.sections import ACTIONS, CLOCK, PENDING
from mpwizard.domain import Kind
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.practice_file import practice_table
from mpwizard.problems import Refusal, Refused
from mpwizard.records import MatterRecord
from mpwizard.transitions import Actor
from mpwizard.wizard.form import Answers, check, form_fields
from mpwizard.work import Work
from mpwizard.world import Decided

_TEN = 10


class DecidedBy(StrEnum):
    """How the simulated platform came to its answer; the log's note says it. It says nothing where somebody played."""

    AHEAD = "ahead"
    FLAW = "flaw"
    AT_ONCE = "at_once"
    SEED = "seed"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """An answer, how it was come by, and which answer decided in advance did not fit any more."""

    decision: Decision
    by: DecidedBy
    dropped: str = ""

    @property
    def noted(self) -> dict[str, object]:
        note: dict[str, object] = {"decided_by": self.by.value}
        return {**note, "dropped": self.dropped} if self.dropped else note


def answer_what_waits(work: Work) -> None:
    """Let everything that is due by now happen, the first due first; what follows from it too. Nothing happens on
    record cases, whose platform is real."""
    if work.record.kind is not Kind.PRACTICE:
        return
    stuck: set[int] = set()
    while (matter := _first_due(account_in(work), stuck)) is not None:
        pending = _PENDING.get(_place(matter))
        if pending is None:
            _let_time_pass(work, matter)
        else:
            _answer(work, matter, pending)
        # Whatever an answer leaves as it was would be due for ever.
        if work.tx.matters.one(matter.id).version == matter.version:
            stuck.add(matter.id)


def something_is_due(account: Account) -> bool:
    """Whether something would happen by itself now."""
    return account.kind is Kind.PRACTICE and _first_due(account) is not None


def _first_due(account: Account, stuck: Container[int] = ()) -> MatterRecord | None:
    due = [each for each in account.matters if each.due_at is not None and each.due_at <= account.now]
    ripe = (each for each in due if each.id not in stuck and ends_by_itself(each))
    return min(ripe, key=lambda each: (each.due_at, each.id), default=None)


def ends_by_itself(matter: MatterRecord) -> bool:
    """Whether something happens to a matter once its time is over. Else its deadline is merely told."""
    return _place(matter) in _PENDING or _clock_event(matter) is not None


def _clock_event(matter: MatterRecord) -> StrEnum | None:
    return next(iter(LIFECYCLES[matter.matter].events_from(matter.state, Actor.CLOCK)), None)


def _when(matter: MatterRecord) -> datetime:
    """The moment something was due, which may lie before now, though not before the matter came to where it stands."""
    return max(matter.due_at or matter.since, matter.since)


def _as_of(work: Work, matter: MatterRecord) -> Account:
    """The account at the moment in which something happens to a matter."""
    return account_in(work, _when(matter))


def _let_time_pass(work: Work, matter: MatterRecord) -> None:
    event = LIFECYCLES[matter.matter].events_from(matter.state, Actor.CLOCK)[0]
    deed, by_clock = Deed(work, _as_of(work, matter), matter, Answers(), at=_when(matter)), CLOCK.get(_place(matter))
    if by_clock is None:
        deed.move(matter, event)
    else:
        by_clock(deed)


def _answer(work: Work, matter: MatterRecord, pending: Pending) -> None:
    verdict = _decide(work, matter, pending)
    action, values = ACTIONS[verdict.decision.action], verdict.decision.values
    refusal = perform(work, action, values, matter, noted=verdict.noted, at=_when(matter))
    if refusal is not None:
        raise Refused.because(refusal)


def _decide(work: Work, matter: MatterRecord, pending: Pending) -> _Verdict:
    account = _as_of(work, matter)
    ahead, dropped = _taken_ahead(work, account, matter)
    if ahead is not None:
        return _Verdict(Decision(ahead.action, ahead.values), DecidedBy.AHEAD, dropped)
    flaw = pending.flaw(account, matter)
    if flaw is not None:
        return _Verdict(flaw, DecidedBy.FLAW, dropped)
    if matter.due_at == matter.since:
        return _Verdict(Decision(pending.accept, {}), DecidedBy.AT_ONCE, dropped)
    return _Verdict(_by_seed(work, account, matter, pending), DecidedBy.SEED, dropped)


def _taken_ahead(work: Work, account: Account, matter: MatterRecord) -> tuple[Decided | None, str]:
    """The first answer decided in advance for what waits here. Those before it that do not fit any more are dropped;
    the first of them is told."""
    world, dropped = work.world, ""
    if world is None:
        return None, dropped
    for each in tuple(world.decided):
        action = ACTIONS.get(each.action)
        if action is not None and not _meets(action, matter):
            continue
        world.decided.remove(each)
        if action is not None and _fits(account, action, each.values, matter):
            return each, dropped
        dropped = dropped or each.action
    return None, dropped


def _meets(action: Action, matter: MatterRecord) -> bool:
    """Whether an action is done to matters that stand like this one."""
    return action.on is matter.matter and matter.state in action.states


def _fits(account: Account, action: Action, values: Mapping[str, object], matter: MatterRecord) -> bool:
    """Whether the platform can give this answer now, with these values."""
    if isinstance(may(account, action, matter), Refusal):
        return False
    context = form_context(account, action.key, values, matter)
    return not check(action.key, action.answers, context) and not action.self_check(account, matter)


def _by_seed(work: Work, account: Account, matter: MatterRecord, pending: Pending) -> Decision:
    share, world, refuse = _refused_in_ten().get(matter.matter, 0), work.world, ACTIONS.get(pending.refuse)
    possible = refuse is not None and _meets(refuse, matter) and not isinstance(may(account, refuse, matter), Refusal)
    if refuse is not None and possible and world is not None and world.draw(_TEN) < share:
        known = _reasons(account, refuse, matter)
        return Decision(refuse.key, {"reason": known[world.draw(len(known))]})
    return Decision(pending.accept, {})


def _reasons(account: Account, action: Action, matter: MatterRecord) -> tuple[str, ...]:
    """The reasons that an action of the platform can be given with."""
    fields = {field.name: field for field in form_fields(action.key, action.answers)}
    context = form_context(account, action.key, {}, matter)
    return tuple(option.value for option in fields["reason"].options(context))


def _place(matter: MatterRecord) -> tuple[Matter, StrEnum]:
    return matter.matter, matter.state


_PENDING: Mapping[tuple[Matter, StrEnum], Pending] = {(each.matter, each.state): each for each in PENDING}


@cache
def _refused_in_ten() -> Mapping[str, int]:
    return {str(matter): int(share) for matter, share in practice_table("refused_in_ten").items()}
