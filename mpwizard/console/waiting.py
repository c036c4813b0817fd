"""What waits in an account, for whom, since when, and how long that usually takes: what a board of all cases lists.
What the platform is waited for is its sections' to say; the rest is one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mpwizard.console.account import Account
from mpwizard.console.action import Seat
from mpwizard.console.open_platform import unqualified
from mpwizard.console.sections import ACTIONS, PENDING
from mpwizard.console.verification_papers import is_unpaid
from mpwizard.domain import Kind
from mpwizard.matters import AT_HAND, Category, Link, Matter, Pay, Profile, SignIn, Verification, Version
from mpwizard.records import MatterRecord


class Whom(StrEnum):
    """Who has to act."""

    PLATFORM = "platform"
    APPLICANT = "applicant"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: a matter, or an account of the Open Platform, which is no case's own (`matter` None and
    `number` its own). `usual` is the rule of how long it takes; empty where there is none. `sent_back` tells whether it
    was handed in before and did not pass."""

    kind: Matter
    number: int
    since: datetime
    due_at: datetime | None
    whom: Whom
    usual: str = ""
    matter: MatterRecord | None = None
    sent_back: bool = False

    @property
    def presses(self) -> bool:
        """Whether the applicant is to act on it before anything that is merely open: by a deadline, once more, or
        because what was handed in lies still until they do."""
        unpaid = self.matter is not None and self.matter.state is Verification.SUBMITTED
        return self.whom is Whom.APPLICANT and (self.due_at is not None or self.sent_back or unpaid)


_APPLICANT = (Whom.APPLICANT, "")
# What waits for somebody besides the platform. What is not here and waits for no platform has come to rest.
_OTHERS: Mapping[tuple[Matter, StrEnum], tuple[Whom, str]] = {
    (Matter.SIGN_IN, SignIn.AWAITING_SCAN): (Whom.OTHER, "signin.scan_lifetime"),
    (Matter.NAME, Profile.REFUSED): _APPLICANT,
    (Matter.AVATAR, Profile.REFUSED): _APPLICANT,
    (Matter.INTRODUCTION, Profile.REFUSED): _APPLICANT,
    (Matter.CATEGORY, Category.CHOSEN): _APPLICANT,
    (Matter.CATEGORY, Category.REJECTED): _APPLICANT,
    **{(Matter.VERSION, state): _APPLICANT for state in (*AT_HAND, Version.APPROVED)},
    (Matter.VERIFICATION, Verification.RETURNED): (Whom.APPLICANT, "verification.correction_deadline"),
    (Matter.PAY, Pay.REJECTED): _APPLICANT,
    (Matter.PAY, Pay.APPROVED): (Whom.APPLICANT, "pay.sign_within"),
    (Matter.OFFICIAL_ACCOUNT, Link.REQUESTED): (Whom.OTHER, "official_accounts.confirm_within"),
    (Matter.WECOM, Link.REQUESTED): (Whom.OTHER, "wecom.authorise_within"),
}
_PLATFORM = {(each.matter, each.state): (Whom.PLATFORM, each.usual) for each in PENDING}
WAITS: Mapping[tuple[Matter, StrEnum], tuple[Whom, str]] = {**_OTHERS, **_PLATFORM}
# What the simulated platform answers by itself, in time; only this can be decided in advance.
IN_TIME = frozenset(_PLATFORM)
# What the platform had and gave back; the applicant mends it.
SENT_BACK = frozenset(
    {
        *((part, Profile.REFUSED) for part in (Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION)),
        (Matter.CATEGORY, Category.REJECTED),
        (Matter.VERSION, Version.REJECTED),
        (Matter.VERIFICATION, Verification.RETURNED),
        (Matter.PAY, Pay.REJECTED),
    }
)
# What ends by the clock alone and keeps somebody waiting meanwhile. What holds until a day, as a verification that
# passed does, keeps nobody waiting.
BY_CLOCK = frozenset({(Matter.SIGN_IN, SignIn.LOCKED)})
# What the platform can answer, in time or not: a link waits for somebody else, and can be refused meanwhile.
ANSWERABLE = frozenset(
    (action.on, state)
    for action in ACTIONS.values()
    for state in action.states
    if action.by is Seat.PLATFORM and Kind.PRACTICE in action.kinds and action.on is not None
)


def waiting(account: Account) -> tuple[Wait, ...]:
    """Everything that waits in an account, what has waited longest first."""
    waits = [*_matters(account), *_open_accounts(account)]
    return tuple(sorted(waits, key=lambda each: (each.since, each.kind, each.number)))


def with_platform(account: Account, *kinds: Matter) -> bool:
    """Whether something of these kinds waits for the platform."""
    return any(each.whom is Whom.PLATFORM and each.kind in kinds for each in waiting(account))


def _matters(account: Account) -> Iterator[Wait]:
    for matter in account.matters:
        found = _awaited(account, matter)
        if found is not None:
            whom, usual = found
            sent_back = (matter.matter, matter.state) in SENT_BACK
            yield Wait(matter.matter, matter.number, matter.since, matter.due_at, whom, usual, matter, sent_back)


def _awaited(account: Account, matter: MatterRecord) -> tuple[Whom, str] | None:
    if matter.matter is Matter.VERIFICATION and is_unpaid(matter):
        return _APPLICANT
    if matter.state is Profile.REFUSED and account.newest(matter.matter) is not matter:
        return None
    return WAITS.get((matter.matter, matter.state))


def _open_accounts(account: Account) -> Iterator[Wait]:
    for each in unqualified(account):
        since = each.created_at + account.record.ahead
        yield Wait(Matter.OPEN_PLATFORM, each.number, since, None, Whom.PLATFORM)
