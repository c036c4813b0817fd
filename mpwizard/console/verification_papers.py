"""What is handed in for a WeChat verification (微信认证), what is kept of it, and what the rule table says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field

from mpwizard.console.account import Account, Details, account_of, details
from mpwizard.console.asking import RefusalAnswers, matter_of, may_be_ticked, offered
from mpwizard.i18n import N_
from mpwizard.matters import Matter, Verification
from mpwizard.records import MatterRecord
from mpwizard.rejections import Outcome, reason, reasons_for
from mpwizard.texts import option_texts
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import BankAccount, BankName, Tick
from mpwizard.wizard.form import Answers, Ask, Option, Shape, narrowed

FREE = Decimal("0.00")
USED_UP, TIMED_OUT = "corrections_used_up", "verification_timed_out"
_PAPER_MISSING, _PERMIT = "verification_paper_missing", "media_permit"
_PERMIT_MISSING = "media_permit_missing"

# The rule that names the entities whose versions wait for the verification.
VERSIONS_WAIT = "versions.needs_verification"

# From the hand-in to the end of one application.
UNDER_WAY = (Verification.SUBMITTED, Verification.PAID, Verification.IN_REVIEW, Verification.RETURNED)


# --- what is kept ----------------------------------------------------------------------------------------------------


class Said(Details):
    """What the review found wanting: when, for which reasons of the catalogue, in which words."""

    at: AwareDatetime
    reasons: tuple[str, ...]
    remark: str = Field(default="", repr=False)


class Round(Said):
    """One return for correction, and what was corrected upon it, once something was."""

    corrected: tuple[str, ...] = ()
    corrected_at: AwareDatetime | None = None


class VerificationDetails(Details):
    """One application: the papers at hand, the corporate account, the fee of its day, its rounds, its refusal."""

    papers: tuple[str, ...]
    fee: Decimal
    bank_name: str = ""
    bank_account: str = Field(default="", repr=False)
    paid_at: AwareDatetime | None = None
    rounds: tuple[Round, ...] = ()
    refused: Said | None = None


def application(matter: MatterRecord) -> VerificationDetails:
    """What is kept of an application."""
    return details(VerificationDetails, matter)


def outstanding(account: Account, kept: VerificationDetails) -> tuple[str, ...]:
    """The reasons of the catalogue for which an application would be sent back now: papers that are not there, and what
    was named and not corrected since."""
    wanting = dict.fromkeys(_missing(account, kept))
    for each in kept.rounds:
        wanting |= dict.fromkeys(each.reasons)
        wanting = {key: None for key in wanting if key not in each.corrected}
    return tuple(wanting)


def _missing(account: Account, kept: VerificationDetails) -> Iterator[str]:
    for paper in papers(account):
        if paper not in kept.papers:
            yield _PERMIT_MISSING if paper == _PERMIT else _PAPER_MISSING


# --- what the rules say ----------------------------------------------------------------------------------------------


def is_offered(account: Account) -> bool:
    """Whether the entity type can be verified at all."""
    return account.entity_type in account.edition.words("verification.offered")


def is_required(account: Account) -> bool:
    """Whether the entity has no other way: by its type, or because the registration chose this one."""
    return not account.registered or account.entity_type in account.edition.words("verification.required")


def versions_wait(account: Account) -> bool:
    """Whether no version of this entity is reviewed before the entity is verified."""
    return account.entity_type in account.edition.words(VERSIONS_WAIT)


def a_release_waits(account: Account) -> bool:
    """Whether no release comes before the verification: no version is reviewed, or the registration chose this way and
    the information opens with it."""
    return not account.registered or versions_wait(account)


def papers(account: Account) -> tuple[str, ...]:
    """The papers that the entity type needs; none where it cannot be verified."""
    return account.edition.words(f"verification.papers.{account.entity_type}") if is_offered(account) else ()


def fee(account: Account) -> Decimal:
    """What an application costs, whether it passes or not."""
    free = account.entity_type in account.edition.words("verification.free_for")
    return FREE if free else account.edition.money("verification.fee")


def is_unpaid(matter: MatterRecord) -> bool:
    """Whether an application was handed in and its fee, where there is one, is still to be paid."""
    return matter.state is Verification.SUBMITTED and application(matter).fee != FREE


def under_way(account: Account) -> MatterRecord | None:
    """The application that was handed in and has not ended."""
    return account.newest(Matter.VERIFICATION, *UNDER_WAY)


def holding(account: Account) -> MatterRecord | None:
    """The verification that holds."""
    return account.newest(Matter.VERIFICATION, Verification.PASSED)


def renewal_opens(account: Account, passed: MatterRecord) -> datetime | None:
    """From when a verification that holds can be renewed."""
    if passed.due_at is None:
        return None
    return passed.due_at - account.edition.span("verification.renewal_opens")


def ends_soon(account: Account) -> bool:
    """Whether the one that holds is near enough to its end to be renewed."""
    passed = holding(account)
    opens = renewal_opens(account, passed) if passed is not None else None
    return opens is not None and account.now >= opens


def can_be_renewed(account: Account) -> bool:
    """Whether it is time to renew it, and nobody has begun to."""
    return ends_soon(account) and under_way(account) is None


def returns_used_up(account: Account, kept: VerificationDetails) -> bool:
    """Whether it was sent back as often as it can be: the next miss is the end."""
    return len(kept.rounds) >= account.edition.number("verification.corrections_max")


# --- what is asked ---------------------------------------------------------------------------------------------------


def _paper(name: str) -> tuple[Ask, BeforeValidator]:
    """A tick for one paper, asked of the entity types that need it."""

    def about(_context: Context) -> tuple[Option, ...]:
        text = option_texts()[f"paper.{name}"]
        return (Option(name, text.label, text.line),)

    ask = Ask(Shape.TICK, when=lambda context: name in papers(account_of(context)), offers=about, required=False)
    return ask, BeforeValidator(may_be_ticked)


def _wants_account(context: Context) -> bool:
    """Whether the reviewer checks a corporate account that the registration did not ask for."""
    account = account_of(context)
    asked = account.entity_type in account.edition.words("verification.corporate_account")
    return asked and not account.entity.bank_account


class ApplicationAnswers(Answers):
    """An application: the agreement, which papers are at hand, the corporate account where it is checked."""

    agree: Tick = Field(title=N_("I accept the verification's service agreement"))
    business_licence: Annotated[bool, *_paper("business_licence")] = Field(title=N_("At hand"), default=False)
    organisation_certificate: Annotated[bool, *_paper("organisation_certificate")] = Field(
        title=N_("At hand"), default=False
    )
    licence_or_institution: Annotated[bool, *_paper("licence_or_institution")] = Field(
        title=N_("At hand"), default=False
    )
    media_permit: Annotated[bool, *_paper("media_permit")] = Field(title=N_("At hand"), default=False)
    registration_certificate: Annotated[bool, *_paper("registration_certificate")] = Field(
        title=N_("At hand"), default=False
    )
    administrator_id: Annotated[bool, *_paper("administrator_id")] = Field(title=N_("At hand"), default=False)
    bank_name: Annotated[BankName, narrowed(when=_wants_account)] = Field(
        title=N_("Bank of the corporate account"), default=""
    )
    bank_account: Annotated[BankAccount, narrowed(when=_wants_account)] = Field(
        title=N_("Corporate account number"), default="", repr=False
    )


def _named(place: int) -> Callable[[Context], tuple[Option, ...]]:
    """The reason in this place of the newest return, with what would fix it."""

    def about(context: Context) -> tuple[Option, ...]:
        known = application(matter_of(context)).rounds[-1].reasons[place : place + 1]
        return tuple(Option(key, reason(key).title, reason(key).fix) for key in known)

    return about


def _corrected(place: int) -> tuple[Ask, BeforeValidator]:
    """A tick for one reason of the return, asked where it named so many."""
    about = _named(place)
    ask = Ask(Shape.TICK, when=lambda context: bool(about(context)), offers=about, required=False)
    return ask, BeforeValidator(may_be_ticked)


class CorrectionAnswers(Answers):
    """What was corrected of that for which the papers came back."""

    first: Annotated[bool, *_corrected(0)] = Field(title=N_("Corrected"), default=False)
    second: Annotated[bool, *_corrected(1)] = Field(title=N_("Corrected"), default=False)
    third: Annotated[bool, *_corrected(2)] = Field(title=N_("Corrected"), default=False)


def _final_reasons(context: Context) -> tuple[Option, ...]:
    """The reasons that end an application: that corrections are used up only when they are; the clock says the last."""
    account, matter = account_of(context), matter_of(context)
    # An answer decided in advance may be about an application that is yet to come.
    used_up = bool(matter.details) and returns_used_up(account, application(matter))
    barred = {TIMED_OUT} if used_up else {TIMED_OUT, USED_UP}
    known = reasons_for(Matter.VERIFICATION, Outcome.REFUSED)
    return tuple(Option(each.key, each.title, each.fix) for each in known if each.key not in barred)


class FinalAnswers(RefusalAnswers):
    """Why an application is refused for good."""

    reason: Annotated[str, *offered(_final_reasons)] = Field(title=N_("Its reason"))
