"""Cases: their references, their changes, what they use, their logs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from mpwizard.domain import EntityType, Kind
from mpwizard.lifecycle import Event, State
from mpwizard.problems import Outdated, Refused
from mpwizard.records import AdministratorRecord, CaseRecord, EntityRecord, PaymentRecord, Proof, ProofKind, Uses
from mpwizard.store import Store
from mpwizard.transitions import Actor
from tests.store.listed import records

AddCase = Callable[..., CaseRecord]


def test_references_count_up_within_the_year(store: Store) -> None:
    """Operators know a case by its reference; each year starts anew."""
    dates = (datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    with store.writing() as writer:
        references = [writer.add_case(Kind.RECORD, "guide-2018", at).reference for at in dates]
    assert references == ["MP-2026-0001", "MP-2026-0002", "MP-2027-0001"]


def test_a_reference_of_a_removed_case_is_not_given_again(add_case: AddCase, by_hand: Callable[[str], object]) -> None:
    """It stands in mails and exports that cannot be taken back."""
    add_case()
    by_hand("DELETE FROM cases")
    assert add_case().reference == "MP-2026-0002"


def test_a_case_comes_back_as_it_was_written(store: Store, add_case: AddCase, now: datetime) -> None:
    """Every column finds its way in and out again, times as UTC."""
    case = add_case()
    due = datetime(2026, 12, 2, 9, 41, tzinfo=timezone(timedelta(hours=8)))
    with store.writing() as writer:
        changed = writer.change_case(
            case,
            state=State.AWAITING_TRANSFER,
            entity_type=EntityType.ENTERPRISE,
            subject="示例甲乙丙有限公司",
            step="completion",
            due_at=due,
            ahead=timedelta(days=3, microseconds=1),
            changed_at=now + timedelta(hours=1),
        )
    with store.reading() as reader:
        read = reader.case(case.id)
        assert reader.find(case.reference) == read
    assert records(store) == [read]
    assert read == changed
    assert read.due_at == due
    assert read.due_at.tzinfo is UTC
    assert (read.state, read.entity_type) == (State.AWAITING_TRANSFER, EntityType.ENTERPRISE)
    assert read.ahead == timedelta(days=3, microseconds=1)
    assert read.version == case.version + 1


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """Nobody could say later which hour was meant."""
    with pytest.raises(Exception, match="a time without a zone"), store.writing() as writer:
        writer.add_case(Kind.PRACTICE, "guide-2018", datetime(2026, 11, 22))  # noqa: DTZ001 - the point of the test


def test_cases_are_listed_by_their_last_change(store: Store, add_case: AddCase, now: datetime) -> None:
    """What was touched last is looked for first; the id keeps the order of equal times stable."""
    first, second, third = add_case(), add_case(), add_case()
    with store.writing() as writer:
        writer.change_case(second, changed_at=now + timedelta(minutes=1))
    assert [case.id for case in records(store)] == [second.id, third.id, first.id]


def test_a_change_over_a_newer_one_is_not_written(store: Store, add_case: AddCase) -> None:
    """A case read before somebody else's change must not write that change away."""
    seen = add_case()
    with store.writing() as writer:
        writer.change_case(seen, step="entity")
    with pytest.raises(Outdated, match=seen.reference), store.writing() as writer:
        writer.change_case(seen, step="administrator")
    with store.reading() as reader:
        assert reader.case(seen.id).step == "entity"


def test_what_is_fixed_about_a_case_cannot_be_asked_to_change(store: Store, add_case: AddCase) -> None:
    """A misspelt or forbidden change is a defect and must be loud."""
    case = add_case()
    with pytest.raises(TypeError, match="kind"), store.writing() as writer:
        writer.change_case(case, kind=Kind.RECORD)  # type: ignore[call-arg]


def test_an_unknown_case_is_a_key_error(store: Store, add_case: AddCase) -> None:
    """Asked for by id it must exist; asked for by reference it may not."""
    with store.reading() as reader:
        assert reader.find("MP-2026-0404") is None
        with pytest.raises(KeyError):
            reader.case(404)


def test_nothing_of_a_failed_transaction_stays(store: Store, add_case: AddCase, now: datetime) -> None:
    """A use-case happens whole or not at all."""
    case = add_case()

    def use_case() -> None:
        with store.writing() as writer:
            writer.change_case(case, state=State.AWAITING_ACTIVATION)
            writer.queue_mail(case.id, "a@example.com", "subject", "body", now)
            raise Refused("not_now")

    with pytest.raises(Refused):
        use_case()
    with store.reading() as reader:
        assert reader.case(case.id) == case
        assert reader.outbox() == []


def test_the_log_is_ordered_by_number_not_by_the_clock(store: Store, add_case: AddCase, now: datetime) -> None:
    """A clock that was set back may not rearrange what happened."""
    one, other = add_case(), add_case()
    draft = (State.DRAFT, State.DRAFT)
    with store.writing() as writer:
        writer.append(one.id, now, Actor.APPLICANT, "operator", Event.CREATED, *draft, {})
        writer.append(other.id, now, Actor.APPLICANT, "operator", Event.CREATED, *draft, {})
        note = {"reason": "已注册", "attempt": 2}
        last = writer.append(
            one.id, now - timedelta(days=1), Actor.PLATFORM, "simulator", Event.ADDRESS_REFUSED, *draft, note
        )
    with store.reading() as reader:
        log = reader.log(one.id)
    assert [line.event for line in log] == [Event.CREATED, Event.ADDRESS_REFUSED]
    assert log[-1] == last
    assert log[-1].note == note
    assert [line.seq for line in log] == [1, 3]


def test_a_company_comes_back_as_confirmed(
    store: Store, add_case: AddCase, company: EntityRecord, person: AdministratorRecord
) -> None:
    """The entity, its bank account and its administrator are what the rest of the case rests on."""
    case = add_case()
    with store.writing() as writer:
        writer.set_entity(case.id, company)
        writer.set_administrator(case.id, person)
    with store.reading() as reader:
        assert reader.entity(case.id) == company
        assert reader.administrator(case.id) == person


def test_an_individual_is_kept_once_as_the_administrator(
    store: Store,
    add_case: AddCase,
    individual: EntityRecord,
    person: AdministratorRecord,
    by_hand: Callable[[str], list[object]],
) -> None:
    """A person's name and number may not lie open in the columns of organisations."""
    case = add_case()
    with store.writing() as writer:
        writer.set_administrator(case.id, person)
        writer.set_entity(case.id, individual)
    with store.reading() as reader:
        assert reader.entity(case.id) == individual
    assert by_hand("SELECT name, code FROM entities") == [(None, None)]


def test_a_confirmed_entity_is_refused_a_second_time(
    store: Store, add_case: AddCase, individual: EntityRecord, person: AdministratorRecord
) -> None:
    """The refusal is the one users know, and neither entity nor person changed."""
    case = add_case()
    with store.writing() as writer:
        writer.set_administrator(case.id, person)
        writer.set_entity(case.id, individual)
    other = AdministratorRecord("测试乙", "310000190402290024", "13010112500")
    with pytest.raises(Refused, match="entity_final"), store.writing() as writer:
        writer.set_entity(case.id, individual)
    with pytest.raises(Refused, match="entity_final"), store.writing() as writer:
        writer.set_administrator(case.id, other)
    with store.reading() as reader:
        assert reader.administrator(case.id) == person


def test_an_organisation_may_change_its_administrator(
    store: Store, add_case: AddCase, company: EntityRecord, person: AdministratorRecord
) -> None:
    """Only an individual is bound to one person; the new one is also found by the blind indexes."""
    case, asking = add_case(), add_case()
    other = AdministratorRecord("测试乙", "310000190402290024", "13010112500")
    with store.writing() as writer:
        writer.set_entity(case.id, company)
        writer.set_administrator(case.id, person)
        writer.set_administrator(case.id, other)
    with store.reading() as reader:
        assert reader.administrator(case.id) == other
        assert reader.uses(asking.id, Kind.PRACTICE, mobile=other.mobile).mobile == 1
        assert reader.uses(asking.id, Kind.PRACTICE, mobile=person.mobile).mobile == 0


def test_a_payment_keeps_its_fen(store: Store, add_case: AddCase, now: datetime) -> None:
    """An amount is compared exactly with what arrives; a sum that has no fen is refused."""
    case, other = add_case(), add_case()
    payment = PaymentRecord("收款方", "0000000000000000", "示例银行", Decimal("0.37"), "MP 0042", now)
    with store.writing() as writer:
        writer.set_payment(case.id, payment)
    with store.reading() as reader:
        assert reader.payment(case.id) == payment
    finer = PaymentRecord("收款方", "0000000000000000", "示例银行", Decimal("0.375"), "MP 0042", now)
    with pytest.raises(ValueError, match="fen"), store.writing() as writer:
        writer.set_payment(other.id, finer)


def test_a_proof_holds_for_the_proven_value_only(store: Store, add_case: AddCase, now: datetime) -> None:
    """Another number typed afterwards must be proven again, and typing the old one finds the proof still there."""
    case = add_case()
    proof = Proof(ProofKind.MOBILE, "13800138000")
    with store.writing() as writer:
        writer.prove(case.id, proof, now)
        assert writer.holds(case.id, proof)
        assert not writer.holds(case.id, Proof(ProofKind.MOBILE, "13800100500"))
        assert not writer.holds(case.id, Proof(ProofKind.WECHAT, "13800138000"))
        writer.prove(case.id, Proof(ProofKind.MOBILE, "13800100500"), now)
        assert not writer.holds(case.id, proof)
        writer.prove(case.id, proof, now)
        assert writer.holds(case.id, proof)


def test_a_world_is_kept_as_it_was_put(store: Store, add_case: AddCase) -> None:
    """The practice platform's document is the last one put, to the letter."""
    case = add_case()
    with store.writing() as writer:
        assert writer.world(case.id) is None
        writer.put_world(case.id, '{"mail": []}')
        writer.put_world(case.id, '{"mail": ["激活"]}')
    with store.reading() as reader:
        assert reader.world(case.id) == '{"mail": ["激活"]}'


def test_an_address_belongs_to_one_live_case_of_a_kind(store: Store, add_case: AddCase) -> None:
    """One address registers one Mini Program; practice and record are two worlds."""
    first, second, recorded = add_case(), add_case(), add_case(Kind.RECORD)
    with store.writing() as writer:
        writer.claim_email(first.id, Kind.PRACTICE, "ops@example.com")
        writer.claim_email(first.id, Kind.PRACTICE, "ops@example.com")
        writer.claim_email(recorded.id, Kind.RECORD, "ops@example.com")
        with pytest.raises(Refused) as caught:
            writer.claim_email(second.id, Kind.PRACTICE, "OPS@example.com")
    assert caught.value.refusal.key == "email_used_here"
    assert caught.value.refusal.values == {"case": first.reference}


def test_an_address_is_free_again_when_its_case_is_lost_or_gave_it_up(store: Store, add_case: AddCase) -> None:
    """An abandoned registration has no account, so nothing stands behind the address."""
    first, second, third = add_case(), add_case(), add_case()
    with store.writing() as writer:
        writer.claim_email(first.id, Kind.PRACTICE, "ops@example.com")
        writer.change_case(first, state=State.ABANDONED)
        writer.claim_email(second.id, Kind.PRACTICE, "ops@example.com")
        writer.claim_email(second.id, Kind.PRACTICE, "other@example.com")
        writer.claim_email(third.id, Kind.PRACTICE, "ops@example.com")
        writer.release_email(third.id)
        assert writer.uses(first.id, Kind.PRACTICE, email="ops@example.com") == Uses()
        assert writer.uses(first.id, Kind.PRACTICE, email="other@example.com") == Uses(
            email=1, email_case=second.reference
        )


def test_uses_count_the_other_live_cases_of_the_kind(
    store: Store, add_case: AddCase, company: EntityRecord, individual: EntityRecord, person: AdministratorRecord
) -> None:
    """The limits of use are per entity and person; one's own case, lost cases and the other kind do not count."""
    asking, of_company, of_person, lost, recorded = (
        add_case(),
        add_case(),
        add_case(),
        add_case(),
        add_case(Kind.RECORD),
    )
    entities = {asking: company, of_company: company, of_person: individual, lost: company, recorded: company}
    with store.writing() as writer:
        for case, entity in entities.items():
            writer.set_administrator(case.id, person)
            writer.set_entity(case.id, entity)
        writer.change_case(lost, state=State.FAILED)
        asked = {"entity_code": company.code, "id_number": person.id_number, "mobile": person.mobile}
        uses = writer.uses(asking.id, Kind.PRACTICE, **asked)
    assert uses == Uses(entity=1, individual=1, id_number=2, mobile=2)


def test_the_outbox_keeps_a_mail_until_it_is_sent(store: Store, add_case: AddCase, now: datetime) -> None:
    """No mail is lost by a failed attempt, and none is sent twice."""
    case = add_case()
    with store.writing() as writer:
        first = writer.queue_mail(case.id, "ops@example.com", "激活", "code 123456", now)
        second = writer.queue_mail(case.id, "ops@example.com", "again", "code 000000", now - timedelta(hours=1))
        writer.mark_tried(first)
    with store.reading() as reader:
        mails = reader.outbox()
    assert [mail.id for mail in mails] == [first, second]
    assert (mails[0].to, mails[0].body, mails[0].attempts) == ("ops@example.com", "code 123456", 1)
    with store.writing() as writer:
        writer.mark_sent(first, now)
        assert [mail.id for mail in writer.outbox()] == [second]
