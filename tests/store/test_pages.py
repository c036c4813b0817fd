"""Pages of the list: whatever the desk and the filter, they are what plain Python makes of the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mpwizard.case_query import CaseQuery, Cursor, Direction, Order
from mpwizard.domain import EntityType, Kind
from mpwizard.filter_fields import Clause, Field, Filter, Has
from mpwizard.filter_line import parse
from mpwizard.lifecycle import State
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.store import KeyRing, Store, pages
from mpwizard.store.listing import Listing
from tests.postgres import Server
from tests.store.listed import DAY, NOW, OPERATOR, Listed, Rows, ServerRows, expected, ids

KEYS = KeyRing(b"synthetic key for tests of lists")
ADDRESSES = ("ops@example.com", "it@example.org")
OWNERS, TAGS = ("ann", "bob", ""), ("vip", "等资料", 'a "b"')
LETTERS = "深圳测试abA1-. "

times = st.sampled_from([timedelta(days=days, hours=hours) for days in (-9, -1, 0, 1, 8) for hours in (0, 5)]).map(
    lambda apart: NOW + apart
)
names = st.text(LETTERS, max_size=8)


@st.composite
def desks(draw: st.DrawFn) -> list[Listed]:
    """A few cases with many ties among them."""
    cases = [
        Listed(
            id=number,
            subject=draw(names),
            app_name=draw(names),
            kind=draw(st.sampled_from(list(Kind))).value,
            state=draw(st.sampled_from(list(State)[:3])).value,
            stage=draw(st.sampled_from([10, 20, 90])),
            entity_type=draw(st.sampled_from([None, "enterprise", "individual"])),
            owner=draw(st.sampled_from(OWNERS)),
            waits_for=draw(st.sampled_from(["", "applicant", "platform"])),
            due=draw(st.none() | times),
            changed=draw(times),
            problem=draw(st.sampled_from([0, 1])),
            archived=draw(st.sampled_from([0, 0, 0, 1])),
            tags=tuple(sorted(draw(st.sets(st.sampled_from(TAGS), max_size=2)))),
            notes=draw(st.sampled_from([0, 0, 1, 2])),
        )
        for number in range(1, draw(st.integers(0, 14)) + 1)
    ]
    for place, address in enumerate(ADDRESSES[: len(cases)]):
        cases[place] = replace(cases[place], email=address)
    return cases


def _one_of(field: Field, values: list[str]) -> st.SearchStrategy[Clause]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Clause, st.just(field), some, st.booleans())


spans = ["today", "<3d", ">1d", "<5h", ">1w", "2026-11-22", "<2026-11-22", ">2026-11-21"]
clauses = st.one_of(
    st.builds(
        Clause,
        st.just(Field.TEXT),
        st.text(LETTERS + "20", min_size=1, max_size=6).filter(str.strip).map(lambda term: (term,)),
        st.booleans(),
    ),
    st.builds(Clause, st.just(Field.TEXT), st.sampled_from([(ADDRESSES[0],), ("OPS@Example.com",)]), st.booleans()),
    _one_of(Field.STATUS, [state.value for state in list(State)[:4]]),
    _one_of(Field.STAGE, [Stage(number).key for number in (10, 20, 90)]),
    _one_of(Field.TYPE, [each.value for each in list(EntityType)[:3]]),
    _one_of(Field.OWNER, ["me", "none", "bob", "eve"]),
    _one_of(Field.TAG, [*TAGS, "never"]),
    _one_of(Field.KIND, [kind.value for kind in Kind]),
    _one_of(Field.WAITS, ["applicant", "platform", "none"]),
    _one_of(Field.HAS, [has.value for has in Has]),
    _one_of(Field.DUE, ["late", "none", *spans]),
    _one_of(Field.CHANGED, spans),
)
queries = st.builds(
    CaseQuery,
    st.lists(clauses, max_size=3).map(lambda some: Filter(tuple(some))),
    st.sampled_from(list(Order)),
    st.booleans(),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An empty database of today's schema, to be copied into memory."""
    file = tmp_path_factory.mktemp("template") / "desk.db"
    Store.open(file, KEYS).close()
    with closing(sqlite3.connect(file)) as connection:
        yield connection


@pytest.fixture(scope="module")
def desk_of(template: sqlite3.Connection) -> Callable[[list[Listed]], Rows]:
    """A database of these cases."""

    def made(cases: list[Listed]) -> Rows:
        rows = Rows(template, KEYS.index)
        rows.put(cases)
        return rows

    return made


def ask(rows: Rows, query: CaseQuery, cursor: Cursor | None, direction: Direction, limit: int) -> Any:
    """One page, as the operator of the tests asks for it."""
    return Listing(rows, KEYS).page(query, cursor, direction, limit, OPERATOR, NOW)


def walk(
    rows: Rows, query: CaseQuery, direction: Direction, sizes: Iterator[int], between: Callable[[], None]
) -> list[int]:
    """Follow the pages to their end; the numbers in the order in which they were seen."""
    seen: list[int] = []
    cursor, more = None, True
    while more:
        page = ask(rows, query, cursor, direction, next(sizes))
        forward = direction is Direction.AFTER
        seen += ids(page.rows) if forward else ids(page.rows)[::-1]
        cursor, more = (page.last, page.has_after) if forward else (page.first, page.has_before)
        between()
    return seen


def sizes_of(drawn: list[int]) -> Iterator[int]:
    """These sizes over and over."""
    while True:
        yield from drawn


@settings(max_examples=300)
@given(desks(), queries, st.lists(st.integers(1, 6), min_size=1, max_size=4), st.sampled_from([0, 2, 5000]), st.data())
def test_the_pages_are_what_plain_python_makes_of_the_rows(
    desk_of: Callable[[list[Listed]], Rows],
    cases: list[Listed],
    query: CaseQuery,
    drawn: list[int],
    few: int,
    data: st.DataObject,
) -> None:
    """No case missing and none twice, in both directions, whichever of the two plans is taken."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "FEW", few)
        rows = desk_of(cases)
        there = expected(cases, query)
        assert walk(rows, query, Direction.AFTER, sizes_of(drawn), lambda: None) == there
        assert walk(rows, query, Direction.BEFORE, sizes_of(drawn), lambda: None) == there[::-1]


@settings(max_examples=150)
@given(desks(), queries, st.lists(st.integers(1, 4), min_size=1, max_size=3), st.data())
def test_a_case_that_does_not_change_is_seen_once_whatever_others_do(
    desk_of: Callable[[list[Listed]], Rows],
    cases: list[Listed],
    query: CaseQuery,
    drawn: list[int],
    data: st.DataObject,
) -> None:
    """A case that does change is seen where it stands when its page is asked for: no more is promised of it."""
    restless = data.draw(st.sets(st.sampled_from(range(15)), max_size=4))
    rows = desk_of(cases)

    def shift() -> None:
        for case in cases:
            if case.id in restless:
                rows.change(replace(case, due=data.draw(st.none() | times), changed=data.draw(times)))

    seen = walk(rows, query, Direction.AFTER, sizes_of(drawn), shift)
    still = [number for number in expected(cases, query) if number not in restless]
    assert [number for number in seen if number not in restless] == still


@settings(max_examples=150)
@given(desks(), queries, st.integers(1, 20))
def test_counts_are_those_of_the_rows_as_far_as_they_go(
    desk_of: Callable[[list[Listed]], Rows], cases: list[Listed], query: CaseQuery, at_most: int
) -> None:
    """The tabs tell them: kept by the database where it can, capped elsewhere, never wrong."""
    (count,) = Listing(desk_of(cases), KEYS).counts([query.filter], at_most, OPERATOR, NOW)
    there = len(expected(cases, query))
    assert (count.n, count.more) in {(there, False), (at_most, there > at_most)}
    assert count.n == min(there, at_most) or pages.is_kept(query.filter)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desks(), queries, st.lists(st.integers(1, 6), min_size=1, max_size=4), st.sampled_from([0, 2, 5000]))
def test_a_server_gives_the_same_pages_and_counts(
    postgres: Server, tmp_path: Path, cases: list[Listed], query: CaseQuery, drawn: list[int], few: int
) -> None:
    """The same text is sent to both kinds of database."""
    rows = ServerRows(postgres.emptied(KEYS), tmp_path, KEYS.index)
    rows.put(cases)
    there = expected(cases, query)
    with closing(rows), pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "FEW", few)
        assert walk(rows, query, Direction.AFTER, sizes_of(drawn), lambda: None) == there
        assert walk(rows, query, Direction.BEFORE, sizes_of(drawn), lambda: None) == there[::-1]
        (count,) = Listing(rows, KEYS).counts([query.filter], 50, OPERATOR, NOW)
        assert (count.n, count.more) == (len(there), False)


@settings(max_examples=300)
@given(st.lists(st.tuples(names, names), max_size=6), st.text(LETTERS + "2026（）Ａ％'\"_", min_size=1, max_size=6))
def test_a_search_finds_what_contains_the_term(
    desk_of: Callable[[list[Listed]], Rows], named: list[tuple[str, str]], term: str
) -> None:
    """Two Chinese characters, signs, spaces, full-width forms; and never across two fields."""
    cases = [Listed(number, subject, app_name) for number, (subject, app_name) in enumerate(named, start=1)]
    query = CaseQuery(Filter((Clause(Field.TEXT, (term,)),)))
    if term.strip():
        assert ids(ask(desk_of(cases), query, None, Direction.AFTER, 50).rows) == expected(cases, query)


def test_two_chinese_characters_find_their_case(desk_of: Callable[[list[Listed]], Rows]) -> None:
    """The usual question; an index of three characters would answer with nothing."""
    rows = desk_of([Listed(1, "深圳市宝安区练习店"), Listed(2, "宝鸡市安全练习店")])
    page = ask(rows, CaseQuery(parse("宝安").filter), None, Direction.AFTER, 50)
    assert ids(page.rows) == [1]
    assert "case_grams MATCH" in rows.asked[-1]


def test_a_page_is_one_statement(desk_of: Callable[[list[Listed]], Rows]) -> None:
    """And a search one more, before its first page: which way to go."""
    cases = [Listed(number, "宝安", tags=("vip",)) for number in range(1, 8)]
    for line, first in (("", 1), ("status:draft", 1), ("宝安 tag:vip", 2)):
        rows, query = desk_of(cases), CaseQuery(parse(line).filter)
        page = ask(rows, query, None, Direction.AFTER, 3)
        assert len(rows.asked) == first
        ask(rows, query, page.last, Direction.AFTER, 3)
        assert len(rows.asked) == first + 1


def test_all_counts_are_one_statement(desk_of: Callable[[list[Listed]], Rows]) -> None:
    """However many tabs there are."""
    rows = desk_of([Listed(1, owner=OPERATOR)])
    filters = [parse(line).filter for line in ("", "owner:me", "due:late", "status:failed")]
    counts = Listing(rows, KEYS).counts(filters, 50, OPERATOR, NOW)
    assert [count.words for count in counts] == ["1", "1", "0", "0"]
    assert len([statement for statement in rows.asked if "case_counts" in statement]) == 1


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    "line",
    [
        "",
        "status:draft",
        "stage:review",
        "waits:platform",
        "owner:me",
        "owner:me status:draft",
        "type:media",
        "due:<3d",
        "changed:<2d",
    ],
)
def test_no_page_of_the_desk_sorts_or_reads_past_an_index(
    desk_of: Callable[[list[Listed]], Rows], line: str, order: Order, deep: bool, direction: Direction
) -> None:
    """What a thousand cases hide, a million would show."""
    rows, query = desk_of([]), CaseQuery(parse(line).filter, order)
    place = pages.place_of(pages.cursor_at(query, record(), pages.WALK)) if deep else None
    questions = Listing(rows, KEYS)._questions(OPERATOR, NOW)
    statement = questions.page("cases.id, cases.subject", query, pages.WALK, place, direction, 51)
    plan = [step[3] for step in rows.connection.execute(f"EXPLAIN QUERY PLAN {statement.text}", statement.values)]
    assert all("USING INDEX" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize("line", ["宝安", "tag:vip", "ops@example.com", "due:late"])
def test_what_is_rare_is_fetched_by_its_index(desk_of: Callable[[list[Listed]], Rows], line: str) -> None:
    """Sorted afterwards, which is little to sort; nothing is walked past."""
    rows, query = desk_of([]), CaseQuery(parse(line).filter, Order.CHANGED)
    statement = Listing(rows, KEYS)._questions(OPERATOR, NOW).page("cases.id", query, 0, None, Direction.AFTER, 51)
    plan = [step[3] for step in rows.connection.execute(f"EXPLAIN QUERY PLAN {statement.text}", statement.values)]
    assert any("SEARCH cases USING INTEGER PRIMARY KEY" in step for step in plan), plan
    assert not any(step.startswith("SCAN cases") for step in plan), plan


def record() -> CaseRecord:
    """A case to stand at."""
    return CaseRecord(1, "MP-2026-0001", Kind.PRACTICE, "", State.DRAFT, None, "", "", NOW, 0 * DAY, "", NOW, NOW, 1)
