"""To which of several matters an action is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mpwizard.account_desk import AccountView
from mpwizard.console.action import Offer
from mpwizard.i18n import tr
from screens import say
from screens.console.words import target_words
from screens.widgets.modal import MpModal


class WhichMatter(MpModal[Offer]):
    """The matters that the action can be done to now. Gives back the offer on one of them."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, view: AccountView, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._view = view
        # The newest first, as on the page.
        self._offers = tuple(sorted(offers, key=_age))

    def title_words(self) -> str:
        """What is to be done."""
        return tr(self._offers[0].action.title)

    def compose_content(self) -> Iterable[Widget]:
        """One matter a row."""
        rows = (Option(say.text(target_words(self._view, offer))) for offer in self._offers)
        yield OptionList(*rows, markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self._offers[event.option_index])


def _age(offer: Offer) -> int:
    return -offer.matter.id if offer.matter is not None else 0
