"""The notice over a terminal too small to work in. What lies under it is kept, and the keys still reach it."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from mpwizard.i18n import tr
from screens import say

LEAST = Size(40, 12)


class Enlarge(Widget):
    """Covers the screen while it is smaller than `LEAST`; the screen's own breakpoints show it."""

    DEFAULT_CSS = """
    Enlarge {
        layer: notice;
        display: none;
        width: 100%;
        height: 100%;
        dock: top;
        background: $ground;
        color: $ink;
    }
    """

    def render(self) -> Content:
        """One sentence, broken to whatever width there is."""
        words = tr("Please enlarge the window to {width}x{height}.", width=LEAST.width, height=LEAST.height)
        return say.paragraph(words, self.size.width)
