"""Doing an action within one transaction: its gates, its answers, its act. Who asks for it is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from mpwizard.console.account import Account, form_context, has_console, read_account
from mpwizard.console.action import Action, Deed, Offer, Seat, no_earlier
from mpwizard.console.section import Section
from mpwizard.console.sections import SECTION_OF
from mpwizard.domain import Kind
from mpwizard.gates import insist
from mpwizard.lifecycle import State
from mpwizard.problems import ALLOWED, Invalid, Problem, Refusal, Verdict
from mpwizard.records import LogRecord, MatterRecord
from mpwizard.rules.edition import load_edition
from mpwizard.wizard.form import answers, check
from mpwizard.work import Work


def may(account: Account, action: Action, matter: MatterRecord | None) -> Verdict:
    """Whether an action may be done now: its section's gate (for the applicant), whether there is anything to do it
    for, then its own gate."""
    if account.kind not in action.kinds:
        return Refusal("practice_only" if Kind.PRACTICE in action.kinds else "record_only")
    of_section = SECTION_OF[action.key].gate(account) if action.by is Seat.APPLICANT else ALLOWED
    if isinstance(of_section, Refusal):
        return of_section
    return action.gate(account, matter) if action.apt(account, matter) else Refusal("nothing_to_act_on")


def offers(section: Section, account: Account) -> Iterator[Offer]:
    """What is offered in a section: an action on the account, or one for each matter that stands where it can be
    done to. What there is nothing to do for now is not offered; what a rule locks is, with its reason."""
    for action in section.actions:
        if account.kind not in action.kinds:
            continue
        matters = (None,) if action.on is None else account.all(action.on, *action.states)
        for matter in matters:
            if action.apt(account, matter):
                yield Offer(action, matter, may(account, action, matter))


def wrong_with(
    account: Account, action: Action, values: Mapping[str, object], matter: MatterRecord | None
) -> tuple[Problem, ...]:
    """Everything wrong with the answers of an action, and with what it is done to."""
    context = form_context(account, action.key, values, matter)
    return (*check(action.key, action.answers, context), *action.self_check(account, matter))


def perform(
    work: Work,
    action: Action,
    values: Mapping[str, object],
    matter: MatterRecord | None,
    *,
    source: str = "",
    noted: Mapping[str, object] | None = None,
    at: datetime | None = None,
    prepared: object = None,
) -> Refusal | None:
    """Ask the gates of an action, judge its answers and let it act, all on the account as of `at` where that was not
    now. Gives back what the platform refused, with what happened on the way already recorded.

    Raises:
        Refused: what a gate says; `said_too_early`, where more has happened since the day that was said, or it could
            not be done yet on that day.
        Invalid: the answers have problems; nothing was done.
    """
    account = account_in(work, at)
    insist(may(account, action, matter))
    if at is not None and account.kind is Kind.RECORD:
        at = no_earlier(at, _allowed_since(account, action, matter, work.tx.log(work.record.id)))
        account = account_in(work, at)
    problems = wrong_with(account, action, values, matter)
    if problems:
        raise Invalid(problems)
    given = answers(action.key, action.answers, form_context(account, action.key, values, matter))
    return action.act(Deed(work, account, matter, given, source, noted or {}, at, prepared))


def _allowed_since(account: Account, action: Action, matter: MatterRecord | None, log: Iterable[LogRecord]) -> datetime:
    """From when on an action that is allowed could be done, at the time of the account or later: there was an account,
    and what the gates look at had come to where they let it pass."""
    told = tuple(log)
    moments = sorted({account.now, *(entry.at for entry in told if entry.at > account.now)})
    for moment in moments:
        stood = _stood(account, (entry for entry in told if entry.at <= moment))
        if stood is not None and not isinstance(may(stood, action, matter), Refusal):
            return moment
    return moments[-1]


def _stood(account: Account, told: Iterable[LogRecord]) -> Account | None:
    """How far the account had come when this much of its log had been told; None while there was none. What is kept of
    its matters carries its own times."""
    states = {entry.matter_id: entry.state_to for entry in told}
    state = states.pop(None, None)
    if not isinstance(state, State) or not has_console(state):
        return None
    matters = tuple(replace(each, state=states[each.id]) for each in account.matters if each.id in states)
    return replace(account, record=replace(account.record, state=state), matters=matters)


def account_in(work: Work, at: datetime | None = None) -> Account:
    """The account of the case under way, as it stands within the transaction, looked at from `at` where that is not
    now."""
    return read_account(work.tx, work.record, load_edition(work.record.edition), at or work.now)
