"""What the real platform answered, as the operator writes it down: who said so, when, with a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mpwizard.domain import Kind
from mpwizard.gates import as_reviewed, insist
from mpwizard.lifecycle import Event, State
from mpwizard.platform.port import Fact
from mpwizard.problems import Invalid, Refused
from mpwizard.recordable import Recordable, recordable
from mpwizard.records import NOTE_LIMIT, PaymentRecord, ProofKind
from mpwizard.text import clean
from mpwizard.views import CaseView
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import answers, check
from mpwizard.wizard.identity import identity
from mpwizard.wizard.slip import SLIP, SlipAnswers
from mpwizard.work import Work, claims, read_draft

if TYPE_CHECKING:
    from mpwizard.desk import Desk

_PROVES = {Event.MOBILE_CONFIRMED: ProofKind.MOBILE, Event.SCAN_CONFIRMED: ProofKind.WECHAT}


class Recording:
    """The operator's record of the platform's answers, on record cases only."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def possible(self, view: CaseView) -> tuple[Recordable, ...]:
        """What the platform can have answered now; nothing on practice cases, which answer themselves."""
        if view.record.kind is not Kind.RECORD:
            return ()
        return _possible(view.state, view.context)

    def answer(
        self,
        case_id: int,
        event: Event,
        *,
        reason: str = "",
        note: str = "",
        slip: Mapping[str, object] | None = None,
        reviewed: Mapping[str, int] | None = None,
    ) -> CaseView:
        """Write one answer down, with its reason where it was a refusal, and its slip where it asks for money.

        `reviewed` holds the versions of the case's answers as the operator saw them: a proof is given to nobody else.

        Raises:
            Refused: `record_only` on a practice case, `not_now` where this cannot have been answered,
                `changed_elsewhere` where somebody else changed the case's answers meanwhile.
            Invalid: the slip has problems.
        """
        with self._desk.working(case_id) as work:
            if work.record.kind is not Kind.RECORD:
                raise Refused("record_only")
            insist(as_reviewed(reviewed, read_draft(work.tx, case_id)[1], ""))
            possible = _possible(work.record.state, work.context)
            chosen = next((each for each in possible if each.event is event), None)
            if chosen is None or (chosen.refusals and reason not in chosen.refusals):
                raise Refused("not_now", {"state": work.record.state, "event": event})
            noted = {"reason": reason, "note": clean(note, NOTE_LIMIT)}
            work.happened(
                Fact(event, {name: text for name, text in noted.items() if text}, _slip(chosen, slip, work)),
                source=self._desk.operator,
            )
            if event in _PROVES:
                _prove(work, _PROVES[event])
        return self._desk.view(case_id)


def _possible(state: State, context: Context) -> tuple[Recordable, ...]:
    return tuple(each for each in recordable(state, context) if _ripe(each.event, context))


def _ripe(event: Event, context: Context) -> bool:
    """Whether an answer can be recorded yet: a proof needs somebody it is proven of, and is given once."""
    if event not in _PROVES:
        return True
    provable = {proof.kind for proof in claims(identity(context))}
    return _PROVES[event] in provable - context.proofs


def _slip(chosen: Recordable, slip: Mapping[str, object] | None, work: Work) -> PaymentRecord | None:
    if not chosen.with_payment:
        return None
    context = replace(work.context, draft={**work.context.draft, SLIP: dict(slip or {})})
    problems = check(SLIP, SlipAnswers, context)
    if problems:
        raise Invalid(problems)
    return answers(SLIP, SlipAnswers, context).payment()


def _prove(work: Work, kind: ProofKind) -> None:
    for proof in claims(work.identity):
        if proof.kind is kind:
            work.tx.prove(work.record.id, proof, work.now)
