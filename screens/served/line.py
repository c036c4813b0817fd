"""A program's line to the front it is served by: hears what is told it, says what its user wants of the class."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mpwizard.i18n import tr
from mpwizard.serving.people import Role
from mpwizard.serving.wire import Closing, Deed, State, Up, Whereabouts, read_state, upward
from screens import say
from screens.base import MpScreen
from screens.served.row import ClassRow
from screens.widgets.bars import TopBar

if TYPE_CHECKING:
    from screens.app import DeskApp

EVERY = 1.0
"""How often it is looked where the user is, in seconds. Only what has changed is told."""
_SAID_FOR = 20.0


class FrontLine:
    """The line of one app."""

    def __init__(self, app: DeskApp, file: Path) -> None:
        self._app = app
        self._file = file
        self._heard = 0
        self._told = Whereabouts()
        self._card: tuple[str, ...] = ()
        self.state = State()

    def begin(self) -> None:
        """Listen from now on."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self.look)
        self.look()
        self._app.set_interval(EVERY, self._report)
        if self.state.role is not Role.OPERATOR:
            # Nothing else comes into a sandbox, and an avatar asks for a picture.
            self._app.run_worker(asyncio.to_thread(_put_a_picture), name="a picture", exit_on_error=False)

    def say(self, deed: Deed, who: str = "", words: str = "", *, on: bool = False) -> None:
        """Tell the front something."""
        self._send(Up(deed=deed, who=who, words=words, on=on))

    def show_card(self, card: tuple[str, ...]) -> None:
        """Rows at the foot of its user's terminal, which nobody else sees; none takes them away."""
        if card != self._card:
            self._card = card
            self._send(Up(deed=Deed.CARD, card=card))

    # --- what is heard -----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read what is told; say what is new of it."""
        before, self.state = self.state, read_state(self._file)
        state = self.state
        for line in state.lines:
            if line.number > self._heard:
                self._heard = line.number
                say.notify(self._app, f"{line.by}: {line.words}", timeout=_SAID_FOR)
        if state.locked != before.locked:
            words = tr("The trainer has locked your keyboard.") if state.locked else tr("Your keyboard works again.")
            say.notify(self._app, words)
        if state.closing is not None and before.closing is None:
            say.notify(self._app, closing_words(state.closing, state.closes_at - time.time()), "warning", _SAID_FOR)
        if state.asked_by and state.question != before.question:
            self._ask(state.asked_by)
        for screen in self._app.screen_stack:
            if hasattr(screen, "class_changed"):
                screen.class_changed(state)
        self._app.run_worker(self.show_row(), group="class row", exit_on_error=False)

    def _ask(self, who: str) -> None:
        from screens.desk.dialogs import Confirm

        words = tr("They see what you see, and type in your place until either of you presses Ctrl+].")
        title = tr("Let {name} have your keyboard?", name=who)

        def answered(yes: bool | None) -> None:
            self.say(Deed.ANSWER, on=bool(yes))

        self._app.push_screen(Confirm(title, words, tr("Let them")), answered)

    async def show_row(self) -> None:
        """The row on the screen in front; screens that are built anew have lost theirs."""
        screen = next((each for each in reversed(self._app.screen_stack) if isinstance(each, MpScreen)), None)
        if screen is None or not screen.is_running:
            return
        # What else stands below the top bar moves down by this row.
        screen.add_class("-served")
        rows = screen.query_children(ClassRow)
        if rows:
            rows.first(ClassRow).tell(self.state)
        elif bars := screen.query_children(TopBar):
            await screen.mount(ClassRow(self.state), after=bars.first())

    # --- what is said ------------------------------------------------------------------------------------------------

    async def _report(self) -> None:
        await self.show_row()
        here = whereabouts(self._app)
        if here != self._told and self.state.role is not Role.TRAINER:
            self._told = here
            self._send(Up(deed=Deed.AT, at=here))

    def _send(self, message: Up) -> None:
        driver = self._app._driver
        if driver is not None:
            driver.write(upward(message))
            driver.flush()


def _put_a_picture() -> None:
    from mpwizard.scenarios.playing import picture_in

    with suppress(OSError):
        picture_in(Path.home())


def closing_words(why: Closing, seconds: float) -> str:
    """That the session is closed in so many seconds, and what can be done about it."""
    n = max(1, round(seconds))
    if why is Closing.IDLE:
        return tr("Nobody types here. This session is closed in {n} s; any key keeps it open.", n=n)
    return tr("This session is closed in {n} s, its time is over. Everything is saved: log in again.", n=n)


def whereabouts(app: DeskApp) -> Whereabouts:
    """Where the user of an app is: nothing of what was typed."""
    screen: Any = next((each for each in reversed(app.screen_stack) if isinstance(each, MpScreen)), None)
    if screen is None:
        return Whereabouts()
    place = getattr(screen, "STEP", "") or screen.HELP_KEY
    view = getattr(screen, "view", None)
    case = getattr(getattr(view, "case", view), "record", None)
    done, steps, hints = app.exercise_progress()
    return Whereabouts(
        place=place,
        case=getattr(case, "reference", ""),
        errors=min(len(screen.query(".-wrong")), 999),
        done=done,
        steps=steps,
        hints=hints,
    )
