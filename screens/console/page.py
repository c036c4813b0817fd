"""What the console and the platform desk share: a page that scrolls by keys, whatever has the focus."""

from __future__ import annotations

from textual.containers import VerticalScroll

from screens import keys
from screens.base import MpScreen


class SectionPage(VerticalScroll, can_focus=False):
    """The scrolling part of a page."""


class PagedScreen(MpScreen):
    """A screen with one `SectionPage`."""

    BINDINGS = [keys.PAGE_UP, keys.PAGE_DOWN]

    def action_turn(self, pages: int) -> None:
        """Scroll the page; the cursor stays."""
        page = self.query_one(SectionPage)
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)
