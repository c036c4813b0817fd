"""The desk on a real pseudo-terminal: whatever arrives there, and however the program is told to end."""

from __future__ import annotations

import errno
import io
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screens.driver import LastingWriter
from tests.screens.conftest import TWO_FIELDS, surroundings

Start = Callable[..., Any]
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l")


def test_text_typed_ahead_lands_in_the_field_it_was_meant_for(terminal: Start) -> None:
    """A fast typist, or a slow line, sends a whole row at once; none of it may end up one field too early."""
    desk = terminal()
    desk.wait("Second")
    desk.send("abc\tdef")
    desk.wait(lambda text: "abc" in text and "def" in text)
    assert "abcdef" not in desk.text


FORM = """
from mpwizard.i18n import Language
from screens.app import run_desk
from screens.base import MpScreen
from screens.widgets.field import TextField

class Form(MpScreen):
    AUTO_FOCUS = "Line"
    def compose_content(self):
        yield TextField("two.first", "First")
        yield TextField("two.second", "Second")
    def done_with(self, part):
        self.set_focus(self.query("Line").last())

raise SystemExit(run_desk(lambda: None, Language.EN, Form))
"""


def test_text_typed_ahead_of_enter_goes_on_too(terminal: Start) -> None:
    """Enter is the other key by which fast hands leave a field."""
    desk = terminal(FORM)
    desk.wait("Second")
    desk.send("abc\rdef")
    desk.wait(lambda text: "abc" in text and "def" in text)
    assert "abcdef" not in desk.text


@pytest.mark.parametrize("garbage", [b"\xff\xfe", "深圳".encode("gbk"), b"\x1b[1114112u", b"\x1b[<0;0;0M"])
def test_bytes_that_make_no_sense_do_not_end_the_program(terminal: Start, garbage: bytes) -> None:
    """One byte that is not UTF-8, or a key report out of range, ended the stock program and took the typing with it."""
    desk = terminal()
    desk.wait("Second")
    desk.send(garbage)
    desk.send(b"\tstill here")
    desk.wait("still here")
    desk.send(b"\x11")
    assert desk.leave() == 0


@pytest.mark.parametrize("pieces", [1, 2, 20])
def test_escapes_in_a_paste_are_no_keys(terminal: Start, pieces: int) -> None:
    """Colours copied with a text, or worse: read as keys they come out of turn, go back a step, quit."""
    desk = terminal()
    desk.wait("Second")
    pasted = "\x1b[200~one\x1b[31m\x1b\x1btwo\x1b[21~three\x1b[201~"
    length = -(-len(pasted) // pieces)
    for begin in range(0, len(pasted), length):
        desk.send(pasted[begin : begin + length])
        time.sleep(0.02)
    desk.wait("unseen characters")
    desk.send("four")
    desk.wait("one[31mtwo[21~threefour")


def test_text_in_another_encoding_is_told(terminal: Start) -> None:
    """What arrives garbled must not be saved as if somebody had meant it."""
    desk = terminal()
    desk.wait("Second")
    desk.send("深圳".encode("gbk"))
    desk.wait("not UTF-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order_and_restores_the_terminal(terminal: Start, number: signal.Signals) -> None:
    """A closed window or a shutdown leaves no terminal in mouse mode, and the exit status names the signal."""
    desk = terminal()
    desk.wait("Second")
    desk.kill(number)
    assert desk.leave() == 128 + number
    assert all(sequence in desk.raw for sequence in RESTORED)


def test_a_program_stopped_from_outside_still_restores_the_terminal(terminal: Start) -> None:
    """A frozen machine, a debugger: it was never asked to give the terminal back, and must not take its own settings
    for those it found there."""
    desk = terminal()
    desk.wait("Second")
    desk.kill(signal.SIGSTOP)
    desk.kill(signal.SIGCONT)
    desk.wait(lambda _text: desk.raw.count(b"\x1b[?1049h") == 2)
    desk.send("goes on")
    desk.wait("goes on")
    desk.send(b"\x11")
    assert desk.leave() == 0
    assert termios.tcgetattr(desk.child.child_fd)[3] & termios.ICANON


def test_a_closed_window_ends_the_program(terminal: Start) -> None:
    """Nobody sees what is left behind: it has to be nothing."""
    desk = terminal()
    desk.wait("Second")
    desk.child.ptyproc.fileobj.close()
    assert desk.child.wait() == 128 + signal.SIGHUP


def test_a_terminal_that_is_gone_without_a_signal_ends_the_program(tmp_path: Path) -> None:
    """Only the session's own terminal signals its end; of any other the program reads nothing, again and again."""
    window, terminal = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-c", TWO_FIELDS],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=surroundings(tmp_path),
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    while b"Second" not in shown:
        shown += os.read(window, 65_536)
    os.close(window)
    assert program.wait(20) == 128 + signal.SIGHUP


class NoTerminal(io.StringIO):
    """What a terminal is to a program after its window was closed."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "gone")


def test_writing_to_a_terminal_that_is_gone_waits_for_nobody() -> None:
    """On the way out much is still written; a queue that nobody empties would hold the program for ever."""
    writer = LastingWriter(NoTerminal())
    writer.start()
    for _ in range(1000):
        writer.write("goodbye")
    writer.stop()
    assert not writer.is_alive()


class LostAtTheLastMoment(io.StringIO):
    """A terminal whose window is closed between the last text and the end."""

    def flush(self) -> None:
        raise OSError(errno.EIO, "gone")


def test_a_terminal_that_goes_at_the_last_moment_holds_nobody() -> None:
    """The last flush fails when the writer has been told to stop already."""
    writer = LastingWriter(LostAtTheLastMoment())
    writer.start()
    ending = threading.Thread(target=writer.stop, daemon=True)
    ending.start()
    ending.join(20)
    assert not ending.is_alive()
    assert not writer.is_alive()


def test_ctrl_c_ends_nothing(terminal: Start) -> None:
    """Ctrl+C means copy to half of the world; it says how to leave instead."""
    desk = terminal()
    desk.wait("Second")
    desk.send(b"\x03")
    desk.wait("Nothing was stopped")
    desk.send(b"\x11")
    assert desk.leave() == 0


def test_no_terminal_is_too_small(terminal: Start) -> None:
    """A window may be dragged to nothing and back; what was typed is still there."""
    desk = terminal()
    desk.wait("Second")
    desk.send("kept")
    desk.wait("kept")
    for size in ((20, 1), (1, 1), (30, 8)):
        desk.resize(*size)
        desk.send(b"\x1b[6~")
    desk.wait("Please enlarge")
    desk.resize(80, 24)
    desk.wait(lambda text: "kept" in text and "Please" not in text)
    desk.send(b"\x11")
    assert desk.leave() == 0


CRASHING = """
from mpwizard.i18n import Language
from screens.app import run_desk
from screens.base import MpScreen

class Broken(MpScreen):
    def on_mount(self):
        identity_number = "somebody-else-7731"
        self.set_timer(0.3, lambda: self.break_over(identity_number))
    def break_over(self, value):
        raise ValueError(f"cannot store {value}")

raise SystemExit(run_desk(lambda: None, Language.EN, Broken))
"""


def test_a_crash_says_one_sentence_and_shows_nobodys_data(terminal: Start, tmp_path: Any) -> None:
    """Stock Textual prints local variables: the ID number would be on the screen, in the scrollback, in the log."""
    desk = terminal(CRASHING)
    assert desk.leave() == 1
    assert b"mpwizard had to stop" in desk.raw
    reports = list(tmp_path.rglob("crash-*.txt"))
    assert len(reports) == 1
    report = reports[0].read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "break_over" in report
    assert reports[0].stat().st_mode & 0o077 == 0
    for said in (report, desk.raw.decode(errors="replace")):
        assert "somebody-else-7731" not in said
        assert "cannot store" not in said
