"""All that is known of one case at a glance, for whoever has to decide what to do with it. Reads, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mpwizard.records import NoteRecord
from mpwizard.team import Team
from mpwizard.views import CaseView
from mpwizard.wizard.flow import path
from mpwizard.wizard.form import asked, shown

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.materials import Material


@dataclass(frozen=True)
class Glance:
    """A case with what it needs to have at hand, its tags and the notes on it, the newest first."""

    view: CaseView
    materials: tuple[Material, ...]
    tags: tuple[str, ...]
    notes: tuple[NoteRecord, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that was given: the title and the key of its field, and what it says with what is personal masked."""

    title: str
    key: str
    value: str
    chosen: bool


def glance(desk: Desk, case_id: int) -> Glance:
    """What there is to see of a case now."""
    team, view = Team(desk), desk.view(case_id)
    return Glance(view, tuple(_materials(desk, view)), team.tags(case_id), team.notes(case_id))


def _materials(desk: Desk, view: CaseView) -> Iterable[Material]:
    # The console loads when the first case is looked at, not before the list is on the screen.
    from mpwizard.account_desk import AccountDesk
    from mpwizard.console.account import has_console
    from mpwizard.materials import for_account, for_registration

    if has_console(view.record.state):
        return for_account(AccountDesk(desk).account(view.record.id))
    return for_registration(view)


def given_answers(view: CaseView) -> tuple[Given, ...]:
    """The answers of the steps that apply, in their order; what was left empty and what was only ticked is left out."""
    given = []
    for step in path(view.context):
        values = view.context.draft.get(step.key, {})
        for field in asked(step.key, step.answers, view.context):
            value = values.get(field.name)
            if value in (None, "", False, True):
                continue
            chosen = field.ask.choices is not None
            given.append(Given(field.title, field.key, str(value if chosen else shown(field, value)), chosen))
    return tuple(given)
