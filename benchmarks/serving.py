"""The served desk, by real clients over loopback: how soon it is there, what a key takes, what an idle session costs.

Some of it is told in seconds, bytes and megabytes, as the bars are; clients and server share this machine's processors.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import asyncssh

from benchmarks.ratios import p95
from mpwizard.serving.front import Front, Places
from mpwizard.serving.journal import Journal
from mpwizard.serving.people import People, Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.screen_model import ScreenModel
from mpwizard.serving.serve_settings import Limits, ServeSettings
from mpwizard.ssh.host_key import host_key
from mpwizard.ssh.listening import Served

HOST, SIZE = "127.0.0.1", (100, 40)
PAINTED, DIALOG, FORM = "No case yet", "Who answers for the platform", "Account type"
FIELD = "E-mail"
LETTERS = "QXZJ"
# Ctrl+U.
EMPTY = "\x15"
KEYS, EVERY = 30, 1 / 3
QUIET = 5.0
PATIENCE = 60.0
TOGETHER = 10


class Client(asyncssh.SSHClientSession[bytes]):
    """A terminal that knows when it was last written to."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.screen = ScreenModel(*size)
        self.taken = 0
        self._written = asyncio.Event()

    def connection_made(self, chan: Any) -> None:
        self.channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:
        del datatype
        self.taken += len(data)
        self.screen.feed(data)
        self._written.set()

    async def sees(self, words: str) -> None:
        """Wait until words stand on the screen."""
        async with asyncio.timeout(PATIENCE):
            while not any(words in row.replace("\ufffd", "") for row in self.screen.text()):
                await self.is_written_to()

    async def has(self, words: str, row: int) -> None:
        """Wait until words stand in a row."""
        async with asyncio.timeout(PATIENCE):
            while words not in "".join(cell.text for cell in self.screen.row(row)):
                await self.is_written_to()

    async def is_written_to(self) -> None:
        """Wait for the next bytes."""
        self._written.clear()
        await self._written.wait()

    def type(self, keys: str) -> None:
        self.channel.write(keys.encode())


class Room:
    """A server with people who log in by keys: trainees `t0`, `t1` and so on, and who else is added."""

    def __init__(self, folder: Path, nursery: Nursery, trainees: int) -> None:
        self._keys: dict[str, asyncssh.SSHKey] = {}
        self._people = People(folder / "people.toml")
        for number in range(trainees):
            self.add(f"t{number}", Role.TRAINEE)
        limits = Limits(sessions=100, connections=200, unknown_per_address=100, connections_per_minute=10_000)
        settings, journal = ServeSettings(port=0, limits=limits), Journal(lambda _line: None)
        self.recordings = folder / "recordings"
        self.front = Front(nursery, settings, Places(folder / "sandboxes", self.recordings, {}), journal)
        self._served = Served(settings, self._people, self.front, journal)
        self._folder = folder

    def add(self, name: str, role: Role) -> None:
        self._people.add(name, role)
        key = self._keys[name] = asyncssh.generate_private_key("ssh-ed25519")
        self._people.add_key(name, key.export_public_key().decode().strip())

    async def open(self) -> None:
        self._listener = await self._served.listen(host_key(self._folder / "key"))

    async def close(self) -> None:
        self._listener.close()
        await self.front.close()
        await self._listener.wait_closed()

    async def connect(self, name: str) -> tuple[Client, float]:
        """Somebody with the desk before them, and the seconds it took."""
        began = time.perf_counter()
        client = await self.terminal(name)
        await client.sees(PAINTED)
        return client, time.perf_counter() - began

    async def terminal(self, user: str, size: tuple[int, int] = SIZE, key: str = "") -> Client:
        """A terminal of somebody who has logged in, by their own key or by that of another name."""
        told: Mapping[str, Any] = {"known_hosts": None, "config": (), "agent_path": None}
        port = self._listener.get_port()
        line = await asyncssh.connect(HOST, port, username=user, client_keys=[self._keys[key or user]], **told)
        client = Client(size)
        await line.create_session(
            lambda: client, term_type="xterm-256color", term_size=size, encoding=None, env=[b"LANG=en_GB.UTF-8"]
        )
        return client


async def at_a_field(client: Client) -> None:
    """Begin a case and go to its e-mail address."""
    client.type("n")
    await client.sees(DIALOG)
    client.type("\r")
    await client.sees(FORM)
    client.type("\x0e")
    await client.sees(FIELD)
    await asyncio.sleep(1)


async def seconds_per_key(client: Client) -> tuple[list[float], int]:
    """What each of some keys takes until it is painted, three a second, and the bytes all of them took.

    The field is empty at first, so that all of them have room: in a full one the text moves and nothing is added.
    """
    row = await row_of_empty_field(client)
    spent, before, typed = [], client.taken, ""
    for letter in islice(cycle(LETTERS), KEYS):
        typed += letter
        began = time.perf_counter()
        client.type(letter)
        await client.has(typed, row)
        spent.append(time.perf_counter() - began)
        await asyncio.sleep(max(0.0, EVERY - spent[-1]))
    return spent, client.taken - before


async def row_of_empty_field(client: Client) -> int:
    """Empty the field that has the focus; the row it stands in."""
    client.type(EMPTY + LETTERS)
    await client.sees(LETTERS)
    row = next(number for number, text in enumerate(client.screen.text()) if LETTERS in text)
    client.type(EMPTY)
    async with asyncio.timeout(PATIENCE):
        while LETTERS in client.screen.text()[row]:
            await client.is_written_to()
    return row


def memory(pid: int) -> int:
    """The bytes that a process has to itself."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return 1024 * sum(int(line.split()[1]) for line in told if line.startswith(("Private_Clean", "Private_Dirty")))


def children_of(pid: int) -> Sequence[int]:
    """The processes that a process has started."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in told.split()]


async def measure() -> None:
    """Measure and print."""
    nursery = Nursery()
    await nursery.open()
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), nursery, TOGETHER + 1)
        await room.open()
        alone, seconds = await room.connect("t0")
        say("one connects, to the first page", seconds, 1.5, "s")
        await at_a_field(alone)
        before = alone.taken
        await asyncio.sleep(QUIET)
        say("an idle session writes in five seconds", alone.taken - before, 0, "bytes")
        keys, taken = await seconds_per_key(alone)
        say("a key writes", taken / KEYS, 1536, "bytes")
        others = await asyncio.gather(*(room.connect(f"t{number}") for number in range(1, TOGETHER)))
        say("ten connect together, half of the first pages", median(took for _client, took in others), 2, "s")
        say("the last of them", max(took for _client, took in others), 2, "s")
        clients = [alone, *(client for client, _took in others)]
        await asyncio.gather(*(at_a_field(client) for client in clients[1:]))
        every = [figure for spent, _taken in await asyncio.gather(*map(seconds_per_key, clients)) for figure in spent]
        say("a key at ten sessions, 95 of 100", p95(every) * 1000, 100, "ms")
        say("half of the keys at ten sessions, against one session", median(every) / median(keys), 3, "times")
        nursery_pid = next(pid for pid in children_of(os.getpid()) if children_of(pid))
        sizes = [memory(pid) for pid in children_of(nursery_pid)]
        say("memory that a session has to itself", median(sizes) / (1 << 20), 60, "MiB")
        await room.close()
        say("programs left when all is closed", len(children_of(nursery_pid)), 0, "")
    await nursery.close()


def say(name: str, figure: float, bar: float, unit: str) -> None:
    """One line."""
    print(f"{name}: {figure:.3g} {unit} (bar {bar:g}){'' if figure <= bar else '  MISSED'}", flush=True)


def main() -> None:
    """Measure and print."""
    asyncio.run(measure())


if __name__ == "__main__":
    main()
