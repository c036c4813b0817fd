"""A store of its own for each test, on either database, and the synthetic people whose values it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from mpwizard.domain import CodeKind, EntityType, Kind, Method
from mpwizard.records import AdministratorRecord, CaseRecord, EntityRecord
from mpwizard.store import KeyRing, Store
from tests.places import OnFile, OnServer, Place, parametrize
from tests.postgres import postgres

__all__ = ["postgres"]

Statements = list[tuple[str, Any]]


@pytest.fixture
def now() -> datetime:
    """The moment at which everything in a test happens."""
    return datetime(2026, 11, 22, 1, 41, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    """The keys of a new key file, which is not beside the database."""
    return KeyRing.load_or_create(tmp_path / "config" / "key", may_create=True)


pytest_generate_tests = parametrize


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, keys: KeyRing) -> Place:
    """Where the store of this test is: on either database, with nothing in it."""
    if request.param == "sqlite":
        return OnFile(tmp_path / "data" / "cases.db")
    return OnServer(request.getfixturevalue("postgres").emptied(keys), tmp_path)


@pytest.fixture
def database(place: Place) -> Path:
    """The file of a test that speaks of SQLite only."""
    assert isinstance(place, OnFile)
    return place.file


@pytest.fixture
def open_store(place: Place, keys: KeyRing) -> Iterator[Callable[[], Store]]:
    """Opens the database, as often as wanted, with little patience; all are closed at the end."""
    stores: list[Store] = []

    def opened() -> Store:
        stores.append(place.open(keys, patience=timedelta(milliseconds=20)))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """An open store with nothing in it."""
    return open_store()


@pytest.fixture
def add_case(store: Store, now: datetime) -> Callable[..., CaseRecord]:
    """Adds a practice case, or one of another kind."""

    def add(kind: Kind = Kind.PRACTICE) -> CaseRecord:
        with store.writing() as writer:
            return writer.add_case(kind, "guide-2018", now)

    return add


@pytest.fixture
def company() -> EntityRecord:
    """An enterprise that does not exist."""
    return EntityRecord(
        entity_type=EntityType.ENTERPRISE,
        name="示例甲乙丙有限公司",
        code_kind=CodeKind.CREDIT_CODE,
        code="91110000109Y03WY52",
        method=Method.TRANSFER,
        bank_name="示例银行",
        bank_account="6200000000000000017",
    )


@pytest.fixture
def person() -> AdministratorRecord:
    """Somebody who was never born: the numbers belong to nobody."""
    return AdministratorRecord(name="测试甲", id_number="110000190001010012", mobile="13800138000")


@pytest.fixture
def individual(person: AdministratorRecord) -> EntityRecord:
    """The same person as an entity."""
    return EntityRecord(EntityType.INDIVIDUAL, person.name, None, person.id_number, None, "", "")


@pytest.fixture
def by_hand(place: Place) -> Callable[[str], list[Any]]:
    """Runs one statement on the database past the program, as somebody at a prompt would."""
    return place.by_hand


@contextmanager
def _statements() -> Iterator[Statements]:
    seen: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def statements() -> Callable[[], Any]:
    """Collects the statements sent within a `with` block, parameters beside them."""
    return _statements
