"""F9 in the console: what others can do on this account now. On practice cases they do it at once, and the clock can be
moved; on record cases the operator writes down what they did."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from textual.widgets.option_list import Option

from mpwizard.console.action import Offer, Seat
from mpwizard.i18n import tr
from mpwizard.surroundings import Surroundings
from mpwizard.tell import headline
from mpwizard.texts import label
from screens import say
from screens.console.console import Console
from screens.console.words import is_alone, matter_name, section_of
from screens.widgets.notice import Notice
from screens.world.drawer import CLOCK_KEYS, Drawer, clock_rows, place_rows


class ConsoleDrawer(Drawer[Offer]):
    """What somebody else, the platform and the clock can do. Gives back the offer whose form is to be filled in."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._case = console
        self._around = Surroundings(console.app.desk)

    def title_words(self) -> str:
        """The drawer's title."""
        return tr("The world beside the console") if self._case.practice else tr("What did the platform say?")

    def given_back(self, key: str) -> Offer | None:
        """What asks something."""
        offer = self._offers.get(key)
        return offer if offer is not None and self._case.asks(offer) else None

    async def look_around(self) -> list[Option]:
        """By whom it can be done, and the clock."""
        view = await self._case.look()
        options = [option for seat in (Seat.WORLD, Seat.PLATFORM) for option in self._of(seat)]
        if not options:
            options = list(place_rows("", [say.text(tr("Nobody else has anything to do now."), "$soft")], ()))
        if self._case.practice:
            world = await asyncio.to_thread(self._around.world, self._case.case_id)
            options += clock_rows(view.case, world)
        return options

    async def act(self, key: str) -> None:
        """One deed, or the clock."""
        if key in CLOCK_KEYS:
            await self.do_beside(self._around, self._case.case_id, key)
            return
        offer = self._offers[key]
        if offer.action.final and not await self.app.push_screen_wait(self._case.really(offer)):
            return
        await self._case.do(offer)
        news = self._case.news
        if news is not None:
            notice = self.query_one(Notice)
            news.show_on(notice)

    @property
    def _offers(self) -> dict[str, Offer]:
        every = (offer for section in self._case.view.sections for offer in section.offers)
        return {_key(offer): offer for offer in every if offer.allowed and offer.action.by is not Seat.APPLICANT}

    def _of(self, seat: Seat) -> Iterator[Option]:
        deeds = [(key, self._words(offer)) for key, offer in self._offers.items() if offer.action.by is seat]
        if deeds:
            yield from place_rows(headline(label("seat", seat)), (), deeds)

    def _words(self, offer: Offer) -> str:
        title, view, matter = tr(offer.action.title), self._case.view, offer.matter
        if matter is None or is_alone(view, matter):
            return title
        return f"{title} · {matter_name(view, section_of(view, offer), matter)}"


def _key(offer: Offer) -> str:
    return f"{offer.action.key}#{offer.matter.number if offer.matter is not None else ''}"
