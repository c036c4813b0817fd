"""A program in a terminal of its own: started, typed to, read, and accounted for."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

COLUMNS, ROWS = 100, 30
PATIENCE = 20.0

_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links, the clipboard
    rb"|\x1b[P_^X][^\x1b]*\x1b\\"  # device control and privacy strings
    rb"|\x1b[()*+][0-9A-Za-z]|\x1b[=>78DEHMc]"
)
# A program that asks these and gets no answer either waits or guesses; a real terminal answers.
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62;22c"}
_LONGEST_QUERY = max(map(len, _ANSWERS))


@dataclass(frozen=True, slots=True)
class Usage:
    """What a program has taken so far: seconds of its processor time, KiB of memory at the peak."""

    cpu: float
    peak: int


class Terminal:
    """One run of a program in a pseudo-terminal of fixed size; the clock starts with it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._shown = b""
        self._asked = b""
        self._ended = False
        _compiled()
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _become(command, environment)
        _set_size(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.end()

    def wait_for(self, text: str) -> float:
        """Read until a text has come out since the last `forget`; the seconds since the start.

        Raises:
            TimeoutError: where it does not come, with the end of what did.
        """
        wanted = text.encode()
        deadline = time.perf_counter() + PATIENCE
        while wanted not in _ESCAPES.sub(b"", self._shown):
            if not self._read(deadline - time.perf_counter()):
                tail = _ESCAPES.sub(b"", self._shown)[-600:].decode(errors="replace")
                raise TimeoutError(f"no {text!r} in: {tail}")
        return time.perf_counter() - self.started

    def wait_for_quiet(self, gap: float = 0.3, at_most: float = 3.0) -> None:
        """Read until nothing has come for a while; a blinking cursor never rests, hence the bound."""
        deadline = time.perf_counter() + at_most
        while time.perf_counter() < deadline and self._read(gap):
            pass

    def rest(self, seconds: float) -> None:
        """Read for so long, whatever comes."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def forget(self) -> None:
        """What was shown so far no longer counts."""
        self._shown = b""

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self._fd, keys)

    def usage(self) -> Usage:
        """What the program has taken up to now, its threads included, as Linux tells it."""
        process = Path(f"/proc/{self.pid}")
        spent = [int(file.read_text(encoding="ascii").split()[0]) for file in process.glob("task/*/schedstat")]
        peak = re.search(r"^VmHWM:\s+(\d+)", (process / "status").read_text(encoding="ascii"), re.MULTILINE)
        return Usage(cpu=sum(spent) / 1e9, peak=int(peak[1]) if peak else 0)

    def end(self) -> None:
        """Stop the program where it stands."""
        if not self._ended:
            self._ended = True
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            chunk = os.read(self._fd, 65_536)
        except OSError:
            return False
        self._shown += chunk
        self._answer(chunk)
        return bool(chunk)

    def _answer(self, chunk: bytes) -> None:
        self._asked += chunk
        for query, answer in _ANSWERS.items():
            os.write(self._fd, answer * self._asked.count(query))
            self._asked = self._asked.replace(query, b"")
        self._asked = self._asked[1 - _LONGEST_QUERY :]


def _become(command: Sequence[str], environment: Mapping[str, str]) -> None:
    _set_size(0)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "MPWIZARD_"))}
    # A program starts from code compiled once, as an installed one does, whatever the developer has set.
    plain.pop("PYTHONDONTWRITEBYTECODE", None)
    shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPYCACHEPREFIX": _compiled().name}
    os.execvpe(command[0], list(command), {**plain, **shown, **environment})


@cache
def _compiled() -> tempfile.TemporaryDirectory[str]:
    """Where compiled code is kept until these measurements end; the round that does not count fills it."""
    return tempfile.TemporaryDirectory(prefix="benchmarks-")


def _set_size(fd: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
