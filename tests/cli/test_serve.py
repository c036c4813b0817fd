"""The commands about a served desk; that it serves is tested by clients of its own."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

PASSWORD = "练习口令-correct-horse"
PLACE = re.compile(r"ssh -p (\d+) ")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A file with a public key."""
    path = tmp_path / "practice.pub"
    path.write_bytes(b"# mine\n" + asyncssh.generate_private_key("ssh-ed25519").export_public_key())
    return path


def test_accounts_are_added_listed_and_removed(command: Any, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret is ever listed."""
    assert command("serve", "user", "add", "bob").code == 0
    assert command("serve", "user", "add", "ann", "--role", "trainer").code == 0
    assert command("serve", "user", "key", "bob", str(key_file)).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert command("serve", "user", "passwd", "bob").code == 0
    listed = command("serve", "user", "list", "--json")
    assert json.loads(listed.out) == [
        {"name": "ann", "role": "trainer", "keys": 0, "password": False},
        {"name": "bob", "role": "trainee", "keys": 1, "password": True},
    ]
    told = command("serve", "user", "list").out
    assert "argon2" not in told + listed.out
    assert command("serve", "user", "remove", "bob").code == 0
    assert [each["name"] for each in json.loads(command("serve", "user", "list", "--json").out)] == ["ann"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "../x"), "U-980"),
        (("add", "ann"), "U-981"),
        (("add", "eve", "--role", "king"), "U-984"),
        (("key", "nobody", "KEY"), "U-982"),
        (("key", "ann", "nowhere.pub"), "U-601"),
        (("key", "ann", "PRIVATE"), "U-983"),
        (("passwd", "nobody"), "U-982"),
        (("remove", "nobody"), "U-982"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_code(
    command: Any, key_file: Path, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    """Nothing is changed by it."""
    command("serve", "user", "add", "ann", "--role", "trainer")
    private = tmp_path / "practice"
    private.write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
    files = {"KEY": str(key_file), "PRIVATE": str(private)}
    ran = command("serve", "user", *(files.get(word, word) for word in words))
    assert ran.code != 0
    assert f"({code})" in ran.err
    assert [each["name"] for each in json.loads(command("serve", "user", "list", "--json").out)] == ["ann"]


def test_nobody_is_served_where_nobody_could_come_in(command: Any) -> None:
    """An account without key and password opens nothing."""
    command("serve", "user", "add", "bob")
    ran = command("serve")
    assert ran.code != 0
    assert "(U-975)" in ran.err


@pytest.fixture
def server(command: Any, own_folders: Path, key_file: Path) -> Iterator[subprocess.Popen[str]]:
    """A server that is told to end in any case."""
    command("serve", "user", "add", "bob")
    command("serve", "user", "key", "bob", str(key_file))
    words = [sys.executable, "-m", "mpwizard", "--lang", "en", "serve", "--port", "0"]
    environment = {**os.environ, "MPWIZARD_HOME": str(own_folders)}
    started = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    yield started
    started.kill()
    started.communicate()


def test_it_says_where_it_listens_and_ends_when_told(server: subprocess.Popen[str]) -> None:
    """With a good end, and nothing of it left."""
    assert server.stdout is not None
    found = PLACE.search(server.stdout.readline())
    assert found is not None
    assert "SHA256:" in server.stdout.readline()
    place = ("127.0.0.1", int(found[1]))
    with socket.create_connection(place) as line:
        assert line.recv(100).startswith(b"SSH-2.0-mpwizard")
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place)
