"""D6: keeping a step's draft, against SQLite writing the same amount as durably with nothing around it."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.cases import desk_in
from benchmarks.ratios import in_turn, p95, tell
from mpwizard.domain import Kind

SAVES = 200
STEP = "entity"
NAME = "深圳市晨光科技有限公司"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = in_turn(_our_saves(Path(folder)), _raw_saves(Path(folder)))
    tell("D6 autosave, half of them", [(median(ours), median(raw)) for ours, raw in rounds], "raw", 3)
    tell("D6 autosave, 95 of 100", [(p95(ours), p95(raw)) for ours, raw in rounds], "raw", 3)


def _our_saves(folder: Path) -> Callable[[], list[float]]:
    desk = desk_in(folder)
    case = desk.create(Kind.PRACTICE).id
    version: int | None = None

    def save() -> None:
        nonlocal version
        version = desk.save(case, STEP, {"name": f"{NAME}{version}"}, version)

    return lambda: [_seconds(save) for _ in range(SAVES)]


def _raw_saves(folder: Path) -> Callable[[], list[float]]:
    database = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"):
        database.execute(statement)
    database.execute("CREATE TABLE drafts (id INTEGER PRIMARY KEY, version INTEGER, answers BLOB)")
    database.execute("INSERT INTO drafts VALUES (1, 0, zeroblob(200))")
    version = 0

    def save() -> None:
        nonlocal version
        database.execute("BEGIN IMMEDIATE")
        database.execute(
            "UPDATE drafts SET version = version + 1, answers = randomblob(200) WHERE id = 1 AND version = ?",
            (version,),
        )
        database.execute("COMMIT")
        version += 1

    return lambda: [_seconds(save) for _ in range(SAVES)]


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
