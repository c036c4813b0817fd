"""S17 to S20 on the screen: versions arrive, are described, reviewed, sent back and mended, and go online."""

from __future__ import annotations

from mpwizard.console.version_details import VersionDetails, kept
from mpwizard.console.version_release import online
from mpwizard.matters import Matter, Version
from screens.console.action import ActionScreen
from screens.widgets.part import Value
from tests.desk.console.submitter import PLAIN, add_developer, page_for, ready, release, submit, upload
from tests.screens.console.conftest import Console, Hold
from tests.screens.console.walker import Walker


def newest(operator: Walker) -> VersionDetails:
    """What is kept about the newest version."""
    return kept(operator.newest(Matter.VERSION))


async def test_a_developer_uploads_and_the_administrator_deletes(console: Console, hold: Hold) -> None:
    """S17: the newest upload of a developer takes the place of the one before; one goes to the trial members."""
    holder = hold()
    developer = add_developer(holder)
    async with console(holder) as operator:
        await operator.go("versions")
        await operator.others("versions.upload", version="1.0.0", developer=str(developer))
        await operator.others("versions.upload", version="1.0.1", note="练习说明", developer=str(developer))
        await operator.others("versions.upload", version="0.9.0", developer="administrator")
        await operator.go("versions")
        states = [each.state for each in operator.account.account.all(Matter.VERSION)]
        assert states == [Version.SUPERSEDED, Version.UPLOADED, Version.UPLOADED]

        await operator.do_to(1, "versions", "versions.trial")
        await operator.in_console()
        await operator.reads("On trial 1.0.1", "体验版本 1.0.1")

        await operator.do_to(0, "versions", "versions.delete")
        await operator.yes()
        states = [each.state for each in operator.account.account.all(Matter.VERSION)]
        assert states == [Version.SUPERSEDED, Version.UPLOADED, Version.DELETED]


async def test_the_review_form_takes_one_to_five_page_groups(console: Console, hold: Hold) -> None:
    """S18: added, changed and removed; none is too few and a sixth too many."""
    holder = ready(hold())
    upload(holder)
    async with console(holder) as operator:
        await operator.form_of("versions", "versions.submit")
        await operator.refused_with("U-755")
        await operator.leave_form()

        await operator.form_of("versions", "versions.add_page")
        await operator.answer(path="pages/首页", title="练习首页", category=PLAIN, tags="练习 样例")
        await operator.refused_with("U-756")
        await operator.answer(path="pages/index/index")
        await operator.submit()
        await operator.do("versions", "versions.add_page", path="pages/me/me", title="我的", category=PLAIN)
        await operator.do(
            "versions", "versions.change_page", page="2", path="pages/me/me", title="练习我的", category=PLAIN
        )
        await operator.reads("练习我的  pages/me/me", "练习我的  pages/me/me")
        await operator.do("versions", "versions.remove_page", page="1")
        (page,) = newest(operator).pages
        assert (page.path, page.title, page.category) == ("pages/me/me", "练习我的", PLAIN)

        for number in range(4):
            holder.do("versions.add_page", **page_for(holder, path=f"pages/more/{number}"))
        await operator.press("f5")
        await operator.is_not_done(
            "versions", "versions.add_page", "No room: 5 page groups at most. (U-754)", "功能页面已满：最多5组。(U-754)"
        )


async def test_the_page_group_that_is_picked_is_filled_in(console: Console, hold: Hold) -> None:
    """Of several, the one that is to be changed stands there as it is, and none gets what was typed for another; that
    is there again when one comes back to it."""
    holder = ready(hold())
    upload(holder)
    for path, title, tags in (("pages/one", "练习一", "样例"), ("pages/two", "练习二", "")):
        holder.do("versions.add_page", path=path, title=title, category=PLAIN, tags=tags)
    async with console(holder) as operator:
        await operator.form_of("versions", "versions.change_page")
        assert stands(operator) == ("", "", "")
        await operator.answer(page="1")
        assert stands(operator) == ("pages/one", "练习一", "样例")
        await operator.answer(page="2")
        assert stands(operator) == ("pages/two", "练习二", "")
        await operator.answer(title="练习新")
        await operator.answer(page="1")
        assert stands(operator) == ("pages/one", "练习一", "样例")
        await operator.answer(page="2")
        assert stands(operator) == ("pages/two", "练习新", "")
        await operator.submit()
        assert [(page.path, page.title, page.tags) for page in newest(operator).pages] == [
            ("pages/one", "练习一", ("样例",)),
            ("pages/two", "练习新", ()),
        ]


def stands(operator: Walker) -> tuple[Value, ...]:
    """Path, title and tags in the form that is open."""
    screen = operator.app.screen
    assert isinstance(screen, ActionScreen)
    return tuple(screen.form.parts[name].value for name in ("path", "title", "tags"))


async def test_the_test_account_is_asked_for_by_the_first_refusal(console: Console, hold: Hold) -> None:
    """S19: no entry, sent back, then the entry is open and its account goes with the next submission."""
    holder = ready(hold())
    upload(holder, needs_login=True)
    holder.do("versions.add_page", **page_for(holder))
    async with console(holder) as operator:
        await operator.is_not_done(
            "versions",
            "versions.test_account",
            "The entry for a test account is not open yet. (U-759)",
            "测试帐号的入口还没有开放。(U-759)",
        )
        await operator.do("versions", "versions.submit", description="练习说明")
        await operator.deed("deadline")
        await operator.reads("No test account was given", "没有提供测试帐号")

        await operator.form_of("versions", "versions.submit")
        await operator.refused_with("U-760")
        await operator.leave_form()
        await operator.do("versions", "versions.test_account", user="reviewer", password="nur zum Anschauen")
        await operator.do("versions", "versions.submit", feedback="练习留言")
        await operator.deed("versions.approve")
        first, second = newest(operator).rounds
        assert (first.with_test_account, second.with_test_account) == (False, True)
        assert operator.newest(Matter.VERSION).state is Version.APPROVED


async def test_a_review_is_refused_mended_withdrawn_and_approved(console: Console, hold: Hold) -> None:
    """S20: one version at a time; reasons of the catalogue become a list to work off; then it goes online."""
    holder = ready(hold())
    developer = add_developer(holder)
    upload(holder)
    holder.do("versions.add_page", **page_for(holder))
    async with console(holder) as operator:
        await operator.do("versions", "versions.submit")
        upload(holder, "1.1.0", developer=developer)
        await operator.press("f5")
        await operator.is_not_done(
            "versions", "versions.submit", "Number 1 is in review. (U-750)", "第1号正在审核。(U-750)"
        )
        await operator.others("versions.reject", reason="crashes", second="no_test_account", remark="练习意见")
        await operator.reads("Mended since the refusal ! 0 of 2", "退回后已改好 ! 0/2")
        await operator.reads("✗ Crashes", "✗ 会崩溃")
        await operator.reads("练习意见", "练习意见")
        assert operator.account.account.one(Matter.VERSION, 1).state is Version.REJECTED

        await operator.do("versions", "versions.fixed", fix="1")
        await submit_first(operator, feedback="练习：已修改")
        await operator.straight("versions", "versions.withdraw")
        await submit_first(operator)
        await operator.for_good("versions", "versions.expedite")
        await operator.deed("versions.approve")
        await operator.for_good("versions", "versions.release")
        assert operator.section == "overview", "the section is done"
        released = online(operator.account.account)
        assert released is not None
        assert [each.outcome for each in kept(released).rounds] == ["rejected", "withdrawn", "approved"]


async def submit_first(operator: Walker, **answers: str | bool) -> None:
    """Submit the first of the versions that can be."""
    await operator.do_to(1, "versions", "versions.submit")
    await operator.shows(ActionScreen)
    await operator.answer(**answers)
    await operator.submit()


def stand(operator: Walker) -> dict[str, object]:
    """Every version of the account, and where it stands, as it is stored."""
    return {kept(each).version: each.state for each in operator.account.account.all(Matter.VERSION)}


async def test_a_version_is_released_and_rolled_back(console: Console, hold: Hold) -> None:
    """S20: to all at once, as the guide knows it; back once to the version that was online before."""
    holder = ready(hold())
    release(holder)
    number = submit(holder, "1.1.0")
    holder.do("versions.approve", number)
    async with console(holder) as operator:
        await operator.is_not_done("versions", "versions.stage", "(U-764)", "这个版本的规则没有分阶段发布。(U-764)")
        await operator.reads("Online ✓ 1.0.0", "线上版本 ✓ 1.0.0")
        assert stand(operator) == {"1.0.0": Version.RELEASED, "1.1.0": Version.APPROVED}
        await operator.for_good("versions", "versions.release")
        await operator.go("versions")
        await operator.reads("Online ✓ 1.1.0", "线上版本 ✓ 1.1.0")
        assert stand(operator) == {"1.0.0": Version.SUPERSEDED, "1.1.0": Version.RELEASED}
        await operator.for_good("versions", "versions.roll_back")
        await operator.go("versions")
        await operator.reads("Online ✓ 1.0.0", "线上版本 ✓ 1.0.0")
        assert stand(operator) == {"1.0.0": Version.RELEASED, "1.1.0": Version.SUPERSEDED}
        await operator.is_not_done(
            "versions",
            "versions.roll_back",
            "Rolled back 1× already; no further. (U-769)",
            "已经回退1次，不能再退。(U-769)",
        )
