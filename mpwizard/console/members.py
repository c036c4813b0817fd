"""Section: members. Developers (开发者) and trial members (体验者), as many as the rule table gives this account."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, Details, details
from mpwizard.console.action import Action, Deed
from mpwizard.console.section import Section, Shown, counted, signed_in
from mpwizard.gates import within
from mpwizard.i18n import N_, say
from mpwizard.matters import Matter, Member, MemberEvent
from mpwizard.privacy import Mask, masked
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.shapes import Misfit
from mpwizard.text import compact
from mpwizard.texts import option_texts
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import PersonName, one_of, required
from mpwizard.wizard.form import Answers, Ask, Shape


class Role(StrEnum):
    """What a member may do."""

    DEVELOPER = "developers"
    TRIAL = "trial"


class MemberDetails(Details):
    """Who is bound, and by whom."""

    role: Role
    name: str = Field(repr=False)
    wechat_id: str = Field(repr=False)
    bound_by: str


def _wechat_id(raw: str, context: Context) -> str:
    value, edition = compact(raw).casefold(), context.edition
    shortest, longest = edition.number("members.wechat_id_min"), edition.number("members.wechat_id_max")
    signs = re.escape("".join(edition.words("members.wechat_id_signs")))
    if not re.fullmatch(rf"[a-z][a-z0-9{signs}]*", value, re.ASCII) or not shortest <= len(value) <= longest:
        raise Misfit("wechat_id_form", {"shortest": shortest, "longest": longest})
    return value


class MemberAnswers(Answers):
    """The person to bind."""

    role: Annotated[Role, Ask(Shape.CHOICE, choices=lambda _context: Role), one_of(lambda _context: Role)] = Field(
        title=N_("Role")
    )
    name: PersonName = Field(title=N_("Name"), repr=False)
    wechat_id: Annotated[str, Ask(limit=32, mask=Mask.WECHAT_ID), required(_wechat_id)] = Field(
        title=N_("WeChat ID"), repr=False
    )


def limit_rule(account: Account, role: Role) -> str:
    """The rule that limits how many members of a role this account may have."""
    standing = "individual" if account.individual else "verified" if account.verified else "unverified"
    return f"members.{role}.{standing}"


def bound(account: Account, role: Role) -> tuple[MatterRecord, ...]:
    """The members of a role who are bound now."""
    members = account.all(Matter.MEMBER, Member.BOUND)
    return tuple(each for each in members if details(MemberDetails, each).role is role)


def _room_for(account: Account, role: Role) -> Verdict:
    return within(account.edition, limit_rule(account, role), len(bound(account, role)), "members_full")


def _may_add(account: Account, _matter: MatterRecord | None) -> Verdict:
    """Room in one role is enough to open the form; which role is full is told when it is handed in."""
    full = [verdict for role in Role if isinstance(verdict := _room_for(account, role), Refusal)]
    return full[0] if len(full) == len(Role) else ALLOWED


def _add(deed: Deed) -> Refusal | None:
    given = deed.answers(MemberAnswers)
    room = _room_for(deed.account, given.role)
    if isinstance(room, Refusal):
        return room
    for member in deed.account.all(Matter.MEMBER, Member.BOUND):
        if details(MemberDetails, member).wechat_id == given.wechat_id:
            return Refusal("member_bound_already", {"number": member.number})
    kept = MemberDetails(role=given.role, name=given.name, wechat_id=given.wechat_id, bound_by=deed.work.operator)
    deed.begin(Matter.MEMBER, kept, MemberEvent.BOUND, subject=given.wechat_id, note={"role": given.role})
    return None


def _remove(deed: Deed) -> None:
    deed.move(deed.target, MemberEvent.REMOVED)


def _shown(account: Account) -> tuple[Shown, ...]:
    titles = ((Role.DEVELOPER, N_("Developers")), (Role.TRIAL, N_("Trial members")))
    return tuple(
        counted(title, len(bound(account, role)), account.edition.number(limit_rule(account, role)))
        for role, title in titles
    )


def member_words(member: MatterRecord) -> str:
    """A member in one line, masked."""
    kept = details(MemberDetails, member)
    who = f"{masked(kept.name, Mask.NAME)}  {masked(kept.wechat_id, Mask.WECHAT_ID)}"
    return f"{say(option_texts()[f'members.add.role.{kept.role}'].label)}  {who}"


SECTION = Section(
    key="members",
    title=N_("Members"),
    row="S16",
    matters=(Matter.MEMBER,),
    words=member_words,
    gate=signed_in,
    shown=_shown,
    rules=lambda account: tuple(limit_rule(account, role) for role in Role),
    actions=(
        Action("members.add", N_("Bind a member"), _add, gate=_may_add, answers=MemberAnswers),
        Action("members.remove", N_("Remove a member"), _remove, on=Matter.MEMBER, states=(Member.BOUND,), final=True),
    ),
)
