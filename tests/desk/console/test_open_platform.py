"""Section Open Platform: accounts that belong to no case, qualified before they bind anything, several cases on one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.console.account import Account
from mpwizard.console.open_platform import BindDetails, bind_words, bound_to, is_own
from mpwizard.console.sections import ACTIONS
from mpwizard.console.waiting import waiting
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import Invalid, Refused
from mpwizard.records import PRACTICE_SOURCE, OpenAccountRecord
from mpwizard.world import Decided
from tests.desk.answers import PEOPLE
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.linker import OTHER_ENTITY, bind, bound, create, put_elsewhere, refusal


def test_a_mini_program_is_bound_to_a_qualified_account_at_once(hold: Hold) -> None:
    """Nobody has to look at it: the platform authorises and binds, and the log tells both."""
    holder = hold()
    kept = bind(holder, create(holder))
    assert holder.matter(Matter.OPEN_PLATFORM).state is Link.LINKED
    assert (kept.account, kept.name, kept.own, kept.asked_by) == (1, "练习开放帐号", True, "ann")
    assert kept.linked_at == kept.asked_at == holder.account.now
    assert [entry.event for entry in holder.log(Matter.OPEN_PLATFORM)] == [
        LinkEvent.REQUESTED,
        LinkEvent.AUTHORISED,
        LinkEvent.LINKED,
    ]
    assert {entry.source for entry in holder.log(Matter.OPEN_PLATFORM)} == {"ann", PRACTICE_SOURCE}
    view = holder.view.section("open_platform").section
    assert view.done(holder.account)
    assert view.shown(holder.account)[0].tone == "done"
    assert bind_words(holder.matter(Matter.OPEN_PLATFORM)) == "1 练习开放帐号"
    holder.folds()


def test_nothing_is_bound_to_an_account_without_its_qualification(hold: Hold) -> None:
    """Neither where there is no other account, nor where another one has it; the rule is named."""
    holder = hold()
    needed = refusal(holder, "open_platform.bind", account="1")
    assert (needed.key, needed.rule) == ("open_account_needed", "open_platform.qualification")
    first = create(holder, qualified=False)
    for _ in range(2):
        missing = refusal(holder, "open_platform.bind", account=str(first))
        assert (missing.key, missing.rule) == ("open_account_unqualified", "open_platform.qualification")
        create(holder, f"练习帐号{len(holder.account.open_accounts)}")
    assert holder.account.all(Matter.OPEN_PLATFORM) == ()


def test_an_account_passes_its_qualification_once(hold: Hold) -> None:
    """It is the platform's act; whoever has it is not offered again."""
    holder = hold()
    assert refusal(holder, "open_platform.qualify", account="1").key == "nothing_to_act_on"
    number = create(holder)
    create(holder, "练习另一个帐号", qualified=False)
    with pytest.raises(Invalid) as invalid:
        holder.do("open_platform.qualify", account=str(number))
    assert [problem.key for problem in invalid.value.problems] == ["not_a_choice"]
    assert [each.qualified for each in holder.account.open_accounts] == [True, False]


@pytest.mark.parametrize(("owner", "limit"), [("same", 50), ("other", 5)])
def test_an_account_binds_as_many_as_the_rule_says(hold: Hold, owner: str, limit: int) -> None:
    """Fifty of its own entity and five of others, over all cases; what was refused, lapsed or unbound does not count,
    and the other kind has room of its own."""
    holder = hold()
    number = create(holder, owner=owner)
    subject = bound_to(holder.account.open_accounts[0])
    own = owner == "same"

    def binding(state: Link, own: bool) -> tuple[BindDetails, str, Link]:
        at = holder.account.now
        return BindDetails(asked_at=at, asked_by="ann", account=number, name="", own=own), subject, state

    gone = [binding(state, own) for state in (Link.REFUSED, Link.LAPSED, Link.UNLINKED)]
    put_elsewhere(holder, Matter.OPEN_PLATFORM, [binding(Link.REQUESTED, own) for _ in range(limit - 1)] + gone)
    put_elsewhere(holder, Matter.OPEN_PLATFORM, [binding(Link.REQUESTED, not own) for _ in range(limit)])
    bind(holder, number)
    holder.do("open_platform.unbind")
    put_elsewhere(holder, Matter.OPEN_PLATFORM, [binding(Link.LINKED, own)])
    full = refusal(holder, "open_platform.bind", account=str(number))
    assert (full.key, full.values) == ("open_account_full", {"limit": limit})
    assert full.rule == f"open_platform.bind_{owner}_entity_max"


def test_a_mini_program_is_bound_to_one_account_at_a_time(hold: Hold) -> None:
    """After unbinding it can be bound to another one; what was, stays on record."""
    holder = hold()
    first, second = create(holder), create(holder, "练习另一个帐号")
    bind(holder, first)
    already = refusal(holder, "open_platform.bind", account=str(second))
    assert (already.key, already.values) == ("open_platform_bound", {"number": first})
    assert ACTIONS["open_platform.unbind"].final
    holder.do("open_platform.unbind")
    with pytest.raises(Refused, match="not_now"):
        holder.do("open_platform.unbind", 1)
    assert bind(holder, second).account == second
    assert [each.state for each in holder.account.all(Matter.OPEN_PLATFORM)] == [Link.UNLINKED, Link.LINKED]
    holder.folds()


def test_several_cases_are_bound_to_one_account(hold: Hold) -> None:
    """What one case opened, another of the same kind finds; whether it is its own follows from the entity."""
    company = hold()
    number = create(company)
    sister = hold(email="sister@example.com", person=PEOPLE[1])
    trader = hold(EntityType.SOLE_TRADER, email="trader@example.com", person=PEOPLE[2])
    assert [bind(holder, number).own for holder in (company, sister, trader)] == [True, True, False]
    for holder in (company, sister, trader):
        holder.folds()


def test_an_account_waits_since_the_same_moment_in_every_case(hold: Hold) -> None:
    """It is the desk's: made from a case whose clock runs far ahead, it is new for the others, not of a day to come."""
    ahead = hold()
    ahead.pass_time(timedelta(days=300))
    behind = hold(email="sister@example.com", person=PEOPLE[1])
    number = create(ahead, qualified=False)
    assert ahead.account.open_accounts[0].created_at == ahead.desk.clock.now()
    for holder in (ahead, behind):
        (wait,) = (each for each in waiting(holder.account) if each.kind is Matter.OPEN_PLATFORM)
        assert wait.since == holder.account.now
    (first,) = (each for each in PlatformDesk(ahead.desk).queue() if each.open_account is not None)
    assert first.since == first.now
    behind.do("open_platform.qualify", account=str(number))
    assert ahead.account.open_accounts[0].qualified_at == ahead.desk.clock.now()


def test_a_record_case_never_meets_an_account_of_practice(hold: Hold) -> None:
    """Two desks in one: the numbers begin anew."""
    create(hold())
    real = hold(kind=Kind.RECORD, email="real@example.com", person=PEOPLE[1])
    assert real.account.open_accounts == ()
    assert create(real) == 1


@pytest.mark.parametrize("name", ["练习开放帐号", " 练习 开放帐号 "])
def test_two_accounts_of_one_name_are_refused(hold: Hold, name: str) -> None:
    """They would be mistaken for each other when something is bound."""
    holder = hold()
    create(holder)
    known = refusal(holder, "open_platform.create", name=name, owner="same")
    assert (known.key, known.values) == ("open_account_known", {"number": 1})
    assert len(holder.account.open_accounts) == 1


def test_whose_an_account_is_follows_from_number_or_name(hold: Hold) -> None:
    """A company known by its name alone is still that company; people of one name are not one person."""
    company, person = hold().account, hold(EntityType.INDIVIDUAL, email="one@example.com", person=PEOPLE[1]).account

    def of(entity: str, code: str = "") -> OpenAccountRecord:
        return OpenAccountRecord(1, Kind.PRACTICE, 1, "练习", entity, code, datetime.now(UTC), "ann")

    def own(account: Account) -> list[bool]:
        name, code = account.entity.name, account.entity.code
        return [is_own(account, each) for each in (of("", code), of(name), of(name, "another"), of(OTHER_ENTITY))]

    assert own(company) == [True, True, False, False]
    assert own(person) == [True, False, False, False]


def test_an_account_of_another_entity_needs_that_entitys_name(hold: Hold) -> None:
    """Asked only then; told at its field."""
    holder = hold()
    with pytest.raises(Invalid) as invalid:
        holder.do("open_platform.create", name="", owner="other")
    assert [problem.field for problem in invalid.value.problems] == ["name", "entity"]
    create(holder, owner="other")
    assert not bind(holder, 1).own


def test_a_name_is_as_long_as_the_rule_says(hold: Hold) -> None:
    """One character more is told at the field, and nothing is made."""
    holder = hold()
    limit = holder.account.edition.number("links.name_length_max")
    with pytest.raises(Invalid) as invalid:
        holder.do("open_platform.create", name="练" * (limit + 1), owner="same")
    assert [(problem.key, problem.field) for problem in invalid.value.problems] == [("text_length", "name")]
    assert create(holder, "练" * limit) == 1


def test_the_platform_can_refuse_with_a_reason_decided_in_advance(hold: Hold) -> None:
    """The reason stays with the binding and in the log, and a new one can be asked for."""
    holder = hold()
    number = create(holder)
    with holder.desk.working(holder.id) as work:
        assert work.world is not None
        work.world.decided.append(
            Decided(matter="open_platform", action="open_platform.refuse", values={"reason": "bound_elsewhere"})
        )
    assert bind(holder, number).reason == "bound_elsewhere"
    assert holder.matter(Matter.OPEN_PLATFORM).state is Link.REFUSED
    assert holder.log(Matter.OPEN_PLATFORM)[-1].note == {"reason": "bound_elsewhere", "decided_by": "ahead"}
    bind(holder, number)
    assert holder.matter(Matter.OPEN_PLATFORM).state is Link.LINKED
    holder.folds()


def test_whoever_is_not_signed_in_opens_and_binds_nothing(hold: Hold) -> None:
    """The section is the console's."""
    holder = hold(signed_in=False)
    for action, values in (("create", {"name": "练习", "owner": "same"}), ("bind", {"account": "1"})):
        assert refusal(holder, f"open_platform.{action}", **values).key == "not_signed_in"


def test_what_was_opened_and_bound_is_there_for_another_program(hold: Hold, open_desk: OpenDesk) -> None:
    """The account and the binding outlive the program that made them."""
    holder = hold()
    create(holder, owner="other")
    bind(holder, 1)
    account = AccountDesk(open_desk("bob")).view(holder.id).account
    assert account.open_accounts == holder.account.open_accounts
    assert account.newest(Matter.OPEN_PLATFORM, Link.LINKED) == holder.matter(Matter.OPEN_PLATFORM)


def test_on_a_record_case_the_operator_writes_down_what_the_platform_did(hold: Hold) -> None:
    """With day and note, for the qualification and for the binding; nothing happens by itself."""
    holder = hold(kind=Kind.RECORD)
    create(holder, qualified=False)
    early = Said(on=date(2026, 11, 20))
    with pytest.raises(Refused, match="said_too_early"):
        holder.do("open_platform.qualify", account="1", said=early)
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    said = Said(note="站内信通知", on=date(2026, 11, 25))
    noon = datetime.combine(date(2026, 11, 25), datetime.min.time().replace(hour=12)).astimezone(UTC)
    holder.do("open_platform.qualify", account="1", said=said)
    (account,) = holder.account.open_accounts
    assert (account.qualified_at, account.qualified_by, account.qualified_note) == (noon, "ann", "站内信通知")
    holder.do("open_platform.bind", account="1", said=Said(on=date(2026, 11, 24)))
    waiting = holder.matter(Matter.OPEN_PLATFORM)
    assert (waiting.state, waiting.due_at) == (Link.REQUESTED, None)
    holder.do("open_platform.confirm", said=said)
    assert bound(holder).linked_at == noon
    last = holder.log(Matter.OPEN_PLATFORM)[-1]
    assert (last.source, last.at, last.note) == ("ann", noon, {"note": "站内信通知"})
    holder.folds()


def test_a_refusal_of_the_real_platform_is_recorded_with_its_words(hold: Hold) -> None:
    """A reason of the catalogue and the remark, which may name somebody and stays out of the log."""
    holder = hold(kind=Kind.RECORD)
    create(holder)
    holder.do("open_platform.bind", account="1")
    holder.do("open_platform.refuse", reason="open_platform_unqualified", remark="请联系练习员工甲")
    assert (bound(holder).reason, bound(holder).remark) == ("open_platform_unqualified", "请联系练习员工甲")
    assert "练习员工甲" not in str([entry.note for entry in holder.log(Matter.OPEN_PLATFORM)])
    holder.folds()
