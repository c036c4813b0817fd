"""The days, months and years by which the platform counts: those of the calendar in China, wherever the operator sits.
What is counted is what lies in the period, not whatever came since it began: on record cases a day may be said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from mpwizard.working_days import CHINA

# Whether two moments lie in one period.
Same = Callable[[datetime, datetime], bool]


def day_of(at: datetime) -> date:
    """The day on which the platform counts something."""
    return at.astimezone(CHINA).date()


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two moments lie on one day."""
    return day_of(one) == day_of(other)


def same_month(one: datetime, other: datetime) -> bool:
    """Whether two moments lie in one month."""
    return same_year(one, other) and day_of(one).month == day_of(other).month


def same_year(one: datetime, other: datetime) -> bool:
    """Whether two moments lie in one year."""
    return day_of(one).year == day_of(other).year
