"""Files that cannot be used: each is refused for what it is, and left as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mpwizard.problems import Trouble
from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store
from mpwizard.store.schema import SCHEMA


def _refused(database: Path, keys: KeyRing) -> Trouble:
    """Why the file is refused; after having made sure that it was not touched."""
    before, beside = database.read_bytes(), _names_beside(database)
    with pytest.raises(Trouble) as caught:
        Store.open(database, keys)
    assert database.read_bytes() == before
    assert _names_beside(database) == beside
    return caught.value


def _names_beside(database: Path) -> set[str]:
    return {file.name for file in database.parent.iterdir()} - {"cases.db.lock"}


@pytest.fixture
def used(store: Store, add_case: Callable[..., CaseRecord], database: Path) -> Path:
    """A file with some cases in it that nobody has open."""
    for _ in range(20):
        add_case()
    store.close()
    return database


def test_an_existing_empty_file_is_damage(database: Path, keys: KeyRing) -> None:
    """To SQLite it is a good new database; to the operator everything would be gone without a word."""
    database.parent.mkdir()
    database.touch()
    trouble = _refused(database, keys)
    assert trouble.key == "database_empty"
    assert trouble.values == {"path": str(database)}


@pytest.mark.parametrize("content", [b"x", b"not a database " * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_damage(database: Path, keys: KeyRing, content: bytes) -> None:
    """Nothing of it is overwritten: it may be what the backup should have been."""
    database.parent.mkdir()
    database.write_bytes(content)
    assert _refused(database, keys).key == "database_damaged"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_file_cut_short_is_damage(used: Path, keys: KeyRing, share: float) -> None:
    """A copy that was broken off looks like a database at its beginning."""
    content = used.read_bytes()
    used.write_bytes(content[: int(len(content) * share)])
    assert _refused(used, keys).key == "database_damaged"


def test_a_page_overwritten_is_damage(used: Path, keys: KeyRing) -> None:
    """Found at the start and not when the case is needed."""
    content = bytearray(used.read_bytes())
    content[8192:12288] = b"\xa5" * 4096
    used.write_bytes(content)
    assert _refused(used, keys).key == "database_damaged"


def test_another_programs_database_is_refused(database: Path, keys: KeyRing) -> None:
    """A mistyped path must not put our tables between somebody else's."""
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    assert _refused(database, keys).key == "database_damaged"


def test_a_folder_in_the_place_of_the_file_is_refused(database: Path, keys: KeyRing) -> None:
    """A mistyped path is told as one."""
    database.mkdir(parents=True)
    with pytest.raises(Trouble) as caught:
        Store.open(database, keys)
    assert caught.value.key == "database_damaged"


def test_a_wrong_key_is_recognised_before_anything_is_read(used: Path) -> None:
    """With it every value would look damaged, and what is written would be lost to the right key."""
    assert _refused(used, KeyRing(b"\1" * 32)).key == "key_wrong"


@pytest.mark.parametrize("in_use", [False, True])
def test_a_newer_database_is_refused_byte_for_byte_as_it_was(
    open_store: Callable[[], Store], database: Path, keys: KeyRing, in_use: bool, by_hand: Callable[[str], object]
) -> None:
    """Also while a newer program has it open, with changes in the write-ahead log that are not ours to move."""
    store = open_store()
    with store.reading() as reader:
        reader.outbox()
    if not in_use:
        store.close()
    by_hand(f"PRAGMA user_version = {SCHEMA + 1}")
    log = database.with_name("cases.db-wal")
    before = log.read_bytes() if log.exists() else b""
    assert bool(before) is in_use
    trouble = _refused(database, keys)
    assert trouble.key == "database_newer"
    assert trouble.values == {"found": SCHEMA + 1, "known": SCHEMA}
    assert (log.read_bytes() if log.exists() else b"") == before


def test_a_log_without_its_database_is_damage(database: Path, keys: KeyRing, open_store: Callable[[], Store]) -> None:
    """A new database in the old one's place would be given the old one's last pages."""
    open_store().close()
    database.rename(database.with_name("elsewhere.db"))
    database.with_name("cases.db-wal").write_bytes(b"frames")
    with pytest.raises(Trouble) as caught:
        Store.open(database, keys)
    assert caught.value.key == "database_damaged"
    assert not database.exists()


def test_what_a_crash_left_of_a_first_start_is_no_hindrance(database: Path, keys: KeyRing) -> None:
    """The file gets its name when it is complete: what is there before that may be thrown away."""
    database.parent.mkdir()
    for side in ("", "-wal", "-journal"):
        database.with_name(f"cases.db.new{side}").write_bytes(b"half")
    Store.open(database, keys).close()
    assert sorted(file.name for file in database.parent.iterdir()) == ["cases.db", "cases.db.lock"]


def test_a_path_with_special_characters_is_the_file_it_names(tmp_path: Path, keys: KeyRing) -> None:
    """The path becomes an address for SQLite, in which these would mean something."""
    database = tmp_path / "a b?mode=memory#100%" / "个案.db"
    for _ in range(2):
        Store.open(database, keys).close()
    assert database.stat().st_size


def test_two_names_of_one_file_share_one_lock(database: Path, keys: KeyRing, store: Store) -> None:
    """Through a link the file is the same, and so must be the lock beside it."""
    link = database.parent.parent / "link.db"
    link.symlink_to(database)
    other = Store.open(link, keys)
    other.close()
    assert not link.with_name("link.db.lock").exists()


READ_ONLY = """
import os, sys
from pathlib import Path
from mpwizard.problems import Trouble
from mpwizard.store import KeyRing, Store
folder, spare = map(Path, sys.argv[1:])
keys = KeyRing(bytes(32))
Store.open(spare, keys).close()  # everything is imported while it can be
if os.geteuid() == 0:
    os.setuid(65534)
try:
    Store.open(folder / "cases.db", keys)
except Trouble as trouble:
    print(trouble.key)
"""


@pytest.mark.parametrize("read_only", ["file", "folder", "both"])
def test_a_file_or_folder_that_cannot_be_written_is_refused(tmp_path: Path, read_only: str) -> None:
    """SQLite needs both; without the folder it fails only at the first write, when something was already typed."""
    # Not below `tmp_path`, which only its owner can enter: this test gives up root's rights, if it has them.
    folder = Path(tempfile.mkdtemp())
    try:
        Store.open(folder / "cases.db", KeyRing(bytes(32))).close()
        (folder / "cases.db").chmod(0o444 if read_only in {"file", "both"} else 0o666)
        (folder / "cases.db.lock").chmod(0o666)
        folder.chmod(0o555 if read_only in {"folder", "both"} else 0o777)
        script = [sys.executable, "-c", READ_ONLY, str(folder), str(tmp_path / "spare.db")]
        seen = subprocess.run(script, capture_output=True, text=True, check=False)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
    assert (seen.stdout.strip(), seen.stderr) == ("database_readonly", "")


def test_a_first_start_where_no_folder_can_be_made_is_refused(tmp_path: Path, keys: KeyRing) -> None:
    """A mistyped path is told, not thrown at the user as an error of the machine."""
    (tmp_path / "file").touch()
    with pytest.raises(Trouble) as caught:
        Store.open(tmp_path / "file" / "cases.db", keys)
    assert caught.value.key == "database_readonly"
