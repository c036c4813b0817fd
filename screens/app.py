"""The application: paints first and opens the desk behind it, moves the focus, speaks the session's language, and
leaves cleanly however it is told to. What the screens show is theirs.

Nothing heavy may be imported on the way here: the first frame comes before storage and validation are loaded.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.actions import SkipAction
from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen, SystemModalScreen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from mpwizard.another_program import SERVED, become
from mpwizard.i18n import Language, Translator, preferred, tr, use
from mpwizard.problems import Trouble
from screens import keys, say
from screens.driver import DeskDriver, harden
from screens.palette import DeskCommands, Palette
from screens.safely import SafeText, say_plainly
from screens.served.choosing import ScenarioChoice
from screens.theme import DARK, GREY_THEMES, LIGHT, THEMES
from screens.widgets.hardening import harden_option_list

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mpwizard.desk import Desk
    from screens.served.line import FrontLine

SIGNAL_EXIT = 128
KEEPING_SECONDS = 2.0


class DeskApp(App[int]):
    """The desk on a terminal.

    `open_desk` may take its time: it runs in a thread once the first frame is out. `home` makes the first screen,
    which must not need the desk before `desk_opened()` is called on it.
    """

    TITLE = "mpwizard"
    CSS_PATH = "app.tcss"
    BINDINGS = [*keys.APP_KEYS, keys.CLASS]
    COMMANDS = {DeskCommands}

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        home: Callable[[], Screen[Any]],
        *,
        language: Language | None = None,
        reports: Path | None = None,
    ) -> None:
        self.translator = Translator(language if language is not None else preferred())
        use(self.translator)
        harden()
        harden_option_list()
        super().__init__(driver_class=self._driver_for_terminal())
        for theme in GREY_THEMES if self.no_color else THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, DARK)
        self.stylesheet.set_variables(self.get_css_variables())  # before any style sheet names a token
        self._open_desk = open_desk
        self._home = home
        self._reports = reports
        self._desk: Desk | None = None
        self._front_file = os.environ.get(SERVED, "")
        self._front: FrontLine | None = None
        self._scenarios = ScenarioChoice()
        # What takes the place of this program when it has ended.
        self.next_program: tuple[str, ...] = ()
        self.animation_level = "none"
        # One and the same for every line: Textual remembers a filtered line by its filter.
        self._gate_out = SafeText()

    # --- the desk ----------------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """The desk.

        Raises:
            RuntimeError: before it is open; screens that can be seen by then wait for `desk_opened()`.
        """
        if self._desk is None:
            raise RuntimeError("the desk is not open yet")
        return self._desk

    @property
    def desk_is_open(self) -> bool:
        """Whether `desk` can be asked."""
        return self._desk is not None

    def on_mount(self) -> None:
        """The first screen, then the desk."""
        self._listen_to_signals()
        self.push_screen(self._home())
        if self._front_file:
            self._sit_in_class(Path(self._front_file))
        self.call_after_refresh(self.open_the_desk)

    def _sit_in_class(self, file: Path) -> None:
        from screens.served.line import FrontLine

        self._front = FrontLine(self, file)
        self._front.begin()

    def exercise_progress(self) -> tuple[int, int, int]:
        """Of an exercise: the steps done, how many there are, the hints that were looked at; none here."""
        return (0, 0, 0)

    def open_the_desk(self) -> None:
        """Open the desk in a thread; also the second try, after trouble."""
        from mpwizard.heap import share_one_heap

        share_one_heap()
        self.run_worker(self._open(), name="open the desk", exit_on_error=False)

    async def _open(self) -> None:
        try:
            self._desk = await asyncio.to_thread(self._open_desk)
        except Trouble as trouble:
            from screens.trouble import TroubleScreen

            await self.push_screen(TroubleScreen(trouble))
            return
        finally:
            gc.enable()
        gc.freeze()
        for screen in self._desk_screens():
            screen.desk_opened()

    def _desk_screens(self) -> Iterable[Any]:
        return (screen for screen in self.screen_stack if hasattr(screen, "desk_opened"))

    async def build_ahead(self, screen: Screen[Any]) -> None:
        """Mount an installed screen before it is shown, so that showing it is quick."""
        _screen, mounted = self._get_screen(screen)
        await mounted()

    # --- words and colours -------------------------------------------------------------------------------------------

    async def action_switch_language(self, language: str) -> None:
        """Speak another language; every screen is built again where it stands."""
        self.translator.switch(Language(language))
        for screen in self._desk_screens():
            await screen.rebuild()

    def action_switch_theme(self) -> None:
        """From dark to light, or back."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and the gate out last."""
        return [*super().get_line_filters(), self._gate_out]

    def action_command_palette(self) -> None:
        """The palette, its prompt in the language spoken."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(placeholder=tr("Search the commands"), id="--command-palette"))

    async def on_event(self, event: Event) -> None:
        """Text that comes while no field can take it is kept, in the order it came, for the one it was meant for."""
        if isinstance(event, Key | Paste) and self.focused is None and self._kept_for_later(event):
            return
        await super().on_event(event)

    def _kept_for_later(self, event: Key | Paste) -> bool:
        text = event.text if isinstance(event, Paste) else event.character if event.is_printable else None
        hold = getattr(self.screen, "hold", None) if self.screen_stack else None
        return bool(text and hold is not None and hold(text))

    # --- focus -------------------------------------------------------------------------------------------------------

    def action_next_field(self) -> None:
        """The next field, before anything typed after it is looked at."""
        if not (hasattr(self.screen, "hold") and self.screen.hold("\t")):
            self.screen.focus_next()

    def action_previous_field(self) -> None:
        """The field before."""
        self.screen.focus_previous()

    def action_field_below(self) -> None:
        """Down goes to the next field from a field of one row; lists keep it for themselves."""
        self.action_next_field()

    def action_field_above(self) -> None:
        """Up goes to the field before."""
        self.action_previous_field()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the app in a row of text only, the arrows up and down in anything of one row; elsewhere they
        belong to what has the focus, which so can take each key in its turn."""
        if action == "class":
            has_panel = self._front is not None or any(self.panel_deeds())
            return has_panel and not isinstance(self.screen, ModalScreen)
        if action == "next_field" and hasattr(self.focused, "action_complete"):
            return False
        if action == "field_done":
            return bool(getattr(self.focused, "TYPED_INTO", False))
        if action in ("field_below", "field_above"):
            return not isinstance(self.screen, SystemModalScreen) and one_row(self.focused)
        return super().check_action(action, parameters)

    def action_class(self) -> None:
        """Who looks on, who types; the class board, for trainers."""
        from screens.served.drawer import BOARD, ClassDrawer

        line = self._front

        def chosen(what: str | None) -> None:
            if what == BOARD and line is not None:
                from screens.served.board import ClassBoard

                self.push_screen(ClassBoard(line))

        self.push_screen(ClassDrawer(line, self), chosen)

    def panel_deeds(self) -> Iterable[tuple[str, str]]:
        """What a trainer can do here besides, each by its key, with its words: let a scenario play where it is served,
        and a class looks on."""
        return self._scenarios.deeds() if self._front is not None else ()

    @property
    def panel_list(self) -> str:
        """The title of the list to choose from, if these are one."""
        return tr("Play a scenario") if self._scenarios.shown else ""

    async def panel_do(self, key: str) -> None:
        """Do one of these."""
        name = self._scenarios.do(key)
        if name:
            self.next_program = ("practice", "play", name)
            await self.leave(0)

    def action_field_done(self) -> None:
        """Enter in a row of text goes on at once, so that what is typed after it lands in the next field."""
        line, screen = self.focused, self.screen
        if line is None or not hasattr(screen, "done_with") or not getattr(line, "TYPED_INTO", False):
            raise SkipAction
        screen.done_with(line.parent)

    # --- leaving -----------------------------------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Leave. What is not saved yet is saved on the way."""
        await self.leave(0)

    def action_help_quit(self) -> None:
        """Ctrl+C never quits; it says what does."""
        say.notify(self, tr("Nothing was stopped. F10 leaves the desk; drafts are already safe."))

    async def leave(self, return_code: int) -> None:
        """End the program in order."""
        kept = [await self._kept(screen) for screen in self._desk_screens()]
        if not all(kept):
            words = tr("The last of what was typed could not be saved; everything before it is.")
            self._exit_renderables.append(say_plainly(words))
        self.exit(return_code=return_code)

    async def _kept(self, screen: Any) -> bool:
        """Whether a screen could save what it holds in time; one that cannot is in no other's way."""
        try:
            async with asyncio.timeout(KEEPING_SECONDS):
                return bool(await screen.keep())
        except Exception:  # whatever it was, the program ends in order
            return False

    def _listen_to_signals(self) -> None:
        if self.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._told_to_end, number)

    def _told_to_end(self, number: signal.Signals) -> None:
        self.run_worker(self.leave(SIGNAL_EXIT + number), name="leave", exit_on_error=False)

    # --- when something breaks ---------------------------------------------------------------------------------------

    def complain(self, error: BaseException) -> None:
        """Something failed behind the screen; the work goes on. What the program stands on is told with its remedy."""
        if isinstance(error, Trouble):
            from mpwizard.tell import tell

            told = tell(error)
            say.notify(self, f"{told.line}\n{told.lifts}", "error")
            return
        from mpwizard.crash import file_report

        path = file_report(error, self._screen_name(), self._reports)
        say.notify(self, tr("That did not work. What you typed is safe. Report: {path}", path=path or "-"), "error")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A failed worker of the app itself."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.complain(event.worker.error)

    def terminal_gone(self) -> None:
        """Leave as at a hang-up that no signal told of."""
        self._told_to_end(signal.SIGHUP)

    def fatal(self, error: BaseException) -> None:
        """Leave after an error nobody expected: one sentence and the report's place, no stack, no values."""
        self._return_code = 1
        name = self._screen_name()
        from mpwizard.crash import file_report

        path = file_report(error, name, self._reports)
        words = tr(
            "mpwizard had to stop ({screen}). Drafts are safe up to the last half second. Report: {path}",
            screen=name,
            path=path or "-",
        )
        self._exit_renderables[:] = [say_plainly(words)]
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Textual's way out with its own pictures of the error; ours says less."""
        del renderables
        self._fatal_error()

    def _fatal_error(self) -> None:
        self.fatal(sys.exc_info()[1] or self._exception or RuntimeError())

    def _screen_name(self) -> str:
        try:
            screen = self.screen
        except Exception:  # the report must come out whatever is broken
            return "-"
        return str(screen.report_name()) if hasattr(screen, "report_name") else type(screen).__name__

    @staticmethod
    def _driver_for_terminal() -> type[Driver] | None:
        return None if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ else DeskDriver


def one_row(widget: Widget | None) -> bool:
    """Whether up and down mean nothing within a widget, so that they may leave it."""
    return widget is not None and bool(getattr(widget, "ONE_ROW", False))


def run_desk(
    open_desk: Callable[[], Desk], language: Language | None = None, home: Callable[[], Screen[Any]] | None = None
) -> int:
    """Run the desk until its user leaves; the exit code of the program.

    The garbage collector rests until the desk is open: starting makes much and drops little.
    """
    gc.disable()
    try:
        if home is None:
            from screens.home import home as usual_home

            home = usual_home
        app = DeskApp(open_desk, home, language=language)
        app.run()
        if app.next_program and not app.return_code:
            become(app.next_program)
        return app.return_code or 0
    finally:
        gc.enable()
