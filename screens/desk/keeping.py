"""One's own views and columns: opened with the desk, kept when they are changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from mpwizard.case_views import EVERYTHING, Views
from mpwizard.i18n import tr
from screens.desk.asking import AskLine, ChooseColumns
from screens.desk.dialogs import Confirm

if TYPE_CHECKING:
    from screens.desk.cases import Cases
    from screens.desk.desk import DeskScreen


class Keeping:
    """The habits of one screen's operator."""

    def __init__(self, screen: DeskScreen) -> None:
        self._screen = screen

    @property
    def _views(self) -> Views:
        return Views(self._screen.app.desk)

    async def open(self, cases: Cases) -> None:
        """Show one's own views too, and the one that was open when the desk was left."""
        views, habits = await asyncio.to_thread(lambda: (self._views.all(), self._views.habits()))
        cases.know(views)
        if habits.columns:
            cases.show_usually(habits.columns)
        left = next((view for view in views if view.key == habits.view), EVERYTHING)
        if cases.view != EVERYTHING:
            # Chosen before the desk was open.
            await self.remember(view=cases.view.key)
            await cases.count()
        elif left != cases.view and not cases.is_changed:
            await cases.open_view(left)
        else:
            await cases.count()

    async def remember(self, **habits: Any) -> None:
        """Keep a habit."""
        views = self._views
        await asyncio.to_thread(lambda: views.remember(replace(views.habits(), **habits)))

    async def columns(self, cases: Cases) -> None:
        """Choose what the table says."""
        chosen = await self._screen.app.push_screen_wait(ChooseColumns(cases.columns))
        if chosen is None:
            return
        cases.choose(chosen)
        if not cases.view.own:
            cases.show_usually(chosen)
            await self.remember(columns=chosen)

    async def keep(self, cases: Cases) -> None:
        """Keep what is shown under a name."""
        known = [view.title for view in cases.views if view.own]
        name = await self._screen.app.push_screen_wait(AskLine(tr("Under which name?"), known))
        if name is None:
            return
        view = await self._screen.written(partial(self._views.keep, name, cases.query_now, cases.columns))
        cases.know(await asyncio.to_thread(self._views.all))
        await cases.open_view(view)

    async def forget(self, cases: Cases) -> None:
        """Drop the view that is open, if it is one's own."""
        view = cases.view
        if not view.own:
            self._screen.notice(tr("This view belongs to everybody."))
            return
        words = tr("The cases in it stay where they are.")
        if await self._screen.app.push_screen_wait(Confirm(tr("Remove {view}?", view=view.title), words, tr("Remove"))):
            await self._screen.written(partial(self._views.forget, view))
            cases.know(await asyncio.to_thread(self._views.all))
            await cases.open_view(EVERYTHING)
