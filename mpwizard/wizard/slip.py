"""The transfer slip: a form for the operator, who copies it off the real platform; and the rows it is shown in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from mpwizard.domain import FEN
from mpwizard.i18n import N_
from mpwizard.records import PaymentRecord
from mpwizard.rules import shapes
from mpwizard.text import clean, compact
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask

SLIP = "payment"

_LINE = 100
_COMPARED = ("amount", "remark")
# A sum that is shown brings its sign with it.
_SHOWN_AS = {"amount": N_("Exact amount")}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAYS = re.compile(r"\+\d{1,3}d", re.ASCII)


def _line(raw: str, _context: Context) -> str:
    return clean(raw, _LINE)


def _sum(raw: str, _context: Context) -> Decimal:
    value = compact(raw).removeprefix("¥")
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", value) or Decimal(value) == 0:
        raise shapes.Misfit("money_form")
    return Decimal(value).quantize(FEN)


def _date(value: str) -> date:
    # fromisoformat alone would take weeks and days without hyphens as well, which nobody writes on a slip.
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _day(raw: str, context: Context) -> date:
    value = compact(raw)
    try:
        day = context.today + timedelta(days=int(value[1:-1])) if _DAYS.fullmatch(value) else _date(value)
    except ValueError:
        raise shapes.Misfit("deadline_form") from None
    if day < context.today:
        raise shapes.Misfit("deadline_form")
    return day


class SlipAnswers(Answers):
    """Payee, account, bank, exact sum in yuan, remark, and the last day."""

    payee: Annotated[str, Ask(limit=_LINE), required(_line)] = Field(title=N_("Payee"))
    account: Annotated[str, Ask(limit=_LINE), required(_line)] = Field(title=N_("Payee's account"))
    bank: Annotated[str, Ask(limit=_LINE), required(_line)] = Field(title=N_("Payee's bank"))
    amount: Annotated[Decimal, Ask(limit=12, keys=r"0-9.¥"), required(_sum)] = Field(title=N_("Exact amount in yuan"))
    remark: Annotated[str, Ask(limit=_LINE), required(_line)] = Field(title=N_("Remark"))
    last_day: Annotated[date, Ask(limit=10), required(_day)] = Field(title=N_("Last day"))

    def payment(self) -> PaymentRecord:
        """The slip as it is stored; it is due at the end of its last day, local time."""
        end = datetime.combine(self.last_day, time(23, 59, 59)).astimezone().astimezone(UTC)
        return PaymentRecord(self.payee, self.account, self.bank, self.amount, self.remark, end)


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One row of a slip: the record's name for it, its title, its value.

    `typed` is what goes into a bank's form, `exact` what the platform compares to the last character.
    """

    name: str
    title: str
    value: str | Decimal | datetime
    typed: bool = True
    exact: bool = False


def slip_rows(payment: PaymentRecord) -> tuple[SlipRow, ...]:
    """A slip as it is shown, in the order of a bank's form; last, until when it is to be paid."""
    typed = (
        SlipRow(name, _SHOWN_AS.get(name, info.title or name), getattr(payment, name), exact=name in _COMPARED)
        for name, info in SlipAnswers.model_fields.items()
        if name != "last_day"
    )
    return (*typed, SlipRow("due_at", N_("Pay until"), payment.due_at, typed=False))


def usual_last_day(context: Context) -> str:
    """The last day by the rule table, counted from today, as the form suggests it."""
    return (context.today + context.edition.span("transfer.deadline")).isoformat()
