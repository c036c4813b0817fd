"""Whatever is done in whatever order, with crashes and clocks that jump: what must hold about a registration holds."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import CONFIRMED_AND_AFTER, LOST, REGISTRATION, Event, State
from mpwizard.mail import NoPostman
from mpwizard.platform.port import Fact
from mpwizard.problems import Conflict, Invalid, Refused
from mpwizard.recording import Recording
from mpwizard.records import LogRecord
from mpwizard.store import KeyRing, Store
from mpwizard.surroundings import Surroundings
from mpwizard.views import CaseView
from mpwizard.wizard.flow import FLOW, Standing
from mpwizard.wizard.identity import identity
from tests.desk.answers import PEOPLE, TRANSFER_WAYS, WAYS, Answers, Applicant, Person, answers_for
from tests.desk.conftest import QuickPasswords
from tests.desk.console.holder import Holder

Way = tuple[EntityType, Method | None]

CASES_AT_MOST = 4
# A run of this machine is worth dozens of ordinary examples, and making a failing one smaller takes minutes: both are
# left to `HYPOTHESIS_PROFILE=wide`.
WIDE = os.environ.get("HYPOTHESIS_PROFILE") == "wide"
EXAMPLES = 300 if WIDE else 16
PHASES = tuple(Phase) if WIDE else (Phase.explicit, Phase.reuse, Phase.generate)
ADDRESSES = ("one@example.com", "two@example.com", "three@example.com", "wecom@taken.example")
SLIP = {"payee": "甲", "account": "1", "bank": "乙", "amount": "0.37", "remark": "1", "last_day": "+10d"}
REFUSALS = (Refused, Invalid, Conflict, pytest.fail.Exception)

numbers = st.integers(0, 99)
steps = st.sampled_from([step.key for step in FLOW])
spans = st.sampled_from([timedelta(seconds=1), timedelta(minutes=11), timedelta(hours=49), timedelta(days=10)])


class _Crash(Exception):
    """The program ends here."""


class Registrations(RuleBasedStateMachine):
    """Up to four cases on one desk, and everybody who can do something to them."""

    def __init__(self, installation: Path, keys: KeyRing, folder: Path) -> None:
        super().__init__()
        self._keys = keys
        self._folder = folder
        self._copies = 0
        self.clock = FixedClock(datetime(2026, 11, 22, 1, 41, tzinfo=UTC))
        self.database = self._copy(installation)
        self.desk = self._open()
        self.answers: dict[int, Answers] = {}
        self.confirmed: dict[int, tuple[object, ...]] = {}
        self.logs: dict[int, tuple[LogRecord, ...]] = {}

    # --- the program itself --------------------------------------------------------------------------------------

    def _open(self) -> Desk:
        store = Store.open(self.database, self._keys, patience=timedelta(seconds=1))
        return Desk(store, self.clock, "ann", QuickPasswords(), NoPostman())

    def _copy(self, source: Path) -> Path:
        """The files as they lie there, the write-ahead log with them; what a crash would leave."""
        self._copies += 1
        target = self._folder / f"{id(self)}-{self._copies}"
        target.mkdir()
        for name in ("desk.db", "desk.db-wal"):
            if (source / name).exists():
                shutil.copy(source / name, target / name)
        return target / "desk.db"

    @rule()
    def crash(self) -> None:
        """The power fails: what is on the disk at that moment is opened again, nothing was closed."""
        crashed, self.database = self.desk, self._copy(self.database.parent)
        crashed.close()
        self.desk = self._open()

    @rule()
    def reopen(self) -> None:
        """The program is ended and started."""
        self.desk.close()
        self.desk = self._open()

    @precondition(lambda self: self.answers)
    @rule(number=numbers)
    def crash_in_the_middle(self, number: int) -> None:
        """The program ends inside a use-case that has written already."""
        before = self._view(number)
        with suppress(_Crash), self.desk.working(before.record.id) as work:
            for event in REGISTRATION.events_from(work.record.state)[:1]:
                work.happened(Fact(event))
            raise _Crash
        after = self._view(number)
        assert (after.log, after.record) == (before.log, before.record)

    @rule(by=spans, back=st.booleans())
    def move_the_machines_clock(self, by: timedelta, back: bool) -> None:
        """Time passes while the program is away, or somebody corrects the clock."""
        self.clock.move(-by if back else by)

    def teardown(self) -> None:
        """Everything confirmed is still guarded by the file itself."""
        self.desk.close()
        if self.confirmed:
            with closing(sqlite3.connect(self.database)) as connection, pytest.raises(sqlite3.IntegrityError):
                connection.execute("UPDATE entities SET bank_name = 'other'")
        shutil.rmtree(self.database.parent)

    # --- the applicant -------------------------------------------------------------------------------------------

    def _id(self, number: int) -> int:
        return sorted(self.answers)[number % len(self.answers)]

    def _view(self, number: int) -> CaseView:
        return self.desk.view(self._id(number))

    def _applicant(self, number: int) -> Applicant:
        case = self._id(number)
        return Applicant(self.desk, self.answers[case], case)

    @initialize(way=st.sampled_from(TRANSFER_WAYS))
    def wait_for_money(self, way: Way) -> None:
        """One case to begin with waits for a transfer: by chance alone few would get so far."""
        self.create(way, "first@example.com", PEOPLE[0], Kind.PRACTICE, "completion")

    @precondition(lambda self: len(self.answers) < CASES_AT_MOST)
    @rule(
        way=st.sampled_from(WAYS),
        email=st.sampled_from(ADDRESSES),
        person=st.sampled_from(PEOPLE),
        kind=st.sampled_from([Kind.PRACTICE, Kind.PRACTICE, Kind.RECORD]),
        until=st.sampled_from(["account_type", "activation", "confirmation", "completion", "completion", "completion"]),
    )
    def create(self, way: Way, email: str, person: Person, kind: Kind, until: str) -> None:
        """A new case, taken to some step; the addresses and people are few, so that cases meet."""
        case, answers = self.desk.create(kind).id, answers_for(*way, email=email, person=person)
        self.answers[case] = answers
        with suppress(*REFUSALS):
            Applicant(self.desk, answers, case).reach(until)

    @precondition(lambda self: self.answers)
    @rule(number=numbers, step=steps, junk=st.sampled_from(["", "x", "练习", "0", "[/]\x1b", "13800138000", "media"]))
    def type_something(self, number: int, step: str, junk: str) -> None:
        """Anything, into every field of a step."""
        applicant = self._applicant(number)
        with suppress(*REFUSALS):
            applicant.save(step, **dict.fromkeys(applicant.answers[step], junk))

    @precondition(lambda self: self.answers)
    @rule(number=numbers, step=steps)
    def submit_any(self, number: int, step: str) -> None:
        """A step, in or out of its turn."""
        with suppress(*REFUSALS):
            self._applicant(number).submit(step)

    @precondition(lambda self: self.answers)
    @rule(number=numbers, way=st.sampled_from(WAYS), step=steps)
    def submit_the_answers_of_another(self, number: int, way: Way, step: str) -> None:
        """Right answers, but not this case's."""
        with suppress(*REFUSALS):
            self._applicant(number).submit(step, **answers_for(*way, person=PEOPLE[1])[step])

    @precondition(lambda self: self.answers)
    @rule(number=numbers)
    def go_on(self, number: int) -> None:
        """The next step, done right."""
        applicant = self._applicant(number)
        standings = applicant.view.standings
        step = next((key for key, standing in standings.items() if standing is Standing.OPEN), "")
        following = [each.key for each in FLOW]
        with suppress(*REFUSALS):
            if step and step != "completion":
                applicant.reach(following[following.index(step) + 1])

    @precondition(lambda self: self.answers)
    @rule(number=numbers)
    def hurry(self, number: int) -> None:
        """Every step that is left, done right."""
        with suppress(*REFUSALS):
            self._applicant(number).finish()

    @precondition(lambda self: self.answers)
    @rule(number=numbers, what=st.sampled_from(["resend", "address", "code", "abandon"]))
    def ask_the_platform(self, number: int, what: str) -> None:
        """What an applicant asks for besides the steps."""
        case = self._id(number)
        asked = {
            "resend": self.desk.resend_activation,
            "address": self.desk.change_address,
            "code": self.desk.send_mobile_code,
            "abandon": self.desk.abandon,
        }
        with suppress(*REFUSALS):
            asked[what](case)

    @precondition(lambda self: self.answers and len(self.answers) < CASES_AT_MOST)
    @rule(number=numbers)
    def start_again(self, number: int) -> None:
        """A lost case is begun anew."""
        case = self._id(number)
        with suppress(*REFUSALS):
            self.answers[self.desk.start_again(case).id] = self.answers[case]

    # --- everybody else ------------------------------------------------------------------------------------------

    @precondition(lambda self: self.answers)
    @rule(number=numbers, right=st.booleans())
    def open_a_mail(self, number: int, right: bool) -> None:
        """The newest, or the first."""
        around, case = Surroundings(self.desk), self._id(number)
        with suppress(*REFUSALS):
            mails = around.world(case).mails
            around.open_link(case, "" if right or not mails else mails[0].token)

    @precondition(lambda self: self.answers)
    @rule(number=numbers, right=st.booleans())
    def scan(self, number: int, right: bool) -> None:
        """The administrator, or somebody else."""
        with suppress(*REFUSALS):
            Surroundings(self.desk).scan(self._id(number), by_administrator=right)

    @precondition(lambda self: self.answers)
    @rule(
        number=numbers,
        amount=st.sampled_from([None, None, Decimal("0.01"), Decimal("5.00")]),
        from_entity=st.sampled_from([True, True, False]),
        remark=st.sampled_from([None, None, "", "-"]),
        after=st.sampled_from([None, timedelta(0), timedelta(days=10), timedelta(days=10, seconds=1)]),
    )
    def pay(
        self, number: int, amount: Decimal | None, from_entity: bool, remark: str | None, after: timedelta | None
    ) -> None:
        """Some sum, from some account, at some time."""
        with suppress(*REFUSALS):
            Surroundings(self.desk).pay(
                self._id(number), amount=amount, from_entity=from_entity, remark=remark, after=after
            )

    @precondition(lambda self: self.answers)
    @rule(number=numbers, passed=st.booleans())
    def review(self, number: int, passed: bool) -> None:
        """Somebody applies for the verification, asked or not, and the reviewing company says something."""
        holder = Holder(self._applicant(number))
        with suppress(*REFUSALS):
            holder.sign_in()
        with suppress(*REFUSALS):
            if passed:
                holder.be_verified()
            else:
                holder.bring_to_review()
                holder.do("verification.refuse", reason="operator_not_authorised")

    @precondition(lambda self: self.answers)
    @rule(number=numbers, by=spans, to_deadline=st.booleans())
    def let_time_pass(self, number: int, by: timedelta, to_deadline: bool) -> None:
        """In one case alone."""
        around = Surroundings(self.desk)
        with suppress(*REFUSALS):
            if to_deadline:
                around.to_deadline(self._id(number))
            else:
                around.move_clock(self._id(number), by)

    @precondition(lambda self: self.answers)
    @rule(number=numbers, which=numbers)
    def record_an_answer(self, number: int, which: int) -> None:
        """On a record case: something that the platform can have said."""
        record, view = Recording(self.desk), self._view(number)
        possible = record.possible(view)
        if possible:
            chosen = possible[which % len(possible)]
            reason = chosen.refusals[0] if chosen.refusals else ""
            record.answer(view.record.id, chosen.event, reason=reason, slip=SLIP)

    # --- what must hold ------------------------------------------------------------------------------------------

    def _views(self) -> Iterable[CaseView]:
        return [self.desk.view(case) for case in self.answers]

    @invariant()
    def the_desk_holds_what_must_hold(self) -> None:
        """Looked at after everything that happens."""
        views = self._views()
        for view in views:
            self._log_is_good(view)
            self._entity_stays(view)
            self._money_was_right(view)
        self._addresses_are_one_each(views)

    def _log_is_good(self, view: CaseView) -> None:
        case, log = view.record.id, view.log
        registration = [entry for entry in log if entry.matter is None]
        assert REGISTRATION.fold(entry.event for entry in registration) is view.state
        assert [entry.state_to for entry in registration[:-1]] == [entry.state_from for entry in registration[1:]]
        assert all(earlier.seq < later.seq for earlier, later in pairwise(log))
        assert all(earlier.at <= later.at for earlier, later in pairwise(log))
        assert log[: len(self.logs.get(case, ()))] == self.logs.get(case, ())
        self.logs[case] = log

    def _entity_stays(self, view: CaseView) -> None:
        final = (view.entity, view.administrator, view.record.entity_type, view.record.subject)
        if view.state in CONFIRMED_AND_AFTER:
            assert view.entity is not None
            assert self.confirmed.setdefault(view.record.id, final) == final
        else:
            assert view.entity is None
            assert view.record.id not in self.confirmed

    def _money_was_right(self, view: CaseView) -> None:
        if view.record.kind is not Kind.PRACTICE or view.entity is None or view.entity.method is not Method.TRANSFER:
            return
        world, due = Surroundings(self.desk).world(view.record.id), view.payment
        assert due is not None
        taken = [transfer for transfer in world.transfers if not transfer.refused]
        assert len(taken) == (view.state is State.REGISTERED)
        for transfer in taken:
            assert (transfer.from_entity, transfer.amount, transfer.remark) == (True, due.amount, due.remark)
            assert transfer.at <= due.due_at
        assert view.state is not State.AWAITING_TRANSFER or view.now <= due.due_at
        late = [transfer for transfer in world.transfers if transfer.at > due.due_at]
        assert all(transfer.refused for transfer in late)
        assert (view.state is State.FAILED) == (Event.DEADLINE_PASSED in {entry.event for entry in view.log})

    def _addresses_are_one_each(self, views: Iterable[CaseView]) -> None:
        claimed = [
            (view.record.kind, identity(view.context).email)
            for view in views
            if view.state not in LOST and view.state is not State.DRAFT
        ]
        assert len(claimed) == len(set(claimed))


def test_a_registration_holds_whatever_happens(installation: Path, keys: KeyRing, tmp_path: Path) -> None:
    """Random commands, crashes, clocks and reopened files, driven by hypothesis.

    The log folds to the state, its times never go back, no confirmed entity changes, no transfer registers that was
    not exact, in time and the entity's own, and no address belongs to two live cases.
    """

    class Here(Registrations):
        def __init__(self) -> None:
            super().__init__(installation, keys, tmp_path)

    run_state_machine_as_test(Here, settings=settings(max_examples=EXAMPLES, stateful_step_count=25, phases=PHASES))
