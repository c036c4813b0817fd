"""Where a registration stands and what may move it: one table. Whether a move is wise is a gate's question."""

from __future__ import annotations

from enum import StrEnum

from mpwizard.transitions import Actor, Lifecycle, Transition


class State(StrEnum):
    """The stages of a registration."""

    DRAFT = "draft"
    AWAITING_ACTIVATION = "awaiting_activation"
    ACTIVATED = "activated"
    CONFIRMED = "confirmed"
    AWAITING_TRANSFER = "awaiting_transfer"
    AWAITING_VERIFICATION = "awaiting_verification"
    REGISTERED = "registered"
    FAILED = "failed"
    ABANDONED = "abandoned"


class Event(StrEnum):
    """What happens to a registration."""

    CREATED = "created"
    CREDENTIALS_SUBMITTED = "credentials_submitted"
    ADDRESS_REFUSED = "address_refused"
    ACTIVATION_RESENT = "activation_resent"
    ACTIVATION_REFUSED = "activation_refused"
    ADDRESS_WITHDRAWN = "address_withdrawn"
    ACTIVATED = "activated"
    MOBILE_CODE_SENT = "mobile_code_sent"
    MOBILE_CODE_REFUSED = "mobile_code_refused"
    MOBILE_CONFIRMED = "mobile_confirmed"
    SCAN_REFUSED = "scan_refused"
    SCAN_CONFIRMED = "scan_confirmed"
    ENTITY_CONFIRMED = "entity_confirmed"
    ENTITY_ACCEPTED = "entity_accepted"
    TRANSFER_REQUESTED = "transfer_requested"
    TRANSFER_REFUSED = "transfer_refused"
    TRANSFER_VERIFIED = "transfer_verified"
    VERIFICATION_REQUIRED = "verification_required"
    VERIFICATION_REFUSED = "verification_refused"
    VERIFICATION_PASSED = "verification_passed"
    DEADLINE_PASSED = "deadline_passed"
    ABANDONED = "abandoned"
    VALUE_REVEALED = "value_revealed"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought_back"


# What operators do with a case rather than to its registration: a hidden value shown, another owner or editor, put away
# and taken out again.
OF_THE_DESK = (Event.VALUE_REVEALED, Event.HANDED_OVER, Event.TAKEN_OVER, Event.ARCHIVED, Event.BROUGHT_BACK)

_S, _E, _A = State, Event, Actor

REGISTRATION = Lifecycle(
    _S.DRAFT,
    (
        Transition(_S.DRAFT, _E.CREATED, _S.DRAFT, _A.APPLICANT),
        Transition(_S.DRAFT, _E.ADDRESS_REFUSED, _S.DRAFT, _A.PLATFORM),
        Transition(_S.DRAFT, _E.CREDENTIALS_SUBMITTED, _S.AWAITING_ACTIVATION, _A.APPLICANT),
        Transition(_S.DRAFT, _E.ABANDONED, _S.ABANDONED, _A.APPLICANT),
        Transition(_S.AWAITING_ACTIVATION, _E.ACTIVATION_RESENT, _S.AWAITING_ACTIVATION, _A.APPLICANT),
        Transition(_S.AWAITING_ACTIVATION, _E.ACTIVATION_REFUSED, _S.AWAITING_ACTIVATION, _A.PLATFORM),
        Transition(_S.AWAITING_ACTIVATION, _E.ADDRESS_REFUSED, _S.DRAFT, _A.PLATFORM),
        Transition(_S.AWAITING_ACTIVATION, _E.ADDRESS_WITHDRAWN, _S.DRAFT, _A.APPLICANT),
        Transition(_S.AWAITING_ACTIVATION, _E.ACTIVATED, _S.ACTIVATED, _A.PLATFORM),
        Transition(_S.AWAITING_ACTIVATION, _E.ABANDONED, _S.ABANDONED, _A.APPLICANT),
        Transition(_S.ACTIVATED, _E.MOBILE_CODE_SENT, _S.ACTIVATED, _A.APPLICANT),
        Transition(_S.ACTIVATED, _E.MOBILE_CODE_REFUSED, _S.ACTIVATED, _A.PLATFORM),
        Transition(_S.ACTIVATED, _E.MOBILE_CONFIRMED, _S.ACTIVATED, _A.PLATFORM),
        Transition(_S.ACTIVATED, _E.SCAN_REFUSED, _S.ACTIVATED, _A.PLATFORM),
        Transition(_S.ACTIVATED, _E.SCAN_CONFIRMED, _S.ACTIVATED, _A.PLATFORM),
        Transition(_S.ACTIVATED, _E.ENTITY_CONFIRMED, _S.CONFIRMED, _A.APPLICANT),
        Transition(_S.ACTIVATED, _E.ABANDONED, _S.ABANDONED, _A.APPLICANT),
        Transition(_S.CONFIRMED, _E.ENTITY_ACCEPTED, _S.REGISTERED, _A.PLATFORM),
        Transition(_S.CONFIRMED, _E.TRANSFER_REQUESTED, _S.AWAITING_TRANSFER, _A.PLATFORM),
        Transition(_S.CONFIRMED, _E.VERIFICATION_REQUIRED, _S.AWAITING_VERIFICATION, _A.PLATFORM),
        Transition(_S.AWAITING_TRANSFER, _E.TRANSFER_REFUSED, _S.AWAITING_TRANSFER, _A.PLATFORM),
        Transition(_S.AWAITING_TRANSFER, _E.TRANSFER_VERIFIED, _S.REGISTERED, _A.PLATFORM),
        Transition(_S.AWAITING_TRANSFER, _E.DEADLINE_PASSED, _S.FAILED, _A.CLOCK),
        Transition(_S.AWAITING_VERIFICATION, _E.VERIFICATION_REFUSED, _S.AWAITING_VERIFICATION, _A.PLATFORM),
        Transition(_S.AWAITING_VERIFICATION, _E.VERIFICATION_PASSED, _S.REGISTERED, _A.PLATFORM),
        # Money that comes after the end is returned and said so; the end stays the end.
        Transition(_S.FAILED, _E.TRANSFER_REFUSED, _S.FAILED, _A.PLATFORM),
        Transition(_S.REGISTERED, _E.TRANSFER_REFUSED, _S.REGISTERED, _A.PLATFORM),
        # What operators do with a case leaves a line in the log, at any time, and moves nothing.
        *(Transition(state, event, state, _A.APPLICANT) for event in OF_THE_DESK for state in _S),
    ),
)

# The stages in which nothing more is waited for.
ENDED = frozenset({State.REGISTERED, State.FAILED, State.ABANDONED})
# Ended without an account: the address, the person and the entity count as unused again.
LOST = frozenset({State.FAILED, State.ABANDONED})
# From here on the entity is final.
CONFIRMED_AND_AFTER = frozenset(
    {State.CONFIRMED, State.AWAITING_TRANSFER, State.AWAITING_VERIFICATION, State.REGISTERED, State.FAILED}
)
