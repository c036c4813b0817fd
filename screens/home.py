"""The first screen, seen before the desk is open."""

from __future__ import annotations

from collections.abc import Iterable

from textual.screen import Screen
from textual.widget import Widget

from mpwizard.i18n import tr
from screens.base import MpScreen
from screens.widgets.bars import Heading
from screens.widgets.modal import Words


def home() -> Screen[None]:
    """The screen that the program opens on."""
    return HomeScreen()


class HomeScreen(MpScreen):
    """A page that waits for the desk to open."""

    def heading(self) -> Heading:
        """The program."""
        return Heading(place="mpwizard", title=tr("Desk"))

    def compose_content(self) -> Iterable[Widget]:
        """One line."""
        yield Words(tr("Opening the desk…"), "$soft")

    def desk_opened(self) -> None:
        """It can be worked at."""
        self.query_one(Words).say(tr("The desk is open."))
