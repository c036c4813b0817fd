"""The terminal driver: what arrives may be anything, and none of it ends the program.

Textual stops at the first byte that is not UTF-8 and at key reports out of range. Both are caught here, at its own
seams (which is why this module, and no other, reaches into Textual's private parts): a bad byte becomes U+FFFD (the
field it lands in says so), a report that makes no sense is dropped.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.events import Key
    from textual.message import Message

REPLACEMENT = "\ufffd"


class CanCrash(Protocol):
    """An app that can be told what ended it."""

    def fatal(self, error: BaseException) -> None:
        """Leave, saying where the report is."""


class DeskDriver(LinuxDriver):
    """The driver of a desk on a real terminal."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except BaseException as error:  # a thread's last word; the app must hear of it
            app = cast(CanCrash, self._app)
            self._app.call_later(app.fatal, error)


class ForgivingParser(XTermParser):
    """Reads what the terminal sends; what cannot be read is nothing."""

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


def _forgiving_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    make = codecs.getincrementaldecoder(encoding)

    def decoder(errors: str = "replace") -> codecs.IncrementalDecoder:
        return make(errors)

    return decoder


def harden() -> None:
    """Put both in the places where Textual's driver looks for them."""
    seams: Any = linux_driver
    seams.XTermParser = ForgivingParser
    seams.getincrementaldecoder = _forgiving_decoder
