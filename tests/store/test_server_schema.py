"""The schema on a server: the migrations make what the tables say, all of it or nothing, whoever starts first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mpwizard.domain import Kind
from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store, schema
from mpwizard.store.postgres import PostgresDatabase
from mpwizard.store.postgres.engine import writing_engine
from mpwizard.store.rows import Row
from tests.places import OnServer
from tests.postgres import Server
from tests.store.listed import records

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


@pytest.fixture
def place(postgres: Server, tmp_path: Path) -> Iterator[OnServer]:
    """A database of its own for each of these tests: they change its tables."""
    url = postgres.create()
    yield OnServer(url, tmp_path)
    postgres.drop(url)


def _number(place: OnServer) -> int:
    ((number,),) = place.by_hand("SELECT version_num FROM alembic_version")
    return int(number)


def _columns(place: OnServer) -> list[object]:
    return place.by_hand(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        " ORDER BY 1, 2"
    )


def test_migrations_make_what_the_tables_say(store: Store, place: OnServer) -> None:
    """From an empty database to the last step: a column changed in one place only is seen here."""

    def is_declared(name: str | None, kind: str, _parents: object) -> bool:
        """The index of the search has a type of its own, which a declaration of both databases cannot say."""
        return kind != "table" or not (name or "").startswith("case_grams")

    database = PostgresDatabase(place.url, place.folder)
    engine = writing_engine(database._server)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_declared}
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), Row.metadata) == []
    engine.dispose()
    assert _number(place) == schema.SCHEMA


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


def test_an_older_database_is_brought_forward(
    store: Store,
    add_case: Callable[..., CaseRecord],
    place: OnServer,
    keys: KeyRing,
    next_step: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The cases are there afterwards, and the older program is told that it is older."""
    case = add_case()
    store.close()
    next_step("")
    newer = place.open(keys)
    with newer.reading() as reader:
        assert reader.case(case.id) == case
    newer.close()
    assert _number(place) == TODAY + 1
    monkeypatch.undo()
    with pytest.raises(Exception, match="database_newer"):
        place.open(keys)


def test_a_failed_migration_changes_nothing(
    store: Store,
    add_case: Callable[..., CaseRecord],
    place: OnServer,
    keys: KeyRing,
    next_step: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half a schema belongs to no program: tables, number and rows are as before, and the older program goes on."""
    case = add_case(kind=Kind.RECORD)
    store.close()
    before = _columns(place)
    next_step("raise RuntimeError('power cut')")
    with pytest.raises(RuntimeError, match="power cut"):
        place.open(keys)
    monkeypatch.undo()
    assert (_columns(place), _number(place)) == (before, TODAY)
    again = place.open(keys)
    assert records(again) == [case]
    again.close()


def test_a_database_that_nobody_could_make_stays_empty(
    place: OnServer, keys: KeyRing, next_step: Callable[[str], None]
) -> None:
    """The next start begins from nothing, not from a half."""
    next_step("raise RuntimeError('power cut')")
    with pytest.raises(RuntimeError, match="power cut"):
        place.open(keys)
    with psycopg.connect(place.url) as connection:
        assert connection.execute("SELECT to_regclass('cases'), to_regclass('alembic_version')").fetchone() == (
            None,
            None,
        )
