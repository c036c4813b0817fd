"""Step: the activation mail. A waiting step: leaving is fine, the mail can be sent again, the address changed."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.due import due_words
from mpwizard.i18n import tr
from mpwizard.lifecycle import State
from mpwizard.privacy import Mask, masked
from mpwizard.tell import moment
from mpwizard.texts import label
from mpwizard.views import CaseView
from screens.widgets.buttons import FlatButton
from screens.widgets.facts import Fact, Facts
from screens.wizard.case_step import CaseStep


class ActivationScreen(CaseStep):
    """Says where the mail went, until when it counts, and what can be done meanwhile."""

    STEP = "activation"

    DEFAULT_CSS = """
    ActivationScreen .ways { height: 1; & > FlatButton { margin-right: 2; } }
    """

    def compose_extra(self) -> Iterable[Widget]:
        """Where things stand, and the two ways out."""
        yield Facts()
        with Horizontal(classes="ways"):
            yield FlatButton(tr("Send again"), name_="button-resend")
            yield FlatButton(tr("Change the address"), name_="button-address")

    def after_view_changed(self, view: CaseView) -> None:
        """The facts as they are now; the buttons only while they can do something."""
        waiting = view.state is State.AWAITING_ACTIVATION
        self.query_one(Facts).show(self._facts(view))
        self.query_one(".ways").display = waiting
        code = self.form.parts["code"]
        code.disabled = not waiting
        # The link does as well: the mark of what is needed would say otherwise.
        code.required = False

    def can_go_on(self) -> bool:
        """Always: without an answer the way on says what is missing."""
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send the mail again, or go back to the address."""
        match event.button.id:
            case "button-resend":
                event.stop()
                self.act(
                    self.app.desk.resend_activation, tr("Another mail is on its way; the earlier ones count no more.")
                )
            case "button-address":
                event.stop()
                self.act(self.app.desk.change_address, tr("Enter another address."))

    def after_act(self, view: CaseView) -> None:
        """After giving the address up the form for it is the place to be."""
        if view.state is State.DRAFT:
            self.run_worker(self.wizard.go("credentials", "email"), group="way", exit_on_error=False)

    async def step_changed(self, view: CaseView) -> None:
        """The mailbox is activated: on to the next step. The address was refused: back to it."""
        if view.state is State.DRAFT:
            await self.wizard.go("credentials", "email")
        else:
            await self.wizard.forward(self.STEP)

    def _facts(self, view: CaseView) -> list[Fact]:
        address = masked(view.context.text("credentials", "email"), Mask.EMAIL)
        facts = [
            Fact(tr("Sent to"), address),
            Fact(tr("Stage"), label("state", view.state)),
        ]
        if view.state is State.AWAITING_ACTIVATION:
            due = view.record.due_at
            if due is not None:
                facts.append(Fact(tr("Counts until"), f"{moment(due)}  {due_words(due, view.now)}", "$soon"))
            where = (
                tr("F9 opens the practice mailbox: follow the link there, or type its code above.")
                if self.practice
                else tr("Open the mail and follow its link. Then F9 writes down what the platform said.")
            )
            facts.append(Fact(tr("To do"), where))
        return facts
