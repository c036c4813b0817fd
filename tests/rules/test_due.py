"""How near a deadline is: days as people count them, and bands that never contradict the words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpwizard.due import Band, band, due_words
from mpwizard.i18n import Language, Translator, use

MORNING = datetime(2026, 11, 22, 9, 41).astimezone()
MOMENTS = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=40))
ORDER = (Band.LATE, Band.TODAY, Band.SOON, Band.FAR)


@pytest.fixture(autouse=True)
def english() -> None:
    """The words are looked at in one language."""
    use(Translator(Language.EN))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=10, seconds=-9), "10d left"),
        (timedelta(hours=48, seconds=-1), "2d left"),
        (timedelta(days=1), "1d left"),
        (timedelta(hours=5), "! 5h left"),
        (timedelta(minutes=5), "! 5min left"),
        (timedelta(seconds=20), "! 1min left"),
        (timedelta(seconds=-9), "!! overdue"),
        (timedelta(days=-2), "!! 2d late"),
    ],
)
def test_a_deadline_is_as_far_as_the_calendar_says(left: timedelta, words: str) -> None:
    """A slip of the 22nd until the 2nd has ten days, also a second after it was made."""
    assert due_words(MORNING + left, MORNING) == words


@given(MOMENTS, SPANS)
def test_the_days_said_lead_from_one_date_to_the_other(now: datetime, span: timedelta) -> None:
    """Whoever reads both the date and the days must not find that they differ."""
    due_at = now + span
    days = re.fullmatch(r"(?:!! )?(\d+) d (?:left|late)", due_words(due_at, now))
    if days is not None:
        there, here = due_at.astimezone().date(), now.astimezone().date()
        assert abs((there - here).days) == int(days[1])


@given(MOMENTS, SPANS, SPANS)
def test_a_farther_deadline_is_never_more_pressing(now: datetime, one: timedelta, other: timedelta) -> None:
    """The colours of a column must follow its order."""
    nearer, farther = sorted((one, other))
    assert ORDER.index(band(now + nearer, now)) <= ORDER.index(band(now + farther, now))


@given(MOMENTS, SPANS, SPANS)
def test_the_same_days_have_the_same_band(now: datetime, one: timedelta, other: timedelta) -> None:
    """Two rows that say “3d left” in two colours would be taken for a mistake."""
    if due_words(now + one, now) == due_words(now + other, now):
        assert band(now + one, now) is band(now + other, now)
