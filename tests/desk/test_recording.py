"""Record cases: what the real platform answered, who wrote it down, and nothing that happens by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mpwizard.clock import FixedClock
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import Event, State
from mpwizard.problems import Invalid, Refused
from mpwizard.recording import NOTE_LIMIT, Recording
from mpwizard.records import ProofKind
from mpwizard.transitions import Actor
from tests.desk.answers import PASSWORD, PEOPLE, Applicant
from tests.desk.conftest import Apply, OpenDesk
from tests.desks import on_desk

SLIP: dict[str, object] = {
    "payee": "练习收款方",
    "account": "0000000000000000001",
    "bank": "练习银行",
    "amount": "0.37",
    "remark": "283746",
    "last_day": "+10d",
}


def real(apply: Apply, entity_type: EntityType = EntityType.ENTERPRISE, method: Method | None = None) -> Applicant:
    """A record case whose answers hold no password and no retyping."""
    applicant: Applicant = apply(entity_type, method, kind=Kind.RECORD)
    applicant.answers["credentials"].pop("password")
    return applicant


def possible(applicant: Applicant) -> set[Event]:
    """What the platform can have answered now."""
    return {each.event for each in Recording(applicant.desk).possible(applicant.view)}


def to_administrator(applicant: Applicant) -> Recording:
    """Pass everything up to the administrator, whose answers are in."""
    applicant.reach("administrator")
    applicant.save("administrator", **applicant.answers["administrator"])
    return Recording(applicant.desk)


def to_completion(applicant: Applicant) -> Recording:
    """Pass everything up to the confirmation, and that too."""
    applicant.finish()
    return Recording(applicant.desk)


def test_a_real_registration_is_recorded_from_end_to_end(apply: Apply) -> None:
    """Each answer leads on; the slip is stored as the platform showed it; every line names the operator."""
    applicant = real(apply)
    assert possible(applicant) == set()
    record = to_completion(applicant)
    assert applicant.view.state is State.CONFIRMED
    assert possible(applicant) == {Event.TRANSFER_REQUESTED}
    view = record.answer(applicant.id, Event.TRANSFER_REQUESTED, slip=SLIP)
    assert view.payment is not None
    assert (view.payment.amount, view.payment.remark) == (Decimal("0.37"), "283746")
    assert view.record.due_at == view.payment.due_at == datetime(2026, 12, 2, 23, 59, 59, tzinfo=UTC)
    assert possible(applicant) == {Event.TRANSFER_VERIFIED, Event.TRANSFER_REFUSED, Event.DEADLINE_PASSED}
    assert record.answer(applicant.id, Event.TRANSFER_VERIFIED).state is State.REGISTERED
    assert possible(applicant) == set()
    assert {entry.source for entry in applicant.view.log} == {"ann"}
    assert {entry.actor for entry in applicant.view.log} == {Actor.APPLICANT, Actor.PLATFORM}


@pytest.mark.parametrize(
    ("entity_type", "method", "answers", "state"),
    [
        (EntityType.INDIVIDUAL, None, [Event.ENTITY_ACCEPTED], State.REGISTERED),
        (EntityType.MEDIA, None, [Event.VERIFICATION_REQUIRED], State.AWAITING_VERIFICATION),
        (
            EntityType.SOLE_TRADER,
            Method.WECHAT_VERIFICATION,
            [Event.VERIFICATION_REQUIRED],
            State.AWAITING_VERIFICATION,
        ),
    ],
)
def test_each_way_has_its_answers(
    entity_type: EntityType, method: Method | None, answers: list[Event], state: State, apply: Apply
) -> None:
    """The way of verification decides what can be recorded after the confirmation."""
    applicant = real(apply, entity_type, method)
    record = to_completion(applicant)
    for event in answers:
        assert event in possible(applicant)
        record.answer(applicant.id, event)
    assert applicant.view.state is state


def test_the_platforms_no_is_recorded_with_its_reason(apply: Apply) -> None:
    """The address is free again, the note is kept, and a reason it cannot have given is not taken."""
    applicant = real(apply)
    applicant.reach("activation")
    record = Recording(applicant.desk)
    for reason in ("", "transfer_amount_wrong"):
        with pytest.raises(Refused, match="not_now"):
            record.answer(applicant.id, Event.ADDRESS_REFUSED, reason=reason)
    note = "said\x1b[31m so\n" + "x" * NOTE_LIMIT
    view = record.answer(applicant.id, Event.ADDRESS_REFUSED, reason="email_at_wecom", note=note)
    assert view.state is State.DRAFT
    assert view.log[-1].note["reason"] == "email_at_wecom"
    assert view.log[-1].note["note"] == ("said[31m so " + "x" * NOTE_LIMIT)[:NOTE_LIMIT]
    assert applicant.submit("credentials", email="other@example.com").state is State.AWAITING_ACTIVATION


def test_a_proof_needs_somebody_and_is_given_once(apply: Apply) -> None:
    """A scan by nobody proves nothing; a changed number has to be proven again."""
    applicant = real(apply)
    to_administrator(applicant)
    applicant.save("administrator", name="", id_number="", mobile=PEOPLE[0].mobile)
    assert possible(applicant) == {Event.MOBILE_CONFIRMED, Event.MOBILE_CODE_REFUSED, Event.SCAN_REFUSED}
    record = Recording(applicant.desk)
    assert record.answer(applicant.id, Event.MOBILE_CONFIRMED).proofs == {ProofKind.MOBILE}
    with pytest.raises(Refused, match="not_now"):
        record.answer(applicant.id, Event.MOBILE_CONFIRMED)
    applicant.save("administrator", name="", id_number="", mobile=PEOPLE[1].mobile)
    assert Event.MOBILE_CONFIRMED in possible(applicant)


def test_a_slip_with_a_gap_is_not_stored(apply: Apply) -> None:
    """Who pays from half a slip pays wrong; nothing is recorded until it is whole."""
    applicant = real(apply)
    record = to_completion(applicant)
    before = applicant.view.log
    for slip in (None, {**SLIP, "amount": "0.375"}, {**SLIP, "last_day": "2026-11-01"}):
        with pytest.raises(Invalid):
            record.answer(applicant.id, Event.TRANSFER_REQUESTED, slip=slip)
    assert applicant.view.log == before


def test_a_real_deadline_never_passes_by_itself(clock: FixedClock, apply: Apply, open_desk: OpenDesk) -> None:
    """The platform may have been kinder than its rule: only an operator says that it was not."""
    applicant = real(apply)
    record = to_completion(applicant)
    record.answer(applicant.id, Event.TRANSFER_REQUESTED, slip=SLIP)
    clock.move(timedelta(days=100))
    assert on_desk(applicant.desk)[0].record.state is State.AWAITING_TRANSFER
    assert open_desk("bob").view(applicant.id).state is State.AWAITING_TRANSFER
    view = Recording(open_desk("bob")).answer(applicant.id, Event.DEADLINE_PASSED)
    assert (view.state, view.log[-1].actor, view.log[-1].source) == (State.FAILED, Actor.CLOCK, "bob")


def test_the_clock_and_the_surroundings_of_a_real_case_are_out_of_reach(apply: Apply) -> None:
    """Nobody plays the platform on a real case, and nobody moves real time."""
    applicant = real(apply)
    around, case = applicant.around, applicant.id
    for act in (
        lambda: around.world(case),
        lambda: around.open_link(case),
        lambda: around.scan(case, by_administrator=True),
        lambda: around.pay(case),
        lambda: around.move_clock(case, timedelta(days=1)),
    ):
        with pytest.raises(Refused, match="practice_only"):
            act()


def test_a_practice_case_answers_itself(apply: Apply) -> None:
    """Nothing can be recorded on it: two sources for one fact would be one too many."""
    applicant = apply()
    applicant.reach("activation")
    assert possible(applicant) == set()
    with pytest.raises(Refused, match="record_only"):
        Recording(applicant.desk).answer(applicant.id, Event.ACTIVATED)


def test_what_the_operator_did_on_the_web_site_is_in_the_log(apply: Apply) -> None:
    """A mail asked for again, a code sent, an address withdrawn."""
    applicant = real(apply)
    applicant.reach("activation")
    applicant.desk.resend_activation(applicant.id)
    applicant.desk.resend_activation(applicant.id)
    assert applicant.desk.change_address(applicant.id).state is State.DRAFT
    to_administrator(applicant)
    applicant.desk.send_mobile_code(applicant.id)
    assert [entry.event for entry in applicant.view.log] == [
        Event.CREATED,
        Event.CREDENTIALS_SUBMITTED,
        Event.ACTIVATION_RESENT,
        Event.ACTIVATION_RESENT,
        Event.ADDRESS_WITHDRAWN,
        Event.CREDENTIALS_SUBMITTED,
        Event.ACTIVATED,
        Event.MOBILE_CODE_SENT,
    ]


def test_a_password_given_to_a_record_case_is_kept_nowhere(apply: Apply) -> None:
    """Not in the draft, not as a hash: there is no world to keep one in."""
    applicant = real(apply)
    applicant.submit("account_type")
    applicant.submit("credentials", password=PASSWORD)
    assert "password" not in applicant.view.context.draft["credentials"]
    with applicant.desk.store.reading() as tx:
        assert tx.world(applicant.id) is None
