"""The cases on the first screen: the views, the filter, the table, how many stand where; and the walk through them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.timer import Timer

from mpwizard.case_query import CaseQuery, Count, Order, Page
from mpwizard.case_views import BUILT_IN, EVERYTHING, View, with_order
from mpwizard.filter_fields import Clause, Field, Filter
from mpwizard.filter_line import render
from mpwizard.i18n import N_, tr
from mpwizard.stages import Stage
from screens.app import DeskApp
from screens.beside import newest
from screens.desk.browsing import Browsing
from screens.desk.columns import USUAL
from screens.desk.detail import Detail
from screens.desk.filter_bar import FilterBar, FilterInput
from screens.desk.stages import Stages
from screens.desk.table import CaseTable, Window
from screens.desk.tabs import Tabs
from screens.widgets.facts import Fact, Facts

if TYPE_CHECKING:
    from mpwizard.case_list import CaseList
    from mpwizard.views import DeskRow
    from screens.desk.asking_screen import AskingScreen

# How long the cursor rests on a case before what is known of it is fetched; the width from which it is shown beside it.
RESTS_AFTER = 0.15
ROOMY = 118

_ORDER_WORDS = {Order.DUE: N_("by due date"), Order.CHANGED: N_("by last change"), Order.STAGE: N_("by stage")}
_LATE = CaseQuery(Filter((Clause(Field.DUE, ("late",)),)))
_STAGES = tuple(CaseQuery(Filter((Clause(Field.STAGE, (stage.key,)),))) for stage in Stage)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are, how many of them are late, and how many are in each stage and view."""

    total: Count
    late: Count
    stages: Mapping[Stage, int] = field(default_factory=dict)
    views: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InHand:
    """What a user is at: the filter line as it stands, the marked cases and the one under the cursor by their ids."""

    line: str = ""
    marks: frozenset[int] = frozenset()
    case: int | None = None


class Cases(Vertical):
    """The cases of one view at a time. What is read is read in threads; who calls is told by `Counted`."""

    DEFAULT_CSS = """
    Cases {
        & > .panes { height: 1fr; margin: 1 0 0 0; }
        & .nothing { display: none; margin: 1 2; }
        &.-nothing .nothing { display: block; }
        &.-nothing CaseTable { display: none; }
        &.-roomy Detail { display: block; }
    }
    """

    @dataclass
    class Counted(Message):
        """The cases were counted anew."""

        counts: Counts

    @dataclass
    class ViewOpened(Message):
        """Another view is open."""

        view: View

    app = getters.app(DeskApp)

    def __init__(self, listed: CaseList) -> None:
        super().__init__()
        self._listed = listed
        self.views: tuple[View, ...] = BUILT_IN
        self.view = EVERYTHING
        self._usual_columns: tuple[str, ...] = USUAL
        self._columns: tuple[str, ...] = ()
        self._browsing = Browsing(listed, EVERYTHING.query)
        self._counts = Counts(Count(0), Count(0))
        self._beside: DeskRow | None = None
        self._rests: Timer | None = None

    def compose(self) -> ComposeResult:
        """From the top down."""
        yield Tabs()
        yield FilterBar()
        with Horizontal(classes="panes"):
            yield Facts(classes_="nothing")
            yield CaseTable()
            yield Detail()
        yield Stages()

    def on_mount(self) -> None:
        """What was known before there were widgets to show it."""
        self._show()

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def table(self) -> CaseTable:
        """The table, which takes the keys."""
        return self.query_one(CaseTable)

    @property
    def filter_bar(self) -> FilterBar:
        """The filter line."""
        return self.query_one(FilterBar)

    @property
    def detail(self) -> Detail:
        """What is known of the case under the cursor."""
        return self.query_one(Detail)

    @property
    def query_now(self) -> CaseQuery:
        """Which cases are shown in which order."""
        return self._browsing.query

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns shown."""
        return self._columns or self.view.columns or self._usual_columns

    @property
    def is_changed(self) -> bool:
        """Whether something else is shown than the view says."""
        return self.query_now != self.view.query

    def hold(self, page: Page[DeskRow]) -> None:
        """Show a first page that was read elsewhere."""
        self._browsing.hold(page)

    def know(self, views: tuple[View, ...]) -> None:
        """These are the views from now on."""
        self.views = views
        self._tell_counts()

    async def open_view(self, view: View) -> None:
        """Show another view from its beginning."""
        self.view, self._columns = view, ()
        self.filter_bar.put(render(view.query.filter))
        self.post_message(self.ViewOpened(view))
        await self._begin(view.query)
        await self.count()

    @property
    def in_hand(self) -> InHand:
        """What the user is at."""
        selected = self.table.selected
        case = selected.record.id if selected is not None else None
        return InHand(self.filter_bar.line.value, self.table.marks, case)

    async def go_on(self, before: Cases, at: InHand) -> None:
        """Show what those cases showed which gave way to these: view, filter, order, columns, marks and cursor."""
        self.views, self.view = before.views, before.view
        self._columns, self._usual_columns = before._columns, before._usual_columns
        self._browsing = before._browsing
        self.filter_bar.put(at.line)
        await self.again()
        if self.stands:
            self.table.mark(at.marks)
            self.table.point(at.case)

    async def filter(self, filter_: Filter) -> None:
        """Show what a filter leaves, in the order as it is."""
        if filter_ != self.query_now.filter:
            await self._begin(replace(self.query_now, filter=filter_))

    async def sort(self, order: Order | None = None) -> None:
        """Show the same cases in the next order, or in this one: the other way round where it is in force already."""
        orders = list(Order)
        following = orders[(orders.index(self.query_now.order) + 1) % len(orders)]
        await self._begin(with_order(self.query_now, order or following))

    async def turn_round(self) -> None:
        """The same order the other way round."""
        await self.sort(self.query_now.order)

    def show_usually(self, columns: tuple[str, ...]) -> None:
        """Show these columns wherever a view has none of its own."""
        self._usual_columns = columns
        self.table.choose(self.columns)

    def choose(self, columns: tuple[str, ...]) -> None:
        """Show these columns until another view is opened."""
        self._columns = columns
        self._show()

    async def again(self, *, by: str = "") -> None:
        """The same stretch of the list as it is now. With the name of who works here, what others changed is said."""
        browsing = self._browsing
        before = {row.record.id: row.record.version for row in browsing.window.rows}
        window = await browsing.again()
        if browsing is not self._browsing:
            return
        if by and self.stands:
            self.table.say_changed({**self.table.changed, **_by_others(before, window, by)})
        self._show()
        if self.stands and not self.detail.children:
            # The first cases are here before the desk is open, which is asked for the rest.
            self._fill_detail()
        await self.count()

    async def count(self) -> None:
        """Count anew."""
        known = self.views
        asked = (CaseQuery(), _LATE, *_STAGES, *(view.query for view in known))
        found = iter(await asyncio.to_thread(self._listed.counts, asked))
        total, late = next(found), next(found)
        stages = {stage: next(found).n for stage in Stage}
        views = {view.key: next(found) for view in known}
        self._counts = Counts(total, late, stages, views)
        self._tell_counts()
        self.post_message(self.Counted(self._counts))

    # --- messages ----------------------------------------------------------------------------------------------------

    def on_case_table_moved(self, event: CaseTable.Moved) -> None:
        """What is known of the case comes up beside it, once the cursor rests."""
        event.stop()
        self._beside = event.row
        if self._rests is not None:
            self._rests.stop()
        self._rests = self.set_timer(RESTS_AFTER, self._fill_detail)

    def on_resize(self, event: Resize) -> None:
        """Where it is wide, the case under the cursor has a column of its own."""
        self.set_class(event.size.width >= ROOMY, "-roomy")
        self._fill_detail()

    def _fill_detail(self) -> None:
        if self.has_class("-roomy") and self.app.desk_is_open:
            self.work(partial(self._beside_it, self._beside), "beside")

    async def _beside_it(self, row: DeskRow | None) -> None:
        from mpwizard.at_a_glance import glance

        desk = self.app.desk
        seen = await asyncio.to_thread(glance, desk, row.record.id) if row is not None else None
        if self.stands:
            await self.detail.show(seen)

    async def on_case_table_wanted(self, event: CaseTable.Wanted) -> None:
        """The table comes to an end of what it holds."""
        event.stop()
        self.work(partial(self._more, event), "more", exclusive=False)

    def on_tabs_chosen(self, event: Tabs.Chosen) -> None:
        """A click on a view."""
        event.stop()
        view = next(view for view in self.views if view.key == event.key)
        self.work(partial(self.open_view, view))

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Another filter; a newer one replaces an older one."""
        event.stop()
        self.work(partial(self.filter, event.filter))

    def on_filter_input_left(self, event: FilterInput.Left) -> None:
        """To the cases, if there are any."""
        event.stop()
        if self._browsing.window.rows:
            self.screen.set_focus(self.table)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Who goes to the filter line may complete whose cases there are, and how they are tagged."""
        if isinstance(event.widget, FilterInput) and self.app.desk_is_open:
            self.work(self._learn_words, "words")

    # --- inside ------------------------------------------------------------------------------------------------------

    def work(self, doing: Callable[[], Awaitable[None]], group: str = "load", *, exclusive: bool = True) -> None:
        """Read something beside the screen. What fails is told; the cases stay as they are."""

        async def told() -> None:
            await cast("AskingScreen", self.screen).told(doing())

        newest(self, told, group, exclusive=exclusive)

    async def _learn_words(self) -> None:
        from mpwizard.team import Team

        team = Team(self.app.desk)
        tags, owners = await asyncio.to_thread(lambda: (team.all_tags(), team.operators()))
        if self.stands:
            self.filter_bar.know(tags, owners)

    async def _begin(self, query: CaseQuery) -> None:
        browsing = Browsing(self._listed, query)
        await browsing.begin()
        # Not before there is something to show: a table without a row is hidden, and what is hidden loses the focus.
        self._browsing = browsing
        if self.stands:
            self.table.say_changed({})
        self._show(at=0)
        self._tell_counts()

    async def _more(self, event: CaseTable.Wanted) -> None:
        held = self._browsing.window
        if event.all_the_way:
            window = await self._browsing.end(after=event.after)
            self._show(at=len(window.rows) - 1 if event.after else 0)
        elif (await self._browsing.further(after=event.after)) != held:
            self._show()

    @property
    def stands(self) -> bool:
        """Whether there is anything to show it in: while something was read, the screen may have been built anew."""
        return self.is_attached and bool(self.query(CaseTable))

    def _show(self, *, at: int | None = None) -> None:
        if not self.stands:
            return
        window = self._browsing.window
        self.set_class(not window.rows, "-nothing")
        self.table.choose(self.columns)
        self.table.show(window, at=at)
        self.query_one(".nothing", Facts).show(tuple(self._nothing()) if not window.rows else ())

    def _nothing(self) -> Iterable[Fact]:
        line = render(self.query_now.filter)
        yield Fact("", tr("No case here. The filter is {line}", line=line) if line else tr("No case here."), "$soft")
        yield Fact("/", tr("another filter"), name_style="bold $go-text")
        yield Fact("6", tr("all cases"), name_style="bold $go-text")

    def _tell_counts(self) -> None:
        if not self.stands:
            return
        counts = self._counts
        self.query_one(Tabs).show(self.views, self.view.key, counts.views)
        self.query_one(Stages).show(counts.stages)
        window = self._browsing.window
        held = Count(len(window.rows), more=window.more_before or window.more_after)
        shown = held if self.is_changed else counts.views.get(self.view.key, held)
        order = tr(_ORDER_WORDS[self.query_now.order]) + (" ↓" if self.query_now.descending else " ↑")
        told = tr("{shown} of {all} · {order}", shown=shown.words, all=counts.total.words, order=order)
        marked = len(self.table.marks)
        self.filter_bar.say_count(f"{tr('{n} marked', n=marked)} · {told}" if marked else told)

    def on_case_table_marked(self) -> None:
        """How many are marked stands beside how many there are: some of them are out of sight."""
        self._tell_counts()


def _by_others(before: Mapping[int, int], window: Window, own: str) -> dict[int, str]:
    """Who changed which case since, other than the one who works here and the practice that answers him."""
    from mpwizard.records import PRACTICE_SOURCE

    return {
        row.record.id: row.record.changed_by
        for row in window.rows
        if before.get(row.record.id, row.record.version) != row.record.version
        and row.record.changed_by not in ("", own, PRACTICE_SOURCE)
    }
