"""The cases as a table of what is seen: one window of rows, moved along the desk by the keys. It asks for more near the
window's ends and holds nothing beyond them, so that a million cases paint like ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.text import pad, safe
from screens import keys
from screens.desk.columns import GAP, USUAL, Slot, slots
from screens.widgets.prompt import act_at_once

if TYPE_CHECKING:
    from mpwizard.views import DeskRow

_GUTTER = 2
_HERE, _MARKED, _CHANGED = "▌", "✓", "✎"
# So close to an end of the window, more is asked for: a key held down must not outrun it.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Window:
    """A run of cases one after the other in the order of the view, and whether there are more on either side."""

    rows: tuple[DeskRow, ...] = ()
    more_before: bool = False
    more_after: bool = False


class CaseTable(Widget, can_focus=True):
    """The cases of a window. The cursor stays on its case when the rows change, or at its place where that is gone."""

    BINDINGS = [
        keys.OPEN,
        keys.ROW_UP,
        keys.ROW_DOWN,
        keys.ROWS_UP,
        keys.ROWS_DOWN,
        keys.FIRST_ROW,
        keys.LAST_ROW,
        keys.MARK,
        keys.MARK_ALL,
    ]

    DEFAULT_CSS = """
    CaseTable {
        width: 1fr;
        height: 1fr;
        background: $ground;
        color: $ink;
    }
    """

    @dataclass
    class Opened(Message):
        """Somebody wants to work on a case."""

        row: DeskRow

    @dataclass
    class Moved(Message):
        """The cursor came to another case, or to none."""

        row: DeskRow | None

    class Marked(Message):
        """Cases were marked, or marks taken away."""

    @dataclass
    class Wanted(Message):
        """The window ends soon: before its first row, or after its last one. `all_the_way` asks for the end of the
        list."""

        after: bool
        all_the_way: bool = False

    def __init__(self) -> None:
        super().__init__()
        self._window = Window()
        self._chosen: tuple[str, ...] = USUAL
        self._changed: Mapping[int, str] = {}
        self._marks: frozenset[int] = frozenset()
        self._at = 0
        self._top = 0
        # Rows still to go behind the window's end, once their page has come; and whether to open what lies there.
        self._owed = 0
        self._opens_there = False

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def selected(self) -> DeskRow | None:
        """The case under the cursor; None while there is none."""
        rows = self._window.rows
        return rows[self._at] if rows else None

    @property
    def cursor_row(self) -> int:
        """Where in the window the cursor is."""
        return self._at

    @property
    def changed(self) -> Mapping[int, str]:
        """The cases that others changed, and who did."""
        return self._changed

    @property
    def marks(self) -> frozenset[int]:
        """The cases that are marked, seen or not."""
        return self._marks

    @property
    def window(self) -> Window:
        """What is held."""
        return self._window

    @property
    def screenful(self) -> int:
        """How many cases fit at once."""
        height = self._high
        return max(1, (self.size.height - height) // height)

    def show(self, window: Window, *, at: int | None = None) -> None:
        """Hold these rows. The cursor stays on its case, unless it is sent to a row."""
        kept = self.selected.record.id if self.selected else None
        place = next((row for row, case in enumerate(window.rows) if case.record.id == kept), self._at)
        self._top += place - self._at
        self._window = window
        self._go(place + self._owed if at is None else at)
        self.refresh()

    def say_changed(self, changed: Mapping[int, str]) -> None:
        """Say of these cases who changed them meanwhile."""
        self._changed = changed
        self.refresh()

    def choose(self, columns: Sequence[str]) -> None:
        """Show these columns."""
        self._chosen = tuple(columns)
        self.refresh()

    def mark(self, marks: frozenset[int]) -> None:
        """Mark these cases and no other, by their ids."""
        self._mark(marks)

    def point(self, case: int | None) -> None:
        """Put the cursor on a case, if it is held."""
        place = next((at for at, row in enumerate(self.window.rows) if row.record.id == case), None)
        if place is not None:
            self._go(place)

    def unmark(self) -> None:
        """Take all marks away."""
        self._mark(frozenset())

    async def on_key(self, event: Key) -> None:
        """Keys act in their turn, however fast they come."""
        await act_at_once(self, event)

    # --- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a case is offered while there is one."""
        del parameters
        return self.selected is not None if action in ("open", "mark", "mark_all") else True

    def action_open(self) -> None:
        """Open the case under the cursor."""
        self._opens_there = bool(self._owed)
        if self.selected is not None and not self._owed:
            self.post_message(self.Opened(self.selected))

    def action_row(self, by: int) -> None:
        """Some rows up or down."""
        self._go(self._at + self._owed + by)

    def action_screenful(self, by: int) -> None:
        """A screenful up or down; one row stays in view."""
        self._go(self._at + self._owed + by * max(1, self.screenful - 1))

    def action_end(self, after: int) -> None:
        """To the first case of the list, or to the last."""
        there_is_more = self._window.more_after if after else self._window.more_before
        if there_is_more:
            self.post_message(self.Wanted(bool(after), all_the_way=True))
        else:
            self._go(len(self._window.rows) - 1 if after else 0)

    def action_mark(self) -> None:
        """Mark the case, or take its mark away, and go on to the next."""
        if self.selected is not None:
            self._mark(self._marks ^ {self.selected.record.id})
            self.action_row(1)

    def action_mark_all(self) -> None:
        """Mark all that is held here; if it is marked already, take the marks away."""
        here = frozenset(row.record.id for row in self._window.rows)
        self._mark(self._marks - here if here <= self._marks else self._marks | here)

    def on_click(self, event: Click) -> None:
        """To the case; a second click opens it."""
        row = self._top + (event.y // self._high) - 1
        if event.y < self._high or row >= len(self._window.rows):
            return
        again = row == self._at and event.chain > 1
        self._go(row)
        if again:
            self.action_open()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the cursor, so that more is fetched where the window ends."""
        event.stop()
        self.action_row(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The other way."""
        event.stop()
        self.action_row(-1)

    def on_resize(self, event: Resize) -> None:
        """The cursor stays in view."""
        del event
        self._go(self._at + self._owed)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _go(self, row: int) -> None:
        rows = self._window.rows
        before, case = (self._at, self._top), self._posted
        self._at = min(max(row, 0), max(0, len(rows) - 1))
        self._owed = row - self._at if (self._window.more_after if row > self._at else self._window.more_before) else 0
        highest = max(0, self._at - self.screenful + 1)
        self._top = min(max(self._top, highest), self._at)
        # A case that came to the end is not the only one to be seen.
        self._top = max(0, min(self._top, len(rows) - self.screenful))
        if (self._at, self._top) != before:
            self.refresh()
        here = self.selected.record if self.selected else None
        if here != case:
            self._posted = here
            self.post_message(self.Moved(self.selected))
        if self._window.more_after and len(rows) - self._at <= _NEAR:
            self.post_message(self.Wanted(after=True))
        elif self._window.more_before and self._at < _NEAR:
            self.post_message(self.Wanted(after=False))
        if self._opens_there and not self._owed:
            self.action_open()

    _posted: object = None

    def _mark(self, marks: frozenset[int]) -> None:
        self._marks = marks
        self.refresh()
        self.post_message(self.Marked())

    # --- painting ----------------------------------------------------------------------------------------------------

    @property
    def _slots(self) -> tuple[Slot, ...]:
        return slots(self._chosen, max(1, self.size.width - _GUTTER))

    @property
    def _high(self) -> int:
        """How many lines a case takes; its titles take as many."""
        return max(len(slot.columns) for slot in self._slots)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All there is; the table is as high as it is let be."""
        del viewport, width
        return container.height

    def render_line(self, y: int) -> Strip:
        """One line: of the titles, of a case, or empty below the last one."""
        painted, high = self._slots, self._high
        below = y % high
        ground = self.rich_style
        if y < high:
            titles = [
                _piece(tr(slot.columns[below].title) if below < len(slot.columns) else "", slot) for slot in painted
            ]
            return self._strip(" " * _GUTTER, [(title, "faint") for title in titles], ground)
        index = self._top + y // high - 1
        if index >= len(self._window.rows):
            return Strip.blank(self.size.width, ground)
        case = self._window.rows[index]
        here = index == self._at
        if here:
            ground += Style(bgcolor=self.app.theme_variables["lit"])
        cells = [self._cell(slot, below, case) for slot in painted]
        return self._strip(self._gutter(case, below, here=here), cells, ground)

    def _cell(self, slot: Slot, below: int, case: DeskRow) -> tuple[str, str]:
        column = slot.columns[below] if below < len(slot.columns) else None
        if column is None:
            return _piece("", slot), "ink"
        by = self._changed.get(case.record.id)
        if by and column.key in ("changed", "owner"):
            return _piece(f"{_CHANGED} {by}", slot), "fact"
        return _piece(column.words(case), slot), column.token(case)

    def _gutter(self, case: DeskRow, below: int, *, here: bool) -> str:
        mark = _MARKED if below == 0 and case.record.id in self._marks else " "
        return (_HERE if here else " ") + mark

    def _strip(self, gutter: str, cells: Sequence[tuple[str, str]], ground: Style) -> Strip:
        palette = self.app.theme_variables
        segments = [Segment(gutter, ground + Style(color=palette["go-text"]))]
        segments += [Segment(words, ground + Style(color=palette[token])) for words, token in cells]
        return Strip(segments).adjust_cell_length(self.size.width, ground)


def _piece(words: str, slot: Slot) -> str:
    return pad(safe(words), slot.cells) + " " * GAP
