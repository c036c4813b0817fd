"""One's own views of the desk: kept under names, each operator's alone, whatever program kept them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mpwizard.case_query import CaseQuery, Order
from mpwizard.case_views import BUILT_IN, MOST, Habits, Views
from mpwizard.desk import Desk
from mpwizard.filter_line import parse, render
from mpwizard.problems import Refused
from tests.desks import OpenDesk

LATE = CaseQuery(parse("type:enterprise due:<3d").filter, Order.DUE, descending=False)


def own(desk: Desk) -> list[str]:
    """The names of one's own views."""
    return [view.title for view in Views(desk).all() if view.own]


def test_a_view_is_kept_whole(desk: Desk, open_desk: OpenDesk) -> None:
    """Filter, order and columns, for the next program of the same operator; nobody else has it."""
    kept = Views(desk).keep(" late reviews ", LATE, ("case", "due"))
    (found,) = [view for view in Views(open_desk("ann")).all() if view.own]
    assert found == kept
    assert (found.title, render(found.query.filter)) == ("late reviews", "type:enterprise due:<3d")
    assert (found.query.order, found.query.descending, found.columns) == (Order.DUE, False, ("case", "due"))
    assert own(open_desk("bob")) == []


def test_a_view_that_could_not_be_read_again_is_refused(desk: Desk) -> None:
    """What is short as it was typed may be long when it is written out; kept, it would have shown every case."""
    typed = parse(" ".join(["类型:个人,企业"] * 30))
    assert not typed.problems
    with pytest.raises(Refused, match="filter_too_long"):
        Views(desk).keep("long", CaseQuery(typed.filter), ())
    assert own(desk) == []


def test_a_name_is_kept_once_and_there_are_as_many_as_keys(desk: Desk) -> None:
    """The same name is the same view; one too many is refused and changes nothing."""
    names = [f"view {n}" for n in range(MOST - len(BUILT_IN))]
    for name in [*names, names[0]]:
        Views(desk).keep(name, LATE, ())
    assert own(desk) == names
    with pytest.raises(Refused, match="views_full"):
        Views(desk).keep("one more", LATE, ())
    Views(desk).forget(next(view for view in Views(desk).all() if view.title == names[1]))
    Views(desk).keep("one more", LATE, ())
    assert own(desk) == [names[0], "one more", names[2]]
    Views(desk).forget(BUILT_IN[0])
    assert Views(desk).all()[: len(BUILT_IN)] == BUILT_IN


@pytest.mark.parametrize(
    "document",
    [{}, {"name": "old", "order": "by_moon", "filter": "moon:full", "descending": "perhaps", "columns": 7}],
)
def test_what_another_version_kept_hinders_nobody(desk: Desk, document: Mapping[str, object]) -> None:
    """What is not understood filters nothing and orders as usual; the other views are all there."""
    Views(desk).keep("mine", LATE, ())
    with desk.store.writing() as tx:
        tx.marks.put_view(desk.operator, MOST, document)
    strange = Views(desk).all()[-1]
    assert (strange.title, strange.query.order, strange.columns) == (document.get("name", "9"), Order.CHANGED, ())
    assert own(desk)[0] == "mine"


def test_how_the_desk_was_left_is_remembered(desk: Desk, open_desk: OpenDesk) -> None:
    """The view and the columns, each operator's own."""
    Views(desk).remember(Habits("mine", ("case", "owner")))
    assert Views(open_desk("ann")).habits() == Habits("mine", ("case", "owner"))
    assert Views(open_desk("bob")).habits() == Habits()
