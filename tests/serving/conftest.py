"""What the tests of the served desk share: one process that programs are forked from in each file, and a class."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from mpwizard.serving.programs import Nursery
from tests.serving.classroom import Classroom, classroom


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def nursery() -> AsyncIterator[Nursery]:
    """The one process that all programs here come from."""
    opened = Nursery()
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class."""
    async with classroom(tmp_path, nursery) as opened:
        yield opened
