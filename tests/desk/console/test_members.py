"""Section members: who bound whom and when, as many as the rule table allows, removed and still on record."""

from __future__ import annotations

import pytest

from mpwizard.console.account import details
from mpwizard.console.members import MemberDetails, Role
from mpwizard.domain import EntityType
from mpwizard.matters import Matter, Member, MemberEvent
from mpwizard.problems import Invalid, Refused
from tests.desk.console.conftest import Hold

LIMITS = [
    (EntityType.INDIVIDUAL, Role.DEVELOPER, 5),
    (EntityType.INDIVIDUAL, Role.TRIAL, 10),
    (EntityType.ENTERPRISE, Role.DEVELOPER, 10),
    (EntityType.ENTERPRISE, Role.TRIAL, 20),
]


@pytest.mark.parametrize(("entity_type", "role", "limit"), LIMITS)
def test_the_limits_are_the_guides(hold: Hold, entity_type: EntityType, role: Role, limit: int) -> None:
    """One more is refused with the limit and its rule; the other role has room of its own."""
    holder = hold(entity_type)
    for number in range(limit):
        holder.do("members.add", role=role, name="练习乙", wechat_id=f"wx_member_{number}")
    with pytest.raises(Refused) as refused:
        holder.do("members.add", role=role, name="练习乙", wechat_id="wx_one_too_many")
    standing = "individual" if entity_type is EntityType.INDIVIDUAL else "unverified"
    assert refused.value.refusal.key == "members_full"
    assert refused.value.refusal.values == {"limit": limit}
    assert refused.value.refusal.rule == f"members.{role}.{standing}"
    (other,) = set(Role) - {role}
    holder.do("members.add", role=other, name="练习乙", wechat_id="wx_one_too_many")
    holder.folds()


def test_a_removed_member_makes_room_and_leaves_a_trace(hold: Hold) -> None:
    """Who bound whom when stays readable; the same person can come back."""
    holder = hold(EntityType.INDIVIDUAL)
    for number in range(5):
        holder.do("members.add", role="developers", name="练习乙", wechat_id=f"wx_dev_{number}")
    holder.do("members.remove", 2)
    holder.do("members.add", role="developers", name="练习乙", wechat_id="wx_dev_1")
    assert holder.matter(Matter.MEMBER, 2).state is Member.REMOVED
    assert holder.matter(Matter.MEMBER, 6).state is Member.BOUND
    assert details(MemberDetails, holder.matter(Matter.MEMBER, 6)).bound_by == "ann"
    assert [entry.event for entry in holder.log(Matter.MEMBER)][-2:] == [MemberEvent.REMOVED, MemberEvent.BOUND]
    holder.folds()


def test_one_person_is_bound_once(hold: Hold) -> None:
    """In whatever role and however the id is written; the refusal names the number."""
    holder = hold()
    holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
    with pytest.raises(Refused) as refused:
        holder.do("members.add", role="developers", name="练习乙", wechat_id=" WX_Tester ")
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("member_bound_already", {"number": 1})


@pytest.mark.parametrize("wechat_id", ["", "short", "1starts_with_a_digit", "13800138000", "微信号码一二三", "x" * 21])
def test_what_is_no_wechat_id_is_told_at_its_field(hold: Hold, wechat_id: str) -> None:
    """A phone number is the usual mistake."""
    with pytest.raises(Invalid) as invalid:
        hold().do("members.add", role="trial", name="练习乙", wechat_id=wechat_id)
    assert [problem.field for problem in invalid.value.problems] == ["wechat_id"]


def test_a_member_that_was_removed_cannot_be_removed_again(hold: Hold) -> None:
    """What is not there any more is told so, and nothing is written."""
    holder = hold()
    holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
    holder.do("members.remove", 1)
    with pytest.raises(Refused, match="not_now"):
        holder.do("members.remove", 1)
    with pytest.raises(Refused, match="matter_unknown"):
        holder.do("members.remove", 2)
    assert len(holder.log(Matter.MEMBER)) == 2


def test_two_who_remove_the_same_member_do_it_once(hold: Hold) -> None:
    """The second saw an older state: told, not repeated."""
    holder = hold()
    holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
    with pytest.raises(Refused, match="changed_elsewhere"):
        holder.do("members.remove", 1, seen=1)
