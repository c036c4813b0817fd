"""The desk with an exercise on it: it sees what is done by hand, says what is next, helps and solves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from mpwizard.i18n import Language, tr
from mpwizard.i18n import say as both
from mpwizard.problems import Trouble
from screens import keys, say
from screens.app import DeskApp
from screens.base import MpScreen
from screens.scenario.cue import CueLine
from screens.widgets.bars import TopBar

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.scenarios.checking import Progress
    from mpwizard.scenarios.exercise import Exercise
    from mpwizard.scenarios.model import Scenario

EVERY = 0.5
"""How often an exercise looks at its case, in seconds."""
_HOME = 2


class ExerciseApp(DeskApp):
    """The desk, with one scenario's case on it. `folder` is where the exercise keeps what a case cannot tell."""

    CSS_PATH = "../app.tcss"
    BINDINGS = [keys.EXERCISE]

    def __init__(
        self,
        scenario: Scenario,
        folder: Path,
        open_desk: Callable[[], Desk],
        home: Callable[[], Screen[Any]],
        *,
        language: Language | None = None,
        reports: Path | None = None,
    ) -> None:
        super().__init__(open_desk, home, language=language, reports=reports)
        self._scenario = scenario
        self._folder = folder
        self._exercise: Exercise | None = None
        self._done: tuple[str, ...] | None = None
        self._words = ""
        self._looking = False

    async def _open(self) -> None:
        await super()._open()
        if self.desk_is_open:
            self._exercise = await asyncio.to_thread(self._begin)
            await self._look()
            self.set_interval(EVERY, self._look_again)

    def _begin(self) -> Exercise:
        from mpwizard.scenarios.exercise import Exercise

        return Exercise(self.desk, self._scenario, self._folder)

    # --- what is seen ------------------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        if not self._looking:
            self.run_worker(self._look(), name="look at the exercise", group="exercise", exit_on_error=False)

    async def _look(self) -> None:
        self._looking = True
        try:
            if self._exercise is not None:
                await self._tell(await asyncio.to_thread(self._exercise.look))
        finally:
            self._looking = False

    async def _tell(self, progress: Progress) -> None:
        before, self._done = self._done, progress.done
        steps = self._scenario.steps
        words = tr("All steps are done.")
        if progress.current is not None:
            title = both(progress.current.title.text)
            words = tr(
                "Step {n} of {total}: {title}", n=steps.index(progress.current) + 1, total=len(steps), title=title
            )
        self._words = f"{words} · {tr('{key} helps', key='F8')}"
        new = [step for step in steps if before is not None and step.key in progress.done and step.key not in before]
        if new and progress.finished:
            await self._tell_end()
        else:
            for step in new:
                say.notify(self, tr("Done: {title}", title=both(step.title.text)))
        await self._show_cue()

    async def _tell_end(self) -> None:
        if self._exercise is not None and await asyncio.to_thread(self._exercise.ended_as_told):
            say.notify(self, tr("The exercise is done, and the case stands as it should."))
        else:
            say.notify(self, tr("All steps are done, and the case stands otherwise than in the scenario."), "warning")

    async def _show_cue(self) -> None:
        """The row on the screen in front; screens that are built anew have lost theirs."""
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, MpScreen)), None)
        if screen is None or not screen.is_running:
            return
        lines = screen.query_children(CueLine)
        if lines:
            lines.first(CueLine).tell(self._words)
        elif bars := screen.query_children(TopBar):
            await screen.mount(CueLine(self._words), after=bars.first())

    # --- what is asked for -------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to help with once the exercise is there, and no dialog is open."""
        if action == "exercise":
            return self._exercise is not None and isinstance(self.screen, MpScreen)
        return super().check_action(action, parameters)

    def action_exercise(self) -> None:
        """Open the drawer of the exercise."""
        from screens.scenario.drawer import ExerciseDrawer

        if self._exercise is not None:
            self.push_screen(ExerciseDrawer(self._exercise), self._answered)

    def _answered(self, step: str | None) -> None:
        if step:
            self.run_worker(self._solve(step), name="solve a step", exit_on_error=False)

    async def _solve(self, step: str) -> None:
        """Do a step, from the list of cases: what the screens showed of the case is not so any more."""
        for screen in list(self._desk_screens()):
            await screen.keep()
        await self._leave_the_case()
        if self._exercise is not None:
            try:
                progress = await asyncio.to_thread(self._exercise.solve, step)
            except Trouble as trouble:
                self.complain(trouble)
            else:
                await self._tell(progress)

    async def _leave_the_case(self) -> None:
        while len(self.screen_stack) > _HOME:
            wizard = getattr(self.screen, "wizard", None)
            if wizard is not None:
                left = asyncio.Event()
                wizard.leave(_setting(left))
                await left.wait()
            else:
                await self.pop_screen()


def _setting(event: asyncio.Event) -> Callable[[], Any]:
    async def set_it() -> None:
        event.set()

    return set_it


def run_exercise(
    scenario: Scenario,
    folder: Path,
    open_desk: Callable[[], Desk],
    home: Callable[[], Screen[Any]],
    language: Language | None = None,
) -> int:
    """Run the desk with an exercise until its user leaves; the exit code of the program."""
    app = ExerciseApp(scenario, folder, open_desk, home, language=language)
    app.run()
    return app.return_code or 0
