"""What a case has besides its registration, each thing with a life of its own: the tables of those lives.

A matter (事项) is one such thing: a version of the code, a member, a link. To add a kind: its states, its events and
its table here, its section in `mpwizard/console/`, its words in `data/texts/matters.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mpwizard.transitions import Actor, Lifecycle, Transition

_A = Actor


class Matter(StrEnum):
    """The kinds of matter."""

    SIGN_IN = "sign_in"
    NAME = "name"
    AVATAR = "avatar"
    INTRODUCTION = "introduction"
    CATEGORY = "category"
    MEMBER = "member"
    VERSION = "version"
    VERIFICATION = "verification"
    PAY = "pay"
    OPEN_PLATFORM = "open_platform"
    OFFICIAL_ACCOUNT = "official_account"
    WECOM = "wecom"


class SignIn(StrEnum):
    """Whether somebody is signed in to the account."""

    SIGNED_OUT = "signed_out"
    AWAITING_SCAN = "awaiting_scan"
    SIGNED_IN = "signed_in"
    LOCKED = "locked"


class SignInEvent(StrEnum):
    """What happens at the door."""

    PASSWORD_ACCEPTED = "password_accepted"  # noqa: S105 - an event
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 - an event
    LOCKED_OUT = "locked_out"
    LOCK_ENDED = "lock_ended"
    SCAN_ACCEPTED = "scan_accepted"
    SCAN_REFUSED = "scan_refused"
    SCAN_EXPIRED = "scan_expired"
    SIGNED_OUT = "signed_out"


class Profile(StrEnum):
    """Where a piece of the account's information stands: its name, its avatar, its introduction."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REFUSED = "refused"
    SET = "set"
    REPLACED = "replaced"


class ProfileEvent(StrEnum):
    """What happens to a piece of information."""

    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"


class Category(StrEnum):
    """Where a service category (服务类目) of the account stands."""

    CHOSEN = "chosen"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    APPROVED = "approved"
    REMOVED = "removed"


class CategoryEvent(StrEnum):
    """What happens to a category."""

    CHOSEN = "chosen"
    PAPERS_MARKED = "papers_marked"
    SUBMITTED = "submitted"
    TAKEN = "taken"
    REJECTED = "rejected"
    APPROVED = "approved"
    REMOVED = "removed"


class Member(StrEnum):
    """Whether somebody is bound to the account."""

    INVITED = "invited"
    BOUND = "bound"
    REMOVED = "removed"


class MemberEvent(StrEnum):
    """What happens to a member."""

    BOUND = "bound"
    REMOVED = "removed"


class Version(StrEnum):
    """Where a version of the code stands."""

    UPLOADED = "uploaded"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    APPROVED = "approved"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


class VersionEvent(StrEnum):
    """What happens to a version."""

    UPLOADED = "uploaded"
    PAGES_CHANGED = "pages_changed"
    TEST_ACCOUNT_GIVEN = "test_account_given"
    GIVEN_ON_TRIAL = "given_on_trial"
    SUBMITTED = "submitted"
    EXPEDITED = "expedited"
    DELAYED = "delayed"
    REJECTED = "rejected"
    MENDED = "mended"
    NOT_MENDED = "not_mended"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    STAGED = "staged"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    ROLLED_BACK = "rolled_back"
    RESTORED = "restored"
    DELETED = "deleted"


class Verification(StrEnum):
    """Where a WeChat verification (微信认证) stands."""

    NONE = "none"
    SUBMITTED = "submitted"
    PAID = "paid"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PASSED = "passed"
    REFUSED = "refused"
    EXPIRED = "expired"
    RENEWED = "renewed"


class VerificationEvent(StrEnum):
    """What happens to a WeChat verification."""

    SUBMITTED = "submitted"
    PAID = "paid"
    TAKEN = "taken"
    RETURNED = "returned"
    CORRECTED = "corrected"
    PASSED = "passed"
    REFUSED = "refused"
    CORRECTION_OVERDUE = "correction_overdue"
    EXPIRED = "expired"
    RENEWED = "renewed"


class Pay(StrEnum):
    """Where an application for WeChat Pay (微信支付) stands."""

    NONE = "none"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    APPROVED = "approved"
    SIGNED = "signed"


class PayEvent(StrEnum):
    """What happens to an application for WeChat Pay."""

    SUBMITTED = "submitted"
    TAKEN = "taken"
    REJECTED = "rejected"
    APPROVED = "approved"
    SIGNED = "signed"


class Link(StrEnum):
    """Where a link to another account stands: of the Open Platform, an official account, a company of WeCom."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    LINKED = "linked"
    REFUSED = "refused"
    LAPSED = "lapsed"
    UNLINKED = "unlinked"


class LinkEvent(StrEnum):
    """What happens to a link; only WeCom knows a scope of those who see it."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    SCAN_REFUSED = "scan_refused"
    LINKED = "linked"
    REFUSED = "refused"
    LAPSED = "lapsed"
    SCOPE_CHANGED = "scope_changed"
    UNLINKED = "unlinked"


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

# Uploaded, and with nobody else: it can be filled in, submitted, deleted, and replaced by a newer upload.
AT_HAND = (Version.UPLOADED, Version.REJECTED, Version.WITHDRAWN)
# What trial members can be given: everything uploaded that is not online yet.
TRIABLE = (*AT_HAND, Version.IN_REVIEW, Version.APPROVED)
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

# Has passed once, whatever became of it since.
EVER_PASSED = (Verification.PASSED, Verification.EXPIRED, Verification.RENEWED)

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

# Under which words in the texts the states and events of each kind are told.
GROUPS: Mapping[type[StrEnum], str] = {
    SignIn: "sign_in.state",
    SignInEvent: "sign_in.event",
    Profile: "profile.state",
    ProfileEvent: "profile.event",
    Category: "category.state",
    CategoryEvent: "category.event",
    Member: "member.state",
    MemberEvent: "member.event",
    Version: "version.state",
    VersionEvent: "version.event",
    Verification: "verification.state",
    VerificationEvent: "verification.event",
    Pay: "pay.state",
    PayEvent: "pay.event",
    Link: "link.state",
    LinkEvent: "link.event",
}
