"""A scenario that plays itself on the screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mpwizard.i18n import Language
from mpwizard.scenarios.reading import found, read
from screens.desk.desk import DeskScreen
from screens.home import home
from screens.scenario.drawer import ExerciseDrawer
from screens.scenario.play import PlayApp
from screens.widgets.help import HelpScreen
from tests.desks import OpenDesk
from tests.screens.walks.operator import Operator

Play = Callable[..., PlayApp]
REPORTS = "reports"
# So fast that only the program itself is waited for.
AT_ONCE = 10_000.0
# Together they go through every section: sign-in, information, categories, versions, verification, members, pay, links.
CONSOLE = (
    "individual",
    "name-refused",
    "category-papers",
    "review-refused-thrice",
    "verification-returned-twice",
    "linked-everywhere",
    "wecom-wrong-scan",
)
NAMES = sorted(each.name for each in found())


@pytest.fixture
def play(open_desk: OpenDesk, tmp_path: Path) -> Play:
    """An app with a play on it: `play("name-refused", speed=2)`."""

    def one(name: str, **more: Any) -> PlayApp:
        return PlayApp(read(name), tmp_path, open_desk, home, reports=tmp_path / REPORTS, **more)

    return one


async def ended(app: PlayApp) -> None:
    """Wait until a play is over."""
    while not app.over:
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("name", NAMES)
async def test_every_scenario_plays_itself_by_keys_to_its_end(name: str, play: Play, tmp_path: Path) -> None:
    """The same ends as without screens; nothing but keys leads there."""
    app = play(name, speed=AT_ONCE)
    async with app.run_test(size=(100, 30)):
        await ended(app)
        exercise = app.exercise
        assert exercise is not None
        progress = await asyncio.to_thread(exercise.look)
        assert progress.finished, progress.current
        assert await asyncio.to_thread(exercise.ended_as_told)
    assert not (tmp_path / REPORTS).exists()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", CONSOLE)
async def test_every_section_of_the_console_plays_in_both_languages_and_sizes(
    name: str, language: Language, size: tuple[int, int], play: Play, tmp_path: Path
) -> None:
    """Where there is little room a page shows a part of its form only, and a list a part of its rows."""
    app = play(name, speed=AT_ONCE, language=language)
    async with app.run_test(size=size):
        await ended(app)
        exercise = app.exercise
        assert exercise is not None
        assert (await asyncio.to_thread(exercise.look)).finished
    assert not (tmp_path / REPORTS).exists()


async def test_any_key_holds_it_and_f8_lets_it_go_on(play: Play) -> None:
    """The key that held it does nothing else, and nothing is pressed while it is held."""
    app = play("name-refused")
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        while app.exercise is None:
            await asyncio.sleep(0.05)
        operator = Operator(pilot, app.desk)
        await operator.sees("Step 1 of 2", "any key holds it")
        await pilot.press("n")
        await operator.sees("held · F8 goes on")
        app.hands.speed = AT_ONCE
        assert isinstance(app.screen, DeskScreen)
        await pilot.press("f1")
        await operator.until(lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await operator.until(lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("f8")
        await ended(app)
        exercise = app.exercise
        assert (await asyncio.to_thread(exercise.look)).finished


async def test_a_play_that_loses_its_way_leaves_the_desk_to_its_user(play: Play) -> None:
    """Somebody who held it and left the case where the play cannot follow is told, and F8 helps from there."""
    app = play("individual", speed=AT_ONCE)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        while app.exercise is None:
            await asyncio.sleep(0.05)
        operator = Operator(pilot, app.desk)
        app.hands.pause()
        await asyncio.to_thread(app.desk.abandon, app.exercise.case_id)
        app.hands.go_on()
        await ended(app)
        await operator.sees("lost its way")
        await pilot.press("f8")
        await operator.shows(ExerciseDrawer)
