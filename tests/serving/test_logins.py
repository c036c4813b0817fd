"""Who comes into the served desk, by what, how often, and what is refused there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncssh
import pytest

from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery
from tests.serving.classroom import HOST, PASSWORD, PATIENCE, Classroom, Client, at_desk, classroom, session_of, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
NEW_CASE = "Who answers for the platform"


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
        ("bob+watch+ann", {"client_keys": [stranger]}),
        ("bob+watch+ann", {"client_keys": [room.keys["ann"]]}),
        ("watch+ann", {"client_keys": [room.keys["bob"]]}),
        ("bob+watch+cai", {**told, "password": PASSWORD}),
        ("cai", {**told, "password": "wrong"}),
        ("bob", {**told, "password": ""}),
        ("nobody", {**told, "password": PASSWORD}),
    ):
        with pytest.raises(asyncssh.PermissionDenied):
            await room.connect(user, **more)
    for user in ("cai", "cai+watch+ann"):
        assert (await room.connect(user, **{**told, "password": PASSWORD})) is not None


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


async def test_who_logs_in_and_opens_nothing_is_let_go(nursery: Nursery, tmp_path: Path) -> None:
    """After as long as a login may take; who has a session stays."""
    async with classroom(tmp_path, nursery, login_seconds=5) as room:
        bob = await at_desk(room, "bob")
        idle = await room.connect("cai")
        await asyncio.wait_for(idle.wait_closed(), PATIENCE)
        bob.type("n")
        await bob.sees(NEW_CASE)


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
        for user, key, code in (("bob", "bob", "U-990"), ("eve", "eve", "U-994"), ("bob+watch+ann", "bob", "U-994")):
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
