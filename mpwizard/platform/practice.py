"""The simulated platform: deterministic, on the case's own clock, with the consequences of the rule table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from mpwizard.domain import FEN, EntityType, Method
from mpwizard.gates import has_run_out
from mpwizard.lifecycle import REGISTRATION, Event, State
from mpwizard.platform.port import SILENCE, Answer, Application, Capabilities, Fact, Letter
from mpwizard.practice_file import practice_table
from mpwizard.problems import Refusal
from mpwizard.records import PaymentRecord, Proof, ProofKind
from mpwizard.rules.edition import Edition
from mpwizard.world import ActivationMail, Order, Sms, Transfer, World

# Reserved for examples: no practice link leads anywhere.
_LINKS = "https://platform.example"


class PracticePlatform:
    """Answers at once, out of one case's world and its edition."""

    capabilities = Capabilities(answers_itself=True, keeps_time=True)

    def __init__(self, world: World, edition: Edition, now: datetime, state: State) -> None:
        self.world = world
        self.edition = edition
        self.now = now
        self.state = state

    def register(self, email: str, password_hash: str) -> Answer:
        """Take the address unless it serves elsewhere already; send the activation mail."""
        taken = _taken_addresses().get(email)
        if taken is not None:
            refusal = Refusal(taken, rule="email.must_not_be_used_at")
            return Answer((Fact(Event.ADDRESS_REFUSED, {"reason": taken}),), refusal)
        self.world.email, self.world.password_hash = email, password_hash
        return Answer(letters=(self._send_mail(),))

    def resend(self) -> Answer:
        """Send the activation mail again, after a pause. The earlier ones stop counting."""
        pause = self.edition.span("activation.resend_pause")
        newest = self.world.newest_mail
        if newest is not None and self.now < newest.sent_at + pause:
            return _refuse(
                "resend_too_soon", rule="activation.resend_pause", seconds=_left(newest.sent_at + pause, self.now)
            )
        return Answer((Fact(Event.ACTIVATION_RESENT),), letters=(self._send_mail(),))

    def withdraw_address(self) -> Answer:
        """Forget the address; no mail sent to it counts any more."""
        self.world.email = ""
        self.world.password_hash = ""
        for mail in self.world.mails:
            mail.used = True
        return SILENCE

    def activate(self, code: str) -> Answer:
        """Activate by the code of the newest mail."""
        matching = [mail for mail in self.world.mails if mail.code == code]
        return self._open(matching[-1] if matching else None)

    def open_link(self, token: str) -> Answer:
        """Activate by the link of a mail."""
        return self._open(next((mail for mail in self.world.mails if mail.token == token), None))

    def send_mobile_code(self, mobile: str) -> Answer:
        """Send a code by SMS, after a pause."""
        pause = self.edition.span("sms.resend_pause")
        newest = self.world.newest_message
        if newest is not None and newest.mobile == mobile and self.now < newest.sent_at + pause:
            seconds = _left(newest.sent_at + pause, self.now)
            return _refuse("mobile_code_too_soon", rule="sms.resend_pause", seconds=seconds)
        code = self.world.digits(self.edition.number("sms.code_length"))
        self.world.messages.append(Sms(sent_at=self.now, mobile=mobile, code=code))
        return Answer((Fact(Event.MOBILE_CODE_SENT),))

    def confirm_mobile(self, mobile: str, code: str) -> Answer:
        """Compare the code with the newest one sent to this number."""
        newest = self.world.newest_message
        lifetime = self.edition.span("sms.lifetime")
        if newest is None:
            return _refuse("mobile_code_not_sent")
        if newest.mobile != mobile:
            return _refuse("mobile_changed")
        if self.now > newest.counts_until(lifetime):
            minutes = int(lifetime.total_seconds() // 60)
            return _note_refusal(Event.MOBILE_CODE_REFUSED, "mobile_code_expired", "sms.lifetime", minutes=minutes)
        if newest.code != code:
            return _note_refusal(Event.MOBILE_CODE_REFUSED, "mobile_code_wrong", "")
        return Answer((Fact(Event.MOBILE_CONFIRMED, proof=Proof(ProofKind.MOBILE, mobile)),))

    def accept(self, application: Application) -> Answer:
        """Take the entity: registered at once, or money or a verification is waited for."""
        if application.entity_type is EntityType.INDIVIDUAL:
            return Answer((Fact(Event.ENTITY_ACCEPTED),))
        if application.method is Method.WECHAT_VERIFICATION:
            return Answer((Fact(Event.VERIFICATION_REQUIRED),))
        order = self._order()
        self.world.order = order
        return Answer((Fact(Event.TRANSFER_REQUESTED, payment=PaymentRecord(**order.model_dump())),))

    def news(self) -> Answer:
        """The end of a transfer's time."""
        order = self.world.order
        if order is not None and has_run_out(self.state, order.due_at, self.now):
            return Answer((Fact(Event.DEADLINE_PASSED, at=order.due_at),))
        return SILENCE

    def receive(self, transfer: Transfer) -> Answer:
        """Judge a payment: taken only if in time, from the entity's own account, exact to the fen and the remark."""
        order = self.world.order
        self.world.transfers.append(transfer)
        reason = self._flaw(transfer, order)
        if reason is None:
            return Answer((Fact(Event.TRANSFER_VERIFIED),))
        transfer.refused = reason.key
        if Event.TRANSFER_REFUSED not in REGISTRATION.events_from(self.state):
            return Answer(refusal=reason)
        return Answer((Fact(Event.TRANSFER_REFUSED, {"reason": reason.key}),), reason)

    def _flaw(self, transfer: Transfer, order: Order | None) -> Refusal | None:
        if order is None or self.state is State.REGISTERED:
            return Refusal("transfer_not_awaited")
        if transfer.at > order.due_at or self.state is State.FAILED:
            return Refusal("transfer_late", {"due": order.due_at}, "transfer.deadline")
        if not transfer.from_entity:
            return Refusal("transfer_payer_wrong")
        if transfer.amount != order.amount:
            return Refusal("transfer_amount_wrong", {"expected": order.amount, "actual": transfer.amount})
        if transfer.remark != order.remark:
            return Refusal("transfer_remark_wrong")
        return None

    def _order(self) -> Order:
        lowest, highest = self.edition.money("transfer.amount_min"), self.edition.money("transfer.amount_max")
        fen = self.world.draw(int((highest - lowest) / FEN) + 1)
        return Order(
            payee=self.edition.text("transfer.payee").zh,
            account=self.edition.word("transfer.payee_account"),
            bank=self.edition.text("transfer.payee_bank").zh,
            amount=lowest + fen * FEN,
            remark=self.world.digits(self.edition.number("transfer.remark_length")),
            due_at=self.now + self.edition.span("transfer.deadline"),
        )

    def _send_mail(self) -> Letter:
        code = self.world.digits(self.edition.number("activation.code_length"))
        token = self.world.digits(16)
        link = f"{_LINKS}/activate/{token}"
        self.world.mails.append(ActivationMail(sent_at=self.now, code=code, token=token, link=link))
        return Letter(self.world.email, code, link)

    def _open(self, mail: ActivationMail | None) -> Answer:
        if mail is None:
            return _note_refusal(Event.ACTIVATION_REFUSED, "activation_code_wrong", "")
        if mail.used or mail is not self.world.newest_mail:
            return _note_refusal(Event.ACTIVATION_REFUSED, "activation_code_used", "")
        lifetime = self.edition.span("activation.lifetime")
        if self.now > mail.counts_until(lifetime):
            hours = int(lifetime.total_seconds() // 3600)
            return _note_refusal(Event.ACTIVATION_REFUSED, "activation_expired", "activation.lifetime", hours=hours)
        mail.used = True
        return Answer((Fact(Event.ACTIVATED),))


def _refuse(key: str, rule: str = "", **values: object) -> Answer:
    return Answer(refusal=Refusal(key, values, rule))


def _note_refusal(event: Event, key: str, rule: str, **values: object) -> Answer:
    return Answer((Fact(event, {"reason": key}),), Refusal(key, values, rule))


def _left(until: datetime, now: datetime) -> int:
    return max(1, -int((now - until).total_seconds() // 1))


@cache
def _taken_addresses() -> Mapping[str, str]:
    return {str(address).lower(): str(reason) for address, reason in practice_table("addresses").items()}
