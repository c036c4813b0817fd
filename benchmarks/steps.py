"""W1, W2: Next in the wizard, against building a new screen of the same widgets.

In one process without a terminal, by processor time from Next until everything is painted. Next is what the user's is:
it judges, saves and hands in the answers of the step that is left. The new screen is only built and shown.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from benchmarks.cases import at_administrator, desk_in
from benchmarks.ratios import ROUNDS, tell
from mpwizard.desk import Desk
from mpwizard.views import Place
from screens.app import DeskApp
from screens.desk.desk import DeskScreen
from screens.wizard.filling import SAVE_AFTER
from screens.wizard.wizard import Wizard, screen_class

STEP, BEFORE = "administrator", "verification"
SIZE = (100, 30)
# Long enough for every repaint that was put off; all rests together too short for what is saved when nobody types.
REST = 0.1
MOST_RESTS = 3
NOTHING = 0.003
POLL = 0.002
SAVED = SAVE_AFTER * 2


class ByHand(Wizard):
    """Builds the step after the one that is shown when it is told to, not when nobody types."""

    async def prepare_after(self, step: str) -> None:
        """Not now."""

    async def prepare_now(self, step: str) -> None:
        """Now."""
        await super().prepare_after(step)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        visited, ahead = asyncio.run(_measure(Path(folder)))
    tell("W1 next, visited before", visited, "a new screen", 0.5)
    tell("W2 next, first visit, built ahead", ahead, "a new screen", 0.6)


async def _measure(folder: Path) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    desk = desk_in(folder)
    case = at_administrator(desk)
    app = DeskApp(lambda: desk, DeskScreen, reports=folder)
    visited, ahead = [], []
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: app.desk_is_open)
        for _ in range(ROUNDS + 1):
            wizard = await _opened_before(app, desk, case)
            await wizard.prepare_now(BEFORE)
            first = await _cost(pilot, wizard, partial(_next, wizard))
            await wizard.go(BEFORE)
            again = await _cost(pilot, wizard, partial(_next, wizard))
            await wizard.go(BEFORE)
            fresh = await _cost(pilot, wizard, partial(_show_anew, app, wizard))
            await wizard.go(BEFORE)
            wizard.leave()
            await app.workers.wait_for_complete()
            visited.append((again, fresh))
            ahead.append((first, fresh))
    desk.close()
    return visited[1:], ahead[1:]


async def _opened_before(app: DeskApp, desk: Desk, case: int) -> ByHand:
    """A wizard that never showed the step that is measured."""
    desk.mark_place(case, Place(BEFORE))
    wizard = ByHand(app, case)
    await wizard.open()
    if wizard.current is None or wizard.current.STEP != BEFORE:
        raise RuntimeError(f"the wizard did not open at {BEFORE}")
    return wizard


async def _next(wizard: Wizard) -> None:
    if wizard.current is not None:
        wizard.current.action_next_step()


async def _show_anew(app: DeskApp, wizard: Wizard) -> None:
    await app.switch_screen(screen_class(STEP)(wizard))


async def _cost(pilot: Pilot[int], wizard: Wizard, act: Callable[[], Awaitable[None]]) -> float:
    """Processor seconds until the step is there and painted. What is collected, and when, is nobody's doing."""
    await pilot.pause(SAVED)
    await _until(pilot, lambda: wizard.current is not None and wizard.current.STEP == BEFORE)
    gc.collect()
    gc.disable()
    started = time.process_time()
    await act()
    while not _is_there(wizard):
        await asyncio.sleep(POLL)
    await _painted(pilot)
    spent = time.process_time() - started
    gc.enable()
    return spent


def _is_there(wizard: Wizard) -> bool:
    screen = wizard.app.screen
    return isinstance(screen, screen_class(STEP)) and screen.focused is not None


async def _painted(pilot: Pilot[int]) -> None:
    """Rest until nothing is done in a rest any more; on a busy machine that takes several."""
    for _ in range(MOST_RESTS):
        before = time.process_time()
        await pilot.pause(REST)
        if time.process_time() - before < NOTHING:
            return


async def _until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    while not holds():
        await pilot.pause()


if __name__ == "__main__":
    main()
