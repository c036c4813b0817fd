"""The row below the top bar that says which step of a scenario is next."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from mpwizard.text import cut_middle
from screens import say
from screens.wrapping import wrap

_MOST_CUE_ROWS = 2


class CueLine(Widget):
    """One row: the step and its title, and the key that goes on; below it what the step is about, where that is to be
    read by everybody. It stands on every whole screen of an exercise or a play."""

    DEFAULT_CSS = """
    CueLine {
        dock: top;
        margin-top: 1;
        height: auto;
        background: $bar;
        color: $ink;
        padding: 0 1;
    }
    """

    def __init__(self, words: str, cue: str = "") -> None:
        super().__init__()
        self._words = words
        self._cue = cue

    def tell(self, words: str, cue: str = "") -> None:
        """Say something else from now on."""
        if (words, cue) != (self._words, self._cue):
            self._words, self._cue = words, cue
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The row of the step, and those of its cue."""
        del container, viewport
        return 1 + len(self._rows(width))

    def render(self) -> Content:
        """The rows, each cut to the width there is."""
        room = max(0, self.content_size.width)
        rows = [say.text(row, "$ink") for row in self._rows(room)]
        return say.lines([say.text(cut_middle(self._words, room), "$soon"), *rows])

    def _rows(self, room: int) -> list[str]:
        return wrap(self._cue, max(1, room))[:_MOST_CUE_ROWS] if self._cue else []
