"""Step: the administrator, and the proofs that they are there: a code by SMS, then a scan with their own WeChat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.i18n import tr
from mpwizard.lifecycle import State
from mpwizard.problems import Refusal
from mpwizard.records import ProofKind
from mpwizard.views import CaseView
from screens import say
from screens.widgets.buttons import FlatButton
from screens.widgets.facts import Fact, Facts
from screens.widgets.qr import QrCode
from screens.wizard.case_step import CaseStep

# Short, so that the code stays small; the domain is reserved for examples.
_SCAN_LINK = "https://w.example"


class AdministratorScreen(CaseStep):
    """Name, ID card, mobile; the code; then the QR code on the screen."""

    STEP = "administrator"

    DEFAULT_CSS = """
    AdministratorScreen {
        & #button-sms { margin-bottom: 1; }
        & .scan { height: auto; width: 100%; margin-bottom: 1; }
        & .scan > Facts { width: 1fr; margin: 1 0 0 2; }
    }
    """

    def compose_extra(self) -> Iterable[Widget]:
        """The button for the code, how often the person was used, what is proven, the QR code."""
        yield FlatButton(tr("Send the SMS code"), name_="button-sms")
        with Horizontal(classes="scan"):
            yield QrCode()
            yield Facts([Fact("", tr("The administrator scans this code with their own WeChat. F9 scans for them."))])
        yield Facts(classes_="proofs")

    def after_view_changed(self, view: CaseView) -> None:
        """What is proven, and what is to be done for the rest."""
        mobile, scanned = (kind in view.proofs for kind in ProofKind)
        open_now = view.state is State.ACTIVATED
        self.query_one("#button-sms").display = open_now and self.practice and not mobile
        self.query_one(".proofs", Facts).show(self._facts(view, mobile=mobile, scanned=scanned))
        scan = self.query_one(".scan")
        scan.display = open_now and self.practice and mobile and not scanned
        if scan.display:
            self.query_one(QrCode).show(f"{_SCAN_LINK}/{view.record.reference}")

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """A changed number or name is proven no more; the case knows once it is saved."""
        del values

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Have the code sent."""
        if event.button.id == "button-sms":
            event.stop()
            self.act(self.app.desk.send_mobile_code, tr("The code is on its way. F9 shows the practice phone."))

    def after_act(self, view: CaseView) -> None:
        """The new code is typed next, and the old one is in nobody's way."""
        del view
        self.form.parts["sms_code"].put("")
        self.set_focus(self.form.parts["sms_code"].focus_target)

    async def step_changed(self, view: CaseView) -> None:
        """Both proofs are there: on to the confirmation."""
        del view
        await self.wizard.forward(self.STEP)

    def _show_refusal(self, refusal: Refusal) -> None:
        """That the scan is still missing is no failure: the code to scan is on the page."""
        if refusal.key == "scan_unproven" and self.practice:
            self.call_after_refresh(self.query_one(".scan").scroll_visible, animate=False, top=True)
        else:
            super()._show_refusal(refusal)

    def _facts(self, view: CaseView, *, mobile: bool, scanned: bool) -> list[Fact]:
        edition, uses = view.context.edition, view.uses
        id_limit = edition.number("limits.administrator_id")
        mobile_limit = edition.number("limits.administrator_mobile")
        used = tr("{n} of {limit}", n=uses.id_number, limit=id_limit)
        called = tr("{n} of {limit}", n=uses.mobile, limit=mobile_limit)
        facts = [
            Fact(tr("ID card used"), used, _use_style(uses.id_number, id_limit)),
            Fact(tr("Mobile used"), called, _use_style(uses.mobile, mobile_limit)),
            _proof(tr("SMS code"), mobile),
            _proof(tr("WeChat scan"), scanned),
        ]
        if not self.practice and not (mobile and scanned) and view.state is State.ACTIVATED:
            words = tr("Do the code and the scan on the web site; F9 writes down what the platform said.")
            facts.append(Fact(tr("To do"), words))
        return facts


def _proof(name: str, given: bool) -> Fact:
    return Fact(
        name, f"{say.DONE} {tr('confirmed')}" if given else tr("still to come"), "$go-text" if given else "$soft"
    )


def _use_style(used: int, limit: int) -> str:
    return "$wrong" if used >= limit else "$soon" if used == limit - 1 else "$soft"
