"""F9: the mailbox, the phone, the scanner, the bank, the reviewer and the clock of one practice case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from mpwizard.privacy import Mask, masked
from mpwizard.problems import Refused
from mpwizard.tell import moment, money, tell
from mpwizard.world_actions import PLACE_TITLES, WORLD_ACTIONS, Place, possible
from screens import keys, say
from screens.widgets.modal import MpModal
from screens.widgets.notice import Notice

if TYPE_CHECKING:
    from mpwizard.surroundings import Surroundings, World
    from mpwizard.views import CaseView

_SHOWN = 3


class WorldDrawer(MpModal[bool]):
    """Everything a real applicant does outside the form. Stays open while one thing after the other is done.

    Gives back whether anything was done.
    """

    AUTO_FOCUS = "OptionList"
    BINDINGS = [keys.CLOSE_WORLD]

    DEFAULT_CSS = """
    WorldDrawer {
        align: right top;
        & > Panel { width: 60; height: 100%; max-height: 100%; padding: 1 2; }
        & OptionList > .option-list--option-disabled { color: $soft; }
        & Notice { margin-bottom: 1; }
    }
    """

    # Above what the style sheet of all dialogs says: here the list has the whole height.
    CSS = """
    WorldDrawer > Panel > OptionList { height: 1fr; max-height: 100%; }
    """

    def __init__(self, case_id: int, around: Surroundings) -> None:
        super().__init__()
        self._case = case_id
        self._around = around
        self._done = False
        self._doing = False

    def title_words(self) -> str:
        """The drawer's title."""
        return tr("The world beside the form")

    def compose_content(self) -> Iterable[Widget]:
        """What the last deed brought, and the list of places with what can be done in each."""
        yield Notice()
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Look around."""
        self.run_worker(self._look(), group="world", exit_on_error=False)

    def action_close(self) -> None:
        """Back to the form."""
        self.dismiss(self._done)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do it, and look around again."""
        event.stop()
        if event.option.id is not None and not self._doing:
            self._doing = True
            self.run_worker(self._do(event.option.id), group="world", exit_on_error=False)

    async def _do(self, key: str) -> None:
        try:
            await self._act(key)
        finally:
            self._doing = False

    async def _act(self, key: str) -> None:
        action = next(each for each in WORLD_ACTIONS if each.key == key)
        notice = self.query_one(Notice)
        world = await asyncio.to_thread(self._around.world, self._case)
        before = await asyncio.to_thread(self.app.desk.view, self._case)
        self._done = True
        try:
            view = await asyncio.to_thread(action.act, self._around, self._case, world)
        except Refused as refused:
            told = tell(refused.refusal)
            notice.refuse(told.line, told.lifts)
        else:
            notice.inform(_news(before, view) or tr("Done: {what}.", what=tr(action.title)))
        await self._look()

    async def _look(self) -> None:
        view = await asyncio.to_thread(self.app.desk.view, self._case)
        world = await asyncio.to_thread(self._around.world, self._case)
        listed = self.query_one(OptionList)
        chosen = listed.highlighted_option.id if listed.highlighted_option else None
        listed.clear_options()
        listed.add_options(_options(view, world))
        ids = [option.id for option in listed.options]
        # Time cannot be turned back: whoever only looks must not let it pass by pressing Enter.
        harmless = {action.key for action in WORLD_ACTIONS if action.place is not Place.CLOCK}
        first = next((place for place, option in enumerate(listed.options) if option.id in harmless), None)
        listed.highlighted = ids.index(chosen) if chosen is not None and chosen in ids else first


def _options(view: CaseView, world: World) -> Iterator[Option]:
    can_be_done = possible(view, world)
    for place in Place:
        facts = list(_facts(place, view, world))
        deeds = [action for action in can_be_done if action.place is place]
        if not facts and not deeds:
            continue
        yield Option(say.text(tr(PLACE_TITLES[place]), "bold $ink"), disabled=True)
        for fact in facts:
            yield Option(say.line("  ", fact), disabled=True)
        for deed in deeds:
            yield Option(say.line(("  ▸ ", "$go-text"), (tr(deed.title), "$ink")), id=deed.key)
        yield Option(say.text(""), disabled=True)


def _facts(place: Place, view: CaseView, world: World) -> Iterator[Content]:
    match place:
        case Place.MAILBOX:
            for number, mail in enumerate(reversed(world.mails[-_SHOWN:])):
                counts = number == 0 and not mail.used
                words = tr("{at}  activation code {code}", at=say.clock(mail.sent_at), code=mail.code)
                yield say.text(
                    words if counts else f"{words}  {tr('(counts no more)')}", "$ink" if counts else "$faint"
                )
        case Place.PHONE:
            for number, sms in enumerate(reversed(world.messages[-_SHOWN:])):
                to = masked(sms.mobile, Mask.MOBILE)
                words = tr("{at}  to {to}  code {code}", at=say.clock(sms.sent_at), to=to, code=sms.code)
                yield say.text(words, "$ink" if number == 0 else "$faint")
        case Place.BANK:
            if world.order is not None:
                order = world.order
                words = tr("Asked for: {sum}, remark {remark}", sum=money(order.amount), remark=order.remark)
                yield say.text(words, "$soft")
            for transfer in world.transfers[-_SHOWN:]:
                mark = say.WRONG if transfer.refused else say.DONE
                words = f"{mark} {say.clock(transfer.at)}  {money(transfer.amount)}  {transfer.remark}"
                yield say.text(words, "$wrong" if transfer.refused else "$go-text")
        case Place.CLOCK:
            yield say.text(moment(view.now), "$soon")
        case Place.SCANNER | Place.REVIEWER:
            return


def _news(before: CaseView, after: CaseView) -> str:
    from screens.desk.table import label

    if before.state is after.state:
        return ""
    return tr("The case is now: {state}.", state=label("state", after.state))
