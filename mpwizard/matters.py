"""What a case has besides its registration, each thing with a life of its own: their states and their events.

A matter (事项) is one such thing: a version of the code, a member, a link. To add a kind: its states and its events
here, its table in `matter_lifecycles.py`, its section in `mpwizard/console/`, its words in `data/texts/matters.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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


# Uploaded, and with nobody else: it can be filled in, submitted, deleted, and replaced by a newer upload.
AT_HAND = (Version.UPLOADED, Version.REJECTED, Version.WITHDRAWN)
# What trial members can be given: everything uploaded that is not online yet.
TRIABLE = (*AT_HAND, Version.IN_REVIEW, Version.APPROVED)
# Has passed once, whatever became of it since.
EVER_PASSED = (Verification.PASSED, Verification.EXPIRED, Verification.RENEWED)

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
