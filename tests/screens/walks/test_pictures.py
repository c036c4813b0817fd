"""Pictures of every screen. After a change on purpose: `pytest --snapshot-update` on this file, then look at each one.

A scene is taken twice, so that either language and either size comes by turns; all four of each are walked elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mpwizard.domain import EntityType, Kind
from mpwizard.i18n import Language
from mpwizard.lifecycle import Event
from mpwizard.surroundings import Surroundings
from screens.app import DeskApp
from screens.home import home
from tests.desk.answers import PEOPLE, Applicant
from tests.screens.walks.conftest import Begin, OpenDesk
from tests.screens.walks.operator import Operator

SMALL, LARGE = (80, 24), (120, 36)
TURNS = (
    ((Language.ZH, SMALL), (Language.EN, LARGE)),
    ((Language.EN, SMALL), (Language.ZH, LARGE)),
)

Act = Callable[[Operator], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """What is to be seen: how far the case is, by whom, and what is pressed then."""

    name: str
    step: str = ""
    act: Act | None = None
    entity_type: EntityType = EntityType.ENTERPRISE
    kind: Kind = Kind.PRACTICE


def presses(*keys: str) -> Act:
    """Only keys."""

    async def act(operator: Operator) -> None:
        await operator.press(*keys)

    return act


def button(name: str) -> Act:
    """A button of the page."""

    async def act(operator: Operator) -> None:
        await operator.go_to_button(name)
        await operator.press("enter")

    return act


async def taken_address(operator: Operator) -> None:
    """An address that is used elsewhere."""
    await operator.fill("credentials.email", "open@taken.example")
    await operator.fill("credentials.password", "vierzehn Kraniche")
    await operator.tick("credentials.agree")
    await operator.is_refused("U-212")


async def wrong_number(operator: Operator) -> None:
    """A check digit that does not fit, below a name with two kinds of brackets."""
    await operator.fill("entity.name", "练习样例(北京）有限公司")
    await operator.choose("entity.code_kind", "credit_code")
    await operator.fill("entity.code", "91110000109Y03WY53")
    await operator.is_refused("U-102")


async def by_transfer(operator: Operator) -> None:
    """The choice with its money, days and locks."""
    await operator.choose("verification.method", "transfer")


async def sole_trader(operator: Operator) -> None:
    """The card of the type that is chosen."""
    await operator.choose("entity_type.type", "sole_trader")


async def proven_mobile(operator: Operator) -> None:
    """The code to scan."""
    await operator.fill_administrator(
        {"name": PEOPLE[0].name, "id_number": PEOPLE[0].id_number, "mobile": PEOPLE[0].mobile}
    )
    await operator.prove_mobile()


async def last_four_missing(operator: Operator) -> None:
    """The deliberate act, not done yet."""
    await operator.next()
    await operator.sees("(U-111)")


async def wrong_payment(operator: Operator) -> None:
    """The bank, and what came of a wrong sum."""
    await operator.deed("pay_wrong_sum", close=False)


async def deadline_passed(operator: Operator) -> None:
    """The end without an account."""
    await operator.deed("deadline")


async def address_refused(operator: Operator) -> None:
    """What the real platform said."""
    await operator.press("f9")
    await operator.choose("record.event", Event.ADDRESS_REFUSED)


SCENES = (
    Scene("empty-desk"),
    Scene("new-case", act=presses("n")),
    Scene("account-type", "account_type"),
    Scene("comparison", "account_type", button("button-compare")),
    Scene("credentials", "credentials", taken_address),
    Scene("help", "credentials", presses("f1")),
    Scene("activation", "activation"),
    Scene("mailbox", "activation", presses("f9")),
    Scene("entity-type", "entity_type", sole_trader),
    Scene("chooser", "entity_type", button("button-choose")),
    Scene("entity", "entity", wrong_number),
    Scene("verification", "verification", by_transfer),
    Scene("one-way-only", "verification", entity_type=EntityType.MEDIA),
    Scene("administrator", "administrator"),
    Scene("scan", "administrator", proven_mobile),
    Scene("confirmation", "confirmation"),
    Scene("final-act", "confirmation", last_four_missing),
    Scene("slip", "completion"),
    Scene("bank", "completion", wrong_payment),
    Scene("failed", "completion", deadline_passed),
    Scene("waiting", "completion", entity_type=EntityType.GOVERNMENT),
    Scene("timeline", "completion", presses("f7")),
    Scene("answer", "activation", address_refused, kind=Kind.RECORD),
)
SHOTS = [
    pytest.param(scene, language, size, id=f"{scene.name}-{language}-{size[0]}x{size[1]}")
    for place, scene in enumerate(SCENES)
    for language, size in TURNS[place % 2]
]

Compare = Callable[..., bool]


@pytest.mark.parametrize(("scene", "language", "size"), SHOTS)
def test_a_screen_looks_as_it_was_looked_at(
    snap_compare: Compare,
    open_desk: OpenDesk,
    begin: Begin,
    tmp_path: Path,
    scene: Scene,
    language: Language,
    size: tuple[int, int],
) -> None:
    """Alignment, colour and cut words are seen by eyes only; what they have seen must not change behind their back."""
    applicant: Applicant | None = None
    if scene.step:
        applicant = begin(scene.entity_type, kind=scene.kind)
        applicant.reach(scene.step)
    app = DeskApp(lambda: open_desk("ann"), home, language=language, reports=tmp_path / "reports")
    assert snap_compare(app, terminal_size=size, run_before=_played(app, scene, applicant))


@pytest.mark.parametrize(("language", "size"), [each for turn in TURNS for each in turn])
def test_a_full_desk_looks_as_it_was_looked_at(
    snap_compare: Compare, open_desk: OpenDesk, begin: Begin, tmp_path: Path, language: Language, size: tuple[int, int]
) -> None:
    """The first thing one sees in the morning: every stage, both kinds, something lost."""
    late = begin(email="1@example.com")
    late.finish()
    Surroundings(late.desk).to_deadline(late.id)
    begin(email="2@example.com").finish()
    begin(EntityType.INDIVIDUAL, email="3@example.com", person=PEOPLE[1]).finish()
    begin(EntityType.GOVERNMENT, email="4@example.com", person=PEOPLE[1]).finish()
    begin(EntityType.MEDIA, email="5@example.com", person=PEOPLE[2]).reach("administrator")
    begin(kind=Kind.RECORD, email="6@example.com").reach("activation")
    app = DeskApp(lambda: open_desk("ann"), home, language=language, reports=tmp_path / "reports")
    assert snap_compare(app, terminal_size=size, run_before=_played(app, Scene("desk"), None))


def _played(app: DeskApp, scene: Scene, applicant: Applicant | None) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def run(pilot: Pilot[int]) -> None:
        while not app.desk_is_open:
            await pilot.pause(0.01)
        operator = Operator(pilot, app.desk)
        await operator.settled()
        if applicant is not None:
            await operator.open(applicant.id)
        if scene.act is not None:
            await scene.act(operator)
        await operator.quiet()

    return run
