"""The way from the console back to the wizard, where a registration can still be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.console.entries import Entries
from screens.console.screen import ConsoleScreen
from screens.console.words import REGISTRATION
from tests.screens.walks.keyboard import CONSOLE_ENTRIES

if TYPE_CHECKING:
    from tests.screens.walks.operator import Operator


async def past_the_console(operator: Operator) -> None:
    """Wait for a step of the case; where its console comes instead, down the overview to the last entry, and Enter."""
    await operator.until(lambda: operator.step or _in_console(operator), "a step of the case, or its console")
    entries = operator.app.focused
    if _in_console(operator) and isinstance(entries, Entries):
        for _ in range(CONSOLE_ENTRIES):
            if entries.pointed.endswith(REGISTRATION):
                break
            await operator.press("down")
        await operator.press("enter")
        await operator.until(lambda: operator.step, "a step of the registration")


def _in_console(operator: Operator) -> bool:
    return isinstance(operator.app.screen, ConsoleScreen) and isinstance(operator.app.focused, Entries)
