"""Says of a case which steps of a scenario are done, from what the desk knows of it alone: its log and its drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mpwizard.account_desk import AccountDesk
from mpwizard.problems import Refused
from mpwizard.records import LogRecord, MatterRecord
from mpwizard.scenarios.model import Check, Ending, Scenario, Step
from mpwizard.views import CaseView
from mpwizard.wizard.flow import STEPS, Standing
from mpwizard.wizard.form import check as problems_of

if TYPE_CHECKING:
    from mpwizard.desk import Desk


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an exercise is: the keys of the steps that are done, and the first one that is not (None at the end)."""

    done: tuple[str, ...]
    current: Step | None

    @property
    def finished(self) -> bool:
        """Whether no step is left."""
        return self.current is None


def progress(scenario: Scenario, view: CaseView) -> Progress:
    """How far a case is. What was done stays done: the log only grows."""
    done = tuple(step.key for step in scenario.steps if is_done(step, view))
    return Progress(done, next((step for step in scenario.steps if step.key not in done), None))


def is_done(step: Step, view: CaseView) -> bool:
    """Whether all that the step's check asks for holds."""
    asked = step.check
    return (
        (not asked.passed or view.standings[asked.passed] is Standing.DONE)
        and not any(_is_wrong(place, view) for place in asked.right)
        and (not asked.reads_log or sum(_tells(asked, line) for line in view.log) >= asked.times)
    )


def has_ended_as_told(scenario: Scenario, desk: Desk, case_id: int) -> bool:
    """Whether the case and its matters stand as the scenario says they end."""
    state, endings = desk.view(case_id).state, scenario.end.matters
    if state is not scenario.end.state:
        return False
    try:
        matters = AccountDesk(desk).view(case_id).account.matters if endings else ()
    except Refused:
        return False
    return all(any(_stands(each, ending) for each in matters) for ending in endings)


def _is_wrong(place: str, view: CaseView) -> bool:
    step, _dot, field = place.partition(".")
    return any(each.field == field and each.blocks for each in problems_of(step, STEPS[step].answers, view.context))


def _tells(asked: Check, line: LogRecord) -> bool:
    return (
        line.matter is asked.matter
        and (not asked.event or line.event == asked.event)
        and (not asked.reached or (line.state_to == asked.reached and line.state_from != line.state_to))
        and (not asked.reason or asked.reason in line.note.values())
    )


def _stands(matter: MatterRecord, ending: Ending) -> bool:
    return matter.matter is ending.matter and matter.number == ending.number and matter.state == ending.state
