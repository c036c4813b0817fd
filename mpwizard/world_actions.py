"""What anybody but the operator can do on a practice case, as data: the drawer and the command line read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from mpwizard.i18n import N_
from mpwizard.lifecycle import State
from mpwizard.records import ProofKind
from mpwizard.surroundings import Surroundings, World
from mpwizard.views import CaseView

_FEN = Decimal("0.01")
_WRONG_REMARK = "000"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Place(StrEnum):
    """Where in the world beside the form something is done."""

    MAILBOX = "mailbox"
    PHONE = "phone"
    SCANNER = "scanner"
    BANK = "bank"
    REVIEWER = "reviewer"
    CLOCK = "clock"


PLACE_TITLES = {
    Place.MAILBOX: N_("Mailbox"),
    Place.PHONE: N_("Phone"),
    Place.SCANNER: N_("WeChat scanner"),
    Place.BANK: N_("Bank"),
    Place.REVIEWER: N_("Verification reviewer"),
    Place.CLOCK: N_("Clock of this case"),
}

When = Callable[[CaseView, World], bool]
Act = Callable[[Surroundings, int, World], CaseView]


@dataclass(frozen=True, slots=True)
class WorldAction:
    """One thing to do: where, its words, when it makes sense, the use-case it calls."""

    key: str
    place: Place
    title: str
    when: When
    act: Act


def _mail_waits(view: CaseView, world: World) -> bool:
    return view.state is State.AWAITING_ACTIVATION and world.newest_mail is not None


def _can_scan(view: CaseView, _world: World) -> bool:
    return view.state is State.ACTIVATED and view.proofs == {ProofKind.MOBILE}


def _money_asked(view: CaseView, world: World) -> bool:
    return world.order is not None and view.state in (State.AWAITING_TRANSFER, State.FAILED)


def _under_review(view: CaseView, _world: World) -> bool:
    return view.state is State.AWAITING_VERIFICATION


def _always(_view: CaseView, _world: World) -> bool:
    return True


def _something_due(view: CaseView, _world: World) -> bool:
    return view.record.due_at is not None and view.record.due_at >= view.now


def _wrong_sum(around: Surroundings, case: int, world: World) -> CaseView:
    return around.pay(case, amount=world.order.amount + _FEN if world.order else None)


WORLD_ACTIONS: tuple[WorldAction, ...] = (
    WorldAction(
        "open_link", Place.MAILBOX, N_("Open the link in the newest mail"), _mail_waits, lambda a, c, _w: a.open_link(c)
    ),
    WorldAction(
        "scan",
        Place.SCANNER,
        N_("The administrator scans the QR code"),
        _can_scan,
        lambda a, c, _w: a.scan(c, by_administrator=True),
    ),
    WorldAction(
        "scan_other",
        Place.SCANNER,
        N_("Somebody else scans it"),
        _can_scan,
        lambda a, c, _w: a.scan(c, by_administrator=False),
    ),
    WorldAction("pay", Place.BANK, N_("Pay exactly as asked"), _money_asked, lambda a, c, _w: a.pay(c)),
    WorldAction("pay_wrong_sum", Place.BANK, N_("Pay one fen too much"), _money_asked, _wrong_sum),
    WorldAction(
        "pay_other_account",
        Place.BANK,
        N_("Pay from another account"),
        _money_asked,
        lambda a, c, _w: a.pay(c, from_entity=False),
    ),
    WorldAction(
        "pay_wrong_remark",
        Place.BANK,
        N_("Pay with a wrong remark"),
        _money_asked,
        lambda a, c, _w: a.pay(c, remark=_WRONG_REMARK),
    ),
    WorldAction(
        "pay_too_late",
        Place.BANK,
        N_("Pay after the deadline"),
        lambda view, world: _money_asked(view, world) and _something_due(view, world),
        lambda a, c, _w: _late(a, c),
    ),
    WorldAction(
        "review_pass",
        Place.REVIEWER,
        N_("Pass the WeChat verification"),
        _under_review,
        lambda a, c, _w: a.review(c, passed=True),
    ),
    WorldAction(
        "review_refuse",
        Place.REVIEWER,
        N_("Refuse the WeChat verification"),
        _under_review,
        lambda a, c, _w: a.review(c, passed=False),
    ),
    WorldAction("hour", Place.CLOCK, N_("One hour on"), _always, lambda a, c, _w: a.move_clock(c, _HOUR)),
    WorldAction("day", Place.CLOCK, N_("One day on"), _always, lambda a, c, _w: a.move_clock(c, _DAY)),
    WorldAction(
        "deadline",
        Place.CLOCK,
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
