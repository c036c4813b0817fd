"""Section: WeChat verification (微信认证). Papers, fee, rounds of review and correction, a year, and then again.

What is kept and asked is in `verification_papers.py`, what stands above the actions in `verification_shown.py`.
"""

from __future__ import annotations

from datetime import timedelta

from mpwizard.console.account import Account
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import ReturnAnswers
from mpwizard.console.section import Decision, Pending, Section, signed_in
from mpwizard.console.verification_papers import (
    FREE,
    TIMED_OUT,
    USED_UP,
    ApplicationAnswers,
    CorrectionAnswers,
    FinalAnswers,
    Round,
    Said,
    VerificationDetails,
    a_release_waits,
    application,
    can_be_renewed,
    fee,
    holding,
    is_offered,
    is_unpaid,
    outstanding,
    papers,
    renewal_opens,
    returns_used_up,
    under_way,
)
from mpwizard.console.verification_shown import shown, verification_words
from mpwizard.domain import Kind
from mpwizard.gates import first_refusal
from mpwizard.i18n import N_
from mpwizard.lifecycle import Event, State
from mpwizard.matters import Matter, Verification, VerificationEvent
from mpwizard.platform.port import Fact
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord

_V, _E = Verification, VerificationEvent
_NOW = timedelta(0)

# --- gates -----------------------------------------------------------------------------------------------------------


def _offered(account: Account) -> Verdict:
    """Not to individuals, in the edition of the guide; which types can, the rule table says."""
    return (
        ALLOWED if is_offered(account) else Refusal("verification_not_offered", rule="verification.why_not_individual")
    )


def _section(account: Account) -> Verdict:
    return first_refusal(_offered(account), signed_in(account))


def _may_apply(account: Account, _matter: MatterRecord | None) -> Verdict:
    """One application at a time; beside one that holds, once its renewal is open."""
    waiting, passed = under_way(account), holding(account)
    if waiting is not None:
        return Refusal("verification_under_way", {"number": waiting.number})
    if passed is None or can_be_renewed(account):
        return ALLOWED
    return Refusal("verification_renewal_early", {"due": renewal_opens(account, passed)}, "verification.renewal_opens")


def _may_pay(_account: Account, matter: MatterRecord | None) -> Verdict:
    if matter is not None and _costs(matter):
        return ALLOWED
    return Refusal("verification_costs_nothing", rule="verification.free_for")


def _may_take(_account: Account, matter: MatterRecord | None) -> Verdict:
    """The review waits for the fee, where there is one."""
    unpaid = matter is not None and is_unpaid(matter)
    return Refusal("verification_unpaid", rule="verification.fee") if unpaid else ALLOWED


def _costs(matter: MatterRecord) -> bool:
    return application(matter).fee != FREE


def _may_return(account: Account, matter: MatterRecord | None) -> Verdict:
    if matter is None or not returns_used_up(account, application(matter)):
        return ALLOWED
    limit = account.edition.number("verification.corrections_max")
    return Refusal("verification_returns_used_up", {"limit": limit}, "verification.corrections_max")


# --- acts ------------------------------------------------------------------------------------------------------------


def _apply(deed: Deed) -> None:
    given, account = deed.answers(ApplicationAnswers), deed.account
    checked = account.entity_type in account.edition.words("verification.corporate_account")
    kept = VerificationDetails(
        papers=tuple(paper for paper in papers(account) if getattr(given, paper)),
        fee=fee(account),
        bank_name=given.bank_name or (account.entity.bank_name if checked else ""),
        bank_account=given.bank_account or (account.entity.bank_account if checked else ""),
    )
    due_in = deed.usual("verification.review_starts_within") if kept.fee == FREE else None
    deed.begin(Matter.VERIFICATION, kept, _E.SUBMITTED, due_in=due_in)


def _pay(deed: Deed) -> None:
    kept = application(deed.target)
    paid = kept.model_copy(update={"paid_at": deed.now})
    due_in = deed.usual("verification.review_starts_within")
    deed.move(deed.target, _E.PAID, details=paid, due_in=due_in, note={"fee": str(kept.fee)})


def _take(deed: Deed) -> None:
    deed.move(deed.target, _E.TAKEN, due_in=deed.usual("verification.review"))


def _return(deed: Deed) -> None:
    """Sent back; the time for all corrections counts from the first return on."""
    given, kept = deed.answers(ReturnAnswers), application(deed.target)
    said = Round(at=deed.now, reasons=given.reasons, remark=given.remark)
    rounds = (*kept.rounds, said)
    left = rounds[0].at + deed.account.edition.span("verification.correction_deadline") - deed.now
    deed.move(
        deed.target,
        _E.RETURNED,
        details=kept.model_copy(update={"rounds": rounds}),
        due_in=max(left, _NOW),
        note=given.noted,
    )


def _correct(deed: Deed) -> Refusal | None:
    given, kept = deed.answers(CorrectionAnswers), application(deed.target)
    returned = kept.rounds[-1]
    ticked = (given.first, given.second, given.third)
    corrected = tuple(key for key, done in zip(returned.reasons, ticked, strict=False) if done)
    if not corrected:
        return Refusal("nothing_corrected")
    answered = returned.model_copy(update={"corrected": corrected, "corrected_at": deed.now})
    rounds = (*kept.rounds[:-1], answered)
    due_in = deed.usual("verification.review")
    deed.move(deed.target, _E.CORRECTED, details=kept.model_copy(update={"rounds": rounds}), due_in=due_in)
    return None


def _pass(deed: Deed) -> None:
    """It holds for a year: from now, or from the end of the one that it renews, as the edition has it."""
    earlier, edition = holding(deed.account), deed.account.edition
    begins = deed.now
    if earlier is not None and earlier.due_at is not None and edition.flag("verification.renewal_continues"):
        begins = max(earlier.due_at, deed.now)
    deed.move(deed.target, _E.PASSED, due_in=begins - deed.now + edition.span("verification.validity"))
    if earlier is not None:
        deed.move(earlier, _E.RENEWED)
    _tell_the_registration(deed, Event.VERIFICATION_PASSED)


def _refuse(deed: Deed) -> None:
    given = deed.answers(FinalAnswers)
    _end(deed, _E.REFUSED, Said(at=deed.now, reasons=(given.reason,), remark=given.remark))


def _time_out(deed: Deed) -> None:
    """Nothing was corrected in time."""
    _end(deed, _E.CORRECTION_OVERDUE, Said(at=deed.now, reasons=(TIMED_OUT,)))


def _lapse(deed: Deed) -> None:
    deed.move(deed.target, _E.EXPIRED)


def _end(deed: Deed, event: VerificationEvent, said: Said) -> None:
    kept = application(deed.target).model_copy(update={"refused": said})
    deed.move(deed.target, event, details=kept, note={"reason": said.reasons[0]})
    _tell_the_registration(deed, Event.VERIFICATION_REFUSED, reason="verification_refused")


def _tell_the_registration(deed: Deed, event: Event, **note: str) -> None:
    """Where the registration waits for its verification, it hears how that ended."""
    if deed.work.record.state is State.AWAITING_VERIFICATION:
        deed.work.happened(Fact(event, {**note, **deed.noted}, at=deed.at), source=deed.source)


# --- the simulated reviewer ------------------------------------------------------------------------------------------


def _flaw(account: Account, matter: MatterRecord) -> Decision | None:
    """What is missing or was named and not corrected is found; found once too often, it is the end."""
    kept = application(matter)
    wanting = outstanding(account, kept)
    if not wanting:
        return None
    if returns_used_up(account, kept):
        return Decision("verification.refuse", {"reason": USED_UP})
    return Decision("verification.return", dict(zip(("reason", "second", "third"), wanting, strict=False)))


SECTION = Section(
    key="verification",
    title=N_("WeChat verification"),
    row="S21",
    matters=(Matter.VERIFICATION,),
    gate=_section,
    shown=shown,
    words=verification_words,
    done=lambda account: account.verified and not can_be_renewed(account),
    for_release=a_release_waits,
    help="verification.section",
    pending=(
        Pending(Matter.VERIFICATION, _V.SUBMITTED, "verification.take", usual="verification.review_starts_within"),
        Pending(Matter.VERIFICATION, _V.PAID, "verification.take", usual="verification.review_starts_within"),
        Pending(
            Matter.VERIFICATION,
            _V.IN_REVIEW,
            accept="verification.pass",
            refuse="verification.return",
            usual="verification.review",
            flaw=_flaw,
        ),
    ),
    clock={(Matter.VERIFICATION, _V.RETURNED): _time_out},
    actions=(
        Action(
            "verification.apply",
            N_("Apply for the WeChat verification"),
            _apply,
            gate=_may_apply,
            answers=ApplicationAnswers,
        ),
        Action(
            "verification.pay",
            N_("Pay the fee by WeChat Pay"),
            _pay,
            by=Seat.WORLD,
            gate=_may_pay,
            on=Matter.VERIFICATION,
            states=(_V.SUBMITTED,),
            final=True,
        ),
        Action(
            "verification.correct",
            N_("Hand in corrected papers"),
            _correct,
            answers=CorrectionAnswers,
            on=Matter.VERIFICATION,
            states=(_V.RETURNED,),
        ),
        Action(
            "verification.take",
            N_("Begin the review"),
            _take,
            by=Seat.PLATFORM,
            gate=_may_take,
            on=Matter.VERIFICATION,
            states=(_V.SUBMITTED, _V.PAID),
        ),
        Action(
            "verification.pass",
            N_("Pass the verification"),
            _pass,
            by=Seat.PLATFORM,
            on=Matter.VERIFICATION,
            states=(_V.IN_REVIEW,),
        ),
        Action(
            "verification.return",
            N_("Return it for correction"),
            _return,
            by=Seat.PLATFORM,
            gate=_may_return,
            answers=ReturnAnswers,
            on=Matter.VERIFICATION,
            states=(_V.IN_REVIEW,),
        ),
        Action(
            "verification.refuse",
            N_("Refuse the verification"),
            _refuse,
            by=Seat.PLATFORM,
            answers=FinalAnswers,
            on=Matter.VERIFICATION,
            states=(_V.IN_REVIEW,),
        ),
        Action(
            "verification.overdue",
            N_("The time for corrections ended"),
            _time_out,
            by=Seat.PLATFORM,
            on=Matter.VERIFICATION,
            states=(_V.RETURNED,),
            kinds=(Kind.RECORD,),
        ),
        Action(
            "verification.lapse",
            N_("The verification expired"),
            _lapse,
            by=Seat.PLATFORM,
            on=Matter.VERIFICATION,
            states=(_V.PASSED,),
            kinds=(Kind.RECORD,),
        ),
    ),
)
