"""Every command by its name, in either language: what keys do, and what has none."""

from __future__ import annotations

import pytest

from mpwizard.desk import Desk
from mpwizard.i18n import Language
from screens.palette import Palette
from screens.widgets.help import HelpScreen
from tests.screens.walks.case_desk_steps import asked, at_the_cases, table
from tests.screens.walks.conftest import Sit
from tests.screens.walks.operator import Operator


async def found(operator: Operator, typed: str, *pieces: str) -> None:
    """Open the palette, type, and wait for what it finds."""
    await operator.press("ctrl+p")
    await operator.until(lambda: isinstance(operator.app.screen, Palette), "the palette")
    await operator.type(typed)
    await operator.sees(*pieces)


@pytest.mark.parametrize("language", list(Language))
async def test_what_a_key_does_is_found_by_its_name_in_either_language(
    sit: Sit, cases: list[int], language: Language
) -> None:
    """The key is named beside it, to be learned; Enter does it where the focus was."""
    async with sit(language, size=(100, 30)) as operator:
        await at_the_cases(operator)
        for typed in ("Mark all", "全部标记"):
            marked = set(table(operator).marks)
            await found(operator, typed, "* ·")
            await operator.press("enter")
            await at_the_cases(operator)
            await operator.until(lambda before=marked: set(table(operator).marks) != before, "other marks")


@pytest.mark.parametrize(("language", "told"), [(Language.EN, "No command has that name"), (Language.ZH, "没有这个名")])
async def test_a_name_that_no_command_has_is_said_in_the_users_language(
    sit: Sit, colleague: Desk, language: Language, told: str
) -> None:
    """Textual's own words for it are English everywhere."""
    async with sit(language) as operator:
        await operator.settled()
        await found(operator, "qqqq", told)
        assert "No matches found" not in operator.text


async def test_what_only_moves_about_is_no_command(sit: Sit, cases: list[int]) -> None:
    """Nobody opens the palette to go one row down."""
    async with sit(size=(100, 60)) as operator:
        await at_the_cases(operator)
        await found(operator, "", "Mark all", "Board", "New")
        for name in ("A screenful", "Next field", "The case above"):
            assert name not in operator.text


async def test_the_help_does_what_is_chosen_where_its_key_is_bound(sit: Sit, cases: list[int]) -> None:
    """The table's own keys too, not only the screen's."""
    async with sit(size=(100, 30)) as operator:
        await at_the_cases(operator)
        await operator.press("f1")
        await asked(operator, HelpScreen)
        await operator.type("Mark all")
        await operator.press("enter")
        await at_the_cases(operator)
        await operator.until(lambda: len(table(operator).marks) == len(cases), "all marked")
