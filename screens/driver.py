"""The terminal driver: what arrives may be anything, and none of it ends the program.

Textual stops at the first byte that is not UTF-8 and at key reports out of range. Both are caught here, at its own
seams (which is why this module, and no other, reaches into Textual's private parts): a bad byte becomes U+FFFD (the
field it lands in says so), a report that makes no sense is dropped. A terminal that goes away, or stands still for a
while, ends in order too.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.events import Key
    from textual.message import Message

REPLACEMENT = "\ufffd"
ESCAPE, PASTE_START, PASTE_END = "\x1b", "\x1b[200~", "\x1b[201~"
SUBSTITUTE = "\x1a"
"""Unseen as well: the field that takes it says that something was left out."""


class TerminalGone(Exception):
    """Nothing will ever be typed again."""


class CanEnd(Protocol):
    """An app that can be told what ended it."""

    def terminal_gone(self) -> None:
        """Leave in order; nobody looks any more."""

    def fatal(self, error: BaseException) -> None:
        """Leave, saying where the report is."""


class DeskDriver(LinuxDriver):
    """The driver of a desk on a real terminal."""

    def start_application_mode(self) -> None:
        """Take the terminal. From now on stopping and going on wait for their turn in the loop: Textual does them
        wherever the signal finds it, which may be in the middle of writing."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again, if there still is one. Who was stopped without being asked gives it back first:
        taken twice, its raw settings would pass for those to restore at the end."""
        if not os.isatty(self.fileno):
            return
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except TerminalGone:
            self._app.call_later(cast(CanEnd, self._app).terminal_gone)
        except BaseException as error:  # a thread's last word; the app must hear of it
            self._app.call_later(cast(CanEnd, self._app).fatal, error)


class LastingWriter(WriterThread):
    """Writes for as long as there is a terminal. After that it throws away what comes: were it gone as well, its queue
    would fill up, and the program wait for ever to say goodbye to nobody."""

    def run(self) -> None:
        """Run the thread."""
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass

    def stop(self) -> None:
        """Stop the thread. It is told twice: when it is the last flush that fails, it has been told once already."""
        self._queue.put(None)
        super().stop()


class ForgivingParser(XTermParser):
    """Reads what the terminal sends; what cannot be read is nothing, and what is pasted is text."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._tail = ""
        """The end of what came before: a mark may come in two pieces."""

    def feed(self, data: str) -> Iterable[Message]:
        """What the next piece of input says; an empty one is the end."""
        text = self._with_plain_pastes(data)
        return super().feed(text) if text or not data else ()

    def _with_plain_pastes(self, data: str) -> str:
        """Escapes within a paste begin nothing but its end: as keys they would go back a step, or type out of turn."""
        plain = ""
        while data:
            said, data = self._pasted(data) if self._pasting else self._typed(data)
            plain += said
        return plain

    def _typed(self, data: str) -> tuple[str, str]:
        """What comes before a paste, and the rest. It is handed on at once: no key waits for what may follow it."""
        begin = (self._tail + data).find(PASTE_START)
        if begin < 0:
            self._tail = (self._tail + data)[1 - len(PASTE_START) :]
            return data, ""
        begun = begin + len(PASTE_START) - len(self._tail)
        self._tail, self._pasting = "", True
        return data[:begun], data[begun:]

    def _pasted(self, data: str) -> tuple[str, str]:
        """What is pasted, and the rest. Half a mark waits for its other half."""
        pasted, end, rest = (self._tail + data).partition(PASTE_END)
        self._tail, self._pasting = "" if end else _half(PASTE_END, pasted), not end
        return pasted.removesuffix(self._tail).replace(ESCAPE, SUBSTITUTE) + end, rest

    def _parse_extended_key(self, sequence: str) -> list[Key] | None:  # type: ignore[override]
        try:
            return super()._parse_extended_key(sequence)
        except (ValueError, OverflowError):
            return []

    def parse_mouse_code(self, code: str) -> Message | None:
        try:
            return super().parse_mouse_code(code)
        except (ValueError, OverflowError, ArithmeticError):
            return None


def _half(mark: str, text: str) -> str:
    """The part of a mark that a text ends with."""
    return next((mark[:count] for count in range(len(mark) - 1, 0, -1) if text.endswith(mark[:count])), "")


class ForgivingDecoder:
    """Text from the bytes of a terminal. Reading nothing from one that has something to read is its end: a signal says
    so to its own session only, and whoever reads on does nothing else for ever."""

    def __init__(self, decoder: codecs.IncrementalDecoder) -> None:
        self._decoder = decoder

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text; of a character in two pieces nothing yet.

        Raises:
            TerminalGone: there is nothing to read, and it is not the program that ends.
        """
        if not data and not final:
            raise TerminalGone
        return self._decoder.decode(data, final)


def _forgiving_decoder(encoding: str) -> Callable[[], ForgivingDecoder]:
    make = codecs.getincrementaldecoder(encoding)
    return lambda: ForgivingDecoder(make("replace"))


def harden() -> None:
    """Put all of it in the places where Textual's driver looks for it."""
    seams: Any = linux_driver
    seams.WriterThread = LastingWriter
    seams.XTermParser = ForgivingParser
    seams.getincrementaldecoder = _forgiving_decoder
