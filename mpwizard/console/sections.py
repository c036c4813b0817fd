"""All sections of the console, in the order of the guide, and the look-ups that follow from them.

To add a section: its module here, one line in `SECTIONS`, its words in `data/texts/`. What is special on the screen
goes into `screens/console/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from mpwizard.console import (
    categories,
    information,
    members,
    official_accounts,
    open_platform,
    pay,
    sign_in,
    verification,
    versions,
    wecom,
)
from mpwizard.console.action import Action
from mpwizard.console.section import Clockwork, Pending, Section
from mpwizard.matters import Matter
from mpwizard.problems import Refused

K = TypeVar("K")
V = TypeVar("V")

SECTIONS: tuple[Section, ...] = (
    sign_in.SECTION,
    information.SECTION,
    categories.SECTION,
    members.SECTION,
    versions.SECTION,
    verification.SECTION,
    pay.SECTION,
    open_platform.SECTION,
    official_accounts.SECTION,
    wecom.SECTION,
)


def each_once(pairs: Iterable[tuple[K, V]]) -> Mapping[K, V]:
    """A look-up in which no key stands twice.

    Raises:
        ValueError: one does.
    """
    found: dict[K, V] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} is there twice")
        found[key] = value
    return found


ACTIONS: Mapping[str, Action] = each_once((action.key, action) for section in SECTIONS for action in section.actions)
SECTION_OF: Mapping[str, Section] = {action.key: section for section in SECTIONS for action in section.actions}
SECTION_BY_MATTER: Mapping[Matter, Section] = each_once(
    (each, section) for section in SECTIONS for each in section.matters
)
PENDING: tuple[Pending, ...] = tuple(pending for section in SECTIONS for pending in section.pending)
CLOCK: Clockwork = each_once(item for section in SECTIONS for item in section.clock.items())


def action_of(key: str) -> Action:
    """An action by its key.

    Raises:
        Refused: `action_unknown`.
    """
    action = ACTIONS.get(key)
    if action is None:
        raise Refused("action_unknown", {"action": key})
    return action
