"""The first screen: every case with its stage, what comes next, by whom and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from mpwizard.due import Band, band
from mpwizard.i18n import tr
from mpwizard.problems import Refused, Trouble
from screens import keys, say
from screens.base import MpScreen
from screens.desk.stages import Stages
from screens.desk.table import CaseTable
from screens.widgets.bars import Heading
from screens.widgets.facts import Fact, Facts

if TYPE_CHECKING:
    from mpwizard.domain import Kind
    from mpwizard.views import DeskRow

Result = TypeVar("Result")

MINUTE = 60.0


class DeskScreen(MpScreen):
    """All cases, the last changed first."""

    AUTO_FOCUS = "CaseTable"
    HELP_KEY = "desk"
    BINDINGS = [keys.NEW, keys.ABANDON, keys.START_AGAIN, keys.REFRESH]

    DEFAULT_CSS = """
    DeskScreen {
        & > .body { padding: 1 1 0 1; height: 1fr; }
        & .empty { margin: 1 1; }
        &.-empty CaseTable { display: none; }
        &.-empty Stages { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DeskRow, ...] | None = None

    def compose_content(self) -> Iterable[Widget]:
        """The table above the bars; a few sentences where there is no case yet."""
        with Vertical(classes="body"):
            yield Facts(classes_="empty")
            yield CaseTable()
            yield Stages()

    def heading(self) -> Heading:
        """How many cases there are, and how many are late."""
        if self._rows is None:
            return Heading(place="mpwizard", title=tr("Desk"), state=tr("opening…"), state_style="$soft")
        count = len(self._rows)
        late = sum(band(row.next_action.due_at, row.now) is Band.LATE for row in self._rows)
        return Heading(
            place="mpwizard",
            title=tr("Desk · 1 case") if count == 1 else tr("Desk · {n} cases", n=count),
            time=say.clock(self.app.desk.clock.now()),
            state=tr("{n} overdue", n=late) if late else "",
            state_style="$wrong",
        )

    def on_mount(self) -> None:
        """The clock in the top bar goes by the minute; until the desk is open, that is said."""
        self._show_empty()
        self.set_interval(MINUTE, self.show_heading)

    def desk_opened(self) -> None:
        """Fill the table."""
        self.reload()

    def on_screen_resume(self) -> None:
        """Look again on coming back: much may have happened in the wizard."""
        if self.app.desk_is_open:
            self.reload()

    async def rebuild(self) -> None:
        """Build the screen again and fill it with what is known."""
        await super().rebuild()
        self._show_empty()
        if self._rows is not None:
            self._show(self._rows)

    def reload(self) -> None:
        """Read the cases in a thread; a newer wish to read replaces an older one."""
        self.run_worker(self._load(), group="load", exclusive=True, exit_on_error=False)

    async def _load(self) -> None:
        rows = await self._ask(self.app.desk.cases)
        if rows is not None:
            self._show(rows)

    def _show(self, rows: tuple[DeskRow, ...]) -> None:
        self._rows = rows
        self.set_class(not rows, "-empty")
        self.query_one(CaseTable).show(rows)
        self.query_one(Stages).show(rows)
        self._show_empty()
        self.show_heading()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need a case are there only while one is selected; there is nothing to go back to."""
        del parameters
        if action == "back":
            return False
        if action in ("abandon", "start_again"):
            return bool(self._rows)
        return True

    # --- actions -----------------------------------------------------------------------------------------------------

    def action_new_case(self) -> None:
        """Ask for the kind, then begin."""
        from screens.desk.dialogs import NewCase

        self.app.push_screen(NewCase(), self._begin)

    def action_abandon(self) -> None:
        """Ask, then give the selected case up."""
        from screens.desk.dialogs import Confirm

        row = self.query_one(CaseTable).selected
        if row is None:
            return
        case = row.record.id
        words = tr("Its address, person and entity count as unused again. The case stays on the desk, as given up.")
        question = Confirm(tr("Give {case} up?", case=row.record.reference), words, tr("Give up"))
        self.app.push_screen(question, lambda yes: self._abandon(case) if yes else None)

    def action_start_again(self) -> None:
        """Begin a new case with the answers of the selected one, if it ended without an account."""
        row = self.query_one(CaseTable).selected
        if row is not None:
            self.run_worker(self._start_again(row.record.id), group="act", exit_on_error=False)

    def action_refresh(self) -> None:
        """Look again; the selection stays."""
        self.reload()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter or a click opens the case where its work goes on."""
        event.stop()
        row = self.query_one(CaseTable).selected
        if row is not None:
            self._open(row.record.id)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _begin(self, kind: Kind | None) -> None:
        if kind is not None and self.app.desk_is_open:
            self.run_worker(self._create(kind), group="act", exit_on_error=False)

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
        self.run_worker(self._enter(case), group="open", exclusive=True, exit_on_error=False)

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
