"""Desks of a thousand and a million cases, made by SQL from a fixed seed and kept in the user's cache folder, because a
million takes minutes. Nobody on them is real: names are put together from parts."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from mpwizard.domain import EntityType
from mpwizard.lifecycle import LOST, State
from mpwizard.stages import stage_of_state
from mpwizard.store import KeyRing, Store
from mpwizard.store.database import PATIENCE
from mpwizard.store.grams import grams
from mpwizard.store.listing import Listing
from mpwizard.store.lock import WriteLock
from mpwizard.store.sqlite import SqliteDatabase
from mpwizard.store.times import FAR_TEXT, stored_time
from mpwizard.text import comparable

NOW = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)
OPERATOR = "ann"

# Raise it when rows are made differently: then the desks in the cache are made anew.
_MADE_LIKE = 1
_SEED = 20261122
_CITIES = {"深圳市": "szs", "广州市": "gzs", "北京市": "bjs", "上海市": "shs", "杭州市": "hzs", "成都市": "cds"}
_FIRST = {
    "晨光": "cg",
    "宝安": "ba",
    "远山": "ys",
    "青禾": "qh",
    "云帆": "yf",
    "白石": "bs",
    "星河": "xh",
    "长风": "cf",
}
_SECOND = {"测试": "cs", "练习": "lx", "样例": "yl", "示例": "sl", "虚构": "xg"}
_TRADES = {"科技": "kj", "餐饮": "cy", "教育": "jy", "物流": "wl", "文化": "wh", "商贸": "sm"}
_FORMS = {"有限公司": "yxgs", "工作室": "gzs", "中心": "zx"}
_PARTS = (_CITIES, _FIRST, _SECOND, _TRADES, _FORMS)
# A name that one case in a hundred thousand has.
_RARE, _RARE_INITIALS, _RARELY = "骊珠", "lz", 100_000
_OWNERS = [OPERATOR, "bob", "cai", "dan", "eve", "fay", ""]
_STATES = list(State)
_WAITS = {State.CONFIRMED: "platform", State.AWAITING_VERIFICATION: "platform"}
_CASE_COLUMNS = (
    *(
        "id",
        "reference",
        "kind",
        "edition",
        "state",
        "entity_type",
        "subject",
        "step",
        "due_at",
        "ahead_us",
        "began_as",
    ),
    *("to_do", "created_at", "changed_at", "version", "owner", "waits_for", "stage", "problem", "app_name", "archived"),
    *("listed", "desk_due_at", "desk_changed_at", "search_text"),
)
_INSERT = f"INSERT INTO cases ({', '.join(_CASE_COLUMNS)}) VALUES ({', '.join('?' * len(_CASE_COLUMNS))})"


class BigDesk:
    """A desk of so many cases, and the same texts in a table for LIKE to go through."""

    def __init__(self, cases: int) -> None:
        folder = user_cache_path("mpwizard") / "benchmarks" / f"desk-{_MADE_LIKE}-{cases}"
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True, mode=0o700)
            _make(unfinished, cases)
            unfinished.rename(folder)
        self.cases = cases
        self.file = folder / "desk.db"
        keys = KeyRing.load_or_create(folder / "key", may_create=False)
        # Without the checks of an opening, which read the whole file.
        self._database = SqliteDatabase(self.file, WriteLock(self.file, PATIENCE), PATIENCE)
        self.listing = Listing(self._database, keys)

    def raw(self, statement: str, values: Any = ()) -> list[Any]:
        """The rows of a statement, with nothing of ours around it."""
        return self._database.look(statement, values)


def _make(folder: Path, cases: int) -> None:
    print(f"making a desk of {cases:,} cases, once", flush=True)
    keys = KeyRing.load_or_create(folder / "key", may_create=True)
    Store.open(folder / "desk.db", keys).close()
    with closing(sqlite3.connect(folder / "desk.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        # An index is built at once quicker than row by row.
        named = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'cases' AND sql IS NOT NULL"
        indexes = connection.execute(named).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        chance = random.Random(_SEED)
        for row in _rows(chance, cases):
            connection.execute(_INSERT, row)
            text = str(row[-1])
            connection.execute("INSERT INTO case_grams (rowid, grams) VALUES (?, ?)", (row[0], " ".join(grams(text))))
            if chance.random() < 0.01:
                connection.execute("INSERT INTO case_tags (case_id, tag) VALUES (?, ?)", (row[0], "vip"))
        for _, made in indexes:
            connection.execute(made)
        connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, changed TEXT, words TEXT)")
        connection.execute("INSERT INTO plain SELECT id, desk_changed_at, search_text FROM cases WHERE archived = 0")
        connection.execute("CREATE INDEX plain_covering ON plain (changed, id, words)")
        connection.execute("COMMIT")
        connection.execute("INSERT INTO case_grams (case_grams) VALUES ('optimize')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows(chance: random.Random, cases: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, cases + 1):
        yield _row(chance, number)


def _row(chance: random.Random, number: int) -> tuple[object, ...]:
    parts = [chance.choice(list(part.items())) for part in _PARTS]
    subject, initials = ("".join(words) for words in zip(*parts, strict=True))
    if number % _RARELY == _RARELY // 2:
        subject, initials = _RARE + subject, _RARE_INITIALS + initials
    app_name, reference = subject[3:7], f"MP-{2025 + number % 2}-{number:04}"
    state = chance.choice(_STATES)
    changed = stored_time(NOW - timedelta(seconds=chance.randrange(2 * 365 * 86_400)))
    due = None if state in LOST or chance.random() < 0.4 else NOW + timedelta(minutes=chance.randrange(-20_000, 60_000))
    waits = "" if state in LOST else _WAITS.get(state, "applicant")
    due_at = stored_time(due) if due else None
    text = "\n".join((comparable(reference), subject, app_name, initials, initials[3:7]))
    return (
        number, reference, "practice", "guide-2018", state.value, chance.choice(list(EntityType)).value, subject,
        "completion", due_at, 0, "", "complete_information", changed, changed, 1, chance.choice(_OWNERS), waits,
        int(stage_of_state(state)), int(chance.random() < 0.05), app_name, int(chance.random() < 0.1), 1,
        due_at or FAR_TEXT, changed, text,
    )  # fmt: skip
