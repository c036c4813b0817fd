"""What is kept about a version of the code, and what follows from it over the versions of an account: rounds of review,
what is to be mended, how often something was done. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, Field

from mpwizard.console.account import Account, Details, details
from mpwizard.console.members import MemberDetails
from mpwizard.matters import TRIABLE, Matter, VersionEvent
from mpwizard.records import MatterRecord
from mpwizard.rejections import Reason, reason

# How much can be typed into a line: more than any rule allows, so that the rule speaks and nothing is cut.
LINE_CAP = 400
# The rule of how long a note to a version is, and a description of one.
NOTE_MAX = "versions.note_max"

# Uploaded by the administrator, who is no member.
BY_ADMINISTRATOR = 0

NEEDS_TEST_ACCOUNT = "no_test_account"
# With these the platform asks for a test account: for the whole of a version, for its locked parts.
_ASK_FOR_TEST_ACCOUNT = {NEEDS_TEST_ACCOUNT, "locked_part_without_account"}


class Page(Details):
    """One page group (功能页面) of the review form. `number` is given once in a form; `category` is the code of a
    service category."""

    number: int = 0
    path: str
    title: str
    category: str
    tags: tuple[str, ...] = ()


class Round(Details):
    """One submission and what became of it. `number` counts the rounds of the account; `outcome` is empty while the
    platform has it; `mended` are the reasons that somebody ticked off since."""

    number: int
    submitted_at: AwareDatetime
    description: str = Field(default="", repr=False)
    feedback: str = Field(default="", repr=False)
    with_test_account: bool = False
    expedited_at: AwareDatetime | None = None
    delayed_at: AwareDatetime | None = None
    outcome: VersionEvent | None = None
    ended_at: AwareDatetime | None = None
    reasons: tuple[str, ...] = ()
    remark: str = Field(default="", repr=False)
    delay_remark: str = Field(default="", repr=False)
    mended: tuple[str, ...] = ()


class VersionDetails(Details):
    """A version: who uploaded it (a member's number), its review form, its rounds, its way online.

    `pages_given` is how many page groups were ever given a number in this form or in those it began with; `staged` is
    to how many of a hundred users an approved version is released; `replaced` is the number of the version
    that was online before it, `rolled_back` how many steps back led to it.
    """

    version: str
    note: str = Field(default="", repr=False)
    developer: int = BY_ADMINISTRATOR
    needs_login: bool = False
    trial: bool = False
    pages: tuple[Page, ...] = ()
    pages_given: int = 0
    test_user: str = Field(default="", repr=False)
    test_password: str = Field(default="", repr=False)
    rounds: tuple[Round, ...] = ()
    staged: int = 0
    replaced: int = 0
    rolled_back: int = 0


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to mend after a refusal: its number, counted over all refusals of the account, the reason behind it,
    whether it is ticked off."""

    number: int
    reason: Reason
    done: bool


def kept(version: MatterRecord) -> VersionDetails:
    """What is kept about a version."""
    return details(VersionDetails, version)


def let_go(version: MatterRecord) -> VersionDetails:
    """What stays on record of a version that is of no more use: neither on trial, nor a password. One that is online
    keeps its test account: the next upload begins with it."""
    return kept(version).model_copy(update={"trial": False, "test_user": "", "test_password": ""})


def uploader(account: Account, developer: int) -> str:
    """Who uploaded something, as the same person is told again after having been removed and bound anew."""
    if developer == BY_ADMINISTRATOR:
        return ""
    return details(MemberDetails, account.one(Matter.MEMBER, developer)).wechat_id


def trial_version(account: Account) -> MatterRecord | None:
    """The version that the trial members (体验者) have."""
    return next((each for each in account.all(Matter.VERSION, *TRIABLE) if kept(each).trial), None)


def rounds(account: Account) -> tuple[tuple[MatterRecord, Round], ...]:
    """Every submission the account ever made, with its version, the first one first."""
    every = ((version, each) for version in account.all(Matter.VERSION) for each in kept(version).rounds)
    return tuple(sorted(every, key=lambda pair: pair[1].number))


def refused_last(account: Account) -> tuple[MatterRecord, Round] | None:
    """The last submission and its version, where the platform sent it back."""
    every = rounds(account)
    return every[-1] if every and every[-1][1].outcome is VersionEvent.REJECTED else None


def fixes(account: Account) -> tuple[Fix, ...]:
    """What the last refusal asks to mend; nothing once something was submitted again."""
    refused = refused_last(account)
    if refused is None:
        return ()
    last = refused[1]
    before = sum(len(each.reasons) for _version, each in rounds(account) if each.number < last.number)
    return tuple(
        Fix(number, reason(key), key in last.mended) for number, key in enumerate(last.reasons, start=before + 1)
    )


def takes_test_account(account: Account) -> bool:
    """Whether the entry for a test account is open: the platform has asked for one."""
    return any(_ASK_FOR_TEST_ACCOUNT.intersection(each.reasons) for _version, each in rounds(account))


def withdrawals(account: Account) -> Iterator[datetime]:
    """When reviews were withdrawn."""
    for _version, each in rounds(account):
        if each.outcome is VersionEvent.WITHDRAWN and each.ended_at is not None:
            yield each.ended_at


def expedites(account: Account) -> Iterator[datetime]:
    """When reviews were expedited, as far as it counts."""
    returned = account.edition.flag("versions.expedite_returned_on_withdrawal")
    for _version, each in rounds(account):
        if each.expedited_at is not None and not (returned and each.outcome is VersionEvent.WITHDRAWN):
            yield each.expedited_at
