"""Desks that scenarios are played on: none of them is the desk that somebody works at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mpwizard.scenarios.reading import FOLDER
from mpwizard.settings import Settings, load_settings


def own_folder() -> Path:
    """Where a trainer's own scenarios lie."""
    return load_settings().config_folder / FOLDER


def exercise_folder(name: str) -> Path:
    """Where the exercise of a scenario has its desk."""
    return load_settings().data_folder / "exercises" / name


def desk_in(folder: Path) -> Settings:
    """The settings of a desk that lies in a folder whole, whatever is set for the usual one; it sends no mail."""
    operator = load_settings().operator_name
    return Settings(home=folder, database=None, database_url=None, key_file=None, smtp_url=None, operator=operator)


@contextmanager
def thrown_away() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory(prefix="mpwizard-", ignore_cleanup_errors=True) as name:
        yield Path(name)
