"""Section verification: the review, its returns and corrections, and the time for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.console.verification_papers import application
from mpwizard.domain import EntityType
from mpwizard.i18n import Language, Translator, use
from mpwizard.lifecycle import Event, State
from mpwizard.matters import Matter, Verification, VerificationEvent
from mpwizard.problems import Invalid, Refused
from mpwizard.records import CLOCK_SOURCE
from mpwizard.transitions import Actor
from mpwizard.working_days import working_days_later
from tests.desk.console.conftest import Hold
from tests.desk.console.verifying import (
    DAY,
    SECOND,
    fields,
    newest,
    return_it,
    shown,
    state,
)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use(Translator(Language.EN))


# --- review -----------------------------------------------------------------------------------------------------------


def test_the_usual_times_count_in_working_days(hold: Hold) -> None:
    """Fifteen until the review begins, five until it answers."""
    holder = hold()
    holder.apply_for_verification()
    holder.do("verification.pay")
    assert newest(holder).due_at == working_days_later(holder.account.now, 15)
    holder.do("verification.take")
    assert newest(holder).due_at == working_days_later(holder.account.now, 5)
    assert holder.view.case.record.due_at == newest(holder).due_at


def test_the_simulated_reviewer_passes_what_is_whole(hold: Hold) -> None:
    """Nobody plays the platform: its usual times pass, and the seed finds nothing."""
    holder = hold(EntityType.MEDIA, seed="1")
    holder.apply_for_verification()
    holder.do("verification.pay")
    holder.pass_time(timedelta(days=40))
    assert state(holder) is Verification.PASSED
    assert [entry.note.get("decided_by") for entry in holder.log(Matter.VERIFICATION)][-1] == "seed"
    holder.folds()


def test_by_the_seed_even_a_whole_application_can_come_back(hold: Hold) -> None:
    """So that a class meets it: sent back with a reason, never refused for good without a return before."""
    holder = hold(seed="11")
    holder.bring_to_review()
    holder.pass_time(timedelta(days=10))
    assert state(holder) is Verification.RETURNED
    assert holder.log(Matter.VERIFICATION)[-1].note["decided_by"] == "seed"
    holder.folds()


@pytest.mark.parametrize(
    ("paper", "reason"), [("administrator_id", "verification_paper_missing"), ("media_permit", "media_permit_missing")]
)
def test_the_simulated_reviewer_finds_what_is_missing(hold: Hold, paper: str, reason: str) -> None:
    """The checklist is not decoration: a paper left out comes back with its reason and what to do."""
    holder = hold(EntityType.MEDIA)
    holder.bring_to_review(**{paper: False})
    holder.pass_time(timedelta(days=10))
    assert state(holder) is Verification.RETURNED
    (returned,) = application(newest(holder)).rounds
    assert returned.reasons == (reason,)
    assert holder.log(Matter.VERIFICATION)[-1].note == {"reason": reason, "decided_by": "flaw"}
    assert len(shown(holder, "To correct")) == 1
    assert fields(holder, "verification.correct") == {"first"}
    holder.do("verification.correct", first=True)
    assert state(holder) is Verification.IN_REVIEW
    holder.folds()


def test_a_return_names_up_to_three_reasons_each_once(hold: Hold) -> None:
    """The platform lists what is wanting; what the applicant corrected is ticked reason by reason."""
    holder = hold()
    holder.bring_to_review()
    named = ("verification_paper_unreadable", "verification_data_differs", "verification_paper_unreadable")
    holder.do("verification.return", reason=named[0], second=named[1], third=named[2], remark="两处")
    (returned,) = application(newest(holder)).rounds
    assert (returned.reasons, returned.remark) == (named[:2], "两处")
    assert holder.log(Matter.VERIFICATION)[-1].note == {"reason": named[0], "further": [named[1]]}
    assert fields(holder, "verification.correct") == {"first", "second"}
    holder.do("verification.correct", second=True)
    (returned,) = application(newest(holder)).rounds
    assert returned.corrected == (named[1],)
    assert returned.corrected_at == holder.account.now
    holder.pass_time(timedelta(days=10))
    assert application(newest(holder)).rounds[-1].reasons == (named[0],)
    holder.folds()


def test_a_return_needs_a_reason_that_asks_for_correction(hold: Hold) -> None:
    """A reason that ends everything cannot be corrected, and the other way round."""
    holder = hold()
    holder.bring_to_review()
    for action, reason in (
        ("verification.return", "entity_not_registered"),
        ("verification.return", ""),
        ("verification.refuse", "verification_data_differs"),
        ("verification.refuse", "verification_timed_out"),
        ("verification.refuse", "corrections_used_up"),
    ):
        with pytest.raises(Invalid) as invalid:
            holder.do(action, reason=reason)
        assert [problem.field for problem in invalid.value.problems] == ["reason"]
    assert state(holder) is Verification.IN_REVIEW


def test_handing_in_the_same_again_is_stopped(hold: Hold) -> None:
    """It would use up a correction for nothing."""
    holder = hold()
    holder.bring_to_review()
    return_it(holder, "verification_data_differs")
    with pytest.raises(Refused, match="nothing_corrected"):
        holder.do("verification.correct")
    assert state(holder) is Verification.RETURNED


def test_it_comes_back_three_times_and_then_it_ends(hold: Hold) -> None:
    """The next miss is the end: the platform can refuse or pass it, not return it."""
    holder = hold()
    holder.bring_to_review()
    for _ in range(3):
        return_it(holder, "verification_data_differs")
        holder.do("verification.correct", first=True)
    with pytest.raises(Refused) as refused:
        return_it(holder, "verification_data_differs")
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("verification_returns_used_up", {"limit": 3})
    holder.do("verification.refuse", reason="corrections_used_up")
    assert state(holder) is Verification.REFUSED
    assert [line[:6] for line in shown(holder, "Earlier application")] == ["No. 1,"]
    assert len(shown(holder, "Before the next one")) == 1
    holder.folds()


def test_the_simulated_reviewer_ends_what_is_never_corrected(hold: Hold) -> None:
    """Three papers short, one mended at a time: found each time, until it is once too often."""
    holder = hold(EntityType.MEDIA)
    holder.bring_to_review(media_permit=False)
    return_it(holder, "verification_data_differs", "verification_paper_unreadable", "small_transfer_unconfirmed")
    for mended in ("first", "second", "first"):
        holder.do("verification.correct", **{mended: True})
        holder.pass_time(working_days_later(holder.account.now, 5) - holder.account.now)
    kept = application(newest(holder))
    assert len(kept.rounds) == 3
    assert state(holder) is Verification.REFUSED
    assert kept.refused is not None
    assert kept.refused.reasons == ("corrections_used_up",)
    holder.folds()


def test_the_time_for_corrections_counts_from_the_first_return(hold: Hold) -> None:
    """Thirty days for all of them together."""
    holder = hold()
    holder.bring_to_review()
    return_it(holder, "verification_data_differs")
    due = newest(holder).due_at
    assert due == holder.account.now + timedelta(days=30)
    holder.do("verification.correct", first=True)
    holder.pass_time(2 * DAY)
    return_it(holder, "verification_paper_unreadable")
    assert newest(holder).due_at == due
    assert shown(holder, "Correct by")[0].endswith("28d left")
    holder.folds()


def test_who_corrects_nothing_in_time_has_failed(hold: Hold) -> None:
    """By the clock, with its reason; the registration that waits for it hears it too, and goes on waiting."""
    holder = hold(EntityType.OTHER)
    holder.bring_to_review()
    return_it(holder, "verification_data_differs")
    holder.pass_time(timedelta(days=30) - SECOND)
    assert state(holder) is Verification.RETURNED
    holder.pass_time(SECOND)
    assert state(holder) is Verification.REFUSED
    last = holder.log(Matter.VERIFICATION)[-1]
    assert (last.event, last.actor, last.source) == (
        VerificationEvent.CORRECTION_OVERDUE,
        Actor.CLOCK,
        CLOCK_SOURCE,
    )
    assert last.note["reason"] == "verification_timed_out"
    view = holder.applicant.view
    assert (view.state, view.log[-1].event) == (State.AWAITING_VERIFICATION, Event.VERIFICATION_REFUSED)
    assert view.record.due_at is None
    assert holder.be_verified().case.state is State.REGISTERED
    holder.folds()


def test_a_second_return_after_the_time_is_the_end_at_once(hold: Hold) -> None:
    """The review took the rest of the thirty days; the clock knows no mercy, and no time before the return."""
    holder = hold()
    holder.bring_to_review()
    return_it(holder, "verification_data_differs")
    holder.pass_time(timedelta(days=29))
    holder.do("verification.correct", first=True)
    holder.pass_time(3 * DAY)
    return_it(holder, "verification_data_differs")
    assert state(holder) is Verification.REFUSED
    times = [entry.at for entry in holder.log(Matter.VERIFICATION)]
    assert times == sorted(times)
    holder.folds()


def test_a_refused_one_is_paid_anew(hold: Hold) -> None:
    """Its fee is kept; the next application is another matter with a history of its own."""
    holder = hold()
    holder.bring_to_review()
    holder.do("verification.refuse", reason="operator_data_wrong", remark="见通知")
    assert not holder.account.verified
    kept = application(newest(holder))
    assert kept.refused is not None
    assert (kept.refused.reasons, kept.refused.remark) == (("operator_data_wrong",), "见通知")
    holder.apply_for_verification()
    assert [state(holder, number) for number in (1, 2)] == [Verification.REFUSED, Verification.SUBMITTED]
    assert holder.allowed("verification.pay")
    holder.folds()
