"""How many cases stand where: the stages of the desk as one row of bars."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from mpwizard.stages import Stage
from mpwizard.texts import label
from screens import say
from screens.widgets.rows import Rows

_BAR = "▇"
# A bar is a ground, not a text: its green is the ground's.
_BAR_TOKENS = {Stage.LIVE: "go", Stage.FAILED: "wrong", Stage.ABANDONED: "faint"}
_LONGEST = 16
_GAP, _NARROW_GAP = "   ", "  "


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
        self._counts: tuple[tuple[Stage, int], ...] = ()

    def show(self, counts: Mapping[Stage, int]) -> None:
        """Show how many cases are in each stage."""
        shown = tuple((stage, counts[stage]) for stage in Stage if counts.get(stage))
        if shown != self._counts:
            self._counts = shown
            self.refresh(layout=True)

    def rows(self, room: int) -> list[Content]:
        """The bars on one row, shortened until all of them fit, figures alone if they must; else two rows."""
        for longest, gap in (*((longest, _GAP) for longest in range(_LONGEST, -1, -1)), (0, _NARROW_GAP)):
            row = say.text(gap).join(self._pieces(longest))
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
        most = max((count for _stage, count in self._counts), default=1)
        return [
            say.line(
                (label("stage", stage.key) + " ", "$soft"),
                (
                    _BAR * max(1, round(longest * count / most)) + " " if longest else "",
                    f"${_BAR_TOKENS.get(stage, 'fact')}",
                ),
                (str(count), "$ink"),
            )
            for stage, count in self._counts
        ]
