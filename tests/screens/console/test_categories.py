"""S15 on the screen: a category searched and taken, one reviewed with its papers, and no room for a sixth."""

from __future__ import annotations

from mpwizard.console.account import details
from mpwizard.console.categories import CategoryDetails
from mpwizard.matters import Category, Matter
from screens.console.action import ActionScreen
from screens.widgets.pick import PickScreen
from tests.screens.console.conftest import Console, Hold

NO_PAPERS, ONE_PAPER = "N0104", "N0106"
OTHERS = ("N010201", "N0213", "N0609")


async def test_categories_are_searched_reviewed_and_limited(console: Console, hold: Hold) -> None:
    """By initials, then by code; with papers that are missing, then at hand; rejected, mended, approved."""
    holder = hold()
    async with console(holder) as operator:
        await operator.form_of("categories", "categories.add")
        await operator.type("zxby")
        await operator.shows(PickScreen)
        await operator.sees("物流服务-装卸搬运")
        await operator.press("enter")
        await operator.shows(ActionScreen)
        await operator.submit()
        assert operator.newest(Matter.CATEGORY).state is Category.APPROVED

        await operator.form_of("categories", "categories.add")
        await operator.type(ONE_PAPER)
        await operator.shows(PickScreen)
        await operator.reads("1 found", "找到1个")
        await operator.press("enter")
        await operator.shows(ActionScreen)
        await operator.submit()
        await operator.is_not_done(
            "categories", "categories.submit", "Papers still missing: 1. (U-744)", "材料不齐，还差1份。(U-744)"
        )
        await operator.do("categories", "categories.papers", papers="1")
        await operator.reads("✓ complete", "✓ 已齐")
        await operator.straight("categories", "categories.submit")
        await operator.others("categories.reject", reason="category_paper_unreadable", remark="see the paper again")
        await operator.reads("What to do", "怎么办")
        await operator.straight("categories", "categories.submit")
        await operator.deed("categories.approve")
        assert operator.newest(Matter.CATEGORY).state is Category.APPROVED
        (ended,) = details(CategoryDetails, operator.newest(Matter.CATEGORY)).rounds
        assert ended.remark == "see the paper again"

        for code in OTHERS:
            holder.do("categories.add", code=code)
        await operator.press("f5")
        await operator.is_not_done(
            "categories", "categories.add", "No room: 5 categories at most. (U-743)", "类目已满：最多5个。(U-743)"
        )
        await operator.reads("categories.max", "categories.max")


async def test_the_overseas_catalogue_can_be_looked_at(console: Console, hold: Hold) -> None:
    """As a catalogue of its own, searched like the account's; nothing of it is taken."""
    async with console(hold()) as operator:
        await operator.go("categories")
        await operator.tab_to_button("button-shelf")
        await operator.press("enter")
        await operator.shows(PickScreen)
        await operator.reads("Overseas catalogue", "境外主体服务类目")
        await operator.type("O010101")
        await operator.sees("快递、物流-查件")
        await operator.press("enter")
        await operator.in_console()
        assert operator.account.account.all(Matter.CATEGORY) == ()
