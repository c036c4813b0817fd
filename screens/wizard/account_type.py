"""Step: which kind of account. The types can be compared side by side before one is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Button

from mpwizard.domain import AccountType
from mpwizard.i18n import tr
from mpwizard.texts import label
from mpwizard.views import CaseView
from screens.widgets.buttons import FlatButton
from screens.widgets.choice import Choice
from screens.widgets.facts import Facts
from screens.wizard.case_step import CaseStep
from screens.wizard.comparison import Comparison, aspects


class AccountTypeScreen(CaseStep):
    """Only the Mini Program goes on from here; the others say where they are registered."""

    STEP = "account_type"

    DEFAULT_CSS = """
    AccountTypeScreen #button-compare { margin-bottom: 1; }
    """

    def compose_extra(self) -> Iterable[Widget]:
        """The way to the comparison, the card of the type under the cursor."""
        yield FlatButton(tr("Compare the types (查看类型区别)"), name_="button-compare")
        yield Facts()

    def on_choice_pointed(self, event: Choice.Pointed) -> None:
        """The card follows the cursor."""
        self._show_card(AccountType(event.item.value))

    def after_view_changed(self, view: CaseView) -> None:
        """The kind that this desk registers is chosen beforehand."""
        part = self.form.parts["type"]
        if part.empty and not self.read_only:
            part.put(AccountType.MINI_PROGRAM)
        self._show_card(AccountType(view.context.text(self.STEP, "type") or AccountType.MINI_PROGRAM))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open the comparison."""
        if event.button.id == "button-compare":
            event.stop()
            self.app.push_screen(Comparison(self.view.context))

    def _show_card(self, kind: AccountType) -> None:
        self.query_one(Facts).show(aspects(kind, self.view.context), title=label("account_type.type", kind))
