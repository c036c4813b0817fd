"""A recording of a session: what it plays, what it leaves out, how large and how old it grows."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import time
from pathlib import Path

import pytest

from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.recording import Recording, drop_old, new_name
from mpwizard.serving.screen_model import ScreenModel
from mpwizard.serving.serve_settings import Recordings, ServeSettings
from tests.serving.classroom import EMPTY_DESK, Classroom, Client, classroom, until
from tests.serving.playing import events, played

pytestmark = pytest.mark.asyncio(loop_scope="module")

CTRL_T, ENTER, DOWN = "\x14", "\r", "\x1b[B"
RECORD_AT = 2
"""How many entries of a trainer's drawer stand before that of the recording: the board, sharing."""


def cells(screen: ScreenModel) -> list[list[tuple[str, str]]]:
    """All cells, each with its looks."""
    return [[(cell.text, cell.looks) for cell in screen.row(row)] for row in range(screen.rows)]


async def the_file(room: Classroom) -> Path:
    """The one recording there is."""
    folder = room.folder / "recordings"
    await until(lambda: list(folder.glob("*.cast")), "a recording")
    (path,) = folder.glob("*.cast")
    return path


async def settle(client: Client) -> None:
    """Wait until nothing is written to a terminal any more, and what is recorded of it is on the disk."""
    seen = b""
    while seen != client.raw:
        seen = client.raw
        await asyncio.sleep(0.5)


async def test_a_recording_ends_with_the_screen_as_it_is(nursery: Nursery, tmp_path: Path) -> None:
    """Cell by cell, Chinese included, over a change of the size."""
    settings = ServeSettings(port=0, recordings=Recordings(roles=frozenset({Role.TRAINER})))
    async with classroom(tmp_path, nursery, settings) as room:
        ann = await room.terminal("ann", size=(100, 30), environment={"LANG": "zh_CN.UTF-8"}, term="kitty")
        await ann.sees("还没有个案")
        await ann.sees("● 录制中")
        ann.type("n")
        await ann.sees("由谁代平台答复")
        await ann.resize(91, 27)
        await ann.sees("由谁代平台答复")
        await settle(ann)
        path = await the_file(room)
        live = room.front.sessions_of("ann")[0].model
        assert cells(played(path)) == cells(live)
        assert "由谁代平台答复" in "".join(cell.text for row in range(live.rows) for cell in live.row(row))


async def test_a_recording_is_for_nobody_else_and_names_nobody(nursery: Nursery, tmp_path: Path) -> None:
    """The file and its folder are its owner's; the name tells when and not whom; nothing typed is written down."""
    settings = ServeSettings(port=0, recordings=Recordings(roles=frozenset({Role.TRAINEE})))
    async with classroom(tmp_path, nursery, settings) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        await bob.sees("● recorded")
        path = await the_file(room)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert "bob" not in path.name
        header, rest = events(path)
        assert header["version"] == 2
        assert (header["width"], header["height"]) == (80, 24)
        assert {kind for _at, kind, _text in rest} <= {"o", "r"}
        assert [at for at, _kind, _text in rest] == sorted(at for at, _kind, _text in rest)
        assert not any("\x1b]" in text for _at, _kind, text in rest)


async def test_what_is_typed_blind_is_in_no_recording(nursery: Nursery, tmp_path: Path) -> None:
    """Keys that the program shows nothing of leave no trace."""
    settings = ServeSettings(port=0, recordings=Recordings(roles=frozenset({Role.TRAINEE})))
    async with classroom(tmp_path, nursery, settings) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        bob.type("ZQXJ")
        await settle(bob)
        assert "ZQXJ" not in (await the_file(room)).read_text(encoding="utf-8")


async def test_a_trainer_begins_a_recording_and_ends_it(nursery: Nursery, tmp_path: Path) -> None:
    """Off at first; what is shown after the end is not in it."""
    async with classroom(tmp_path, nursery) as room:
        ann = await room.terminal("ann")
        await ann.sees("Sandbox of ann")
        ann.type(CTRL_T)
        await ann.sees("Record this session")
        ann.type(DOWN * RECORD_AT + ENTER)
        await ann.sees("Stop recording")
        path = await the_file(room)
        ann.type(ENTER)
        await ann.sees("Record this session")
        await until(lambda: room.front.sessions_of("ann")[0].recording is None, "no recording")
        before = path.stat().st_size
        ann.type("\x1b")
        await ann.sees(EMPTY_DESK)
        await settle(ann)
        assert path.stat().st_size == before > 0


async def test_a_trainee_begins_none(nursery: Nursery, tmp_path: Path) -> None:
    """There is no such entry for them; what their program says of its own is not heard."""
    async with classroom(tmp_path, nursery) as room:
        bob = await room.terminal("bob")
        await bob.sees("Sandbox of bob")
        bob.type(CTRL_T)
        await bob.sees("Put a hand up")
        assert "Record this session" not in bob.text


async def test_the_curtain_covers_the_recording(nursery: Nursery, tmp_path: Path) -> None:
    """What is behind it is in no file."""
    settings = ServeSettings(port=0, recordings=Recordings(roles=frozenset({Role.TRAINEE})))
    async with classroom(tmp_path, nursery, settings) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        session = room.front.sessions_of("bob")[0]
        await settle(bob)
        session.draw_curtain(drawn=True)
        bob.type("n" + ENTER)
        await bob.sees("Account type")
        await settle(bob)
        path = await the_file(room)
        assert "Account type" not in path.read_text(encoding="utf-8")
        assert not "".join(played(path).text()).strip()
        session.draw_curtain(drawn=False)
        await settle(bob)
        assert cells(played(path)) == cells(session.model)


async def test_a_killed_program_leaves_a_recording_that_plays(nursery: Nursery, tmp_path: Path) -> None:
    """Every line is whole."""
    settings = ServeSettings(port=0, recordings=Recordings(roles=frozenset({Role.TRAINEE})))
    async with classroom(tmp_path, nursery, settings) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        path = await the_file(room)
        await room.front.sessions_of("bob")[0].program.end(0.0)
        await bob.ends()
        assert played(path).text()


# --- the file alone --------------------------------------------------------------------------------------------------


async def stopped_by(path: Path, most: int, told: list[str]) -> Recording:
    """A recording that is shown more than fits."""
    recording = Recording(path, 80, 24, most, told.append)
    for number in range(100):
        recording.write(f"line {number} " + "x" * 100)
    await recording.is_written()
    recording.close("")
    return recording


async def test_a_recording_grows_to_its_size_and_says_why_it_stops(tmp_path: Path) -> None:
    """What was written before stays whole."""
    told: list[str] = []
    path = tmp_path / "a.cast"
    await stopped_by(path, 5_000, told)
    assert told == ["size"]
    assert 0 < path.stat().st_size <= 5_000
    assert events(path)[1][0][2].startswith("line 0")


async def test_a_full_disk_ends_the_recording_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so once, and nothing is raised in the session."""
    told: list[str] = []

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("mpwizard.serving.recording.os.write", full)
    recording = await stopped_by(tmp_path / "a.cast", 10**6, told)
    recording.write("more")
    await recording.is_written()
    assert told == ["disk"]
    assert (tmp_path / "a.cast").read_bytes() == b""


async def test_recordings_are_kept_so_many_days(tmp_path: Path) -> None:
    """Older ones go; other files stay."""
    folder, now = tmp_path / "recordings", time.time()
    folder.mkdir()
    for name, days in (("old.cast", 31), ("new.cast", 29), ("old.txt", 400)):
        path = folder / name
        path.write_text("x", encoding="utf-8")
        os.utime(path, (now - days * 86_400,) * 2)
    assert drop_old(folder, 30, now) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["new.cast", "old.txt"]


async def test_no_two_recordings_have_one_name() -> None:
    """Not even those of one second."""
    assert len({new_name() for _ in range(50)}) == 50
