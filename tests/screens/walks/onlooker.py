"""Who looks at the screen of a whole desk, asks the desk what it knows now, and waits until something is so.

Nothing waits by the clock: `until` returns as soon as its condition holds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.pilot import Pilot

from mpwizard.desk import Desk
from mpwizard.lifecycle import Event
from mpwizard.surroundings import Surroundings, World
from mpwizard.views import CaseView
from screens.app import DeskApp
from screens.widgets.part import Part
from screens.wizard.saving import Saved
from screens.wizard.step import StepScreen
from tests.screens.walks.keyboard import CLOSING, PATIENCE


class Onlooker:
    """Somebody who looks at the screen, and waits for what is to stand there."""

    def __init__(self, pilot: Pilot[int], desk: Desk) -> None:
        self.pilot = pilot
        self.desk = desk
        self.case = 0

    # --- what the operator sees --------------------------------------------------------------------------------------

    @property
    def app(self) -> DeskApp:
        """The program."""
        assert isinstance(self.pilot.app, DeskApp)
        return self.pilot.app

    @property
    def rows(self) -> list[str]:
        """The screen, row by row, as it is once everything that waits is painted."""
        screen = self.app.screen
        screen._on_timer_update()
        return ["".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The screen as one text. A sentence that breaks is still found by any piece of one row."""
        return "\n".join(row.rstrip() for row in self.rows)

    @property
    def step(self) -> str:
        """The step that is shown; nothing outside the wizard."""
        screen = self.app.screen
        return screen.STEP if isinstance(screen, StepScreen) else ""

    @property
    def field(self) -> str:
        """The key of the part that has the focus."""
        nodes = self.app.focused.ancestors_with_self if self.app.focused is not None else []
        return next((node.key for node in nodes if isinstance(node, Part)), "")

    # --- what the desk knows -----------------------------------------------------------------------------------------

    @property
    def view(self) -> CaseView:
        """The case as it is stored."""
        return self.desk.view(self.case)

    @property
    def world(self) -> World:
        """What lies beside the form."""
        return Surroundings(self.desk).world(self.case)

    @property
    def events(self) -> list[Event]:
        """What happened, in order."""
        return [entry.event for entry in self.view.log]

    def stored(self, step: str) -> dict[str, object]:
        """A step's answers as they are stored."""
        return dict(self.view.context.draft.get(step, {}))

    # --- waiting -----------------------------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], object], wanted: str = "") -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not so: {wanted or condition}\n{self.text}")
            await asyncio.sleep(0.02)

    async def breathe(self) -> None:
        """Let what was handed over take effect: a key goes from the app to the focused widget, and up again."""
        for pump in (self.app, self.app.focused, self.app.screen, self.app):
            reached = asyncio.Event()
            if pump is not None and pump.call_later(reached.set):
                with suppress(TimeoutError):  # a screen that closes meanwhile answers no more
                    await asyncio.wait_for(reached.wait(), CLOSING)

    async def sees(self, *pieces: str) -> None:
        """Wait until all of this stands on the screen."""
        for piece in pieces:
            await self.until(lambda piece=piece: piece in self.text, piece)

    async def at(self, step: str) -> None:
        """Wait until a step is shown and has the focus somewhere."""
        await self.until(lambda: self.step == step and self.app.focused is not None, f"the step {step}")
        await self.settled()

    async def shows(self, screen: type[Any]) -> None:
        """Wait until a screen is shown and has settled."""
        await self.until(lambda: isinstance(self.app.screen, screen), screen.__name__)
        await self.settled()

    async def settled(self) -> None:
        """Wait until no worker is under way: what was asked for is done."""
        await self.breathe()
        await self.until(lambda: all(worker.is_finished for worker in self.app.workers), "no worker under way")
        await self.breathe()

    async def quiet(self) -> None:
        """Wait until the screen stands still: everything is saved, and no picture differs from the one before."""
        await self.settled()
        await self.until(lambda: not self._unsaved(), "everything saved")
        before: list[str] = []
        while before != self.rows:
            before = self.rows
            await asyncio.sleep(0.1)
            await self.settled()
        self.app.screen.refresh()  # reading the rows leaves out what lies under a dialog
        await self.pilot.pause()

    def _unsaved(self) -> bool:
        words = self.app.translator.gettext(Saved.NOT_YET.value[0])
        return words in self.rows[0]
