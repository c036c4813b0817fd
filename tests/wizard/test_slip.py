"""The real platform's transfer slip, as the operator copies it: exact to the fen, due at the end of its last day."""

from __future__ import annotations

from dataclasses import astuple, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mpwizard.wizard.context import Context
from mpwizard.wizard.form import answers, check
from mpwizard.wizard.slip import SLIP, SlipAnswers, slip_rows, usual_last_day
from tests.desk.answers import surroundings

GOOD: dict[str, object] = {
    "payee": "练习收款方",
    "account": "0000 0000 0001",
    "bank": "练习银行",
    "amount": "0.37",
    "remark": "283746",
    "last_day": "2026-12-02",
}


@pytest.fixture
def today() -> Context:
    """An ordinary day at the desk."""
    return surroundings()


def slip(today: Context, **changed: object) -> Context:
    """The slip filled in, some of it changed."""
    return replace(today, draft={SLIP: {**GOOD, **changed}})


def keys(context: Context) -> list[str]:
    """What is wrong with the slip."""
    return [problem.key for problem in check(SLIP, SlipAnswers, context)]


def test_a_slip_becomes_a_payment(today: Context) -> None:
    """The sum is a decimal, the deadline the last second of the day named, local time."""
    payment = answers(SLIP, SlipAnswers, slip(today)).payment()
    assert (payment.amount, payment.remark) == (Decimal("0.37"), "283746")
    assert payment.due_at == datetime(2026, 12, 2, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["0.37", "¥0.37", "￥0.37", " 0.37 ", "０．３７"])
def test_a_sum_is_read_however_it_is_typed(typed: str, today: Context) -> None:
    """It is copied from a web page, signs and width included."""
    assert answers(SLIP, SlipAnswers, slip(today, amount=typed)).amount == Decimal("0.37")


@pytest.mark.parametrize("typed", ["0", "0.00", "-1", "0.375", "1e3", "NaN", "1,000.00", "12345678"])
def test_what_is_no_sum_is_told(typed: str, today: Context) -> None:
    """A transfer that differs by a fen is sent back."""
    assert keys(slip(today, amount=typed)) == ["money_form"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-11-22", date(2026, 11, 22)), ("+3d", date(2026, 11, 25)), ("+0d", date(2026, 11, 22))],
)
def test_a_last_day_is_a_date_or_days_from_today(typed: str, day: date, today: Context) -> None:
    """As the message under the field promises."""
    assert answers(SLIP, SlipAnswers, slip(today, last_day=typed)).last_day == day


@pytest.mark.parametrize(
    "typed", ["2026-11-21", "20261202", "2026-W49-3", "2026-11-31", "tomorrow", "-3d", "+d", "+9999d"]
)
def test_what_is_no_last_day_is_told(typed: str, today: Context) -> None:
    """A day that has been cannot be a deadline, and one way of writing keeps dates from being misread."""
    assert keys(slip(today, last_day=typed)) == ["deadline_form"]


def test_nothing_of_a_slip_may_be_missing(today: Context) -> None:
    """Who pays from it needs all of it."""
    assert keys(replace(today, draft={})) == ["required"] * len(GOOD)


def test_the_day_suggested_is_the_rule_tables(today: Context) -> None:
    """The guide's deadline, counted from today; the platform's own page has the last word."""
    days = today.edition.span("transfer.deadline")
    assert date.fromisoformat(usual_last_day(today)) == today.today + days


def test_a_slip_is_shown_in_the_order_of_its_form(today: Context) -> None:
    """One list for the screen, the accountant's page, the terminal and the exports: each value under its own title."""
    payment = answers(SLIP, SlipAnswers, slip(today)).payment()
    rows = slip_rows(payment)
    assert [row.name for row in rows] == [field.name for field in fields(payment)]
    assert [row.value for row in rows] == list(astuple(payment))
    assert [row.title for row in rows if row.typed] == [
        "Exact amount" if name == "amount" else info.title  # the sum itself says that it is yuan
        for name, info in SlipAnswers.model_fields.items()
        if name != "last_day"
    ]
    assert [row.name for row in rows if row.exact] == ["amount", "remark"]
