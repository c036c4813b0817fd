"""A desk on a database file of its own, on a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mpwizard.clock import FixedClock
from tests.desks import Begin, OpenDesk, QuickPasswords, begin, database, desk, installation, keys, open_desk

Apply = Begin

__all__ = ["Apply", "OpenDesk", "QuickPasswords", "begin", "database", "desk", "installation", "keys", "open_desk"]


@pytest.fixture
def clock() -> FixedClock:
    """The time at which every test begins."""
    return FixedClock(datetime(2026, 11, 22, 1, 41, tzinfo=UTC))


@pytest.fixture
def apply(begin: Begin) -> Apply:
    """Begins a case for an applicant of a type, on the desk of the test."""
    return begin
