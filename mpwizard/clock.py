"""Where the time comes from. Nothing else in the project asks the system for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells an aware UTC time."""

    def now(self) -> datetime:
        """The time now, in UTC."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A time that stands still until it is moved: for tests, scenarios and pictures."""

    def __init__(self, at: datetime) -> None:
        self._now = at

    def now(self) -> datetime:
        """The time it was set to."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Go forward (or, for tests of a clock set back, backward) by a span."""
        self._now += by


def case_time(clock: Clock, ahead: timedelta, latest: datetime | None) -> datetime:
    """The time in one case: a practice case runs ahead of the clock, and no case ever goes back behind its own log."""
    now = clock.now() + ahead
    return now if latest is None else max(now, latest)
