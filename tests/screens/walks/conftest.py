"""A whole desk behind a real screen: a database file of its own, a clock that stands still, a keyboard."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.i18n import Language
from screens.app import DeskApp
from screens.home import home
from tests.desks import Begin, OpenDesk, begin, database, desk, installation, keys, open_desk, place
from tests.screens.walks.operator import Operator
from tests.screens.walks.sitting_down import at_the_keyboard

Sit = Callable[..., AbstractAsyncContextManager[Operator]]

__all__ = ["Begin", "OpenDesk", "Sit", "begin", "database", "desk", "installation", "keys", "open_desk", "place"]

NOW = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    """The time at which every walk begins; it stands still."""
    return FixedClock(NOW)


@pytest.fixture
def sit(open_desk: OpenDesk, tmp_path: Path) -> Sit:
    """Sit down at the desk: `async with sit() as operator`. Twice in a test is quitting and coming back."""
    reports = tmp_path / "reports"

    def run(
        language: Language = Language.EN, size: tuple[int, int] = (80, 24), name: str = "ann"
    ) -> AbstractAsyncContextManager[Operator]:
        app = DeskApp(lambda: open_desk(name), home, language=language, reports=reports)
        return at_the_keyboard(app, size, reports)

    return run


@pytest.fixture
def colleague(open_desk: OpenDesk) -> Desk:
    """Another program on the same desk."""
    return open_desk("bob")


@pytest.fixture
def cases(colleague: Desk) -> list[int]:
    """Three practice cases and a record case that somebody else began, the oldest first."""
    kinds = (Kind.PRACTICE, Kind.PRACTICE, Kind.PRACTICE, Kind.RECORD)
    return [colleague.create(kind).id for kind in kinds]
