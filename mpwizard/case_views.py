"""The views of the desk: those that everybody has, and one's own. A view is a filter, an order and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mpwizard.case_query import CaseQuery, Order
from mpwizard.filter_fields import ME, Clause, Field, Filter
from mpwizard.filter_line import LONGEST, parse, render
from mpwizard.i18n import N_
from mpwizard.problems import Refused
from mpwizard.stages import Stage
from mpwizard.team import NAME_LIMIT, given
from mpwizard.transitions import Actor

if TYPE_CHECKING:
    from mpwizard.desk import Desk

# Views are chosen by the keys 1 to 9.
MOST = 9
# Where an operator's habits are kept; own views have the places of their keys.
_HABITS = 0


@dataclass(frozen=True, slots=True)
class View:
    """One view. `columns` are keys of the table's columns; empty means the usual ones. A view everybody has is called
    by its `title`, to be translated; one's own by the name it was given."""

    key: str
    title: str
    query: CaseQuery
    columns: tuple[str, ...] = ()
    own: bool = False


def _of(field: Field, value: str) -> Filter:
    return Filter((Clause(field, (value,)),))


BUILT_IN: tuple[View, ...] = (
    View("today", N_("Today"), CaseQuery(_of(Field.DUE, "<1d"), Order.DUE, descending=False)),
    View("mine", N_("Mine"), CaseQuery(_of(Field.OWNER, ME), Order.DUE, descending=False)),
    View("platform", N_("At platform"), CaseQuery(_of(Field.WAITS, Actor.PLATFORM), Order.DUE, descending=False)),
    View("applicant", N_("At applicant"), CaseQuery(_of(Field.WAITS, Actor.APPLICANT), Order.DUE, descending=False)),
    View("failed", N_("Failed"), CaseQuery(_of(Field.STAGE, Stage.FAILED.key))),
    View("all", N_("All"), CaseQuery()),
)
EVERYTHING = BUILT_IN[-1]


@dataclass(frozen=True, slots=True)
class Habits:
    """How an operator left the desk: the view that was open, and the columns of the views everybody has."""

    view: str = EVERYTHING.key
    columns: tuple[str, ...] = ()


class Views:
    """The views of one operator. Those that everybody has cannot be changed or lost."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> tuple[View, ...]:
        """Every view by its key 1 to 9: those everybody has, then one's own."""
        with self._desk.store.listing() as listing:
            stored = listing.views(self._desk.operator)
        own = (_read(place, document) for place, document in stored.items() if place != _HABITS)
        return (*BUILT_IN, *own)

    def keep(self, name: str, query: CaseQuery, columns: Sequence[str]) -> View:
        """Keep a view under a name, instead of one's own of that name if there is one.

        Raises:
            Refused: `mark_empty` without a name, `views_full` where the keys are used up, `filter_too_long` where the
                filter written out is longer than a line may be: it could not be read again.
        """
        title = given(name, NAME_LIMIT)
        if len(render(query.filter)) > LONGEST:
            raise Refused("filter_too_long", {"limit": LONGEST})
        with self._desk.store.writing() as tx:
            stored = tx.marks.views(self._desk.operator)
            places = range(len(BUILT_IN) + 1, MOST + 1)
            same = (place for place in places if place in stored and stored[place].get("name") == title)
            free = (place for place in places if place not in stored)
            place = next(same, None) or next(free, None)
            if place is None:
                raise Refused("views_full", {"most": MOST})
            view = View(str(place), title, query, tuple(columns), own=True)
            tx.marks.put_view(self._desk.operator, place, _written(view))
        return view

    def forget(self, view: View) -> None:
        """Drop one of one's own views."""
        if view.own:
            with self._desk.store.writing() as tx:
                tx.marks.drop_view(self._desk.operator, int(view.key))

    def habits(self) -> Habits:
        """How the desk was left."""
        with self._desk.store.listing() as listing:
            document = listing.views(self._desk.operator).get(_HABITS, {})
        return Habits(str(document.get("view", EVERYTHING.key)), _columns(document))

    def remember(self, habits: Habits) -> None:
        """Note how the desk is left."""
        if habits != self.habits():
            document = {"view": habits.view, "columns": list(habits.columns)}
            with self._desk.store.writing() as tx:
                tx.marks.put_view(self._desk.operator, _HABITS, document)


def _written(view: View) -> dict[str, object]:
    query = view.query
    return {
        "name": view.title,
        "filter": render(query.filter),
        "order": query.order.value,
        "descending": query.descending,
        "columns": list(view.columns),
    }


def _read(place: int, document: Mapping[str, object]) -> View:
    """A view as it was kept. What another version of the program wrote and this one does not understand filters
    nothing, and leaves the order as it usually is."""
    usual = CaseQuery()
    order = next((each for each in Order if each == document.get("order")), usual.order)
    descending = document.get("descending", usual.descending) is True
    query = CaseQuery(parse(str(document.get("filter", ""))).filter, order, descending=descending)
    return View(str(place), str(document.get("name", place)), query, _columns(document), own=True)


def _columns(document: Mapping[str, object]) -> tuple[str, ...]:
    columns = document.get("columns", ())
    return tuple(map(str, columns)) if isinstance(columns, list) else ()


def with_order(query: CaseQuery, order: Order) -> CaseQuery:
    """The same cases in another order, or the other way round where it is in that order already."""
    if query.order is order:
        return replace(query, descending=not query.descending)
    return replace(query, order=order, descending=order is Order.CHANGED)
