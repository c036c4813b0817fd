"""The use-cases: everything a screen or a command can do with a case. What changes a case does so in one transaction,
after what was due before; nothing here is drawn.

What happens beside the form on practice cases is in `surroundings.py`, what the operator records in `recording.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.case_list import LISTED, CaseList
from mpwizard.case_query import CaseQuery, Order
from mpwizard.clock import Clock, case_time
from mpwizard.console.account import has_console, read_account
from mpwizard.console.settling import settle
from mpwizard.console.simulator import something_is_due
from mpwizard.domain import Kind
from mpwizard.filter_fields import Clause, Field, Filter
from mpwizard.filter_times import LATE
from mpwizard.gates import (
    as_reviewed,
    has_run_out,
    insist,
    may_abandon,
    may_change_address,
    may_resend_activation,
    may_send_mobile_code,
    may_start_again,
    may_write,
)
from mpwizard.lifecycle import Event, State
from mpwizard.passing import PasswordHash, pass_step
from mpwizard.platform.port import Fact
from mpwizard.problems import Refusal, Refused
from mpwizard.records import CaseRecord
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.rules.passwords import as_hashed
from mpwizard.standing import view_of
from mpwizard.views import CaseView, DeskRow, Place
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import kept
from mpwizard.work import PLACE, Work, context_of, read_draft
from mpwizard.world import World

if TYPE_CHECKING:
    from mpwizard.mail import Delivery, Postman
    from mpwizard.passwords import Passwords
    from mpwizard.store import Store, Writer


# What may have fallen due, in the order in which it did; so many are let happen at a time.
_LATE = CaseQuery(
    Filter((Clause(Field.KIND, (Kind.PRACTICE,)), Clause(Field.DUE, (LATE,)))), Order.DUE, descending=False
)
_LATE_AT_ONCE = 100


class Desk:
    """All cases of one database, as one operator works on them."""

    def __init__(self, store: Store, clock: Clock, operator: str, passwords: Passwords, postman: Postman) -> None:
        self.store = store
        self.clock = clock
        self.operator = operator
        self.program = secrets.token_hex(8)
        self._passwords = passwords
        self._postman = postman
        self.listed = CaseList(store, clock, operator)
        self._let_pass: set[tuple[int, int]] = set()

    def close(self) -> None:
        """Let the database go."""
        self.store.close()

    @property
    def outbox_folder(self) -> Path:
        """Where files for other people go: beside the database."""
        return self.store.folder / "outbox"

    # --- the desk as a whole -----------------------------------------------------------------------------------------

    def create(self, kind: Kind, edition: str = DEFAULT_EDITION, *, seed: str = "") -> CaseRecord:
        """A new case, at its first step. `seed` makes a practice case's chance repeatable (its number does otherwise).

        Raises:
            Refused: `edition_unknown`.
        """
        try:
            load_edition(edition)
        except KeyError:
            raise Refused("edition_unknown", {"edition": edition}) from None
        with self.store.writing() as tx:
            return self._begin(tx, kind, edition, seed=seed).finish()

    def rows_of(self, case_ids: Iterable[int]) -> tuple[DeskRow, ...]:
        """These cases as the list shows them, in this order."""
        with self.store.reading() as tx:
            return tuple(self.listed.row(tx.case(case_id)) for case_id in case_ids)

    def data_version(self) -> int:
        """A number that has changed whenever anybody has written since it was last asked for."""
        return self.store.data_version()

    def let_deadlines_pass(self) -> bool:
        """Let what has fallen due on practice cases happen, some cases at a time; whether anything did."""
        page = self.listed.page(_LATE, limit=_LATE_AT_ONCE)
        happened = False
        while page.rows:
            late = [row.record for row in page.rows if (row.record.id, row.record.version) not in self._let_pass]
            for record in late:
                self.let_deadline_pass(record.id)
                self._let_pass.add((record.id, record.version))
            happened = happened or bool(late)
            if late or not page.has_after:
                break
            page = self.listed.page(_LATE, page.last, limit=_LATE_AT_ONCE)
        return happened

    def list_anew(self) -> None:
        """List the cases again that an older program listed by what it knew."""
        with self.store.listing() as listing:
            outdated = listing.unlisted(LISTED)
        for case_id in outdated:
            with self.working(case_id) as work:
                settle(work)

    def find(self, reference: str) -> CaseRecord:
        """A case by its number.

        Raises:
            Refused: `case_unknown`.
        """
        with self.store.reading() as tx:
            record = tx.find(reference.strip().upper())
        if record is None:
            raise Refused("case_unknown", {"reference": reference})
        return record

    # --- one case ----------------------------------------------------------------------------------------------------

    def view(self, case_id: int, *, by_hand: bool = True) -> CaseView:
        """One case whole."""
        self.let_deadline_pass(case_id)
        with self.store.reading() as tx:
            record = tx.case(case_id)
            return view_of(tx, record, self.time_of(record), by_hand=by_hand)

    def let_deadline_pass(self, case_id: int) -> None:
        """Let what has fallen due in a practice case happen."""
        if self._is_late(self._record(case_id)):
            with self.working(case_id) as work:
                work.take(work.platform.news())
                settle(work)

    def password_matches(self, password_hash: str, password: str) -> bool:
        """Whether a password is the one that was hashed; slow on purpose."""
        return self._passwords.match(password_hash, password)

    def save(self, case_id: int, step: str, values: Mapping[str, object], seen: int | None) -> int:
        """Keep what was typed in a step, right or wrong; the version it carries now. What may not be kept is left out.

        Raises:
            Conflict: somebody else changed it meanwhile; nothing was overwritten.
            Refused: the step is closed.
        """
        typed = kept(step, STEPS[step].answers, values)
        with self.store.writing() as tx:
            insist(may_write(step, tx.case(case_id).state))
            return tx.put_draft(case_id, step, typed, seen, self.clock.now(), by=self.operator)

    def mark_place(self, case_id: int, place: Place) -> None:
        """Remember where in the wizard somebody works."""
        with self.store.writing() as tx:
            known = tx.drafts(case_id).get(PLACE)
            values = {"step": place.step, "field": place.field}
            if known is None or dict(known.values) != values:
                seen = known.version if known else None
                tx.put_draft(case_id, PLACE, values, seen, self.clock.now(), by=self.operator)

    def submit(
        self,
        case_id: int,
        step: str,
        values: Mapping[str, object],
        seen: int | None,
        *,
        by_hand: bool = True,
        reviewed: Mapping[str, int] | None = None,
    ) -> CaseView:
        """Keep a step's answers, then go forward from it.

        `reviewed` holds the versions of all answers as somebody read them over: where one was changed since, nothing
        becomes final.

        Raises:
            Conflict: somebody else changed them meanwhile.
            Invalid: they have problems; they are kept all the same.
            Refused: a gate, a limit or the platform says no; they are kept all the same.
        """
        if not isinstance(may_write(step, self._record(case_id).state), Refusal):
            self.save(case_id, step, values, seen)
        typed = values.get("password")
        password = PasswordHash(self._passwords.hashed(as_hashed(typed)) if isinstance(typed, str) and typed else "")
        with self.working(case_id, by_hand=by_hand) as work:
            insist(as_reviewed(reviewed, read_draft(work.tx, case_id)[1], step))
            refusal = pass_step(step, values, work, password)
        return self.told(case_id, refusal)

    def revealed(self, case_id: int, step: str, field: str) -> None:
        """Record that somebody had a hidden value shown: which field, never what stands in it."""
        with self.working(case_id) as work:
            work.happened(Fact(Event.VALUE_REVEALED, {"step": step, "field": field}), source=self.operator)

    def abandon(self, case_id: int) -> CaseView:
        """Give a case up. Its address, person and entity count as unused again.

        Raises:
            Refused: where the entity is final or the case has ended.
        """
        with self.working(case_id) as work:
            insist(may_abandon(work.record.state))
            work.happened(Fact(Event.ABANDONED))
        return self.view(case_id)

    def start_again(self, case_id: int) -> CaseRecord:
        """A new case with the answers of one that ended without an account. The ended one stays as it is.

        Raises:
            Refused: where the case goes on or has succeeded.
        """
        with self.store.writing() as tx:
            ended = tx.case(case_id)
            insist(may_start_again(ended.state))
            work = self._begin(tx, ended.kind, ended.edition, began_as=ended.reference)
            for step, values in read_draft(tx, case_id)[0].items():
                if not STEPS[step].begins_anew:
                    tx.put_draft(work.record.id, step, values, None, work.now, by=self.operator)
                    work.answer(step, values)
            return work.finish()

    # --- what the applicant asks of the platform besides the steps ---------------------------------------------------

    def resend_activation(self, case_id: int) -> CaseView:
        """Have the activation mail sent again.

        Raises:
            Refused: none is waited for, or the last one went out a moment ago.
        """
        with self.working(case_id) as work:
            insist(may_resend_activation(work.record.state))
            refusal = work.take(work.platform.resend())
            if refusal is None and not work.platform.capabilities.answers_itself:
                work.happened(Fact(Event.ACTIVATION_RESENT))
        return self.told(case_id, refusal)

    def change_address(self, case_id: int) -> CaseView:
        """Give the address up and go back to the form that asks for one.

        Raises:
            Refused: the mailbox is activated already.
        """
        with self.working(case_id) as work:
            insist(may_change_address(work.record.state))
            if work.record.state is State.AWAITING_ACTIVATION:
                work.take(work.platform.withdraw_address())
                work.happened(Fact(Event.ADDRESS_WITHDRAWN))
        return self.view(case_id)

    def send_mobile_code(self, case_id: int) -> CaseView:
        """Have a code sent to the administrator's mobile number, as the saved answers have it.

        Raises:
            Refused: the answers are not complete, a limit is reached, or the last code went out a moment ago.
        """
        with self.working(case_id) as work:
            insist(may_send_mobile_code(work.situation))
            answer = work.platform.send_mobile_code(work.identity.mobile)
            refusal = work.take(answer)
            if refusal is None and not work.platform.capabilities.answers_itself:
                work.happened(Fact(Event.MOBILE_CODE_SENT))
        return self.told(case_id, refusal)

    def deliver_mail(self) -> Delivery:
        """Try to send what waits in the outbox; nothing waits where no SMTP server is set."""
        return self._postman.deliver(self.store, self.clock)

    # --- for the other use-cases -------------------------------------------------------------------------------------

    @contextmanager
    def working(self, case_id: int, *, by_hand: bool = True) -> Iterator[Work]:
        """One write transaction on one case. What was recorded in it stands, even where a refusal is told after."""
        with self.store.writing() as tx:
            work = self._work(tx, tx.case(case_id), by_hand=by_hand)
            yield work
            work.finish()
            for letter in work.letters:
                self._postman.queue(tx, case_id, letter, self.clock.now())

    @contextmanager
    def working_on_many(self) -> Iterator[Callable[[int], Work]]:
        """One write transaction on many cases: gives what begins the work on one; who began it finishes it."""
        with self.store.writing() as tx:
            yield lambda case_id: self._work(tx, tx.case(case_id))

    def told(self, case_id: int, refusal: Refusal | None) -> CaseView:
        """The case as it stands now, unless something was refused.

        Raises:
            Refused: with the refusal.
        """
        if refusal is not None:
            raise Refused.because(refusal)
        return self.view(case_id)

    def time_of(self, record: CaseRecord) -> datetime:
        """The time in a case."""
        return case_time(self.clock, record.ahead, record.changed_at)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _begin(self, tx: Writer, kind: Kind, edition: str, *, seed: str = "", began_as: str = "") -> Work:
        record = tx.add_case(kind, edition, self.clock.now(), began_as, owner=self.operator)
        if kind is Kind.PRACTICE:
            tx.put_world(record.id, World(seed=seed or record.reference).model_dump_json())
        work = self._work(tx, record)
        work.happened(Fact(Event.CREATED))
        return work

    def _is_late(self, record: CaseRecord) -> bool:
        """Whether something happens by itself now: the registration's deadline, or what is due in its account."""
        now = self.time_of(record)
        if record.kind is not Kind.PRACTICE or record.due_at is None or record.due_at > now:
            return False
        if not has_console(record.state):
            return has_run_out(record.state, record.due_at, now)
        with self.store.reading() as tx:
            return something_is_due(read_account(tx, record, load_edition(record.edition), now))

    def _record(self, case_id: int) -> CaseRecord:
        with self.store.reading() as tx:
            return tx.case(case_id)

    def _work(self, tx: Writer, record: CaseRecord, *, by_hand: bool = True) -> Work:
        now = self.time_of(record)
        draft, _versions = read_draft(tx, record.id)
        context = context_of(record, draft, now, by_hand=by_hand)
        work = Work(tx, record, context, now, self.operator)
        work.renew()
        return work
