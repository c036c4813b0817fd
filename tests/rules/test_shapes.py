"""The shapes of the platform's numbers, against the committed vectors: every one is synthetic."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from mpwizard.rules import shapes
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.rules.shapes import Misfit
from mpwizard.texts import refusals

Vector = dict[str, Any]

VECTORS: dict[str, list[Vector]] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
EDITION = load_edition(DEFAULT_EDITION)
TODAY = date(2026, 11, 22)

SHAPES: dict[str, Callable[[str], str]] = {
    "uscc": shapes.credit_code,
    "licence_number_15": shapes.licence_number,
    "org_code_9": shapes.organisation_code,
    "id_card": lambda typed: shapes.id_number(typed, TODAY),
    "mobile_phone": shapes.mobile,
    "sms_code": lambda typed: shapes.one_time_code(typed, EDITION.number("sms.code_length")),
    "corporate_account": lambda typed: shapes.bank_account(
        typed, EDITION.number("transfer.account_digits_min"), EDITION.number("transfer.account_digits_max")
    ),
}
ALL = [(name, vector) for name in SHAPES for vector in VECTORS[name]]


def accepted(vector: Vector) -> bool:
    """Whether the vector is one to accept; accounts have no check digit, only a shape."""
    return bool(vector.get("valid", vector.get("shape_ok")))


def normal_form(name: str, vector: Vector) -> str:
    """What the value becomes: as the vector says, else itself; mobile numbers lose their country."""
    if name == "mobile_phone":
        return "".join(character for character in vector["value"] if character.isdigit())[-11:]
    return str(vector.get("normalize_to", vector["value"]))


def id_card_born(born: date) -> str:
    """A well-formed number of somebody born that day, from a region that is never issued to a person."""
    body = f"110000{born:%Y%m%d}001"
    return body + mod_11_2.calc_check_digit(body)


def aged(years: int, days: int) -> date:
    """The day of birth of somebody who is so old today (never 29 February)."""
    return TODAY.replace(year=TODAY.year - years) - timedelta(days=days)


@pytest.mark.parametrize(("name", "vector"), ALL, ids=[f"{name}:{vector['value']}" for name, vector in ALL])
def test_every_vector_is_taken_or_refused_as_it_says(name: str, vector: Vector) -> None:
    """What the form lets through is handed to the platform: a wrong number there costs days."""
    if not accepted(vector):
        with pytest.raises(Misfit) as misfit:
            SHAPES[name](vector["value"])
        assert misfit.value.key in refusals()
        return
    assert SHAPES[name](vector["value"]) == normal_form(name, vector)


@pytest.mark.parametrize(("name", "vector"), ALL, ids=[f"{name}:{vector['value']}" for name, vector in ALL])
def test_what_is_normal_stays_as_it_is(name: str, vector: Vector) -> None:
    """A value is judged again at every step; if judging changed it, no two judgements would agree."""
    if accepted(vector):
        normal = SHAPES[name](vector["value"])
        assert SHAPES[name](normal) == normal


@pytest.mark.parametrize("vector", [v for v in VECTORS["uscc"] if "org_code_part" in v], ids=lambda v: v["value"])
def test_the_organisation_part_of_a_credit_code_is_looked_at_apart(vector: Vector) -> None:
    """Old codes exist whose inner part does not fit; that is worth a warning, never a bar."""
    code = shapes.credit_code(vector["value"])
    assert code[8:17] == vector["org_code_part"]
    assert shapes.organisation_part_fits(code) is vector["org_code_valid"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("91110000109Y03WY5", "credit_code_length"),
        ("9111000010OY03WY52", "credit_code_character"),
        ("91110000109Y03WY53", "credit_code_checksum"),
    ],
)
def test_a_credit_code_says_what_is_wrong_with_it(typed: str, key: str) -> None:
    """Length, character and check digit send the reader to three different places of the licence."""
    with pytest.raises(Misfit) as misfit:
        shapes.credit_code(typed)
    assert misfit.value.key == key


def test_the_place_of_a_strange_character_is_named() -> None:
    """`O` for `0` is found by looking at one place, not at eighteen."""
    with pytest.raises(Misfit) as misfit:
        shapes.credit_code("9111000010OY03WY52")
    assert misfit.value.values == {"character": "O", "position": 11}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("110000000101001", "id_number_first_generation"),
        ("11000019000101001", "id_number_length"),
        ("11000019000101001A", "id_number_character"),
        ("110000190001010013", "id_number_checksum"),
        ("11000019001301001X", "id_number_birth"),
        ("110000209901010015", "id_number_birth"),
        ("000000190001010017", "id_number_region"),
    ],
)
def test_an_id_number_says_what_is_wrong_with_it(typed: str, key: str) -> None:
    """The reader holds the card: the message says where on it to look."""
    with pytest.raises(Misfit) as misfit:
        shapes.id_number(typed, TODAY)
    assert misfit.value.key == key


@pytest.mark.parametrize("case", VECTORS["id_card_minor_rule"], ids=lambda case: f"{case['age_years']}y")
def test_somebody_is_of_age_on_their_birthday_and_not_the_day_before(case: Vector) -> None:
    """The rule counts full years; a day too early is a registration the platform throws out."""
    # 17 years and 364 days: the birthday is tomorrow.
    born = aged(18, 0) + timedelta(days=1) if case["age_days"] else aged(case["age_years"], 0)
    number = shapes.id_number(id_card_born(born), TODAY)
    assert (shapes.age(number, TODAY) >= EDITION.number("individual.age_min")) is case["eligible"]


def test_a_birthday_on_the_29th_of_february_counts_from_the_1st_of_march() -> None:
    """In a year without that day nobody may become of age a day early."""
    number = id_card_born(date(2008, 2, 29))
    assert shapes.age(number, date(2026, 2, 28)) == 17
    assert shapes.age(number, date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    "typed", ["+85291234567", "+8613800138000 ext 5", "13800138000;x", "+1 3800138000", "١٣٨٠٠١٣٨٠٠٠"]
)
def test_only_mainland_mobile_numbers_are_taken(typed: str) -> None:
    """The SMS code goes nowhere else."""
    with pytest.raises(Misfit, match="mobile_form"):
        shapes.mobile(typed)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Ops@Example.COM", "ops@example.com"),
        (" ops@example.com ", "ops@example.com"),
        ("ｏｐｓ@example.com", "ops@example.com"),
    ],
)
def test_an_address_has_one_form(typed: str, normal: str) -> None:
    """Uniqueness over the desk's cases is worth nothing if capitals make another address."""
    assert shapes.email(typed) == normal


@pytest.mark.parametrize(
    "typed", ["", "ops", "ops@", "@example.com", "ops@example", "a@b@example.com", "ops@example..com"]
)
def test_half_an_address_is_refused(typed: str) -> None:
    """The activation mail would be lost."""
    with pytest.raises(Misfit, match="email_form"):
        shapes.email(typed)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_taken_or_told(typed: str) -> None:
    """A paste can hold anything; a shape answers with a value or a catalogue key, and with nothing else."""
    for shape in (*SHAPES.values(), shapes.email):
        try:
            said = shape(typed)
        except Misfit as misfit:
            said = refusals()[misfit.key].code
        assert said


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_one_wrong_character_of_a_credit_code_is_always_noticed(body: str) -> None:
    """That is what the check character is for: every single slip must show."""
    from stdnum.cn import uscc

    code = body + uscc.calc_check_digit(body)
    shapes.credit_code(code)
    for position, right in enumerate(code):
        wrong = "1" if right != "1" else "2"
        with pytest.raises(Misfit):
            shapes.credit_code(code[:position] + wrong + code[position + 1 :])


@pytest.mark.parametrize(
    "name",
    [
        "练习甲",
        "武〇练",
        "阿卜杜拉·练习",
        "练习\ue5c1",  # private use: how banks write ideographs without a number
        "练习\U00031350",  # an ideograph newer than this Python
        "Anne-Marie O'Practice",
        "José Übung",
        "Практика",
    ],
    ids=ascii,
)
def test_a_name_of_any_script_is_a_name(name: str) -> None:
    """The card is the measure, and cards have rare ideographs, other scripts, dots, hyphens and apostrophes."""
    assert shapes.person_name(name, EDITION.words("administrator.name_signs")) == name


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("练习😀", "😀"),
        ("练习\U0001fae9", "U+1FAE9"),  # a picture newer than this Python
        ("练习（甲）", "（"),
        ("[practice]", "["),
        ("练习7", "7"),
        ("练习\u200d甲", "U+200D"),
        ("··", "·"),
    ],
    ids=ascii,
)
def test_what_no_card_prints_is_no_name(name: str, character: str) -> None:
    """Pictures, brackets and digits come with a paste from a chat; the platform would refuse them late."""
    with pytest.raises(Misfit) as caught:
        shapes.person_name(name, EDITION.words("administrator.name_signs"))
    assert (caught.value.key, caught.value.values) == ("person_name_character", {"character": character})
