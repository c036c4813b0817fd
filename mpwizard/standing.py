"""Where a case stands, gathered from storage for those who look at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mpwizard.case_list import next_action
from mpwizard.records import CaseRecord
from mpwizard.views import CaseView, Place
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import path, resume_at, standings
from mpwizard.work import PLACE, context_of, proofs, read_draft, uses

if TYPE_CHECKING:
    from mpwizard.store import Reader


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
