"""The made-up people of practice cases that act in links: users of apps, and the members of a company in WeCom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mpwizard.console.wecom_scope import Colleague, Department, Organisation
from mpwizard.i18n import Bilingual
from mpwizard.practice_file import practice_table


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who uses apps."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class OwnApp:
    """The app that every Open Platform account of practice has besides the Mini Programs bound to it."""

    key: str
    name: Bilingual


@cache
def users() -> tuple[User, ...]:
    """The users whose ids are shown."""
    return tuple(User(key, Bilingual(**entry["name"])) for key, entry in practice_table("users").items())


@cache
def own_app() -> OwnApp:
    """That app."""
    entry = practice_table("own_app")
    return OwnApp(entry["key"], Bilingual(**entry["name"]))


@cache
def organisation() -> Organisation:
    """The company whose members see a Mini Program, or do not."""
    entry = practice_table("organisation")
    return Organisation(
        name=Bilingual(**entry["name"]),
        departments=tuple(
            Department(key, Bilingual(**each["name"]), each.get("within", ""))
            for key, each in entry["departments"].items()
        ),
        colleagues=tuple(
            Colleague(key, Bilingual(**each["name"]), each["department"]) for key, each in entry["members"].items()
        ),
        apps=tuple(Bilingual(**each) for each in entry["apps"]),
    )
