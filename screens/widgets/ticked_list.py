"""A list whose entries can be ticked: a sign tells which are, not a colour alone."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import SelectionList

from screens import say


class TickedList(SelectionList[str]):
    """Textual marks ticked and other entries with one letter in two colours; here it is the tick of the forms."""

    def action_select(self) -> None:
        """Tick what is pointed at now: by a message the next keys might have moved the cursor before it comes."""
        if self.highlighted is not None:
            self.toggle(self.get_option_at_index(self.highlighted))

    def render_line(self, y: int) -> Strip:
        """The line of an entry, its tick before it."""
        line = super().render_line(y)
        place = self.scroll_offset.y + y
        if place >= self.option_count:
            return line
        ticked = self.get_option_at_index(place).value in self.selected
        before = ("[", say.DONE if ticked else " ", "]")
        button, words = list(line)[: len(before)], list(line)[len(before) :]
        told = [Segment(sign, each.style) for sign, each in zip(before, button, strict=True)]
        return Strip([*told, *words])
