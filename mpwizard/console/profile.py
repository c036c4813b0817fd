"""What the sections information and categories share: when they open, what is kept of what is handed in, how often it
may change, and whether all of it is there. Other sections ask `missing_information`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, Field, model_validator

from mpwizard.console.account import Account, Details, details
from mpwizard.console.action import Deed
from mpwizard.console.asking import RefusalAnswers
from mpwizard.console.category_details import enough_approved
from mpwizard.console.periods import Same
from mpwizard.console.section import signed_in
from mpwizard.gates import first_refusal, within
from mpwizard.matters import Matter, Profile, ProfileEvent
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord


class Chance(StrEnum):
    """What a name was handed in on: the first one is no change, the others use one up."""

    FIRST = "first"
    BEFORE_RELEASE = "before_release"
    AFTER_RELEASE = "after_release"
    VERIFICATION = "verification"


class ProfileDetails(Details):
    """What is kept about every value that was handed in: when, by whom, and why it was refused if it was."""

    handed_in_at: AwareDatetime
    handed_in_by: str
    reason: str = ""
    remark: str = Field(default="", repr=False)


class NameDetails(ProfileDetails):
    """A name, the spare names after it, the paper that backs them. `spare` is 0 for the name itself, else which spare
    it was."""

    name: str
    spares: tuple[str, ...] = ()
    spare: int = 0
    paper: str = ""
    chance: Chance


class Advice(Details):
    """A warning about a picture: the key of its sentence, and the values that fill it."""

    key: str
    values: dict[str, str | int]


class AvatarDetails(ProfileDetails):
    """An avatar: its file in one line, what is odd about it, and a few of its pixels, sealed like all details.

    `thumbnail` holds red, green, blue and cover of each pixel in Base64, row by row, `columns` to a row: what is shown,
    and too few to know somebody by. The picture itself is not kept; a document from when it was is read without it.
    """

    facts: str
    advice: tuple[Advice, ...] = ()
    columns: int
    thumbnail: str = Field(repr=False)

    @model_validator(mode="before")
    @classmethod
    def _without_the_picture(cls, stored: Any) -> Any:
        return {name: value for name, value in stored.items() if name != "png"} if isinstance(stored, dict) else stored


class IntroductionDetails(ProfileDetails):
    """An introduction."""

    text: str = Field(repr=False)


_MODELS: Mapping[Matter, type[ProfileDetails]] = {
    Matter.NAME: NameDetails,
    Matter.AVATAR: AvatarDetails,
    Matter.INTRODUCTION: IntroductionDetails,
}
PARTS = tuple(_MODELS)


def profile_details(matter: MatterRecord) -> ProfileDetails:
    """What is kept about a piece of information, of whichever kind it is."""
    return details(_MODELS[matter.matter], matter)


def information_open(account: Account) -> Verdict:
    """Information and categories open when the registration is complete: for individuals at once, for others with the
    transfer or with the WeChat verification."""
    opened = ALLOWED if account.registered else Refusal("information_locked", rule="information.opens")
    return first_refusal(signed_in(account), opened)


def missing_information(account: Account) -> tuple[Matter, ...]:
    """The parts of the information that are not there yet, the categories among them."""
    missing = [part for part in PARTS if account.newest(part, Profile.SET) is None]
    if not enough_approved(account):
        missing.append(Matter.CATEGORY)
    return tuple(missing)


def nothing_in_review(account: Account, matter: Matter) -> Verdict:
    """One value of a kind is looked at at a time."""
    waiting = account.newest(matter, Profile.IN_REVIEW)
    return ALLOWED if waiting is None else Refusal("still_in_review", {"number": waiting.number})


def handed_in(account: Account, matter: Matter) -> tuple[MatterRecord, ...]:
    """The values of a kind that were taken or are looked at, in their order. Refused ones count for nothing."""
    return account.all(matter, Profile.IN_REVIEW, Profile.SET, Profile.REPLACED)


def changes_used(account: Account, matter: Matter, same: Same) -> int:
    """How often a piece of information was changed in the period that it is now; the first value was no change."""
    return sum(same(profile_details(each).handed_in_at, account.now) for each in handed_in(account, matter)[1:])


def may_change(account: Account, matter: Matter, same: Same, rule: str) -> Verdict:
    """Whether one more change is within the limit that a rule sets to a period."""
    left = within(account.edition, rule, changes_used(account, matter, same), "changes_used")
    return first_refusal(nothing_in_review(account, matter), left if handed_in(account, matter) else ALLOWED)


def take(deed: Deed) -> None:
    """The platform takes a value; the one that was set until now is replaced."""
    before = deed.account.newest(deed.target.matter, Profile.SET)
    if before is not None:
        deed.move(before, ProfileEvent.REPLACED)
    deed.move(deed.target, ProfileEvent.ACCEPTED)


def turn_down(deed: Deed) -> None:
    """The platform refuses a value; the one that was set until now stays."""
    given = deed.answers(RefusalAnswers)
    kept = profile_details(deed.target).model_copy(update={"reason": given.reason, "remark": given.remark})
    deed.move(deed.target, ProfileEvent.REFUSED, details=kept, note={"reason": given.reason})
