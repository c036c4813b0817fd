"""Section sign in: the QR code, while the administrator's scan is waited for."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from mpwizard.account_desk import AccountView
from mpwizard.i18n import tr
from mpwizard.matters import Matter, SignIn
from screens.console.extras import SectionExtra
from screens.console.pane import facts
from screens.widgets.facts import Fact, Facts
from screens.widgets.qr import QrCode

# Short, so that the code stays small; the domain is reserved for examples.
_SCAN_LINK = "https://w.example"


class SignInExtra(SectionExtra):
    """The code, and beside it how long it counts and who scans it: the smallest screen shows it as a whole."""

    TELLS_ALL = True

    DEFAULT_CSS = """
    SignInExtra {
        margin-bottom: 1;
        & > Horizontal { height: auto; }
        & Facts { width: 1fr; margin: 0 0 0 2; }
    }
    """

    def compose(self) -> ComposeResult:
        """The code at the left, the words beside it."""
        yield Horizontal(*self._beside())

    def show(self, view: AccountView) -> None:
        """The code is there while it counts."""
        awaited = view.account.newest(Matter.SIGN_IN, SignIn.AWAITING_SCAN) is not None
        self.display = awaited
        if awaited:
            self.query_one(QrCode).show(f"{_SCAN_LINK}/{view.case.record.reference}")
            words = Fact("", tr("The administrator scans this code with their own WeChat. F9 scans for them."))
            stands = facts(view.section("sign_in").section.shown(view.account))
            self.query_one(Facts).show([*stands, Fact("", ""), words])

    def _beside(self) -> Iterable[Widget]:
        yield QrCode()
        yield Facts()
