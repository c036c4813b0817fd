"""The case desk by keys alone: finding, marking, handing over, taking back; with somebody else at work on it."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mpwizard.bulk import Bulk, Mark, Wish
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.i18n import Language
from mpwizard.team import Team
from screens.desk.asking import AskLine, ChooseColumns, ChooseDeed, Preview, TakeOver
from screens.desk.dialogs import NewCase
from screens.desk.filter_bar import FilterInput
from screens.wizard.step import StepScreen
from tests.screens.walks.case_desk_steps import (
    EVERY_ROOM,
    asked,
    at_the_cases,
    listed,
    table,
    to_the_filter,
    until_listed,
)
from tests.screens.walks.conftest import Sit


async def test_columns_are_ticked_and_kept(sit: Sit, cases: list[int]) -> None:
    """A sign tells which there are, for whoever sees no colours; they are there again after a restart."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("v")
        await asked(operator, ChooseColumns)
        await operator.sees("[✓] Kind", "[ ] Mini Program")
        await operator.press("space", "down", "down", "space")
        await operator.sees("[ ] Kind", "[✓] Mini Program")
        await operator.press("enter")
        await operator.sees("Mini Program")
        await at_the_cases(operator)
        assert "PRACTICE" not in operator.text
        await operator.settled()
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.sees("Mini Program")
        assert "PRACTICE" not in operator.text


async def test_owners_and_tags_in_use_are_completed_by_tab(sit: Sit, cases: list[int], colleague: Desk) -> None:
    """Nobody has to remember how a colleague or a tag is spelled."""
    Team(colleague).hand_over(cases[1], "carol")
    Bulk(colleague).apply(Wish(Mark.TAG, "urgent"), [cases[1]])
    async with sit() as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        await operator.settled()
        await operator.press(*"owner:ca", "tab", "space", *"tag:ur", "tab")
        assert operator.app.screen.query_one(FilterInput).value == "owner:carol tag:urgent"
        await until_listed(operator, lambda ids: ids == [cases[1]])


@EVERY_ROOM
async def test_a_case_is_told_beside_the_table_where_there_is_room(
    sit: Sit, cases: list[int], colleague: Desk, language: Language, size: tuple[int, int]
) -> None:
    """From 120 columns on the notes stand beside the case; below, one key shows them over the table."""
    Team(colleague).write_note([cases[3]], "call-them-back")
    async with sit(language, size) as operator:
        await at_the_cases(operator)
        if size[0] < 120:
            assert "call-them-back" not in operator.text
            await operator.press("d")
        await operator.until(lambda: "call-them-back" in operator.text, "the note")


async def test_the_view_that_was_open_opens_again(sit: Sit, cases: list[int], colleague: Desk) -> None:
    """Whoever looks at their own cases all day need not choose that every morning."""
    Team(colleague).hand_over(cases[1], "ann")
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("2")
        await until_listed(operator, lambda ids: ids == [cases[1]])
        await operator.settled()
    async with sit() as operator:
        await at_the_cases(operator)
        await until_listed(operator, lambda ids: ids == [cases[1]])


async def test_a_view_of_ones_own_is_kept_under_a_number(sit: Sit, cases: list[int]) -> None:
    """Filter and order come back with one key, also after a restart."""
    async with sit(size=(100, 30)) as operator:
        await at_the_cases(operator)
        await to_the_filter(operator)
        await operator.press(*"kind:record", "enter")
        await until_listed(operator, lambda ids: ids == [cases[3]])
        await operator.press("ctrl+s")
        await asked(operator, AskLine)
        await operator.press(*"real", "enter")
        await operator.until(lambda: "7 real 1" in operator.text, "the view")
        await operator.press("6")
        await until_listed(operator, lambda ids: len(ids) == 4)
    async with sit(size=(100, 30)) as operator:
        await at_the_cases(operator)
        await operator.until(lambda: "7 real 1" in operator.text, "the view")
        await operator.press("7")
        await until_listed(operator, lambda ids: ids == [cases[3]])


@EVERY_ROOM
async def test_marked_cases_are_handed_over_and_taken_back(
    sit: Sit, cases: list[int], language: Language, size: tuple[int, int]
) -> None:
    """What will happen is shown before it does, and one key undoes it."""
    async with sit(language, size) as operator:
        await at_the_cases(operator)
        await operator.press("space", "down", "space", "a")
        await asked(operator, ChooseDeed)
        await operator.press("enter")
        await asked(operator, AskLine)
        await operator.press(*"carol", "enter")
        await asked(operator, Preview)
        await operator.until(lambda: "bob" in operator.text, "whose they were")
        assert {operator.desk.view(case).record.owner for case in cases} == {"bob"}
        await operator.press("enter")
        owners = lambda: [operator.desk.view(case).record.owner for case in cases]  # noqa: E731
        await operator.until(lambda: owners() == ["bob", "carol", "bob", "carol"], "other owners")
        await at_the_cases(operator)
        assert not table(operator).marks
        await operator.press("ctrl+z")
        await operator.until(lambda: owners() == ["bob"] * 4, "the owners as they were")


async def test_keys_during_a_slow_write_wait_for_it(
    sit: Sit, cases: list[int], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+Z takes back what is being written, not something older; nothing that was asked for is dropped."""
    monkeypatch.setattr("screens.desk.asking_screen.SLOW", 0.2)
    owners = lambda: [operator.desk.view(case).record.owner for case in cases]  # noqa: E731
    async with sit() as operator:
        await at_the_cases(operator)
        for name in ("carol", "dave"):
            await operator.press("asterisk", "a")
            await asked(operator, ChooseDeed)
            await operator.press("enter")
            await asked(operator, AskLine)
            await operator.press(*name, "enter")
            await asked(operator, Preview)
            if name == "carol":
                await operator.press("enter")
                await operator.until(lambda: owners() == ["carol"] * 4, "the first owner")
                await at_the_cases(operator)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await operator.press("enter")
            await operator.sees("Still at it")
            await operator.press("ctrl+z")
            other.execute("ROLLBACK")
        await operator.sees("4 cases are as they were.")
        assert owners() == ["carol"] * 4


async def test_a_list_leaves_the_desk_as_a_table(sit: Sit, cases: list[int]) -> None:
    """Masked as on the screen, for this user's eyes only."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("asterisk", "a")
        await asked(operator, ChooseDeed)
        await operator.press(*["down"] * 6, "enter")
        folder = operator.desk.outbox_folder
        await operator.until(lambda: folder.exists() and bool(list(folder.glob("*.csv"))), "the file")
        (file,) = folder.glob("*.csv")
        assert file.stat().st_mode & 0o777 == 0o600
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        assert len(rows) == 1 + len(cases)
        await operator.settled()


async def test_what_a_colleague_changes_appears_and_the_selection_stays(
    sit: Sit, cases: list[int], colleague: Desk
) -> None:
    """The row says who changed it; nothing moves under the cursor."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("down")
        await operator.until(lambda: table(operator).cursor_row == 1, "the second case")
        selected = table(operator).selected
        assert selected is not None
        Bulk(colleague).apply(Wish(Mark.ASSIGN, "carol"), [cases[0]])
        await operator.until(lambda: "✎ bob" in operator.text, "who changed it")
        still = table(operator).selected
        assert still is not None
        assert still.record.id == selected.record.id


async def test_what_takes_long_because_another_program_writes_is_said(
    sit: Sit, cases: list[int], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody wonders whether the key was taken; what was asked for happens as soon as it can."""
    monkeypatch.setattr("screens.desk.asking_screen.SLOW", 0.2)
    async with sit() as operator:
        await at_the_cases(operator)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await operator.press("n")
            await asked(operator, NewCase)
            await operator.press("enter")
            await operator.sees("Still at it")
            other.execute("ROLLBACK")
        await operator.at("account_type")


async def test_who_opens_a_case_that_a_colleague_has_open_is_asked(sit: Sit, cases: list[int], colleague: Desk) -> None:
    """Escape leaves it alone; Enter takes it over, and the colleague's program hears of it."""
    Team(colleague).begin_edit(cases[3])
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("enter")
        await asked(operator, TakeOver)
        assert "bob" in operator.text
        await operator.press("escape")
        await at_the_cases(operator)
        assert Team(colleague).keep_edit(cases[3]) is None
        await operator.press("enter")
        await asked(operator, TakeOver)
        await operator.press(*"urgent", "enter")
        await operator.shows(StepScreen)
        taken = Team(colleague).keep_edit(cases[3])
        assert taken is not None
        assert taken.operator == "ann"
        assert [note.words for note in Team(colleague).notes(cases[3])] == ["urgent"]


async def test_a_case_left_is_free_for_others(sit: Sit, cases: list[int], colleague: Desk) -> None:
    """Going back to the desk is enough."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("enter")
        await operator.shows(StepScreen)
        assert Team(colleague).begin_edit(cases[3]) is not None
        await operator.press("escape")
        await at_the_cases(operator)
        await operator.until(lambda: Team(colleague).begin_edit(cases[3]) is None, "a free case")


async def test_a_case_is_free_for_others_when_the_program_ends(sit: Sit, cases: list[int], colleague: Desk) -> None:
    """Who quits from within a case holds it no longer."""
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("enter")
        await operator.shows(StepScreen)
        assert Team(colleague).begin_edit(cases[3]) is not None
        await operator.press("f10")
        await operator.until(lambda: Team(colleague).begin_edit(cases[3]) is None, "a free case")


async def test_keys_that_outrun_the_pages_are_gone_all_the_same(sit: Sit, colleague: Desk) -> None:
    """Two hundred keys in one write: none waits for a page, and none is lost to it; Enter opens what they came to."""
    ids = [colleague.create(Kind.PRACTICE).id for _ in range(230)][::-1]
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press(*["down"] * 200)
        await operator.until(lambda: table(operator).selected.record.id == ids[200], "row 200")  # type: ignore[union-attr]
        await operator.press(*["up"] * 150)
        await operator.until(lambda: table(operator).selected.record.id == ids[50], "row 50")  # type: ignore[union-attr]
        await operator.press(*["down"] * 150, *["up"] * 190, "enter")
        await operator.at("account_type")
        assert operator.app.screen.view.record.id == ids[10]  # type: ignore[attr-defined]


async def test_every_case_of_a_long_list_is_come_by(sit: Sit, colleague: Desk) -> None:
    """Only what is seen is held; a key held down, or one to the end, misses none."""
    ids = [colleague.create(Kind.PRACTICE).id for _ in range(130)][::-1]
    async with sit() as operator:
        await at_the_cases(operator)
        seen: list[int] = []
        while not seen or seen[-1] != ids[-1]:
            row = table(operator).selected
            assert row is not None
            if not seen or seen[-1] != row.record.id:
                seen.append(row.record.id)
            await operator.press("down")
            await operator.settled()
        assert seen == ids
        assert len(listed(operator)) < len(ids) + 50
        await operator.press("home")
        await operator.until(lambda: table(operator).selected.record.id == ids[0], "the first case")  # type: ignore[union-attr]
        await operator.press("end")
        await operator.until(lambda: table(operator).selected.record.id == ids[-1], "the last case")  # type: ignore[union-attr]
