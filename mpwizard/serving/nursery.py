"""The parent of all served programs: a process that has loaded and rehearsed everything, has no thread, and forks.

A fork of it paints its first frame in a fraction of what a new interpreter takes, and shares the memory of all that
was loaded. It speaks with the front over one socket, a line of JSON a message; the terminal of a new program comes
along with the message that asks for it.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import termios
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

# What a session may open and use, beside what the request says.
_DESCRIPTORS = 256
_CHUNK = 65_536
_FOR_THE_FRONT = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# As `sysexits.h` has it for what the system could not do.
_NO_PROCESS = 71
# All that a program comes to load sooner or later.
_LOADED = (
    "screens.app",
    "screens.home",
    "screens.desk.cases",
    "screens.desk.doings",
    "screens.desk.entering",
    "screens.wizard.wizard",
    "screens.console.screen",
    "screens.console.action",
    "mpwizard.bootstrap",
    "mpwizard.desk",
    "mpwizard.store",
    "mpwizard.unattended",
    "alembic.command",
)
_REHEARSAL = "screens.served.rehearsal"


def main() -> None:
    """Serve the front at descriptor 0 until it goes away; then so do all programs."""
    front = socket.socket(fileno=os.dup(0))
    for name in _LOADED:
        importlib.import_module(name)
    # Where it fails programs start all the same, only not as soon.
    with suppress(Exception):
        importlib.import_module(_REHEARSAL).rehearse()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    # The front ends this process; what is sent to both of them must not, or nobody's screen would be put in order.
    for which in _FOR_THE_FRONT:
        signal.signal(which, signal.SIG_IGN)
    # The front points out that there is something to read. Until a program listens, from its fork on, it is nothing.
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    _Nursery(front, woken).serve()


class _Nursery:
    def __init__(self, front: socket.socket, woken: int) -> None:
        self._front, self._woken = front, woken
        self._terminals: deque[int] = deque()
        self._rest = b""
        self._numbers: dict[int, int] = {}

    def serve(self) -> None:
        self._say({"ready": True})
        while True:
            readable, _, _ = select.select([self._front.fileno(), self._woken], [], [])
            if self._woken in readable:
                os.read(self._woken, _CHUNK)
            self._reap()
            if self._front.fileno() in readable and not self._hear():
                break
        for pid in self._numbers:
            os.kill(pid, signal.SIGHUP)

    def _hear(self) -> bool:
        data, terminals, _flags, _address = socket.recv_fds(self._front, _CHUNK, 8)
        self._terminals.extend(terminals)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            asked = json.loads(line)
            if "signal" in asked:
                self._signal(asked["number"], asked["signal"])
            else:
                self._start(asked, self._terminals.popleft())
        return bool(data)

    def _start(self, asked: Mapping[str, Any], terminal: int) -> None:
        try:
            pid = os.fork()
        except OSError:
            # No process or no memory is left: that is this session's end, and no other's.
            self._say({"number": asked["number"], "ended": _NO_PROCESS})
        else:
            if pid == 0:
                _become(asked, terminal)
            self._numbers[pid] = asked["number"]
        os.close(terminal)

    def _signal(self, number: int, which: int) -> None:
        for pid, known in self._numbers.items():
            # A process that was not waited for keeps its number: this is never somebody else's.
            if known == number:
                os.kill(pid, which)

    def _reap(self) -> None:
        while self._numbers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            number = self._numbers.pop(pid, None)
            if number is not None:
                self._say({"number": number, "ended": os.waitstatus_to_exitcode(status)})

    def _say(self, told: Mapping[str, Any]) -> None:
        self._front.sendall(json.dumps(told).encode() + b"\n")


def _become(asked: Mapping[str, Any], terminal: int) -> None:
    """Turn a fork into a program on its own terminal. Never returns."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        # What was found out before belongs to the parent's environment.
        tempfile.tempdir = None
        for which in (signal.SIGCHLD, *_FOR_THE_FRONT):
            signal.signal(which, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for standard in (0, 1, 2):
            os.dup2(terminal, standard)
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        _limit(asked["memory"], asked["largest_file"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.chdir(asked["folder"])
        sys.argv = ["mpwizard", *asked["arguments"]]
        code = _run()
    finally:
        os._exit(code)


def _limit(memory: int, largest_file: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS, _DESCRIPTORS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run() -> int:
    from mpwizard.__main__ import main as program

    try:
        program()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    main()
