"""Section: official accounts (公众号). The other side has to agree in time; how many links there may be is limited on
both sides, over all cases of this desk that link the same account."""

from __future__ import annotations

from pydantic import Field

from mpwizard.console.account import Account, details
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import RefusalAnswers
from mpwizard.console.links import (
    LIVE,
    LinkDetails,
    LinkedName,
    Owner,
    OwnerChoice,
    declined,
    ended,
    lapsed,
    made,
    new_in_month,
    refused,
    same_name,
    turned_down,
)
from mpwizard.console.section import Section, Shown, counted, signed_in
from mpwizard.domain import Kind
from mpwizard.gates import first_refusal, within
from mpwizard.i18n import N_, tr
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.problems import Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.texts import label
from mpwizard.wizard.form import Answers


class OfficialDetails(LinkDetails):
    """Which official account it is, and whether one entity owns both."""

    name: str
    owner: Owner


class LinkAnswers(Answers):
    """The official account to link to, and whose it is."""

    name: LinkedName = Field(title=N_("Name of the official account"))
    owner: OwnerChoice = Field(title=N_("Whose it is"))


def uses(account: Account, matter: MatterRecord) -> tuple[str, ...]:
    """Where a link can be used, in the rule's words; nowhere while it is not linked."""
    return account.edition.words("official_accounts.uses") if matter.state is Link.LINKED else ()


def _may_link(account: Account, _matter: MatterRecord | None) -> Verdict:
    links, edition = account.all(Matter.OFFICIAL_ACCOUNT), account.edition
    new = new_in_month(OfficialDetails, links, account.now)
    return first_refusal(
        within(edition, "official_accounts.accounts_max", _live(links), "official_accounts_full"),
        within(edition, "official_accounts.new_accounts_per_month", new, "official_accounts_month_full"),
    )


def _live(links: tuple[MatterRecord, ...]) -> int:
    return sum(each.state in LIVE for each in links)


def _link(deed: Deed) -> Refusal | None:
    given, account = deed.answers(LinkAnswers), deed.account
    for known in account.all(Matter.OFFICIAL_ACCOUNT, *LIVE):
        if same_name(details(OfficialDetails, known).name, given.name):
            return Refusal("official_account_linked_already", {"number": known.number})
    room = _room_there(deed, given)
    if isinstance(room, Refusal):
        return room
    deed.begin(
        Matter.OFFICIAL_ACCOUNT,
        OfficialDetails(asked_at=deed.now, asked_by=deed.work.operator, name=given.name, owner=given.owner),
        LinkEvent.REQUESTED,
        subject=given.name,
        due_in=deed.usual("official_accounts.confirm_within"),
        note={"owner": given.owner},
    )
    return None


def _room_there(deed: Deed, given: LinkAnswers) -> Verdict:
    """Whether the official account itself can take one more, as far as this desk knows its links."""
    account, edition = deed.account, deed.account.edition
    links = deed.work.tx.matters.with_subject(Matter.OFFICIAL_ACCOUNT, given.name, account.kind)
    alike = tuple(each for each in links if details(OfficialDetails, each).owner is given.owner)
    new = new_in_month(OfficialDetails, links, deed.now)
    return first_refusal(
        within(edition, f"official_accounts.{given.owner}_entity_max", _live(alike), "official_account_full"),
        within(edition, "official_accounts.new_per_month", new, "official_account_month_full"),
    )


def _shown(account: Account) -> tuple[Shown, ...]:
    links, linked = account.all(Matter.OFFICIAL_ACCOUNT), account.all(Matter.OFFICIAL_ACCOUNT, Link.LINKED)
    counts = (
        (N_("Linked or asked for"), _live(links), "official_accounts.accounts_max"),
        (
            N_("New this month"),
            new_in_month(OfficialDetails, links, account.now),
            "official_accounts.new_accounts_per_month",
        ),
    )
    lines = [counted(name, used, account.edition.number(rule)) for name, used, rule in counts]
    places = [label("official_accounts.use", use) for use in uses(account, linked[-1])] if linked else []
    lines.append(Shown(N_("Can be used in"), tr(", ").join(places) or tr("nothing yet"), "done" if places else "open"))
    lines.extend(turned_down(account, Matter.OFFICIAL_ACCOUNT, OfficialDetails, official_words))
    return tuple(lines)


def official_words(matter: MatterRecord) -> str:
    """A link in one line: the official account, and whose it is."""
    kept = details(OfficialDetails, matter)
    return tr("{name} · {owner}", name=kept.name, owner=label("official_accounts.link.owner", kept.owner))


SECTION = Section(
    key="official_accounts",
    title=N_("Official accounts"),
    row="S24",
    matters=(Matter.OFFICIAL_ACCOUNT,),
    gate=signed_in,
    shown=_shown,
    words=official_words,
    done=lambda account: account.newest(Matter.OFFICIAL_ACCOUNT, Link.LINKED) is not None,
    actions=(
        Action("official_accounts.link", N_("Link an official account"), _link, gate=_may_link, answers=LinkAnswers),
        Action(
            "official_accounts.confirm",
            N_("The other side confirms"),
            made(OfficialDetails),
            by=Seat.WORLD,
            on=Matter.OFFICIAL_ACCOUNT,
            states=(Link.REQUESTED,),
        ),
        Action(
            "official_accounts.decline",
            N_("The other side declines"),
            declined(OfficialDetails, "official_account_declined"),
            by=Seat.WORLD,
            on=Matter.OFFICIAL_ACCOUNT,
            states=(Link.REQUESTED,),
        ),
        Action(
            "official_accounts.refuse",
            N_("Refuse the link"),
            refused(OfficialDetails),
            by=Seat.PLATFORM,
            answers=RefusalAnswers,
            on=Matter.OFFICIAL_ACCOUNT,
            states=(Link.REQUESTED,),
        ),
        Action(
            "official_accounts.lapse",
            N_("Nobody confirmed in time"),
            lapsed,
            by=Seat.WORLD,
            on=Matter.OFFICIAL_ACCOUNT,
            states=(Link.REQUESTED,),
            kinds=(Kind.RECORD,),
        ),
        Action(
            "official_accounts.unlink",
            N_("Unlink"),
            ended,
            on=Matter.OFFICIAL_ACCOUNT,
            states=(Link.LINKED,),
            final=True,
        ),
    ),
)
