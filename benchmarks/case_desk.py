"""D1 to D5 and the counts of the tabs: the list at a million cases against a thousand, and against plain SQLite.

`python -m benchmarks.case_desk 100000` measures at another size.
"""

from __future__ import annotations

import gc
import itertools
import sys
import time
from collections.abc import Callable
from statistics import median

from benchmarks.big_desk import NOW, OPERATOR, BigDesk
from benchmarks.ratios import in_turn, tell
from mpwizard.case_query import PAGE, CaseQuery, Cursor, Direction, Order, Page
from mpwizard.filter_line import parse
from mpwizard.lifecycle import State
from mpwizard.records import CaseRecord
from mpwizard.store.pages import cursor_at

SMALL, BIG = 1_000, 1_000_000
REPEATS = 20
FILTERS = ("", "status:awaiting_transfer", "stage:registration", "waits:platform", "owner:bob")
TABS = ("due:<1d", "owner:me", "waits:platform", "waits:applicant", "stage:failed", "")
# Two, three and four characters; on every case, on many, on few, on none; signs, numbers, initials; two at once.
TERMS = ("科技", "宝安", "骊珠", "深圳市", "有限公司", "晨光测试", "甲乙", "mp-2026", "31337", "骊珠 深圳")
_LIKE = "SELECT id FROM plain WHERE {} ORDER BY changed DESC, id DESC LIMIT 50"


def main() -> None:
    """Measure and print."""
    named = [each for each in sys.argv[1:] if each.isdecimal()]
    small, big = BigDesk(SMALL), BigDesk(int(named[0]) if named else BIG)
    print(f"at {big.cases:,} cases", flush=True)
    first_page(small, big)
    against_sqlite(big)
    depth(big)
    counts(small, big)
    search(big)


def first_page(small: BigDesk, big: BigDesk) -> None:
    """The first page in every order, without a filter and with one; the worst of them is told."""
    worst = max(
        (_pairs(_pages(big, query), _pages(small, query)) for query in _queries()),
        key=lambda pairs: median(ours / theirs for ours, theirs in pairs),
    )
    tell("D1 first page, the slowest order and filter", worst, f"{small.cases:,} cases", 1.5)


def against_sqlite(big: BigDesk) -> None:
    """That page with all that makes records of it, against the same rows fetched by hand."""
    columns = ", ".join(name for (_, name, *_) in big.raw("PRAGMA table_info(cases)"))
    by_hand = f"SELECT {columns} FROM cases WHERE archived = 0 ORDER BY desk_changed_at DESC, id DESC LIMIT {PAGE}"
    pairs = _pairs(_pages(big, CaseQuery()), _seconds(lambda: big.raw(by_hand)))
    tell("D2 first page through the store", pairs, "raw", 3.5)


def depth(big: BigDesk) -> None:
    """The page after 99 of 100 cases, in every order."""
    for order in Order:
        query = CaseQuery(order=order)
        pairs = _pairs(_pages(big, query, _deep(big, query)), _pages(big, query))
        tell(f"D3 a page at 99 of 100, by {order}", pairs, "the first page", 1.5)


def counts(small: BigDesk, big: BigDesk) -> None:
    """How many there are of each status; and what the tabs say, of which one has no counter."""
    states, tabs = [f"status:{state}" for state in State], TABS
    tell("D4 counts by status", _pairs(_counts(big, states), _counts(small, states)), f"{small.cases:,} cases", 2)
    tell("D4 counts of the tabs", _pairs(_counts(big, tabs), _counts(small, tabs)), f"{small.cases:,} cases", 2)


def search(big: BigDesk) -> None:
    """Ten terms: our slowest against LIKE's slowest, the median of ours against it, and that the rows are the same."""
    for term in TERMS:
        ours = [record.id for record in _page(big, CaseQuery(parse(term).filter)).rows]
        if ours != [number for (number,) in big.raw(*_like(term))]:
            raise AssertionError(f"other rows than LIKE for {term}")
    rounds = in_turn(
        lambda: [_search(big, term)() for term in TERMS],
        lambda: [_plain_search(big, term)() for term in TERMS],
        rounds=3,
    )
    tell("D5 search, the slowest term", [(max(ours), max(like)) for ours, like in rounds], "the slowest LIKE", 1 / 20)
    tell(
        "D5 search, half of the terms",
        [(median(ours), max(like)) for ours, like in rounds],
        "the slowest LIKE",
        1 / 200,
    )
    for term, *figures in zip(TERMS, *rounds[-1], strict=True):
        print(f"   {term}: {figures[0] * 1e3:.2f} ms, LIKE {figures[1] * 1e3:.2f} ms", flush=True)


def _pairs(ours: Callable[[], float], theirs: Callable[[], float]) -> list[tuple[float, float]]:
    return [(one, other) for one, other in in_turn(ours, theirs)]


def _queries() -> list[CaseQuery]:
    return [CaseQuery(parse(line).filter, order) for line, order in itertools.product(FILTERS, Order)]


def _page(desk: BigDesk, query: CaseQuery, cursor: Cursor | None = None) -> Page[CaseRecord]:
    return desk.listing.page(query, cursor, Direction.AFTER, PAGE, OPERATOR, NOW)


def _pages(desk: BigDesk, query: CaseQuery, cursor: Cursor | None = None) -> Callable[[], float]:
    return _seconds(lambda: _page(desk, query, cursor))


def _counts(desk: BigDesk, lines: tuple[str, ...] | list[str]) -> Callable[[], float]:
    filters = [parse(line).filter for line in lines]
    return _seconds(lambda: desk.listing.counts(filters, 50, OPERATOR, NOW))


def _search(desk: BigDesk, term: str) -> Callable[[], float]:
    return _seconds(lambda: _page(desk, CaseQuery(parse(term).filter)), 1)


def _plain_search(desk: BigDesk, term: str) -> Callable[[], float]:
    return _seconds(lambda: desk.raw(*_like(term)), 1)


def _deep(desk: BigDesk, query: CaseQuery) -> Cursor:
    """The place that 99 of 100 cases stand before."""
    turned = CaseQuery(query.filter, query.order, not query.descending)
    last = desk.listing.page(turned, None, Direction.AFTER, desk.cases // 100, OPERATOR, NOW).rows[-1]
    return cursor_at(query, last, -1)


def _like(term: str) -> tuple[str, tuple[str, ...]]:
    words = term.split()
    return _LIKE.format(" AND ".join(["words LIKE ?"] * len(words))), tuple(f"%{word}%" for word in words)


def _seconds(act: Callable[[], object], repeats: int = REPEATS) -> Callable[[], float]:
    """Measures an act, the collector out of the way."""

    def measure() -> float:
        gc.disable()
        started = time.perf_counter()
        for _ in range(repeats):
            act()
        taken = time.perf_counter() - started
        gc.enable()
        return taken / repeats

    return measure


if __name__ == "__main__":
    main()
