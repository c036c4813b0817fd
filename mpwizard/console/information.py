"""Section: information. Name, avatar and introduction, each handed in on its own, beside the development.

What each of them asks and allows is in `names.py`, `avatar.py` and `introduction.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mpwizard.console.account import Account, details
from mpwizard.console.avatar import AVATAR_ACTIONS, AVATAR_PENDING
from mpwizard.console.introduction import (
    INTRODUCTION_ACTIONS,
    INTRODUCTION_PENDING,
    current_introduction,
    introduction_warnings,
)
from mpwizard.console.names import NAME_ACTIONS, NAME_PENDING, name_chances
from mpwizard.console.periods import same_month, same_year
from mpwizard.console.profile import (
    PARTS,
    AvatarDetails,
    IntroductionDetails,
    NameDetails,
    changes_used,
    handed_in,
    information_open,
    profile_details,
)
from mpwizard.console.section import Section, Shown, counted, every_release
from mpwizard.i18n import N_, say, tr
from mpwizard.matters import Matter, Profile
from mpwizard.problems import Problem, Severity
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.tell import moment, tell

_TITLES: Mapping[Matter, str] = {
    Matter.NAME: N_("Name of the Mini Program"),
    Matter.AVATAR: N_("Avatar"),
    Matter.INTRODUCTION: N_("Introduction"),
}


def value_words(matter: MatterRecord) -> str:
    """A value that was handed in, in one line: the name, the facts of the avatar, the introduction."""
    match profile_details(matter):
        case NameDetails(name=name, spare=0):
            return name
        case NameDetails(name=name, spare=spare):
            return tr("{name} (spare name {n})", name=name, n=spare)
        case AvatarDetails(facts=facts):
            return facts
        case IntroductionDetails(text=text):
            return text
        case other:
            raise TypeError(type(other).__name__)


def _shown(account: Account) -> tuple[Shown, ...]:
    lines: list[Shown] = []
    for part in PARTS:
        lines += _standing(account, part)
        lines += _REMARKS[part](account)
    return tuple(lines)


def _standing(account: Account, part: Matter) -> Iterator[Shown]:
    """The value that is set, and what became of the newest one where that is another."""
    current, newest = account.newest(part, Profile.SET), account.newest(part)
    title = _TITLES[part]
    yield Shown(title, value_words(current), "done") if current else Shown(title, tr("not set"), "open")
    if newest is None or newest is current:
        return
    if newest.state is Profile.IN_REVIEW:
        until = tr(", answer by {time}", time=moment(newest.due_at)) if newest.due_at else ""
        yield Shown(N_("In review"), value_words(newest) + until, "soon")
    elif newest.state is Profile.REFUSED:
        kept = profile_details(newest)
        why = reason(kept.reason)
        yield Shown(N_("Refused"), f"{value_words(newest)}: {say(why.title)}", "wrong")
        if kept.remark:
            yield Shown(N_("In its own words"), kept.remark)
        yield Shown(N_("What to do"), say(why.fix))


def _about_name(account: Account) -> Iterator[Shown]:
    if handed_in(account, Matter.NAME):
        left = sum(each.left for each in name_chances(account))
        yield Shown(N_("Changes of the name left"), str(left), "" if left else "soon")


def _about_avatar(account: Account) -> Iterator[Shown]:
    current = account.newest(Matter.AVATAR, Profile.SET)
    if current is None:
        return
    for advice in details(AvatarDetails, current).advice:
        yield Shown(
            N_("Advice"), tell(Problem(advice.key, values=advice.values, severity=Severity.WARNING)).line, "soon"
        )
    used = changes_used(account, Matter.AVATAR, same_year)
    yield _changes(N_("Avatar changed this year"), used, account, "information.avatar_changes_per_year")


def _about_introduction(account: Account) -> Iterator[Shown]:
    text = current_introduction(account)
    if not text:
        return
    for warning in introduction_warnings(account, text):
        yield Shown(N_("Advice"), tell(warning).line, "soon")
    used = changes_used(account, Matter.INTRODUCTION, same_month)
    yield _changes(N_("Introductions this month"), used, account, "information.introduction_changes_per_month")


def _changes(title: str, used: int, account: Account, rule: str) -> Shown:
    return counted(title, used, account.edition.number(rule))


_REMARKS: Mapping[Matter, Callable[[Account], Iterator[Shown]]] = {
    Matter.NAME: _about_name,
    Matter.AVATAR: _about_avatar,
    Matter.INTRODUCTION: _about_introduction,
}

SECTION = Section(
    key="information",
    title=N_("Information"),
    row="S14",
    matters=PARTS,
    gate=information_open,
    shown=_shown,
    words=value_words,
    actions=(*NAME_ACTIONS, *AVATAR_ACTIONS, *INTRODUCTION_ACTIONS),
    pending=(NAME_PENDING, AVATAR_PENDING, INTRODUCTION_PENDING),
    done=lambda account: all(account.newest(part, Profile.SET) for part in PARTS),
    for_release=every_release,
)
