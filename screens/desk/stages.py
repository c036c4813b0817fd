"""How many cases stand where: the stages of the desk as one row of bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from mpwizard.lifecycle import State
from mpwizard.texts import label
from screens import say
from screens.stage_tokens import stage_token
from screens.widgets.rows import Rows

if TYPE_CHECKING:
    from mpwizard.views import DeskRow

_BAR = "▇"
# A bar is a ground, not a text: its green is the ground's. What waits for money stands out.
_BAR_TOKENS = {State.REGISTERED: "go", State.AWAITING_TRANSFER: "soon"}
_LONGEST = 16
_GAP = "   "


class Stages(Rows):
    """One bar for each stage that has a case in it, as long as its share of the largest; figures alone where it is
    narrow, on two rows if they must."""

    DEFAULT_CSS = """
    Stages {
        height: auto;
        max-height: 2;
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
        self.refresh(layout=True)

    def rows(self, room: int) -> list[Content]:
        """The bars on one row, shortened until all of them fit; two rows where it is narrow."""
        for longest in range(_LONGEST, 0, -1):
            row = say.text(_GAP).join(self._pieces(longest))
            if row.cell_length <= room:
                return [row]
        rows: list[Content] = []
        for piece in self._pieces(0):
            if rows and rows[-1].cell_length + len(_GAP) + piece.cell_length <= room:
                rows[-1] = say.line(rows[-1], _GAP, piece)
            else:
                rows.append(piece)
        return rows

    def _pieces(self, longest: int) -> list[Content]:
        most = max((count for _state, count in self._counts), default=1)
        return [
            say.line(
                (label("state", state) + " ", "$soft"),
                (
                    _BAR * max(1, round(longest * count / most)) + " " if longest else "",
                    f"${_BAR_TOKENS.get(state) or stage_token(state, 'fact')}",
                ),
                (str(count), "$ink"),
            )
            for state, count in self._counts
        ]
