"""W1, W2: moving between steps of the wizard, against building a new screen of the same widgets.

In one process without a terminal, by processor time until the app is idle.
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
from screens.app import DeskApp
from screens.desk.desk import DeskScreen
from screens.wizard.wizard import Wizard, screen_class

STEP, BEFORE = "administrator", "verification"
SIZE = (100, 30)
# Long enough for every repaint that was put off, too short for what the wizard does when nobody types.
REST = 0.15
NOTHING = 0.004
MOST_RESTS = 3


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        visited, ahead = asyncio.run(_measure(Path(folder)))
    tell("W1 next and back, visited", visited, "a new screen", 0.5)
    tell("W2 first visit, built ahead", ahead, "a new screen", 0.6)


async def _measure(folder: Path) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    desk = desk_in(folder)
    case = at_administrator(desk)
    app = DeskApp(lambda: desk, DeskScreen, reports=folder)
    visited, ahead = [], []
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: app.desk_is_open)
        for _ in range(ROUNDS + 1):
            wizard = Wizard(app, case)
            await wizard.open()
            await wizard.go(BEFORE)
            await wizard.prepare_after(BEFORE)
            first = await _cost(pilot, partial(wizard.go, STEP))
            await wizard.go(BEFORE)
            again = await _cost(pilot, partial(wizard.go, STEP))
            await wizard.go(BEFORE)
            fresh = await _cost(pilot, partial(_show_anew, app, wizard))
            await wizard.go(BEFORE)
            wizard.leave()
            await app.workers.wait_for_complete()
            visited.append((again, fresh))
            ahead.append((first, fresh))
    desk.close()
    return visited[1:], ahead[1:]


async def _show_anew(app: DeskApp, wizard: Wizard) -> None:
    screen = screen_class(STEP)(wizard)
    await app.switch_screen(screen)


async def _cost(pilot: Pilot[int], act: Callable[[], Awaitable[None]]) -> float:
    """Processor seconds until the app is idle again. What is collected, and when, is nobody's doing in particular."""
    await _idle(pilot)
    gc.collect()
    gc.disable()
    started = time.process_time()
    await act()
    await _idle(pilot)
    spent = time.process_time() - started
    gc.enable()
    return spent


async def _idle(pilot: Pilot[int]) -> None:
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
