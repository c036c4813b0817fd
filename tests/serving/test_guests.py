"""Guests: who has the class code gets a sandbox for the time of a visit, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import asyncssh
import pytest
import pytest_asyncio

from mpwizard.problems import Refused, Trouble
from mpwizard.serving.programs import Nursery
from mpwizard.serving.serve_settings import Guests, ServeSettings
from tests.serving.classroom import EMPTY_DESK, Classroom, Client, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

CODE = "秋季班-2026"


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class with a code, for two guests at most."""
    async with classroom(tmp_path, nursery, ServeSettings(port=0, guests=Guests(code=CODE, most=2))) as opened:
        yield opened


async def guest(room: Classroom, user: str, code: str = CODE) -> Client:
    """A terminal of a guest."""
    connection = await room.connect(user, password=code)
    _channel, client = await connection.create_session(
        lambda: Client(80, 24), term_type="xterm", term_size=(80, 24), encoding=None, env={"LANG": "en_GB.UTF-8"}
    )
    client.connection = connection
    return client


async def test_a_guest_gets_a_sandbox_that_goes_when_they_go(room: Classroom, tmp_path: Path) -> None:
    """By the name they call themselves."""
    lin = await guest(room, "guest+lin")
    await lin.sees(EMPTY_DESK)
    await lin.sees("Sandbox of guest+lin")
    folder = tmp_path / "sandboxes" / "guest+lin"
    assert list(folder.iterdir())
    lin.connection.abort()
    await until(lambda: not folder.exists(), "no folder is left")
    assert room.front.sessions_of("guest+lin") == ()


async def test_two_guests_of_one_name_are_two(room: Classroom) -> None:
    """Neither takes the other's session; a third finds no place."""
    first, second = await guest(room, "guest"), await guest(room, "guest")
    await first.sees(EMPTY_DESK)
    await second.sees(EMPTY_DESK)
    names = [line["user"] for line in room.log if line["event"] == "session"]
    assert len(set(names)) == 2
    with pytest.raises(asyncssh.PermissionDenied):
        await guest(room, "guest+third")
    assert {"serve_guests_full"} == {line["why"] for line in room.log if line["event"] == "refused"}


async def test_a_name_is_a_guests_from_the_login_on(room: Classroom) -> None:
    """Who only logs in, and waits for another of the same name to begin, finds no session to take up."""
    waits = await room.connect("guest+lin", password=CODE, client_keys=[])
    lin = await guest(room, "guest+lin")
    await lin.sees(EMPTY_DESK)
    assert room.front.sessions_of("guest+lin") == ()
    with pytest.raises(asyncssh.PermissionDenied):
        await room.connect("guest+third", password=CODE, client_keys=[])
    waits.close()
    await waits.wait_closed()
    await until(lambda: len(room.front._guests) == 1, "a free name")
    again = await guest(room, "guest+lin")
    await again.sees("Sandbox of guest+lin ")


@pytest.mark.parametrize("user", ["guest", "guest+lin"])
async def test_a_wrong_code_opens_nothing(room: Classroom, user: str) -> None:
    """Nor does none."""
    for code in ("", "秋季班-2025", CODE + "x"):
        with pytest.raises(asyncssh.PermissionDenied):
            await guest(room, user, code)


@pytest.mark.parametrize(
    "user", ["guests", "bob", "ann", "watch+guest", "guest+", "guest+../bob", "guest+Ann", "+guest"]
)
async def test_the_code_opens_no_other_name(room: Classroom, user: str) -> None:
    """Not even that of an account. A plus with nothing behind it is as no name at all."""
    if user == "guest+":
        await (await guest(room, user)).sees("Sandbox of guest+")
        return
    with pytest.raises(asyncssh.PermissionDenied):
        await room.connect(user, password=CODE, client_keys=[])


async def test_a_guest_watches_nobody(room: Classroom) -> None:
    """Nothing but the own sandbox."""
    ann = await room.terminal("ann")
    await ann.sees(EMPTY_DESK)
    person = room.front.guest("lin")
    assert room.front.watchable_by(person) == ()


async def test_without_a_code_there_are_no_guests(nursery: Nursery, tmp_path: Path) -> None:
    """The usual way."""
    async with classroom(tmp_path, nursery) as room:
        for code in ("", CODE):
            with pytest.raises(asyncssh.PermissionDenied):
                await guest(room, "guest", code)


async def test_guests_from_anywhere_are_asked_for_twice() -> None:
    """A code and a public address do not start unless it is said that both are meant."""
    for host, code, anywhere in (("127.0.0.1", CODE, False), ("0.0.0.0", "", False), ("0.0.0.0", CODE, True)):
        ServeSettings(host=host, guests=Guests(code=code, from_anywhere=anywhere)).check()
    for host in ("0.0.0.0", "::", "127.evil.example", "localhost.evil.example", "::1234:5678"):
        with pytest.raises(Refused, match="serve_guests_from_anywhere"):
            ServeSettings(host=host, guests=Guests(code=CODE)).check()


async def test_a_code_that_others_can_read_is_none(tmp_path: Path) -> None:
    """The file is for its owner alone; a short code is refused."""
    file = tmp_path / "serve.toml"
    file.write_text(f'[guests]\ncode = "{CODE}"\n', encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(Trouble, match="serve_file_open"):
        ServeSettings.read(file)
    file.chmod(0o600)
    assert ServeSettings.read(file).guests.code == CODE
    assert CODE not in repr(ServeSettings.read(file))
    for wrong in ("short", " " * 8, " padded to eight "):
        file.write_text(f'[guests]\ncode = "{wrong}"\n', encoding="utf-8")
        with pytest.raises(Trouble, match="settings_wrong"):
            ServeSettings.read(file)
