"""How each kind of matter goes from state to state: the tables of their lives, which everything else follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mpwizard.matters import (
    AT_HAND,
    TRIABLE,
    Category,
    CategoryEvent,
    Link,
    LinkEvent,
    Matter,
    Member,
    MemberEvent,
    Pay,
    PayEvent,
    Profile,
    ProfileEvent,
    SignIn,
    SignInEvent,
    Verification,
    VerificationEvent,
    Version,
    VersionEvent,
)
from mpwizard.transitions import Actor, Lifecycle, Transition

_A = Actor


def _moves(*rows: tuple[Any, Any, Any, Actor]) -> tuple[Transition[Any, Any], ...]:
    return tuple(Transition(*row) for row in rows)


_SIGN_IN = Lifecycle(
    SignIn.SIGNED_OUT,
    _moves(
        (SignIn.SIGNED_OUT, SignInEvent.PASSWORD_REFUSED, SignIn.SIGNED_OUT, _A.PLATFORM),
        (SignIn.SIGNED_OUT, SignInEvent.LOCKED_OUT, SignIn.LOCKED, _A.PLATFORM),
        (SignIn.SIGNED_OUT, SignInEvent.PASSWORD_ACCEPTED, SignIn.AWAITING_SCAN, _A.PLATFORM),
        (SignIn.LOCKED, SignInEvent.LOCK_ENDED, SignIn.SIGNED_OUT, _A.CLOCK),
        (SignIn.AWAITING_SCAN, SignInEvent.SCAN_REFUSED, SignIn.AWAITING_SCAN, _A.PLATFORM),
        (SignIn.AWAITING_SCAN, SignInEvent.SCAN_ACCEPTED, SignIn.SIGNED_IN, _A.PLATFORM),
        (SignIn.AWAITING_SCAN, SignInEvent.SCAN_EXPIRED, SignIn.SIGNED_OUT, _A.CLOCK),
        (SignIn.AWAITING_SCAN, SignInEvent.SIGNED_OUT, SignIn.SIGNED_OUT, _A.APPLICANT),
        (SignIn.SIGNED_IN, SignInEvent.SIGNED_OUT, SignIn.SIGNED_OUT, _A.APPLICANT),
    ),
)

_PROFILE = Lifecycle(
    Profile.DRAFT,
    _moves(
        (Profile.DRAFT, ProfileEvent.HANDED_IN, Profile.IN_REVIEW, _A.APPLICANT),
        (Profile.IN_REVIEW, ProfileEvent.ACCEPTED, Profile.SET, _A.PLATFORM),
        (Profile.IN_REVIEW, ProfileEvent.REFUSED, Profile.REFUSED, _A.PLATFORM),
        (Profile.SET, ProfileEvent.REPLACED, Profile.REPLACED, _A.PLATFORM),
    ),
)

_CATEGORY = Lifecycle(
    Category.CHOSEN,
    _moves(
        (Category.CHOSEN, CategoryEvent.CHOSEN, Category.CHOSEN, _A.APPLICANT),
        (Category.CHOSEN, CategoryEvent.TAKEN, Category.APPROVED, _A.PLATFORM),
        (Category.CHOSEN, CategoryEvent.SUBMITTED, Category.IN_REVIEW, _A.APPLICANT),
        (Category.CHOSEN, CategoryEvent.REMOVED, Category.REMOVED, _A.APPLICANT),
        (Category.IN_REVIEW, CategoryEvent.APPROVED, Category.APPROVED, _A.PLATFORM),
        (Category.IN_REVIEW, CategoryEvent.REJECTED, Category.REJECTED, _A.PLATFORM),
        (Category.REJECTED, CategoryEvent.SUBMITTED, Category.IN_REVIEW, _A.APPLICANT),
        (Category.REJECTED, CategoryEvent.REMOVED, Category.REMOVED, _A.APPLICANT),
        (Category.APPROVED, CategoryEvent.REMOVED, Category.REMOVED, _A.APPLICANT),
        *((state, CategoryEvent.PAPERS_MARKED, state, _A.APPLICANT) for state in (Category.CHOSEN, Category.REJECTED)),
    ),
)

_MEMBER = Lifecycle(
    Member.INVITED,
    _moves(
        (Member.INVITED, MemberEvent.BOUND, Member.BOUND, _A.APPLICANT),
        (Member.BOUND, MemberEvent.REMOVED, Member.REMOVED, _A.APPLICANT),
    ),
)

# Where one that was sent back can be while its reasons are ticked off: it makes way for the corrected one meanwhile.
_SENT_BACK = (Version.REJECTED, Version.SUPERSEDED, Version.DELETED)

# A version that was sent back or withdrawn can be submitted again as it is: a missing test account needs no new code.
_VERSION = Lifecycle(
    Version.UPLOADED,
    _moves(
        (Version.UPLOADED, VersionEvent.UPLOADED, Version.UPLOADED, _A.APPLICANT),
        (Version.UPLOADED, VersionEvent.SUBMITTED, Version.IN_REVIEW, _A.APPLICANT),
        (Version.UPLOADED, VersionEvent.SUPERSEDED, Version.SUPERSEDED, _A.PLATFORM),
        (Version.UPLOADED, VersionEvent.DELETED, Version.DELETED, _A.APPLICANT),
        (Version.IN_REVIEW, VersionEvent.EXPEDITED, Version.IN_REVIEW, _A.APPLICANT),
        (Version.IN_REVIEW, VersionEvent.DELAYED, Version.IN_REVIEW, _A.PLATFORM),
        (Version.IN_REVIEW, VersionEvent.WITHDRAWN, Version.WITHDRAWN, _A.APPLICANT),
        (Version.IN_REVIEW, VersionEvent.REJECTED, Version.REJECTED, _A.PLATFORM),
        (Version.IN_REVIEW, VersionEvent.APPROVED, Version.APPROVED, _A.PLATFORM),
        (Version.REJECTED, VersionEvent.SUBMITTED, Version.IN_REVIEW, _A.APPLICANT),
        (Version.REJECTED, VersionEvent.SUPERSEDED, Version.SUPERSEDED, _A.PLATFORM),
        (Version.REJECTED, VersionEvent.DELETED, Version.DELETED, _A.APPLICANT),
        (Version.WITHDRAWN, VersionEvent.SUBMITTED, Version.IN_REVIEW, _A.APPLICANT),
        (Version.WITHDRAWN, VersionEvent.SUPERSEDED, Version.SUPERSEDED, _A.PLATFORM),
        (Version.WITHDRAWN, VersionEvent.DELETED, Version.DELETED, _A.APPLICANT),
        (Version.APPROVED, VersionEvent.STAGED, Version.APPROVED, _A.APPLICANT),
        (Version.APPROVED, VersionEvent.RELEASED, Version.RELEASED, _A.APPLICANT),
        (Version.APPROVED, VersionEvent.SUPERSEDED, Version.SUPERSEDED, _A.PLATFORM),
        (Version.RELEASED, VersionEvent.SUPERSEDED, Version.SUPERSEDED, _A.PLATFORM),
        (Version.RELEASED, VersionEvent.ROLLED_BACK, Version.SUPERSEDED, _A.APPLICANT),
        (Version.SUPERSEDED, VersionEvent.RESTORED, Version.RELEASED, _A.APPLICANT),
        *((state, VersionEvent.PAGES_CHANGED, state, _A.APPLICANT) for state in AT_HAND),
        *((state, VersionEvent.TEST_ACCOUNT_GIVEN, state, _A.APPLICANT) for state in AT_HAND),
        *((state, VersionEvent.GIVEN_ON_TRIAL, state, _A.APPLICANT) for state in TRIABLE),
        *((state, VersionEvent.MENDED, state, _A.APPLICANT) for state in _SENT_BACK),
        *((state, VersionEvent.NOT_MENDED, state, _A.APPLICANT) for state in _SENT_BACK),
    ),
)

# Every application is a matter of its own: after a refusal or an expiry a new one begins, and is paid anew. One that
# passes while an earlier one holds takes its place.
_VERIFICATION = Lifecycle(
    Verification.NONE,
    _moves(
        (Verification.NONE, VerificationEvent.SUBMITTED, Verification.SUBMITTED, _A.APPLICANT),
        (Verification.SUBMITTED, VerificationEvent.PAID, Verification.PAID, _A.APPLICANT),
        (Verification.SUBMITTED, VerificationEvent.TAKEN, Verification.IN_REVIEW, _A.PLATFORM),
        (Verification.PAID, VerificationEvent.TAKEN, Verification.IN_REVIEW, _A.PLATFORM),
        (Verification.IN_REVIEW, VerificationEvent.RETURNED, Verification.RETURNED, _A.PLATFORM),
        (Verification.RETURNED, VerificationEvent.CORRECTED, Verification.IN_REVIEW, _A.APPLICANT),
        (Verification.RETURNED, VerificationEvent.CORRECTION_OVERDUE, Verification.REFUSED, _A.CLOCK),
        (Verification.IN_REVIEW, VerificationEvent.PASSED, Verification.PASSED, _A.PLATFORM),
        (Verification.IN_REVIEW, VerificationEvent.REFUSED, Verification.REFUSED, _A.PLATFORM),
        (Verification.PASSED, VerificationEvent.EXPIRED, Verification.EXPIRED, _A.CLOCK),
        (Verification.PASSED, VerificationEvent.RENEWED, Verification.RENEWED, _A.PLATFORM),
    ),
)

_PAY = Lifecycle(
    Pay.NONE,
    _moves(
        (Pay.NONE, PayEvent.SUBMITTED, Pay.SUBMITTED, _A.APPLICANT),
        (Pay.SUBMITTED, PayEvent.TAKEN, Pay.IN_REVIEW, _A.PLATFORM),
        (Pay.IN_REVIEW, PayEvent.REJECTED, Pay.REJECTED, _A.PLATFORM),
        (Pay.IN_REVIEW, PayEvent.APPROVED, Pay.APPROVED, _A.PLATFORM),
        (Pay.REJECTED, PayEvent.SUBMITTED, Pay.SUBMITTED, _A.APPLICANT),
        (Pay.APPROVED, PayEvent.SIGNED, Pay.SIGNED, _A.APPLICANT),
    ),
)

# What happens to every link. Who has to agree, and until when, is each kind's own.
_EVERY_LINK = (
    (Link.REQUESTED, LinkEvent.REQUESTED, Link.REQUESTED, _A.APPLICANT),
    (Link.REQUESTED, LinkEvent.AUTHORISED, Link.AUTHORISED, _A.PLATFORM),
    (Link.REQUESTED, LinkEvent.REFUSED, Link.REFUSED, _A.PLATFORM),
    (Link.AUTHORISED, LinkEvent.LINKED, Link.LINKED, _A.PLATFORM),
    (Link.LINKED, LinkEvent.UNLINKED, Link.UNLINKED, _A.APPLICANT),
)
_LAPSES = (Link.REQUESTED, LinkEvent.LAPSED, Link.LAPSED, _A.CLOCK)

_OPEN_PLATFORM = Lifecycle(Link.REQUESTED, _moves(*_EVERY_LINK))
_OFFICIAL_ACCOUNT = Lifecycle(Link.REQUESTED, _moves(*_EVERY_LINK, _LAPSES))
_WECOM = Lifecycle(
    Link.REQUESTED,
    _moves(
        *_EVERY_LINK,
        _LAPSES,
        (Link.REQUESTED, LinkEvent.SCAN_REFUSED, Link.REQUESTED, _A.PLATFORM),
        (Link.LINKED, LinkEvent.SCOPE_CHANGED, Link.LINKED, _A.APPLICANT),
    ),
)

LIFECYCLES: Mapping[Matter, Lifecycle[Any, Any]] = {
    Matter.SIGN_IN: _SIGN_IN,
    Matter.NAME: _PROFILE,
    Matter.AVATAR: _PROFILE,
    Matter.INTRODUCTION: _PROFILE,
    Matter.CATEGORY: _CATEGORY,
    Matter.MEMBER: _MEMBER,
    Matter.VERSION: _VERSION,
    Matter.VERIFICATION: _VERIFICATION,
    Matter.PAY: _PAY,
    Matter.OPEN_PLATFORM: _OPEN_PLATFORM,
    Matter.OFFICIAL_ACCOUNT: _OFFICIAL_ACCOUNT,
    Matter.WECOM: _WECOM,
}
