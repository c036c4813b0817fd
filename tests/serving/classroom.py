"""A served desk with a few people, and clients that see what a terminal would show."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncssh

from mpwizard.serving.front import Front, Places
from mpwizard.serving.journal import Journal
from mpwizard.serving.people import People, Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.screen_model import ScreenModel
from mpwizard.serving.serve_settings import Limits, ServeSettings
from mpwizard.serving.sessions import Session
from mpwizard.ssh.host_key import host_key
from mpwizard.ssh.listening import Served

PATIENCE = 30.0
HOST = "127.0.0.1"
PASSWORD = "练习口令-correct-horse"
PEOPLE = {"ann": Role.TRAINER, "bob": Role.TRAINEE, "cai": Role.TRAINEE, "eve": Role.SPECTATOR, "dan": Role.OPERATOR}
EMPTY_DESK = "No case yet"


async def until(so: Callable[[], object], wanted: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, f"not so: {wanted}"
        await asyncio.sleep(0.02)


class Client(asyncssh.SSHClientSession[bytes]):
    """One terminal."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = ScreenModel(columns, rows)
        self.raw = b""
        self.closed = asyncio.Event()
        self.connection: asyncssh.SSHClientConnection

    def connection_made(self, chan: Any) -> None:
        self.channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self.raw += data
        self.screen.feed(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()

    @property
    def text(self) -> str:
        return "\n".join(row.replace("\ufffd", "").rstrip() for row in self.screen.text())

    async def sees(self, words: str) -> None:
        """Wait until words stand on the screen."""
        try:
            await until(lambda: words in self.text, words)
        except AssertionError:
            raise AssertionError(f"not on the screen: {words}\n{self.text}\n{self.raw[-300:]!r}") from None

    def type(self, keys: str) -> None:
        """Type."""
        self.channel.write(keys.encode())

    async def resize(self, columns: int, rows: int) -> None:
        """Make the terminal larger or smaller."""
        self.screen = ScreenModel(columns, rows)
        self.channel.change_terminal_size(columns, rows)

    async def ends(self) -> None:
        """Wait until the server has closed it."""
        await asyncio.wait_for(self.closed.wait(), PATIENCE)


class Classroom:
    """The server, and a key for each of its people."""

    def __init__(self, folder: Path, nursery: Nursery, settings: ServeSettings) -> None:
        self.folder, self._nursery = folder, nursery
        self.settings = settings
        self.people = People(folder / "people.toml")
        self.keys: dict[str, asyncssh.SSHKey] = {}
        for name, role in PEOPLE.items():
            self.keys[name] = asyncssh.generate_private_key("ssh-ed25519")
            self.people.add(name, role)
            self.people.add_key(name, self.keys[name].export_public_key().decode().strip())
        shared = {"MPWIZARD_HOME": str(folder / "shared"), "HOME": str(folder)}
        self._lines: list[str] = []
        journal = Journal(self._lines.append)
        places = Places(folder / "sandboxes", folder / "recordings", shared)
        self.front = Front(nursery, settings, places, journal)
        self.served = Served(settings, self.people, self.front, journal)

    @property
    def log(self) -> list[dict[str, Any]]:
        """What was noted, line by line."""
        return [json.loads(line) for line in self._lines]

    @property
    def events(self) -> list[str]:
        """The kinds of what was noted."""
        return [line["event"] for line in self.log]

    async def open(self) -> None:
        """Listen."""
        self._listener = await self.served.listen(host_key(self.folder / "host_key"))
        self.port = self._listener.get_port()

    async def close(self) -> None:
        """End it all."""
        self._listener.close()
        await self.front.close()
        await self._listener.wait_closed()

    async def connect(self, user: str, key: str | None = None, **more: Any) -> asyncssh.SSHClientConnection:
        """Log in: by somebody's key, or as the arguments say."""
        keys = [self.keys[key or user]] if key or user in self.keys else []
        told = {"client_keys": keys, "known_hosts": None, "config": (), "agent_path": None, **more}
        return await asyncssh.connect(HOST, self.port, username=user, **told)

    async def terminal(
        self,
        user: str,
        key: str | None = None,
        size: tuple[int, int] = (80, 24),
        term: str = "xterm-256color",
        environment: Mapping[str, str] | None = None,
    ) -> Client:
        """A terminal of somebody who logged in."""
        connection = await self.connect(user, key)
        _channel, client = await connection.create_session(
            lambda: Client(*size),
            term_type=term,
            term_size=size,
            encoding=None,
            env={"LANG": "en_GB.UTF-8", **(environment or {})},
        )
        client.connection = connection
        return client


@asynccontextmanager
async def classroom(
    folder: Path, nursery: Nursery, settings: ServeSettings | None = None, **limits: Any
) -> AsyncIterator[Classroom]:
    """A server that listens."""
    # Tests knock more often than people do.
    often = {"connections_per_minute": 10_000, **limits}
    room = Classroom(folder, nursery, settings or ServeSettings(port=0, limits=Limits(**often)))
    await room.open()
    try:
        yield room
    finally:
        await room.close()


def session_of(room: Classroom, name: str) -> Session:
    """The only session of somebody."""
    (session,) = room.front.sessions_of(name)
    return session


async def at_desk(room: Classroom, name: str, size: tuple[int, int] = (80, 24)) -> Client:
    """Somebody who has the desk before them."""
    client = await room.terminal(name, size=size)
    await client.sees(EMPTY_DESK)
    return client
