"""What comes next for an account, as the desk lists it: the first line of one table whose condition holds. What a key
means stands in the texts under `next.`; who it falls to, `mpwizard/case_list.py` reads off the key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mpwizard.console.account import Account
from mpwizard.console.profile import PARTS, missing_information
from mpwizard.console.verification_papers import can_be_renewed, is_required, is_unpaid
from mpwizard.console.waiting import waiting, with_platform
from mpwizard.matters import AT_HAND, Category, Matter, Pay, Profile, Verification, Version
from mpwizard.stages import Stage

_V = Verification
_S = Stage
_VERIFICATION = (Matter.VERIFICATION,)
_VERSION = (Matter.VERSION,)
_INFORMATION = (*PARTS, Matter.CATEGORY)
_PAY = (Matter.PAY,)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that may come next: its key, the stage an account is at until it is done, whether it comes, and the
    matters whose deadline is its own."""

    key: str
    stage: Stage
    applies: Callable[[Account], bool]
    about: tuple[Matter, ...] = ()

    def due_at(self, account: Account) -> datetime | None:
        """Until when it is to be done; None where nothing says."""
        waits = [each.due_at for each in waiting(account) if each.kind in self.about and each.due_at is not None]
        rests = [each.due_at for each in account.matters if each.matter in self.about and each.due_at is not None]
        return min(waits or rests, default=None)


def _newest(account: Account, matter: Matter) -> StrEnum | None:
    """Where the newest matter of a kind stands."""
    newest = account.newest(matter)
    return newest.state if newest is not None else None


def _newest_is(matter: Matter, *states: StrEnum) -> Callable[[Account], bool]:
    return lambda account: _newest(account, matter) in states


def _any(matter: Matter, *states: StrEnum) -> Callable[[Account], bool]:
    return lambda account: account.newest(matter, *states) is not None


def _unpaid(account: Account) -> bool:
    waiting = account.newest(Matter.VERIFICATION, _V.SUBMITTED)
    return waiting is not None and is_unpaid(waiting)


def _with_platform(*kinds: Matter) -> Callable[[Account], bool]:
    return lambda account: with_platform(account, *kinds)


def _must_verify(account: Account) -> bool:
    """Nothing else can go on before the entity is verified: at first, and again after a refusal."""
    return is_required(account) and not account.verified


def _renewal_due(account: Account) -> bool:
    return _newest(account, Matter.VERIFICATION) is _V.EXPIRED or can_be_renewed(account)


def _information_refused(account: Account) -> bool:
    """A refused change of what stands holds nothing up: what stood goes on standing."""
    return any(_newest(account, part) is Profile.REFUSED for part in missing_information(account))


def _information_wanting(account: Account) -> bool:
    """Something is missing that nobody has handed in."""
    return any(not with_platform(account, part) for part in missing_information(account))


def _handed_in_for_review(account: Account) -> bool:
    """All that is missing is with the platform, and a version waits for it."""
    return bool(missing_information(account)) and _version_is(*AT_HAND)(account)


def _version_is(*states: StrEnum) -> Callable[[Account], bool]:
    """Whether the newest version that was not deleted stands there."""
    there = [state for state in Version if state is not Version.DELETED]

    def applies(account: Account) -> bool:
        newest = account.newest(Matter.VERSION, *there)
        return newest is not None and newest.state in states

    return applies


def _none_to_submit(account: Account) -> bool:
    return not account.released and not _version_is(*AT_HAND)(account)


# In this order: what was sent back, what everything else waits for, the way online, what the platform has, what may be
# done besides. The last one always holds.
NEXT_STEPS: tuple[NextStep, ...] = (
    NextStep("correct_verification", _S.VERIFICATION, _newest_is(Matter.VERIFICATION, _V.RETURNED), _VERIFICATION),
    NextStep("fix_information", _S.INFORMATION, _information_refused),
    NextStep("fix_category", _S.INFORMATION, _any(Matter.CATEGORY, Category.REJECTED)),
    NextStep("fix_version", _S.DEVELOPMENT, _version_is(Version.REJECTED)),
    NextStep("pay_fee", _S.VERIFICATION, _unpaid, _VERIFICATION),
    NextStep(
        "wait_verification",
        _S.VERIFICATION,
        lambda account: _must_verify(account) and with_platform(account, *_VERIFICATION),
        _VERIFICATION,
    ),
    NextStep("renew_verification", _S.VERIFICATION, _renewal_due, _VERIFICATION),
    NextStep("verify", _S.VERIFICATION, _must_verify),
    NextStep("complete_information", _S.INFORMATION, _information_wanting),
    NextStep("release", _S.REVIEW, _any(Matter.VERSION, Version.APPROVED)),
    NextStep("wait_review", _S.REVIEW, _with_platform(*_VERSION), _VERSION),
    NextStep("wait_information", _S.INFORMATION, _handed_in_for_review, _INFORMATION),
    NextStep("submit_version", _S.DEVELOPMENT, _version_is(*AT_HAND)),
    NextStep("upload_version", _S.DEVELOPMENT, _none_to_submit),
    NextStep("sign_pay", _S.LIVE, _newest_is(Matter.PAY, Pay.APPROVED), _PAY),
    NextStep("fix_pay", _S.LIVE, _newest_is(Matter.PAY, Pay.REJECTED)),
    NextStep("wait_verification", _S.VERIFICATION, _with_platform(*_VERIFICATION), _VERIFICATION),
    NextStep("wait_pay", _S.LIVE, _with_platform(*_PAY), _PAY),
    NextStep("live", _S.LIVE, lambda account: account.released),
    NextStep("none", _S.LIVE, lambda _account: True),
)


def next_step(account: Account) -> NextStep:
    """What comes next."""
    return next(step for step in NEXT_STEPS if step.applies(account))
