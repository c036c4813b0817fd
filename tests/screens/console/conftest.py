"""Registered accounts, and somebody at the keyboard of their console: once in each language on each size of screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from mpwizard.domain import EntityType, Method
from mpwizard.i18n import Language
from tests.desk.console.conftest import finish_registration
from tests.desk.console.holder import Holder
from tests.screens.console.walker import Walker
from tests.screens.walks.conftest import (
    Begin,
    Sit,
    begin,
    clock,
    database,
    desk,
    installation,
    keys,
    open_desk,
    place,
    sit,
)

Hold = Callable[..., Holder]
Room = tuple[Language, tuple[int, int]]
Console = Callable[[Holder], AbstractAsyncContextManager[Walker]]

__all__ = ["Console", "Hold", "begin", "clock", "database", "desk", "installation", "keys", "open_desk", "place", "sit"]

SPOKEN = (Language.EN, Language.ZH)
ROOMS: list[Room] = [(language, size) for language in SPOKEN for size in ((80, 24), (120, 36))]


@pytest.fixture(params=ROOMS, ids=lambda room: f"{room[0]}-{room[1][0]}x{room[1][1]}")
def room(request: pytest.FixtureRequest) -> Room:
    """A language and a size of screen: whoever walks a row walks it in each of them."""
    chosen: Room = request.param
    return chosen


@pytest.fixture
def hold(begin: Begin) -> Hold:
    """Registers an account and signs in to it, without a screen: as far as a walk begins."""

    def registered(
        entity_type: EntityType = EntityType.ENTERPRISE,
        method: Method | None = None,
        *,
        signed_in: bool = True,
        **who: object,
    ) -> Holder:
        holder = Holder(finish_registration(begin(entity_type, method, seed="1", **who)))
        if signed_in:
            holder.sign_in()
        return holder

    return registered


@pytest.fixture
def console(sit: Sit, room: Room) -> Console:
    """Sit down and open the console of an account; at the end its log leads where it stands."""

    @asynccontextmanager
    async def opened(holder: Holder) -> AsyncIterator[Walker]:
        language, size = room
        async with sit(language, size) as somebody:
            walker = Walker(somebody, language)
            await walker.enter(holder.id)
            yield walker
        holder.folds()

    return opened
