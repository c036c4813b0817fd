"""Programs on pseudo-terminals, as the front sees them: what they write, what is typed at them, how they end."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import signal
import socket
import struct
import sys
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

_CHUNK = 65_536
# What waits to be typed at a program that reads nothing; more than a large paste.
_MOST_WAITING = 1 << 20
_PASTE, _PASTED = b"\x1b[200~", b"\x1b[201~"
# Of what was typed before, as much as can be the beginning of such a mark, or one whole.
_MARK = 2 * len(_PASTE)
# What is read of a program that has ended; another process may still write where it did.
_MOST_AT_THE_END = 1 << 20

# What a program finds in its environment besides what its session puts there. It always writes true colour: the
# terminal of its session may be another one tomorrow.
_ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "PATH": os.defpath,
    "PYTHONUTF8": "1",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
}


@dataclass(frozen=True, slots=True)
class Start:
    """What a program is started with: its environment beside the usual, its folder, its arguments, the bytes of memory
    and of any one file it may take, the size of its terminal."""

    environment: Mapping[str, str]
    folder: Path
    arguments: tuple[str, ...] = ()
    memory: int = 2 << 30
    largest_file: int = 1 << 30
    columns: int = 80
    rows: int = 24


class Program:
    """One program that runs. `on_output` is called with what it writes, `on_end` once with its exit code."""

    def __init__(self, nursery: Nursery, number: int, terminal: int) -> None:
        self._nursery, self._number, self._terminal = nursery, number, terminal
        self._loop = asyncio.get_running_loop()
        self._waiting = bytearray()
        self._last_typed, self._is_pasting = b"", False
        self._open = True
        self.ended: asyncio.Future[int] = self._loop.create_future()
        self.on_output: Callable[[bytes], None] = _ignore
        self.on_end: Callable[[int], None] = _ignore
        os.set_blocking(terminal, False)
        self._loop.add_reader(terminal, self._read)

    def type(self, data: bytes) -> None:
        """Type at the program. What it does not read for too long is dropped, the newest first."""
        if self._open and len(self._waiting) + len(data) <= _MOST_WAITING:
            self._last_typed = (self._last_typed + data)[-_MARK:] if len(data) < _MARK else data
            begun, over = self._last_typed.rfind(_PASTE), self._last_typed.rfind(_PASTED)
            if max(begun, over) >= 0:
                self._is_pasting = begun > over
            if not self._waiting:
                self._loop.add_writer(self._terminal, self._write)
            self._waiting += data

    def end_paste(self) -> None:
        """End a paste that broke off: the program would wait for its end, and take every key as a part of it."""
        if self._is_pasting:
            self.type(_PASTED)

    def resize(self, columns: int, rows: int) -> None:
        """Give its terminal another size; it is told."""
        if self._open:
            fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def point_out(self) -> None:
        """Tell it that there is something to read for it."""
        self._nursery.signal(self._number, signal.SIGUSR1)

    async def end(self, patience: float) -> int:
        """End it: as a closed window does, then by force when patience (seconds) is over; its exit code."""
        for which in (signal.SIGHUP, signal.SIGKILL):
            self._nursery.signal(self._number, which)
            try:
                return await asyncio.wait_for(asyncio.shield(self.ended), patience)
            except TimeoutError:
                continue
        return await self.ended

    def has_ended(self, code: int) -> None:
        """To be called by the nursery."""
        self._read_to_the_end()
        self._close()
        if not self.ended.done():
            self.ended.set_result(code)
            self.on_end(code)

    def _read(self) -> None:
        while self._open:
            try:
                data = os.read(self._terminal, _CHUNK)
            except BlockingIOError:
                return
            except OSError:
                # Linux says so where others read nothing: nobody has the other side open.
                data = b""
            if not data:
                self._close()
                return
            self.on_output(data)
            if len(data) < _CHUNK:
                return

    def _read_to_the_end(self) -> None:
        """A terminal gives its last words in small pieces."""
        left = _MOST_AT_THE_END
        while self._open and left > 0:
            try:
                data = os.read(self._terminal, _CHUNK)
            except OSError:
                return
            if not data:
                return
            self.on_output(data)
            left -= len(data)

    def _write(self) -> None:
        try:
            written = os.write(self._terminal, self._waiting)
        except BlockingIOError:
            return
        except OSError:
            self._close()
            return
        del self._waiting[:written]
        if not self._waiting:
            self._loop.remove_writer(self._terminal)

    def _close(self) -> None:
        if self._open:
            self._open = False
            self._loop.remove_reader(self._terminal)
            self._loop.remove_writer(self._terminal)
            os.close(self._terminal)


class Nursery:
    """The process that programs are forked from, as the front sees it. `gone` is set when it ended."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._programs: dict[int, Program] = {}
        self._ready = asyncio.Event()
        self.gone = asyncio.Event()

    async def open(self) -> None:
        """Start it, and wait until it has loaded everything.

        Raises:
            RuntimeError: it ended while it loaded.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._socket = ours
        environment = {**_ENVIRONMENT, **{name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}}
        words = [sys.executable, "-m", "mpwizard.serving.nursery"]
        self._process = await asyncio.create_subprocess_exec(
            *words, stdin=theirs.fileno(), stdout=asyncio.subprocess.DEVNULL, env=environment, cwd=_code_folder()
        )
        theirs.close()
        self._listening = asyncio.create_task(self._listen())
        await self._ready.wait()
        if self.gone.is_set():
            raise RuntimeError("what programs are started from ended at once")

    def start(self, start: Start) -> Program:
        """Start a program on a terminal of its own.

        Raises:
            OSError: this process is gone, or the system has no terminal left.
        """
        ours, theirs = pty.openpty()
        number = next(self._numbers)
        program = self._programs[number] = Program(self, number, ours)
        program.resize(start.columns, start.rows)
        asked = {
            "number": number,
            "environment": {**_ENVIRONMENT, **start.environment},
            "folder": str(start.folder),
            "arguments": start.arguments,
            "memory": start.memory,
            "largest_file": start.largest_file,
        }
        try:
            socket.send_fds(self._socket, [json.dumps(asked).encode() + b"\n"], [theirs])
        finally:
            os.close(theirs)
        return program

    def signal(self, number: int, which: int) -> None:
        """Send a signal to a program, if it still runs."""
        if not self.gone.is_set() and number in self._programs:
            self._socket.send(json.dumps({"number": number, "signal": int(which)}).encode() + b"\n")

    async def close(self) -> None:
        """End it; programs that still run are hung up on."""
        if not self.gone.is_set():
            self._socket.shutdown(socket.SHUT_WR)
        await self._process.wait()
        await self._listening
        self._socket.close()

    async def _listen(self) -> None:
        loop, rest = asyncio.get_running_loop(), b""
        try:
            # A process that is killed with something left to read makes an error of the end.
            with suppress(ConnectionError):
                while data := await loop.sock_recv(self._socket, _CHUNK):
                    *lines, rest = (rest + data).split(b"\n")
                    for line in lines:
                        self._heard(json.loads(line))
        finally:
            self.gone.set()
            self._ready.set()
            for number in list(self._programs):
                self._end(number, -signal.SIGHUP)

    def _heard(self, told: Mapping[str, Any]) -> None:
        if told.get("ready"):
            self._ready.set()
        else:
            self._end(told["number"], told["ended"])

    def _end(self, number: int, code: int) -> None:
        program = self._programs.pop(number, None)
        try:
            if program is not None:
                program.has_ended(code)
        except Exception as error:  # whatever one program's end brings, the others go on
            told = {"message": "the end of a program", "exception": error}
            asyncio.get_running_loop().call_exception_handler(told)


def _code_folder() -> Path:
    """Where the program's own packages lie: what is started by its name is found from there."""
    return Path(__file__).parents[2]


def _ignore(_told: object) -> None:
    """Nobody wants to know."""
