"""What the operator can record of the real platform's answers, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mpwizard.domain import EntityType, Method
from mpwizard.lifecycle import Event, State
from mpwizard.wizard.context import Context


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
)

BY_EVENT: Mapping[Event, Recordable] = {each.event: each for each in RECORDABLE}


def recordable(state: State, context: Context) -> tuple[Recordable, ...]:
    """What the platform can have answered now."""
    return tuple(each for each in RECORDABLE if each.state is state and each.when(context))
