"""Section official accounts: the other side agrees in time or the request lapses; limits on both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.clock import FixedClock
from mpwizard.console.account import details
from mpwizard.console.links import Owner
from mpwizard.console.official_accounts import OfficialDetails, uses
from mpwizard.console.sections import ACTIONS
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.problems import Invalid, Refused
from mpwizard.records import CLOCK_SOURCE, PRACTICE_SOURCE
from tests.desk.answers import PEOPLE
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.linker import KeptLink, put_elsewhere, put_links, refusal

NAME = "练习公众号"
# A minute before December begins in China.
LAST_OF_NOVEMBER = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
NOT_LIVE = (Link.REFUSED, Link.LAPSED, Link.UNLINKED)


def ask(holder: Holder, name: str = NAME, owner: str = "same") -> int:
    """Ask an official account for a link; its number."""
    holder.do("official_accounts.link", name=name, owner=owner)
    return holder.matter(Matter.OFFICIAL_ACCOUNT).number


def link(holder: Holder, name: str = NAME, owner: str = "same") -> int:
    """A link that the other side has confirmed; its number."""
    number = ask(holder, name, owner)
    holder.do("official_accounts.confirm", number)
    return number


def kept(holder: Holder, number: int = 0) -> OfficialDetails:
    """What is kept about a link."""
    return details(OfficialDetails, holder.matter(Matter.OFFICIAL_ACCOUNT, number))


def state(holder: Holder, number: int = 0) -> object:
    """Where a link stands."""
    return holder.matter(Matter.OFFICIAL_ACCOUNT, number).state


def one_link(at: datetime, state: Link = Link.REQUESTED, name: str = NAME, owner: Owner = Owner.SAME) -> KeptLink:
    """A link of somebody to an official account, asked for at a time."""
    return OfficialDetails(asked_at=at, asked_by="ann", name=name, owner=owner), name, state


def test_the_other_side_confirms_and_the_link_is_there(hold: Hold) -> None:
    """From then on it can be used where the guide says, and nowhere before."""
    holder = hold()
    number = ask(holder)
    assert state(holder) is Link.REQUESTED
    assert uses(holder.account, holder.matter(Matter.OFFICIAL_ACCOUNT)) == ()
    holder.do("official_accounts.confirm", number)
    assert state(holder) is Link.LINKED
    assert uses(holder.account, holder.matter(Matter.OFFICIAL_ACCOUNT)) == ("article", "menu", "template_message")
    assert (kept(holder).asked_by, kept(holder).linked_at) == ("ann", holder.account.now)
    events = [(entry.event, entry.source) for entry in holder.log(Matter.OFFICIAL_ACCOUNT)]
    assert events == [
        (LinkEvent.REQUESTED, "ann"),
        (LinkEvent.AUTHORISED, PRACTICE_SOURCE),
        (LinkEvent.LINKED, PRACTICE_SOURCE),
    ]
    assert holder.view.section("official_accounts").section.done(holder.account)
    holder.folds()


def test_the_section_tells_counts_and_uses(hold: Hold) -> None:
    """How many there are of how many, and where they can be used."""
    holder = hold()
    shown = holder.view.section("official_accounts").section.shown
    assert shown(holder.account)[-1].tone == "open"
    link(holder)
    total, month, places = shown(holder.account)
    assert total.value.startswith("1 ")
    assert month.value.startswith("1 ")
    assert places.tone == "done"


def test_a_link_that_is_declined_can_be_asked_for_again(hold: Hold) -> None:
    """The reason stays with it; what never came to be takes no place."""
    holder = hold()
    holder.do("official_accounts.decline", ask(holder))
    assert (state(holder), kept(holder).reason) == (Link.REFUSED, "official_account_declined")
    assert holder.log(Matter.OFFICIAL_ACCOUNT)[-1].note == {"reason": "official_account_declined"}
    assert link(holder) == 2
    with pytest.raises(Refused, match="not_now"):
        holder.do("official_accounts.decline", 2)
    holder.folds()


def test_the_platform_refuses_with_a_reason(hold: Hold) -> None:
    """A name that no official account has."""
    holder = hold()
    ask(holder)
    holder.do("official_accounts.refuse", reason="official_account_unknown", remark="查无此号")
    assert (kept(holder).reason, kept(holder).remark) == ("official_account_unknown", "查无此号")
    holder.folds()


def test_a_request_that_nobody_confirms_lapses(hold: Hold) -> None:
    """Up to the last moment it can be confirmed; then the clock says so, and it can be asked for again."""
    holder = hold()
    ask(holder)
    within = holder.account.edition.span("official_accounts.confirm_within")
    assert holder.matter(Matter.OFFICIAL_ACCOUNT).due_at == holder.account.now + within
    holder.pass_time(within - timedelta(seconds=1))
    assert state(holder) is Link.REQUESTED
    holder.pass_time(timedelta(seconds=1))
    assert state(holder) is Link.LAPSED
    assert holder.log(Matter.OFFICIAL_ACCOUNT)[-1].source == CLOCK_SOURCE
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("official_accounts.confirm")
    link(holder)
    holder.folds()


def test_a_link_outlives_the_time_in_which_it_had_to_be_confirmed(hold: Hold) -> None:
    """What was confirmed has no deadline any more."""
    holder = hold()
    link(holder)
    holder.pass_time(timedelta(days=400))
    assert state(holder) is Link.LINKED


def test_unlinking_is_final_and_linking_again_is_a_new_link(hold: Hold) -> None:
    """Both stay on record, and both count in the month."""
    holder = hold()
    assert ACTIONS["official_accounts.unlink"].final
    holder.do("official_accounts.unlink", link(holder))
    with pytest.raises(Refused, match="not_now"):
        holder.do("official_accounts.unlink", 1)
    assert link(holder) == 2
    total, month, _ = holder.view.section("official_accounts").section.shown(holder.account)
    assert (total.value[:2], month.value[:2]) == ("1 ", "2 ")
    holder.folds()


@pytest.mark.parametrize("name", [NAME, " 练习 公众号", "练习公众号"])
def test_one_official_account_is_linked_once(hold: Hold, name: str) -> None:
    """Neither while it is asked for nor while it is linked; another one can be."""
    holder = hold()
    ask(holder)
    already = refusal(holder, "official_accounts.link", name=name, owner="other")
    assert (already.key, already.values) == ("official_account_linked_already", {"number": 1})
    holder.do("official_accounts.confirm")
    assert refusal(holder, "official_accounts.link", name=name, owner="same").key == already.key
    assert link(holder, "练习另一个公众号") == 2


@pytest.mark.parametrize(("owner", "limit"), [(Owner.SAME, 10), (Owner.OTHER, 3)])
def test_an_official_account_links_as_many_as_the_rule_says(hold: Hold, owner: Owner, limit: int) -> None:
    """Ten of its own entity and three of others, over all cases; the other kind has room of its own."""
    holder = hold()
    before = holder.account.now - timedelta(days=60)
    gone = [one_link(before, each, owner=owner) for each in NOT_LIVE]
    put_elsewhere(holder, Matter.OFFICIAL_ACCOUNT, [one_link(before, owner=owner) for _ in range(limit - 1)] + gone)
    holder.do("official_accounts.unlink", link(holder, owner=owner))
    put_elsewhere(holder, Matter.OFFICIAL_ACCOUNT, [one_link(before, Link.LINKED, owner=owner)])
    full = refusal(holder, "official_accounts.link", name=NAME, owner=owner)
    assert (full.key, full.values) == ("official_account_full", {"limit": limit})
    assert full.rule == f"official_accounts.{owner}_entity_max"
    (other,) = set(Owner) - {owner}
    link(holder, owner=other)


def test_an_official_account_makes_thirteen_new_links_a_month(hold: Hold) -> None:
    """Those of other cases count, unlinked ones too; those that never came to be do not, nor last month's."""
    holder = hold()
    now = holder.account.now
    never = [one_link(now, each) for each in (Link.REFUSED, Link.LAPSED)]
    earlier = [one_link(now - timedelta(days=22), Link.UNLINKED)]
    put_elsewhere(holder, Matter.OFFICIAL_ACCOUNT, [one_link(now, Link.UNLINKED) for _ in range(12)] + never + earlier)
    holder.do("official_accounts.unlink", link(holder))
    full = refusal(holder, "official_accounts.link", name=NAME, owner="same")
    assert (full.key, full.values) == ("official_account_month_full", {"limit": 13})
    assert full.rule == "official_accounts.new_per_month"
    link(holder, "练习另一个公众号")
    holder.pass_time(timedelta(days=10))
    link(holder)


def test_a_month_is_a_month_in_china(hold: Hold, clock: FixedClock) -> None:
    """A minute after midnight there a new one has begun, whatever the clock here says."""
    holder = hold()
    put_elsewhere(holder, Matter.OFFICIAL_ACCOUNT, [one_link(LAST_OF_NOVEMBER, Link.UNLINKED) for _ in range(13)])
    clock.move(LAST_OF_NOVEMBER - clock.now())
    assert refusal(holder, "official_accounts.link", name=NAME, owner="same").key == "official_account_month_full"
    clock.move(timedelta(minutes=1))
    link(holder)


def test_a_mini_program_is_linked_to_five_hundred_accounts(hold: Hold) -> None:
    """One more is refused before anything is asked; unlinking makes room."""
    holder = hold()
    before = holder.account.now - timedelta(days=60)
    many = [one_link(before, Link.LINKED, f"练习{number}") for number in range(499)]
    put_links(holder, Matter.OFFICIAL_ACCOUNT, many + [one_link(before, each) for each in NOT_LIVE])
    number = link(holder)
    full = refusal(holder, "official_accounts.link", name="练习再一个", owner="same")
    assert (full.key, full.values, full.rule) == (
        "official_accounts_full",
        {"limit": 500},
        "official_accounts.accounts_max",
    )
    assert not holder.allowed("official_accounts.link")
    holder.do("official_accounts.unlink", number)
    assert holder.allowed("official_accounts.link")


def test_a_mini_program_gets_five_hundred_new_links_a_month(hold: Hold) -> None:
    """Unlinked ones count too; the next month begins at nought."""
    holder = hold()
    many = [one_link(holder.account.now, Link.UNLINKED, f"练习{number}") for number in range(499)]
    put_links(holder, Matter.OFFICIAL_ACCOUNT, many)
    link(holder)
    full = refusal(holder, "official_accounts.link", name="练习再一个", owner="same")
    assert (full.key, full.values) == ("official_accounts_month_full", {"limit": 500})
    assert full.rule == "official_accounts.new_accounts_per_month"
    holder.pass_time(timedelta(days=10))
    assert holder.allowed("official_accounts.link")


def test_limits_are_counted_over_the_cases_of_one_kind(hold: Hold) -> None:
    """Two cases of one desk link the same account: both count; practice takes no place from real ones."""
    first, second = hold(), hold(EntityType.SOLE_TRADER, email="two@example.com", person=PEOPLE[1])
    for _ in range(2):
        put_elsewhere(first, Matter.OFFICIAL_ACCOUNT, [one_link(first.account.now, owner=Owner.OTHER)])
    link(first, owner="other")
    assert refusal(second, "official_accounts.link", name=NAME, owner="other").key == "official_account_full"
    real = hold(kind=Kind.RECORD, email="real@example.com", person=PEOPLE[2])
    assert link(real, owner="other") == 1


@pytest.mark.parametrize(("values", "fields"), [({"name": "", "owner": "same"}, ["name"]), ({"name": NAME}, ["owner"])])
def test_what_is_missing_is_told_at_its_field(hold: Hold, values: dict[str, object], fields: list[str]) -> None:
    """Whose the account is decides which limit counts, so it is asked."""
    with pytest.raises(Invalid) as invalid:
        hold().do("official_accounts.link", **values)
    assert [problem.field for problem in invalid.value.problems] == fields


def test_whoever_is_not_signed_in_links_nothing(hold: Hold) -> None:
    """The other side can still confirm what was asked for: it sits elsewhere."""
    holder = hold()
    ask(holder)
    holder.do("sign_in.out")
    assert refusal(holder, "official_accounts.link", name="练习再一个", owner="same").key == "not_signed_in"
    holder.do("official_accounts.confirm")
    assert state(holder) is Link.LINKED


def test_a_link_is_there_for_another_program(hold: Hold, open_desk: OpenDesk) -> None:
    """With its deadline, which that program lets pass."""
    holder = hold()
    ask(holder)
    later = AccountDesk(open_desk("bob", FixedClock(holder.account.now + timedelta(days=8)))).view(holder.id)
    assert later.account.one(Matter.OFFICIAL_ACCOUNT, 1).state is Link.LAPSED
    holder.folds()


def test_on_a_record_case_the_operator_writes_down_what_the_other_side_did(hold: Hold) -> None:
    """Confirmed, declined or lapsed, with day and note; the clock decides nothing there."""
    holder = hold(kind=Kind.RECORD)
    numbers = [ask(holder, f"练习{number}") for number in range(3)]
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    said = Said(note="对方管理员回复", on=date(2026, 11, 24))
    holder.do("official_accounts.confirm", numbers[0], said=said)
    holder.do("official_accounts.decline", numbers[1], said=said)
    assert state(holder, numbers[2]) is Link.REQUESTED
    holder.do("official_accounts.lapse", numbers[2], said=said)
    assert [state(holder, number) for number in numbers] == [Link.LINKED, Link.REFUSED, Link.LAPSED]
    asked = [entry for entry in holder.log(Matter.OFFICIAL_ACCOUNT) if entry.event is not LinkEvent.REQUESTED]
    assert {entry.note["note"] for entry in asked} == {"对方管理员回复"}
    assert {entry.at.astimezone().date() for entry in asked} == {date(2026, 11, 24)}
    assert {entry.source for entry in asked} == {"ann"}
    holder.folds()


def test_nobody_says_in_practice_that_a_request_lapsed(hold: Hold) -> None:
    """The clock does."""
    holder = hold()
    ask(holder)
    assert refusal(holder, "official_accounts.lapse").key == "record_only"
