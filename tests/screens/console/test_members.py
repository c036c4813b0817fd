"""S16 on the screen: developers and trial members, to the limit of the rule table, and out again."""

from __future__ import annotations

from mpwizard.console.members import Role, bound
from mpwizard.matters import Matter, Member
from tests.screens.console.conftest import Console, Hold


async def test_members_are_bound_up_to_the_limit_and_removed(console: Console, hold: Hold) -> None:
    """Nobody twice, no developer too many; a removal makes room for what is still typed in the form."""
    holder = hold()
    for number in range(9):
        holder.do("members.add", role="developers", name="练习丙", wechat_id=f"wx_filler_{number}")
    async with console(holder) as operator:
        await operator.do("members", "members.add", role="trial", name="练习乙", wechat_id="wx_tester")
        await operator.reads("1 of 20", "1/20")
        await operator.form_of("members", "members.add")
        await operator.answer(role="trial", name="练习乙", wechat_id="wx_tester")
        await operator.refused_with("U-731")
        await operator.answer(role="developers", wechat_id="wx_tenth")
        await operator.submit()
        await operator.reads("10 of 10", "10/10")

        await operator.form_of("members", "members.add")
        await operator.answer(role="developers", name="练习甲", wechat_id="wx_eleventh")
        await operator.refused_with("U-730")
        await operator.reads("members.developers.unverified", "members.developers.unverified")
        await operator.leave_form()

        await operator.do_to(0, "members", "members.remove")
        await operator.yes()
        await operator.reads("9 of 10", "9/10")
        await operator.form_of("members", "members.add")
        await operator.submit()
        assert len(bound(operator.account.account, Role.DEVELOPER)) == 10
        assert [each.state for each in operator.account.account.all(Matter.MEMBER)].count(Member.REMOVED) == 1
