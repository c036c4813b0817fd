"""The account's introduction: what is asked, how often it may change, and that it should name its payment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, account_of, details
from mpwizard.console.action import Action, Deed, Seat, answered_at_once
from mpwizard.console.asking import RefusalAnswers, ruled
from mpwizard.console.periods import same_month
from mpwizard.console.profile import (
    IntroductionDetails,
    may_change,
    take,
    turn_down,
)
from mpwizard.console.section import Pending
from mpwizard.i18n import N_
from mpwizard.matters import Matter, Pay, Profile, ProfileEvent
from mpwizard.problems import Problem, Severity, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.introductions import introduction, introduction_doubts
from mpwizard.rules.shapes import Misfit
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask

# How much can be typed at all: more than any rule allows, so that the rule speaks and nothing is cut.
_TEXT_CAP = 400


def current_introduction(account: Account) -> str:
    """The introduction that is set; empty while there is none."""
    set_now = account.newest(Matter.INTRODUCTION, Profile.SET)
    return details(IntroductionDetails, set_now).text if set_now else ""


def takes_payment(account: Account) -> bool:
    """Whether WeChat Pay was opened for the account, or is about to be."""
    return account.newest(Matter.PAY, Pay.APPROVED, Pay.SIGNED) is not None


def introduction_warnings(account: Account, text: str, field: str = "text") -> tuple[Problem, ...]:
    """What an introduction should say besides, for this account."""
    doubts = introduction_doubts(text, account.edition, takes_payment=takes_payment(account))
    return tuple(Problem(key, "information.introduction", field, values, Severity.WARNING) for key, values in doubts)


def _new(raw: str, context: Context) -> str:
    value = introduction(raw, context.edition)
    if value == current_introduction(account_of(context)):
        raise Misfit("said_already")
    return value


class IntroductionAnswers(Answers):
    """The introduction, in words."""

    text: Annotated[str, Ask(limit=_TEXT_CAP, most=ruled("information.introduction_max")), required(_new)] = Field(
        title=N_("Introduction"), repr=False
    )

    @classmethod
    def warnings(cls, context: Context) -> Iterable[Problem]:
        """Payment that is opened and not named."""
        return introduction_warnings(account_of(context), context.text(context.step, "text"))


def _may_change(account: Account, _matter: MatterRecord | None) -> Verdict:
    rule = "information.introduction_changes_per_month"
    return may_change(account, Matter.INTRODUCTION, same_month, rule)


def _hand_in(deed: Deed) -> None:
    kept = IntroductionDetails(
        handed_in_at=deed.now, handed_in_by=deed.work.operator, text=deed.answers(IntroductionAnswers).text
    )
    deed.begin(Matter.INTRODUCTION, kept, ProfileEvent.HANDED_IN, due_in=answered_at_once(deed.account))


INTRODUCTION_ACTIONS = (
    Action(
        "information.introduction",
        N_("Hand in an introduction"),
        _hand_in,
        gate=_may_change,
        answers=IntroductionAnswers,
    ),
    Action(
        "information.introduction_accept",
        N_("Accept the introduction"),
        take,
        by=Seat.PLATFORM,
        on=Matter.INTRODUCTION,
        states=(Profile.IN_REVIEW,),
    ),
    Action(
        "information.introduction_refuse",
        N_("Refuse the introduction"),
        turn_down,
        by=Seat.PLATFORM,
        answers=RefusalAnswers,
        on=Matter.INTRODUCTION,
        states=(Profile.IN_REVIEW,),
    ),
)
INTRODUCTION_PENDING = Pending(
    Matter.INTRODUCTION,
    Profile.IN_REVIEW,
    accept="information.introduction_accept",
    refuse="information.introduction_refuse",
)
