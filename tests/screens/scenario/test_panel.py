"""The trainer's panel over a scenario: where in it to be, and how it is shown to a class."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mpwizard.i18n import Language
from mpwizard.scenarios.exercise import Exercise
from mpwizard.scenarios.reading import read
from mpwizard.text import width
from screens.home import home
from screens.scenario.cue import CueLine, beside_each_other, spread
from screens.scenario.play import PlayApp
from screens.served.drawer import ClassDrawer
from tests.desks import OpenDesk
from tests.screens.scenario.conftest import Practise
from tests.screens.scenario.test_exercise import choose
from tests.screens.walks.operator import Operator

JUMP, ANEW, BOTH, LARGE = "panel#jump", "panel#anew", "panel#both", "panel#large"


async def in_panel(operator: Operator) -> None:
    """Open it."""
    await operator.press("ctrl+t")
    await operator.shows(ClassDrawer)


async def test_a_later_step_is_jumped_to(practise: Practise) -> None:
    """All before it is done."""
    async with practise("enterprise") as operator:
        await operator.sees("Step 1 of 18")
        await in_panel(operator)
        await choose(operator, JUMP)
        await choose(operator, f"panel#step#{read('enterprise').steps[4].key}")
        await operator.sees("Step 5 of 18")


async def test_an_earlier_step_is_jumped_to_in_another_case(practise: Practise) -> None:
    """The case until now stays as it is."""
    async with practise("enterprise") as operator:
        await operator.sees("Step 1 of 18")
        exercise = operator.app.exercise
        first = exercise.case_id
        await asyncio.to_thread(exercise.go_to, read("enterprise").steps[3].key)
        await operator.sees("Step 4 of 18")
        await in_panel(operator)
        await choose(operator, JUMP)
        await choose(operator, f"panel#step#{read('enterprise').steps[1].key}")
        await operator.sees("Step 2 of 18")
        assert exercise.case_id != first
        assert operator.desk.view(first).record.reference == "MP-2026-0001"


async def test_a_scenario_is_begun_anew(practise: Practise) -> None:
    """With a case of its own."""
    async with practise("enterprise") as operator:
        await operator.sees("Step 1 of 18")
        exercise = operator.app.exercise
        first = exercise.case_id
        await asyncio.to_thread(exercise.go_to, read("enterprise").steps[2].key)
        await operator.sees("Step 3 of 18")
        await in_panel(operator)
        await choose(operator, ANEW)
        await operator.sees("Step 1 of 18")
        assert exercise.case_id != first


@pytest.mark.parametrize("language", Language)
async def test_both_languages_stand_side_by_side(practise: Practise, language: Language) -> None:
    """Whatever language the desk speaks; once more, and there is one."""
    cue = read("enterprise").steps[0].cue.text
    async with practise("enterprise", language=language) as operator:
        await operator.sees("18")
        await in_panel(operator)
        await choose(operator, BOTH)
        await operator.press("escape")
        await operator.sees(cue.zh[:6], cue.en[:12])
        await in_panel(operator)
        await choose(operator, BOTH)
        await operator.press("escape")
        await operator.until(lambda: operator.app.screen.query_one(CueLine).size.height == 1)


async def test_a_title_is_spread_for_the_last_row_of_the_room(practise: Practise) -> None:
    """Its letters apart, on a row of its own."""
    async with practise("enterprise") as operator:
        await operator.sees("The kind of account")
        await in_panel(operator)
        await choose(operator, LARGE)
        await operator.press("escape")
        await operator.sees("T H E   K I N D   O F   A C C O U N T")


async def test_a_play_goes_on_from_where_it_was_jumped_to(open_desk: OpenDesk, tmp_path: Path) -> None:
    """Held first; F8 lets it go on to the end."""
    scenario = read("enterprise")
    app = PlayApp(scenario, tmp_path, open_desk, home, speed=1.0)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        while app.exercise is None:
            await asyncio.sleep(0.05)
        operator = Operator(pilot, app.desk)
        await operator.sees("Step 1 of 18", "any key holds it")
        await pilot.press("ctrl+t")
        await operator.until(lambda: isinstance(app.screen, ClassDrawer))
        await choose(operator, JUMP)
        await choose(operator, f"panel#step#{scenario.steps[-2].key}")
        await operator.sees(f"Step {len(scenario.steps) - 1} of 18")
        await operator.press("escape")
        await operator.sees("held · F8 goes on")
        app.hands.speed = 10_000.0
        await operator.press("f8")
        while not app.over:
            await asyncio.sleep(0.05)
        assert (await asyncio.to_thread(app.exercise.look)).finished


def test_a_step_nobody_knows_ends_with_the_scenario_done(open_desk: OpenDesk, tmp_path: Path) -> None:
    """Going to it ends where the scenario ends, and never turns round for ever."""
    exercise = Exercise(open_desk(), read("transfer-wrong-sum"), tmp_path)
    assert exercise.go_to("no such step").finished


@pytest.mark.parametrize("room", [20, 59, 60, 80, 120])
def test_columns_never_leave_their_room(room: int) -> None:
    """Below each other where a column would be narrow; Chinese takes two cells."""
    rows = beside_each_other(("核对主体名称与执照是否一致，" * 3, "Compare the name with the licence. " * 3), room, 2)
    assert rows
    assert all(width(row) <= room for row in rows)
    assert all(width(row) <= room for row in [spread("核对主体名称", room), spread("A" * 200, room)])
