"""The kinds of account side by side: what each is for, who may have one, how it differs, where it is registered."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from mpwizard.domain import AccountType
from mpwizard.i18n import N_, say, tr
from mpwizard.texts import label
from mpwizard.wizard.context import Context
from screens import keys
from screens.widgets.facts import Fact, Facts
from screens.widgets.modal import MpModal

_ASPECTS = {
    "purpose": N_("For"),
    "who": N_("Who"),
    "differs": N_("Differs"),
    "where": N_("Where"),
}


def aspects(kind: AccountType, context: Context) -> list[Fact]:
    """What is to be known of one kind."""
    return [Fact(tr(title), say(context.edition.text(f"account_type.{kind}.{key}"))) for key, title in _ASPECTS.items()]


class Comparison(MpModal[None]):
    """One block a kind, in the order of the platform's own first page."""

    BINDINGS = [keys.PAGE_UP, keys.PAGE_DOWN]

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._surroundings = context

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Account types compared (类型区别)")

    def compose_content(self) -> Iterable[Widget]:
        """The blocks."""
        for kind in AccountType:
            style = "bold $go-text" if kind is AccountType.MINI_PROGRAM else "bold $ink"
            yield Facts(
                aspects(kind, self._surroundings),
                title=label("account_type.type", kind),
                title_style=style,
            )
