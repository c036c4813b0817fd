"""What the desk lists as the next action of an account, whose it is, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.case_list import next_action
from mpwizard.console.next_step import NEXT_STEPS, next_step
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.matters import Matter, Profile, Version
from mpwizard.statistics import statistics
from mpwizard.texts import option_texts
from mpwizard.transitions import Actor
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import decide
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import add_category, complete_information, ready, release, sent_back, submit, upload
from tests.desk.console.test_pay import apply_for_pay
from tests.desks import on_desk


def listed(holder: Holder) -> tuple[str, Actor | None]:
    """What the list of cases says of it."""
    (row,) = (row for row in on_desk(holder.desk) if row.record.id == holder.id)
    return row.next_action.key, row.next_action.actor


def test_the_way_online_is_listed_step_by_step(hold: Hold) -> None:
    """From the first piece of information to the version that everybody uses."""
    holder = hold()
    assert listed(holder) == ("complete_information", Actor.APPLICANT)
    complete_information(holder)
    assert next_step(holder.account).key == "complete_information"
    add_category(holder)
    assert next_step(holder.account).key == "upload_version"
    number = upload(holder)
    assert listed(holder) == ("submit_version", Actor.APPLICANT)
    ready_version = submit(holder, "1.0.1")
    assert listed(holder) == ("wait_review", Actor.PLATFORM)
    sent_back(holder, ready_version)
    assert listed(holder) == ("fix_version", Actor.APPLICANT)
    holder.do("versions.submit", ready_version)
    holder.do("versions.approve", ready_version)
    assert listed(holder) == ("release", Actor.APPLICANT)
    holder.do("versions.release", ready_version)
    assert listed(holder) == ("live", None)
    assert number != ready_version


def test_a_verification_is_listed_stage_by_stage(hold: Hold) -> None:
    """Whoever cannot go on without it sees nothing else; the platform's turn is the platform's."""
    holder = hold(EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION)
    assert listed(holder) == ("verify", Actor.APPLICANT)
    holder.apply_for_verification()
    assert listed(holder) == ("pay_fee", Actor.APPLICANT)
    holder.do("verification.pay")
    assert listed(holder) == ("wait_verification", Actor.PLATFORM)
    holder.do("verification.take")
    holder.do("verification.return", reason="verification_paper_missing")
    assert listed(holder) == ("correct_verification", Actor.APPLICANT)
    holder.do("verification.correct", first=True)
    assert listed(holder) == ("wait_verification", Actor.PLATFORM)
    holder.do("verification.refuse", reason="entity_not_registered")
    assert listed(holder) == ("verify", Actor.APPLICANT)
    holder.be_verified()
    assert listed(holder) == ("complete_information", Actor.APPLICANT)


def test_the_year_of_a_verification_ends(hold: Hold) -> None:
    """Near its end, and after it, the renewal comes first."""
    holder = ready(hold())
    holder.be_verified()
    passed = holder.matter(Matter.VERIFICATION)
    assert passed.due_at is not None
    left = passed.due_at - holder.account.now
    holder.pass_time(left - timedelta(days=1))
    assert next_step(holder.account).key == "renew_verification"
    holder.pass_time(timedelta(days=2))
    assert listed(holder) == ("renew_verification", Actor.APPLICANT)


def test_what_may_be_done_besides_holds_nothing_up(hold: Hold) -> None:
    """An optional verification waits in the background while the information is missing."""
    holder = hold()
    holder.apply_for_verification()
    holder.do("verification.pay")
    assert listed(holder) == ("complete_information", Actor.APPLICANT)


def test_the_deadline_in_the_list_is_that_of_what_comes_next(hold: Hold) -> None:
    """On record cases, whose time nobody moves: that of another matter would be read as this one's."""
    holder = hold(kind=Kind.RECORD)
    holder.bring_to_review()
    assert listed(holder) == ("complete_information", Actor.APPLICANT)
    assert holder.applicant.record.due_at is None
    holder.do("verification.return", reason="verification_paper_missing")
    assert listed(holder) == ("correct_verification", Actor.APPLICANT)
    assert holder.applicant.record.due_at == holder.matter(Matter.VERIFICATION).due_at is not None


def test_a_contract_that_is_signed_late_hides_no_other_deadline(hold: Hold) -> None:
    """Nothing ever happens to it by itself: the review that is due in days would stand there as late for weeks, and no
    way would lead to it on the clock."""
    holder = ready(hold())
    holder.be_verified()
    apply_for_pay(holder)
    holder.do("pay.approve")
    late = holder.matter(Matter.PAY).due_at
    assert late is not None
    holder.pass_time(late - holder.account.now + timedelta(days=10))
    number = submit(holder)
    assert listed(holder)[0] == "wait_review"
    assert holder.applicant.record.due_at == holder.matter(Matter.VERSION, number).due_at
    holder.applicant.around.to_deadline(holder.id)
    assert holder.matter(Matter.VERSION, number).state is not Version.IN_REVIEW


def test_a_contract_to_sign_is_listed_with_its_deadline(hold: Hold) -> None:
    """As long as it is to come; the year of the verification ends much later."""
    holder = ready(hold())
    release(holder)
    holder.be_verified()
    apply_for_pay(holder)
    holder.do("pay.approve")
    assert listed(holder)[0] == "sign_pay"
    assert holder.applicant.record.due_at == holder.matter(Matter.PAY).due_at is not None


@pytest.mark.parametrize("kind", Kind)
def test_what_was_refused_comes_first(hold: Hold, kind: Kind) -> None:
    """It waits for the applicant, and the platform for nothing else."""
    holder = hold(kind=kind)
    if kind is Kind.PRACTICE:
        decide(holder, Matter.INTRODUCTION, "information.introduction_refuse", reason="introduction_vague")
    holder.do("information.introduction", text="练习用的小程序，用来登记练习样例。")
    if kind is Kind.RECORD:
        holder.do("information.introduction_refuse", reason="introduction_vague")
    assert listed(holder) == ("fix_information", Actor.APPLICANT)


def test_a_refused_change_of_what_stands_stops_nothing(hold: Hold) -> None:
    """The introduction that was there stays; a version goes its way, and the row of the case is no problem's."""
    holder = ready(hold())
    decide(holder, Matter.INTRODUCTION, "information.introduction_refuse", reason="introduction_vague")
    holder.do("information.introduction", text="练习用的小程序，用来登记练习样例。")
    assert holder.matter(Matter.INTRODUCTION).state is Profile.REFUSED
    submit(holder)
    assert listed(holder)[0] == "wait_review"
    holder.do("versions.approve")
    assert listed(holder)[0] == "release"


def test_every_next_step_has_its_words_and_one_always_holds(hold: Hold) -> None:
    """No case without something in that column."""
    for step in NEXT_STEPS:
        assert f"next.{step.key}" in option_texts()
    assert NEXT_STEPS[-1].applies(hold().account)
    assert len({step.key for step in NEXT_STEPS}) == len(NEXT_STEPS) - 1


def test_a_next_action_needs_no_more_than_the_list(hold: Hold) -> None:
    """The first screen reads columns alone; whoever waits is read off the key."""
    holder = ready(hold())
    submit(holder)
    assert next_action(holder.applicant.record).actor is Actor.PLATFORM


def test_another_attempt_at_the_same_is_no_first_one(hold: Hold) -> None:
    """An introduction that is refused and handed in anew is one account's: what passes at the second attempt is not
    told as passed at the first, though it is another matter."""
    holder = hold()
    decide(holder, Matter.INTRODUCTION, "information.introduction_refuse", reason="introduction_vague")
    for text in ("练习用的小程序，用来登记练习样例。", "练习用的小程序，用来登记和查看练习样例。"):
        holder.do("information.introduction", text=text)
    assert [each.state for each in holder.account.all(Matter.INTRODUCTION)] == [Profile.REFUSED, Profile.SET]
    found = statistics(holder.desk.store, holder.desk.clock, Kind.PRACTICE)
    (told,) = (each for each in found.answered if each.subject is Matter.INTRODUCTION)
    assert (told.first, told.passed, told.days.n) == (1, 0, 2)
