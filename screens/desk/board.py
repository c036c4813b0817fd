"""The status board: what waits and since when, how many cases stand where, how long things take and why they come
back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget

from mpwizard.board_table import (
    age_words,
    csv_text,
    days_words,
    rate_words,
    reason_words,
    subject_words,
    usual_words,
)
from mpwizard.console.waiting import Whom
from mpwizard.domain import Kind
from mpwizard.due import due_words
from mpwizard.i18n import N_, tr
from mpwizard.private_files import write_new
from mpwizard.problems import Trouble
from mpwizard.stages import Stage
from mpwizard.statistics import Days, Statistics, statistics
from mpwizard.status_board import Queue, StatusBoard, Waits
from mpwizard.tell import day, tell, word
from mpwizard.texts import label
from screens import keys, say
from screens.desk.asking_screen import AskingScreen
from screens.desk.board_rows import Bar, Cell, Head, PickList, Plot, Plots
from screens.desk.columns import due_token
from screens.widgets.bars import Heading
from screens.widgets.facts import Fact, Facts

if TYPE_CHECKING:
    from screens.desk.entering import Entering

MINUTE = 60.0
_NONE = "–"
_REASONS = 8
_STAGE_TOKENS = {Stage.LIVE: "go", Stage.FAILED: "wrong", Stage.ABANDONED: "faint"}
_WHOM_WORDS = {Whom.PLATFORM: N_("platform"), Whom.APPLICANT: N_("applicant"), Whom.OTHER: N_("others")}
_WHOM_TOKENS = {Whom.PLATFORM: "fact", Whom.APPLICANT: "soon", Whom.OTHER: "soft"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the board shows: of one kind of case all that waits, the cases by stage, the statistics."""

    kind: Kind
    queues: tuple[Queue, ...]
    stages: dict[Stage, int]
    found: Statistics


class BoardScreen(AskingScreen):
    """What waits at the left, the longest waiting of it at the right, the plots below or behind."""

    AUTO_FOCUS = ""
    HELP_KEY = "board"
    BINDINGS = [keys.BOARD_PLOTS, keys.BOARD_KIND, keys.BOARD_EXPORT, keys.REFRESH]

    DEFAULT_CSS = """
    BoardScreen {
        & > .body { padding: 1 1 0 1; height: 1fr; layout: vertical; }
        & .lists { height: 1fr; }
        & .queues { width: 36; margin-right: 1; }
        & .right { width: 1fr; }
        & .measured { height: auto; margin: 1 0 0 2; }
        & .plots { display: none; height: auto; }
        &.-plots .lists { display: none; }
        &.-plots .plots { display: block; }
        &.-high .lists { display: block; height: 1fr; max-height: 18; }
        &.-high .plots { display: block; margin-top: 1; }
        &.-wide .queues { width: 46; }
        &.-wide > .body { padding: 1 2 0 2; }
    }
    """

    def __init__(self, entering: Entering) -> None:
        super().__init__()
        self._entering = entering
        self._wanted: Kind | None = None
        self._seen: _Seen | None = None
        self._pending: tuple[Waits, ...] = ()

    def compose_content(self) -> Iterable[Widget]:
        """Both lists, what was measured of the kind at the cursor, the plots."""
        with Container(classes="body"):
            with Horizontal(classes="lists"):
                yield PickList(classes="queues")
                with Vertical(classes="right"):
                    yield PickList(classes="pending")
                    yield Facts(classes_="measured")
            with Vertical(classes="plots"):
                yield Plots()

    def heading(self) -> Heading:
        """Of which cases, and how much waits."""
        waiting = sum(queue.n for queue in self._seen.queues) if self._seen is not None else 0
        words = tr("{n} waiting", n=waiting) if self._seen is not None else tr("opening…")
        kind = self._seen.kind if self._seen is not None else None
        now = say.clock(self.app.desk.clock.now())
        return Heading(place="mpwizard", title=tr("Status board"), kind=kind, time=now, state=words)

    def on_mount(self) -> None:
        """Time goes on."""
        self.set_interval(MINUTE, self.reload)

    def on_screen_resume(self) -> None:
        """Look again; a case that was open here is no longer."""
        self.app.run_worker(self.told(self._entering.left()), group="left", exit_on_error=False)
        self.reload()

    async def rebuild(self) -> None:
        """In another language: the same."""
        await super().rebuild()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The plots are a page of their own only where there is no room for them beside the lists."""
        del parameters
        return not (action == "plots" and self.has_class("-high"))

    # --- loading -----------------------------------------------------------------------------------------------------

    @property
    def _board(self) -> StatusBoard:
        return StatusBoard(self.app.desk.store)

    @property
    def _queues(self) -> PickList:
        return self.query_one(".queues", PickList)

    @property
    def _cases(self) -> PickList:
        return self.query_one(".pending", PickList)

    @property
    def _queue(self) -> Queue | None:
        """The kind of thing at the cursor."""
        return self._seen.queues[self._queues.place] if self._seen is not None else None

    def reload(self) -> None:
        """Read all of it in a thread; the cursors stay."""
        self.work(self._load)

    async def _load(self) -> None:
        seen = await asyncio.to_thread(self._look, self._wanted)
        before, self._seen = self._seen, seen
        other = before is None or before.kind is not seen.kind
        if other:
            # What waits of the other kind must not stand below this one's heading, not even until it is read.
            self._pending = ()
        self._show(max(range(len(seen.queues)), key=lambda place: seen.queues[place].n) if other else -1)
        if self.focused is None:
            self.set_focus(self._queues)
        await self._load_pending(0 if other else -1)

    def _look(self, wanted: Kind | None) -> _Seen:
        board, desk = self._board, self.app.desk
        desk.let_deadlines_pass()
        kind = wanted if wanted is not None else board.kind()
        return _Seen(kind, board.queues(kind), board.stages(kind), statistics(desk.store, desk.clock, kind))

    async def _load_pending(self, place: int) -> None:
        seen, queue = self._seen, self._queue
        if queue is not None and seen is not None:
            pending = await asyncio.to_thread(self._board.pending, seen.kind, queue.subject)
            # Meanwhile somebody may have gone on to another queue, or to the other kind, which is read after this one.
            if self._seen is seen and self._queue is queue:
                self._pending = pending
                self._show_pending(place)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self, place: int = -1) -> None:
        if self._seen is None:
            return
        heads = (Head(tr("What waits")), Head(tr("Count"), 5, right=True), Head(tr("Oldest"), 6, right=True))
        now = self.app.desk.clock.now()
        self._queues.show(heads, [_queue_row(queue, age_words(now - queue.oldest) if queue.oldest else _NONE)
                                  for queue in self._seen.queues], place=place)  # fmt: skip
        self._show_pending()
        self.query_one(Plots).show(_plots(self._seen))
        self.show_heading()

    def _show_pending(self, place: int = -1) -> None:
        queue = self._queue
        if queue is None or self._seen is None:
            return
        now = self.app.desk.clock.now()
        heads = (
            Head(tr("Case"), 14),
            Head(tr("Subject")),
            Head(tr("State"), 18, room=84),
            Head(tr("By"), 9, room=66),
            Head(tr("Waits"), 6, right=True),
            Head(tr("Due"), 12, right=True, room=44),
        )
        self._cases.show(heads, [_pending_row(each, now) for each in self._pending],
                         tr("Nothing waits here now."), place)  # fmt: skip
        self._show_measured(queue)

    def _show_measured(self, queue: Queue) -> None:
        pointed = self._pending[self._cases.place : self._cases.place + 1] if not self.has_class("-wide") else ()
        lines = [fact for each in pointed for fact in _standing(each, self.app.desk.clock.now())]
        self.query_one(".measured", Facts).show([*lines, *self._measured(queue)], title=subject_words(queue.subject))

    def _measured(self, queue: Queue) -> list[Fact]:
        found = self._seen.found if self._seen is not None else None
        facts = [Fact(tr("By rule"), usual_words(next((each.usual for each in self._pending if each.usual), None)))]
        answered = [each for each in found.answered if each.subject == queue.subject] if found is not None else []
        for each in answered:
            words = tr(
                "{median} d, 9 of 10 within {p90} d",
                median=days_words(each.days.median),
                p90=days_words(each.days.p90),
            )
            facts.append(Fact(tr("Measured"), words))
            facts.append(Fact(tr("First pass"), f"{rate_words(each.rate)} · {each.passed}/{each.first}"))
        if not answered:
            facts.append(Fact(tr("Measured"), tr("nothing yet"), "$soft"))
        return facts

    # --- keys --------------------------------------------------------------------------------------------------------

    def on_pick_list_pointed(self, event: PickList.Pointed) -> None:
        """Another kind of thing: what waits of it."""
        event.stop()
        if event.list_ is self._queues:
            self.work(partial(self._load_pending, 0), group="pending")
        elif self._queue is not None:
            self._show_measured(self._queue)

    def on_pick_list_opened(self, event: PickList.Opened) -> None:
        """Enter goes to what waits, and from there into the case."""
        event.stop()
        if event.list_ is self._queues:
            self.set_focus(self._cases)
        elif event.place < len(self._pending):
            case = self._pending[event.place].case_id
            self.enter(partial(self._open, case))

    async def _open(self, case: int) -> None:
        rows = await asyncio.to_thread(self.app.desk.rows_of, [case])
        for row in rows:
            await self._entering.resume(row)

    def action_plots(self) -> None:
        """The plots instead of the lists, and back."""
        self.toggle_class("-plots")

    def action_other_kind(self) -> None:
        """The other kind of case: the two are never counted together."""
        shown = self._wanted or (self._seen.kind if self._seen is not None else None)
        if shown is not None:
            self._wanted = Kind.PRACTICE if shown is Kind.RECORD else Kind.RECORD
            self.reload()

    def action_export(self) -> None:
        """The table as a file."""
        if self._seen is not None:
            self.work(partial(self._export, self._seen), group="export")

    async def _export(self, seen: _Seen) -> None:
        folder = self.app.desk.outbox_folder
        try:
            path = await asyncio.to_thread(write_new, folder, "board", ".csv", csv_text(seen.queues, seen.found))
        except OSError:
            told = tell(Trouble("folder_unwritable", {"path": str(folder)}))
            say.notify(self.app, f"{told.line}\n{told.lifts}", "error")
        else:
            self.notice(tr("Written to {path}", path=path))

    def action_refresh(self) -> None:
        """Look again; the cursors stay."""
        self.reload()


def _queue_row(queue: Queue, age: str) -> tuple[Cell, ...]:
    token = "ink" if queue.n else "faint"
    return (
        # The Chinese word behind the English one would leave no room for either.
        Cell(subject_words(queue.subject).partition(" (")[0], token),
        Cell(str(queue.n), "go-text" if queue.n and queue.for_platform == queue.n else token),
        Cell(age, "soft" if queue.n else "faint"),
    )


def _pending_row(each: Waits, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(each.reference),
        Cell(each.name or _NONE, "soft"),
        Cell(word(each.state), "soft"),
        Cell(tr(_WHOM_WORDS[each.whom]), _WHOM_TOKENS[each.whom]),
        Cell(age_words(each.age(now))),
        Cell(due_words(each.due_at, now), due_token(each.due_at, now)),
    )


def _standing(each: Waits, now: datetime) -> Iterable[Fact]:
    """What the list has no room for where it is narrow."""
    yield Fact(tr("State"), f"{word(each.state)} · {tr(_WHOM_WORDS[each.whom])}")
    if each.due_at is not None:
        yield Fact(tr("Due"), due_words(each.due_at, now), f"${due_token(each.due_at, now)}")


def _plots(seen: _Seen) -> list[Plot]:
    found = seen.found
    nothing = tr("Nothing in these days.")
    since = tr("since {day}", day=day(found.since))
    return [
        Plot(
            tr("Cases by stage"),
            tuple(
                Bar(label("stage", stage.key), n, str(n), _STAGE_TOKENS.get(stage, "fact"))
                for stage, n in seen.stages.items()
            ),
            tr("No case yet"),
        ),
        Plot(
            f"{tr('Days per stage')} · {since}",
            tuple(Bar(label("stage", each.stage.key), each.days.median, _days(each.days)) for each in found.stages),
            nothing,
        ),
        Plot(
            f"{tr('First pass')} · {since}",
            tuple(
                Bar(subject_words(each.subject), each.rate, rate_words(each.rate), "go")
                for each in found.answered
                if each.first
            ),
            nothing,
            whole=1.0,
        ),
        Plot(
            f"{tr('Refusal reasons')} · {since}",
            tuple(Bar(reason_words(each.reason), each.n, str(each.n), "wrong") for each in found.reasons[:_REASONS]),
            nothing,
        ),
    ]


def _days(days: Days) -> str:
    return f"{days_words(days.median)} · {days_words(days.p90)}"
