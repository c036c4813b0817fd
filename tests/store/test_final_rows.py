"""What is final is final in the database: a hand at a prompt, past all our code, is refused too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from mpwizard.domain import Kind
from mpwizard.lifecycle import CONFIRMED_AND_AFTER, Event, State
from mpwizard.matters import Matter
from mpwizard.records import AdministratorRecord, CaseRecord, EntityRecord, PaymentRecord
from mpwizard.store import Store
from mpwizard.store.migrations.counters import CASES
from mpwizard.store.migrations.counters import MATTERS as COUNTED_MATTERS
from mpwizard.store.migrations.triggers import FIRST, MATTERS, NOTES, OPEN_ACCOUNTS, Guard, create
from mpwizard.transitions import Actor
from tests.places import Place

TABLES = ("cases", "log", "entities", "administrators", "payments", "matters", "open_accounts")
LINKS = (Matter.OPEN_PLATFORM, Matter.OFFICIAL_ACCOUNT, Matter.WECOM)
ByHand = Callable[[str], list[Any]]
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}

# Case 1 is a company's and confirmed, case 2 an individual's and confirmed, case 3 has nothing yet. Case 1 has two
# versions, one person twice among its members, and each link twice. Account 1 of the Open Platform is qualified.
REFUSED = (
    "UPDATE log SET source = 'x' WHERE seq = 1",
    "UPDATE log SET case_id = 3",
    "DELETE FROM log",
    "UPDATE entities SET name = 'x' WHERE case_id = 1",
    "UPDATE entities SET bank_name = 'x'",
    "DELETE FROM entities WHERE case_id = 2",
    "UPDATE administrators SET mobile = x'00' WHERE case_id = 2",
    "DELETE FROM administrators WHERE case_id = 2",
    "UPDATE payments SET amount_fen = 1",
    "DELETE FROM payments",
    "UPDATE cases SET kind = 'record' WHERE id = 3",
    "UPDATE cases SET edition = 'x' WHERE id = 3",
    "UPDATE cases SET reference = 'MP-2026-9999' WHERE id = 3",
    "UPDATE cases SET created_at = '2020-01-01 00:00:00.000000' WHERE id = 3",
    "UPDATE cases SET id = 4 WHERE id = 3",
    "UPDATE cases SET entity_type = 'media' WHERE id = 1",
    "UPDATE cases SET entity_type = NULL WHERE id = 1",
    "UPDATE cases SET state = 'activated' WHERE id = 1",
    "UPDATE cases SET state = 'draft', entity_type = 'media' WHERE id = 1",
    "UPDATE matters SET case_id = 3",
    "UPDATE matters SET matter = 'pay'",
    "UPDATE matters SET number = 7",
    "DELETE FROM matters",
    "UPDATE matters SET state = 'in_review' WHERE matter = 'version'",
    "UPDATE matters SET state = 'released' WHERE matter = 'version'",
    "UPDATE matters SET state = 'bound' WHERE matter = 'member'",
    "UPDATE matters SET state = 'linked' WHERE matter = 'open_platform'",
    "UPDATE matters SET state = 'linked' WHERE matter = 'official_account'",
    "UPDATE matters SET state = 'linked' WHERE matter = 'wecom'",
    "UPDATE open_accounts SET kind = 'record'",
    "UPDATE open_accounts SET number = 7",
    "UPDATE open_accounts SET details = x'00'",
    "UPDATE open_accounts SET created_by = 'x'",
    "UPDATE open_accounts SET qualified_at = NULL",
    "DELETE FROM open_accounts",
)
# SQLite's way to remove a row in silence, and PostgreSQL's to remove all of them.
REPLACED = (
    "INSERT OR REPLACE INTO log SELECT seq, case_id, at, 'clock', source, event, state_from, state_to, note,"
    " matter, matter_id FROM log",
    "REPLACE INTO entities VALUES (1, 'media', 'x', 'credit_code', 'x', 'transfer', '', x'')",
    "REPLACE INTO administrators SELECT 2, name, id_number, x'00', mobile, mobile_index FROM administrators",
    "UPDATE OR REPLACE administrators SET case_id = 2 WHERE case_id = 1",
    "REPLACE INTO payments SELECT case_id, payee, 'x', bank, amount_fen, remark, due_at FROM payments",
    "REPLACE INTO cases (id, reference, kind, edition, state, subject, step, ahead_us, began_as, created_at,"
    " changed_at, version) SELECT id, reference, 'record', edition, state, subject, step, ahead_us, began_as,"
    " created_at, changed_at, version FROM cases WHERE id = 3",
    "REPLACE INTO matters SELECT id, case_id, matter, number, 'released', since, due_at, version, subject_index,"
    " details FROM matters",
    "REPLACE INTO open_accounts SELECT id, kind, number, x'00', created_at, created_by, NULL, '', NULL"
    " FROM open_accounts",
)


@pytest.fixture
def confirmed(
    store: Store,
    add_case: Callable[..., CaseRecord],
    now: datetime,
    company: EntityRecord,
    individual: EntityRecord,
    person: AdministratorRecord,
) -> None:
    """The three cases that the statements above speak of."""
    of_company, of_person, _ = add_case(), add_case(), add_case()
    payment = PaymentRecord("收款方", "0000000000000000", "示例银行", Decimal("0.37"), "MP 0001", now)
    with store.writing() as writer:
        for case, entity in ((of_company, company), (of_person, individual)):
            writer.set_administrator(case.id, person)
            writer.set_entity(case.id, entity)
            writer.change_case(case, state=State.CONFIRMED, entity_type=entity.entity_type)
        writer.set_payment(of_company.id, payment)
        writer.append(
            of_company.id,
            now,
            Actor.APPLICANT,
            "operator",
            Event.ENTITY_CONFIRMED,
            State.ACTIVATED,
            State.CONFIRMED,
            {},
        )
        for matter, subject in (
            (Matter.VERSION, ""),
            (Matter.MEMBER, "somebody"),
            *((link, "it") for link in LINKS),
        ) * 2:
            writer.matters.add(of_company.id, matter, {}, now, subject=subject)
        account = writer.open_accounts.add(Kind.PRACTICE, "练习开放帐号", company.name, company.code, now, "ann")
        writer.open_accounts.qualify(account, now, "ann")


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_what_is_final(place: Place, statement: str) -> None:
    """The operator relies on the confirmed entity and on the log; a script or a later defect may not bend them."""
    _refused(place, statement)


@pytest.mark.usefixtures("confirmed", "database")
@pytest.mark.parametrize("statement", REPLACED)
def test_the_database_refuses_to_replace_what_is_final(place: Place, statement: str) -> None:
    """SQLite's own way to remove a row and write another in one go."""
    _refused(place, statement)


@pytest.mark.usefixtures("confirmed", "postgres")
@pytest.mark.parametrize("table", ["log", "entities", "payments", "matters", "open_accounts", "case_notes"])
def test_the_database_refuses_to_empty_what_is_final(place: Place, table: str) -> None:
    """PostgreSQL's own way to remove all rows, which asks no rule about one of them."""
    _refused(place, f"TRUNCATE {table} CASCADE")


def _refused(place: Place, statement: str) -> None:
    before = [place.by_hand(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]
    with pytest.raises(place.refusal):
        place.by_hand(statement)
    assert [place.by_hand(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES] == before


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET state = 'awaiting_transfer', step = 'completion', version = version + 1 WHERE id = 1",
        "UPDATE cases SET entity_type = 'media' WHERE id = 3",
        "UPDATE cases SET state = 'abandoned' WHERE id = 3",
        "UPDATE administrators SET mobile = x'00' WHERE case_id = 1",
    ],
)
def test_what_is_not_final_stays_open(by_hand: ByHand, statement: str) -> None:
    """A guard that refuses too much would stop the work."""
    by_hand(statement)


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize("state", sorted(CONFIRMED_AND_AFTER))
def test_the_database_and_the_lifecycle_agree_on_what_is_confirmed(place: Place, state: State) -> None:
    """The guard lists the states by itself: a new one in the lifecycle needs a new guard."""
    place.by_hand(f"UPDATE cases SET entity_type = 'media', state = '{state}' WHERE id = 3")
    with pytest.raises(place.refusal, match="entity type is final"):
        place.by_hand("UPDATE cases SET entity_type = 'government' WHERE id = 3")


def test_every_guard_and_counter_is_in_the_database(store: Store, place: Place) -> None:
    """A guard that is written but created by no migration guards nothing."""
    guards = (*FIRST, *MATTERS, *NOTES, *OPEN_ACCOUNTS)
    assert {name for (name,) in place.by_hand(TRIGGERS[place.dialect])} == {
        *(guard.name for guard in guards),
        *(f"{counter.table}_counted_{how}" for counter in (CASES, COUNTED_MATTERS) for how in ("in", "out", "anew")),
        *(f"{guard.name}_at_once" for guard in guards if place.dialect == "postgresql" and guard.forbids_all_removal),
    }


def test_a_database_nobody_wrote_guards_for_is_refused() -> None:
    """Better no tables than tables whose final rows can change."""
    guard: Guard = FIRST[0]
    with pytest.raises(NotImplementedError, match="oracle"):
        create(guard, "oracle")
