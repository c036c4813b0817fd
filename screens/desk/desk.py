"""The first screen: what to do next, what is late, what the platform has; over ten cases or a million."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.events import Key
from textual.widget import Widget

from mpwizard.i18n import N_, tr
from mpwizard.problems import Trouble
from screens import keys, say
from screens.beside import once
from screens.desk.asking_screen import AskingScreen
from screens.desk.first_steps import words_for
from screens.palette import Command
from screens.widgets.bars import Heading
from screens.widgets.facts import Facts

if TYPE_CHECKING:
    from mpwizard.case_list import CaseList
    from mpwizard.case_query import Count, Page
    from mpwizard.domain import Kind
    from mpwizard.views import DeskRow
    from screens.desk.cases import Cases
    from screens.desk.doings import Doings
    from screens.desk.entering import Entering
    from screens.desk.keeping import Keeping
    from screens.desk.table import CaseTable

MINUTE = 60.0
# How often the desk looks whether another program has written.
LOOK_EVERY = 1.0

_NUMBERS = tuple("123456789")


class DeskScreen(AskingScreen):
    """The cases, view by view."""

    HELP_KEY = "desk"
    BINDINGS = [
        keys.NEW,
        keys.FILTER,
        keys.SORT,
        keys.REVERSE,
        keys.VIEW,
        keys.DO_WITH,
        keys.DETAIL,
        keys.UNDO_MARK,
        keys.COLUMNS,
        keys.KEEP_VIEW,
        keys.ABANDON,
        keys.START_AGAIN,
        keys.PLATFORM,
        keys.BOARD,
        keys.REFRESH,
    ]

    DEFAULT_CSS = """
    DeskScreen {
        & > .body { padding: 0 1; height: 1fr; }
        & .empty { margin: 1 1; }
        &.-empty Cases { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._total: Count | None = None
        self._late: Count | None = None
        self._seen_version: int | None = None
        self._lost = False
        self._wanted: Callable[[], object] | None = None

    def compose_content(self) -> Iterable[Widget]:
        """A few sentences where there is no case yet; the cases come below them when they are known."""
        with Vertical(classes="body"):
            yield Facts(classes_="empty")

    def heading(self) -> Heading:
        """How many cases there are, and how many are late."""
        if self._total is None:
            return Heading(place="mpwizard", title=tr("Desk"), state=tr("opening…"), state_style="$soft")
        one = self._total.words == "1"
        return Heading(
            place="mpwizard",
            title=tr("Desk · 1 case") if one else tr("Desk · {n} cases", n=self._total.words),
            time=say.clock(self.app.desk.clock.now()) if self.app.desk_is_open else "",
            state=tr("{n} overdue", n=self._late.words) if self._late is not None and self._late.n else "",
            state_style="$wrong",
        )

    def on_mount(self) -> None:
        """The clock in the top bar goes by the minute; until the desk is open, that is said."""
        self._show_empty()
        self.set_interval(MINUTE, self._minute)
        self.set_interval(LOOK_EVERY, self._look_around)

    # --- loading -----------------------------------------------------------------------------------------------------

    async def show_first(self, listed: CaseList, page: Page[DeskRow], total: Count) -> bool:
        """Show the first cases before the desk is open; true when they have been painted."""
        self._total = total
        if page.rows:
            cases = await self._cases(listed, page)
            self._give_focus(cases.table)
        self._settle()
        return await self.painted()

    def desk_opened(self) -> None:
        """Look again, now that deadlines can take effect, and do what was asked for meanwhile."""
        self.work(self._open_views, group="views")
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def on_screen_resume(self) -> None:
        """Look again on coming back: much may have happened in the wizard."""
        if self.app.desk_is_open:
            self.work(self._entering.left, group="left")
        self.reload()

    async def keep(self) -> bool:
        """There is nothing to save here; a case that is still open is free for others when the program ends."""
        if self.app.desk_is_open:
            await self.told(self._entering.left())
        return True

    async def rebuild(self) -> None:
        """Build the screen again and fill it with what is known."""
        shown = self._shown
        held = shown.in_hand if shown is not None else None
        await super().rebuild()
        self._show_empty()
        if shown is not None and held is not None and self.app.desk_is_open:
            cases = await self._cases(self.app.desk.listed)
            await cases.go_on(shown, held)
            self._give_focus(cases.table)

    def reload(self) -> None:
        """Read the cases in a thread; a newer wish to read replaces an older one. The opening desk does so anyway."""
        if self.app.desk_is_open:
            self.work(self._load, group="again")

    async def _open_views(self) -> None:
        """One's own views, and the one that was open when the desk was left."""
        await self._load()
        if self._shown is not None:
            await self.told(self._keeping.open(self._shown))

    async def _load(self) -> None:
        """Let pass what is due, then look at the same stretch of the list again."""
        if self._seen_version is None:
            self._seen_version = await self.ask(self.app.desk.data_version)
        await self.ask(self.app.desk.let_deadlines_pass)
        if self._shown is None:
            first = await self.ask(self.app.desk.listed.first)
            if first is not None:
                await self.show_first(self.app.desk.listed, *first)
        if self._shown is not None:
            await self.told(self._shown.again())

    def _look_around(self) -> None:
        """What another program wrote appears here, too."""
        if self.is_current and self.app.desk_is_open:
            once(self, self._look, "look")

    async def _look(self) -> None:
        lost, self._lost = self._lost, True
        try:
            version = await asyncio.to_thread(self.app.desk.data_version)
        except Trouble as trouble:
            if not lost:
                self.app.complain(trouble)
            return
        seen, self._seen_version, self._lost = self._seen_version, version, False
        if seen in (None, version):
            return
        if self._shown is None:
            await self._load()
        else:
            await self.told(self._shown.again(by=self.app.desk.operator))

    def _minute(self) -> None:
        self.show_heading()
        if self.app.desk_is_open:
            self.work(self._entering.still_here, group="still here")
        if self.is_current:
            self.reload()

    def on_cases_counted(self, event: Cases.Counted) -> None:
        """Other counts."""
        event.stop()
        self._total, self._late = event.counts.total, event.counts.late
        self._settle()

    def on_cases_view_opened(self, event: Cases.ViewOpened) -> None:
        """The view that is open now opens the next time, too."""
        event.stop()
        if self.app.desk_is_open:
            self.work(partial(self._keeping.remember, view=event.view.key), group="habit")

    def _settle(self) -> None:
        self.set_class(self._total is not None and not self._total.n, "-empty")
        self._show_empty()
        self.show_heading()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need a case are there only while one is selected; there is nothing to go back to."""
        del parameters
        if action == "back":
            return False
        if action in ("platform", "board"):
            return self.app.desk_is_open
        if action in ("abandon", "start_again", "do_with", "detail"):
            return self._selected is not None and self.app.desk_is_open
        if action == "filter":
            return self._shown is not None and self.focused is self._shown.table
        if action in ("sort", "reverse", "view", "columns"):
            return self._shown is not None
        if action in ("keep_view", "undo"):
            return self._shown is not None and self.app.desk_is_open
        return True

    def commands(self) -> Iterable[Command]:
        """The palette's commands here."""
        yield from super().commands()
        if self.app.desk_is_open:
            told = N_("Play the platform: all that waits for its answer")
            yield Command(N_("Platform desk"), told, self.action_platform)
            yield Command(N_("Remove this view"), N_("Drop the view of your own that is open"), self.action_forget_view)

    # --- actions -----------------------------------------------------------------------------------------------------

    def action_new_case(self) -> None:
        """Ask for the kind, then begin."""
        from screens.desk.dialogs import NewCase

        def begin(kind: Kind | None) -> None:
            if kind is not None:
                self._once_open(lambda: self.enter(partial(self._entering.create, kind)))

        self.app.push_screen(NewCase(), begin)

    def action_abandon(self) -> None:
        """Ask, then give the selected case up."""
        if self._selected is not None:
            self._doings.ask_to_abandon(self._selected)

    def action_start_again(self) -> None:
        """Begin a new case with the answers of the selected one, if it ended without an account."""
        row = self._selected
        if row is not None:
            self.enter(partial(self._entering.start_again, row.record.id))

    def action_platform(self) -> None:
        """To the platform desk: somebody plays the platform."""
        from screens.console.platform import PlatformDeskScreen

        self.app.push_screen(PlatformDeskScreen())

    def action_board(self) -> None:
        """To the status board."""
        from screens.desk.board import BoardScreen

        self.app.push_screen(BoardScreen(self._entering))

    def action_refresh(self) -> None:
        """Look again; the selection stays."""
        self.reload()

    def action_filter(self) -> None:
        """To the filter line."""
        if self._shown is not None:
            self.set_focus(self._shown.filter_bar.line)

    def action_sort(self) -> None:
        """The next order."""
        if self._shown is not None:
            self._shown.work(self._shown.sort)

    def action_reverse(self) -> None:
        """The other way round."""
        if self._shown is not None:
            self._shown.work(self._shown.turn_round)

    def action_do_with(self) -> None:
        """Something with the marked cases, or with the one under the cursor."""
        self._in_turn(self._doings.begin)

    def action_undo(self) -> None:
        """Take the last of it back."""
        self._in_turn(self._doings.undo)

    def action_columns(self) -> None:
        """Choose what the table says."""
        self._in_turn(self._keeping.columns)

    def action_keep_view(self) -> None:
        """Keep what is shown as a view of one's own."""
        self._in_turn(self._keeping.keep)

    def action_forget_view(self) -> None:
        """Drop one's own view that is open."""
        self._in_turn(self._keeping.forget)

    def action_detail(self) -> None:
        """The case under the cursor, whole."""
        if self._selected is not None:
            self.work(partial(self._doings.detail, self._selected), group="detail")

    def on_key(self, event: Key) -> None:
        """A number opens a view."""
        cases = self._shown
        if cases is None or event.key not in _NUMBERS or cases.filter_bar.line.has_focus:
            return
        event.stop()
        if event.key not in _NUMBERS[: len(cases.views)]:
            self.notice(tr("No view has this key yet. {key} keeps what is shown as one.", key="Ctrl+S"))
            return
        cases.work(partial(cases.open_view, cases.views[_NUMBERS.index(event.key)]))

    def on_case_table_opened(self, event: CaseTable.Opened) -> None:
        """Enter or two clicks open the case where its work goes on."""
        event.stop()
        self._once_open(lambda: self.enter(partial(self._entering.resume, event.row)))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _in_turn(self, doing: Callable[[Cases], Awaitable[object]]) -> None:
        if self._shown is not None:
            self.in_turn(partial(doing, self._shown))

    @property
    def _shown(self) -> Cases | None:
        """Where the cases are shown; none while there was none to show."""
        # By its name: the class is loaded when there are cases.
        cases = cast("Cases | None", next(iter(self.query("Cases")), None))
        return cases if cases is not None and cases.stands else None

    async def _cases(self, listed: CaseList, first: Page[DeskRow] | None = None) -> Cases:
        """The same, made when the first are there to show, long after the first frame."""
        from screens.desk.cases import Cases

        if self._shown is None:
            cases = Cases(listed)
            if first is not None:
                cases.hold(first)
            await self.query_one(".body").mount(cases)
            return cases
        return self._shown

    def _give_focus(self, table: Widget) -> None:
        if self.focused is None:
            # Not before it can be seen: what is hidden takes no focus.
            self.call_after_refresh(self.set_focus, table)

    @property
    def _selected(self) -> DeskRow | None:
        """The case under the cursor."""
        return self._shown.table.selected if self._shown is not None else None

    @cached_property
    def _doings(self) -> Doings:
        """What is done with marked cases."""
        from screens.desk.doings import Doings

        return Doings(self)

    @cached_property
    def _entering(self) -> Entering:
        """The ways into a case."""
        from screens.desk.entering import Entering

        return Entering(self)

    @cached_property
    def _keeping(self) -> Keeping:
        """One's own views and columns."""
        from screens.desk.keeping import Keeping

        return Keeping(self)

    def _once_open(self, act: Callable[[], object]) -> None:
        """Act when the desk is open; while it is not, the last wish counts."""
        if self.app.desk_is_open:
            act()
        else:
            self._wanted = act

    def _show_empty(self) -> None:
        """What the desk says while it has no row to show."""
        facts, title = words_for(None if self._total is None else self._total.n)
        self.query_one(".empty", Facts).show(facts, title=title)
