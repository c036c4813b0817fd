"""A screen that asks the desk in threads, and tells what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from mpwizard.problems import Refused, Trouble
from screens import say
from screens.base import MpScreen

Result = TypeVar("Result")


class AskingScreen(MpScreen):
    """The ways to ask: an answer, or None where it was refused and told."""

    def work(self, doing: Coroutine[Any, Any, object], group: str = "load") -> None:
        """Do something beside the screen; a newer wish of its group replaces an older one."""
        self.run_worker(doing, group=group, exclusive=True, exit_on_error=False)

    async def ask(self, use_case: Callable[[], Result]) -> Result | None:
        """Ask the desk in a thread. What it refuses is told, with what lifts it; None then."""
        return await self.told(asyncio.to_thread(use_case))

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
