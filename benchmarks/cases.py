"""A desk to measure on, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from mpwizard.bootstrap import open_desk
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.settings import Settings


def desk_in(folder: Path) -> Desk:
    """The desk whose files are in this folder, as `MPWIZARD_HOME` would choose it."""
    return open_desk(Settings(home=folder))


def filled_home(folder: Path, cases: int) -> str:
    """Make so many cases; the number of the newest, which stands at the top of the desk."""
    desk = desk_in(folder)
    references = [desk.create(Kind.PRACTICE).reference for _ in range(cases)]
    desk.close()
    return references[-1]
