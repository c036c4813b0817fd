"""The walls as they stand at run time; import-linter draws them, this sees what really gets loaded."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import mpwizard
import screens

# What speaks SSH is loaded by the commands that serve, and by nothing else.
SSH = "mpwizard.ssh"
CORE = sorted(
    name
    for name in (module.name for module in pkgutil.walk_packages(mpwizard.__path__, "mpwizard."))
    if not f"{name}.".startswith(f"{SSH}.")
)
SCREENS = sorted(module.name for module in pkgutil.iter_modules(screens.__path__, "screens."))
FOREIGN = ("textual", "screens", "asyncssh")
# Each costs a good part of the time to the first frame, or more than it: loaded inside the one function that needs it.
HEAVY = (
    "alembic",
    "asyncssh",
    "dns",
    "phonenumbers.geocoder",
    "PIL",
    "psycopg",
    "pydantic_settings",
    "sqlalchemy",
    "sqlmodel",
)
FIRST_FRAME = ["mpwizard", *sorted({"mpwizard.__main__", "screens.app"} & {*CORE, *SCREENS})]

IMPORT_ONE_BY_ONE = """
import importlib, sys
modules, unwanted = (part.split(",") for part in sys.argv[1:])
for module in modules:
    importlib.import_module(module)
    loaded = [name for name in unwanted if name in sys.modules]
    if loaded:
        sys.exit(f"{module} loads {', '.join(loaded)}")
"""

STAND = """
import asyncio, sys
from mpwizard.bootstrap import Opening
from screens.app import DeskApp
from screens.home import Home

async def stand():
    home = Home(Opening)
    app = DeskApp(home.open_desk, home.screen)
    async with app.run_test() as pilot:
        while not app.desk_is_open:
            await pilot.pause(0.05)
        await app.workers.wait_for_complete()
        await pilot.pause()
        print("open", *[name for name in ("sqlalchemy", "sqlmodel", "alembic") if name in sys.modules])

asyncio.run(stand())
"""


def _load(modules: list[str], unwanted: tuple[str, ...]) -> str:
    """Import in a new interpreter, one after the other; the first that loads something unwanted, or nothing."""
    arguments = [sys.executable, "-c", IMPORT_ONE_BY_ONE, ",".join(modules), ",".join(unwanted)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False).stderr.strip()


def test_the_core_loads_no_screen_and_no_ssh() -> None:
    """The core serves the line mode, answers files and tests; none of them may need a terminal library."""
    assert _load(CORE, FOREIGN) == ""


@pytest.mark.parametrize("module", FIRST_FRAME)
def test_the_way_to_the_first_frame_is_light(module: str) -> None:
    """Storage alone takes longer to import than all of Textual: the first frame does not wait for it."""
    assert _load([module], HEAVY) == ""


def test_a_desk_that_only_stands_there_declares_no_table(tmp_path: Path) -> None:
    """Tables and what declares them take a fourth of its memory; they come with the first case that is opened."""
    environment = {**os.environ, "MPWIZARD_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "mpwizard", "list"], env=environment, capture_output=True, check=True)
    stands = subprocess.run(
        [sys.executable, "-c", STAND], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert stands.stdout.split() == ["open"]


def test_a_broken_wall_is_seen() -> None:
    """The guard names the module that let the stranger in."""
    assert _load(["json", "tomllib"], ("tomllib",)) == "tomllib loads tomllib"
