"""The row below the top bar that says which step of a scenario is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from mpwizard.text import cut_middle, pad, width
from screens import say
from screens.wrapping import wrap

_MOST_CUE_ROWS = 2
_BETWEEN, _NARROW = 3, 30


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands there: the row of the step; its title for the last row of the room, if it is to be read from there;
    what the step is about, in one language or in two."""

    words: str
    title: str = ""
    texts: tuple[str, ...] = ()


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

    def __init__(self, cue: Cue) -> None:
        super().__init__()
        self._cue = cue

    def tell(self, cue: Cue) -> None:
        """Say something else from now on."""
        if cue != self._cue:
            self._cue = cue
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The row of the step, and those of its title and its cue."""
        del container, viewport
        return len(self._rows(width))

    def render(self) -> Content:
        """The rows, each cut to the width there is."""
        return say.lines(self._rows(max(1, self.content_size.width)))

    def _rows(self, room: int) -> list[Content]:
        rows = [say.text(cut_middle(self._cue.words, room), "$soon")]
        if self._cue.title:
            rows += [say.text(""), say.text(spread(self._cue.title, room), "bold $ink"), say.text("")]
        return [*rows, *(say.text(row, "$ink") for row in beside_each_other(self._cue.texts, room, _MOST_CUE_ROWS))]


def spread(title: str, room: int) -> str:
    """A title with its letters apart, in the middle of a row; as it is where there is too little room."""
    wide = " ".join(title.upper()) if width(title) * 2 <= room else title
    shown = cut_middle(wide, room)
    return " " * ((room - width(shown)) // 2) + shown


def beside_each_other(texts: Sequence[str], room: int, most: int) -> list[str]:
    """Texts in columns, each of so many rows at most; below each other where a column would be narrow."""
    if not texts:
        return []
    column = (room - _BETWEEN * (len(texts) - 1)) // len(texts)
    if len(texts) > 1 and column < _NARROW:
        return [row for text in texts for row in wrap(text, room)[:most]]
    wrapped = [wrap(text, max(1, column))[: most if len(texts) == 1 else most + 1] for text in texts]
    return [(" " * _BETWEEN).join(pad(cell, column) for cell in row) for row in zip_longest(*wrapped, fillvalue="")]
