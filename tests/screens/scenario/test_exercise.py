"""The desk with an exercise on it: what is next is seen everywhere, F8 helps, what is done by hand counts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mpwizard.i18n import Language
from mpwizard.lifecycle import State
from mpwizard.scenarios.exercise import kept_in
from mpwizard.surroundings import Surroundings
from screens.base import MpScreen
from screens.scenario.cue import CueLine
from screens.scenario.drawer import HINT, SOLUTION, SOLVE, ExerciseDrawer
from tests.screens.scenario.conftest import Practise
from tests.screens.walks.operator import Operator


async def choose(operator: Operator, key: str) -> None:
    """Choose a row of the drawer."""
    from textual.widgets import OptionList

    listed = operator.app.screen.query_one(OptionList)
    await operator.until(lambda: any(option.id == key for option in listed.options), key)
    listed.highlighted = [option.id for option in listed.options].index(key)
    await operator.press("enter")


async def test_the_step_stands_on_every_screen(practise: Practise) -> None:
    """On the list, on the page of a step, and on the next one."""
    async with practise("enterprise") as operator:
        await operator.sees("Step 1 of 18: The kind of account", "F8 helps")
        await operator.open(1)
        await operator.at("account_type")
        await operator.until(lambda: operator.app.screen.query(CueLine))
        await operator.next(to="credentials")
        await operator.sees("Step 2 of 18: E-mail and password")
        assert len(operator.app.screen.query(CueLine)) == 1


async def test_it_speaks_chinese(practise: Practise) -> None:
    """The scenario's own words, and those around them."""
    async with practise("transfer-wrong-sum", language=Language.ZH) as operator:
        await operator.sees("第1步，共2步：多打了", "F8看帮助")


async def test_another_language_is_spoken_at_once(practise: Practise) -> None:
    """A screen that is built again gets its row again."""
    async with practise("transfer-wrong-sum") as operator:
        await operator.sees("Step 1 of 2")
        await operator.app.action_switch_language("zh")
        await operator.sees("第1步，共2步")


async def test_a_hint_is_shown_when_asked_for_and_noted(practise: Practise, tmp_path: Path) -> None:
    """The trainer's board counts it."""
    async with practise("transfer-wrong-sum") as operator:
        await operator.sees("Step 1 of 2")
        await operator.press("f8")
        await operator.sees("Pay a little more than was asked for")
        assert "Pay one fen too much, in the drawer's bank" not in operator.text
        await choose(operator, HINT)
        await operator.sees("Pay one fen too much, in the drawer's bank")
        await choose(operator, SOLUTION)
        await operator.sees("What the solution does")
        await operator.press("f8")
        await operator.until(lambda: isinstance(operator.app.screen, MpScreen))
    kept = kept_in(tmp_path)
    assert kept is not None
    assert kept.helped == ("wrong",)


async def test_what_is_done_by_hand_is_seen(practise: Practise) -> None:
    """The last step ends the exercise, and says so."""
    async with practise("transfer-too-late") as operator:
        await operator.sees("Step 1 of 2")
        around = Surroundings(operator.desk)
        await asyncio.to_thread(around.to_deadline, 1)
        await operator.sees("Step 2 of 2: Paying all the same", "Done: The deadline passes")
        with pytest.raises(Exception, match="transfer_late"):
            await asyncio.to_thread(around.pay, 1)
        await operator.sees("All steps are done.", "The exercise is done")


async def test_a_step_is_done_for_whoever_asks(practise: Practise, tmp_path: Path) -> None:
    """From within the wizard too: the list of cases is what is seen then."""
    async with practise("find-the-mistakes") as operator:
        await operator.open(1)
        await operator.at("entity")
        for number in range(5):
            await operator.sees(f"Step {number + 1} of 5")
            await operator.press("f8")
            await operator.shows(ExerciseDrawer)
            await choose(operator, SOLVE)
        await operator.sees("All steps are done.")
        assert operator.desk.view(1).state is State.ACTIVATED
        await operator.open(1)
        await operator.at("entity")
        await operator.next(to="verification")
    kept = kept_in(tmp_path)
    assert kept is not None
    assert len(kept.solved) == 5


async def test_only_the_step_that_was_asked_for_is_done(practise: Practise) -> None:
    """Leaving the first page saves what is chosen on it, which already passes that step."""
    async with practise("enterprise") as operator:
        await operator.open(1)
        await operator.at("account_type")
        await operator.press("f8")
        await operator.shows(ExerciseDrawer)
        await choose(operator, SOLVE)
        await operator.sees("Step 2 of 18")
        assert operator.desk.view(1).state is State.DRAFT


async def test_the_drawer_opens_over_no_dialog(practise: Practise) -> None:
    """F8 in the help is a key that nothing has."""
    async with practise("transfer-wrong-sum") as operator:
        await operator.sees("Step 1 of 2")
        await operator.press("f1")
        await operator.until(lambda: not isinstance(operator.app.screen, MpScreen))
        await operator.press("f8")
        assert not isinstance(operator.app.screen, ExerciseDrawer)
