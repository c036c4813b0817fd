"""Step: the organisation as its licence has it."""

from __future__ import annotations

from screens.wizard.case_step import CaseStep


class EntityScreen(CaseStep):
    """Name, kind of number, number: in the licence's order."""

    STEP = "entity"
