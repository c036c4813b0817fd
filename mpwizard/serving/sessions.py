"""Sessions: one program each, the terminals attached to it, and the one keyboard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from mpwizard.i18n import N_, Translator
from mpwizard.serving.colours import Depth
from mpwizard.serving.escapes import Piece
from mpwizard.serving.painting import Painter, for_terminal
from mpwizard.serving.programs import Program
from mpwizard.serving.recording import Recording
from mpwizard.serving.screen_model import ScreenModel
from mpwizard.serving.wire import CARD_ROWS, Up, is_upward, read_upward
from mpwizard.text import safe

# Who watches is painted so often at most; a film has 24.
PAINTS_A_SECOND = 15
ENTER = "\x1b[?1049h"
_SWITCHED = (1000, 1002, 1003, 1004, 1006, 1015, 2004, 2026)
LEAVE = "\x1b[0m" + "".join(f"\x1b[?{mode}l" for mode in _SWITCHED) + "\x1b[?25h\x1b[?1049l"
_CTRL_C = "\x03"
# Ctrl+]: who was given a keyboard gives it back, whose it is takes it back.
_KEYBOARD_BACK = b"\x1d"
# A program has no fewer rows than this, whatever stands below it.
LEAST_ROWS = 5
_HEARD = 0.5
# What takes away more than the program's own rows.
_CLEARS = ("J", "\x1b[?1049h", "\x1b[?1049l")

_ELSEWHERE = N_("This session goes on at another terminal.")
_IDLE = N_("You looked on for long without a key. Log in again and go on.")
_OVER = N_("The session is over.")
_BROKEN = N_("The program ended by itself. Everything is saved: log in again and go on.")
_WATCHING = N_("{name} · {size} · arrows move what is cut off · c colours · q leaves")
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

    def close(self, words: str, *, failed: bool = False) -> None:
        """End the connection, with a last line; `failed` where its program did."""

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
    typed_at: float = field(default_factory=time.time)


class Session:
    """A program that runs, its screen, and who is there. `name` is what others call it by; `last_words` are said to its
    user when the program has ended."""

    def __init__(self, name: str, program: Program, columns: int, rows: int) -> None:
        self.name = name
        self.program = program
        self.model = ScreenModel(columns, rows)
        self.owner: Attached | None = None
        self.viewers: list[Attached] = []
        self.keyboard: Attached | None = None
        self.recording: Recording | None = None
        self._film: Attached | None = None
        # What only its user's terminal shows, at its foot; the program has so many rows less.
        self._card: tuple[str, ...] = ()
        self.curtain = False
        self.last_words = ""
        # While a trainer has locked it, nothing that is typed reaches the program.
        self.locked = False
        self.began = self.typed_at = time.time()
        self.on_first_output: Callable[[], None] | None = None
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
            self._paint(came)
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
            self.program.end_paste()
            self.keyboard = self.owner
        self._paint_viewers_soon()
        self._changed()

    def record(self, recording: Recording) -> None:
        """Write down from now on what is shown. Those who watch see the same, and the curtain hides the same."""
        film = Attached(recording, watches=True, painter=Painter(self.model.columns, self.model.rows, recording.depth))
        recording.drained = lambda: self.drained(film)
        self.recording, self._film = recording, film
        self._paint(film)
        self._changed()

    def stop_recording(self) -> None:
        """Nothing more is written down."""
        recording, film = self.recording, self._film
        if recording is not None and film is not None:
            self._paint(film)
            recording.close("")
            self.recording = self._film = None
            self._changed()

    def let_go_idle(self, since: float) -> None:
        """Those who look on and have pressed no key since then (seconds since 1970) see no more."""
        for viewer in [each for each in self.viewers if each.typed_at < since]:
            self.detach(viewer)
            viewer.terminal.write(LEAVE)
            viewer.terminal.close(viewer.terminal.translator.gettext(_IDLE))

    def visit(self, other: Session, name: str) -> None:
        """Its user's terminal goes to watch another session, until it comes back; the program goes on."""
        owner = self.owner
        if owner is not None:
            self.detach(owner)
            owner.terminal.write(LEAVE)
            owner.terminal.moved(other, other.watch(owner.terminal, name))

    def hand_keyboard(self, to: Attached) -> None:
        """From now on this terminal's keys reach the program, and no other's."""
        self.program.end_paste()
        self.keyboard = to
        self._paint_viewers_soon()
        self._changed()

    def take_keyboard_back(self) -> None:
        """Its user's keys count again."""
        if self.keyboard is not self.owner:
            self.program.end_paste()
            self.keyboard = self.owner
            self._paint_viewers_soon()
            self._changed()

    @property
    def keyboard_elsewhere(self) -> str:
        """Who has the keyboard, if its user has not."""
        return self.keyboard.name if self.keyboard is not None and self.keyboard is not self.owner else ""

    def show_card(self, card: tuple[str, ...]) -> None:
        """Show its user's terminal, and nobody else, some rows at its foot; none takes them away."""
        changes_room = bool(card) != bool(self._card)
        self._card = tuple(map(safe, card))
        if self.owner is not None:
            if changes_room:
                self._resize(self.owner.terminal.columns, self._room(self.owner.terminal))
            self._paint_card_anew()

    def draw_curtain(self, drawn: bool) -> None:
        """Keep what is shown from those who watch, or let them see it again."""
        self.curtain = drawn
        self._forget_painted()
        self._changed()

    def recolour(self, depth: Depth) -> None:
        """Its user's terminal shows so many colours from now on."""
        owner = self.owner
        if owner is not None:
            owner.terminal.depth = owner.painter.depth = depth
            owner.painter.forget()
            self._paint(owner)

    # --- what comes from terminals -----------------------------------------------------------------------------------

    def typed(self, attached: Attached, data: bytes) -> bool:
        """Keys of a terminal. They reach the program from the one that has the keyboard; a viewer's own few are heeded
        here, all others go nowhere. False when the viewer wants to leave."""
        lent = self.keyboard is not self.owner
        if lent and _KEYBOARD_BACK in data and attached in (self.keyboard, self.owner):
            self.take_keyboard_back()
            return True
        attached.typed_at = time.time()
        if attached is self.keyboard:
            # A key that a lock holds back still tells that somebody is there.
            self.typed_at = time.time()
            if attached.watches or not self.locked:
                self.program.type(data)
            return True
        return not attached.watches or self._viewer_typed(attached, data.decode("latin-1"))

    def resized(self, attached: Attached) -> None:
        """A terminal has another size."""
        terminal = attached.terminal
        attached.painter.resize(terminal.columns, terminal.rows)
        if attached is self.owner:
            self._resize(terminal.columns, self._room(terminal))
            self._paint_card_anew()
        else:
            self._paint_viewers_soon()

    def drained(self, attached: Attached) -> None:
        """A terminal has taken all that was written: if it missed anything, it sees the whole screen now."""
        if attached.behind:
            attached.behind = False
            attached.painter.forget()
            self._paint(attached)

    # --- what comes from the program ---------------------------------------------------------------------------------

    def _written(self, data: bytes) -> None:
        if self.on_first_output is not None:
            self.on_first_output()
            self.on_first_output = None
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
        if self._card and any(piece.text.endswith(_CLEARS) for piece in pieces):
            self._paint_card()

    def _ended(self, code: int) -> None:
        self.stop_recording()
        if self._paint_soon is not None:
            self._paint_soon.cancel()
        for each in [self.owner, *self.viewers]:
            if each is not None:
                translator = each.terminal.translator
                each.terminal.write(LEAVE)
                words = _OVER if each.watches else self.last_words or (_BROKEN if code else "")
                each.terminal.close(translator.gettext(words) if words else "", failed=bool(code) and not each.watches)
        self.owner, self.viewers, self.keyboard = None, [], None
        for told in self.on_end:
            told(self, code)

    def _have_it_painted_anew(self, terminal: Terminal) -> None:
        """The program knows nothing of the new terminal: another size makes it paint everything."""
        room = self._room(terminal)
        if (terminal.columns, room) == (self.model.columns, self.model.rows):
            self.program.resize(terminal.columns, room - 1)
        self._resize(terminal.columns, room)

    def _room(self, terminal: Terminal) -> int:
        """The rows of a terminal that are the program's."""
        return max(LEAST_ROWS, terminal.rows - CARD_ROWS) if self._card else terminal.rows

    def _resize(self, columns: int, rows: int) -> None:
        self.model.resize(columns, rows)
        self.program.resize(columns, rows)
        if self.recording is not None and self._film is not None:
            self.recording.resized(columns, rows)
            self._film.painter.resize(columns, rows)
        self._forget_painted()

    def _paint_card_anew(self) -> None:
        """Now, and once more: until it hears of its new size the program paints below it."""
        self._paint_card()
        asyncio.get_running_loop().call_later(_HEARD, self._paint_card)

    def _paint_card(self) -> None:
        if self.owner is None or not self._card:
            return
        terminal, painter = self.owner.terminal, self.owner.painter
        first = self._room(terminal) + 1
        rows = (*self._card, *("" for _ in range(CARD_ROWS - len(self._card))))
        painted = "".join(f"\x1b[{first + n};1H{painter.band(' ' + row)}" for n, row in enumerate(rows))
        terminal.write(f"\x1b7{painted}\x1b8")

    # --- viewers -----------------------------------------------------------------------------------------------------

    def _viewer_typed(self, viewer: Attached, text: str) -> bool:
        if text in ("q", "Q", _CTRL_C):
            return False
        if text in ("c", "C"):
            viewer.terminal.depth = viewer.painter.depth = viewer.painter.depth.next
            viewer.painter.forget()
            self._paint_viewers_soon()
        if viewer.painter.scroll(text, self.model):
            self._paint_viewers_soon()
        return True

    @property
    def _watching(self) -> list[Attached]:
        return self.viewers if self._film is None else [*self.viewers, self._film]

    def _forget_painted(self) -> None:
        for each in self._watching:
            each.painter.forget()
        self._paint_viewers_soon()

    def _paint_viewers_soon(self) -> None:
        if self._watching and self._paint_soon is None:
            loop = asyncio.get_running_loop()
            self._paint_soon = loop.call_later(1 / PAINTS_A_SECOND, self._paint_viewers)

    def _paint_viewers(self) -> None:
        self._paint_soon = None
        for viewer in self._watching:
            self._paint(viewer)

    def _paint(self, attached: Attached) -> None:
        if attached.terminal.is_behind:
            attached.behind = True
            return
        hidden = self.curtain and attached.watches and attached is not self.keyboard
        shown = _CURTAIN if hidden else self.model
        has_status = attached.watches and attached is not self._film
        painted = attached.painter.paint(shown, self._status(attached) if has_status else None)
        if painted:
            attached.terminal.write(painted)
        if attached is self.owner:
            self._paint_card()

    def _status(self, viewer: Attached) -> str:
        if self.owner is None:
            words = _AWAY
        elif self.curtain:
            words = _PAUSED
        else:
            words = _YOURS if viewer is self.keyboard else _WATCHING
        told = viewer.terminal.translator.gettext(words)
        return " " + told.format(name=self.name, size=f"{self.model.columns}x{self.model.rows}")


_CURTAIN = ScreenModel(1, 1)
