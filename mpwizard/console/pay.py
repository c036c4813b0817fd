"""Section: WeChat Pay (微信支付). For organisations whose WeChat verification holds: application, review, contract."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import AwareDatetime, Field

from mpwizard.console.account import Account, Details, details
from mpwizard.console.action import Action, Deed, Seat, answered_at_once
from mpwizard.console.asking import RefusalAnswers
from mpwizard.console.links import same_name
from mpwizard.console.section import Decision, Pending, Section, Shown, signed_in
from mpwizard.console.verification_papers import ends_soon
from mpwizard.due import Band, band, due_words
from mpwizard.gates import first_refusal
from mpwizard.i18n import N_, say, tr
from mpwizard.matters import Matter, Pay, PayEvent
from mpwizard.privacy import Mask, masked
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.tell import day, word
from mpwizard.texts import label
from mpwizard.wizard.fields import BankAccount, BankName, MobileNumber, PersonName, RegisteredName
from mpwizard.wizard.form import Answers

_ORGANISATION, _VERIFIED = "organisation", "verified"
_TONES = {Pay.SIGNED: "done", Pay.REJECTED: "wrong", Pay.APPROVED: "open"}
_UNTIL = {Pay.SUBMITTED: N_("Usual answer by"), Pay.IN_REVIEW: N_("Usual answer by"), Pay.APPROVED: N_("Sign by")}


class Rejection(Details):
    """One refusal of the application."""

    at: AwareDatetime
    reason: str
    remark: str = Field(default="", repr=False)


class PayDetails(Details):
    """An application: who is responsible for the payments, where the money goes, why it was rejected so far."""

    contact_name: str = Field(repr=False)
    contact_mobile: str = Field(repr=False)
    holder: str = Field(repr=False)
    bank_name: str
    bank_account: str = Field(repr=False)
    rejections: tuple[Rejection, ...] = ()


class PayAnswers(Answers):
    """What an application asks: the merchant's contact and the settlement account."""

    contact_name: PersonName = Field(title=N_("Contact"), repr=False)
    contact_mobile: MobileNumber = Field(title=N_("Contact's mobile number"), repr=False)
    holder: RegisteredName = Field(title=N_("Holder of the settlement account"), repr=False)
    bank_name: BankName = Field(title=N_("Bank of the settlement account"))
    bank_account: BankAccount = Field(title=N_("Settlement account number"), repr=False)


def _needs(account: Account) -> dict[str, bool]:
    """What the edition wants first, and whether it is there."""
    met = {_ORGANISATION: not account.individual, _VERIFIED: account.verified}
    return {need: met[need] for need in account.edition.words("pay.needs")}


def _prepared(account: Account) -> Verdict:
    """Never for an individual; for others while their WeChat verification holds. A transfer does not count."""
    needs = _needs(account)
    if not needs.get(_ORGANISATION, True):
        return Refusal("pay_not_individual", rule="pay.needs")
    return ALLOWED if needs.get(_VERIFIED, True) else Refusal("pay_unverified", rule="pay.needs")


def _section(account: Account) -> Verdict:
    return first_refusal(_prepared(account), signed_in(account))


def _may_apply(account: Account, _matter: MatterRecord | None) -> Verdict:
    known = account.newest(Matter.PAY)
    return ALLOWED if known is None else Refusal("pay_applied_already", {"state": known.state})


def _kept(given: PayAnswers, rejections: tuple[Rejection, ...] = ()) -> PayDetails:
    return PayDetails(**given.model_dump(), rejections=rejections)


def _apply(deed: Deed) -> None:
    due_in = answered_at_once(deed.account)
    deed.begin(Matter.PAY, _kept(deed.answers(PayAnswers)), PayEvent.SUBMITTED, due_in=due_in)


def _apply_again(deed: Deed) -> None:
    kept = _kept(deed.answers(PayAnswers), details(PayDetails, deed.target).rejections)
    deed.move(deed.target, PayEvent.SUBMITTED, details=kept, due_in=answered_at_once(deed.account))


def _former(_account: Account, matter: MatterRecord | None, _given: Mapping[str, object]) -> Mapping[str, object]:
    """What was answered the last time: only what was wrong is typed again."""
    return details(PayDetails, matter).model_dump(exclude={"rejections"}) if matter is not None else {}


def _take(deed: Deed) -> None:
    deed.move(deed.target, PayEvent.TAKEN, due_in=deed.usual("pay.review"))


def _reject(deed: Deed) -> None:
    given, kept = deed.answers(RefusalAnswers), details(PayDetails, deed.target)
    said = Rejection(at=deed.now, reason=given.reason, remark=given.remark)
    deed.move(
        deed.target,
        PayEvent.REJECTED,
        details=kept.model_copy(update={"rejections": (*kept.rejections, said)}),
        note={"reason": given.reason},
    )


def _approve(deed: Deed) -> None:
    deed.move(deed.target, PayEvent.APPROVED, due_in=deed.usual("pay.sign_within"))


def _sign(deed: Deed) -> None:
    deed.move(deed.target, PayEvent.SIGNED)


def _flaw(account: Account, matter: MatterRecord) -> Decision | None:
    """Money is settled to the entity itself: an account under another name is found."""
    if same_name(details(PayDetails, matter).holder, account.entity.name):
        return None
    return Decision("pay.reject", {"reason": "settlement_account"})


def _shown(account: Account) -> tuple[Shown, ...]:
    lines = [
        Shown(N_("Needed"), label("pay.need", need), "done" if met else "open") for need, met in _needs(account).items()
    ]
    known = account.newest(Matter.PAY)
    if known is None:
        return tuple(lines)
    kept, state = details(PayDetails, known), Pay(known.state)
    lines.append(Shown(N_("WeChat Pay"), word(state), _TONES.get(state, "soon")))
    if known.due_at is not None:
        late = band(known.due_at, account.now) is Band.LATE
        until = f"{day(known.due_at)}  {due_words(known.due_at, account.now)}"
        lines.append(Shown(_UNTIL[state], until, "wrong" if late else "soon"))
    contact = f"{masked(kept.contact_name, Mask.NAME)}  {masked(kept.contact_mobile, Mask.MOBILE)}"
    lines.append(Shown(N_("Contact"), contact))
    account_words = f"{kept.bank_name}  {masked(kept.bank_account, Mask.BANK_ACCOUNT)}"
    lines.append(Shown(N_("Settlement account"), account_words))
    return (*lines, *_rejections(kept, state), *_what_expiry_does(account))


def _rejections(kept: PayDetails, state: Pay) -> tuple[Shown, ...]:
    lines = []
    for each in kept.rejections:
        why = say(reason(each.reason).title) + (f"  {each.remark}" if each.remark else "")
        lines.append(Shown(N_("Rejected"), tr("{day}: {what}", day=day(each.at), what=why), "wrong"))
    if state is Pay.REJECTED:
        lines.append(Shown(N_("To correct"), say(reason(kept.rejections[-1].reason).fix), "open"))
    return tuple(lines)


def _what_expiry_does(account: Account) -> tuple[Shown, ...]:
    """Payment stands on the verification: what its end does is told before and after."""
    lapsed = say(account.edition.text("verification.lapsed"))
    if not account.verified:
        return (Shown(N_("Verification expired"), lapsed, "wrong"),)
    return (Shown(N_("Verification expires soon"), lapsed, "soon"),) if ends_soon(account) else ()


def pay_words(matter: MatterRecord) -> str:
    """An application in one line, masked."""
    kept = details(PayDetails, matter)
    return f"{kept.bank_name}  {masked(kept.bank_account, Mask.BANK_ACCOUNT)}"


SECTION = Section(
    key="pay",
    title=N_("WeChat Pay"),
    row="S22",
    matters=(Matter.PAY,),
    gate=_section,
    shown=_shown,
    words=pay_words,
    done=lambda account: account.verified and account.newest(Matter.PAY, Pay.SIGNED) is not None,
    pending=(
        Pending(Matter.PAY, Pay.SUBMITTED, "pay.take"),
        Pending(Matter.PAY, Pay.IN_REVIEW, "pay.approve", "pay.reject", "pay.review", _flaw),
    ),
    actions=(
        Action("pay.apply", N_("Apply for WeChat Pay"), _apply, gate=_may_apply, answers=PayAnswers),
        Action(
            "pay.apply_again",
            N_("Correct the application and submit it again"),
            _apply_again,
            answers=PayAnswers,
            begins_with=_former,
            on=Matter.PAY,
            states=(Pay.REJECTED,),
        ),
        Action(
            "pay.sign",
            N_("Sign the contract as the administrator"),
            _sign,
            on=Matter.PAY,
            states=(Pay.APPROVED,),
            final=True,
        ),
        Action(
            "pay.take",
            N_("Begin the review"),
            _take,
            by=Seat.PLATFORM,
            on=Matter.PAY,
            states=(Pay.SUBMITTED,),
        ),
        Action(
            "pay.approve",
            N_("Approve the application"),
            _approve,
            by=Seat.PLATFORM,
            on=Matter.PAY,
            states=(Pay.IN_REVIEW,),
        ),
        Action(
            "pay.reject",
            N_("Reject the application"),
            _reject,
            by=Seat.PLATFORM,
            answers=RefusalAnswers,
            on=Matter.PAY,
            states=(Pay.IN_REVIEW,),
        ),
    ),
)
