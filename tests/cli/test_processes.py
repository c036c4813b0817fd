"""The program as the system sees it: what it loads, how it meets closed pipes, signals, locks and broken ground."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from mpwizard.store import Store
from tests.cli.answers import Command, process

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "textual", "pydantic_settings", "cryptography", "phonenumbers.geocoder")
LOADED_BY = """
import sys
from mpwizard.cli import run
run(sys.argv[2:])
print([name for name in sys.argv[1].split(",") if name in sys.modules], file=sys.stderr)
"""
# The keys are pressed while the desk is being opened.
INTERRUPTED = """
import signal
import mpwizard.__main__, mpwizard.bootstrap
signal.signal(signal.SIGINT, signal.default_int_handler)
mpwizard.bootstrap.load_settings = lambda: signal.raise_signal(signal.SIGINT)
mpwizard.__main__.main()
"""


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("register", "--help"), ("explain", "U-102"), ("x",)]
)
def test_what_needs_no_storage_loads_none(arguments: tuple[str, ...]) -> None:
    """Half a second for a version number is half a second too much."""
    words = [sys.executable, "-c", LOADED_BY, ",".join(HEAVY), *arguments]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", [("explain", "U-102"), ("list", "--json"), ("nope", "--json"), ("--help",)])
def test_a_reader_who_has_enough_is_no_error_to_tell(arguments: tuple[str, ...]) -> None:
    """`mpwizard list | head -1` ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        words = [sys.executable, "-m", "mpwizard", *arguments]
        ran = subprocess.run(words, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-", ">/dev/full", "<&-"])
def test_missing_or_full_streams_bring_no_stack(redirection: str) -> None:
    """Cron and careless scripts start programs like this."""
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    words = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "mpwizard", "list", "--json"]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == (1 if "full" in redirection else 0)
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), ("--help",), ("--version",), ("nope", "--json")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_output_is_told_and_is_no_crash(
    own_folders: Path, arguments: tuple[str, ...], unbuffered: str
) -> None:
    """Nothing broke in the program, so there is nothing to report but where the output went."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with open("/dev/full", "wb") as full:
        words = [sys.executable, "-m", "mpwizard", *arguments]
        environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        ran = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    assert ran.returncode == 1
    assert "U-528" in ran.stderr
    assert not (own_folders / "state").exists()


def test_ctrl_c_ends_with_130() -> None:
    """Whoever interrupts wants silence and a code that says so."""
    words = [sys.executable, "-c", INTERRUPTED, "list", "--json"]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_where_the_terminal_speaks_no_utf8_the_json_is_plain() -> None:
    """The object stays whole whatever the encoding; a name in question marks would be a lie."""
    ran = process("explain", "U-102", "--json", "--lang", "zh", env={"PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    assert "末位" in json.dumps(json.loads(ran.stdout), ensure_ascii=False)
    assert process("explain", "U-102", "--lang", "zh", env={"PYTHONIOENCODING": "ascii"}).returncode == 0


def test_a_locked_database_ends_with_five(command: Command, own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else is writing: a script tries again, a person waits."""
    assert command("list").code == 0
    opening: Any = Store.open
    monkeypatch.setattr(opening.__func__, "__kwdefaults__", {"patience": timedelta(milliseconds=20)})
    with FileLock(own_folders / "data" / "desk.db.lock"):
        ran = command("list", "--json")
    assert (ran.code, ran.codes) == (5, ["U-506"])


def test_a_home_that_cannot_be_written_is_told(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only disk, a file in the way: the folder to look at is named."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MPWIZARD_HOME", str(tmp_path / "file" / "home"))
    ran = command("list", "--json")
    assert (ran.code, ran.codes) == (1, ["U-527"])
    assert str(tmp_path / "file") in ran.err
    looked = command("doctor", "--json")
    told = [each for each in looked.json["findings"] if each["key"] == "database"]
    assert (looked.code, [each["good"] for each in told]) == (3, [False])
    assert str(tmp_path / "file") in told[0]["found"]


def test_a_folder_that_only_the_database_cannot_be_put_into_is_found_by_looking(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key can be made, the database cannot: the first start would fail, so the doctor has to."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MPWIZARD_DATABASE", str(tmp_path / "file" / "desk.db"))
    assert command("doctor").code == 3


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("data/desk.db", b"this is no database" * 100, "U-501"),
        ("data/desk.db", b"", "U-502"),
        ("config/key", b"k" * 32, "U-514"),
        ("config/key", b"too short", "U-513"),
        ("config/key", None, "U-510"),
    ],
)
def test_broken_ground_is_told_and_left_as_it_is(
    command: Command, own_folders: Path, file: str, content: bytes | None, code: str
) -> None:
    """Never a stack, never a new file in the place of a broken one: a backup may still be put back."""
    assert command("list").code == 0
    path = own_folders / file
    path.unlink()
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    ran = command("list", "--json")
    assert (ran.code, ran.codes) == (1, [code])
    assert (path.read_bytes() if path.exists() else None) == content
    assert command("doctor").code == 3


def test_the_program_ends_with_the_commands_code(tmp_path: Path) -> None:
    """The last link of the chain: what `run` says is what the shell sees."""
    assert process("register", "--answers", tmp_path / "none").returncode == 2
