"""The start as the operator sees it: the shell, then the cases, then all that they are worked on with."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mpwizard.bootstrap import Opening
from mpwizard.domain import Kind
from mpwizard.i18n import Language
from mpwizard.settings import Settings
from screens.app import DeskApp
from screens.desk.desk import DeskScreen
from screens.desk.table import CaseTable
from screens.home import Home
from screens.wizard.step import StepScreen

# Each costs a good part of a start, or more than one; none of it is needed to show a page of cases.
BEHIND_THE_FIRST_FRAME = (
    "tomllib textual.widgets._data_table screens.desk.table sqlite3 mpwizard.store mpwizard.wizard.flow"
)
BEHIND_THE_FIRST_PAGE = (
    "sqlmodel sqlalchemy alembic filelock smtplib "
    "mpwizard.store.rows mpwizard.store.reader mpwizard.platform.practice mpwizard.desk screens.wizard.wizard"
)

START = """
import asyncio, sys
from screens.app import DeskApp
from screens.home import Home

def loaded(names):
    print([name for name in names.split() if name in sys.modules], file=sys.__stdout__, flush=True)

def begin():
    loaded(sys.argv[1])
    from mpwizard.bootstrap import Opening
    opening = Opening()
    to_desk = opening.desk
    opening.desk = lambda: loaded(sys.argv[2]) or to_desk()
    return opening

async def start():
    home = Home(begin)
    async with DeskApp(home.open_desk, home.screen).run_test() as pilot:
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()

asyncio.run(start())
"""


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    """An installation with one case."""
    opened = Opening(Settings(home=tmp_path))
    desk = opened.desk()
    desk.create(Kind.PRACTICE)
    yield opened
    desk.close()


def test_the_cases_are_shown_before_what_they_are_worked_on_with_is_loaded(opening: Opening, tmp_path: Path) -> None:
    """Tables, SQLAlchemy and the platform take longer to load than all that the operator sees first."""
    assert opening.case_list().first()[0].rows
    words = [sys.executable, "-c", START, BEHIND_THE_FIRST_FRAME, BEHIND_THE_FIRST_PAGE]
    environment = {**os.environ, "MPWIZARD_HOME": str(tmp_path)}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines() == ["[]", "[]"]


class Slow:
    """An opening whose desk takes as long as the test wants."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self.go_on = threading.Event()
        self.case_list = opening.case_list

    def desk(self) -> Any:
        """The desk, when it may."""
        assert self.go_on.wait(20)
        return self._opening.desk()


async def test_a_case_chosen_while_the_desk_is_opening_is_opened_then(opening: Opening, tmp_path: Path) -> None:
    """The list can be walked at once; what is asked of it is not lost."""
    slow = Slow(opening)
    home = Home(lambda: slow)  # type: ignore[arg-type,return-value]
    app = DeskApp(home.open_desk, home.screen, language=Language.EN, reports=tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        while not app.screen.query(CaseTable) or app.focused is None:
            await pilot.pause(0.02)
        await pilot.press("r", "x", "enter")
        assert isinstance(app.screen, DeskScreen)
        assert not app.desk_is_open
        slow.go_on.set()
        while not isinstance(app.screen, StepScreen):
            await pilot.pause(0.02)
        assert app.desk_is_open
    assert not list(tmp_path.glob("crash-*"))
