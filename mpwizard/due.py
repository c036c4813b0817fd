"""How near a deadline is, in words and bands; the colour of a band is the screens' business.

Days are counted as people count them, by the local calendar: from the 22nd to the 24th are two, whatever the hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from mpwizard.i18n import tr

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_SOON = 3


class Band(StrEnum):
    """How pressing a deadline is."""

    NONE = "none"
    FAR = "far"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"


def band(due_at: datetime | None, now: datetime) -> Band:
    """The band of a deadline: late, less than a day away, at most three days away, farther."""
    if due_at is None:
        return Band.NONE
    left = due_at - now
    if left < timedelta(0):
        return Band.LATE
    if left < _DAY:
        return Band.TODAY
    return Band.SOON if _days(now, due_at) <= _SOON else Band.FAR


def _days(start: datetime, end: datetime) -> int:
    return (end.astimezone().date() - start.astimezone().date()).days


def time_left(due_at: datetime | None, now: datetime) -> timedelta | None:
    """How long it is until a deadline; nothing where there is none, or it has passed."""
    return due_at - now if due_at is not None and due_at >= now else None


def due_words(due_at: datetime | None, now: datetime) -> str:
    """A deadline as lists show it: `!! 2d late`, `! 5h left`, `10d left`; a dash where there is none."""
    if due_at is None:
        return "–"
    match band(due_at, now):
        case Band.LATE:
            days = _days(due_at, now)
            return tr("!! {n}d late", n=days) if days else tr("!! overdue")
        case Band.TODAY if due_at - now < _HOUR:
            return tr("! {n}min left", n=max(1, (due_at - now) // _MINUTE))
        case Band.TODAY:
            return tr("! {n}h left", n=round((due_at - now) / _HOUR))
        case _:
            return tr("{n}d left", n=_days(now, due_at))
