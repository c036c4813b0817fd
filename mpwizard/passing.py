"""What passing each step sets in motion: the event it causes, the command that goes out to the platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mpwizard.domain import EntityType
from mpwizard.gates import is_proven, may_pass, may_reach, may_write
from mpwizard.lifecycle import Event
from mpwizard.platform.port import Application, Fact
from mpwizard.problems import Invalid, Refusal
from mpwizard.records import AdministratorRecord, EntityRecord, ProofKind
from mpwizard.wizard.flow import STEPS, Standing
from mpwizard.wizard.form import answers, check
from mpwizard.wizard.steps.activation import ActivationAnswers
from mpwizard.wizard.steps.administrator import AdministratorAnswers
from mpwizard.wizard.steps.credentials import CredentialsAnswers
from mpwizard.wizard.steps.entity import EntityAnswers
from mpwizard.wizard.steps.verification import VerificationAnswers
from mpwizard.work import Work


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """The hash of the password, where one was given; the password itself never comes this far."""

    value: str = field(default="", repr=False)


Passing = Callable[[Work, PasswordHash], Refusal | None]


def pass_step(step: str, values: Mapping[str, object], work: Work, password: PasswordHash) -> Refusal | None:
    """Judge a step's answers, ask its gate, and do what passing it means.

    Returns the refusal to tell, with what happened on the way already recorded. A step that was passed for good is
    simply passed again, as long as its answers are those that stand.

    Raises:
        Invalid: the answers have problems; nothing was recorded.
    """
    if isinstance(may_write(step, work.record.state), Refusal):
        if work.situation.standings[step] is Standing.DONE and work.says(step, values):
            return None
    else:
        work.answer(step, values)
        if work.record.state in STEPS[step].passed_in:
            return None
    reached = may_reach(step, work.situation)
    if isinstance(reached, Refusal):
        return reached
    problems = check(step, STEPS[step].answers, work.context)
    if problems:
        raise Invalid(problems)
    passed = may_pass(step, work.situation)
    if isinstance(passed, Refusal):
        return passed
    return PASSINGS.get(step, _nothing_more)(work, password)


def _nothing_more(_work: Work, _password: PasswordHash) -> Refusal | None:
    return None


def _credentials(work: Work, password: PasswordHash) -> Refusal | None:
    given = answers("credentials", CredentialsAnswers, work.context)
    answer = work.platform.register(given.email, password.value)
    if answer.refusal is not None:
        return work.take(answer)
    work.tx.claim_email(work.record.id, work.record.kind, given.email)
    work.happened(Fact(Event.CREDENTIALS_SUBMITTED))
    return work.take(answer)


def _activation(work: Work, _password: PasswordHash) -> Refusal | None:
    if not work.platform.capabilities.answers_itself or not work.context.by_hand:
        return Refusal("activation_pending")
    return work.take(work.platform.activate(answers("activation", ActivationAnswers, work.context).code))


def _administrator(work: Work, _password: PasswordHash) -> Refusal | None:
    given = answers("administrator", AdministratorAnswers, work.context)
    if given.sms_code and ProofKind.MOBILE not in work.context.proofs:
        refusal = work.take(work.platform.confirm_mobile(given.mobile, given.sms_code))
        if refusal is not None:
            return refusal
        work.renew()
    proven = is_proven(work.context)
    return proven if isinstance(proven, Refusal) else None


def _confirmation(work: Work, _password: PasswordHash) -> Refusal | None:
    application = handed_in(work)
    work.happened(Fact(Event.ENTITY_CONFIRMED))
    return work.take(work.platform.accept(application))


def handed_in(work: Work) -> Application:
    """Make the entity and its administrator final, and give what is handed in to the platform."""
    person = answers("administrator", AdministratorAnswers, work.context)
    administrator = AdministratorRecord(person.name, person.id_number, person.mobile)
    entity = _entity(work, administrator)
    # The entity type of the case is as final as the entity: it has to be stored before.
    work.finish()
    work.tx.set_administrator(work.record.id, administrator)
    work.tx.set_entity(work.record.id, entity)
    return Application(entity.entity_type, entity.method, entity.bank_account, administrator)


def _entity(work: Work, administrator: AdministratorRecord) -> EntityRecord:
    context = work.context
    if context.entity_type is None:
        raise Invalid(check("entity_type", STEPS["entity_type"].answers, context))
    if context.entity_type is EntityType.INDIVIDUAL:
        return EntityRecord(context.entity_type, administrator.name, None, administrator.id_number, None, "", "")
    entity = answers("entity", EntityAnswers, context)
    way = answers("verification", VerificationAnswers, context)
    return EntityRecord(
        entity_type=context.entity_type,
        name=entity.name,
        code_kind=entity.code_kind,
        code=entity.code,
        method=context.method,
        bank_name=way.bank_name,
        bank_account=way.bank_account,
    )


PASSINGS: Mapping[str, Passing] = {
    "credentials": _credentials,
    "activation": _activation,
    "administrator": _administrator,
    "confirmation": _confirmation,
}
