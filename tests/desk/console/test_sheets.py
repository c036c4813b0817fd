"""Forms of actions that are being filled in: what is typed is kept until the action was done, right or wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Matter, Member, Version
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import Conflict, Invalid, Problem, Refused
from mpwizard.unattended_account import Wish, do
from tests.desk.console.conftest import Hold
from tests.desk.console.submitter import ready, submit, upload

PERSON = {"role": "trial", "name": "练习乙", "wechat_id": "wx_tester"}


def test_what_is_typed_is_kept_and_forgotten_once_it_was_done(hold: Hold) -> None:
    """Half an answer is kept as well as a whole one; nothing is left of it afterwards."""
    holder = hold()
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "members.add")
    assert (dict(sheet.values), sheet.version) == ({}, None)
    version = accounts.keep(holder.id, sheet, {"name": "练习乙", "wechat_id": "9"}, None)
    again = accounts.sheet(holder.id, "members.add")
    assert (dict(again.values), again.version) == ({"name": "练习乙", "wechat_id": "9"}, version)
    accounts.hand_in(holder.id, again, PERSON)
    assert holder.matter(Matter.MEMBER).state is Member.BOUND
    assert dict(accounts.sheet(holder.id, "members.add").values) == {}
    holder.folds()


def test_a_refused_form_keeps_what_was_typed(hold: Hold) -> None:
    """The same person twice is refused, and the form is as it was."""
    holder = hold()
    holder.do("members.add", **PERSON)
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "members.add")
    accounts.keep(holder.id, sheet, PERSON, None)
    with pytest.raises(Refused, match="member_bound_already"):
        accounts.hand_in(holder.id, sheet, PERSON)
    assert dict(accounts.sheet(holder.id, "members.add").values) == PERSON


def test_each_matter_has_a_form_of_its_own(hold: Hold) -> None:
    """What is typed about one member is not asked of another."""
    holder = hold(kind=Kind.RECORD)
    for wechat_id in ("wx_one", "wx_two"):
        holder.do("members.add", **{**PERSON, "wechat_id": wechat_id})
    accounts = AccountDesk(holder.desk)
    accounts.keep(holder.id, accounts.sheet(holder.id, "members.remove", 1), {"said_note": "left the team"}, None)
    kept = [dict(accounts.sheet(holder.id, "members.remove", number).values) for number in (1, 2)]
    assert kept == [{"said_note": "left the team"}, {}]


def test_neither_overwrites_the_other(hold: Hold) -> None:
    """Two people in the same form: the second save is told what stands there."""
    holder = hold()
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "members.add")
    accounts.keep(holder.id, sheet, {"name": "练习乙"}, None)
    with pytest.raises(Conflict) as conflict:
        accounts.keep(holder.id, sheet, {"name": "练习丙"}, None)
    assert conflict.value.theirs == {"name": "练习乙"}


def test_a_password_is_never_kept(hold: Hold) -> None:
    """It is typed again after every break."""
    holder = hold(signed_in=False)
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "sign_in.password")
    accounts.keep(holder.id, sheet, {"email": "ops@example.com", "password": "something"}, None)
    assert dict(accounts.sheet(holder.id, "sign_in.password").values) == {"email": "ops@example.com"}


def test_a_draft_of_an_action_is_no_step_of_the_wizard(hold: Hold) -> None:
    """The registration's answers are what they were."""
    holder = hold()
    before = holder.applicant.view.context.draft
    accounts = AccountDesk(holder.desk)
    accounts.keep(holder.id, accounts.sheet(holder.id, "members.add"), {"name": "练习乙"}, None)
    assert holder.applicant.view.context.draft == before


@pytest.mark.parametrize(("said", "key"), [("tomorrow", "said_day_form"), ("2999-01-01", "said_in_future")])
def test_the_day_of_an_answer_is_judged(hold: Hold, said: str, key: str) -> None:
    """A day that cannot be is told at its field; nothing is done."""
    holder = hold(kind=Kind.RECORD)
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "members.add")
    with pytest.raises(Invalid) as invalid:
        accounts.hand_in(holder.id, sheet, {**PERSON, "said_on": said})
    assert [(problem.key, problem.field) for problem in invalid.value.problems] == [(key, "said_on")]
    assert holder.account.newest(Matter.MEMBER) is None


def test_a_note_and_a_day_go_into_the_log(hold: Hold) -> None:
    """On record cases the operator says what happened, and when."""
    holder = hold(EntityType.INDIVIDUAL, kind=Kind.RECORD)
    accounts = AccountDesk(holder.desk)
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    sheet = accounts.sheet(holder.id, "members.add")
    accounts.hand_in(holder.id, sheet, {**PERSON, "said_note": "told by phone", "said_on": "-2d"})
    (entry,) = holder.log(Matter.MEMBER)
    assert entry.note["note"] == "told by phone"
    assert holder.account.now - entry.at > timedelta(days=1)


def test_whatever_is_wrong_with_a_form_is_told_with_the_day(hold: Hold) -> None:
    """At once, as everywhere: who mends the day would hear of the name only then."""
    holder = hold(EntityType.INDIVIDUAL, kind=Kind.RECORD)
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "members.add")
    wrong = {**PERSON, "name": "", "wechat_id": "?"}
    with pytest.raises(Invalid) as invalid:
        accounts.hand_in(holder.id, sheet, {**wrong, "said_on": "soon"})
    told = [problem.field for problem in invalid.value.problems]
    outcome = do(holder.desk, holder.applicant.record, Wish("members.add", None, wrong, on="soon"))
    assert told == [problem.field for problem in outcome.problems if isinstance(problem, Problem)]
    assert told == ["name", "wechat_id", "said_on"]


def test_practice_cases_are_asked_for_neither(hold: Hold) -> None:
    """There the case's own clock says when, and the simulator who."""
    holder = hold()
    sheet = AccountDesk(holder.desk).sheet(holder.id, "members.add")
    assert not {"said_note", "said_on"} & set(sheet.answers.model_fields)


def test_nothing_is_said_to_have_happened_before_what_happened_last(hold: Hold) -> None:
    """A matter is told in its order: not on an earlier day, and on the same day after it. Nor on a day to come."""
    holder = ready(hold(kind=Kind.RECORD))
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    number = submit(holder)
    submitted = holder.log(Matter.VERSION)[-1].at
    day = submitted.astimezone().date()
    for on, key in ((day - timedelta(days=1), "said_too_early"), (day + timedelta(days=9), "said_in_future")):
        with pytest.raises(Refused, match=key):
            holder.do("versions.approve", number, said=Said(on=on))
    holder.desk.clock.move(timedelta(days=3))  # type: ignore[attr-defined]
    holder.do("versions.approve", number, said=Said(on=day))
    approved = holder.log(Matter.VERSION)[-1].at
    assert (approved.astimezone().date(), approved >= submitted) == (day, True)
    holder.folds()


def test_the_day_that_is_said_has_its_own_limits(hold: Hold) -> None:
    """As many reviews are withdrawn on it as on any other day, and today has all of its own left."""
    holder = ready(hold(kind=Kind.RECORD))
    number, day = submit(holder), holder.account.now.astimezone().date()
    holder.desk.clock.move(timedelta(days=2))  # type: ignore[attr-defined]
    for _ in range(holder.account.edition.number("versions.withdrawals_per_day")):
        holder.do("versions.withdraw", number, said=Said(on=day))
        holder.do("versions.submit", number, said=Said(on=day))
    with pytest.raises(Refused, match="withdrawals_used_up"):
        holder.do("versions.withdraw", number, said=Said(on=day))
    holder.do("versions.withdraw", number)
    assert holder.matter(Matter.VERSION, number).state is Version.WITHDRAWN
    holder.folds()


def test_what_happens_to_another_matter_with_it_keeps_its_order_too(hold: Hold) -> None:
    """An upload takes the place of the one before, and not on a day before that one was changed."""
    holder = ready(hold(kind=Kind.RECORD))
    number = upload(holder)
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    holder.do("versions.trial", number)
    changed = holder.log(Matter.VERSION)[-1].at.astimezone().date()
    newer = {"version": "1.0.1", "developer": "administrator"}
    with pytest.raises(Refused, match="said_too_early"):
        holder.do("versions.upload", said=Said(on=changed - timedelta(days=1)), **newer)
    assert holder.matter(Matter.VERSION).number == number
    holder.do("versions.upload", said=Said(on=changed), **newer)
    assert holder.matter(Matter.VERSION, number).state is Version.SUPERSEDED
    holder.folds()


def test_the_form_of_an_answer_in_advance_keeps_what_was_typed(hold: Hold) -> None:
    """Apart from the form of the answer given now, and until it was decided."""
    holder = hold()
    accounts, platform = AccountDesk(holder.desk), PlatformDesk(holder.desk)
    sheet = platform.sheet_ahead(holder.id, "versions.reject")
    typed = {"reason": "crashes", "remark": "在练习机上"}
    version = accounts.keep(holder.id, sheet, typed, sheet.version)
    again = platform.sheet_ahead(holder.id, "versions.reject")
    assert (dict(again.values), again.version, again.ahead) == (typed, version, True)
    upload(ready(holder))
    number = submit(holder, "1.0.1")
    assert dict(accounts.sheet(holder.id, "versions.reject", number).values) == {}
    with pytest.raises(Invalid):
        platform.decide_ahead(holder.id, "versions.reject", {"reason": ""})
    assert dict(platform.sheet_ahead(holder.id, "versions.reject").values) == typed
    platform.decide_ahead(holder.id, "versions.reject", typed)
    assert dict(platform.sheet_ahead(holder.id, "versions.reject").values) == {}
