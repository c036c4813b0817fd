"""What is covered paints nothing: on a slow line each picture of the whole screen is seconds."""

from __future__ import annotations

from screens.desk.desk import DeskScreen
from screens.world.drawer import WorldDrawer
from tests.desk.answers import Applicant
from tests.screens.walks.conftest import Sit


async def test_the_desk_below_a_case_is_covered_and_a_case_below_a_dialog_is_not(
    sit: Sit, applicant: Applicant
) -> None:
    """Textual counts the screen below as seen either way, and paints all of the terminal for each change in it."""
    applicant.reach("credentials")
    async with sit() as operator:
        await operator.open(applicant.id)
        step = operator.app.screen
        (desk,) = (screen for screen in operator.app.screen_stack if isinstance(screen, DeskScreen))
        assert (step.is_current, desk.is_current) == (True, False)
        await operator.press("f9")
        await operator.shows(WorldDrawer)
        assert (step.is_current, desk.is_current) == (True, False)
        await operator.press("escape")
        await operator.at("credentials")
        await operator.quiet()
        painted: list[object] = []
        operator.app._display, display = (lambda *told: painted.append(told)), operator.app._display
        desk.show_heading()
        desk.refresh()
        await operator.quiet()
        operator.app._display = display
        assert painted == []
