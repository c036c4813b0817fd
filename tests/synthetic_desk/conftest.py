"""Desks that were filled with made-up cases. The templates are played once for all tests: it takes a while."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.mail import NoPostman
from mpwizard.passwords import Argon2
from mpwizard.store import KeyRing, Store
from mpwizard.synthetic_desk import generating
from mpwizard.synthetic_desk.templates import Template, played
from tests.desks import installation, keys

__all__ = ["installation", "keys"]

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
CASES = 260

Fill = Callable[..., Desk]


@pytest.fixture(scope="session")
def templates() -> tuple[Template, ...]:
    """All templates."""
    return played()


@pytest.fixture(scope="session")
def fill(
    templates: tuple[Template, ...], installation: Path, keys: KeyRing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fill]:
    """Makes a new desk of ann's and fills it; all are closed at the end."""
    opened: list[Desk] = []

    def filled(cases: int, seed: int = 7) -> Desk:
        file = tmp_path_factory.mktemp("filled") / "desk.db"
        shutil.copy(installation / "desk.db", file)
        desk = Desk(Store.open(file, keys), FixedClock(NOW), "ann", Argon2(), NoPostman())
        opened.append(desk)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(generating, "played", lambda: templates)
            generating.generate(desk, cases, seed, lambda _done, _of: None)
        return desk

    yield filled
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def desk(fill: Fill) -> Desk:
    """A desk that was filled and is only looked at."""
    return fill(CASES)
