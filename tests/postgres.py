"""A PostgreSQL server for tests: started by the first test that needs one, in a folder of its own, on a socket only.

Where the machine has no server programs, those tests are skipped, and the summary says so.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.pq import PGconn, Ping

from mpwizard.store import KeyRing, schema
from mpwizard.store.places import Place
from mpwizard.store.postgres import PostgresDatabase
from tests.machine import NO_POSTGRESQL

OWNER = "tester"

_DEBIAN = "/usr/lib/postgresql"
_START_SECONDS = 30
# Nothing here has to survive more than the end of a process.
_QUICK = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")

# Past the guards, which refuse to remove what is final; whoever is still connected from a test before is gone first.
_EMPTY = b"""
SET session_replication_role = replica;
DO $$
DECLARE
    each text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', each);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences;
END $$
"""


class Server:
    """One server process, and the databases on it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        # A server refuses to run as root; then its files are somebody else's, who needs no other rights.
        self._user = _somebody() if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._desk = ""

    def make(self) -> None:
        """The files of a new server."""
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        options = ("--username", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self._run("initdb", "-D", str(self._data), *options)

    def start(self) -> None:
        """Start the process and wait until it answers."""
        settings = [part for setting in _QUICK for part in ("-c", setting)]
        command = [str(self._programs / "postgres"), "-D", str(self._data), "-k", str(self._folder), *settings]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as_user())
        deadline = time.monotonic() + _START_SECONDS
        while PGconn.ping(self.url("postgres").encode()) != Ping.OK:
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.02)

    def stop(self) -> None:
        """End the process without waiting for anybody who is connected, as a crash would."""
        if self._process is not None:
            self._process.send_signal(3)
            self._process.wait(_START_SECONDS)
            self._process = None

    def url(self, database: str, user: str = OWNER) -> str:
        """The URL of a database."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._folder), safe='')}"

    def create(self, more: str = "") -> str:
        """The URL of a new, empty database."""
        name = f"new_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0 {more}")
        return self.url(name)

    def emptied(self, keys: KeyRing) -> str:
        """The URL of a database with our tables and nothing in them but the check of these keys: always the same one,
        because to make one takes longer than most tests."""
        if not self._desk:
            self._desk = self.create()
            PostgresDatabase(self._desk, self._folder).prepare(keys)
        with psycopg.connect(self._desk, autocommit=True) as connection:
            connection.execute(_EMPTY)
            sealed = keys.seal(schema.KEY_CHECK_WORD, Place.KEY_CHECK)
            connection.execute("INSERT INTO key_check VALUES (1, %s)", (sealed,))
        return self._desk

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected."""
        name = url.rpartition("/")[2].partition("?")[0]
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run a statement beside every test's database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        ran = subprocess.run(
            [self._programs / program, *arguments], capture_output=True, text=True, check=False, **self._as_user()
        )
        assert ran.returncode == 0, ran.stderr

    def _as_user(self) -> dict[str, object]:
        owner = (
            {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        )
        return {"cwd": self._folder, **owner}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this test process."""
    with running() as one:
        yield one


@contextmanager
def running() -> Iterator[Server]:
    """A new server for as long as the block lasts."""
    programs = _programs()
    if programs is None:
        pytest.skip(NO_POSTGRESQL)
    # Not below a test's own folder, into which nobody else may look; and a socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="mpwizard-") as folder:
        one = Server(programs, Path(folder))
        try:
            one.make()
            one.start()
            yield one
        finally:
            one.stop()


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path(_DEBIAN).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
