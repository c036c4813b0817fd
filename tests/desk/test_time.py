"""The clock of a case: it runs ahead, it never goes back, and deadlines have their effect at their own time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.clock import FixedClock
from mpwizard.domain import EntityType
from mpwizard.lifecycle import Event, State
from mpwizard.problems import Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.work import MOST_YEARS_AHEAD
from tests.desk.answers import PEOPLE
from tests.desk.conftest import Apply
from tests.desks import on_desk

DEADLINE = load_edition(DEFAULT_EDITION).span("transfer.deadline")
SECOND = timedelta(seconds=1)


def test_a_payment_at_the_very_deadline_is_in_time(apply: Apply) -> None:
    """The deadline is the last moment that counts, not the first that does not."""
    applicant = apply()
    applicant.finish()
    view = applicant.around.pay(applicant.id, after=DEADLINE)
    assert view.state is State.REGISTERED
    assert view.payment is not None
    assert view.log[-1].at == view.payment.due_at


def test_a_payment_one_second_after_the_deadline_is_too_late(apply: Apply) -> None:
    """The registration failed at the deadline; the money came after and is sent back."""
    applicant = apply()
    applicant.finish()
    with pytest.raises(Refused, match="transfer_late"):
        applicant.around.pay(applicant.id, after=DEADLINE + SECOND)
    view = applicant.view
    assert view.payment is not None
    assert view.state is State.FAILED
    assert [(entry.event, entry.at - view.payment.due_at) for entry in view.log[-2:]] == [
        (Event.DEADLINE_PASSED, timedelta(0)),
        (Event.TRANSFER_REFUSED, SECOND),
    ]


@pytest.mark.parametrize(("past", "state"), [(timedelta(0), State.AWAITING_TRANSFER), (SECOND, State.FAILED)])
def test_a_deadline_that_passed_while_nobody_looked_has_passed(
    past: timedelta, state: State, clock: FixedClock, apply: Apply
) -> None:
    """The program may have been closed for days: looking at the desk or at the case is enough."""
    applicant = apply()
    due = applicant.finish().record.due_at
    clock.move(DEADLINE + past)
    (row,) = on_desk(applicant.desk)
    assert row.record.state is state
    if state is State.FAILED:
        assert applicant.view.log[-1].at == due
        assert applicant.view.log[-1].source == "clock"


def test_moving_the_clock_past_the_deadline_fails_the_registration(apply: Apply) -> None:
    """To the deadline means just past it: what the trainer wants to show."""
    applicant = apply()
    applicant.finish()
    assert applicant.around.move_clock(applicant.id, DEADLINE).state is State.AWAITING_TRANSFER
    assert applicant.around.to_deadline(applicant.id).state is State.FAILED
    before = applicant.view.now
    assert applicant.around.to_deadline(applicant.id).now == before


def test_only_the_case_whose_clock_was_moved_runs_ahead(clock: FixedClock, apply: Apply) -> None:
    """Ten days for one exercise must not fail another."""
    one, other = apply(), apply(email="two@example.com", person=PEOPLE[1])
    one.finish()
    other.finish()
    one.around.to_deadline(one.id)
    assert (one.view.state, other.view.state) == (State.FAILED, State.AWAITING_TRANSFER)
    assert other.view.now == clock.now()


def test_time_only_moves_forward(apply: Apply) -> None:
    """A case whose clock could be set back could pay in time after its end."""
    applicant = apply()
    with pytest.raises(Refused, match="clock_only_forward"):
        applicant.around.move_clock(applicant.id, -SECOND)


def test_a_case_runs_ahead_as_far_as_its_rules_mean_something(apply: Apply) -> None:
    """One case beyond the calendar's end would close the desk to every other."""
    applicant = apply()
    for _ in range(MOST_YEARS_AHEAD):
        applicant.around.move_clock(applicant.id, timedelta(days=366))
    now = applicant.view.now
    with pytest.raises(Refused, match="clock_too_far"):
        applicant.around.move_clock(applicant.id, SECOND)
    assert applicant.view.now == now


def test_a_clock_that_steps_back_takes_no_case_with_it(clock: FixedClock, apply: Apply) -> None:
    """A machine's clock is corrected now and then; a log whose times go back would be no log."""
    applicant = apply()
    applicant.reach("activation")
    last = applicant.view.log[-1].at
    clock.move(-timedelta(days=400))
    assert applicant.view.now == last
    applicant.finish()
    times = [entry.at for entry in applicant.view.log]
    assert times == sorted(times)
    assert applicant.around.pay(applicant.id).state is State.REGISTERED


def test_money_after_the_end_of_a_failed_case_stays_outside(apply: Apply) -> None:
    """Failed is final: even the exact sum changes nothing, every time it is sent."""
    applicant = apply(EntityType.SOLE_TRADER)
    applicant.finish()
    applicant.around.to_deadline(applicant.id)
    for _ in range(2):
        with pytest.raises(Refused, match="transfer_late"):
            applicant.around.pay(applicant.id)
    assert applicant.view.state is State.FAILED
    assert [transfer.refused for transfer in applicant.around.world(applicant.id).transfers] == ["transfer_late"] * 2


def test_the_same_seed_makes_the_same_case(apply: Apply) -> None:
    """A trainer's class sees what the trainer saw, sums and codes included."""
    one, same, other = (
        apply(seed=seed, email=f"{number}@example.com") for number, seed in enumerate(("class 3", "class 3", "class 4"))
    )
    for applicant in (one, same, other):
        applicant.finish()
    worlds = [applicant.around.world(applicant.id) for applicant in (one, same, other)]
    assert worlds[0].order == worlds[1].order != worlds[2].order
    assert [mail.code for mail in worlds[0].mails] == [mail.code for mail in worlds[1].mails]
