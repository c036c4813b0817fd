"""Sessions: one program each, the terminals attached to it, and the one keyboard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mpwizard.i18n import N_, Translator
from mpwizard.serving.colours import Depth, recoloured
from mpwizard.serving.escapes import Piece
from mpwizard.serving.painting import Painter
from mpwizard.serving.programs import Program
from mpwizard.serving.screen_model import ScreenModel
from mpwizard.serving.wire import Up, is_upward, read_upward

# Who watches is painted so often at most; a film has 24.
PAINTS_A_SECOND = 15
ENTER = "\x1b[?1049h"
_SWITCHED = (1000, 1002, 1003, 1004, 1006, 1015, 2004, 2026)
LEAVE = "\x1b[0m" + "".join(f"\x1b[?{mode}l" for mode in _SWITCHED) + "\x1b[?25h\x1b[?1049l"
_CTRL_C = "\x03"
# Ctrl+]: who was given a keyboard gives it back, whose it is takes it back.
_KEYBOARD_BACK = b"\x1d"
_SCROLLS = {"\x1b[A": (0, -1), "\x1b[B": (0, 1), "\x1b[C": (1, 0), "\x1b[D": (-1, 0)}
_COLUMNS_A_SCROLL = 8

_ELSEWHERE = N_("This session goes on at another terminal.")
_OVER = N_("The session is over.")
_WATCHING = N_("{name} · {size} · arrows move what is cut off · q leaves")
_AWAY = N_("{name} · {size} · the line of whoever works here is lost · q leaves")
_PAUSED = N_("{name} · {size} · sharing is paused · q leaves")
_YOURS = N_("{name} · {size} · you have the keyboard · Ctrl+] gives it back")


class Terminal(Protocol):
    """Somebody's terminal, however it is reached."""

    columns: int
    rows: int
    depth: Depth
    translator: Translator

    @property
    def is_behind(self) -> bool:
        """Whether it has not taken yet what was written so far."""

    def write(self, text: str) -> None:
        """Send text and control sequences."""

    def close(self, words: str) -> None:
        """End the connection, with a last line."""

    def moved(self, session: Session, attached: Attached) -> None:
        """From now on it is attached there; its own session goes on without it."""


@dataclass(eq=False)
class Attached:
    """A terminal at a session. Whoever watches has no way to the program."""

    terminal: Terminal
    watches: bool
    painter: Painter
    behind: bool = False
    name: str = ""


class Session:
    """A program that runs, its screen, and who is there. `name` is what others call it by."""

    def __init__(self, name: str, program: Program, columns: int, rows: int) -> None:
        self.name = name
        self.program = program
        self.model = ScreenModel(columns, rows)
        self.owner: Attached | None = None
        self.viewers: list[Attached] = []
        self.keyboard: Attached | None = None
        self.curtain = False
        # While a trainer has locked it, nothing that is typed reaches the program.
        self.locked = False
        self.typed_at = time.time()
        self.on_said: list[Callable[[Up], None]] = []
        self.on_change: list[Callable[[], None]] = []
        self.on_end: list[Callable[[Session, int], None]] = []
        self._paint_soon: asyncio.TimerHandle | None = None
        program.on_output = self._written
        program.on_end = self._ended

    # --- who is there ------------------------------------------------------------------------------------------------

    def attach(self, terminal: Terminal) -> Attached:
        """The owner's terminal, with the keyboard; one that was there before is sent away."""
        if self.owner is not None:
            before = self.owner
            self.detach(before)
            before.terminal.write(LEAVE)
            before.terminal.close(before.terminal.translator.gettext(_ELSEWHERE))
        came = Attached(terminal, watches=False, painter=Painter(terminal.columns, terminal.rows, terminal.depth))
        self.owner = self.keyboard = came
        terminal.write(ENTER)
        if self.model.version:
            terminal.write("".join(self.model.modes()))
            terminal.write(came.painter.paint(self.model))
            self._have_it_painted_anew(terminal)
        return came

    def watch(self, terminal: Terminal, name: str = "") -> Attached:
        """One more who watches."""
        painter = Painter(terminal.columns, terminal.rows, terminal.depth)
        came = Attached(terminal, watches=True, painter=painter, name=name)
        self.viewers.append(came)
        self._changed()
        terminal.write(ENTER)
        self._paint(came)
        return came

    def detach(self, attached: Attached) -> None:
        """Somebody is gone. The program goes on."""
        if attached is self.owner:
            self.owner = None
        if attached in self.viewers:
            self.viewers.remove(attached)
        if attached is self.keyboard:
            self.keyboard = self.owner
        self._paint_viewers_soon()
        self._changed()

    def visit(self, other: Session, name: str) -> None:
        """Its user's terminal goes to watch another session, until it comes back; the program goes on."""
        owner = self.owner
        if owner is not None:
            self.detach(owner)
            owner.terminal.write(LEAVE)
            owner.terminal.moved(other, other.watch(owner.terminal, name))

    def hand_keyboard(self, to: Attached) -> None:
        """From now on this terminal's keys reach the program, and no other's."""
        self.keyboard = to
        self._paint_viewers_soon()
        self._changed()

    def take_keyboard_back(self) -> None:
        """Its user's keys count again."""
        if self.keyboard is not self.owner:
            self.keyboard = self.owner
            self._paint_viewers_soon()
            self._changed()

    @property
    def keyboard_elsewhere(self) -> str:
        """Who has the keyboard, if its user has not."""
        return self.keyboard.name if self.keyboard is not None and self.keyboard is not self.owner else ""

    def draw_curtain(self, drawn: bool) -> None:
        """Keep what is shown from those who watch, or let them see it again."""
        self.curtain = drawn
        for each in self.viewers:
            each.painter.forget()
        self._paint_viewers_soon()
        self._changed()

    # --- what comes from terminals -----------------------------------------------------------------------------------

    def typed(self, attached: Attached, data: bytes) -> bool:
        """Keys of a terminal. They reach the program from the one that has the keyboard; a viewer's own few are heeded
        here, all others go nowhere. False when the viewer wants to leave."""
        lent = self.keyboard is not self.owner
        if lent and data == _KEYBOARD_BACK and attached in (self.keyboard, self.owner):
            self.take_keyboard_back()
            return True
        if attached is self.keyboard:
            if attached.watches or not self.locked:
                self.typed_at = time.time()
                self.program.type(data)
            return True
        return not attached.watches or self._viewer_typed(attached, data.decode("latin-1"))

    def resized(self, attached: Attached) -> None:
        """A terminal has another size."""
        terminal = attached.terminal
        attached.painter.resize(terminal.columns, terminal.rows)
        if attached is self.owner:
            self.model.resize(terminal.columns, terminal.rows)
            self.program.resize(terminal.columns, terminal.rows)
            for each in self.viewers:
                each.painter.forget()
            self._paint_viewers_soon()
        else:
            self._paint(attached)

    def drained(self, attached: Attached) -> None:
        """A terminal has taken all that was written: if it missed anything, it sees the whole screen now."""
        if attached.behind:
            attached.behind = False
            attached.painter.forget()
            self._paint(attached)

    # --- what comes from the program ---------------------------------------------------------------------------------

    def _written(self, data: bytes) -> None:
        pieces = self.model.feed(data)
        if any(map(is_upward, pieces)):
            pieces = self._taken_out(pieces)
        if self.owner is not None:
            self._pass_on(self.owner, pieces)
        self._paint_viewers_soon()

    def _taken_out(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Hear what is for the front; the rest."""
        for message in filter(None, map(read_upward, filter(is_upward, pieces))):
            for hears in self.on_said:
                hears(message)
        return tuple(piece for piece in pieces if not is_upward(piece))

    def _changed(self) -> None:
        for told in self.on_change:
            told()

    def _pass_on(self, owner: Attached, pieces: tuple[Piece, ...]) -> None:
        if owner.behind or owner.terminal.is_behind:
            owner.behind = True
            return
        owner.terminal.write("".join(for_terminal(piece, owner.terminal.depth) for piece in pieces))

    def _ended(self, code: int) -> None:
        if self._paint_soon is not None:
            self._paint_soon.cancel()
        for each in [self.owner, *self.viewers]:
            if each is not None:
                translator = each.terminal.translator
                each.terminal.write(LEAVE)
                each.terminal.close(translator.gettext(_OVER) if each.watches else "")
        self.owner, self.viewers, self.keyboard = None, [], None
        for told in self.on_end:
            told(self, code)

    def _have_it_painted_anew(self, terminal: Terminal) -> None:
        """The program knows nothing of the new terminal: another size makes it paint everything."""
        if (terminal.columns, terminal.rows) == (self.model.columns, self.model.rows):
            self.program.resize(terminal.columns, terminal.rows - 1)
        self.model.resize(terminal.columns, terminal.rows)
        self.program.resize(terminal.columns, terminal.rows)

    # --- viewers -----------------------------------------------------------------------------------------------------

    def _viewer_typed(self, viewer: Attached, text: str) -> bool:
        if text in ("q", "Q", _CTRL_C):
            return False
        across, down = _SCROLLS.get(text, (0, 0))
        if across or down:
            painter = viewer.painter
            painter.left = _within(painter.left + across * _COLUMNS_A_SCROLL, self.model.columns - painter.columns)
            painter.top = _within(painter.top + down, self.model.rows - (painter.rows - 1))
            self._paint(viewer)
        return True

    def _paint_viewers_soon(self) -> None:
        if self.viewers and self._paint_soon is None:
            loop = asyncio.get_running_loop()
            self._paint_soon = loop.call_later(1 / PAINTS_A_SECOND, self._paint_viewers)

    def _paint_viewers(self) -> None:
        self._paint_soon = None
        for viewer in self.viewers:
            self._paint(viewer)

    def _paint(self, attached: Attached) -> None:
        if attached.terminal.is_behind:
            attached.behind = True
            return
        hidden = self.curtain and attached.watches and attached is not self.keyboard
        shown = _CURTAIN if hidden else self.model
        painted = attached.painter.paint(shown, self._status(attached) if attached.watches else None)
        if painted:
            attached.terminal.write(painted)

    def _status(self, viewer: Attached) -> str:
        if self.owner is None:
            words = _AWAY
        elif self.curtain:
            words = _PAUSED
        else:
            words = _YOURS if viewer is self.keyboard else _WATCHING
        told = viewer.terminal.translator.gettext(words)
        return " " + told.format(name=self.name, size=f"{self.model.columns}x{self.model.rows}")


def for_terminal(piece: Piece, depth: Depth) -> str:
    """A piece as a terminal of some colour depth gets it, without the alternate screen, which the front has opened."""
    if piece.is_colour:
        return recoloured(piece.text, depth)
    return "" if piece.text in _OURS else piece.text


_OURS = frozenset({"\x1b[?1049h", "\x1b[?1049l"})
_CURTAIN = ScreenModel(1, 1)


def _within(place: int, most: int) -> int:
    return max(0, min(place, most))
