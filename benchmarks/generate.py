"""D7: making practice cases, each value of each case made, sealed and indexed anew, against SQLite taking in the same
rows when all that is done. Both fill an empty desk, with its indexes, triggers and search index."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

from benchmarks.cases import desk_in
from benchmarks.ratios import in_turn, tell
from mpwizard.store.connection import connect
from mpwizard.store.copies import TABLES
from mpwizard.store.database import PATIENCE
from mpwizard.store.grams import grams
from mpwizard.synthetic_desk import generating
from mpwizard.synthetic_desk.templates import played

CASES = 2_000
WRITES = {"foreign_keys": "ON"}

Rows = list[tuple[str, list[tuple[object, ...]]]]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, patch.object(generating, "played", _once()):
        folder = Path(name)
        desk_in(folder / "empty").close()
        ours, raw = _our_cases(folder), _raw_rows(folder)
        rounds = in_turn(ours, raw)
    tell(f"D7 {CASES} practice cases", [(made, taken) for made, taken in rounds], "raw", 2)


def _once() -> Callable[[], object]:
    templates = played()
    return lambda: templates


def _our_cases(folder: Path) -> Callable[[], float]:
    def filled() -> float:
        desk = desk_in(_empty(folder, "ours"))
        with closing(desk):
            return _seconds(lambda: generating.generate(desk, CASES, 1, lambda _done, _of: None))

    return filled


def _raw_rows(folder: Path) -> Callable[[], float]:
    """What ours wrote last, written once more."""

    def filled() -> float:
        with closing(sqlite3.connect(_database(folder / "ours"))) as made:
            rows = _rows(made)
        with closing(connect(_database(_empty(folder, "raw")), PATIENCE, WRITES)) as database:
            return _seconds(lambda: _written(database, rows))

    return filled


def _written(database: sqlite3.Connection, rows: Rows) -> None:
    """One transaction, and what it wrote copied into the file, as the desk does it."""
    database.execute("BEGIN IMMEDIATE")
    for statement, found in rows:
        database.executemany(statement, found)
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _seconds(act: Callable[[], object]) -> float:
    """How long it takes with the collector of garbage at rest."""
    gc.collect()
    gc.disable()
    try:
        started = time.perf_counter()
        act()
        return time.perf_counter() - started
    finally:
        gc.enable()


def _rows(made: sqlite3.Connection) -> Rows:
    found: Rows = []
    for name in (str(model.__tablename__) for model in TABLES):
        rows = made.execute(f"SELECT * FROM {name}").fetchall()
        marks = ", ".join("?" * len(rows[0]))
        found.append((f"INSERT INTO {name} VALUES ({marks})", rows))
    texts = made.execute("SELECT id, search_text FROM cases")
    pairs: list[tuple[object, ...]] = [(case_id, " ".join(grams(words))) for case_id, words in texts]
    found.append(("INSERT INTO case_grams (rowid, grams) VALUES (?, ?)", pairs))
    return found


def _empty(folder: Path, name: str) -> Path:
    shutil.rmtree(folder / name, ignore_errors=True)
    return Path(shutil.copytree(folder / "empty", folder / name))


def _database(home: Path) -> Path:
    return home / "data" / "desk.db"


if __name__ == "__main__":
    main()
