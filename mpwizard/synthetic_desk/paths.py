"""How cases of a practice desk have gone so far, as data: which parts were played in which order and by whom, and how
often such cases lie on a desk."""

from __future__ import annotations

from dataclasses import dataclass

from mpwizard.domain import EntityType, Method
from mpwizard.synthetic_desk.player import Part, Player

_P = Player
Way = tuple[EntityType, Method | None]


@dataclass(frozen=True, slots=True)
class Path:
    """One end that cases have come to: the parts that led there, who goes it, its share among a thousand cases."""

    share: int
    parts: tuple[Part, ...]
    ways: tuple[Way, ...]


_PERSON: tuple[Way, ...] = ((EntityType.INDIVIDUAL, None),)
_TRANSFER: tuple[Way, ...] = (
    (EntityType.ENTERPRISE, Method.TRANSFER),
    (EntityType.SOLE_TRADER, Method.TRANSFER),
)
_COMPANY = _TRANSFER[:1]
_VERIFIED_FIRST: tuple[Way, ...] = (
    (EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION),
    (EntityType.GOVERNMENT, Method.WECHAT_VERIFICATION),
    (EntityType.MEDIA, Method.WECHAT_VERIFICATION),
    (EntityType.OTHER, Method.WECHAT_VERIFICATION),
)
_AT_ONCE = _PERSON + _TRANSFER

_MAILED = (_P.choose_account, _P.ask_for_mail)
_ACTIVE = (*_MAILED, _P.open_mail)
_DESCRIBED = (*_ACTIVE, _P.choose_entity_type, _P.describe_entity, _P.choose_verification)
_FINAL = (*_DESCRIBED, _P.prove_administrator, _P.confirm)
# An individual is registered with the confirmation: `pay` finds nothing to pay there.
_REGISTERED = (*_FINAL, _P.pay)
_SIGNED_IN = (*_REGISTERED, _P.sign_in)
_NAMED = (*_SIGNED_IN, _P.hand_in_name, _P.hand_in_avatar)
_COMPLETE = (*_NAMED, _P.introduce, _P.add_category)
_UPLOADED = (*_COMPLETE, _P.upload, _P.describe_page)
_SUBMITTED = (*_UPLOADED, _P.submit_version)
_APPROVED = (*_SUBMITTED, _P.approve_version)
_LIVE = (*_APPROVED, _P.release)
_VERIFYING = (*_FINAL, _P.sign_in, _P.apply_for_verification)
_LOOKED_AT = (*_VERIFYING, _P.pay_fee, _P.take_verification)
_VERIFIED = (*_LOOKED_AT, _P.pass_verification)
_VERIFIED_COMPLETE = (*_VERIFIED, _P.hand_in_name, _P.hand_in_avatar, _P.introduce, _P.add_category)
_VERIFIED_LIVE = (
    *_VERIFIED_COMPLETE,
    _P.upload,
    _P.describe_page,
    _P.submit_version,
    _P.approve_version,
    _P.release,
)
_LIVE_AND_VERIFIED = (
    *_LIVE,
    _P.apply_for_verification,
    _P.pay_fee,
    _P.take_verification,
    _P.pass_verification,
)

PATHS: tuple[Path, ...] = (
    # The registration.
    Path(15, (), _COMPANY),
    Path(20, _MAILED[:1], _COMPANY),
    Path(30, _MAILED, _AT_ONCE),
    Path(10, (*_MAILED, _P.resend_mail), _COMPANY),
    Path(15, _ACTIVE, _PERSON),
    Path(20, (*_ACTIVE, _P.choose_entity_type, _P.describe_entity), _TRANSFER),
    Path(15, _DESCRIBED, _VERIFIED_FIRST),
    Path(25, (*_DESCRIBED, _P.name_administrator), _AT_ONCE),
    Path(20, (*_DESCRIBED, _P.prove_administrator), _AT_ONCE),
    Path(50, _FINAL, _TRANSFER),
    Path(10, (*_FINAL, _P.pay_wrongly), _TRANSFER),
    # The verification.
    Path(20, _FINAL, _VERIFIED_FIRST),
    Path(8, _VERIFYING, _VERIFIED_FIRST),
    Path(25, _LOOKED_AT, _VERIFIED_FIRST),
    Path(12, (*_LOOKED_AT, _P.return_verification), _VERIFIED_FIRST),
    Path(5, (*_LOOKED_AT, _P.refuse_verification), _VERIFIED_FIRST),
    # The information.
    Path(50, _REGISTERED, _AT_ONCE),
    Path(35, _NAMED, _AT_ONCE),
    Path(15, _VERIFIED, _VERIFIED_FIRST),
    Path(15, (*_NAMED, _P.submit_category, _P.reject_category), _TRANSFER),
    # The development.
    Path(40, (*_COMPLETE, _P.add_developer), _AT_ONCE),
    Path(40, _UPLOADED, _AT_ONCE),
    Path(15, _VERIFIED_COMPLETE, _VERIFIED_FIRST),
    Path(25, (*_SUBMITTED, _P.reject_version), _AT_ONCE),
    # The review.
    Path(60, _SUBMITTED, _AT_ONCE),
    Path(20, (*_SUBMITTED, _P.reject_version, _P.submit_again), _TRANSFER),
    Path(20, _APPROVED, _AT_ONCE),
    # Online.
    Path(120, _LIVE, _AT_ONCE),
    Path(40, _LIVE_AND_VERIFIED, _TRANSFER),
    Path(15, (*_LIVE_AND_VERIFIED, _P.apply_for_pay), _COMPANY),
    Path(20, (*_LIVE_AND_VERIFIED, _P.apply_for_pay, _P.approve_pay, _P.sign_pay), _COMPANY),
    Path(20, (*_LIVE, _P.link_official_account), _COMPANY),
    Path(25, _VERIFIED_LIVE, _VERIFIED_FIRST),
    Path(40, (*_LIVE, _P.archive), _AT_ONCE),
    # Over without an account.
    Path(35, (*_FINAL, _P.miss_deadline), _TRANSFER),
    Path(10, (*_FINAL, _P.pay_wrongly, _P.miss_deadline), _TRANSFER),
    Path(20, (*_FINAL, _P.miss_deadline, _P.archive), _TRANSFER),
    Path(15, (*_MAILED[:1], _P.abandon), _COMPANY),
    Path(25, (*_MAILED, _P.abandon), _COMPANY),
    Path(20, (*_DESCRIBED, _P.abandon), _AT_ONCE),
    Path(15, (*_ACTIVE, _P.abandon, _P.archive), _COMPANY),
)
