"""Section WeCom: only what is released, by the administrator's own scan; then a scope of those who see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.clock import FixedClock
from mpwizard.console.account import details
from mpwizard.console.sections import ACTIONS
from mpwizard.console.synthetic import organisation
from mpwizard.console.wecom import WeComDetails, link_records, scope_tree, workbench_of
from mpwizard.domain import Kind
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.problems import Invalid, Refused
from mpwizard.records import CLOCK_SOURCE
from mpwizard.texts import refusal as refusal_text
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.linker import refusal
from tests.desk.console.submitter import ready, release

COMPANY = "练习企业"
NAME = "练习样例"


@pytest.fixture
def released(hold: Hold) -> Holder:
    """An account whose first version is online."""
    holder = ready(hold())
    release(holder)
    return holder


@pytest.fixture
def real(hold: Hold) -> Holder:
    """A record case, released too."""
    holder = ready(hold(kind=Kind.RECORD))
    release(holder)
    return holder


def ask(holder: Holder, company: str = COMPANY, entry: str = "account_settings") -> int:
    """Ask for a link to a company; its number."""
    holder.do("wecom.link", company=company, entry=entry)
    return holder.matter(Matter.WECOM).number


def link(holder: Holder, company: str = COMPANY, entry: str = "account_settings") -> int:
    """A link that the administrator has authorised; its number."""
    number = ask(holder, company, entry)
    holder.do("wecom.scan", number)
    return number


def kept(holder: Holder, number: int = 0) -> WeComDetails:
    """What is kept about a link."""
    return details(WeComDetails, holder.matter(Matter.WECOM, number))


def state(holder: Holder, number: int = 0) -> object:
    """Where a link stands."""
    return holder.matter(Matter.WECOM, number).state


def seen_by(holder: Holder, number: int = 0) -> list[str]:
    """The members who see the Mini Program by a link."""
    return [each.key for each in scope_tree(holder.matter(Matter.WECOM, number)) if each.member and each.visible]


def workbench(holder: Holder, member: str) -> list[str]:
    """What a member finds in the workbench."""
    return [tile.name.zh for tile in workbench_of(holder.account, holder.matter(Matter.WECOM), member)]


def test_what_is_not_released_cannot_be_linked(hold: Hold) -> None:
    """The section is locked, names its rule, and points at the versions."""
    holder = ready(hold())
    assert holder.view.section("wecom").locked
    missing = refusal(holder, "wecom.link", company=COMPANY, entry="wecom_admin")
    assert (missing.key, missing.rule) == ("wecom_not_released", "wecom.needs_release")
    assert refusal_text("wecom_not_released").section == "versions"
    release(holder)
    assert not holder.view.section("wecom").locked
    link(holder)


def test_the_applicant_signs_in_first(released: Holder) -> None:
    """Before anything else is missing."""
    released.do("sign_in.out")
    assert refusal(released, "wecom.link", company=COMPANY, entry="wecom_admin").key == "not_signed_in"


@pytest.mark.parametrize("entry", ["wecom_admin", "account_settings"])
def test_both_entrances_lead_to_a_link(released: Holder, entry: str) -> None:
    """The administrator's scan authorises it, and it is there; the records tell who, when, which company, how."""
    number = ask(released, entry=entry)
    assert state(released) is Link.REQUESTED
    released.do("wecom.scan", number)
    assert state(released) is Link.LINKED
    (record,) = link_records(released.account)
    assert (record.company, record.entry, record.asked_by, record.state) == (COMPANY, entry, "ann", Link.LINKED)
    assert record.asked_at == record.linked_at == record.since == released.account.now
    events = [entry.event for entry in released.log(Matter.WECOM)]
    assert events == [LinkEvent.REQUESTED, LinkEvent.AUTHORISED, LinkEvent.LINKED]
    assert released.view.section("wecom").section.done(released.account)
    released.folds()


def test_the_entrances_are_the_rules(released: Holder) -> None:
    """Any other is told at its field."""
    with pytest.raises(Invalid) as invalid:
        ask(released, entry="somewhere")
    assert [problem.field for problem in invalid.value.problems] == ["entry"]
    words = released.account.edition.words("wecom.entries")
    assert invalid.value.problems[0].values == {"choices": " | ".join(words)}


def test_somebody_elses_scan_counts_for_nothing(released: Holder) -> None:
    """The request stays, with the time it had; the administrator can still scan."""
    ask(released)
    due = released.matter(Matter.WECOM).due_at
    released.pass_time(timedelta(minutes=1))
    other = refusal(released, "wecom.scan_other")
    assert (other.key, other.rule) == ("scan_by_other", "wecom.scan")
    assert (state(released), released.matter(Matter.WECOM).due_at) == (Link.REQUESTED, due)
    assert released.log(Matter.WECOM)[-1].event is LinkEvent.SCAN_REFUSED
    released.do("wecom.scan")
    assert state(released) is Link.LINKED
    released.folds()


def test_a_code_that_nobody_scans_lapses(released: Holder) -> None:
    """Up to the last moment it can be scanned, and a new one can be asked for after."""
    ask(released)
    within = released.account.edition.span("wecom.authorise_within")
    released.pass_time(within - timedelta(seconds=1))
    assert state(released) is Link.REQUESTED
    released.pass_time(timedelta(seconds=1))
    assert state(released) is Link.LAPSED
    assert released.log(Matter.WECOM)[-1].source == CLOCK_SOURCE
    with pytest.raises(Refused, match="nothing_to_act_on"):
        released.do("wecom.scan")
    assert link(released) == 2
    released.folds()


def test_the_administrator_can_cancel_and_the_platform_refuse(released: Holder) -> None:
    """Each with its reason, which stays with the link."""
    released.do("wecom.decline", ask(released))
    released.do("wecom.refuse", ask(released), reason="wecom_company_unknown")
    assert [kept(released, number).reason for number in (1, 2)] == ["wecom_declined", "wecom_company_unknown"]
    assert [each.state for each in link_records(released.account)] == [Link.REFUSED, Link.REFUSED]
    released.folds()


def test_one_company_is_linked_once_and_several_are(released: Holder) -> None:
    """Each with its own scope."""
    link(released)
    already = refusal(released, "wecom.link", company=" 练习 企业", entry="wecom_admin")
    assert (already.key, already.values) == ("wecom_linked_already", {"number": 1})
    link(released, "练习第二家企业")
    released.do("wecom.show", 2, unit="sales")
    assert (seen_by(released, 1), seen_by(released, 2)) == ([], ["seller", "adviser"])


def test_unlinking_is_final_and_empties_every_workbench(released: Holder) -> None:
    """It stays in the records; linked anew it begins with an empty scope."""
    assert ACTIONS["wecom.unlink"].final
    number = link(released)
    released.do("wecom.show", number, unit="company")
    assert NAME in workbench(released, "director")
    released.do("wecom.unlink", number)
    assert NAME not in workbench(released, "director")
    assert refusal(released, "wecom.unlink", number).key == "not_now"
    link(released)
    assert seen_by(released) == []
    assert [record.state for record in link_records(released.account)] == [Link.LINKED, Link.UNLINKED]
    released.folds()


def test_a_member_inside_the_scope_finds_it_in_the_workbench(released: Holder) -> None:
    """One outside finds everything else; the name is the Mini Program's."""
    link(released)
    released.do("wecom.show", unit="product")
    inside, outside = workbench(released, "designer"), workbench(released, "seller")
    assert inside == [*outside, NAME]
    assert len(outside) == len(organisation().apps)
    assert workbench(released, "director") == outside


def test_the_scope_is_changed_by_department_and_member(released: Holder) -> None:
    """What is visible through a department cannot be added once more, nor hidden by itself."""
    link(released)
    released.do("wecom.show", unit="seller")
    released.do("wecom.show", unit="product")
    assert seen_by(released) == ["planner", "designer", "seller"]
    for action, unit in (("wecom.show", "design"), ("wecom.hide", "designer")):
        with pytest.raises(Invalid) as invalid:
            released.do(action, unit=unit)
        assert [problem.key for problem in invalid.value.problems] == ["not_a_choice"]
    released.do("wecom.hide", unit="product")
    assert seen_by(released) == ["seller"]
    events = [entry.event for entry in released.log(Matter.WECOM)]
    assert events[-3:] == [LinkEvent.SCOPE_CHANGED] * 3
    assert [entry.note for entry in released.log(Matter.WECOM)[-3:]] == [
        {"visible": True},
        {"visible": True},
        {"visible": False},
    ]
    assert state(released) is Link.LINKED
    released.folds()


def test_an_empty_scope_and_a_full_one_say_so(released: Holder) -> None:
    """Nothing to hide at first, nobody left to show it to at last."""
    link(released)
    nobody = refusal(released, "wecom.hide", unit="sales")
    assert (nobody.key, nobody.rule) == ("wecom_nobody_sees_it", "wecom.visible")
    released.do("wecom.show", unit="company")
    assert refusal(released, "wecom.show", unit="sales").key == "wecom_all_see_it"
    assert len(seen_by(released)) == len(organisation().colleagues)
    (seen,) = [
        each for each in released.view.section("wecom").section.shown(released.account) if each.name == "Visible to"
    ]
    assert seen.value.count("5") == 2


def test_a_link_and_its_scope_are_there_for_another_program(released: Holder, open_desk: OpenDesk) -> None:
    """And the time a code has goes on while nobody looks."""
    number = link(released)
    released.do("wecom.show", number, unit="sales")
    ask(released, "练习第二家企业")
    other = AccountDesk(open_desk("bob", FixedClock(released.account.now + timedelta(hours=1)))).view(released.id)
    assert details(WeComDetails, other.account.one(Matter.WECOM, number)).scope == ("sales",)
    assert other.account.one(Matter.WECOM, 2).state is Link.LAPSED
    released.folds()


def test_on_a_record_case_the_operator_writes_down_what_happened(real: Holder) -> None:
    """Authorised by whom it should be, by somebody else, or by nobody in time; with day and note."""
    said = Said(note="管理员已扫码", on=date(2026, 11, 24))
    first, second = ask(real), ask(real, "练习第二家企业")
    real.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="scan_by_other"):
        real.do("wecom.scan_other", first, said=said)
    real.do("wecom.scan", first, said=said)
    real.do("wecom.lapse", second, said=said)
    assert (state(real, first), state(real, second)) == (Link.LINKED, Link.LAPSED)
    answered = [entry for entry in real.log(Matter.WECOM) if entry.event is not LinkEvent.REQUESTED]
    assert {(entry.source, entry.note["note"]) for entry in answered} == {("ann", "管理员已扫码")}
    linked_at = kept(real, first).linked_at
    assert linked_at is not None
    assert linked_at.astimezone().date() == date(2026, 11, 24)
    real.folds()


def test_on_a_record_case_the_scope_is_named(real: Holder) -> None:
    """As WeCom names its departments and members; a name is in the details alone, sealed, and twice in none."""
    link(real)
    real.do("wecom.show", unit_name="门店一部")
    real.do("wecom.show", unit_name="练习员工甲")
    assert refusal(real, "wecom.show", unit_name="门店 一部").key == "wecom_shown_already"
    real.do("wecom.hide", unit="1")
    assert kept(real).scope == ("练习员工甲",)
    assert "练习员工甲" not in repr(kept(real))
    assert "练习员工甲" not in str([entry.note for entry in real.log(Matter.WECOM)])
    for action, field in (("wecom.show", "unit_name"), ("wecom.hide", "unit")):
        with pytest.raises(Invalid) as invalid:
            real.do(action, unit="sales")
        assert [problem.field for problem in invalid.value.problems] == [field]
        assert "练习员工甲" not in str(invalid.value.problems)
    real.folds()


def test_nobody_says_in_practice_that_a_code_lapsed(released: Holder) -> None:
    """The clock does."""
    ask(released)
    assert refusal(released, "wecom.lapse").key == "record_only"
