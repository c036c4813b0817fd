"""The day that an operator says on a record case: nothing is told to have happened before it could."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.console.account import has_console
from mpwizard.console.version_details import fixes
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import State
from mpwizard.matters import Matter
from mpwizard.problems import Refused
from mpwizard.records import LogRecord
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import WITH_REGULATOR, ready, release, sent_back, submit, upload
from tests.desk.console.test_pay import application

PERSON: dict[str, object] = {"role": "trial", "name": "练习丁", "wechat_id": "practice_ding"}


def pass_days(holder: Holder, days: int = 5) -> date:
    """Days on which nothing happened; the day on which they began."""
    began = holder.account.now.astimezone().date()
    holder.desk.clock.move(timedelta(days=days))  # type: ignore[attr-defined]
    return began


def too_early(holder: Holder, action: str, on: date, /, **values: object) -> date:
    """The day from which on it can be said to have happened."""
    with pytest.raises(Refused, match="said_too_early") as refused:
        AccountDesk(holder.desk).do(holder.id, action, values, said=Said(on=on))
    until = refused.value.refusal.values["until"]
    return until.astimezone().date()  # type: ignore[no-any-return, attr-defined]


def came_to_be(holder: Holder) -> LogRecord:
    """The line of the log with which there was an account."""
    log = holder.applicant.view.log
    return next(each for each in log if isinstance(each.state_to, State) and has_console(each.state_to))


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("members.add", PERSON),
        ("information.introduction", {"text": "练习用的小程序，用来登记练习样例。"}),
        ("versions.upload", {"version": "1.0.0", "developer": "administrator"}),
    ],
)
def test_nothing_happens_to_an_account_before_there_is_one(hold: Hold, action: str, values: dict[str, object]) -> None:
    """Who mistypes the year would find a member since last year, far above the line that tells of the beginning."""
    holder = hold(kind=Kind.RECORD)
    registered = pass_days(holder)
    for long_before in (1, 40, 402):
        assert too_early(holder, action, registered - timedelta(days=long_before), **values) == registered
    assert holder.account.matters == ()
    holder.do(action, said=Said(on=registered), **values)
    assert holder.applicant.view.log[-1].at >= came_to_be(holder).at
    holder.folds()


def test_an_account_that_waits_for_its_verification_is_one(hold: Hold) -> None:
    """The day counts on which it could be worked in, not the day on which the verification passed."""
    holder = hold(EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION, kind=Kind.RECORD)
    began = pass_days(holder)
    holder.be_verified()
    holder.do("members.add", said=Said(on=began + timedelta(days=1)), **PERSON)
    passed = holder.account.now.astimezone().date()
    name = {"text": "练习用的小程序，用来登记练习样例。"}
    pass_days(holder)
    assert too_early(holder, "information.introduction", began + timedelta(days=1), **name) == passed
    holder.folds()


def test_an_application_is_not_older_than_the_verification_that_it_needs(hold: Hold) -> None:
    """A gate is asked about the day that is said, too."""
    holder = hold(kind=Kind.RECORD)
    before = pass_days(holder)
    holder.be_verified()
    passed = pass_days(holder)
    assert too_early(holder, "pay.apply", before + timedelta(days=1), **application(holder)) == passed
    AccountDesk(holder.desk).do(holder.id, "pay.apply", application(holder), said=Said(on=passed))
    assert holder.log(Matter.PAY)[0].at >= holder.log(Matter.VERIFICATION)[-1].at


def test_a_link_is_not_older_than_what_it_leads_to(hold: Hold) -> None:
    """WeCom takes what is online, and on that day nothing was."""
    holder = ready(hold(kind=Kind.RECORD))
    before = pass_days(holder)
    release(holder)
    released = pass_days(holder)
    company = {"company": "练习企业", "entry": "account_settings"}
    assert too_early(holder, "wecom.link", before + timedelta(days=2), **company) == released
    holder.do("wecom.link", said=Said(on=released), **company)
    holder.folds()


def test_a_review_is_not_begun_while_another_goes_on(hold: Hold) -> None:
    """One at a time, on the day that is said as on any other."""
    holder = ready(hold(kind=Kind.RECORD))
    first = submit(holder)
    second = upload(holder, "1.0.1")
    began = pass_days(holder)
    holder.do("versions.reject", first, reason="crashes")
    answered = pass_days(holder)
    assert too_early(holder, "versions.submit", began + timedelta(days=1)) == answered
    holder.do("versions.submit", second, said=Said(on=answered))
    holder.folds()


# --- the note that is said with it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_a_note_is_kept_whatever_it_was_noted_with(hold: Hold, kind: Kind) -> None:
    """Papers and reasons are ticked off with a word on it as everything else is, and the timeline tells who did so."""
    holder = ready(hold(kind=kind))
    holder.do("categories.add", code=WITH_REGULATOR)
    sent_back(holder, submit(holder))
    for action, values in (
        ("categories.papers", {"papers": "1"}),
        ("versions.fixed", {"fix": "1"}),
        ("versions.not_fixed", {"fix": "1"}),
    ):
        holder.do(action, said=Said(note=f"on {action}"), **values)
        last = holder.applicant.view.log[-1]
        assert (last.note["note"], last.source, last.state_from) == (f"on {action}", "ann", last.state_to)
    assert fixes(holder.account)[0].done is False
    holder.folds()


def test_ticking_off_has_its_day(hold: Hold) -> None:
    """Not before the platform asked for it; the version that was sent back may have made way meanwhile."""
    holder = ready(hold(kind=Kind.RECORD))
    before = pass_days(holder)
    sent_back(holder, submit(holder))
    answered = pass_days(holder)
    upload(holder, "1.0.1")
    assert too_early(holder, "versions.fixed", before + timedelta(days=1), fix="1") > before
    holder.do("versions.fixed", fix="1")
    assert holder.log(Matter.VERSION)[-1].note == {"reason": "crashes"}
    assert holder.log(Matter.VERSION)[-1].at.astimezone().date() > answered
    holder.folds()
