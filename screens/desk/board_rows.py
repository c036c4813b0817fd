"""The parts of the status board: lists with a cursor that paint only what is seen, and plots of block characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Blur, Click, Focus, Key
from textual.message import Message
from textual.widget import Widget

from mpwizard.text import cut_middle, pad, width
from screens import keys, say
from screens.widgets.prompt import act_at_once
from screens.widgets.rows import Rows

_BAR = "▇"
_GAP = 2
_EDGE = 2
_LONGEST_NAME = 26


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a row, and the token of its colour."""

    words: str
    token: str = "ink"  # noqa: S105 - a colour


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its title, its width (0 takes what is left), whether its words stand at its right end, and from how
    many cells on it has room."""

    title: str
    cells: int = 0
    right: bool = False
    room: int = 0


class PickList(Widget, can_focus=True):
    """Rows with a cursor. Enter opens one."""

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.OPEN]

    DEFAULT_CSS = """
    PickList { height: 1fr; }
    """

    @dataclass
    class Pointed(Message):
        """The cursor stands on another row."""

        list_: PickList
        place: int

    @dataclass
    class Opened(Message):
        """Enter or a click on the row that has the cursor."""

        list_: PickList
        place: int

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._heads: tuple[Head, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self._nothing = ""
        self._cursor = 0

    @property
    def place(self) -> int:
        """Where the cursor stands."""
        return self._cursor

    @property
    def filled(self) -> bool:
        """Whether there is a row."""
        return bool(self._rows)

    def show(self, heads: Sequence[Head], rows: Sequence[tuple[Cell, ...]], nothing: str = "", place: int = -1) -> None:
        """Show other rows, the cursor where it was or at a place; `nothing` is said where there is none."""
        self._heads, self._rows, self._nothing = tuple(heads), tuple(rows), nothing
        wanted = self._cursor if place < 0 else place
        self._cursor = max(0, min(wanted, len(self._rows) - 1))
        self.refresh()

    def render(self) -> Content:
        """The titles, and as many rows as there is room for, the cursor among them."""
        room, high = self.content_size.width, max(1, self.content_size.height - 1)
        if not self._rows:
            return say.lines([self._titles(room), say.text(self._nothing, "$soft")])
        first = self._first(high)
        shown = range(first, min(first + high, len(self._rows)))
        return say.lines([self._titles(room), *(self._row(place, room) for place in shown)])

    def _first(self, high: int) -> int:
        return max(0, min(self._cursor - high // 2, len(self._rows) - high))

    def _columns(self, room: int) -> list[tuple[int, Head, int]]:
        heads = [(n, head) for n, head in enumerate(self._heads) if room >= head.room]
        left = room - _EDGE - sum(head.cells for _, head in heads) - _GAP * (len(heads) - 1)
        return [(n, head, head.cells or max(1, left)) for n, head in heads]

    def _titles(self, room: int) -> Content:
        words = [_in(head.title, cells, right=head.right) for _n, head, cells in self._columns(room)]
        return say.text(" " * _EDGE + (" " * _GAP).join(words), "$faint")

    def _row(self, place: int, room: int) -> Content:
        here = place == self._cursor
        ground = (" on $chosen" if self.has_focus else " on $lit") if here else ""
        pieces: list[tuple[str, str]] = [("▌ " if here else "  ", "$go" + ground if here else "")]
        for n, head, cells in self._columns(room):
            each = self._rows[place][n]
            if len(pieces) > 1:
                pieces.append((" " * _GAP, ground.strip()))
            pieces.append((_in(each.words, cells, right=head.right), f"${each.token}{ground}"))
        return say.line(*pieces)

    async def on_key(self, event: Key) -> None:
        """Each key acts before the next is looked at."""
        await act_at_once(self, event)

    def action_cursor(self, step: int) -> None:
        """To another row."""
        self._go(self._cursor + step)

    def action_open(self) -> None:
        """Open the row."""
        if self._rows:
            self.post_message(self.Opened(self, self._cursor))

    def on_click(self, event: Click) -> None:
        """A click points, a second one opens."""
        place = self._first(max(1, self.content_size.height - 1)) + event.y - 1
        if event.y < 1 or place >= len(self._rows):
            return
        if place == self._cursor:
            self.action_open()
        self._go(place)

    def on_focus(self, _event: Focus) -> None:
        """The cursor stands out."""
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """It does no longer."""
        self.refresh()

    def _go(self, place: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        if place != self._cursor:
            self._cursor = place
            self.refresh()
            self.post_message(self.Pointed(self, place))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot: its name, how long it is, its figure in words, its colour."""

    name: str
    size: float
    words: str
    token: str = "fact"  # noqa: S105 - a colour


@dataclass(frozen=True, slots=True)
class Plot:
    """Some bars under one title; `whole` is the size of the longest possible one, 0 where that is the longest there
    is; `nothing` is said where there is no bar."""

    title: str
    bars: tuple[Bar, ...]
    nothing: str
    whole: float = 0.0


class Plots(Rows):
    """Plots side by side, as many as have room; the last ones share a row of their own."""

    DEFAULT_CSS = """
    Plots { height: auto; width: 100%; }
    """
    LEAST = 36

    def __init__(self) -> None:
        super().__init__()
        self._plots: tuple[Plot, ...] = ()

    def show(self, plots: Sequence[Plot]) -> None:
        """Show other plots."""
        self._plots = tuple(plots)
        self.refresh(layout=True)

    def rows(self, room: int) -> list[Content]:
        """Row after row of plots."""
        across = max(1, min(3, (room + _GAP) // (self.LEAST + _GAP)))
        found: list[Content] = []
        for first in range(0, len(self._plots), across):
            some = self._plots[first : first + across]
            if found:
                found.append(say.text(""))
            found += _beside(some, (room - _GAP * (len(some) - 1)) // len(some))
        return found


def _beside(plots: Sequence[Plot], cells: int) -> list[Content]:
    columns = [_plot(plot, cells) for plot in plots]
    rows = []
    for n in range(max(map(len, columns))):
        pieces: list[Content] = []
        for column in columns:
            here = column[n] if n < len(column) else say.text("")
            pieces += [here, say.text(" " * (cells - here.cell_length + _GAP))]
        rows.append(say.line(*pieces[:-1]))
    return rows


def _plot(plot: Plot, cells: int) -> list[Content]:
    title = say.text(cut_middle(plot.title, cells), "bold $ink")
    if not plot.bars:
        return [title, say.text(cut_middle(plot.nothing, cells), "$soft")]
    figures = max(width(bar.words) for bar in plot.bars)
    names = min(max(width(bar.name) for bar in plot.bars), max(_LONGEST_NAME, cells // 2), cells - figures - 8)
    longest = max(1, cells - names - figures - 2)
    whole = plot.whole or max(bar.size for bar in plot.bars) or 1.0
    rows = [title]
    for bar in plot.bars:
        length = max(1, round(longest * bar.size / whole)) if bar.size else 0
        rows.append(
            say.line(
                (_in(bar.name, names) + " ", "$soft"),
                (pad(bar.words, figures, right=True) + " ", "$ink"),
                (_BAR * length, f"${bar.token}"),
            )
        )
    return rows


def _in(words: str, cells: int, *, right: bool = False) -> str:
    return pad(cut_middle(words, cells), cells, right=right)
