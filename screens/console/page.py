"""What the console and the platform desk share: a page that scrolls by keys, whatever has the focus."""

from __future__ import annotations

from screens import keys
from screens.base import MpScreen
from screens.widgets.scrolling import Scrolled, turn


class SectionPage(Scrolled):
    """The scrolling part of a page. `turns` counts how often it was turned by hand: whoever means to scroll it once it
    is laid out lets be if it was turned meanwhile."""

    turns = 0

    def turn(self, pages: int) -> None:
        """Scroll by screenfuls."""
        self.turns += 1
        turn(self, pages)


# From so many columns on the help stands beside: with the list at the left, less leaves values no room in English.
_WIDE = 112


class PagedScreen(MpScreen):
    """A screen with one `SectionPage`."""

    HORIZONTAL_BREAKPOINTS = [*MpScreen.HORIZONTAL_BREAKPOINTS[:-1], (_WIDE, "-wide")]
    BINDINGS = [keys.PAGE_UP, keys.PAGE_DOWN]

    def action_turn(self, pages: int) -> None:
        """Scroll the page; the cursor stays."""
        self.query_one(SectionPage).turn(pages)
