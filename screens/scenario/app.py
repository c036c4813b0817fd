"""The desk with an exercise on it: it sees what is done by hand, says what is next, helps and solves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.screen import Screen

from mpwizard.i18n import Language, tr
from mpwizard.i18n import say as both
from mpwizard.problems import Trouble
from mpwizard.serving.wire import CARD_ROWS
from screens import keys, say
from screens.app import DeskApp
from screens.base import MpScreen
from screens.beside import newest
from screens.scenario.cue import Cue, CueLine, beside_each_other
from screens.scenario.stage import Stage
from screens.widgets.bars import TopBar

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.scenarios.checking import Progress
    from mpwizard.scenarios.exercise import Exercise
    from mpwizard.scenarios.model import Scenario, Step

EVERY = 0.5
"""How often an exercise looks at its case, in seconds."""
_HOME = 2


class ExerciseApp(DeskApp):
    """The desk, with one scenario's case on it. `folder` is where the exercise keeps what a case cannot tell."""

    CSS_PATH = "../app.tcss"
    BINDINGS = [keys.EXERCISE]
    CUES: ClassVar[bool] = False
    """Whether a step's cue stands on every screen; else it is asked for."""

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
        self.exercise: Exercise | None = None
        self._done: tuple[str, ...] | None = None
        self._current: Step | None = None
        self._looking = False
        self.stage = Stage(cues=self.CUES)

    async def _open(self) -> None:
        await super()._open()
        if self.desk_is_open:
            self.exercise = await asyncio.to_thread(self._set_up)
            await self._look()
            self.set_interval(EVERY, self._look_again)
            self.begin(self.exercise)

    def _set_up(self) -> Exercise:
        from mpwizard.scenarios.exercise import Exercise

        return Exercise(self.desk, self._scenario, self._folder)

    def begin(self, exercise: Exercise) -> None:
        """The exercise is there, and its first step is told."""

    # --- what is seen ------------------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        if not self._looking:
            newest(self, self._look, "exercise", exclusive=False)

    async def _look(self) -> None:
        self._looking = True
        try:
            if self.exercise is not None:
                await self.tell(await asyncio.to_thread(self.exercise.look))
        finally:
            self._looking = False

    async def tell(self, progress: Progress) -> None:
        """Say how far the exercise is, and what was done since that was said last."""
        before, self._done = self._done, progress.done
        self._current = progress.current
        done = [step for step in self._scenario.steps if step.key in progress.done]
        new = [step for step in done if before is not None and step.key not in before]
        if new:
            self._look_again_in_front()
        if new and progress.finished:
            await self._tell_end()
        elif not self.CUES:
            for step in new:
                say.notify(self, tr("Done: {title}", title=both(step.title.text)))
        await self.show_cue()

    async def _tell_end(self) -> None:
        if self.exercise is not None and await asyncio.to_thread(self.exercise.ended_as_told):
            say.notify(self, tr("The exercise is done, and the case stands as it should."))
        else:
            say.notify(self, tr("All steps are done, and the case stands otherwise than in the scenario."), "warning")

    def _look_again_in_front(self) -> None:
        """With a new step others may have done something to the account."""
        from screens.console.screen import ConsoleScreen

        if isinstance(self.screen, ConsoleScreen):
            self.screen.reload()

    def exercise_progress(self) -> tuple[int, int, int]:
        """Of this exercise."""
        helped = len(self.exercise.kept.helped) if self.exercise is not None else 0
        return len(self._done or ()), len(self._scenario.steps), helped

    def how_to_go_on(self) -> str:
        """What the row says behind the step."""
        return tr("{key} helps", key="F8")

    def _place(self) -> str:
        step, steps = self._current, self._scenario.steps
        if step is None:
            return tr("All steps are done.")
        title = both(step.title.text)
        return tr("Step {n} of {total}: {title}", n=steps.index(step) + 1, total=len(steps), title=title)

    async def show_cue(self) -> None:
        """The row on the screen in front; screens that are built anew have lost theirs."""
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, MpScreen)), None)
        if screen is None or not screen.is_running:
            return
        cue = self._cue()
        lines = screen.query_children(CueLine)
        if lines:
            lines.first(CueLine).tell(cue)
        elif bars := screen.query_children(TopBar):
            await screen.mount(CueLine(cue), after=bars.first())

    def _cue(self) -> Cue:
        """What stands on every screen; what is for the trainer alone goes to the foot of their terminal instead."""
        stage, step = self.stage, self._current
        texts = stage.texts(step.cue.text) if step is not None else ()
        title = both(step.title.text) if stage.large and step is not None else ""
        if self._front is not None:
            rows = beside_each_other(texts, self.size.width - 2, CARD_ROWS) if stage.private else []
            self._front.show_card(tuple(rows[:CARD_ROWS]))
        shown = () if stage.private else texts
        return Cue(f"{self._place()} · {self.how_to_go_on()}", title, shown)

    # --- what is asked for -------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to help with once the exercise is there, and no dialog is open."""
        if action == "exercise":
            return self.exercise is not None and isinstance(self.screen, MpScreen)
        return super().check_action(action, parameters)

    def panel_deeds(self) -> Iterable[tuple[str, str]]:
        """What a trainer can do with the scenario, once it is there."""
        return self.stage.deeds(self._scenario, served=self._front is not None) if self.exercise is not None else ()

    @property
    def panel_list(self) -> str:
        """The title of the list, if these are the steps to choose from."""
        return tr("Jump to a step") if self.stage.jumps else ""

    async def panel_do(self, key: str) -> None:
        """Do one of these."""
        step = self.stage.do(key)
        if step is not None:
            self.run_worker(self._go_to(step), name="go to a step", exit_on_error=False)
        await self.show_cue()

    async def _go_to(self, step: str) -> None:
        exercise = self.exercise
        if exercise is None:
            return
        await self.stop_playing()
        try:
            await self._from_the_list(lambda: exercise.go_to(step) if step else exercise.begin_anew())
        finally:
            self.play_again(exercise)

    async def stop_playing(self) -> None:
        """Nothing plays itself here."""

    def play_again(self, exercise: Exercise) -> None:
        """Nothing plays itself here."""

    def action_exercise(self) -> None:
        """Open the drawer of the exercise."""
        from screens.scenario.drawer import ExerciseDrawer

        if self.exercise is not None:
            self.push_screen(ExerciseDrawer(self.exercise), self._answered)

    def _answered(self, step: str | None) -> None:
        if step:
            self.run_worker(self._solve(step), name="solve a step", exit_on_error=False)

    async def _solve(self, step: str) -> None:
        exercise = self.exercise
        if exercise is not None:
            await self._from_the_list(lambda: exercise.solve(step))

    async def _from_the_list(self, do: Callable[[], Progress]) -> None:
        """Do something from the list of cases: what the screens showed of the case is not so any more."""
        for screen in list(self._desk_screens()):
            await screen.keep()
        await self._leave_the_case()
        try:
            progress = await asyncio.to_thread(do)
        except Trouble as trouble:
            self.complain(trouble)
        else:
            await self.tell(progress)

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
