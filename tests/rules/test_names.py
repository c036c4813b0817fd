"""What is odd about a name or a code: warned of, never changed, never a bar."""

from __future__ import annotations

import pytest

from mpwizard.domain import CodeKind, EntityType
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.rules.names import code_doubts, name_doubts
from mpwizard.texts import refusals

EDITION = load_edition(DEFAULT_EDITION)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("练习样例有限公司", []),
        ("练习样例（北京）有限公司", []),
        ("练习样例(北京)有限公司", []),
        ("练习样例（北京)有限公司", ["name_mixed_brackets"]),
        ("练习（甲）样例(乙)公司", ["name_mixed_brackets"]),
        ("练习 样例有限公司", ["name_has_spaces"]),
        ("练习ＡＢ样例公司", ["name_lookalike"]),
        ("练习\ufa0c样例公司", ["name_lookalike"]),
        ("", []),
    ],
)
def test_a_name_that_looks_odd_is_worth_a_second_look(name: str, keys: list[str]) -> None:
    """The platform compares letter by letter: what looks the same may not be."""
    assert [key for key, _ in name_doubts(name, EntityType.ENTERPRISE, EDITION)] == keys


def test_a_starred_name_is_a_sole_traders_matter_alone() -> None:
    """Only a licence without a trade name prints stars, and the guide says what to write instead."""
    doubts = {key for key, _ in name_doubts("***", EntityType.SOLE_TRADER, EDITION)}
    assert doubts == {"name_starred"}
    assert list(name_doubts("***", EntityType.ENTERPRISE, EDITION)) == []


@pytest.mark.parametrize(
    ("code", "entity_type", "keys"),
    [
        ("91110000109Y03WY52", EntityType.ENTERPRISE, []),
        ("92440300Y1CNW05W2D", EntityType.SOLE_TRADER, []),
        ("113100008BTUTA784A", EntityType.GOVERNMENT, []),
        ("12500000BKHAP0LU9W", EntityType.MEDIA, []),
        ("53440000DXJP1EQ1X7", EntityType.OTHER, []),
        ("92440300Y1CNW05W2D", EntityType.ENTERPRISE, ["credit_code_registrar"]),
        ("91110000109y03wy52", EntityType.GOVERNMENT, ["credit_code_registrar"]),
        ("911100006090657924", EntityType.ENTERPRISE, ["credit_code_organisation_part"]),
        ("91110000109Y03WY52", None, []),
        ("9111", EntityType.OTHER, []),
    ],
)
def test_a_code_of_another_registrar_is_worth_a_second_look(
    code: str, entity_type: EntityType | None, keys: list[str]
) -> None:
    """A shop's code under a ministry's name is a mix-up far more often than not."""
    assert [key for key, _ in code_doubts(code, CodeKind.CREDIT_CODE, entity_type, EDITION)] == keys


def test_other_numbers_have_no_registrar_to_doubt() -> None:
    """An old licence number may begin with anything."""
    assert list(code_doubts("110100000000015", CodeKind.LICENCE_NUMBER, EntityType.GOVERNMENT, EDITION)) == []


def test_every_doubt_can_be_told() -> None:
    """A warning without a sentence would be a crash."""
    told = {key for key, _ in name_doubts("ＡＢ （x) *", EntityType.SOLE_TRADER, EDITION)}
    assert told == {"name_mixed_brackets", "name_has_spaces", "name_lookalike", "name_starred"}
    assert told <= refusals().keys()
