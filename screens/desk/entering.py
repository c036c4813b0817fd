"""The ways into a case: a new one, one begun again, the one under the cursor; and who has it open meanwhile."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from mpwizard.i18n import tr
from screens import say
from screens.desk.asking import TakeOver

if TYPE_CHECKING:
    from mpwizard.domain import Kind
    from mpwizard.team import Team
    from mpwizard.views import DeskRow
    from screens.desk.desk import DeskScreen


class Entering:
    """Takes one screen's user into cases. A case that is open here says so to the other programs on the desk."""

    def __init__(self, screen: DeskScreen) -> None:
        self._screen = screen
        self._held: int | None = None

    @property
    def _team(self) -> Team:
        from mpwizard.team import Team

        return Team(self._screen.app.desk)

    async def create(self, kind: Kind) -> None:
        """A new case, and into it."""
        desk = self._screen.app.desk
        record = await self._screen.written(partial(desk.create, kind))
        await self._wizard(record.id)

    async def start_again(self, case_id: int) -> None:
        """A new case with the answers of one that ended, and into it."""
        desk = self._screen.app.desk
        record = await self._screen.written(partial(desk.start_again, case_id))
        await self._wizard(record.id)

    async def resume(self, row: DeskRow) -> None:
        """To where the work on a case goes on: its console as soon as it has one. Where somebody else has it open, one
        is asked."""
        from mpwizard.console.account import has_console

        if not await self._hold(row):
            return
        try:
            if has_console(row.record.state):
                from screens.console.console import Console

                await Console(self._screen.app, row.record.id).open()
            else:
                await self._wizard(row.record.id)
        except BaseException:
            await self.left()
            raise

    async def left(self) -> None:
        """Back on the desk: the case is open here no longer."""
        held, self._held = self._held, None
        if held is not None:
            await asyncio.to_thread(self._team.end_edit, held)

    async def still_here(self) -> None:
        """Say that the case is still open here; hear of it if somebody took it over."""
        if self._held is None:
            return
        taken = await asyncio.to_thread(self._team.keep_edit, self._held)
        if taken is not None:
            self._held = None
            words = tr("{name} has taken this case over. What you type is kept beside theirs.", name=taken.operator)
            say.notify(self._screen.app, words, "warning")

    async def _wizard(self, case_id: int) -> None:
        from screens.wizard.wizard import Wizard

        if self._held is None:
            await self._screen.written(partial(self._team.begin_edit, case_id))
            self._held = case_id
        await Wizard(self._screen.app, case_id).open()

    async def _hold(self, row: DeskRow) -> bool:
        there = await self._screen.written(partial(self._team.begin_edit, row.record.id))
        if there is not None:
            words = await self._screen.app.push_screen_wait(TakeOver(row.record.reference, there))
            if words is None:
                return False
            await self._screen.written(partial(self._team.take_over, row.record.id, words))
        self._held = row.record.id
        return True
