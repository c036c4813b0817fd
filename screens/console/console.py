"""The console of one case while it is open: what was seen of the account last, which section is shown, what came of the
last action. Screens take it; what may be done is the sections' knowledge."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mpwizard.account_desk import AccountDesk, AccountView
from mpwizard.console.action import Offer
from mpwizard.domain import Kind
from mpwizard.i18n import tr
from mpwizard.problems import Refused
from mpwizard.tell import headline, tell, word
from screens.console.words import OVERVIEW, is_alone, matter_name, section_of, target_words, told_whole
from screens.desk.dialogs import Confirm
from screens.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mpwizard.account_desk import Sheet
    from screens.app import DeskApp


@dataclass(frozen=True, slots=True)
class News:
    """What came of an action: said on the page of its section. `lifts` stands below a refusal."""

    words: str
    refused: bool = False
    lifts: str = ""

    def show_on(self, notice: Notice) -> None:
        """Say it where the section says such things."""
        notice.refuse(self.words, self.lifts) if self.refused else notice.inform(self.words)


class Console:
    """One account being worked on."""

    def __init__(self, app: DeskApp, case_id: int) -> None:
        self.app = app
        self.case_id = case_id
        self.accounts = AccountDesk(app.desk)
        self.section = OVERVIEW
        self.news: News | None = None
        self._view: AccountView | None = None
        # What is seen and what is done come one after the other: a look that took long would show what was before.
        self._turns = asyncio.Lock()
        self.typed_ahead: list[str] = []
        """Text that came while the page of an action was being opened; its first field takes it."""

    @property
    def view(self) -> AccountView:
        """The account as last seen."""
        if self._view is None:
            raise RuntimeError("the console is not open")
        return self._view

    @property
    def practice(self) -> bool:
        """Whether the built-in simulator answers for the platform."""
        return self.view.account.kind is Kind.PRACTICE

    async def open(self) -> None:
        """Show the console; where it lies below already, it has come back by itself."""
        from screens.console.screen import ConsoleScreen

        below = self.app.screen
        if isinstance(below, ConsoleScreen) and below.console.case_id == self.case_id:
            return
        await self.look()
        await self.app.push_screen(ConsoleScreen(self))

    async def look(self) -> AccountView:
        """See the account as the desk has it now."""
        async with self._turns:
            return await self._look()

    async def _look(self) -> AccountView:
        self._view = await asyncio.to_thread(self.accounts.view, self.case_id)
        return self._view

    # --- doing -------------------------------------------------------------------------------------------------------

    def asks(self, offer: Offer) -> bool:
        """Whether an action is done on a page of its own: it has a form, or its answer is written down."""
        return bool(offer.action.answers.model_fields) or not self.practice

    async def begin(self, offer: Offer) -> None:
        """Do an action, or open its page."""
        from screens.console.action import ActionScreen

        if not self.asks(offer):
            if not offer.action.final or await self.app.push_screen_wait(self.really(offer)):
                await self.do(offer)
            return
        number = offer.matter.number if offer.matter is not None else None
        try:
            sheet = await asyncio.to_thread(self.accounts.sheet, self.case_id, offer.action.key, number)
        except Refused as refused:
            self.refused(refused)
            return
        await self.app.push_screen(ActionScreen(self, offer, sheet))

    async def do(self, offer: Offer) -> None:
        """Do an action that asks nothing; what came of it is `news`."""
        number, seen = (offer.matter.number, offer.matter.version) if offer.matter is not None else (None, None)
        async with self._turns:
            before = self.view
            try:
                self._view = await asyncio.to_thread(
                    self.accounts.do, self.case_id, offer.action.key, number=number, seen=seen
                )
            except Refused as refused:
                await self._look()
                self.refused(refused)
            else:
                self._happened(offer, before)

    async def hand_in(self, offer: Offer, sheet: Sheet, values: Mapping[str, object], seen: int | None) -> None:
        """Do what a form asks; what came of it is `news`.

        Raises:
            Refused, Invalid: as the desk says; nothing is told then.
        """
        async with self._turns:
            before = self.view
            self._view = await asyncio.to_thread(self.accounts.hand_in, self.case_id, sheet, values, seen=seen)
            self._happened(offer, before)

    def refused(self, refused: Refused) -> None:
        """A refusal is what came of it."""
        told = tell(refused.refusal)
        self.news = News(told.line, refused=True, lifts=told_whole(self.view, told))

    def really(self, offer: Offer, answered: str = "") -> Confirm:
        """The question before what cannot be taken back: exactly what becomes final."""
        title = tr(offer.action.title)
        target = target_words(self.view, offer)
        words = "\n".join(line for line in (target, answered, tr("This cannot be taken back.")) if line)
        return Confirm(tr("{what}?", what=title), words, title)

    def _happened(self, offer: Offer, before: AccountView) -> None:
        section = section_of(self.view, offer).section
        events = dict.fromkeys(word(entry.event) for entry in self.view.case.log[len(before.case.log) :])
        what, happened = tr(offer.action.title), headline(" · ".join(events))
        told = happened and happened != what
        if offer.matter is not None and not is_alone(before, offer.matter):
            what = f"{what} · {matter_name(before, section_of(before, offer), offer.matter)}"
        self.news = News(
            tr("Done: {what}. {happened}", what=what, happened=happened) if told else tr("Done: {what}.", what=what)
        )
        was_done = before.section(section.key).section.done(before.account)
        self.section = OVERVIEW if section.done(self.view.account) and not was_done else section.key
