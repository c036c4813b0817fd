"""What an operator says with an action on a record case: a note, and the day on which the platform answered. Its two
fields stand below the action's own; no rule of a section lives here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from mpwizard.console.asking import left_open, own_words
from mpwizard.domain import Kind
from mpwizard.i18n import N_
from mpwizard.records import NOTE_LIMIT
from mpwizard.text import compact
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import Answers, Ask, fail

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAYS_AGO = re.compile(r"-\d{1,3}d", re.ASCII)
_DAY_CAP = 10


def _day(raw: object, info: ValidationInfo) -> date | None:
    """A day that has come, as a date or as days ago; today where it is left open."""
    if not isinstance(raw, str):
        raise fail("not_text")
    value, context = compact(raw), info.context
    if not value:
        return None
    if not isinstance(context, Context):
        raise TypeError("answers are judged in a context")
    try:
        said = context.today - timedelta(days=int(value[1:-1])) if _DAYS_AGO.fullmatch(value) else _date(value)
    except ValueError:
        raise fail("said_day_form") from None
    if is_to_come(said, context.today):
        raise fail("said_in_future")
    return said


def is_to_come(day: date, today: date) -> bool:
    """Whether nothing can have happened on a day yet."""
    return day > today


def _date(value: str) -> date:
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


class SaidAnswers(Answers):
    """The note and the day."""

    said_note: Annotated[str, Ask(limit=NOTE_LIMIT, required=False), left_open(own_words(NOTE_LIMIT))] = Field(
        title=N_("Note"), default=""
    )
    said_on: Annotated[date | None, Ask(limit=_DAY_CAP, required=False), BeforeValidator(_day)] = Field(
        title=N_("Answered on"), default=None
    )


def asked_on(kind: Kind, model: type[Answers]) -> type[Answers]:
    """The form of an action as it is asked on a kind of case: on record cases the note and the day stand below."""
    return _with_said(model) if kind is Kind.RECORD else model


def parted(values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """The action's own values, and those of the note and the day."""
    own = {name: value for name, value in values.items() if name not in SaidAnswers.model_fields}
    return own, {name: value for name, value in values.items() if name in SaidAnswers.model_fields}


@cache
def _with_said(model: type[Answers]) -> type[Answers]:
    # Pydantic takes the fields of the last base first.
    made: Any = type(f"{model.__name__}Said", (SaidAnswers, model), {"__doc__": model.__doc__})
    return made  # type: ignore[no-any-return]
