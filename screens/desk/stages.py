"""How many cases stand where: the stages of the desk as one row of bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from mpwizard.i18n import say as speak
from mpwizard.lifecycle import State
from mpwizard.texts import option_texts
from screens import say

if TYPE_CHECKING:
    from mpwizard.views import DeskRow

_BAR = "▇"
_STYLES = {State.REGISTERED: "$go", State.FAILED: "$wrong", State.ABANDONED: "$faint", State.AWAITING_TRANSFER: "$soon"}
_LONGEST = 16


class Stages(Widget):
    """One bar for each stage that has a case in it, as long as its share of the largest."""

    DEFAULT_CSS = """
    Stages {
        height: 1;
        margin: 1 1 0 1;
        color: $soft;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[tuple[State, int], ...] = ()

    def show(self, rows: Sequence[DeskRow]) -> None:
        """Count these cases."""
        counted = Counter(row.record.state for row in rows)
        self._counts = tuple((state, counted[state]) for state in State if counted[state])
        self.refresh()

    def render(self) -> Content:
        """The bars, shortened until all of them fit."""
        for longest in range(_LONGEST, -1, -1):
            row = self._row(longest)
            if row.cell_length <= self.size.width or longest == 0:
                return row
        return say.text("")

    def _row(self, longest: int) -> Content:
        most = max((count for _state, count in self._counts), default=1)
        pieces: list[Content | tuple[str, str] | str] = []
        for state, count in self._counts:
            name = speak(option_texts()[f"state.{state}"].label)
            bar = _BAR * max(1, round(longest * count / most)) if longest else ""
            gap = "   " if pieces else ""
            figure = f" {count}" if bar else str(count)
            pieces += [(f"{gap}{name} ", "$soft"), (bar, _STYLES.get(state, "$fact")), (figure, "$ink")]
        return say.line(*pieces) if pieces else say.text("")
