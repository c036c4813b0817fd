"""Step: the end. What happens next, by which date, who does it; money is paid here or a verification waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import Button

from mpwizard.due import due_words
from mpwizard.i18n import say, tr
from mpwizard.lifecycle import LOST, State
from mpwizard.records import PaymentRecord
from mpwizard.slip_file import slip_text, write_slip
from mpwizard.tell import coded, headline, moment, money
from mpwizard.texts import option_texts
from mpwizard.views import CaseView
from screens.widgets.bars import Heading
from screens.widgets.buttons import FlatButton
from screens.widgets.copy import Copied, CopyMenu
from screens.widgets.facts import Fact, Facts
from screens.widgets.notice import Notice
from screens.wizard.case_step import CaseStep
from screens.wizard.verification import facts_of

_STYLES = {State.REGISTERED: "bold $go-text", State.FAILED: "bold $wrong", State.ABANDONED: "bold $faint"}


class CompletionScreen(CaseStep):
    """Where the registration stands, and what is left to do outside."""

    STEP = "completion"

    def compose_extra(self) -> Iterable[Widget]:
        """The stage, the slip or the verification's terms, what to do."""
        yield Facts(classes_="stage")
        yield Facts(classes_="terms")
        yield Facts(classes_="to-do")
        yield FlatButton(tr("Save the slip for the accountant"), name_="button-slip")
        yield FlatButton(tr("Start again with these answers"), name_="button-again")

    def next_words(self) -> str:
        """Nothing is handed in here: the way on leads out."""
        return tr("To the desk")

    def heading(self) -> Heading:
        """The stage stands where other steps say whether all is saved."""
        stage = say(option_texts()[f"state.{self.view.state}"].label)
        return replace(super().heading(), state=stage, state_style=_STYLES.get(self.view.state, "bold $soon"))

    def action_next_step(self) -> None:
        """To the desk."""
        self.wizard.leave()

    def after_view_changed(self, view: CaseView) -> None:
        """Everything as it stands now."""
        stage = option_texts()[f"state.{view.state}"]
        self.query_one(".stage", Facts).show(
            [Fact("", say(stage.line))],
            title=headline(say(stage.label)),
            title_style=_STYLES.get(view.state, "bold $soon"),
        )
        self.query_one(".terms", Facts).show(self._terms(view), title=self._terms_title(view))
        self.query_one(".to-do", Facts).show(self._to_do(view))
        self.query_one("#button-again").display = view.state in LOST
        self.query_one("#button-slip").display = view.state is State.AWAITING_TRANSFER
        self.refresh_bindings()

    def action_copy(self) -> None:
        """The slip's values, in the order of a bank's form."""
        payment = self.view.payment
        if payment is not None:
            values = [Copied(tr(title), value) for title, value in slip(payment)]
            self.app.push_screen(CopyMenu(None, values))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Write the slip, or begin anew."""
        match event.button.id:
            case "button-slip":
                event.stop()
                self.run_worker(self._save_slip(), name="slip", group="act", exclusive=True, exit_on_error=False)
            case "button-again":
                event.stop()
                self.run_worker(self._start_again(), name="again", group="way", exit_on_error=False)

    async def _save_slip(self) -> None:
        text, reference = slip_text(self.view), self.view.record.reference
        path = await asyncio.to_thread(write_slip, text, reference, self.app.desk.outbox_folder)
        self.query_one(Notice).inform(tr("Saved as {path}", path=path))

    async def _start_again(self) -> None:
        from screens.wizard.wizard import Wizard

        record = await asyncio.to_thread(self.app.desk.start_again, self.case_id)
        self.wizard.leave(Wizard(self.app, record.id).open)

    def _land(self) -> None:
        """The way out takes the focus: there is nothing to fill in."""
        self.set_focus(self.query_one("#button-next", Button))
        self._landed = True
        self.take_what_was_typed_ahead()

    def _terms_title(self, view: CaseView) -> str:
        if view.payment is not None and view.state in (State.AWAITING_TRANSFER, State.FAILED):
            return tr("Transfer slip (对公打款)")
        return tr("WeChat verification (微信认证)") if view.state is State.AWAITING_VERIFICATION else ""

    def _terms(self, view: CaseView) -> list[Fact]:
        payment = view.payment
        if payment is not None and view.state in (State.AWAITING_TRANSFER, State.FAILED):
            facts = [
                Fact(tr(title), value, "bold $ink" if exact else "$ink") for title, value, exact in _marked(payment)
            ]
            left = due_words(payment.due_at, view.now) if view.state is State.AWAITING_TRANSFER else ""
            style = "$soon" if view.state is State.AWAITING_TRANSFER else "$wrong"
            return [*facts, Fact(tr("Pay until"), f"{moment(payment.due_at)}  {left}".rstrip(), style)]
        if view.state is State.AWAITING_VERIFICATION and view.context.method is not None:
            return facts_of(view.context.method, view.context.edition)
        return []

    def _to_do(self, view: CaseView) -> list[Fact]:
        refused = next((entry for entry in reversed(view.log) if entry.event.endswith("_refused")), None)
        facts = []
        if refused is not None and refused.state_to is view.state:
            facts.append(_why(str(refused.note.get("reason", ""))))
        words = self._what_to_do(view)
        return [*facts, Fact(tr("To do"), words)] if words else facts

    def _what_to_do(self, view: CaseView) -> str:
        if not self.practice and view.state in (State.CONFIRMED, State.AWAITING_TRANSFER, State.AWAITING_VERIFICATION):
            return tr("F9 writes down what the platform says.")
        match view.state:
            case State.AWAITING_TRANSFER:
                return tr(
                    "Pay from the entity's own corporate account. F9 opens the practice bank; F4 copies the slip."
                )
            case State.AWAITING_VERIFICATION:
                return tr(
                    "Sign in on the platform and apply under Settings › WeChat verification. F9 plays the reviewer."
                )
            case State.REGISTERED:
                return tr("The account can be completed: name, picture, introduction, categories.")
            case _:
                return ""


def slip(payment: PaymentRecord) -> list[tuple[str, str]]:
    """The slip as titles (to be translated) and values."""
    return [(title, value) for title, value, _exact in _marked(payment)]


def _marked(payment: PaymentRecord) -> list[tuple[str, str, bool]]:
    from mpwizard.wizard.slip import SlipAnswers

    titles = {name: info.title or name for name, info in SlipAnswers.model_fields.items()}
    return [
        (titles["payee"], payment.payee, False),
        (titles["account"], payment.account, False),
        (titles["bank"], payment.bank, False),
        (titles["amount"], money(payment.amount), True),
        (titles["remark"], payment.remark, True),
    ]


def _why(reason: str) -> Fact:
    from mpwizard.texts import refusals

    entry = refusals().get(reason)
    return Fact(tr("Last answer"), f"✗ {coded(say(entry.why), entry.code)}" if entry else "", "$wrong")
