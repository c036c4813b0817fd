"""Section sign in: the QR code, while the administrator's scan is waited for."""

from __future__ import annotations

from textual.app import ComposeResult

from mpwizard.account_desk import AccountView
from mpwizard.matters import Matter, SignIn
from screens.console.extras import SectionExtra
from screens.console.pane import facts
from screens.console.scan import ScanCode


class SignInExtra(SectionExtra):
    """The code, and beside it how long it counts and who scans it."""

    DEFAULT_CSS = """
    SignInExtra { margin-bottom: 1; }
    """

    def compose(self) -> ComposeResult:
        """The code with its words."""
        yield ScanCode()

    def show(self, view: AccountView) -> None:
        """The code is there while it counts."""
        self.tells_all = view.account.newest(Matter.SIGN_IN, SignIn.AWAITING_SCAN) is not None
        self.display = self.tells_all
        if self.tells_all:
            stands = facts(view.section("sign_in").section.shown(view.account))
            self.query_one(ScanCode).show(view.case.record.reference, stands)
