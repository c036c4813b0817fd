"""Doing an action within one transaction: its gates, its answers, its act. Who asks for it is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from mpwizard.console.account import Account, form_context, read_account
from mpwizard.console.action import Action, Deed, Offer, Seat
from mpwizard.console.section import Section
from mpwizard.console.sections import SECTION_OF
from mpwizard.domain import Kind
from mpwizard.gates import insist
from mpwizard.problems import ALLOWED, Invalid, Refusal, Verdict
from mpwizard.records import MatterRecord
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
        Refused: what a gate says; `said_too_early`, where more has happened since the day that was said.
        Invalid: the answers have problems; nothing was done.
    """
    account = account_in(work, at)
    insist(may(account, action, matter))
    context = form_context(account, action.key, values, matter)
    problems = (*check(action.key, action.answers, context), *action.self_check(account, matter))
    if problems:
        raise Invalid(problems)
    given = answers(action.key, action.answers, context)
    return action.act(Deed(work, account, matter, given, source, noted or {}, at, prepared))


def account_in(work: Work, at: datetime | None = None) -> Account:
    """The account of the case under way, as it stands within the transaction, looked at from `at` where that is not
    now."""
    return read_account(work.tx, work.record, load_edition(work.record.edition), at or work.now)
