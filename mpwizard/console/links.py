"""What all links to other accounts have in common, whatever is on the other side: what is kept of each, how one is
made, refused and ended, and in which month it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from mpwizard.console.account import Account, Details, details
from mpwizard.console.action import Deed
from mpwizard.console.asking import RefusalAnswers, line_within, ruled
from mpwizard.console.periods import same_month
from mpwizard.console.section import Shown
from mpwizard.i18n import N_, say
from mpwizard.matters import Link, LinkEvent, Matter
from mpwizard.problems import Refusal
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.text import compact
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import NAME_CAP, one_of
from mpwizard.wizard.form import Ask, Shape

# A link that is there, or may still come to be: it takes a place among those that a limit allows.
LIVE = (Link.REQUESTED, Link.AUTHORISED, Link.LINKED)
# A link that counts as new in the month in which it was asked for: only what never came to be does not.
COUNTED = (*LIVE, Link.UNLINKED)


class Owner(StrEnum):
    """Whose the other account is: the same entity's as the Mini Program, or another's."""

    SAME = "same"
    OTHER = "other"


class LinkDetails(Details):
    """What is kept of every link: who asked for it and when, when it was made, why it was refused if it was."""

    asked_at: AwareDatetime
    asked_by: str
    linked_at: AwareDatetime | None = None
    reason: str = ""
    remark: str = Field(default="", repr=False)


_NAME_MAX = "links.name_length_max"
LinkedName = Annotated[str, Ask(limit=NAME_CAP, most=ruled(_NAME_MAX)), line_within(_NAME_MAX)]

OwnerChoice = Annotated[Owner, Ask(Shape.CHOICE, choices=lambda _context: Owner), one_of(lambda _context: Owner)]


def of_another_entity(context: Context) -> bool:
    """Asked only where the other account is another entity's."""
    return context.text(context.step, "owner") == Owner.OTHER


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: case, width and spaces do not count."""
    return compact(one).casefold() == compact(other).casefold()


def made(model: type[LinkDetails]) -> Callable[[Deed], None]:
    """The act of the other side: it authorises the link, and that makes it."""

    def act(deed: Deed) -> None:
        kept = details(model, deed.target).model_copy(update={"linked_at": deed.now})
        authorised = deed.move(deed.target, LinkEvent.AUTHORISED)
        deed.move(authorised, LinkEvent.LINKED, details=kept)

    return act


def refused(model: type[LinkDetails]) -> Callable[[Deed], None]:
    """The act of the platform: it refuses the link with a reason of the catalogue."""

    def act(deed: Deed) -> None:
        given = deed.answers(RefusalAnswers)
        _turn_down(deed, model, given.reason, given.remark)

    return act


def declined(model: type[LinkDetails], reason: str) -> Callable[[Deed], None]:
    """The act of the other side: it says no, which is one of the catalogue's reasons."""
    return lambda deed: _turn_down(deed, model, reason)


def lapsed(deed: Deed) -> None:
    """Nobody answered in time, as the operator of a record case saw it; in practice the clock does this."""
    deed.move(deed.target, LinkEvent.LAPSED)


def ended(deed: Deed) -> None:
    """The link is taken away again."""
    deed.move(deed.target, LinkEvent.UNLINKED)


def scanned_by_somebody_else(deed: Deed, rule: str) -> Refusal:
    """A scan that counts for nothing; whoever is right can still scan, as long as before."""
    deed.move(deed.target, LinkEvent.SCAN_REFUSED, keep_due=True)
    return Refusal("scan_by_other", rule=rule)


def new_in_month(model: type[LinkDetails], matters: Iterable[MatterRecord], at: datetime) -> int:
    """How many of these links were asked for in the month of a time, and came to be or still may."""
    counted = (details(model, each) for each in matters if each.state in COUNTED)
    return sum(same_month(each.asked_at, at) for each in counted)


def turned_down(
    account: Account, kind: Matter, model: type[LinkDetails], words: Callable[[MatterRecord], str]
) -> Iterator[Shown]:
    """Why the newest link of a kind was refused, where it was: a reason of the catalogue, and the platform's words."""
    newest = account.newest(kind)
    if newest is None or newest.state is not Link.REFUSED:
        return
    kept = details(model, newest)
    yield Shown(N_("Refused"), f"{words(newest)}: {say(reason(kept.reason).title)}", "wrong")
    if kept.remark:
        yield Shown(N_("In its own words"), kept.remark)


def _turn_down(deed: Deed, model: type[LinkDetails], reason: str, remark: str = "") -> None:
    kept = details(model, deed.target).model_copy(update={"reason": reason, "remark": remark})
    deed.move(deed.target, LinkEvent.REFUSED, details=kept, note={"reason": reason})
