"""Section versions, the rounds of review: reasons and what follows from them, what the platform answers by itself,
withdrawing and expediting as often as the rule table says, record cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.console.action import Seat
from mpwizard.console.sections import ACTIONS
from mpwizard.console.version_details import VersionDetails, fixes, rounds
from mpwizard.console.version_words import history_shown
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Matter, Version, VersionEvent
from mpwizard.problems import Invalid, Refused
from mpwizard.records import PRACTICE_SOURCE
from mpwizard.rejections import reason
from mpwizard.working_days import CHINA, working_days_later
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import (
    PAGE,
    WITH_REGULATOR,
    add_category,
    decide,
    details_of,
    page_for,
    ready,
    remove_category,
    sent_back,
    submit,
    upload,
    version_of,
    wait_for_review,
    why_not,
)

# --- sent back, with reasons -----------------------------------------------------------------------------------------


def test_several_reasons_make_one_list_of_what_to_mend(hold: Hold) -> None:
    """Each can be ticked off, and the tick taken back; the list is there until the next submission."""
    holder = ready(hold())
    number = submit(holder)
    sent_back(holder, number, "crashes", second="no_documents", third="crashes", remark="在练习机上打不开")
    (this,) = details_of(holder, number).rounds
    assert (this.outcome, this.reasons, this.remark) == (
        VersionEvent.REJECTED,
        ("crashes", "no_documents"),
        "在练习机上打不开",
    )
    note = holder.log(Matter.VERSION)[-1].note
    assert (note["reason"], note["further"]) == ("crashes", ["no_documents"])
    assert [fix.reason for fix in fixes(holder.account)] == [reason("crashes"), reason("no_documents")]
    holder.do("versions.fixed", fix="2")
    with pytest.raises(Invalid, match="not_a_choice"):
        holder.do("versions.fixed", fix="2")
    assert [fix.done for fix in fixes(holder.account)] == [False, True]
    holder.do("versions.fixed", fix="1")
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("versions.fixed", fix="1")
    holder.do("versions.not_fixed", fix="2")
    assert [fix.done for fix in fixes(holder.account)] == [True, False]
    holder.do("versions.submit", number)
    assert fixes(holder.account) == ()
    for action in ("versions.fixed", "versions.not_fixed"):
        with pytest.raises(Refused, match="nothing_to_act_on"):
            holder.do(action, fix="1")
    holder.folds()


def test_the_list_goes_with_a_corrected_version(hold: Hold) -> None:
    """The version that was sent back made way for a new one; what to mend is the same, with its ticks."""
    holder = ready(hold())
    sent_back(holder, submit(holder), "crashes", second="no_documents")
    holder.do("versions.fixed", fix="1")
    upload(holder, "1.0.1")
    assert [(fix.reason.key, fix.done) for fix in fixes(holder.account)] == [("crashes", True), ("no_documents", False)]
    holder.do("versions.fixed", fix="2")
    assert all(fix.done for fix in fixes(holder.account))


@pytest.mark.parametrize(
    "given", [{"reason": ""}, {"reason": "name_taken"}, {"reason": "crashes", "third": "name_taken"}]
)
def test_a_refusal_gives_a_reason_for_versions(hold: Hold, given: dict[str, str]) -> None:
    """Of the catalogue, and one that a version can meet."""
    holder = ready(hold())
    number = submit(holder)
    with pytest.raises(Invalid):
        holder.do("versions.reject", number, **given)
    assert version_of(holder, number).state is Version.IN_REVIEW


def test_the_rounds_stay_on_record(hold: Hold) -> None:
    """Withdrawn, sent back, approved: each with its days, in the order in which they were made, over two versions."""
    holder = ready(hold())
    first = submit(holder)
    holder.pass_time(timedelta(days=1))
    holder.do("versions.withdraw", first)
    holder.do("versions.submit", first)
    sent_back(holder, first, "crashes")
    second = submit(holder, "1.0.1")
    holder.pass_time(timedelta(days=1))
    holder.do("versions.approve", second)
    began = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)
    found = [(version.number, each.number, each.outcome, each.ended_at) for version, each in rounds(holder.account)]
    assert [each[:3] for each in found] == [
        (first, 1, VersionEvent.WITHDRAWN),
        (first, 2, VersionEvent.REJECTED),
        (second, 3, VersionEvent.APPROVED),
    ]
    assert [each[3].date() for each in found if each[3]] == [
        (began + timedelta(days=days)).date() for days in (1, 1, 2)
    ]
    assert [line.tone for line in history_shown(holder.account)] == ["", "wrong", "done"]
    assert reason("crashes").code in history_shown(holder.account)[1].value
    holder.folds()


# --- the simulated platform ------------------------------------------------------------------------------------------


def test_the_platform_answers_by_itself_when_the_usual_time_is_over(hold: Hold) -> None:
    """Not before; what was decided in advance comes first, and the log says who decided."""
    holder = ready(hold())
    number = submit(holder)
    decide(holder, "versions.reject", reason="crashes", second="no_documents")
    due = version_of(holder, number).due_at
    assert due is not None
    holder.pass_time(due - holder.account.now - timedelta(seconds=1))
    assert version_of(holder, number).state is Version.IN_REVIEW
    holder.pass_time(timedelta(seconds=1))
    assert version_of(holder, number).state is Version.REJECTED
    entry = holder.log(Matter.VERSION)[-1]
    assert (entry.source, entry.at, entry.note["decided_by"]) == (PRACTICE_SOURCE, due, "ahead")
    assert [fix.reason.key for fix in fixes(holder.account)] == ["crashes", "no_documents"]
    holder.folds()


def test_the_same_seed_decides_the_same(hold: Hold) -> None:
    """A class that begins anew meets the same answers."""
    ends = set()
    for email in ("one@example.com", "two@example.com"):
        holder = ready(hold(EntityType.INDIVIDUAL, seed="7", email=email))
        number = submit(holder)
        wait_for_review(holder, number)
        ends.add((version_of(holder, number).state, details_of(holder, number).rounds[0].reasons))
    assert len(ends) == 1
    assert ends.pop()[0] in (Version.APPROVED, Version.REJECTED)


def test_a_regulator_makes_the_first_review_longer(hold: Hold) -> None:
    """Seven days more for a category that needs one, until a version with it was approved once."""
    holder, number = _with_regulator(hold)
    usual = working_days_later(holder.account.now, 7)
    assert version_of(holder, number).due_at == usual + timedelta(days=7)
    holder.do("versions.approve", number)
    assert version_of(holder, submit(holder, "1.0.1")).due_at == usual


def _with_regulator(hold: Hold) -> tuple[Holder, int]:
    """A first review for which a regulator is asked; the version's number."""
    holder = ready(hold())
    add_category(holder, WITH_REGULATOR)
    number = upload(holder)
    holder.do("versions.add_page", number, **{**PAGE, "category": WITH_REGULATOR})
    holder.do("versions.submit", number)
    return holder, number


def test_the_regulator_is_asked_whatever_else_happens_to_a_review(hold: Hold) -> None:
    """Neither a delay nor an expedited review shortens the time of somebody who is not the platform."""
    holder, number = _with_regulator(hold)
    holder.pass_time(timedelta(days=1))
    holder.do("versions.delay", number)
    delayed = working_days_later(holder.account.now, 7) + timedelta(days=7)
    assert version_of(holder, number).due_at == delayed
    holder.do("versions.expedite", number)
    assert version_of(holder, number).due_at == holder.account.now + timedelta(days=7, hours=2)
    holder.folds()


def test_a_delay_never_brings_the_answer_forward(hold: Hold) -> None:
    """Not even where the category that needed a regulator is gone meanwhile: more time is all that it can mean."""
    holder, number = _with_regulator(hold)
    due = version_of(holder, number).due_at
    remove_category(holder, holder.matter(Matter.CATEGORY).number)
    holder.do("versions.delay", number)
    assert version_of(holder, number).due_at == due


def test_an_expedited_answer_is_never_later_than_it_was(hold: Hold) -> None:
    """Who expedites half an hour before the answer is due has nothing to gain, and nothing to lose."""
    holder = ready(hold())
    number = submit(holder)
    due = version_of(holder, number).due_at
    assert due is not None
    holder.pass_time(due - holder.account.now - timedelta(minutes=30))
    holder.do("versions.expedite", number)
    assert version_of(holder, number).due_at == due


def test_a_delay_lets_the_time_begin_anew(hold: Hold) -> None:
    """With the platform's words; the version stays in review."""
    holder = ready(hold())
    number = submit(holder)
    holder.pass_time(timedelta(days=2))
    holder.do("versions.delay", number, remark="需要更多时间")
    version, (this,) = version_of(holder, number), details_of(holder, number).rounds
    assert (version.state, version.due_at) == (Version.IN_REVIEW, working_days_later(holder.account.now, 7))
    assert (this.delay_remark, this.delayed_at) == ("需要更多时间", holder.account.now)
    holder.do("versions.approve", number)
    holder.folds()


def test_the_platforms_part_is_not_the_applicants() -> None:
    """Approving, sending back, delaying are played on the platform desk or recorded."""
    by_platform = {key for key, action in ACTIONS.items() if action.on is Matter.VERSION and action.by is Seat.PLATFORM}
    assert by_platform == {"versions.approve", "versions.reject", "versions.delay"}


# --- withdrawing and expediting --------------------------------------------------------------------------------------


def test_a_review_is_withdrawn_and_submitted_again(hold: Hold) -> None:
    """It waits for nobody meanwhile."""
    holder = ready(hold())
    number = submit(holder)
    holder.do("versions.withdraw", number)
    assert (version_of(holder, number).state, version_of(holder, number).due_at) == (Version.WITHDRAWN, None)
    with pytest.raises(Refused, match="not_now"):
        holder.do("versions.approve", number)
    holder.do("versions.submit", number)
    holder.folds()


def test_reviews_are_withdrawn_five_times_a_day_and_ten_times_a_month(hold: Hold) -> None:
    """The refusal tells when the count begins anew; days and months are China's, by the case's clock."""
    holder = ready(hold())
    number = submit(holder)

    def withdraw(times: int) -> None:
        for _ in range(times):
            holder.do("versions.withdraw", number)
            holder.do("versions.submit", number)

    withdraw(5)
    assert why_not(holder, "versions.withdraw", number) == (
        "withdrawals_used_up",
        {"limit": 5, "until": datetime(2026, 11, 23, tzinfo=CHINA)},
        "versions.withdrawals_per_day",
    )
    holder.pass_time(datetime(2026, 11, 23, tzinfo=CHINA) - holder.account.now)
    withdraw(5)
    key, values, rule = why_not(holder, "versions.withdraw", number)
    assert (key, rule) == ("withdrawals_used_up", "versions.withdrawals_per_month")
    assert values == {"limit": 10, "until": datetime(2026, 12, 1, tzinfo=CHINA)}
    holder.pass_time(datetime(2026, 12, 1, tzinfo=CHINA) - holder.account.now)
    withdraw(1)
    holder.folds()


@pytest.mark.parametrize(("entity_type", "limit"), [(EntityType.INDIVIDUAL, 1), (EntityType.ENTERPRISE, 3)])
def test_reviews_are_expedited_as_often_as_the_entity_type_has_it(
    hold: Hold, entity_type: EntityType, limit: int
) -> None:
    """A result uses one up, whichever it is; next year there are new ones."""
    holder = ready(hold(entity_type))
    number = submit(holder)
    for _ in range(limit):
        holder.do("versions.expedite", number)
        assert version_of(holder, number).due_at == holder.account.now + timedelta(hours=2)
        assert why_not(holder, "versions.expedite", number)[0] == "expedited_already"
        sent_back(holder, number)
        holder.do("versions.submit", number)
    standing = "individual" if entity_type is EntityType.INDIVIDUAL else "organisation"
    assert why_not(holder, "versions.expedite", number) == (
        "expedites_used_up",
        {"limit": limit, "until": datetime(2027, 1, 1, tzinfo=CHINA)},
        f"versions.expedites_per_year.{standing}",
    )
    sent_back(holder, number)
    holder.pass_time(datetime(2027, 1, 1, tzinfo=CHINA) - holder.account.now)
    holder.do("versions.submit", number)
    holder.do("versions.expedite", number)
    holder.folds()


def test_an_expedite_comes_back_with_the_withdrawal(hold: Hold) -> None:
    """Withdrawn before any result it is not used up."""
    holder = ready(hold(EntityType.INDIVIDUAL))
    number = submit(holder)
    for _ in range(2):
        holder.do("versions.expedite", number)
        holder.do("versions.withdraw", number)
        holder.do("versions.submit", number)
    holder.do("versions.expedite", number)
    decide(holder, "versions.approve")
    wait_for_review(holder, number)
    assert version_of(holder, number).state is Version.APPROVED
    holder.folds()


# --- record cases ----------------------------------------------------------------------------------------------------


def test_on_a_record_case_the_operator_records_the_answers(hold: Hold) -> None:
    """With the day on which the platform gave them, and a note; nothing answers by itself."""
    holder = ready(hold(kind=Kind.RECORD))
    number = upload(holder)
    holder.do("versions.add_page", number, **page_for(holder))
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    holder.do("versions.submit", number, said=Said(on=date(2026, 11, 24)))
    holder.do("versions.reject", number, reason="crashes", said=Said(note="电话里也说了", on=date(2026, 11, 26)))
    entry = holder.log(Matter.VERSION)[-1]
    assert (entry.source, entry.at.astimezone().date()) == ("ann", date(2026, 11, 26))
    assert entry.note == {"reason": "crashes", "note": "电话里也说了"}
    (this,) = details_of(holder, number).rounds
    assert this.ended_at is not None
    assert [at.astimezone().date() for at in (this.submitted_at, this.ended_at)] == [
        date(2026, 11, 24),
        date(2026, 11, 26),
    ]
    holder.do("versions.fixed", fix="1")
    holder.do("versions.submit", number)
    holder.do("versions.approve", number, said=Said(note="短信通知"))
    assert version_of(holder, number).state is Version.APPROVED
    holder.folds()


def test_what_was_kept_reads_the_same_for_another_program(hold: Hold, open_desk: OpenDesk) -> None:
    """The form, the rounds and the ticks are in the file, not in the program."""
    holder = ready(hold())
    number = submit(holder)
    sent_back(holder, number, "crashes", second="no_documents")
    holder.do("versions.fixed", fix="2")
    other = AccountDesk(open_desk("ben"))
    account = other.view(holder.id).account
    assert VersionDetails.model_validate(account.one(Matter.VERSION, number).details) == details_of(holder, number)
    assert fixes(account) == fixes(holder.account)
    other.do(holder.id, "versions.submit", number=number)
    assert version_of(holder, number).state is Version.IN_REVIEW
