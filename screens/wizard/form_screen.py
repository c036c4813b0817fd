"""The form of one step: which answers it shows, where they are kept, where in the wizard the work is. What any form's
screen does is `filling.py`'s; where one goes from here is `step.py`'s.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from mpwizard.gates import may_write
from mpwizard.i18n import tr
from mpwizard.problems import Refusal
from mpwizard.views import CaseView, Place
from screens import say
from screens.widgets.bars import Heading
from screens.widgets.field import TextField
from screens.widgets.help_column import Paragraph, help_for, paragraphs
from screens.widgets.part import Part
from screens.wizard.filling import FillingScreen
from screens.wizard.form import Values
from screens.wizard.heads import help_keys
from screens.wizard.saving import Draft, Saved
from screens.wizard.wizard import Wizard, title_of


class FormScreen(FillingScreen):
    """The form of one step of one case. A subclass composes it and says where the way on leads."""

    STEP: ClassVar[str] = ""

    def __init__(self, wizard: Wizard) -> None:
        self.wizard = wizard
        self.case_id = wizard.case_id
        self._place = Place(self.STEP)
        self._marked: Place | None = None
        super().__init__()

    @property
    def view(self) -> CaseView:
        """The case as last seen."""
        return self.wizard.view

    @property
    def read_only(self) -> bool:
        """Whether the step's answers can no longer be written."""
        return isinstance(may_write(self.STEP, self.view.state), Refusal)

    def heading(self) -> Heading:
        """The case at the left, its kind, its time and its safety at the right."""
        record = self.view.record
        state = Saved.CLOSED if self.read_only else self._saved
        return Heading(
            place=record.reference,
            title=record.subject or tr(self.page_title()),
            kind=record.kind,
            time=say.clock(self.view.now),
            state=tr(state.value[0]),
            state_style=state.value[1],
        )

    def report_name(self) -> str:
        """The step and the case's reference; neither is anybody's data."""
        return f"{self.STEP} of {self.view.record.reference}"

    def page_title(self) -> str:
        """The step's title."""
        return title_of(self.STEP)

    # --- drafts ------------------------------------------------------------------------------------------------------

    def stored_draft(self) -> Draft:
        """The step's answers as the desk holds them."""
        return Draft(self._stored(self.view), self.view.versions.get(self.STEP), self._write)

    async def kept(self) -> None:
        """Remember where the work is, too."""
        if self._place != self._marked:
            place = self._marked = self._place
            await asyncio.to_thread(self.app.desk.mark_place, self.case_id, place)

    def _write(self, values: Values, seen: int | None) -> int:
        return self.app.desk.save(self.case_id, self.STEP, values, seen)

    def _stored(self, view: CaseView) -> dict[str, object]:
        return dict(view.context.draft.get(self.STEP, {}))

    def on_part_entered(self, event: Part.Entered) -> None:
        """The place is remembered, with the next save."""
        self._place = Place(self.STEP, self.form.name_of(event.part))

    # --- hidden values -----------------------------------------------------------------------------------------------

    def on_text_field_revealed(self, event: TextField.Revealed) -> None:
        """Somebody had a secret shown: that is recorded."""
        self.note_revealed(self.STEP, self.form.name_of(event.part))

    def note_revealed(self, step: str, field: str) -> None:
        """Record in a thread that a field's hidden value was shown."""
        noting = asyncio.to_thread(self.app.desk.revealed, self.case_id, step, field)
        self.app.run_worker(noting, name="note revealed", group="reveal", exit_on_error=False)

    # --- help --------------------------------------------------------------------------------------------------------

    def help_of_page(self, part: Part | None = None) -> list[Paragraph]:
        """The focused field, then the step."""
        field = help_for(self.field_help_keys(part)) if part is not None else None
        return paragraphs(field, help_for(help_keys(self.view, self.STEP)))
