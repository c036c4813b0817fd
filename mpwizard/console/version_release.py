"""A version goes online (发布), to everybody or in part where the edition knows that, and back to the one before."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account
from mpwizard.console.action import Action, Deed
from mpwizard.console.asking import matter_of
from mpwizard.console.version_details import kept, let_go
from mpwizard.gates import first_refusal, within
from mpwizard.i18n import N_
from mpwizard.matters import Matter, Version, VersionEvent
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.shapes import Misfit
from mpwizard.text import compact
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask

# A release to a hundred of a hundred users is the release to everybody.
_LARGEST_PART = 99


def online(account: Account) -> MatterRecord | None:
    """The version that everybody uses."""
    return account.newest(Matter.VERSION, Version.RELEASED)


def _release(deed: Deed) -> None:
    before = online(deed.account)
    if before is not None:
        deed.move(before, VersionEvent.SUPERSEDED, details=let_go(before))
    changes = {"staged": 0, "replaced": before.number if before else 0, "trial": False}
    deed.move(deed.target, VersionEvent.RELEASED, details=kept(deed.target).model_copy(update=changes))


def _percent(raw: str, context: Context) -> str:
    value, least = compact(raw).removesuffix("%"), kept(matter_of(context)).staged + 1
    short = len(value) <= len(str(_LARGEST_PART))
    if not (short and value.isascii() and value.isdigit() and least <= int(value) <= _LARGEST_PART):
        raise Misfit("staged_percent", {"shortest": least, "longest": _LARGEST_PART})
    return str(int(value))


class StageAnswers(Answers):
    """To how many users a version is released for now."""

    percent: Annotated[str, Ask(limit=4, keys="0-9"), required(_percent)] = Field(title=N_("Users in a hundred"))


def _may_stage(account: Account, _version: MatterRecord | None) -> Verdict:
    rule = "versions.staged_release"
    if not account.edition.flag(rule):
        return Refusal("staged_release_unknown", rule=rule)
    return ALLOWED if online(account) else Refusal("staged_needs_online", rule=rule)


def _stage(deed: Deed) -> None:
    percent = int(deed.answers(StageAnswers).percent)
    changed = kept(deed.target).model_copy(update={"staged": percent})
    deed.move(deed.target, VersionEvent.STAGED, details=changed, note={"percent": percent})


def _may_roll_back(account: Account, version: MatterRecord | None) -> Verdict:
    rule = "versions.rollbacks"
    if any(kept(each).staged for each in account.all(Matter.VERSION, Version.APPROVED)):
        return Refusal("staged_under_way", rule="versions.staged_release")
    current = kept(version) if version is not None else None
    return first_refusal(
        within(account.edition, rule, current.rolled_back if current else 0, "rolled_back_already"),
        ALLOWED if current and current.replaced else Refusal("no_version_before", rule=rule),
    )


def _roll_back(deed: Deed) -> None:
    """The database knows one online version at most, so the one leaves before the other comes."""
    current = kept(deed.target)
    before = deed.account.one(Matter.VERSION, current.replaced)
    deed.move(deed.target, VersionEvent.ROLLED_BACK, details=let_go(deed.target))
    changes = {
        "rolled_back": current.rolled_back + 1,
        "test_user": current.test_user,
        "test_password": current.test_password,
    }
    restored = kept(before).model_copy(update=changes)
    deed.move(before, VersionEvent.RESTORED, details=restored)


ONLINE = (
    Action(
        "versions.release",
        N_("Release the version"),
        _release,
        on=Matter.VERSION,
        states=(Version.APPROVED,),
        final=True,
    ),
    Action(
        "versions.stage",
        N_("Release to a part of the users"),
        _stage,
        gate=_may_stage,
        answers=StageAnswers,
        on=Matter.VERSION,
        states=(Version.APPROVED,),
    ),
)
BACK = (
    Action(
        "versions.roll_back",
        N_("Roll back to the version before"),
        _roll_back,
        gate=_may_roll_back,
        on=Matter.VERSION,
        states=(Version.RELEASED,),
        final=True,
    ),
)
