"""Where a case stands, gathered from storage for those who look at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mpwizard.domain import Kind
from mpwizard.lifecycle import ENDED, Actor, State
from mpwizard.records import CaseRecord
from mpwizard.views import CaseView, NextAction, Place
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import STEPS, path, resume_at, standings
from mpwizard.work import PLACE, context_of, proofs, read_draft, uses

if TYPE_CHECKING:
    from mpwizard.store import Reader

# What is to be done where the state alone tells; elsewhere the step does.
_BY_STATE = {
    State.AWAITING_TRANSFER: "pay",
    State.AWAITING_VERIFICATION: "verify",
    State.REGISTERED: "complete_information",
    State.FAILED: "start_again",
    State.ABANDONED: "none",
}
_RECORDED_BY_STATE = {State.AWAITING_ACTIVATION: "record_activation", State.CONFIRMED: "record_result"}


def next_action(record: CaseRecord) -> NextAction:
    """What is to be done next in a case, by whom, until when. Needs only what the desk lists."""
    key = _BY_STATE.get(record.state) or STEPS[record.step].to_do
    if record.kind is Kind.RECORD:
        key = _RECORDED_BY_STATE.get(record.state, key)
    actor = None if record.state in ENDED else Actor.APPLICANT
    return NextAction(key, actor, record.due_at)


def view_of(tx: Reader, record: CaseRecord, now: datetime, *, by_hand: bool) -> CaseView:
    """One case whole, as it is stored now."""
    draft, versions = read_draft(tx, record.id)
    context = context_of(record, draft, now, by_hand=by_hand)
    context = replace(context, proofs=proofs(tx, record.id, context))
    return CaseView(
        record=record,
        context=context,
        standings=standings(context, record.state),
        place=_place(tx, record, context),
        versions=versions,
        uses=uses(tx, record, context),
        now=now,
        next_action=next_action(record),
        log=tuple(tx.log(record.id)),
        entity=tx.entity(record.id),
        administrator=tx.administrator(record.id),
        payment=tx.payment(record.id),
    )


def _place(tx: Reader, record: CaseRecord, context: Context) -> Place:
    """The step and field last worked at, as long as that step applies and was reached; else the first open step."""
    first_open = resume_at(context, record.state)
    kept = tx.drafts(record.id).get(PLACE)
    step, field = (str(kept.values.get(name, "")) for name in ("step", "field")) if kept else ("", "")
    keys = [each.key for each in path(context)]
    if step in keys and keys.index(step) <= keys.index(first_open):
        return Place(step, field)
    return Place(first_open)
