"""The shipped aids of practice and choice: magic addresses, the questions of "help me choose", common passwords."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import mpwizard
from mpwizard.domain import EntityType
from mpwizard.resources import data_folder
from mpwizard.rules import shapes
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.rules.passwords import password_demands
from mpwizard.texts import help_texts, refusals

EDITION = load_edition(DEFAULT_EDITION)
DEEPEST = 3


def document(name: str) -> dict[str, Any]:
    """One data file as it is."""
    return tomllib.loads((data_folder() / name).read_text(encoding="utf-8"))


COMPANY = document("practice.toml")["organisation"]
ADDRESSES: dict[str, str] = document("practice.toml")["addresses"]
CHOOSER = document("entity-chooser.toml")
PASSWORDS = (data_folder() / "common-passwords.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_magic_address_reaches_the_platform(address: str) -> None:
    """If the form itself stopped it, the platform's refusal could never be shown; and no mail may ever leave."""
    assert shapes.email(address) == address
    assert address.endswith(".example")


def test_each_of_the_guides_four_reasons_has_an_address() -> None:
    """A trainer must be able to show every reason the guide names."""
    reasons = {f"email_at_{place}" for place in EDITION.words("email.must_not_be_used_at")}
    assert set(ADDRESSES.values()) == reasons
    assert reasons <= refusals().keys()


def test_help_lists_every_magic_address() -> None:
    """Magic nobody is told about is a trap."""
    body = help_texts()["practice.addresses"].body
    for address in ADDRESSES:
        assert address in body.zh
        assert address in body.en


def ends(node: str, depth: int = 1) -> list[tuple[str, int]]:
    """Every advice below a question, with the number of questions asked to get there."""
    found: list[tuple[str, int]] = []
    for answer in CHOOSER[node]["answers"]:
        assert ("next" in answer) != ("type" in answer), answer
        found += ends(answer["next"], depth + 1) if "next" in answer else [(answer["type"], depth)]
    return found


def test_the_questions_lead_to_every_entity_type_and_to_nothing_else() -> None:
    """A type no answer leads to would never be advised, whoever asks."""
    assert {advice for advice, _ in ends("start")} == set(EntityType)


def test_three_questions_are_enough() -> None:
    """More would be slower than reading the six types."""
    assert max(depth for _, depth in ends("start")) <= DEEPEST


def test_every_question_is_asked() -> None:
    """A question no answer leads to was left behind by an edit."""
    led_to = {answer["next"] for node in CHOOSER.values() for answer in node["answers"] if "next" in answer}
    assert CHOOSER.keys() == led_to | {"start"}


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_common_password_is_refused_for_being_common_alone(password: str) -> None:
    """A line that another demand refuses anyway, or that is not in lower case, would never have an effect."""
    unmet = [demand.key for demand in password_demands(password.title(), EDITION, "li@example.com") if not demand.met]
    assert unmet == ["password_common"]


def test_no_common_password_is_listed_twice() -> None:
    """The list is kept by hand."""
    assert sorted(PASSWORDS) == sorted(set(PASSWORDS))


def test_everybody_in_the_practice_company_has_a_place_in_its_tree() -> None:
    """Who works in a department that is part of nothing would be in no tree and in no scope."""
    departments, members = COMPANY["departments"], COMPANY["members"]
    assert {each["department"] for each in members.values()} <= departments.keys()
    tops = [key for key, each in departments.items() if "within" not in each]
    assert len(tops) == 1
    for key in departments:
        above, at = set(), key
        while at not in tops:
            assert at not in above, key
            above.add(at)
            at = departments[at]["within"]
    assert len({each["department"] for each in members.values()}) > 1


def test_a_key_of_the_practice_company_means_one_thing() -> None:
    """A scope holds keys: one that is a department and a member would show it to both."""
    assert not COMPANY["departments"].keys() & COMPANY["members"].keys()


def test_nobody_of_practice_can_be_mistaken_for_somebody() -> None:
    """Users, members and the company say in their names that they are made up."""
    made_up = (*document("practice.toml")["users"].values(), *COMPANY["members"].values(), COMPANY)
    for each in made_up:
        assert "练习" in each["name"]["zh"]
        assert "ractice" in each["name"]["en"]


def test_a_shipped_file_has_one_reader() -> None:
    """Two readers of one file agree on what it means until one of them is changed."""
    shipped = {path.name for path in data_folder().iterdir() if path.is_file()}
    read_by = Counter(
        node.value
        for path in Path(mpwizard.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in shipped
    )
    assert "practice.toml" in read_by
    assert {name: times for name, times in read_by.items() if times > 1} == {}
