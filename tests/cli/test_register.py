"""`mpwizard register`: how far a file's answers carry a case, and what the exit code says of it."""

from __future__ import annotations

from typing import Any

import pytest

from mpwizard.texts import refusal
from tests.cli.answers import Command, WriteFile

KEYS = {
    "case", "kind", "edition", "entity_type", "state", "steps", "problems", "payment", "due_at", "next_action", "log",
}  # fmt: skip
PAID = {"transfer": {"after": "2d"}}


def test_the_object_has_the_promised_keys_and_no_others(register: Command) -> None:
    """Scripts read these names; one more would become a promise nobody made."""
    ran = register(world=PAID)
    assert ran.code == 0
    assert ran.err == ""
    told = ran.json
    assert told.keys() == KEYS
    assert (told["kind"], told["edition"], told["entity_type"]) == ("practice", "guide-2018", "enterprise")
    assert told["state"] == "registered"
    assert set(told["steps"].values()) == {"done"}
    assert told["payment"].keys() == {"payee", "account", "bank", "amount", "remark", "due_at"}
    assert told["log"][0].keys() == {
        "seq", "at", "actor", "source", "event", "from", "to", "matter", "reason", "decided_by",
    }  # fmt: skip
    assert told["log"][-1]["event"] == "transfer_verified"


def test_time_that_runs_out_without_money_is_no_refusal(register: Command) -> None:
    """Nothing was refused: the registration failed by the clock, which the file itself moved."""
    ran = register(world={"advance": "11d"})
    assert (ran.code, ran.json["state"], ran.json["problems"]) == (0, "failed", [])


def test_a_file_may_end_early(register: Command) -> None:
    """Every given step passed; a person goes on from there."""
    ran = register(administrator=None, confirmation=None)
    assert (ran.code, ran.json["state"], ran.json["steps"]["administrator"]) == (0, "activated", "open")
    assert ran.json["next_action"] == "enter_administrator"


@pytest.mark.parametrize(
    ("world", "code", "state"),
    [
        ({"activate": "never"}, "U-207", "awaiting_activation"),
        ({"sms": "never"}, "U-611", "activated"),
        ({"sms": "wrong"}, "U-306", "activated"),
        ({"scan": "never"}, "U-612", "activated"),
        ({"scan": "someone_else"}, "U-311", "activated"),
        ({"transfer": {"after": "11d"}}, "U-323", "failed"),
        ({"transfer": {"amount": "9.99"}}, "U-320", "awaiting_transfer"),
        ({"transfer": {"amount": 9.99}}, "U-320", "awaiting_transfer"),
        ({"transfer": {"payer": "other"}}, "U-321", "awaiting_transfer"),
        ({"transfer": {"remark": "wrong"}}, "U-322", "awaiting_transfer"),
        ({"transfer": {"amount": "9.99"}, "advance": "11d"}, "U-320", "failed"),
    ],
)
def test_what_the_platform_refuses_ends_with_three(
    register: Command, world: dict[str, Any], code: str, state: str
) -> None:
    """What never came or came wrong is a refusal, with its code; what passed before stays."""
    ran = register(world=world)
    assert ran.code == 3
    assert code in ran.codes
    assert ran.json["state"] == state


@pytest.mark.parametrize("how", ["link", "code"])
def test_both_ways_of_activation_work(register: Command, how: str) -> None:
    """The code goes through the form, the link does not."""
    assert register(world={"activate": how, **PAID}).json["state"] == "registered"


def test_all_that_is_wrong_is_told_at_once(register: Command) -> None:
    """Whoever mends one line a run gives up; the steps behind the first refusal are checked too."""
    ran = register(
        entity={"code": "91110000109Y03WY53"},
        administrator={"id_number": "110000190001010013", "mobile": "12345678901"},
        confirmation={"entity_is_final": False},
    )
    assert ran.code == 3
    assert ran.places == [
        "entity.code",
        "administrator.id_number",
        "administrator.mobile",
        "confirmation.entity_is_final",
    ]
    assert ran.json["steps"]["entity"] == "open"
    assert ran.json["state"] == "activated"


def test_a_missing_section_in_the_middle_is_named(register: Command) -> None:
    """A missing step is never filled with blanks, and what comes behind it cannot pass."""
    ran = register(entity=None)
    assert (ran.code, ran.places, ran.codes) == (3, ["entity"], ["U-610"])


def test_an_empty_section_is_a_step_with_nothing_filled_in(register: Command) -> None:
    """An empty form is handed in as it is."""
    ran = register(entity="")
    assert ran.code == 3
    assert "entity.name" in ran.places


@pytest.mark.parametrize("section", ["entity", "verification"])
def test_an_individual_has_no_entity_to_fill_in(register: Command, section: str) -> None:
    """A file that contradicts itself is not carried to the point of no return."""
    taken = {"entity": None, "verification": None}
    del taken[section]
    ran = register(entity_type={"type": "individual"}, **taken)
    assert (ran.code, ran.places, ran.codes) == (3, [section], ["U-204"])
    assert ran.json["state"] == "activated"


def test_an_individual_needs_no_entity(register: Command) -> None:
    """The administrator is the entity."""
    ran = register(entity_type={"type": "individual"}, entity=None, verification=None)
    assert (ran.code, ran.json["state"]) == (0, "registered")
    assert ran.json["steps"]["entity"] == "not_applicable"


@pytest.mark.parametrize("given", [None, {}, {"method": "wechat_verification"}])
def test_where_there_is_no_choice_it_may_be_left_out_or_named(register: Command, given: dict[str, str] | None) -> None:
    """The step is shown once on the screen, and asks nothing there either."""
    ran = register(
        entity_type={"type": "government"},
        entity={"name": "样例市样例局", "code": "113100008BTUTA784A"},
        verification=None if given is None else "\n".join(f'{key} = "{value}"' for key, value in given.items()),
    )
    assert (ran.code, ran.json["state"]) == (0, "awaiting_verification")


def test_a_choice_where_there_is_none_is_refused(register: Command) -> None:
    """Money sent for an entity that cannot be verified by money would be lost time."""
    ran = register(entity_type={"type": "media"}, entity={"code": "12500000BKHAP0LU9W"})
    assert (ran.code, ran.places, ran.codes) == (3, ["verification.method"], ["U-115"])
    assert ran.json["steps"]["administrator"] != "done"


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"entity": "name = 5\ncode_kind = 'credit_code'\ncode = '91110000109Y03WY52'"}, "entity.name", "U-112"),
        ({"entity": {"code": 91110000109}}, "entity.code", "U-112"),
        ({"entity": {"code_kind": ["credit_code"]}}, "entity.code_kind", "U-112"),
        ({"credentials": {"password": 12345678}}, "credentials.password", "U-112"),
        ({"credentials": {"agree": 1}}, "credentials.agree", "U-113"),
        ({"credentials": {"agree": "true"}}, "credentials.agree", "U-113"),
        ({"administrator": 'name = "样例"\nid_number = 2026-11-22\nmobile = nan'}, "administrator.id_number", "U-112"),
    ],
)
def test_a_value_of_another_kind_is_told_and_not_stored(
    register: Command, change: dict[str, Any], place: str, code: str
) -> None:
    """TOML knows dates, numbers and lists; a form knows text and ticks."""
    ran = register(**change)
    assert ran.code == 3
    assert (place, code) in list(zip(ran.places, ran.codes, strict=True))
    assert len(set(ran.places)) == len(ran.places)


def test_other_account_types_are_refused_with_where_they_belong(register: Command) -> None:
    """The flow ends at its first step, and the answers behind it are still looked at."""
    ran = register(account_type={"type": "wecom"}, administrator={"mobile": "1"})
    assert ran.code == 3
    assert ran.places == ["account_type", "administrator.mobile"]
    assert ran.json["state"] == "draft"


def test_a_password_behind_a_refusal_is_not_called_missing(register: Command) -> None:
    """It is never kept, but it was given."""
    assert register(account_type={"type": "service"}).places == ["account_type"]


def test_an_address_serves_once(register: Command) -> None:
    """Uniqueness holds over the desk's own cases, in whatever way they came in."""
    first = register()
    again = register(entity={"code": "911100006090657924"})
    assert (first.code, again.code) == (0, 3)
    assert again.places == ["credentials"]
    assert first.json["case"] in again.json["problems"][0]["message"]


def test_money_nobody_asked_for_is_refused(register: Command) -> None:
    """An individual pays nothing; a transfer in the file is somebody's error of thought."""
    ran = register(entity_type={"type": "individual"}, entity=None, verification=None, world=PAID)
    assert (ran.code, ran.places, ran.json["state"]) == (3, ["completion"], "registered")


def test_unseen_characters_are_taken_out_and_told(register: Command, command: Command) -> None:
    """They come with pasted text, and a terminal must never get them; nothing is dropped in silence."""
    ran = register(entity={"name": "样例\u001b[31m科技\u202e有限公司"})
    assert ran.code == 0
    assert "\u001b" not in ran.out + ran.err
    assert "entity.name" in ran.err
    assert "U-522" in ran.err
    shown = command("show", ran.json["case"])
    assert "\u202e" not in shown.out


@pytest.mark.parametrize("name", ["[/] [bold]样例[/bold]", "{name} %s {0.__class__}", "样例\\u0000", "=cmd|'样例'!A1"])
def test_hostile_names_are_names(register: Command, command: Command, name: str) -> None:
    """Nothing in a value is interpreted on its way in or out."""
    ran = register(entity={"name": name})
    assert ran.code == 0
    assert name in command("show", ran.json["case"]).out


def test_without_json_the_case_is_told_to_people(command: Command, write: WriteFile) -> None:
    """Where it stands on standard output; what was refused on standard error."""
    ran = command("register", "--answers", write(world={"scan": "someone_else"}))
    assert ran.code == 3
    assert "MP-" in ran.out
    assert "U-311" in ran.err
    lifts = refusal("U-311").lifts
    assert any(words in ran.err for words in (lifts.zh, lifts.en))
    assert not any(words in ran.out for words in (lifts.zh, lifts.en))
