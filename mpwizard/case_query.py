"""A question to the list of cases: which of them, in which order, and which page of that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from mpwizard.filter_fields import EVERYTHING, Filter

Row = TypeVar("Row")

# The rows of a page: what a table fetches at a time, and the most that anybody may ask for at once.
PAGE = 50
LONGEST_PAGE = 1000
# A count of what has no counter goes so far.
COUNTED = 50


class Order(StrEnum):
    """The orders of the desk. Cases that stand alike follow by their number."""

    DUE = "due"
    CHANGED = "changed"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases, in which order. By stage means by stage and within one by when they are due."""

    filter: Filter = EVERYTHING
    order: Order = Order.CHANGED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an order: at one row of a page. Its text means something only to who made it."""

    text: str


class Direction(StrEnum):
    """On which side of a cursor a page lies."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in their order, whether there are more on either side, and the places of the first and the last one.

    On the side one came from there is what one came from: it is not asked for again.
    """

    rows: tuple[Row, ...]
    has_before: bool
    has_after: bool
    first: Cursor | None
    last: Cursor | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases there are; `more` where counting ended before they did."""

    n: int
    more: bool = False

    @property
    def words(self) -> str:
        """`12`, or `50+`."""
        return f"{self.n}+" if self.more else str(self.n)
