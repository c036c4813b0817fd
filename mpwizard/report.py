"""Cases and refusals as JSON objects for scripts. Personal values never appear in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from mpwizard.i18n import say
from mpwizard.records import LogRecord, PaymentRecord
from mpwizard.rules.edition import Rule
from mpwizard.tell import Told, tell
from mpwizard.texts import RefusalText
from mpwizard.unattended import Finding
from mpwizard.views import CaseView, DeskRow
from mpwizard.wizard.slip import slip_rows

Json = dict[str, Any]


def case_json(view: CaseView, findings: Iterable[Finding] = ()) -> Json:
    """One case whole, with what was refused on the way where something was."""
    record = view.record
    return {
        "case": record.reference,
        "kind": record.kind,
        "edition": record.edition,
        "entity_type": record.entity_type,
        "state": record.state,
        "steps": dict(view.standings),
        "problems": [_problem(tell(each.what), each.step, each.field) for each in findings],
        "payment": _payment(view.payment),
        "due_at": moment_json(record.due_at),
        "next_action": view.next_action.key,
        "log": [_line(each) for each in view.log],
    }


def no_case_json(told: Told) -> Json:
    """The same object where there is no case to speak of: all it holds is the one problem."""
    return {
        "case": None,
        "kind": None,
        "edition": None,
        "entity_type": None,
        "state": None,
        "steps": {},
        "problems": [_problem(told)],
        "payment": None,
        "due_at": None,
        "next_action": None,
        "log": [],
    }


def trouble_json(told: Told) -> Json:
    """What the other commands print where they have nothing to show but the one problem."""
    return {"problems": [_said(told)]}


def row_json(row: DeskRow) -> Json:
    """One case as the desk lists it."""
    record = row.record
    return {
        "case": record.reference,
        "kind": record.kind,
        "edition": record.edition,
        "entity_type": record.entity_type,
        "subject": record.subject,
        "app_name": record.app_name,
        "state": record.state,
        "stage": record.stage.key,
        "problem": record.problem,
        "owner": record.owner,
        "archived": record.archived,
        "next_action": row.next_action.key,
        "by": row.next_action.actor,
        "due_at": moment_json(record.due_at),
        "changed_at": moment_json(record.changed_at),
    }


def refusal_json(entry: RefusalText, message: str, rule: Rule | None) -> Json:
    """One entry of the refusal catalogue with the rule behind it."""
    about = rule and {
        "id": rule.id,
        "about": say(rule.about),
        "value": rule.value,
        "unit": rule.unit,
        "source": rule.source,
        "confidence": rule.confidence,
    }
    told = {"code": entry.code, "key": entry.key, "message": message, "why": say(entry.why), "lifts": say(entry.lifts)}
    return {**told, "rule": about}


def _problem(told: Told, step: str = "", field: str = "") -> Json:
    return {"step": step or None, "field": field or None, **_said(told)}


def _said(told: Told) -> Json:
    return {"code": told.code, "message": told.message, "rule": told.rule or None}


def _payment(payment: PaymentRecord | None) -> Json | None:
    if payment is None:
        return None
    return {row.name: _plain(row.value) for row in slip_rows(payment)}


def _line(entry: LogRecord) -> Json:
    return {
        "seq": entry.seq,
        "at": moment_json(entry.at),
        "actor": entry.actor,
        "source": entry.source,
        "event": entry.event,
        "from": entry.state_from,
        "to": entry.state_to,
        "matter": entry.matter,
        "reason": entry.note.get("reason"),
        "decided_by": entry.note.get("decided_by"),
    }


def _plain(value: str | Decimal | datetime) -> str | None:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case datetime():
            return moment_json(value)
        case _:
            return value


def moment_json(at: datetime | None) -> str | None:
    """A point in time, in UTC."""
    return None if at is None else at.isoformat(timespec="seconds")
