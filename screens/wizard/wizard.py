"""The walk through one case: which step's screen stands, which are kept, which comes next. Order is `flow`'s.

A step's screen is built once and kept while the wizard is open; the next one is built while the user types. Leaving, or
another language, drops them all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from mpwizard.views import CaseView, Place
from mpwizard.wizard.flow import FLOW, STEPS, Standing, path
from mpwizard.wizard.form import asked, check
from screens.leaving import leave

if TYPE_CHECKING:
    from screens.app import DeskApp
    from screens.wizard.step import StepScreen

_PASSABLE = (Standing.DONE, Standing.OPEN)


def screen_class(step: str) -> type[StepScreen]:
    """The screen of a step: the class in `screens/wizard/<step>.py` that names it.

    Raises:
        LookupError: where the module has none.
    """
    from screens.wizard.step import StepScreen

    module = import_module(f"screens.wizard.{step}")
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, StepScreen) and getattr(each, "STEP", "") == step:
            return each
    raise LookupError(step)


class Wizard:
    """One case on its way. `opened` holds the case as last seen; screens are made, kept and switched here."""

    def __init__(self, app: DeskApp, case_id: int, screens: Mapping[str, type[StepScreen]] | None = None) -> None:
        self.app = app
        self.case_id = case_id
        self._classes = screens
        self._kept: dict[str, StepScreen] = {}
        self._view: CaseView | None = None
        self._return_to = ""
        self.typed_ahead: list[str] = []
        """Keys and pastes that came while no field could take them; the next step to be shown takes them."""

    @property
    def view(self) -> CaseView:
        """The case as last seen."""
        if self._view is None:
            raise RuntimeError("the wizard is not open")
        return self._view

    @property
    def current(self) -> StepScreen | None:
        """The step's screen that is open now."""
        return next((screen for screen in self._kept.values() if screen in self.app.screen_stack), None)

    async def open(self) -> None:
        """Show the case where it was left."""
        view = await self.look()
        place = view.place
        if view.standings.get(place.step) not in _PASSABLE:
            place = Place(first_open(view))
        screen = self._screen(place.step)
        screen.land_on(field_to_resume(view, place))
        await self.app.push_screen(screen)
        screen.land()

    async def look(self) -> CaseView:
        """See the case as the desk has it now."""
        self._view = await asyncio.to_thread(self.app.desk.view, self.case_id)
        return self._view

    def saw(self, view: CaseView) -> None:
        """The desk gave the case back with an answer."""
        self._view = view

    async def go(self, step: str, field: str = "", *, return_to: str = "") -> None:
        """Show a step. With `return_to`, going forward from there leads back to that one, where it can."""
        self._return_to = return_to
        await self.look()
        await self._switch(step, field)

    async def forward(self, step: str) -> None:
        """From a step that was passed to the one that comes now."""
        back_to, self._return_to = self._return_to, ""
        view = self.view
        if back_to and view.standings.get(back_to) in _PASSABLE:
            await self._switch(back_to)
            return
        following = following_step(view, step)
        if following != step:
            await self._switch(following)
        elif self.current is not None:
            self.current.take(view)

    async def back(self, step: str) -> None:
        """To the step before; the first one has none."""
        await self.look()
        keys = [each.key for each in path(self.view.context)]
        await self._switch(keys[max(0, keys.index(step) - 1) if step in keys else 0])

    def is_first(self, step: str) -> bool:
        """Whether the way back from a step leads out of the wizard."""
        return path(self.view.context)[0].key == step

    @property
    def unsaved(self) -> bool:
        """Whether any kept screen holds something that the desk does not."""
        return any(screen.unsaved for screen in self._kept.values() if screen.is_running)

    async def keep_all(self) -> None:
        """Try once more to save what could not be saved when its step was left."""
        for screen in self._kept.values():
            if screen.is_running and screen.unsaved:
                await screen.keep_or_tell()

    def leave(self, then: Callable[[], Awaitable[None]] | None = None) -> None:
        """Close the wizard; the screen below comes back. What is not saved by now is dropped.

        The app does it, not the screen that asked for it: a screen's own work ends when the screen is taken away.
        """
        self.app.run_worker(self._leave(then), name="leave the wizard", group="leave", exit_on_error=False)

    async def _leave(self, then: Callable[[], Awaitable[None]] | None) -> None:
        open_now, kept = self.current, list(self._kept.values())
        self._kept = {}
        if open_now is not None:
            await leave(open_now)
        for screen in kept:
            self.app.uninstall_screen(screen)
            if screen.is_running:
                await screen.remove()
        if then is not None:
            await then()

    async def forget_others(self, step: str) -> None:
        """Drop every kept screen but one: they speak another language than the session does now."""
        others = {key: screen for key, screen in self._kept.items() if key != step}
        for key, screen in others.items():
            del self._kept[key]
            self.app.uninstall_screen(screen)
            if screen.is_running:
                await screen.remove()

    async def prepare_after(self, step: str) -> None:
        """Build the screen that probably comes next, up to its paint, while the user is busy with this one."""
        following = following_step(self.view, step, likely=True)
        if following != step and following not in self._kept:
            screen = self._screen(following)
            await self.app.build_ahead(screen)
            screen.take(self.view)
            await screen.paint_ahead()

    async def _switch(self, step: str, field: str = "") -> None:
        screen = self._screen(step)
        screen.come_to(field)
        screen.take(self.view)
        if self.current is not None:
            await self._close_layers_over(self.current)
        await self.app.switch_screen(screen)
        # A screen that was shown already is not resumed.
        screen.land()

    async def _close_layers_over(self, step: StepScreen) -> None:
        """Help or a menu that was opened while a step was being passed goes with it."""
        while self.app.screen is not step:
            await self.app.pop_screen()

    def _screen(self, step: str) -> StepScreen:
        if step not in self._kept:
            made = (self._classes[step] if self._classes is not None else screen_class(step))(self)
            self._kept[step] = made
            self.app.install_screen(made, _name(self.case_id, step))
        return self._kept[step]


def field_to_resume(view: CaseView, place: Place) -> str:
    """The field that was left, unless one before it is still to be done: half a form is filled in from its top."""
    if not place.field:
        return ""
    answers = STEPS[place.step].answers
    to_do = {problem.field for problem in check(place.step, answers, view.context)} | {place.field}
    names = (field.name for field in asked(place.step, answers, view.context))
    return next((name for name in names if name in to_do), place.field)


def first_open(view: CaseView) -> str:
    """The step to be done now; the last one that applies where none is."""
    open_steps = (step.key for step in FLOW if view.standings.get(step.key) is Standing.OPEN)
    return next(open_steps, path(view.context)[-1].key)


def following_step(view: CaseView, step: str, *, likely: bool = False) -> str:
    """The step to show after one was passed: the next in order if it can be entered, else the one to be done now.

    With `likely`, the next in order whether or not it can be entered yet.
    """
    keys = [each.key for each in path(view.context)]
    place = keys.index(step) if step in keys else -1
    following = keys[place + 1] if place + 1 < len(keys) else step
    if likely or view.standings.get(following) in _PASSABLE:
        return following
    return first_open(view)


def number_of(view: CaseView, step: str) -> tuple[int, int]:
    """Which step of how many this is, among those that apply."""
    keys = [each.key for each in path(view.context)]
    return (keys.index(step) + 1 if step in keys else 0), len(keys)


def title_of(step: str) -> str:
    """A step's title, as declared."""
    return STEPS[step].title


def _name(case_id: int, step: str) -> str:
    return f"wizard-{case_id}-{step}"
