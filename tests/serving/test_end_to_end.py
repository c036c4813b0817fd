"""A class as it is: OpenSSH's client in real terminals of several sizes, Chinese on all of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.serve_settings import Recordings, ServeSettings
from mpwizard.text import width
from tests.machine import NO_TERMINALS
from tests.serving.classroom import HOST, PATIENCE, Classroom, classroom
from tests.serving.playing import played

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPTIONS = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "SendEnv=LANG")
EMPTY_DESK = "还没有个案"
PLACE_OF_EVE = 4
"""How many entries of the trainer's drawer stand before hers: the board, sharing, two who look on as well."""


class Terminals:
    """Terminals of one tmux server of their own."""

    def __init__(self, folder: Path, room: Classroom) -> None:
        self._socket, self._folder, self._room = folder / "tmux", folder, room

    async def tmux(self, *words: str) -> str:
        """One command of tmux; what it prints."""
        told = {**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}
        ran = await asyncio.create_subprocess_exec(
            *("tmux", "-u", "-f", "/dev/null", "-S", str(self._socket), *words),
            stdout=asyncio.subprocess.PIPE,
            env=told,
        )
        return (await ran.communicate())[0].decode()

    async def open(self, name: str, user: str, key: str, columns: int, rows: int) -> Terminal:
        """A terminal with a client that logs in."""
        file = self._folder / f"key-{key}"
        if not file.exists():
            file.touch(0o600)
            file.write_bytes(self._room.keys[key].export_private_key())
        options = " ".join(f"-o {option}" for option in OPTIONS)
        client = f"env -u LC_ALL ssh -F none {options} -i {file} -p {self._room.port} {user}@{HOST}"
        size = ("-x", str(columns), "-y", str(rows))
        await self.tmux("new-session", "-d", "-s", name, *size, client)
        # The line of tmux itself takes a row.
        await self.tmux("set-option", "-t", name, "status", "off")
        return Terminal(self, name)

    async def close(self) -> None:
        """End all of them."""
        await self.tmux("kill-server")


class Terminal:
    """One of them."""

    def __init__(self, terminals: Terminals, name: str) -> None:
        self._terminals, self._name = terminals, name

    async def rows(self) -> list[str]:
        """What stands in its rows."""
        told = await self._terminals.tmux("capture-pane", "-p", "-t", self._name)
        return [row.rstrip() for row in told.split("\n")]

    async def type(self, *keys: str) -> None:
        """Press keys, by the names tmux has for them."""
        await self._terminals.tmux("send-keys", "-t", self._name, *keys)

    async def drop(self) -> None:
        """The line is gone, without a word."""
        await self._terminals.tmux("kill-session", "-t", self._name)

    async def sees(self, words: str) -> None:
        """Wait until words stand there."""
        shown: list[str] = []

        async def there() -> bool:
            shown[:] = await self.rows()
            return any(words in row for row in shown)

        await so(there, lambda: "\n".join([f"{words} is not at {self._name}:", *shown]))

    async def sees_no_more(self, words: str) -> None:
        """Wait until words stand there no more."""

        async def gone() -> bool:
            return not any(words in row for row in await self.rows())

        await so(gone, lambda: f"{words} is still at {self._name}")

    async def sees_what_is_at(self, other: Terminal, columns: int, rows: int) -> None:
        """Wait until the upper left part of another terminal stands here."""
        pair: list[list[str]] = []

        async def same() -> bool:
            there, here = await asyncio.gather(other.rows(), self.rows())
            pair[:] = [[_cut(row, columns) for row in part[:rows]] for part in (there, here)]
            return pair[0] == pair[1]

        await so(same, lambda: "\n".join(["not the same:", *pair[0], "and:", *pair[1]]))


async def so(condition: Callable[[], Awaitable[bool]], told: Callable[[], str]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not await condition():
        assert time.monotonic() < end, told()
        await asyncio.sleep(0.1)


def _cut(row: str, columns: int) -> str:
    """As much of a row as stands in so many columns."""
    while width(row) > columns:
        row = row[:-1]
    return row.rstrip()


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A server that listens."""
    settings = ServeSettings(port=0, recordings=Recordings(roles=frozenset({Role.TRAINER})))
    async with classroom(tmp_path, nursery, settings) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def terminals(room: Classroom, tmp_path: Path) -> AsyncIterator[Terminals]:
    """Real ones."""
    if not (shutil.which("ssh") and shutil.which("tmux")):
        pytest.skip(NO_TERMINALS)
    opened = Terminals(tmp_path, room)
    yield opened
    await opened.close()


async def test_a_class_looks_on_while_a_scenario_plays(terminals: Terminals, room: Classroom) -> None:
    """Three sizes see the same, one is lost and comes back, one is late; the keyboard goes round and back, the
    board tells where they are; a recording of all that ends with what they saw last."""
    ann = await terminals.open("ann", "ann", "ann", 100, 30)
    await ann.sees(EMPTY_DESK)
    small = await terminals.open("small", "bob+watch+ann", "bob", 80, 24)
    exact = await terminals.open("exact", "eve+watch+ann", "eve", 100, 31)
    await exact.sees(EMPTY_DESK)

    await ann.type("C-t")
    await ann.sees("演示一个情景")
    await ann.type("End", "Enter")
    await ann.sees("个人")
    await ann.type("Home", "Enter")
    await ann.sees("F8")
    await exact.drop()
    late = await terminals.open("late", "cai+watch+ann", "cai", 140, 40)
    await ann.type("F8")
    await ann.sees("任意键")
    await ann.type("x")
    await ann.sees("F8")
    exact = await terminals.open("again", "eve+watch+ann", "eve", 100, 31)
    for viewer, columns, rows in ((small, 80, 23), (exact, 100, 30), (late, 100, 30)):
        await viewer.sees_what_is_at(ann, columns, rows)

    await ann.type("F10")
    await ann.sees(EMPTY_DESK)

    await ann.type("C-t")
    await ann.sees("把键盘交给eve")
    await ann.type(*["Down"] * PLACE_OF_EVE, "Enter", "Escape")
    await exact.sees("交还")
    await exact.type("n")
    await ann.sees("由谁代平台答复")
    await ann.type("C-]")
    await exact.sees("q离开")

    bob = await terminals.open("bob", "bob", "bob", 80, 24)
    await bob.sees(EMPTY_DESK)
    await bob.type("C-t")
    await bob.sees("举手")
    await bob.type("Enter")
    await ann.type("Escape")
    await ann.sees_no_more("由谁代平台答复")
    await ann.type("C-t")
    await ann.sees("课堂一览")
    await ann.type("Enter")
    await ann.sees("✋")
    for viewer, columns, rows in ((small, 80, 23), (exact, 100, 30), (late, 100, 30)):
        await viewer.sees_what_is_at(ann, columns, rows)

    last = await exact.rows()
    await room.front.close()
    (recording,) = (room.folder / "recordings").glob("*.cast")
    assert [row.replace("\ufffd", "").rstrip() for row in played(recording).text()] == last[:30]
