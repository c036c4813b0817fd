"""A whole desk behind a real screen: a database file of its own, a clock that stands still, a keyboard."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.i18n import Language
from mpwizard.mail import NoPostman
from mpwizard.store import KeyRing, Store
from screens.app import DeskApp
from screens.home import home
from tests.desk.answers import PEOPLE, Applicant, Person, answers_for
from tests.screens.walks.operator import Operator

Begin = Callable[..., Applicant]
Sit = Callable[..., AbstractAsyncContextManager[Operator]]
OpenDesk = Callable[..., Desk]

NOW = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)


def quick_hash(password: str) -> str:
    """A hash that costs nothing: what is walked here is the way to it."""
    return "quick$" + hashlib.sha256(password.encode()).hexdigest()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """One key for all walks: making one is slow on purpose."""
    return KeyRing.load_or_create(tmp_path_factory.mktemp("config") / "key", may_create=True)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, keys: KeyRing) -> bytes:
    """A database that is migrated and holds no case, to begin every walk with."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    Store.open(path, keys).close()
    return path.read_bytes()


@pytest.fixture
def clock() -> FixedClock:
    """The time at which every walk begins; it stands still."""
    return FixedClock(NOW)


@pytest.fixture
def open_desk(tmp_path: Path, empty_database: bytes, keys: KeyRing, clock: FixedClock) -> Iterator[OpenDesk]:
    """Opens a desk on the walk's database, as another program would; all are closed at the end."""
    database = tmp_path / "desk.db"
    database.write_bytes(empty_database)
    opened: list[Desk] = []

    def open_one(operator: str = "ann") -> Desk:
        opened.append(Desk(Store.open(database, keys), clock, operator, quick_hash, NoPostman()))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """The same desk without a screen: to bring a case as far as a walk begins."""
    return open_desk()


@pytest.fixture
def begin(desk: Desk) -> Begin:
    """Begins a case without a screen, for an applicant who can take it as far as a walk needs it."""

    def one(
        entity_type: EntityType = EntityType.ENTERPRISE,
        method: Method | None = None,
        *,
        kind: Kind = Kind.PRACTICE,
        email: str = "ops@example.com",
        person: Person = PEOPLE[0],
    ) -> Applicant:
        return Applicant(desk, answers_for(entity_type, method, email=email, person=person), desk.create(kind).id)

    return one


@pytest.fixture
def sit(open_desk: OpenDesk, tmp_path: Path) -> Sit:
    """Sit down at the desk: `async with sit() as operator`. Twice in a test is quitting and coming back."""
    reports = tmp_path / "reports"

    @asynccontextmanager
    async def run(
        language: Language = Language.EN, size: tuple[int, int] = (80, 24), name: str = "ann"
    ) -> AsyncIterator[Operator]:
        app = DeskApp(lambda: open_desk(name), home, language=language, reports=reports)
        async with app.run_test(size=size, notifications=True) as pilot:
            while not app.desk_is_open:
                await pilot.pause(0.01)
            operator = Operator(pilot, app.desk)
            await operator.settled()
            yield operator
            await operator.settled()
        assert not reports.exists(), "something broke behind the screen"

    return run
