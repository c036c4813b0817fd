"""Step: which kind of account. The types can be compared side by side before one is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Button

from mpwizard.domain import AccountType
from mpwizard.i18n import tr
from mpwizard.views import CaseView
from screens.widgets.buttons import FlatButton
from screens.wizard.case_step import CaseStep
from screens.wizard.comparison import Comparison


class AccountTypeScreen(CaseStep):
    """Only the Mini Program goes on from here; the others say where they are registered."""

    STEP = "account_type"

    def compose_extra(self) -> Iterable[Widget]:
        """The way to the comparison."""
        yield FlatButton(tr("Compare the types (查看类型区别)"), name_="button-compare")

    def after_view_changed(self, view: CaseView) -> None:
        """The kind that this desk registers is chosen beforehand."""
        del view
        part = self.form.parts["type"]
        if part.empty and not self.read_only:
            part.put(AccountType.MINI_PROGRAM)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open the comparison."""
        if event.button.id == "button-compare":
            event.stop()
            self.app.push_screen(Comparison(self.view.context.edition))
