"""Drafts: what is typed is kept, cheaply, and never overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from mpwizard.problems import Conflict
from mpwizard.records import CaseRecord, DraftRecord
from mpwizard.store import Store
from tests.places import Place

AddCase = Callable[..., CaseRecord]


def test_a_draft_comes_back_as_it_was_typed(store: Store, add_case: AddCase, now: datetime) -> None:
    """Also what is wrong or half typed: nothing is normalised on its way into the file."""
    case = add_case()
    typed = {"name": " 示例（甲)公司 ", "code": "0911", "agree": True}
    with store.writing() as writer:
        version = writer.put_draft(case.id, "entity", typed, None, now, by="李")
    with store.reading() as reader:
        assert reader.drafts(case.id) == {"entity": DraftRecord("entity", typed, version, "李", now)}


def test_every_put_carries_the_next_version(store: Store, add_case: AddCase, now: datetime) -> None:
    """The form holds on to the version it was given and shows it with the next keystrokes."""
    case = add_case()
    with store.writing() as writer:
        first = writer.put_draft(case.id, "entity", {"name": "甲"}, None, now)
        second = writer.put_draft(case.id, "entity", {"name": "甲乙"}, first, now)
    assert second == first + 1


@pytest.mark.parametrize("unseen", [None, 1])
def test_a_draft_changed_elsewhere_is_a_conflict(
    store: Store, add_case: AddCase, now: datetime, unseen: int | None
) -> None:
    """Both versions can be shown side by side: the stored one comes with the refusal and stays stored."""
    case = add_case()
    with store.writing() as writer:
        version = writer.put_draft(case.id, "entity", {"name": "甲"}, None, now)
        writer.put_draft(case.id, "entity", {"name": "theirs"}, version, now)
    with pytest.raises(Conflict) as caught, store.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": "mine"}, unseen, now)
    assert caught.value.theirs == {"name": "theirs"}
    assert caught.value.version == 2
    with store.reading() as reader:
        assert reader.drafts(case.id)["entity"].values == {"name": "theirs"}


def test_a_dropped_draft_is_gone(
    store: Store, add_case: AddCase, now: datetime, by_hand: Callable[[str], list[Any]]
) -> None:
    """Its values are not kept, sealed or not."""
    case = add_case()
    with store.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": "甲"}, None, now)
        writer.drop_draft(case.id, "entity")
        assert writer.drafts(case.id) == {}
    assert by_hand("SELECT answers FROM drafts") == [(None,)]


def test_a_draft_begun_again_is_not_taken_for_the_old_one(store: Store, add_case: AddCase, now: datetime) -> None:
    """A form left open elsewhere since before the drop must not write over the new draft because the numbers agree."""
    case = add_case()
    with store.writing() as writer:
        old = writer.put_draft(case.id, "entity", {"name": "old"}, None, now)
        writer.drop_draft(case.id, "entity")
        new = writer.put_draft(case.id, "entity", {"name": "new"}, None, now)
        with pytest.raises(Conflict):
            writer.put_draft(case.id, "entity", {"name": "late"}, old, now)
    assert new > old


def test_a_put_over_a_dropped_draft_tells_that_it_is_gone(store: Store, add_case: AddCase, now: datetime) -> None:
    """Without values, and with the version under which it can be begun again."""
    case = add_case()
    with store.writing() as writer:
        seen = writer.put_draft(case.id, "entity", {"name": "old"}, None, now)
        writer.drop_draft(case.id, "entity")
        with pytest.raises(Conflict) as caught:
            writer.put_draft(case.id, "entity", {"name": "mine"}, seen, now)
        assert caught.value.theirs == {}
        writer.put_draft(case.id, "entity", {"name": "mine"}, caught.value.version, now)
        assert writer.drafts(case.id)["entity"].values == {"name": "mine"}


def test_a_draft_that_never_was_is_a_conflict_without_values(store: Store, add_case: AddCase, now: datetime) -> None:
    """The version 0 that it carries means none existed."""
    case = add_case()
    with store.writing() as writer:
        with pytest.raises(Conflict) as caught:
            writer.put_draft(case.id, "entity", {"name": "mine"}, 7, now)
        assert writer.put_draft(case.id, "entity", {"name": "mine"}, caught.value.version, now) == 1


@pytest.mark.parametrize("begun", [False, True])
def test_an_autosave_is_one_statement_in_its_transaction(
    store: Store, place: Place, add_case: AddCase, now: datetime, begun: bool, statements: Callable[[], Any]
) -> None:
    """It runs while somebody types: the begin, or the server's turn and what it tells the others, and one statement,
    whether the draft is new or not."""
    case = add_case()
    seen = None
    if begun:
        with store.writing() as writer:
            seen = writer.put_draft(case.id, "entity", {"name": "甲"}, None, now)
    with statements() as sent, store.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": "甲乙"}, seen, now)
    assert len(sent) <= {"sqlite": 2, "postgresql": 3}[place.dialect]


def test_what_cannot_be_a_document_is_loud(store: Store, add_case: AddCase, now: datetime) -> None:
    """A value of a wrong type is a defect of the caller and must not be stored as something else."""
    case = add_case()
    with pytest.raises(TypeError), store.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": object()}, None, now)
