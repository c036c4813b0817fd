"""Somebody who looks after the WeChat verification of an account, without a screen."""

from __future__ import annotations

from datetime import timedelta

from mpwizard.console.account import form_context
from mpwizard.console.sections import ACTIONS
from mpwizard.domain import EntityType
from mpwizard.matters import Matter
from mpwizard.records import MatterRecord
from mpwizard.wizard.form import asked
from tests.desk.console.holder import Holder

ORGANISATIONS = tuple(each for each in EntityType if each is not EntityType.INDIVIDUAL)
FORCED = (EntityType.GOVERNMENT, EntityType.MEDIA, EntityType.OTHER)
SECOND, DAY, YEAR = timedelta(seconds=1), timedelta(days=1), timedelta(days=365)


def state(holder: Holder, number: int = 0) -> object:
    """Where an application stands; the newest where none is named."""
    return holder.matter(Matter.VERIFICATION, number).state


def newest(holder: Holder) -> MatterRecord:
    """The newest application."""
    return holder.matter(Matter.VERIFICATION)


def shown(holder: Holder, name: str) -> list[str]:
    """What the section shows under a name."""
    view = holder.view.section("verification")
    return [line.value for line in view.section.shown(holder.account) if line.name == name]


def fields(holder: Holder, action: str) -> set[str]:
    """The fields of an action's form that are asked now."""
    on = ACTIONS[action].on
    context = form_context(holder.account, action, {}, newest(holder) if on is not None else None)
    return {field.name for field in asked(action, ACTIONS[action].answers, context)}


def return_it(holder: Holder, *reasons: str) -> None:
    """The platform sends it back."""
    holder.do("verification.return", **dict(zip(("reason", "second", "third"), reasons, strict=False)))
