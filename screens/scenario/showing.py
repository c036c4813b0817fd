"""The deeds of a scenario, done by hand: from wherever the desk stands to the right screen, and there its keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from mpwizard.console.sections import ACTIONS
from mpwizard.unattended_account import WORLD
from mpwizard.wizard.flow import FLOW
from screens.console.action import ActionScreen
from screens.console.drawer import ConsoleDrawer
from screens.console.entries import Entries
from screens.console.pane import closed
from screens.console.picking import WhichMatter
from screens.console.screen import ConsoleScreen
from screens.console.section_list import SectionList
from screens.console.words import REGISTRATION
from screens.desk.desk import DeskScreen
from screens.desk.dialogs import Confirm
from screens.scenario.hands import Hands, LostError
from screens.widgets.modal import MpModal
from screens.widgets.rail import Rail
from screens.wizard.step import StepScreen
from screens.world.drawer import WorldDrawer

if TYPE_CHECKING:
    from mpwizard.scenarios.exercise import Exercise
    from mpwizard.scenarios.model import Deed
    from screens.app import DeskApp

PLAY = "play"
"""The group of the workers that play. The others are what keys have asked for, but for what looks by the clock."""
_BY_THE_CLOCK = ("exercise", "still here")
_STEPS = [step.key for step in FLOW]

Front = TypeVar("Front", bound=Screen[Any])


class Showing:
    """Does the deeds of one exercise by hand. What others do at desks of their own comes without a key."""

    def __init__(self, app: DeskApp, exercise: Exercise, hands: Hands) -> None:
        self._app = app
        self._exercise = exercise
        self._hands = hands

    async def do(self, deed: Deed) -> None:
        """Do one deed, on the screens.

        Raises:
            LostError: the screens do not lead there.
        """
        if deed.submit or deed.save:
            await self._fill_in(deed)
        elif deed.send:
            await self._at_step("administrator" if deed.send == "mobile_code" else "activation")
            wanted = "button-sms" if deed.send == "mobile_code" else "button-resend"
            await self._hands.tab_to(lambda widget: widget.id == wanted)
            await self._hands.press("enter")
        elif not deed.by_others:
            await self._act(deed)
        else:
            await self._beside(deed)
        await self._settled()

    # --- the registration --------------------------------------------------------------------------------------------

    async def _fill_in(self, deed: Deed) -> None:
        step = await self._at_step(deed.submit or deed.save)
        values = await asyncio.to_thread(self._exercise.filled, deed.values)
        for name, value in values.items():
            await self._hands.answer(step.form.parts[name], value)
        await step.keep()
        if deed.submit:
            await self._hands.press("ctrl+n")

    async def _at_step(self, key: str) -> StepScreen:
        """To a step of the registration: on by handing in what lies between, back by the rail."""
        await self._enter_the_case()
        if isinstance(self._app.screen, ConsoleScreen):
            await self._to_section("overview")
            await self._open_entry(REGISTRATION)
            await self._hands.shows(StepScreen)
        if _STEPS.index(self._step) > _STEPS.index(key):
            await self._back_to(key)
        while self._step != key:
            await self._on_from(self._step)
        await self._hands.shows(StepScreen)
        return self._in_front(StepScreen)

    async def _on_from(self, step: str) -> None:
        await self._hands.press("ctrl+n")
        await self._hands.until(lambda: self._step not in ("", step))

    async def _back_to(self, key: str) -> None:
        await self._hands.press("f6")
        await self._hands.until(lambda: isinstance(self._app.focused, Rail))
        rail = self._in_front(StepScreen).query_one(Rail)
        await self._hands.point(lambda: rail.listed, lambda: rail.pointed, key)
        await self._hands.press("enter")
        await self._hands.until(lambda: self._step == key)

    def _in_front(self, kind: type[Front]) -> Front:
        screen = self._app.screen
        if not isinstance(screen, kind):
            raise LostError
        return screen

    @property
    def _step(self) -> str:
        screen = self._app.screen
        return screen.STEP if isinstance(screen, StepScreen) else ""

    async def _enter_the_case(self) -> None:
        """From the desk into its only case; back from a form or a drawer that lies above it."""
        await self._close_what_lies_above()
        if isinstance(self._app.screen, DeskScreen):
            await self._hands.shows(DeskScreen)
            await self._hands.press("enter")
        await self._hands.shows(StepScreen, ConsoleScreen)

    async def _close_what_lies_above(self) -> None:
        while isinstance(self._app.screen, MpModal | ActionScreen):
            await self._close(self._app.screen)

    async def _close(self, above: Screen[Any]) -> None:
        await self._hands.press("escape")
        await self._hands.until(lambda: self._app.screen is not above)

    # --- the console -------------------------------------------------------------------------------------------------

    async def _in_console(self) -> ConsoleScreen:
        await self._enter_the_case()
        if isinstance(self._app.screen, StepScreen):
            await self._at_step("completion")
            await self._hands.tab_to(lambda widget: widget.id == "button-next")
            await self._hands.press("enter")
        await self._hands.shows(ConsoleScreen)
        return self._in_front(ConsoleScreen)

    async def _act(self, deed: Deed) -> None:
        """Open an action in its section, fill in what it asks, hand it in."""
        await self._settled()
        await self._to_section(deed.do.partition(".")[0])
        if deed.refused and not self._can_be_done(deed.do):
            # What cannot be done says so on the page.
            await self._point_at(self._reason(deed.refused))
            return
        await self._open_entry(deed.do)
        if ACTIONS[deed.do].answers.model_fields:
            await self._hand_in(deed)
        else:
            await self._sure()

    async def _hand_in(self, deed: Deed) -> None:
        await self._hands.until(lambda: isinstance(self._app.screen, ActionScreen | WhichMatter))
        if isinstance(self._app.screen, WhichMatter):
            await self._hands.press("enter")
        await self._hands.shows(ActionScreen)
        form = self._in_front(ActionScreen)
        values = await asyncio.to_thread(self._exercise.filled, deed.values)
        for name, value in values.items():
            await self._hands.answer(form.form.parts[name], value)
        await self._hands.press("ctrl+n")
        if not deed.refused:
            await self._hands.until(lambda: self._app.screen is not form)

    async def _sure(self) -> None:
        """What cannot be taken back asks once more, and No is the first answer."""
        await self._settled()
        if isinstance(self._app.screen, WhichMatter):
            await self._hands.press("enter")
            await self._settled()
        if isinstance(self._app.screen, Confirm):
            await self._hands.press("tab", "enter")
            await self._settled()

    async def _to_section(self, key: str) -> None:
        screen = await self._in_console()
        if screen.console.section == key:
            return
        sections = screen.query_one(SectionList)
        if not sections.has_focus:
            await self._hands.press("f6")
            await self._hands.until(lambda: sections.has_focus)
        await self._hands.point(lambda: sections.listed, lambda: screen.console.section, key)

    def _can_be_done(self, key: str) -> bool:
        screen = self._in_front(ConsoleScreen)
        offers = (offer for section in screen.view.sections for offer in section.offers)
        return any(offer.allowed for offer in offers if offer.action.key == key)

    def _reason(self, refusal: str) -> str:
        """The key of the entry that tells this refusal; the one asked for where none does."""
        screen = self._in_front(ConsoleScreen)
        reasons = closed(screen.section) if screen.section is not None else ()
        return next((each.key for each in reasons if each.no.key == refusal), refusal)

    async def _open_entry(self, key: str) -> None:
        await self._point_at(key)
        await self._hands.press("enter")

    async def _point_at(self, key: str) -> None:
        entries = self._app.screen.query_one(Entries)
        if not entries.has_focus:
            await self._hands.press("f6")
            await self._hands.until(lambda: entries.has_focus)
        await self._hands.point(
            lambda: [_in_section(each) for each in entries.openable], lambda: _in_section(entries.pointed), key
        )

    # --- others ------------------------------------------------------------------------------------------------------

    async def _beside(self, deed: Deed) -> None:
        """In the drawer beside the form or the console; what is done at no desk of these comes by itself."""
        await self._enter_the_case()
        await self._hands.press("f9")
        await self._hands.shows(WorldDrawer, ConsoleDrawer)
        if not await self._hands.choose_deed(deed.do.removeprefix(WORLD)):
            await asyncio.to_thread(self._exercise.let_happen, deed)
            await self._close_what_lies_above()
        elif deed.do in ACTIONS and ACTIONS[deed.do].answers.model_fields:
            await self._hand_in(deed)
        else:
            await self._sure()
            await self._close_what_lies_above()

    async def _settled(self) -> None:
        """What was asked for is done, or asks something before."""
        await asyncio.sleep(0)
        await self._hands.until(lambda: isinstance(self._app.screen, Confirm | WhichMatter) or self._is_done())

    def _is_done(self) -> bool:
        return all(worker.is_finished or worker.group in (PLAY, *_BY_THE_CLOCK) for worker in self._app.workers)


def _in_section(entry: str) -> str:
    """The key of an entry without the account it belongs to, where a section has several."""
    return entry.rpartition("/")[2]
