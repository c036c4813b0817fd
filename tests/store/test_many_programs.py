"""Several programs and threads on one file, programs that are killed, disks that are full."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import event
from sqlalchemy.engine import Engine

from mpwizard.problems import Trouble
from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store

WRITE_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from mpwizard.lifecycle import Event, State
from mpwizard.store import KeyRing, Store
from mpwizard.transitions import Actor

store = Store.open(Path(sys.argv[2]), KeyRing.load_or_create(Path(sys.argv[1]), may_create=False))
version = None
while True:
    with store.writing() as writer:
        now = datetime.now(UTC)
        line = writer.append(1, now, Actor.APPLICANT, "operator", Event.CREATED, State.DRAFT, State.DRAFT, {})
        version = writer.put_draft(1, "entity", {"last": line.seq}, version, now)
    print(line.seq, flush=True)
"""


@pytest.fixture
def key_file(tmp_path: Path, keys: KeyRing) -> str:
    """The key file as an argument for another program."""
    return str(tmp_path / "config" / "key")


def test_what_was_acknowledged_survives_a_kill(
    open_store: Callable[[], Store], add_case: Callable[..., CaseRecord], database: Path, key_file: str
) -> None:
    """A closed window or a crash ends the program between any two instructions."""
    case = add_case()
    program = subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, key_file, str(database)], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    acknowledged = [int(program.stdout.readline()) for _ in range(40)]
    program.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in program.stdout.read().splitlines()]
    program.wait()
    with open_store().reading() as reader:
        log = [line.seq for line in reader.log(case.id)]
        draft = reader.drafts(case.id)["entity"]
    assert log[: len(acknowledged)] == acknowledged
    # The last line and the draft were one transaction: both are there, or neither.
    assert draft.values == {"last": log[-1]}


def test_threads_take_turns(database: Path, keys: KeyRing, add_case: Callable[..., CaseRecord], now: datetime) -> None:
    """Every save runs in a thread of its own; none may fail because another is at it."""
    cases = [add_case() for _ in range(8)]
    # With the patience of a real desk: the impatient store of the other tests is meant to give up.
    store = Store.open(database, keys)

    def save(case: CaseRecord) -> int:
        version = None
        for number in range(10):
            with store.writing() as writer:
                version = writer.put_draft(case.id, "entity", {"number": number}, version, now)
            with store.reading() as reader:
                assert reader.drafts(case.id)["entity"].version == version
        return version or 0

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(save, cases)) == [10] * 8
    store.close()


def test_a_reader_sees_one_moment_and_waits_for_nobody(
    open_store: Callable[[], Store], add_case: Callable[..., CaseRecord]
) -> None:
    """A list and its counts agree although somebody writes meanwhile."""
    mine, theirs = open_store(), open_store()
    case = add_case()
    with mine.reading() as reader:
        assert reader.case(case.id).step == ""
        with theirs.writing() as writer:
            writer.change_case(case, step="entity")
        assert reader.case(case.id).step == ""
    with mine.reading() as reader:
        assert reader.case(case.id).step == "entity"


def test_a_reader_cannot_write(store: Store, add_case: Callable[..., CaseRecord]) -> None:
    """Only connections under the lock may: what reads is opened so that SQLite refuses."""
    add_case()
    with pytest.raises(Trouble) as caught, store.reading() as reader:
        reader._connection.exec_driver_sql("DELETE FROM cases")
    assert caught.value.key == "database_readonly"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("way", ["reading", "writing"])
def test_every_connection_is_set_up_to_lose_nothing(store: Store, way: str) -> None:
    """A power cut after the acknowledgement, a checkpoint outside the lock: neither shows in any other test."""
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "wal_autocheckpoint": 0,
        "query_only": int(way == "reading"),
    }
    with getattr(store, way)() as opened:
        connection = opened._connection
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


def test_the_data_version_changes_with_every_commit(
    open_store: Callable[[], Store], add_case: Callable[..., CaseRecord]
) -> None:
    """The desk looks at it to learn whether there is anything to draw anew."""
    mine, theirs = open_store(), open_store()
    case = add_case()
    seen = mine.data_version()
    assert mine.data_version() == seen
    with theirs.writing() as writer:
        case = writer.change_case(case, step="entity")
    after_theirs = mine.data_version()
    with mine.writing() as writer:
        writer.change_case(case, step="confirmation")
    assert len({seen, after_theirs, mine.data_version()}) == 3


@pytest.mark.parametrize("way", ["write", "close"])
def test_a_lock_that_is_not_given_back_is_told(store: Store, database: Path, way: str) -> None:
    """A hanging program may not make this one hang; whoever has the lock is alone, also in letting the file go."""

    def write() -> None:
        with store.writing():
            pass

    use = {"write": write, "close": store.close}[way]
    use()
    with ThreadPoolExecutor(1) as elsewhere, FileLock(database.with_name("cases.db.lock")):
        refused = elsewhere.submit(use).exception()
    assert isinstance(refused, Trouble)
    assert refused.key == "database_locked"
    use()


def test_a_file_held_by_a_stranger_is_told(store: Store, database: Path) -> None:
    """A program that knows nothing of our lock, somebody's database browser, can hold the file as well."""
    with closing(sqlite3.connect(database, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        with pytest.raises(Trouble) as caught, store.writing():
            pass
        stranger.execute("ROLLBACK")
    assert caught.value.key == "database_locked"
    with store.writing():
        pass


def test_a_stranger_who_lets_go_in_time_is_waited_for(
    store: Store, database: Path, statements: Callable[[], Any]
) -> None:
    """A busy file is tried again before the user is bothered."""
    stranger = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    stranger.execute("BEGIN IMMEDIATE")
    begins = 0

    def let_go_at_the_second_try(*_event: object) -> None:
        nonlocal begins
        begins += 1
        if begins == 2:
            stranger.execute("ROLLBACK")

    event.listen(Engine, "before_cursor_execute", let_go_at_the_second_try)
    try:
        with store.writing():
            pass
    finally:
        event.remove(Engine, "before_cursor_execute", let_go_at_the_second_try)
        stranger.close()
    assert begins == 2


@contextmanager
def _disk_of(pages: int) -> Iterator[None]:
    def limit(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def test_a_full_disk_keeps_what_was_there(
    store: Store, add_case: Callable[..., CaseRecord], database: Path, keys: KeyRing, now: datetime
) -> None:
    """Nothing half written: the user makes room and saves again."""
    case = add_case()
    with store.writing() as writer:
        version = writer.put_draft(case.id, "entity", {"name": "甲"}, None, now)
    store.close()
    with _disk_of(pages=1):
        full = Store.open(database, keys)
        with pytest.raises(Trouble) as caught, full.writing() as writer:
            writer.put_draft(case.id, "entity", {"name": "甲" * 100_000}, version, now)
    assert caught.value.key == "database_full"
    with full.reading() as reader:
        assert reader.drafts(case.id)["entity"].values == {"name": "甲"}
    with full.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": "乙"}, version, now)
    full.close()


def test_a_long_log_is_cut_once_no_reader_needs_it(
    store: Store, add_case: Callable[..., CaseRecord], database: Path, now: datetime
) -> None:
    """Without SQLite's own checkpoints it would grow for as long as the desk is open."""
    case = add_case()
    log = database.with_name("cases.db-wal")
    with store.reading() as reader:
        reader.outbox()
        with store.writing() as writer:
            version = writer.put_draft(case.id, "entity", {"name": "x" * 5_000_000}, None, now)
        assert log.stat().st_size > 5_000_000
    with store.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": "short"}, version, now)
    assert log.stat().st_size == 0
    with store.reading() as reader:
        assert reader.drafts(case.id)["entity"].values == {"name": "short"}


def test_a_short_log_is_left_alone(store: Store, add_case: Callable[..., CaseRecord], database: Path) -> None:
    """A checkpoint with every keystroke's save would cost as much as the save."""
    add_case()
    size = database.with_name("cases.db-wal").stat().st_size
    store._transactions()._ways.shorten_log()
    assert database.with_name("cases.db-wal").stat().st_size == size > 0
