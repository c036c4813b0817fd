"""Step: the end. What happens next, by which date, who does it; money is paid here or a verification waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import Button

from mpwizard.console.account import has_console
from mpwizard.due import due_words
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.lifecycle import LOST, State
from mpwizard.slip_file import slip_text, write_slip
from mpwizard.tell import coded, headline, spoken
from mpwizard.texts import label, option_texts, refusals
from mpwizard.views import CaseView
from mpwizard.wizard.slip import SlipRow, slip_rows
from screens.beside import newest
from screens.say import WRONG
from screens.stage_tokens import stage_token
from screens.widgets.bars import Heading
from screens.widgets.buttons import FlatButton
from screens.widgets.copy import Copied, CopyMenu
from screens.widgets.facts import Fact, Facts
from screens.widgets.notice import Notice
from screens.wizard.case_step import CaseStep
from screens.wizard.verification import facts_of


class CompletionScreen(CaseStep):
    """Where the registration stands, and what is left to do outside."""

    STEP = "completion"

    DEFAULT_CSS = """
    CompletionScreen {
        &.-low .terms { margin-bottom: 0; }
        &.-low WayOn { margin: 1 0 0 0; }
    }
    """

    def compose_extra(self) -> Iterable[Widget]:
        """The stage, the slip or the verification's terms, what to do."""
        yield Facts(classes_="stage")
        yield Facts(classes_="terms")
        yield Facts(classes_="to-do")
        yield FlatButton(tr("To the desk"), name_="button-desk")
        yield FlatButton(tr("Save the slip for the accountant"), name_="button-slip")
        yield FlatButton(tr("Start again with these answers"), name_="button-again")

    def next_words(self) -> str:
        """Nothing is handed in here: the way on leads to the console, where there is one, or out."""
        return tr("To the console") if has_console(self.view.state) else tr("To the desk")

    def heading(self) -> Heading:
        """The stage stands where other steps say whether all is saved."""
        stage = label("state", self.view.state)
        return replace(super().heading(), state=stage, state_style=_stage_style(self.view))

    def action_next_step(self) -> None:
        """To the console, or to the desk."""
        if has_console(self.view.state):
            self._to_console()
        else:
            self.wizard.leave()

    def after_view_changed(self, view: CaseView) -> None:
        """Everything as it stands now."""
        stage = option_texts()[f"state.{view.state}"]
        self.query_one(".stage", Facts).show(
            [Fact("", speak(stage.line))],
            title=headline(speak(stage.label)),
            title_style=_stage_style(view),
        )
        self.query_one(".terms", Facts).show(self._terms(view), title=self._terms_title(view))
        self.query_one(".to-do", Facts).show(self._to_do(view))
        self.query_one("#button-next", FlatButton).say(self.next_words())
        self.query_one("#button-desk").display = has_console(view.state)
        self.query_one("#button-again").display = view.state in LOST
        self.query_one("#button-slip").display = view.state is State.AWAITING_TRANSFER
        self.refresh_bindings()

    def action_copy(self) -> None:
        """The slip's values, in the order of a bank's form."""
        payment = self.view.payment
        if payment is not None:
            values = [Copied(tr(row.title), spoken(row.value)) for row in slip_rows(payment) if row.typed]
            self.app.push_screen(CopyMenu(None, values))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Write the slip, or begin anew."""
        match event.button.id:
            case "button-slip":
                event.stop()
                newest(self, self._save_slip, "act")
            case "button-desk":
                event.stop()
                self.wizard.leave()
            case "button-again":
                event.stop()
                self.run_worker(self._start_again(), name="again", group="way", exit_on_error=False)

    def _to_console(self) -> None:
        from screens.console.console import Console

        self.wizard.leave(Console(self.app, self.case_id).open)

    async def _save_slip(self) -> None:
        text, reference = slip_text(self.view), self.view.record.reference
        path = await asyncio.to_thread(write_slip, text, reference, self.app.desk.outbox_folder)
        self.query_one(Notice).inform(tr("Saved as {path}", path=path))

    async def _start_again(self) -> None:
        from screens.wizard.wizard import Wizard

        record = await asyncio.to_thread(self.app.desk.start_again, self.case_id)
        self.wizard.leave(Wizard(self.app, record.id).open)

    def _land(self) -> None:
        """The way on takes the focus: there is nothing to fill in."""
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
            return [_slip_fact(row, view) for row in slip_rows(payment)]
        if view.state is State.AWAITING_VERIFICATION and view.context.method is not None:
            return facts_of(view.context.method, view.context)
        return []

    def _to_do(self, view: CaseView) -> list[Fact]:
        registration = (entry for entry in reversed(view.log) if entry.matter is None)
        refused = next((entry for entry in registration if entry.event.endswith("_refused")), None)
        facts = []
        if refused is not None and refused.state_to is view.state:
            facts.append(_why(str(refused.note.get("reason", ""))))
        words = self._what_to_do(view)
        return [*facts, Fact(tr("To do"), words)] if words else facts

    def _what_to_do(self, view: CaseView) -> str:
        if not self.practice and view.state in (State.CONFIRMED, State.AWAITING_TRANSFER):
            return tr("F9 writes down what the platform says.")
        match view.state:
            case State.AWAITING_TRANSFER:
                return tr(
                    "Pay from the entity's own corporate account. F9 opens the practice bank; F4 copies the slip."
                )
            case State.AWAITING_VERIFICATION:
                return tr("Apply in the console of this case, in the section WeChat verification.")
            case State.REGISTERED:
                return tr("The account can be completed: name, picture, introduction, categories.")
            case _:
                return ""


def _stage_style(view: CaseView) -> str:
    return f"bold ${stage_token(view.state, 'soon')}"


def _slip_fact(row: SlipRow, view: CaseView) -> Fact:
    if row.typed:
        return Fact(tr(row.title), spoken(row.value), "bold $ink" if row.exact else "$ink")
    if view.state is State.AWAITING_TRANSFER:
        left = due_words(view.record.due_at, view.now)
        return Fact(tr(row.title), f"{spoken(row.value)}  {left}", "$soon")
    return Fact(tr(row.title), spoken(row.value), "$wrong")


def _why(reason: str) -> Fact:
    entry = refusals().get(reason)
    return Fact(tr("Last answer"), f"{WRONG} {coded(speak(entry.why), entry.code)}" if entry else "", "$wrong")
