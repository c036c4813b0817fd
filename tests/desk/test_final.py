"""The confirmed entity never changes: not through a use-case, not through the database itself."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import State
from mpwizard.problems import Invalid, Refused
from mpwizard.views import CaseView, Place
from mpwizard.wizard.flow import FLOW
from tests.desk.answers import WAYS, Applicant
from tests.desk.conftest import Apply, OpenDesk
from tests.desk.console.holder import Holder

Way = tuple[EntityType, Method | None]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(str(part) for part in way if part))

OTHER_ANSWERS: dict[str, dict[str, object]] = {
    "account_type": {"type": "service"},
    "credentials": {"email": "other@example.com", "agree": True},
    "entity_type": {"type": "media"},
    "entity": {"name": "另一个练习公司", "code_kind": "credit_code", "code": "93330000G3188G4T7D"},
    "verification": {"method": "wechat_verification", "bank_account": "110000000000"},
    "administrator": {"name": "练习乙", "id_number": "310000190402290024", "mobile": "13800100500"},
    "confirmation": {"entity_is_final": False},
}


def final(view: CaseView) -> tuple[object, ...]:
    """Everything that is final about a case."""
    record = view.record
    return (
        view.entity,
        view.administrator,
        view.payment,
        record.entity_type,
        record.subject,
        record.kind,
        record.edition,
    )


def everything(applicant: Applicant) -> list[Callable[[], object]]:
    """Every use-case there is, with whatever could do harm."""
    desk, around, case = applicant.desk, applicant.around, applicant.id
    writes = [
        write
        for step in FLOW
        for values in [OTHER_ANSWERS.get(step.key, {})]
        for write in (
            lambda step=step, values=values: desk.submit(case, step.key, values, applicant.view.versions.get(step.key)),
            lambda step=step, values=values: desk.submit(case, step.key, values, None, by_hand=False),
            lambda step=step, values=values: desk.save(case, step.key, values, applicant.view.versions.get(step.key)),
        )
    ]
    return [
        *writes,
        lambda: desk.mark_place(case, Place("entity", "name")),
        lambda: desk.abandon(case),
        lambda: desk.resend_activation(case),
        lambda: desk.change_address(case),
        lambda: desk.send_mobile_code(case),
        lambda: around.open_link(case),
        lambda: around.scan(case, by_administrator=True),
        lambda: around.scan(case, by_administrator=False),
        lambda: around.pay(case, from_entity=False),
        lambda: Holder(applicant).sign_in(),
        lambda: Holder(applicant).apply_for_verification(),
        lambda: around.pay(case),
        lambda: Holder(applicant).be_verified(),
        lambda: around.to_deadline(case),
        lambda: desk.start_again(case),
    ]


@pytest.mark.parametrize("way", [WAYS[0], WAYS[1], WAYS[6]], ids=lambda way: str(way[0]))
def test_no_use_case_changes_a_confirmed_entity(way: Way, apply: Apply) -> None:
    """Each is tried; some are refused, some do something else, and the entity is the same after all of them."""
    applicant = apply(*way)
    before = final(applicant.finish())
    assert before[0] is not None
    for act in everything(applicant):
        with contextlib.suppress(Refused, Invalid):
            act()
        assert final(applicant.view) == before


@pytest.mark.parametrize("step", [step for step in OTHER_ANSWERS if step != "confirmation"])
def test_other_answers_after_the_confirmation_are_refused_and_said(step: str, apply: Apply) -> None:
    """Passing the step again as it stands leads on; changing it is told to be too late."""
    applicant = apply()
    applicant.finish()
    assert applicant.submit(step).state is State.AWAITING_TRANSFER
    with pytest.raises(Refused, match="entity_final"):
        applicant.submit(step, **OTHER_ANSWERS[step])
    with pytest.raises(Refused, match="entity_final"):
        applicant.save(step, **OTHER_ANSWERS[step])


def test_a_confirmed_case_is_no_longer_given_up(apply: Apply) -> None:
    """Nor is a code sent or a scan taken for it; each says the real reason."""
    applicant = apply()
    applicant.finish()
    with pytest.raises(Refused, match="abandon_too_late"):
        applicant.desk.abandon(applicant.id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: applicant.desk.send_mobile_code(applicant.id),
        lambda: applicant.around.scan(applicant.id, by_administrator=True),
    )
    for act in acts:
        with pytest.raises(Refused, match="entity_final"):
            act()


CHANGES = (
    "UPDATE entities SET bank_name = 'x'",
    "UPDATE entities SET entity_type = 'media'",
    "DELETE FROM entities",
    "INSERT OR REPLACE INTO entities SELECT * FROM entities",
    "UPDATE cases SET entity_type = CASE entity_type WHEN 'media' THEN 'other' ELSE 'media' END",
    "UPDATE cases SET state = 'activated'",
    "UPDATE cases SET kind = CASE kind WHEN 'record' THEN 'practice' ELSE 'record' END",
    "UPDATE log SET note = x'00'",
    "DELETE FROM log",
)


@each_way
def test_the_database_refuses_what_the_program_never_does(way: Way, apply: Apply, database: Path) -> None:
    """A hand at a prompt, another program, a slip of ours: the file itself says no."""
    apply(*way).finish()
    changes = list(CHANGES)
    if way[0] is EntityType.INDIVIDUAL:
        changes += ["UPDATE administrators SET name = x'00'", "DELETE FROM administrators"]
    if way[1] is Method.TRANSFER:
        changes += ["UPDATE payments SET amount_fen = 1", "DELETE FROM payments"]
    with closing(sqlite3.connect(database)) as connection:
        for change in changes:
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(change)


def test_a_desk_opened_later_finds_the_same_entity(apply: Apply, open_desk: OpenDesk) -> None:
    """What is final survives the program that made it so."""
    applicant = apply(EntityType.SOLE_TRADER, kind=Kind.PRACTICE)
    before = final(applicant.finish())
    assert final(open_desk("bob").view(applicant.id)) == before


def test_what_was_changed_after_the_reading_does_not_become_final(apply: Apply) -> None:
    """Somebody else may edit a step while the review page stands open; only what was read is confirmed."""
    applicant = apply(EntityType.ENTERPRISE, Method.TRANSFER)
    applicant.reach("confirmation")
    desk, case = applicant.desk, applicant.id
    read = desk.view(case)
    other = {**read.context.draft["entity"], "name": "杭州青禾文化传媒有限公司"}
    desk.save(case, "entity", other, read.versions["entity"])
    values = {"entity_is_final": True}
    with pytest.raises(Refused) as refused:
        desk.submit(case, "confirmation", values, None, by_hand=False, reviewed=read.versions)
    assert refused.value.refusal.key == "changed_elsewhere"
    assert desk.view(case).state is State.ACTIVATED
    now = desk.view(case)
    desk.submit(case, "confirmation", values, now.versions["confirmation"], by_hand=False, reviewed=now.versions)
    entity = desk.view(case).entity
    assert entity is not None
    assert entity.name == "杭州青禾文化传媒有限公司"
