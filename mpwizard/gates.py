"""May this happen now, and if not, why: pure functions of the case, the rule table and the clock.

Screens, the command line and answers files ask the same gates. Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mpwizard.domain import EntityType
from mpwizard.lifecycle import CONFIRMED_AND_AFTER, ENDED, LOST, REGISTRATION, Event, State
from mpwizard.problems import ALLOWED, Refusal, Refused, Verdict
from mpwizard.records import ProofKind, Uses
from mpwizard.rules.edition import Edition
from mpwizard.transitions import Actor
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import STEPS, Standing, before, is_registered_here, standings


@dataclass(frozen=True)
class Situation:
    """What a gate looks at: the answers in their surroundings, the stage, how often values are used."""

    context: Context
    state: State
    uses: Uses

    @property
    def standings(self) -> dict[str, Standing]:
        """How far every step is."""
        return standings(self.context, self.state)


Gate = Callable[[Situation], Verdict]


def may_write(step: str, state: State) -> Verdict:
    """Whether a step's answers may still be written."""
    if state in LOST:
        return Refusal("case_ended")
    if state in CONFIRMED_AND_AFTER:
        return Refusal("entity_final", rule="entity.final")
    if step == "credentials" and state is not State.DRAFT:
        return Refusal("step_closed")
    return ALLOWED


def may_reach(step: str, situation: Situation) -> Verdict:
    """Whether a step's answers may be handed in at all: it applies, it is open, the steps before it are done."""
    if not STEPS[step].applies(situation.context):
        return Refusal("step_not_applicable", rule="verification.why_none")
    writing = may_write(step, situation.state)
    if isinstance(writing, Refusal):
        return writing
    for earlier in before(step, situation.context):
        if situation.standings[earlier.key] is not Standing.DONE:
            return _because_of(earlier.key, situation)
    return ALLOWED


def may_pass(step: str, situation: Situation) -> Verdict:
    """Whether a step that was reached may be passed, its answers being well-formed: its own gate."""
    return OWN_GATES.get(step, _open)(situation)


def _open(_situation: Situation) -> Verdict:
    return ALLOWED


def _because_of(step: str, situation: Situation) -> Verdict:
    if step == "activation":
        return Refusal("activation_pending")
    if step == "administrator" and not _problems_left(step, situation):
        return is_proven(situation.context)
    return Refusal("earlier_step_open", {"step": STEPS[step]})


def _problems_left(step: str, situation: Situation) -> bool:
    proven = standings(replace(situation.context, proofs=STEPS[step].proofs), situation.state)
    return proven[step] is not Standing.DONE


def _account_type(situation: Situation) -> Verdict:
    if is_registered_here(situation.context):
        return ALLOWED
    chosen = situation.context.text("account_type", "type")
    where = situation.context.edition.text(f"account_type.{chosen}.where")
    return Refusal("account_type_elsewhere", {"where": where}, "account.registered_here")


def _credentials(situation: Situation) -> Verdict:
    if situation.uses.email >= situation.context.edition.number("email.accounts_max"):
        return Refusal("email_used_here", {"case": situation.uses.email_case}, "email.accounts_max")
    return ALLOWED


def _entity(situation: Situation) -> Verdict:
    return _within(f"limits.entity.{situation.context.entity_type}", situation.uses.entity, "entity_limit", situation)


def _administrator(situation: Situation) -> Verdict:
    uses, limits = situation.uses, []
    if situation.context.entity_type is EntityType.INDIVIDUAL:
        limits.append(_within("limits.individual", uses.individual, "individual_limit", situation))
    limits.append(_within("limits.administrator_id", uses.id_number, "administrator_id_limit", situation))
    limits.append(_within("limits.administrator_mobile", uses.mobile, "administrator_mobile_limit", situation))
    return first_refusal(*limits)


def _confirmation(situation: Situation) -> Verdict:
    applying = (_entity, _administrator) if STEPS["entity"].applies(situation.context) else (_administrator,)
    return first_refusal(*(gate(situation) for gate in applying))


def _within(rule: str, used: int, key: str, situation: Situation) -> Verdict:
    return within(situation.context.edition, rule, used, key)


OWN_GATES: Mapping[str, Gate] = {
    "account_type": _account_type,
    "credentials": _credentials,
    "entity": _entity,
    "administrator": _administrator,
    "confirmation": _confirmation,
}


def as_reviewed(reviewed: Mapping[str, int] | None, versions: Mapping[str, int], step: str) -> Verdict:
    """Whether the answers before a step are still those that somebody read over; yes where nobody claims to have."""
    if reviewed is None:
        return ALLOWED
    others = (key for key in STEPS if key != step)
    changed = any(versions.get(key) != reviewed.get(key) for key in others)
    return Refusal("changed_elsewhere") if changed else ALLOWED


def may_abandon(state: State) -> Verdict:
    """A case may be given up until its entity is final."""
    if Event.ABANDONED in REGISTRATION.events_from(state):
        return ALLOWED
    return Refusal("case_ended" if state in ENDED else "abandon_too_late", rule="entity.final")


def may_start_again(state: State) -> Verdict:
    """Only a case that ended without an account can be begun anew from its data."""
    return ALLOWED if state in LOST else Refusal("start_again_too_early")


def may_resend_activation(state: State) -> Verdict:
    """Another activation mail is sent only while one is waited for."""
    if state is State.AWAITING_ACTIVATION:
        return ALLOWED
    return Refusal("activation_mail_none" if state is State.DRAFT else "step_closed")


def may_open_link(state: State, *, mailed: bool) -> Verdict:
    """A link counts while an activation is waited for, once a mail with one was sent."""
    if not mailed or state is State.DRAFT:
        return Refusal("activation_mail_none")
    if state in LOST:
        return Refusal("case_ended")
    return ALLOWED if state is State.AWAITING_ACTIVATION else Refusal("activation_code_used")


def may_change_address(state: State) -> Verdict:
    """The address is free to change until the mailbox is activated."""
    if state in (State.DRAFT, State.AWAITING_ACTIVATION):
        return ALLOWED
    return Refusal("step_closed")


def may_send_mobile_code(situation: Situation) -> Verdict:
    """A code goes out once the mailbox is activated and the administrator's data are right."""
    reached = _administrator_reached(situation)
    if isinstance(reached, Refusal):
        return reached
    if _problems_left("administrator", situation):
        return Refusal("form_incomplete")
    return _administrator(situation)


def may_scan(situation: Situation) -> Verdict:
    """The QR code shows once the mobile number is proven, for an administrator whose data are right."""
    reached = _administrator_reached(situation)
    if isinstance(reached, Refusal):
        return reached
    if ProofKind.MOBILE not in situation.context.proofs:
        return Refusal("scan_before_mobile")
    return Refusal("form_incomplete") if _problems_left("administrator", situation) else ALLOWED


def awaits_scan(situation: Situation) -> bool:
    """Whether the QR code is what comes next: it may be scanned, and was not yet."""
    return may_scan(situation) == ALLOWED and ProofKind.WECHAT not in situation.context.proofs


def is_proven(context: Context) -> Verdict:
    """Whether the administrator has shown to be there: by the code on the mobile phone first, then by the scan."""
    if ProofKind.MOBILE not in context.proofs:
        return Refusal("mobile_unproven")
    return ALLOWED if ProofKind.WECHAT in context.proofs else Refusal("scan_unproven")


def has_run_out(state: State, due_at: datetime | None, now: datetime) -> bool:
    """Whether the clock moves a case on: its stage ends by its deadline, and that has passed."""
    ends = Event.DEADLINE_PASSED in REGISTRATION.events_from(state, Actor.CLOCK)
    return ends and due_at is not None and now > due_at


def first_refusal(*verdicts: Verdict) -> Verdict:
    """The first no among several verdicts; a yes where there is none."""
    return next((verdict for verdict in verdicts if isinstance(verdict, Refusal)), ALLOWED)


def within(edition: Edition, rule: str, used: int, key: str, **values: object) -> Verdict:
    """Whether one more is within the limit of a rule, and the refusal of that key, with the limit, where it is not."""
    limit = edition.number(rule)
    return ALLOWED if used < limit else Refusal(key, {"limit": limit, **values}, rule)


def insist(verdict: Verdict) -> None:
    """Go on only where a gate allows it.

    Raises:
        Refused: where it does not.
    """
    if isinstance(verdict, Refusal):
        raise Refused.because(verdict)


def _administrator_reached(situation: Situation) -> Verdict:
    if situation.state in (State.DRAFT, State.AWAITING_ACTIVATION):
        return Refusal("activation_pending")
    return may_write("administrator", situation.state)
