"""Made-up holders: everything about them is well formed, and belongs to nobody."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from mpwizard.domain import CodeKind, EntityType
from mpwizard.rules import shapes
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.rules.mini_program_names import mini_program_name, mini_program_name_doubts
from mpwizard.rules.names import code_doubts, name_doubts
from mpwizard.synthetic_desk.names import Holder, Names, words

EDITION = load_edition(DEFAULT_EDITION)
TODAY = date(2026, 11, 23)
NUMBERS = range(1, 1_200)
# People may have the same name, as in life.
SHARED = {"person", "colleague"}


@pytest.fixture(scope="module", params=list(EntityType))
def entity_type(request: pytest.FixtureRequest) -> EntityType:
    """Every entity type."""
    return EntityType(request.param)


@pytest.fixture(scope="module")
def holders(entity_type: EntityType) -> list[Holder]:
    """Many holders of one type."""
    names = Names(3)
    return [names.holder(number, entity_type) for number in NUMBERS]


def test_every_number_has_its_shape(holders: list[Holder], entity_type: EntityType) -> None:
    """The forms would take each of them as it is."""
    for each in holders:
        assert shapes.id_number(each.id_number, TODAY) == each.id_number
        assert shapes.mobile(each.mobile) == each.mobile
        assert shapes.email(each.email) == each.email
        assert shapes.bank_account(each.bank_account, 8, 30) == each.bank_account
        if entity_type is not EntityType.INDIVIDUAL:
            assert shapes.credit_code(each.code) == each.code
            assert list(code_doubts(each.code, CodeKind.CREDIT_CODE, entity_type, EDITION)) == []


def test_names_raise_no_doubt(holders: list[Holder], entity_type: EntityType) -> None:
    """A desk full of warnings would look like no desk."""
    signs = EDITION.words("administrator.name_signs")
    for each in holders:
        assert mini_program_name(each.app, EDITION) == each.app
        assert list(mini_program_name_doubts(each.app, EDITION)) == []
        assert list(name_doubts(each.company, entity_type, EDITION)) == []
        assert shapes.person_name(each.person, signs) == each.person


def test_numbers_were_never_given_out(holders: list[Holder]) -> None:
    """Whole provinces, births of more than a century ago, a prefix no carrier has, addresses kept for examples."""
    for each in holders:
        assert each.id_number[2:6] == "0000"
        assert int(each.id_number[6:10]) < 1905
        assert each.mobile.startswith("154")
        assert each.email.endswith((".example", "@example.com", "@example.net", "@example.org"))
        assert not each.code or each.code[8] == "Y"


def test_no_two_holders_share_what_is_one_holders(holders: list[Holder], entity_type: EntityType) -> None:
    """Numbers, addresses and names of companies are told apart."""
    for field in fields(Holder):
        values = [getattr(each, field.name) for each in holders]
        if field.name not in SHARED and any(values):
            assert len(set(values)) == len(values), field.name


def test_a_number_is_the_same_holder_again_and_another_with_another_seed() -> None:
    """What makes a desk repeatable."""
    assert Names(3).holder(5, EntityType.ENTERPRISE) == Names(3).holder(5, EntityType.ENTERPRISE)
    assert Names(3).holder(5, EntityType.ENTERPRISE) != Names(4).holder(5, EntityType.ENTERPRISE)


def test_every_organisation_has_words_for_its_name() -> None:
    """A type that is added needs some."""
    organisations = {each.value for each in EntityType if each is not EntityType.INDIVIDUAL}
    assert set(words()["companies"]) == organisations
    assert set(words()["credit_codes"]) == organisations
