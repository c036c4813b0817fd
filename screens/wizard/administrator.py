"""Step: the administrator, and the proofs that they are there: a code by SMS, then a scan with their own WeChat."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.gates import awaits_scan, is_proven
from mpwizard.i18n import tr
from mpwizard.lifecycle import State
from mpwizard.problems import ALLOWED, Refusal
from mpwizard.records import ProofKind
from mpwizard.views import CaseView
from screens import say
from screens.widgets.buttons import FlatButton
from screens.widgets.facts import Fact, Facts
from screens.widgets.help_column import Paragraph, help_for, paragraphs
from screens.widgets.part import Part
from screens.widgets.qr import QrCode
from screens.wizard.case_step import CaseStep
from screens.wizard.wizard import Wizard

# Short, so that the code stays small; the domain is reserved for examples.
_SCAN_LINK = "https://w.example"
# Refusals that are about the code: one is typed again, one that is gone is sent anew.
_CODE_IS_GONE = frozenset({"mobile_code_expired", "mobile_code_not_sent", "mobile_changed"})
_ABOUT_THE_CODE = _CODE_IS_GONE | {"mobile_code_wrong", "mobile_unproven"}


class Scan(Horizontal):
    """The code to scan with its words. Laid out anew it comes into sight again: half a code cannot be scanned."""

    DEFAULT_CSS = """
    Scan {
        height: auto;
        width: 100%;
        margin-bottom: 1;
        & > Facts { width: 1fr; margin: 1 0 0 2; }
    }
    """

    def on_resize(self) -> None:
        """It has its place now."""
        self.show_whole()

    def show_whole(self) -> None:
        """Bring it to the top of the page."""
        self.scroll_visible(animate=False, top=True)


class AdministratorScreen(CaseStep):
    """Name, ID card, mobile; the code; then the QR code on the screen."""

    STEP = "administrator"

    DEFAULT_CSS = """
    AdministratorScreen {
        & #button-sms { margin-bottom: 1; }
    }
    """

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._send_anew = False

    def compose_extra(self) -> Iterable[Widget]:
        """The button for the code, how often the person was used, what is proven, the QR code."""
        yield FlatButton(tr("Send the SMS code"), name_="button-sms")
        with Scan():
            yield QrCode()
            yield Facts([Fact("", tr("The administrator scans this code with their own WeChat. F9 scans for them."))])
        yield Facts(classes_="proofs")

    def after_view_changed(self, view: CaseView) -> None:
        """What is proven, and what is to be done for the rest."""
        code_asked = view.state is State.ACTIVATED and ProofKind.MOBILE not in view.proofs
        self.query_one("#button-sms").display = self.practice and code_asked
        self.query_one(".proofs", Facts).show(self._facts(view))
        scan = self.query_one(Scan)
        scan.display = self._awaits_scan()
        if scan.display:
            self.query_one(QrCode).show(f"{_SCAN_LINK}/{view.record.reference}")

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
            self.call_after_refresh(self._show_scan)
            return
        super()._show_refusal(refusal)
        self._send_anew = refusal.key in _CODE_IS_GONE
        if refusal.key in _ABOUT_THE_CODE:
            self.wizard.typed_ahead = []
            self.land_on("sms_code")
            self.land()

    def help_of_page(self, part: Part | None = None) -> list[Paragraph]:
        """While the scan is waited for, what it is comes first."""
        pieces = super().help_of_page(part)
        if part is None and self._awaits_scan():
            return [*paragraphs(help_for(("practice.scan",))), Paragraph(""), *pieces]
        return pieces

    def _awaits_scan(self) -> bool:
        return self.practice and awaits_scan(self.view.situation)

    def _land(self) -> None:
        """Where only another code helps, its button is the place to be; while the scan is waited for, the way on."""
        button = self.query_one("#button-sms", Button)
        if self._send_anew and button.display:
            self._send_anew = False
        elif self._awaits_scan() and self.form.first_to_do() is None:
            button = self.query_one("#button-next", Button)
            self.call_after_refresh(self._show_scan)
            self._show_help()
        else:
            super()._land()
            return
        self._land_on = ""
        self.set_focus(button)
        self._landed = True
        self.take_what_was_typed_ahead()

    def _show_scan(self) -> None:
        self.query_one(Scan).show_whole()

    def _facts(self, view: CaseView) -> list[Fact]:
        edition, uses = view.context.edition, view.uses
        id_limit = edition.number("limits.administrator_id")
        mobile_limit = edition.number("limits.administrator_mobile")
        used = tr("{n} of {limit}", n=uses.id_number, limit=id_limit)
        called = tr("{n} of {limit}", n=uses.mobile, limit=mobile_limit)
        facts = [
            Fact(tr("ID card used"), used, _use_style(uses.id_number, id_limit)),
            Fact(tr("Mobile used"), called, _use_style(uses.mobile, mobile_limit)),
            _proof(tr("SMS code"), ProofKind.MOBILE in view.proofs),
            _proof(tr("WeChat scan"), ProofKind.WECHAT in view.proofs),
        ]
        if not self.practice and is_proven(view.context) != ALLOWED and view.state is State.ACTIVATED:
            words = tr("Do the code and the scan on the web site; F9 writes down what the platform said.")
            facts.append(Fact(tr("To do"), words))
        return facts


def _proof(name: str, given: bool) -> Fact:
    return Fact(
        name, f"{say.DONE} {tr('confirmed')}" if given else tr("still to come"), "$go-text" if given else "$soft"
    )


def _use_style(used: int, limit: int) -> str:
    return "$wrong" if used >= limit else "$soon" if used == limit - 1 else "$soft"
