"""A desk on a database of its own, on a clock that stands still.

What only the database could get wrong is tried on both of them: the modules of `ON_BOTH` in every run, all others with
`HYPOTHESIS_PROFILE=wide`.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from mpwizard.store import KeyRing
from tests.desks import Begin, OpenDesk, QuickPasswords, begin, desk, installation, keys, open_desk
from tests.places import BOTH, OnFile, OnServer, Place, parametrize
from tests.postgres import postgres

Apply = Begin

__all__ = ["Apply", "OpenDesk", "QuickPasswords", "begin", "desk", "installation", "keys", "open_desk", "postgres"]

ON_BOTH = {
    "test_bulk",
    "test_final",
    "test_limits",
    "test_live",
    "test_members",
    "test_open_platform",
    "test_resume",
    "test_secrets",
    "test_team",
    "test_time",
    "test_walks",
}
WIDE = os.environ.get("HYPOTHESIS_PROFILE") == "wide"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On which databases a test runs."""
    name = metafunc.module.__name__.rpartition(".")[2]
    parametrize(metafunc, BOTH if WIDE or name in ON_BOTH else BOTH[:1])


@pytest.fixture
def place(request: pytest.FixtureRequest, installation: Path, keys: KeyRing, tmp_path: Path) -> Place:
    """Where the test's desks keep their cases: an empty database of this test alone."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    if request.param == "sqlite":
        return OnFile(Path(shutil.copy(installation / "desk.db", folder / "desk.db")))
    return OnServer(request.getfixturevalue("postgres").emptied(keys), folder)


@pytest.fixture
def database(place: Place) -> Path:
    """The file of a test that speaks of SQLite only."""
    assert isinstance(place, OnFile)
    return place.file


@pytest.fixture
def clock() -> FixedClock:
    """The time at which every test begins."""
    return FixedClock(datetime(2026, 11, 22, 1, 41, tzinfo=UTC))


@pytest.fixture
def apply(begin: Begin) -> Apply:
    """Begins a case for an applicant of a type, on the desk of the test."""
    return begin
