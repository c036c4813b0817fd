"""A desk with an exercise on it, behind a keyboard."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from mpwizard.i18n import Language
from mpwizard.scenarios.exercise import Exercise
from mpwizard.scenarios.reading import read
from screens.home import home
from screens.scenario.app import ExerciseApp
from tests.desks import OpenDesk, database, installation, keys, open_desk, place
from tests.screens.walks.operator import Operator
from tests.screens.walks.sitting_down import at_the_keyboard

Practise = Callable[..., AbstractAsyncContextManager[Operator]]

__all__ = ["Practise", "database", "installation", "keys", "open_desk", "place"]


@pytest.fixture
def clock() -> FixedClock:
    """The time at which every exercise begins; it stands still."""
    return FixedClock(datetime(2026, 11, 22, 9, 41, tzinfo=UTC))


@pytest.fixture
def practise(open_desk: OpenDesk, tmp_path: Path) -> Practise:
    """Sit down at the exercise of a scenario: `async with practise("name-refused") as operator`."""
    reports = tmp_path / "reports"

    def run(
        name: str, language: Language = Language.EN, size: tuple[int, int] = (100, 30)
    ) -> AbstractAsyncContextManager[Operator]:
        scenario = read(name)
        Exercise(open_desk(), scenario, tmp_path)
        app = ExerciseApp(scenario, tmp_path, open_desk, home, language=language, reports=reports)
        return at_the_keyboard(app, size, reports)

    return run
