"""What one user, one line or one program can do to others: nothing. And what is left of those who are gone: nothing."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import asyncssh
import pytest
import pytest_asyncio

from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.sessions import Session
from mpwizard.ssh.channel import Channel
from tests.serving.classroom import EMPTY_DESK, Classroom, Client, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Twenty programs on two cores take most of a minute to start; a class of six shows the same: HYPOTHESIS_PROFILE=wide.
WIDE = os.environ.get("HYPOTHESIS_PROFILE") == "wide"
SESSIONS = 20 if WIDE else 6
VISITS = 50 if WIDE else 10
MOST_HELD_BACK = 256 << 10
NEW_CASE = "Who answers for the platform"
ESC, F10, ENTER, CTRL_N = "\x1b", "\x1b[21~", "\r", "\x0e"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def nursery() -> AsyncIterator[Nursery]:
    """The one process that all programs here come from."""
    opened = Nursery()
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class with more people than usual."""
    limits = {"connections": 100, "sessions": 60, "unknown_per_address": 60}
    async with classroom(tmp_path, nursery, **limits) as opened:
        for number in range(SESSIONS):
            enrol(opened, f"t{number}")
        yield opened


def enrol(room: Classroom, name: str) -> None:
    """One more trainee, with a key."""
    room.keys[name] = asyncssh.generate_private_key("ssh-ed25519")
    room.people.add(name, Role.TRAINEE)
    room.people.add_key(name, room.keys[name].export_public_key().decode().strip())


def session_of(room: Classroom, name: str) -> Session:
    """The only session of somebody."""
    (session,) = room.front.sessions_of(name)
    return session


def channel_of(room: Classroom, name: str) -> Channel:
    """The server's end of the line at which somebody's own session is."""
    owner = session_of(room, name).owner
    assert owner is not None
    assert isinstance(owner.terminal, Channel)
    return owner.terminal


def held_back(channel: Channel) -> int:
    """How many bytes wait for a terminal in the server: in the channel, and in the connection below it."""
    transport = channel._channel.get_extra_info("connection")._transport
    return channel._channel.get_write_buffer_size() + (transport.get_write_buffer_size() if transport else 0)


async def at_desk(room: Classroom, name: str, window: int = 2 << 20) -> Client:
    """Somebody who has the desk before them; so many bytes may be on their way to them."""
    connection = await room.connect(name)
    told = {"term_type": "xterm-256color", "term_size": (80, 24), "encoding": None, "env": {"LANG": "en_GB.UTF-8"}}
    _channel, client = await connection.create_session(lambda: Client(80, 24), window=window, **told)
    client.connection = connection
    await client.sees(EMPTY_DESK)
    return client


async def in_new_case(client: Client) -> None:
    """Open the question that a new case begins with, and go back again."""
    client.type("n")
    await client.sees(NEW_CASE)
    client.type(ESC)
    await until(lambda: NEW_CASE not in client.text, "the desk again")


def processes() -> list[str]:
    """The programs of the class that run: what this process started, and what that started."""
    own = {os.getpid()}
    found = []
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parts[-2])):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in own:
            own.add(int(path.parts[-2]))
            found.append(path.parts[-2])
    return found


def left() -> tuple[int, int, int]:
    """How many processes, tasks and descriptors there are."""
    return len(processes()), len(asyncio.all_tasks()), len(os.listdir("/proc/self/fd"))


# --- one line --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [32 << 10, 64 << 20], ids=["a small window", "a window of 64 MB"])
async def test_whoever_reads_nothing_holds_up_nobody_and_sees_the_right_screen_later(
    room: Classroom, window: int
) -> None:
    """A whole class types on; what waits for the one who stopped reading stays small, whatever they say they take."""
    others = [await at_desk(room, f"t{number}") for number in range(SESSIONS - 1)]
    stalled = await at_desk(room, f"t{SESSIONS - 1}", window)
    channel = channel_of(room, f"t{SESSIONS - 1}")
    stalled.connection._transport.pause_reading()
    most, rounds = 0, 0
    while not channel.is_behind:
        # Nothing but the whole picture again and again, faster than anybody's keys could ask for it.
        session = session_of(room, f"t{SESSIONS - 1}")
        for _ in range(50):
            session._written(("\x1b[H" + ("x" * 80 + "\r\n") * 23).encode())
        rounds += 1
        most = max(most, held_back(channel))
        assert most <= MOST_HELD_BACK, f"{most} bytes wait after {rounds} rounds"
        await asyncio.sleep(0)
    await asyncio.gather(*map(in_new_case, others))
    stalled.type("n")
    await until(lambda: NEW_CASE in "\n".join(session.model.text()), "the program goes on")
    assert held_back(channel) <= MOST_HELD_BACK
    stalled.connection._transport.resume_reading()
    await stalled.sees(NEW_CASE)
    await until(lambda: stalled.screen.text() == session.model.text(), "the right screen")
    for client in (*others, stalled):
        client.connection.abort()


async def test_those_who_came_and_went_leave_nothing_behind(nursery: Nursery, tmp_path: Path) -> None:
    """Neither a program, nor a task, nor a descriptor; whether they left in order or the line broke."""
    async with classroom(tmp_path, nursery, resume_minutes=0, unknown_per_address=60) as room:
        before = left()
        for number in range(VISITS):
            client = await at_desk(room, "bob")
            if number % 2:
                client.type(F10)
                await client.ends()
                client.connection.close()
            else:
                client.connection.abort()
            await client.connection.wait_closed()
            await until(lambda: not room.front.sessions_of("bob"), "the session over")
        await until(lambda: left() <= before, f"nothing left: {before}")
        assert left() == before
        assert (room.served.connections, room.served.unknown) == (0, {})
