"""The status board by keys alone."""

from __future__ import annotations

import csv
import threading
from typing import Any

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.i18n import Language
from mpwizard.status_board import StatusBoard
from mpwizard.synthetic_desk.generating import generate
from screens.desk.board import BoardScreen
from screens.desk.board_rows import PickList
from screens.desk.desk import DeskScreen
from tests.desks import on_desk
from tests.screens.walks.conftest import Sit
from tests.screens.walks.keyboard import PATIENCE
from tests.screens.walks.operator import Operator

EVERY_ROOM = pytest.mark.parametrize("language", [Language.ZH, Language.EN])
ROOMS = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])


def queues(operator: Operator) -> PickList:
    """The list of what waits."""
    return operator.app.screen.query_one(".queues", PickList)


@EVERY_ROOM
@ROOMS
async def test_the_board_leads_to_what_waits_and_into_its_case(
    sit: Sit, desk: Desk, language: Language, size: tuple[int, int]
) -> None:
    """b opens it, Enter goes to what waits longest, Enter again into its case; e writes the table, never twice."""
    generate(desk, 40, 1, lambda _done, _of: None)
    async with sit(language, size) as operator:
        await operator.shows(DeskScreen)
        await operator.press("b")
        await operator.shows(BoardScreen)
        await operator.until(lambda: queues(operator).has_focus, "the list of what waits")
        await operator.press("e")
        await operator.until(lambda: any(desk.outbox_folder.glob("board*.csv")), "the table")
        (table,) = desk.outbox_folder.glob("board*.csv")
        assert table.stat().st_mode & 0o777 == 0o600
        assert len(list(csv.reader(table.open(encoding="utf-8-sig", newline="")))) > 15
        pending = operator.app.screen.query_one(".pending", PickList)
        await operator.press("enter")
        await operator.until(lambda: pending.has_focus and pending.filled, "what waits longest")
        await operator.press("enter")
        await operator.until(lambda: not isinstance(operator.app.screen, BoardScreen), "the case")


async def test_the_other_kind_of_case_has_a_board_of_its_own(
    sit: Sit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither while it is being read nor afterwards does a case stand below the heading of the other kind."""
    generate(desk, 10, 1, lambda _done, _of: None)
    practice = {row.record.reference for row in on_desk(desk)}
    desk.create(Kind.RECORD)
    async with sit(size=(120, 40)) as operator:
        await operator.shows(DeskScreen)
        await operator.press("b")
        await operator.shows(BoardScreen)
        screen = operator.app.screen
        assert isinstance(screen, BoardScreen)
        await operator.settled()
        if screen.heading().kind is Kind.RECORD:
            await operator.press("t")
        named = lambda: [reference for reference in practice if reference in operator.text]  # noqa: E731
        await operator.until(named, "practice cases that wait")
        gate, pending = threading.Event(), StatusBoard.pending

        def slow(*arguments: Any) -> object:
            gate.wait(PATIENCE)
            return pending(*arguments)

        monkeypatch.setattr(StatusBoard, "pending", slow)
        await operator.press("t")
        await operator.until(lambda: screen.heading().kind is Kind.RECORD, "the record cases")
        assert not named()
        gate.set()
        await operator.settled()
        assert not named()
