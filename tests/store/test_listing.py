"""The list of cases, read past the tables' declarations: it must say what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mpwizard.lifecycle import State
from mpwizard.problems import Trouble
from mpwizard.records import CaseRecord
from mpwizard.store import Store
from mpwizard.store.listing import COLUMNS
from mpwizard.store.rows import CaseRow
from tests.store.listed import records

AddCase = Callable[..., CaseRecord]


def test_the_list_has_every_column_of_a_case() -> None:
    """The schema's home is the declared table; a column forgotten here would be lost on the way out."""
    by_the_desks_clock = {"desk_due_at", "desk_changed_at"}
    assert {*COLUMNS, *by_the_desks_clock, "search_text"} == set(CaseRow.model_fields)


def test_the_list_says_what_a_transaction_says(store: Store, add_case: AddCase, now: datetime) -> None:
    """Two ways to the same rows: the last changed first, times as UTC, what is empty as nothing."""
    first, second = add_case(), add_case()
    with store.writing() as writer:
        writer.change_case(first, state=State.AWAITING_TRANSFER, due_at=now, changed_at=now + timedelta(hours=1))
    listed = records(store)
    with store.reading() as reader:
        assert listed == [reader.case(first.id), reader.case(second.id)]
    assert (listed[0].due_at, listed[1].due_at) == (now, None)


def test_the_list_sees_what_others_committed(open_store: Callable[[], Store], add_case: AddCase) -> None:
    """Its connection is kept; no transaction may stay open on it."""
    mine = open_store()
    assert records(mine) == []
    case = add_case()
    assert [record.id for record in records(mine)] == [case.id]


def test_a_list_that_cannot_be_read_is_trouble(store: Store, database: Path) -> None:
    """No error of the machine's own reaches the screen."""
    store.close()
    database.write_bytes(b"no database" * 1000)
    with pytest.raises(Trouble) as caught:
        records(store)
    assert caught.value.key == "database_damaged"
