"""One use-case under way on one case: what it sees, and the only way anything is written to the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Unpack

from mpwizard.case_list import judged
from mpwizard.domain import Kind
from mpwizard.gates import Situation
from mpwizard.lifecycle import LOST, REGISTRATION, Event, State
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.platform.port import Answer, Fact, Letter, Platform
from mpwizard.platform.practice import PracticePlatform
from mpwizard.platform.recorded import RecordedPlatform
from mpwizard.problems import Refusal, Refused
from mpwizard.records import CLOCK_SOURCE, PRACTICE_SOURCE, CaseRecord, MatterRecord, Proof, ProofKind, Uses
from mpwizard.rules.edition import load_edition
from mpwizard.stages import Stage
from mpwizard.transitions import Actor
from mpwizard.wizard.context import Context, Draft
from mpwizard.wizard.flow import STEPS, resume_at
from mpwizard.wizard.form import kept, same_answers
from mpwizard.wizard.identity import Identity, identity, subject
from mpwizard.world import World

if TYPE_CHECKING:
    from mpwizard.store import CaseChanges, MatterChanges, Reader, Writer

# The draft that is no step's: where in the wizard somebody works.
PLACE = "place"

# How far a practice case may run ahead, in years: far beyond every span of the rules. Project default.
MOST_YEARS_AHEAD = 10

# An activation mail is sent with each of these.
_ASKS_TO_ACTIVATE = (Event.CREDENTIALS_SUBMITTED, Event.ACTIVATION_RESENT)


@dataclass
class Work:
    """A case within one write transaction. Ends with `finish`, which stores what changed besides the log."""

    tx: Writer
    record: CaseRecord
    context: Context
    now: datetime
    operator: str
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = read_world(self.tx, self.record)
        self._changes: dict[str, Any] = {}

    @property
    def platform(self) -> Platform:
        """Who answers now, in this state and at this time."""
        if self.world is None:
            return RecordedPlatform()
        return PracticePlatform(self.world, self.context.edition, self.now, self.record.state)

    @property
    def identity(self) -> Identity:
        """The counted values of the draft."""
        return identity(self.context)

    @property
    def situation(self) -> Situation:
        """What the gates look at."""
        return Situation(self.context, self.record.state, uses(self.tx, self.record, self.context))

    def happened(self, fact: Fact, *, source: str = "") -> None:
        """Append one event to the log and move the case: the only writer of either.

        Raises:
            Refused: `not_now`, where the table has no such move.
        """
        move = REGISTRATION.advance(self.record.state, fact.event)
        said_by = source or self._source(move.by)
        at = fact.at or self.now
        self.tx.append(
            self.record.id, at, move.by, said_by, fact.event, self.record.state, move.target, dict(fact.note)
        )
        due_at = self._due(move.target, fact)
        self._change(state=move.target, due_at=due_at, changed_at=self.now, changed_by=said_by)
        if fact.proof is not None:
            self.tx.prove(self.record.id, fact.proof, at)
        if fact.payment is not None:
            self.tx.set_payment(self.record.id, fact.payment)
        if move.target in LOST or fact.event in (Event.ADDRESS_WITHDRAWN, Event.ADDRESS_REFUSED):
            self.tx.release_email(self.record.id)

    def moved(
        self,
        matter: MatterRecord,
        event: StrEnum,
        *,
        note: Mapping[str, object],
        source: str = "",
        at: datetime | None = None,
        **changes: Unpack[MatterChanges],
    ) -> MatterRecord:
        """Append one event of a matter to the log and move it: the only writer of either. It stands where it stands
        now since this event only if that is another state than before.

        Raises:
            Refused: `not_now`, where its lifecycle has no such move.
            Conflict: somebody else changed it meanwhile.
        """
        move = LIFECYCLES[matter.matter].advance(matter.state, event)
        when = at or self.now
        said_by = source or self._source(move.by)
        self.tx.append(self.record.id, when, move.by, said_by, event, matter.state, move.target, note, matter)
        changes["state"] = move.target
        if move.target is not matter.state:
            changes["since"] = when
        self._change(changed_at=self.now, changed_by=said_by)
        return self.tx.matters.change(matter, **changes)

    def on_the_desk(self, event: Event, *, note: Mapping[str, object], **changes: Unpack[CaseChanges]) -> None:
        """Record what an operator did with the case rather than to its registration, and change what it changes."""
        self.happened(Fact(event, note), source=self.operator)
        self._change(**changes)

    def touched(self) -> None:
        """Let the desk show that an operator changed something beside the registration."""
        self._change(changed_at=self.now, changed_by=self.operator)

    def note_next(self, *, to_do: str, stage: Stage, due_at: datetime | None, app_name: str) -> None:
        """Let the desk list an account: how far it is, under which name, and what is to be done next until when."""
        self._change(to_do=to_do, stage=stage, due_at=due_at, app_name=app_name)

    def take(self, answer: Answer) -> Refusal | None:
        """Record what the platform answered; its refusal, if it was one, is for the caller to tell."""
        for fact in answer.facts:
            self.happened(fact)
        self.letters.extend(answer.letters)
        return answer.refusal

    def answer(self, step: str, values: Mapping[str, object]) -> None:
        """Judge with these answers of a step from now on, what may not be stored included."""
        self.context = replace(self.context, draft={**self.context.draft, step: dict(values)})
        self.renew()

    def says(self, step: str, values: Mapping[str, object]) -> bool:
        """Whether these answers of a step are those that are stored, as far as they are kept at all."""
        given = kept(step, STEPS[step].answers, values)
        stored = self.context.draft.get(step, {})
        return same_answers({name: stored.get(name) for name in given}, given)

    def pass_time(self, by: timedelta) -> None:
        """Let a practice case's clock run ahead, and hear what that brought.

        Raises:
            Refused: `clock_too_far`; a time that no calendar has would close the desk to every case.
        """
        if self.record.ahead + by > timedelta(days=366) * MOST_YEARS_AHEAD:
            raise Refused("clock_too_far", {"years": MOST_YEARS_AHEAD})
        self.now += by
        self._change(ahead=self.record.ahead + by, changed_at=self.now)
        self.take(self.platform.news())

    def renew(self) -> None:
        """Look again at the proofs: a mobile number or a person that was changed is proven no more."""
        self.context = replace(self.context, proofs=proofs(self.tx, self.record.id, self.context))

    def finish(self) -> CaseRecord:
        """Store the world and the columns that the desk lists by."""
        if self.world is not None:
            self.tx.put_world(self.record.id, self.world.model_dump_json())
        self.renew()
        record = replace(
            self.record,
            step=resume_at(self.context, self.record.state),
            entity_type=self.context.entity_type,
            subject=subject(self.context),
        )
        self._change(step=record.step, entity_type=record.entity_type, subject=record.subject, **asdict(judged(record)))
        return self.record

    def _change(self, **changes: Any) -> None:
        changed = {name: value for name, value in changes.items() if getattr(self.record, name) != value}
        if changed:
            self.record = self.tx.change_case(self.record, **changed)

    def _due(self, target: State, fact: Fact) -> datetime | None:
        """Until when the next thing has to happen: a payment, an application, the activation that was asked for."""
        if fact.payment is not None:
            return fact.payment.due_at
        if fact.event is Event.VERIFICATION_REQUIRED:
            return self.now + self.context.edition.span("verification.start_within")
        if fact.event in _ASKS_TO_ACTIVATE and self.platform.capabilities.keeps_time:
            return self.now + self.context.edition.span("activation.lifetime")
        return self.record.due_at if target is self.record.state else None

    def _source(self, by: Actor) -> str:
        if by is Actor.CLOCK:
            return CLOCK_SOURCE
        if by is Actor.PLATFORM and self.record.kind is Kind.PRACTICE:
            return PRACTICE_SOURCE
        return self.operator


def context_of(record: CaseRecord, draft: Draft, now: datetime, *, by_hand: bool) -> Context:
    """The surroundings in which a case's answers are judged."""
    return Context(
        edition=load_edition(record.edition),
        kind=record.kind,
        today=now.astimezone().date(),
        draft=draft,
        by_hand=by_hand,
    )


def read_draft(tx: Reader, case_id: int) -> tuple[dict[str, dict[str, object]], dict[str, int]]:
    """A case's answers as typed, and their versions."""
    drafts = tx.drafts(case_id)
    draft = {step: dict(record.values) for step, record in drafts.items() if step in STEPS}
    return draft, {step: record.version for step, record in drafts.items()}


def read_world(tx: Reader, record: CaseRecord) -> World | None:
    """The surroundings of a practice case; None for a record case."""
    document = tx.world(record.id) if record.kind is Kind.PRACTICE else None
    return World.model_validate_json(document) if document else None


def proofs(tx: Reader, case_id: int, context: Context) -> frozenset[ProofKind]:
    """What is proven of the administrator as entered."""
    return frozenset(proof.kind for proof in claims(identity(context)) if tx.holds(case_id, proof))


def claims(who: Identity) -> tuple[Proof, ...]:
    """What there is to prove of a person: the mobile number, and that the WeChat scan was theirs."""
    known = []
    if who.mobile:
        known.append(Proof(ProofKind.MOBILE, who.mobile))
    if who.name and who.id_number:
        known.append(Proof(ProofKind.WECHAT, f"{who.name}\n{who.id_number}"))
    return tuple(known)


def uses(tx: Reader, record: CaseRecord, context: Context) -> Uses:
    """How often the case's values are used by the others on the desk."""
    who = identity(context)
    return tx.uses(
        record.id,
        record.kind,
        email=who.email,
        entity_code=who.entity_code,
        id_number=who.id_number,
        mobile=who.mobile,
    )
