"""The code to scan stands whole on the page, whatever happens to the page around it."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette

from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from screens.widgets.qr import QrCode
from screens.wizard.filling import Page
from tests.desk.answers import answers_for
from tests.screens.walks.conftest import Sit
from tests.screens.walks.operator import Operator


def code_is_whole(operator: Operator) -> bool:
    """Whether the scanner would see all of it."""
    screen = operator.app.screen
    return screen.query_one(Page).region.contains_region(screen.query_one(QrCode).region)


async def test_the_code_to_scan_stays_in_sight_in_another_language(sit: Sit) -> None:
    """Half a code cannot be scanned."""
    answers = answers_for(EntityType.MEDIA)
    async with sit(Language.ZH, (80, 24)) as operator:
        await operator.begin()
        await operator.reach("administrator", answers)
        await operator.fill_administrator(answers["administrator"])
        await operator.prove_mobile()
        await operator.until(lambda: code_is_whole(operator), "the code")
        for named, word in (("english", "Administrator"), ("中文", "管理员")):
            await operator.press("ctrl+p")
            await operator.shows(CommandPalette)
            await operator.type(named)
            await operator.until(lambda: operator.app.screen.query_one(CommandList).option_count, "the command")
            await operator.press("enter")
            await operator.sees(word)
            await operator.until(lambda: code_is_whole(operator), f"the code in {named}")
