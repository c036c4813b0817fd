"""The platform's answers to one thing that waits for it: now, or decided in advance for the next of its kind; and the
clock of the case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from textual.widgets.option_list import Option

from mpwizard.console.account import has_console
from mpwizard.console.action import Action, Offer, Seat
from mpwizard.i18n import tr
from mpwizard.platform_desk import PlatformDesk, Waiting
from mpwizard.problems import ALLOWED, Refused
from mpwizard.records import MatterRecord
from mpwizard.surroundings import Surroundings
from mpwizard.tell import headline
from mpwizard.views import CaseView
from mpwizard.world import World
from mpwizard.world_actions import Spot, possible
from screens import say
from screens.console.console import Console
from screens.widgets.notice import Notice
from screens.world.drawer import WORLD_ACTION_OF, Drawer, clock_rows, place_rows

_ANSWER, _AHEAD, _TAKE_BACK = "answer:", "ahead:", "take-back:"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer whose form is to be filled in: now, or in advance."""

    offer: Offer
    ahead: bool


class Answering(Drawer[Chosen]):
    """What the platform can say. Answers without a form are given here; gives back one that has one."""

    def __init__(self, console: Console, waiting: Waiting) -> None:
        super().__init__()
        self._case = console
        self._waiting = waiting
        self._platform = PlatformDesk(console.app.desk)
        self._around = Surroundings(console.app.desk)

    def title_words(self) -> str:
        """What waits."""
        return f"{self._waiting.record.reference}  {headline(self._waiting.kind)}"

    @property
    def _has_console(self) -> bool:
        return has_console(self._waiting.record.state)

    def given_back(self, key: str) -> Chosen | None:
        """What has a form."""
        if key.startswith(_ANSWER) and self._has_console:
            chosen = Chosen(self._answers[key], ahead=False)
        elif key.startswith(_AHEAD):
            chosen = Chosen(Offer(self._decidable[key], None, ALLOWED), ahead=True)
        else:
            return None
        return chosen if chosen.offer.action.answers.model_fields else None

    async def look_around(self) -> list[Option]:
        """What waits and its answers, what is decided already, what can be, the clock."""
        view = (await self._case.look()).case if self._has_console else await self._view()
        world = await asyncio.to_thread(self._around.world, self._case.case_id)
        return [*self._now(view, world), *self._in_advance(world), *clock_rows(view, world)]

    async def _view(self) -> CaseView:
        return await asyncio.to_thread(self.app.desk.view, self._case.case_id)

    def _now(self, view: CaseView, world: World) -> Iterator[Option]:
        if self._has_console:
            deeds = [(key, tr(offer.action.title)) for key, offer in self._answers.items()]
        else:
            deeds = [(each.key, tr(each.title)) for each in possible(view, world) if each.spot is Spot.BANK]
        what = [say.text(self._waiting.what, "$soft")] if self._waiting.what else []
        nothing = [say.text(tr("There is nothing left to answer."), "$soft")]
        yield from place_rows(tr("Answer now"), what if deeds else nothing, deeds)

    def _in_advance(self, world: World) -> Iterator[Option]:
        if not self._has_console:
            return
        titles = {action.key: tr(action.title) for action in self._decidable.values()}
        back = [
            (f"{_TAKE_BACK}{each.id}", tr("Take back: {what}", what=titles.get(each.action, each.action)))
            for each in world.decided
        ]
        if back:
            yield from place_rows(tr("Decided in advance"), (), back)
        ahead = [(key, tr(action.title)) for key, action in self._decidable.items()]
        yield from place_rows(tr("Decide the next answer in advance"), (), ahead)

    async def act(self, key: str) -> None:
        """An answer, a decision, or the clock."""
        notice = self.query_one(Notice)
        try:
            if key in WORLD_ACTION_OF:
                await self.do_beside(self._around, self._case.case_id, key)
            elif key.startswith(_TAKE_BACK):
                decision = int(key.removeprefix(_TAKE_BACK))
                await asyncio.to_thread(self._platform.take_back, self._case.case_id, decision)
                notice.inform(tr("Taken back."))
            elif key.startswith(_AHEAD):
                action = self._decidable[key]
                await asyncio.to_thread(self._platform.decide_ahead, self._case.case_id, action.key)
                notice.inform(tr("Decided in advance: {what}.", what=tr(action.title)))
            else:
                await self._answer(self._answers[key])
        except Refused as refused:
            self.refuse(refused)

    async def _answer(self, offer: Offer) -> None:
        await self._case.do(offer)
        news, notice = self._case.news, self.query_one(Notice)
        if news is not None:
            news.show_on(notice)

    @property
    def _answers(self) -> dict[str, Offer]:
        matter = self._waiting.matter
        keys = {offer.action.key for offer in self._waiting.offers if offer.action.by is Seat.PLATFORM}
        every = (offer for section in self._case.view.sections for offer in section.offers)
        return {
            f"{_ANSWER}{offer.action.key}": offer
            for offer in every
            if offer.allowed and offer.action.key in keys and _same(offer.matter, matter)
        }

    @property
    def _decidable(self) -> dict[str, Action]:
        return {f"{_AHEAD}{action.key}": action for action in self._platform.decidable()}


def _same(one: MatterRecord | None, other: MatterRecord | None) -> bool:
    """Whether both are the same matter, or both none: what is no case's own is done to the account."""
    return one is other is None or (one is not None and other is not None and one.id == other.id)
