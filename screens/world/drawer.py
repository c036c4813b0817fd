"""F9: the mailbox, the phone, the scanner, the bank and the clock of one practice case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from textual.binding import ActiveBinding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from mpwizard.lifecycle import CONFIRMED_AND_AFTER
from mpwizard.privacy import Mask, masked
from mpwizard.problems import Refused
from mpwizard.tell import moment, money
from mpwizard.texts import label
from mpwizard.world_actions import SPOT_TITLES, WORLD_ACTIONS, Spot, possible
from screens import keys, say
from screens.widgets.modal import MpModal
from screens.widgets.notice import Notice

if TYPE_CHECKING:
    from mpwizard.surroundings import Surroundings
    from mpwizard.views import CaseView
    from mpwizard.world import World

_SHOWN = 3

WORLD_ACTION_OF = {action.key: action for action in WORLD_ACTIONS}
CLOCK_KEYS = frozenset(action.key for action in WORLD_ACTIONS if action.spot is Spot.CLOCK)

Chosen = TypeVar("Chosen")


class Drawer(MpModal[Chosen]):
    """A list of what others can do beside the form; stays open while one thing after the other is done.

    A subclass says what can be done (`look_around`), does it (`act`), and tells what came of it on the `Notice`.
    """

    AUTO_FOCUS = "OptionList"
    BINDINGS = [keys.CLOSE_WORLD]

    DEFAULT_CSS = """
    Drawer {
        align: right top;
        & > Panel { width: 60; height: 100%; max-height: 100%; padding: 1 2; }
        & OptionList > .option-list--option-disabled { color: $soft; }
        & Notice { margin-bottom: 1; }
    }
    """

    # Above what the style sheet of all dialogs says: here the list has the whole height. Textual puts the name of the
    # drawer that is opened before it.
    CSS = """
    Panel > OptionList { height: 1fr; max-height: 100%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._doing = False
        self._leaving = False

    async def look_around(self) -> list[Option]:
        """What there is to see, and what can be done: each deed an option with its key as its id."""
        raise NotImplementedError

    async def act(self, key: str) -> None:
        """Do one of them."""
        raise NotImplementedError

    def given_back(self, _key: str) -> Chosen | None:
        """What is not done here but given back, for a page of its own; nothing where it is done here."""
        return None

    def compose_content(self) -> Iterable[Widget]:
        """What the last deed brought, and the list of places with what can be done in each."""
        yield Notice()
        yield OptionList(markup=False)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now: Enter does nothing until a line is pointed at, so until then it is not shown."""
        active = dict(super().active_bindings)
        if "enter" in active and self.query_one(OptionList).highlighted is None:
            hidden = active["enter"]
            active["enter"] = hidden._replace(binding=replace(hidden.binding, show=False))
        return active

    def on_option_list_option_highlighted(self) -> None:
        """Enter acts from now on."""
        self.refresh_bindings()

    def on_mount(self) -> None:
        """Look around."""
        self.run_worker(self._look(), group="world", exit_on_error=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do it, and look around again; or give it back."""
        event.stop()
        if event.option.id is None or self._doing or self._leaving:
            return
        given = self.given_back(event.option.id)
        if given is not None:
            self.dismiss(given)
        else:
            self._doing = True
            self.run_worker(self._do(event.option.id), group="world", exit_on_error=False)

    async def _do(self, key: str) -> None:
        try:
            try:
                await self.act(key)
            finally:
                await self._look()
        finally:
            self._doing = False
            if self._leaving:
                self.leave()

    def action_close(self) -> None:
        """Close. What is being done is done to its end first: whoever looks on must see what came of it."""
        self._leaving = True
        if not self._doing:
            self.leave()

    def leave(self) -> None:
        """Give back what the drawer gives back, and go."""
        self.dismiss(None)

    async def _look(self) -> None:
        options = await self.look_around()
        listed = self.query_one(OptionList)
        chosen = listed.highlighted_option.id if listed.highlighted_option else None
        listed.clear_options()
        listed.add_options(options)
        ids = [option.id for option in listed.options]
        # Time cannot be turned back: whoever only looks must not let it pass by pressing Enter.
        first = next((place for place, key in enumerate(ids) if key is not None and key not in CLOCK_KEYS), None)
        listed.highlighted = ids.index(chosen) if chosen is not None and chosen in ids else first

    def refuse(self, refused: Refused) -> None:
        """Tell what stood in the way."""
        self.query_one(Notice).tell(refused.refusal)

    async def do_beside(self, around: Surroundings, case: int, key: str, before: CaseView | None = None) -> None:
        """Something beside the form, or the clock's, by its use-case; what it changed since `before` is told, or that
        it was done."""
        action = WORLD_ACTION_OF[key]
        try:
            world = await asyncio.to_thread(around.world, case)
            view = await asyncio.to_thread(action.act, around, case, world)
        except Refused as refused:
            self.refuse(refused)
        else:
            news = _news(before, view) if before is not None else ""
            self.query_one(Notice).inform(news or tr("Done: {what}.", what=tr(action.title)))


class WorldDrawer(Drawer[bool]):
    """Everything a real applicant does outside the form. Gives back whether anything was done."""

    def __init__(self, case_id: int, around: Surroundings) -> None:
        super().__init__()
        self._case = case_id
        self._around = around
        self._done = False

    def title_words(self) -> str:
        """The drawer's title."""
        return tr("The world beside the form")

    def leave(self) -> None:
        """Back to the form."""
        self.dismiss(self._done)

    async def look_around(self) -> list[Option]:
        """The places, what lies there, what can be done."""
        view = await asyncio.to_thread(self.app.desk.view, self._case)
        world = await asyncio.to_thread(self._around.world, self._case)
        return list(_options(view, world))

    async def act(self, key: str) -> None:
        """What was chosen, by its use-case."""
        before = await asyncio.to_thread(self.app.desk.view, self._case)
        self._done = True
        await self.do_beside(self._around, self._case, key, before)


def place_rows(title: str, facts: Iterable[Content], deeds: Iterable[tuple[str, str]]) -> Iterator[Option]:
    """One place of the drawer: its title, what lies there, what can be done (key and words), and a free row."""
    yield Option(say.text(title, "bold $ink"), disabled=True)
    for fact in facts:
        yield Option(say.line("  ", fact), disabled=True)
    for key, words in deeds:
        yield Option(say.line(("  ▸ ", "$go-text"), (words, "$ink")), id=key)
    yield Option(say.text(""), disabled=True)


def clock_rows(view: CaseView, world: World) -> Iterator[Option]:
    """The case's clock, and how far it can be moved."""
    deeds = [(action.key, tr(action.title)) for action in possible(view, world) if action.spot is Spot.CLOCK]
    return place_rows(tr(SPOT_TITLES[Spot.CLOCK]), [say.text(moment(view.now), "$soon")], deeds)


def _options(view: CaseView, world: World) -> Iterator[Option]:
    can_be_done = possible(view, world)
    for spot in Spot:
        facts = list(_facts(spot, view, world))
        deeds = [action for action in can_be_done if action.spot is spot]
        if spot is Spot.CLOCK:
            yield from clock_rows(view, world)
        elif facts or deeds:
            yield from place_rows(tr(SPOT_TITLES[spot]), facts, [(deed.key, tr(deed.title)) for deed in deeds])


def _facts(spot: Spot, view: CaseView, world: World) -> Iterator[Content]:
    match spot:
        case Spot.MAILBOX:
            lifetime = view.context.edition.span("activation.lifetime")
            yield from _empty(view, world.mails)
            for number, mail in enumerate(reversed(world.mails[-_SHOWN:])):
                words = tr("{at}  activation code {code}", at=say.clock(mail.sent_at), code=mail.code)
                yield _worth(words, newest=number == 0, used=mail.used, expired=view.now > mail.counts_until(lifetime))
        case Spot.PHONE:
            lifetime = view.context.edition.span("sms.lifetime")
            yield from _empty(view, world.messages)
            for number, sms in enumerate(reversed(world.messages[-_SHOWN:])):
                to = masked(sms.mobile, Mask.MOBILE)
                words = tr("{at}  to {to}  code {code}", at=say.clock(sms.sent_at), to=to, code=sms.code)
                yield _worth(words, newest=number == 0, used=False, expired=view.now > sms.counts_until(lifetime))
        case Spot.BANK:
            if world.order is not None:
                order = world.order
                words = tr("Asked for: {sum}, remark {remark}", sum=money(order.amount), remark=order.remark)
                yield say.text(words, "$soft")
            for transfer in world.transfers[-_SHOWN:]:
                mark = say.WRONG if transfer.refused else say.DONE
                words = f"{mark} {say.clock(transfer.at)}  {money(transfer.amount)}  {transfer.remark}"
                yield say.text(words, "$wrong" if transfer.refused else "$go-text")
        case Spot.CLOCK:
            yield say.text(moment(view.now), "$soon")
        case Spot.SCANNER:
            return


def _empty(view: CaseView, letters: Sequence[object]) -> Iterator[Content]:
    """Until the confirmation the mailbox and the phone are there before anything has come: one knows where to look."""
    if not letters and view.state not in CONFIRMED_AND_AFTER:
        yield say.text(tr("Nothing has come yet."), "$faint")


def _worth(words: str, *, newest: bool, used: bool, expired: bool) -> Content:
    """A code as it lies there, and in words why it counts no more."""
    if newest and not used and not expired:
        return say.text(words, "$ink")
    why = tr("(used)") if used else tr("(expired)") if newest else tr("(replaced)")
    return say.text(f"{words}  {why}", "$faint")


def _news(before: CaseView, after: CaseView) -> str:
    if before.state is after.state:
        return ""
    return tr("The case is now: {state}.", state=label("state", after.state))
