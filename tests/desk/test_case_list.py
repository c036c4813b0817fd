"""The list of cases as screens and commands ask for it: pages, counts, whose question it is."""

from __future__ import annotations

from datetime import timedelta

from mpwizard.case_list import CaseList
from mpwizard.case_query import CaseQuery, Direction, Order
from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.filter_line import parse
from mpwizard.lifecycle import State
from mpwizard.team import Team
from tests.desk.conftest import Apply


def query(line: str, order: Order = Order.CHANGED) -> CaseQuery:
    """What a filter line asks, the first due or the last changed first."""
    return CaseQuery(parse(line).filter, order, descending=order is Order.CHANGED)


def test_pages_go_on_from_either_end(desk: Desk, clock: FixedClock) -> None:
    """A table that is scrolled down and up again shows the same rows."""
    cases = CaseList(desk.store, clock, "ann")
    numbers = [desk.create(Kind.PRACTICE).id for _ in range(5)]
    first = cases.page(query(""), limit=2)
    second = cases.page(query(""), first.last, limit=2)
    back = cases.page(query(""), second.first, Direction.BEFORE, limit=2)
    assert [row.record.id for row in (*first.rows, *second.rows)] == numbers[:0:-1]
    assert (back.rows, back.has_before, back.has_after) == (first.rows, False, True)
    assert (first.has_before, first.has_after) == (False, True)


def test_me_is_whoever_asks(desk: Desk, clock: FixedClock) -> None:
    """The same view of two operators shows each their own cases."""
    desk.create(Kind.PRACTICE)
    Team(desk).hand_over(desk.create(Kind.PRACTICE).id, "bob")
    Team(desk).hand_over(desk.create(Kind.PRACTICE).id, "bob")
    mine = [CaseList(desk.store, clock, who).count(query("owner:me")).n for who in ("ann", "bob", "eve")]
    assert mine == [1, 2, 0]


def test_a_count_says_where_it_ended(desk: Desk, clock: FixedClock) -> None:
    """`3+` for what would have to be counted one by one; the whole number where the database keeps it."""
    for _ in range(5):
        desk.create(Kind.PRACTICE)
    cases = CaseList(desk.store, clock, "ann")
    counts = cases.counts([query("mp-2026"), query("mp-2026-0004"), query("status:draft")], at_most=3)
    assert [count.words for count in counts] == ["3+", "1", "5"]


def test_a_deadline_that_has_passed_takes_effect_before_the_page(apply: Apply, desk: Desk, clock: FixedClock) -> None:
    """What is listed as late would be acted upon although it has failed."""
    applicant = apply()
    applicant.finish()
    clock.move(timedelta(days=400))
    desk.let_deadlines_pass()
    (row,) = desk.listed.page(query("", Order.DUE)).rows
    assert row.record.state is State.FAILED
