"""The served desk, by a real client: sessions, viewers, lost lines, limits, and what is refused."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import asyncssh
import pytest
import pytest_asyncio

from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery
from mpwizard.serving.sessions import Session
from tests.serving.classroom import EMPTY_DESK, HOST, PASSWORD, Classroom, Client, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
NEW_CASE = "Who answers for the platform"
F10 = "\x1b[21~"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def nursery() -> AsyncIterator[Nursery]:
    """The one process that all programs here come from."""
    opened = Nursery()
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class."""
    async with classroom(tmp_path, nursery) as opened:
        yield opened


def session_of(room: Classroom, name: str) -> Session:
    """The only session of somebody."""
    (session,) = room.front.sessions_of(name)
    return session


async def at_desk(room: Classroom, name: str, size: tuple[int, int] = (80, 24)) -> Client:
    """Somebody who has the desk before them."""
    client = await room.terminal(name, size=size)
    await client.sees(EMPTY_DESK)
    return client


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
        viewer = await room.terminal("watch+ann", "eve")
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
    wide = await room.terminal("watch+ann", "eve", (80, 25))
    small = await room.terminal("watch+ann", "eve", (40, 12))
    ann.type("n")
    await ann.sees(NEW_CASE)
    await wide.sees(NEW_CASE)
    late = await room.terminal("watch+ann", "bob", (80, 25), "xterm")
    await late.sees(NEW_CASE)
    session = session_of(room, "ann")
    for viewer in (wide, late):
        await until(lambda viewer=viewer: same(viewer, session), "the same cells")
    assert small.text.splitlines()[0].rstrip() == session.model.text()[0][:40].rstrip()
    assert small.text.splitlines()[-1].startswith(" ann · 80x24")


async def test_a_viewers_keys_reach_nobody(room: Classroom) -> None:
    """Ten thousand of them, whichever they are."""
    ann = await at_desk(room, "ann")
    eve = await room.terminal("watch+ann", "eve")
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
    cai = await room.terminal("watch+bob", "cai")
    await cai.ends()
    assert b"(U-993)" in cai.raw
    assert cai.channel.get_exit_status() == 1
    seen = await room.terminal("watch+bob", "ann")
    await seen.sees(EMPTY_DESK)


async def test_the_keyboard_goes_to_another_terminal_and_back(room: Classroom) -> None:
    """There is one at a time."""
    bob = await at_desk(room, "bob")
    ann = await room.terminal("watch+bob", "ann")
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
    eve = await room.terminal("watch+ann", "eve")
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


# --- what is refused -------------------------------------------------------------------------------------------------


async def test_only_known_keys_and_passwords_come_in(room: Classroom) -> None:
    """Neither another key, nor another's, nor an empty or a wrong password; nobody learns which names there are."""
    stranger = asyncssh.generate_private_key("ssh-ed25519")
    room.people.set_password("cai", PASSWORD)
    told = {"client_keys": [], "preferred_auth": "password"}
    for user, more in (
        ("bob", {"client_keys": [stranger]}),
        ("bob", {"client_keys": [room.keys["cai"]]}),
        ("nobody", {"client_keys": [stranger]}),
        ("../bob", {"client_keys": [room.keys["bob"]]}),
        ("watch+ann", {"client_keys": [stranger]}),
        ("cai", {**told, "password": "wrong"}),
        ("bob", {**told, "password": ""}),
        ("nobody", {**told, "password": PASSWORD}),
    ):
        with pytest.raises(asyncssh.PermissionDenied):
            await room.connect(user, **more)
    assert (await room.connect("cai", **{**told, "password": PASSWORD})) is not None


async def test_a_key_holds_where_and_as_long_as_it_says(room: Classroom) -> None:
    """As in authorized_keys."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    line = key.export_public_key().decode().strip()
    for options, comes_in in (
        ('from="127.9.9.9"', False),
        ('from="127.0.0.0/24"', True),
        ('expiry-time="20200101"', False),
        ('expiry-time="202001010000Z"', False),
        ('expiry-time="soon"', False),
        ('expiry-time="20990101"', True),
    ):
        room.people.remove("cai")
        room.people.add("cai", Role.TRAINEE)
        room.people.add_key("cai", f"{options} {line}")
        if comes_in:
            (await room.connect("cai", client_keys=[key])).close()
            continue
        with pytest.raises(asyncssh.PermissionDenied):
            await room.connect("cai", client_keys=[key])


async def test_nothing_but_a_shell_on_a_terminal_is_served(room: Classroom) -> None:
    """No command, no subsystem, no copy, no forwarding of anything."""
    connection = await room.connect("bob")
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_connection(HOST, room.port)
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_unix_connection("any.socket")
    with pytest.raises(asyncssh.ChannelListenError):
        await connection.forward_remote_port(HOST, 0, HOST, room.port)
    for wanted in ({"command": "id"}, {"subsystem": "sftp"}):
        other = await room.connect("bob")
        with pytest.raises(asyncssh.ChannelOpenError):
            await other.create_session(lambda: Client(80, 24), encoding=None, **wanted)


async def test_without_a_terminal_there_is_one_line(room: Classroom) -> None:
    """And a bad end."""
    connection = await room.connect("bob")
    channel, client = await connection.create_session(
        lambda: Client(80, 24), encoding=None, env={"LANG": "en_GB.UTF-8"}
    )
    await client.ends()
    assert client.raw == b"A terminal is needed: connect without a command, or with ssh -t.\r\n"
    assert channel.get_exit_status() == 1


async def test_a_connection_has_one_channel(room: Classroom) -> None:
    """However many it asks for."""
    client = await at_desk(room, "bob")
    with pytest.raises(asyncssh.ChannelOpenError):
        await client.connection.create_session(lambda: Client(80, 24), term_type="xterm", encoding=None)


async def test_a_strange_terminal_and_environment_change_nothing(room: Classroom) -> None:
    """Sizes are brought within bounds; what a client sends besides its locale reaches no program."""
    sent = {"LD_PRELOAD": "/nowhere.so", "MPWIZARD_HOME": "/nowhere", "TEXTUAL": "debug", "LANG": "en\n;x"}
    client = await room.terminal("bob", size=(2_000, 1), environment=sent)
    await until(lambda: room.front.sessions_of("bob"), "a session")
    session = session_of(room, "bob")
    assert (session.model.columns, session.model.rows) == (400, 5)
    client.connection.abort()


async def test_each_limit_is_told(nursery: Nursery, tmp_path: Path) -> None:
    """In one line, with its code."""
    async with classroom(tmp_path, nursery, sessions=1, sessions_per_person=1, viewers_per_session=0) as room:
        await at_desk(room, "ann")
        for user, key, code in (("bob", "bob", "U-990"), ("eve", "eve", "U-994"), ("watch+ann", "bob", "U-994")):
            refused = await room.terminal(user, key)
            await refused.ends()
            assert code.encode() in refused.raw
            assert refused.channel.get_exit_status() == 1


async def test_tries_and_connections_are_counted(nursery: Nursery, tmp_path: Path) -> None:
    """Too many of either, and the line is cut with a word."""
    async with classroom(tmp_path, nursery, tries=2, connections=2) as room:
        strangers = [asyncssh.generate_private_key("ssh-ed25519") for _ in range(4)]
        with pytest.raises(asyncssh.DisconnectError):
            await room.connect("bob", client_keys=strangers)
        await until(lambda: room.served.connections == 0, "the first one gone")
        kept = [await room.connect("bob"), await room.connect("cai")]
        with pytest.raises((asyncssh.DisconnectError, ConnectionError)):
            await room.connect("ann")
        assert [line["why"] for line in room.log if line["event"] == "refused"] == ["tries", "connections"]
        for connection in kept:
            connection.close()


async def test_the_log_tells_who_came_and_nothing_that_was_typed(room: Classroom) -> None:
    """Logins, sessions and ends; no key, no word of the screen."""
    client = await at_desk(room, "bob")
    client.type("n")
    await client.sees(NEW_CASE)
    client.connection.abort()
    await until(lambda: "left" in room.events, "the end in the log")
    assert room.events == ["login", "session", "left"]
    assert {line.get("user") for line in room.log} == {"bob"}
    assert NEW_CASE not in str(room.log)
