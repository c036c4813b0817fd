"""The kinds of account side by side: what each is for, who may have one, how it differs, where it is registered."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from mpwizard.domain import AccountType
from mpwizard.i18n import N_, say, tr
from mpwizard.rules.edition import Edition
from mpwizard.texts import option_texts
from screens import keys
from screens.widgets.facts import Fact, Facts
from screens.widgets.modal import MpModal, Panel

_ASPECTS = {
    "purpose": N_("For"),
    "who": N_("Who"),
    "differs": N_("Differs"),
    "where": N_("Where"),
}


def aspects(kind: AccountType, edition: Edition) -> list[Fact]:
    """What is to be known of one kind."""
    return [Fact(tr(title), say(edition.text(f"account_type.{kind}.{key}"))) for key, title in _ASPECTS.items()]


class Comparison(MpModal[None]):
    """One block a kind, in the order of the platform's own first page."""

    BINDINGS = [keys.PAGE_UP, keys.PAGE_DOWN]

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self._edition = edition

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Account types compared (类型区别)")

    def compose_content(self) -> Iterable[Widget]:
        """The blocks."""
        for kind in AccountType:
            style = "bold $go-text" if kind is AccountType.MINI_PROGRAM else "bold $ink"
            yield Facts(
                aspects(kind, self._edition),
                title=say(option_texts()[f"account_type.type.{kind}"].label),
                title_style=style,
            )

    def action_turn(self, pages: int) -> None:
        """Scroll by pages."""
        panel = self.query_one(Panel)
        panel.scroll_relative(y=pages * max(1, panel.size.height - 1), animate=False)
