"""Two keys where one would do: a list, a question, a form closes once, and what lies below it stays."""

from __future__ import annotations

import pytest

from mpwizard.desk import Desk
from screens.desk.asking import ChooseDeed
from screens.desk.desk import DeskScreen
from screens.desk.dialogs import NewCase
from screens.palette import Palette
from screens.widgets.help import HelpScreen
from screens.widgets.modal import MpModal
from screens.wizard.step import StepScreen
from tests.screens.walks.case_desk_steps import asked, at_the_cases
from tests.screens.walks.conftest import Sit
from tests.screens.walks.operator import Operator


@pytest.mark.parametrize("pressed", [("enter", "enter", "enter"), ("escape", "escape"), ("enter", "escape")])
@pytest.mark.parametrize(("key", "dialog"), [("a", ChooseDeed), ("f1", HelpScreen), ("ctrl+p", Palette)])
async def test_a_dialog_goes_once_and_the_desk_stays(
    sit: Sit, cases: list[int], key: str, dialog: type[MpModal[object]], pressed: tuple[str, ...]
) -> None:
    """Nobody looks at an empty terminal because a key came twice."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press(key)
        await operator.until(lambda: isinstance(operator.app.screen, dialog) and operator.app.focused, dialog.__name__)
        for each in pressed:
            operator.send(each)
        await operator.breathe()
        await operator.breathe()
        assert any(isinstance(screen, DeskScreen) for screen in operator.app.screen_stack)
        assert len(operator.app.screen_stack) > 1
        await operator.until(lambda: operator.text.strip(), "a screen")
        # What the last Enter chose may be about to open its own dialog: the desk in front alone is no end of it.
        while (covered := not isinstance(operator.app.screen, DeskScreen)) or not at_rest(operator):
            await operator.press(*(["escape"] if covered else []))


def at_rest(operator: Operator) -> bool:
    """Whether nothing is under way."""
    return all(worker.is_finished for worker in operator.app.workers)


async def test_a_new_case_by_two_enters_is_one_case(sit: Sit, colleague: Desk) -> None:
    """The second one is neither another case nor a way out of the first."""
    async with sit() as operator:
        await operator.shows(DeskScreen)
        await operator.press("n")
        await asked(operator, NewCase)
        operator.send("enter")
        operator.send("enter")
        await operator.shows(StepScreen)
        await operator.settled()
        assert sum(isinstance(screen, StepScreen) for screen in operator.app.screen_stack) == 1
        assert len(list(operator.desk.listed.first()[0].rows)) == 1
