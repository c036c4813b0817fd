"""A damaged file that is too big to be read through before it is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mpwizard.problems import Trouble
from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store, soundness
from mpwizard.store.schema import SCHEMA
from tests.store.listed import records

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(autouse=True)
def every_file_is_big(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is read before it is used."""
    monkeypatch.setattr(soundness, "READ_FIRST", 0)


@pytest.fixture
def used(store: Store, add_case: Callable[..., CaseRecord], database: Path) -> Path:
    """A file with a case in it that nobody has open."""
    add_case()
    store.close()
    return database


def _damage(database: Path, index: str = "ix_cases_listed") -> None:
    """Overwrite a page that no first page of the desk needs."""
    rootpage = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    with closing(sqlite3.connect(database)) as connection:
        ((page,),) = connection.execute(rootpage, (index,)).fetchall()
    with database.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def _key(use: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        use()
    return caught.value.key


def test_the_first_page_does_not_wait_for_the_check(used: Path, keys: KeyRing) -> None:
    """A gigabyte takes longer to read than anybody waits for a list; what else is asked finds out."""
    _damage(used)
    store = Store.open(used, keys)
    assert len(records(store)) == 1
    assert _key(store.check) == "database_damaged"
    store.close()


def test_nothing_is_built_on_damage_once_it_is_known(used: Path, keys: KeyRing) -> None:
    """Neither read nor written, by no way; only let go."""
    _damage(used)
    store = Store.open(used, keys)
    assert _key(store.check) == "database_damaged"
    for way in (store.reading, store.writing):
        with pytest.raises(Trouble) as caught, way():
            pass
        assert caught.value.key == "database_damaged"
    assert _key(lambda: records(store)) == "database_damaged"
    store.close()
    assert not used.with_name("cases.db-wal").exists()


def test_whoever_begins_to_work_has_the_file_read(used: Path, keys: KeyRing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unasked, with the first transaction."""
    read: list[object] = []
    monkeypatch.setattr(soundness, "is_sound", lambda connection: read.append(connection) or True)
    store = Store.open(used, keys)
    records(store)
    assert not read
    with store.reading() as reader:
        reader.case(1)
    store.check()
    assert len(read) == 1
    store.close()


def test_a_sound_file_is_said_to_be_sound(used: Path, keys: KeyRing) -> None:
    """And is used on."""
    store = Store.open(used, keys)
    store.check()
    with store.reading() as reader:
        assert reader.case(1).id == 1
    store.close()


def test_letting_go_does_not_wait_for_the_check(used: Path, keys: KeyRing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever leaves at once is not held for a minute."""
    monkeypatch.setattr(soundness, "is_sound", lambda connection: connection.execute(ENDLESS).fetchall())
    store = Store.open(used, keys)
    with store.reading() as reader:
        reader.case(1)
    store.close()
    assert not used.with_name("cases.db-wal").exists()


def test_an_older_file_is_read_before_it_is_brought_forward(
    used: Path, keys: KeyRing, by_hand: Callable[[str], object]
) -> None:
    """Whatever its size: a migration builds all of it anew from what is there."""
    by_hand(f"PRAGMA user_version = {SCHEMA - 1}")
    _damage(used)
    assert _key(lambda: Store.open(used, keys)) == "database_damaged"
