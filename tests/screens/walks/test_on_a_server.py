"""The case desk on PostgreSQL by keys: what a colleague's program does to the same server shows here."""

from __future__ import annotations

from pathlib import Path

import pytest

from mpwizard.bulk import Bulk, Mark, Wish
from mpwizard.domain import Kind
from mpwizard.i18n import Language
from mpwizard.store import KeyRing
from screens.wizard.step import StepScreen
from tests.desks import OpenDesk
from tests.places import OnServer, Place
from tests.postgres import Server, postgres
from tests.screens.walks.conftest import Sit
from tests.screens.walks.test_case_desk import EVERY_ROOM, at_the_cases, listed, table

__all__ = ["postgres"]


@pytest.fixture
def place(postgres: Server, keys: KeyRing, tmp_path: Path) -> Place:
    """An empty database on a server of the machine's own."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return OnServer(postgres.emptied(keys), folder)


@EVERY_ROOM
async def test_a_colleagues_changes_appear_with_their_name(
    sit: Sit, open_desk: OpenDesk, language: Language, size: tuple[int, int]
) -> None:
    """Without a key, and the cursor stays where it was: a case that comes, an owner that changes."""
    colleague = open_desk("bob")
    cases = [colleague.create(Kind.PRACTICE).id for _ in range(3)]
    async with sit(language, size) as operator:
        await at_the_cases(operator)
        await operator.press("down")
        await operator.until(lambda: table(operator).cursor_row == 1, "the second case")
        Bulk(colleague).apply(Wish(Mark.ASSIGN, "carol"), [cases[0]])
        await operator.until(lambda: "✎ bob" in operator.text, "who changed it")
        new = colleague.create(Kind.RECORD).id
        await operator.until(lambda: new in listed(operator), "the new case")
        selected = table(operator).selected
        assert selected is not None
        assert selected.record.id == cases[1]


async def test_what_is_typed_here_is_there_for_the_colleague(sit: Sit, open_desk: OpenDesk) -> None:
    """One database, two programs: nothing has to be sent."""
    colleague = open_desk("bob")
    case = colleague.create(Kind.PRACTICE).id
    async with sit() as operator:
        await at_the_cases(operator)
        await operator.press("enter")
        await operator.shows(StepScreen)
        await operator.press("ctrl+n")
        await operator.at("credentials")
        await operator.type("ops@example.com")
        await operator.quiet()
        assert colleague.view(case).context.draft["credentials"]["email"] == "ops@example.com"
