"""The answers file: what a person would type, as TOML. Its shape is declared here, `answers_reading.py` reads it.

Whether an answer is right is not judged here: that is the forms' and the gates' business (`unattended.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from mpwizard.domain import FEN, EntityType, Kind, Method
from mpwizard.lifecycle import Event
from mpwizard.problems import Problem
from mpwizard.recordable import BY_EVENT
from mpwizard.records import NOTE_LIMIT
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import FLOW
from mpwizard.wizard.form import FormField, form_fields
from mpwizard.wizard.slip import SLIP, SlipAnswers

# Besides the fields of the form: the variable that holds the password.
PASSWORD_STEP, PASSWORD, PASSWORD_ENV = "credentials", "password", "password_env"

_SPAN = r"\d{1,5}[mhd]"
LONGEST_SPAN = "99999d"
_SPANS = {"m": "minutes", "h": "hours", "d": "days"}
_SUM = r"\d{1,7}(\.\d{1,2})?"


def _span(raw: object) -> timedelta:
    if not isinstance(raw, str) or not re.fullmatch(_SPAN, raw, re.ASCII):
        raise ValueError("30m | 2h | 10d")
    return timedelta(**{_SPANS[raw[-1]]: int(raw[:-1])})


def _amount(raw: object) -> Decimal | None:
    if raw == "exact":
        return None
    told = "" if isinstance(raw, bool) else str(raw)
    if not re.fullmatch(_SUM, told, re.ASCII) or not Decimal(told):
        raise ValueError("exact | 0.37")
    return Decimal(told).quantize(FEN)


Span = Annotated[timedelta, BeforeValidator(_span), WithJsonSchema({"type": "string", "pattern": f"^{_SPAN}$"})]
Amount = Annotated[
    Decimal | None,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "exact"},
                {"type": "string", "pattern": f"^{_SUM}$"},
                {"type": "number", "minimum": 0.01, "maximum": 9_999_999.99},
            ]
        }
    ),
]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class FileTransfer(_Section):
    """A payment: when after it was asked for, which sum (None for the exact one), from whom, with which remark."""

    after: Span = timedelta(0)
    amount: Amount = None
    payer: Literal["entity", "other"] = "entity"
    remark: Literal["exact", "wrong"] = "exact"


class FileWorld(_Section):
    """What happens beside the form of a practice case."""

    activate: Literal["link", "code", "never"] = "link"
    sms: Literal["right", "wrong", "never"] = "right"
    scan: Literal["administrator", "someone_else", "never"] = "administrator"
    transfer: FileTransfer | None = None
    advance: Span | None = None


class FileAnswer(_Section):
    """One answer of the real platform: its event and, where it was a refusal, the reason it gave."""

    event: Annotated[Event, WithJsonSchema({"enum": list(BY_EVENT)})]
    reason: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, raw: object) -> object:
        return {"event": raw} if isinstance(raw, str) else raw

    @model_validator(mode="after")
    def _reason_fits(self) -> FileAnswer:
        if self.event not in BY_EVENT:
            raise ValueError(" | ".join(BY_EVENT))
        reasons = BY_EVENT[self.event].refusals
        if self.reason not in (reasons or ("",)):
            raise ValueError(" | ".join(f'{{ event = "{self.event}", reason = "{each}" }}' for each in reasons) or "-")
        return self


class FilePlatform(_Section):
    """What the real platform has answered in a record case, in order, and the slip of the transfer it asked for."""

    answers: tuple[FileAnswer, ...] = ()
    note: Annotated[str, Field(max_length=NOTE_LIMIT)] = ""
    slip: Mapping[str, str] | None = None


class Head(_Section):
    """All of a file but the answers."""

    kind: Kind = Kind.PRACTICE
    edition: str = DEFAULT_EDITION
    world: FileWorld | None = None
    platform: FilePlatform | None = None


@dataclass(frozen=True)
class AnswersFile:
    """What a file asks for: the kind of case and edition, the answers by step, and what happens beside the form.

    `unreadable` holds problems with answers that the file names but does not hold itself (a password's variable);
    `cleaned` tells where characters were taken out that nobody sees.
    """

    kind: Kind
    edition: str
    answers: Mapping[str, Mapping[str, object]] = field(repr=False)
    world: FileWorld
    platform: FilePlatform = field(repr=False)
    unreadable: tuple[Problem, ...] = ()
    cleaned: tuple[Problem, ...] = ()


@cache
def sections() -> Mapping[str, tuple[FormField, ...]]:
    """The steps a file can answer, with the fields it can fill in: those asked of anybody who is not at the form."""
    found = {
        step.key: tuple(
            each
            for each in form_fields(step.key, step.answers)
            if any(each.ask.when(context.at(step.key)) for context in situations())
        )
        for step in FLOW
    }
    return {step: fields for step, fields in found.items() if fields}


@cache
def situations() -> tuple[Context, ...]:
    """One context for each way a case can go, as far as it decides which fields are asked and what can be chosen."""
    return tuple(_situation(*each) for each in product(Kind, EntityType, Method))


@cache
def slip_fields() -> tuple[FormField, ...]:
    """What a transfer slip consists of."""
    return form_fields(SLIP, SlipAnswers)


def _situation(kind: Kind, entity_type: EntityType, method: Method) -> Context:
    draft: dict[str, dict[str, Any]] = {"entity_type": {"type": entity_type}, "verification": {"method": method}}
    return Context(load_edition(DEFAULT_EDITION), kind, date.min, draft)
