"""The way through a list that may have a million cases: a few pages around the cursor, further ones by their places.

Speaks to the list of cases in threads; holds no widget.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mpwizard.case_query import PAGE, CaseQuery, Cursor, Direction, Page
from screens.desk.table import Window

if TYPE_CHECKING:
    from mpwizard.case_list import CaseList
    from mpwizard.views import DeskRow

# Enough that a screenful lies within them, wherever the cursor is.
_HELD = 3


class Browsing:
    """One walk through the cases of a query."""

    def __init__(self, listed: CaseList, query: CaseQuery) -> None:
        self._listed = listed
        self.query = query
        self._pages: list[Page[DeskRow]] = []
        self._turn = asyncio.Lock()

    @property
    def window(self) -> Window:
        """The cases held, and whether there are more on either side."""
        if not self._pages:
            return Window()
        rows = tuple(row for page in self._pages for row in page.rows)
        return Window(rows, self._pages[0].has_before, self._pages[-1].has_after)

    def hold(self, page: Page[DeskRow]) -> None:
        """The first cases, read elsewhere."""
        self._pages = [page]

    async def begin(self) -> Window:
        """The first cases."""
        async with self._turn:
            self._pages = [await self._page(None, Direction.AFTER)]
            return self.window

    async def end(self, *, after: bool) -> Window:
        """The last cases, or the first."""
        async with self._turn:
            self._pages = [await self._page(None, Direction.BEFORE if after else Direction.AFTER)]
            return self.window

    async def further(self, *, after: bool) -> Window:
        """One page more on a side; what is farthest on the other is let go. A key held down asks with every row until
        the page has come: all that was asked of the same rows is answered by one page."""
        asked_of = self._pages
        async with self._turn:
            if self._pages is not asked_of:
                return self.window
            if after and self._pages and self._pages[-1].has_after:
                page = await self._page(self._pages[-1].last, Direction.AFTER)
                self._pages = [*self._pages, page][-_HELD:]
            elif not after and self._pages and self._pages[0].has_before:
                page = await self._page(self._pages[0].first, Direction.BEFORE)
                self._pages = [page, *self._pages][:_HELD]
            return self.window

    async def again(self) -> Window:
        """The same stretch of the list as it is now: what came, went or changed on it is seen."""
        async with self._turn:
            if not self._pages or not self._pages[0].has_before:
                start = None
            else:
                before = await self._page(self._pages[0].first, Direction.BEFORE, limit=1)
                start = before.last
            count = max(PAGE, sum(len(page.rows) for page in self._pages))
            self._pages = [await self._page(start, Direction.AFTER, limit=count)]
            return self.window

    async def _page(self, cursor: Cursor | None, direction: Direction, limit: int = PAGE) -> Page[DeskRow]:
        return await asyncio.to_thread(self._listed.page, self.query, cursor, direction, limit)
