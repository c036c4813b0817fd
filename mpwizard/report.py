"""A case as one JSON object: for scripts, exports and bug reports. Personal values are masked in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mpwizard.records import LogRecord, PaymentRecord
from mpwizard.tell import tell
from mpwizard.unattended import Finding
from mpwizard.views import CaseView, DeskRow
from mpwizard.wizard.flow import path
from mpwizard.wizard.form import asked, shown

Json = dict[str, Any]


def case_json(view: CaseView, findings: Iterable[Finding] = ()) -> Json:
    """One case whole, with what was refused on the way where something was."""
    record = view.record
    return {
        "case": record.reference,
        "kind": record.kind,
        "edition": record.edition,
        "entity_type": record.entity_type,
        "subject": record.subject,
        "state": record.state,
        "steps": dict(view.standings),
        "problems": [_finding(each) for each in findings],
        "payment": _payment(view.payment),
        "due_at": _time(record.due_at),
        "next_action": view.next_action.key,
        "answers": _answers(view),
        "log": [_line(each) for each in view.log],
    }


def row_json(row: DeskRow) -> Json:
    """One case as the desk lists it."""
    record = row.record
    return {
        "case": record.reference,
        "kind": record.kind,
        "edition": record.edition,
        "entity_type": record.entity_type,
        "subject": record.subject,
        "state": record.state,
        "next_action": row.next_action.key,
        "by": row.next_action.actor,
        "due_at": _time(record.due_at),
        "changed_at": _time(record.changed_at),
    }


def _finding(finding: Finding) -> Json:
    told = tell(finding.what)
    return {
        "step": finding.step,
        "field": finding.field or None,
        "code": told.code,
        "message": told.message,
        "rule": told.rule or None,
    }


def _payment(payment: PaymentRecord | None) -> Json | None:
    if payment is None:
        return None
    return {
        "payee": payment.payee,
        "account": payment.account,
        "bank": payment.bank,
        "amount": f"{payment.amount:.2f}",
        "remark": payment.remark,
        "due_at": _time(payment.due_at),
    }


def _answers(view: CaseView) -> Mapping[str, Mapping[str, object]]:
    given = ((step, view.context.draft.get(step.key, {})) for step in path(view.context))
    return {
        step.key: {
            field.name: shown(field, values[field.name])
            for field in asked(step.key, step.answers, view.context)
            if field.name in values
        }
        for step, values in given
        if values
    }


def _line(entry: LogRecord) -> Json:
    return {
        "seq": entry.seq,
        "at": _time(entry.at),
        "actor": entry.actor,
        "source": entry.source,
        "event": entry.event,
        "from": entry.state_from,
        "to": entry.state_to,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
