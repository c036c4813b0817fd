"""Where nobody plays the platform, the case's seed answers: for every state of every lifecycle that waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import pytest

from mpwizard.console.sections import ACTIONS, PENDING
from mpwizard.domain import EntityType
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.practice_file import practice_table
from mpwizard.records import LogRecord
from mpwizard.rejections import reasons_for
from mpwizard.transitions import Actor
from mpwizard.world import World
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import paint
from tests.desk.console.holder import Holder
from tests.desk.console.linker import bind, create
from tests.desk.console.submitter import WITH_REGULATOR, ready, submit

Place = tuple[Matter, StrEnum]

PENDING_AT = {(each.matter, each.state): each for each in PENDING}
# Every state of every table that waits for the platform: those that its own part leads out of, to another one.
PLACES: list[Place] = [
    (matter, state)
    for matter, lifecycle in LIFECYCLES.items()
    for state in lifecycle.states
    if (matter, state) in PENDING_AT
    and any(
        move.state is state and move.by is Actor.PLATFORM and move.target is not state for move in lifecycle.transitions
    )
]
IN_TIME = [place for place in PLACES if PENDING_AT[place].usual]
SHARES = practice_table("refused_in_ten")
TEN = 10
SECOND = timedelta(seconds=1)


def name(holder: Holder, _folder: Path) -> None:
    """A word that is protected is looked at."""
    holder.do("information.name", name="练习大学堂", paper="《练习证明》")


def avatar(holder: Holder, folder: Path) -> None:
    """Any picture."""
    holder.do("information.avatar", path=paint(folder))


def introduction(holder: Holder, _folder: Path) -> None:
    """Any sentence."""
    holder.do("information.introduction", text="练习用的样例介绍")


def category(holder: Holder, _folder: Path) -> None:
    """One that needs a paper."""
    holder.do("categories.add", code=WITH_REGULATOR)
    holder.do("categories.papers", papers="1")
    holder.do("categories.submit")


def version(holder: Holder, _folder: Path) -> None:
    """One with nothing amiss."""
    submit(ready(holder))


def verification(holder: Holder, _folder: Path) -> None:
    """Paid, where it costs anything."""
    holder.apply_for_verification()
    if holder.allowed("verification.pay"):
        holder.do("verification.pay")


def pay(holder: Holder, _folder: Path) -> None:
    """By an entity that is verified."""
    holder.be_verified()
    holder.do(
        "pay.apply",
        contact_name="练习甲",
        contact_mobile="13800138000",
        holder=str(holder.applicant.answers["entity"]["name"]),
        bank_name="练习银行",
        bank_account="4400000000000000001",
    )


def open_platform(holder: Holder, _folder: Path) -> None:
    """To an account that passed its qualification."""
    bind(holder, create(holder))


BEGUN: dict[Matter, Callable[[Holder, Path], None]] = {
    Matter.NAME: name,
    Matter.AVATAR: avatar,
    Matter.INTRODUCTION: introduction,
    Matter.CATEGORY: category,
    Matter.VERSION: version,
    Matter.VERIFICATION: verification,
    Matter.PAY: pay,
    Matter.OPEN_PLATFORM: open_platform,
}


def brought_to(waits: Place, hold: Hold, folder: Path) -> Holder:
    """An account with something there, handed in by the applicant; further on than that nobody brought it."""
    matter, state = waits
    for entity_type in (EntityType.ENTERPRISE, EntityType.GOVERNMENT):  # of these the second pays no fee
        holder = hold(entity_type, email=f"{entity_type}@example.com")
        BEGUN[matter](holder, folder)
        if _answer(holder, waits) is not None:
            return holder
        for _ in range(2):
            if holder.matter(matter).state is state:
                return holder
            let_seed_answer(holder, waits, refuses=False)
    raise AssertionError(f"no way to {waits}")


def let_seed_answer(holder: Holder, waits: Place, *, refuses: bool) -> None:
    """Wait until what is handed in is due, on a case whose seed draws one or the other next."""
    due = holder.matter(waits[0]).due_at
    assert due is not None
    share = SHARES.get(waits[0], 0) if PENDING_AT[waits].refuse else 0
    with holder.desk.working(holder.id) as work:
        assert work.world is not None
        drawn = work.world.draws
        work.world.seed = next(
            seed
            for seed in map(str, range(1000))
            if (World(seed=seed, draws=drawn).draw(TEN) < max(share, 1)) is refuses
        )
    holder.pass_time(due - holder.account.now + SECOND)


def _answer(holder: Holder, waits: Place) -> LogRecord | None:
    """What was said, in that state, by the simulated platform of its own accord."""
    told = (entry for entry in holder.log(waits[0]) if "decided_by" in entry.note)
    return next((entry for entry in told if entry.state_from is waits[1]), None)


def test_the_tables_and_what_waits_for_the_platform_name_the_same_states() -> None:
    """A state that the platform is to leave, and nobody else is asked for, is answered; one in no table is none."""
    assert set(PLACES) == set(PENDING_AT)
    assert {matter for matter, _state in PLACES} == set(BEGUN)
    assert SHARES.keys() <= {str(matter) for matter, _state in IN_TIME}


@pytest.mark.parametrize("refuses", [False, True], ids=["accepts", "refuses"])
@pytest.mark.parametrize("waits", IN_TIME, ids="-".join)
def test_the_seed_answers_what_waits_for_its_usual_time(
    waits: Place, refuses: bool, hold: Hold, tmp_path: Path
) -> None:
    """Refused where the draw says so and the state knows a refusal, with a reason of its kind; else accepted."""
    holder = brought_to(waits, hold, tmp_path)
    let_seed_answer(holder, waits, refuses=refuses)
    said, pending = _answer(holder, waits), PENDING_AT[waits]
    assert said is not None
    assert said.note["decided_by"] == "seed"
    assert said.event in LIFECYCLES[waits[0]].events_from(waits[1], Actor.PLATFORM)
    known = {each.key for each in reasons_for(waits[0])}
    assert (said.note.get("reason") in known) is (refuses and bool(pending.refuse) and waits[0] in SHARES)
    holder.folds()


@pytest.mark.parametrize("waits", [place for place in PLACES if place not in IN_TIME], ids="-".join)
def test_what_is_answered_at_once_no_seed_refuses(waits: Place, hold: Hold, tmp_path: Path) -> None:
    """Nobody looks at it, and nothing is drawn for it."""
    holder = brought_to(waits, hold, tmp_path)
    said = _answer(holder, waits)
    assert said is not None
    assert (said.note["decided_by"], "reason" in said.note) == ("at_once", False)
    assert ACTIONS[PENDING_AT[waits].accept].on is waits[0]
    holder.folds()
