"""Section pay: for verified organisations only; application, review, contract, and what stands on the verification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.clock import FixedClock
from mpwizard.console.account import details
from mpwizard.console.pay import SECTION, PayDetails
from mpwizard.domain import EntityType, Kind
from mpwizard.i18n import Language, Translator, use
from mpwizard.matters import Matter, Pay, PayEvent
from mpwizard.problems import Invalid, Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.transitions import Actor
from mpwizard.working_days import working_days_later
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder

EDITION = load_edition(DEFAULT_EDITION)
ORGANISATIONS = tuple(each for each in EntityType if each is not EntityType.INDIVIDUAL)
YEAR = timedelta(days=365)
ACCOUNT = "4400000000000000077"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use(Translator(Language.EN))


def application(holder: Holder, /, **changed: object) -> dict[str, object]:
    """What a careful merchant fills in."""
    return {
        "contact_name": "练习乙",
        "contact_mobile": "13800100500",
        "holder": holder.account.entity.name,
        "bank_name": "练习银行",
        "bank_account": ACCOUNT,
        **changed,
    }


def apply_for_pay(holder: Holder, /, **changed: object) -> None:
    """Hand it in."""
    holder.do("pay.apply", **application(holder, **changed))


def state(holder: Holder) -> object:
    """Where the application stands."""
    return holder.matter(Matter.PAY).state


def kept(holder: Holder) -> PayDetails:
    """What is kept of it."""
    return details(PayDetails, holder.matter(Matter.PAY))


def shown(holder: Holder) -> dict[str, tuple[str, str]]:
    """The lines of the section: name, then value and tone."""
    section = holder.view.section("pay").section
    return {line.name: (line.value, line.tone) for line in section.shown(holder.account)}


def needs(holder: Holder) -> list[str]:
    """How the prerequisites stand."""
    section = holder.view.section("pay").section
    return [line.tone for line in section.shown(holder.account) if line.name == "Needed"]


def refusal(holder: Holder) -> tuple[str, str]:
    """What keeps an application from being handed in."""
    with pytest.raises(Refused) as refused:
        apply_for_pay(holder)
    return refused.value.refusal.key, refused.value.refusal.rule


# --- who may ----------------------------------------------------------------------------------------------------------


def test_an_individual_never_may(hold: Hold) -> None:
    """Whatever else they do: the section is locked, and both prerequisites are open."""
    holder = hold(EntityType.INDIVIDUAL)
    assert refusal(holder) == ("pay_not_individual", "pay.needs")
    assert holder.view.section("pay").locked
    assert needs(holder) == ["open", "open"]


@pytest.mark.parametrize("entity_type", ORGANISATIONS)
def test_an_organisation_may_once_it_is_verified(hold: Hold, entity_type: EntityType) -> None:
    """Not before: a transfer registers, it does not verify."""
    holder = hold(entity_type)
    assert refusal(holder) == ("pay_unverified", "pay.needs")
    assert needs(holder) == ["done", "open"]
    holder.be_verified()
    assert needs(holder) == ["done", "done"]
    assert not holder.view.section("pay").locked
    apply_for_pay(holder)
    assert state(holder) is Pay.IN_REVIEW
    holder.folds()


def test_whoever_signed_out_applies_for_nothing(hold: Hold) -> None:
    """As everywhere in the console."""
    holder = hold()
    holder.be_verified()
    holder.do("sign_in.out")
    assert refusal(holder)[0] == "not_signed_in"


# --- the way to the contract ------------------------------------------------------------------------------------------


def test_from_the_application_to_the_contract(hold: Hold) -> None:
    """Taken at once, looked at for its working days, signed by the administrator within its time."""
    holder = hold(seed="1")
    holder.be_verified()
    apply_for_pay(holder)
    assert holder.matter(Matter.PAY).due_at == working_days_later(holder.account.now, 5)
    holder.do("pay.approve")
    assert holder.matter(Matter.PAY).due_at == holder.account.now + EDITION.span("pay.sign_within")
    assert shown(holder)["Sign by"] == (shown(holder)["Sign by"][0], "soon")
    assert not holder.view.section("pay").section.done(holder.account)
    holder.do("pay.sign")
    assert state(holder) is Pay.SIGNED
    assert holder.view.section("pay").section.done(holder.account)
    assert [entry.event for entry in holder.log(Matter.PAY)] == [
        PayEvent.SUBMITTED,
        PayEvent.TAKEN,
        PayEvent.APPROVED,
        PayEvent.SIGNED,
    ]
    holder.folds()


def test_nobody_plays_and_the_review_answers_in_its_time(hold: Hold) -> None:
    """By the seed, which finds nothing here; nobody signs in the administrator's place."""
    holder = hold(seed="1")
    holder.be_verified()
    apply_for_pay(holder)
    holder.pass_time(timedelta(days=10))
    assert state(holder) is Pay.APPROVED
    holder.pass_time(timedelta(days=60))
    assert state(holder) is Pay.APPROVED
    assert shown(holder)["Sign by"][1] == "wrong"
    holder.folds()


def test_a_contract_is_signed_after_the_approval(hold: Hold) -> None:
    """And once."""
    holder = hold()
    holder.be_verified()
    apply_for_pay(holder)
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("pay.sign")
    holder.do("pay.approve")
    holder.do("pay.sign")
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("pay.sign")


def test_there_is_one_application(hold: Hold) -> None:
    """The refusal says where it stands."""
    holder = hold()
    holder.be_verified()
    apply_for_pay(holder)
    with pytest.raises(Refused) as refused:
        apply_for_pay(holder)
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("pay_applied_already", {"state": "in_review"})


def test_an_account_under_its_own_name_in_other_letters_is_its_own(hold: Hold) -> None:
    """Case, width and spaces tell no two entities apart; a bank writes them as it likes."""
    holder = hold()
    holder.be_verified()
    apply_for_pay(holder, holder="练习ａｂｃ 有限公司")
    account, (pending, *_rest) = holder.account, SECTION.pending[::-1]
    named = replace(account, entity=replace(account.entity, name="练习ABC有限公司"))
    assert pending.flaw(named, holder.matter(Matter.PAY)) is None
    assert pending.flaw(account, holder.matter(Matter.PAY)) is not None


def test_an_account_of_somebody_else_is_found_and_can_be_corrected(hold: Hold) -> None:
    """Settled to the entity alone: rejected with the reason, corrected, submitted again, every round kept."""
    holder = hold(seed="1")
    holder.be_verified()
    apply_for_pay(holder, holder="练习代付有限公司")
    holder.pass_time(timedelta(days=10))
    assert state(holder) is Pay.REJECTED
    assert [each.reason for each in kept(holder).rejections] == ["settlement_account"]
    assert holder.log(Matter.PAY)[-1].note == {"reason": "settlement_account", "decided_by": "flaw"}
    assert "To correct" in shown(holder)
    with pytest.raises(Refused, match="pay_applied_already"):
        apply_for_pay(holder)
    former = AccountDesk(holder.desk).sheet(holder.id, "pay.apply_again").values
    assert former == application(holder, holder=kept(holder).holder), "nothing is typed twice"
    holder.do("pay.apply_again", **{**former, "holder": application(holder)["holder"]})
    assert state(holder) is Pay.IN_REVIEW
    holder.do("pay.reject", reason="pay_trade_not_open", remark="见通知")
    assert [(each.reason, each.remark) for each in kept(holder).rejections] == [
        ("settlement_account", ""),
        ("pay_trade_not_open", "见通知"),
    ]
    holder.folds()


@pytest.mark.parametrize("reason", ["", "entity_not_registered", "verification_data_differs"])
def test_a_rejection_needs_a_reason_of_its_own(hold: Hold, reason: str) -> None:
    """Nobody can correct what is not named."""
    holder = hold()
    holder.be_verified()
    apply_for_pay(holder)
    with pytest.raises(Invalid):
        holder.do("pay.reject", reason=reason)
    assert state(holder) is Pay.IN_REVIEW


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_name", ""),
        ("contact_mobile", "12345"),
        ("holder", "x"),
        ("bank_name", ""),
        ("bank_account", "not a number"),
    ],
)
def test_each_field_is_judged_at_its_place(hold: Hold, field: str, value: str) -> None:
    """Nothing is handed in until all of it is right."""
    holder = hold()
    holder.be_verified()
    with pytest.raises(Invalid) as invalid:
        apply_for_pay(holder, **{field: value})
    assert [problem.field for problem in invalid.value.problems] == [field]
    assert holder.account.newest(Matter.PAY) is None


def test_people_and_accounts_are_masked(hold: Hold) -> None:
    """On the screen, in the log and in every representation."""
    holder = hold()
    holder.be_verified()
    apply_for_pay(holder)
    told = f"{shown(holder)}{[entry.note for entry in holder.log(Matter.PAY)]}{kept(holder)!r}"
    told += holder.view.section("pay").section.words(holder.matter(Matter.PAY))
    for personal in ("练习乙", "13800100500", ACCOUNT, holder.account.entity.name):
        assert personal not in told
    assert shown(holder)["Settlement account"] == ("练习银行  ***************0077", "")


# --- what stands on the verification ----------------------------------------------------------------------------------


def test_when_the_verification_ends_payment_ends_with_it(hold: Hold) -> None:
    """Told ninety days before and again after; a new verification brings it back, without another contract."""
    holder = hold()
    holder.be_verified()
    apply_for_pay(holder)
    holder.do("pay.approve")
    holder.do("pay.sign")
    assert not {"Verification expired", "Verification expires soon"} & shown(holder).keys()
    lapsed = EDITION.text("verification.lapsed").en
    holder.pass_time(YEAR - timedelta(days=90))
    assert shown(holder)["Verification expires soon"] == (lapsed, "soon")
    holder.pass_time(timedelta(days=90))
    assert shown(holder)["Verification expired"] == (lapsed, "wrong")
    assert not holder.view.section("pay").section.done(holder.account)
    assert holder.view.section("pay").locked
    holder.be_verified()
    assert holder.view.section("pay").section.done(holder.account)
    assert state(holder) is Pay.SIGNED
    holder.folds()


def test_nothing_is_signed_while_no_verification_holds(hold: Hold) -> None:
    """Approved, then expired: the contract waits for the next verification."""
    holder = hold()
    holder.be_verified()
    holder.pass_time(YEAR - timedelta(days=1))
    apply_for_pay(holder)
    holder.do("pay.approve")
    holder.pass_time(timedelta(days=1))
    with pytest.raises(Refused, match="pay_unverified"):
        holder.do("pay.sign")
    holder.be_verified()
    holder.do("pay.sign")
    assert state(holder) is Pay.SIGNED


# --- record cases -----------------------------------------------------------------------------------------------------


def test_a_real_application_is_recorded(hold: Hold, clock: FixedClock) -> None:
    """With the day and a note; nothing is due before the platform said that it looks at it."""
    holder = hold(EntityType.MEDIA, kind=Kind.RECORD)
    holder.be_verified()
    apply_for_pay(holder)
    assert (state(holder), holder.matter(Matter.PAY).due_at) == (Pay.SUBMITTED, None)
    holder.do("pay.take")
    clock.move(timedelta(days=20))
    assert state(holder) is Pay.IN_REVIEW
    holder.do("pay.reject", reason="pay_data_differs", said=Said("by e-mail", date(2026, 12, 1)))
    last = holder.log(Matter.PAY)[-1]
    assert (last.source, last.actor, last.note["note"]) == ("ann", Actor.PLATFORM, "by e-mail")
    assert kept(holder).rejections[0].at.astimezone().date() == date(2026, 12, 1)
    holder.do("pay.apply_again", **application(holder))
    for step in ("pay.take", "pay.approve", "pay.sign"):
        holder.do(step)
    assert state(holder) is Pay.SIGNED
    holder.folds()
