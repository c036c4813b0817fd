"""The platform desk: everything on the practice cases that waits for the platform, and its answers. Somebody plays the
platform here; where nobody does, the simulator answers in time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from textual.containers import Container, Vertical
from textual.widget import Widget

from mpwizard.console.account import has_console
from mpwizard.due import due_words
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.platform_desk import MOST_SHOWN, PlatformDesk, Waiting
from mpwizard.problems import Refused
from mpwizard.tell import day, headline
from screens import keys, say
from screens.beside import newest, once
from screens.console.action import AheadScreen
from screens.console.answering import Answering, Chosen
from screens.console.console import Console
from screens.console.entries import Entries, Entry, Group
from screens.console.page import PagedScreen, SectionPage
from screens.console.words import due_style
from screens.widgets.bars import Heading
from screens.widgets.facts import Fact, Facts
from screens.widgets.help_column import HelpColumn, help_for
from screens.widgets.notice import Notice

MINUTE = 60.0


class PlatformDeskScreen(PagedScreen):
    """The queue, the first due first. Enter opens what can be answered."""

    AUTO_FOCUS = ""
    HELP_KEY = "platform_desk"
    BINDINGS = [keys.CONSOLE_BACK, keys.REFRESH]

    DEFAULT_CSS = """
    PlatformDeskScreen {
        & > .body { layout: horizontal; height: 1fr; width: 100%; }
        & .column { width: 1fr; max-width: 100; height: 1fr; padding: 1 2 0 2; }
        & SectionPage { height: 1fr; }
        & .head { margin-bottom: 1; }
        & Notice { margin-bottom: 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._queue: dict[str, Waiting] = {}
        self._count = 0
        self._loaded = False
        self._answered: Console | None = None

    def compose_content(self) -> Iterable[Widget]:
        """The head, what came of the last answer, the queue, help."""
        with Container(classes="body"):
            with Vertical(classes="column"):
                yield Facts(classes_="head")
                yield Notice()
                with SectionPage():
                    yield Facts(classes_="empty")
                    yield Entries()
            yield HelpColumn()

    def heading(self) -> Heading:
        """How much waits."""
        words = tr("{n} waiting", n=self._count) if self._loaded else tr("opening…")
        return Heading(
            place="mpwizard", title=tr("Platform desk"), time=say.clock(self.app.desk.clock.now()), state=words
        )

    def on_mount(self) -> None:
        """What falls due by the clock is answered by the simulator meanwhile."""
        self.set_interval(MINUTE, self.reload)

    def on_screen_resume(self) -> None:
        """Look again, and tell what came of the last answer."""
        if self._answered is not None and self._answered.news is not None:
            news, self._answered.news = self._answered.news, None
            news.show_on(self.query_one(Notice))
        self.reload()

    async def rebuild(self) -> None:
        """In another language: the same queue."""
        await super().rebuild()
        self._show()

    def reload(self) -> None:
        """Read the queue in a thread; the selection stays."""
        newest(self, self._load, "load")

    async def _load(self) -> None:
        queue, count = await asyncio.to_thread(self._look)
        self._queue = {waiting.key: waiting for waiting in queue}
        # What came between the two looks is counted with the next.
        self._count = max(count, len(queue))
        self._loaded = True
        self._show()

    def _look(self) -> tuple[tuple[Waiting, ...], int]:
        desk = PlatformDesk(self.app.desk)
        queue = desk.queue()
        # To count what waits besides is only worth while where not everything is shown.
        return queue, desk.count() if len(queue) >= MOST_SHOWN else len(queue)

    def _show(self) -> None:
        entries, lead = self.query_one(Entries), help_for((self.HELP_KEY,))
        first = [Fact("", speak(lead.lead), "$soft")] if lead is not None and not self.has_class("-low") else []
        if self._count > len(self._queue):
            first.append(
                Fact("", tr("The first {shown} of {n} are shown.", shown=len(self._queue), n=self._count), "$soon")
            )
        self.query_one(".head", Facts).show(first, title=tr("Waiting for the platform"))
        nothing = [Fact("", tr("Nothing waits for the platform now."), "$soft")]
        self.query_one(".empty", Facts).show([] if self._queue or not self._loaded else nothing)
        entries.show([Group("", tuple(_entry(key, waiting) for key, waiting in self._queue.items()))])
        if self._queue and self.focused is None:
            self.set_focus(entries)
        self.show_heading()
        self.query_one(HelpColumn).show(tr("Platform desk"), self.help_pieces())

    # --- answering ---------------------------------------------------------------------------------------------------

    def on_entries_opened(self, event: Entries.Opened) -> None:
        """What the platform can answer to this."""
        waiting = self._queue.get(event.key)
        if waiting is not None:
            self.query_one(Notice).clear()
            once(self, partial(self._answer, waiting), "open")

    async def _answer(self, waiting: Waiting) -> None:
        console = Console(self.app, waiting.record.id)
        try:
            if has_console(waiting.record.state):
                await console.look()
        except Refused as refused:
            self._refuse(refused)
        else:
            if self.app.screen is self:
                self._answered = console
                self.app.push_screen(Answering(console, waiting), partial(self._chosen, console))

    def _chosen(self, console: Console, chosen: Chosen | None) -> None:
        if chosen is not None:
            self.app.run_worker(self._fill_in(console, chosen), name="answer", group="open", exit_on_error=False)

    async def _fill_in(self, console: Console, chosen: Chosen) -> None:
        if not chosen.ahead:
            await console.begin(chosen.offer)
            return
        desk, case = PlatformDesk(self.app.desk), console.case_id
        try:
            sheet = await asyncio.to_thread(desk.sheet_ahead, case, chosen.offer.action.key)
        except Refused as refused:
            self._refuse(refused)
        else:
            await self.app.push_screen(AheadScreen(console, chosen.offer, sheet))

    def _refuse(self, refused: Refused) -> None:
        self.query_one(Notice).tell(refused.refusal)

    def action_refresh(self) -> None:
        """Look again; the selection stays."""
        self.reload()


def _entry(key: str, waiting: Waiting) -> Entry:
    number = f" {tr('No. {number}', number=waiting.matter.number)}" if waiting.matter is not None else ""
    subject = waiting.record.subject or "–"
    since = tr("since {day}", day=day(waiting.since))
    return Entry(
        key,
        f"{waiting.record.reference}  {headline(waiting.kind)}{number}",
        ((" · ".join(filter(None, (subject, waiting.what))), "$soft"), (since, "$faint")),
        right=due_words(waiting.due_at, waiting.now) if waiting.due_at else "",
        right_style=due_style(waiting.due_at, waiting.now),
    )
