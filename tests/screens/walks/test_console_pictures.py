"""Pictures of the console and the platform desk. As in `test_pictures.py`: after a change on purpose, look at each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from screens.app import DeskApp
from screens.console.answering import Answering
from screens.console.platform import PlatformDeskScreen
from screens.home import home
from tests.desk.answers import PASSWORD, Applicant
from tests.screens.walks.conftest import Begin, OpenDesk
from tests.screens.walks.console_operator import ConsoleOperator
from tests.screens.walks.operator import Operator
from tests.screens.walks.test_pictures import LARGE, SMALL, Compare

Act = Callable[[ConsoleOperator, Applicant], Awaitable[None]]


async def overview(operator: ConsoleOperator, applicant: Applicant) -> None:
    """What can be done, what is locked, by which gate."""
    await operator.enter(applicant.id)


async def locked(operator: ConsoleOperator, applicant: Applicant) -> None:
    """A section nobody has signed in for."""
    await operator.enter(applicant.id)
    await operator.go("members")


async def scan(operator: ConsoleOperator, applicant: Applicant) -> None:
    """The code to scan, on the page of the section."""
    await operator.enter(applicant.id)
    await operator.form_of("sign_in", "sign_in.password")
    await operator.fill("sign_in.password.email", "ops@example.com")
    await operator.fill("sign_in.password.password", PASSWORD)
    await operator.submit()


async def wrong_password(operator: ConsoleOperator, applicant: Applicant) -> None:
    """A refusal of the platform on the page of the action."""
    await operator.enter(applicant.id)
    await operator.form_of("sign_in", "sign_in.password")
    await operator.fill("sign_in.password.email", "ops@example.com")
    await operator.fill("sign_in.password.password", "wrong")
    await operator.refused_with("U-711")


async def members(operator: ConsoleOperator, applicant: Applicant) -> None:
    """A section with something in it."""
    await operator.enter(applicant.id)
    await operator.sign_in()
    await operator.form_of("members", "members.add")
    await operator.choose("members.add.role", "trial")
    await operator.fill("members.add.name", "练习乙")
    await operator.fill("members.add.wechat_id", "wx_tester")
    await operator.submit()


async def category(operator: ConsoleOperator, applicant: Applicant) -> None:
    """The search among all categories."""
    await operator.enter(applicant.id)
    await operator.sign_in()
    await operator.form_of("categories", "categories.add")
    await operator.press("j", "y")


async def drawer(operator: ConsoleOperator, applicant: Applicant) -> None:
    """What others can do, and the clock."""
    await scan(operator, applicant)
    await operator.press("f9")


SHOTS = [
    (overview, Language.ZH, SMALL),
    (overview, Language.EN, LARGE),
    (locked, Language.EN, SMALL),
    (locked, Language.ZH, LARGE),
    (scan, Language.ZH, SMALL),
    (wrong_password, Language.EN, SMALL),
    (wrong_password, Language.ZH, LARGE),
    (members, Language.ZH, SMALL),
    (members, Language.EN, LARGE),
    (category, Language.EN, SMALL),
    (drawer, Language.EN, LARGE),
]


@pytest.mark.parametrize(
    ("act", "language", "size"), SHOTS, ids=[f"{act.__name__}-{lang}-{size[0]}x{size[1]}" for act, lang, size in SHOTS]
)
def test_the_console_looks_as_it_was_looked_at(
    snap_compare: Compare,
    open_desk: OpenDesk,
    begin: Begin,
    tmp_path: Path,
    act: Act,
    language: Language,
    size: tuple[int, int],
) -> None:
    """What eyes have seen must not change behind their back."""
    applicant = begin()
    applicant.finish()
    applicant.around.pay(applicant.id)
    app = DeskApp(lambda: open_desk("ann"), home, language=language, reports=tmp_path / "reports")

    async def played(pilot: Pilot[int]) -> None:
        operator = ConsoleOperator(await _at_the_desk(pilot, app))
        await act(operator, applicant)
        await operator.quiet()

    assert snap_compare(app, terminal_size=size, run_before=played)


@pytest.mark.parametrize(("language", "size"), [(Language.ZH, SMALL), (Language.EN, LARGE)])
def test_the_platform_desk_looks_as_it_was_looked_at(
    snap_compare: Compare, open_desk: OpenDesk, begin: Begin, tmp_path: Path, language: Language, size: tuple[int, int]
) -> None:
    """The queue, and the answers to what is first in it."""
    begin(EntityType.ENTERPRISE).finish()
    app = DeskApp(lambda: open_desk("ann"), home, language=language, reports=tmp_path / "reports")

    async def played(pilot: Pilot[int]) -> None:
        operator = await _at_the_desk(pilot, app)
        await operator.press("f9")
        await operator.shows(PlatformDeskScreen)
        await operator.settled()
        if size == LARGE:
            await operator.press("enter")
            await operator.shows(Answering)
        await operator.quiet()

    assert snap_compare(app, terminal_size=size, run_before=played)


async def _at_the_desk(pilot: Pilot[int], app: DeskApp) -> Operator:
    while not app.desk_is_open:
        await pilot.pause(0.01)
    operator = Operator(pilot, app.desk)
    await operator.settled()
    return operator
