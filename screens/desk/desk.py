"""The first screen: every case with its stage, what comes next, by whom and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Vertical
from textual.widget import Widget

from mpwizard.due import Band, band
from mpwizard.i18n import N_, tr
from mpwizard.problems import Refused, Trouble
from screens import keys, say
from screens.base import MpScreen
from screens.palette import Command
from screens.widgets.bars import Heading
from screens.widgets.facts import Fact, Facts

if TYPE_CHECKING:
    from textual.widgets import DataTable

    from mpwizard.domain import Kind
    from mpwizard.views import DeskRow
    from screens.desk.cases import Cases

Result = TypeVar("Result")

MINUTE = 60.0


class DeskScreen(MpScreen):
    """All cases, the last changed first."""

    HELP_KEY = "desk"
    BINDINGS = [keys.NEW, keys.ABANDON, keys.START_AGAIN, keys.PLATFORM, keys.REFRESH]

    DEFAULT_CSS = """
    DeskScreen {
        & > .body { padding: 1 1 0 1; height: 1fr; }
        & .empty { margin: 1 1; }
        &.-empty Cases { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DeskRow, ...] | None = None
        self._wanted: Callable[[], object] | None = None

    def compose_content(self) -> Iterable[Widget]:
        """A few sentences where there is no case yet; the cases come below them when they are known."""
        with Vertical(classes="body"):
            yield Facts(classes_="empty")

    def heading(self) -> Heading:
        """How many cases there are, and how many are late."""
        if self._rows is None:
            return Heading(place="mpwizard", title=tr("Desk"), state=tr("opening…"), state_style="$soft")
        count = len(self._rows)
        late = sum(band(row.next_action.due_at, row.now) is Band.LATE for row in self._rows)
        return Heading(
            place="mpwizard",
            title=tr("Desk · 1 case") if count == 1 else tr("Desk · {n} cases", n=count),
            time=say.clock(self.app.desk.clock.now()) if self.app.desk_is_open else "",
            state=tr("{n} overdue", n=late) if late else "",
            state_style="$wrong",
        )

    def on_mount(self) -> None:
        """The clock in the top bar goes by the minute; until the desk is open, that is said."""
        self._show_empty()
        self.set_interval(MINUTE, self.show_heading)

    async def show_first(self, rows: tuple[DeskRow, ...]) -> bool:
        """Show the cases before the desk is open; true when they have been painted."""
        await self._show(rows)
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        return await painted.wait()

    def desk_opened(self) -> None:
        """Look again, now that deadlines can take effect, and do what was asked for meanwhile."""
        self.reload()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def on_screen_resume(self) -> None:
        """Look again on coming back: much may have happened in the wizard."""
        self.reload()

    async def rebuild(self) -> None:
        """Build the screen again and fill it with what is known."""
        await super().rebuild()
        self._show_empty()
        if self._rows is not None:
            await self._show(self._rows)

    def reload(self) -> None:
        """Read the cases in a thread; a newer wish to read replaces an older one. The opening desk does so anyway."""
        if self.app.desk_is_open:
            self.run_worker(self._load(), group="load", exclusive=True, exit_on_error=False)

    async def _load(self) -> None:
        rows = await self._ask(self.app.desk.cases)
        if rows is not None:
            await self._show(rows)

    async def _show(self, rows: tuple[DeskRow, ...]) -> None:
        self._rows = rows
        self.set_class(not rows, "-empty")
        cases = await self._cases()
        cases.show(rows)
        if rows:
            # Not before it can be seen: what is hidden takes no focus.
            self.call_after_refresh(self._give_focus, cases.table)
        self._show_empty()
        self.show_heading()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need a case are there only while one is selected; there is nothing to go back to."""
        del parameters
        if action == "back":
            return False
        if action == "platform":
            return self.app.desk_is_open
        if action in ("abandon", "start_again"):
            return bool(self._rows) and self.app.desk_is_open
        return True

    def commands(self) -> Iterable[Command]:
        """The palette's commands here."""
        if self.app.desk_is_open:
            told = N_("Play the platform: all that waits for its answer")
            yield Command(N_("Platform desk"), told, self.action_platform)

    # --- actions -----------------------------------------------------------------------------------------------------

    def action_new_case(self) -> None:
        """Ask for the kind, then begin."""
        from screens.desk.dialogs import NewCase

        self.app.push_screen(NewCase(), self._begin)

    def action_abandon(self) -> None:
        """Ask, then give the selected case up."""
        from screens.desk.dialogs import Confirm

        row = self._selected
        if row is None:
            return
        case = row.record.id
        words = tr("Its address, person and entity count as unused again. The case stays on the desk, as given up.")
        question = Confirm(tr("Give {case} up?", case=row.record.reference), words, tr("Give up"))
        self.app.push_screen(question, lambda yes: self._abandon(case) if yes else None)

    def action_start_again(self) -> None:
        """Begin a new case with the answers of the selected one, if it ended without an account."""
        row = self._selected
        if row is not None:
            self.run_worker(self._start_again(row.record.id), group="act", exit_on_error=False)

    def action_platform(self) -> None:
        """To the platform desk: somebody plays the platform."""
        from screens.console.platform import PlatformDeskScreen

        self.app.push_screen(PlatformDeskScreen())

    def action_refresh(self) -> None:
        """Look again; the selection stays."""
        self.reload()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter or a click opens the case where its work goes on."""
        event.stop()
        row = self._selected
        if row is not None:
            self._once_open(lambda: self._resume(row))

    # --- inside ------------------------------------------------------------------------------------------------------

    async def _cases(self) -> Cases:
        """Where the cases are shown; made when the first are there to show, long after the first frame."""
        from screens.desk.cases import Cases

        if not self.query(Cases):
            await self.query_one(".body").mount(Cases())
        return self.query_one(Cases)

    def _give_focus(self, table: Widget) -> None:
        if self.focused is None:
            self.set_focus(table)

    @property
    def _selected(self) -> DeskRow | None:
        """The case under the cursor."""
        from screens.desk.cases import Cases

        return next((cases.table.selected for cases in self.query(Cases)), None)

    def _begin(self, kind: Kind | None) -> None:
        if kind is not None:
            self._once_open(lambda: self.run_worker(self._create(kind), group="act", exit_on_error=False))

    async def _create(self, kind: Kind) -> None:
        record = await self._ask(lambda: self.app.desk.create(kind))
        if record is not None:
            self._open(record.id)

    def _abandon(self, case: int) -> None:
        self.run_worker(self._abandoned(case), group="act", exit_on_error=False)

    async def _abandoned(self, case: int) -> None:
        if await self._ask(lambda: self.app.desk.abandon(case)) is not None:
            self.reload()

    async def _start_again(self, case: int) -> None:
        record = await self._ask(lambda: self.app.desk.start_again(case))
        if record is not None:
            self._open(record.id)

    def _open(self, case: int) -> None:
        self._once_open(lambda: self.run_worker(self._enter(case), group="open", exclusive=True, exit_on_error=False))

    def _once_open(self, act: Callable[[], object]) -> None:
        """Act when the desk is open; while it is not, the last wish counts."""
        if self.app.desk_is_open:
            act()
        else:
            self._wanted = act

    def _resume(self, row: DeskRow) -> None:
        """To where the work on a case goes on: its console as soon as it has one."""
        from mpwizard.console.account import has_console
        from screens.console.console import Console

        if has_console(row.record.state):
            console = Console(self.app, row.record.id)
            self.run_worker(console.open(), group="open", exclusive=True, exit_on_error=False)
        else:
            self._open(row.record.id)

    async def _enter(self, case: int) -> None:
        from screens.wizard.wizard import Wizard

        await Wizard(self.app, case).open()

    async def _ask(self, use_case: Callable[[], Result]) -> Result | None:
        """Ask the desk in a thread. What it refuses is told, with what lifts it; None then."""
        from mpwizard.tell import tell

        try:
            return await asyncio.to_thread(use_case)
        except Refused as refused:
            told = tell(refused.refusal)
        except Trouble as trouble:
            told = tell(trouble)
        say.notify(self.app, f"{told.line}\n{told.lifts}", "error")
        return None

    def _show_empty(self) -> None:
        """What the desk says while it has no row to show."""
        empty = self.query_one(".empty", Facts)
        if self._rows is None:
            empty.show([Fact("", tr("Opening the desk…"), "$soft")])
        elif self._rows:
            empty.show(())
        else:
            what = tr("A case is one Mini Program, from its e-mail address to its registered account.")
            safe = tr("A practice case runs on the built-in simulator: nothing leaves this machine.")
            ways = (("n", tr("begin a case")), ("F1", tr("what can be done here")), ("F10", tr("leave")))
            empty.show(
                [
                    Fact("", f"{what}\n", "$soft"),
                    *(Fact(key, words, name_style="bold $go-text") for key, words in ways),
                    Fact("", f"\n{safe}", "$soft"),
                ],
                title=tr("No case yet"),
            )
