"""The screen of one program as a terminal would show it: fed with all it writes, read by whoever attaches later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pyte

from mpwizard.serving.escapes import Piece, Sort, Splitter
from mpwizard.text import width

# What a program may switch on at its terminal that a terminal attached later has to be told: mouse, focus, paste,
# synchronised output. The alternate screen and the cursor are painted, not told.
_TOLD_MODES = frozenset({"1000", "1002", "1003", "1004", "1005", "1006", "1015", "1016", "2004", "2048"})


# How sequences end that insert or delete rows.
_MOVES_ROWS = ("L", "M")


@dataclass(frozen=True, slots=True)
class Cell:
    """One character with its looks. `text` is empty where the left half of a wide character reaches over."""

    text: str
    looks: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor stands, counted from 0, and whether it is shown."""

    column: int
    row: int
    shown: bool


class ScreenModel:
    """A screen of some size. Everything a program writes goes through `feed`; nothing it writes is ever answered."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._splitter = Splitter()
        self._modes: set[str] = set()
        # Counts what was fed, so that who painted the screen knows whether it is still the same.
        self.version = 0
        # Which of these feeds a row was changed by last; all before the first belong to no row.
        self._changed_by: dict[int, int] = {}
        self._everything_by = 0
        self._cells: dict[int, tuple[int, list[Cell]]] = {}

    @property
    def columns(self) -> int:
        """Its width in cells."""
        return int(self._screen.columns)

    @property
    def rows(self) -> int:
        """Its height in cells."""
        return int(self._screen.lines)

    def feed(self, data: bytes) -> tuple[Piece, ...]:
        """Take what the program wrote; the same, cut into whole pieces."""
        pieces = tuple(self._splitter.feed(data))
        for piece in pieces:
            if piece.is_private:
                self._note_mode(piece)
            if _is_known(piece):
                if piece.text[-1:] in _MOVES_ROWS:
                    # pyte leaves a row standing where an untouched one should take its place.
                    for number in range(self.rows):
                        self._screen.buffer[number]
                # pyte does not know every parameter that a terminal passes by.
                with suppress(Exception):
                    self._stream.feed(piece.text)
        if pieces:
            self.version += 1
            self._changed_by.update(dict.fromkeys(self._screen.dirty, self.version))
            self._screen.dirty.clear()
        return pieces

    def resize(self, columns: int, rows: int) -> None:
        """Another size; what does not fit is cut."""
        self._screen.resize(lines=rows, columns=columns)
        self._screen.dirty.clear()
        self.version += 1
        self._everything_by = self.version
        self._changed_by.clear()
        self._cells.clear()

    def row_version(self, number: int) -> int:
        """The version a row was changed with last."""
        return self._changed_by.get(number, self._everything_by)

    def row(self, number: int) -> Sequence[Cell]:
        """The cells of one row, as many as the screen is wide."""
        version = self.row_version(number)
        kept = self._cells.get(number)
        if kept is None or kept[0] != version:
            kept = self._cells[number] = (version, self._row(number))
        return kept[1]

    def _row(self, number: int) -> list[Cell]:
        line: dict[int, Any] = self._screen.buffer[number]
        default = self._screen.default_char
        chars = [line.get(column, default) for column in range(self.columns)]
        return [Cell(text, _looks(char)) for text, char in zip(_whole(char.data for char in chars), chars, strict=True)]

    @property
    def cursor(self) -> Cursor:
        """The cursor."""
        cursor = self._screen.cursor
        return Cursor(min(cursor.x, self.columns - 1), min(cursor.y, self.rows - 1), not cursor.hidden)

    def modes(self) -> Iterator[str]:
        """What the program has switched on at its terminal, as sequences that switch it on."""
        return (f"\x1b[?{mode}h" for mode in sorted(self._modes))

    def text(self) -> list[str]:
        """The rows as plain text."""
        return ["".join(cell.text for cell in self.row(number)) for number in range(self.rows)]

    def _note_mode(self, piece: Piece) -> None:
        named = set(piece.text[3:-1].split(";")) & _TOLD_MODES
        if piece.text[2] == "?" and piece.text[-1] == "h":
            self._modes |= named
        elif piece.text[2] == "?" and piece.text[-1] == "l":
            self._modes -= named


def _whole(texts: Iterable[str]) -> list[str]:
    """The texts of a row's cells. Where one half of a wide character was written over, a terminal shows a blank in the
    place of the other; an empty text is the right half of the one before it."""
    whole: list[str] = []
    wants_half = False
    for text in texts:
        if wants_half and text:
            whole[-1] = " "
        whole.append(text if text or wants_half else " ")
        wants_half = width(text) > 1
    if wants_half:
        whole[-1] = " "
    return whole


def _is_known(piece: Piece) -> bool:
    """Whether pyte does something sensible with a piece. Of private sequences it prints the tail of all but modes."""
    if piece.is_private:
        return piece.text[2] == "?" and piece.text[-1] in "hl"
    return piece.sort in (Sort.TEXT, Sort.CSI, Sort.SHORT)


def _looks(char: Any) -> str:
    """The looks of a character as an SGR sequence that begins with a reset, in true colour."""
    numbers = ["0"]
    for name, number in (("bold", 1), ("italics", 3), ("underscore", 4), ("blink", 5), ("reverse", 7)):
        if getattr(char, name):
            numbers.append(str(number))
    if char.strikethrough:
        numbers.append("9")
    numbers += _colour(char.fg, 30) + _colour(char.bg, 40)
    return f"\x1b[{';'.join(numbers)}m"


_NAMES = {name: n for n, name in enumerate(("black", "red", "green", "brown", "blue", "magenta", "cyan", "white"))}


def _colour(told: str, base: int) -> list[str]:
    """A colour as pyte keeps it: a name, or six hexadecimal digits."""
    if told == "default":
        return []
    bright = told.removeprefix("bright")
    if bright in _NAMES:
        return [str(base + _NAMES[bright] + (60 if bright != told else 0))]
    red, green, blue = (str(int(told[place : place + 2], 16)) for place in (0, 2, 4))
    return [str(base + 8), "2", red, green, blue]
