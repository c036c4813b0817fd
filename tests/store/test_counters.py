"""The counts that the database keeps: they are what counting the rows would give, whatever happened to the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from mpwizard.lifecycle import State
from mpwizard.matters import Matter, Member, Profile
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.store import Store
from mpwizard.store.migrations.counters import CASES, MATTERS, Counter
from mpwizard.transitions import Actor

AddCase = Callable[..., CaseRecord]
ByHand = Callable[[str], list[Any]]


def _kept_and_counted(by_hand: ByHand, counter: Counter) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    names = ", ".join(counter.columns)
    values = [value.format(row="each") for value in counter.columns.values()]
    # By their places: PostgreSQL groups by no expression that asks another table.
    places = ", ".join(str(place) for place in range(1, len(values) + 1))
    kept = by_hand(f"SELECT {names}, n FROM {counter.counts} WHERE n <> 0")
    counted = by_hand(f"SELECT {', '.join(values)}, count(*) FROM {counter.table} AS each GROUP BY {places}")
    return set(kept), set(counted)


@pytest.fixture
def changed(store: Store, add_case: AddCase, now: datetime) -> None:
    """Three cases that began alike and stand differently now, one of them put away; two matters that moved."""
    moved, lost, _new = add_case(), add_case(), add_case()
    with store.writing() as tx:
        moved = tx.change_case(moved, state=State.REGISTERED, stage=Stage.REVIEW, waits_for=Actor.PLATFORM, owner="李")
        tx.change_case(moved, owner="王", problem=True)
        tx.change_case(lost, state=State.FAILED, stage=Stage.FAILED, archived=True)
        name = tx.matters.add(moved.id, Matter.NAME, {}, now)
        tx.matters.change(name, state=Profile.SET)
        member = tx.matters.add(moved.id, Matter.MEMBER, {}, now)
        tx.matters.change(member, state=Member.BOUND)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("counter", [CASES, MATTERS], ids=["cases", "matters"])
def test_counts_are_what_counting_gives(by_hand: ByHand, counter: Counter) -> None:
    """A count that drifted would be believed for ever."""
    kept, counted = _kept_and_counted(by_hand, counter)
    assert kept == counted
    assert len(counted) > 1


@pytest.mark.usefixtures("changed")
def test_a_change_that_is_not_counted_leaves_the_counts(store: Store, by_hand: ByHand) -> None:
    """A key typed in a form must not touch the counts: they are one row that everybody would wait for."""
    before = _kept_and_counted(by_hand, CASES)
    with store.writing() as tx:
        tx.change_case(tx.case(1), subject="示例公司", step="entity")
    assert _kept_and_counted(by_hand, CASES) == before
