"""The desk's use-cases after registration: looking at an account, doing something with it, the forms for that.

Which actions there are is for the sections in `mpwizard/console/` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from mpwizard.console.account import Account, AccountContext, account_of, form_context, read_account
from mpwizard.console.action import Action, Beforehand, Offer, Seat, nothing_prepared
from mpwizard.console.doing import account_in, offers, perform, wrong_with
from mpwizard.console.said import SaidAnswers, asked_on, is_to_come, parted
from mpwizard.console.section import Section
from mpwizard.console.sections import SECTIONS, action_of
from mpwizard.console.settling import settle
from mpwizard.console.simulator import something_is_due
from mpwizard.console.unionid import IdRow, ids_of
from mpwizard.domain import Kind
from mpwizard.problems import Invalid, Refusal, Refused, Verdict
from mpwizard.records import NOTE_LIMIT, MatterRecord
from mpwizard.rules.edition import load_edition
from mpwizard.standing import view_of
from mpwizard.text import clean
from mpwizard.views import CaseView
from mpwizard.wizard.form import Answers, answers, check, kept, same_answers
from mpwizard.work import Work, read_world

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.store import Writer


@dataclass(frozen=True, slots=True)
class Said:
    """What an operator notes with an action: a sentence and, on record cases, the day on which the platform answered
    (None for today)."""

    note: str = field(default="", repr=False)
    on: date | None = None

    def at(self, account: Account) -> datetime | None:
        """When it happened, where that was not now: at noon of its day, local time.

        Raises:
            Refused: `record_only` on a practice case, whose clock says when; `said_in_future`.
        """
        today = account.now.astimezone().date()
        if self.on is None or self.on == today:
            return None
        if account.kind is Kind.PRACTICE:
            raise Refused("record_only")
        if is_to_come(self.on, today):
            raise Refused("said_in_future")
        return datetime.combine(self.on, time(12)).astimezone(UTC)


NOTHING_SAID = Said()

_SAID = "said"


@dataclass(frozen=True)
class Sheet:
    """The form of one action on one matter (on the account where `number` is None), as it is asked on this case.

    `values` are what was typed in it so far, or what it begins with, and `version` what they carry; `context` is what
    they are judged in. `ahead` is the form of an answer of the platform that is decided in advance: its draft is
    another.
    """

    key: str
    number: int | None
    answers: type[Answers]
    context: AccountContext
    values: Mapping[str, object] = field(repr=False)
    version: int | None
    ahead: bool = False

    @property
    def place(self) -> str:
        """Where its draft is kept; no step of the wizard has such a name."""
        return draft_place(self.key, self.number, ahead=self.ahead)

    def begins_with(self, given: Mapping[str, object]) -> Mapping[str, object]:
        """What stands in the form besides what was given, before anything else was typed."""
        return action_of(self.key).begins_with(account_of(self.context), self.context.matter, given)


def draft_place(key: str, number: int | None = None, *, ahead: bool = False) -> str:
    """Where what is typed in the form of an action is kept, done now or decided in advance."""
    place = key if number is None else f"{key}#{number}"
    return f"ahead:{place}" if ahead else place


def forget(tx: Writer, case_id: int, sheet: Sheet, values: Mapping[str, object]) -> None:
    """Drop the draft of a form that was handed in with these values; what somebody else typed in it meanwhile stays."""
    draft = tx.drafts(case_id).get(sheet.place)
    if draft is None:
        return
    own, _said = parted(draft.values)
    if draft.version == sheet.version or same_answers(own, kept(sheet.key, sheet.answers, values)):
        tx.drop_draft(case_id, sheet.place)


@dataclass(frozen=True)
class SectionView:
    """One section as it stands: whether it is open, and what can be done in it or why not."""

    section: Section
    verdict: Verdict
    offers: tuple[Offer, ...]

    @property
    def locked(self) -> bool:
        """Whether the section as a whole is closed."""
        return isinstance(self.verdict, Refusal)


@dataclass(frozen=True)
class AccountView:
    """The console of one case: the case, its account, its sections in order."""

    case: CaseView
    account: Account
    sections: tuple[SectionView, ...]

    def section(self, key: str) -> SectionView:
        """One section.

        Raises:
            KeyError: where there is none of that key.
        """
        return {view.section.key: view for view in self.sections}[key]

    @property
    def to_do(self) -> tuple[Offer, ...]:
        """What the applicant can do now."""
        every = (offer for view in self.sections for offer in view.offers)
        return tuple(offer for offer in every if offer.allowed and offer.action.by is Seat.APPLICANT)


class AccountDesk:
    """Accounts of one desk, as its operator works on them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def view(self, case_id: int) -> AccountView:
        """The console of a case.

        Raises:
            Refused: `no_account_yet`, `case_ended`.
        """
        case, account = self._look(case_id)
        if something_is_due(account):
            with self._desk.working(case_id) as work:
                settle(work)
            case, account = self._look(case_id)
        views = (SectionView(each, each.gate(account), tuple(offers(each, account))) for each in SECTIONS)
        return AccountView(case, account, tuple(views))

    def account(self, case_id: int) -> Account:
        """The account of a case as it stands, without what can be done in it.

        Raises:
            Refused: as `view` says.
        """
        return self._look(case_id)[1]

    def do(
        self,
        case_id: int,
        key: str,
        values: Mapping[str, object] | None = None,
        *,
        number: int | None = None,
        seen: int | None = None,
        said: Said = NOTHING_SAID,
    ) -> AccountView:
        """Do one action, with these answers, to the matter of this number (the newest that it can be done to where none
        is named). `seen` is the version of the matter as its doer saw it, `said` what is noted with it.

        What was due before happens first. What the simulated platform answers at once is recorded with it; a refusal of
        the platform is told after.

        Raises:
            Refused: `action_unknown`; `changed_elsewhere`, where somebody else changed the matter since it was seen;
                or what a gate, the lifecycle or the platform says.
            Invalid: the answers have problems; nothing was done.
        """
        return self._do(case_id, key, values or {}, number, seen, said)

    def _do(
        self,
        case_id: int,
        key: str,
        values: Mapping[str, object],
        number: int | None,
        seen: int | None,
        said: Said,
        sheet: Sheet | None = None,
    ) -> AccountView:
        """Do an action, and forget what was typed in its form where it came from one and was done."""
        action = action_of(key)
        prepared = self._prepared(case_id, action, values)
        with self._desk.working(case_id) as work:
            settle(work)
            account = account_in(work)
            matter = _target(account, action, number)
            if matter is not None and seen not in (None, matter.version):
                raise Refused("changed_elsewhere")
            refusal = perform(
                work,
                action,
                values,
                matter,
                source=self._source(action, work),
                noted={"note": clean(said.note, NOTE_LIMIT)} if said.note else {},
                at=said.at(account),
                prepared=prepared,
            )
            settle(work)
            if sheet is not None and refusal is None:
                forget(work.tx, case_id, sheet, values)
        if refusal is not None:
            raise Refused.because(refusal)
        return self.view(case_id)

    # --- forms that are being filled in ------------------------------------------------------------------------------

    def sheet(self, case_id: int, key: str, number: int | None = None) -> Sheet:
        """The form of an action, with what was typed in it and not handed in yet, else with what it begins with.

        Raises:
            Refused: `action_unknown`, `matter_unknown`, `nothing_to_act_on`, `not_now`.
        """
        action = action_of(key)
        _case, account = self._look(case_id)
        matter = _target(account, action, number)
        with self._desk.store.reading() as tx:
            draft = tx.drafts(case_id).get(draft_place(key, number))
        values = draft.values if draft is not None else action.begins_with(account, matter, {})
        return Sheet(
            key=key,
            number=number,
            answers=asked_on(account.kind, action.answers),
            context=form_context(account, key, values, matter),
            values=values,
            version=draft.version if draft is not None else None,
        )

    def filled_in(
        self, case_id: int, key: str, values: Mapping[str, object], number: int | None = None
    ) -> Mapping[str, object]:
        """Values given at once, and besides them what the form of the action begins with.

        Raises:
            Refused: as `sheet` says.
        """
        action = action_of(key)
        _case, account = self._look(case_id)
        return {**action.begins_with(account, _target(account, action, number), values), **values}

    def keep(self, case_id: int, sheet: Sheet, values: Mapping[str, object], seen: int | None) -> int:
        """Keep what was typed in a form, right or wrong; the version it carries now. What may not be kept is left out.

        Raises:
            Conflict: somebody else typed in it meanwhile; nothing was overwritten.
        """
        typed = kept(sheet.key, sheet.answers, values)
        with self._desk.store.writing() as tx:
            return tx.put_draft(case_id, sheet.place, typed, seen, self._desk.clock.now(), by=self._desk.operator)

    def hand_in(
        self, case_id: int, sheet: Sheet, values: Mapping[str, object], *, seen: int | None = None
    ) -> AccountView:
        """Do what a form asks, note and day of a record case with it. Its draft goes with it, in one transaction; it
        stays where it was not done, and where somebody else has typed something else meanwhile.

        Raises:
            Refused, Invalid: as `do` says.
        """
        own, noted = parted(values)
        recorded = account_of(sheet.context).kind is Kind.RECORD
        said = _said(sheet.context, action_of(sheet.key), own, noted) if recorded else NOTHING_SAID
        return self._do(case_id, sheet.key, own, sheet.number, seen, said, sheet)

    def said(
        self,
        case_id: int,
        key: str,
        typed: Mapping[str, object],
        values: Mapping[str, object],
        number: int | None = None,
    ) -> Said:
        """What is noted with an action that is done with these values, as it was typed: `said_note` and `said_on`.

        Raises:
            Refused: as `sheet` says.
            Invalid: the day is none, or still to come; what is wrong with the values is told with it.
        """
        action = action_of(key)
        _case, account = self._look(case_id)
        return _said(form_context(account, key, values, _target(account, action, number)), action, values, typed)

    # --- inside ------------------------------------------------------------------------------------------------------

    def ids(self, case_id: int, user: str = "") -> tuple[IdRow, ...]:
        """What a practice user (all of them where none is named) looks like to the apps of the desk's Open Platform
        accounts.

        Raises:
            Refused: `no_account_yet`, `case_ended`, `practice_only`, `user_unknown`.
        """
        with self._desk.store.reading() as tx:
            record = tx.case(case_id)
            account = read_account(tx, record, load_edition(record.edition), self._desk.time_of(record))
            return ids_of(tx, account, user)

    def _look(self, case_id: int) -> tuple[CaseView, Account]:
        """A case and its account, as they stood at one moment."""
        self._desk.let_deadline_pass(case_id)
        with self._desk.store.reading() as tx:
            record = tx.case(case_id)
            now = self._desk.time_of(record)
            return view_of(tx, record, now, by_hand=True), read_account(tx, record, load_edition(record.edition), now)

    def _source(self, action: Action, work: Work) -> str:
        """Who says what the platform answers: the operator, who records it or, on practice cases, plays the platform.
        On record cases the operator says what others did, too; else the lifecycle tells who it was."""
        others = action.by is Seat.WORLD and work.record.kind is Kind.RECORD
        return self._desk.operator if others or action.by is Seat.PLATFORM else ""

    def _prepared(self, case_id: int, action: Action, values: Mapping[str, object]) -> object:
        """The slow part of an action that has one, while others can still write."""
        if action.prepare is nothing_prepared:
            return None
        with self._desk.store.reading() as tx:
            record = tx.case(case_id)
            world = read_world(tx, record)
        known = world.password_hash if world is not None else ""
        return action.prepare(Beforehand(load_edition(record.edition), known, self._desk.password_matches), values)


def _said(context: AccountContext, action: Action, values: Mapping[str, object], typed: Mapping[str, object]) -> Said:
    """What was noted. Where it is no good, everything that is wrong with the form is told with it."""
    account, here = account_of(context), replace(context, draft={_SAID: typed})
    problems = [replace(each, step=action.key) for each in check(_SAID, SaidAnswers, here)]
    if problems:
        raise Invalid((*wrong_with(account, action, values, context.matter), *problems))
    words = answers(_SAID, SaidAnswers, here)
    return Said(words.said_note, words.said_on)


def _target(account: Account, action: Action, number: int | None) -> MatterRecord | None:
    if action.on is None:
        return None
    matter = account.newest(action.on, *action.states) if number is None else account.one(action.on, number)
    if matter is None:
        raise Refused("nothing_to_act_on")
    if matter.state not in action.states:
        raise Refused("not_now", {"state": matter.state, "event": action.key})
    return matter
