"""A registration from the first step to the last, for every entity type and way, and every refusal on the way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import REGISTRATION, Event, State
from mpwizard.problems import Invalid, Refused
from mpwizard.records import ProofKind
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.wizard.flow import Standing
from tests.desk.answers import PEOPLE, TRANSFER_WAYS, WAYS, Applicant, steps_asked
from tests.desk.conftest import Apply
from tests.desk.console.holder import Holder

EDITION = load_edition(DEFAULT_EDITION)
SECOND = timedelta(seconds=1)
Way = tuple[EntityType, Method | None]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(str(part) for part in way if part))


def events(applicant: Applicant) -> list[Event]:
    """What happened to the registration, in order."""
    return [entry.event for entry in applicant.view.log if isinstance(entry.event, Event)]


@each_way
def test_every_way_leads_to_a_registered_account(way: Way, apply: Apply) -> None:
    """The product's first promise: from an address to an account, whatever the entity."""
    applicant = apply(*way)
    view = applicant.finish()
    if way[1] is Method.TRANSFER:
        assert view.state is State.AWAITING_TRANSFER
        view = applicant.around.pay(applicant.id)
    elif way[1] is Method.WECHAT_VERIFICATION:
        assert view.state is State.AWAITING_VERIFICATION
        Holder(applicant).sign_in()
        view = Holder(applicant).be_verified().case
    assert view.state is State.REGISTERED
    assert set(view.standings.values()) <= {Standing.DONE, Standing.NOT_APPLICABLE}
    assert [step for step, standing in view.standings.items() if standing is Standing.DONE] == steps_asked(way[0])
    assert REGISTRATION.fold(events(applicant)) is State.REGISTERED
    assert view.next_action.key == "complete_information"
    assert (view.record.due_at is None) is (way[1] is not Method.WECHAT_VERIFICATION)


@each_way
def test_what_is_handed_in_is_what_was_typed(way: Way, apply: Apply) -> None:
    """Entity, administrator and, for the transfer, the account: normalised, and nobody else's."""
    applicant = apply(*way, person=PEOPLE[2])
    view = applicant.finish()
    assert view.entity is not None
    assert view.administrator is not None
    assert view.administrator.id_number == PEOPLE[2].id_number
    assert (view.entity.entity_type, view.entity.method) == way
    if way[0] is EntityType.INDIVIDUAL:
        assert (view.entity.name, view.entity.code) == (PEOPLE[2].name, PEOPLE[2].id_number)
    else:
        assert view.entity.code == applicant.answers["entity"]["code"]
    assert bool(view.entity.bank_account) is (way[1] is Method.TRANSFER)
    assert (view.payment is not None) is (way[1] is Method.TRANSFER)


# --- account type, address, mailbox (S2 to S4) ------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", ["subscription", "service", "wecom"])
def test_another_kind_of_account_is_sent_to_where_it_is_registered(chosen: str, apply: Apply) -> None:
    """And the choice alone, saved as it was made, opens no way around the refusal."""
    applicant = apply()
    with pytest.raises(Refused, match="account_type_elsewhere"):
        applicant.submit("account_type", type=chosen)
    with pytest.raises(Refused, match="earlier_step_open"):
        applicant.submit("credentials")
    assert applicant.view.standings["account_type"] is Standing.OPEN


def test_a_registration_cannot_end_as_another_kind_of_account(apply: Apply) -> None:
    """Changing the kind after the mailbox was activated closes the way on until it is changed back."""
    applicant = apply()
    applicant.reach("confirmation")
    applicant.save("account_type", type="service")
    with pytest.raises(Refused, match="earlier_step_open"):
        applicant.submit("confirmation")
    applicant.save("account_type", type="mini_program")
    assert applicant.submit("confirmation").state is State.AWAITING_TRANSFER


@pytest.mark.parametrize("step", ["account_type", "credentials", "entity_type", "entity", "administrator"])
def test_an_empty_step_is_told_field_by_field(step: str, desk: Desk, apply: Apply) -> None:
    """Next on an empty page never ends in anything but a list of what is missing."""
    applicant = apply()
    applicant.reach(step)
    with pytest.raises(Invalid) as invalid:
        desk.submit(applicant.id, step, {}, None)
    assert {problem.key for problem in invalid.value.problems} <= {"required", "tick_needed", "code_kind_first"}
    assert {problem.step for problem in invalid.value.problems} == {step}


@pytest.mark.parametrize("name", ["official", "open", "wecom", "wechat"])
def test_an_address_that_serves_elsewhere_leaves_the_case_where_it_was(name: str, apply: Apply) -> None:
    """The refusal is in the log, the address is free, and the next try may succeed."""
    applicant = apply()
    applicant.reach("credentials")
    with pytest.raises(Refused, match="email_at_"):
        applicant.submit("credentials", email=f"{name}@taken.example")
    assert applicant.view.state is State.DRAFT
    assert events(applicant)[-1] is Event.ADDRESS_REFUSED
    assert applicant.submit("credentials").state is State.AWAITING_ACTIVATION


def test_an_address_belongs_to_one_live_case(apply: Apply) -> None:
    """One address registers one Mini Program; the refusal names the case that has it, however it was typed there."""
    first, second = apply(), apply(email="OPS@Example.com")
    first.reach("activation")
    second.reach("credentials")
    with pytest.raises(Refused) as refused:
        second.submit("credentials")
    assert refused.value.refusal.key == "email_used_here"
    assert refused.value.refusal.values == {"case": first.record.reference}
    first.desk.abandon(first.id)
    assert second.submit("credentials").state is State.AWAITING_ACTIVATION


def test_practice_and_record_do_not_take_addresses_from_each_other(apply: Apply) -> None:
    """An exercise must never stand in the way of a real registration."""
    apply().reach("activation")
    real = apply(kind=Kind.RECORD)
    real.reach("credentials")
    assert real.submit("credentials").state is State.AWAITING_ACTIVATION


def test_the_mailbox_has_to_be_activated_first(apply: Apply) -> None:
    """Everything may be typed ahead, nothing can be passed."""
    applicant = apply()
    applicant.reach("activation")
    with pytest.raises(Refused, match="activation_pending"):
        applicant.submit("entity_type")
    assert applicant.view.context.text("entity_type", "type") == "enterprise"


def test_the_code_of_the_mail_activates_as_the_link_does(apply: Apply) -> None:
    """Wrong codes are refused and recorded; the right one leads on."""
    applicant = apply()
    applicant.reach("activation")
    code = applicant.around.world(applicant.id).mails[0].code
    wrong = f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"
    with pytest.raises(Refused, match="activation_code_wrong"):
        applicant.submit("activation", code=wrong)
    assert events(applicant)[-1] is Event.ACTIVATION_REFUSED
    assert applicant.submit("activation", code=code).state is State.ACTIVATED


def test_an_activated_mailbox_asks_for_no_code_any_more(apply: Apply) -> None:
    """Who opened the link presses Next on the empty field and goes on."""
    applicant = apply()
    applicant.reach("entity_type")
    assert applicant.submit("activation").state is State.ACTIVATED
    with pytest.raises(Refused, match="activation_code_used"):
        applicant.around.open_link(applicant.id)


def test_a_mail_too_old_is_refused_until_a_new_one_comes(apply: Apply) -> None:
    """At the end of its life it still counts, a second later it does not."""
    applicant = apply()
    applicant.reach("activation")
    applicant.around.to_deadline(applicant.id)
    with pytest.raises(Refused, match="activation_expired"):
        applicant.around.open_link(applicant.id)
    view = applicant.desk.resend_activation(applicant.id)
    assert view.record.due_at == view.now + EDITION.span("activation.lifetime")
    applicant.around.move_clock(applicant.id, EDITION.span("activation.lifetime"))
    assert applicant.around.open_link(applicant.id).state is State.ACTIVATED


def test_another_mail_wants_a_pause(clock: FixedClock, apply: Apply) -> None:
    """The seconds that are left are told; after them it goes out."""
    applicant = apply()
    with pytest.raises(Refused, match="activation_mail_none"):
        applicant.desk.resend_activation(applicant.id)
    applicant.reach("activation")
    with pytest.raises(Refused) as refused:
        applicant.desk.resend_activation(applicant.id)
    pause = EDITION.span("activation.resend_pause")
    assert refused.value.refusal.values == {"seconds": pause.total_seconds()}
    clock.move(pause)
    applicant.desk.resend_activation(applicant.id)
    assert len(applicant.around.world(applicant.id).mails) == 2
    applicant.around.open_link(applicant.id)
    with pytest.raises(Refused, match="step_closed"):
        applicant.desk.resend_activation(applicant.id)


def test_a_changed_address_frees_the_old_one_and_voids_its_mail(apply: Apply) -> None:
    """A slip in the address must not cost the address, nor leave a way in through the wrong mailbox."""
    applicant, other = apply(email="slip@example.com"), apply(email="slip@example.com")
    applicant.reach("activation")
    token = applicant.around.world(applicant.id).mails[0].token
    with pytest.raises(Refused, match="step_closed"):
        applicant.save("credentials", email="right@example.com")
    assert applicant.desk.change_address(applicant.id).state is State.DRAFT
    with pytest.raises(Refused, match="activation_mail_none"):
        applicant.around.open_link(applicant.id, token)
    other.reach("activation")
    applicant.submit("credentials", email="right@example.com")
    with pytest.raises(Refused, match="activation_code_used"):
        applicant.around.open_link(applicant.id, token)
    assert applicant.around.open_link(applicant.id).state is State.ACTIVATED
    with pytest.raises(Refused, match="step_closed"):
        applicant.desk.change_address(applicant.id)


def test_what_the_platform_has_cannot_be_typed_over_in_silence(apply: Apply) -> None:
    """Passing a closed step again leads on; other answers in it are refused, not swallowed."""
    applicant = apply()
    applicant.reach("activation")
    assert applicant.submit("credentials").state is State.AWAITING_ACTIVATION
    with pytest.raises(Refused, match="step_closed"):
        applicant.submit("credentials", email="other@example.com")


# --- the administrator (S8) -------------------------------------------------------------------------------------------


def test_a_code_is_sent_for_right_answers_only(apply: Apply) -> None:
    """A code to a wrong number is a stranger's message."""
    applicant = apply()
    with pytest.raises(Refused, match="activation_pending"):
        applicant.desk.send_mobile_code(applicant.id)
    applicant.reach("administrator")
    with pytest.raises(Refused, match="form_incomplete"):
        applicant.desk.send_mobile_code(applicant.id)


def test_the_sms_code_is_refused_for_each_of_its_reasons(clock: FixedClock, apply: Apply) -> None:
    """Not sent, wrong, sent to another number, too late, too soon again."""
    applicant = apply()
    applicant.reach("administrator")
    with pytest.raises(Refused, match="mobile_code_not_sent"):
        applicant.submit("administrator", sms_code="123456")
    applicant.desk.send_mobile_code(applicant.id)
    code = applicant.newest_sms()
    with pytest.raises(Refused, match="mobile_code_too_soon"):
        applicant.desk.send_mobile_code(applicant.id)
    wrong = f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"
    with pytest.raises(Refused, match="mobile_code_wrong"):
        applicant.submit("administrator", sms_code=wrong)
    with pytest.raises(Refused, match="mobile_changed"):
        applicant.submit("administrator", mobile=PEOPLE[1].mobile, sms_code=code)
    clock.move(EDITION.span("sms.lifetime") + SECOND)
    with pytest.raises(Refused, match="mobile_code_expired"):
        applicant.submit("administrator", sms_code=code)
    with pytest.raises(Invalid):
        applicant.submit("administrator", sms_code="12345")


def test_the_scan_is_refused_for_each_of_its_reasons(apply: Apply) -> None:
    """Too early, by somebody else, for a person whose answers were broken meanwhile."""
    applicant = apply()
    applicant.reach("administrator")
    with pytest.raises(Refused, match="scan_before_mobile"):
        applicant.around.scan(applicant.id, by_administrator=True)
    applicant.prove_mobile()
    with pytest.raises(Refused, match="scan_by_other"):
        applicant.around.scan(applicant.id, by_administrator=False)
    assert events(applicant)[-1] is Event.SCAN_REFUSED
    applicant.save("administrator", **{**applicant.answers["administrator"], "name": ""})
    with pytest.raises(Refused, match="form_incomplete"):
        applicant.around.scan(applicant.id, by_administrator=True)
    applicant.save("administrator", **applicant.answers["administrator"])
    assert applicant.around.scan(applicant.id, by_administrator=True).proofs == frozenset(ProofKind)


@pytest.mark.parametrize(
    ("name", "left"),
    [("mobile", {ProofKind.WECHAT}), ("id_number", {ProofKind.MOBILE}), ("name", {ProofKind.MOBILE})],
)
def test_a_proof_is_for_the_person_it_was_given_by(name: str, left: set[ProofKind], apply: Apply) -> None:
    """Changing the person after the scan must not hand a stranger's proof on; changing back brings it back."""
    applicant = apply()
    applicant.reach("confirmation")
    other = {"mobile": PEOPLE[1].mobile, "id_number": PEOPLE[1].id_number, "name": PEOPLE[1].name}
    applicant.save("administrator", **{**applicant.answers["administrator"], name: other[name]})
    assert applicant.view.proofs == left
    with pytest.raises(Refused, match="unproven"):
        applicant.submit("confirmation")
    applicant.save("administrator", **applicant.answers["administrator"])
    assert applicant.submit("confirmation").state is State.AWAITING_TRANSFER


def test_the_same_number_in_another_writing_is_the_same_number(apply: Apply) -> None:
    """What is proven is the number, not its spelling."""
    applicant = apply()
    applicant.reach("confirmation")
    applicant.save("administrator", **{**applicant.answers["administrator"], "mobile": "+86 138 0013 8000"})
    assert applicant.view.proofs == frozenset(ProofKind)


# --- confirmation and money (S9 to S11) -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"entity_is_final": False}, "tick_needed"),
        ({"last_four": "0000"}, "last_four_differ"),
        ({"last_four": ""}, "required"),
    ],
)
def test_the_entity_becomes_final_by_a_deliberate_act_alone(changed: dict[str, object], key: str, apply: Apply) -> None:
    """A tick and the last four of the number: nobody gets here by pressing Enter once too often."""
    applicant = apply()
    applicant.reach("confirmation")
    with pytest.raises(Invalid) as invalid:
        applicant.submit("confirmation", **changed)
    assert [problem.key for problem in invalid.value.problems] == [key]
    assert applicant.view.entity is None


@pytest.mark.parametrize("way", TRANSFER_WAYS, ids=lambda way: str(way[0]))
@pytest.mark.parametrize(
    ("payment", "key"),
    [
        ({"amount": Decimal("1.00")}, "transfer_amount_wrong"),
        ({"from_entity": False}, "transfer_payer_wrong"),
        ({"remark": "-"}, "transfer_remark_wrong"),
    ],
)
def test_a_wrong_payment_is_sent_back_and_the_right_one_counts(
    way: Way, payment: dict[str, Any], key: str, apply: Apply
) -> None:
    """Refused, said, in the log; the registration goes on waiting."""
    applicant = apply(*way)
    due = applicant.finish().record.due_at
    with pytest.raises(Refused, match=key):
        applicant.around.pay(applicant.id, **payment)
    view = applicant.view
    assert (view.state, view.record.due_at, view.log[-1].note) == (State.AWAITING_TRANSFER, due, {"reason": key})
    assert applicant.around.pay(applicant.id).state is State.REGISTERED


def test_money_nobody_asked_for_is_refused(apply: Apply) -> None:
    """Before the confirmation, without a transfer, after the end."""
    applicant = apply()
    with pytest.raises(Refused, match="transfer_not_awaited"):
        applicant.around.pay(applicant.id)
    verified = apply(EntityType.MEDIA, email="media@example.com", person=PEOPLE[1])
    verified.finish()
    with pytest.raises(Refused, match="transfer_not_awaited"):
        verified.around.pay(verified.id)
    applicant.finish()
    applicant.around.pay(applicant.id)
    with pytest.raises(Refused, match="transfer_not_awaited"):
        applicant.around.pay(applicant.id)
    assert applicant.view.state is State.REGISTERED


def test_a_verification_that_is_refused_may_pass_later(apply: Apply) -> None:
    """S11: what stays locked stays locked until then; the case goes on waiting, and hears of both."""
    applicant = apply(EntityType.OTHER)
    holder = Holder(applicant)
    with pytest.raises(Refused, match="no_account_yet"):
        holder.sign_in()
    waiting = applicant.finish()
    assert waiting.record.due_at == waiting.now + EDITION.span("verification.start_within")
    holder.sign_in()
    holder.bring_to_review()
    holder.do("verification.refuse", reason="operator_not_authorised")
    assert applicant.view.state is State.AWAITING_VERIFICATION
    assert applicant.view.log[-1].note["reason"] == "verification_refused"
    assert holder.be_verified().case.state is State.REGISTERED
    assert events(applicant)[-2:] == [Event.VERIFICATION_REFUSED, Event.VERIFICATION_PASSED]
