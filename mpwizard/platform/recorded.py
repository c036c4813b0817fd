"""The real platform as the operator records it: silent here, its answers are written down when they come."""

from __future__ import annotations

from mpwizard.platform.port import SILENCE, Answer, Application, Capabilities


class RecordedPlatform:
    """Sends nothing, hears nothing. Every fact comes in through the operator's record."""

    capabilities = Capabilities(answers_itself=False, keeps_time=False)

    def register(self, email: str, password_hash: str) -> Answer:
        """The operator hands the address in on the web site."""
        del email, password_hash
        return SILENCE

    def resend(self) -> Answer:
        """The operator asks for the mail on the web site."""
        return SILENCE

    def withdraw_address(self) -> Answer:
        """The operator changes the address on the web site."""
        return SILENCE

    def activate(self, code: str) -> Answer:
        """The applicant opens the link in the real mail."""
        del code
        return SILENCE

    def send_mobile_code(self, mobile: str) -> Answer:
        """The operator presses the button on the web site."""
        del mobile
        return SILENCE

    def confirm_mobile(self, mobile: str, code: str) -> Answer:
        """The code is typed on the web site, not here."""
        del mobile, code
        return SILENCE

    def accept(self, application: Application) -> Answer:
        """The operator hands the entity in on the web site."""
        del application
        return SILENCE

    def news(self) -> Answer:
        """A real deadline has its effect on the platform; here it only shows as overdue."""
        return SILENCE
