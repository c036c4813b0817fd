"""Answers files of record cases: what the real platform answered may be known when the file is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.answers import Command, Ran

HEAD = 'kind = "record"'
CREDENTIALS = 'email = "ops@example.com"\nagree = true'
SLIP = {
    "payee": "样例收款方",
    "account": "0000000000000000002",
    "bank": "样例收款银行",
    "amount": "0.37",
    "remark": "123456",
    "last_day": "2099-12-31",
}
PROVEN = ["activated", "mobile_confirmed", "scan_confirmed"]


@pytest.fixture
def record(register: Command) -> Command:
    """Register a record case, with the platform's answers."""

    def registered(answers: list[Any] | None = None, slip: dict[str, str] | None = None, **changes: Any) -> Ran:
        platform = {"answers": answers, **({"slip": slip} if slip else {}), "note": "by telephone"}
        lines = {} if answers is None else {"platform": platform}
        return register(HEAD, **{"credentials": CREDENTIALS, **lines, **changes})

    return registered


def test_the_platforms_answers_carry_it_to_the_end(record: Command) -> None:
    """Each is written down by the operator as soon as the case can have got it."""
    ran = record([*PROVEN, "transfer_requested", "transfer_verified"], SLIP)
    assert (ran.code, ran.json["state"], ran.json["problems"]) == (0, "registered", [])
    assert ran.json["payment"]["amount"] == "0.37"
    events = [line["event"] for line in ran.json["log"]]
    assert events[-2:] == ["transfer_requested", "transfer_verified"]
    assert {line["source"] for line in ran.json["log"]} == {ran.json["log"][0]["source"]}


def test_without_answers_it_stops_where_the_platform_has_to_answer(record: Command) -> None:
    """Steps behind it were given and cannot pass: three."""
    ran = record()
    assert (ran.code, ran.places, ran.codes) == (3, ["activation"], ["U-206"])
    assert ran.json["state"] == "awaiting_activation"
    assert ran.json["next_action"] == "record_activation"


def test_stopping_there_is_no_refusal_when_nothing_more_was_given(record: Command) -> None:
    """Every given step passed."""
    nothing = dict.fromkeys(("entity_type", "entity", "verification", "administrator", "confirmation"))
    ran = record(**nothing)
    assert (ran.code, ran.json["problems"]) == (0, [])


@pytest.mark.parametrize(
    ("confirmation", "code", "places"), [(None, 0, []), ({"entity_is_final": True}, 3, ["administrator"])]
)
def test_it_stops_at_an_administrator_who_is_not_proven(
    record: Command, confirmation: dict[str, bool] | None, code: int, places: list[str]
) -> None:
    """The same rule at the second place where the platform answers."""
    ran = record(["activated", "mobile_confirmed"], confirmation=confirmation)
    assert (ran.code, ran.places) == (code, places)


def test_a_refusal_by_the_platform_is_one(record: Command) -> None:
    """It is on record with its reason, and the case goes on once the platform took the next try."""
    refused = {"event": "scan_refused", "reason": "scan_by_other"}
    ran = record(["activated", "mobile_confirmed", refused, "scan_confirmed"])
    assert (ran.code, ran.codes, ran.json["state"]) == (3, ["U-311"], "confirmed")


def test_a_refused_sum_is_told_without_the_sum(record: Command) -> None:
    """What came in is known to the platform alone; the sentence that quotes it cannot be said."""
    answers = [*PROVEN, "transfer_requested", {"event": "transfer_refused", "reason": "transfer_amount_wrong"}]
    ran = record(answers, SLIP)
    assert (ran.code, ran.codes, ran.json["state"]) == (3, ["U-326"], "awaiting_transfer")


def test_a_deadline_on_record_is_no_refusal(record: Command) -> None:
    """The clock ran out, as it may in practice."""
    ran = record([*PROVEN, "transfer_requested", "deadline_passed"], SLIP)
    assert (ran.code, ran.json["state"]) == (0, "failed")


def test_an_answer_that_cannot_have_come_is_told(record: Command) -> None:
    """What could not be written down must not be thought to be on record."""
    ran = record([*PROVEN, "entity_accepted"])
    assert (ran.code, ran.places, ran.codes) == (3, ["completion"], ["U-202"])


def test_a_slip_is_checked_like_the_form(record: Command) -> None:
    """It decides what is paid to whom."""
    ran = record([*PROVEN, "transfer_requested"], {**SLIP, "amount": "a lot", "last_day": "2001-01-01"})
    assert ran.code == 3
    assert ran.places == ["completion.amount", "completion.last_day"]


@pytest.mark.parametrize("line", ['password = "practice-lantern-42"', 'password_env = "NOT_SET_ANYWHERE"'])
def test_a_record_case_takes_no_password(record: Command, command: Command, line: str) -> None:
    """A real account's password belongs in no file, and goes nowhere from one."""
    ran = record(["activated"], credentials=f"{CREDENTIALS}\n{line}")
    assert ran.code == 3
    assert ("credentials.password", "U-609") in zip(ran.places, ran.codes, strict=True)
    assert ran.json["state"] == "draft"
