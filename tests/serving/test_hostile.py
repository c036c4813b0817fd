"""What a hostile client may ask for: each of it is refused, and the next honest one is served as ever."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest
import pytest_asyncio
from asyncssh.packet import Boolean, String, UInt32

from mpwizard.serving.programs import Nursery, Program, Start
from tests.serving.classroom import EMPTY_DESK, HOST, PASSWORD, Classroom, Client, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
REFUSED = (asyncssh.ChannelOpenError, asyncssh.ChannelListenError)
LONG = 100_000
F10 = "\x1b[21~"


class Noting(Nursery):
    """Notes what programs are started with."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[Start] = []

    def start(self, start: Start) -> Program:
        self.started.append(start)
        return super().start(start)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def nursery() -> AsyncIterator[Noting]:
    """The one process that all programs here come from."""
    opened = Noting()
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def room(nursery: Noting, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Classroom]:
    """A class that stays open through all of it."""
    folder: Path = tmp_path_factory.mktemp("class")
    async with classroom(folder, nursery, unknown_per_address=50) as opened:
        opened.people.set_password("cai", PASSWORD)
        yield opened


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def still_served(room: Classroom) -> AsyncIterator[None]:
    """Whatever was asked for, no program runs because of it, and the door is open to others."""
    yield
    await until(lambda: room.served.connections == 0, "every line closed")
    assert not any(room.front.sessions_of(name) for name in room.keys)
    async with await room.connect("bob"):
        assert room.events[-1] == "login"


async def session(line: asyncssh.SSHClientConnection, **told: Any) -> Client:
    """A channel as the arguments say."""
    client = Client(80, 24)
    await line.create_session(lambda: client, **told)
    return client


async def leave(client: Client) -> None:
    """Leave the desk."""
    client.type(F10)
    await client.ends()
    client.connection.close()


# --- logins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../bob",
        "bob/../ann",
        "/etc/passwd",
        "BOB",
        "bob ",
        "bob;id",
        "$(id)",
        "-oProxyCommand=id",
        "root",
        "练习",
        "bob+ann",
        "watch",
        "*",
        "b" * LONG,
    ],
)
async def test_no_other_name_than_the_accounts_own_comes_in(room: Classroom, name: str) -> None:
    """Also with the right key; and it makes no folder."""
    with pytest.raises((asyncssh.DisconnectError, ConnectionError)):
        await room.connect(name, "bob")
    made = room.folder / "sandboxes"
    assert not made.exists() or all(path.name in room.keys for path in made.iterdir())


@pytest.mark.parametrize("name", ["", "../bob", "eve+watch+ann", "*", "b" * 1000])
async def test_whom_to_watch_is_looked_up_and_never_a_path(room: Classroom, name: str) -> None:
    """Whoever the key belongs to is let in, and told that there is nothing to watch."""
    try:
        client = await room.terminal(f"eve+watch+{name}", "eve")
    except asyncssh.DisconnectError:
        return
    await client.ends()
    assert b"(U-993)" in client.raw
    client.connection.close()


@pytest.mark.parametrize("password", ["", "wrong", "x" * LONG, PASSWORD + "\n", PASSWORD.upper(), "$argon2id$"])
async def test_no_other_password_than_the_accounts_own_comes_in(room: Classroom, password: str) -> None:
    """However long or strange."""
    with pytest.raises((asyncssh.DisconnectError, ConnectionError)):
        await room.connect("cai", client_keys=[], preferred_auth="password", password=password)


@pytest.mark.parametrize("way", ["none", "hostbased", "keyboard-interactive", "gssapi-with-mic"])
async def test_there_is_no_other_way_in_than_key_and_password(room: Classroom, way: str) -> None:
    """Not even asked for by name."""
    with pytest.raises((asyncssh.DisconnectError, ConnectionError)):
        await room.connect("cai", client_keys=[], preferred_auth=way, password=PASSWORD)


async def test_a_certificate_that_names_a_user_opens_nothing(room: Classroom) -> None:
    """Whoever signed it: a key is known or not."""
    authority, key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    certificate = authority.generate_user_certificate(key, "bob", principals=["bob"])
    with pytest.raises((asyncssh.DisconnectError, ConnectionError)):
        await room.connect("bob", client_keys=[(key, certificate)])


# --- channels --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted",
    [
        {"command": " "},
        {"command": "id"},
        {"command": "sh -i"},
        {"command": "scp -t /"},
        {"command": "internal-sftp"},
        {"command": "rsync --server . /"},
        {"command": "mpwizard serve user list"},
        {"command": "x" * LONG},
        {"subsystem": "sftp"},
        {"subsystem": "netconf"},
        {"subsystem": "../sh"},
        {"command": "id", "term_type": "xterm"},
        {"subsystem": "sftp", "term_type": "xterm"},
    ],
    ids=lambda wanted: " ".join(f"{name} {value[:20]}" for name, value in wanted.items()),
)
async def test_no_command_and_no_subsystem_runs(room: Classroom, wanted: dict[str, str]) -> None:
    """With a terminal or without."""
    async with await room.connect("bob") as line:
        with pytest.raises(REFUSED):
            await session(line, encoding=None, **wanted)


@pytest.mark.parametrize(("host", "port"), [(HOST, 22), ("localhost", 0), ("::1", 65_535), ("169.254.169.254", 80)])
async def test_no_connection_is_forwarded(room: Classroom, host: str, port: int) -> None:
    """Neither there nor from there."""
    async with await room.connect("bob") as line:
        with pytest.raises(REFUSED):
            await line.open_connection(host, port)
        with pytest.raises(REFUSED):
            await line.forward_remote_port(host, port, HOST, 9)


@pytest.mark.parametrize("path", ["any.socket", "/run/any.socket", "../../any.socket", "\0abstract"])
async def test_no_socket_file_is_forwarded(room: Classroom, tmp_path: Path, path: str) -> None:
    """Neither there nor from there; none is made."""
    async with await room.connect("bob") as line:
        with pytest.raises(REFUSED):
            await line.open_unix_connection(path)
        with pytest.raises(REFUSED):
            await line.forward_remote_path(str(tmp_path / "made.socket"), path)
    assert not (tmp_path / "made.socket").exists()


@pytest.mark.parametrize("layer", ["open_tun", "open_tap"])
async def test_no_tunnel_is_opened(room: Classroom, layer: str) -> None:
    """No packets and no frames."""
    async with await room.connect("bob") as line:
        with pytest.raises(REFUSED):
            await getattr(line, layer)(0)


# --- requests within a session ---------------------------------------------------------------------------------------

REQUESTS: list[tuple[bytes, tuple[bytes, ...]]] = [
    (b"x11-req", (Boolean(False), String(b"MIT-MAGIC-COOKIE-1"), String(b"00" * 16), UInt32(0))),
    (b"auth-agent-req@openssh.com", ()),
    (b"break", (UInt32(1000),)),
    (b"exec", (String(b"id"),)),
    (b"subsystem", (String(b"sftp"),)),
    (b"shell", ()),
    (b"pty-req", (String(b"xterm"), *(UInt32(9) for _ in range(4)), String(b"\0"))),
    (b"made-up@example.com", (String(b"x" * 1000),)),
    (b"tcpip-forward", (String(b""), UInt32(0))),
]


@pytest.mark.parametrize(("request_", "told"), REQUESTS, ids=[name.decode() for name, _told in REQUESTS])
async def test_a_session_takes_no_such_request(room: Classroom, request_: bytes, told: tuple[bytes, ...]) -> None:
    """It is refused, and the session goes on."""
    client = await room.terminal("bob")
    await client.sees(EMPTY_DESK)
    assert not await client.channel._make_request(request_, *told)
    await leave(client)


@pytest.mark.parametrize("name", ["INT", "TERM", "KILL", "HUP", "SEGV", "../x", ""])
async def test_a_signal_reaches_no_program(room: Classroom, name: str) -> None:
    """The desk stands as it stood."""
    client = await room.terminal("bob")
    await client.sees(EMPTY_DESK)
    client.channel.send_signal(name)
    client.type("n")
    await client.sees("Who answers for the platform")
    client.type("\x1b")
    await leave(client)


@pytest.mark.parametrize(
    ("term", "modes"),
    [("", {}), ("x" * LONG, {}), ("../../x", {}), ("xterm\x1b[2J", {}), ("xterm;id", {}), ("xterm", {3: 2**32 - 1})],
    ids=lambda given: str(given)[:12],
)
async def test_a_strange_terminal_is_none(room: Classroom, term: str, modes: dict[int, int]) -> None:
    """Its name is a word; what modes it wants is not asked."""
    async with await room.connect("bob") as line:
        told: dict[str, Any] = {"term_type": term, "term_modes": modes, "term_size": (80, 24), "encoding": None}
        try:
            client = await session(line, **told)
        except REFUSED:
            assert term != "xterm"
            return
        if term == "xterm":
            client.type(F10)
            await client.ends()
            return
        await client.ends()
        assert client.channel.get_exit_status() == 1


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (2**31, 2**31), (2**32 - 1, 0)])
async def test_a_strange_size_is_brought_within_bounds(room: Classroom, size: tuple[int, int]) -> None:
    """At the beginning and later."""
    client = await room.terminal("bob", size=(80, 24))
    await client.sees(EMPTY_DESK)
    client.channel.change_terminal_size(*size)
    (session,) = room.front.sessions_of("bob")
    await until(lambda: (session.model.columns, session.model.rows) != (80, 24), "another size")
    assert 20 <= session.model.columns <= 400
    assert 5 <= session.model.rows <= 150
    client.channel.change_terminal_size(80, 24)
    await leave(client)


@pytest.mark.parametrize(
    "told",
    [
        {"LD_PRELOAD": "/nowhere.so"},
        {"PATH": "/nowhere"},
        {"HOME": "/nowhere"},
        {"PYTHONPATH": "/nowhere", "PYTHONSTARTUP": "/nowhere"},
        {"MPWIZARD_HOME": "/nowhere", "MPWIZARD_OPERATOR": "ann"},
        {"TEXTUAL": "debug", "TEXTUAL_DRIVER": "os:system"},
        {"LANG": "en_GB.UTF-8\nPATH=/nowhere"},
        {"LC_ALL": "../../x"},
        {"X": "x" * LONG},
        {f"X{number}": "x" for number in range(500)},
        {b"\xff\xfe": b"\xff\xfe"},
        {b"LANG": b"\xff\xfe"},
        {b"COLORTERM": b"\xff"},
        {"": ""},
    ],
    ids=lambda told: str(next(iter(told)))[:12],
)
async def test_no_environment_of_a_client_reaches_a_program(
    room: Classroom, nursery: Noting, told: dict[Any, Any]
) -> None:
    """Its locale does, when it is one; the desk is its own all the same."""
    async with await room.connect("bob") as line:
        client = await session(line, term_type="xterm", term_size=(80, 24), encoding=None, env=told)
        await until(lambda: room.front.sessions_of("bob"), "a session")
        found = dict(nursery.started[-1].environment)
        assert Path(found.pop("MPWIZARD_FRONT")).parent == room.folder / "sandboxes/bob"
        assert found == {
            "MPWIZARD_HOME": str(room.folder / "sandboxes/bob"),
            "HOME": str(room.folder / "sandboxes/bob"),
            "MPWIZARD_OPERATOR": "bob",
            "LANG": "en_GB.UTF-8",
            "TMPDIR": str(room.folder / "sandboxes/bob/.passing"),
        }
        await client.sees(EMPTY_DESK)
        client.type(F10)
        await client.ends()


async def test_of_an_environment_without_end_next_to_nothing_is_kept(room: Classroom) -> None:
    """A client may tell variables for as long as it likes before it asks for a program."""
    told = {f"X{number}": "x" * LONG for number in range(200)} | {"LANG": "en_GB.UTF-8", "LC_ALL": "y" * LONG}
    async with await room.connect("bob") as line:
        client = await session(line, term_type="xterm", term_size=(80, 24), encoding=None, env=told)
        await until(lambda: room.front.sessions_of("bob"), "a session")
        (served,) = room.front.sessions_of("bob")
        assert served.owner is not None
        channel: Any = served.owner.terminal
        assert dict(channel._channel.get_environment()) == {"LANG": "en_GB.UTF-8"}
        await client.sees(EMPTY_DESK)
        client.type(F10)
        await client.ends()
