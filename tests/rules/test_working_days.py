"""Working days: holidays and worked weekends as announced, weekends where nothing is announced yet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mpwizard.working_days import is_working_day, working_days_later


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (datetime(2026, 11, 20, 2, tzinfo=UTC), 1, datetime(2026, 11, 23, 2, tzinfo=UTC)),
        (datetime(2026, 11, 16, 2, tzinfo=UTC), 5, datetime(2026, 11, 23, 2, tzinfo=UTC)),
        (datetime(2025, 9, 30, 2, tzinfo=UTC), 1, datetime(2025, 10, 9, 2, tzinfo=UTC)),
        (datetime(2026, 11, 20, 2, tzinfo=UTC), 0, datetime(2026, 11, 20, 2, tzinfo=UTC)),
    ],
    ids=["over a weekend", "a week", "over the National Day holiday", "none"],
)
def test_a_deadline_in_working_days_leaves_out_what_is_not_worked(start: datetime, days: int, end: datetime) -> None:
    """Seven working days over a holiday are two weeks: whoever plans a release must see that."""
    assert working_days_later(start, days) == end


def test_the_day_is_the_one_in_china() -> None:
    """Friday evening in London is Saturday there: the next working day is Monday all the same."""
    assert working_days_later(datetime(2026, 11, 20, 20, tzinfo=UTC), 1) == datetime(2026, 11, 22, 20, tzinfo=UTC)


def test_a_weekend_that_is_worked_counts() -> None:
    """Sunday the 28th of September 2025 was worked in place of a day of the holiday."""
    assert is_working_day(date(2025, 9, 28))
    assert not is_working_day(date(2025, 10, 1))


def test_a_year_without_announced_holidays_is_an_estimate() -> None:
    """Nobody knows yet; weekends are left out, and the difference can be told."""
    far = date(2099, 10, 1)
    assert is_working_day(far) is (far.weekday() < 5)
