"""Section: Open Platform (开放平台). Its accounts are the desk's, not one case's: several Mini Programs can be bound to
one. What users look like to them is in `unionid.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, account_of, details
from mpwizard.console.action import Action, Deed, Seat, answered_at_once, no_earlier
from mpwizard.console.asking import RefusalAnswers, offered
from mpwizard.console.links import (
    LIVE,
    LinkDetails,
    LinkedName,
    Owner,
    OwnerChoice,
    ended,
    made,
    of_another_entity,
    refused,
    same_name,
    turned_down,
)
from mpwizard.console.section import Pending, Section, Shown, signed_in
from mpwizard.gates import within
from mpwizard.i18n import N_, Bilingual, tr
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord, OpenAccountRecord
from mpwizard.tell import word
from mpwizard.texts import label, option_texts
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import RegisteredName
from mpwizard.wizard.form import Answers, Option, narrowed

_QUALIFICATION = "open_platform.qualification"


class BindDetails(LinkDetails):
    """To which account the Mini Program is bound, by its number and its name, and whether one entity owns both."""

    account: int
    name: str
    own: bool


def _option(account: OpenAccountRecord) -> Option:
    name = f"{account.number} {account.name}"
    return Option(str(account.number), Bilingual(name, name), option_texts()[_standing(account)].label)


def _standing(account: OpenAccountRecord) -> str:
    return "open_account.qualified" if account.qualified else "open_account.unqualified"


def _all_accounts(context: Context) -> Iterable[Option]:
    return (_option(each) for each in account_of(context).open_accounts)


def _unqualified_accounts(context: Context) -> Iterable[Option]:
    return (_option(each) for each in unqualified(account_of(context)))


class CreateAnswers(Answers):
    """The account to make: its name, and whose it is."""

    name: LinkedName = Field(title=N_("Name of the Open Platform account"))
    owner: OwnerChoice = Field(title=N_("Whose it is"))
    entity: Annotated[RegisteredName, narrowed(of_another_entity)] = Field(
        title=N_("Registered name of the other entity"), default="", repr=False
    )


class QualifyAnswers(Answers):
    """The account that passed."""

    account: Annotated[str, *offered(_unqualified_accounts)] = Field(title=N_("Open Platform account"))


class BindAnswers(Answers):
    """The account to bind to."""

    account: Annotated[str, *offered(_all_accounts)] = Field(title=N_("Open Platform account"))


def is_own(account: Account, open_account: OpenAccountRecord) -> bool:
    """Whether an account of the Open Platform belongs to this Mini Program's entity: by the entity's number, and where
    that is not known by an organisation's name. A person is never told by a name."""
    if open_account.code:
        return open_account.code == account.entity.code
    return not account.individual and same_name(open_account.entity, account.entity.name)


def bound_to(open_account: OpenAccountRecord) -> str:
    """What a binding to this account is found by, on every case."""
    return f"open account {open_account.number}"


def binding(account: Account) -> MatterRecord | None:
    """The binding that is there, or on its way."""
    return account.newest(Matter.OPEN_PLATFORM, *LIVE)


def _chosen(account: Account, number: str) -> OpenAccountRecord:
    return next(each for each in account.open_accounts if str(each.number) == number)


def _create(deed: Deed) -> Refusal | None:
    given, account = deed.answers(CreateAnswers), deed.account
    for known in account.open_accounts:
        if same_name(known.name, given.name):
            return Refusal("open_account_known", {"number": known.number})
    same = given.owner is Owner.SAME
    deed.work.tx.open_accounts.add(
        account.kind,
        given.name,
        account.entity.name if same else given.entity,
        account.entity.code if same else "",
        _by_the_desks_clock(deed, deed.now),
        deed.work.operator,
        note=_note(deed),
    )
    return None


def unqualified(account: Account) -> tuple[OpenAccountRecord, ...]:
    """The desk's accounts that wait for their developer qualification."""
    return tuple(each for each in account.open_accounts if not each.qualified)


def _qualify(deed: Deed) -> None:
    chosen = _chosen(deed.account, deed.answers(QualifyAnswers).account)
    at = deed.now if deed.at is None else no_earlier(deed.at, chosen.created_at)
    deed.work.tx.open_accounts.qualify(chosen, _by_the_desks_clock(deed, at), deed.work.operator, note=_note(deed))


def _by_the_desks_clock(deed: Deed, at: datetime) -> datetime:
    """When it was for all cases: what is the desk's is seen from each, and their clocks run ahead of its own."""
    return at - deed.account.record.ahead


def _note(deed: Deed) -> str:
    return str(deed.noted.get("note", ""))


def _may_bind(account: Account, _matter: MatterRecord | None) -> Verdict:
    live = binding(account)
    if live is not None:
        return Refusal("open_platform_bound", {"number": details(BindDetails, live).account})
    if not account.open_accounts:
        return Refusal("open_account_needed", rule=_QUALIFICATION)
    if not any(each.qualified for each in account.open_accounts):
        return Refusal("open_account_unqualified", rule=_QUALIFICATION)
    return ALLOWED


def _bind(deed: Deed) -> Refusal | None:
    chosen = _chosen(deed.account, deed.answers(BindAnswers).account)
    if not chosen.qualified:
        return Refusal("open_account_unqualified", rule=_QUALIFICATION)
    own = is_own(deed.account, chosen)
    room = _room(deed, chosen, own)
    if isinstance(room, Refusal):
        return room
    kept = BindDetails(asked_at=deed.now, asked_by=deed.work.operator, account=chosen.number, name=chosen.name, own=own)
    deed.begin(
        Matter.OPEN_PLATFORM,
        kept,
        LinkEvent.REQUESTED,
        subject=bound_to(chosen),
        due_in=answered_at_once(deed.account),
        note={"account": chosen.number},
    )
    return None


def _room(deed: Deed, chosen: OpenAccountRecord, own: bool) -> Verdict:
    rule = "open_platform.bind_same_entity_max" if own else "open_platform.bind_other_entity_max"
    everywhere = deed.work.tx.matters.with_subject(Matter.OPEN_PLATFORM, bound_to(chosen), deed.account.kind)
    used = sum(details(BindDetails, each).own is own for each in everywhere if each.state in LIVE)
    return within(deed.account.edition, rule, used, "open_account_full")


def _shown(account: Account) -> tuple[Shown, ...]:
    live = binding(account)
    if live is None:
        lines = [Shown(N_("Bound to"), tr("no Open Platform account"), "open")]
    else:
        value = tr("{name}: {state}", name=bind_words(live), state=word(live.state))
        lines = [Shown(N_("Bound to"), value, "done" if live.state is Link.LINKED else "soon")]
    lines.extend(turned_down(account, Matter.OPEN_PLATFORM, BindDetails, bind_words))
    for each in account.open_accounts:
        owner = label("open_platform.create.owner", Owner.SAME if is_own(account, each) else Owner.OTHER)
        value = tr("{name} · {owner} · {standing}", name=_named(each), owner=owner, standing=_standing_words(each))
        lines.append(Shown(N_("On this desk"), value, "" if each.qualified else "wrong"))
    return tuple(lines)


def _named(account: OpenAccountRecord) -> str:
    return f"{account.number} {account.name}"


def _standing_words(account: OpenAccountRecord) -> str:
    return label(*_standing(account).rsplit(".", 1))


def bind_words(matter: MatterRecord) -> str:
    """A binding in one line: the number and the name of the account of the Open Platform."""
    kept = details(BindDetails, matter)
    return f"{kept.account} {kept.name}"


SECTION = Section(
    key="open_platform",
    title=N_("Open Platform"),
    row="S23",
    matters=(Matter.OPEN_PLATFORM,),
    gate=signed_in,
    shown=_shown,
    words=bind_words,
    done=lambda account: account.newest(Matter.OPEN_PLATFORM, Link.LINKED) is not None,
    pending=(
        Pending(Matter.OPEN_PLATFORM, Link.REQUESTED, accept="open_platform.confirm", refuse="open_platform.refuse"),
    ),
    actions=(
        Action("open_platform.create", N_("Add an Open Platform account"), _create, answers=CreateAnswers),
        Action(
            "open_platform.qualify",
            N_("Pass the developer qualification"),
            _qualify,
            by=Seat.PLATFORM,
            apt=lambda account, _matter: bool(unqualified(account)),
            answers=QualifyAnswers,
        ),
        Action("open_platform.bind", N_("Bind to it"), _bind, gate=_may_bind, answers=BindAnswers),
        Action(
            "open_platform.confirm",
            N_("Make the binding"),
            made(BindDetails),
            by=Seat.PLATFORM,
            on=Matter.OPEN_PLATFORM,
            states=(Link.REQUESTED,),
        ),
        Action(
            "open_platform.refuse",
            N_("Refuse the binding"),
            refused(BindDetails),
            by=Seat.PLATFORM,
            answers=RefusalAnswers,
            on=Matter.OPEN_PLATFORM,
            states=(Link.REQUESTED,),
        ),
        Action(
            "open_platform.unbind",
            N_("Unbind"),
            ended,
            on=Matter.OPEN_PLATFORM,
            states=(Link.LINKED,),
            final=True,
        ),
    ),
)
