"""The way through a long list, without a screen."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mpwizard.case_query import PAGE, CaseQuery, Cursor, Direction, Page
from screens.desk.browsing import Browsing

CASES = 5 * PAGE


class Numbers:
    """A list of numbers instead of cases."""

    def page(self, _query: CaseQuery, cursor: Cursor | None, direction: Direction, limit: int) -> Page[int]:
        """So many numbers on a side of a cursor."""
        if direction is Direction.AFTER:
            begin = 0 if cursor is None else int(cursor.text) + 1
            rows = range(begin, min(begin + limit, CASES))
        else:
            end = CASES if cursor is None else int(cursor.text)
            rows = range(max(0, end - limit), end)
        return Page(tuple(rows), rows[0] > 0, rows[-1] < CASES - 1, Cursor(str(rows[0])), Cursor(str(rows[-1])))


@pytest.fixture
def browsing() -> Browsing:
    """A walk through five pages."""
    numbers: Any = Numbers()
    return Browsing(numbers, CaseQuery())


async def test_what_is_asked_many_times_at_once_is_answered_by_one_page(browsing: Browsing) -> None:
    """A key held down asks with every row; pages that nobody has come to yet would carry the cursor off its case."""
    await browsing.begin()
    await asyncio.gather(*(browsing.further(after=True) for _ in range(10)))
    assert browsing.window.rows == tuple(range(2 * PAGE))
    await browsing.further(after=True)
    assert browsing.window.rows == tuple(range(3 * PAGE))


async def test_the_way_back_is_asked_for_once_as_well(browsing: Browsing) -> None:
    """Upwards as downwards: what is held ends where it ended, one page earlier."""
    await browsing.end(after=True)
    await asyncio.gather(*(browsing.further(after=False) for _ in range(10)))
    assert browsing.window.rows == tuple(range(CASES - 2 * PAGE, CASES))
