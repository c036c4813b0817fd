"""A record case: the operator does each step on the real platform, and F9 writes down what it answered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.i18n import Language
from mpwizard.lifecycle import Event, State
from mpwizard.surroundings import Surroundings
from tests.desk.answers import answers_for
from tests.screens.walks.conftest import Begin, Sit

SLIP = {
    "payee": "练习收款方",
    "account": "0000000000000000001",
    "bank": "练习银行",
    "amount": "0.37",
    "remark": "361927",
}


async def test_a_record_case_is_walked_to_its_account(sit: Sit) -> None:
    """The same wizard for the real thing: no password, no simulator, and every answer has its witness."""
    answers = answers_for(EntityType.ENTERPRISE)
    async with sit(name="wang") as operator:
        await operator.begin(Kind.RECORD)
        await operator.sees("RECORD")
        await operator.next("credentials")
        assert "Password *" not in operator.text
        await operator.reach("activation", answers)
        await operator.record(Event.ADDRESS_REFUSED, reason="email_at_open_platform", note="the page said so")
        await operator.at("credentials")
        assert operator.view.state is State.DRAFT
        await operator.fill("credentials.email", "second@example.com")
        await operator.next("activation")
        await operator.reach("administrator", answers)
        await operator.fill_administrator(answers["administrator"])
        await operator.record(Event.MOBILE_CONFIRMED)
        await operator.record(Event.SCAN_REFUSED, reason="scan_by_other")
        await operator.record(Event.SCAN_CONFIRMED)
        await operator.reach("completion", answers)
        await operator.record(Event.TRANSFER_REQUESTED, slip=SLIP)
        await operator.sees("¥0.37", "361927")
        await operator.record(Event.TRANSFER_REFUSED, reason="transfer_remark_wrong")
        await operator.sees("(U-322)")
        await operator.record(Event.TRANSFER_VERIFIED, note="told by phone")
        assert operator.view.state is State.REGISTERED
        await operator.press("f7")
        await operator.sees("told by phone", "wang")
        log = operator.view.log
        assert operator.view.payment is not None
        assert operator.view.payment.amount == Decimal("0.37")
    said = {entry.event: entry for entry in log}
    assert said[Event.TRANSFER_VERIFIED].source == "wang"
    assert said[Event.ADDRESS_REFUSED].note["note"] == "the page said so"


@pytest.mark.parametrize(
    ("entity_type", "method", "last", "state"),
    [
        (EntityType.INDIVIDUAL, None, Event.ENTITY_ACCEPTED, State.REGISTERED),
        (
            EntityType.GOVERNMENT,
            Method.WECHAT_VERIFICATION,
            Event.VERIFICATION_REQUIRED,
            State.AWAITING_VERIFICATION,
        ),
    ],
)
async def test_other_ways_are_written_down_to_their_end(
    sit: Sit, begin: Begin, entity_type: EntityType, method: Method | None, last: Event, state: State
) -> None:
    """What the platform asks for next depends on the way; the dialog offers exactly that. How a verification goes on
    is written down in the console."""
    applicant = begin(entity_type, method, kind=Kind.RECORD)
    applicant.reach("completion")
    async with sit(Language.ZH) as operator:
        await operator.open(applicant.id)
        await operator.record(last)
        assert operator.view.state is state


async def test_an_unfinished_slip_is_not_written_down(sit: Sit, begin: Begin) -> None:
    """Money goes by this slip: what is missing or no sum is told below its field, and nothing is recorded."""
    applicant = begin(kind=Kind.RECORD)
    applicant.reach("completion")
    async with sit(size=(120, 36)) as operator:
        await operator.open(applicant.id)
        await operator.press("f9")
        await operator.choose("record.event", Event.TRANSFER_REQUESTED)
        await operator.press("ctrl+n")
        await operator.sees("(U-111)")
        await operator.fill("payment.amount", "0")
        await operator.press("ctrl+n")
        await operator.sees("(U-142)")
        assert Event.TRANSFER_REQUESTED not in operator.events
        assert operator.view.payment is None


async def test_the_practice_world_is_not_there(sit: Sit, begin: Begin) -> None:
    """Nobody may take the simulator's word for the platform's."""
    applicant = begin(kind=Kind.RECORD)
    applicant.reach("activation")
    async with sit() as operator:
        await operator.open(applicant.id)
        assert "World" not in operator.rows[-1]
        assert "Answer" in operator.rows[-1]
        with pytest.raises(Exception, match="practice_only"):
            Surroundings(operator.desk).world(applicant.id)
