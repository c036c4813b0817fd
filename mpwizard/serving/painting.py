"""A screen painted for one terminal: of another size, with other colours, and only what changed since last time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from weakref import WeakKeyDictionary

from mpwizard.serving.colours import Depth, recoloured
from mpwizard.serving.escapes import Piece
from mpwizard.serving.screen_model import Cell, ScreenModel
from mpwizard.text import width

_SCROLLS = {"\x1b[A": (0, -1), "\x1b[B": (0, 1), "\x1b[C": (1, 0), "\x1b[D": (-1, 0)}
_ARROW = re.compile(r"\x1b\[[A-D]")
_COLUMNS_A_SCROLL = 8
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_CLEAR = "\x1b[0m\x1b[2J"
# Rows of a few sizes, scrolled to a few places.
_MOST_KEPT = 4096
_Kept = dict[tuple[int, int, int, Depth], tuple[int, str]]
_KEPT: WeakKeyDictionary[ScreenModel, _Kept] = WeakKeyDictionary()


class Painter:
    """Paints one screen model on one terminal. `status`, where there is one, takes the terminal's last row."""

    def __init__(self, columns: int, rows: int, depth: Depth) -> None:
        self.columns, self.rows, self.depth = columns, rows, depth
        self.left = self.top = 0
        self._painted: list[str] = []

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size: all is to be painted."""
        self.columns, self.rows = columns, rows
        self.forget()

    def forget(self) -> None:
        """The next paint is a whole one."""
        self._painted = []

    def scroll(self, keys: str, model: ScreenModel) -> bool:
        """Move what is shown of a larger screen by arrow keys, of which one that is held comes several at a time; False
        where these are none. Below what is shown there is a status row."""
        moves = _ARROW.findall(keys)
        if not moves or "".join(moves) != keys:
            return False
        for across, down in map(_SCROLLS.__getitem__, moves):
            self.left = _within(self.left + across * _COLUMNS_A_SCROLL, model.columns - self.columns)
            self.top = _within(self.top + down, model.rows - (self.rows - 1))
        return True

    def paint(self, model: ScreenModel, status: str | None = None) -> str:
        """What makes the terminal show the model; empty where it does already."""
        rows = self._rows(model, status)
        whole = len(self._painted) != len(rows)
        before = [""] * len(rows) if whole else self._painted
        changed = [
            f"\x1b[{number + 1};1H{row}"
            for number, (row, old) in enumerate(zip(rows, before, strict=True))
            if row != old
        ]
        self._painted = rows
        if not changed and not whole:
            return self._cursor(model, status) if status is None else ""
        return "".join([_HIDE, _CLEAR if whole else "", *changed, "\x1b[0m", self._cursor(model, status)])

    def _rows(self, model: ScreenModel, status: str | None) -> list[str]:
        room = self.rows - (status is not None)
        rows = [self._kept_row(model, self.top + number) for number in range(min(room, model.rows - self.top))]
        rows += ["\x1b[0m\x1b[K"] * (room - len(rows))
        if status is not None:
            rows.append(self.band(status))
        return rows

    def _kept_row(self, model: ScreenModel, number: int) -> str:
        """A row as any painter of the same size, place and colours paints it: of many who look on most share it."""
        kept = _KEPT.setdefault(model, {})
        place, version = (number, self.left, self.columns, self.depth), model.row_version(number)
        found = kept.get(place)
        if found is None or found[0] != version:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            found = kept[place] = (version, self._row(model.row(number)))
        return found[1]

    def _row(self, cells: Sequence[Cell]) -> str:
        shown = cut(cells, self.left, self.columns)
        pieces = []
        for looks, alike in groupby(shown, key=lambda cell: cell.looks):
            pieces += [recoloured(looks, self.depth), "".join(cell.text for cell in alike)]
        end = "\x1b[0m\x1b[K" if len(shown) < self.columns else ""
        return "".join([*pieces, end])

    def band(self, words: str) -> str:
        """A row of the front's own, cut and filled to the terminal's width."""
        shown = ""
        for character in words:
            if width(shown + character) > self.columns:
                break
            shown += character
        return f"\x1b[0;7m{shown}{' ' * (self.columns - width(shown))}\x1b[0m"

    def _cursor(self, model: ScreenModel, status: str | None) -> str:
        cursor = model.cursor
        column, row = cursor.column - self.left, cursor.row - self.top
        room = self.rows - (status is not None)
        if not cursor.shown or not (0 <= column < self.columns and 0 <= row < room):
            return _HIDE
        return f"\x1b[{row + 1};{column + 1}H{_SHOW}"


def cut(cells: Sequence[Cell], left: int, columns: int) -> list[Cell]:
    """The cells from `left` on, as many as there is room for. Half a wide character at an edge becomes a blank."""
    shown = list(cells[left : left + columns])
    if shown and shown[0].text == "":
        shown[0] = Cell(" ", shown[0].looks)
    if len(shown) == columns and width(shown[-1].text) > 1:
        shown[-1] = Cell(" ", shown[-1].looks)
    return shown


def for_terminal(piece: Piece, depth: Depth) -> str:
    """A piece as a terminal of some colour depth gets it, without the alternate screen, which the front has opened."""
    if piece.is_colour:
        return recoloured(piece.text, depth)
    return "" if piece.text in _OURS else piece.text


_OURS = frozenset({"\x1b[?1049h", "\x1b[?1049l"})


def _within(place: int, most: int) -> int:
    return max(0, min(place, most))
