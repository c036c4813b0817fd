"""The status board and the statistics, held against the same reckoned from every case's whole view."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from mpwizard.account_desk import AccountDesk
from mpwizard.board_table import csv_text
from mpwizard.console.account import has_console
from mpwizard.console.verification_papers import under_way
from mpwizard.console.waiting import Whom, waiting
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.lifecycle import Event, State
from mpwizard.matters import Matter, ProfileEvent, VersionEvent
from mpwizard.records import LogRecord
from mpwizard.stages import Stage
from mpwizard.statistics import days, statistics
from mpwizard.status_board import PLACES, StatusBoard
from mpwizard.store.rows import CaseRow
from mpwizard.store.times import FAR
from mpwizard.synthetic_desk.generating import generate
from mpwizard.views import CaseView
from tests.desks import on_desk

CASES = 40


@pytest.fixture
def played(desk: Desk) -> Desk:
    """A desk with cases at every stage."""
    generate(desk, CASES, 1, lambda _done, _of: None)
    return desk


def views(desk: Desk) -> list[CaseView]:
    """Every case whole."""
    return [desk.view(row.record.id, by_hand=False) for row in on_desk(desk)]


def whole(desk: Desk) -> list[CaseView]:
    """Every case whole, those that were put away among them."""
    return [desk.view(number, by_hand=False) for number in range(1, CASES + 1)]


def asked(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> list[str]:
    """The statements that are asked from now on."""
    seen: list[str] = []
    look: Callable[..., Any] = desk.store._database.look

    def noted(statement: str, values: object) -> Any:
        seen.append(statement)
        return look(statement, values)

    monkeypatch.setattr(desk.store._database, "look", noted)
    return seen


def test_the_board_counts_and_lists_what_waits_in_every_account(played: Desk) -> None:
    """The database's counts and its index tell the same as looking into each account."""
    board, found = StatusBoard(played.store), views(played)
    expected: Counter[object] = Counter(view.record.state for view in found if view.record.state in PLACES)
    for_platform: Counter[object] = Counter()
    since: dict[object, list[datetime]] = {}
    for view in found:
        if not has_console(view.record.state):
            continue
        account = AccountDesk(played).view(view.record.id).account
        if view.record.state is State.AWAITING_VERIFICATION and under_way(account) is not None:
            expected[State.AWAITING_VERIFICATION] -= 1
        for each in waiting(account):
            if each.matter is not None and (each.kind, each.matter.state.value) in PLACES.get(each.kind, ()):
                expected[each.kind] += 1
                for_platform[each.kind] += each.whom is Whom.PLATFORM
                since.setdefault(each.kind, []).append(each.since - view.record.ahead)
    assert since
    for queue in board.queues(Kind.PRACTICE):
        pending = board.pending(Kind.PRACTICE, queue.subject)
        assert (queue.n, len(pending)) == (expected[queue.subject], expected[queue.subject])
        assert queue.oldest == min((each.since for each in pending), default=None)
        if isinstance(queue.subject, Matter):
            assert queue.for_platform == for_platform[queue.subject]
            assert for_platform[queue.subject] == sum(each.whom is Whom.PLATFORM for each in pending)
            assert [each.since for each in pending] == sorted(since.get(queue.subject, []))
        else:
            assert all(each.state is queue.subject for each in pending)


def test_the_board_asks_few_statements(played: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many cases there are: four for all kinds of things, one for those of a kind."""
    board, seen = StatusBoard(played.store), asked(monkeypatch, played)
    board.queues(Kind.PRACTICE)
    assert len(seen) == 4
    board.pending(Kind.PRACTICE, Matter.VERSION)
    assert len(seen) == 5


def test_who_stands_longest_is_first_however_few_are_asked_for(played: Desk) -> None:
    """Also where clocks of cases are ahead, and where no deadline tells the order."""
    for number in range(1, CASES + 1, 3):
        with played.store.writing() as tx:
            changed = {"ahead_us": number * 86_400_000_000, **({"desk_due_at": FAR} if number % 2 else {})}
            tx._connection.execute(update(CaseRow).where(col(CaseRow.id) == number).values(changed))
    board = StatusBoard(played.store)
    waiting = [queue.subject for queue in board.queues(Kind.PRACTICE) if queue.n]
    assert len(waiting) > 3
    for subject in waiting:
        everything = board.pending(Kind.PRACTICE, subject)
        assert board.pending(Kind.PRACTICE, subject, 1) == everything[:1]
        assert [each.since for each in everything] == sorted(each.since for each in everything)


def test_only_so_many_are_listed_the_longest_waiting_first(played: Desk) -> None:
    """A page is the beginning of all of them."""
    board = StatusBoard(played.store)
    subject = max(board.queues(Kind.PRACTICE), key=lambda queue: queue.n).subject
    everything = board.pending(Kind.PRACTICE, subject)
    assert len(everything) > 2
    assert board.pending(Kind.PRACTICE, subject, 2) == everything[:2]


def test_the_kinds_of_case_are_never_counted_together(played: Desk) -> None:
    """A board begins with the real cases as soon as there is one, and tells of nothing else."""
    board = StatusBoard(played.store)
    assert board.kind() is Kind.PRACTICE
    played.create(Kind.RECORD)
    assert board.kind() is Kind.RECORD
    assert not any(queue.n for queue in board.queues(Kind.RECORD))
    assert statistics(played.store, played.clock, Kind.RECORD).begun == 1


@pytest.mark.parametrize("ago", [timedelta(days=90), timedelta(days=900)])
def test_the_statistics_are_those_of_every_log(played: Desk, ago: timedelta) -> None:
    """Cases begun, first answers to versions, days of a review: the same as by reading each case's own log."""
    since = played.clock.now() - ago
    found, logs = statistics(played.store, played.clock, Kind.PRACTICE, since), [view.log for view in whole(played)]
    assert found.begun == sum(line.event is Event.CREATED and line.at >= since for log in logs for line in log)
    first, passed, taken, reasons = 0, 0, [], Counter[str]()
    for log in logs:
        submitted: dict[object, datetime] = {}
        known = set()
        for line in (each for each in log if each.matter is Matter.VERSION):
            if line.event is VersionEvent.SUBMITTED:
                submitted[line.matter_id] = line.at
            if line.event not in (VersionEvent.APPROVED, VersionEvent.REJECTED):
                continue
            if line.at >= since:
                first += line.matter_id not in known
                passed += line.matter_id not in known and line.event is VersionEvent.APPROVED
                taken.append((line.at - submitted[line.matter_id]) / timedelta(days=1))
                if line.event is VersionEvent.REJECTED:
                    reasons[str(line.note["reason"])] += 1
            known.add(line.matter_id)
    (version,) = [each for each in found.answered if each.subject is Matter.VERSION]
    assert (version.first, version.passed, version.days) == (first, passed, days(taken))
    assert {each.reason: each.n for each in found.reasons if each.subject is Matter.VERSION} == dict(reasons)
    names = sum(
        line.matter is Matter.NAME and line.event in (ProfileEvent.ACCEPTED, ProfileEvent.REFUSED) and line.at >= since
        for log in logs
        for line in log
    )
    assert sum(each.days.n for each in found.answered if each.subject is Matter.NAME) == names


# What is handed in, and what is answered to it, as a reader of the log would name them.
PROFILE = ({"handed_in"}, {"accepted", "refused"})
ROUNDS: dict[object, tuple[set[str], set[str]]] = {
    State.AWAITING_TRANSFER: ({"transfer_requested"}, {"transfer_verified", "transfer_refused"}),
    Matter.NAME: PROFILE,
    Matter.AVATAR: PROFILE,
    Matter.INTRODUCTION: PROFILE,
    Matter.CATEGORY: ({"submitted"}, {"approved", "rejected"}),
    Matter.VERSION: ({"submitted"}, {"approved", "rejected"}),
    Matter.VERIFICATION: ({"submitted", "paid", "corrected"}, {"passed", "returned", "refused"}),
    Matter.PAY: ({"submitted"}, {"approved", "rejected"}),
}


@pytest.mark.parametrize("subject", ROUNDS)
def test_the_days_of_every_kind_of_answer_are_those_of_every_log(played: Desk, subject: object) -> None:
    """From what was handed in last to its answer, whichever kind of thing it is; the transfer's too."""
    found = statistics(played.store, played.clock, Kind.PRACTICE)
    handed_in, answers = ROUNDS[subject]
    matter, taken = subject if isinstance(subject, Matter) else None, []
    for view in whole(played):
        asked: dict[object, datetime] = {}
        for line in (each for each in view.log if each.matter is matter):
            if line.event in handed_in:
                asked[line.matter_id] = line.at
            if line.event in answers and line.matter_id in asked and line.at >= found.since:
                taken.append((line.at - asked[line.matter_id]) / timedelta(days=1))
    assert [each.days for each in found.answered if each.subject is subject] == ([days(taken)] if taken else [])


def test_the_days_of_every_stage_are_those_of_every_log(played: Desk) -> None:
    """From the first time that it began to the first time that the next one was reached."""
    found = statistics(played.store, played.clock, Kind.PRACTICE)
    taken: dict[Stage, list[float]] = {}
    for view in whole(played):

        def at(matter: Matter | None, *events: str, log: tuple[LogRecord, ...] = view.log) -> datetime | None:
            return next((each.at for each in log if each.matter is matter and each.event in events), None)

        registered = at(None, "entity_accepted", "transfer_verified", "verification_passed")
        parts = [at(each, "accepted") for each in (Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION)]
        submitted = at(Matter.VERSION, "submitted")
        informed = max((each for each in parts if each is not None), default=None)
        for stage, begin, end in (
            (Stage.REGISTRATION, at(None, "created"), at(None, "entity_confirmed")),
            (Stage.VERIFICATION, at(None, "transfer_requested", "verification_required"), registered),
            (Stage.INFORMATION, registered, informed if None not in parts else None),
            (Stage.DEVELOPMENT, at(Matter.VERSION, "uploaded"), submitted),
            (Stage.REVIEW, submitted, at(Matter.VERSION, "approved")),
            (Stage.LIVE, at(None, "created"), at(Matter.VERSION, "released")),
        ):
            if begin is not None and end is not None and end >= found.since:
                taken.setdefault(stage, []).append((end - begin) / timedelta(days=1))
    assert len(taken) == len(found.stages) > 1
    assert {each.stage: each.days for each in found.stages} == {stage: days(each) for stage, each in taken.items()}


def test_the_middle_and_nine_of_ten_are_figures_that_were() -> None:
    """No figure is made up between two."""
    assert (days([5.0]).median, days([5.0]).p90) == (5.0, 5.0)
    ten = days([float(n) for n in range(10, 0, -1)])
    assert (ten.n, ten.median, ten.p90) == (10, 5.0, 9.0)


def test_the_exported_table_says_all_of_it(played: Desk) -> None:
    """Each kind of thing, stage and reason has its line, with as many cells as there are titles."""
    queues = StatusBoard(played.store).queues(Kind.PRACTICE)
    found = statistics(played.store, played.clock, Kind.PRACTICE)
    table = list(csv.reader(io.StringIO(csv_text(queues, found).removeprefix("\ufeff"))))
    assert len(table) == 1 + 5 + len(queues) + len(found.stages) + len(found.answered) + len(found.reasons)
    assert {len(row) for row in table} == {7}
