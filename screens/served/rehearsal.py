"""A desk that nobody sees, opened once before others are forked from this process: what its first frames compute and
keep, every later one finds done."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.pilot import Pilot

from mpwizard.bootstrap import Opening
from mpwizard.settings import Settings
from screens.app import DeskApp
from screens.home import Home

_SIZE = (100, 30)
_LOOK = 0.01
# A new desk is there in a fraction of this, in seconds; without it the rehearsal is broken off.
_PATIENCE = 20.0


def rehearse() -> None:
    """Open a desk in a folder of its own and leave it. No thread and no loop is left.

    Raises:
        Exception: whatever stood in the way; programs start without it, only later.
    """
    # What is set in it, as the language that is spoken, is the rehearsal's alone.
    copy_context().run(_rehearse)


def _rehearse() -> None:
    with TemporaryDirectory(prefix="mpwizard-", ignore_cleanup_errors=True) as folder:
        home = Home(partial(Opening, Settings(home=Path(folder))))
        app = DeskApp(home.open_desk, home.screen)
        asyncio.run(app.run_async(headless=True, size=_SIZE, auto_pilot=partial(_look_on, app)))
        if app.desk_is_open:
            app.desk.close()


async def _look_on(app: DeskApp, _pilot: Pilot[Any]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not app.desk_is_open:
            await asyncio.sleep(_LOOK)
    await asyncio.sleep(_LOOK)
    await app.leave(0)
