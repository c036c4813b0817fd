"""Whole cases, read where nothing is sealed and written elsewhere: every value sealed, every number its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mpwizard.domain import Kind
from mpwizard.lifecycle import Event, State
from mpwizard.matters import Matter, Member, MemberEvent
from mpwizard.records import Proof, ProofKind
from mpwizard.store import Store
from mpwizard.store.copies import NOTES, TAGS, OpenKeys, PlainRow
from mpwizard.store.times import stored_time
from mpwizard.transitions import Actor

EMAIL = "ops@example.com"
MOBILE = "13800138000"


@pytest.fixture
def rows(tmp_path: Path, now: datetime) -> dict[str, list[PlainRow]]:
    """A case with something in most tables, as it is read from a scratch desk; its times as they are stored."""
    scratch = Store.open(tmp_path / "scratch.db", OpenKeys())
    with scratch.writing() as tx:
        case = tx.add_case(Kind.PRACTICE, "guide-2018", now, owner="ann")
        tx.append(case.id, now, Actor.APPLICANT, "ann", Event.CREATED, State.DRAFT, State.DRAFT, {"why": "练习"})
        matter = tx.matters.add(case.id, Matter.MEMBER, {"name": "练习乙"}, now, subject="wx_practice")
        tx.append(case.id, now, Actor.APPLICANT, "ann", MemberEvent.BOUND, Member.INVITED, Member.BOUND, {}, matter)
        tx.put_draft(case.id, "credentials", {"email": EMAIL}, None, now, by="ann")
        tx.claim_email(case.id, Kind.PRACTICE, EMAIL)
        tx.prove(case.id, Proof(ProofKind.MOBILE, MOBILE), now)
        tx.put_world(case.id, "{}")
        found = tx.copies.of_case(case.id)
    scratch.close()
    for row in (row for of_table in found.values() for row in of_table):
        row.update({name: stored_time(value) for name, value in row.items() if isinstance(value, datetime)})
    return found


def test_a_copy_is_the_case_again_under_its_own_number(
    rows: dict[str, list[PlainRow]], open_store: Callable[[], Store], now: datetime
) -> None:
    """Its log, its drafts, its matters, its proofs and its address; on either database."""
    store = open_store()
    rows[TAGS] = [{"case_id": 1, "tag": "vip"}]
    rows[NOTES] = [{"case_id": 1, "at": stored_time(now), "by": "ann", "words": "练习"}]
    with store.writing() as tx:
        assert tx.copies.next_ids() == (1, 1)
        tx.copies.put(rows)
    with store.reading() as tx:
        case = tx.case(1)
        assert (case.owner, case.created_at, case.state) == ("ann", now, State.DRAFT)
        assert [(dict(entry.note), entry.matter, entry.at) for entry in tx.log(1)] == [
            ({"why": "练习"}, None, now),
            ({}, Matter.MEMBER, now),
        ]
        assert dict(tx.drafts(1)["credentials"].values) == {"email": EMAIL}
        assert [
            dict(each.details) for each in tx.matters.with_subject(Matter.MEMBER, "wx_practice", Kind.PRACTICE)
        ] == [{"name": "练习乙"}]
        assert tx.holds(1, Proof(ProofKind.MOBILE, MOBILE))
        assert not tx.holds(1, Proof(ProofKind.MOBILE, "13800100500"))
        assert tx.uses(2, Kind.PRACTICE, email=EMAIL).email == 1
        assert tx.marks.tags(1) == ("vip",)
        assert [note.words for note in tx.marks.notes(1)] == ["练习"]


def test_numbers_go_on_behind_copies(
    rows: dict[str, list[PlainRow]], open_store: Callable[[], Store], now: datetime
) -> None:
    """A case and a matter that are made afterwards get the next ones."""
    store = open_store()
    with store.writing() as tx:
        tx.copies.put(rows)
        assert list(tx.copies.next_numbers(now.year, 3)) == [1, 2, 3]
        assert list(tx.copies.next_numbers(now.year, 2)) == [4, 5]
    with store.writing() as tx:
        assert tx.copies.next_ids() == (2, 2)
        made = tx.add_case(Kind.PRACTICE, "guide-2018", now)
        assert (made.id, made.reference) == (2, f"MP-{now.year}-0006")
        assert tx.matters.add(made.id, Matter.MEMBER, {}, now).id == 2


def test_nothing_of_a_copy_is_readable_in_the_database(
    rows: dict[str, list[PlainRow]], open_store: Callable[[], Store]
) -> None:
    """What the scratch desk left open is sealed on the way in."""
    open_values = {str(row[name]) for table, name in _SEALED_HERE for row in rows[table]}
    store = open_store()
    with store.writing() as tx:
        tx.copies.put(rows)
    stored = {row[name] for table, name in _SEALED_HERE for row in rows[table]}
    assert len(stored) == len(_SEALED_HERE) + 1
    assert all(isinstance(value, bytes) for value in stored)
    assert not [value for value in open_values if value.encode() in stored]


def test_there_are_cases_of_a_kind_or_none(rows: dict[str, list[PlainRow]], open_store: Callable[[], Store]) -> None:
    """What tells a desk of real cases."""
    store = open_store()
    with store.writing() as tx:
        assert not tx.copies.has(Kind.PRACTICE)
        tx.copies.put(rows)
        assert tx.copies.has(Kind.PRACTICE)
        assert not tx.copies.has(Kind.RECORD)


# Two lines of the log, one row of each of the others.
_SEALED_HERE = (
    ("log", "note"),
    ("drafts", "answers"),
    ("emails", "address"),
    ("emails", "address_index"),
    ("matters", "details"),
    ("matters", "subject_index"),
    ("proofs", "subject_index"),
    ("worlds", "document"),
)
