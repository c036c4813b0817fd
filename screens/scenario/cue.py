"""The row below the top bar that says which step of an exercise is next."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from mpwizard.text import cut_middle
from screens import say


class CueLine(Widget):
    """One row: the step and its title, and the key that helps. It stands on every whole screen of an exercise."""

    DEFAULT_CSS = """
    CueLine {
        dock: top;
        margin-top: 1;
        height: 1;
        background: $bar;
        color: $ink;
        padding: 0 1;
    }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def tell(self, words: str) -> None:
        """Say something else from now on."""
        if words != self._words:
            self._words = words
            self.refresh()

    def render(self) -> Content:
        """The row, cut to the width there is."""
        return say.text(cut_middle(self._words, max(0, self.size.width)), "$soon")
