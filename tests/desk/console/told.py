"""What must hold about an account, whatever was done to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from mpwizard.account_desk import AccountView
from mpwizard.console.account import Account, has_console
from mpwizard.console.next_step import NEXT_STEPS
from mpwizard.console.periods import day_of
from mpwizard.console.version_details import withdrawals
from mpwizard.domain import Kind, Method
from mpwizard.lifecycle import State
from mpwizard.matters import (
    LinkEvent,
    Matter,
    Member,
    MemberEvent,
    PayEvent,
    ProfileEvent,
    Verification,
    VerificationEvent,
    Version,
    VersionEvent,
)
from mpwizard.records import LogRecord


def no_more_withdrawn_on_a_day_than_allowed(account: Account) -> None:
    """On whichever day it is said to have been."""
    days = Counter(day_of(at) for at in withdrawals(account))
    assert max(days.values(), default=0) <= account.edition.number("versions.withdrawals_per_day")


def nothing_released_that_was_not_approved(view: AccountView) -> None:
    """What is online was looked at first."""
    for version in view.account.all(Matter.VERSION):
        events = [entry.event for entry in view.case.log if entry.matter_id == version.id]
        if VersionEvent.RELEASED in events or VersionEvent.RESTORED in events:
            assert VersionEvent.APPROVED in events[: events.index(VersionEvent.RELEASED)]


def late_only_where_somebody_is_to_act(view: AccountView) -> None:
    """What happens by itself on a practice case has happened when its time is over; the list of cases says so."""
    record = view.case.record
    if record.kind is Kind.RECORD or record.due_at is None or record.due_at >= view.account.now:
        return
    own = {matter for step in NEXT_STEPS if step.key == record.to_do for matter in step.about}
    assert record.due_at in {each.due_at for each in view.account.matters if each.matter in own}


def nothing_before_its_time(view: AccountView) -> None:
    """The same by the clock, where days can be said: nothing before there was an account, no application for payment
    before a verification, no link before anything was online."""
    log = view.case.log
    began = min(each.at for each in log if isinstance(each.state_to, State) and has_console(each.state_to))
    passed = [each.at for each in log if each.event is VerificationEvent.PASSED]
    online = [each.at for each in log if each.event is VersionEvent.RELEASED]
    for entry in log:
        if entry.matter is not None:
            assert entry.at >= began, entry
        if entry.matter is Matter.PAY:
            assert entry.at >= min(passed), entry
        if entry.matter is Matter.WECOM:
            assert entry.at >= min(online), entry


def what_was_noted_is_kept(view: AccountView, action: str, note: str, *, since: int) -> None:
    """With a line of the log that was not there before, or with an account of the Open Platform, which has no log."""
    kept = [entry.note.get("note", "") for entry in view.case.log[since:]]
    if action in ("open_platform.create", "open_platform.qualify"):
        kept += [each for account in view.account.open_accounts for each in (account.note, account.qualified_note)]
    assert not note or note in kept, action


def _told(view: AccountView) -> Iterator[tuple[LogRecord, dict[int, object]]]:
    """Every line of the log with the states of all matters just before it."""
    states: dict[int, object] = {}
    for entry in view.case.log:
        yield entry, dict(states)
        if entry.matter_id is not None:
            states[entry.matter_id] = entry.state_to


def nothing_before_its_gate(view: AccountView) -> None:
    """The guide's order, read off the log: whatever the gates say, this is what happened."""
    account, registered, ever_verified = view.account, False, False
    roles: dict[int | None, object] = {}
    for entry, states in _told(view):
        registered = registered or entry.state_to is State.REGISTERED
        # Kinds of matter share words for their states, and these compare equal.
        standing = {(type(state), state) for state in states.values()}
        open_to_all = registered and account.method is not Method.WECHAT_VERIFICATION
        ever_verified = ever_verified or _in(Verification.PASSED, standing)
        verified, online = _in(Verification.PASSED, standing), _in(Version.RELEASED, standing)
        match entry.matter, entry.event:
            case (Matter.NAME | Matter.AVATAR | Matter.INTRODUCTION, ProfileEvent.HANDED_IN):
                assert open_to_all or ever_verified
            case (Matter.CATEGORY, _) if entry.matter_id not in states:
                assert open_to_all or ever_verified
            case (Matter.VERIFICATION, VerificationEvent.SUBMITTED):
                assert not account.individual
            case (Matter.PAY, PayEvent.SUBMITTED):
                assert verified
            case (Matter.WECOM, LinkEvent.REQUESTED):
                assert online
            case (Matter.VERSION, VersionEvent.SUBMITTED):
                assert not _in(Version.IN_REVIEW, standing)
            case (Matter.MEMBER, MemberEvent.BOUND):
                roles[entry.matter_id] = role = entry.note["role"]
                others = [each for each, state in states.items() if state is Member.BOUND and roles[each] == role]
                assert len(others) < _limit(account, str(role), verified=verified)


def _in(state: StrEnum, standing: set[tuple[type[object], object]]) -> bool:
    return (type(state), state) in standing


def _limit(account: Account, role: str, *, verified: bool) -> int:
    """How many members the guide gives an account."""
    standing = "individual" if account.individual else "verified" if verified else "unverified"
    return account.edition.number(f"members.{role}.{standing}")
