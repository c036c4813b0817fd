"""How near a deadline is, in words and bands; the colour of a band is the screens' business."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from mpwizard.i18n import tr

_DAY = timedelta(days=1)
_SOON = 3 * _DAY


class Band(StrEnum):
    """How pressing a deadline is."""

    NONE = "none"
    FAR = "far"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"


def band(due_at: datetime | None, now: datetime) -> Band:
    """The band of a deadline: late, within a day, within three days, farther."""
    if due_at is None:
        return Band.NONE
    left = due_at - now
    if left < timedelta(0):
        return Band.LATE
    if left < _DAY:
        return Band.TODAY
    return Band.SOON if left < _SOON else Band.FAR


def due_words(due_at: datetime | None, now: datetime) -> str:
    """A deadline as lists show it: `!! 2 d late`, `! 5 h left`, `9 d left`; a dash where there is none."""
    if due_at is None:
        return "–"
    match band(due_at, now):
        case Band.LATE:
            days = (now - due_at) // _DAY
            return tr("!! {n} d late", n=days) if days else tr("!! overdue")
        case Band.TODAY:
            return tr("! {n} h left", n=max(1, round((due_at - now) / timedelta(hours=1))))
        case _:
            return tr("{n} d left", n=(due_at - now) // _DAY)
