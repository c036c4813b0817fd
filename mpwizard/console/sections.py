"""All sections of the console, in the order of the guide, and the look-ups that follow from them.

To add a section: its module here, one line in `SECTIONS`, its words in `data/texts/`. What is special on the screen
goes into `screens/console/`.
"""

from __future__ import annotations

from collections.abc import Mapping

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

ACTIONS: Mapping[str, Action] = {action.key: action for section in SECTIONS for action in section.actions}
SECTION_OF: Mapping[str, Section] = {action.key: section for section in SECTIONS for action in section.actions}
PENDING: tuple[Pending, ...] = tuple(pending for section in SECTIONS for pending in section.pending)
CLOCK: Clockwork = {place: act for section in SECTIONS for place, act in section.clock.items()}
