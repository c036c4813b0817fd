"""S23 to S25 on the screen: the Open Platform and its UnionID, official accounts, WeCom and its workbench."""

from __future__ import annotations

from mpwizard.account_desk import AccountDesk
from mpwizard.console.account import details
from mpwizard.console.wecom import WeComDetails
from mpwizard.matters import Link, Matter
from screens.console.action import ActionScreen
from tests.desk.console.linker import create
from tests.desk.console.submitter import ready, release
from tests.screens.console.conftest import Console, Hold


async def test_one_user_has_one_unionid_in_all_apps_of_an_account(console: Console, hold: Hold) -> None:
    """S23: bound to an account that passed its qualification only; another account gives another unionid."""
    holder = hold()
    create(holder, "练习另一个开放帐号")
    async with console(holder) as operator:
        await operator.do("open_platform", "open_platform.create", name="练习开放帐号", owner="same")
        await operator.form_of("open_platform", "open_platform.bind")
        await operator.answer(account="2")
        await operator.refused_with("U-792")
        await operator.leave_form()
        await operator.others("open_platform.qualify", account="2")
        await operator.do("open_platform", "open_platform.bind", account="2")
        assert operator.newest(Matter.OPEN_PLATFORM).state is Link.LINKED

        holder.do("information.name", name="练习小铺")
        await operator.go("open_platform")
        await operator.press("f5")
        await operator.reads("练习小铺 openid", "练习小铺 openid")
        await operator.turn_to("Practice user B", "练习用户乙")
        seen = [each for each in AccountDesk(operator.desk).ids(holder.id) if each.user.key == "second"]
        for row in seen:
            await operator.reads(row.openid, row.openid)
            await operator.reads(row.unionid, row.unionid)
        assert len({row.unionid for row in seen}) == 2
        assert len({row.openid for row in seen}) == len(seen) == 3

        await operator.for_good("open_platform", "open_platform.unbind")
        assert operator.newest(Matter.OPEN_PLATFORM).state is Link.UNLINKED


async def test_an_official_account_is_linked_where_the_other_side_confirms(console: Console, hold: Hold) -> None:
    """S24: declined, asked again, confirmed; not twice; where the link can be used is told until it is unlinked."""
    holder = hold()
    async with console(holder) as operator:
        await operator.do("official_accounts", "official_accounts.link", name="练习公众号", owner="other")
        await operator.deed("official_accounts.decline", close=False)
        await operator.close_drawer()
        assert operator.newest(Matter.OFFICIAL_ACCOUNT).state is Link.REFUSED
        await operator.do("official_accounts", "official_accounts.link", name="练习公众号", owner="same")
        await operator.form_of("official_accounts", "official_accounts.link")
        await operator.answer(name="练习公众号", owner="same")
        await operator.refused_with("U-800")
        await operator.leave_form()
        await operator.deed("official_accounts.confirm")
        assert operator.newest(Matter.OFFICIAL_ACCOUNT).state is Link.LINKED
        await operator.go("official_accounts")
        await operator.reads("Articles (图文消息)", "图文消息")
        await operator.for_good("official_accounts", "official_accounts.unlink")
        assert operator.newest(Matter.OFFICIAL_ACCOUNT).state is Link.UNLINKED
        await operator.reads("nothing yet", "暂时没有")


async def test_wecom_shows_it_to_those_within_the_scope(console: Console, hold: Hold) -> None:
    """S25: only what is released, by the administrator's own scan, by both entries; the workbench in and out of it."""
    holder = ready(hold())
    async with console(holder) as operator:
        await operator.go("wecom")
        await operator.reads("(U-805)", "还没有发布，不能关联企业微信。(U-805)")
        await operator.open_entry("lock")
        assert operator.section == "versions"
        release(holder)
        await operator.press("f5")

        await operator.do("wecom", "wecom.link", company="练习企业甲", entry="wecom_admin")
        await operator.code_is_whole()
        await operator.deed("wecom.scan_other", close=False)
        await operator.reads("(U-311)", "扫码的不是管理员，请本人扫码。(U-311)")
        assert operator.newest(Matter.WECOM).state is Link.REQUESTED
        await operator.deed("wecom.scan")
        await operator.do("wecom", "wecom.link", company="练习企业乙", entry="account_settings")
        await operator.deed("wecom.scan")
        linked = operator.account.account.all(Matter.WECOM, Link.LINKED)
        assert [details(WeComDetails, each).entry for each in linked] == ["wecom_admin", "account_settings"]

        await operator.do_to(0, "wecom", "wecom.show")
        await operator.shows(ActionScreen)
        await operator.answer(unit="product")
        await operator.submit()
        assert details(WeComDetails, operator.newest(Matter.WECOM)).scope == ("product",)
        await operator.turn_to("Practice member C", "练习员工丙")
        await operator.reads("✓ 练习样例", "✓ 练习样例")
        await operator.turn_to("Practice member D", "练习员工丁")
        await operator.reads("outside the scope", "不在可见范围")

        await operator.do("wecom", "wecom.hide", unit="product")
        assert details(WeComDetails, operator.newest(Matter.WECOM)).scope == ()
        await operator.do_to(0, "wecom", "wecom.unlink")
        await operator.yes()
        assert operator.newest(Matter.WECOM).state is Link.UNLINKED
