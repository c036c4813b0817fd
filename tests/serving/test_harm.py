"""What one user, one line or one program can do to others: nothing. And what is left of those who are gone: nothing."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path

import asyncssh
import pytest
import pytest_asyncio

from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.sessions import Session
from mpwizard.serving.wire import OF_TRAINERS, Deed, Up, upward
from mpwizard.ssh.channel import Channel
from tests.serving.classroom import EMPTY_DESK, Classroom, Client, classroom, session_of, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

SESSIONS = 20
VISITS = 50
KEYS = 10_000
MOST_HELD_BACK = 256 << 10
# The library heeds how much a client says it takes, and not whether the line takes it.
LINE_UNHEEDED = "a full line does not tell its terminal that it is behind"
NEW_CASE = "Who answers for the platform"
ESC, F10, ENTER, TAB, CTRL_N = "\x1b", "\x1b[21~", "\r", "\t", "\x0e"
STEP = "Account type"
NUMBER = "MP-2026-0001"
# The mask over an address that is left shows its end.
TYPED, SEEN = "qin@harm.example", "@harm.example"
_TABLES = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name"
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class with more people than usual."""
    async with classroom(tmp_path, nursery, sessions=60) as opened:
        for number in range(SESSIONS):
            enrol(opened, f"t{number}")
        yield opened


def enrol(room: Classroom, name: str) -> None:
    """One more trainee, with a key."""
    room.keys[name] = asyncssh.generate_private_key("ssh-ed25519")
    room.people.add(name, Role.TRAINEE)
    room.people.add_key(name, room.keys[name].export_public_key().decode().strip())


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


def desk_of(room: Classroom, name: str) -> Path:
    """The file of somebody's desk."""
    return room.folder / "sandboxes" / name / "data/desk.db"


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


async def type_address(client: Client, desk: Path) -> None:
    """Begin a case, and type an address into it, until it is saved, which is so a moment after the last key."""
    client.type("n" + ENTER)
    await client.sees(STEP)
    client.type(CTRL_N)
    await client.sees("E-mail *")
    before = await settled(desk)
    client.type(TYPED + TAB)
    await client.sees(SEEN)
    await until(lambda: all_of(desk) != before, "it is saved")
    await settled(desk)


def all_of(desk: Path) -> list[str]:
    """Every row of a desk."""
    with closing(sqlite3.connect(desk)) as connection:
        names = [name for name, sql in connection.execute(_TABLES) if "VIRTUAL" not in sql]
        return [str(row) for name in names for row in connection.execute(f'SELECT * FROM "{name}"')]


async def settled(desk: Path) -> list[str]:
    """Every row of a desk that nothing is written to any more."""
    rows: list[str] = []
    while rows != (rows := all_of(desk)):
        await asyncio.sleep(1)
    return rows


def processes() -> set[str]:
    """The programs of the class that run: what this process started, and what that started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[path.parts[-2]] = path.read_text().rpartition(")")[2].split()[1]
    # A child may well have the lower number: they begin anew once the highest is given out.
    family = {str(os.getpid())}
    while born := {number for number, parent in parents.items() if parent in family} - family:
        family |= born
    return family - {str(os.getpid())}


def left() -> tuple[int, int, int]:
    """How many processes, tasks and descriptors there are."""
    return len(processes()), len(asyncio.all_tasks()), len(os.listdir("/proc/self/fd"))


# --- one line --------------------------------------------------------------------------------------------------------


async def test_whoever_reads_nothing_holds_up_nobody_and_sees_the_right_screen_later(room: Classroom) -> None:
    """A whole class types on, and what waits for the one who stopped reading stays small."""
    others = [await at_desk(room, f"t{number}") for number in range(SESSIONS - 1)]
    stalled = await at_desk(room, "bob", window=32 << 10)
    session, channel = session_of(room, "bob"), channel_of(room, "bob")
    stalled.connection._transport.pause_reading()
    await flood(session, channel)
    await asyncio.gather(*map(in_new_case, others))
    stalled.type("n")
    await until(lambda: NEW_CASE in "\n".join(session.model.text()), "the program goes on")
    assert held_back(channel) <= MOST_HELD_BACK
    stalled.connection._transport.resume_reading()
    await stalled.sees(NEW_CASE)
    await until(lambda: stalled.screen.text() == session.model.text(), "the right screen")
    for client in (*others, stalled):
        client.connection.abort()
        await client.connection.wait_closed()


async def test_whoever_says_to_take_a_lot_and_reads_nothing_is_not_believed(room: Classroom) -> None:
    """How much may be on its way to them is what they say; what waits here is not."""
    stalled = await at_desk(room, "bob", window=64 << 20)
    stalled.connection._transport.pause_reading()
    await flood(session_of(room, "bob"), channel_of(room, "bob"))


async def flood(session: Session, channel: Channel) -> None:
    """Have a program paint, faster than anybody's keys could make it, until its terminal is behind."""
    picture = ("\x1b[H" + ("x" * 80 + "\r\n") * 23).encode() * 20
    while not channel.is_behind:
        session._written(picture)
        assert held_back(channel) <= MOST_HELD_BACK
        await asyncio.sleep(0)


@NEEDS_PROC
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
        await until(lambda: all(now <= then for now, then in zip(left(), before, strict=True)), f"as before: {before}")
        await until(lambda: not (room.served.connections or room.served.unknown), "no line counted")


async def standing_still(session: Session) -> list[str]:
    """The screen as it is once nothing is painted any more."""
    before: list[str] = []
    while before != (now := session.model.text()):
        before = now
        await asyncio.sleep(1.5)
    return before


# --- one program -----------------------------------------------------------------------------------------------------


@NEEDS_PROC
async def test_a_program_that_is_killed_takes_nothing_with_it(room: Classroom) -> None:
    """Nobody else's session, and not what its own user had typed."""
    cai = await at_desk(room, "cai")
    before = processes()
    bob = await at_desk(room, "bob")
    (pid,) = processes() - before
    await type_address(bob, desk_of(room, "bob"))
    os.kill(int(pid), signal.SIGKILL)
    await bob.ends()
    assert room.front.sessions_of("bob") == ()
    await in_new_case(cai)
    again = await room.terminal("bob")
    await again.sees("MP-")
    again.type(ENTER)
    await again.sees(SEEN)


async def test_a_spectators_keys_change_nothing(room: Classroom) -> None:
    """Ten thousand of them, each sent alone: neither the screen nor the desk of whom they look at."""
    ann = await at_desk(room, "ann")
    ann.type("n" + ENTER)
    await ann.sees(STEP)
    await ann.sees("Ctrl+T class")
    session = session_of(room, "ann")
    desk = desk_of(room, "ann")
    screen, rows = await standing_still(session), all_of(desk)
    eve = await room.terminal("eve+watch+ann", "eve")
    await eve.sees(STEP)
    chosen = random.Random(7)  # which keys does not matter
    sequences = (ENTER, ESC, TAB, F10, CTRL_N, "\x1b[A", "\x1b[B", "\x1b[200~x\x1b[201~", "\x1b[<0;40;12M", "练")
    for _ in range(KEYS):
        key = chosen.choice(sequences) if chosen.random() < 0.3 else chr(chosen.randrange(1, 0x250))
        # These lead out, which is all that a spectator can do.
        eve.type("x" if key in "qQ\x03" else key)
    eve.type("q")
    await eve.ends()
    assert session.viewers == []
    # All but the first row, which has the time of day.
    await until(lambda: session.model.text()[1:] == screen[1:], "the same screen")
    assert all_of(desk) == rows


# --- one user --------------------------------------------------------------------------------------------------------


async def test_a_trainee_reaches_nobody_elses_data(room: Classroom) -> None:
    """Not by a name, nor by a path, nor by a number, nor by what a client says of its environment."""
    bob = await at_desk(room, "bob")
    await type_address(bob, desk_of(room, "bob"))
    homes = {name: str(room.folder / "sandboxes/bob") for name in ("MPWIZARD_HOME", "HOME", "XDG_DATA_HOME")}
    database = {"MPWIZARD_DATABASE": str(room.folder / "sandboxes/bob/data/desk.db"), "MPWIZARD_LANG": "zh"}
    cai = await room.terminal("cai", environment={**homes, **database})
    await cai.sees(EMPTY_DESK)
    await cai.sees("Sandbox of cai")
    cai.type("n" + ENTER)
    await cai.sees(NUMBER)
    cai.type(CTRL_N)
    await cai.sees("E-mail *")
    assert NUMBER in bob.text
    assert SEEN not in cai.text
    for name in ("../bob", "cai/../bob", str(room.folder / "sandboxes/bob"), "bob"):
        with pytest.raises((asyncssh.DisconnectError, ConnectionError)):
            await room.connect(name, "cai")
    for name in ("cai+watch+bob", "cai+watch+../bob", "cai+watch+dan"):
        client = await room.terminal(name, "cai")
        await client.ends()
        assert b"(U-993)" in client.raw
    sandboxes = room.folder / "sandboxes"
    assert {path.name for path in sandboxes.iterdir()} == {"bob", "cai"}
    assert all(path.stat().st_mode & 0o777 == 0o700 for path in sandboxes.iterdir())


@pytest.mark.parametrize("deed", sorted(OF_TRAINERS))
async def test_a_trainees_program_cannot_speak_as_a_trainers(room: Classroom, deed: Deed) -> None:
    """Whatever it writes to its terminal: nobody is watched, asked, locked, spoken to or emptied."""
    bob, cai = await at_desk(room, "bob"), await at_desk(room, "cai")
    bob.type("n" + ENTER)
    await bob.sees("MP-")
    session_of(room, "cai")._written(upward(Up(deed=deed, who="bob", words="forged", on=True)).encode())
    await in_new_case(cai)
    bobs = session_of(room, "bob")
    assert (bobs.viewers, bobs.locked) == ([], False)
    bob.type(ESC)
    await bob.sees("MP-")
    assert "forged" not in bob.text
