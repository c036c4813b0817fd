"""Working days (工作日) in China: public holidays and the weekends worked in their place, as far as they are announced.

For a year whose holidays are not announced yet, weekends are all that is known; what falls there is an estimate.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_SATURDAY = 5


def working_days_later(start: datetime, days: int) -> datetime:
    """The same time of day so many working days later, in China; the day of the start does not count."""
    at = start.astimezone(CHINA)
    while days > 0:
        at += _DAY
        days -= is_working_day(at.date())
    return at.astimezone(start.tzinfo)


def is_working_day(day: date) -> bool:
    """Whether offices work on a day."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY
