"""How often a value may be used, at the limit and one below it: over the desk's own live cases of one kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import CodeKind, EntityType, Kind, Method
from mpwizard.lifecycle import State
from mpwizard.problems import Refused
from mpwizard.records import AdministratorRecord, EntityRecord
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from tests.desk.answers import PEOPLE, Person, answers_for
from tests.desk.conftest import Apply

EDITION = load_edition(DEFAULT_EDITION)
ORGANISATIONS = [each for each in EntityType if each is not EntityType.INDIVIDUAL]
STRANGER = Person("练习丁", "440000190106300039", "15400000000")

Fill = Callable[..., None]


@pytest.fixture
def fill(desk: Desk) -> Fill:
    """Puts confirmed cases straight into storage: walking fifty registrations would teach nothing more."""

    def put(
        entity_type: EntityType,
        count: int,
        *,
        person: Person = STRANGER,
        state: State = State.REGISTERED,
        kind: Kind = Kind.PRACTICE,
    ) -> None:
        typed = answers_for(entity_type)["entity"]
        individual = entity_type is EntityType.INDIVIDUAL
        with desk.store.writing() as tx:
            for _ in range(count):
                record = tx.add_case(kind, DEFAULT_EDITION, desk.clock.now())
                tx.change_case(record, entity_type=entity_type, state=state)
                tx.set_administrator(record.id, AdministratorRecord(person.name, person.id_number, person.mobile))
                tx.set_entity(
                    record.id,
                    EntityRecord(
                        entity_type=entity_type,
                        name=person.name if individual else str(typed["name"]),
                        code_kind=None if individual else CodeKind.CREDIT_CODE,
                        code=person.id_number if individual else str(typed["code"]),
                        method=None if individual else Method.WECHAT_VERIFICATION,
                        bank_name="",
                        bank_account="",
                    ),
                )

    return put


@pytest.mark.parametrize("entity_type", ORGANISATIONS)
def test_an_organisation_registers_so_many_and_no_more(entity_type: EntityType, fill: Fill, apply: Apply) -> None:
    """Fifty, or five for a sole trader: the last one goes through, the next is refused at its step and named."""
    rule = f"limits.entity.{entity_type}"
    limit = EDITION.number(rule)
    fill(entity_type, limit - 1)
    last, next_one = (apply(entity_type, email=f"{number}@example.com") for number in range(2))
    last.finish()
    next_one.reach("entity")
    with pytest.raises(Refused) as refused:
        next_one.submit("entity")
    refusal = refused.value.refusal
    assert (refusal.key, refusal.values, refusal.rule) == ("entity_limit", {"limit": limit}, rule)


def test_the_limit_is_asked_again_at_the_confirmation(fill: Fill, apply: Apply) -> None:
    """Others may have been quicker since the step was passed."""
    applicant = apply(EntityType.SOLE_TRADER)
    applicant.reach("confirmation")
    fill(EntityType.SOLE_TRADER, EDITION.number("limits.entity.sole_trader"))
    with pytest.raises(Refused, match="entity_limit"):
        applicant.submit("confirmation")
    assert applicant.view.entity is None


@pytest.mark.parametrize(
    ("entity_type", "person", "key", "rule"),
    [
        (EntityType.INDIVIDUAL, PEOPLE[0], "individual_limit", "limits.individual"),
        (EntityType.MEDIA, PEOPLE[0], "administrator_id_limit", "limits.administrator_id"),
        (
            EntityType.MEDIA,
            Person(STRANGER.name, STRANGER.id_number, PEOPLE[0].mobile),
            "administrator_mobile_limit",
            "limits.administrator_mobile",
        ),
    ],
)
def test_a_person_and_a_number_serve_so_often(
    entity_type: EntityType, person: Person, key: str, rule: str, fill: Fill, apply: Apply
) -> None:
    """Five each: below the limit a code is sent, at the limit none."""
    limit = EDITION.number(rule)
    fill(entity_type, limit - 1, person=person)
    applicant = apply(EntityType.INDIVIDUAL if entity_type is EntityType.INDIVIDUAL else EntityType.OTHER)
    applicant.reach("confirmation")
    fill(entity_type, 1, person=person)
    with pytest.raises(Refused) as refused:
        applicant.submit("confirmation")
    assert (refused.value.refusal.key, refused.value.refusal.values) == (key, {"limit": limit})
    with pytest.raises(Refused, match=key):
        applicant.desk.send_mobile_code(applicant.id)


def test_a_person_may_be_an_individual_and_run_organisations_besides(fill: Fill, apply: Apply) -> None:
    """The individual type counts its own; as an administrator the person counts in both."""
    fill(EntityType.MEDIA, EDITION.number("limits.administrator_id") - 1, person=PEOPLE[0])
    applicant = apply(EntityType.INDIVIDUAL)
    applicant.reach("administrator")
    uses = applicant.view.uses
    assert uses.individual == 0
    applicant.finish()
    assert applicant.view.state is State.REGISTERED


@pytest.mark.parametrize(
    ("state", "kind"),
    [(State.FAILED, Kind.PRACTICE), (State.ABANDONED, Kind.PRACTICE), (State.REGISTERED, Kind.RECORD)],
)
def test_lost_cases_and_those_of_another_kind_do_not_count(state: State, kind: Kind, fill: Fill, apply: Apply) -> None:
    """An exercise takes nothing from a real registration, and what failed has given everything back."""
    fill(EntityType.SOLE_TRADER, 50, person=PEOPLE[0], state=state, kind=kind)
    applicant = apply(EntityType.SOLE_TRADER)
    applicant.finish()
    assert applicant.view.state is State.AWAITING_TRANSFER


def test_a_case_does_not_count_against_itself(apply: Apply) -> None:
    """The view of a registered case says how often the others use its values."""
    applicant = apply(EntityType.INDIVIDUAL)
    uses = applicant.finish().uses
    assert (uses.email, uses.individual, uses.id_number, uses.mobile) == (0, 0, 0, 0)
