"""How long sessions and sandboxes last, how much fits in, and how often somebody may knock."""

from __future__ import annotations

import os
import time
from pathlib import Path

import asyncssh
import pytest

from mpwizard.serving.attendance import End, drop_abandoned, end_of, size_of
from mpwizard.serving.buckets import _REMEMBERED, Buckets, Delays, household
from mpwizard.serving.programs import Nursery
from mpwizard.serving.serve_settings import Limits, Sandboxes, ServeSettings
from mpwizard.serving.wire import Closing
from tests.serving.classroom import EMPTY_DESK, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

DAY = 86_400.0


# --- sessions --------------------------------------------------------------------------------------------------------


async def test_an_idle_session_is_warned_of_and_closed_and_its_user_finds_all_again(
    nursery: Nursery, tmp_path: Path
) -> None:
    """The warning stands on the screen before; a line says why; what was begun is there at the next login."""
    limits = {"idle_minutes": 8 / 60, "warning_seconds": 4}
    async with classroom(tmp_path, nursery, **limits) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        bob.type("n\r")
        await bob.sees("Account type")
        await bob.sees("any key keeps")
        await bob.ends()
        await bob.sees("nobody typed")
        assert [line["why"] for line in room.log if line["event"] == "closed"] == ["idle"]
        again = await room.terminal("bob")
        await again.sees("MP-2026-0001")


async def test_a_key_keeps_a_session_open(nursery: Nursery, tmp_path: Path) -> None:
    """Whoever was warned presses one, and the session goes on."""
    limits = {"idle_minutes": 8 / 60, "warning_seconds": 6}
    async with classroom(tmp_path, nursery, **limits) as room:
        bob = await room.terminal("bob")
        await bob.sees("any key keeps")
        session = room.front.sessions_of("bob")[0]
        first = session.typed_at + limits["idle_minutes"] * 60
        bob.type("?")
        await until(lambda: time.time() > first + 1, "the time it would have been closed at")
        assert not bob.closed.is_set()
        assert "closed" not in room.events


async def test_a_session_ends_when_its_time_is_over_however_much_is_typed() -> None:
    """The earlier of both ends counts; without limits there is none."""
    limits = Limits(idle_minutes=60, session_hours=2)
    assert end_of(0, 7000, limits) == End(Closing.LONG, 7200)
    assert end_of(0, 100, limits) == End(Closing.IDLE, 3700)
    assert end_of(0, 100, Limits(idle_minutes=0, session_hours=0)) is None


async def test_who_looks_on_for_long_without_a_key_is_let_go(nursery: Nursery, tmp_path: Path) -> None:
    """The session that is looked at goes on."""
    async with classroom(tmp_path, nursery, watch_idle_minutes=4 / 60) as room:
        ann = await room.terminal("ann")
        await ann.sees(EMPTY_DESK)
        eve = await room.terminal("eve+watch+ann", "eve")
        await eve.sees(EMPTY_DESK)
        await eve.ends()
        await eve.sees("You looked on for long")
        assert not ann.closed.is_set()
        assert room.front.sessions_of("ann")[0].viewers == []


async def test_programs_load_so_many_at_a_time_and_all_come_up(nursery: Nursery, tmp_path: Path) -> None:
    """Who has to wait gets in; who leaves while waiting leaves nothing behind."""
    async with classroom(tmp_path, nursery, starts_at_once=1) as room:
        bob, cai = await room.terminal("bob"), await room.terminal("cai")
        gone = await room.terminal("ann")
        gone.connection.abort()
        await bob.sees(EMPTY_DESK)
        await cai.sees(EMPTY_DESK)
        dan = await room.terminal("dan")
        await dan.sees("Desk of all")


# --- sandboxes -------------------------------------------------------------------------------------------------------


async def test_a_full_sandbox_opens_no_more(nursery: Nursery, tmp_path: Path) -> None:
    """A line says so and who can help; another trainee's is open."""
    settings = ServeSettings(port=0, sandboxes=Sandboxes(megabytes=10))
    async with classroom(tmp_path, nursery, settings) as room:
        folder = tmp_path / "sandboxes" / "bob"
        folder.mkdir(parents=True)
        (folder / "large").write_bytes(b"x" * (11 << 20))
        bob, cai = await room.terminal("bob"), await room.terminal("cai")
        await bob.ends()
        await bob.sees("U-995")
        await cai.sees(EMPTY_DESK)


async def test_a_sandbox_that_fills_up_is_closed(nursery: Nursery, tmp_path: Path) -> None:
    """At the next look; a line says so."""
    settings = ServeSettings(port=0, sandboxes=Sandboxes(megabytes=10))
    async with classroom(tmp_path, nursery, settings) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        (tmp_path / "sandboxes" / "bob" / "large").write_bytes(b"x" * (11 << 20))
        await room.front._weigh()
        await bob.ends()
        await bob.sees("the sandbox is full")


async def test_no_program_in_a_sandbox_writes_a_larger_file(nursery: Nursery, tmp_path: Path) -> None:
    """The system holds it to that."""
    settings = ServeSettings(port=0, sandboxes=Sandboxes(megabytes=12))
    async with classroom(tmp_path, nursery, settings) as room:
        await (await room.terminal("bob")).sees(EMPTY_DESK)
        processes = [each for each in Path("/proc").glob("[0-9]*") if works_in(each, tmp_path / "sandboxes")]
        told = [(each / "limits").read_text(encoding="ascii") for each in processes]
        assert [_largest(each) for each in told] == [12 << 20]


def works_in(process: Path, folder: Path) -> bool:
    """Whether a process works in a folder."""
    try:
        return (process / "cwd").readlink().is_relative_to(folder)
    except OSError:
        return False


def _largest(limits: str) -> int:
    line = next(line for line in limits.splitlines() if line.startswith("Max file size"))
    return int(line.split()[3])


async def test_sandboxes_nobody_comes_back_to_are_dropped(tmp_path: Path) -> None:
    """Those in use and the young ones stay; of guests who have gone nothing stays."""
    now = time.time()
    for name, days in (("old", 91), ("used", 91), ("young", 89), ("guest+lin", 0)):
        folder = tmp_path / "sandboxes" / name
        folder.mkdir(parents=True)
        (folder / "desk.db").write_bytes(b"x" * 7)
        for path in (folder / "desk.db", folder):
            os.utime(path, (now - days * DAY,) * 2)
    assert set(drop_abandoned(tmp_path / "sandboxes", ["used"], 90, now)) == {"old", "guest+lin"}
    assert sorted(path.name for path in (tmp_path / "sandboxes").iterdir()) == ["used", "young"]
    assert drop_abandoned(tmp_path / "sandboxes", [], 0, now + 1000 * DAY) == ()
    assert size_of(tmp_path / "sandboxes") == 14


# --- knocking --------------------------------------------------------------------------------------------------------


async def test_one_address_knocks_so_often_and_again_after_a_while() -> None:
    """Another address has a bucket of its own."""
    now = [0.0]
    buckets = Buckets(3, lambda: now[0])
    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]
    assert buckets.take("b")
    now[0] = 20.0
    assert [buckets.take("a") for _ in range(2)] == [True, False]


async def test_a_household_has_one_bucket_and_all_of_them_have_an_end() -> None:
    """Whoever has a network of IPv6 has any number of addresses; what is remembered of them is bounded."""
    assert household("2001:db8:7:1::1") == household("2001:db8:7:1:ffff::2%eth0") != household("2001:db8:7:2::1")
    assert household("::ffff:192.0.2.7") == household("192.0.2.7") != household("192.0.2.8")
    assert household("") == ""
    buckets = Buckets(1, lambda: 0.0)
    assert [buckets.take("2001:db8::1"), buckets.take("2001:db8::2")] == [True, False]
    delays = Delays(lambda: 0.0)
    for number in range(_REMEMBERED + 50):
        buckets.take(f"host {number}")
        delays.failed(f"host {number}")
    assert len(buckets._levels) == len(delays._failures) == _REMEMBERED
    assert not buckets.take(f"host {_REMEMBERED + 49}")


async def test_who_knocks_too_often_is_sent_away_in_one_line(nursery: Nursery, tmp_path: Path) -> None:
    """Before any login; whoever is in stays in."""
    async with classroom(tmp_path, nursery, connections_per_minute=2) as room:
        bob = await room.terminal("bob")
        with pytest.raises(asyncssh.PermissionDenied):
            await room.connect("bob", key="cai")
        with pytest.raises((asyncssh.DisconnectError, ConnectionResetError)):
            await room.connect("cai")
        await bob.sees(EMPTY_DESK)
        assert {"connections_per_minute"} == {line["why"] for line in room.log if line["event"] == "refused"}


async def test_each_wrong_password_costs_more_until_a_right_one() -> None:
    """Up to eight seconds; ten minutes later it is forgiven."""
    now = [0.0]
    delays = Delays(lambda: now[0])
    assert [delays.failed("a") for _ in range(6)] == [0.5, 1, 2, 4, 8, 8]
    assert delays.failed("b") == 0.5
    delays.succeeded("a")
    assert delays.failed("a") == 0.5
    now[0] = 601.0
    assert delays.failed("b") == 0.5
