"""A scenario that plays itself on the desk: its steps are done by keys, at a pace that a class can follow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.css.query import NoMatches
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.worker import WorkerCancelled, WorkerFailed

from mpwizard.i18n import Language, tr
from mpwizard.problems import Trouble
from screens import keys, say
from screens.beside import newest
from screens.scenario.app import ExerciseApp
from screens.scenario.hands import Hands, LostError
from screens.scenario.showing import PLAY, Showing

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.scenarios.checking import Progress
    from mpwizard.scenarios.exercise import Exercise
    from mpwizard.scenarios.model import Scenario, Step

CUE, DEED = 3.0, 1.0
"""How long a step's cue, and what a deed brought, can be read before the play goes on: seconds at speed 1."""
# A new screen has its cue so soon, in seconds, that nothing is seen to jump.
_CUE_AGAIN = 0.1
_PANEL = "ctrl+t"
_LEAVE = ("ctrl+q", "ctrl+c")


class PlayApp(ExerciseApp):
    """The desk, with a scenario that does its own steps. Any key holds it; then the desk is the user's, and F8 lets the
    play go on where it was."""

    CSS_PATH = "../app.tcss"
    BINDINGS = [keys.EXERCISE]
    CUES = True

    def __init__(
        self,
        scenario: Scenario,
        folder: Path,
        open_desk: Callable[[], Desk],
        home: Callable[[], Screen[Any]],
        *,
        speed: float = 1.0,
        language: Language | None = None,
        reports: Path | None = None,
    ) -> None:
        super().__init__(scenario, folder, open_desk, home, language=language, reports=reports)
        self.hands = Hands(self, speed)
        self._plays = False
        self.over = False
        """Whether the play has come to its end, or has lost its way."""

    def begin(self, exercise: Exercise) -> None:
        """Play, from the step that is next."""
        super().begin(exercise)
        if self._front is not None:
            # Who is served begins when the class is there.
            self.hands.pause()
        self._plays = True
        self.set_interval(_CUE_AGAIN, self._show_soon)
        self.run_worker(self._play(exercise), name="play", group=PLAY, exit_on_error=False)

    async def on_event(self, event: Event) -> None:
        """A key of somebody else's holds the play; only what leaves the program does at once what it always does."""
        if self._plays and isinstance(event, Key | Paste) and not self.hands.pressed(event) and self._steers(event):
            return
        await super().on_event(event)

    def _steers(self, event: Key | Paste) -> bool:
        key = event.key if isinstance(event, Key) else ""
        if self.hands.paused:
            # Also where a dialog is open, which takes no key of the program's.
            if key == "f8":
                self.hands.go_on()
                self._show_soon()
            return key == "f8"
        if key not in _LEAVE:
            self.hands.pause()
            self._show_soon()
        return key not in (*_LEAVE, _PANEL)

    async def stop_playing(self) -> None:
        """The play of the step that was reached until now is over."""
        self._plays = False
        for worker in self.workers.cancel_group(self, PLAY):
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()

    def play_again(self, exercise: Exercise) -> None:
        """From the step that is next, held."""
        self.hands.pause()
        self._plays, self.over = True, False
        self.run_worker(self._play(exercise), name="play", group=PLAY, exit_on_error=False)

    def how_to_go_on(self) -> str:
        """What the row below the top bar says behind the step."""
        if not self._plays:
            return super().how_to_go_on()
        return tr("held · {key} goes on", key="F8") if self.hands.paused else tr("plays itself · any key holds it")

    async def _play(self, exercise: Exercise) -> None:
        showing = Showing(self, exercise, self.hands)
        try:
            progress = await asyncio.to_thread(exercise.look)
            while progress.current is not None:
                progress = await self._play_step(exercise, showing, progress.current)
        except (LostError, NoMatches, Trouble):
            self._lost()
        finally:
            self._plays, self.over = False, True
            await self.show_cue()

    async def _play_step(self, exercise: Exercise, showing: Showing, step: Step) -> Progress:
        await self.tell(await asyncio.to_thread(exercise.look))
        await self.hands.rest(CUE)
        for deed in step.solution:
            await showing.do(deed)
            await self.hands.rest(DEED)
        progress = await asyncio.to_thread(exercise.look)
        await self.tell(progress)
        if progress.current is not None and progress.current.key == step.key:
            raise LostError
        return progress

    def _show_soon(self) -> None:
        newest(self, self.show_cue, "exercise")

    def _lost(self) -> None:
        say.notify(self, tr("The play has lost its way here. The desk is yours; {key} helps.", key="F8"), "warning")


def run_play(
    scenario: Scenario,
    folder: Path,
    open_desk: Callable[[], Desk],
    home: Callable[[], Screen[Any]],
    *,
    speed: float,
    language: Language | None = None,
) -> int:
    """Run the desk with a play on it until its user leaves; the exit code of the program."""
    app = PlayApp(scenario, folder, open_desk, home, speed=speed, language=language)
    app.run()
    return app.return_code or 0
