"""The real platform as the operator records it: silent here, its answers are written down when they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mpwizard.domain import EntityType, Method
from mpwizard.lifecycle import Event, State
from mpwizard.platform.port import SILENCE, Answer, Application, Capabilities
from mpwizard.wizard.context import Context


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


@dataclass(frozen=True, slots=True)
class Recordable:
    """One thing the operator can record: the event, in which step it is asked, when it can have happened.

    `refusals` are the reasons that the platform may have given, as keys of the refusal catalogue; `with_payment` asks
    for the payee, account, bank, amount, remark and deadline that the platform shows.
    """

    event: Event
    step: str
    state: State
    when: Callable[[Context], bool]
    refusals: tuple[str, ...] = ()
    with_payment: bool = False


def _any(_context: Context) -> bool:
    return True


def _individual(context: Context) -> bool:
    return context.entity_type is EntityType.INDIVIDUAL


def _transfer(context: Context) -> bool:
    return context.method is Method.TRANSFER


def _verification(context: Context) -> bool:
    return context.method is Method.WECHAT_VERIFICATION


_ADDRESS = ("email_at_official_platform", "email_at_open_platform", "email_at_wecom", "email_at_personal_wechat")
_TRANSFER = ("transfer_amount_wrong", "transfer_payer_wrong", "transfer_remark_wrong")

RECORDABLE: tuple[Recordable, ...] = (
    Recordable(Event.ACTIVATED, "activation", State.AWAITING_ACTIVATION, _any),
    Recordable(Event.ADDRESS_REFUSED, "activation", State.AWAITING_ACTIVATION, _any, _ADDRESS),
    Recordable(Event.MOBILE_CONFIRMED, "administrator", State.ACTIVATED, _any),
    Recordable(Event.MOBILE_CODE_REFUSED, "administrator", State.ACTIVATED, _any, ("platform_said_no",)),
    Recordable(Event.SCAN_CONFIRMED, "administrator", State.ACTIVATED, _any),
    Recordable(Event.SCAN_REFUSED, "administrator", State.ACTIVATED, _any, ("scan_by_other", "platform_said_no")),
    Recordable(Event.ENTITY_ACCEPTED, "completion", State.CONFIRMED, _individual),
    Recordable(Event.TRANSFER_REQUESTED, "completion", State.CONFIRMED, _transfer, with_payment=True),
    Recordable(Event.VERIFICATION_REQUIRED, "completion", State.CONFIRMED, _verification),
    Recordable(Event.TRANSFER_VERIFIED, "completion", State.AWAITING_TRANSFER, _any),
    Recordable(Event.TRANSFER_REFUSED, "completion", State.AWAITING_TRANSFER, _any, _TRANSFER),
    Recordable(Event.DEADLINE_PASSED, "completion", State.AWAITING_TRANSFER, _any),
    Recordable(Event.VERIFICATION_PASSED, "completion", State.AWAITING_VERIFICATION, _any),
    Recordable(Event.VERIFICATION_REFUSED, "completion", State.AWAITING_VERIFICATION, _any, ("verification_refused",)),
)

BY_EVENT: Mapping[Event, Recordable] = {each.event: each for each in RECORDABLE}


def recordable(state: State, context: Context) -> tuple[Recordable, ...]:
    """What the platform can have answered now."""
    return tuple(each for each in RECORDABLE if each.state is state and each.when(context))
