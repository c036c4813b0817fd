"""What is covered paints nothing: on a slow line each picture of the whole screen is seconds."""

from __future__ import annotations

import asyncio

from screens.desk.desk import DeskScreen
from screens.widgets.bars import TopBar
from screens.world.drawer import WorldDrawer
from tests.screens.walks.conftest import Begin, Sit


async def test_the_desk_below_a_case_is_covered_and_a_case_below_a_dialog_is_not(sit: Sit, begin: Begin) -> None:
    """Textual counts the screen below as seen either way, and paints all of the terminal for each change in it."""
    applicant = begin()
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
        desk.query_one(TopBar).refresh()
        # Longer than Textual waits before it paints. What reads the screen would have it painted itself.
        await asyncio.sleep(0.3)
        operator.app._display = display
        assert painted == []
