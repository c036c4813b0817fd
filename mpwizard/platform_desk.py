"""The platform desk: on practice cases, somebody plays the platform's part. What waits for it over all cases, its
answers, its answers decided in advance, and the clock. Which answers there are is for the sections to say.

Of what waits only so much is read as is shown, however many cases there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mpwizard.account_desk import AccountDesk, AccountView, Sheet, draft_place
from mpwizard.case_query import CaseQuery
from mpwizard.console.account import Account, form_context, has_console, read_account
from mpwizard.console.action import Action, Offer, Seat
from mpwizard.console.doing import account_in, offers
from mpwizard.console.open_platform import unqualified
from mpwizard.console.sections import ACTIONS, SECTION_BY_MATTER, action_of
from mpwizard.console.verification_papers import is_unpaid
from mpwizard.console.waiting import ANSWERABLE, IN_TIME
from mpwizard.domain import Kind
from mpwizard.filter_fields import Clause, Field, Filter
from mpwizard.i18n import tr
from mpwizard.lifecycle import State
from mpwizard.matters import Matter
from mpwizard.problems import Invalid, Refused
from mpwizard.records import CaseRecord, MatterRecord, OpenAccountRecord, PaymentRecord
from mpwizard.rules.edition import load_edition
from mpwizard.status_board import APPLIED, unpaid_in
from mpwizard.surroundings import Surroundings
from mpwizard.tell import money
from mpwizard.texts import label
from mpwizard.views import CaseView
from mpwizard.wizard.form import check, kept, same_answers
from mpwizard.work import Work
from mpwizard.world import Decided, World

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.store import Reader
    from mpwizard.store.board import Found

_OTHERS = (Seat.PLATFORM, Seat.WORLD)
# The registrations and matters that stand in the queue, as the board finds them.
_PLACES: tuple[tuple[Matter | None, str], ...] = (
    (None, State.AWAITING_TRANSFER.value),
    *sorted((matter, state.value) for matter, state in ANSWERABLE),
)
_WITH_CONSOLE = CaseQuery(
    Filter(
        (
            Clause(Field.KIND, (Kind.PRACTICE.value,)),
            Clause(Field.STATUS, tuple(state.value for state in State if has_console(state))),
        )
    )
)
# What is waited for longest of each kind is read, and of that the first due; whoever answers sees the next ones come.
MOST_SHOWN = 100


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the platform: a matter of an account with what anybody but the applicant can do with it,
    a registration whose transfer (`payment`) the platform has yet to see, or an account of the Open Platform that waits
    for its qualification (`open_account`), which is no case's own: `record` is one from which it can be given. `now` is
    the case's own time."""

    record: CaseRecord
    matter: MatterRecord | None
    since: datetime
    due_at: datetime | None
    now: datetime
    offers: tuple[Offer, ...] = ()
    payment: PaymentRecord | None = field(default=None, repr=False)
    open_account: OpenAccountRecord | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """What tells it from everything else in the queue."""
        if self.open_account is not None:
            return f"open-account-{self.open_account.number}"
        what = f"{self.matter.matter}-{self.matter.number}" if self.matter is not None else "transfer"
        return f"{self.record.id}:{what}"

    @property
    def kind(self) -> str:
        """What kind of thing it is, in words."""
        if self.open_account is not None:
            return label("matter", Matter.OPEN_PLATFORM)
        return label("matter", self.matter.matter) if self.matter is not None else label("state", self.record.state)

    @property
    def what(self) -> str:
        """What there is to look at, in one line; masked where it is personal."""
        if self.matter is not None:
            return SECTION_BY_MATTER[self.matter.matter].words(self.matter)
        if self.open_account is not None:
            return f"{self.open_account.number} {self.open_account.name}"
        if self.payment is None:
            return ""
        return tr("{sum} with the remark {remark}", sum=money(self.payment.amount), remark=self.payment.remark)

    @property
    def left(self) -> timedelta:
        """How long it is until it is due; without end where nothing makes it due."""
        return self.due_at - self.now if self.due_at is not None else timedelta.max


class PlatformDesk:
    """The practice cases of one desk, as the platform sees them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._accounts = AccountDesk(desk)
        self._around = Surroundings(desk)

    def queue(self) -> tuple[Waiting, ...]:
        """What waits for the platform, the first due first; of each kind and in all no more than `MOST_SHOWN`, those
        that have waited longest. What is due by now has been answered."""
        queue = self._queue()
        due = {each.record.id for each in queue if each.due_at is not None and each.due_at <= each.now}
        for case_id in due:
            self._desk.let_deadline_pass(case_id)
        return self._queue() if due else queue

    def count(self) -> int:
        """How much waits, shown or not."""
        with self._desk.store.board() as board:
            counts = board.counts(Kind.PRACTICE)
            unpaid = unpaid_in(board, Kind.PRACTICE, counts)
        with self._desk.store.reading() as tx:
            unanswered = [each for each in tx.open_accounts.of_kind(Kind.PRACTICE) if not each.qualified]
        return sum(counts.get(place, 0) for place in _PLACES) - unpaid + len(unanswered)

    def decide(
        self, case_id: int, key: str, number: int | None = None, values: Mapping[str, object] | None = None
    ) -> AccountView:
        """Give an answer of the platform, or do what somebody else beside the form does.

        Raises:
            Refused: `not_the_platforms`, `practice_only`, or what the answer's gate or the lifecycle says.
            Invalid: the answer's form has problems.
        """
        action = action_of(key)
        if action.by not in _OTHERS:
            raise Refused("not_the_platforms", {"action": key})
        self._practice(case_id)
        return self._accounts.do(case_id, action.key, values, number=number)

    # --- decided in advance ------------------------------------------------------------------------------------------

    @staticmethod
    def decidable() -> tuple[Action, ...]:
        """The answers that can be decided in advance."""
        return tuple(action for action in ACTIONS.values() if _is_an_answer(action))

    def sheet_ahead(self, case_id: int, key: str) -> Sheet:
        """The form of an answer that is decided in advance, as it is asked now, with what was typed in it.

        Raises:
            Refused: `not_the_platforms`, `practice_only`, `no_account_yet`.
        """
        action = _answer(key)
        self._practice(case_id)
        account = self._accounts.view(case_id).account
        with self._desk.store.reading() as tx:
            draft = tx.drafts(case_id).get(draft_place(key, ahead=True))
        values: Mapping[str, object] = draft.values if draft is not None else {}
        context = form_context(account, key, values, _example(account, action))
        version = draft.version if draft is not None else None
        return Sheet(key, None, action.answers, context, values, version, ahead=True)

    def decide_ahead(self, case_id: int, key: str, values: Mapping[str, object] | None = None) -> tuple[Decided, ...]:
        """Decide the answer to the next matter that waits for one of this kind; all that is decided in a case. What was
        typed in its form goes with it, in one transaction, unless somebody else has typed something else meanwhile.

        Raises:
            Refused: `not_the_platforms`, `practice_only`, `no_account_yet`.
            Invalid: the answer's form has problems.
        """
        action, given = _answer(key), values or {}
        with self._desk.working(case_id) as work:
            world = _world(work)
            account = account_in(work)
            context = form_context(account, key, given, _example(account, action))
            problems = check(key, action.answers, context)
            if problems:
                raise Invalid(problems)
            said = kept(key, action.answers, given)
            world.decide(str(action.on), key, said)
            draft = work.tx.drafts(case_id).get(draft_place(key, ahead=True))
            if draft is not None and same_answers(draft.values, said):
                work.tx.drop_draft(case_id, draft.step)
            return tuple(world.decided)

    def decided(self, case_id: int) -> tuple[Decided, ...]:
        """What is decided in a case and waits to be asked for, in its order.

        Raises:
            Refused: `practice_only`.
        """
        return tuple(self._around.world(case_id).decided)

    def take_back(self, case_id: int, decision: int) -> tuple[Decided, ...]:
        """Take a decision back, by its id; what is left.

        Raises:
            Refused: `practice_only`, `decision_unknown`.
        """
        with self._desk.working(case_id) as work:
            world = _world(work)
            found = next((each for each in world.decided if each.id == decision), None)
            if found is None:
                raise Refused("decision_unknown", {"number": decision})
            world.decided.remove(found)
            return tuple(world.decided)

    # --- the clock ---------------------------------------------------------------------------------------------------

    def move_clock(self, case_id: int, by: timedelta) -> CaseView:
        """Let time pass in a case; everything on the way happens in its order.

        Raises:
            Refused: `practice_only`, `clock_only_forward`, `clock_too_far`.
        """
        return self._around.move_clock(case_id, by)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _queue(self) -> tuple[Waiting, ...]:
        with self._desk.store.board() as board:
            found = board.standing(Kind.PRACTICE, _PLACES, MOST_SHOWN, APPLIED)
        first = sorted(found, key=lambda each: (_left(each, self._desk.clock.now()), each.since, each.case_id))
        with self._desk.store.reading() as tx:
            waiting = [*self._found(tx, first[:MOST_SHOWN]), *self._open_accounts(tx)]
        return tuple(sorted(waiting, key=lambda each: (each.left, each.since, each.record.id)))

    def _found(self, tx: Reader, found: Iterable[Found]) -> Iterator[Waiting]:
        """What was found, each with its case; nothing of cases put away."""
        accounts: dict[int, Account] = {}
        for each in found:
            record = tx.case(each.case_id)
            now, matter = self._desk.time_of(record), each.matter
            if record.archived or (matter is not None and _waits_for_its_fee(matter)):
                continue
            if matter is None:
                payment = tx.payment(record.id)
                yield Waiting(record, None, each.since, each.due_at, now, payment=payment)
                continue
            if record.id not in accounts:
                accounts[record.id] = read_account(tx, record, load_edition(record.edition), now)
            answers = _offers(accounts[record.id], matter)
            yield Waiting(record, matter, matter.since, matter.due_at, now, offers=answers)

    def _open_accounts(self, tx: Reader) -> Iterator[Waiting]:
        """What the desk has that is no case's: it is answered from a case that has a console."""
        if all(each.qualified for each in tx.open_accounts.of_kind(Kind.PRACTICE)):
            return
        rows = self._desk.listed.page(_WITH_CONSOLE, limit=1).rows
        for record, now in ((row.record, row.now) for row in rows):
            account = read_account(tx, record, load_edition(record.edition), now)
            section = SECTION_BY_MATTER[Matter.OPEN_PLATFORM]
            given = tuple(each for each in offers(section, account) if each.action.by in _OTHERS and not each.matter)
            for each in unqualified(account):
                since = each.created_at + record.ahead
                yield Waiting(record, None, since, None, now, offers=given, open_account=each)

    def _practice(self, case_id: int) -> None:
        """Insist on a practice case: on record cases the platform is the real one."""
        self._around.world(case_id)


def _answer(key: str) -> Action:
    """An answer that can be decided in advance."""
    action = action_of(key)
    if not _is_an_answer(action):
        raise Refused("not_the_platforms", {"action": key})
    return action


def _is_an_answer(action: Action) -> bool:
    waits = any((action.on, state) in IN_TIME for state in action.states)
    return action.by is Seat.PLATFORM and Kind.PRACTICE in action.kinds and waits


def _world(work: Work) -> World:
    if work.world is None:
        raise Refused("practice_only")
    return work.world


def _example(account: Account, action: Action) -> MatterRecord:
    """A matter that an answer in advance is judged by: the newest of its kind, or a first one that is yet to begin."""
    if action.on is None:
        raise TypeError(action.key)
    newest = account.newest(action.on)
    if newest is not None:
        return newest
    return MatterRecord(0, account.record.id, action.on, 1, action.states[0], account.now, None, 1, {})


def _waits_for_its_fee(matter: MatterRecord) -> bool:
    return matter.matter is Matter.VERIFICATION and is_unpaid(matter)


def _left(found: Found, now: datetime) -> timedelta:
    """How long it is until something is due, by the clock of its case."""
    return found.due_at - found.ahead - now if found.due_at is not None else timedelta.max


def _offers(account: Account, matter: MatterRecord) -> tuple[Offer, ...]:
    """What can be answered to a matter."""
    of_section = offers(SECTION_BY_MATTER[matter.matter], account)
    return tuple(
        offer
        for offer in of_section
        if offer.action.by in _OTHERS and offer.matter is not None and offer.matter.id == matter.id
    )
