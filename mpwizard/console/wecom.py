"""Section: WeCom (企业微信). A released Mini Program is linked to companies, each with a scope of those who see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, account_of, details
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import RefusalAnswers, matter_of, offered
from mpwizard.console.links import (
    LIVE,
    LinkDetails,
    LinkedName,
    declined,
    ended,
    lapsed,
    made,
    refused,
    same_name,
    scanned_by_somebody_else,
    turned_down,
)
from mpwizard.console.names import current_name
from mpwizard.console.section import Section, Shown, signed_in
from mpwizard.console.synthetic import organisation
from mpwizard.console.wecom_scope import Branch, Tile, tree, workbench
from mpwizard.domain import Kind
from mpwizard.gates import first_refusal
from mpwizard.i18n import N_, Bilingual, tr
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.tell import day, word
from mpwizard.texts import NO_TEXT, label, option_texts
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import practice_only
from mpwizard.wizard.form import Answers, Option, narrowed

_SCAN = "wecom.scan"


class WeComDetails(LinkDetails):
    """Which company, by which entrance, and to whom there the Mini Program is visible: keys of the practice company's
    departments and members, or names as the operator of a record case gave them; `numbers` are those of `scope`, each
    given once out of `given`."""

    company: str
    entry: str
    scope: tuple[str, ...] = Field(default=(), repr=False)
    numbers: tuple[int, ...] = ()
    given: int = 0


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One line of the list of links: which company, by which entrance, who asked for it and when, since when it is
    there, how it stands and since when."""

    number: int
    company: str
    entry: str
    asked_by: str
    asked_at: datetime
    linked_at: datetime | None
    state: Link
    since: datetime


def link_records(account: Account) -> tuple[LinkRecord, ...]:
    """All links there ever were, the newest first."""
    return tuple(_link_record(each) for each in reversed(account.all(Matter.WECOM)))


def _link_record(matter: MatterRecord) -> LinkRecord:
    kept = details(WeComDetails, matter)
    return LinkRecord(
        matter.number,
        kept.company,
        kept.entry,
        kept.asked_by,
        kept.asked_at,
        kept.linked_at,
        Link(matter.state),
        matter.since,
    )


def scope_tree(matter: MatterRecord) -> tuple[Branch, ...]:
    """The practice company's tree, and who in it sees the Mini Program by this link; nobody unless it is linked."""
    return tree(organisation(), _scope(matter))


def workbench_of(account: Account, matter: MatterRecord, member: str) -> tuple[Tile, ...]:
    """What a member of the practice company finds in the workbench by this link.

    Raises:
        KeyError: where there is no such member.
    """
    return workbench(organisation(), member, _scope(matter), current_name(account) or account.record.reference)


def _scope(matter: MatterRecord) -> tuple[str, ...]:
    return details(WeComDetails, matter).scope if matter.state is Link.LINKED else ()


# --- what is asked ---------------------------------------------------------------------------------------------------


def _on_record(context: Context) -> bool:
    return context.kind is Kind.RECORD


def _entries(context: Context) -> Iterable[Option]:
    texts = option_texts()
    for entry in account_of(context).edition.words("wecom.entries"):
        text = texts[f"wecom.entry.{entry}"]
        yield Option(entry, text.label, text.line)


def _units_to_show(context: Context) -> Iterable[Option]:
    branches = scope_tree(matter_of(context))
    return (Option(each.key, each.name, _kind_of(each)) for each in branches if not each.visible)


def _units_to_hide(context: Context) -> Iterable[Option]:
    matter = matter_of(context)
    if _on_record(context):
        # Known by their numbers: a name may be somebody's, and what can be chosen is told in problems.
        named = _units(details(WeComDetails, matter)).items()
        return (Option(str(number), Bilingual(name, name), NO_TEXT) for number, name in named)
    return (Option(each.key, each.name, _kind_of(each)) for each in scope_tree(matter) if each.listed)


def _kind_of(branch: Branch) -> Bilingual:
    return option_texts()["wecom.unit.member" if branch.member else "wecom.unit.department"].label


class LinkAnswers(Answers):
    """The company, and the entrance by which it was linked."""

    company: LinkedName = Field(title=N_("Name of the company in WeCom"))
    entry: Annotated[str, *offered(_entries)] = Field(title=N_("Entrance"))


class ShowAnswers(Answers):
    """Whom to show the Mini Program to: chosen from the practice company, or named as the real one names it."""

    unit: Annotated[str, *offered(_units_to_show), narrowed(practice_only)] = Field(
        title=N_("Department or member"), default=""
    )
    unit_name: Annotated[LinkedName, narrowed(_on_record)] = Field(
        title=N_("Name of the department or member"), default="", repr=False
    )


class HideAnswers(Answers):
    """Whom to hide it from again."""

    unit: Annotated[str, *offered(_units_to_hide, personal=True)] = Field(title=N_("Department or member"))


# --- what is done ----------------------------------------------------------------------------------------------------


def _gate(account: Account) -> Verdict:
    rule = "wecom.needs_release"
    return first_refusal(signed_in(account), ALLOWED if account.released else Refusal("wecom_not_released", rule=rule))


def _link(deed: Deed) -> Refusal | None:
    given = deed.answers(LinkAnswers)
    for known in deed.account.all(Matter.WECOM, *LIVE):
        if same_name(details(WeComDetails, known).company, given.company):
            return Refusal("wecom_linked_already", {"number": known.number})
    deed.begin(
        Matter.WECOM,
        WeComDetails(asked_at=deed.now, asked_by=deed.work.operator, company=given.company, entry=given.entry),
        LinkEvent.REQUESTED,
        subject=given.company,
        due_in=deed.usual("wecom.authorise_within"),
        note={"entry": given.entry},
    )
    return None


def _scan_of_somebody_else(deed: Deed) -> Refusal:
    return scanned_by_somebody_else(deed, _SCAN)


def _may_show(account: Account, matter: MatterRecord | None) -> Verdict:
    if account.kind is Kind.RECORD or matter is None:
        return ALLOWED
    return Refusal("wecom_all_see_it") if all(each.visible for each in scope_tree(matter)) else ALLOWED


def _may_hide(_account: Account, matter: MatterRecord | None) -> Verdict:
    return ALLOWED if matter is None or _scope(matter) else Refusal("wecom_nobody_sees_it", rule="wecom.visible")


def _show(deed: Deed) -> Refusal | None:
    given, kept = deed.answers(ShowAnswers), details(WeComDetails, deed.target)
    unit = given.unit or given.unit_name
    if any(same_name(unit, known) for known in kept.scope):
        return Refusal("wecom_shown_already", rule="wecom.visible")
    number = kept.given + 1
    _set_scope(deed, {**_units(kept), number: unit}, visible=True, given=number)
    return None


def _hide(deed: Deed) -> None:
    unit, kept = deed.answers(HideAnswers).unit, details(WeComDetails, deed.target)
    on_record = deed.account.kind is Kind.RECORD
    left = {number: name for number, name in _units(kept).items() if unit != (str(number) if on_record else name)}
    _set_scope(deed, left, visible=False, given=kept.given)


def _units(kept: WeComDetails) -> dict[int, str]:
    return dict(zip(kept.numbers, kept.scope, strict=True))


def _set_scope(deed: Deed, units: Mapping[int, str], *, visible: bool, given: int) -> None:
    """What was shown or hidden may be somebody's name, so the log only says which of the two it was."""
    update = {"scope": tuple(units.values()), "numbers": tuple(units), "given": given}
    kept = details(WeComDetails, deed.target).model_copy(update=update)
    deed.move(deed.target, LinkEvent.SCOPE_CHANGED, details=kept, note={"visible": visible})


# --- what is shown ---------------------------------------------------------------------------------------------------


def _record_words(record: LinkRecord) -> str:
    """Who asked for a link and when, and what became of it."""
    asked = tr("asked by {name} on {day}", name=record.asked_by, day=day(record.asked_at))
    return f"{record.company} · {asked} · {word(record.state)} {day(record.since)}"


def _shown(account: Account) -> tuple[Shown, ...]:
    linked = account.all(Matter.WECOM, Link.LINKED)
    lines = [
        Shown(
            N_("Released"),
            tr("yes, it can be linked") if account.released else tr("no, it has to be released first"),
            "done" if account.released else "open",
        ),
        Shown(N_("Linked companies"), str(len(linked)), "done" if linked else "open"),
    ]
    lines.extend(turned_down(account, Matter.WECOM, WeComDetails, wecom_words))
    lines.extend(Shown(N_("Visible to"), _seen_by(account, each)) for each in linked)
    lines.extend(Shown(N_("Link record"), _record_words(each)) for each in link_records(account))
    return tuple(lines)


def _seen_by(account: Account, matter: MatterRecord) -> str:
    company = details(WeComDetails, matter).company
    if account.kind is Kind.RECORD:
        return tr("{company}: {n} entries", company=company, n=len(_scope(matter)))
    members = [each for each in scope_tree(matter) if each.member]
    seen = sum(each.visible for each in members)
    return tr("{company}: {n} of {total} members", company=company, n=seen, total=len(members))


def wecom_words(matter: MatterRecord) -> str:
    """A link in one line: the company, and the entrance by which it was linked."""
    kept = details(WeComDetails, matter)
    return tr("{company} · {entry}", company=kept.company, entry=label("wecom.entry", kept.entry))


SECTION = Section(
    key="wecom",
    title=N_("WeCom"),
    row="S25",
    matters=(Matter.WECOM,),
    gate=_gate,
    shown=_shown,
    words=wecom_words,
    done=lambda account: account.newest(Matter.WECOM, Link.LINKED) is not None,
    actions=(
        Action("wecom.link", N_("Link a company"), _link, answers=LinkAnswers),
        Action(
            "wecom.scan",
            N_("The administrator scans and authorises"),
            made(WeComDetails),
            by=Seat.WORLD,
            on=Matter.WECOM,
            states=(Link.REQUESTED,),
        ),
        Action(
            "wecom.scan_other",
            N_("Somebody else scans it"),
            _scan_of_somebody_else,
            by=Seat.WORLD,
            on=Matter.WECOM,
            states=(Link.REQUESTED,),
        ),
        Action(
            "wecom.decline",
            N_("The administrator cancels"),
            declined(WeComDetails, "wecom_declined"),
            by=Seat.WORLD,
            on=Matter.WECOM,
            states=(Link.REQUESTED,),
        ),
        Action(
            "wecom.refuse",
            N_("Refuse the link"),
            refused(WeComDetails),
            by=Seat.PLATFORM,
            answers=RefusalAnswers,
            on=Matter.WECOM,
            states=(Link.REQUESTED,),
        ),
        Action(
            "wecom.lapse",
            N_("Nobody scanned in time"),
            lapsed,
            by=Seat.WORLD,
            on=Matter.WECOM,
            states=(Link.REQUESTED,),
            kinds=(Kind.RECORD,),
        ),
        Action(
            "wecom.show",
            N_("Show it to a department or member"),
            _show,
            gate=_may_show,
            answers=ShowAnswers,
            on=Matter.WECOM,
            states=(Link.LINKED,),
        ),
        Action(
            "wecom.hide",
            N_("Hide it again"),
            _hide,
            gate=_may_hide,
            answers=HideAnswers,
            on=Matter.WECOM,
            states=(Link.LINKED,),
        ),
        Action("wecom.unlink", N_("Unlink"), ended, on=Matter.WECOM, states=(Link.LINKED,), final=True),
    ),
)
