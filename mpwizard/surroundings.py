"""What happens beside the form on a practice case: a mail is opened, a code scanned, money paid, time passes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mpwizard.console.settling import settle
from mpwizard.domain import Kind
from mpwizard.due import time_left
from mpwizard.gates import insist, may_open_link, may_scan
from mpwizard.lifecycle import Event
from mpwizard.platform.port import Answer, Fact
from mpwizard.platform.practice import PracticePlatform
from mpwizard.problems import Refusal, Refused
from mpwizard.records import Proof, ProofKind
from mpwizard.views import CaseView
from mpwizard.work import Work, claims, read_world
from mpwizard.world import Scan, Transfer, World

if TYPE_CHECKING:
    from mpwizard.desk import Desk

# What somebody pays with who did not copy the remark. No remark that is asked for is like it.
WRONG_REMARK = "-"

# A deadline has passed one second after it.
_PAST = timedelta(seconds=1)


class Surroundings:
    """Acts for everybody but the operator, on practice cases only.

    Every method raises `Refused("practice_only")` on a record case, and otherwise the platform's own refusals, which
    are recorded before they are told.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def world(self, case_id: int) -> World:
        """The mailbox, the phone, the bank and the scanner as they are now."""
        with self._desk.store.reading() as tx:
            world = read_world(tx, tx.case(case_id))
        if world is None:
            raise Refused("practice_only")
        return world

    def open_link(self, case_id: int, token: str = "") -> CaseView:
        """Open the link of an activation mail; of the newest where none is named."""
        with self._desk.working(case_id) as work:
            platform, world = _practice(work)
            newest = world.newest_mail
            insist(may_open_link(work.record.state, mailed=newest is not None))
            refusal = work.take(platform.open_link(token or (newest.token if newest else "")))
        return self._desk.told(case_id, refusal)

    def scan(self, case_id: int, *, by_administrator: bool) -> CaseView:
        """Scan the administrator's QR code with their WeChat, or with somebody else's."""
        with self._desk.working(case_id) as work:
            _platform, world = _practice(work)
            insist(may_scan(work.situation))
            world.scans.append(Scan(at=work.now, by_administrator=by_administrator))
            refusal = work.take(_scanned(work, by_administrator=by_administrator))
        return self._desk.told(case_id, refusal)

    def pay(
        self,
        case_id: int,
        *,
        amount: Decimal | None = None,
        from_entity: bool = True,
        remark: str | None = None,
        after: timedelta | None = None,
    ) -> CaseView:
        """Send money: the exact sum with the exact remark, unless said otherwise.

        `after` first lets time pass until so long after the payment was asked for.
        """
        with self._desk.working(case_id) as work:
            _platform, world = _practice(work)
            order = world.order
            if order is None:
                raise Refused("transfer_not_awaited")
            asked_at = order.due_at - work.context.edition.span("transfer.deadline")
            work.pass_time(max(timedelta(0), asked_at + after - work.now) if after is not None else timedelta(0))
            platform, _world = _practice(work)
            transfer = Transfer(
                at=work.now,
                amount=order.amount if amount is None else amount,
                from_entity=from_entity,
                remark=order.remark if remark is None else remark,
            )
            refusal = work.take(platform.receive(transfer))
        return self._desk.told(case_id, refusal)

    def move_clock(self, case_id: int, by: timedelta) -> CaseView:
        """Let time pass in this case; deadlines on the way have their effect.

        Raises:
            Refused: `clock_only_forward`, `clock_too_far`.
        """
        if by < timedelta(0):
            raise Refused("clock_only_forward")
        with self._desk.working(case_id) as work:
            _practice(work)
            work.pass_time(by)
            settle(work)
        return self._desk.view(case_id)

    def to_deadline(self, case_id: int) -> CaseView:
        """Let time pass until just after the next deadline. Where nothing is due, no time passes."""
        view = self._desk.view(case_id)
        left = time_left(view.record.due_at, view.now)
        return view if left is None else self.move_clock(case_id, left + _PAST)


def _practice(work: Work) -> tuple[PracticePlatform, World]:
    if work.record.kind is not Kind.PRACTICE or work.world is None or not isinstance(work.platform, PracticePlatform):
        raise Refused("practice_only")
    return work.platform, work.world


def _scanned(work: Work, *, by_administrator: bool) -> Answer:
    if not by_administrator:
        return Answer((Fact(Event.SCAN_REFUSED, {"reason": "scan_by_other"}),), Refusal("scan_by_other"))
    shown = next(proof for proof in claims(work.identity) if proof.kind is ProofKind.WECHAT)
    return Answer((Fact(Event.SCAN_CONFIRMED, proof=Proof(ProofKind.WECHAT, shown.subject)),))
