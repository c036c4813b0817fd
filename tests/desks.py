"""Desks for tests: each on a database of its own, with nobody to send mail to, on the `clock` of the conftest."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mpwizard.case_query import LONGEST_PAGE, CaseQuery
from mpwizard.clock import Clock, FixedClock
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.mail import NoPostman
from mpwizard.store import KeyRing, Store
from mpwizard.views import DeskRow
from tests.desk.answers import PEOPLE, Applicant, Person, answers_for
from tests.places import OnFile, Place

OpenDesk = Callable[..., Desk]
Begin = Callable[..., Applicant]


def on_desk(desk: Desk) -> tuple[DeskRow, ...]:
    """The cases on a small desk, the one changed last first; what has fallen due has happened."""
    desk.let_deadlines_pass()
    return desk.listed.page(CaseQuery(), limit=LONGEST_PAGE).rows


class QuickPasswords:
    """Hashes that cost nothing: what is tested here is the way to them."""

    def hashed(self, password: str) -> str:
        return "quick$" + hashlib.sha256(password.encode()).hexdigest()

    def match(self, hashed: str, password: str) -> bool:
        return hashed == self.hashed(password)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and an empty database, made once: making one takes longer than most tests here."""
    folder = tmp_path_factory.mktemp("installation")
    Store.open(folder / "desk.db", KeyRing.load_or_create(folder / "key", may_create=True)).close()
    return folder


@pytest.fixture(scope="session")
def keys(installation: Path) -> KeyRing:
    """The keys of the empty database."""
    return KeyRing.load_or_create(installation / "key", may_create=False)


@pytest.fixture
def database(installation: Path, tmp_path: Path) -> Path:
    """An empty database of this test alone."""
    (tmp_path / "data").mkdir(mode=0o700)
    return Path(shutil.copy(installation / "desk.db", tmp_path / "data" / "desk.db"))


@pytest.fixture
def place(database: Path) -> Place:
    """Where the test's desks keep their cases."""
    return OnFile(database)


@pytest.fixture
def open_desk(place: Place, keys: KeyRing, clock: FixedClock) -> Iterator[OpenDesk]:
    """Opens a desk on the test's database, as another program would; all are closed at the end."""
    opened: list[Desk] = []

    def open_one(operator: str = "ann", on: Clock = clock) -> Desk:
        opened.append(Desk(place.open(keys), on, operator, QuickPasswords(), NoPostman()))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """An open desk without cases; where a screen is tested, the way to bring a case as far as the test begins."""
    return open_desk()


@pytest.fixture
def begin(desk: Desk) -> Begin:
    """Begins a case for an applicant of a type, on the desk of the test."""

    def one(
        entity_type: EntityType = EntityType.ENTERPRISE,
        method: Method | None = None,
        *,
        kind: Kind = Kind.PRACTICE,
        email: str = "ops@example.com",
        person: Person = PEOPLE[0],
        seed: str = "",
    ) -> Applicant:
        answers = answers_for(entity_type, method, email=email, person=person)
        return Applicant(desk, answers, desk.create(kind, seed=seed).id)

    return one
