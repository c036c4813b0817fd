"""A whole desk behind a real screen: a database file of its own, a clock that stands still, a keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from mpwizard.i18n import Language
from screens.app import DeskApp
from screens.home import home
from tests.desks import Begin, OpenDesk, begin, database, desk, installation, keys, open_desk, place
from tests.screens.walks.operator import Operator

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

    @asynccontextmanager
    async def run(
        language: Language = Language.EN, size: tuple[int, int] = (80, 24), name: str = "ann"
    ) -> AsyncIterator[Operator]:
        app = DeskApp(lambda: open_desk(name), home, language=language, reports=reports)
        async with app.run_test(size=size, notifications=True) as pilot:
            while not app.desk_is_open:
                await pilot.pause(0.01)
            operator = Operator(pilot, app.desk)
            await operator.settled()
            yield operator
            await operator.settled()
        assert not reports.exists(), "something broke behind the screen"

    return run
