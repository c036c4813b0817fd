"""Programs on terminals of their own: their last words, and what becomes of all when their parent cannot go on."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import socket
import tty
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mpwizard.serving import nursery as parent
from mpwizard.serving.nursery import _NO_PROCESS, _Nursery
from mpwizard.serving.programs import Nursery, Program, Start
from mpwizard.serving.wire import State, write_state
from tests.serving.classroom import until

LAST = b"words " * 2_000


async def test_the_last_words_of_a_program_are_heard_whole() -> None:
    """A terminal gives them in pieces, and the message of its end may come first."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    heard = bytearray()
    nobody: Any = SimpleNamespace()
    program = Program(nobody, 1, ours)
    program.on_output = heard.extend
    asyncio.get_running_loop().remove_reader(ours)
    assert os.write(theirs, LAST[:4000]) == 4000
    os.close(theirs)
    program.has_ended(0)
    assert bytes(heard) == LAST[:4000]


async def test_a_parent_that_is_killed_in_the_middle_is_noticed(tmp_path: Path) -> None:
    """Also with something unread, which makes an error of its end; its programs have ended then."""
    nursery = Nursery()
    await nursery.open()
    nursery._process.send_signal(signal.SIGSTOP)
    program = nursery.start(Start({"MPWIZARD_HOME": str(tmp_path)}, tmp_path))
    nursery._process.kill()
    await until(nursery.gone.is_set, "the parent is gone")
    assert await asyncio.wait_for(program.ended, 5) == -signal.SIGHUP
    await nursery.close()


async def test_the_end_of_one_program_ends_no_other(tmp_path: Path) -> None:
    """Whatever goes wrong in what hears of it."""
    nursery = Nursery()
    await nursery.open()
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
    folders = [tmp_path / name for name in ("one", "two")]
    for each in folders:
        each.mkdir()
    first, second = (nursery.start(Start({"MPWIZARD_HOME": str(each)}, each, ("--version",))) for each in folders)

    def fails(_code: int) -> None:
        raise RuntimeError

    first.on_end = fails
    assert await asyncio.wait_for(asyncio.gather(first.ended, second.ended), 20) == [0, 0]
    await until(lambda: told, "it is told")
    assert not nursery.gone.is_set()
    await nursery.close()


async def test_what_is_sent_to_server_and_parent_ends_the_server_alone() -> None:
    """A closed terminal, or a stop by a service manager: the server ends the parent when all screens are in order."""
    nursery = Nursery()
    await nursery.open()
    for which in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        nursery._process.send_signal(which)
    await asyncio.sleep(0.3)
    assert not nursery.gone.is_set()
    await asyncio.wait_for(nursery.close(), 5)


def test_where_no_process_is_left_one_session_ends_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The front hears of it as of any program that ended."""

    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(parent.os, "fork", fork)
    ours, theirs = socket.socketpair()
    terminal, other = pty.openpty()
    with ours, theirs:
        _Nursery(theirs, -1)._start({"number": 7}, terminal)
        assert json.loads(ours.recv(1000)) == {"number": 7, "ended": _NO_PROCESS}
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(terminal)
    os.close(other)


def test_a_state_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is not made fuller twice a second."""

    def full(_self: Path, _target: Path) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no room"):
        write_state(tmp_path / ".front-1.json", State())
    assert list(tmp_path.glob(".front-*")) == []
