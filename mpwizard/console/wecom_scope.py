"""Who in a company sees a linked Mini Program: pure functions over a tree of departments with their members.

A scope is a set of departments and members; whoever is in it, or in a department in it, sees the Mini Program.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mpwizard.i18n import Bilingual


@dataclass(frozen=True, slots=True)
class Department:
    """A department; `within` is the one it is part of, empty at the top."""

    key: str
    name: Bilingual
    within: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the company, and the department that member works in."""

    key: str
    name: Bilingual
    department: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A company in WeCom; `apps` are what every member finds in the workbench."""

    name: Bilingual
    departments: tuple[Department, ...]
    colleagues: tuple[Colleague, ...]
    apps: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: a department or a member, how deep it stands, whether it is in the scope by itself
    (`listed`), and whether it is visible by itself or through a department (`visible`)."""

    key: str
    name: Bilingual
    depth: int
    member: bool
    listed: bool
    visible: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One app in a workbench; `ours` marks the linked Mini Program."""

    name: Bilingual
    ours: bool


def tree(organisation: Organisation, scope: Collection[str]) -> tuple[Branch, ...]:
    """All departments and members, each below what it is part of, members before departments."""
    return tuple(_below(organisation, scope, "", 0, inherited=False))


def sees(organisation: Organisation, member: str, scope: Collection[str]) -> bool:
    """Whether a member sees the Mini Program.

    Raises:
        KeyError: where there is no such member.
    """
    visible = {branch.key: branch.visible for branch in tree(organisation, scope) if branch.member}
    return visible[member]


def workbench(organisation: Organisation, member: str, scope: Collection[str], app: str) -> tuple[Tile, ...]:
    """What a member finds in the workbench: what everybody has, then the Mini Program if it is visible to them.

    Raises:
        KeyError: where there is no such member.
    """
    tiles = tuple(Tile(name, ours=False) for name in organisation.apps)
    return (*tiles, Tile(Bilingual(app, app), ours=True)) if sees(organisation, member, scope) else tiles


def _below(
    organisation: Organisation, scope: Collection[str], within: str, depth: int, *, inherited: bool
) -> Iterator[Branch]:
    for each in organisation.colleagues:
        if each.department == within:
            listed = each.key in scope
            yield Branch(each.key, each.name, depth, member=True, listed=listed, visible=listed or inherited)
    for department in organisation.departments:
        if department.within == within:
            listed = department.key in scope
            visible = listed or inherited
            yield Branch(department.key, department.name, depth, member=False, listed=listed, visible=visible)
            yield from _below(organisation, scope, department.key, depth + 1, inherited=visible)
