"""What anybody but the operator can do on a practice case, as data: the drawer and the command line read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from mpwizard.domain import FEN
from mpwizard.due import time_left
from mpwizard.gates import awaits_scan, may_open_link
from mpwizard.i18n import N_
from mpwizard.lifecycle import State
from mpwizard.problems import ALLOWED
from mpwizard.surroundings import WRONG_REMARK, Surroundings
from mpwizard.views import CaseView
from mpwizard.world import World

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Spot(StrEnum):
    """Where in the world beside the form something is done."""

    MAILBOX = "mailbox"
    PHONE = "phone"
    SCANNER = "scanner"
    BANK = "bank"
    CLOCK = "clock"


SPOT_TITLES = {
    Spot.MAILBOX: N_("Mailbox"),
    Spot.PHONE: N_("Phone"),
    Spot.SCANNER: N_("WeChat scanner"),
    Spot.BANK: N_("Bank"),
    Spot.CLOCK: N_("Clock of this case"),
}

When = Callable[[CaseView, World], bool]
Act = Callable[[Surroundings, int, World], CaseView]


@dataclass(frozen=True, slots=True)
class WorldAction:
    """One thing to do: where, its words, when it makes sense, the use-case it calls."""

    key: str
    spot: Spot
    title: str
    when: When
    act: Act


def _mail_waits(view: CaseView, world: World) -> bool:
    return may_open_link(view.state, mailed=world.newest_mail is not None) == ALLOWED


def _can_scan(view: CaseView, _world: World) -> bool:
    return awaits_scan(view.situation)


def _money_asked(view: CaseView, world: World) -> bool:
    return world.order is not None and view.state in (State.AWAITING_TRANSFER, State.FAILED)


def _always(_view: CaseView, _world: World) -> bool:
    return True


def _something_due(view: CaseView, _world: World) -> bool:
    return time_left(view.record.due_at, view.now) is not None


def _wrong_sum(around: Surroundings, case: int, world: World) -> CaseView:
    return around.pay(case, amount=world.order.amount + FEN if world.order else None)


WORLD_ACTIONS: tuple[WorldAction, ...] = (
    WorldAction(
        "open_link", Spot.MAILBOX, N_("Open the link in the newest mail"), _mail_waits, lambda a, c, _w: a.open_link(c)
    ),
    WorldAction(
        "scan",
        Spot.SCANNER,
        N_("The administrator scans the QR code"),
        _can_scan,
        lambda a, c, _w: a.scan(c, by_administrator=True),
    ),
    WorldAction(
        "scan_other",
        Spot.SCANNER,
        N_("Somebody else scans it"),
        _can_scan,
        lambda a, c, _w: a.scan(c, by_administrator=False),
    ),
    WorldAction("pay", Spot.BANK, N_("Pay exactly as asked"), _money_asked, lambda a, c, _w: a.pay(c)),
    WorldAction("pay_wrong_sum", Spot.BANK, N_("Pay one fen too much"), _money_asked, _wrong_sum),
    WorldAction(
        "pay_other_account",
        Spot.BANK,
        N_("Pay from another account"),
        _money_asked,
        lambda a, c, _w: a.pay(c, from_entity=False),
    ),
    WorldAction(
        "pay_wrong_remark",
        Spot.BANK,
        N_("Pay with a wrong remark"),
        _money_asked,
        lambda a, c, _w: a.pay(c, remark=WRONG_REMARK),
    ),
    WorldAction(
        "pay_too_late",
        Spot.BANK,
        N_("Pay after the deadline"),
        lambda view, world: _money_asked(view, world) and _something_due(view, world),
        lambda a, c, _w: _late(a, c),
    ),
    WorldAction("hour", Spot.CLOCK, N_("One hour on"), _always, lambda a, c, _w: a.move_clock(c, _HOUR)),
    WorldAction("day", Spot.CLOCK, N_("One day on"), _always, lambda a, c, _w: a.move_clock(c, _DAY)),
    WorldAction(
        "deadline",
        Spot.CLOCK,
        N_("To just after the next deadline"),
        _something_due,
        lambda a, c, _w: a.to_deadline(c),
    ),
)


def possible(view: CaseView, world: World) -> tuple[WorldAction, ...]:
    """What can be done now."""
    return tuple(action for action in WORLD_ACTIONS if action.when(view, world))


def _late(around: Surroundings, case: int) -> CaseView:
    around.to_deadline(case)
    return around.pay(case)
