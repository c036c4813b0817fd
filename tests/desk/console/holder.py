"""Somebody who works in the console of one account, without a screen."""

from __future__ import annotations

from datetime import timedelta

from mpwizard.account_desk import NOTHING_SAID, AccountDesk, AccountView, Said
from mpwizard.console.account import Account
from mpwizard.console.verification_papers import is_offered, papers
from mpwizard.domain import Kind
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.records import LogRecord, MatterRecord
from tests.desk.answers import PASSWORD, Applicant


class Holder:
    """Holds an account, and does in its console what a test wants."""

    def __init__(self, applicant: Applicant) -> None:
        self.applicant = applicant
        self.desk = applicant.desk
        self.id = applicant.id
        self._accounts = AccountDesk(applicant.desk)

    @property
    def view(self) -> AccountView:
        """The console as it stands."""
        return self._accounts.view(self.id)

    @property
    def account(self) -> Account:
        """The account as it stands."""
        return self.view.account

    def do(
        self,
        action: str,
        number: int | None = None,
        *,
        seen: int | None = None,
        said: Said = NOTHING_SAID,
        **values: object,
    ) -> AccountView:
        """Do an action with these answers."""
        return self._accounts.do(self.id, action, values, number=number, seen=seen, said=said)

    def sign_in(self) -> AccountView:
        """Through the door, as the guide says; nothing to do on a record case."""
        if self.account.kind is Kind.PRACTICE:
            email = str(self.applicant.answers["credentials"]["email"])
            self.do("sign_in.password", email=email, password=PASSWORD)
            self.do("sign_in.scan")
        return self.view

    def apply_for_verification(self, **changed: object) -> AccountView:
        """Hand in an application with every paper at hand, unless said otherwise."""
        at_hand = dict.fromkeys(papers(self.account) if is_offered(self.account) else (), True)
        bank = {"bank_name": "练习银行", "bank_account": "4400000000000000001"}
        return self.do("verification.apply", **{"agree": True, **at_hand, **bank, **changed})

    def bring_to_review(self, **changed: object) -> AccountView:
        """Apply, pay where there is something to pay, and have the review begin."""
        self.apply_for_verification(**changed)
        if self.allowed("verification.pay"):
            self.do("verification.pay")
        return self.do("verification.take")

    def be_verified(self) -> AccountView:
        """The whole way to a verification that holds, as it goes when nothing goes wrong."""
        self.bring_to_review()
        return self.do("verification.pass")

    def pass_time(self, by: timedelta) -> AccountView:
        """Let the case's clock run ahead."""
        self.applicant.around.move_clock(self.id, by)
        return self.view

    def matter(self, matter: Matter, number: int = 0) -> MatterRecord:
        """The matter of this number, or the newest."""
        found = self.account.one(matter, number) if number else self.account.newest(matter)
        assert found is not None
        return found

    def log(self, matter: Matter) -> list[LogRecord]:
        """What happened to the matters of a kind."""
        return [entry for entry in self.applicant.view.log if entry.matter is matter]

    def folds(self) -> None:
        """Every matter stands where its log leads: nothing was written beside the log."""
        for matter in self.account.matters:
            events = [entry.event for entry in self.applicant.view.log if entry.matter_id == matter.id]
            assert LIFECYCLES[matter.matter].fold(events) is matter.state, matter

    def allowed(self, action: str) -> bool:
        """Whether an action is offered and allowed now, on any matter."""
        offers = (offer for section in self.view.sections for offer in section.offers)
        return any(offer.allowed for offer in offers if offer.action.key == action)
