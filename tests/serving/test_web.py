"""The desk in a browser on this machine: served to its own page, and to no other."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.serving.classroom import PATIENCE, until

HOST = "127.0.0.1"
# Linux's own table of connections, an address in it and a state.
TCP, LOOPBACK, LISTENS = Path("/proc/net/tcp"), "0100007F", "0A"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody does."""
    with socket.socket() as tried:
        return tried.connect_ex((HOST, port)) == 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """`mpwizard serve --web`; its port."""
    port = free_port()
    told = {"MPWIZARD_HOME": str(tmp_path / "home"), "MPWIZARD_LANG": "en", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "mpwizard", "serve", "--web", "--port", str(port)]
    with subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
        yield port
        program.terminate()


@pytest_asyncio.fixture
async def browser(server: int) -> AsyncIterator[aiohttp.ClientSession]:
    """What asks it."""
    await until(lambda: listens(server), "a server")
    async with aiohttp.ClientSession(f"http://{HOST}:{server}") as session:
        yield session


async def desk(browser: aiohttp.ClientSession, origin: str) -> str:
    """What is sent over a line to a new program until the desk stands there."""
    seen = ""
    async with (
        asyncio.timeout(PATIENCE),
        browser.ws_connect("/ws?width=90&height=30", headers={"Origin": origin}) as line,
    ):
        await line.send_json(["resize", {"width": 90, "height": 30}])
        async for message in line:
            seen += message.data.decode() if isinstance(message.data, bytes) else str(message.data)
            if "No case yet" in seen:
                break
    return seen


async def test_its_own_page_gets_the_desk(browser: aiohttp.ClientSession, server: int) -> None:
    """By either name of this machine."""
    async with browser.get("/") as page:
        assert page.status == 200
        assert "mpwizard" in await page.text()
    for name in (HOST, "localhost"):
        assert "No case yet" in await desk(browser, f"http://{name}:{server}")


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://127.0.0.1:1", "null", ""])
async def test_another_page_in_the_same_browser_gets_nothing(browser: aiohttp.ClientSession, origin: str) -> None:
    """It could work the desk otherwise, for there is no login."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await desk(browser, origin)
    assert refused.value.status == 403


async def test_it_listens_on_this_machine_alone(browser: aiohttp.ClientSession, server: int) -> None:
    """As the system itself tells."""
    if not TCP.exists():
        pytest.skip("this system does not tell who listens where")
    assert not browser.closed
    rows = [line.split() for line in TCP.read_text(encoding="ascii").splitlines()[1:]]
    addresses = {row[1].split(":")[0] for row in rows if row[3] == LISTENS and row[1].endswith(f":{server:04X}")}
    assert addresses == {LOOPBACK}


def test_no_other_address_can_be_asked_for(tmp_path: Path) -> None:
    """Not even by mistake."""
    told = {"MPWIZARD_HOME": str(tmp_path / "home"), "MPWIZARD_LANG": "en", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "mpwizard", "serve", "--web", "--host", "0.0.0.0"]
    ran = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ran.returncode != 0
    assert "U-978" in ran.stderr
