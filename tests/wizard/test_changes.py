"""What another entity type does to the answers: kept where they fit, told where they fall away, deleted nowhere."""

from __future__ import annotations

import pytest

from mpwizard.domain import EntityType, Method
from mpwizard.wizard.changes import falls_away, with_entity_type
from mpwizard.wizard.identity import identity, subject
from tests.desk.answers import PEOPLE, surroundings

ORGANISATION = {"entity.name", "entity.code_kind", "entity.code"}
TRANSFER = {"verification.method", "verification.bank_name", "verification.bank_account"}


@pytest.mark.parametrize(
    ("had", "chosen", "lost"),
    [
        ((EntityType.ENTERPRISE, Method.TRANSFER), EntityType.ENTERPRISE, set()),
        ((EntityType.ENTERPRISE, Method.TRANSFER), EntityType.SOLE_TRADER, set()),
        ((EntityType.ENTERPRISE, Method.TRANSFER), EntityType.GOVERNMENT, TRANSFER),
        ((EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION), EntityType.MEDIA, {"verification.method"}),
        ((EntityType.ENTERPRISE, Method.TRANSFER), EntityType.INDIVIDUAL, ORGANISATION | TRANSFER),
        ((EntityType.MEDIA, None), EntityType.INDIVIDUAL, ORGANISATION),
        ((EntityType.INDIVIDUAL, None), EntityType.ENTERPRISE, set()),
        ((EntityType.GOVERNMENT, None), EntityType.OTHER, set()),
    ],
)
def test_what_falls_away_is_named(had: tuple[EntityType, Method | None], chosen: EntityType, lost: set[str]) -> None:
    """Before a type is changed one reads what will no longer count, and only that."""
    assert {field.key for field in falls_away(surroundings(*had), chosen)} == lost


def test_a_kind_of_number_that_a_type_does_not_know_falls_away() -> None:
    """A ministry has no licence number; the code behind it has to be typed anew."""
    context = surroundings(entity={"code_kind": "licence_number", "code": "110100000000015"})
    assert "entity.code_kind" in {field.key for field in falls_away(context, EntityType.GOVERNMENT)}


def test_back_to_the_old_type_everything_counts_again() -> None:
    """Trying a type out costs nothing: nothing was deleted."""
    context = surroundings(EntityType.ENTERPRISE, Method.TRANSFER)
    there = with_entity_type(context, EntityType.INDIVIDUAL)
    assert with_entity_type(there, EntityType.ENTERPRISE) == context


def test_an_individuals_leftover_code_counts_for_nobody() -> None:
    """The code typed for an enterprise is still in the draft; counted as a use it would block a stranger."""
    there = with_entity_type(surroundings(), EntityType.INDIVIDUAL)
    assert identity(there).entity_code == ""
    assert identity(surroundings()).entity_code == "91110000109Y03WY52"


def test_counted_values_are_normalised_and_only_when_right() -> None:
    """Half a number counts as none; one typed in another way counts as the same."""
    who = identity(surroundings(administrator={"mobile": "+86 138-0013-8000", "id_number": "44000019020304003x"}))
    assert (who.mobile, who.id_number) == ("13800138000", "44000019020304003X")
    assert identity(surroundings(administrator={"mobile": "1380013800", "name": ""})).mobile == ""


def test_a_case_is_called_by_its_entity() -> None:
    """An organisation by its name, a person by a mask: the desk is seen by others."""
    assert subject(surroundings()) == "练习样例有限公司"
    assert subject(surroundings(EntityType.INDIVIDUAL)) == PEOPLE[0].name[0] + "*"
    assert subject(surroundings(entity={"name": ""})) == ""


def test_a_person_does_not_show_in_a_traceback() -> None:
    """Crash reports print objects."""
    assert PEOPLE[0].id_number not in repr(identity(surroundings()))
