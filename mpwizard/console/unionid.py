"""What one user looks like to apps: an openid in each, and one UnionID in all apps of one Open Platform account.

The ids are the simulator's: made by the desk's key from the case and the user, so that they stay the same on this desk
and nobody can work them out elsewhere. The key itself stays in the store.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mpwizard.console.account import Account
from mpwizard.console.open_platform import bound_to
from mpwizard.console.synthetic import User, own_app, users
from mpwizard.domain import Kind
from mpwizard.i18n import Bilingual
from mpwizard.matters import Link, Matter
from mpwizard.problems import Refused
from mpwizard.records import OpenAccountRecord

if TYPE_CHECKING:
    from mpwizard.store import Reader

# As the platform's own ids look: one letter, then letters, digits, hyphens and underscores.
_FIRST = "o"
_LENGTH = 28


@dataclass(frozen=True, slots=True)
class App:
    """One app of an Open Platform account: `key` is a case's reference, or names the account's own app."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Family:
    """An Open Platform account and all its apps."""

    account: OpenAccountRecord
    apps: tuple[App, ...]


@dataclass(frozen=True, slots=True)
class IdRow:
    """One user in one app of one Open Platform account."""

    user: User
    account: OpenAccountRecord
    app: App
    openid: str
    unionid: str


def id_rows(who: Iterable[User], families: Iterable[Family], keyed: Callable[[str], bytes]) -> tuple[IdRow, ...]:
    """Every user in every app. `keyed` gives the bytes that belong to a message, by a key nobody here knows."""
    known = tuple(families)
    return tuple(
        IdRow(
            user,
            family.account,
            app,
            openid=_id(keyed, "openid", app.key, user.key),
            unionid=_id(keyed, "unionid", str(family.account.number), user.key),
        )
        for user in who
        for family in known
        for app in family.apps
    )


def ids_of(tx: Reader, account: Account, user: str = "") -> tuple[IdRow, ...]:
    """What one synthetic user (all of them where none is named) looks like to the apps of every qualified account of
    the Open Platform that cases of this kind can be bound to.

    Raises:
        Refused: `practice_only` on a record case, whose ids the real platform alone knows; `user_unknown`.
    """
    if account.kind is not Kind.PRACTICE:
        raise Refused("practice_only")
    who = tuple(each for each in users() if user in ("", each.key))
    if not who:
        raise Refused("user_unknown", {"name": user})
    families = (_family(tx, each) for each in account.open_accounts if each.qualified)
    return id_rows(who, families, tx.simulated_id)


def _family(tx: Reader, open_account: OpenAccountRecord) -> Family:
    bound = tx.matters.with_subject(Matter.OPEN_PLATFORM, bound_to(open_account), open_account.kind)
    cases = (tx.case(each.case_id) for each in bound if each.state is Link.LINKED)
    names = ((case.reference, case.app_name or case.reference) for case in cases)
    apps = (App(key, Bilingual(name, name)) for key, name in names)
    return Family(open_account, (*apps, App(f"{own_app().key}-{open_account.number}", own_app().name)))


def _id(keyed: Callable[[str], bytes], *parts: str) -> str:
    text = base64.urlsafe_b64encode(keyed("\0".join(parts))).decode()
    return (_FIRST + text)[:_LENGTH]
