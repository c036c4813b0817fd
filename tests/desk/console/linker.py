"""Somebody who links a Mini Program to other accounts, and the links of other Mini Programs that fill a limit."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mpwizard.console.account import Details, details
from mpwizard.console.open_platform import BindDetails
from mpwizard.domain import Kind
from mpwizard.matters import Link, Matter
from mpwizard.problems import Refusal, Refused
from tests.desk.console.holder import Holder

OTHER_ENTITY = "练习另一家有限公司"

KeptLink = tuple[Details, str, Link]


def create(holder: Holder, name: str = "练习开放帐号", *, owner: str = "same", qualified: bool = True) -> int:
    """An account of the Open Platform; its number."""
    more = {"entity": OTHER_ENTITY} if owner == "other" else {}
    holder.do("open_platform.create", name=name, owner=owner, **more)
    number = holder.account.open_accounts[-1].number
    if qualified:
        holder.do("open_platform.qualify", account=str(number))
    return number


def bind(holder: Holder, number: int) -> BindDetails:
    """Bind to an account of the Open Platform; what is kept about it."""
    holder.do("open_platform.bind", account=str(number))
    return bound(holder)


def bound(holder: Holder) -> BindDetails:
    """What is kept about the newest binding."""
    return details(BindDetails, holder.matter(Matter.OPEN_PLATFORM))


def refusal(holder: Holder, action: str, number: int | None = None, **values: object) -> Refusal:
    """Why an action is refused."""
    with pytest.raises(Refused) as refused:
        holder.do(action, number, **values)
    return refused.value.refusal


def put_links(holder: Holder, matter: Matter, links: Iterable[KeptLink], *, case_id: int = 0) -> None:
    """Links as they are kept, each with what it is found by and where it stands; of the holder's case, or another."""
    desk = holder.desk
    with desk.store.writing() as tx:
        for kept, subject, state in links:
            added = tx.matters.add(case_id or holder.id, matter, kept.stored(), desk.clock.now(), subject=subject)
            tx.matters.change(added, state=state)


def put_elsewhere(holder: Holder, matter: Matter, links: Iterable[KeptLink]) -> None:
    """Such links, of a new case on the same desk: no registration for each."""
    put_links(holder, matter, links, case_id=holder.desk.create(Kind.PRACTICE).id)
