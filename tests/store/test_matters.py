"""Matters in the database: kept whole and sealed, numbered by kind, changed by one at a time, found by what they are
about."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from mpwizard.domain import Kind
from mpwizard.lifecycle import State
from mpwizard.matters import Matter, Member, MemberEvent, Version, VersionEvent
from mpwizard.problems import Conflict
from mpwizard.records import CaseRecord
from mpwizard.store import Store
from mpwizard.transitions import Actor

AddCase = Callable[..., CaseRecord]


def test_a_matter_comes_back_as_it_was_put(store: Store, add_case: AddCase, now: datetime) -> None:
    """Nothing of a review form may be lost between two programs."""
    case = add_case()
    details = {"version": "1.0.0", "pages": [{"path": "pages/index", "title": "首页"}]}
    with store.writing() as writer:
        added = writer.matters.add(case.id, Matter.VERSION, details, now, due_at=now + timedelta(days=7))
    with store.reading() as reader:
        assert reader.matters.of_case(case.id) == (added,)
        assert reader.matters.one(added.id) == added
    assert (added.state, added.number, added.version) == (Version.UPLOADED, 1, 1)
    assert (added.details, added.due_at) == (details, now + timedelta(days=7))


def test_matters_are_numbered_by_kind(store: Store, add_case: AddCase, now: datetime) -> None:
    """ "The second version" means the same to everybody, whatever else began meanwhile."""
    case, other = add_case(), add_case()
    kinds = (Matter.VERSION, Matter.MEMBER, Matter.VERSION)
    with store.writing() as writer:
        writer.matters.add(other.id, Matter.VERSION, {}, now)
        assert [writer.matters.add(case.id, kind, {}, now).number for kind in kinds] == [1, 1, 2]


def test_whoever_saw_an_older_matter_changes_nothing(store: Store, add_case: AddCase, now: datetime) -> None:
    """Two operators decide on one review: the second is told what the first did."""
    case = add_case()
    with store.writing() as writer:
        seen = writer.matters.add(case.id, Matter.VERSION, {"note": "first"}, now)
        writer.matters.change(seen, details={"note": "second"})
    with store.writing() as writer, pytest.raises(Conflict) as conflict:
        writer.matters.change(seen, state=Version.IN_REVIEW)
    assert (conflict.value.theirs, conflict.value.version) == ({"note": "second"}, 2)


def test_only_one_version_is_in_review(store: Store, add_case: AddCase, now: datetime) -> None:
    """The platform takes one at a time; the database knows it too, whatever the program does."""
    case = add_case()
    with store.writing() as writer:
        first, second = (writer.matters.add(case.id, Matter.VERSION, {}, now) for _ in range(2))
        writer.matters.change(first, state=Version.IN_REVIEW)
    with pytest.raises(IntegrityError), store.writing() as writer:
        writer.matters.change(second, state=Version.IN_REVIEW)


def test_the_same_person_is_bound_once_and_can_come_back(store: Store, add_case: AddCase, now: datetime) -> None:
    """A member who was removed leaves a trace, and no obstacle."""
    case = add_case()
    with store.writing() as writer:
        first = writer.matters.change(
            writer.matters.add(case.id, Matter.MEMBER, {}, now, subject="wx_one"), state=Member.BOUND
        )
        writer.matters.change(first, state=Member.REMOVED)
        again = writer.matters.add(case.id, Matter.MEMBER, {}, now, subject="wx_one")
        assert writer.matters.change(again, state=Member.BOUND).number == 2


def test_matters_are_found_by_what_they_are_about(store: Store, add_case: AddCase, now: datetime) -> None:
    """The same name on another case is found; a case that was lost, or of the other kind, does not count."""
    here, lost, real = add_case(), add_case(), add_case(kind=Kind.RECORD)
    with store.writing() as writer:
        found = [writer.matters.add(case.id, Matter.NAME, {}, now, subject="晨光小店") for case in (here, lost, real)]
        writer.change_case(lost, state=State.ABANDONED)
    with store.reading() as reader:
        assert reader.matters.with_subject(Matter.NAME, "晨光小店", Kind.PRACTICE) == (found[0],)
        assert reader.matters.with_subject(Matter.NAME, "晨光", Kind.PRACTICE) == ()


def test_what_waits_is_listed_the_first_due_first(store: Store, add_case: AddCase, now: datetime) -> None:
    """The platform desk works from the top; what has no date comes last."""
    case = add_case()
    with store.writing() as writer:
        whenever, later, soon = (
            writer.matters.add(case.id, Matter.CATEGORY, {}, now, due_at=due and now + due)
            for due in (None, timedelta(days=2), timedelta(days=1))
        )
        writer.matters.add(case.id, Matter.MEMBER, {}, now)
    waiting = [(Matter.CATEGORY, later.state)]
    with store.reading() as reader:
        assert reader.matters.standing(waiting, Kind.PRACTICE) == (soon, later, whenever)
        assert reader.matters.standing(waiting, Kind.PRACTICE, due_by=now + timedelta(days=1)) == (soon,)
        assert reader.matters.standing(waiting, Kind.RECORD) == ()


def test_the_log_names_the_matter(store: Store, add_case: AddCase, now: datetime) -> None:
    """The timeline of a case tells of its versions and its members as of its registration."""
    case = add_case()
    with store.writing() as writer:
        member = writer.matters.add(case.id, Matter.MEMBER, {}, now)
        written = writer.append(
            case.id, now, Actor.APPLICANT, "ann", MemberEvent.BOUND, Member.INVITED, Member.BOUND, {}, member
        )
        version = writer.matters.add(case.id, Matter.VERSION, {}, now)
        writer.append(
            case.id, now, Actor.APPLICANT, "ann", VersionEvent.UPLOADED, version.state, version.state, {}, version
        )
    with store.reading() as reader:
        log = reader.log(case.id)
    assert log[0] == written
    assert [(entry.matter, entry.matter_id, entry.event) for entry in log] == [
        (Matter.MEMBER, member.id, MemberEvent.BOUND),
        (Matter.VERSION, version.id, VersionEvent.UPLOADED),
    ]


def test_details_are_sealed_at_rest(store: Store, add_case: AddCase, now: datetime, database: Path) -> None:
    """A tester's WeChat id and the password of a test account are nobody else's business."""
    case = add_case()
    with store.writing() as writer:
        writer.matters.add(case.id, Matter.MEMBER, {"wechat_id": "wx_secret_one"}, now, subject="wx_secret_one")
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT * FROM matters").fetchall()
    assert "wx_secret_one" not in json.dumps([str(value) for row in rows for value in row])
    assert b"wx_secret_one" not in database.read_bytes()
