"""A screen that asks the desk in threads, and tells what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from mpwizard.i18n import tr
from mpwizard.problems import Refused, Trouble
from screens import say
from screens.base import MpScreen
from screens.beside import newest, once

Result = TypeVar("Result")
SLOW = 2.0
"""After how long it is said that something is still under way, in seconds."""


class AskingScreen(MpScreen):
    """The ways to ask: an answer, or None where it was refused and told."""

    def __init__(self) -> None:
        super().__init__()
        self._deeds = asyncio.Lock()

    def work(self, doing: Callable[[], Awaitable[object]], group: str = "load") -> None:
        """Do something beside the screen, and tell what is refused. A newer wish of its group replaces an older one,
        whether that was begun or not."""

        async def told() -> None:
            await self.told(doing())

        newest(self, told, group)

    def in_turn(self, doing: Callable[[], Awaitable[object]]) -> None:
        """Do something that changes cases, and tell what is refused: when what was asked for before is done, however
        long that takes. Nothing is dropped, and whatever is taken back is what was done last."""

        async def told() -> None:
            async with self._deeds:
                await self.told(doing())

        newest(self, told, "act", exclusive=False)

    def enter(self, doing: Callable[[], Awaitable[object]]) -> None:
        """Go into something that must be asked for first, and tell what is refused. Whoever is on the way already comes
        there, and not to two places."""

        async def told() -> None:
            await self.told(doing())

        once(self, told, "open")

    async def ask(self, use_case: Callable[[], Result]) -> Result | None:
        """Ask the desk in a thread. What it refuses is told, with what lifts it; None then."""
        return await self.told(asyncio.to_thread(use_case))

    async def written(self, use_case: Callable[[], Result]) -> Result:
        """Write in a thread. Where that takes long, as while another program keeps the database, it is said."""
        doing = asyncio.ensure_future(asyncio.to_thread(use_case))
        done, _waits = await asyncio.wait({doing}, timeout=SLOW)
        if not done:
            say.notify(
                self.app, tr("This takes a while: another program may be writing. Still at it…"), timeout=SLOW * 4
            )
        return await doing

    async def told(self, doing: Awaitable[Result]) -> Result | None:
        """The same for what is under way already."""
        from mpwizard.tell import tell

        try:
            return await doing
        except Refused as refused:
            told = tell(refused.refusal)
        except Trouble as trouble:
            told = tell(trouble)
        say.notify(self.app, f"{told.line}\n{told.lifts}", "error")
        return None

    async def painted(self) -> bool:
        """True when what stands now has been painted."""
        done = asyncio.Event()
        self.call_after_refresh(done.set)
        return await done.wait()
