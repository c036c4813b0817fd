"""The filter of the case desk by keys alone, and what stays as it is through a language, a reload, a second thought."""

from __future__ import annotations

from textual.events import Paste

from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.filter_line import LONGEST
from mpwizard.i18n import Language
from screens.desk.asking import ChooseDeed, Preview
from screens.desk.desk import DeskScreen
from screens.desk.filter_bar import FilterInput
from screens.desk.table import Window
from tests.screens.walks.case_desk_steps import (
    EVERY_ROOM,
    asked,
    at_the_cases,
    listed,
    table,
    to_the_filter,
    under_cursor,
    until_listed,
)
from tests.screens.walks.conftest import Sit


@EVERY_ROOM
async def test_a_filter_narrows_and_its_mistakes_are_said_in_the_line(
    sit: Sit, cases: list[int], language: Language, size: tuple[int, int]
) -> None:
    """What is typed filters at once; what is not understood leaves the list as it was."""
    async with sit(language, size) as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        await operator.press(*"kind:record")
        await until_listed(operator, lambda ids: ids == [cases[3]])
        await operator.press("space", *"stage:nowhere")
        await operator.until(lambda: "U-921" in operator.text, "what is wrong")
        assert listed(operator) == [cases[3]]
        await operator.press("escape")
        await until_listed(operator, lambda ids: len(ids) == 4)
        await operator.press("escape")
        await at_the_cases(operator)


async def test_a_filter_is_completed_by_tab(sit: Sit, cases: list[int]) -> None:
    """Nobody has to remember how a field is spelled."""
    async with sit() as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        await operator.press(*"kin", "tab", *"rec", "tab")
        line = operator.app.screen.query_one(FilterInput)
        assert line.value.strip() == "kind:record"
        assert line.has_focus
        await operator.press("enter")
        await until_listed(operator, lambda ids: ids == [cases[3]])
        await at_the_cases(operator)


async def test_what_can_be_completed_stays_to_be_read(sit: Sit, cases: list[int]) -> None:
    """Counting what the half-typed line leaves does not wipe it out; the next letter does."""
    async with sit() as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        await operator.press(*"st", "tab")
        await until_listed(operator, lambda ids: not ids)
        await operator.sees("status:  stage:")
        await operator.press(*"us:re")
        await operator.until(lambda: "status:  stage:" not in operator.text, "no completions")


async def test_more_completions_than_are_named_are_hinted_at(sit: Sit, cases: list[int]) -> None:
    """Whoever misses one types a letter more; where all are named there is nothing to hint at."""
    async with sit() as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        await operator.press(*"status:", "tab")
        await operator.sees("  …")
        await operator.press("escape", *"st", "tab")
        await operator.sees("status:  stage:")
        assert "stage:  …" not in operator.text


async def test_a_long_paste_is_cut_and_that_is_said(sit: Sit, cases: list[int]) -> None:
    """Of several lines the first, of a long one as much as there is room for; a short one simply stands there."""
    async with sit() as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        line = operator.app.screen.query_one(FilterInput)
        operator.app.post_message(Paste("MP-2026"))
        await operator.until(lambda: line.value == "MP-2026", "the paste")
        assert "left out" not in operator.text
        operator.app.post_message(Paste("x" * 10_000 + "\nsecond"))
        await operator.sees("left out")
        assert line.value == "MP-2026" + "x" * (LONGEST - 7)


async def test_a_key_without_a_view_says_how_it_gets_one(sit: Sit, cases: list[int]) -> None:
    """Six views are built in; the other numbers wait for one's own."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("7")
        await operator.sees("No view has this key")


async def test_another_language_changes_words_only(sit: Sit, cases: list[int]) -> None:
    """Filter, order, marks and cursor are as they were."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("s")
        await operator.sees("by stage")
        await to_the_filter(operator)
        await operator.press(*"kind:practice", "enter")
        await until_listed(operator, lambda ids: len(ids) == 3)
        await at_the_cases(operator)
        await operator.press("down", "space")
        await operator.until(lambda: table(operator).marks, "a mark")
        before = table(operator).marks, under_cursor(operator), listed(operator)
        await operator.app.run_action("app.switch_language('zh')")
        await at_the_cases(operator)
        await until_listed(operator, lambda ids: ids == before[2])
        await operator.sees("按阶段")
        assert operator.app.screen.query_one(FilterInput).value.strip() == "kind:practice"
        assert table(operator).marks == before[0]
        await operator.until(lambda: under_cursor(operator) == before[1], "the case under the cursor")


async def test_who_thinks_better_of_it_keeps_the_marks(sit: Sit, cases: list[int]) -> None:
    """Leaving the preview changes nothing, neither the cases nor what was chosen."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("space")
        await operator.until(lambda: table(operator).marks, "a mark")
        marks = table(operator).marks
        await operator.press("a")
        await asked(operator, ChooseDeed)
        await operator.press("end", "up", "up", "up", "enter")
        await asked(operator, Preview)
        await operator.press("escape")
        await at_the_cases(operator)
        assert table(operator).marks == marks


async def test_a_case_that_comes_to_the_end_leaves_no_empty_screen(sit: Sit, colleague: Desk) -> None:
    """The cursor stays on it, and the cases before it stand above."""
    for _ in range(30):
        colleague.create(Kind.PRACTICE)
    async with sit() as operator:
        await at_the_cases(operator)
        await until_listed(operator, lambda ids: len(ids) == 30)
        case, window = under_cursor(operator), table(operator).window
        table(operator).show(Window(tuple(reversed(window.rows))))
        assert under_cursor(operator) == case
        assert table(operator).cursor_row == 29
        await operator.until(lambda: operator.text.count("MP-2026-") == table(operator).screenful, "a full screen")


async def test_a_reload_breaks_no_view_off(sit: Sit, cases: list[int]) -> None:
    """Both are asked for at the same moment: the view is the one that was chosen, and lists what it says."""
    async with sit() as operator:
        await at_the_cases(operator)
        desk = operator.app.screen
        assert isinstance(desk, DeskScreen)
        await operator.press("5")
        desk.reload()
        await until_listed(operator, lambda ids: ids == [])
        await operator.sees("stage:failed")


@EVERY_ROOM
async def test_how_many_are_marked_and_which_way_round_stand_beside_the_count(
    sit: Sit, cases: list[int], language: Language, size: tuple[int, int]
) -> None:
    """Marks may be out of sight, and an order that was turned round looks like any other."""
    words = {Language.EN: "{} marked · ", Language.ZH: "已标记{}个 · "}[language]
    async with sit(language, size) as operator:
        await at_the_cases(operator)
        await operator.until(lambda: "↑" in operator.text or "↓" in operator.text, "which way round")
        turned = "↓" if "↑" in operator.text else "↑"
        await operator.press("space")
        await operator.sees(words.format(1))
        await operator.press("S")
        await operator.sees(turned)
        await operator.press("asterisk")
        await operator.sees(words.format(len(cases)))
        await operator.press("asterisk")
        await operator.until(lambda: words.format(len(cases)) not in operator.text, "no marks")
