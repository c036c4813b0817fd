"""An account's sections, and what came of an action, as JSON objects for scripts. Personal values are masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.console.account import Account
from mpwizard.i18n import tr
from mpwizard.problems import Problem, Refusal, Trouble, Verdict
from mpwizard.records import CaseRecord, MatterRecord
from mpwizard.report import moment_json
from mpwizard.tell import tell
from mpwizard.texts import refusal
from mpwizard.unattended_account import Outcome, Possibility

Json = dict[str, Any]


def sections_json(view: AccountView) -> Json:
    """All sections of an account, in their order."""
    return {"sections": [_section(each, view.account) for each in view.sections]}


def outcome_json(outcome: Outcome) -> Json:
    """What came of an action: whether it was done, what stood in its way, its matter and its section now."""
    view, section, matter = outcome.view, outcome.section, outcome.matter
    return {
        "case": outcome.record.reference,
        "action": outcome.action,
        "done": outcome.done,
        "problems": [no_json(each) for each in outcome.problems],
        "matter": _matter(section, matter) if section is not None and matter is not None else None,
        "section": _section(section, view.account) if section is not None and view is not None else None,
    }


def possibilities_json(record: CaseRecord, possible: Iterable[Possibility]) -> Json:
    """What there is to do in a case, each action with its gate."""
    actions = [
        {
            "action": each.key,
            "number": each.number,
            "title": tr(each.title),
            "by": each.by,
            **_gate(each.verdict),
        }
        for each in possible
    ]
    return {"case": record.reference, "actions": actions}


def no_json(what: Problem | Refusal | Trouble) -> Json:
    """A refusal, or a problem of one field: code, reason, what would lift it, its rule and where it can be lifted."""
    told = tell(what)
    return {
        "field": (what.field or None) if isinstance(what, Problem) else None,
        "code": told.code,
        "message": told.message,
        "why": told.why,
        "lifts": told.lifts,
        "rule": told.rule or None,
        "section": refusal(what.key).section or None,
    }


def section_state(section: SectionView, account: Account) -> str:
    """Whether a section is locked, done, or open."""
    if section.locked:
        return "locked"
    return "done" if section.section.done(account) else "open"


def _section(view: SectionView, account: Account) -> Json:
    section = view.section
    matters = [matter for kind in section.matters for matter in account.all(kind)]
    return {
        "section": section.key,
        "row": section.row,
        "title": tr(section.title),
        "state": section_state(view, account),
        "refusal": no_json(view.verdict) if isinstance(view.verdict, Refusal) else None,
        "shown": [
            {"name": tr(line.name), "value": line.value, "tone": line.tone or None} for line in section.told(account)
        ],
        "matters": [_matter(view, matter) for matter in matters],
        "can": [
            {"action": offer.action.key, "number": offer.matter.number if offer.matter else None, "by": offer.action.by}
            for offer in view.offers
            if offer.allowed
        ],
    }


def _matter(view: SectionView, matter: MatterRecord) -> Json:
    return {
        "kind": matter.matter,
        "number": matter.number,
        "state": matter.state,
        "since": moment_json(matter.since),
        "due_at": moment_json(matter.due_at),
        "words": view.section.words(matter),
        "version": matter.version,
    }


def _gate(verdict: Verdict) -> Json:
    refused = isinstance(verdict, Refusal)
    return {"allowed": not refused, "refusal": no_json(verdict) if isinstance(verdict, Refusal) else None}
