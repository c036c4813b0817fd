"""Hands at the keyboard of a desk: they press its keys at a pace that can be followed, and wait for what these bring.

They know the screens as their user does: what has the focus, what Tab leads to, what the arrows point at.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input, OptionList

from screens.base import what_it_was_told
from screens.widgets.choice import Choice
from screens.widgets.field import Line
from screens.widgets.part import Part
from screens.widgets.pick import Found, Pick, PickScreen
from screens.widgets.tick import Tick
from screens.widgets.ticks import Ticks

if TYPE_CHECKING:
    from screens.app import DeskApp

KEY, LETTER = 0.3, 0.06
"""How long a key that leads somewhere, and a letter, stands before the next one comes: seconds at speed 1."""
PATIENCE = 20.0
"""How long something that a key brings may take, in seconds, whatever the speed."""
_LOOK = 0.02
# So long an arrow is given to move a cursor before the next look, in seconds.
_SOON = 0.5
# Longer than any way that keys lead on one screen.
_MOST = 200
# A key that nobody takes comes by again, after others.
_REMEMBERED = 50


class LostError(Exception):
    """What the keys should have brought did not come."""


class Hands:
    """One pair of hands. `speed` says how many times as fast they are; a pause holds them before the next key."""

    def __init__(self, app: DeskApp, speed: float) -> None:
        self._app = app
        self.speed = speed
        self._may_go_on = asyncio.Event()
        self._may_go_on.set()
        self._own: deque[Event] = deque(maxlen=_REMEMBERED)
        self._arrived: Event | None = None

    # --- the pace ----------------------------------------------------------------------------------------------------

    @property
    def paused(self) -> bool:
        """Whether they are held."""
        return not self._may_go_on.is_set()

    def pause(self) -> None:
        """Hold them before the next key."""
        self._may_go_on.clear()

    def go_on(self) -> None:
        """Let them go on."""
        self._may_go_on.set()

    def pressed(self, event: Event) -> bool:
        """Whether a key was theirs, and not that of somebody at the real keyboard."""
        if all(event is not each for each in self._own):
            return False
        self._arrived = event
        return True

    async def rest(self, seconds: float) -> None:
        """Let what stands there be read, for so long at speed 1, and for as long as they are held."""
        await asyncio.sleep(seconds / self.speed)
        await self._may_go_on.wait()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so.

        Raises:
            LostError: it does not come.
        """
        if not await self._comes(condition, PATIENCE):
            raise LostError

    async def _comes(self, condition: Callable[[], object], within: float) -> bool:
        end = time.monotonic() + within
        while not condition():
            if time.monotonic() > end:
                return False
            await asyncio.sleep(_LOOK)
        return True

    # --- keys --------------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys that lead somewhere, one after the other."""
        for key in keys:
            await self._send(Key(key, " " if key == "space" else None))
            await self.rest(KEY)

    async def write(self, text: str) -> None:
        """Type a text into what has the focus."""
        for letter in text:
            await self._send(Key(letter, letter))
            await self.rest(LETTER)

    async def _send(self, event: Event) -> None:
        await self._may_go_on.wait()
        screen, focused = self._app.screen, self._app.focused
        self._own.append(event)
        self._app.post_message(event)
        await self.until(lambda: self._arrived is event)
        above = focused.ancestors_with_self if focused is not None else [screen, self._app]
        passing = asyncio.create_task(_passes([self._app, above[0], *above]))
        end = time.monotonic() + PATIENCE
        # What asks something on a screen of its own takes nothing more until that has its answer.
        while not passing.done() and self._app.screen is screen and time.monotonic() < end:
            await asyncio.wait({passing}, timeout=_LOOK)
        passing.cancel()

    # --- ways --------------------------------------------------------------------------------------------------------

    async def shows(self, *kinds: type[Any]) -> None:
        """Wait until a screen of one of these kinds is in front and has the focus somewhere."""
        await self.until(lambda: isinstance(self._app.screen, kinds) and self._app.focused is not None)

    async def tab_to(self, wanted: Callable[[Widget], bool]) -> None:
        """By Tab to a widget, the shorter way round."""
        await self.until(lambda: any(map(wanted, self._app.screen.focus_chain)))
        for _ in range(_MOST):
            chain, focused = self._app.screen.focus_chain, self._app.focused
            if focused is not None and wanted(focused):
                return
            here = chain.index(focused) if focused in chain else -1
            there = next((place for place, widget in enumerate(chain) if wanted(widget)), here)
            await self.press("tab" if there > here else "shift+tab")
            await self._moved_from(focused)
        raise LostError

    async def _moved_from(self, widget: Widget | None) -> None:
        await self.until(lambda: self._app.focused is not widget)

    async def point(self, listed: Callable[[], Sequence[str]], pointed: Callable[[], str], wanted: str) -> None:
        """By the arrows to a row of the list that has the focus, once it is there; `listed` tells the rows in their
        order, `pointed` the one where the cursor stands."""
        await self.until(lambda: wanted in listed())
        for _ in range(_MOST):
            here, rows = pointed(), listed()
            if here == wanted:
                return
            before = here in rows and wanted in rows and rows.index(wanted) < rows.index(here)
            await self.press("up" if before else "down")
            await self._leaves(here, pointed)
        raise LostError

    async def _leaves(self, here: str, pointed: Callable[[], str]) -> None:
        """Give the cursor time to move; a list that has changed meanwhile may not let it."""
        await self._comes(lambda: pointed() != here, _SOON)

    async def choose_deed(self, key: str) -> bool:
        """Point at a line of the drawer that is open and press Enter; whether there is such a line."""
        listed = self._app.screen.query_one(OptionList)
        await self.until(lambda: listed.option_count)
        ids = [option.id or "" for option in listed.options]
        wanted = next((each for each in ids if each.partition("#")[0] == key or each == key), None)
        if wanted is None:
            return False
        here = listed.highlighted if listed.highlighted is not None else 0
        for _ in range(_MOST):
            option = listed.highlighted_option
            if option is not None and option.id == wanted:
                break
            await self.press("down" if ids.index(wanted) >= here else "up")
        await self.press("enter")
        return True

    # --- answers -----------------------------------------------------------------------------------------------------

    async def answer(self, part: Part, value: object) -> None:
        """Give a question its answer by keys, unless it has it."""
        if part.value == value or not part.display or part.disabled:
            return
        await self.tab_to(lambda widget: part in widget.ancestors_with_self)
        if isinstance(part, Tick):
            await self.press("space")
        elif isinstance(part, Pick):
            await self._search(part, str(value))
        elif isinstance(part, Ticks):
            await self._tick(part, str(value).split())
        elif isinstance(part, Choice):
            await self._choose(part, str(value))
        else:
            await self._replace(str(value))
        await self.until(lambda: part.value == value)

    async def _choose(self, part: Choice, value: str) -> None:
        wanted = next((place for place, item in enumerate(part.items) if item.value == value), part.cursor)
        steps = wanted - part.cursor
        await self.press(*["down" if steps > 0 else "up"] * abs(steps))
        await self.until(lambda: part.cursor == wanted)
        await self.press("space")

    async def _tick(self, part: Ticks, values: Sequence[str]) -> None:
        for place, item in enumerate(part.items):
            if part.takes(item) is not (item.value in values):
                await self.press(*["down" if place > part.cursor else "up"] * abs(place - part.cursor))
                await self.press("space")

    async def _search(self, part: Pick, value: str) -> None:
        """What can be pasted is pasted, such as the path of a file; anything else is searched for by its name."""
        await self._send(Paste(next((item.label for item in part.items if item.value == value), value)))
        await self.until(lambda: part.value == value or isinstance(self._app.screen, PickScreen))
        if part.value == value:
            return
        await self.until(lambda: self._app.screen.query(Found) and isinstance(self._app.focused, Input))
        found = self._app.screen.query_one(Found)
        await self.until(lambda: found.pointed is not None and found.pointed.value == value)
        await self.rest(KEY)
        await self.press("enter")

    async def _replace(self, text: str) -> None:
        line = self._app.focused
        if not isinstance(line, Line):
            raise LostError
        if line.value:
            await self.press("end", "ctrl+u")
            await self.until(lambda: not line.value)
        await self.write(text)


async def _passes(nodes: Sequence[MessagePump]) -> None:
    """Wait until a key has gone its way: from the app to what had the focus, and what that made of it up from there."""
    for node in nodes:
        await what_it_was_told(node)
