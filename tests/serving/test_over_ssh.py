"""The served desk, by a real client: sessions, viewers, lost lines."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import asyncssh
import pytest

from mpwizard.serving.programs import Nursery
from mpwizard.serving.sessions import Session
from tests.serving.classroom import EMPTY_DESK, HOST, PASSWORD, Classroom, Client, at_desk, classroom, session_of, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
NEW_CASE = "Who answers for the platform"
F10 = "\x1b[21~"


def same(one: Client, session: Session) -> bool:
    """Whether a terminal of the program's size shows what the program shows, cell by cell, looks aside."""
    rows = range(session.model.rows)
    return all(
        [cell.text for cell in one.screen.row(row)] == [cell.text for cell in session.model.row(row)] for row in rows
    )


# --- a session -------------------------------------------------------------------------------------------------------


async def test_a_session_paints_takes_keys_follows_the_size_and_ends(room: Classroom) -> None:
    """The desk as at home: until its user leaves, and then the line is closed with a good end."""
    client = await at_desk(room, "bob")
    client.type("n")
    await client.sees(NEW_CASE)
    client.type("\x1b")
    await client.resize(100, 30)
    await until(lambda: session_of(room, "bob").model.columns == 100, "the new size")
    await client.sees(EMPTY_DESK)
    client.type(F10)
    await client.ends()
    assert client.channel.get_exit_status() == 0
    assert room.front.sessions_of("bob") == ()


async def test_the_language_is_the_clients(room: Classroom) -> None:
    """As its locale says."""
    client = await room.terminal("bob", environment={"LANG": "zh_CN.UTF-8"})
    await client.sees("还没有个案")


@pytest.mark.parametrize(
    ("term", "coded"), [("xterm", b"\x1b[37;40m"), ("xterm-256color", b"38;5;"), ("kitty", b"38;2;")]
)
async def test_each_terminal_gets_its_colours(room: Classroom, term: str, coded: bytes) -> None:
    """The program writes true colour whatever comes."""
    client = await room.terminal("bob", term=term)
    await client.sees(EMPTY_DESK)
    assert (b"38;2;" in client.raw) == (term == "kitty")
    assert coded in client.raw


async def test_a_trainees_cases_are_nobody_elses(room: Classroom) -> None:
    """Each has a folder of their own; operators share the desk."""
    bob = await at_desk(room, "bob")
    bob.type("n\r")
    await bob.sees("Account type")
    cai = await at_desk(room, "cai")
    assert "MP-" not in cai.text
    dan = await at_desk(room, "dan")
    assert "MP-" not in dan.text
    assert {path.name for path in (room.folder / "sandboxes").iterdir()} >= {"bob", "cai"}
    assert (room.folder / "sandboxes/bob").stat().st_mode & 0o077 == 0


async def test_what_a_killed_server_left_is_taken_away(room: Classroom) -> None:
    """At the next login; the files of sessions that run stay."""
    folder = room.folder / "sandboxes/bob"
    folder.mkdir(parents=True)
    left = folder / ".front-4711.json"
    left.touch()
    bob = await room.terminal("bob")
    await bob.sees(EMPTY_DESK)
    second = await room.terminal("bob")
    await second.sees("begin another one")
    second.type("2")
    await second.sees(EMPTY_DESK)
    assert not left.exists()
    assert len(list(folder.glob(".front-*.json"))) == 2


async def test_a_server_that_stops_says_so_to_everybody(nursery: Nursery, tmp_path: Path) -> None:
    """In each terminal's language, after its screen is as it was before; nothing that runs is left."""
    async with classroom(tmp_path, nursery) as room:
        bob = await room.terminal("bob")
        await bob.sees(EMPTY_DESK)
        ann = await room.terminal("ann", environment={"LANG": "zh_CN.UTF-8"})
        await ann.sees("还没有个案")
        viewer = await room.terminal("eve+watch+ann", "eve")
        await viewer.sees("还没有个案")
        await room.front.close()
        for terminal, words in ((bob, "The server was stopped."), (ann, "服务器已停止"), (viewer, "is over")):
            await terminal.ends()
            await terminal.sees(words)
        assert [line["why"] for line in room.log if line["event"] == "closed"] == ["stopped"] * 2


async def test_accounts_that_cannot_be_read_let_nobody_in_and_the_log_says_why(room: Classroom) -> None:
    """A slip of the administrator's pen, while the server runs; mended, all is as before."""
    file = room.folder / "people.toml"
    before = file.read_text()
    file.write_text(before + "[Nobody]\n")
    for told in ({"key": "bob"}, {"password": PASSWORD}):
        with pytest.raises(asyncssh.PermissionDenied):
            await room.connect("bob", **told)
    assert {line["why"] for line in room.log if line["event"] == "trouble"} == {"people_file_wrong"}
    file.write_text(before)
    bob = await room.terminal("bob")
    await bob.sees(EMPTY_DESK)


async def test_whose_key_was_shown_is_not_who_was_there(room: Classroom) -> None:
    """Anybody can show a public key; only who has the other half is named in the log."""
    (pair,) = asyncssh.load_keypairs([room.keys["ann"]])
    signed = pair.sign
    pair.sign = lambda data: signed(data + b"!")
    with pytest.raises(asyncssh.PermissionDenied):
        await asyncssh.connect(HOST, room.port, username="ann", client_keys=[pair], known_hosts=None, config=())
    await until(lambda: "left" in room.events, "the connection's end")
    assert [line.get("user", "") for line in room.log if line["event"] in ("left", "refused", "login_failed")] == [""]


async def test_a_program_that_is_killed_ends_only_its_own_session(room: Classroom) -> None:
    """Its line is closed, the others go on, and everything is there on return."""
    bob, cai = await at_desk(room, "bob"), await at_desk(room, "cai")
    bob.type("n\r")
    await bob.sees("MP-")
    assert await session_of(room, "bob").program.end(0) != 0
    await bob.ends()
    await bob.sees("ended by itself")
    assert bob.channel.get_exit_status() == 1
    (ended,) = (line for line in room.log if line["event"] == "session_ended")
    assert ended["user"] == "bob"
    assert ended["code"] != 0
    cai.type("n")
    await cai.sees(NEW_CASE)
    again = await room.terminal("bob")
    await again.sees("MP-")


async def test_where_no_program_can_be_started_it_is_said(tmp_path: Path) -> None:
    """One line, and the reason's kind in the log."""
    own = Nursery()
    await own.open()
    async with classroom(tmp_path, own) as room:
        bob = await at_desk(room, "bob")
        own._process.kill()
        await own.gone.wait()
        await bob.ends()
        refused = await room.terminal("cai")
        await refused.ends()
        assert b"finds the reason in its log" in refused.raw
        assert room.events[-1] == "trouble"
    await own.close()


# --- who watches -----------------------------------------------------------------------------------------------------


async def test_viewers_of_every_size_see_the_same(room: Classroom) -> None:
    """The same cells where there is room, the beginning of the rows where there is not; also for who comes late."""
    ann = await at_desk(room, "ann")
    wide = await room.terminal("eve+watch+ann", "eve", (80, 25))
    small = await room.terminal("eve+watch+ann", "eve", (40, 12))
    ann.type("n")
    await ann.sees(NEW_CASE)
    await wide.sees(NEW_CASE)
    late = await room.terminal("bob+watch+ann", "bob", (80, 25), "xterm")
    await late.sees(NEW_CASE)
    session = session_of(room, "ann")
    for viewer in (wide, late):
        await until(lambda viewer=viewer: same(viewer, session), "the same cells")
    assert small.text.splitlines()[0].rstrip() == session.model.text()[0][:40].rstrip()
    assert small.text.splitlines()[-1].startswith(" ann · 80x24")


async def test_a_viewers_keys_reach_nobody(room: Classroom) -> None:
    """Ten thousand of them, whichever they are."""
    ann = await at_desk(room, "ann")
    eve = await room.terminal("eve+watch+ann", "eve")
    await eve.sees(EMPTY_DESK)
    before = ann.raw
    chosen = random.Random(1)  # which keys does not matter
    keys = [chr(chosen.randrange(1, 0x250)) for _ in range(10_000)]
    eve.type("".join("x" if key in "qQ\x03" else key for key in keys))
    eve.type("\x1b[B")
    await until(lambda: eve.channel.get_write_buffer_size() == 0, "all of it sent")
    ann.type("n")
    await ann.sees(NEW_CASE)
    assert ann.raw.startswith(before)
    assert "MP-" not in ann.text
    eve.type("q")
    await eve.ends()
    assert session_of(room, "ann").viewers == []


async def test_a_spectator_chooses_among_several(room: Classroom) -> None:
    """By number, or the first by Enter; a key that means none of them asks nothing again; q leaves."""
    first = await room.terminal("ann", size=(90, 26))
    await first.sees(EMPTY_DESK)
    second = await room.terminal("ann", size=(100, 28))
    await second.sees("begin another one")
    second.type("2")
    await second.sees(EMPTY_DESK)
    viewer = await room.terminal("eve")
    await viewer.sees("Several sessions can be watched:\n  1  ann  90x26\n  2  ann  100x28\n")
    viewer.type("9x\x1b[1;5A")
    viewer.type("2")
    await viewer.sees("ann · 100x28")
    other = await room.terminal("eve")
    await other.sees("Enter takes the first")
    other.type("\r")
    await other.sees("ann · 90x26")
    third = await room.terminal("eve")
    await third.sees("q leaves")
    third.type("q")
    await third.ends()


async def test_only_a_trainer_sees_trainees(room: Classroom) -> None:
    """Everybody may watch the trainer; nobody else's screen is anybody's business but the trainer's."""
    await at_desk(room, "ann")
    await at_desk(room, "bob")
    cai = await room.terminal("cai+watch+bob", "cai")
    await cai.ends()
    assert b"(U-993)" in cai.raw
    assert cai.channel.get_exit_status() == 1
    seen = await room.terminal("ann+watch+bob", "ann")
    await seen.sees(EMPTY_DESK)


async def test_the_keyboard_goes_to_another_terminal_and_back(room: Classroom) -> None:
    """There is one at a time."""
    bob = await at_desk(room, "bob")
    ann = await room.terminal("ann+watch+bob", "ann")
    await ann.sees(EMPTY_DESK)
    session = session_of(room, "bob")
    session.hand_keyboard(session.viewers[0])
    await ann.sees("you have the keyboard")
    bob.type("n")
    ann.type("n")
    await bob.sees(NEW_CASE)
    ann.connection.abort()
    await until(lambda: session.keyboard is session.owner, "the keyboard back")
    bob.type("\x1b")
    await until(lambda: NEW_CASE not in bob.text, "the dialog closed")


async def test_a_curtain_hides_the_screen_from_viewers(room: Classroom) -> None:
    """Until it is drawn back."""
    await at_desk(room, "ann")
    eve = await room.terminal("eve+watch+ann", "eve")
    await eve.sees(EMPTY_DESK)
    session_of(room, "ann").draw_curtain(True)
    await eve.sees("sharing is paused")
    assert EMPTY_DESK not in eve.text
    session_of(room, "ann").draw_curtain(False)
    await eve.sees(EMPTY_DESK)


# --- lost lines ------------------------------------------------------------------------------------------------------


async def test_a_lost_line_is_taken_up_again_at_another_terminal(room: Classroom) -> None:
    """The program goes on; whoever comes back sees it at once, in another size."""
    bob = await at_desk(room, "bob")
    bob.type("n")
    await bob.sees(NEW_CASE)
    bob.connection.abort()
    session = session_of(room, "bob")
    await until(lambda: session.owner is None, "the loss")
    again = await room.terminal("bob", size=(100, 30))
    await again.sees("Your session still runs")
    again.type("\r")
    await again.sees(NEW_CASE)
    assert session_of(room, "bob") is session
    await until(lambda: same(again, session), "the same cells")


async def test_a_paste_that_broke_off_swallows_no_key_afterwards(room: Classroom) -> None:
    """The line was lost between its beginning and its end; whoever comes back types as always."""
    bob = await at_desk(room, "bob")
    bob.type("/\x1b[200~half")
    await asyncio.sleep(0.2)
    bob.connection.abort()
    await until(lambda: session_of(room, "bob").owner is None, "the lost line")
    again = await room.terminal("bob")
    await again.sees("1 or Enter")
    again.type("\r")
    await again.sees(EMPTY_DESK)
    again.type(F10)
    await again.ends()


async def test_there_are_never_two_keyboards(room: Classroom) -> None:
    """Who comes back while the older line looks alive takes the session over."""
    bob = await at_desk(room, "bob")
    again = await room.terminal("bob")
    await again.sees("Your session still runs")
    again.type("1")
    await bob.ends()
    assert b"goes on at another terminal" in bob.raw
    await again.sees(EMPTY_DESK)


async def test_a_session_waits_only_so_long(nursery: Nursery, tmp_path: Path) -> None:
    """Then it is ended."""
    async with classroom(tmp_path, nursery, resume_minutes=0) as room:
        bob = await at_desk(room, "bob")
        bob.connection.abort()
        await until(lambda: not room.front.sessions_of("bob"), "the end")
