"""The ground under all tests: own folders, English, UTC, no network."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path

import pytest

from mpwizard.i18n import Language, Translator, translator, use


def test_the_desks_folder_is_inside_the_tests_own(tmp_path: Path, own_folders: Path) -> None:
    """A test that wrote to the developer's real desk would be a disaster with real people's data in it."""
    assert os.environ["MPWIZARD_HOME"] == str(own_folders)
    assert own_folders.is_relative_to(tmp_path)
    assert Path.home().is_relative_to(tmp_path)


def test_local_time_is_utc() -> None:
    """Dates on the screen are local: fixed here, or the same test passes in one country only."""
    assert time.localtime(0).tm_hour == 0
    assert time.tzname[0] == "UTC"


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_begins_in_english(round_: int) -> None:
    """The translator lives in a context that outlasts a test; a Chinese test must not colour its neighbour."""
    assert translator().language is Language.EN
    use(Translator(Language.ZH))


async def test_an_async_test_begins_in_english() -> None:
    """Screens are tested in coroutines, whose context is a copy."""
    assert translator().language is Language.EN


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("2001:db8::1", 9)])
def test_no_socket_leaves_the_machine(address: tuple[str, int]) -> None:
    """Both families are refused before a packet goes out."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outgoing, pytest.raises(AssertionError, match="loopback"):
        outgoing.connect(address)


def test_no_name_is_looked_up() -> None:
    """A look-up alone tells a stranger what is being tested."""
    with pytest.raises(AssertionError, match="localhost"):
        socket.create_connection(("registry.invalid", 80))


async def test_loopback_stays_open() -> None:
    """Mail and SSH are tested against real servers on this machine."""
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b""
        writer.close()
