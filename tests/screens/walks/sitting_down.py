"""Sitting down at a program of the desk, and rising from it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from screens.app import DeskApp
from tests.screens.walks.operator import Operator


@asynccontextmanager
async def at_the_keyboard(app: DeskApp, size: tuple[int, int], reports: Path) -> AsyncIterator[Operator]:
    """Sit down at an app until the block ends; nothing may have broken by then that was filed among its reports."""
    async with app.run_test(size=size, notifications=True) as pilot:
        while not app.desk_is_open:
            await pilot.pause(0.01)
        operator = Operator(pilot, app.desk)
        await operator.settled()
        yield operator
        await operator.settled()
    assert not reports.exists(), "something broke behind the screen"
