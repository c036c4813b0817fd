"""The account's name: what is asked, when it may change, whose it already is, and the spare names that follow a
refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from mpwizard.console.account import Account, account_of, details
from mpwizard.console.action import Action, Deed, Seat, answered_at_once
from mpwizard.console.asking import RefusalAnswers, left_open, own_words
from mpwizard.console.periods import same_year
from mpwizard.console.profile import (
    Chance,
    NameDetails,
    handed_in,
    nothing_in_review,
    take,
    turn_down,
)
from mpwizard.console.section import Pending
from mpwizard.gates import first_refusal
from mpwizard.i18n import N_
from mpwizard.matters import EVER_PASSED, Matter, Profile, ProfileEvent, Version
from mpwizard.problems import ALLOWED, Problem, Refusal, Severity, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.mini_program_names import (
    as_compared,
    mini_program_name,
    mini_program_name_doubts,
    protected_word,
)
from mpwizard.rules.shapes import Misfit
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import NAME_CAP, required
from mpwizard.wizard.form import Answers, Ask

_FIELDS = ("name", "spare_1", "spare_2", "spare_3")


def current_name(account: Account) -> str:
    """The name that is set; empty while there is none."""
    name = account.newest(Matter.NAME, Profile.SET)
    return details(NameDetails, name).name if name else ""


def _handed_in(raw: str, context: Context, field: str) -> str:
    """A name that differs from the one that is set and from those before it in the form."""
    value = mini_program_name(raw, context.edition)
    before = [context.text(context.step, name) for name in _FIELDS[: _FIELDS.index(field)]]
    if value == current_name(account_of(context)) or as_compared(value) in map(as_compared, before):
        raise Misfit("said_already")
    return value


def _spare(number: int) -> tuple[Ask, BeforeValidator]:
    field = _FIELDS[number]

    def is_asked(context: Context) -> bool:
        return context.edition.number("information.name_spares_max") >= number

    return (
        Ask(limit=NAME_CAP, required=False, when=is_asked),
        left_open(lambda raw, context: _handed_in(raw, context, field)),
    )


def _needs_paper(context: Context) -> bool:
    names = (context.text(context.step, field) for field in _FIELDS)
    return any(protected_word(name, context.edition) for name in names)


class NameAnswers(Answers):
    """A name, up to three spare ones, and the paper that a protected word needs."""

    name: Annotated[str, Ask(limit=NAME_CAP), required(lambda raw, context: _handed_in(raw, context, "name"))] = Field(
        title=N_("Name of the Mini Program")
    )
    spare_1: Annotated[str, *_spare(1)] = Field(title=N_("First spare name"), default="")
    spare_2: Annotated[str, *_spare(2)] = Field(title=N_("Second spare name"), default="")
    spare_3: Annotated[str, *_spare(3)] = Field(title=N_("Third spare name"), default="")
    paper: Annotated[str, Ask(limit=NAME_CAP, when=_needs_paper), required(own_words(NAME_CAP, shortest=1))] = Field(
        title=N_("Paper that backs the name"), default=""
    )

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, in the order in which the platform tries them."""
        return tuple(name for name in (self.name, self.spare_1, self.spare_2, self.spare_3) if name)

    @classmethod
    def warnings(cls, context: Context) -> Iterable[Problem]:
        """Two widths of brackets, lookalikes, spaces, words that need a paper; in each of the names."""
        for field in _FIELDS:
            for key, values in mini_program_name_doubts(context.text(context.step, field), context.edition):
                yield Problem(key, context.step, field, values, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Chances:
    """How many changes of the name a rule gives now, and how many of them are used."""

    chance: Chance
    limit: int
    used: int
    rule: str

    @property
    def left(self) -> int:
        """How many remain."""
        return max(0, self.limit - self.used)


def name_chances(account: Account) -> tuple[Chances, ...]:
    """The chances to change the name, in the order in which they are used: before the first release or after it, then
    those that came with a WeChat verification."""
    own = Chance.AFTER_RELEASE if account.released else Chance.BEFORE_RELEASE
    holder = "individual" if account.individual else "organisation"
    rule = f"information.name_changes_{own}" + (f".{holder}" if account.released else "")
    passed = len(account.all(Matter.VERIFICATION, *EVER_PASSED))
    extra_rule = "information.name_changes_with_verification"
    extra = account.edition.number(extra_rule) * passed
    return (
        Chances(own, account.edition.number(rule), _used(account, own), rule),
        Chances(Chance.VERIFICATION, extra, _used(account, Chance.VERIFICATION), extra_rule),
    )


def _used(account: Account, chance: Chance) -> int:
    names = [details(NameDetails, each) for each in handed_in(account, Matter.NAME)]
    yearly = chance is Chance.AFTER_RELEASE
    return sum(each.chance is chance and (not yearly or same_year(each.handed_in_at, account.now)) for each in names)


def _next_chance(account: Account) -> Chance | None:
    if not handed_in(account, Matter.NAME):
        return Chance.FIRST
    return next((each.chance for each in name_chances(account) if each.left), None)


def may_rename(account: Account, _matter: MatterRecord | None = None) -> Verdict:
    """Whether a name can be handed in now."""
    fixed = account.edition.flag("information.name_fixed_in_review") and account.newest(
        Matter.VERSION, Version.IN_REVIEW
    )
    first = name_chances(account)[0]
    key = "changes_used" if account.individual else "name_changes_used"
    used_up = Refusal(key, {"limit": first.limit}, first.rule)
    return first_refusal(
        nothing_in_review(account, Matter.NAME),
        Refusal("name_fixed", rule="information.name_fixed_in_review") if fixed else ALLOWED,
        ALLOWED if _next_chance(account) else used_up,
    )


def _rename(deed: Deed) -> Refusal | None:
    given, chance = deed.answers(NameAnswers), _next_chance(deed.account)
    for name in given.names:
        holder = _held_by(deed, name)
        if holder:
            return Refusal("name_taken_here", {"case": holder})
    kept = NameDetails(
        handed_in_at=deed.now,
        handed_in_by=deed.work.operator,
        name=given.name,
        spares=given.names[1:],
        paper=given.paper,
        chance=chance or Chance.FIRST,
    )
    _hand_in(deed, kept)
    return None


def _hand_in(deed: Deed, kept: NameDetails) -> None:
    deed.begin(
        Matter.NAME,
        kept,
        ProfileEvent.HANDED_IN,
        subject=as_compared(kept.name),
        due_in=_answered_within(deed, kept.name),
        note={"spare": kept.spare} if kept.spare else None,
    )


def _answered_within(deed: Deed, name: str) -> timedelta | None:
    if protected_word(name, deed.account.edition):
        return deed.usual("information.name_review")
    return answered_at_once(deed.account)


def _held_by(deed: Deed, name: str) -> str:
    """The case of another entity on this desk that has the name, or wants it: its reference, or nothing. An entity may
    use its own name again."""
    for other in deed.work.tx.matters.with_subject(Matter.NAME, as_compared(name), deed.account.kind):
        entity = deed.work.tx.entity(other.case_id)
        own = other.case_id == deed.account.record.id or (entity and entity.code == deed.account.entity.code)
        if not own and other.state in (Profile.IN_REVIEW, Profile.SET):
            return deed.work.tx.case(other.case_id).reference
    return ""


def _refuse(deed: Deed) -> None:
    """A refused name is followed by the first of its spare names that nobody has taken meanwhile."""
    refused = details(NameDetails, deed.target)
    turn_down(deed)
    for position, name in enumerate(refused.spares):
        if not _held_by(deed, name):
            follower = refused.model_copy(
                update={
                    "handed_in_at": deed.now,
                    "name": name,
                    "spares": refused.spares[position + 1 :],
                    "spare": refused.spare + position + 1,
                }
            )
            return _hand_in(deed, follower)
    return None


NAME_ACTIONS = (
    Action("information.name", N_("Hand in a name"), _rename, gate=may_rename, answers=NameAnswers),
    Action(
        "information.name_accept",
        N_("Accept the name"),
        take,
        by=Seat.PLATFORM,
        on=Matter.NAME,
        states=(Profile.IN_REVIEW,),
    ),
    Action(
        "information.name_refuse",
        N_("Refuse the name"),
        _refuse,
        by=Seat.PLATFORM,
        answers=RefusalAnswers,
        on=Matter.NAME,
        states=(Profile.IN_REVIEW,),
    ),
)
NAME_PENDING = Pending(
    Matter.NAME,
    Profile.IN_REVIEW,
    accept="information.name_accept",
    refuse="information.name_refuse",
    usual="information.name_review",
)
