"""What a case is found by, written with the case itself; and its pairs, which two databases index."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpwizard.case_query import CaseQuery, Direction
from mpwizard.domain import Kind
from mpwizard.filter_line import parse
from mpwizard.records import CaseRecord
from mpwizard.store import Store
from mpwizard.store.grams import grams, initials, search_text
from mpwizard.text import comparable
from tests.store.listed import ids

# What an index is before anything was put into it.
EMPTIED = {
    "sqlite": "INSERT INTO case_grams (case_grams) VALUES ('delete-all')",
    "postgresql": "DELETE FROM case_grams",
}

AddCase = Callable[..., CaseRecord]


def found(store: Store, line: str, now: datetime) -> list[int]:
    """The cases that a filter line finds."""
    with store.listing() as listing:
        query = CaseQuery(parse(line).filter)
        return ids(listing.page(query, None, Direction.AFTER, 50, "ann", now).rows)


def test_a_case_is_found_by_what_it_is_called_now(store: Store, add_case: AddCase, now: datetime) -> None:
    """Its number, its names, their initials; and no longer by a name that it had before."""
    case = add_case()
    assert found(store, "mp-2026-0001", now) == [case.id]
    with store.writing() as writer:
        case = writer.change_case(case, subject="深圳市晨光测试有限公司", app_name="晨光点餐")
    assert all(
        found(store, words, now) == [case.id] for words in ("晨光", "测试有限", "点餐", "szscg", "cgdc", "ＳＺＳ")
    )
    with store.writing() as writer:
        writer.change_case(case, subject="远山样例中心", app_name="")
    assert found(store, "晨光", now) == found(store, "点餐", now) == []
    assert found(store, "远山", now) == found(store, "ysylzx", now) == [case.id]


def test_a_case_that_an_older_program_left_is_found_once_it_is_listed(
    store: Store, add_case: AddCase, now: datetime
) -> None:
    """A migration knows no pinyin: the program writes what it knows when it lists the case anew."""
    case = add_case()
    with store.writing() as writer:
        case = writer.change_case(case, subject="晨光测试中心")
        connection = writer._connection
        connection.exec_driver_sql("UPDATE cases SET search_text = ''")
        connection.exec_driver_sql(EMPTIED[connection.dialect.name])
    assert found(store, "晨光", now) == []
    with store.writing() as writer:
        writer.change_case(case, listed=1)
    assert found(store, "晨光", now) == [case.id]


def test_a_whole_address_finds_the_case_that_claimed_it(store: Store, add_case: AddCase, now: datetime) -> None:
    """However it is written; a part of one finds nothing, because the database cannot read it."""
    case = add_case(Kind.PRACTICE)
    with store.writing() as writer:
        writer.claim_email(case.id, Kind.PRACTICE, "ops@example.com")
    assert found(store, "ops@example.com", now) == found(store, "ＯＰＳ@Example.com", now) == [case.id]
    assert found(store, "-ops@example.com", now) == []
    assert found(store, "ops@example.co", now) == found(store, "example", now) == []


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("深圳市测试科技", "szscskj"),
        ("重庆银行", "cqyh"),
        ("abc测试-2号店", "abccs2hd"),
        ("（测试）", "cs"),
        ("abc", ""),
        ("", ""),
    ],
)
def test_the_initials_are_those_that_people_type(name: str, letters: str) -> None:
    """A word decides how its characters are read; without Chinese there are none to know."""
    assert initials(name) == letters


def test_each_thing_that_a_case_is_found_by_is_a_line() -> None:
    """So that no term is found across two of them."""
    text = search_text("MP-2026-0042", "ＡＢ　测试", "")
    assert text == "mp-2026-0042\nab 测试\nabcs"


@given(st.text(max_size=8), st.text(max_size=8))
def test_the_pairs_of_a_part_are_among_those_of_the_whole(before: str, part: str) -> None:
    """What is contained is always found; each pair is one word for either database."""
    whole = comparable(before + part) + "\n" + comparable(part)
    assert set(grams(comparable(part))) <= set(grams(whole))
    assert all(pair.isalnum() and pair.isascii() for pair in grams(whole))


def test_reading_loads_no_dictionary() -> None:
    """It takes longer than the list itself; only who writes a Chinese name needs it."""
    code = (
        "import sys; from mpwizard.store.grams import search_text;"
        "import mpwizard.case_list, mpwizard.store.writer; search_text('MP-2026-0001', 'abc', '');"
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
