"""The steps of a registration in their order, and everything about order that follows from them.

To add a step: its answers model in `wizard/steps/`, one line in `FLOW`, its screen in `screens/wizard/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from mpwizard.domain import EntityType
from mpwizard.i18n import N_
from mpwizard.lifecycle import CONFIRMED_AND_AFTER, LOST, State
from mpwizard.records import ProofKind
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import Answers, check
from mpwizard.wizard.steps.account_type import AccountTypeAnswers
from mpwizard.wizard.steps.activation import ActivationAnswers
from mpwizard.wizard.steps.administrator import AdministratorAnswers
from mpwizard.wizard.steps.completion import CompletionAnswers
from mpwizard.wizard.steps.confirmation import ConfirmationAnswers
from mpwizard.wizard.steps.credentials import CredentialsAnswers
from mpwizard.wizard.steps.entity import EntityAnswers
from mpwizard.wizard.steps.entity_type import EntityTypeAnswers
from mpwizard.wizard.steps.verification import VerificationAnswers


def for_everyone(_context: Context) -> bool:
    """True of every case."""
    return True


def is_registered_here(context: Context) -> bool:
    """The chosen kind of account is one that this flow registers."""
    return context.text("account_type", "type") in context.edition.words("account.registered_here")


def for_organisations(context: Context) -> bool:
    """The step applies unless the entity is a person (whose entity is the administrator)."""
    return context.entity_type is not EntityType.INDIVIDUAL


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its key, its title, its answers, when it applies.

    `leads_on` tells whether right answers lead further in this flow. `passed_in` are the states that alone prove it
    passed (what the platform or the clock had to answer); where it is empty, the step is passed when its answers are
    right. `to_do` is what the desk names as the next action while the case stands here (a text under `next.`);
    `proofs` are what has to be proven besides. `begins_anew` marks what belongs to one attempt only: who starts again
    from an ended case gives these answers again.
    """

    key: str
    title: str
    answers: type[Answers]
    to_do: str
    applies: Callable[[Context], bool] = for_everyone
    leads_on: Callable[[Context], bool] = for_everyone
    passed_in: frozenset[State] = frozenset()
    proofs: frozenset[ProofKind] = frozenset()
    begins_anew: bool = False


_AFTER_ACTIVATION = CONFIRMED_AND_AFTER | {State.ACTIVATED}
_AFTER_CREDENTIALS = _AFTER_ACTIVATION | {State.AWAITING_ACTIVATION}

FLOW: tuple[Step, ...] = (
    Step("account_type", N_("Account type"), AccountTypeAnswers, "choose_account_type", leads_on=is_registered_here),
    Step("credentials", N_("E-mail, password"), CredentialsAnswers, "enter_credentials", passed_in=_AFTER_CREDENTIALS),
    Step("activation", N_("Activation"), ActivationAnswers, "activate", passed_in=_AFTER_ACTIVATION, begins_anew=True),
    Step("entity_type", N_("Entity type"), EntityTypeAnswers, "choose_entity_type"),
    Step("entity", N_("Entity"), EntityAnswers, "enter_entity", applies=for_organisations),
    Step("verification", N_("Verification"), VerificationAnswers, "choose_verification", applies=for_organisations),
    Step(
        "administrator", N_("Administrator"), AdministratorAnswers, "enter_administrator", proofs=frozenset(ProofKind)
    ),
    Step(
        "confirmation",
        N_("Confirmation"),
        ConfirmationAnswers,
        "confirm",
        passed_in=CONFIRMED_AND_AFTER,
        begins_anew=True,
    ),
    Step(
        "completion",
        N_("Completion"),
        CompletionAnswers,
        "complete_information",
        passed_in=frozenset({State.REGISTERED}),
    ),
)

STEPS: Mapping[str, Step] = {step.key: step for step in FLOW}


class Standing(StrEnum):
    """How far one step is."""

    DONE = "done"
    OPEN = "open"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not_applicable"


def path(context: Context) -> tuple[Step, ...]:
    """The steps that apply now, in order."""
    return tuple(step for step in FLOW if step.applies(context))


def standings(context: Context, state: State) -> dict[str, Standing]:
    """How far every step is: done, open, blocked by what comes before it, or not applicable.

    Exactly one step at most is open: the first that is not done. After an end without an account none is.
    """
    result: dict[str, Standing] = {}
    reached = True
    for step in FLOW:
        if not step.applies(context):
            result[step.key] = Standing.NOT_APPLICABLE
        elif _passed(step, context, state):
            result[step.key] = Standing.DONE if reached or state in step.passed_in else Standing.BLOCKED
        else:
            result[step.key] = Standing.OPEN if reached and state not in LOST else Standing.BLOCKED
            reached = False
    return result


def resume_at(context: Context, state: State) -> str:
    """The step to open: the first open one, else the last that applies."""
    standing = standings(context, state)
    return next((key for key, how in standing.items() if how is Standing.OPEN), path(context)[-1].key)


def before(step: str, context: Context) -> tuple[Step, ...]:
    """The steps that apply and come before this one."""
    applying = path(context)
    keys = [each.key for each in applying]
    return applying[: keys.index(step)] if step in keys else applying


def _passed(step: Step, context: Context, state: State) -> bool:
    if step.passed_in:
        return state in step.passed_in
    if state in CONFIRMED_AND_AFTER:
        return True
    if step.key not in context.draft or not step.leads_on(context):
        return False
    if not step.proofs <= context.proofs:
        return False
    # SMS codes and retyping are asked anew each time and kept nowhere: they do not make a step undone.
    return not check(step.key, step.answers, replace(context, by_hand=False))
