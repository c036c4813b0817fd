"""The screen that the program opens on, and how the desk is opened behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from screens.desk.desk import DeskScreen

if TYPE_CHECKING:
    from mpwizard.bootstrap import Opening
    from mpwizard.desk import Desk


def home() -> Screen[None]:
    """The desk with all its cases."""
    return DeskScreen()


class Home:
    """The desk, its cases on the screen first: what they are worked on with is loaded once they have been painted."""

    def __init__(self, begin: Callable[[], Opening]) -> None:
        self._begin = begin
        self._screen: DeskScreen | None = None

    def screen(self) -> DeskScreen:
        """The first screen."""
        self._screen = DeskScreen()
        return self._screen

    def open_desk(self) -> Desk:
        """Open the desk, in a thread of the app.

        Raises:
            Trouble: the settings, the key or the database cannot be used.
        """
        opening = self._begin()
        listed = opening.case_list()
        first = listed.first()
        if self._screen is not None:
            # Before anything else takes the processor.
            self._screen.app.call_from_thread(self._screen.show_first, listed, *first)  # type: ignore[arg-type] # an async one too
        return opening.desk()
