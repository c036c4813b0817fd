"""Desks for scenarios, and scenario files that a test writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from tests.desks import database, desk, installation, keys, open_desk, place

__all__ = ["database", "desk", "installation", "keys", "open_desk", "place"]


@pytest.fixture
def clock() -> FixedClock:
    """The time at which every test begins."""
    return FixedClock(datetime(2026, 11, 22, 1, 41, tzinfo=UTC))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A trainer's own folder."""
    folder = tmp_path / "own"
    (folder / "parts").mkdir(parents=True)
    return folder
