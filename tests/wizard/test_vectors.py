"""The committed vectors through the form, which is the only way in: taken or refused as each of them says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_2

from mpwizard.domain import CodeKind, EntityType
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import answers, check
from mpwizard.wizard.steps.entity import EntityAnswers
from tests.desk.answers import VECTORS, surroundings


def keys(step: str, context: Context) -> dict[str, str]:
    """What is wrong with a step: field and catalogue key."""
    return {problem.field: problem.key for problem in check(step, STEPS[step].answers, context)}


_KINDS = {
    "uscc": CodeKind.CREDIT_CODE,
    "licence_number_15": CodeKind.LICENCE_NUMBER,
    "org_code_9": CodeKind.ORGANISATION_CODE,
}
CODES = [(kind, vector) for name, kind in _KINDS.items() for vector in VECTORS[name]]
PERSONAL = [("id_number", vector) for vector in VECTORS["id_card"]] + [
    ("mobile", vector) for vector in VECTORS["mobile_phone"]
]


@pytest.mark.parametrize(("kind", "vector"), CODES, ids=[f"{kind}:{vector['value']}" for kind, vector in CODES])
def test_a_code_is_judged_by_the_kind_that_was_chosen(kind: CodeKind, vector: dict[str, Any]) -> None:
    """The form is the only way in: what the shapes know must hold through it too."""
    context = surroundings(entity={"code_kind": str(kind), "code": vector["value"]})
    assert ("code" not in keys("entity", context)) is vector["valid"]
    if vector["valid"]:
        given_back = answers("entity", EntityAnswers, context)
        assert given_back.code == vector.get("normalize_to", vector["value"])


@pytest.mark.parametrize(("name", "vector"), PERSONAL, ids=[f"{name}:{vector['value']}" for name, vector in PERSONAL])
def test_a_person_is_judged_by_their_numbers(name: str, vector: dict[str, Any]) -> None:
    """The administrator's numbers are compared with the card and with the network: nothing wrong may get there."""
    context = surroundings(administrator={name: vector["value"]})
    assert (name not in keys("administrator", context)) is vector["valid"]


@pytest.mark.parametrize("vector", VECTORS["corporate_account"], ids=lambda vector: vector["value"])
def test_an_account_has_a_shape_and_no_check_digit(vector: dict[str, Any]) -> None:
    """Corporate accounts do not follow the card companies' formula; applying it would refuse good ones."""
    context = surroundings(verification={"bank_account": vector["value"]})
    assert ("bank_account" not in keys("verification", context)) is vector["shape_ok"]


@pytest.mark.parametrize("vector", VECTORS["sms_code"], ids=lambda vector: vector["value"])
def test_an_sms_code_has_its_digits(vector: dict[str, Any]) -> None:
    """A code of another length cannot be the one that was sent."""
    context = surroundings(by_hand=True, administrator={"sms_code": vector["value"]})
    assert ("sms_code" not in keys("administrator", context)) is vector["valid"]


@pytest.mark.parametrize(("days_short", "key"), [(1, "individual_too_young"), (0, None)])
def test_only_an_individual_has_to_be_of_age(days_short: int, key: str | None) -> None:
    """The guide opens the individual type to adults; an organisation's administrator is not asked."""
    today = date.today()  # noqa: DTZ011 - the vectors want an age that does not get older with them
    born = today.replace(year=today.year - 18, day=min(today.day, 28)) + timedelta(
        days=days_short + (today.day - min(today.day, 28))
    )
    body = f"110000{born:%Y%m%d}001"
    number = {"id_number": body + mod_11_2.calc_check_digit(body)}
    individual = replace(surroundings(EntityType.INDIVIDUAL, administrator=number), today=today)
    assert keys("administrator", individual).get("id_number") == key
    organisation = replace(surroundings(EntityType.MEDIA, administrator=number), today=today)
    assert "id_number" not in keys("administrator", organisation)
