"""What the platform answers to a version in review: approved, sent back with reasons, delayed."""

from __future__ import annotations

from pydantic import Field

from mpwizard.console.account import Account
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import Remark, ReturnAnswers
from mpwizard.console.section import Decision, Pending
from mpwizard.console.version_details import NEEDS_TEST_ACCOUNT, kept, let_go
from mpwizard.console.version_review import answer_due_in, ended, with_last_round
from mpwizard.i18n import N_
from mpwizard.matters import Matter, Version, VersionEvent
from mpwizard.records import MatterRecord
from mpwizard.wizard.form import Answers

_IN_REVIEW = (Version.IN_REVIEW,)


class DelayAnswers(Answers):
    """What the platform says to a delay."""

    remark: Remark = Field(title=N_("In its own words"), default="", repr=False)


def _approve(deed: Deed) -> None:
    """One version at a time is the reviewed one: what was approved before and not released makes way."""
    for earlier in deed.account.all(Matter.VERSION, Version.APPROVED):
        deed.move(earlier, VersionEvent.SUPERSEDED, details=let_go(earlier))
    changed = ended(kept(deed.target), VersionEvent.APPROVED, deed.now)
    deed.move(deed.target, VersionEvent.APPROVED, details=changed)


def _reject(deed: Deed) -> None:
    given = deed.answers(ReturnAnswers)
    changed = ended(kept(deed.target), VersionEvent.REJECTED, deed.now, reasons=given.reasons, remark=given.remark)
    deed.move(deed.target, VersionEvent.REJECTED, details=changed, note=given.noted)


def _delay(deed: Deed) -> None:
    remark = deed.answers(DelayAnswers).remark
    changed = with_last_round(kept(deed.target), delayed_at=deed.now, delay_remark=remark)
    due_in = answer_due_in(deed, VersionEvent.DELAYED)
    deed.move(deed.target, VersionEvent.DELAYED, details=changed, due_in=due_in)


def _flaw(_account: Account, version: MatterRecord) -> Decision | None:
    """A version whose pages lie behind a login cannot be looked at without an account to sign in with."""
    details = kept(version)
    if details.needs_login and not details.test_user:
        return Decision("versions.reject", {"reason": NEEDS_TEST_ACCOUNT})
    return None


PENDING = Pending(
    Matter.VERSION,
    Version.IN_REVIEW,
    accept="versions.approve",
    refuse="versions.reject",
    usual="versions.review",
    flaw=_flaw,
)

ACTIONS = (
    Action(
        "versions.approve", N_("Approve the version"), _approve, by=Seat.PLATFORM, on=Matter.VERSION, states=_IN_REVIEW
    ),
    Action(
        "versions.reject",
        N_("Send the version back"),
        _reject,
        by=Seat.PLATFORM,
        answers=ReturnAnswers,
        on=Matter.VERSION,
        states=_IN_REVIEW,
    ),
    Action(
        "versions.delay",
        N_("Delay the review"),
        _delay,
        by=Seat.PLATFORM,
        answers=DelayAnswers,
        on=Matter.VERSION,
        states=_IN_REVIEW,
    ),
)
