"""The schema: migrations make what the tables say, released schemas stay readable, a failure leaves no trace."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from mpwizard.matters import Matter
from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store, schema
from mpwizard.store.places import Place
from mpwizard.store.rows import Row

RELEASED = sorted(Path(__file__).parent.glob("schema-*.sql"))

TODAY = schema.SCHEMA

NEXT_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "{next:04}"
down_revision = "{today:04}"


def upgrade():
    op.create_table("added", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("cases", sa.Column("nickname", sa.String(), nullable=False, server_default=""))
    {more}
"""


def _schema_of(database: Path) -> str:
    """Every statement that made the file's tables, indexes and triggers."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            # What the search's table keeps beside it, it makes itself.
            " AND name NOT LIKE 'case_grams_%' ORDER BY type, name"
        ).fetchall()
    return "".join(f"{statement};\n\n" for (statement,) in rows)


def _table_order(text: str) -> str:
    """Tables before what is built upon them, so that the text can be run."""
    statements = [statement for statement in text.split(";\n\n") if statement]
    statements.sort(key=lambda statement: not statement.startswith("CREATE TABLE"))
    return "".join(f"{statement};\n\n" for statement in statements)


def _is_declared(name: str | None, kind: str, _parents: object) -> bool:
    """The index of the search is a table of another sort, which a declaration cannot say."""
    return kind != "table" or not (name or "").startswith("case_grams")


def _number(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def test_migrations_make_what_the_tables_say(store: Store, database: Path) -> None:
    """From an empty file to the last step: a column changed in one place only is seen here."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _is_declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Row.metadata) == []
    engine.dispose()


def test_the_schema_number_is_the_last_migrations(store: Store, database: Path) -> None:
    """The number in the code, the number in the file and the name of the last step are one."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [f"{schema.SCHEMA:04}"]
    assert _number(database) == schema.SCHEMA


def test_the_schema_of_today_is_kept_as_text(store: Store, database: Path) -> None:
    """A released step, or a guard it made, can never be edited unseen: files in the field would not have the change."""
    assert RELEASED[-1].name == f"schema-{schema.SCHEMA}.sql"
    assert _table_order(_schema_of(database)) == RELEASED[-1].read_text(encoding="utf-8")


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_every_released_schema_opens_today(released: Path, database: Path, keys: KeyRing) -> None:
    """Whoever updates the program goes on with the file they have."""
    number = int(released.stem.removeprefix("schema-"))
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executescript(released.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO alembic_version VALUES (?)", (f"{number:04}",))
        connection.execute("INSERT INTO key_check VALUES (1, ?)", (keys.seal("mpwizard", Place.KEY_CHECK),))
        connection.execute(f"PRAGMA user_version = {number}")
    Store.open(database, keys).close()
    assert _number(database) == schema.SCHEMA
    assert _table_order(_schema_of(database)) == RELEASED[-1].read_text(encoding="utf-8")


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts one more migration after the last, as a later version of the program would bring it."""

    def put(more: str) -> None:
        steps = tmp_path / "migrations"
        shutil.copytree(schema.MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
        step = NEXT_STEP.format(more=more, today=TODAY, next=TODAY + 1)
        (steps / "versions" / f"v{TODAY + 1:04}_next.py").write_text(step, encoding="utf-8")
        monkeypatch.setattr(schema, "MIGRATIONS", steps)
        monkeypatch.setattr(schema, "SCHEMA", TODAY + 1)

    return put


def test_an_older_database_is_brought_forward_after_a_backup(
    open_store: Callable[[], Store],
    add_case: Callable[..., CaseRecord],
    database: Path,
    keys: KeyRing,
    next_step: Callable[[str], None],
) -> None:
    """The backup is whole, private and of the old schema: with it the older program can go on."""
    case = add_case()
    open_store().close()
    next_step("")
    store = Store.open(database, keys)
    with store.reading() as reader:
        assert reader.case(case.id) == case
    store.close()
    assert _number(database) == TODAY + 1
    backup = database.with_name(f"cases.db.schema-{TODAY}.bak")
    assert _number(backup) == TODAY
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT reference FROM cases").fetchall() == [(case.reference,)]


def test_a_failed_migration_changes_nothing(
    store: Store,
    add_case: Callable[..., CaseRecord],
    database: Path,
    keys: KeyRing,
    next_step: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half a schema belongs to no program: tables, number and rows are as before, and the older program goes on."""
    case = add_case()
    store.close()
    before = _schema_of(database)
    with monkeypatch.context():
        next_step("raise RuntimeError('power cut')")
        with pytest.raises(RuntimeError, match="power cut"):
            Store.open(database, keys)
        monkeypatch.undo()
    assert (_schema_of(database), _number(database)) == (before, TODAY)
    again = Store.open(database, keys)
    with again.reading() as reader:
        assert reader.case(case.id) == case
    again.close()


def test_a_migration_that_orphans_rows_is_not_kept(
    store: Store, add_case: Callable[..., CaseRecord], database: Path, keys: KeyRing, next_step: Callable[[str], None]
) -> None:
    """Foreign keys are off while tables are built anew, so they are checked before the end."""
    add_case()
    store.close()
    next_step("op.execute(\"INSERT INTO worlds VALUES (404, x'00')\")")
    with pytest.raises(RuntimeError, match="without the row they belong to"):
        Store.open(database, keys)
    assert _number(database) == TODAY


def test_a_backup_holds_what_is_only_in_the_log_and_never_replaces_one(
    store: Store, add_case: Callable[..., CaseRecord], database: Path
) -> None:
    """A copy of the file alone would lose the last cases; an earlier backup may be the only good one."""
    case = add_case()
    copies = [schema.back_up(database, 1), schema.back_up(database, 1)]
    assert len(set(copies)) == 2
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT reference FROM cases").fetchall() == [(case.reference,)]


OPEN_AND_TELL = """
import sys
from pathlib import Path
import mpwizard.store
from mpwizard.store import KeyRing, Store
key, database = map(Path, sys.argv[1:])
store = Store.open(database, KeyRing.load_or_create(key, may_create=False))
with store.writing() as writer:
    writer.outbox()
store.close()
print("alembic" in sys.modules)
"""


def test_alembic_is_not_loaded_for_a_database_of_today(store: Store, database: Path, tmp_path: Path) -> None:
    """It would cost every start more than half of what all of the screens cost."""
    script = [sys.executable, "-c", OPEN_AND_TELL, str(tmp_path / "config" / "key"), str(database)]
    assert subprocess.run(script, capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_questions_use_an_index(
    store: Store,
    add_case: Callable[..., CaseRecord],
    by_hand: Callable[[str], Any],
    database: Path,
    statements: Callable[[], Any],
) -> None:
    """With a hundred thousand cases a scan or a sort would be seen on the screen."""
    case = add_case()
    with statements() as sent, store.reading() as reader:
        reader.case(case.id)
        reader.find(case.reference)
        reader.drafts(case.id)
        reader.log(case.id)
        reader.outbox()
        reader.uses(case.id, case.kind, email="a@b.example", entity_code="x", id_number="x", mobile="x")
        reader.matters.of_case(case.id)
        reader.matters.with_subject(Matter.NAME, "x", case.kind)
    with closing(sqlite3.connect(database)) as connection:
        plans = [
            (step[3], statement)
            for statement, parameters in sent
            if statement.startswith("SELECT")
            for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert len(plans) >= 10
    assert [plan for plan in plans if "TEMP B-TREE" in plan[0]] == []
    assert [plan for plan in plans if plan[0].startswith("SCAN") and "USING INDEX" not in plan[0]] == []
