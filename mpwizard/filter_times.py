"""The times of the filter line: `<3d`, `>1w`, `today`, `late`, `none`, a date. How each is written, and from when until
when it reaches. Days are the local calendar's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from mpwizard.text import comparable
from mpwizard.texts import option_texts

LATE, TODAY, NONE = "late", "today", "none"

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_LONGEST = 4  # digits of an amount: whatever is farther away is no deadline
_AMOUNT = re.compile(rf"([<>])(\d{{1,{_LONGEST}}})(\w+)", re.ASCII)
_AMOUNT_ZH = re.compile(rf"([<>])(\d{{1,{_LONGEST}}})([^\W\d]+)")
_DATE = re.compile(r"([<>]?)(2\d{3})-(\d{1,2})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on and until before another; without one, there is no bound on that side."""

    start: datetime | None
    end: datetime | None


def time_word(field: str, typed: str) -> str:
    """How a time is written in a filter, from what somebody typed in either language; empty where it is none."""
    word = comparable(typed).replace(" ", "")
    return _named(field).get(word, "") or _amount(word) or _date(word)


def due_span(value: str, now: datetime) -> Span | None:
    """When what is due then falls due; None stands for what is never due."""
    if value == NONE:
        return None
    if value == LATE:
        return Span(None, now)
    if amount := _AMOUNT.fullmatch(value):
        until = now + int(amount[2]) * _UNITS[amount[3]]
        return Span(None, until) if amount[1] == "<" else Span(until, None)
    return _days(value, now)


def changed_span(value: str, now: datetime) -> Span:
    """When what was changed then was changed: `<2d` is less than two days ago."""
    if amount := _AMOUNT.fullmatch(value):
        since = now - int(amount[2]) * _UNITS[amount[3]]
        return Span(since, None) if amount[1] == "<" else Span(None, since)
    return _days(value, now)


def _days(value: str, now: datetime) -> Span:
    """Today, a day, all before it or all after it."""
    if value == TODAY:
        return Span(_midnight(now.astimezone().date()), _midnight(now.astimezone().date() + timedelta(days=1)))
    sign, day = value[:1], date.fromisoformat(value.lstrip("<>"))
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    if sign == "<":
        return Span(None, begins)
    return Span(ends, None) if sign == ">" else Span(begins, ends)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone().astimezone(UTC)


def _amount(word: str) -> str:
    found = _AMOUNT_ZH.fullmatch(word)
    unit = _units().get(found[3], "") if found else ""
    return f"{found[1]}{int(found[2])}{unit}" if found and unit else ""


def _date(word: str) -> str:
    found = _DATE.fullmatch(word)
    if not found:
        return ""
    try:
        return f"{found[1]}{date(int(found[2]), int(found[3]), int(found[4])).isoformat()}"
    except ValueError:
        return ""


@cache
def _named(field: str) -> Mapping[str, str]:
    """What a field's own times are called, in either language."""
    prefix = f"filter.{field}."
    return {
        comparable(word): key.removeprefix(prefix)
        for key, text in option_texts().items()
        if key.startswith(prefix)
        for word in (key.removeprefix(prefix), text.label.zh, text.label.en)
    }


@cache
def _units() -> Mapping[str, str]:
    """What the units are called, in either language."""
    return {
        comparable(word): unit for unit in _UNITS for word in (unit, option_texts()[f"filter.unit.{unit}"].label.zh)
    }
